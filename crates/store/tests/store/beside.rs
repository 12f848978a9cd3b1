//! What is kept beside the cases follows from streams too: a rebuild compares it with them.

use crate::keep::tamper;
use crate::support::{Home, at, registration, zone};
use domain::Text;
use domain::case::Actor;
use domain::daily::{DayEvent, Subject};
use domain::warning::{Certainty, Colour, Content, MessageKind, Paper, Response, Urgency, WarningEvent};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use store::{DayVersion, Store, WarningAppend};

const START: &str = "2026-03-02T01:00:00Z";
const EXPIRES: &str = "2026-03-02T13:00:00Z";

fn content() -> Content {
    let text = |text: &str| Text {
        zh: text.to_owned(),
        en: text.to_owned(),
    };
    Content {
        hazard: "rainstorm".to_owned(),
        colour: Colour::Orange,
        urgency: Urgency::Expected,
        certainty: Certainty::Likely,
        response: Response::Prepare,
        exercise: None,
        areas: Vec::new(),
        place: None,
        polygons: Vec::new(),
        circles: Vec::new(),
        onset: None,
        expires: at(EXPIRES),
        headline: text("暴雨橙色预警"),
        description: text("未来 12 小时有暴雨。"),
        instruction: text("不要外出。"),
    }
}

/// A warning that is in force until [`EXPIRES`].
async fn warn(store: &Store, warning: &str) {
    let paper = Paper {
        identifier: format!("{warning}.1"),
        sender: "example.org".to_owned(),
        sent: START.to_owned(),
        xml: "<alert/>".to_owned(),
    };
    let drafted = WarningEvent::Drafted {
        kind: MessageKind::Alert,
        content: Box::new(content()),
    };
    let events = [
        (drafted, None),
        (WarningEvent::Approved, None),
        (WarningEvent::Published(Box::new(paper)), Some(at(EXPIRES))),
    ];
    for (expected, (event, ends_at)) in (0..).zip(events) {
        let append = WarningAppend {
            warning: warning.to_owned(),
            expected,
            event,
            actor: Actor::program(),
            at: at(START),
            ends_at,
        };
        store.append_warning(append).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_kept_beside_the_cases_is_compared_with_its_streams() {
    let home = Home::new().await;
    let store = &home.store;
    let case = home.register(registration("断电", START), START).await;
    let subject = Subject::Case {
        id: case.id,
        number: case.number,
        title: case.title,
        unit: case.unit,
    };
    let confirmed = vec![DayEvent::Confirmed { subject }];
    store
        .append_day(date(2026, 3, 2), DayVersion(0), confirmed, Actor::program(), at(START))
        .await
        .unwrap();
    warn(store, "a").await;
    warn(store, "b").await;
    let beside = async || {
        let report = store.rebuild(&zone(), |_, _| {}).await.unwrap();
        assert_eq!(report.differed, Vec::<String>::new());
        report.beside
    };
    assert_eq!(beside().await, Vec::<String>::new());

    tamper(
        home.dir.path(),
        "UPDATE day_mentions SET case_id = zeroblob(16); INSERT INTO day_mentions VALUES (zeroblob(16), 20260301); \
         UPDATE warning_ends SET ends_at = ends_at + 1 WHERE warning = 'a'; DELETE FROM warning_ends WHERE warning = 'b'; \
         INSERT INTO warning_ends VALUES ('made-up', 1)",
    )
    .await;
    assert_eq!(beside().await, ["2026-03-01", "2026-03-02", "a", "b", "made-up"]);
    assert_eq!(beside().await, Vec::<String>::new());
    let ending = async |by: Timestamp| store.warnings_ending(by, 9).await.unwrap();
    assert_eq!(ending(at(EXPIRES)).await, ["a", "b"]);
    let before = at(EXPIRES) - SignedDuration::from_secs(1);
    assert_eq!(ending(before).await, Vec::<String>::new());
}
