//! The rows that change when a case is erased.

use super::beside;
use super::finish::{PAGES, SEALED, WORDS};
use crate::day::without_words_of;
use crate::log::Salts;
use crate::seal::DESTROYED;
use crate::sql::{Args, Columns as _, Script, rows};
use crate::write::json;
use crate::{Error, sqlite};
use domain::CaseId;
use domain::case::Event;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// The statements that take every word, every sealed value and the keys of cases out of the tables; with each case its
/// place in the order of registration. What stays of an event says that it happened, when, and what became of it; its
/// leaf stays as it is.
///
/// # Errors
/// [`Error::Corrupt`] if an event cannot be read.
pub(crate) async fn script(conn: &mut AnyConnection, cases: &BTreeMap<CaseId, i64>) -> Result<Script, Error> {
    let mut script = Script::default();
    for (case, seq) in cases {
        of_events(conn, *case, &mut script).await?;
        beside::forget(*case, &mut script);
        let mut args = Args::default();
        args.int(*seq);
        script.add(sqlite::SEARCH_DELETE, args);
        for what in [WORDS, PAGES] {
            let mut args = Args::default();
            args.text(&format!("{what} {case}"));
            script.add(
                "INSERT INTO unfinished (what) VALUES (?) ON CONFLICT (what) DO NOTHING",
                args,
            );
        }
    }
    script.append(without_words_of(conn, &cases.keys().copied().collect()).await?);
    Ok(script)
}

/// The statements that destroy what was sealed in cases, and the keys that it was sealed under; whatever else there is of them stays.
pub(crate) fn sealed_script(cases: &[CaseId]) -> Script {
    let mut script = Script::default();
    for case in cases {
        let mut args = Args::default();
        args.id(*case);
        script.add(NO_SEALED, args);
        let mut args = Args::default();
        args.id(*case).bytes(DESTROYED);
        script.add(NO_SECOND_KEY, args);
        for what in [SEALED, PAGES] {
            let mut args = Args::default();
            args.text(&format!("{what} {case}"));
            script.add(
                "INSERT INTO unfinished (what) VALUES (?) ON CONFLICT (what) DO NOTHING",
                args,
            );
        }
    }
    script
}

const NO_SEALED: &str = "UPDATE events SET sealed = NULL WHERE case_id = ? AND sealed IS NOT NULL";
const NO_SECOND_KEY: &str = "INSERT INTO emergency_keys (case_id, wrapped) VALUES (?, ?) \
                             ON CONFLICT (case_id) DO UPDATE SET wrapped = excluded.wrapped";

async fn of_events(conn: &mut AnyConnection, case: CaseId, script: &mut Script) -> Result<(), Error> {
    let mut args = Args::default();
    args.id(case);
    let sql = "SELECT version, event, salts FROM events WHERE case_id = $1 ORDER BY version";
    for row in rows(conn, sql, args).await? {
        let event: Event = row.json("event")?;
        if !event.has_words() {
            continue;
        }
        let salts = row.opt_text("salts")?.and_then(|text| Salts::from_text(&text));
        let mut args = Args::default();
        args.text(&json(&event.without_words())?)
            .opt_text(salts.map(|salts| salts.without_open().to_text()).as_deref())
            .id(case)
            .int(row.int("version")?);
        let sql = "UPDATE events SET event = ?, salts = ? WHERE case_id = ? AND version = ?";
        script.add(sql, args);
    }
    let mut args = Args::default();
    args.id(case);
    script.add(NO_SEALED, args);
    let mut args = Args::default();
    args.bytes(DESTROYED).id(case);
    script.add("UPDATE emergency_keys SET wrapped = ? WHERE case_id = ?", args);
    let mut args = Args::default();
    args.bytes(DESTROYED).id(case);
    script.add("UPDATE events SET case_key = ? WHERE case_id = ? AND version = 1", args);
    Ok(())
}
