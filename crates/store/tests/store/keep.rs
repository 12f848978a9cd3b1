//! Rebuild, backup, restore.

use crate::support::{Home, at, happen, register, registration, zone};
use domain::case::Event;
use domain::{ClockSlug, StatusSlug, UnitSlug};
use jiff::SignedDuration;
use sqlx::{Connection as _, Executor as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use store::{CaseKeys, Error, Filter, Sort, Store, Viewer};

const START: &str = "2026-03-02T01:00:00Z";

/// A repeatable source of choices.
struct Choices(u64);

impl Choices {
    fn of(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// 150 cases to which 600 things happen.
async fn lived() -> Home {
    let home = Home::new().await;
    let mut choices = Choices(42);
    let mut ids = Vec::new();
    for n in 0..150_i64 {
        let mut said = registration(&format!("第{n}件 消防"), START);
        said.external = (n % 2 == 0).then(|| format!("E{n}"));
        ids.push(said.id);
        let when = at(START) + SignedDuration::from_mins(n);
        home.store.append(register(said, &when.to_string())).await.unwrap();
    }
    for n in 0..600_i64 {
        let id = ids[usize::try_from(choices.of(150)).unwrap()];
        let case = home.store.case(id).await.unwrap().unwrap();
        let when = at(START) + SignedDuration::from_mins(150 + n);
        let clock = ClockSlug::from("answer");
        let status = StatusSlug::new(format!("s{}", choices.of(4)));
        let event = match choices.of(9) {
            0 => Event::Accepted { status },
            1 => Event::Dispatched {
                unit: UnitSlug::new(format!("unit{}", choices.of(3))),
                leader: "head".into(),
                note: String::new(),
                status,
                waits: choices.of(2) == 1,
            },
            2 => Event::ClockPaused {
                clock,
                reason: "等".to_owned(),
            },
            3 => Event::ClockResumed {
                clock,
                due: when + SignedDuration::from_hours(9),
                warning: None,
            },
            4 => Event::MarkReached { clock, percent: 50 },
            5 => Event::ClockStopped { clock, at: None },
            6 => Event::RepeatRecorded,
            7 => Event::Withdrawn {
                reason: "撤".to_owned(),
                status,
            },
            _ => Event::Reopened {
                reason: "又".to_owned(),
                status,
                keeps: false,
            },
        };
        home.store
            .append(happen(&case, vec![event], &when.to_string()))
            .await
            .unwrap();
    }
    home
}

async fn worklist(store: &Store) -> Vec<store::CaseRow> {
    store
        .list(&Viewer::body(), &Filter::default(), Sort::ReceivedOldest, None, 10_000)
        .await
        .unwrap()
        .rows
}

pub(crate) async fn tamper(dir: &Path, sql: &'static str) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", dir.join("huying.db").display());
    let mut conn = sqlx::AnyConnection::connect(&url).await.unwrap();
    conn.execute(sqlx::raw_sql(sql)).await.unwrap();
    conn.close().await.unwrap();
}

#[tokio::test]
async fn rebuilt_equals_kept() {
    let home = lived().await;
    let before = worklist(&home.store).await;
    let seen = AtomicU64::new(0);
    let report = home
        .store
        .rebuild(&zone(), |done, total| {
            assert_eq!(total, 150);
            seen.store(done, Ordering::Relaxed);
        })
        .await
        .unwrap();
    assert_eq!(
        (report.cases, report.events, report.differed.len()),
        (150, 900, 0),
        "{report:?}"
    );
    assert_eq!(seen.load(Ordering::Relaxed), 150);
    assert_eq!(worklist(&home.store).await, before);
}

#[tokio::test]
async fn what_was_tampered_with_is_named_and_mended() {
    let home = lived().await;
    let before = worklist(&home.store).await;
    tamper(
        home.dir.path(),
        "UPDATE cases SET title = 'x' WHERE seq = 3; DELETE FROM cases WHERE seq IN (7, 150); \
         DELETE FROM clocks WHERE case_seq = 9; UPDATE clocks SET due_at = due_at + 1 WHERE case_seq = 11; \
         DELETE FROM search WHERE rowid < 50",
    )
    .await;
    let report = home.store.rebuild(&zone(), |_, _| {}).await.unwrap();
    let numbers = [3, 7, 9, 11, 150].map(|n| format!("20260302-{n:05}"));
    assert_eq!(report.differed, numbers);
    assert_eq!(worklist(&home.store).await, before);
    let found = Filter {
        text: Some("消防".to_owned()),
        ..Filter::default()
    };
    assert_eq!(home.store.count(&Viewer::body(), &found, 1000).await.unwrap(), 150);
    // The writer knows again where it stands.
    let next = home
        .store
        .append(register(registration("下一件", START), START))
        .await
        .unwrap();
    assert_eq!(next.number, "20260302-00151");
    assert!(
        home.store
            .rebuild(&zone(), |_, _| {})
            .await
            .unwrap()
            .differed
            .is_empty()
    );
}

#[tokio::test]
async fn what_was_made_up_past_the_events_is_named_and_goes() {
    let home = lived().await;
    let before = worklist(&home.store).await;
    tamper(
        home.dir.path(),
        "CREATE TEMP TABLE made AS SELECT * FROM cases WHERE seq = 5; \
         UPDATE made SET seq = 9000, id = zeroblob(16), number = 'made-up', external = NULL; INSERT INTO cases SELECT * FROM made; \
         UPDATE made SET seq = 0, id = randomblob(16), number = 'before-all'; INSERT INTO cases SELECT * FROM made; \
         CREATE TEMP TABLE clock AS SELECT * FROM clocks WHERE case_seq = 5; UPDATE clock SET case_seq = 9001; \
         INSERT INTO clocks SELECT * FROM clock",
    )
    .await;
    let report = home.store.rebuild(&zone(), |_, _| {}).await.unwrap();
    assert_eq!(report.differed, ["before-all", "made-up", "#9001"]);
    assert_eq!(worklist(&home.store).await, before);
    let again = home.store.rebuild(&zone(), |_, _| {}).await.unwrap();
    assert_eq!(again.differed, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_others_write_is_one_moment() {
    let home = lived().await;
    let case = home.register(registration("有照片", START), START).await.id;
    let file = home.store.put_file(case, "照片".as_bytes()).await.unwrap();
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("backup.tar");
    let writing = {
        let store = home.store.clone();
        tokio::spawn(async move {
            for n in 0..200 {
                store
                    .append(register(registration(&format!("同时{n}"), START), START))
                    .await
                    .unwrap();
            }
        })
    };
    let report = home.store.backup(&to).await.unwrap();
    writing.await.unwrap();
    assert!((151..=351).contains(&report.cases), "{report:?}");
    assert_eq!(report.bytes, std::fs::metadata(&to).unwrap().len());
    let names: Vec<_> = std::fs::read_dir(out.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");

    let new = out.path().join("new");
    keep_key(home.dir.path(), &new);
    let restored = restore(&to, &new).await.unwrap();
    assert_eq!((restored.cases, restored.files), (report.cases, 1));
    let store = Store::open(&new).await.unwrap();
    assert_eq!(store.total_cases().await.unwrap(), report.cases);
    assert_eq!(
        store.file(case, &file).await.unwrap().as_deref(),
        Some("照片".as_bytes())
    );
    assert!(store.rebuild(&zone(), |_, _| {}).await.unwrap().differed.is_empty());
    store.close().await;
    assert!(matches!(restore(&to, &new).await, Err(Error::BadBackup(_))));
    assert!(matches!(restore(&to, home.dir.path()).await, Err(Error::Locked { .. })));
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let home = Home::new().await;
    let case = home.register(registration("一件", START), START).await.id;
    home.store.put_file(case, &[7; 5000]).await.unwrap();
    let out = tempfile::tempdir().unwrap();
    let good = out.path().join("good.tar");
    home.store.backup(&good).await.unwrap();
    let bytes = std::fs::read(&good).unwrap();
    let bad = out.path().join("bad.tar");
    let new = out.path().join("new");
    let length = bytes.len();
    let mut tries: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"not a backup at all".repeat(100),
        bytes[..length / 2].to_vec(),
    ];
    for place in [600, length / 3, length / 2, length * 9 / 10] {
        let mut flipped = bytes.clone();
        flipped[place] ^= 0x55;
        if flipped != bytes {
            tries.push(flipped);
        }
    }
    for (n, bytes) in tries.into_iter().enumerate() {
        std::fs::write(&bad, bytes).unwrap();
        let refused = restore(&bad, &new).await;
        assert!(matches!(refused, Err(Error::BadBackup(_))), "{n}: {refused:?}");
        assert!(!new.join("huying.db").exists() && !new.join("restore.part").exists());
    }
    keep_key(home.dir.path(), &new);
    assert_eq!(restore(&good, &new).await.unwrap().cases, 1);
}

#[tokio::test]
async fn a_backup_and_a_restore_tell_how_far_they_are() {
    let home = Home::new().await;
    let case = home.register(registration("一件", START), START).await.id;
    home.store.put_file(case, &vec![7; 50_000]).await.unwrap();
    let out = tempfile::tempdir().unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told: store::Told = {
        let heard = Arc::clone(&heard);
        Arc::new(move |done, of| heard.lock().unwrap().push((done, of)))
    };
    let to = out.path().join("a.tar");
    Store::backup_of(home.dir.path(), &to, &told).await.unwrap();
    let backup = std::mem::take(&mut *heard.lock().unwrap());
    let new = out.path().join("new");
    keep_key(home.dir.path(), &new);
    Store::restore_told(&to, &new, CaseKeys::Beside, at(START), &told)
        .await
        .unwrap();
    let restore = std::mem::take(&mut *heard.lock().unwrap());
    for heard in [backup, restore] {
        assert!(heard.is_sorted() && heard.len() > 3, "{heard:?}");
        assert_eq!(heard.last(), Some(&(100, 100)));
    }
}

async fn restore(from: &Path, dir: &Path) -> Result<store::RestoreReport, Error> {
    Store::restore(from, dir, CaseKeys::Beside, at(START)).await
}

fn keep_key(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::copy(from.join("seal.key"), to.join("seal.key")).unwrap();
}
