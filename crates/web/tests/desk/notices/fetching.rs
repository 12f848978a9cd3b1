//! Letters from a mailbox: a server of a few lines says what a real one would (RFC 3501).

use super::Told;
use crate::browser::Bureau;
use crate::portal::PNG;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use web::{Settings, fetch_mail};

#[derive(Default)]
pub(super) struct Mailbox {
    /// Id, bytes, marked as erased.
    pub(super) letters: Vec<(u32, Vec<u8>, bool)>,
    pub(super) asked: Vec<String>,
    refuses: bool,
}

pub(super) type Shared = Arc<Mutex<Mailbox>>;

async fn mailbox() -> (Shared, SocketAddr) {
    let shared = Shared::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let kept = shared.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, kept.clone()));
        }
    });
    (shared, address)
}

pub(super) async fn talk<S>(stream: S, shared: Shared) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (read, mut write) = tokio::io::split(stream);
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"* OK ready\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let (tag, command) = line.split_once(' ').unwrap();
        let answer = answer(&mut shared.lock().unwrap(), tag, command);
        write.write_all(&answer).await?;
    }
    Ok(())
}

fn answer(mailbox: &mut Mailbox, tag: &str, command: &str) -> Vec<u8> {
    mailbox.asked.push(command.to_owned());
    let upper = command.to_ascii_uppercase();
    let mut said: Vec<u8> = Vec::new();
    if upper.starts_with("LOGIN") && mailbox.refuses {
        return format!("{tag} NO [AUTHENTICATIONFAILED] no desk@example.org here\r\n").into_bytes();
    }
    let id = command.split(' ').nth(2).and_then(|id| id.parse::<u32>().ok());
    let found = mailbox.letters.iter_mut().find(|(known, ..)| Some(*known) == id);
    if upper.starts_with("CAPABILITY") {
        said.extend(b"* CAPABILITY IMAP4rev1 ID\r\n");
    } else if upper.starts_with("SELECT") {
        said.extend(b"* 2 EXISTS\r\n* FLAGS (\\Deleted)\r\n");
    } else if upper.starts_with("UID SEARCH") {
        // None that is marked: `UNDELETED` is asked for.
        let left = mailbox.letters.iter().filter(|(.., gone)| !gone);
        let ids: Vec<String> = left.map(|(id, ..)| id.to_string()).collect();
        said.extend(format!("* SEARCH {}\r\n", ids.join(" ")).into_bytes());
    } else if let Some((id, bytes, gone)) = found {
        if upper.contains("RFC822.SIZE") {
            said.extend(format!("* 1 FETCH (UID {id} RFC822.SIZE {})\r\n", bytes.len()).into_bytes());
        } else if upper.contains("BODY.PEEK[]") {
            let cut = upper.contains("<0.");
            let part = &bytes[..if cut { bytes.len().min(65_536) } else { bytes.len() }];
            let begin = if cut { "BODY[]<0>" } else { "BODY[]" };
            said.extend(format!("* 1 FETCH (UID {id} {begin} {{{}}}\r\n", part.len()).into_bytes());
            said.extend(part);
            said.extend(b")\r\n");
        } else if upper.contains("STORE") {
            *gone = true;
        }
    } else if upper == "EXPUNGE" {
        mailbox.letters.retain(|(.., gone)| !gone);
        said.extend(b"* 1 EXPUNGE\r\n");
    } else if upper == "LOGOUT" {
        said.extend(b"* BYE bye\r\n");
    }
    said.extend(format!("{tag} OK done\r\n").into_bytes());
    said
}

/// The desk's settings with this mailbox.
fn settings(told: &Told, address: SocketAddr) -> Settings {
    let dir = told.bureau.office.store.dir();
    std::fs::write(dir.join("imap.password"), "s3cret\n").unwrap();
    let text = format!(
        "{}[imap]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\nuser = \"desk\"\npassword_file = \"imap.password\"\n",
        told.server.settings(),
        address.port()
    );
    std::fs::write(dir.join(web::NOTICES_FILE), text).unwrap();
    Settings::read(dir).unwrap()
}

#[tokio::test]
async fn letters_are_taken_from_the_mailbox_and_erased_there() {
    let (told, reply) = Told::written_to().await;
    let (mailbox, address) = mailbox().await;
    let settings = settings(&told, address);
    let letter = |to: &str, words: &str| {
        format!(
            "From: a@example.org\r\nTo: <{to}>\r\nMessage-ID: <{}@me>\r\n\r\n{words}\r\n",
            words.len()
        )
        .into_bytes()
    };
    mailbox.lock().unwrap().letters = vec![
        (7, letter(&reply, "From the mailbox"), false),
        (8, letter("desk@example.org", "Advertisement"), false),
        (9, letter(&reply, &"x".repeat(1_100_000)), false),
    ];
    let taken = fetch_mail(&told.bureau.office, &settings).await.unwrap();
    assert_eq!(taken, 3);
    assert_eq!(told.said().await, ["From the mailbox"]);
    assert!(mailbox.lock().unwrap().letters.is_empty());
    let counts = told.bureau.office.store.mail_counts().await.unwrap();
    let counts: Vec<_> = counts.iter().map(|(what, n, _)| (what.as_str(), *n)).collect();
    assert_eq!(counts, [("recorded", 1), ("too-large", 1), ("unknown", 1)]);
    assert!(
        mailbox
            .lock()
            .unwrap()
            .asked
            .iter()
            .any(|command| command.starts_with("ID "))
    );
    assert_eq!(fetch_mail(&told.bureau.office, &settings).await.unwrap(), 0);
}

