//! Warnings and operating levels by programs: drafted with any key, read by a second person and published with keys of their own.

use crate::browser::Bureau;
use crate::program::{BYTES, ok, refused};
use crate::warnings::theirs;
use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::{Value, json};

const SCOPES: [&str; 2] = ["warnings:read", "warnings:write"];
const WARNINGS: &str = "/api/v1/warnings";
const LEVELS: &str = "/api/v1/levels";

fn hence(bureau: &Bureau, hours: i64) -> String {
    (bureau.office.clock.now() + SignedDuration::from_hours(hours)).to_string()
}

/// What a warning says.
pub(crate) fn rain(bureau: &Bureau, headline: &str) -> Value {
    let both = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
    json!({
        "hazard": "rainstorm", "colour": "orange", "urgency": "expected", "certainty": "likely", "response": "prepare",
        "areas": ["chengdong"], "polygons": ["30.5,114.3 30.6,114.3 30.6,114.4 30.5,114.3"],
        "expires": hence(bureau, 12), "headline": both("暴雨橙色预警", headline),
        "description": both("未来 12 小时有暴雨。", "Heavy rain in the next 12 hours."),
        "instruction": both("不要外出。", "Stay at home."),
    })
}

#[tokio::test]
async fn a_warning_is_drafted_approved_published_changed_and_taken_back_by_two_people() {
    let bureau = Bureau::staffed().await;
    let duty = bureau.own_program_for("duty-officer", &SCOPES).await;
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let says = rain(&bureau, "Orange warning");
    let drafted = duty.post(WARNINGS, "rain", &says).await;
    assert_eq!(drafted.status, StatusCode::CREATED, "{}", drafted.text());
    let again = duty.post(WARNINGS, "rain", &says).await.json();
    assert_eq!((&again["id"], &again["version"]), (&drafted.json()["id"], &json!(1)));
    let at = format!("{WARNINGS}/{}", drafted.json()["id"].as_str().unwrap());
    let step = |step: &str| format!("{at}/{step}");
    assert_eq!(drafted.json()["stage"], "draft");
    refused(
        &duty.post(&step("publish"), "", &json!({})).await,
        "refusal-warning-not-approved",
    );
    // Who drafts approves nothing, and the key of a post does nothing that is a person's.
    let read = json!({ "version": 1 });
    assert_eq!(
        duty.post(&step("approve"), "", &read).await.status,
        StatusCode::FORBIDDEN
    );
    let of_post = bureau.program("office-chief", &SCOPES).await;
    for (name, body) in [
        ("approve", read.clone()),
        ("return", json!({ "reason": "No" })),
        ("publish", json!({})),
    ] {
        let answer = of_post.post(&step(name), "", &body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {}", answer.text());
    }
    let reader = bureau.own_program_for("office-chief", &["warnings:read"]).await;
    assert_eq!(
        reader.post(&step("approve"), "", &read).await.status,
        StatusCode::FORBIDDEN
    );
    // It is sent back, drafted anew, and only what was read is approved.
    let why = json!({ "reason": "Say until when" });
    for _ in 0..2 {
        let returned = ok(&chief.post(&step("return"), "back", &why).await);
        assert_eq!(
            (&returned["stage"], &returned["returned"]),
            (&json!("returned"), &why["reason"])
        );
    }
    let anew = json!({ "kind": "alert", "content": rain(&bureau, "Until night") });
    for _ in 0..2 {
        let drafted = ok(&duty.post(&step("draft"), "anew", &anew).await);
        assert_eq!((&drafted["version"], &drafted["stage"]), (&json!(3), &json!("draft")));
    }
    refused(
        &chief.post(&step("approve"), "", &read).await,
        "refusal-warning-changed",
    );
    for _ in 0..2 {
        let approved = ok(&chief.post(&step("approve"), "yes", &json!({ "version": 3 })).await);
        assert_eq!(approved["waiting"]["approved_by"], "office-chief");
    }
    for _ in 0..2 {
        let published = ok(&duty.post(&step("publish"), "out", &json!({})).await);
        assert_eq!(
            (&published["stage"], &published["waiting"]),
            (&json!("in_force"), &Value::Null)
        );
        assert_eq!(published["published"].as_array().unwrap().len(), 1, "once under a key");
    }
    // The repeat of a draft does not wait anew, and that of an approval approves nothing more.
    assert_eq!(ok(&duty.post(&step("draft"), "anew", &anew).await)["waits"], false);
    let update = json!({ "kind": "update", "content": rain(&bureau, "The rain goes on") });
    let version = ok(&duty.post(&step("draft"), "", &update).await)["version"].clone();
    let repeated = ok(&chief.post(&step("approve"), "yes", &json!({ "version": 3 })).await);
    assert_eq!(repeated["waiting"]["approved_by"], Value::Null);
    ok(&chief.post(&step("approve"), "", &json!({ "version": version })).await);
    ok(&chief.post(&step("publish"), "", &json!({})).await);
    let cancel = json!({ "kind": "cancel", "content": rain(&bureau, "No more rain") });
    let version = ok(&duty.post(&step("draft"), "", &cancel).await)["version"].clone();
    ok(&chief.post(&step("approve"), "", &json!({ "version": version })).await);
    let over = ok(&chief.post(&step("publish"), "", &json!({})).await);
    assert_eq!((&over["stage"], &over["ends_at"]), (&json!("cancelled"), &Value::Null));
    let last = &over["published"][2];
    assert_eq!(last["kind"], "cancel");
    let earlier = [&over["published"][0]["identifier"], &over["published"][1]["identifier"]];
    assert_eq!(last["references"], json!(earlier));
    let document = bureau.browser().get(last["document"].as_str().unwrap()).await;
    let message = cap::read(&document.bytes).unwrap();
    assert_eq!((message.references.len(), message.signed), (2, true));
    let listed = ok(&duty.get(&format!("{WARNINGS}?area=chengdong")).await);
    assert_eq!(listed["warnings"][0]["stage"], "cancelled");
    assert_eq!(
        ok(&duty.get(&format!("{WARNINGS}?area=zhuxi")).await),
        json!({ "warnings": [] })
    );
}

#[tokio::test]
async fn what_the_standard_or_the_pack_refuses_is_refused_in_the_draft() {
    let bureau = Bureau::staffed().await;
    let duty = bureau.program("duty-officer", &SCOPES).await;
    let mut open = rain(&bureau, "Rain");
    open["polygons"] = json!(["30.5,114.3 30.6,114.3 30.6,114.4 30.5,114.5"]);
    refused(&duty.post(WARNINGS, "", &open).await, "refusal-warning-open");
    let mut wish = rain(&bureau, "Rain");
    wish["hazard"] = json!("wish");
    refused(&duty.post(WARNINGS, "", &wish).await, "refusal-warning-hazard");
    let mut purple = rain(&bureau, "Rain");
    purple["colour"] = json!("purple");
    refused(&duty.post(WARNINGS, "", &purple).await, "api-body-differs");
    let nowhere = format!("{WARNINGS}/00000000-0000-7000-8000-000000000000");
    let anew = json!({ "kind": "alert", "content": rain(&bureau, "Rain") });
    assert_eq!(
        duty.post(&format!("{nowhere}/draft"), "", &anew).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(duty.get(&nowhere).await.status, StatusCode::NOT_FOUND);
    let handler = bureau.own_program_for("water-handler", &SCOPES).await;
    let answer = handler.post(WARNINGS, "", &rain(&bureau, "Rain")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    // A person's second account is no second person.
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let drafted = chief.post(WARNINGS, "", &rain(&bureau, "Rain")).await.json();
    let approve = format!("{WARNINGS}/{}/approve", drafted["id"].as_str().unwrap());
    let answer = chief.post(&approve, "", &json!({ "version": 1 })).await;
    refused(&answer, "refusal-warning-same-person");
}

#[tokio::test]
async fn a_warning_of_another_body_is_put_in_and_listed_as_theirs() {
    let bureau = Bureau::staffed().await;
    let duty = bureau.program("duty-officer", &SCOPES).await;
    let alert = theirs("w1", "Alert", "");
    for _ in 0..2 {
        let taken = ok(&duty.file("/api/v1/alerts", BYTES, alert.as_bytes()).await);
        assert_eq!(taken["alerts"].as_array().unwrap().len(), 1);
    }
    let listed = ok(&duty.get("/api/v1/alerts?area=chengdong").await);
    let line = &listed["alerts"][0];
    assert_eq!(
        (
            &line["identifier"],
            &line["in_force"],
            &line["signed"],
            &line["severity"]
        ),
        (&json!("w1"), &json!(true), &json!("not"), &json!("Severe"))
    );
    assert_eq!(
        ok(&duty.get("/api/v1/alerts?area=zhuxi").await),
        json!({ "alerts": [] })
    );
    let references = "<references>other.example.org,w1,2026-01-01T08:00:00+08:00</references>";
    let cancel = theirs("w2", "Cancel", references);
    let after = ok(&duty.file("/api/v1/alerts", BYTES, cancel.as_bytes()).await);
    let named = |identifier: &str| {
        let mut lines = after["alerts"].as_array().unwrap().iter();
        lines.find(|line| line["identifier"] == identifier).unwrap()
    };
    assert_eq!(named("w1")["superseded"], true);
    assert_eq!(named("w2")["references"], json!(["w1"]));
    for (bytes, code) in [
        ("no xml", "refusal-alert-unreadable"),
        ("", "refusal-alert-nothing"),
        (&alert.replace("Severe", "Minor"), "refusal-alert-other"),
    ] {
        refused(&duty.file("/api/v1/alerts", BYTES, bytes.as_bytes()).await, code);
    }
    let handler = bureau.program("water-handler", &SCOPES).await;
    let answer = handler.file("/api/v1/alerts", BYTES, alert.as_bytes()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_level_is_set_read_and_ended_by_people() {
    let bureau = Bureau::staffed().await;
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let flood = json!({ "level": "emergency", "reason": "Flood of the river", "until": hence(&bureau, 48) });
    let of_post = bureau.program("office-chief", &SCOPES).await;
    assert_eq!(of_post.post(LEVELS, "", &flood).await.status, StatusCode::FORBIDDEN);
    let clerk = bureau.own_program_for("clerk", &SCOPES).await;
    assert_eq!(clerk.post(LEVELS, "", &flood).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        let levels = ok(&chief.post(LEVELS, "flood", &flood).await);
        assert_eq!(
            (&levels["now"], levels["levels"].as_array().unwrap().len()),
            (&json!("emergency"), 1)
        );
    }
    let acknowledge = format!("{LEVELS}/1/acknowledge");
    for _ in 0..2 {
        let levels = ok(&clerk.post(&acknowledge, "", &json!({})).await);
        let read = levels["levels"][0]["acknowledged"].as_array().unwrap();
        assert_eq!((read.len(), &read[0]["post"]), (1, &json!("clerk")));
    }
    assert_eq!(
        of_post.post(&acknowledge, "", &json!({})).await.status,
        StatusCode::FORBIDDEN
    );
    refused(
        &clerk.post(&format!("{LEVELS}/7/acknowledge"), "", &json!({})).await,
        "refusal-level-unknown",
    );
    let mut past = flood.clone();
    past["until"] = json!(hence(&bureau, -1));
    refused(&chief.post(LEVELS, "", &past).await, "refusal-level-until");
    let routine = json!({ "level": "routine", "reason": "x", "until": hence(&bureau, 2) });
    refused(&chief.post(LEVELS, "", &routine).await, "api-body-differs");
    let end = format!("{LEVELS}/1/end");
    refused(
        &chief.post(&end, "", &json!({ "reason": " " })).await,
        "refusal-text-needed",
    );
    for _ in 0..2 {
        let levels = ok(&chief.post(&end, "", &json!({ "reason": "The river falls" })).await);
        assert_eq!(
            (&levels["now"], &levels["levels"][0]["ended_because"]),
            (&json!("routine"), &json!("The river falls"))
        );
    }
    // The request that set it sets it once, whatever became of it.
    let again = ok(&chief.post(LEVELS, "flood", &flood).await);
    assert_eq!(
        (&again["now"], again["levels"].as_array().unwrap().len()),
        (&json!("routine"), 1)
    );
}
