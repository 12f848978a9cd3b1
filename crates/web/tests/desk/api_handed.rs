//! What a person does with a case by a key of their own: the list saved with a reason, the requester's link, a source handed on, people
//! of another body invited; and an incident's next report as it would go out.

use crate::browser::Bureau;
use crate::program::{ok, refused};
use crate::sealed::{NAME, openings, register};
use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;

const SCOPES: [&str; 4] = ["cases:read", "cases:write", "cases:export", "sealed:open"];

#[tokio::test]
async fn a_list_is_saved_with_a_reason_that_each_case_tells() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.signed_in("clerk").await;
    let number = register(&mut browser, "Burst main").await;
    let other = browser.register("Blocked exit", "fire").await;
    let clerk = bureau.own_program_for("clerk", &SCOPES).await;
    let export = "/api/v1/cases/export";
    refused(
        &clerk.post(export, "", &json!({ "why": {} })).await,
        "refusal-text-needed",
    );
    let which = json!({ "which": { "unit": "water" }, "sort": "oldest", "why": { "reason": "statistics" } });
    let file = clerk.post(export, "", &which).await;
    assert_eq!(file.status, StatusCode::OK, "{}", String::from_utf8_lossy(&file.bytes));
    let sheets = documents::sheet::read("cases.xlsx", &file.bytes).unwrap();
    let rows = format!("{:?}", sheets[0].rows);
    assert!(
        rows.contains(&number) && !rows.contains(&other) && !rows.contains(NAME),
        "{rows}"
    );
    assert_eq!(
        (openings(&bureau, &number).await, openings(&bureau, &other).await),
        (1, 0)
    );
    let of_post = bureau.program("clerk", &SCOPES).await;
    let without = bureau.own_program_for("clerk", &["cases:read"]).await;
    let handler = bureau.own_program_for("water-handler", &SCOPES).await;
    for program in [&of_post, &without, &handler] {
        let answer = program.post(export, "", &which).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
    }
    assert_eq!(openings(&bureau, &number).await, 1);
}

