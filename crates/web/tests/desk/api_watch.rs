//! By programs what the watch does: the steps of an incident, rosters, plans and drills; and what is opened with a reason or taken
//! home.

use crate::browser::Bureau;
use crate::program::{ok, refused};
use axum::http::StatusCode;
use serde_json::json;

const NAME: &str = "欧阳某某";

#[tokio::test]
async fn an_incident_goes_on_step_by_step_and_its_level_follows_the_numbers() {
    let bureau = Bureau::staffed().await;
    let officer = bureau.program("duty-officer", &["cases:read", "cases:write"]).await;
    let fire = json!({
        "kind": "incident", "category": "incident-fire", "title": "东门市场起火", "unit": "office", "description": "二楼冒烟。",
        "place": { "address": "东门市场" },
    });
    let case = officer.registered(&fire).await;
    let steps = format!("{case}/incident");
    for step in [
        json!({ "step": "record_figures", "dead": 3, "injured": 2, "loss": 500_000, "note": "消防站" }),
        json!({ "step": "keep_timeline", "text": "疏散完毕" }),
        json!({ "step": "call_resources", "what": "水罐车", "count": 2, "from": "消防站" }),
        json!({ "step": "move_resources", "resource": 1, "to": "arrived" }),
        json!({ "step": "hand_to_health", "hospital": "县医院", "critical": 1, "slight": 1, "needs": "烧伤科" }),
    ] {
        ok(&officer.post(&steps, "", &step).await);
    }
    let role = json!({ "step": "name_role", "role": "commander", "post": "office-chief" });
    for repeated in [false, true] {
        assert_eq!(ok(&officer.post(&steps, "role", &role).await)["repeated"], repeated);
    }
    refused(
        &officer
            .post(
                &steps,
                "",
                &json!({ "step": "send_report", "report": "tomorrow", "parts": [], "to": "x", "channel": "y" }),
            )
            .await,
        "refusal-report-rung",
    );
    refused(
        &officer.post(&steps, "", &json!({ "step": "put_out" })).await,
        "api-body-differs",
    );
    let events = ok(&officer.get(&format!("{case}/events")).await).to_string();
    assert!(
        events.contains("larger") || events.contains("较大") || events.contains("\"place\":1"),
        "{events}"
    );
    let by_program = json!({
        "step": "send_report", "report": "continuing", "parts": [], "to": "x", "channel": "y", "hand_on": true,
    });
    refused(&officer.post(&steps, "", &by_program).await, "refusal-report-nobody");
    // A case that is no incident has no such steps.
    let request = json!({ "category": "water-supply", "title": "停水", "description": "停水两天。", "unit": "water" });
    let request = officer.registered(&request).await;
    let note = json!({ "step": "keep_timeline", "text": "…" });
    let answer = officer.post(&format!("{request}/incident"), "", &note).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    let water = bureau.program("housing-handler", &["cases:read", "cases:write"]).await;
    assert_eq!(water.post(&steps, "", &note).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_is_opened_with_a_reason_and_a_receipt_is_taken_home() {
    let bureau = Bureau::staffed().await;
    let scopes = ["cases:read", "cases:write", "sealed:open"];
    let clerk = bureau.program("water-handler", &scopes).await;
    let request = json!({ "category": "water-supply", "title": "停水", "description": "停水两天。", "unit": "water" });
    let case = clerk.registered(&request).await;
    let bytes = b"%PDF-1.4 what the meter says";
    ok(&clerk.post(&format!("{case}/steps/acknowledge"), "", &json!({})).await);
    let sent = clerk
        .file(
            &format!("{case}/evidence?name=meter.pdf"),
            "application/octet-stream",
            bytes,
        )
        .await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let shown = ok(&clerk.get(&format!("{case}/events")).await);
    let attached = shown["events"].as_array().unwrap().last().unwrap();
    let sha256 = attached["data"]["sha256"].as_str().unwrap();
    let file = format!("{case}/evidence/{sha256}");
    let none = clerk.post(&file, "", &json!({})).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", none.text());
    let opened = clerk.post(&file, "", &json!({ "written": "核对水表读数" })).await;
    assert_eq!(
        (opened.status, opened.bytes.as_slice()),
        (StatusCode::OK, bytes.as_slice())
    );
    assert_eq!(opened.header("content-type"), "application/pdf");
    let reader = bureau.program("water-handler", &["cases:read", "cases:write"]).await;
    assert_eq!(
        reader.post(&file, "", &json!({ "written": "…" })).await.status,
        StatusCode::FORBIDDEN
    );
    let events = ok(&clerk.get(&format!("{case}/events")).await).to_string();
    assert!(events.contains("核对水表读数"), "{events}");

    // What is said in confidence is put down, and put right with a reason; no answer shows it.
    let values = format!("{case}/sealed/values");
    let name = json!({ "values": { "requester_name": NAME }, "reason": "来电时说的" });
    ok(&clerk.post(&values, "", &name).await);
    let other = json!({ "values": { "requester_name": "司徒某某" }, "reason": "听错了姓名" });
    ok(&clerk.post(&values, "", &other).await);
    let open = clerk
        .post(&format!("{case}/sealed"), "", &json!({ "written": "回访" }))
        .await;
    assert_eq!(ok(&open)["requester_name"], "司徒某某");

    let receipts = ok(&clerk.get(&format!("{case}/receipts")).await);
    assert_eq!(receipts["receipts"][0]["event"], "registered");
    let receipt = clerk.get(&format!("{case}/receipts/1")).await;
    assert!(
        receipt.text().starts_with("c2sp.org/tlog-proof@v1\n"),
        "{}",
        receipt.text()
    );
    assert_eq!(
        clerk.get(&format!("{case}/receipts/999")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn rosters_plans_and_drills_are_read_with_their_own_scope() {
    let bureau = Bureau::staffed().await;
    crate::duty::on_shift_now(&bureau, "duty-officer", "clerk").await;
    let plan = crate::plans::approved(&bureau).await;
    let officer = bureau.program("duty-officer", &["watch:read"]).await;
    let duty = ok(&officer.get("/api/v1/duty").await);
    let desk = duty["desks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|desk| desk["unit"] == "office");
    let on = &desk.unwrap()["on_duty"][0];
    assert_eq!((&on["tier"], &on["post"]), (&json!("officer"), &json!("duty-officer")));
    let roster = ok(&officer.get("/api/v1/duty/office").await);
    assert_eq!(roster["shifts"].as_array().unwrap().len(), 2);
    assert!(!roster["gaps"].as_array().unwrap().is_empty());
    for (path, status) in [
        ("/api/v1/duty/nowhere", StatusCode::NOT_FOUND),
        ("/api/v1/duty/office?from=tomorrow", StatusCode::BAD_REQUEST),
        (
            "/api/v1/duty/office?from=2026-01-01&until=2027-01-01",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("/api/v1/plans/nothing", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(officer.get(path).await.status, status, "{path}");
    }
    let plans = ok(&officer.get("/api/v1/plans").await);
    assert_eq!(
        (&plans["plans"][0]["version"], &plans["plans"][0]["kind"]),
        (&json!(1), &json!("site"))
    );
    let shown = ok(&officer.get(&format!("/api/v1{plan}")).await);
    assert_eq!(shown["contacts"][0]["post"], "duty-officer");
    assert_eq!(ok(&officer.get("/api/v1/drills").await), json!({ "drills": [] }));
    let other = bureau.program("duty-officer", &["cases:read"]).await;
    for path in ["/api/v1/duty", "/api/v1/duty/office", "/api/v1/plans", "/api/v1/drills"] {
        assert_eq!(other.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}
