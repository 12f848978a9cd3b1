//! The other party of a dispute at home, by a link of its own: it reads what is its own in the mediation and says it, and nothing of
//! what is between the first party and those who handle the case comes to it. It writes, brings files, takes receipts and calls for
//! help as the first one does.

use crate::browser::done;
use crate::browser::{Browser, Bureau};
use crate::dispute::{found, link, step};
use crate::portal::PNG;
use axum::http::StatusCode;
use domain::case::Party;
use ledger::receipt::Receipt;

const NAME: &str = "欧阳某某";
const OTHER: &str = "司徒某某";

async fn says(person: &mut Browser<'_>, home: &str, what: &str, fields: &[(&str, &str)]) {
    done(&person.fill(home, &format!("{home}/steps/{what}"), fields).await);
}

#[tokio::test]
async fn both_parties_say_at_home_what_is_theirs_and_read_no_more() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    done(&step(&mut mediator, &case, "accept", &[]).await);
    let first = link(&mut mediator, &case, &[("party", "a")]).await;
    let second = link(&mut mediator, &case, &[("party", "b")]).await;
    let (mut a, mut b) = (bureau.browser(), bureau.browser());
    says(&mut a, &first, "message", &[("text", "我的电话是13900000000")]).await;
    done(&step(&mut mediator, &case, "message", &[("text", "请甲方带上房契")]).await);

    // The matter and the mediation, and no word of the first party's.
    let page = b.get(&second).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let page = page.text().to_owned();
    assert!(
        page.contains("两家的排水沟") && page.contains("/steps/consent"),
        "{page}"
    );
    assert!(page.contains("as a party of this dispute"), "{page}");
    for theirs in [NAME, OTHER, "院里积水", "13900000000", "房契", "/steps/withdraw"] {
        assert!(!page.contains(theirs), "{theirs} in {page}");
    }
    // What is the requester's alone is not there.
    let answer = b.get(&format!("{second}/opinions/1/opinion.pdf")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    writes_and_brings_files(&mut mediator, &case, (&mut a, &first), (&mut b, &second)).await;
    takes_receipts(&bureau, &case, (&mut a, &first), (&mut b, &second)).await;
    says_that_somebody_is_in_danger(&mut mediator, &case, (&mut a, &first), (&mut b, &second)).await;
    each_says_its_own(&mut mediator, &case, (&mut a, &first), (&mut b, &second)).await;
    sees_its_own_sessions(&mut mediator, &case, &mut b, &second).await;
    reads_the_draft(&bureau, &mut mediator, &case, [&first, &second]).await;
    // Who refuses ends it, and reads where else to go.
    says(&mut b, &second, "consent", &[("agrees", "no")]).await;
    let page = b.get(&second).await.text().to_owned();
    assert!(page.contains("A suit in court"), "{page}");
}

