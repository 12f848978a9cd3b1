//! What each migration does to the rows that are there. All else stays as it was.

use super::{Row, Tables};
use std::collections::BTreeSet;

/// What a migration does.
pub(super) struct Expected {
    /// The tables that it brings, empty.
    pub(super) tables: &'static [&'static str],
    /// The columns that it brings, empty in the rows that are there.
    pub(super) columns: &'static [(&'static str, &'static str)],
    /// What else it does, to what was there; what is there after it is given for what is drawn by chance.
    pub(super) also: fn(&mut Tables, &Tables),
}

/// Of the migration to this version.
pub(super) fn of(version: i64) -> Expected {
    let (tables, columns): (&[&str], &[(&str, &str)]) = match version {
        // The full-text index, which is looked at by asking it; indexes.
        2 | 4 | 15 | 34 => (&[], &[]),
        3 => (&["imports"], &[]),
        5 => (
            &["log_leaves", "log_tiles", "search_upto", "unindexed"],
            &[("events", "leaf"), ("events", "salts")],
        ),
        6 => (
            &["day_mentions", "unfinished", "wiping"],
            &[("events", "case_key"), ("events", "sealed"), ("cases", "erased_at")],
        ),
        7 => (&["log_heads", "log_witnesses"], &[]),
        8 => (&["openings"], &[]),
        9 => (&["case_about"], &[]),
        10 => (&["requester_links"], &[]),
        11 => (&["case_beside"], &[]),
        12 => (&["api_keys", "api_requests"], &[("cases", "published_at")]),
        13 => (&["webhooks", "webhook_messages"], &[]),
        14 => (
            &[
                "mail_counts",
                "notice_cases",
                "notice_channels",
                "notice_upto",
                "notices",
            ],
            &[],
        ),
        16 => (&["case_dangers", "guest_links"], &[]),
        17 => (&["round_events"], &[]),
        18 => (
            &["level_events", "received_alerts", "warning_ends", "warning_events"],
            &[],
        ),
        19 => (&["duty_feeds", "duty_proposals", "stream_events"], &[]),
        20 => (&["call_sends", "calls", "heartbeats", "staff_channels"], &[]),
        21 => (&["emergency_keys", "report_sends", "report_tries"], &[]),
        22 => (&[], &[("accounts", "person")]),
        23 => (&["calls_gone"], &[]),
        24 => (&["account_acts"], &[]),
        25 => (&[], &[("imports", "asked_key")]),
        26 => (&[], &[("api_keys", "account"), ("api_keys", "ends_at")]),
        27 => (&[], &[("api_requests", "done_at")]),
        28 => (&["followers"], &[]),
        29 => (&[], &[("idempotency", "fingerprint")]),
        30 => (&[], &[("sessions", "duty_post_at")]),
        // No event of the cases that are there says that they are published, whatever their lines say.
        31 => (&["notice_parties"], &[("cases", "placed_at"), ("notices", "party")]),
        32 => (&[], &[("received_alerts", "matters_until")]),
        33 => (&[], &[("account_acts", "import")]),
        35 => (&[], &[("reports", "rejected")]),
        other => panic!("say here what the migration to version {other} does to the rows that are there"),
    };
    let also: fn(&mut Tables, &Tables) = match version {
        3 => without_old_imports,
        5 => with_leaves,
        6 => with_mentions,
        14 => from_the_last_event,
        15 => with_published_words,
        25 => with_keys,
        32 => for_a_month,
        33 => with_imports_apart,
        35 => with_all_rows_read,
        _ => |_, _| {},
    };
    Expected { tables, columns, also }
}

fn row<const N: usize>(values: [(&str, String); N]) -> Row {
    values
        .into_iter()
        .map(|(column, value)| (column.to_owned(), value))
        .collect()
}

fn number(row: &Row, column: &str) -> i64 {
    row[column].parse().unwrap()
}

fn put(tables: &mut Tables, table: &str, row: Row) {
    tables.get_mut(table).unwrap().push(row);
}

/// What stood in the settings for imports of before goes, and nothing that is only called alike.
fn without_old_imports(due: &mut Tables, _: &Tables) {
    let settings = due.get_mut("settings").unwrap();
    let before = settings.len();
    settings.retain(|row| row["name"] != "'imports'" && !row["name"].starts_with("'import/"));
    assert_eq!(before - settings.len(), 3);
    let like = |row: &&Row| row["name"].starts_with("'import");
    assert_eq!(settings.iter().filter(like).count(), 2);
}

