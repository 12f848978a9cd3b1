//! Databases of before, as a program of today opens them: that of version 1, files and papers of before there was sealing, a newer
//! one. That each migration keeps what a filled database of the version before holds is shown in `src/migrate/tests.rs`; a database of
//! version 5 with its log, and backups of that time, in `before.rs`.

use crate::support::{register, registration, zone};
use domain::CaseId;
use domain::case::{Event, Evidence};
use domain::daily::{DayEvent, Subject};
use sqlx::{Connection as _, Executor as _};
use std::path::Path;
use store::{Error, Filter, Sort, Store, Viewer};

pub(crate) async fn database(dir: &Path, sql: &str) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=rwc", dir.join("huying.db").display());
    let mut conn = sqlx::AnyConnection::connect(&url).await.unwrap();
    conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())))
        .await
        .unwrap();
    conn.close().await.unwrap();
}

#[tokio::test]
async fn version_1_comes_forward_with_everything_in_it() {
    let dir = tempfile::tempdir().unwrap();
    database(dir.path(), include_str!("../fixtures/version_1.sql")).await;
    let store = Store::open(dir.path()).await.unwrap();
    let rows = store
        .list(&Viewer::body(), &Filter::default(), Sort::ReceivedOldest, None, 10)
        .await
        .unwrap()
        .rows;
    assert_eq!(
        rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(),
        ["消防通道被占用", "streetlight out"]
    );
    // Version 2 brought the search: what was there before is found too.
    for text in ["消防", "streetlight"] {
        let filter = Filter {
            text: Some(text.to_owned()),
            ..Filter::default()
        };
        assert_eq!(store.count(&Viewer::body(), &filter, 10).await.unwrap(), 1, "{text}");
    }
    assert!(store.rebuild(&zone(), |_, _| {}).await.unwrap().differed.is_empty());
    let day = "2026-03-02T01:00:00Z";
    let next = store.append(register(registration("下一件", day), day)).await.unwrap();
    assert_eq!(next.number, "20260302-00003");
}

/// Version 6 brought sealing: keys for the cases of before, and what lay in the open is sealed.
#[tokio::test]
async fn files_and_papers_of_before_get_keys_and_mentions() {
    let dir = tempfile::tempdir().unwrap();
    database(dir.path(), include_str!("../fixtures/version_1.sql")).await;
    let case = CaseId("019b76da-a800-7000-8000-000000000001".parse().unwrap());
    // The SHA-256 of `abc`.
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let evidence = Event::EvidenceAttached(Evidence {
        name: "照片.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        bytes: 3,
        sha256: sha256.to_owned(),
    });
    let subject = Subject::Case {
        id: case,
        number: "20260302-00001".to_owned(),
        title: "消防通道被占用".to_owned(),
        unit: "housing".into(),
    };
    let confirmed = serde_json::to_string(&DayEvent::Confirmed { subject }).unwrap();
    let id = "X'019B76DAA80070008000000000000001'";
    let more = format!(
        "INSERT INTO events SELECT 99, case_id, 3, at, actor, '{}', NULL FROM events WHERE case_id = {id} AND version = 2; \
         UPDATE cases SET version = 3 WHERE id = {id}; \
         INSERT INTO day_events SELECT 20260302, 1, at, actor, '{confirmed}' FROM events WHERE position = 99",
        serde_json::to_string(&evidence).unwrap()
    );
    database(dir.path(), &more).await;
    let open = dir.path().join("files/ba").join(sha256);
    std::fs::create_dir_all(open.parent().unwrap()).unwrap();
    std::fs::write(&open, b"abc").unwrap();

    let store = Store::open(dir.path()).await.unwrap();
    assert!(!open.exists() && dir.path().join("seal.key").exists());
    assert_eq!(store.file(case, sha256).await.unwrap().as_deref(), Some(&b"abc"[..]));
    let days = store.days_with_words_of(case).await.unwrap();
    assert_eq!(days, [jiff::civil::date(2026, 3, 2)]);
    assert!(store.rebuild(&zone(), |_, _| {}).await.unwrap().differed.is_empty());
    let audit = Store::audit_log(dir.path(), Vec::new(), None, |_, _| {}).await.unwrap();
    assert_eq!((audit.found, audit.files), (None, 1));
    assert!(store.finish_erasing().await.unwrap());
    store.close().await;
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    database(
        dir.path(),
        "CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version (version) VALUES (99)",
    )
    .await;
    let refused = Store::open(dir.path()).await.err().unwrap();
    assert!(matches!(refused, Error::Newer { found: 99, .. }), "{refused}");
    // The lock is given back.
    assert!(matches!(
        Store::open(dir.path()).await.err().unwrap(),
        Error::Newer { .. }
    ));
}
