//! Files that are there for a while, and the imports that they belong to.

use crate::support::{Home, at, register, registration};
use jiff::SignedDuration;
use store::{CaseKeys, ImportRun, NewJob, Passing, Store};

const NOW: &str = "2026-03-02T01:00:00Z";

fn named(name: &str, text: &str) -> (String, Vec<u8>) {
    (name.to_owned(), text.as_bytes().to_vec())
}

#[tokio::test]
async fn what_is_there_for_a_while_is_in_no_backup_and_goes_when_told() {
    let home = Home::new().await;
    home.store
        .append(register(registration("一件", NOW), NOW))
        .await
        .unwrap();
    let uploads = vec![named("0", "演示张三"), named("1", "演示李四")];
    home.store
        .put_passing(Passing::Uploads, "run-1", uploads)
        .await
        .unwrap();
    home.store
        .put_passing(Passing::ToMend, "run-1", vec![named("table.json", "演示王五")])
        .await
        .unwrap();
    let read = async |kind, name| home.store.passing(kind, "run-1", name).await.unwrap();
    assert_eq!(
        read(Passing::Uploads, "1").await.as_deref(),
        Some("演示李四".as_bytes())
    );
    assert_eq!(read(Passing::ToMend, "1").await, None);
    assert_eq!(read(Passing::Uploads, "../../../huying.db").await, None);

    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("backup.tar");
    home.store.backup(&to).await.unwrap();
    let bytes = std::fs::read(&to).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(
        !holds("一件") && !holds("演示"),
        "a backup holds no words that can be read without keys"
    );
    let restored = out.path().join("new");
    Store::restore(&to, &restored, CaseKeys::None, at(NOW)).await.unwrap();
    assert!(!restored.join("passing").exists());

    home.store.erase_passing(Passing::Uploads, "run-1").await.unwrap();
    assert!(!home.store.has_passing(Passing::Uploads, "run-1").await.unwrap());
    assert!(home.store.passing_ids(Passing::Uploads).await.unwrap().is_empty());
    assert_eq!(home.store.passing_ids(Passing::ToMend).await.unwrap(), ["run-1"]);
    // Erased already is as good.
    home.store.erase_passing(Passing::Uploads, "run-1").await.unwrap();
}

#[tokio::test]
async fn an_import_begins_with_its_job_and_ends_with_it() {
    let home = Home::new().await;
    let asked = |id: &str, folder: &str| ImportRun {
        id: id.to_owned(),
        folder: folder.to_owned(),
        asked_at: at(NOW),
        key: None,
        run: "{}".to_owned(),
        ended: None,
    };
    let job = |id: &str| NewJob {
        kind: "import".to_owned(),
        payload: id.to_owned(),
        run_at: at(NOW),
        key: format!("import/{id}"),
    };
    home.store.begin_import(asked("a", "a"), job("a")).await.unwrap();
    home.store.begin_import(asked("b", "a"), job("b")).await.unwrap();
    assert!(
        home.store.begin_import(asked("b", "a"), job("c")).await.is_err(),
        "neither run nor job"
    );
    let minute = SignedDuration::from_mins(1);
    let lease = async || home.store.lease_job(&["import"], at(NOW), minute).await.unwrap();
    let first = lease().await.unwrap();
    assert_eq!(first.payload, "a");
    let end = at(NOW) + minute;
    home.store.end_import("a", end, "\"done\"", first.id).await.unwrap();
    assert_eq!(
        home.store.import("a").await.unwrap().unwrap().ended,
        Some((end, "\"done\"".to_owned()))
    );
    assert_eq!(lease().await.unwrap().payload, "b");
    assert!(lease().await.is_none());
    let ids = |runs: Vec<ImportRun>| runs.into_iter().map(|run| run.id).collect::<Vec<_>>();
    assert_eq!(ids(home.store.imports_of("a").await.unwrap()), ["b", "a"]);
    assert_eq!(ids(home.store.imports(1).await.unwrap()), ["b"]);
    assert_eq!(home.store.import("c").await.unwrap(), None);
    // Under a key it begins once, however many came after it.
    let keyed = |id: &str| ImportRun {
        key: Some("k".to_owned()),
        ..asked(id, id)
    };
    let store = &home.store;
    assert_eq!(store.begin_import(keyed("k-1"), job("k-1")).await.unwrap(), "k-1");
    for n in 0..510 {
        let id = format!("x-{n}");
        store.begin_import(asked(&id, &id), job(&id)).await.unwrap();
    }
    assert_eq!(store.begin_import(keyed("k-2"), job("k-2")).await.unwrap(), "k-1");
    assert_eq!(store.import("k-2").await.unwrap(), None);
    assert_eq!(store.import_by_key("k").await.unwrap().unwrap().id, "k-1");
    assert_eq!(store.import_by_key("a").await.unwrap(), None);
}