/// Every event has its leaf, in the order of the events, and salts of its own; tiles that are full are kept.
fn with_leaves(due: &mut Tables, after: &Tables) {
    let mut events: Vec<&Row> = after["events"].iter().collect();
    events.sort_by_key(|row| number(row, "position"));
    let mut salts = BTreeSet::new();
    for (leaf, event) in events.iter().enumerate() {
        assert_eq!(event["leaf"], leaf.to_string());
        // 64 bytes in base 64, and the quotes.
        assert_eq!(event["salts"].len(), 86 + 2);
        assert!(salts.insert(&event["salts"]));
        let text = &after["log_leaves"]
            .iter()
            .find(|row| row["n"] == event["leaf"])
            .unwrap()["leaf"];
        assert!(text.contains(&format!("\nevent {}\n", event["version"])), "{text}");
    }
    for kept in due.get_mut("events").unwrap() {
        let now = events.iter().find(|row| row["position"] == kept["position"]).unwrap();
        for column in ["leaf", "salts"] {
            kept.insert(column.to_owned(), now[column].clone());
        }
    }
    assert_eq!(after["log_leaves"].len(), events.len());
    assert_eq!(after["log_tiles"].len(), events.len() / 256);
    for table in ["log_leaves", "log_tiles"] {
        due.insert(table.to_owned(), after[table].clone());
    }
    let last = due["cases"].iter().map(|row| number(row, "seq")).max().unwrap();
    put(due, "search_upto", row([("seq", last.to_string())]));
}

/// The cases whose words a day's papers repeat, and what the next opening has to do.
fn with_mentions(due: &mut Tables, _: &Tables) {
    for (case, day) in super::fill::MENTIONED {
        put(
            due,
            "day_mentions",
            row([("case_id", format!("X'{case}'")), ("day", day.to_string())]),
        );
    }
    for what in ["files", "pages"] {
        put(due, "unfinished", row([("what", format!("'{what}'"))]));
    }
}

/// Nobody is told of what was before.
fn from_the_last_event(due: &mut Tables, _: &Tables) {
    let last = due["events"].iter().map(|row| number(row, "position")).max().unwrap();
    put(due, "notice_upto", row([("position", last.to_string())]));
}

/// Cases that were published are put into the index again, once.
fn with_published_words(due: &mut Tables, _: &Tables) {
    let waiting: BTreeSet<String> = due["unindexed"].iter().map(|row| row["seq"].clone()).collect();
    let published = due["cases"].iter().filter(|row| row["published_at"] != "NULL");
    let published: BTreeSet<String> = published.map(|row| row["seq"].clone()).collect();
    assert!(published.len() >= 2 && published.intersection(&waiting).count() == 1);
    for seq in published.difference(&waiting) {
        put(due, "unindexed", row([("seq", seq.clone())]));
    }
}

/// The key of the first of those that were asked for under it.
fn with_keys(due: &mut Tables, _: &Tables) {
    let imports = due.get_mut("imports").unwrap();
    let first = imports.iter_mut().find(|row| row["id"] == "'keyed-1'").unwrap();
    first.insert("asked_key".to_owned(), "'desk 1'".to_owned());
}

/// Received warnings that are there already are looked at for 30 days.
fn for_a_month(due: &mut Tables, _: &Tables) {
    for alert in due.get_mut("received_alerts").unwrap() {
        let until = number(alert, "received_at") + 30 * 24 * 3_600_000;
        alert.insert("matters_until".to_owned(), until.to_string());
    }
}

/// What was counted of whoever asked stands beside what is of the other parties, in no table of its own; an import whose rows were saved
/// is among no accounts.
fn with_imports_apart(due: &mut Tables, _: &Tables) {
    for mut asked in due.remove("notice_cases").unwrap() {
        asked.insert("party".to_owned(), "''".to_owned());
        put(due, "notice_parties", asked);
    }
    let acts = due.get_mut("account_acts").unwrap();
    let saved = acts.iter_mut().find(|act| act["what"] == "'rows_saved'").unwrap();
    saved.insert("import".to_owned(), "'saved-1'".to_owned());
    saved.insert("accounts".to_owned(), "'[]'".to_owned());
}

/// What came in before is as if all of it had been read.
fn with_all_rows_read(tables: &mut Tables, _after: &Tables) {
    for report in tables.get_mut("reports").into_iter().flatten() {
        report.insert("rejected".to_owned(), "0".to_owned());
    }
}