#[tokio::test]
async fn what_a_lost_line_left_marked_is_erased_at_the_next_look() {
    let (told, reply) = Told::written_to().await;
    let (mailbox, address) = mailbox().await;
    let settings = settings(&told, address);
    let letter = format!("From: a@example.org\r\nTo: <{reply}>\r\nMessage-ID: <1@me>\r\n\r\nTaken before\r\n");
    mailbox.lock().unwrap().letters = vec![(7, letter.into_bytes(), true)];
    assert_eq!(fetch_mail(&told.bureau.office, &settings).await.unwrap(), 0);
    assert!(mailbox.lock().unwrap().letters.is_empty());
    assert!(told.said().await.is_empty(), "it is not taken once more");
}

#[tokio::test]
async fn a_letter_that_the_store_refuses_stays_and_those_behind_it_are_looked_at() {
    let (told, reply) = Told::written_to().await;
    let (mailbox, address) = mailbox().await;
    let settings = settings(&told, address);
    let letter = |id: u32| {
        format!("From: a@example.org\r\nTo: <{reply}>\r\nMessage-ID: <{id}@me>\r\n\r\nNumber {id}\r\n").into_bytes()
    };
    mailbox.lock().unwrap().letters = vec![(7, letter(7), false), (8, letter(8), false)];
    told.bureau.office.store.close().await;
    assert!(fetch_mail(&told.bureau.office, &settings).await.is_err());
    let seen = mailbox.lock().unwrap();
    let is_asked = |id: u32| {
        let fetched = format!("UID FETCH {id} (UID BODY.PEEK[])");
        seen.asked.contains(&fetched)
    };
    assert!(is_asked(7) && is_asked(8), "{:?}", seen.asked);
    let left: Vec<_> = seen.letters.iter().map(|(id, _, gone)| (*id, *gone)).collect();
    assert_eq!(left, [(7, false), (8, false)]);
}

#[tokio::test]
async fn a_mailbox_that_lets_nobody_in_is_seen_on_the_desk() {
    let (told, _) = Told::written_to().await;
    let (mailbox, address) = mailbox().await;
    let settings = settings(&told, address);
    mailbox.lock().unwrap().refuses = true;
    assert!(fetch_mail(&told.bureau.office, &settings).await.is_err());
    let bureau: &Bureau = &told.bureau;
    let mut administrator = bureau.signed_in("administrator").await;
    let page = administrator.get("/notices").await;
    assert!(page.text().contains("the server refused") && !page.text().contains("desk@example.org"));
}

#[tokio::test]
async fn letters_that_were_refused_are_told_of_at_the_mailbox_and_what_to_do() {
    let (told, reply) = Told::written_to().await;
    let (mailbox, address) = mailbox().await;
    let settings = settings(&told, address);
    let letter = |id: u32, words: &str| {
        format!("From: a@example.org\r\nTo: <{reply}>\r\nMessage-ID: <{id}@me>\r\n\r\n{words}\r\n").into_bytes()
    };
    let with_file = format!(
        "From: a@example.org\r\nTo: <{reply}>\r\nMessage-ID: <8@me>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\n\
         Content-Disposition: attachment; filename=\"a.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        STANDARD.encode(PNG)
    );
    // Where files go there is something else: the disk takes none.
    std::fs::write(told.bureau.office.store.dir().join("files"), b"").unwrap();
    mailbox.lock().unwrap().letters = vec![
        (7, letter(7, &"x".repeat(1_100_000)), false),
        (8, with_file.into_bytes(), false),
        (9, letter(9, "Behind it"), false),
    ];
    assert!(fetch_mail(&told.bureau.office, &settings).await.is_err());
    assert_eq!(told.said().await, ["Behind it"]);
    let left: Vec<u32> = mailbox.lock().unwrap().letters.iter().map(|(id, ..)| *id).collect();
    assert_eq!(left, [8]);
    let mut administrator = told.bureau.signed_in("administrator").await;
    let page = administrator.get("/notices").await;
    for said in [
        "could not be written down",
        "How many: 1",
        "1 letter",
        "too large. The writers were told",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    administrator.language = "zh-CN";
    let page = administrator.get("/notices").await;
    assert!(
        page.text().contains("封数： 1") && page.text().contains("来信太大"),
        "{}",
        page.text()
    );
}
