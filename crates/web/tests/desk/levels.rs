//! Operating levels on the desk: set with a reason and an end, told to every post, read by each, ended by themselves.

use crate::browser::{Browser, Bureau};
use axum::http::StatusCode;
use domain::call::{CallEvent, Stage};
use domain::duty::Staff;
use domain::level::{LevelCommand, Plan};
use domain::pack::OperatingLevel;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use office::{Clock, Office};
use std::sync::Arc;
use web::{CallWays, Settings, call_round};

#[tokio::test]
async fn a_level_is_set_told_read_and_ends() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let until = bureau.input(office.clock.now() + SignedDuration::from_hours(48));
    let mut chief = bureau.signed_in("office-chief").await;
    let fields = [
        ("level", "emergency"),
        ("reason", "Flood of the river"),
        ("until", until.as_str()),
    ];
    let answer = chief.fill("/levels", "/levels", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let today = bureau.today();
    let page = chief.get(&format!("/reports?date={today}")).await;
    assert!(page.text().contains("Operating level: Emergency."), "{}", page.text());
    let yesterday = today.yesterday().unwrap();
    let before = chief.get(&format!("/reports?date={yesterday}")).await;
    assert!(
        before.text().contains("Operating level: Routine."),
        "days before keep theirs"
    );

    for post in ["water-handler", "clerk", "auditor", "administrator"] {
        let mut browser = bureau.signed_in(post).await;
        assert!(
            browser.get("/").await.text().contains("Read it and say so"),
            "{post} is told"
        );
        let answer = browser.fill("/levels", "/levels/1/acknowledge", &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{post}: {}", answer.text());
        assert!(
            !browser.get("/").await.text().contains("Read it and say so"),
            "{post} has read it"
        );
        let answer = browser.fill("/levels", "/levels", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post}");
    }
    let page = chief.get("/levels").await;
    assert!(page.text().contains("4 of "), "{}", page.text());

    let over = office.clock.now() + SignedDuration::from_hours(49);
    assert_eq!(office::end_due_levels(office, over).await.unwrap(), 1);
    assert_eq!(office::end_due_levels(office, over).await.unwrap(), 0);
    let levels = office::levels(office).await.unwrap();
    assert_eq!(levels.at(over), OperatingLevel::Routine);
}

#[tokio::test]
async fn a_level_without_an_end_or_a_reason_is_not_set() {
    let bureau = Bureau::staffed().await;
    let until = bureau.input(bureau.office.clock.now() + SignedDuration::from_hours(2));
    let past = bureau.input(bureau.office.clock.now() - SignedDuration::from_hours(2));
    let mut chief = bureau.signed_in("office-chief").await;
    for fields in [
        vec![("level", "emergency"), ("reason", "x")],
        vec![("level", "emergency"), ("reason", "x"), ("until", past.as_str())],
        vec![("level", "emergency"), ("until", until.as_str())],
        vec![("level", "routine"), ("reason", "x"), ("until", until.as_str())],
        vec![
            ("level", "emergency"),
            ("reason", "x"),
            ("until", until.as_str()),
            ("area", "zhuxi"),
        ],
    ] {
        let answer = chief.fill("/levels", "/levels", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    let fields = [
        ("level", "heightened"),
        ("reason", "Exam days"),
        ("until", until.as_str()),
    ];
    chief.fill("/levels", "/levels", &fields).await;
    let answer = chief.fill("/levels", "/levels/1/end", &[]).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "ending wants a reason too"
    );
    let answer = chief
        .fill("/levels", "/levels/1/end", &[("reason", "Called off")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(chief.get("/levels").await.text().contains("Called off"));
}

/// The program looks for what calls somebody, and calls, as if it were that time.
pub(crate) async fn look(bureau: &Bureau, now: Timestamp) {
    look_since(bureau, now, now).await;
}

/// The same of a program that has run since then.
pub(crate) async fn look_since(bureau: &Bureau, started: Timestamp, now: Timestamp) {
    let office = Office {
        clock: Clock::standing_at(now),
        ..bureau.office.clone()
    };
    let notices = Arc::new(Settings::read(office.store.dir()).unwrap());
    let ways = Arc::new(CallWays::read(&office, notices));
    while call_round(&office, &ways, started).await.unwrap() {}
}

/// The call about a level: where it stands, and to how many it went.
async fn told(bureau: &Bureau, once: &str) -> Option<(Stage, usize)> {
    let office = &bureau.office;
    let id = office.store.call_of(once).await.unwrap()?;
    let call = office::read_call(office, &id).await.unwrap().unwrap();
    Some((call.stage(), call.called.len()))
}

#[tokio::test]
async fn every_post_is_told_that_a_level_is_over_at_its_time_or_before() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let everybody = office.pack.people.len();
    let now = office.clock.now();
    let later = |hours| now + SignedDuration::from_hours(hours);
    let mut chief = bureau.signed_in("office-chief").await;
    let until = bureau.input(later(5));
    for place in [None, Some(("unit:fire", "yes"))] {
        let mut fields = vec![("level", "heightened"), ("reason", "Flood"), ("until", until.as_str())];
        fields.extend(place);
        let answer = chief.fill("/levels", "/levels", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    look(&bureau, later(1)).await;
    assert_eq!(told(&bureau, "level 1").await, Some((Stage::Calling, everybody)));
    assert_eq!(told(&bureau, "level over 1").await, None);
    // The first is ended by somebody, the second by itself.
    let ended = chief
        .fill("/levels", "/levels/1/end", &[("reason", "Called off")])
        .await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    look(&bureau, later(2)).await;
    assert_eq!(told(&bureau, "level 1").await, Some((Stage::Over, everybody)));
    assert_eq!(told(&bureau, "level over 1").await, Some((Stage::Calling, everybody)));
    assert_eq!(told(&bureau, "level over 2").await, None, "still in force");
    look(&bureau, later(6)).await;
    assert_eq!(told(&bureau, "level 2").await, Some((Stage::Over, everybody)));
    assert_eq!(told(&bureau, "level over 2").await, Some((Stage::Calling, everybody)));
    // Each says what and where, in the words of whoever reads.
    let page = chief.get("/calls").await;
    assert!(page.text().contains("The level Heightened is over"), "{}", page.text());
    assert!(
        page.text()
            .contains("In Fire and Rescue Brigade the level Heightened is over"),
        "{}",
        page.text()
    );
    // What nobody says that they have is not told for ever.
    look(&bureau, later(5 + 24 * 3)).await;
    assert_eq!(told(&bureau, "level over 1").await.unwrap().0, Stage::Over);
    assert_eq!(told(&bureau, "level over 2").await.unwrap().0, Stage::Over);
}

#[tokio::test]
async fn each_post_is_told_of_a_level_until_it_says_for_itself_that_it_has_it() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let now = office.clock.now();
    let later = |hours| now + SignedDuration::from_hours(hours);
    let mut chief = bureau.signed_in("office-chief").await;
    let until = bureau.input(later(48));
    let fields = [("level", "heightened"), ("reason", "Flood"), ("until", until.as_str())];
    let answer = chief.fill("/levels", "/levels", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    look(&bureau, later(1)).await;
    let id = office.store.call_of("level 1").await.unwrap().unwrap();
    let call = async || office::read_call(office, &id).await.unwrap().unwrap();
    let everybody = call().await.called;
    let says = async |staff: &Staff| office::acknowledge_call(office, &id, staff, later(1)).await.unwrap();
    // One has read it where the levels are, another says so to the call.
    let read = chief.fill("/levels", "/levels/1/acknowledge", &[]).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text());
    let has = call().await.heard;
    assert_eq!(has.len(), 1);
    let another = everybody.iter().find(|staff| !has.contains(staff)).unwrap();
    says(another).await;
    assert_eq!(call().await.stage(), Stage::Calling);
    assert!(chief.get("/calls").await.text().contains("You have it"));
    // In the next round the others are called, and they alone.
    for hours in [2, 6] {
        look(&bureau, later(hours)).await;
    }
    let events = office.store.stream_events::<CallEvent>(&id, 0).await.unwrap();
    let rings = events.iter().filter_map(|recorded| match &recorded.event {
        CallEvent::Rang { to, .. } => Some(to),
        _ => None,
    });
    let has = call().await.heard;
    let others: Vec<Staff> = everybody.iter().filter(|staff| !has.contains(staff)).cloned().collect();
    assert_eq!(rings.collect::<Vec<_>>(), [&everybody, &others]);
    // The last of them ends it.
    for staff in &others {
        assert!(call().await.is_open());
        says(staff).await;
    }
    assert_eq!(call().await.stage(), Stage::Acknowledged);
}

#[tokio::test]
async fn a_level_of_some_units_changes_their_watch_and_their_reports_alone() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let day = bureau.today().saturating_add(2.days());
    let midnight = |day: Date| {
        office
            .pack
            .zone
            .to_timestamp(day.to_datetime(Time::midnight()))
            .unwrap()
    };
    let plan = Plan {
        level: OperatingLevel::Emergency,
        area: Some("zhuxi".into()),
        units: vec!["fire".into()],
        bound: Vec::new(),
        reason: "Forest fire".to_owned(),
        from: midnight(day),
        until: midnight(day.tomorrow().unwrap()),
    };
    let chief = crate::duty::actor(&bureau, "office-chief").await;
    let now = office.clock.now();
    office::change_levels(office, &LevelCommand::Set(plan), &chief, now)
        .await
        .unwrap();
    let levels = office::levels(office).await.unwrap();
    let rules = office.pack.duty.as_ref().unwrap();
    let leaders = |unit: &str, day| {
        let unit = unit.into();
        office::duty_days(office, &levels, &unit).need(rules, day).leaders
    };
    assert_eq!((leaders("fire", day), leaders("office", day)), (2, 1));
    assert_eq!(leaders("fire", day.tomorrow().unwrap()), 1);
    // Its reports are due three times on that day, those of others not before the next.
    let noon = midnight(day) + SignedDuration::from_hours(7);
    let due = office::units_due(office, day, None, noon).await.unwrap();
    let first = due.iter().min_by_key(|due| due.at).unwrap();
    let units: Vec<&str> = first.units.iter().map(domain::UnitSlug::as_str).collect();
    assert_eq!(
        (first.at, units),
        (midnight(day) + SignedDuration::from_hours(8), vec!["fire"])
    );
    // Whoever plans the brigade's desk reads the level in its roster, whoever plans the office's does not.
    let mut chief = bureau.signed_in("office-chief").await;
    let month = day.strftime("%Y-%m").to_string();
    let level = async |chief: &mut Browser<'_>, desk: &str| {
        let page = chief.get(&format!("/duty?desk={desk}&month={month}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let rows: Vec<&str> = page.text().split("<tr").collect();
        rows.iter()
            .any(|row| row.contains("<span class=\"note\">emergency</span>"))
    };
    assert!(level(&mut chief, "fire").await);
    assert!(!level(&mut chief, "office").await);
}

#[tokio::test]
async fn a_level_of_a_unit_changes_the_watch_and_the_reports_of_those_beneath_it() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let day = bureau.today().saturating_add(2.days());
    let mut chief = bureau.signed_in("office-chief").await;
    let moment = |day: Date| format!("{day}T00:00");
    let (from, until) = (moment(day), moment(day.tomorrow().unwrap()));
    let form = [
        ("level", "emergency"),
        ("unit:office", "yes"),
        ("reason", "Typhoon"),
        ("from", from.as_str()),
        ("until", until.as_str()),
    ];
    let sent = chief.fill("/levels", "/levels", &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let levels = office::levels(office).await.unwrap();
    let rules = office.pack.duty.as_ref().unwrap();
    let leaders = |unit: &str, day| {
        let unit = unit.into();
        office::duty_days(office, &levels, &unit).need(rules, day).leaders
    };
    assert_eq!((leaders("office", day), leaders("fire", day)), (2, 2));
    assert_eq!(leaders("fire", day.tomorrow().unwrap()), 1);
    let midnight = office
        .pack
        .zone
        .to_timestamp(day.to_datetime(Time::midnight()))
        .unwrap();
    let due = office::units_due(office, day, None, midnight).await.unwrap();
    let first = due.iter().min_by_key(|due| due.at).unwrap();
    assert_eq!(first.at, midnight + SignedDuration::from_hours(8));
    assert_eq!(first.units.len(), 8, "{first:?}");
    // Whoever reports for a unit beneath reads its own time, and the office which units are bound.
    let reports = format!("/reports?date={day}");
    let mut water = bureau.signed_in("water-handler").await;
    let page = water.get(&reports).await;
    assert!(page.text().contains("Operating level: Emergency."), "{}", page.text());
    let page = chief.get(&reports).await;
    assert!(page.text().contains("Operating level: Routine."), "{}", page.text());
    assert_eq!(
        page.text()
            .matches("<span class=\"mark near\">Emergency</span>")
            .count(),
        8
    );
    // The page says whom it binds, and where it holds.
    let page = chief.get("/levels").await;
    assert!(page.text().contains("Emergency · Response Office"), "{}", page.text());
    assert!(page.text().contains(" · Fire and Rescue Brigade · "), "{}", page.text());
}
