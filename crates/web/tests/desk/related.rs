//! Cases that belong together without asking the same: proposed across kinds, joined and parted by a person, and told to nobody who
//! may not see both.

use crate::browser::{Browser, Bureau, done};
use crate::described::check;
use crate::program::{Program, ok, refused};
use crate::webhooks::add;
use axum::http::StatusCode;
use serde_json::{Value, json};

const SCOPES: [&str; 2] = ["cases:read", "cases:write"];
const WHY: &str = "The family upstairs, both times";

/// A request and a dispute about the same noise.
async fn noise(clerk: &Program<'_>) -> (String, String) {
    let place = json!({ "address": "Elm Street 12, east gate" });
    let request = json!({
        "category": "sanitation", "title": "Noise upstairs at night", "unit": "urban", "place": place,
        "description": "The family upstairs drags furniture every night.",
    });
    let dispute = json!({
        "kind": "dispute", "category": "dispute-neighbours", "title": "Neighbours and noise upstairs", "unit": "mediation",
        "description": "The family upstairs drags furniture at night.", "place": place,
        "sealed": { "requester_name": "A", "party_b": "B" },
    });
    (clerk.registered(&request).await, clerk.registered(&dispute).await)
}

fn number(case: &str) -> &str {
    case.rsplit('/').next().unwrap()
}

async fn joined(program: &Program<'_>, one: &str, other: &str) {
    let said = json!({ "other": number(other), "reason": WHY });
    ok(&program.post(&format!("{one}/related"), "", &said).await);
}

/// What somebody reads of a case, without how many events there were, and when.
async fn reads(browser: &mut Browser<'_>, program: &Program<'_>, case: &str) -> Vec<(String, String)> {
    let page = format!("/cases/{}", number(case));
    let mut read = Vec::new();
    for path in [page.clone(), format!("{page}/alike")] {
        let text = browser.get(&path).await.text().to_owned();
        read.push((path, text));
    }
    for path in ["", "/events", "/linked", "/alike", "/receipts"] {
        let path = format!("{case}{path}");
        let answer = program.get(&path).await;
        if answer.status != StatusCode::OK {
            // What one may not read at all is not there, and says nothing.
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text());
            read.push((path, answer.text().to_owned()));
            continue;
        }
        let mut json = ok(&answer);
        if let Some(fields) = json.as_object_mut() {
            for of_each in ["version", "changed_at"] {
                fields.remove(of_each);
            }
        }
        read.push((path, json.to_string()));
    }
    read
}

fn says_nothing(read: &[(String, String)], other: &str) {
    for (path, text) in read {
        for told in [number(other), WHY, "related\":[{", "belong together with another"] {
            assert!(!text.contains(told), "{path} tells {told}: {text}");
        }
    }
}

#[tokio::test]
async fn a_case_of_another_kind_is_proposed_joined_and_parted_on_the_page() {
    let bureau = Bureau::staffed().await;
    let (request, dispute) = noise(&bureau.program("clerk", &SCOPES).await).await;
    let (request, dispute) = (number(&request), number(&dispute));
    let mut clerk = bureau.signed_in("clerk").await;
    let case = format!("/cases/{request}");
    let (page, related) = (format!("{case}/alike"), format!("{case}/related"));
    let shown = clerk.get(&case).await;
    assert!(shown.text().contains("id=\"beside\"") && shown.text().contains(dispute));
    let proposed = clerk.get(&page).await;
    assert!(
        proposed.text().contains(&format!("id=\"reason-relate-{dispute}\"")),
        "{}",
        proposed.text()
    );
    // As a repeat it is not offered.
    assert!(!proposed.text().contains(&format!("id=\"reason-join-{dispute}\"")));
    let silent = [("other", dispute), ("reason", " ")];
    let refused = clerk.fill(&page, &related, &silent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Say why they belong together"),
        "{}",
        refused.text()
    );
    // A number that was typed stays in its field.
    let typed = clerk
        .fill(&page, &related, &[("other", "20200101-00001"), ("reason", "x")])
        .await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(typed.text().contains("value=\"20200101-00001\""), "{}", typed.text());

    done(
        &clerk
            .fill(&page, &related, &[("other", dispute), ("reason", WHY)])
            .await,
    );
    for (one, other) in [(request, dispute), (dispute, request)] {
        let shown = clerk.get(&format!("/cases/{one}")).await;
        for there in [WHY, "Belongs together with", &format!("href=\"/cases/{other}\"")] {
            assert!(shown.text().contains(there), "{there}: {}", shown.text());
        }
        // It is proposed no more.
        assert!(!shown.text().contains("id=\"beside\""));
    }
    let (part, apart) = (
        format!("/cases/{dispute}/alike"),
        format!("/cases/{dispute}/related/split"),
    );
    done(
        &clerk
            .fill(&part, &apart, &[("other", request), ("reason", "Another family")])
            .await,
    );
    for one in [request, dispute] {
        let shown = clerk.get(&format!("/cases/{one}")).await;
        assert!(shown.text().contains("Another family") && !shown.text().contains("Belongs together with"));
    }
}

