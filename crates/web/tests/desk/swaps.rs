//! A swap says what it breaks: to both whose it is, and to whoever approves it, who has to say so.

use crate::browser::Bureau;
use crate::duty::{actor, staff};
use crate::program::{ok, refused};
use axum::http::StatusCode;
use domain::UnitSlug;
use domain::duty::{Pairing, RosterCommand, Shift};
use jiff::ToSpan as _;
use serde_json::json;

/// What both are told of a pair: not whose.
const PAIRS: &str = "Who is planned together or apart would not be kept.";

/// The officer and the clerk change their days; with the officer is then somebody from whom they are kept apart.
async fn asked(bureau: &Bureau) -> [Shift; 2] {
    let office = &bureau.office;
    let unit = UnitSlug::from("office");
    let turn = office.pack.duty.as_ref().unwrap().turn("day").unwrap();
    let shift = async |post: &str, days: i64, seat| {
        let day = bureau.today().saturating_add(days.days());
        Shift::of_turn(turn, day, seat, staff(bureau, post).await, &office.pack.zone)
    };
    let mine = shift("duty-officer", 3, 1).await;
    let theirs = shift("clerk", 6, 1).await;
    let other = shift("housing-handler", 6, 2).await;
    let pair = RosterCommand::Pair {
        staff: mine.staff.clone(),
        with: other.staff.clone(),
        pairing: Some(Pairing::Apart),
    };
    let put = |shift: &Shift| RosterCommand::Put {
        shift: shift.clone(),
        despite: false,
    };
    let ask = RosterCommand::AskSwap {
        id: "swap".to_owned(),
        mine: mine.id.clone(),
        theirs: theirs.id.clone(),
    };
    for (who, command) in [
        ("office-chief", pair),
        ("office-chief", put(&mine)),
        ("office-chief", put(&theirs)),
        ("office-chief", put(&other)),
        ("duty-officer", ask),
    ] {
        let who = actor(bureau, who).await;
        office::change_roster(office, &unit, &command, &who, office.clock.now())
            .await
            .unwrap();
    }
    [mine, theirs]
}

#[tokio::test]
async fn what_a_swap_breaks_is_told_to_both_and_approved_only_when_it_is_said() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let unit = UnitSlug::from("office");
    let [mine, theirs] = asked(&bureau).await;
    let clash = format!("Day on {}:", theirs.date);
    for post in ["duty-officer", "clerk"] {
        let page = bureau.signed_in(post).await.get("/duty?desk=office").await;
        assert!(page.text().contains(PAIRS), "{post}: {}", page.text());
        assert!(
            !page.words().contains(&clash),
            "{post}: who it is, is for whoever plans"
        );
        let key = bureau.own_program_for(post, &["own:read"]).await;
        let own = ok(&key.get("/api/v1/own/duty/office").await);
        assert_eq!(own["swaps"][0]["breaks"].as_array().unwrap().len(), 1, "{own}");
    }
    let agree = RosterCommand::AnswerSwap {
        id: "swap".to_owned(),
        agreed: true,
    };
    let clerk = actor(&bureau, "clerk").await;
    office::change_roster(office, &unit, &agree, &clerk, office.clock.now())
        .await
        .unwrap();
    let mut chief = bureau.signed_in("office-chief").await;
    let page = chief.get("/duty?desk=office").await;
    assert!(page.words().contains(&clash), "{}", page.text());
    let whole = format!("Day on <span class=\"num\">{}</span>:", theirs.date);
    assert!(page.text().contains(&whole), "{}", page.text());
    let key = bureau
        .own_program_for("office-chief", &["watch:read", "watch:write"])
        .await;
    let settle = json!({ "step": "settle_swap", "swap": "swap", "approved": true });
    refused(
        &key.post("/api/v1/duty/office/steps", "", &settle).await,
        "refusal-duty-swap-breaks",
    );
    let yes = [("desk", "office"), ("id", "swap"), ("answer", "yes")];
    let answer = chief.fill("/duty?desk=office", "/duty/plan/swap-settle", &yes).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.words().contains(&clash) && answer.text().contains("Approve it all the same"),
        "{}",
        answer.text()
    );
    let despite = [
        ("desk", "office"),
        ("id", "swap"),
        ("answer", "yes"),
        ("despite", "yes"),
    ];
    let answer = chief
        .fill("/duty?desk=office", "/duty/plan/swap-settle", &despite)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let roster = office::read_roster(office, &unit).await.unwrap();
    assert_eq!(
        (&roster.shifts[&mine.id].staff, &roster.shifts[&theirs.id].staff),
        (&theirs.staff, &mine.staff)
    );
}
