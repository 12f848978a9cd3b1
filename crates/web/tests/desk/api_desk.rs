//! By programs what is done at the desk: a mediation, a danger to somebody, screening rounds, and cases that ask the same.

use crate::browser::Bureau;
use crate::described::check;
use crate::program::{ok, refused};
use axum::http::StatusCode;
use serde_json::{Value, json};

const NAME: &str = "欧阳某某";
const OTHER: &str = "司徒某某";
const SCOPES: [&str; 2] = ["cases:read", "cases:write"];

fn burst(title: &str) -> Value {
    json!({
        "category": "water-supply", "title": title, "description": "Water stands in the yard.", "unit": "water",
        "place": { "address": "Elm Street 12" },
    })
}

#[tokio::test]
async fn a_program_takes_a_dispute_to_an_agreement_and_names_stay_sealed() {
    let bureau = Bureau::staffed().await;
    let mediator = bureau.program("mediator-one", &SCOPES).await;
    let case = mediator.mediated([NAME, OTHER]).await;
    let mediation = format!("{case}/mediation");
    let session = json!({
        "step": "call_session", "at": "2099-01-01T01:00:00Z", "minutes": 60, "place": "一号调解室", "parties": ["a", "b"],
    });
    ok(&mediator.post(&mediation, "", &session).await);
    // Nothing is agreed on paper that says nothing; by word of mouth it is in force at once, and once under a key.
    let empty = json!({
        "step": "draft_agreement", "facts": "", "dispute": "", "responsibility": "", "content": "", "manner": "", "place": "",
        "terms": [],
    });
    refused(
        &mediator.post(&mediation, "", &empty).await,
        "refusal-agreement-missing",
    );
    let oral = json!({
        "step": "record_oral_agreement", "content": "乙方当场道歉。",
        "terms": [{ "party": "b", "what": "清走杂物", "due": "2099-01-02" }],
    });
    for repeated in [false, true] {
        let done = ok(&mediator.post(&mediation, "oral", &oral).await);
        assert_eq!(done["repeated"], repeated);
    }
    let visit = json!({ "step": "follow_up", "term": 1, "result": "performed" });
    ok(&mediator.post(&mediation, "", &visit).await);
    let unknown = json!({ "step": "seal_agreement_twice" });
    refused(&mediator.post(&mediation, "", &unknown).await, "api-body-differs");

    let shown = mediator.get(&case).await;
    check(&bureau, "Case", &shown.json()).await;
    assert_eq!(shown.json()["mediation"]["consents"]["b"]["agrees"], true);
    assert_eq!(shown.json()["mediation"]["agreement"]["content"], "乙方当场道歉。");
    let events = mediator.get(&format!("{case}/events")).await;
    for text in [shown.text(), events.text()] {
        assert!(!text.contains(NAME) && !text.contains(OTHER), "{text}");
    }
    // Nobody of another unit, and no key that only reads.
    let fire = bureau.program("fire-handler", &SCOPES).await;
    assert_eq!(fire.post(&mediation, "", &visit).await.status, StatusCode::NOT_FOUND);
    let reader = bureau.program("mediator-one", &["cases:read"]).await;
    assert_eq!(reader.post(&mediation, "", &visit).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_danger_is_called_taken_up_and_ended() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let case = clerk.registered(&burst("Burst main")).await;
    let danger = format!("{case}/danger");
    let unknown = json!({ "danger": "nothing", "situation": "Somebody shouts" });
    assert_eq!(
        clerk.post(&danger, "", &unknown).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let violence = json!({ "danger": "violence", "situation": "Somebody is being beaten in the yard" });
    for repeated in [false, true] {
        assert_eq!(ok(&clerk.post(&danger, "call", &violence).await)["repeated"], repeated);
    }
    let shown = ok(&clerk.get(&case).await);
    assert_eq!(shown["danger"]["danger"], "violence");
    assert_eq!(shown["danger"]["answered_at"], Value::Null);
    let answer = format!("{danger}/answer");
    assert_eq!(clerk.post(&answer, "", &json!({})).await.status, StatusCode::FORBIDDEN);
    let duty = bureau.program("duty-officer", &SCOPES).await;
    for _ in 0..2 {
        ok(&duty.post(&answer, "answer", &json!({})).await);
    }
    assert!(ok(&clerk.get(&case).await)["danger"]["answered_at"].is_string());
    let over = json!({ "reason": "The police are there" });
    for _ in 0..2 {
        ok(&duty.post(&format!("{danger}/end"), "end", &over).await);
    }
    assert_eq!(ok(&clerk.get(&case).await)["danger"], Value::Null);
}

/// All that can be written down of a mediation.
fn everything() -> Value {
    let at = "2026-03-02T01:00:00Z";
    let file = "0".repeat(64);
    let said = json!({ "party": "b", "result": "not_performed", "note": "没有钱", "term": 1, "at": at });
    let visit = json!({ "result": "partly", "note": "修了一半", "route": "court", "at": at });
    let agreement = json!({
        "oral": true, "template": "neighbours", "facts": "", "dispute": "", "responsibility": "", "content": "道歉", "manner": "",
        "place": "", "terms": [{ "party": "b", "what": "道歉", "due": "2026-03-20", "visits": [visit] }],
    });
    json!({
        "referral": { "way": "entrusted_summary", "court": "县法院", "number": "1", "received": at },
        "online": { "parties": ["a", "b"], "at": at, "answers": { "a": true } },
        "consents": { "a": { "agrees": true, "note": "", "at": at } },
        "notices": { "a": { "how": "read_out", "at": at } },
        "proposed": "mediator-one", "choices": { "a": "mediator-one" },
        "objections": [{ "party": "b", "post": "mediator-one", "note": "亲戚", "at": at }],
        "record_words": [{ "party": "b", "session": 1, "agrees": false, "note": "漏了", "at": at }],
        "term_words": [said],
        "sittings": [{
            "at": at, "minutes": 60, "place": "一号", "link": "", "parties": ["a", "b"], "called_at": at, "moved": 1,
            "called_off": { "reason": "停电", "at": at }, "record": { "present": ["a"], "text": "说了经过", "at": at },
        }],
        "agreement": agreement, "drafts": 2, "in_force": at,
        "signatures": [{
            "paper": { "kind": "record", "session": 1 }, "signer": "mediator", "by": "glass", "sha256": file, "draft": 1, "at": at,
        }],
        "confirmation": { "court": "县法院", "at": at, "decided": ["confirmed", "1", at] },
        "confirmation_declined": { "parties": ["a"], "note": "", "at": at },
        "ended": { "why": "taken_back", "party": "a", "reason": "", "routes": ["court"], "at": at },
        "dossier": file, "dossier_of": 7, "told_at": 8,
        "handed_over": [{ "route": "court", "to": "县法院", "note": "", "dossier": file, "at": at }],
        "filed": { file: "power_of_attorney" }, "before": [{}],
    })
}

#[tokio::test]
async fn all_that_is_written_down_of_a_mediation_is_described() {
    let bureau = Bureau::staffed().await;
    let mediation: domain::case::Mediation = serde_json::from_value(everything()).unwrap();
    let written = serde_json::to_value(mediation).unwrap();
    let named: Vec<&String> = written.as_object().unwrap().keys().collect();
    let tried = everything();
    assert!(named.iter().all(|name| tried.get(name.as_str()).is_some()), "{named:?}");
    check(&bureau, "Mediation", &written).await;
}

#[tokio::test]
async fn a_round_is_begun_reported_and_ended_once_under_a_key() {
    let bureau = Bureau::staffed().await;
    let chief = bureau.program("office-chief", &SCOPES).await;
    let areas = chief.bureau().office.pack.areas.clone();
    let plan = json!({
        "name": "用水安全", "why": "汛期前", "until": "2099-01-01T00:00:00Z",
        "owed": [{ "unit": "water", "area": areas[0].slug.as_str() }, { "unit": "fire", "area": areas[0].slug.as_str() }],
    });
    let begun = chief.post("/api/v1/rounds", "round", &plan).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    let again = chief.post("/api/v1/rounds", "round", &plan).await;
    assert_eq!(begun.json()["id"], again.json()["id"]);
    let round = format!("/api/v1/rounds/{}", begun.json()["id"].as_str().unwrap());

    let water = bureau.program("water-handler", &SCOPES).await;
    assert_eq!(
        water.post("/api/v1/rounds", "", &plan).await.status,
        StatusCode::FORBIDDEN
    );
    let reports = format!("{round}/reports");
    let area = areas[0].slug.as_str();
    let settled = json!({ "area": area, "said": { "what": "settled", "n": 2, "note": "换了阀门" } });
    for _ in 0..2 {
        let told = ok(&water.post(&reports, "settled", &settled).await);
        assert_eq!(told["lines"].as_array().unwrap().len(), 1, "one's own line alone");
        assert_eq!(told["lines"][0]["settled"], 2, "once under a key");
    }
    let correct = |before: u32| {
        let said = json!({
            "what": "corrected", "settled_before": before, "referred_before": 0, "settled": 1, "referred": 0, "reason": "重复",
        });
        json!({ "area": area, "said": said })
    };
    refused(&water.post(&reports, "", &correct(1)).await, "refusal-round-changed");
    let right = correct(2);
    let told = ok(&water.post(&reports, "right", &right).await);
    assert_eq!(told["lines"][0]["settled"], 1);
    assert_eq!(
        (
            &told["lines"][0]["corrections"][0]["settled_before"],
            &told["lines"][0]["corrections"][0]["reason"]
        ),
        (&json!(2), &json!("重复"))
    );
    let case = water.registered(&burst("Leaking valve")).await;
    let number = case.rsplit('/').next().unwrap();
    let found = json!({ "area": area, "said": { "what": "found", "number": number } });
    assert_eq!(
        ok(&water.post(&reports, "", &found).await)["lines"][0]["cases"],
        json!([number])
    );
    // A case of another unit is not there.
    let fire = bureau.program("fire-handler", &SCOPES).await;
    assert_eq!(fire.post(&reports, "", &found).await.status, StatusCode::NOT_FOUND);
    let none = json!({ "area": area, "said": { "what": "none" } });
    ok(&fire.post(&reports, "", &none).await);

    let list = ok(&chief.get("/api/v1/rounds").await);
    assert_eq!(
        (&list["rounds"][0]["said"], &list["rounds"][0]["of"]),
        (&json!(2), &json!(2))
    );
    let labour = bureau.program("labour-handler", &SCOPES).await;
    assert_eq!(ok(&labour.get("/api/v1/rounds").await)["rounds"], json!([]));
    assert_eq!(labour.get(&round).await.status, StatusCode::NOT_FOUND);
    let end = json!({ "reason": "都看过了" });
    for _ in 0..2 {
        let ended = ok(&chief.post(&format!("{round}/end"), "end", &end).await);
        assert!(ended["ended_at"].is_string());
    }
    refused(&water.post(&reports, "", &settled).await, "refusal-round-ended");
}

#[tokio::test]
async fn two_cases_are_joined_and_parted_with_a_reason() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let first = clerk.registered(&burst("Burst main")).await;
    let second = clerk.registered(&burst("Water in the yard")).await;
    let number = |case: &str| case.rsplit('/').next().unwrap().to_owned();
    let join = format!("{second}/alike");
    let why = json!({ "other": number(&first), "reason": "The same pipe" });
    let silent = json!({ "other": number(&first), "reason": " " });
    refused(&clerk.post(&join, "", &silent).await, "refusal-link-why");
    let nobody = json!({ "other": "20990101-00001", "reason": "x" });
    refused(&clerk.post(&join, "", &nobody).await, "refusal-no-case");
    for _ in 0..2 {
        ok(&clerk.post(&join, "join", &why).await);
    }
    assert_eq!(ok(&clerk.get(&first).await)["repeats"], 1);
    for _ in 0..2 {
        ok(&clerk
            .post(
                &format!("{first}/alike/split"),
                "split",
                &json!({ "other": number(&second), "reason": "Two pipes" }),
            )
            .await);
    }
    assert_eq!(ok(&clerk.get(&first).await)["repeats"], 0);
    // One of another unit is not there for whoever may not see it.
    let fire = bureau.program("fire-handler", &SCOPES).await;
    assert_eq!(fire.post(&join, "", &why).await.status, StatusCode::NOT_FOUND);
}
