//! The daily loop's streams, jobs, files.

use crate::support::{Home, at, register, registration};
use domain::UnitSlug;
use domain::case::Actor;
use domain::daily::{DayEvent, Subject};
use jiff::SignedDuration;
use jiff::civil::date;
use store::{DayVersion, DecidedOn, Error, NewJob, NewReport, Store};

const NOW: &str = "2026-03-02T01:00:00Z";

fn confirmed() -> DayEvent {
    DayEvent::Confirmed {
        subject: Subject::Category {
            category: "fire".into(),
        },
    }
}

#[tokio::test]
async fn a_day_is_a_stream_and_its_brief_is_numbered_once() {
    let home = Home::new().await;
    let day = date(2026, 3, 2);
    let store = &home.store;
    let append = async |expected, n: usize| {
        store
            .append_day(
                day,
                DayVersion(expected),
                vec![confirmed(); n],
                Actor::program(),
                at(NOW),
            )
            .await
    };
    assert_eq!(append(0, 2).await.unwrap(), DayVersion(2));
    assert!(matches!(append(1, 1).await, Err(Error::Conflict { current: 2 })));
    let sign = async |day, expected| {
        store
            .sign_brief(day, DayVersion(expected), 1, Actor::program(), at(NOW))
            .await
    };
    assert!(matches!(sign(day, 1).await, Err(Error::Conflict { current: 2 })));
    assert_eq!(sign(day, 2).await.unwrap(), (1, 1));
    assert_eq!(sign(date(2026, 3, 3), 0).await.unwrap(), (2, 2));
    assert_eq!(sign(date(2027, 1, 1), 0).await.unwrap(), (1, 3));
    let events = store.day_events(day).await.unwrap();
    assert_eq!(events.iter().map(|event| event.version).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(matches!(
        events[2].event,
        DayEvent::BriefSigned {
            version: 1,
            issue: 1,
            running: 1
        }
    ));
    assert_eq!(store.days(None, 2).await.unwrap(), [date(2027, 1, 1), date(2026, 3, 3)]);
    assert_eq!(store.days(Some(date(2026, 3, 3)), 9).await.unwrap(), [day]);
}

#[tokio::test]
async fn a_task_and_the_decision_that_it_is_made_of_are_written_both_or_neither() {
    let home = Home::new().await;
    let (day, store) = (date(2026, 3, 2), &home.store);
    let on = |expected| DecidedOn {
        date: day,
        expected: DayVersion(expected),
        subject: Subject::Category {
            category: "fire".into(),
        },
    };
    let keyed = |key: &str| {
        let mut append = register(registration("查一查", NOW), NOW);
        append.key = Some(key.to_owned());
        append
    };
    // The day's stream is elsewhere: no task either.
    let late = store.append_decided(keyed("a"), on(7)).await;
    assert!(matches!(late, Err(Error::Conflict { current: 0 })), "{late:?}");
    assert_eq!(store.total_cases().await.unwrap(), 0);

    let append = keyed("a");
    let first = store.append_decided(append.clone(), on(0)).await.unwrap();
    // The same once more, though the stream has gone on.
    let again = store.append_decided(append, on(0)).await.unwrap();
    assert!(!first.repeated && again.repeated);
    assert_eq!(first.case, again.case);
    // Of two at once one finds the stream as it read it.
    let (one, other) = tokio::join!(
        store.append_decided(keyed("b"), on(1)),
        store.append_decided(keyed("c"), on(1))
    );
    assert_eq!([one, other].iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(store.total_cases().await.unwrap(), 2);
    let events = store.day_events(day).await.unwrap();
    assert_eq!(events.len(), 2);
    let DayEvent::Decided { task, number, .. } = &events[0].event else {
        panic!("{events:?}");
    };
    assert_eq!((*task, number), (first.case, &first.number));
}

#[tokio::test]
async fn a_correction_is_a_version_and_the_same_file_is_none() {
    let home = Home::new().await;
    let report = |unit: &str, sha256: &str| NewReport {
        unit: UnitSlug::from(unit),
        date: date(2026, 3, 2),
        received_at: at(NOW),
        cases: 0,
        rejected: 0,
        file: String::new(),
        sha256: sha256.to_owned(),
    };
    let mut versions = Vec::new();
    for (unit, sha256) in [("a", "1"), ("b", ""), ("a", "2"), ("a", "1"), ("b", "")] {
        versions.push(home.store.record_report(report(unit, sha256)).await.unwrap().version);
    }
    assert_eq!(versions, [1, 1, 2, 1, 2]);
    let kept = home.store.reports(date(2026, 3, 2)).await.unwrap();
    assert_eq!(
        kept.iter().map(|r| (r.unit.as_str(), r.version)).collect::<Vec<_>>(),
        [("a", 1), ("b", 1), ("a", 2), ("b", 2)]
    );
}

#[tokio::test]
async fn a_job_is_taken_by_one_and_again_when_its_lease_is_over() {
    let home = Home::new().await;
    let job = || NewJob {
        kind: "mail".to_owned(),
        payload: "{}".to_owned(),
        run_at: at(NOW),
        key: "1".to_owned(),
    };
    home.store.enqueue(job()).await.unwrap();
    home.store.enqueue(job()).await.unwrap();
    let minute = SignedDuration::from_mins(1);
    let lease = async |now: jiff::Timestamp| home.store.lease_job(&["mail"], now, minute).await.unwrap();
    assert!(lease(at(NOW) - minute).await.is_none());
    let first = lease(at(NOW)).await.unwrap();
    assert_eq!((first.kind.as_str(), first.attempts), ("mail", 0));
    assert!(lease(at(NOW)).await.is_none());
    let again = lease(at(NOW) + minute).await.unwrap();
    assert_eq!((again.id, again.attempts), (first.id, 1));
    home.store
        .fail_job(again.id, "no line", at(NOW) + minute * 5)
        .await
        .unwrap();
    assert!(lease(at(NOW) + minute * 4).await.is_none());
    home.store
        .finish_job(lease(at(NOW) + minute * 5).await.unwrap().id)
        .await
        .unwrap();
    home.store.enqueue(job()).await.unwrap();
    assert!(lease(at(NOW) + minute * 60).await.is_none());
}

#[tokio::test]
async fn what_a_program_had_begun_is_taken_up_at_once_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let job = NewJob {
        kind: "mail".to_owned(),
        payload: "{}".to_owned(),
        run_at: at(NOW),
        key: "1".to_owned(),
    };
    let lease = async |store: &Store| {
        let hour = SignedDuration::from_hours(1);
        store
            .lease_job(&["mail"], at(NOW), hour)
            .await
            .unwrap()
            .map(|job| job.attempts)
    };
    let store = Store::open(dir.path()).await.unwrap();
    store.enqueue(job).await.unwrap();
    assert_eq!((lease(&store).await, lease(&store).await), (Some(0), None));
    store.close().await;
    let store = Store::open(dir.path()).await.unwrap();
    assert_eq!((lease(&store).await, lease(&store).await), (Some(1), None));
    store.close().await;
}

#[tokio::test]
async fn a_file_is_kept_by_its_hash_and_damage_is_seen() {
    let home = Home::new().await;
    let case = home.register(registration("有照片", NOW), NOW).await.id;
    let hash = home.store.put_file(case, b"abc").await.unwrap();
    assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(home.store.put_file(case, b"abc").await.unwrap(), hash);
    assert_eq!(
        home.store.file(case, &hash).await.unwrap().as_deref(),
        Some(b"abc".as_slice())
    );
    assert!(home.store.file(case, "../../etc/passwd").await.unwrap().is_none());
    assert!(home.store.file(case, &"0".repeat(64)).await.unwrap().is_none());
    let other = home.register(registration("另一件", NOW), NOW).await.id;
    assert!(home.store.file(other, &hash).await.unwrap().is_none());
    let file = only_file(&home.dir.path().join("files"));
    let mut boxed = std::fs::read(&file).unwrap();
    assert!(!boxed.windows(3).any(|bytes| bytes == b"abc"));
    *boxed.last_mut().unwrap() ^= 1;
    std::fs::write(&file, boxed).unwrap();
    assert!(matches!(home.store.file(case, &hash).await, Err(Error::Corrupt(_))));
}

/// The one file under a folder.
fn only_file(folder: &std::path::Path) -> std::path::PathBuf {
    let mut inside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = inside.next().unwrap();
    assert!(inside.next().is_none(), "{}", folder.display());
    if found.is_dir() { only_file(&found) } else { found }
}
