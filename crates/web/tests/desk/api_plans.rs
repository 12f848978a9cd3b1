//! By programs plans and drills: drafted and left to people to approve; planned, begun, directed, evaluated, and made of what they
//! found.

use crate::browser::Bureau;
use crate::program::{Program, ok, refused};
use axum::http::StatusCode;
use serde_json::{Value, json};

const SCOPES: [&str; 2] = ["watch:read", "watch:write"];

fn plan(text: &str) -> Value {
    json!({
        "name": "城北市场火灾现场处置方案", "kind": "site", "unit": "office", "cadence": "crowded", "events": ["fire"],
        "place": "城北市场", "text": text,
        "checklists": [{ "role": "指挥长", "items": ["到场接管指挥"] }],
        "contacts": [
            { "post": "duty-officer", "purpose": "接报", "reach": "0000-1234" },
            { "office": "县医院急诊科", "purpose": "接收伤员", "reach": "120" },
        ],
        "resources": [{ "what": "水泵 2 台", "place": "城北仓库", "keeper": "水务站" }],
    })
}

fn drill(of: &str, form: &str) -> Value {
    json!({
        "plan": of, "form": form, "at": "2099-03-02T02:10:00Z", "event": "fire", "place": "城北市场", "text": "二楼冒烟",
        "director": "office-chief", "injects": [{ "minute": 0, "text": "有人被困" }, { "minute": 20, "text": "消火栓无水" }],
    })
}

/// A draft that somebody has approved on the desk; the plan's id.
async fn in_force(bureau: &Bureau, officer: &Program<'_>) -> String {
    let drafted = officer.post("/api/v1/plans", "plan", &plan("先救人，后灭火。")).await;
    assert_eq!(drafted.status, StatusCode::CREATED, "{}", drafted.text());
    let id = drafted.json()["id"].as_str().unwrap().to_owned();
    let mut chief = bureau.signed_in("office-chief").await;
    let page = chief.get(&format!("/plans/{id}")).await;
    let (csrf, seen) = (page.hidden("csrf"), page.hidden("seen"));
    let fields = [("csrf", csrf.as_str()), ("seen", &seen)];
    let approved = chief.post(&format!("/plans/{id}/approve"), &fields).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text());
    id
}

