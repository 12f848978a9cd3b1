//! Each migration on a filled database of the version before: from the database that the program of version 1 wrote, every table
//! that there is gets rows of all shapes ([`fill`]), then the next migration runs, and what every table holds is compared with what
//! was there and what that migration says that it does ([`expected`]). A migration without an entry there fails.

mod expected;
mod fill;

use super::{KNOWN, MIGRATIONS, apply};
use crate::sql::{Args, Columns as _, rows};
use crate::{Filter, Sort, Store, Viewer, sqlite};
use sqlx::{AnyConnection, Connection as _, Executor as _};
use std::collections::BTreeMap;

/// The tables, and in each the rows: values by column, as SQL writes them.
type Tables = BTreeMap<String, Vec<Row>>;
type Row = BTreeMap<String, String>;

/// A table's column.
struct Column {
    name: String,
    kind: String,
    /// It always has a value.
    always: bool,
}

async fn tables(conn: &mut AnyConnection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let found = rows(conn, sql, Args::default()).await.unwrap();
    let names = found.iter().map(|row| row.text("name").unwrap());
    names
        .filter(|name| !sqlite::is_search(name) && !sqlite::is_shadow(name))
        .collect()
}

async fn columns(conn: &mut AnyConnection, table: &str) -> Vec<Column> {
    let sql = format!("SELECT name, type AS kind, \"notnull\" AS always, pk FROM pragma_table_info('{table}')");
    let found = rows(conn, &sql, Args::default()).await.unwrap();
    let column = |row: &sqlx::any::AnyRow| Column {
        name: row.text("name").unwrap(),
        kind: row.text("kind").unwrap(),
        always: row.int("always").unwrap() != 0 || row.int("pk").unwrap() != 0,
    };
    found.iter().map(column).collect()
}

async fn everything(conn: &mut AnyConnection) -> Tables {
    let mut all = Tables::new();
    for table in tables(conn).await {
        let columns = columns(conn, &table).await;
        let quoted = |column: &Column| format!("quote(\"{0}\") AS \"{0}\"", column.name);
        let list = columns.iter().map(quoted).collect::<Vec<_>>().join(", ");
        let found = rows(conn, &format!("SELECT {list} FROM {table}"), Args::default())
            .await
            .unwrap();
        let row = |row: &sqlx::any::AnyRow| {
            let value = |column: &Column| (column.name.clone(), row.text(&column.name).unwrap());
            columns.iter().map(value).collect()
        };
        let mut of_table: Vec<Row> = found.iter().map(row).collect();
        of_table.sort();
        all.insert(table, of_table);
    }
    all
}

async fn number(conn: &mut AnyConnection, sql: &str) -> i64 {
    rows(conn, sql, Args::default()).await.unwrap()[0].int("n").unwrap()
}

/// The database is whole: its pages, its indexes, what refers to what.
async fn is_whole(conn: &mut AnyConnection, version: i64) {
    let whole = rows(
        conn,
        "SELECT integrity_check AS said FROM pragma_integrity_check",
        Args::default(),
    )
    .await
    .unwrap();
    assert_eq!(whole[0].text("said").unwrap(), "ok", "version {version}");
    let broken = number(conn, "SELECT count(*) AS n FROM pragma_foreign_key_check").await;
    assert_eq!(broken, 0, "version {version}");
    assert_eq!(
        number(conn, "SELECT max(version) AS n FROM schema_version").await,
        version
    );
}

async fn compare(version: i64, before: Tables, conn: &mut AnyConnection) {
    let after = everything(conn).await;
    let mut due = before;
    let expected = expected::of(version);
    for table in expected.tables {
        assert!(due.insert((*table).to_owned(), Vec::new()).is_none(), "{table}");
    }
    for (table, column) in expected.columns {
        for row in due.get_mut(*table).unwrap() {
            let had = row.insert((*column).to_owned(), "NULL".to_owned());
            assert_eq!(had, None, "{table}.{column}");
        }
    }
    due.get_mut("schema_version")
        .unwrap()
        .push(Row::from([("version".to_owned(), version.to_string())]));
    (expected.also)(&mut due, &after);
    let names = |tables: &Tables| tables.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&after), names(&due), "tables of version {version}");
    for (table, mut of_table) in due {
        of_table.sort();
        assert!(
            after[&table] == of_table,
            "version {version}, {table}: {:#?} where there should be {:#?}",
            after[&table]
                .iter()
                .filter(|row| !of_table.contains(row))
                .collect::<Vec<_>>(),
            of_table
                .iter()
                .filter(|row| !after[&table].contains(row))
                .collect::<Vec<_>>()
        );
    }
}

