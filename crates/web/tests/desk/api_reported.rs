//! How a report stands with each of its receivers, read by programs: one has it, the other's program fails.

use crate::browser::Bureau;
use crate::described::check;
use crate::incident_reports::County;
use crate::program::{Program, ok, refused};
use axum::http::StatusCode;
use serde_json::{Value, json};

const SCOPES: [&str; 2] = ["cases:read", "cases:write"];

/// A fire of which the head's report was sent by this program.
async fn reported(duty: &Program<'_>) -> String {
    let fire = json!({
        "kind": "incident", "category": "incident-fire", "title": "东门市场起火", "unit": "fire", "place": { "address": "东门市场" },
    });
    let case = duty.registered(&fire).await;
    let parts = ["unit", "scene", "course", "casualties", "measures", "other"];
    let parts = parts.map(|part| json!({ "part": part, "text": "如实报告" }));
    let report = json!({
        "step": "send_report", "report": "first-head", "to": "市应急管理局、省平台", "channel": "program", "parts": parts,
        "contact": "县值班室 0000-12350", "hand_on": true,
    });
    ok(&duty.post(&format!("{case}/incident"), "", &report).await);
    case
}

async fn read(duty: &Program<'_>, case: &str) -> Value {
    ok(&duty.get(&format!("{case}/reports/1")).await)
}

