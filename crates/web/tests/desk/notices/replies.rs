//! Replies: what they may do, what answers them, and how the end of them is known.

use super::{ADDRESS, Told, body, later, send};
use axum::http::StatusCode;
use domain::case::{Party, Role};
use store::{NoticeState, Passing, spool};
use web::{Outcome, deliver, take_mail};

fn letter(to: &str, id: &str, words: &str) -> Vec<u8> {
    format!("From: {ADDRESS}\r\nTo: <{to}>\r\nMessage-ID: <{id}@me>\r\n\r\n{words}\r\n").into_bytes()
}

fn bounce(to: &str, original: &str) -> Vec<u8> {
    let head = "From: MAILER-DAEMON@example.net\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\n\
                Content-Type: multipart/report; report-type=delivery-status; boundary=b";
    format!(
        "{head}\r\nTo: <{to}>\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.net\r\n\r\n\
         Final-Recipient: rfc822; {ADDRESS}\r\nAction: failed\r\nStatus: 5.1.1\r\n--b\r\n\
         Content-Type: message/rfc822\r\n\r\nMessage-ID: {original}\r\nTo: {ADDRESS}\r\n\r\n--b--\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_reply_is_the_requesters_word_and_the_desk_reads_it() {
    let (told, reply) = Told::written_to().await;
    let office = &told.bureau.office;
    let outcome = deliver(office, &letter(&reply, "1", "东门那盏"), true, None)
        .await
        .unwrap();
    assert_eq!(outcome, Outcome::Recorded);
    assert_eq!(told.said().await, ["东门那盏"]);
    let mut clerk = told.bureau.signed_in("clerk").await;
    assert!(
        clerk
            .get(&format!("/cases/{}", told.number))
            .await
            .text()
            .contains("东门那盏")
    );
    told.send().await;
    assert!(told.server.taken().is_empty(), "nobody is told of the own words");
}

#[tokio::test]
async fn a_letter_of_a_hidden_source_waits_for_the_post_that_received_the_report() {
    let told = Told::asking(&[("for", "report")]).await;
    told.send().await;
    let letters = told.server.taken();
    assert!(body(&letters[0].text).contains("reach only the post that received your report"));
    let reply = letters[0].header("Reply-To").trim_matches(['<', '>']).to_owned();
    let (bureau, office) = (&told.bureau, &told.bureau.office);
    let signed = letter(&reply, "1", "It was on Monday\r\n-- \r\nJohanna Example\r\n13900000000");
    for outcome in [Outcome::Recorded, Outcome::Repeated] {
        assert_eq!(deliver(office, &signed, true, None).await.unwrap(), outcome);
    }
    told.send().await;
    assert!(told.server.taken().is_empty(), "nobody is told of the own words");
    let said = told.said().await;
    assert!(said.is_empty(), "{said:?}");
    let case = told.story().await.case.clone();
    let [file] = &case.evidence[..] else {
        panic!("{:?}", case.evidence)
    };
    assert!(case.is_of_source(&file.sha256));
    let kept = office.store.file(case.id, &file.sha256).await.unwrap().unwrap();
    assert!(String::from_utf8(kept).unwrap().contains("13900000000"));
    let page = format!("/cases/{}", told.number);
    let mut chief = bureau.signed_in("office-chief").await;
    let mut clerk = bureau.signed_in("clerk").await;
    let hidden = chief.get(&page).await;
    assert_eq!(hidden.status, StatusCode::OK);
    for secret in [file.name.as_str(), file.sha256.as_str(), "Johanna", "It was on Monday"] {
        assert!(!hidden.text().contains(secret), "{secret}");
    }
    assert!(clerk.get(&page).await.text().contains(&file.name));
    // That post has read it, and says that it tells nobody who wrote it.
    let clear = [("file", file.sha256.as_str()), ("text", "No name in it")];
    let done = clerk.fill(&page, &format!("{page}/source/file"), &clear).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(chief.get(&page).await.text().contains(&file.name));
    // What is written on the page is for whoever handles it, and it says so.
    let home = bureau.browser().get(&told.home).await;
    assert!(home.text().contains("Leave out what tells who you are"));
}

#[tokio::test]
async fn the_mark_ends_when_notices_go_elsewhere_and_stays_when_they_are_stopped() {
    let (told, reply) = Told::written_to().await;
    let office = &told.bureau.office;
    let mut person = told.bureau.browser();
    let page = format!("{}/notices", told.home);
    let outcome = deliver(office, &letter(&reply, "1", " Stop! "), true, None)
        .await
        .unwrap();
    assert_eq!(outcome, Outcome::Stopped);
    let story = told.story().await;
    assert_eq!(story.case.notices.unwrap().by, None);
    assert_eq!(story.events.last().unwrap().actor.role, Role::Requester);
    let outcome = deliver(office, &letter(&reply, "2", "One more word"), true, None)
        .await
        .unwrap();
    assert_eq!(outcome, Outcome::Recorded, "what a person says is not lost");
    person
        .fill(
            &page,
            &page,
            &[("notices", "email"), ("notice_address", "other@example.org")],
        )
        .await;
    let outcome = deliver(office, &letter(&reply, "3", "I am not the one"), true, None)
        .await
        .unwrap();
    assert_eq!(outcome, Outcome::Unknown, "it went to a wrong address before");
    assert_eq!(told.said().await, ["One more word"]);
}

#[tokio::test]
async fn what_did_not_arrive_three_times_is_stopped() {
    let told = Told::new().await;
    let office = &told.bureau.office;
    let mut clerk = told.bureau.signed_in("clerk").await;
    let case = format!("/cases/{}", told.number);
    for n in 1..=3 {
        told.send().await;
        let sent = told.server.taken().remove(0);
        let outcome = deliver(office, &bounce(&sent.from, &sent.header("Message-ID")), true, None).await;
        assert_eq!(outcome.unwrap(), Outcome::Bounced);
        let id = told.story().await.case.id;
        let notices = office.store.notices_of(id, Party::A, 9).await.unwrap();
        assert!(
            notices.iter().all(|notice| notice.state == NoticeState::Returned),
            "{notices:?}"
        );
        let page = told.bureau.browser().get(&format!("{}/notices", told.home)).await;
        assert!(page.text().contains("did not arrive"), "{n}: {}", page.text());
        clerk
            .fill(&case, &format!("{case}/steps/message"), &[("text", "?")])
            .await;
    }
    told.send().await;
    assert!(told.server.taken().is_empty());
    let story = told.story().await;
    assert_eq!(story.case.notices.unwrap().by, None);
    // A bounce with a mark of no case does nothing.
    let forged = bounce("desk+20260302-00001.aaaaaaaaaaaaaaaaaaaaa.b@example.org", "<x@y>");
    assert_eq!(deliver(office, &forged, true, None).await.unwrap(), Outcome::Unknown);
}

#[tokio::test]
async fn a_letter_that_is_too_large_is_answered_where_notices_go_and_not_for_ever() {
    let (told, reply) = Told::written_to().await;
    let office = &told.bureau.office;
    for n in 0..9 {
        let head = format!("From: victim@example.net\r\nTo: <{reply}>\r\nMessage-ID: <{n}@me>\r\n\r\nxxx");
        let outcome = deliver(office, head.as_bytes(), false, None).await.unwrap();
        assert_eq!(outcome, Outcome::TooLarge);
        let mut clerk = told.bureau.signed_in("clerk").await;
        let case = format!("/cases/{}", told.number);
        clerk
            .fill(&case, &format!("{case}/steps/message"), &[("text", "a new version")])
            .await;
    }
    told.send().await;
    let mut letters = told.server.taken();
    letters.retain(|letter| body(&letter.text).contains("too large"));
    assert_eq!(letters.len(), 3, "two programs never write to each other for ever");
    assert!(
        letters.iter().all(|letter| letter.to == ADDRESS),
        "never where a letter says that it is from"
    );
    assert!(told.said().await.is_empty());
    // Nor is anybody answered who has no mark.
    let unknown = b"From: victim@example.net\r\nTo: <desk@example.org>\r\n\r\nxxx";
    assert_eq!(deliver(office, unknown, false, None).await.unwrap(), Outcome::Unknown);
    told.send().await;
    assert!(told.server.taken().is_empty());
}

#[tokio::test]
async fn a_reply_to_the_last_notice_is_kept_with_what_has_ended() {
    let (told, reply) = Told::written_to().await;
    let mut clerk = told.bureau.signed_in("clerk").await;
    let case = format!("/cases/{}", told.number);
    for (step, fields) in [
        ("answer", &[("text", "已换灯泡"), ("outcome", "solved")][..]),
        ("close", &[]),
    ] {
        let answer = clerk.fill(&case, &format!("{case}/steps/{step}"), fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", answer.text());
    }
    let outcome = deliver(&told.bureau.office, &letter(&reply, "1", "谢谢，亮了"), true, None).await;
    assert_eq!(outcome.unwrap(), Outcome::Recorded);
    assert_eq!(told.said().await, ["谢谢，亮了"]);
    let word = clerk
        .fill(&case, &format!("{case}/steps/message"), &[("text", "不客气")])
        .await;
    assert_eq!(word.status, StatusCode::SEE_OTHER, "{}", word.text());
    assert!(told.story().await.case.is_ended());
}

#[tokio::test]
async fn after_erasing_a_reply_comes_nowhere() {
    let (told, reply) = Told::written_to().await;
    let mut person = told.bureau.browser();
    person
        .fill(&told.home, &format!("{}/steps/withdraw", told.home), &[("text", "")])
        .await;
    let mut chief = told.bureau.signed_in("office-chief").await;
    let asked = [("number", told.number.as_str()), ("reason", "Asked in writing")];
    let looked = chief.fill("/erasures", "/erasures", &asked).await;
    let (csrf, version) = (looked.hidden("csrf"), looked.hidden("version"));
    let mut fields = vec![("csrf", csrf.as_str()), ("version", version.as_str())];
    fields.extend(asked);
    let erased = chief.post("/erasures/erase", &fields).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.text());
    let outcome = deliver(&told.bureau.office, &letter(&reply, "1", "hello"), true, None).await;
    assert_eq!(outcome.unwrap(), Outcome::Unknown);
    send(&later(&told.bureau.office, 1)).await;
}

#[tokio::test]
async fn what_a_mail_server_hands_over_is_taken_once_and_then_gone() {
    let (told, reply) = Told::written_to().await;
    let office = &told.bureau.office;
    let dir = office.store.dir();
    let mut whole = &letter("desk@example.org", "1", "By the envelope")[..];
    spool(dir, "a", Some(&reply), &mut whole, 1_000).unwrap();
    let large = letter(&reply, "2", &"x".repeat(5_000));
    spool(dir, "b", None, &mut &large[..], 1_000).unwrap();
    take_mail(office).await.unwrap();
    take_mail(office).await.unwrap();
    assert_eq!(told.said().await, ["By the envelope"]);
    assert_eq!(
        office.store.passing_ids(Passing::Mail).await.unwrap(),
        Vec::<String>::new()
    );
    let counts = office.store.mail_counts().await.unwrap();
    let counts: Vec<_> = counts.iter().map(|(what, n, _)| (what.as_str(), *n)).collect();
    assert_eq!(counts, [("recorded", 1), ("too-large", 1)]);
}
