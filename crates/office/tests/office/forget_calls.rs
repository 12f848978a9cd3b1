//! Calls are kept until their matter is closed and for the pack's days after it, never shorter; how many there were stays.

use super::sample::{clerk, registration};
use domain::CaseId;
use domain::call::About;
use domain::case::{Actor, Command};
use domain::duty::Staff;
use domain::pack::builtin;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Office};
use std::collections::BTreeMap;
use store::{CallsGone, NewAccount, Store};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn about(reason: &str, case: Option<CaseId>) -> About {
    About {
        reason: reason.to_owned(),
        args: BTreeMap::from([("name".to_owned(), "SJ1".to_owned())]),
        link: "/watch".to_owned(),
        case,
        drill: false,
        post: None,
        unit: None,
    }
}

#[tokio::test]
async fn a_call_goes_when_its_matter_has_been_closed_for_long_enough_and_is_counted() {
    let dir = tempfile::tempdir().unwrap();
    let raised = at("2026-10-01T02:10:00Z");
    let office = Office {
        store: Store::open(dir.path()).await.unwrap(),
        pack: builtin("demo-bureau").unwrap(),
        clock: Clock::standing_at(raised),
    };
    let account = NewAccount {
        id: "somebody".to_owned(),
        user: "somebody".to_owned(),
        name: "somebody".to_owned(),
        post: "duty-officer".into(),
        locale: None,
        password_hash: String::new(),
    };
    office.store.create_account(account, raised).await.unwrap();
    let request = registration("water", raised);
    let case = request.id;
    office::register(&office, request, &clerk(), raised, None)
        .await
        .unwrap();
    let program = Actor::program();
    let mut ids = BTreeMap::new();
    for (name, reason, case) in [
        ("of a case", "report-failed", Some(case)),
        ("silence", "heartbeat", None),
        ("a level", "level", None),
        ("nobody has it", "danger", None),
    ] {
        let call = office::raise_call(&office, about(reason, case), name, &program, raised).await;
        ids.insert(name, call.unwrap().unwrap());
    }
    let taken = raised + SignedDuration::from_mins(5);
    let staff = Staff("somebody".to_owned());
    for name in ["of a case", "silence"] {
        office::acknowledge_call(&office, &ids[name], &staff, taken)
            .await
            .unwrap();
    }
    office::end_call(&office, "a level", &program, taken).await.unwrap();
    let days = office.pack.calls.as_ref().unwrap().keep_days.as_ref().unwrap().value;
    let later = |from: Timestamp, days: i64| from + SignedDuration::from_hours(24 * days);
    let days = i64::from(days);
    let forget = async |now| office::forget_old_calls(&office, now).await.unwrap();
    let there = async |name: &str| office.store.call_of(name).await.unwrap().is_some();
    // Not a minute too early.
    assert_eq!(forget(later(taken, days) - SignedDuration::from_mins(1)).await, 0);
    assert_eq!(forget(later(taken, days)).await, 1);
    assert!(!there("a level").await && there("of a case").await && there("silence").await);
    // Of a case that is open, of silence that goes on, and of what nobody has taken, nothing goes, however long it is.
    assert_eq!(forget(later(taken, 10 * days)).await, 0);
    let closed = later(raised, 30);
    let reason = "来访人撤回".to_owned();
    office::act(&office, case, &Command::Withdraw { reason }, &clerk(), closed, None)
        .await
        .unwrap();
    office.store.beat("SJ1", later(raised, 40)).await.unwrap();
    assert_eq!(forget(later(closed, days) - SignedDuration::from_mins(1)).await, 0);
    assert_eq!(forget(later(closed, days)).await, 1);
    assert_eq!(forget(later(raised, days + 40)).await, 1);
    assert_eq!(forget(later(raised, 10 * days)).await, 0);
    assert!(there("nobody has it").await);
    // Nothing of them is left but how many there were.
    for name in ["of a case", "silence", "a level"] {
        assert_eq!(office::read_call(&office, &ids[name]).await.unwrap(), None);
        assert_eq!(office.store.sends_of(&ids[name]).await.unwrap(), []);
    }
    let gone = |reason: &str| CallsGone {
        month: "2026-10".to_owned(),
        reason: reason.to_owned(),
        n: 1,
        unanswered: 0,
    };
    let counted = office.store.calls_gone().await.unwrap();
    assert_eq!(counted, [gone("heartbeat"), gone("level"), gone("report-failed")]);
}
