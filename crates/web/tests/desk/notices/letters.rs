//! Letters as they come: clumsy, hostile, and written by programs. What becomes of each, and what of it is in the case.

use super::Told;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::is_hidden;
use encoding_rs::{BIG5, GB18030};
use web::{Outcome, deliver};

/// A letter, and what becomes of it.
struct Letter {
    what: &'static str,
    bytes: Vec<u8>,
    outcome: Outcome,
    /// What is said in the case.
    says: Option<&'static str>,
    files: &'static [&'static str],
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\0\0\0\0\0\0\0\x03eXIfGPS....\0\0\0\0IEND\xae\x42\x60\x82";

fn plain(head: &str, body: &str) -> Vec<u8> {
    format!("{head}\r\n\r\n{body}\r\n")
        .replace("\r\n", "\n")
        .replace('\n', "\r\n")
        .into_bytes()
}

fn part(head: &str, body: &str) -> String {
    format!("--b\r\n{head}\r\n\r\n{body}\r\n")
}

fn mixed(to: &str, id: &str, parts: &[String]) -> Vec<u8> {
    let head = format!(
        "From: me@example.org\r\nTo: <{to}>\r\nMessage-ID: <{id}@me>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"b\""
    );
    format!("{head}\r\n\r\n{}--b--\r\n", parts.concat()).into_bytes()
}

fn recorded(what: &'static str, bytes: Vec<u8>, says: &'static str) -> Letter {
    Letter {
        what,
        bytes,
        outcome: Outcome::Recorded,
        says: Some(says),
        files: &[],
    }
}

fn other(what: &'static str, bytes: Vec<u8>, outcome: Outcome) -> Letter {
    Letter {
        what,
        bytes,
        outcome,
        says: None,
        files: &[],
    }
}