/// What the search finds of the cases that the fixture has.
async fn is_found(conn: &mut AnyConnection) {
    let cases = number(conn, "SELECT count(*) AS n FROM cases").await;
    let sql = "SELECT count(*) AS n FROM search WHERE search MATCH 'streetlight'";
    let lights = number(conn, sql).await;
    assert!(lights > 2 && lights < cases, "{lights} of {cases}");
}

#[tokio::test]
async fn each_migration_keeps_what_a_filled_database_of_the_version_before_holds() {
    let dir = tempfile::tempdir().unwrap();
    let mut conn = sqlite::alone(&dir.path().join("huying.db")).await.unwrap();
    conn.execute(sqlx::raw_sql(include_str!("../../tests/fixtures/version_1.sql")))
        .await
        .unwrap();
    fill::cases(&mut conn).await;
    for (version, sql) in (1..).zip(MIGRATIONS).skip(1) {
        fill::everything(&mut conn, version - 1, dir.path()).await;
        let before = everything(&mut conn).await;
        fill::is_filled(version - 1, &before);
        apply(&mut conn, version, sql).await.unwrap();
        is_whole(&mut conn, version).await;
        compare(version, before, &mut conn).await;
        is_found(&mut conn).await;
    }
    // What the newest version holds is read by this program, and its rows of all shapes do not keep it from opening.
    fill::everything(&mut conn, KNOWN, dir.path()).await;
    fill::is_filled(KNOWN, &everything(&mut conn).await);
    fill::forget_what_cannot_be_read(&mut conn).await;
    let cases = number(&mut conn, "SELECT count(*) AS n FROM cases").await;
    conn.close().await.unwrap();
    lives_on(dir.path(), u64::try_from(cases).unwrap()).await;
}

/// The store opens, finds every case, makes its read models right, and the log is whole.
async fn lives_on(dir: &std::path::Path, cases: u64) {
    let store = Store::open(dir).await.unwrap();
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    // The cases whose lines were made up have other events behind them; nothing else differs, and then nothing any more.
    let rebuilt = store.rebuild(&zone, |_, _| {}).await.unwrap();
    // Rows of all shapes are made up too, of cases that there are not: each is named by its place.
    let (places, differed): (Vec<&str>, Vec<&str>) = rebuilt
        .differed
        .iter()
        .map(String::as_str)
        .partition(|name| name.starts_with('#'));
    assert!(!places.is_empty());
    assert_eq!((rebuilt.cases, differed), (cases, fill::MADE_UP.to_vec()));
    assert_eq!(
        store.rebuild(&zone, |_, _| {}).await.unwrap().differed,
        Vec::<String>::new()
    );
    let all = Viewer::body();
    let list = store
        .list(&all, &Filter::default(), Sort::ReceivedOldest, None, 2)
        .await
        .unwrap();
    let titles: Vec<&str> = list.rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["消防通道被占用", "streetlight out"]);
    assert_eq!(store.count(&all, &Filter::default(), 10_000).await.unwrap(), cases);
    for text in ["消防", "streetlight"] {
        let filter = Filter {
            text: Some(text.to_owned()),
            ..Filter::default()
        };
        assert!(store.count(&all, &filter, 10_000).await.unwrap() > 2, "{text}");
    }
    store.close().await;
    let audit = Store::audit_log(dir, Vec::new(), None, |_, _| {}).await.unwrap();
    assert_eq!(audit.found, None);
}

/// The first migration has nothing before it: it makes what the program of version 1 had.
#[tokio::test]
async fn the_first_migration_makes_the_tables_of_version_1() {
    let mut schemas = Vec::new();
    for sql in [MIGRATIONS[0], include_str!("../../tests/fixtures/version_1.sql")] {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = sqlite::alone(&dir.path().join("huying.db")).await.unwrap();
        conn.execute(sqlx::raw_sql(sql)).await.unwrap();
        let sql = "SELECT name, replace(replace(sql, '\"', ''), char(10), ' ') AS sql FROM sqlite_schema \
                   WHERE sql IS NOT NULL AND name <> 'schema_version' ORDER BY name";
        let found = rows(&mut conn, sql, Args::default()).await.unwrap();
        let both = |row: &sqlx::any::AnyRow| (row.text("name").unwrap(), row.text("sql").unwrap());
        schemas.push(found.iter().map(both).collect::<Vec<_>>());
    }
    assert!(schemas[0].len() > 20);
    assert_eq!(schemas[0], schemas[1]);
}
