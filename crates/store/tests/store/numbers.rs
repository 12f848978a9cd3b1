//! The day's numbers and items, as of a moment, against counting by hand.

use crate::support::{Home, at, happen, kind, register, registration, zone};
use domain::case::{Answer, Case, Event, Outcome};
use domain::{ClockSlug, StatusSlug, UnitSlug};
use jiff::civil::date;
use store::{Append, DayCaseNumbers};

/// 9 in the morning of 2 March, in Shanghai.
const MORNING: &str = "2026-03-02T01:00:00Z";
const EVENING: &str = "2026-03-02T12:00:00Z";

async fn filled() -> Home {
    let home = Home::new().await;
    for n in 0..6 {
        let mut said = registration(&format!("第{n}件"), MORNING);
        said.unit = UnitSlug::new(format!("unit{}", n % 2));
        said.casualties = (n == 1).then_some(2);
        said.repeats = if n == 2 { 5 } else { 0 };
        home.store.append(register(said, MORNING)).await.unwrap();
    }
    let mut before = registration("前一天", "2026-03-01T01:00:00Z");
    before.finished_at_source = Some(at("2026-03-02T05:00:00Z"));
    let mut append = register(before, "2026-03-01T02:00:00Z");
    append.events.push(Event::ClockStopped {
        clock: ClockSlug::from("answer"),
        at: Some(at("2026-03-02T05:00:00Z")),
    });
    home.store.append(append).await.unwrap();
    home
}

/// Its answer, which ends its clock.
fn answered(case: &Case, when: &str) -> Append {
    let answer = Answer {
        text: "已办".to_owned(),
        outcome: Outcome::Solved,
        by: None,
        at: at(when),
    };
    let events = vec![
        Event::Answered {
            answer,
            status: StatusSlug::from("answered"),
        },
        Event::ClockStopped {
            clock: ClockSlug::from("answer"),
            at: None,
        },
    ];
    happen(case, events, when)
}

#[tokio::test]
async fn a_day_is_counted_on_its_base() {
    let home = filled().await;
    let day = date(2026, 3, 2);
    let on = async |as_of: &str| home.store.changed(&kind(), &zone(), at(as_of).into()).await.unwrap();
    let ask = async |as_of: &str| home.store.day_numbers(day, &zone(), &on(as_of).await).await.unwrap();
    let noon = "2026-03-02T04:00:00Z";
    assert_eq!(
        ask(noon).await,
        DayCaseNumbers {
            received: 6,
            finished: 0,
            open: 7,
            overdue: 1
        }
    );
    assert_eq!(
        ask(EVENING).await,
        DayCaseNumbers {
            received: 6,
            finished: 1,
            open: 6,
            overdue: 0
        }
    );
    // The due second itself is in time; the second after is late.
    assert_eq!(ask("2026-03-03T01:00:00.9Z").await.overdue, 0);
    assert_eq!(ask("2026-03-03T01:00:01Z").await.overdue, 6);
    assert_eq!(
        ask("2026-03-02T00:00:00Z").await,
        DayCaseNumbers {
            received: 0,
            finished: 0,
            open: 1,
            overdue: 0
        }
    );

    let evening = on(EVENING).await;
    let counts = home.store.day_counts(&[day, date(2026, 3, 5)], &evening).await.unwrap();
    assert_eq!(counts[0].categories.values().sum::<u64>(), 6);
    assert_eq!(counts[0].areas.get("north"), Some(&6));
    assert!(counts[1].categories.is_empty());
    for (day, received) in [(date(2026, 2, 28), 0), (date(2026, 3, 1), 1), (day, 6)] {
        assert_eq!(home.store.received(day, &evening).await.unwrap(), received);
    }
    let units = home
        .store
        .unit_numbers(day, &on("2026-03-04T00:00:00Z").await)
        .await
        .unwrap();
    assert_eq!(units.get("unit0"), Some(&(3, 3)));
    assert_eq!(home.store.first_day(&kind()).await.unwrap(), Some(date(2026, 3, 1)));
    assert!(home.store.warning_years(&[&evening]).await.unwrap().is_empty());
}