#[tokio::test]
async fn whoever_may_not_see_the_other_case_meets_nothing_of_it() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let (request, dispute) = noise(&clerk).await;
    let readers = [
        ("urban-handler", &request, &dispute),
        ("mediator-one", &dispute, &request),
    ];
    let mut before = Vec::new();
    for (post, own, other) in readers {
        let (mut page, program) = (bureau.signed_in(post).await, bureau.program(post, &SCOPES).await);
        let read = reads(&mut page, &program, own).await;
        says_nothing(&read, other);
        before.push(read);
    }
    joined(&clerk, &request, &dispute).await;
    for ((post, own, other), before) in readers.into_iter().zip(before) {
        let (mut page, program) = (bureau.signed_in(post).await, bureau.program(post, &SCOPES).await);
        let read = reads(&mut page, &program, own).await;
        says_nothing(&read, other);
        for ((path, before), (_, after)) in before.iter().zip(&read) {
            if path.starts_with("/api") {
                assert_eq!(before, after, "{post} {path}");
            }
            let lines = |text: &str| text.matches("<li").count();
            assert_eq!(lines(before), lines(after), "{post} {path}");
        }
        // Nor does it say that there is something to part.
        let asked = json!({ "other": number(other), "reason": "x" });
        let told = program.post(&format!("{own}/related/split"), "", &asked).await;
        refused(&told, "refusal-no-case");
    }
    // Whoever sees both reads it in both.
    for (one, other) in [(&request, &dispute), (&dispute, &request)] {
        let linked = ok(&clerk.get(&format!("{one}/linked")).await);
        check(&bureau, "Linked", &linked).await;
        assert_eq!(linked["related"], json!([{ "number": number(other), "reason": WHY }]));
        let events = ok(&clerk.get(&format!("{one}/events")).await);
        let last = events["events"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&last["event"], &last["data"]),
            (&json!("related"), &json!({ "link": { "reason": WHY } }))
        );
    }
}

#[tokio::test]
async fn programs_join_and_part_once_under_a_key() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let (request, dispute) = noise(&clerk).await;
    let proposed = ok(&clerk.get(&format!("{request}/alike")).await);
    check(&bureau, "AlikeCases", &proposed).await;
    assert_eq!(
        (&proposed["related"][0]["number"], &proposed["related"][0]["kind"]),
        (&json!(number(&dispute)), &json!("dispute"))
    );
    assert_eq!(proposed["alike"], json!([]));
    let said = |reason: &str| json!({ "other": number(&dispute), "reason": reason });
    // Whoever hears news of one of them hears nothing of this.
    add(&bureau, "http://127.0.0.1:9/news", "clerk").await;
    let silent = clerk.post(&format!("{request}/related"), "", &said(" ")).await;
    refused(&silent, "refusal-related-why");
    for (path, key, related) in [("related", "join", 1), ("related/split", "part", 0)] {
        for _ in 0..2 {
            ok(&clerk.post(&format!("{request}/{path}"), key, &said(WHY)).await);
        }
        let linked = ok(&clerk.get(&format!("{dispute}/linked")).await);
        assert_eq!(linked["related"].as_array().map(Vec::len), Some(related));
    }
    let events = ok(&clerk.get(&format!("{dispute}/events")).await);
    let said: Vec<&Value> = events["events"].as_array().unwrap().iter().collect();
    let of = |name: &str| said.iter().filter(|event| event["event"] == name).count();
    assert_eq!((of("related"), of("unrelated")), (1, 1));
    web::send_news(&bureau.office).await.unwrap();
    let news = bureau.office.store.messages(None, 100).await.unwrap();
    assert!(news.is_empty(), "{news:?}");
}

/// Whom a case is about can be put down while it is joined: from then on the other says nothing of it to them.
#[tokio::test]
async fn what_is_withheld_from_somebody_since_is_in_nothing_that_they_read_of_the_other() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let (request, dispute) = noise(&clerk).await;
    let (mut page, chief) = (
        bureau.signed_in("office-chief").await,
        bureau.program("office-chief", &SCOPES).await,
    );
    joined(&clerk, &request, &dispute).await;
    assert!(chief.get(&format!("{request}/events")).await.text().contains(WHY));
    let case = format!("/cases/{}", number(&dispute));
    let about = [
        ("about", "post:office-chief"),
        ("text", "They say the chief knows them"),
    ];
    let mut hand = bureau.signed_in("clerk").await;
    done(&hand.fill(&case, &format!("{case}/steps/about"), &about).await);
    says_nothing(&reads(&mut page, &chief, &request).await, &dispute);
}

/// What a report of wrongdoing belongs together with may tell who reported.
#[tokio::test]
async fn what_a_report_whose_source_is_hidden_belongs_together_with_is_the_receiving_posts_to_say_and_read() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let lamp = json!({ "category": "sanitation", "title": "Lamp at the gate is dark", "unit": "urban" });
    let request = clerk.registered(&lamp).await;
    let report = json!({
        "kind": "petition", "category": "report", "title": "Foreman takes money", "unit": "housing",
        "description": "Every lorry pays at the gate.",
    });
    let report = clerk.registered(&report).await;
    let (mut page, chief) = (
        bureau.signed_in("office-chief").await,
        bureau.program("office-chief", &SCOPES).await,
    );
    let said = json!({ "other": number(&report), "reason": WHY });
    let told = chief.post(&format!("{request}/related"), "", &said).await;
    refused(&told, "refusal-source-hidden");
    let part = format!("{request}/related/split");
    let untrue = chief.post(&part, "", &said).await;
    joined(&clerk, &request, &report).await;
    // Nor does taking back tell whether there is something to take back.
    assert_eq!(chief.post(&part, "", &said).await.text(), untrue.text());
    let linked = ok(&clerk.get(&format!("{report}/linked")).await);
    assert_eq!(linked["related"][0]["number"], number(&request));
    says_nothing(&reads(&mut page, &chief, &request).await, &report);
    says_nothing(&reads(&mut page, &chief, &report).await, &request);
}
