//! By keys of one's own: the watch taken, kept and handed over, calls answered, ways of being called, leave, wishes and swaps, and the
//! secret address of a calendar.

use crate::browser::Bureau;
use crate::duty::on_shift_now;
use crate::program::{Program, ok, refused};
use axum::http::StatusCode;
use domain::call::About;
use domain::case::Actor;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SCOPES: [&str; 4] = ["watch:read", "watch:write", "own:read", "own:write"];
const WATCH: &str = "/api/v1/watch/office";
const STEPS: &str = "/api/v1/watch/office/steps";
const OWN: &str = "/api/v1/own/duty/office";
const ASK: &str = "/api/v1/own/duty/office/steps";
const CHANNELS: &str = "/api/v1/own/channels";

#[tokio::test]
async fn a_watch_is_taken_kept_and_handed_over() {
    let bureau = Bureau::staffed().await;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let first = bureau.own_program_for("duty-officer", &SCOPES).await;
    let next = bureau.own_program_for("clerk", &SCOPES).await;
    let other = bureau.own_program_for("office-analyst", &SCOPES).await;
    let join = json!({ "step": "join" });
    let of_post = bureau.program("duty-officer", &SCOPES).await;
    assert_eq!(of_post.post(STEPS, "", &join).await.status, StatusCode::FORBIDDEN);
    refused(&other.post(STEPS, "", &join).await, "refusal-watch-shift");
    for _ in 0..2 {
        let on = ok(&first.post(STEPS, "join", &join).await);
        assert_eq!((&on["is_on"], on["on"].as_array().unwrap().len()), (&json!(true), 1));
    }
    let note = json!({ "step": "note", "text": "东河水位偏高", "open": true });
    let read = json!({ "step": "note", "text": "已通知水务" });
    for _ in 0..2 {
        ok(&first.post(STEPS, "note", &note).await);
        let noted = ok(&first.post(STEPS, "read", &read).await);
        assert_eq!(noted["open"].as_array().unwrap().len(), 1);
        assert_eq!(noted["log"].as_array().unwrap().len(), 3, "once under a key");
    }
    refused(
        &first.post(STEPS, "", &json!({ "step": "leave" })).await,
        "refusal-watch-nobody",
    );
    let offer = json!({ "step": "offer", "note": "两小时看一次" });
    let offered = ok(&first.post(STEPS, "offer", &offer).await);
    let handover = offered["offers"][0]["id"].clone();
    assert_eq!(offered["offers"][0]["own"], true);
    let take = json!({ "step": "take", "handover": handover });
    refused(&first.post(STEPS, "", &take).await, "refusal-watch-own");
    refused(&next.post(STEPS, "", &join).await, "refusal-watch-take");
    let waits = ok(&next.get(WATCH).await);
    assert_eq!(
        (
            &waits["offers"][0]["note"],
            waits["offers"][0]["entries"].as_array().unwrap().len()
        ),
        (&json!("两小时看一次"), 1)
    );
    for _ in 0..2 {
        let taken = ok(&next.post(STEPS, "take", &take).await);
        assert_eq!(
            (&taken["is_on"], taken["on"].as_array().unwrap().len()),
            (&json!(true), 1)
        );
    }
    // The repeat of an offer that was taken hands nothing over anew.
    assert_eq!(ok(&first.post(STEPS, "offer", &offer).await)["offers"], json!([]));
    let entry = waits["open"][0]["id"].clone();
    let done = ok(&next.post(STEPS, "", &json!({ "step": "done", "entry": entry })).await);
    assert_eq!(done["open"], json!([]));
    // Sent again, what was written and done is not open again.
    refused(&first.post(STEPS, "fresh", &note).await, "refusal-watch-not-on");
    assert_eq!(ok(&first.post(STEPS, "note", &note).await)["open"], json!([]));
    let events: Vec<&str> = ["done", "taken", "offered", "noted", "noted", "joined"].to_vec();
    let log = ok(&next.get(WATCH).await)["log"].clone();
    let log: Vec<&str> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["event"].as_str().unwrap())
        .collect();
    assert_eq!(log, events);
    let desks = ok(&other.get("/api/v1/watch").await);
    let office = desks["desks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|desk| desk["unit"] == "office");
    assert_eq!(office.unwrap()["on"][0]["post"], "clerk");
    assert_eq!(other.get("/api/v1/watch/moon").await.status, StatusCode::NOT_FOUND);
}

fn about(case: Option<domain::CaseId>) -> About {
    About {
        reason: "heartbeat".to_owned(),
        args: BTreeMap::from([("name".to_owned(), "SJ1".to_owned())]),
        link: "/watch".to_owned(),
        case,
        drill: false,
        post: None,
        unit: None,
    }
}