#[tokio::test]
async fn a_link_is_given_once_and_opens_the_case() {
    let bureau = Bureau::staffed().await;
    let number = bureau.signed_in("clerk").await.register("Burst main", "water").await;
    let clerk = bureau.own_program_for("clerk", &SCOPES).await;
    let path = format!("/api/v1/cases/{number}/link");
    let given = clerk.made(&path, "link", &json!({})).await;
    let secret = given["secret"].as_str().unwrap();
    let home = format!("/portal/mine/{secret}");
    assert!(given["link"].as_str().unwrap().ends_with(&home));
    let page = bureau.browser().get(&home).await;
    assert!(
        page.status == StatusCode::OK && page.text().contains(&number),
        "{}",
        page.text()
    );
    let again = clerk.made(&path, "link", &json!({})).await;
    let (version, repeated, none) = (&given["version"], &json!(true), &json!(null));
    assert_eq!(
        (&again["version"], &again["repeated"], &again["secret"]),
        (version, repeated, none)
    );
    let of_post = bureau.program("clerk", &SCOPES).await;
    assert_eq!(of_post.post(&path, "", &json!({})).await.status, StatusCode::FORBIDDEN);
    let fire = bureau.own_program_for("fire-handler", &SCOPES).await;
    assert_eq!(fire.post(&path, "", &json!({})).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_source_is_handed_on_by_whoever_received_it_and_named_by_a_leader_when_nobody_holds_the_post() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.own_program_for("clerk", &SCOPES).await;
    let report = json!({
        "kind": "petition", "category": "report", "title": "Foreman takes money", "unit": "housing",
        "description": "Every lorry pays at the gate.", "sealed": { "requester_name": NAME },
    });
    let case = clerk.registered(&report).await;
    let source = format!("{case}/source");
    let to = |post: &str| json!({ "post": post, "reason": "Goes on leave" });
    let of_post = bureau.program("clerk", &SCOPES).await;
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    for other in [&of_post, &chief] {
        let answer = other.post(&source, "", &to("office-analyst")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
    }
    let head = bureau.own_program_for("deputy-head", &SCOPES).await;
    let name = format!("{source}/receiver");
    refused(
        &head.post(&name, "", &to("office-analyst")).await,
        "refusal-source-held",
    );
    let done = ok(&clerk.post(&source, "on", &to("office-analyst")).await);
    // Whoever handed it on sees it no more, and is told all the same what was done.
    let again = ok(&clerk.post(&source, "on", &to("office-analyst")).await);
    assert_eq!(
        (&again["version"], &again["repeated"]),
        (&done["version"], &json!(true))
    );
    let opened = clerk
        .post(&format!("{case}/sealed"), "", &json!({ "written": "To call back" }))
        .await;
    assert_ne!(opened.status, StatusCode::OK);
    let analyst = bureau.own_program_for("office-analyst", &SCOPES).await;
    let opened = ok(&analyst
        .post(&format!("{case}/sealed"), "", &json!({ "written": "To call back" }))
        .await);
    assert_eq!(opened["requester_name"], NAME);
    let file = json!({ "sha256": "0".repeat(64), "reason": "A public notice" });
    let cleared = analyst.post(&format!("{source}/file"), "", &file).await;
    assert_eq!(cleared.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", cleared.text());

    let user = bureau.user_in("office-analyst");
    let account = bureau.office.store.account_by_user(user).await.unwrap().unwrap();
    let now = bureau.office.clock.now();
    bureau.office.store.set_disabled(&account.id, Some(now)).await.unwrap();
    ok(&head.post(&name, "", &to("clerk")).await);
    ok(&clerk
        .post(&format!("{case}/sealed"), "", &json!({ "written": "To call back" }))
        .await);
}

#[tokio::test]
async fn somebody_of_another_body_is_invited_shown_what_they_need_and_sees_nothing_more_when_it_ends() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.own_program_for("clerk", &SCOPES).await;
    let request = json!({
        "category": "other", "title": "Burst main", "unit": "water", "sealed": { "requester_name": NAME },
    });
    let case = clerk.registered(&request).await;
    let guests = format!("{case}/guests");
    let until = bureau.office.clock.now() + SignedDuration::from_hours(48);
    let guest = json!({ "who": "城关派出所 社区民警", "purpose": "Joint visit", "until": until });
    let of_post = bureau.program("clerk", &SCOPES).await;
    assert_eq!(of_post.post(&guests, "", &guest).await.status, StatusCode::FORBIDDEN);
    let invited = clerk.made(&guests, "invite", &guest).await;
    let again = clerk.made(&guests, "invite", &guest).await;
    assert_eq!((&again["repeated"], &again["link"]), (&json!(true), &json!(null)));
    let listed = ok(&clerk.get(&guests).await);
    assert_eq!(listed["guests"].as_array().unwrap().len(), 1);
    assert_eq!(listed["guests"][0]["guest"], invited["guest"]);
    let link = invited["link"].as_str().unwrap();
    let path = &link[link.find("/invited/").unwrap()..];
    assert_eq!(bureau.browser().get(path).await.status, StatusCode::OK);

    let share = |what: &str| json!({ "guest": invited["guest"], "what": what, "reason": "To call them" });
    let narrow = bureau.own_program_for("clerk", &SCOPES[..2]).await;
    let path = format!("{guests}/share");
    assert_eq!(
        narrow.post(&path, "", &share("sealed")).await.status,
        StatusCode::FORBIDDEN
    );
    ok(&clerk.post(&path, "", &share("sealed")).await);
    assert_eq!(
        ok(&clerk.get(&guests).await)["guests"][0]["shared"],
        json!(["requester_name"])
    );
    assert_eq!(
        clerk.post(&path, "", &share("agreement")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let end = json!({ "guest": invited["guest"], "reason": "Done" });
    ok(&clerk.post(&format!("{guests}/end"), "", &end).await);
    assert_eq!(ok(&clerk.get(&guests).await)["guests"][0]["holds"], false);
    let path = &link[link.find("/invited/").unwrap()..];
    assert_ne!(bureau.browser().get(path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_incidents_next_report_is_begun_and_printed_before_it_goes_out() {
    let bureau = Bureau::staffed().await;
    let duty = bureau.program("duty-officer", &["cases:read", "cases:write"]).await;
    let fire = json!({
        "kind": "incident", "category": "incident-fire", "title": "东门市场起火", "unit": "fire", "place": { "address": "东门市场" },
    });
    let case = duty.registered(&fire).await;
    let draft = format!("{case}/incident/draft");
    let begun = ok(&duty.get(&format!("{draft}?report=first-head")).await);
    let parts = begun["parts"].as_array().unwrap();
    assert!(
        parts
            .iter()
            .any(|part| part["text"].as_str().unwrap().contains("东门市场")),
        "{begun}"
    );
    assert!(
        !begun["due"].is_null() && !begun["to"].as_str().unwrap().is_empty(),
        "{begun}"
    );
    let missing = duty.get(&format!("{draft}?report=moon")).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let own =
        json!({ "report": "first-head", "parts": [{ "part": "course", "text": "自家的话" }], "to": "市应急管理局" });
    let before = bureau
        .office
        .store
        .story(case.trim_start_matches("/api/v1/cases/"))
        .await
        .unwrap();
    let paper = duty.post(&format!("{draft}/draft.docx"), "", &own).await;
    assert_eq!(
        paper.status,
        StatusCode::OK,
        "{}",
        String::from_utf8_lossy(&paper.bytes)
    );
    let pdf = duty
        .post(&format!("{draft}/draft.pdf"), "", &json!({ "report": "first-head" }))
        .await;
    assert!(pdf.bytes.starts_with(b"%PDF"));
    assert_eq!(
        duty.post(&format!("{draft}/draft.exe"), "", &own).await.status,
        StatusCode::NOT_FOUND
    );
    let after = bureau
        .office
        .store
        .story(case.trim_start_matches("/api/v1/cases/"))
        .await
        .unwrap();
    assert_eq!(
        before.unwrap().events.len(),
        after.unwrap().events.len(),
        "nothing is written down"
    );

    // One that somebody sent themselves has nobody to whom it could be handed on again.
    let sent = json!({
        "step": "send_report", "report": "first-head", "to": "市应急管理局", "channel": "电话",
        "parts": parts.iter().map(|part| json!({ "part": part["part"], "text": "如实报告" })).collect::<Vec<_>>(),
    });
    ok(&duty.post(&format!("{case}/incident"), "", &sent).await);
    let again = format!("{case}/reports/1/again");
    refused(
        &duty.post(&again, "", &json!({ "receiver": 1 })).await,
        "report-again-not",
    );
    let none = duty
        .post(&format!("{case}/reports/9/again"), "", &json!({ "receiver": 1 }))
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let water = bureau.program("water-handler", &["cases:read", "cases:write"]).await;
    assert_eq!(
        water.get(&format!("{draft}?report=first-head")).await.status,
        StatusCode::NOT_FOUND
    );
}