/// What it writes and brings, and what is written to it, the first party does not read; those who handle the case do.
async fn writes_and_brings_files(
    mediator: &mut Browser<'_>,
    case: &str,
    (a, first): (&mut Browser<'_>, &str),
    (b, second): (&mut Browser<'_>, &str),
) {
    says(b, second, "message", &[("text", "我只上午有空")]).await;
    let to = [("to", "b"), ("text", "那就请乙方上午来")];
    done(&step(mediator, case, "message", &to).await);
    let file = ("乙方的收条.png", PNG);
    done(&b.upload(second, &format!("{second}/file"), &[], file).await);
    let own = ["我只上午有空", "那就请乙方上午来", "乙方的收条.png"];
    let (at_a, at_b) = (
        a.get(first).await.text().to_owned(),
        b.get(second).await.text().to_owned(),
    );
    let desk = mediator.get(case).await.text().to_owned();
    for word in own {
        assert!(at_b.contains(word) && desk.contains(word), "{word}: {at_b} {desk}");
        assert!(!at_a.contains(word), "{word}: {at_a}");
    }
    assert!(desk.contains("The other party (Party B)"), "{desk}");
    assert!(desk.contains("Message to Party B"), "{desk}");
}

/// A receipt of each line of its own page, with its words where they are its own; of what it is not told there is none.
async fn takes_receipts<'a>(
    bureau: &Bureau,
    case: &str,
    (a, first): (&mut Browser<'a>, &str),
    (b, second): (&mut Browser<'a>, &str),
) {
    let number = case.trim_start_matches("/cases/");
    let story = bureau.office.store.story(number).await.unwrap().unwrap();
    let mut seen = 0;
    for recorded in &story.events {
        let version = recorded.version;
        for (party, browser, home) in [(Party::A, &mut *a, first), (Party::B, &mut *b, second)] {
            let told = recorded.event.told_as(party, &recorded.actor);
            let file = browser.get(&format!("{home}/receipts/{version}")).await;
            let page = browser.get(&format!("{home}/receipts?event={version}")).await;
            let status = if told.event().is_some() {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!((file.status, page.status), (status, status), "{party:?} {recorded:?}");
            if status == StatusCode::OK {
                // Of what is told in part the receipt has no word, nor the salt with which one could be guessed.
                let receipt = Receipt::parse(&file.bytes).unwrap();
                let opened = !receipt.openings().is_empty();
                assert_eq!(opened, told.is_whole(), "{party:?} {recorded:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 8, "{seen}");
}

/// It is about the situation: the duty post is called, and only who said so has the numbers on its page.
async fn says_that_somebody_is_in_danger(
    mediator: &mut Browser<'_>,
    case: &str,
    (a, first): (&mut Browser<'_>, &str),
    (b, second): (&mut Browser<'_>, &str),
) {
    let said = [("danger", "violence"), ("situation", "有人堵在乙方门口")];
    done(&b.fill(second, &format!("{second}/danger"), &said).await);
    let (at_a, at_b) = (
        a.get(first).await.text().to_owned(),
        b.get(second).await.text().to_owned(),
    );
    assert!(at_b.contains("role=\"alert\"") && at_b.contains("110"), "{at_b}");
    assert!(!at_a.contains("role=\"alert\"") && !at_a.contains("堵在"), "{at_a}");
    assert!(at_a.contains(&format!("{first}/danger")), "{at_a}");
    let desk = mediator.get(case).await.text().to_owned();
    assert!(desk.contains("有人堵在乙方门口"), "{desk}");
}

/// Whether it wants mediation, and whom as mediator.
async fn each_says_its_own(
    mediator: &mut Browser<'_>,
    case: &str,
    (a, first): (&mut Browser<'_>, &str),
    (b, second): (&mut Browser<'_>, &str),
) {
    says(a, first, "consent", &[("agrees", "yes"), ("text", "只对甲方说的话")]).await;
    says(b, second, "consent", &[("agrees", "yes"), ("text", "只对乙方说的话")]).await;
    says(a, first, "mediator", &[("post", "mediator-one")]).await;
    says(b, second, "object", &[("post", "mediator-one"), ("text", "是他亲戚")]).await;
    let desk = mediator.get(case).await.text().to_owned();
    assert!(
        desk.contains("Party B does not want as mediator") && desk.contains("是他亲戚"),
        "{desk}"
    );
    assert!(desk.contains("The other party"), "{desk}");
    says(b, second, "mediator", &[("post", "mediator-one")]).await;
    let (at_a, at_b) = (
        a.get(first).await.text().to_owned(),
        b.get(second).await.text().to_owned(),
    );
    assert!(!at_a.contains("是他亲戚") && !at_a.contains("只对乙方"), "{at_a}");
    assert!(at_b.contains("只对乙方") && !at_b.contains("只对甲方"), "{at_b}");
    assert!(at_b.contains("Mediator I have chosen"), "{at_b}");
}

/// A session of its own, in the calendar; none that was the first party's alone.
async fn sees_its_own_sessions(mediator: &mut Browser<'_>, case: &str, b: &mut Browser<'_>, second: &str) {
    let called = |who: &'static str, place: &'static str| {
        vec![
            ("at", "2999-01-01T09:00"),
            ("minutes", "60"),
            ("place", place),
            (who, "yes"),
        ]
    };
    done(&step(mediator, case, "call-session", &called("party_a", "甲方家里")).await);
    done(&step(mediator, case, "call-session", &called("party_b", "二号调解室")).await);
    let page = b.get(second).await.text().to_owned();
    assert!(page.contains("二号调解室") && !page.contains("甲方家里"), "{page}");
    for (session, status) in [(1, StatusCode::NOT_FOUND), (2, StatusCode::OK)] {
        let file = b.get(&format!("{second}/sessions/{session}/session.ics")).await;
        assert_eq!(file.status, status, "{session}");
    }
}

/// The draft on the table is both parties' to read; not by a link that speaks for nobody.
async fn reads_the_draft(bureau: &Bureau, mediator: &mut Browser<'_>, case: &str, homes: [&str; 2]) {
    let draft = [
        ("template", "general"),
        ("facts", "乙方翻建院墙。"),
        ("dispute", "排水。"),
        ("responsibility", "乙方负主要责任。"),
        ("content", "乙方留一条排水沟。"),
        ("manner", "自行施工"),
        ("place", "院墙"),
        ("term1_party", "b"),
        ("term1_what", "修好排水沟"),
        ("term1_due", "2999-03-20"),
    ];
    done(&step(mediator, case, "agreement", &draft).await);
    let nobody = link(mediator, case, &[("party", "")]).await;
    for (home, shown) in [(homes[0], true), (homes[1], true), (nobody.as_str(), false)] {
        let page = bureau.browser().get(home).await.text().to_owned();
        assert_eq!(page.contains("乙方留一条排水沟"), shown, "{page}");
    }
}
