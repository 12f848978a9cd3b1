//! Every action that a program takes with a key × every post × what a case can have to do with it: a key gives no more than
//! its post has, and somebody's own key no more than the post they hold. Each is sent what it can read, so that nothing is refused for its form before it is asked who may.

use super::doc::standing;
use super::doors::{Met, ROLES, address, bureau_with_one_beneath, cases, holders, may_be_there_now, met};
use super::rows::{Door, ROWS, Row};
use crate::browser::{Answer, Bureau};
use axum::body::Body;
use axum::http::{Request, header};
use domain::access::Standing;
use domain::case::Case;
use serde_json::{Value, json};
use std::fmt::Write as _;
use web::Right;

/// A warning whose time is over.
fn warning() -> Value {
    let both = json!({ "zh": "暴雨", "en": "Rain" });
    json!({
        "hazard": "rainstorm", "colour": "blue", "urgency": "future", "certainty": "possible", "response": "monitor",
        "place": both, "expires": "2020-01-01T00:00:00Z", "headline": both, "description": both, "instruction": both,
    })
}

/// What an action of the API takes; none for those that take a file.
fn body(path: &str, number: &str) -> Option<Value> {
    let action = path.rsplit('/').next().unwrap();
    let plan =
        || json!({ "name": "Fire", "kind": "site", "unit": "office", "cadence": "crowded", "text": "People first." });
    let drill = || {
        json!({
            "plan": "0", "form": "full", "at": "2099-01-01T00:00:00Z", "event": "fire", "place": "Market", "text": "Smoke",
            "director": "office-chief",
        })
    };
    Some(match (action, path) {
        (_, "/api/v1/imports" | "/api/v1/alerts") => return None,
        (_, "/api/v1/warnings") => warning(),
        ("draft", "/api/v1/warnings/{id}/draft") => json!({ "kind": "alert", "content": warning() }),
        ("approve", "/api/v1/warnings/{id}/approve") => json!({ "version": 1 }),
        ("approve", _) => json!({ "steps": 1 }),
        ("return" | "withdraw", _) => json!({ "reason": "Not so" }),
        ("assess", _) => json!({ "note": "Good" }),
        (_, "/api/v1/levels") => json!({ "level": "heightened", "reason": "Rain", "until": "2020-01-01T00:00:00Z" }),
        ("publish" | "acknowledge" | "take" | "feed", _)
        | (_, "/api/v1/own/channels/{id}/end" | "/api/v1/own/feed/end") => json!({}),
        (_, "/api/v1/own/channels") => json!({ "kind": "text", "address": "13900000001" }),
        (_, "/api/v1/own/duty/{unit}/steps") => json!({ "step": "take_back_wish", "wish": "none" }),
        (_, "/api/v1/watch/{unit}/steps") => json!({ "step": "leave" }),
        (_, "/api/v1/duty/{unit}/team") => json!({ "step": "skill", "staff": "nobody", "skills": [] }),
        (_, "/api/v1/duty/{unit}/proposals") => json!({ "from": "2020-01-01", "until": "2020-01-02" }),
        (_, path) if of_body(path).is_some() => return of_body(path),
        ("again", _) => json!({ "dry_run": true }),
        ("erase", _) => json!({}),
        (_, "/api/v1/duty/{unit}/steps") => json!({ "step": "withdraw_shift", "shift": "none" }),
        ("plans" | "draft", _) => plan(),
        ("revisions", _) => json!({ "trigger": "findings", "note": "No water" }),
        ("drills" | "plan", _) => drill(),
        (_, "/api/v1/drills/{id}/steps") => json!({ "step": "end" }),
        ("{file}", _) => json!({ "written": "To the court" }),
        (_, "/api/v1/cases") => json!({ "category": "water-supply", "title": "Burst main", "unit": "water" }),
        ("{step}", _) => json!({ "text": "Have a look" }),
        ("mediation", _) => json!({ "step": "record_consent", "party": "a", "agrees": true }),
        // The same case: what is said of it is refused for that, by those who may say it.
        ("alike" | "related" | "split", _) => json!({ "other": number, "reason": "The same pipe" }),
        ("notices", _) => json!({ "by": "email", "address": "a@example.org", "reason": "Asked for" }),
        ("danger", _) => json!({ "danger": "nothing", "situation": "Somebody shouts" }),
        ("sealed" | "rejected.xlsx", _) => json!({ "written": "To call back" }),
        (_, "/api/v1/rounds") => json!({
            "name": "Yards", "why": "Before the rain", "until": "2020-01-01T00:00:00Z", "owed": [{ "unit": "water" }],
        }),
        (_, "/api/v1/rounds/{id}/reports") => json!({ "said": { "what": "none" } }),
        ("end", _) => json!({ "reason": "Over" }),
        ("values", _) => json!({ "values": { "requester_name": "A" }, "reason": "Said so" }),
        ("incident", _) => json!({ "step": "keep_timeline", "text": "Seen" }),
        ("answer" | "judgement" | "reports" | "{date}" | "{sha256}", _) => json!({}),
        _ => return None,
    })
}