#[tokio::test]
async fn items_are_as_they_stood_then() {
    let home = filled().await;
    let day = date(2026, 3, 2);
    let ask = async |as_of: &str, near: u32| home.store.items(&kind(), day, at(as_of), near, 3, 10).await.unwrap();
    // Eleven of the clocks' twenty-four hours are used up: 45.8 %.
    let grave = ask(EVENING, 46).await;
    assert_eq!(
        grave.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(),
        ["第1件", "第2件"]
    );
    let near = ask(EVENING, 45).await;
    assert_eq!(near.len(), 6);
    assert_eq!(near[0].clocks.len(), 1);
    // What happens later changes nothing about then.
    for item in &near {
        let case = home.store.case(item.id).await.unwrap().unwrap();
        home.store
            .append(answered(&case, "2026-03-02T13:00:00Z"))
            .await
            .unwrap();
    }
    assert_eq!(ask(EVENING, 45).await, near);
    assert_eq!(ask(EVENING, 46).await, grave);
    assert_eq!(ask("2026-03-02T14:00:00Z", 45).await.len(), 2);
}

/// Of the hotline: whoever asks again raises the first case, which may be old and have no clock that runs.
#[tokio::test]
async fn what_is_grave_is_asked_after_until_it_is_finished() {
    let home = Home::new().await;
    let received = "2026-02-24T01:00:00Z";
    for (title, repeats) in [("又来电", 3), ("来过", 2)] {
        let mut said = registration(title, received);
        said.repeats = repeats;
        let mut append = register(said, received);
        append.events.push(Event::ClockStopped {
            clock: ClockSlug::from("answer"),
            at: None,
        });
        home.store.append(append).await.unwrap();
    }
    let ask = async |day: i8, as_of: &str| {
        let kind = kind();
        let found = home.store.items(&kind, date(2026, 3, day), at(as_of), 80, 3, 10);
        found
            .await
            .unwrap()
            .into_iter()
            .map(|item| (item.id, item.title))
            .collect::<Vec<_>>()
    };
    let found = ask(2, EVENING).await;
    assert_eq!(
        found.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>(),
        ["又来电"]
    );
    let case = home.store.case(found[0].0).await.unwrap().unwrap();
    home.store
        .append(answered(&case, "2026-03-02T13:00:00Z"))
        .await
        .unwrap();
    assert_eq!(ask(2, EVENING).await, found, "then");
    assert!(ask(2, "2026-03-02T14:00:00Z").await.is_empty());
    assert!(ask(3, "2026-03-03T12:00:00Z").await.is_empty());
}

#[tokio::test]
async fn marks_are_due_once_written_down_no_more() {
    let home = Home::new().await;
    let case = home.register(registration("限时", MORNING), MORNING).await;
    assert!(home.store.due_marks(at(EVENING), 10).await.unwrap().is_empty());
    let due = home.store.due_marks(at("2026-03-02T13:00:00Z"), 10).await.unwrap();
    assert_eq!(
        due.iter().map(|mark| (mark.case, mark.percent)).collect::<Vec<_>>(),
        [(case.id, 50)]
    );
    // Nobody looked until it was over: only the highest.
    let due = home.store.due_marks(at("2026-03-04T00:00:00Z"), 10).await.unwrap();
    assert_eq!(due.iter().map(|mark| mark.percent).collect::<Vec<_>>(), [100]);
    let event = Event::MarkReached {
        clock: ClockSlug::from("answer"),
        percent: 100,
    };
    home.happen(&case, vec![event], "2026-03-04T00:00:00Z").await;
    assert!(
        home.store
            .due_marks(at("2026-03-05T00:00:00Z"), 10)
            .await
            .unwrap()
            .is_empty()
    );
}
