//! Rows in every table that there is at a version: two more at each, one with all that it can have and one with nothing that it
//! need not have. Cases, their events and days' papers are such as can be read, since migrations and the program read them.

use super::{Tables, columns, tables};
use crate::seal;
use crate::sql::{Args, execute};
use domain::CaseId;
use domain::daily::{DayEvent, Subject};
use sqlx::AnyConnection;
use std::path::Path;

/// The cases of the fixture are copied so often: two full tiles of leaves, and some.
const COPIES: i64 = 300;

/// Cases whose line in the read model is made up, so that there is one of every shape; numbers.
pub(super) const MADE_UP: [&str; 4] = ["20260302-00003", "20260302-00004", "20260302-00005", "20260302-00006"];

/// Whose words the days' papers repeat, and on which days.
pub(super) const MENTIONED: [(&str, i64); 3] = [
    ("019B76DAA80070008000000000000001", 20_260_302),
    ("019B76DAA80070008000000000000002", 20_260_302),
    ("019B76DAA80070008000000000000002", 20_260_303),
];

/// Tables of one row, which the program alone writes, and those whose rows are made with cases.
const BY_HAND: [&str; 8] = [
    "cases",
    "day_events",
    "events",
    "log_leaves",
    "log_tiles",
    "notice_upto",
    "schema_version",
    "search_upto",
];
const ONE_ROW: [&str; 3] = ["notice_upto", "schema_version", "search_upto"];

async fn run(conn: &mut AnyConnection, sql: &str) {
    if let Err(error) = execute(conn, sql, Args::default()).await {
        panic!("{sql}: {error} (write this row by hand)");
    }
}

/// Copies of the fixture's two cases, with their events and clocks, every other one without a number elsewhere; and two days'
/// papers.
pub(super) async fn cases(conn: &mut AnyConnection) {
    for n in 3..=COPIES {
        let like = 1 + n % 2;
        let external = if n % 4 < 2 {
            format!("'C-{n}'")
        } else {
            "NULL".to_owned()
        };
        let said = if n % 4 < 2 {
            format!("\"C-{n}\"")
        } else {
            "null".to_owned()
        };
        let known = ["X-21", "X-15"][usize::try_from(like - 1).unwrap()];
        let id = format!("019B76DAA8007000800000000000{n:04X}");
        let in_text = format!("019b76da-a800-7000-8000-00000000{n:04x}");
        for version in 1..=2 {
            let sql = format!(
                "INSERT INTO events SELECT (SELECT max(position) + 1 FROM events), X'{id}', version, at, actor, \
                 replace(replace(replace(event, '019b76da-a800-7000-8000-00000000000{like}', '{in_text}'), \
                 '20260302-0000{like}', '20260302-{n:05}'), '\"{known}\"', '{said}'), \
                 CASE WHEN {external} IS NULL THEN NULL ELSE source_system END \
                 FROM events WHERE version = {version} AND case_id = (SELECT id FROM cases WHERE seq = {like})"
            );
            run(conn, &sql).await;
        }
        let sql = format!(
            "INSERT INTO cases SELECT {n}, X'{id}', '20260302-{n:05}', kind, category, title, unit, leader, area, address, \
             source, source_system, {external}, origin, status, received_at, received_day, registered_at, changed_at, due_at, \
             ended_at, finished_at, repeats, people_affected, casualties, version FROM cases WHERE seq = {like}"
        );
        run(conn, &sql).await;
        let sql = format!(
            "INSERT INTO clocks SELECT {n}, n, clock, kind, unit, from_at, due_at, warning, ended_at, paused, cancelled, \
             next_mark_at FROM clocks WHERE case_seq = {like}"
        );
        run(conn, &sql).await;
    }
    run(
        conn,
        &format!("UPDATE numbers SET last = {COPIES} WHERE prefix = '20260302'"),
    )
    .await;
    for (version, (case, day)) in (1..).zip(MENTIONED) {
        let subject = Subject::Case {
            id: CaseId(case.parse().unwrap()),
            number: "20260302-00001".to_owned(),
            title: "消防通道被占用".to_owned(),
            unit: "housing".into(),
        };
        paper(conn, day, version, &DayEvent::Confirmed { subject }).await;
    }
    // One that repeats no words of any case.
    let signed = DayEvent::BriefSigned {
        version: 1,
        issue: 1,
        running: 1,
    };
    paper(conn, 20_260_303, 9, &signed).await;
}

async fn paper(conn: &mut AnyConnection, day: i64, version: i64, event: &DayEvent) {
    let event = serde_json::to_string(event).unwrap();
    let sql =
        format!("INSERT INTO day_events SELECT {day}, {version}, at, actor, '{event}' FROM events WHERE position = 1");
    run(conn, &sql).await;
}

