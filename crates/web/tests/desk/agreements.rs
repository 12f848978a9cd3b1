//! Agreements at the desk: as many promises as there are, signed as they were read, and in force whoever has the case opened again;
//! and the sessions before it, moved and called off.

use crate::browser::{Browser, Bureau, done};
use crate::dispute::{PICTURE, first_steps, found, link, step};
use crate::program::{ok, refused};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::case::{Mediation, Party};
use serde_json::json;

async fn mediation(bureau: &Bureau, case: &str) -> Mediation {
    let number = case.trim_start_matches("/cases/");
    let story = bureau.office.store.story(number).await.unwrap().unwrap();
    story.case.mediation().unwrap().clone()
}

/// Mediated as far as a session that has begun; the case's address.
async fn begun(bureau: &Bureau, mediator: &mut Browser<'_>) -> String {
    let case = found(mediator).await;
    first_steps(mediator, &case, "written").await;
    let number = case.trim_start_matches("/cases/");
    crate::joint::call(bureau, number, "一号调解室", "", &[Party::A, Party::B]).await;
    case
}

async fn draft(mediator: &mut Browser<'_>, case: &str, content: &str, promises: usize) {
    let mut fields: Vec<(String, String)> = [
        ("template", "general"),
        ("facts", "乙方翻建院墙。"),
        ("dispute", "排水。"),
        ("responsibility", "乙方负主要责任。"),
        ("content", content),
        ("manner", "自行施工"),
        ("place", "院墙"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    for n in 1..=promises {
        fields.push((format!("term{n}_party"), "b".to_owned()));
        fields.push((format!("term{n}_what"), format!("第{n}期付款")));
        fields.push((format!("term{n}_due"), "2999-03-20".to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    done(&step(mediator, case, "agreement", &fields).await);
}

#[tokio::test]
async fn an_agreement_has_as_many_rows_as_promises_and_some_more_up_to_the_packs_limit() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = begun(&bureau, &mut mediator).await;
    let page = mediator.get(&case).await;
    assert!(page.text().contains("term4_what") && !page.text().contains("term5_what"));
    draft(&mut mediator, &case, "乙方分期付款。", 6).await;
    assert_eq!(mediation(&bureau, &case).await.agreement.unwrap().terms.len(), 6);
    // All of them are there to be changed, with rows that are free.
    let page = mediator.get(&case).await;
    assert!(page.text().contains("第6期付款") && page.text().contains("term9_what"));
    assert!(!page.text().contains("term10_what"));
    // What is refused keeps every row.
    let rows = [("term1_what", "头一期"), ("term2_what", "第二期"), ("term2_party", "b")];
    let broken = step(&mut mediator, &case, "agreement", &rows).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.text().contains("头一期") && broken.text().contains("第二期"));
    // The pack allows twenty.
    draft(&mut mediator, &case, "乙方分二十期付款。", 20).await;
    let page = mediator.get(&case).await;
    assert!(page.text().contains("term20_what") && !page.text().contains("term21_what"));
}

#[tokio::test]
async fn what_is_signed_is_what_was_read() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = begun(&bureau, &mut mediator).await;
    draft(&mut mediator, &case, "乙方留一条排水沟。", 1).await;
    let sign = format!("{case}/sign/agreement");
    let page = mediator.get(&sign).await;
    assert_eq!(page.hidden("draft"), "1", "the page says which draft it shows");
    // While it is read on one screen, it is written anew on another one.
    draft(&mut mediator, &case, "乙方留两条排水沟。", 1).await;
    let drawn = format!("data:image/png;base64,{}", STANDARD.encode(PICTURE));
    for read in ["1", ""] {
        let fields = [("signer", "b"), ("drawn", drawn.as_str()), ("draft", read)];
        let stale = mediator.fill(&sign, &sign, &fields).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        // What it says now is there to be read.
        assert!(stale.text().contains("两条排水沟"), "{}", stale.text());
        assert!(stale.text().contains("draft 2"), "{}", stale.text());
    }
    let scan = format!("{sign}/scan");
    let stale = mediator
        .upload(
            &sign,
            &scan,
            &[("signer", "b"), ("draft", "1")],
            ("page.pdf", b"%PDF-1.7 page"),
        )
        .await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mediation(&bureau, &case).await.signatures.is_empty());
    let fields = [("signer", "b"), ("drawn", drawn.as_str()), ("draft", "2")];
    done(&mediator.fill(&sign, &sign, &fields).await);
    assert_eq!(mediation(&bureau, &case).await.signatures[0].draft, 2);
    // Another mediator of the unit does not write this one's name.
    let mut second = bureau.signed_in("mediator-two").await;
    let fields = [("signer", "mediator"), ("drawn", drawn.as_str()), ("draft", "2")];
    let other = second.fill(&sign, &sign, &fields).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    done(&mediator.fill(&sign, &sign, &fields).await);
    // A program says the draft too.
    let program = bureau.program("mediator-one", &["cases:read", "cases:write"]).await;
    let steps = format!("/api/v1{case}/mediation");
    let number = case.trim_start_matches("/cases/");
    let story = bureau.office.store.story(number).await.unwrap().unwrap();
    let sha256 = &story.case.evidence[0].sha256;
    let unsaid = json!({ "step": "sign_paper", "paper": "agreement", "signer": "a", "sha256": sha256 });
    refused(&program.post(&steps, "", &unsaid).await, "refusal-draft-changed");
    let said = json!({ "step": "sign_paper", "paper": "agreement", "signer": "a", "sha256": sha256, "draft": 2 });
    ok(&program.post(&steps, "", &said).await);
}

#[tokio::test]
async fn a_session_is_moved_and_called_off_in_everybodys_calendar() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    first_steps(&mut mediator, &case, "written").await;
    for at in ["2999-03-04T15:00", "2999-03-05T15:00"] {
        let called = [
            ("at", at),
            ("minutes", "60"),
            ("place", "一号调解室"),
            ("party_a", "yes"),
            ("party_b", "yes"),
        ];
        done(&step(&mut mediator, &case, "call-session", &called).await);
    }
    // Two in one room are told apart.
    let page = mediator.get(&case).await.text().to_owned();
    for line in ["Session 1 · 2999-03-04", "Session 2 · 2999-03-05"] {
        assert!(page.contains(line), "{line} not in {page}");
    }
    let moved = [
        ("session", "1"),
        ("at", "2999-03-06T09:00"),
        ("minutes", "60"),
        ("place", "二号调解室"),
        ("text", "停电"),
    ];
    done(&step(&mut mediator, &case, "move-session", &moved).await);
    let entry = async |mediator: &mut Browser<'_>, n: u32| {
        let answer = mediator.get(&format!("{case}/sessions/{n}/session.ics")).await;
        answer.text().to_owned()
    };
    let first = entry(&mut mediator, 1).await;
    assert!(first.contains("DTSTART:29990306T010000Z\r\n") && first.contains("SEQUENCE:1\r\n"));
    let off = [("session", "2"), ("text", "调解员生病")];
    done(&step(&mut mediator, &case, "call-off-session", &off).await);
    let second = entry(&mut mediator, 2).await;
    assert!(second.contains("STATUS:CANCELLED\r\n") && second.contains("SEQUENCE:1\r\n"));
    let page = mediator.get(&case).await.text().to_owned();
    assert!(page.contains("Called off") && page.contains("Moved"), "{page}");
    // By a program the same.
    let program = bureau.program("mediator-one", &["cases:read", "cases:write"]).await;
    let steps = format!("/api/v1{case}/mediation");
    let back = json!({
        "step": "move_session", "session": 1, "at": "2999-03-07T01:00:00Z", "minutes": 60, "place": "一号调解室",
        "reason": "来电了",
    });
    ok(&program.post(&steps, "", &back).await);
    let off = json!({ "step": "call_off_session", "session": 1, "reason": "各方另约" });
    ok(&program.post(&steps, "", &off).await);
    refused(&program.post(&steps, "", &off).await, "refusal-session-called-off");
}