/// What the actions on the day and the body take, and those of a person on a case.
fn of_body(path: &str) -> Option<Value> {
    let guest = "0".repeat(64);
    Some(match path {
        "/api/v1/days/{date}/judgement/changes" => {
            json!({ "version": 0, "change": { "how": "keep", "what": { "subject": "area", "area": "nowhere" } } })
        }
        "/api/v1/briefs/{date}/sign" => json!({ "version": 1 }),
        "/api/v1/assignments" => {
            json!({ "date": "2026-01-01", "item": 0, "title": "Mend", "unit": "water", "due": "2099-01-01T00:00:00Z" })
        }
        "/api/v1/cases/export" | "/api/v1/access-record/file" => json!({ "why": {} }),
        "/api/v1/cases/{number}/source" | "/api/v1/cases/{number}/source/receiver" => {
            json!({ "post": "nobody", "reason": "Goes on leave" })
        }
        "/api/v1/cases/{number}/source/file" => json!({ "sha256": guest, "reason": "A public notice" }),
        "/api/v1/cases/{number}/guests" => {
            json!({ "who": "Police", "purpose": "A visit", "until": "2020-01-01T00:00:00Z" })
        }
        "/api/v1/cases/{number}/guests/end" => json!({ "guest": guest, "reason": "Over" }),
        "/api/v1/cases/{number}/guests/share" => json!({ "guest": guest, "what": "sealed", "reason": "To call" }),
        "/api/v1/cases/{number}/incident/draft/{file}" => json!({ "report": "final" }),
        "/api/v1/cases/{number}/reports/{n}/again" => json!({ "receiver": 1 }),
        "/api/v1/erasures" => json!({ "number": "0", "version": 1, "reason": "Asked in writing" }),
        "/api/v1/accounts" => json!({ "user": "?", "name": "Somebody", "post": "clerk" }),
        "/api/v1/accounts/{id}/post" => json!({ "post": "clerk" }),
        "/api/v1/accounts/persons" => json!({ "one": "0", "other": "1", "reason": "Both are hers" }),
        "/api/v1/accounts/{id}/person/end" => json!({ "reason": "A mistake" }),
        "/api/v1/webhooks" => json!({ "url": "?", "post": "clerk" }),
        "/api/v1/cases/{number}/link"
        | "/api/v1/accounts/{id}/shut"
        | "/api/v1/accounts/{id}/open"
        | "/api/v1/accounts/{id}/password"
        | "/api/v1/webhooks/{id}/end"
        | "/api/v1/webhooks/messages/{id}/again" => json!({}),
        _ => return None,
    })
}

pub(super) async fn call(bureau: &Bureau, secret: &str, row: &Row, at: &str, number: &str) -> Answer {
    let form = "application/x-www-form-urlencoded";
    let (kind, bytes) = match body(row.path, number) {
        Some(body) => ("application/json", body.to_string().into_bytes()),
        None if row.path.starts_with("/open311/") => (form, format!("api_key={secret}").into_bytes()),
        None => ("application/octet-stream", b"nothing".to_vec()),
    };
    let at = if kind == "application/octet-stream" {
        format!("{at}?name=a.csv")
    } else {
        at.to_owned()
    };
    let request = Request::post(at)
        .header(header::AUTHORIZATION, format!("Bearer {secret}"))
        .header(header::CONTENT_TYPE, kind);
    bureau.browser().send(request.body(Body::from(bytes)).unwrap()).await
}

fn expected(standing: &Standing, right: Right, row: &Row, case: Option<&Case>) -> Met {
    let came_in = if row.nothing_there { Met::Nothing } else { Met::In };
    match case {
        // Open311's word for a key that does not fit.
        _ if !standing.may(right).allowed && row.path.starts_with("/open311/") => Met::SignIn,
        _ if !standing.may(right).allowed => Met::NoRight,
        Some(case) if !standing.may_with(Right::SeeCases, case).allowed => Met::Nothing,
        Some(case) if !standing.may_with(right, case).allowed => Met::NoRight,
        _ => came_in,
    }
}

#[tokio::test]
async fn a_key_opens_what_its_post_may_do_and_nothing_else() {
    let bureau = bureau_with_one_beneath().await;
    let mut wrong = String::new();
    let mut called = 0;
    for post in ROLES {
        let standing = standing(&bureau.office.pack, post, holders(&bureau, post).await);
        let program = bureau.program(post, &web::scopes()).await;
        let own = bureau.own_program(post).await;
        let cases = cases(&bureau, post).await;
        for row in ROWS {
            let (right, is_own) = match row.door {
                Door::Key(right) => (right, false),
                Door::OwnKey(right) => (right, true),
                _ => continue,
            };
            let of_case = row.path.contains("{number}");
            let asked = cases
                .iter()
                .filter(|_| of_case)
                .map(|(relation, case)| (*relation, Some(case)));
            for (relation, case) in asked.chain((!of_case).then_some(("", None))) {
                let number = case.map_or("", |case| &case.number);
                let at = address(&bureau, row, number, "0", "0");
                if is_own {
                    // Whatever a program's post may do: what people decide it does not.
                    let refused = call(&bureau, program.secret(), row, &at, number).await;
                    assert_eq!(met(&refused, &at), Met::NoRight, "{post}, POST {at}, a program's key");
                }
                let key = if is_own { &own } else { &program };
                let answer = call(&bureau, key.secret(), row, &at, number).await;
                let found = met(&answer, &format!("POST {at}"));
                let expected = expected(&standing, right, row, case);
                let is_there_now =
                    expected == Met::Nothing && found == Met::In && may_be_there_now(&standing, row, case);
                if found != expected && !is_there_now {
                    let (path, told) = (row.path, answer.text());
                    let _ = writeln!(
                        wrong,
                        "{post}, POST {path} ({relation}): {found:?}, not {expected:?}: {told}"
                    );
                }
                called += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(called > 1_000, "{called}");
}
