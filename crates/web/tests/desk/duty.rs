//! Duty on the desk: a roster is proposed and planned, people ask for leave and swaps, and the watch is handed over.

use crate::browser::Bureau;
use crate::rosters_proposed::{over, worker};
use axum::http::StatusCode;
use domain::UnitSlug;
use domain::case::Actor;
use domain::duty::{RosterCommand, Shift, Staff};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

const OFFICE: &str = "office";

async fn account(bureau: &Bureau, post: &str) -> store::Account {
    let user = bureau.user_in(post);
    bureau.office.store.account_by_user(user).await.unwrap().unwrap()
}

pub(crate) async fn staff(bureau: &Bureau, post: &str) -> Staff {
    Staff(account(bureau, post).await.id)
}

pub(crate) async fn actor(bureau: &Bureau, slug: &str) -> Actor {
    let post = bureau.office.pack.post(&slug.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(account(bureau, slug).await.id),
    }
}

/// Somebody is on shift from an hour ago until in an hour, and somebody else after.
pub(crate) async fn on_shift_now(bureau: &Bureau, first: &str, next: &str) {
    let office = &bureau.office;
    let unit = UnitSlug::from(OFFICE);
    let chief = actor(bureau, "office-chief").await;
    let now = office.clock.now();
    let today = office.pack.zone.to_datetime(now).date();
    let hour = |n| now + SignedDuration::from_hours(n);
    for (id, user, from, until) in [
        ("a", first, hour(-1), now + SignedDuration::from_mins(50)),
        ("b", next, now + SignedDuration::from_mins(50), hour(9)),
    ] {
        let shift = Shift {
            id: id.to_owned(),
            tier: domain::duty::Tier::Officer,
            turn: None,
            date: today,
            from,
            until,
            staff: staff(bureau, user).await,
        };
        office::change_roster(
            office,
            &unit,
            &RosterCommand::Put { shift, despite: false },
            &chief,
            now,
        )
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn a_watch_is_handed_over_with_what_is_open() {
    let bureau = Bureau::staffed().await;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let mut first = bureau.signed_in("duty-officer").await;
    let mut next = bureau.signed_in("clerk").await;
    let mut other = bureau.signed_in("office-analyst").await;
    let page = first.get("/watch").await;
    assert_eq!(page.status, StatusCode::OK);
    let csrf = page.hidden("csrf");
    // Who is not on shift does not sign in.
    let others = other.get("/watch").await.hidden("csrf");
    let refused = other.post("/watch/join", &[("csrf", &others)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert_eq!(
        first.post("/watch/join", &[("csrf", &csrf)]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = first.get("/watch").await;
    let id = page.hidden("id");
    let note = [
        ("csrf", csrf.as_str()),
        ("id", &id),
        ("text", "东河水位偏高"),
        ("open", "yes"),
    ];
    assert_eq!(first.post("/watch/note", &note).await.status, StatusCode::SEE_OTHER);
    // Nobody has taken it.
    let alone = first.post("/watch/leave", &[("csrf", &csrf)]).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let id = office::new_case_id(bureau.office.clock.now()).to_string();
    let offer = [("csrf", csrf.as_str()), ("id", &id), ("note", "两小时看一次")];
    assert_eq!(first.post("/watch/offer", &offer).await.status, StatusCode::SEE_OTHER);
    let page = next.get("/watch").await;
    assert!(
        page.text().contains("两小时看一次") && page.text().contains("东河水位偏高"),
        "{}",
        page.text()
    );
    let csrf = page.hidden("csrf");
    // The next one reads first.
    assert_eq!(
        next.post("/watch/join", &[("csrf", &csrf)]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        next.post("/watch/take", &[("csrf", &csrf), ("id", &id)]).await.status,
        StatusCode::SEE_OTHER
    );
    let watch = office::read_watch(&bureau.office, &OFFICE.into()).await.unwrap();
    let on: Vec<&Staff> = watch.on.iter().map(|on| &on.staff).collect();
    assert_eq!(on, [&staff(&bureau, "clerk").await]);
    assert_eq!(watch.open.len(), 1);
    let page = next.get("/watch").await;
    assert!(
        page.text().contains("read the handover and took the watch"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn leave_is_asked_for_and_settled_and_a_gap_is_told() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let now = office.clock.now();
    let day = office
        .pack
        .zone
        .to_datetime(now)
        .date()
        .saturating_add(jiff::Span::new().days(3));
    let mut chief = bureau.signed_in("office-chief").await;
    let mut own = bureau.signed_in("duty-officer").await;
    let csrf = chief.get("/duty").await.hidden("csrf");
    let staff = staff(&bureau, "duty-officer").await;
    let text = day.to_string();
    let put = [
        ("csrf", csrf.as_str()),
        ("desk", OFFICE),
        ("turn", "day"),
        ("seat", "1"),
        ("date", &text),
        ("staff", &staff.0),
    ];
    assert_eq!(chief.post("/duty/plan/put", &put).await.status, StatusCode::SEE_OTHER);
    let page = own.get("/duty").await;
    let own_csrf = page.hidden("csrf");
    let id = page.hidden("id");
    let ask = [
        ("csrf", own_csrf.as_str()),
        ("id", &id),
        ("from", &text),
        ("until", &text),
    ];
    assert_eq!(own.post("/duty/own/leave", &ask).await.status, StatusCode::SEE_OTHER);
    // One does not settle one's own.
    let settle = [("csrf", own_csrf.as_str()), ("id", &id), ("answer", "yes")];
    assert_eq!(
        own.post("/duty/plan/leave-settle", &settle).await.status,
        StatusCode::FORBIDDEN
    );
    let page = chief.get("/duty").await;
    assert!(page.text().contains(&id), "{}", page.text());
    let settle = [
        ("csrf", csrf.as_str()),
        ("desk", OFFICE),
        ("id", &id),
        ("answer", "yes"),
    ];
    assert_eq!(
        chief.post("/duty/plan/leave-settle", &settle).await.status,
        StatusCode::SEE_OTHER
    );
    let roster = office::read_roster(office, &OFFICE.into()).await.unwrap();
    assert!(roster.leaves[&id].is_granted());
    let there = domain::duty::presences(&roster, Timestamp::MIN, Timestamp::MAX, &office.pack.zone);
    assert_eq!(there, []);
}

#[tokio::test]
async fn hours_are_shown_to_the_persons_own_unit_alone() {
    let bureau = Bureau::staffed().await;
    let mut chief = bureau.signed_in("office-chief").await;
    let name = |post: &'static str| {
        let bureau = &bureau;
        async move { account(bureau, post).await.name }
    };
    let hours = |text: &str| text.split("id=\"hours\"").nth(1).unwrap_or_default().to_owned();
    let page = chief.get("/duty?desk=office").await;
    let told = hours(page.text());
    assert!(told.contains(&name("duty-officer").await));
    assert!(!told.contains(&name("housing-handler").await), "{told}");
    let mut housing = bureau.signed_in("housing-handler").await;
    let told = hours(housing.get("/duty?desk=office").await.text());
    assert!(told.contains(&name("housing-handler").await));
    assert!(!told.contains(&name("duty-officer").await), "{told}");
}

#[tokio::test]
async fn a_roster_is_proposed_and_planned() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let today = office.pack.zone.to_datetime(office.clock.now()).date();
    let (from, until) = (
        today.saturating_add(jiff::Span::new().days(2)),
        today.saturating_add(jiff::Span::new().days(15)),
    );
    let mut chief = bureau.signed_in("office-chief").await;
    // Nights ask for somebody with first aid; two people are never on the same turn.
    let csrf = chief.get("/duty?desk=office").await.hidden("csrf");
    let people = office::colleagues(office, &OFFICE.into()).await.unwrap();
    let officers: Vec<&str> = people
        .iter()
        .filter(|one| one.member.tiers.contains(&domain::duty::Tier::Officer))
        .map(|one| one.member.staff.0.as_str())
        .collect();
    for staff in officers.iter().step_by(2) {
        let skill = [
            ("csrf", csrf.as_str()),
            ("desk", OFFICE),
            ("staff", staff),
            ("skill:first-aid", "yes"),
        ];
        assert_eq!(
            chief.post("/duty/plan/skill", &skill).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let pair = |pairing| {
        let (one, other) = (officers[0], officers[1]);
        [
            ("csrf", csrf.as_str()),
            ("desk", OFFICE),
            ("staff", one),
            ("with", other),
            ("pairing", pairing),
        ]
    };
    assert_eq!(
        chief.post("/duty/plan/pair", &pair("enemies")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        chief.post("/duty/plan/pair", &pair("apart")).await.status,
        StatusCode::SEE_OTHER
    );
    let page = chief.get("/duty?desk=office").await;
    assert!(
        page.text().contains("First aid") && page.text().contains("are never on the same turn"),
        "{}",
        page.text()
    );
    let page = chief.get("/duty/generate?desk=office").await;
    let (csrf, id) = (page.hidden("csrf"), page.hidden("id"));
    let (from, until) = (from.to_string(), until.to_string());
    let ask = [
        ("csrf", csrf.as_str()),
        ("desk", OFFICE),
        ("id", &id),
        ("from", &from),
        ("until", &until),
    ];
    let sent = chief.post("/duty/generate", &ask).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let at = format!("/duty/proposals/{id}");
    let (stop, working) = worker(&bureau.desk);
    let page = over(&mut chief, &at).await;
    drop(stop);
    working.await.unwrap();
    assert!(page.text().contains("id=\"proposed\""), "{}", page.text());
    // Another unit's leader does not learn of it.
    let mut other = bureau.signed_in("housing-leader").await;
    assert_eq!(other.get(&at).await.status, StatusCode::NOT_FOUND);
    assert_eq!(chief.post(&at, &[("csrf", &csrf)]).await.status, StatusCode::SEE_OTHER);
    let roster = office::read_roster(office, &OFFICE.into()).await.unwrap();
    let levels = office::levels(office).await.unwrap();
    let unit = UnitSlug::from(OFFICE);
    let days = office::duty_days(office, &levels, &unit);
    let ahead = domain::duty::Ahead {
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
    };
    let rules = office.pack.duty.as_ref().unwrap();
    let members: Vec<_> = people.iter().map(|one| one.member.clone()).collect();
    assert_eq!(domain::duty::gaps(&roster, &members, rules, days, ahead), []);
    let mut turns = BTreeMap::<_, Vec<&str>>::new();
    for shift in roster.shifts.values() {
        turns.entry((shift.date, &shift.turn)).or_default().push(&shift.staff.0);
    }
    assert!(
        turns
            .values()
            .all(|staff| !(staff.contains(&officers[0]) && staff.contains(&officers[1])))
    );
}

#[tokio::test]
async fn teams_in_turn_say_who_is_planned_too_close_and_are_planned_with_a_reason() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let today = office.pack.zone.to_datetime(office.clock.now()).date();
    let day = |n: i64| today.saturating_add(jiff::Span::new().days(n)).to_string();
    let mut chief = bureau.signed_in("office-chief").await;
    let one = account(&bureau, "duty-officer").await;
    let skill = [("desk", OFFICE), ("staff", one.id.as_str()), ("skill:first-aid", "yes")];
    chief.fill("/duty?desk=office", "/duty/plan/skill", &skill).await;
    let rotate = async |chief: &mut crate::browser::Browser<'_>, turn: &str, until: &str, why: &str| {
        let (from, until) = (day(3), until.to_owned());
        let fields = [
            ("desk", OFFICE),
            ("turn", turn),
            ("teams", one.user.as_str()),
            ("days_each", "1"),
            ("from", &from),
            ("until", &until),
            ("why", why),
        ];
        chief.fill("/duty?desk=office", "/duty/plan/rotation", &fields).await
    };
    let planned = async || office::read_roster(office, &OFFICE.into()).await.unwrap();
    // Night after night, with nine hours in between.
    let refused = rotate(&mut chief, "night", &day(4), "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = format!(
        "{} would have less than 12 hours of rest between {} Night and {} Night",
        one.name,
        day(3),
        day(4)
    );
    assert!(refused.words().contains(&told), "{told} in {}", refused.text());
    assert!(refused.text().contains("name=\"why\""), "{}", refused.text());
    // What was filled in is there to be mended.
    assert!(refused.text().contains("name=\"teams\"") && refused.text().contains(&one.user));
    let roster = planned().await;
    assert!(
        roster.shifts.is_empty() && roster.rotations.is_empty(),
        "nothing of it is kept"
    );
    let done = rotate(&mut chief, "night", &day(4), "两人都在外培训").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!((planned().await.shifts.len(), planned().await.rotations.len()), (2, 1));
    let page = chief.get("/duty?desk=office").await;
    assert!(page.text().contains("两人都在外培训"), "{}", page.text());
    let own = bureau.signed_in("duty-officer").await.get("/duty?desk=office").await;
    assert!(!own.text().contains("两人都在外培训"), "for whoever plans");
}

#[tokio::test]
async fn a_shift_that_clashes_is_put_in_only_when_somebody_says_so() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let today = office.pack.zone.to_datetime(office.clock.now()).date();
    let day = today.saturating_add(jiff::Span::new().days(3)).to_string();
    let mut chief = bureau.signed_in("office-chief").await;
    let (one, two) = (staff(&bureau, "duty-officer").await.0, staff(&bureau, "clerk").await.0);
    let pair = [("desk", OFFICE), ("staff", &one), ("with", &two), ("pairing", "apart")];
    chief.fill("/duty", "/duty/plan/pair", &pair).await;
    let put = |turn: &'static str, seat: &'static str, who: &str| {
        let fields = [
            ("desk", OFFICE),
            ("turn", turn),
            ("seat", seat),
            ("date", &day),
            ("staff", who),
        ];
        fields.map(|(name, value)| (name, value.to_owned()))
    };
    let send = async |chief: &mut crate::browser::Browser<'_>, fields: &[(&'static str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        chief.fill("/duty?desk=office", "/duty/plan/put", &fields).await
    };
    // Nobody there gives first aid at night.
    let refused = send(&mut chief, &put("night", "1", &one)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("somebody with “First aid”"),
        "{}",
        refused.text()
    );
    let first = send(&mut chief, &put("day", "1", &one)).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    let refused = send(&mut chief, &put("day", "2", &two)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("are never on the same turn") && refused.text().contains("Put it in all the same"),
        "{}",
        refused.text()
    );
    let mut despite = put("day", "2", &two).to_vec();
    despite.push(("despite", "yes".to_owned()));
    let done = send(&mut chief, &despite).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    // It stays told, to whoever plans.
    let told = |text: &str| text.contains("Planned against what is said of pairs");
    assert!(told(chief.get("/duty?desk=office").await.text()));
    let mut own = bureau.signed_in("duty-officer").await;
    assert!(!told(own.get("/duty?desk=office").await.text()));
}
