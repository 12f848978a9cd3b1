//! What people decide on a day, by keys of their own: the judgement changed, the brief signed by somebody else, a task given out; and the
//! first page as data.

use crate::briefs::drafted;
use crate::browser::Bureau;
use crate::described::check;
use crate::duty::{actor, on_shift_now};
use crate::plans::approved;
use crate::program::{ok, refused};
use axum::http::StatusCode;
use domain::drill::{DrillCommand, Form, Scenario};
use jiff::SignedDuration;
use serde_json::{Value, json};

const SCOPES: [&str; 3] = ["days:read", "days:write", "days:decide"];

fn titles(judgement: &Value, list: &str) -> Vec<String> {
    let items = judgement[list].as_array().unwrap().iter();
    items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn two_people_change_a_judgement_sign_a_brief_and_give_a_task_out() {
    let bureau = Bureau::staffed().await;
    let date = drafted(&bureau, "Burst main").await;
    let number = bureau.signed_in("clerk").await.register("Noise at night", "fire").await;
    let analyst = bureau.own_program_for("office-analyst", &SCOPES).await;
    let judgement = format!("/api/v1/days/{date}/judgement");
    let changes = format!("{judgement}/changes");
    let version = |read: &Value| read["version"].as_u64().unwrap();
    let read = ok(&analyst.get(&judgement).await);
    let add = json!({
        "version": version(&read),
        "change": { "how": "add", "number": number, "why": "The mayor asks" },
    });
    let added = ok(&analyst.post(&changes, "add", &add).await);
    assert_eq!(titles(&added, "items"), ["Noise at night", "Burst main"]);
    assert_eq!(added["items"][0]["confirmed"], true);
    let again = ok(&analyst.post(&changes, "add", &add).await);
    assert_eq!(version(&again), version(&added), "done once");
    refused(&analyst.post(&changes, "", &add).await, "refusal-day-changed");

    let what = json!({ "subject": "case", "number": number });
    let change = |on: &Value, change: Value| json!({ "version": version(on), "change": change });
    let down = change(&added, json!({ "how": "move", "what": what, "to": 1 }));
    let moved = ok(&analyst.post(&changes, "", &down).await);
    assert_eq!(titles(&moved, "items"), ["Burst main", "Noise at night"]);
    assert_eq!(moved["items"][1]["place"], 1);
    let silent = change(&moved, json!({ "how": "drop", "what": what, "why": " " }));
    refused(&analyst.post(&changes, "", &silent).await, "refusal-day-drop-why");
    let nobody = change(
        &moved,
        json!({ "how": "keep", "what": { "subject": "area", "area": "moon" } }),
    );
    refused(&analyst.post(&changes, "", &nobody).await, "refusal-day-no-subject");
    let drop = change(&moved, json!({ "how": "drop", "what": what, "why": "Settled" }));
    let dropped = ok(&analyst.post(&changes, "", &drop).await);
    assert_eq!(titles(&dropped, "items"), ["Burst main"]);
    assert_eq!(dropped["dropped"][0]["why"], "Settled");
    let keep = change(&dropped, json!({ "how": "keep", "what": what }));
    let kept = ok(&analyst.post(&changes, "", &keep).await);
    assert_eq!(titles(&kept, "items").len(), 2);
    assert_eq!(kept["dropped"], json!([]));

    let brief = format!("/api/v1/briefs/{date}");
    let second = analyst.post(&brief, "", &json!({})).await.json();
    assert_eq!(second["version"], 2);
    let sign = format!("{brief}/sign");
    let signature = json!({ "version": 2 });
    refused(&analyst.post(&sign, "", &signature).await, "refusal-day-sign-own");
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let signed = ok(&chief.post(&sign, "sign", &signature).await);
    assert_eq!((&signed["version"], &signed["issue"]), (&json!(2), &json!(1)));
    assert_eq!(ok(&chief.post(&sign, "sign", &signature).await), signed);
    refused(&chief.post(&sign, "", &signature).await, "refusal-day-brief-signed");

    let task = |due: &str| json!({ "date": date, "item": 0, "title": "Mend the main", "unit": "water", "due": due });
    let assignments = "/api/v1/assignments";
    refused(
        &chief.post(assignments, "", &task("2001-01-01T00:00:00Z")).await,
        "assign-due-past",
    );
    let due = task("2099-11-25T10:00:00Z");
    let given = chief.post(assignments, "give", &due).await;
    assert_eq!(given.status, StatusCode::CREATED, "{}", given.text());
    let repeated = chief.post(assignments, "give", &due).await.json();
    assert_eq!(repeated["number"], given.json()["number"]);
    assert_eq!(repeated["repeated"], true);
    let listed = ok(&chief.get(assignments).await);
    assert_eq!(listed["assignments"].as_array().unwrap().len(), 1);
    assert_eq!(listed["assignments"][0]["number"], given.json()["number"]);
    assert_eq!(ok(&chief.get(&brief).await)["decided"][0], given.json()["number"]);
    let ninth = json!({ "date": date, "item": 9, "title": "x", "unit": "water", "due": "2099-11-25T10:00:00Z" });
    assert_eq!(chief.post(assignments, "", &ninth).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_people_decide_is_refused_to_keys_of_posts_to_other_scopes_and_to_other_posts() {
    let bureau = Bureau::staffed().await;
    let date = drafted(&bureau, "Burst main").await;
    let actions = [
        (
            format!("/api/v1/days/{date}/judgement/changes"),
            json!({ "version": 2, "change": { "how": "keep", "what": { "subject": "area", "area": "moon" } } }),
        ),
        (format!("/api/v1/briefs/{date}/sign"), json!({ "version": 1 })),
        (
            "/api/v1/assignments".to_owned(),
            json!({ "date": date, "item": 0, "title": "x", "unit": "water", "due": "2099-11-25T10:00:00Z" }),
        ),
    ];
    let of_post = bureau.program("office-chief", &SCOPES).await;
    let without = bureau.own_program_for("office-chief", &SCOPES[..2]).await;
    let handler = bureau.own_program_for("water-handler", &SCOPES).await;
    for (path, body) in actions {
        for program in [&of_post, &without, &handler] {
            let answer = program.post(&path, "", &body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}: {}", answer.text());
        }
    }
    assert_eq!(
        ok(&of_post.get(&format!("/api/v1/briefs/{date}")).await)["issue"],
        json!(null)
    );
}

#[tokio::test]
async fn today_is_what_the_first_page_says_to_each() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Burst main", "water").await;
    clerk.register("Blocked exit", "fire").await;
    let water = bureau.program("water-handler", &["days:read"]).await;
    let today = ok(&water.get("/api/v1/today").await);
    assert_eq!(today["date"], bureau.today().to_string());
    assert_eq!(
        today["awaited"]["units"].as_array().unwrap().len(),
        1,
        "its own unit's report"
    );
    assert_eq!(today["counts"]["received"], 1);
    assert_eq!(today["own_is"], "unit");
    let numbers = |list: &str| {
        let lines = today[list].as_array().unwrap().iter();
        lines.map(|line| line["number"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(
        (numbers("next"), numbers("own")),
        (vec![number.as_str()], vec![number.as_str()])
    );
    let chief = bureau.program("office-chief", &["days:read"]).await;
    let whole = ok(&chief.get("/api/v1/today").await);
    assert_eq!(
        (&whole["counts"]["received"], &whole["own_is"]),
        (&json!(2), &json!("tasks"))
    );
    assert!(whole["awaited"]["units"].as_array().unwrap().len() > 1);
    let reader = bureau.program("office-chief", &["cases:read"]).await;
    assert_eq!(reader.get("/api/v1/today").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn today_has_the_gaps_of_ones_desk_and_the_drills_that_are_overdue_as_the_first_page_does() {
    let bureau = Bureau::staffed().await;
    let (office, now) = (&bureau.office, bureau.office.clock.now());
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let plan = approved(&bureau).await;
    let plan = plan.trim_start_matches("/plans/").to_owned();
    let ago = |days: i64| now - SignedDuration::from_hours(24 * days);
    let scenario = Scenario {
        plan,
        form: Form::Full,
        at: ago(3),
        event: "fire".to_owned(),
        place: "城北市场".to_owned(),
        text: "二楼冒烟".to_owned(),
        director: "office-chief".into(),
        injects: Vec::new(),
    };
    let id = office::new_case_id(now).to_string();
    let step = DrillCommand::Plan {
        scenario: Box::new(scenario),
    };
    let own = actor(&bureau, "office-chief").await;
    office::change_drill(office, &id, &step, &own, ago(4)).await.unwrap();
    let chief = bureau.program("office-chief", &["days:read"]).await;
    let today = ok(&chief.get("/api/v1/today").await);
    check(&bureau, "Today", &today).await;
    let page = bureau.signed_in("office-chief").await.get("/").await;
    // Whoever plans drills sees that one has not begun.
    let overdue = today["overdue"].as_array().unwrap();
    let mut late = overdue.iter().filter(|line| line["what"] == "drill");
    assert_eq!(late.next().unwrap()["id"], json!(id));
    assert!(page.text().contains(&format!("/drills/{id}")), "{}", page.text());
    // Nobody is planned after the second shift; leaders are not planned at all.
    assert_eq!(today["short"]["desk"], "office");
    let gaps = today["short"]["gaps"].as_array().unwrap();
    let leader = gaps.iter().find(|gap| gap["tier"] == "leader").unwrap();
    assert_eq!((&leader["present"], &leader["needed"]), (&json!(0), &json!(1)));
    assert!(page.text().contains("Gaps in the next hours"));
    let told = page.text().matches("0 of 1").count();
    let none = gaps
        .iter()
        .filter(|gap| gap["present"] == 0 && gap["needed"] == 1 && gap["skill"].is_null());
    assert_eq!(none.count(), told, "{gaps:?}");
    // Whoever neither plans nor serves there reads neither.
    let ecology = bureau.program("ecology-handler", &["days:read"]).await;
    let other = ok(&ecology.get("/api/v1/today").await);
    assert_eq!((&other["short"], &other["overdue"]), (&json!(null), &json!([])));
}
