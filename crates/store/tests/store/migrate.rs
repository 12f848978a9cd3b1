//! Migrations, each on a filled database of the version before.

use crate::support::{register, registration, zone};
use sqlx::{Connection as _, Executor as _};
use std::path::Path;
use store::{Error, Filter, Sort, Store, Viewer};

async fn database(dir: &Path, sql: &'static str) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=rwc", dir.join("huying.db").display());
    let mut conn = sqlx::AnyConnection::connect(&url).await.unwrap();
    conn.execute(sqlx::raw_sql(sql)).await.unwrap();
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