fn states(report: &Value) -> Vec<(&str, &str)> {
    let receivers = report["receivers"].as_array().unwrap().iter();
    receivers
        .map(|to| (to["name"].as_str().unwrap(), to["state"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn a_report_is_followed_to_each_of_its_receivers() {
    let county = County::new().await;
    let bureau: &Bureau = &county.bureau;
    county.answers(StatusCode::BAD_GATEWAY, 50);
    let duty = bureau.program("duty-officer", &SCOPES).await;
    let case = reported(&duty).await;
    let begun = read(&duty, &case).await;
    check(bureau, "IncidentReport", &begun).await;
    let (city, province) = ("市应急管理局", "省平台");
    assert_eq!(states(&begun), [(city, "being_sent"), (province, "being_sent")]);
    assert_eq!((&begun["report"], &begun["n"]), (&json!("first-head"), &json!(1)));
    assert_eq!(
        (&begun["to"], &begun["contact"]),
        (&json!("市应急管理局、省平台"), &json!("县值班室 0000-12350"))
    );
    assert_eq!(begun["parts"][0], json!({ "part": "unit", "text": "如实报告" }));
    assert!(begun["due"].is_string() && begun["told_at"].is_null());
    let silent = json!([{ "receiver": 1, "name": city }, { "receiver": 2, "name": province }]);
    assert_eq!(begun["silent"], silent);
    assert_eq!(
        ok(&duty.get(&case).await)["incident"]["reports"][0]["receivers"],
        json!([city, province])
    );

    assert_eq!(County::send(&bureau.office).await, 2);
    let failed = read(&duty, &case).await;
    check(bureau, "IncidentReport", &failed).await;
    assert_eq!(states(&failed), [(city, "handed_on"), (province, "waiting_again")]);
    let (there, waits) = (&failed["receivers"][0], &failed["receivers"][1]);
    assert_eq!(
        (&there["n"], &there["way"], &there["missing"]),
        (&json!(1), &json!("mail"), &json!(false))
    );
    assert!(there["handed_at"].is_string() && there["error"].is_null());
    assert_eq!(there["tries"].as_array().unwrap().len(), 1);
    assert_eq!(there["tries"][0]["error"], Value::Null);
    assert_eq!(
        (&waits["n"], &waits["way"], &waits["missing"]),
        (&json!(2), &json!("webhook"), &json!(true))
    );
    let error = json!({ "key": "notice-error-answer", "answer": "502" });
    assert_eq!((&waits["error"], &waits["attempts"]), (&error, &json!(1)));
    assert_eq!(waits["tries"][0]["error"], error);
    assert!(waits["next_at"].is_string() && waits["handed_at"].is_null());
    assert_eq!(
        (&there["try_again"], &waits["try_again"]),
        (&json!(false), &json!(true))
    );
    // Whoever may not send reports reads the same, and cannot ask for another attempt.
    let clerk = bureau.program("clerk", &SCOPES).await;
    let other = read(&clerk, &case).await;
    assert_eq!(states(&other), states(&failed));
    assert_eq!(other["receivers"][1]["try_again"], false);
    let water = bureau.program("water-handler", &SCOPES).await;
    let report = format!("{case}/reports/1");
    assert_eq!(water.get(&report).await.status, StatusCode::NOT_FOUND);
    for none in ["0", "2"] {
        let none = duty.get(&format!("{case}/reports/{none}")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }

    // Tried again as the answer says that it can be, and it fails again.
    let again = duty
        .post(&format!("{report}/again"), "", &json!({ "receiver": 2 }))
        .await;
    ok(&again);
    assert_eq!(County::send(&bureau.office).await, 1);
    let twice = read(&duty, &case).await;
    assert_eq!(twice["receivers"][1]["tries"].as_array().unwrap().len(), 2);
    for hours in 1..12 {
        County::send(&county.minutes_later(hours * 60 * 13)).await;
    }
    let given_up = read(&duty, &case).await;
    assert_eq!(states(&given_up), [(city, "handed_on"), (province, "given_up")]);
    assert_eq!(
        (&given_up["receivers"][1]["next_at"], &given_up["late"]),
        (&Value::Null, &json!(false))
    );

    // Somebody tells them by telephone; both say that it came in, the one by the link of its letter.
    let told = json!({ "step": "hand_on", "report": 1, "receiver": 2, "channel": "电话" });
    ok(&duty.post(&format!("{case}/incident"), "", &told).await);
    let noted = json!({ "step": "note_receipt", "report": 1, "receiver": 2, "by": "省厅值班员" });
    ok(&duty.post(&format!("{case}/incident"), "", &noted).await);
    let by_hand = read(&duty, &case).await;
    check(bureau, "IncidentReport", &by_hand).await;
    assert_eq!(states(&by_hand), [(city, "handed_on"), (province, "handed_by_hand")]);
    let to = &by_hand["receivers"][1];
    assert_eq!(
        (&to["by_hand"]["how"], &to["by_hand"]["post"]),
        (&json!("电话"), &json!("duty-officer"))
    );
    assert_eq!((&to["missing"], &to["try_again"]), (&json!(false), &json!(false)));
    assert!(by_hand["told_at"].is_string());
    let receipt = &by_hand["receipts"][0];
    assert_eq!(
        (&receipt["by"], &receipt["receiver"], &receipt["by_link"]),
        (&json!("省厅值班员"), &json!(2), &json!(false))
    );
    assert_eq!(by_hand["silent"], json!([{ "receiver": 1, "name": city }]));
    for account in bureau.office.store.accounts().await.unwrap() {
        assert!(!by_hand.to_string().contains(&account.id));
    }
}

#[tokio::test]
async fn a_report_that_somebody_sent_themselves_has_no_receivers_and_one_who_is_silent() {
    let bureau = Bureau::staffed().await;
    let duty = bureau.program("duty-officer", &SCOPES).await;
    let fire = json!({
        "kind": "incident", "category": "incident-fire", "title": "东门市场起火", "unit": "fire", "place": { "address": "东门市场" },
    });
    let case = duty.registered(&fire).await;
    assert_eq!(
        duty.get(&format!("{case}/reports/1")).await.status,
        StatusCode::NOT_FOUND
    );
    let parts = ["unit", "scene", "course", "casualties", "measures", "other"];
    let parts = parts.map(|part| json!({ "part": part, "text": "如实报告" }));
    let report =
        json!({ "step": "send_report", "report": "first-head", "to": "县应急局", "channel": "电话", "parts": parts });
    ok(&duty.post(&format!("{case}/incident"), "", &report).await);
    let sent = read(&duty, &case).await;
    check(&bureau, "IncidentReport", &sent).await;
    assert_eq!((&sent["receivers"], &sent["told_at"]), (&json!([]), &sent["at"]));
    assert_eq!(sent["silent"], json!([{ "receiver": null, "name": "" }]));
    let request = json!({ "category": "water-supply", "title": "停水", "unit": "water" });
    let request = duty.registered(&request).await;
    assert_eq!(
        duty.get(&format!("{request}/reports/1")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_hand_over_of_patients_is_sent_and_followed_by_programs() {
    let county = County::new().await;
    let bureau: &Bureau = &county.bureau;
    let duty = bureau.program("duty-officer", &SCOPES).await;
    let fire = json!({
        "kind": "incident", "category": "incident-fire", "title": "东门市场起火", "unit": "fire", "place": { "address": "东门市场" },
    });
    let case = duty.registered(&fire).await;
    let steps = format!("{case}/incident");
    let patients = json!({ "step": "hand_to_health", "hospital": "县人民医院", "serious": 2, "needs": "烧伤科" });
    ok(&duty.post(&steps, "", &patients).await);
    let begun = ok(&duty.get(&format!("{steps}/draft?report=patients-1")).await);
    check(bureau, "BegunReport", &begun).await;
    assert_eq!(begun["parts"][0], json!({ "part": "place", "text": "东门市场" }));
    assert_eq!(begun["parts"][2], json!({ "part": "needs", "text": "烧伤科" }));
    assert_eq!(begun["to"], "县人民医院、县卫生健康局");
    let mut send = json!({
        "step": "send_report", "report": "patients-1", "to": begun["to"], "channel": "program", "parts": begun["parts"],
        "hand_on": true,
    });
    refused(&duty.post(&steps, "", &send).await, "refusal-text-needed");
    send["contact"] = begun["contact"].clone();
    for repeated in [false, true] {
        assert_eq!(ok(&duty.post(&steps, "send", &send).await)["repeated"], repeated);
    }
    refused(&duty.post(&steps, "", &send).await, "refusal-report-patients-sent");
    send["report"] = json!("patients-2");
    send["hand_on"] = json!(false);
    refused(&duty.post(&steps, "", &send).await, "refusal-report-patients");
    assert_eq!(County::send(&bureau.office).await, 2);
    let report = read(&duty, &case).await;
    check(bureau, "IncidentReport", &report).await;
    assert_eq!(report["report"], "patients-1");
    assert_eq!(
        states(&report),
        [("卫健局值班室", "handed_on"), ("医院急诊科", "handed_on")]
    );
    let whole = ok(&duty.get(&case).await);
    check(bureau, "CaseIncident", &whole["incident"]).await;
    assert_eq!(whole["incident"]["reports"][0]["report"], "patients-1");
}