/// Letters that are taken into the case. `to` is where replies go, `id` the Message-ID of the notice.
#[expect(clippy::too_many_lines, reason = "a table")]
fn good(to: &str, id: &str) -> Vec<Letter> {
    let head = |n: u32| format!("From: me@example.org\nTo: <{to}>\nMessage-ID: <{n}@me>");
    let encoded = |n: u32, charset: &str, bytes: &[u8]| {
        let head = format!(
            "{}\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64",
            head(n)
        );
        plain(&head, &STANDARD.encode(bytes))
    };
    let (gb, ..) = GB18030.encode("第三盏灯㐂");
    let (gb2312, ..) = GB18030.encode("第三盏灯");
    let (big5, ..) = BIG5.encode("第三盞燈");
    let png = STANDARD.encode(PNG);
    let file = |name: &str| {
        let head = format!(
            "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
             Content-Transfer-Encoding: base64"
        );
        part(&head, &png)
    };
    let text = part("Content-Type: text/plain; charset=utf-8", "见附件");
    vec![
        recorded("a plain reply", plain(&head(1), "The third lamp."), "The third lamp."),
        recorded("in GB 18030", encoded(2, "gb18030", &gb), "第三盏灯㐂"),
        recorded("called GB 2312", encoded(3, "gb2312", &gb2312), "第三盏灯"),
        recorded("in Big5", encoded(4, "big5", &big5), "第三盞燈"),
        recorded(
            "in GB 18030 without saying so",
            [plain(&head(5), "").as_slice(), &gb2312, b"\r\n"].concat(),
            "第三盏灯",
        ),
        recorded(
            "HTML alone",
            plain(
                &format!("{}\nContent-Type: text/html; charset=utf-8", head(6)),
                "<html><head><style>p{color:red}</style></head><body><p>The <b>third</b> lamp &amp; the fourth</p>\
                 <script>alert(1)</script></body></html>",
            ),
            "The third lamp & the fourth",
        ),
        recorded(
            "with overrides of the writing direction",
            plain(&head(7), "see invoice\u{202e}fdp.exe\u{202c} and \u{7} this"),
            "see invoicefdp.exe and  this",
        ),
        recorded(
            "quoting the notice",
            plain(
                &head(8),
                "The third.\n\nOn Mon, 2 Mar 2026 at 10:00, Desk <desk@example.org> wrote:\n\
                 > -- Please write your reply above this line --\n>\n> Your request was answered.",
            ),
            "The third.",
        ),
        recorded(
            "known by what it answers, since the plus was lost",
            plain(
                &format!("From: me@example.org\nTo: <desk@example.org>\nMessage-ID: <9@me>\nIn-Reply-To: {id}"),
                "Ninth.",
            ),
            "Ninth.",
        ),
        recorded(
            "to an address in capital letters",
            plain(
                &format!("From: me@example.org\nTo: {}\nMessage-ID: <10@me>", to.to_uppercase()),
                "Tenth.",
            ),
            "Tenth.",
        ),
        recorded(
            "from an address that is not the requester's, with the mark",
            plain(
                &format!("From: other@example.net\nTo: <{to}>\nMessage-ID: <11@me>"),
                "From work.",
            ),
            "From work.",
        ),
        recorded(
            "without a Message-ID",
            plain(&format!("From: me@example.org\nTo: <{to}>"), "Nameless."),
            "Nameless.",
        ),
        recorded(
            "with a header that cannot be read",
            plain(
                &format!(
                    "{}\nContent-Type: ;;;=\nDate: never\nSubject: =?x?y?z?=\nbroken line",
                    head(13)
                ),
                "Thirteenth.",
            ),
            "Thirteenth.",
        ),
        recorded(
            "a multipart without its end",
            format!(
                "{}\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nFourteenth.",
                head(14)
            )
            .into_bytes(),
            "Fourteenth.",
        ),
        Letter {
            what: "a photo with a path for a name",
            bytes: mixed(to, "15", &[text.clone(), file("../../etc/passwd.png")]),
            outcome: Outcome::Recorded,
            says: Some("见附件"),
            files: &["passwd.png"],
        },
        Letter {
            what: "a photo with a name of its machine and an override",
            bytes: mixed(to, "16", &[text.clone(), file("C:\\\\photos\\\\a\u{202e}gnp.png")]),
            outcome: Outcome::Recorded,
            says: Some("见附件"),
            files: &["agnp.png"],
        },
        Letter {
            what: "multiparts in multiparts",
            bytes: mixed(
                to,
                "17",
                &[part(
                    "Content-Type: multipart/related; boundary=\"c\"",
                    "--c\r\nContent-Type: multipart/alternative; boundary=\"d\"\r\n\r\n--d\r\nContent-Type: text/plain\r\n\r\n\
                     Deep.\r\n--d\r\nContent-Type: text/html\r\n\r\n<p>Deep.</p>\r\n--d--\r\n--c--",
                )],
            ),
            outcome: Outcome::Recorded,
            says: Some("Deep."),
            files: &[],
        },
        Letter {
            what: "a file alone",
            bytes: mixed(to, "18", &[file("lamp.png")]),
            outcome: Outcome::Recorded,
            says: None,
            files: &["lamp.png"],
        },
        Letter {
            what: "a program for a file: the words are taken",
            bytes: mixed(
                to,
                "19",
                &[
                    text,
                    part(
                        "Content-Type: image/png\r\nContent-Disposition: attachment; filename=\"a.png\"\r\n\
                         Content-Transfer-Encoding: base64",
                        &STANDARD.encode(b"MZ\x90 program"),
                    ),
                ],
            ),
            outcome: Outcome::Recorded,
            says: Some("见附件"),
            files: &[],
        },
    ]
}