#[tokio::test]
async fn a_session_to_which_nobody_came_is_written_down() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = begun(&bureau, &mut mediator).await;
    // As the form comes: both parties ticked.
    let said = [
        ("session", "1"),
        ("party_a", "yes"),
        ("party_b", "yes"),
        ("nobody", "yes"),
        ("text", "等到三点半，没有人来。"),
    ];
    done(&step(&mut mediator, &case, "record-session", &said).await);
    let sittings = mediation(&bureau, &case).await.sittings;
    assert!(sittings[0].record.as_ref().unwrap().present.is_empty());
}

#[tokio::test]
async fn one_party_alone_undoes_no_agreement() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = begun(&bureau, &mut mediator).await;
    let home = link(&mut mediator, &case, &[("party", "a")]).await;
    let oral = [("content", "乙方当场道歉。")];
    done(&step(&mut mediator, &case, "oral-agreement", &oral).await);
    let answer = [("text", "已达成口头协议。"), ("outcome", "solved")];
    done(&step(&mut mediator, &case, "answer", &answer).await);
    let mut chair = bureau.signed_in("mediation-chair").await;
    done(&step(&mut chair, &case, "close", &[]).await);
    let mut person = bureau.browser();
    let page = person.get(&home).await;
    assert!(page.text().contains("The agreement stays in force"), "{}", page.text());
    let reopen = format!("{home}/steps/reopen");
    done(&person.fill(&home, &reopen, &[("text", "对方又来吵")]).await);
    let standing = mediation(&bureau, &case).await;
    assert!(standing.in_force.is_some() && standing.before.is_empty());
    // Mediating anew needs all of them.
    let anew = [("party_a", "yes"), ("text", "想换一种办法")];
    let alone = step(&mut mediator, &case, "mediate-anew", &anew).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let both = [&anew[..], &[("party_b", "yes")]].concat();
    done(&step(&mut mediator, &case, "mediate-anew", &both).await);
    assert_eq!(mediation(&bureau, &case).await.before.len(), 1);
    // What was agreed can still be read.
    for page in [person.get(&home).await, mediator.get(&case).await] {
        assert!(page.text().contains("Earlier agreement"), "{}", page.text());
        assert!(page.text().contains("乙方当场道歉"), "{}", page.text());
    }
}