#[tokio::test]
async fn a_call_is_read_and_answered_by_whom_it_concerns() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let program = Actor::program();
    let raised = office::raise_call(office, about(None), "one", &program, office.clock.now()).await;
    let id = raised.unwrap().unwrap();
    let officer = bureau.own_program_for("duty-officer", &SCOPES).await;
    let listed = ok(&officer.get("/api/v1/calls").await);
    assert_eq!(
        (&listed["calls"][0]["id"], &listed["calls"][0]["stage"]),
        (&json!(id), &json!("calling"))
    );
    let at = format!("/api/v1/calls/{id}");
    assert_eq!(ok(&officer.get(&at).await)["events"][0]["event"], "raised");
    // Who was not called and has no watch does not learn of it.
    let outside = bureau.own_program_for("administrator", &SCOPES).await;
    assert_eq!(ok(&outside.get("/api/v1/calls").await)["calls"], json!([]));
    let acknowledge = format!("{at}/acknowledge");
    let nobodys = "/api/v1/calls/00000000-0000-7000-8000-000000000000";
    assert_eq!(outside.get(&at).await.text(), outside.get(nobodys).await.text());
    assert_eq!(
        outside.post(&acknowledge, "", &json!({})).await.status,
        StatusCode::NOT_FOUND
    );
    let of_post = bureau.program("duty-officer", &SCOPES).await;
    assert_eq!(
        of_post.post(&acknowledge, "", &json!({})).await.status,
        StatusCode::FORBIDDEN
    );
    for _ in 0..2 {
        let has = ok(&officer.post(&acknowledge, "", &json!({})).await);
        assert_eq!(has["stage"], "acknowledged");
        assert_eq!(has["events"].as_array().unwrap().len(), 2);
    }
    let narrow = bureau
        .own_program_for("duty-officer", &["watch:read", "own:read"])
        .await;
    assert_eq!(
        narrow.post(&acknowledge, "", &json!({})).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn ways_of_being_called_are_their_owners_alone() {
    let notices = "public_url = \"https://desk.example.org\"\n[text]\nurl = \"http://127.0.0.1:9/text\"\n\
                   body = \"{number} {text}\"\n";
    let bureau = Bureau::with_files(&[("notices.toml", notices)]).await;
    let officer = bureau.own_program_for("duty-officer", &SCOPES).await;
    let number = json!({ "kind": "text", "address": "139 0000 0001" });
    for _ in 0..2 {
        let added = officer.post(CHANNELS, "text", &number).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.text());
        assert_eq!(
            added.json()["channels"].as_array().unwrap().len(),
            1,
            "once under a key"
        );
    }
    let listed = ok(&officer.get(CHANNELS).await);
    let own = &listed["channels"][0];
    assert_eq!(own["kind"], "text");
    assert!(own["address"].as_str().unwrap().ends_with("13900000001"), "{own}");
    let wrong = json!({ "kind": "text", "address": "nowhere" });
    refused(&officer.post(CHANNELS, "", &wrong).await, "call-way-wrong");
    let voice = json!({ "kind": "voice", "address": "13900000001" });
    refused(&officer.post(CHANNELS, "", &voice).await, "call-way-not-set-up");
    let clerk = bureau.own_program_for("clerk", &SCOPES).await;
    assert_eq!(ok(&clerk.get(CHANNELS).await)["channels"], json!([]));
    let end = format!("{CHANNELS}/{}/end", own["id"].as_str().unwrap());
    ok(&clerk.post(&end, "", &json!({})).await);
    assert_eq!(
        ok(&officer.get(CHANNELS).await)["channels"].as_array().unwrap().len(),
        1
    );
    let of_post = bureau.program("duty-officer", &SCOPES).await;
    assert_eq!(of_post.get(CHANNELS).await.status, StatusCode::FORBIDDEN);
    assert_eq!(of_post.post(&end, "", &json!({})).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        assert_eq!(ok(&officer.post(&end, "", &json!({})).await)["channels"], json!([]));
    }
    let repeated = officer.post(CHANNELS, "text", &number).await;
    assert_eq!(
        repeated.json()["channels"],
        json!([]),
        "what was ended does not come back"
    );
}

