//! A warning that is in force is read by everybody until it is over, however old it is and however many came after it.

use crate::browser::Bureau;
use domain::Text;
use domain::case::Actor;
use domain::warning::{Certainty, Colour, Content, MessageKind, Paper, Response, Urgency, WarningEvent};
use jiff::{SignedDuration, Timestamp};
use store::WarningAppend;

/// More than are looked through as the newest ones.
const LATER: usize = 101;
/// The entries of the feed beside what is in force.
const ENTRIES: usize = 50;

fn content(headline: &str, expires: Timestamp) -> Content {
    let text = |en: &str| Text {
        zh: en.to_owned(),
        en: en.to_owned(),
    };
    Content {
        hazard: "rainstorm".to_owned(),
        colour: Colour::Orange,
        urgency: Urgency::Expected,
        certainty: Certainty::Likely,
        response: Response::Prepare,
        exercise: None,
        areas: vec!["chengdong".into()],
        place: None,
        polygons: Vec::new(),
        circles: Vec::new(),
        onset: None,
        expires,
        headline: text(headline),
        description: text("Rain."),
        instruction: text("Stay at home."),
    }
}

/// Writes down what happened to a warning at one moment, after its first `before` events, and when it ends by itself then.
async fn written(
    bureau: &Bureau,
    warning: &str,
    before: u64,
    events: Vec<WarningEvent>,
    (at, ends_at): (Timestamp, Option<Timestamp>),
) {
    for (expected, event) in (before..).zip(events) {
        let ends_at = ends_at.filter(|_| !matches!(event, WarningEvent::Drafted { .. }));
        let append = WarningAppend {
            warning: warning.to_owned(),
            expected,
            event,
            actor: Actor::program(),
            at,
            ends_at,
        };
        bureau.office.store.append_warning(append).await.unwrap();
    }
}

/// A message that was drafted and went out.
fn message(warning: &str, kind: MessageKind, content: Content) -> Vec<WarningEvent> {
    let content = Box::new(content);
    let paper = Box::new(Paper {
        identifier: format!("{warning}.1"),
        sender: "example.org".to_owned(),
        sent: "2026-01-01T00:00:00+08:00".to_owned(),
        xml: "<alert/>".to_owned(),
    });
    vec![WarningEvent::Drafted { kind, content }, WarningEvent::Published(paper)]
}

#[tokio::test]
async fn a_warning_in_force_stays_in_feed_and_lists_however_many_came_after_it() {
    let bureau = Bureau::staffed().await;
    let now = bureau.office.clock.now();
    let day = |n: i64| now + SignedDuration::from_hours(24 * n);
    let expires = day(1);
    // Longer ago than what is over stays in the feed.
    let days = bureau.office.pack.warnings.feed_days.as_ref().unwrap().value;
    let long_ago = day(-i64::from(days) - 1);
    let old = office::new_case_id(long_ago).to_string();
    let alert = message(&old, MessageKind::Alert, content("The dam leaks", expires));
    written(&bureau, &old, 0, alert, (long_ago, Some(expires))).await;
    for n in 0..LATER {
        let later = office::new_case_id(now).to_string();
        let cancel = message(&later, MessageKind::Cancel, content(&format!("Rain {n}"), expires));
        written(&bureau, &later, 0, cancel, (now, None)).await;
    }
    let mut guest = bureau.browser();
    let public = guest.get("/public/warnings").await;
    assert!(public.text().contains("The dam leaks"), "{}", public.text());
    for feed in ["/feeds/cap.atom", "/feeds/cap.atom?area=chengdong"] {
        let feed = guest.get(feed).await;
        assert!(feed.text().contains("The dam leaks"), "{}", feed.text());
        assert_eq!(feed.text().matches("<entry>").count(), ENTRIES + 1);
    }
    let elsewhere = guest.get("/feeds/cap.atom?area=zhuxi").await;
    assert_eq!(elsewhere.text().matches("<entry>").count(), 0);
    let mut duty = bureau.signed_in("duty-officer").await;
    let address = format!("/warnings/{old}");
    for list in ["/warnings", "/"] {
        let page = duty.get(list).await;
        assert!(page.text().contains(&address), "{list}: {}", page.text());
    }
    // Over, it is what it is by its age.
    written(&bureau, &old, 2, vec![WarningEvent::Ended], (now, None)).await;
    let feed = guest.get("/feeds/cap.atom").await;
    assert!(!feed.text().contains("The dam leaks"), "{}", feed.text());
    assert_eq!(feed.text().matches("<entry>").count(), ENTRIES);
    let public = guest.get("/public/warnings").await;
    assert!(!public.text().contains("The dam leaks"), "{}", public.text());
}
