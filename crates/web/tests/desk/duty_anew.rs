//! What is planned leaves alone what it is not about, says what it breaks or undoes, and people read where they are to be.

use crate::browser::Bureau;
use crate::duty::{actor, staff};
use crate::program::{ok, refused};
use crate::rosters_proposed::proposed_night;
use axum::http::StatusCode;
use domain::UnitSlug;
use domain::duty::{Override, Roster, RosterCommand, Shift};
use jiff::{Timestamp, ToSpan as _};
use serde_json::json;

const OFFICE: &str = "office";
const PAGE: &str = "/duty?desk=office";
const SCOPES: [&str; 4] = ["watch:read", "watch:write", "own:read", "own:write"];

async fn change_at(bureau: &Bureau, by: &str, command: &RosterCommand, at: Timestamp) {
    let by = actor(bureau, by).await;
    office::change_roster(&bureau.office, &UnitSlug::from(OFFICE), command, &by, at)
        .await
        .unwrap();
}

async fn change(bureau: &Bureau, by: &str, command: &RosterCommand) {
    change_at(bureau, by, command, bureau.office.clock.now()).await;
}

async fn roster(bureau: &Bureau) -> Roster {
    office::read_roster(&bureau.office, &OFFICE.into()).await.unwrap()
}

/// The first place of a turn, so many days from today.
async fn shift(bureau: &Bureau, turn: &str, days: i64, post: &str) -> Shift {
    let pack = &bureau.office.pack;
    let turn = pack.duty.as_ref().unwrap().turn(turn).unwrap();
    let day = bureau.today().saturating_add(days.days());
    Shift::of_turn(turn, day, 1, staff(bureau, post).await, &pack.zone)
}

async fn put(bureau: &Bureau, turn: &str, days: i64, post: &str) -> Shift {
    let shift = shift(bureau, turn, days, post).await;
    let put = RosterCommand::Put {
        shift: shift.clone(),
        despite: false,
    };
    change(bureau, "office-chief", &put).await;
    shift
}

async fn over(bureau: &Bureau, shift: &Shift, post: &str) {
    let over = Override {
        shift: shift.id.clone(),
        staff: staff(bureau, post).await,
        from: shift.from,
        until: shift.until,
    };
    let over = RosterCommand::Override { over, despite: false };
    change(bureau, "office-chief", &over).await;
}

async fn gives_first_aid(bureau: &Bureau, post: &str) {
    let skill = RosterCommand::Skill {
        staff: staff(bureau, post).await,
        skills: ["first-aid".to_owned()].into(),
    };
    change(bureau, "office-chief", &skill).await;
}

#[tokio::test]
async fn teams_in_turn_leave_other_turns_with_who_was_put_in_there() {
    let bureau = Bureau::staffed().await;
    gives_first_aid(&bureau, "housing-handler").await;
    let day = put(&bureau, "day", 3, "duty-officer").await;
    over(&bureau, &day, "clerk").await;
    // Whose place that is has leave.
    let enter = RosterCommand::EnterLeave {
        id: "leave".to_owned(),
        staff: day.staff.clone(),
        from: day.date,
        until: day.date,
    };
    let settle = RosterCommand::SettleLeave {
        id: "leave".to_owned(),
        granted: true,
    };
    for command in [enter, settle] {
        change(&bureau, "office-chief", &command).await;
    }
    let before = roster(&bureau).await;
    let (date, team) = (day.date.to_string(), bureau.user_in("housing-handler"));
    let fields = [
        ("desk", OFFICE),
        ("turn", "night"),
        ("teams", team),
        ("days_each", "1"),
        ("from", &date),
        ("until", &date),
    ];
    let mut chief = bureau.signed_in("office-chief").await;
    let planned = chief.fill(PAGE, "/duty/plan/rotation", &fields).await;
    assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.text());
    let is_left = |after: &Roster| {
        assert_eq!(after.overrides, before.overrides);
        assert_eq!((after.shifts.len(), &after.shifts[&day.id]), (2, &day));
    };
    is_left(&roster(&bureau).await);
    // The same by a program.
    let key = bureau.own_program_for("office-chief", &SCOPES).await;
    let rotate = json!({ "step": "rotate", "turn": "night", "teams": [[team]], "from": date, "until": date });
    ok(&key.post("/api/v1/duty/office/team", "", &rotate).await);
    is_left(&roster(&bureau).await);
}

