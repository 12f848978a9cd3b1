//! Marks of clocks: written down by the program, however many are due.

use crate::sample::{clerk, registration};
use domain::case::{Command, Registration, decide};
use domain::pack::builtin;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Office};
use store::{Append, Store};

/// More than are read at once.
const CASES: usize = 700;

#[tokio::test]
async fn a_great_many_marks_are_written_and_each_once() {
    let dir = tempfile::tempdir().unwrap();
    let received: Timestamp = "2026-03-04T02:00:00Z".parse().unwrap();
    let office = Office {
        store: Store::open(dir.path()).await.unwrap(),
        pack: builtin("demo-bureau").unwrap(),
        clock: Clock::starting_at(received),
    };
    let mut ids = Vec::new();
    let mut appends = Vec::new();
    for _ in 0..CASES {
        let registration = Registration {
            category: "traffic".into(),
            ..registration("transport", received)
        };
        ids.push(registration.id);
        let command = Command::Register(Box::new(registration));
        appends.push(Append {
            case: ids[ids.len() - 1],
            state: None,
            events: decide(None, &command, &clerk(), &office.pack, received).unwrap(),
            actor: clerk(),
            at: received,
            zone: office.pack.zone.clone(),
            source_system: String::new(),
            key: None,
            jobs: Vec::new(),
        });
    }
    for done in office.store.append_many(appends).await {
        done.unwrap();
    }
    let before = office.store.case(ids[0]).await.unwrap().unwrap();
    let open = before.clocks.iter().filter(|clock| clock.is_open()).count();
    assert!(open > 1, "one case has several clocks");

    let late = received + SignedDuration::from_hours(24 * 30);
    let written = office::run_due_marks(&office, late).await.unwrap();
    assert_eq!(written, (CASES * open) as u64);
    assert_eq!(office::run_due_marks(&office, late).await.unwrap(), 0);
    for case in office.store.cases(&ids).await.unwrap().values() {
        assert_eq!(case.version, before.version + open as u64);
        assert!(case.clocks.iter().all(|clock| clock.marks == [100]));
    }
}