#[tokio::test]
async fn leave_wishes_and_swaps_are_asked_for_and_agreed_to_by_people_themselves() {
    let bureau = Bureau::staffed().await;
    let day = |n: i64| bureau.today().saturating_add(jiff::Span::new().days(n)).to_string();
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let officer = bureau.own_program_for("duty-officer", &SCOPES).await;
    let clerk = bureau.own_program_for("clerk", &SCOPES).await;
    let mut shifts = Vec::new();
    for (post, on) in [("duty-officer", day(3)), ("clerk", day(6))] {
        let put = json!({ "step": "put_shift", "turn": "day", "date": on, "staff": bureau.user_in(post) });
        ok(&chief.post("/api/v1/duty/office/steps", "", &put).await);
        let roster = ok(&chief.get(&format!("/api/v1/duty/office?from={on}&until={on}")).await);
        shifts.push(roster["shifts"][0]["id"].clone());
    }
    let of_post = bureau.program("duty-officer", &SCOPES).await;
    let leave = json!({ "step": "ask_leave", "from": day(20), "until": day(21) });
    assert_eq!(of_post.post(ASK, "", &leave).await.status, StatusCode::FORBIDDEN);
    assert_eq!(of_post.get(OWN).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        let asked = ok(&officer.post(ASK, "leave", &leave).await);
        assert_eq!(asked["leaves"].as_array().unwrap().len(), 1, "once under a key");
    }
    let wish = json!({ "step": "wish", "from": day(30), "until": day(30) });
    let wished = ok(&officer.post(ASK, "wish", &wish).await)["wishes"][0]["id"].clone();
    let back = json!({ "step": "take_back_wish", "wish": wished });
    refused(&clerk.post(ASK, "", &back).await, "refusal-duty-own");
    for _ in 0..2 {
        assert_eq!(ok(&officer.post(ASK, "", &back).await)["wishes"], json!([]));
    }
    assert_eq!(ok(&officer.post(ASK, "wish", &wish).await)["wishes"], json!([]));
    // A swap: asked for, agreed to by the other one, approved by whoever plans.
    let swap = json!({ "step": "ask_swap", "mine": shifts[0], "theirs": shifts[1] });
    refused(&clerk.post(ASK, "", &swap).await, "refusal-duty-own");
    let asked = ok(&officer.post(ASK, "swap", &swap).await);
    let id = asked["swaps"][0]["id"].clone();
    assert_eq!(
        (&asked["swaps"][0]["asked"], &asked["swaps"][0]["state"]),
        (&json!(true), &json!("open"))
    );
    let answer = json!({ "step": "answer_swap", "swap": id, "agreed": true });
    refused(&officer.post(ASK, "", &answer).await, "refusal-duty-own");
    for _ in 0..2 {
        let agreed = ok(&clerk.post(ASK, "agree", &answer).await);
        assert_eq!(
            (&agreed["swaps"][0]["asked"], &agreed["swaps"][0]["state"]),
            (&json!(false), &json!("agreed"))
        );
    }
    let settle = json!({ "step": "settle_swap", "swap": id, "approved": true });
    ok(&chief.post("/api/v1/duty/office/steps", "", &settle).await);
    let own = ok(&officer.get(OWN).await);
    assert_eq!(
        (&own["shifts"][0]["id"], &own["swaps"][0]["state"]),
        (&shifts[1], &json!("granted"))
    );
    // What one carries, a unit's own people alone read of each other.
    let until = day(90);
    let turns = async |program: &Program<'_>| {
        let roster = ok(&program.get(&format!("/api/v1/duty/office?until={until}")).await);
        let hours = roster["hours"].as_array().unwrap().clone();
        hours.iter().map(|line| line["turns"].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(turns(&chief).await, 2);
    let housing = bureau.own_program_for("housing-handler", &SCOPES).await;
    assert_eq!(turns(&housing).await, 0);
    let leave = json!({ "step": "take_back_leave", "leave": own["leaves"][0]["id"] });
    assert_eq!(
        ok(&officer.post(ASK, "", &leave).await)["leaves"][0]["state"],
        "taken_back"
    );
    let narrow = bureau
        .own_program_for("duty-officer", &["watch:write", "own:read"])
        .await;
    assert_eq!(narrow.post(ASK, "", &leave).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_calendars_address_is_given_once_replaced_and_ended() {
    const FEED: &str = "/api/v1/own/feed";
    let bureau = Bureau::staffed().await;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let officer = bureau.own_program_for("duty-officer", &SCOPES).await;
    let path = |answer: &Value| {
        let link = answer["link"].as_str().unwrap();
        link[link.find("/feeds/").unwrap()..].to_owned()
    };
    let first = path(&ok(&officer.post(FEED, "feed", &json!({})).await));
    let again = path(&ok(&officer.post(FEED, "feed", &json!({})).await));
    assert_eq!(first, again, "the same under the same key");
    let mut guest = bureau.browser();
    assert_eq!(guest.get(&first).await.status, StatusCode::OK);
    let newer = path(&ok(&officer.post(FEED, "", &json!({})).await));
    assert_eq!(guest.get(&first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(guest.get(&newer).await.status, StatusCode::OK);
    // What was replaced opens nothing again.
    refused(&officer.post(FEED, "feed", &json!({})).await, "api-feed-over");
    ok(&officer.post("/api/v1/own/feed/end", "", &json!({})).await);
    assert_eq!(guest.get(&newer).await.status, StatusCode::NOT_FOUND);
    // All shifts of a post are given out by whoever plans them.
    let post = json!({ "post": { "unit": "office", "tier": "officer" } });
    assert_eq!(officer.post(FEED, "", &post).await.status, StatusCode::FORBIDDEN);
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let of_post = path(&ok(&chief.post(FEED, "", &post).await));
    let calendar = guest.get(&of_post).await;
    assert_eq!(
        calendar.text().matches("BEGIN:VEVENT").count(),
        2,
        "{}",
        calendar.text()
    );
    let program = bureau.program("duty-officer", &SCOPES).await;
    assert_eq!(program.post(FEED, "", &json!({})).await.status, StatusCode::FORBIDDEN);
}