#[tokio::test]
async fn somebody_else_who_lacks_a_skill_is_put_in_only_when_it_is_said_and_that_stays_told() {
    let bureau = Bureau::staffed().await;
    gives_first_aid(&bureau, "duty-officer").await;
    let night = put(&bureau, "night", 3, "duty-officer").await;
    let clerk = staff(&bureau, "clerk").await.0;
    let fields = [("desk", OFFICE), ("shift", night.id.as_str()), ("staff", &clerk)];
    let mut chief = bureau.signed_in("office-chief").await;
    let asked = chief.fill(PAGE, "/duty/plan/override", &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["somebody with “First aid”", "Put it in all the same"] {
        assert!(asked.text().contains(told), "{told} in {}", asked.text());
    }
    let key = bureau.own_program_for("office-chief", &SCOPES).await;
    let step = json!({ "step": "override_shift", "shift": night.id, "staff": bureau.user_in("clerk") });
    refused(
        &key.post("/api/v1/duty/office/steps", "", &step).await,
        "refusal-duty-clash",
    );
    assert!(roster(&bureau).await.overrides.is_empty());
    let despite = [&fields[..], &[("despite", "yes")]].concat();
    let done = chief.fill(PAGE, "/duty/plan/override", &despite).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let told = format!("all the same: {} Night", night.date);
    let page = chief.get(PAGE).await;
    assert!(page.words().contains(&told), "{told} in {}", page.text());
    let whole = format!("all the same: <span class=\"num\">{}</span> Night", night.date);
    assert!(page.text().contains(&whole), "{whole} in {}", page.text());
    let team = ok(&key.get("/api/v1/duty/office/team").await);
    assert_eq!(team["all_the_same"], json!([night.id]));
    let page = bureau.signed_in("clerk").await.get(PAGE).await;
    assert!(!page.words().contains(&told), "for whoever plans");
}

#[tokio::test]
async fn people_read_where_they_are_to_be_and_not_where_somebody_else_is() {
    let bureau = Bureau::staffed().await;
    let gone = put(&bureau, "day", 3, "duty-officer").await;
    over(&bureau, &gone, "clerk").await;
    let own = async |post: &str| {
        let page = bureau.signed_in(post).await.get(PAGE).await.words();
        let mine = page.split("id=\"mine\"").nth(1).unwrap();
        let mine = mine.split("<details>").next().unwrap().to_owned();
        let key = bureau.own_program_for(post, &SCOPES).await;
        (mine, ok(&key.get("/api/v1/own/duty/office").await))
    };
    let words = format!("{} Day", gone.date);
    let (mine, of_key) = own("duty-officer").await;
    assert!(
        mine.contains("You have no shift ahead.") && !mine.contains(&words),
        "{mine}"
    );
    assert_eq!((&of_key["shifts"], &of_key["swappable"]), (&json!([]), &json!([])));
    // Whoever comes reads it; it is not theirs to swap.
    let (mine, of_key) = own("clerk").await;
    assert!(mine.contains(&words), "{mine}");
    assert_eq!(
        (&of_key["shifts"][0]["id"], &of_key["swappable"]),
        (&json!(gone.id), &json!([]))
    );
    let theirs = put(&bureau, "day", 5, "duty-officer").await;
    let (mine, of_key) = own("duty-officer").await;
    assert!(mine.contains(&format!("{} Day", theirs.date)), "{mine}");
    assert_eq!(
        (of_key["shifts"].as_array().unwrap().len(), &of_key["swappable"]),
        (1, &json!([theirs.id]))
    );
}

#[tokio::test]
async fn what_was_asked_for_days_that_are_past_waits_no_more() {
    let bureau = Bureau::staffed().await;
    let now = bureau.office.clock.now();
    let earlier = now - jiff::SignedDuration::from_hours(10 * 24);
    let day = |n: i64| bureau.today().saturating_add(n.days());
    let leave = |id: &str, n| RosterCommand::AskLeave {
        id: id.to_owned(),
        from: day(n),
        until: day(n),
    };
    let mine = shift(&bureau, "day", -3, "duty-officer").await;
    let theirs = shift(&bureau, "day", -5, "clerk").await;
    for shift in [&mine, &theirs] {
        let put = RosterCommand::Put {
            shift: shift.clone(),
            despite: false,
        };
        change_at(&bureau, "office-chief", &put, earlier).await;
    }
    let ask = RosterCommand::AskSwap {
        id: "past-swap".to_owned(),
        mine: mine.id,
        theirs: theirs.id,
    };
    let agree = RosterCommand::AnswerSwap {
        id: "past-swap".to_owned(),
        agreed: true,
    };
    change_at(&bureau, "duty-officer", &ask, earlier).await;
    change_at(&bureau, "clerk", &agree, earlier).await;
    change_at(&bureau, "clerk", &leave("past-leave", -3), earlier).await;
    change_at(&bureau, "clerk", &leave("leave-ahead", 3), earlier).await;
    let page = bureau.signed_in("office-chief").await.get(PAGE).await;
    assert!(page.text().contains("\"leave-ahead\""), "{}", page.text());
    for past in ["\"past-swap\"", "\"past-leave\""] {
        assert!(!page.text().contains(past), "{past} in {}", page.text());
    }
}

#[tokio::test]
async fn a_proposal_that_undoes_what_was_agreed_on_is_taken_only_when_it_is_said() {
    let bureau = Bureau::staffed().await;
    for post in ["duty-officer", "clerk"] {
        gives_first_aid(&bureau, post).await;
    }
    let id = proposed_night(&bureau).await;
    let night = put(&bureau, "night", 3, "duty-officer").await;
    over(&bureau, &night, "clerk").await;
    let at = format!("/duty/proposals/{id}");
    let mut chief = bureau.signed_in("office-chief").await;
    let asked = chief.fill(&at, &at, &[]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", asked.text());
    let told = format!("is put in for somebody else: {} Night", night.date);
    for told in [told.as_str(), "Take it all the same"] {
        assert!(asked.words().contains(told), "{told} in {}", asked.text());
    }
    let key = bureau.own_program_for("office-chief", &SCOPES).await;
    let take = format!("/api/v1/duty/office/proposals/{id}/take");
    refused(&key.post(&take, "", &json!({})).await, "api-proposal-undoes");
    assert_eq!(roster(&bureau).await.overrides.len(), 1);
    let done = chief.fill(&at, &at, &[("despite", "yes")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(roster(&bureau).await.overrides.is_empty());
}
