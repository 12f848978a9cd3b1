//! Calendars of duty, as programs of others read them: followed by a secret address alone.

use crate::browser::{Answer, Bureau};
use crate::duty::{actor, on_shift_now, staff};
use axum::http::StatusCode;
use domain::UnitSlug;
use domain::duty::{RosterCommand, Shift, Tier};
use icalendar::Component as _;
use jiff::{SignedDuration, Timestamp};

const OFFICE: &str = "office";

#[tokio::test]
async fn a_calendar_is_followed_by_its_secret_address_alone() {
    // The clerk has a name that is hard to write down.
    let bureau = Bureau::with_pack(|pack| {
        let clerk = pack.people.iter_mut().find(|person| person.post.as_str() == "clerk");
        NASTY.clone_into(&mut clerk.unwrap().name);
    })
    .await;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let mut own = bureau.signed_in("duty-officer").await;
    let csrf = own.get("/duty").await.hidden("csrf");
    let page = own.post("/duty/feed", &[("csrf", &csrf)]).await;
    let first = link(page.text());
    let mut guest = bureau.browser();
    let answer = guest.get(&first).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    let roster = office::read_roster(&bureau.office, &OFFICE.into()).await.unwrap();
    let [own_shift, next_shift] = ["a", "b"].map(|id| &roster.shifts[id]);
    let [event] = events(&answer).try_into().unwrap();
    assert_eq!(event.uid, "office-a@duty.huying");
    assert_eq!(
        (event.begins, event.ends),
        (second(own_shift.from), second(own_shift.until))
    );
    assert_eq!(event.place, "Response Office");
    // What is the same has the same uid, whenever it is asked for.
    assert_eq!(events(&guest.get(&first).await), [event]);
    // A new one ends the old one, and it can be ended.
    let newer = link(own.post("/duty/feed", &[("csrf", &csrf)]).await.text());
    assert_eq!(guest.get(&first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(guest.get(&newer).await.status, StatusCode::OK);
    own.post("/duty/feed", &[("csrf", &csrf), ("end", "yes")]).await;
    assert_eq!(guest.get(&newer).await.status, StatusCode::NOT_FOUND);
    // All shifts of a post are given out by whoever plans them.
    assert_eq!(
        own.post("/duty/feed", &[("csrf", &csrf), ("whose", "officer")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let mut chief = bureau.signed_in("office-chief").await;
    let csrf = chief.get("/duty").await.hidden("csrf");
    let post = link(
        chief
            .post("/duty/feed", &[("csrf", &csrf), ("whose", "officer")])
            .await
            .text(),
    );
    let [one, two] = events(&guest.get(&post).await).try_into().unwrap();
    assert_eq!(
        (one.uid.as_str(), two.uid.as_str()),
        ("office-a@duty.huying", "office-b@duty.huying")
    );
    assert_eq!(
        (two.begins, two.ends),
        (second(next_shift.from), second(next_shift.until))
    );
    // A name comes whole, whatever of the format's own signs is in it.
    assert_eq!(two.summary, format!("Officer on watch · {NASTY}"));
    // Half of a shift is somebody else's: it has a uid of its own, and the other half keeps its.
    let half = next_shift.from + SignedDuration::from_hours(3);
    let over = domain::duty::Override {
        shift: "b".to_owned(),
        staff: staff(&bureau, "office-analyst").await,
        from: half,
        until: next_shift.until,
    };
    let over = RosterCommand::Override { over, despite: false };
    let (office, unit) = (&bureau.office, UnitSlug::from(OFFICE));
    let planner = actor(&bureau, "office-chief").await;
    let done = office::change_roster(office, &unit, &over, &planner, office.clock.now());
    done.await.unwrap();
    let parts = events(&guest.get(&post).await);
    let other = format!("office-b-{}@duty.huying", half.as_second());
    assert_eq!(uids(&parts), ["office-a@duty.huying", &other, "office-b@duty.huying"]);
    assert_eq!((parts[2].ends, parts[1].begins), (second(half), second(half)));
}

/// A post's calendar names nobody to come who serves no more, as the roster's gaps say; what was stays as it was.
#[tokio::test]
async fn a_calendar_of_a_post_has_nobody_to_come_who_serves_no_more() {
    let bureau = Bureau::staffed().await;
    let (office, unit) = (&bureau.office, UnitSlug::from(OFFICE));
    let now = office.clock.now();
    let hour = |n| now + SignedDuration::from_hours(n);
    let [officer, analyst, clerk] = [
        staff(&bureau, "duty-officer").await,
        staff(&bureau, "office-analyst").await,
        staff(&bureau, "clerk").await,
    ];
    let shift = Shift {
        id: "past".to_owned(),
        tier: Tier::Officer,
        turn: None,
        date: office.pack.zone.to_datetime(hour(-9)).date(),
        from: hour(-9),
        until: hour(-5),
        staff: analyst.clone(),
    };
    let put = RosterCommand::Put { shift, despite: false };
    let planner = actor(&bureau, "office-chief").await;
    let done = office::change_roster(office, &unit, &put, &planner, hour(-10));
    done.await.unwrap();
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let mut chief = bureau.signed_in("office-chief").await;
    let csrf = chief.get("/duty").await.hidden("csrf");
    let sent = [("csrf", csrf.as_str()), ("whose", "officer")];
    let post = link(chief.post("/duty/feed", &sent).await.text());
    let mut guest = bureau.browser();
    let before = events(&guest.get(&post).await);
    assert_eq!(
        uids(&before),
        [
            "office-a@duty.huying",
            "office-b@duty.huying",
            "office-past@duty.huying"
        ]
    );
    // One has left, another has a post that keeps no watch.
    office.store.set_disabled(&analyst.0, Some(now)).await.unwrap();
    office.store.set_post(&clerk.0, &"auditor".into()).await.unwrap();
    let after = events(&guest.get(&post).await);
    assert_eq!(uids(&after), ["office-a@duty.huying", "office-past@duty.huying"]);
    assert_eq!(after[1].summary, "Officer on watch · somebody who has left");
    // Whose shift runs covers nothing of it any more.
    office.store.set_disabled(&officer.0, Some(now)).await.unwrap();
    let none = events(&guest.get(&post).await);
    assert_eq!(uids(&none), ["office-past@duty.huying"]);
}

fn uids(events: &[Entry]) -> Vec<&str> {
    events.iter().map(|event| event.uid.as_str()).collect()
}

/// The secret address that a page shows.
fn link(text: &str) -> String {
    let at = text.find("/feeds/duty/").unwrap();
    text[at..].split(".ics").next().unwrap().to_owned() + ".ics"
}

/// Signs that mean something to the format, and more than a line of it can hold.
const NASTY: &str = "贺晚舟; 林小满, \\N \"值班员\": 名字很长很长很长很长很长很长很长很长很长很长很长很长很长";

/// An entry as a program of others reads it.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    uid: String,
    begins: Timestamp,
    ends: Timestamp,
    summary: String,
    place: String,
}

/// The entries of a feed, by their uids; each moment says its zone.
fn events(answer: &Answer) -> Vec<Entry> {
    let read: icalendar::Calendar = answer.text().parse().unwrap();
    let of = read
        .components
        .iter()
        .filter_map(icalendar::CalendarComponent::as_event);
    let mut events: Vec<Entry> = of
        .map(|event| {
            let text = |name: &str| {
                event
                    .property_value(name)
                    .unwrap_or_else(|| panic!("{name}: {event:?}"))
            };
            let moment = |name: &str| {
                let utc = text(name)
                    .strip_suffix('Z')
                    .expect("a moment in UTC, not on somebody's wall");
                let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", utc).unwrap();
                jiff::tz::TimeZone::UTC.to_timestamp(at).unwrap()
            };
            assert!(moment("DTSTAMP") <= Timestamp::now());
            Entry {
                uid: text("UID").to_owned(),
                begins: moment("DTSTART"),
                ends: moment("DTEND"),
                summary: event.get_summary().unwrap().to_owned(),
                place: text("LOCATION").to_owned(),
            }
        })
        .collect();
    events.sort_by(|one, other| one.uid.cmp(&other.uid));
    events
}

/// Calendars count in seconds.
fn second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap()
}
