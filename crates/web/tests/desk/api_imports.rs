//! By programs a file is imported: tried, read for real or with other columns, its rows to mend taken home, and forgotten.

use crate::browser::Bureau;
use crate::program::{BYTES, Program, ok, refused};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::watch;

const SCOPES: [&str; 2] = ["cases:read", "cases:write"];
const GOOD: &str = "编号,时间,单位,类别,标题,内容\r\n\
    A-1,2026-03-02 08:10,县水务局,供水,停水,早晨停水\r\n\
    A-2,2026-03-02 08:20,县水务局,供水,水压低,晚上水压低\r\n\
    A-3,就在昨天,县水务局,供水,管道漏水,写得不清\r\n\
    合计,3,,,,\r\n";

/// Asks for an import until it is over.
async fn over(program: &Program<'_>, at: &str) -> Value {
    for _ in 0..200 {
        let import = ok(&program.get(at).await);
        if import["state"] != "open" {
            return import;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{at} does not end");
}

#[tokio::test]
async fn a_file_is_tried_imported_mended_and_forgotten() {
    let bureau = Bureau::staffed().await;
    let (stop, stopped) = watch::channel(());
    let desk = bureau.desk.clone();
    let runner = tokio::spawn(async move { desk.work_imports(stopped).await });
    let clerk = bureau.program("clerk", &SCOPES).await;
    let path = "/api/v1/imports?name=%E4%B8%89%E6%9C%88.csv&dry_run=true";
    let begun = clerk.file_once(path, "march", BYTES, GOOD.as_bytes()).await;
    assert_eq!(begun.status, StatusCode::ACCEPTED, "{}", begun.text());
    let tried = begun.header("location").to_owned();
    // The same once more is the same import; other bytes under its key are refused.
    let again = clerk.file_once(path, "march", BYTES, GOOD.as_bytes()).await;
    assert_eq!(again.header("location"), tried);
    refused(&clerk.file_once(path, "march", BYTES, b"A").await, "api-key-reused");
    let import = over(&clerk, &tried).await;
    assert_eq!(import["rows"]["imported"], 2, "{import}");
    assert_eq!(
        (&import["dry_run"], &import["ignored"]["total"]),
        (&json!(true), &json!(1))
    );
    let row = &import["rejected"][0];
    assert_eq!(
        (&row["row"], &row["value"]),
        (&json!(4), &json!("就在昨天")),
        "{import}"
    );
    assert_eq!(
        bureau.office.store.total_cases().await.unwrap(),
        0,
        "a try writes nothing"
    );

    let for_real = clerk
        .post(&format!("{tried}/again"), "real", &json!({ "dry_run": false }))
        .await;
    assert_eq!(for_real.status, StatusCode::ACCEPTED, "{}", for_real.text());
    let done = for_real.header("location").to_owned();
    assert_ne!(done, tried);
    let import = over(&clerk, &done).await;
    assert_eq!(
        (&import["rows"]["imported"], &import["rows"]["rejected"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 2);
    let repeated = clerk
        .post(&format!("{tried}/again"), "real", &json!({ "dry_run": false }))
        .await;
    assert_eq!(repeated.header("location"), done, "once under a key");
    let table = format!("{done}/rejected.xlsx");
    refused(&clerk.post(&table, "", &json!({})).await, "refusal-text-needed");
    let why = json!({ "written": "To mend the dates" });
    let mend = clerk.post(&table, "", &why).await;
    assert!(mend.status == StatusCode::OK && mend.bytes.starts_with(b"PK"));
    let forgotten = ok(&clerk.post(&format!("{done}/erase"), "", &json!({})).await);
    assert_eq!(
        (&forgotten["rejected"], &forgotten["again"]),
        (&json!([]), &json!(false))
    );
    refused(&clerk.post(&table, "", &why).await, "import-nothing-to-mend");
    let auditor = bureau.program("auditor", &["body:read"]).await;
    let record = ok(&auditor.get("/api/v1/access-record?what=export").await);
    let said = &record["accounts"][0];
    assert_eq!(
        (&said["what"], &said["reason"], &said["post"]),
        (&json!("rows_saved"), &json!("To mend the dates"), &json!("clerk"))
    );
    assert!(done.ends_with(said["import"].as_str().unwrap()), "{said}");
    assert_eq!(said["users"], json!([]));
    assert_eq!(record["accounts"].as_array().unwrap().len(), 1);
    refused(
        &clerk
            .post(&format!("{done}/again"), "", &json!({ "dry_run": true }))
            .await,
        "import-file-gone",
    );
    let list = ok(&clerk.get("/api/v1/imports").await);
    assert_eq!(list["imports"].as_array().unwrap().len(), 2, "{list}");
    drop(stop);
    runner.await.unwrap();
}

#[tokio::test]
async fn columns_are_chosen_by_the_fields_names() {
    let bureau = Bureau::staffed().await;
    let (stop, stopped) = watch::channel(());
    let desk = bureau.desk.clone();
    let runner = tokio::spawn(async move { desk.work_imports(stopped).await });
    let chief = bureau.program("office-chief", &SCOPES).await;
    let strange = "K1,K2,K3,K4,K5\r\nB-1,2026-03-02 08:10,县水务局,供水,停水\r\n";
    let begun = chief
        .file("/api/v1/imports?name=k.csv", BYTES, strange.as_bytes())
        .await;
    let first = begun.header("location").to_owned();
    let import = over(&chief, &first).await;
    assert_eq!(
        (&import["state"], &import["again"]),
        (&json!("refused"), &json!(true)),
        "{import}"
    );
    let fields = import["fields"].as_object().unwrap();
    for field in ["external", "received_at", "unit", "category", "title"] {
        assert!(fields.contains_key(field), "{field}: {import}");
    }
    let again = format!("{first}/again");
    let unknown = json!({ "dry_run": false, "columns": { "religion": "K1" } });
    refused(&chief.post(&again, "", &unknown).await, "api-body-differs");
    let of_no_file = json!({ "dry_run": false, "columns": { "party_d": "K1" } });
    refused(&chief.post(&again, "", &of_no_file).await, "api-column-unknown");
    let chosen = json!({ "dry_run": false, "columns": {
        "external": "K1", "received_at": "K2", "unit": "K3", "category": "K4", "title": "K5",
    }});
    let second = chief.post(&again, "", &chosen).await;
    let import = over(&chief, second.header("location")).await;
    assert_eq!(import["rows"]["imported"], 1, "{import}");
    assert_eq!(import["columns"]["title"], "K5");
    drop(stop);
    runner.await.unwrap();
}

#[tokio::test]
async fn who_does_not_import_on_the_desk_does_not_here() {
    let bureau = Bureau::staffed().await;
    for post in ["water-handler", "auditor", "deputy-head", "administrator"] {
        let program = bureau.program(post, &SCOPES).await;
        let sent = program.file("/api/v1/imports?name=a.csv", BYTES, GOOD.as_bytes()).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{post}");
        assert_eq!(
            program.get("/api/v1/imports").await.status,
            StatusCode::FORBIDDEN,
            "{post}"
        );
    }
    let clerk = bureau.program("clerk", &SCOPES).await;
    refused(
        &clerk.file("/api/v1/imports?name=a.csv", BYTES, b"").await,
        "import-no-file",
    );
    let unread = clerk
        .file("/api/v1/imports?name=a.csv&dry_run=maybe", BYTES, b"A")
        .await;
    assert_eq!(unread.status, StatusCode::BAD_REQUEST);
    assert_eq!(clerk.get("/api/v1/imports/nothing").await.status, StatusCode::NOT_FOUND);
    let reader = bureau.program("clerk", &["cases:read"]).await;
    let sent = reader.file("/api/v1/imports?name=a.csv", BYTES, GOOD.as_bytes()).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 0);
}
