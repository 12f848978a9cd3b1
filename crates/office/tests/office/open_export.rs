//! A list of the largest size is saved: each case has it written down, also while others write.

use crate::sample::{clerk, registration};
use domain::CaseId;
use domain::case::{Command, Opening, Reason, Registration, decide};
use domain::pack::builtin;
use jiff::Timestamp;
use office::{Clock, Error, Office};
use std::time::{Duration, Instant};
use store::{AccessFilter, Append, Store, Viewer};

/// The most rows that the desk saves at once.
const MOST: usize = 20_000;
/// The longest that an answer of the desk may take.
const LIMIT: Duration = Duration::from_mins(2);

fn now() -> Timestamp {
    "2026-03-04T09:00:00+08:00".parse().unwrap()
}

async fn registered(office: &Office, n: usize) -> Vec<CaseId> {
    let append = |n| {
        let registration = Registration {
            title: format!("演示 {n}"),
            description: String::new(),
            ..registration("water", now())
        };
        let case = registration.id;
        let command = Command::Register(Box::new(registration));
        Append {
            case,
            state: None,
            events: decide(None, &command, &clerk(), &office.pack, now()).unwrap(),
            actor: clerk(),
            at: now(),
            zone: office.pack.zone.clone(),
            source_system: String::new(),
            key: None,
            jobs: Vec::new(),
        }
    };
    let answers = office.store.append_many((0..n).map(append).collect()).await;
    answers.into_iter().map(|answer| answer.unwrap().case).collect()
}

fn reason(chosen: &str) -> Reason {
    Reason {
        chosen: Some(chosen.to_owned()),
        written: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_largest_list_ends_in_time_while_others_write() {
    let dir = tempfile::tempdir().unwrap();
    let office = Office {
        store: Store::open(dir.path()).await.unwrap(),
        pack: builtin("demo-bureau").unwrap(),
        clock: Clock::real(),
    };
    let cases = registered(&office, MOST).await;
    let refused = office::open_export(&office, &cases[..2], &reason("curiosity"), &clerk(), now()).await;
    assert!(matches!(refused, Err(Error::Refused(_))));

    // Somebody writes to the same cases meanwhile; who comes second decides again.
    let (busy, some) = (office.clone(), cases[..200].to_vec());
    let other = tokio::spawn(async move {
        for case in some {
            let what = Opening::Export;
            let command = Command::Open {
                what,
                reason: reason("handling"),
            };
            office::act(&busy, case, &command, &clerk(), now(), None).await.unwrap();
        }
    });
    let began = Instant::now();
    office::open_export(&office, &cases, &reason("statistics"), &clerk(), now())
        .await
        .unwrap();
    let took = began.elapsed();
    other.await.unwrap();
    println!("{MOST} cases written down in {took:?}");
    assert!(took < LIMIT, "{took:?}");

    let mut after = None;
    let mut seen = 0;
    loop {
        let filter = AccessFilter {
            what: Some("export".to_owned()),
            ..AccessFilter::default()
        };
        let page = office
            .store
            .access_record(&Viewer::body(), &filter, after.as_ref(), 1_000)
            .await
            .unwrap();
        seen += page
            .rows
            .iter()
            .filter(|line| line.reason == reason("statistics"))
            .count();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, MOST);
}