#[tokio::test]
async fn a_plan_is_drafted_by_a_program_and_in_force_when_a_person_has_read_it() {
    let bureau = Bureau::staffed().await;
    let officer = bureau.program("duty-officer", &SCOPES).await;
    let id = in_force(&bureau, &officer).await;
    // Sent again after it was approved, it is no new draft.
    let again = officer.post("/api/v1/plans", "plan", &plan("先救人，后灭火。")).await;
    assert_eq!(
        (&again.json()["id"], &again.json()["waiting"]),
        (&json!(id), &json!(false))
    );
    let at = format!("/api/v1/plans/{id}");
    let shown = ok(&officer.get(&at).await);
    assert_eq!(
        (&shown["version"], &shown["contacts"][0]["post"]),
        (&json!(1), &json!("duty-officer"))
    );
    let next = ok(&officer
        .post(&format!("{at}/draft"), "", &plan("先断电，再救人。"))
        .await);
    assert_eq!((&next["version"], &next["waiting"]), (&json!(1), &json!(true)));
    let versions = ok(&officer.get(&format!("{at}/versions")).await);
    assert_eq!(versions["versions"][0]["approved_by"], "office-chief");
    assert_eq!(versions["waiting"]["content"]["text"], "先断电，再救人。");
    let why = json!({ "trigger": "findings", "note": "北门消火栓无水" });
    for _ in 0..2 {
        let asked = ok(&officer.post(&format!("{at}/revisions"), "", &why).await);
        assert_eq!(asked["revisions"], json!(["findings"]));
    }
    // Deciding is a person's: the key of a post does not.
    let chief = bureau.program("office-chief", &SCOPES).await;
    let (why, found) = (json!({ "reason": "No" }), json!({ "note": "Good" }));
    for (step, body) in [
        ("approve", json!({ "steps": 3 })),
        ("return", why.clone()),
        ("assess", found),
        ("withdraw", why),
    ] {
        for program in [&officer, &chief] {
            let refused = program.post(&format!("{at}/{step}"), "", &body).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{step}");
        }
    }
    let mut wrong = plan("…");
    wrong["kind"] = json!("wish");
    refused(&officer.post("/api/v1/plans", "", &wrong).await, "refusal-plan-kind");
    let water = bureau.program("water-handler", &SCOPES).await;
    let forbidden = water.post("/api/v1/plans", "", &plan("…")).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    let reader = bureau.program("duty-officer", &["watch:read"]).await;
    assert_eq!(
        reader.post("/api/v1/plans", "", &plan("…")).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_plan_is_read_by_a_second_person_approved_assessed_and_taken_out_of_force() {
    let bureau = Bureau::staffed().await;
    let officer = bureau.own_program_for("duty-officer", &SCOPES).await;
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let drafted = officer.post("/api/v1/plans", "", &plan("先救人。")).await.json();
    let at = format!("/api/v1/plans/{}", drafted["id"].as_str().unwrap());
    let step = |step: &str| format!("{at}/{step}");
    let why = json!({ "reason": "写明由谁指挥" });
    for _ in 0..2 {
        let returned = ok(&chief.post(&step("return"), "back", &why).await);
        assert_eq!((&returned["returned"], &returned["steps"]), (&why["reason"], &json!(2)));
    }
    ok(&officer.post(&step("draft"), "", &plan("由消防指挥，先救人。")).await);
    refused(
        &chief.post(&step("approve"), "", &json!({ "steps": 2 })).await,
        "refusal-plan-changed",
    );
    let read = ok(&chief.get(&step("versions")).await)["steps"].clone();
    for _ in 0..2 {
        let approved = ok(&chief.post(&step("approve"), "yes", &json!({ "steps": read })).await);
        assert_eq!(approved["versions"][0]["approved_by"], "office-chief");
        assert_eq!((&approved["waiting"], &approved["steps"]), (&Value::Null, &json!(4)));
    }
    let found = json!({ "note": "人员、电话仍有效" });
    for _ in 0..2 {
        assert_eq!(ok(&chief.post(&step("assess"), "good", &found).await)["steps"], 5);
    }
    let gone = json!({ "reason": "市场已拆" });
    for _ in 0..2 {
        let withdrawn = ok(&chief.post(&step("withdraw"), "gone", &gone).await);
        assert_eq!(
            (&withdrawn["withdrawn"], &withdrawn["steps"]),
            (&gone["reason"], &json!(6))
        );
    }
    refused(
        &chief.post(&step("assess"), "", &found).await,
        "refusal-plan-not-in-force",
    );
    // Nobody reads their own draft.
    let own = chief.post("/api/v1/plans", "", &plan("…")).await.json();
    let approve = format!("/api/v1/plans/{}/approve", own["id"].as_str().unwrap());
    refused(
        &chief.post(&approve, "", &json!({ "steps": 1 })).await,
        "refusal-plan-same-person",
    );
    assert_eq!(
        officer.post(&approve, "", &json!({ "steps": 1 })).await.status,
        StatusCode::FORBIDDEN
    );
    let narrow = bureau.own_program_for("deputy-head", &["watch:read"]).await;
    assert_eq!(
        narrow.post(&approve, "", &json!({ "steps": 1 })).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_drill_is_directed_evaluated_and_what_it_found_is_made_into_tasks() {
    let bureau = Bureau::staffed().await;
    let officer = bureau.program("duty-officer", &SCOPES).await;
    let id = in_force(&bureau, &officer).await;
    let chief = bureau
        .program("office-chief", &["watch:read", "watch:write", "cases:read"])
        .await;
    let planned = chief.post("/api/v1/drills", "drill", &drill(&id, "full")).await;
    assert_eq!(planned.status, StatusCode::CREATED, "{}", planned.text());
    let again = chief.post("/api/v1/drills", "drill", &drill(&id, "full")).await;
    assert_eq!(planned.json()["id"], again.json()["id"]);
    let at = format!("/api/v1/drills/{}", planned.json()["id"].as_str().unwrap());
    let steps = format!("{at}/steps");
    let early = json!({ "step": "put", "inject": 1 });
    refused(&chief.post(&steps, "", &early).await, "refusal-drill-not-begun");
    for _ in 0..2 {
        let begun = ok(&chief.post(&steps, "", &json!({ "step": "begin" })).await);
        assert_eq!(begun["stage"], "running");
    }
    let number = ok(&chief.get(&at).await)["number"].as_str().unwrap().to_owned();
    let incident = ok(&chief.get(&format!("/api/v1/cases/{number}")).await);
    assert!(
        incident["title"]
            .as_str()
            .unwrap()
            .starts_with(domain::case::DRILL_MARK),
        "{incident}"
    );
    refused(
        &chief.post(&format!("{at}/plan"), "", &drill(&id, "tabletop")).await,
        "refusal-drill-begun",
    );
    let put = ok(&chief.post(&steps, "", &early).await);
    assert!(put["injects"][0]["put_at"].is_string() && put["injects"][1]["put_at"].is_null());
    refused(
        &chief.post(&steps, "", &json!({ "step": "put", "inject": 0 })).await,
        "refusal-drill-inject",
    );
    let find = json!({ "step": "find", "text": "北门消火栓无水" });
    for _ in 0..2 {
        let found = ok(&chief.post(&steps, "find", &find).await);
        assert_eq!(found["findings"].as_array().unwrap().len(), 1, "once under a key");
    }
    ok(&chief.post(&steps, "", &json!({ "step": "end" })).await);
    let finding = ok(&chief.get(&at).await)["findings"][0]["id"].clone();
    let task = json!({ "step": "make_task", "finding": finding, "unit": "water", "due": "2099-04-01T10:00:00Z" });
    for _ in 0..2 {
        let made = ok(&chief.post(&steps, "", &task).await);
        assert_eq!(made["findings"][0]["tasks"].as_array().unwrap().len(), 1);
    }
    let revision = json!({ "step": "ask_revision", "finding": finding, "trigger": "findings" });
    assert_eq!(
        ok(&chief.post(&steps, "", &revision).await)["findings"][0]["revision"],
        true
    );
    // Another unit knows of the drill, now that it has run, and not of what is no matter of theirs.
    let fire = bureau.program("fire-handler", &SCOPES).await;
    let seen = ok(&fire.get(&at).await);
    assert_eq!(
        (&seen["number"], &seen["findings"][0]["tasks"]),
        (&Value::Null, &json!([]))
    );
    for part in [
        "comments",
        "self-assessment",
        "evaluation",
        "report",
        "corrective-actions",
    ] {
        let said = json!({ "step": "evaluate", "part": part, "text": "写明" });
        ok(&chief.post(&steps, "", &said).await);
    }
    assert_eq!(ok(&chief.get(&at).await)["stage"], "done");
    refused(&fire.post(&steps, "", &find).await, "refusal-drill-role");
}

#[tokio::test]
async fn a_drill_that_is_not_announced_is_not_there_for_others() {
    let bureau = Bureau::staffed().await;
    let officer = bureau.program("duty-officer", &SCOPES).await;
    let id = in_force(&bureau, &officer).await;
    let chief = bureau.program("office-chief", &SCOPES).await;
    let planned = chief.post("/api/v1/drills", "", &drill(&id, "unannounced")).await;
    let at = format!("/api/v1/drills/{}", planned.json()["id"].as_str().unwrap());
    let nowhere = "/api/v1/drills/00000000-0000-0000-0000-000000000000";
    let end = json!({ "step": "end" });
    let told = |answer: &crate::browser::Answer| (answer.status, answer.text().to_owned());
    assert_eq!(told(&officer.get(&at).await), told(&officer.get(nowhere).await));
    assert_eq!(
        told(&officer.post(&format!("{at}/steps"), "", &end).await),
        told(&officer.post(&format!("{nowhere}/steps"), "", &end).await)
    );
    assert_eq!(ok(&officer.get("/api/v1/drills").await), json!({ "drills": [] }));
    assert_eq!(
        ok(&chief.get("/api/v1/drills").await)["drills"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let off = json!({ "step": "call_off", "reason": "当天有大型活动" });
    assert_eq!(
        ok(&chief.post(&format!("{at}/steps"), "", &off).await)["stage"],
        "called_off"
    );
}

#[tokio::test]
async fn what_a_program_or_a_second_account_drafted_is_not_approved_by_the_same_person() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("office-chief", &SCOPES).await;
    let drafted = program.post("/api/v1/plans", "", &plan("先救人，后灭火。")).await;
    let id = drafted.json()["id"].as_str().unwrap().to_owned();
    let at = format!("/plans/{id}");
    let second = crate::accounts::second(&bureau, "deputy-head").await;
    let own = crate::duty::staff(&bureau, "office-chief").await;
    let mut chief = bureau.signed_in("office-chief").await;
    let page = chief.get(&at).await;
    let fields = [("csrf", page.hidden("csrf")), ("seen", page.hidden("seen"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let refused = chief.post(&format!("{at}/approve"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    // By their other account neither.
    crate::accounts::link(&bureau, &own, &second).await;
    let mut twin = bureau.browser();
    crate::browser::done(&twin.sign_in(crate::accounts::SECOND, crate::browser::PASSWORD).await);
    let page = twin.get(&at).await;
    let fields = [("csrf", page.hidden("csrf")), ("seen", page.hidden("seen"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let refused = twin.post(&format!("{at}/approve"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let mut other = bureau.signed_in("deputy-head").await;
    let page = other.get(&at).await;
    let fields = [("csrf", page.hidden("csrf")), ("seen", page.hidden("seen"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let approved = other.post(&format!("{at}/approve"), &fields).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text());
}