/// Letters that come into no case.
#[expect(clippy::too_many_lines, reason = "a table")]
fn left(to: &str, id: &str) -> Vec<Letter> {
    let head = |n: u32| format!("From: me@example.org\nTo: <{to}>\nMessage-ID: <{n}@me>");
    let (local, domain) = to.split_once('@').unwrap();
    let forged = {
        let mut mark = local.to_owned();
        let last = mark.pop().unwrap();
        mark.push(if last == 'a' { 'b' } else { 'a' });
        format!("{mark}@{domain}")
    };
    let number = local.split(['+', '.']).nth(1).unwrap();
    let automatic = |n: u32, line: &str| plain(&format!("{}\n{line}", head(n)), "I am away.");
    vec![
        other(
            "a forged sender without a mark",
            plain(
                "From: requester@example.org\nTo: <desk@example.org>\nMessage-ID: <20@me>",
                "Close it.",
            ),
            Outcome::Unknown,
        ),
        other(
            "a mark that was guessed",
            plain(
                &format!("From: requester@example.org\nTo: <{forged}>\nMessage-ID: <21@me>"),
                "Close it.",
            ),
            Outcome::Unknown,
        ),
        other(
            "the number alone, in the subject and in the text",
            plain(
                &format!("From: requester@example.org\nTo: <desk@example.org>\nSubject: {number}\nMessage-ID: <22@me>"),
                to,
            ),
            Outcome::Unknown,
        ),
        other(
            "an absence notice",
            automatic(23, "Auto-Submitted: auto-replied"),
            Outcome::Automatic,
        ),
        other("of old programs", automatic(24, "Precedence: bulk"), Outcome::Automatic),
        other(
            "from a list",
            automatic(25, "List-Id: <all.example.org>"),
            Outcome::Automatic,
        ),
        other("without a sender", automatic(26, "Return-Path: <>"), Outcome::Automatic),
        other(
            "our own header",
            automatic(27, "X-Loop: desk@example.org"),
            Outcome::Own,
        ),
        other(
            "our own letter, come back",
            plain(
                &format!("From: desk@example.org\nTo: <{to}>\nMessage-ID: {id}"),
                "Your request was answered.",
            ),
            Outcome::Own,
        ),
        other(
            "in circles",
            plain(
                &format!("{}{}", "Received: from a by b\n".repeat(60), head(29)),
                "Round.",
            ),
            Outcome::Own,
        ),
        other(
            "a receipt that it was read",
            plain(
                &format!(
                    "{}\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b",
                    head(30)
                ),
                "--b\nContent-Type: text/plain\n\nRead.\n--b--",
            ),
            Outcome::Automatic,
        ),
        other(
            "it will take longer",
            plain(
                &format!(
                    "{}\nContent-Type: multipart/report; report-type=delivery-status; boundary=b",
                    head(31)
                ),
                "--b\nContent-Type: message/delivery-status\n\nAction: delayed\nStatus: 4.4.1\n--b--",
            ),
            Outcome::Automatic,
        ),
        other(
            "an absence notice where bounces go to",
            plain(
                &format!("From: me@example.org\nTo: <{local}.b@{domain}>\nAuto-Submitted: auto-replied"),
                "I am away.",
            ),
            Outcome::Automatic,
        ),
        other(
            "a bounce without a report",
            plain(
                &format!("From: MAILER-DAEMON@example.net\nReturn-Path: <>\nTo: <{local}.b@{domain}>"),
                "Hi. This is the qmail-send program. I'm afraid I wasn't able to deliver your message.",
            ),
            Outcome::Bounced,
        ),
        other("nothing in it", plain(&head(32), " \n\n"), Outcome::Empty),
        other("nothing at all", Vec::new(), Outcome::Unreadable),
        other("no letter", b"\0\x01\x02\xff\xfe".repeat(100), Outcome::Unknown),
        other(
            "longer than a case takes",
            plain(&head(35), &"very long ".repeat(3_000)),
            Outcome::Refused,
        ),
    ]
}

#[tokio::test]
async fn each_letter_becomes_what_it_is() {
    let told = Told::new().await;
    told.send().await;
    let letter = told.server.taken().remove(0);
    let reply = letter.header("Reply-To").trim_matches(['<', '>']).to_owned();
    let id = letter.header("Message-ID");
    let office = &told.bureau.office;
    for letter in good(&reply, &id).into_iter().chain(left(&reply, &id)) {
        let what = letter.what;
        let (said, files) = (told.said().await, told.files().await);
        let outcome = deliver(office, &letter.bytes, true, None).await.unwrap();
        assert_eq!(outcome, letter.outcome, "{what}");
        let new: Vec<String> = told.said().await.split_off(said.len());
        let expected: Vec<&str> = letter.says.into_iter().collect();
        assert_eq!(new, expected, "{what}");
        assert!(new.iter().all(|words| !words.contains(is_hidden)), "{what}");
        let new = told.files().await.split_off(files.len());
        // The same picture is kept once.
        if files.is_empty() || new.len() < letter.files.len() {
            assert!(new.len() <= letter.files.len(), "{what}");
        }
        if files.is_empty() {
            assert_eq!(new, letter.files, "{what}");
        }
        // A second time, it is the same letter.
        if outcome == Outcome::Recorded && letter.says.is_some() {
            let again = deliver(office, &letter.bytes, true, None).await.unwrap();
            assert_eq!(again, Outcome::Repeated, "{what}");
            assert_eq!(told.said().await.len(), said.len() + 1, "{what}");
        }
    }
    let counts = office.store.mail_counts().await.unwrap();
    let of = |what: &str| counts.iter().find(|(known, ..)| known == what).unwrap().1;
    assert_eq!((of("unknown"), of("own")), (4, 3));
}

#[tokio::test]
async fn pieces_of_letters_never_stop_it() {
    let (told, reply) = Told::written_to().await;
    let all: Vec<Letter> = good(&reply, "<x@y>").into_iter().chain(left(&reply, "<x@y>")).collect();
    for letter in all {
        for end in (0..letter.bytes.len().min(600)).step_by(37) {
            deliver(&told.bureau.office, &letter.bytes[..end], true, None)
                .await
                .unwrap();
        }
    }
}