/// Fills every table of this version.
pub(super) async fn everything(conn: &mut AnyConnection, version: i64, dir: &Path) {
    shapes_of_cases(conn).await;
    for table in tables(conn).await {
        if !BY_HAND.contains(&table.as_str()) {
            put(conn, &table, version, true).await;
            put(conn, &table, version, false).await;
        }
    }
    match version {
        2 => {
            let names = ["imports", "import/", "import/7", "importance", "import"];
            for name in names {
                run(conn, &format!("INSERT INTO settings VALUES ('{name}', 'old')")).await;
            }
        }
        6 => {
            // The cases' keys, as the opening after that migration draws them.
            seal::catch_up(conn, dir).await.unwrap();
            run(conn, "UPDATE events SET sealed = X'01020304' WHERE position IN (2, 4)").await;
        }
        14 => run(conn, "INSERT INTO unindexed VALUES (5)").await,
        24 => {
            // Asked for twice under one key, and under none.
            for (n, run_text) in (1..).zip(["{\"key\":\"desk 1\"}", "{\"key\":\"desk 1\"}", "{}"]) {
                run(
                    conn,
                    &format!("INSERT INTO imports VALUES ('keyed-{n}', 'f', {n}, '{run_text}', NULL, NULL)"),
                )
                .await;
            }
        }
        32 => {
            let saved = "INSERT INTO account_acts (n, at, what, accounts, actor, post, unit, reason) \
                         VALUES (1, 1772500000000, 'rows_saved', '[\"saved-1\"]', '{}', '', '', '{}')";
            run(conn, saved).await;
        }
        _ => {}
    }
}

/// What no migration minds and the program would: what no key opens, and texts of warnings that are no events.
pub(super) async fn forget_what_cannot_be_read(conn: &mut AnyConnection) {
    run(conn, "UPDATE events SET sealed = NULL").await;
    run(conn, "DELETE FROM warning_events").await;
}

/// The third case has all that a line can have, the fourth nothing that it need not have; the fifth is finished and not ended and,
/// once there is such a thing, published; the sixth is finished and ended.
async fn shapes_of_cases(conn: &mut AnyConnection) {
    for column in columns(conn, "cases").await.into_iter().filter(|column| !column.always) {
        let name = column.name;
        let value = value("cases", &name, &column.kind, 3);
        run(
            conn,
            &format!("UPDATE cases SET {name} = {value} WHERE seq = 3 AND {name} IS NULL"),
        )
        .await;
        run(conn, &format!("UPDATE cases SET {name} = NULL WHERE seq = 4")).await;
        if name == "published_at" {
            run(conn, "UPDATE cases SET published_at = 1772500000000 WHERE seq = 5").await;
        }
    }
    run(conn, "UPDATE cases SET finished_at = 1772500000000 WHERE seq IN (5, 6)").await;
    run(conn, "UPDATE cases SET ended_at = 1772500000000 WHERE seq = 6").await;
}

/// Puts a row into a table, with everything that it can have or with nothing that it need not have.
async fn put(conn: &mut AnyConnection, table: &str, version: i64, full: bool) {
    let columns = columns(conn, table).await;
    // Another one at each version.
    let serial = version * 10 + i64::from(full);
    let of = |column: &super::Column| {
        if full || column.always {
            value(table, &column.name, &column.kind, serial)
        } else {
            "NULL".to_owned()
        }
    };
    let names = columns.iter().map(|column| format!("\"{}\"", column.name));
    let names = names.collect::<Vec<_>>().join(", ");
    let values = columns.iter().map(of).collect::<Vec<_>>().join(", ");
    run(conn, &format!("INSERT INTO {table} ({names}) VALUES ({values})")).await;
}

/// A plausible value, as SQL writes it. Places and times are behind all that the cases have.
fn value(table: &str, column: &str, kind: &str, serial: i64) -> String {
    match kind {
        "BLOB" => format!("X'019B76DAA800700080000000FF00{serial:04X}'"),
        "TEXT" => format!("'{table} {column} {serial}'"),
        _ if column.ends_with("_at") || column == "at" => (1_772_500_000_000 + serial).to_string(),
        _ => (1_000_000 + serial).to_string(),
    }
}

/// Every table has rows, and no column is empty in all of them.
pub(super) fn is_filled(version: i64, all: &Tables) {
    for (table, rows) in all {
        let least = if ONE_ROW.contains(&table.as_str()) { 1 } else { 2 };
        assert!(
            rows.len() >= least,
            "{table} of version {version} has {} rows",
            rows.len()
        );
        if ["log_leaves", "log_tiles"].contains(&table.as_str()) {
            continue;
        }
        for column in rows[0].keys() {
            let empty = rows.iter().filter(|row| row[column] == "NULL").count();
            assert!(
                empty < rows.len(),
                "{table}.{column} of version {version} is always empty"
            );
        }
    }
}
