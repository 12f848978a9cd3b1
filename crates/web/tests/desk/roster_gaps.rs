//! A gap of a roster calls whoever makes it, before it comes: once, until it is filled, and again where it comes again.

use crate::browser::Bureau;
use crate::duty::{actor, on_shift_now, staff};
use crate::levels::look;
use domain::UnitSlug;
use domain::call::Call;
use domain::duty::{RosterCommand, Shift, Staff, Tier};
use domain::level::{LevelCommand, Plan};
use domain::pack::OperatingLevel;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Office};
use std::sync::Arc;
use web::{CallWays, Settings, call_round};

const OFFICE: &str = "office";

/// The calls for gaps of the office's officers, where there are too few; the newest first.
async fn gaps(bureau: &Bureau) -> Vec<(String, Call)> {
    let all = office::calls(&bureau.office).await.unwrap().into_iter();
    let of_officers = |call: &Call| {
        let args = &call.about.args;
        args.get("tier").is_some_and(|tier| tier == "officer") && !args.contains_key("skill")
    };
    all.filter(|(_, call)| call.about.reason == "roster-gap" && of_officers(call))
        .collect()
}

async fn change(bureau: &Bureau, command: &RosterCommand) {
    let (office, unit) = (&bureau.office, UnitSlug::from(OFFICE));
    let chief = actor(bureau, "office-chief").await;
    office::change_roster(office, &unit, command, &chief, office.clock.now())
        .await
        .unwrap();
}

/// Somebody from the end of what is planned on, for two days.
async fn fill(bureau: &Bureau, from: Timestamp) {
    let shift = Shift {
        id: "c".to_owned(),
        tier: Tier::Officer,
        turn: None,
        date: bureau.office.pack.zone.to_datetime(from).date(),
        from,
        until: from + SignedDuration::from_hours(48),
        staff: staff(bureau, "duty-officer").await,
    };
    change(bureau, &RosterCommand::Put { shift, despite: true }).await;
}

#[tokio::test]
async fn whoever_makes_the_roster_is_called_once_until_the_gap_is_filled_and_again_where_it_comes_again() {
    let bureau = Bureau::staffed().await;
    let (office, now) = (&bureau.office, bureau.office.clock.now());
    look(&bureau, now).await;
    assert!(gaps(&bureau).await.is_empty(), "no roster is kept yet");
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let ends = now + SignedDuration::from_hours(9);
    for _ in 0..2 {
        look(&bureau, now).await;
    }
    let called = gaps(&bureau).await;
    assert_eq!(called.len(), 1, "once: {called:?}");
    let (id, call) = &called[0];
    let wall = office
        .pack
        .zone
        .to_datetime(ends)
        .strftime("%Y-%m-%d %H:%M")
        .to_string();
    assert_eq!(call.about.args["from"], wall);
    let chief: Staff = staff(&bureau, "office-chief").await;
    let handler: Staff = staff(&bureau, "clerk").await;
    assert!(
        call.called.contains(&chief) && !call.called.contains(&handler),
        "{call:?}"
    );
    let page = bureau.signed_in("office-chief").await.get("/calls").await;
    assert!(
        page.text().contains("there are too few on the roster"),
        "{}",
        page.text()
    );
    // Somebody has it, and puts somebody in: it is over.
    office::acknowledge_call(office, id, &chief, now).await.unwrap();
    look(&bureau, now).await;
    assert_eq!(gaps(&bureau).await.len(), 1, "in hand");
    fill(&bureau, ends).await;
    look(&bureau, now).await;
    let over = office::read_call(office, id).await.unwrap().unwrap();
    assert!(over.over_at.is_some());
    // Taken out again: it is the same gap, and called for anew.
    change(&bureau, &RosterCommand::Withdraw { shift: "c".to_owned() }).await;
    for _ in 0..2 {
        look(&bureau, now).await;
    }
    let anew = gaps(&bureau).await;
    assert_eq!(anew.iter().filter(|(_, call)| call.is_open()).count(), 1);
    assert_eq!(anew.len(), 2);
    // It goes on: that its beginning is past makes no other call of it.
    look(&bureau, ends + SignedDuration::from_mins(1)).await;
    assert_eq!(gaps(&bureau).await.len(), 2);
}

/// One program that goes on looking: at once where a roster or a level was changed, and within a minute at what neither says.
#[tokio::test]
async fn a_changed_roster_is_looked_at_at_once_and_whoever_has_left_within_a_minute() {
    let mut bureau = Bureau::staffed().await;
    // An ordinary day: on a holiday two are needed.
    let now: Timestamp = "2026-03-10T02:00:00Z".parse().unwrap();
    bureau.office.clock = Clock::standing_at(now);
    let store = &bureau.office.store;
    let notices = Arc::new(Settings::read(store.dir()).unwrap());
    let ways = Arc::new(CallWays::read(&bureau.office, notices));
    let after = |seconds: i64| now + SignedDuration::from_secs(seconds);
    let open = async |seconds: i64| {
        let office = Office {
            clock: Clock::standing_at(after(seconds)),
            ..bureau.office.clone()
        };
        while call_round(&office, &ways, now).await.unwrap() {}
        let gaps = gaps(&bureau).await;
        gaps.iter().filter(|(_, call)| call.is_open()).count()
    };
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    assert_eq!(open(0).await, 1);
    fill(&bureau, now + SignedDuration::from_hours(9)).await;
    assert_eq!(open(3).await, 0, "the roster was changed");
    let officer = staff(&bureau, "duty-officer").await;
    store.set_disabled(&officer.0, Some(now)).await.unwrap();
    assert_eq!(open(62).await, 0, "a minute is not over");
    assert!(open(63).await > 0);
    store.set_disabled(&officer.0, None).await.unwrap();
    assert_eq!(open(123).await, 0);
    let plan = Plan {
        level: OperatingLevel::Emergency,
        area: None,
        units: Vec::new(),
        bound: Vec::new(),
        reason: "Flood".to_owned(),
        from: after(123),
        until: now + SignedDuration::from_hours(6),
    };
    let chief = actor(&bureau, "office-chief").await;
    office::change_levels(&bureau.office, &LevelCommand::Set(plan), &chief, after(123))
        .await
        .unwrap();
    assert!(open(126).await > 0, "two are needed");
}
