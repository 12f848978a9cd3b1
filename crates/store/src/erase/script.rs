//! The rows that change when a case is erased.

use super::beside;
use super::finish::{PAGES, SEALED, WORDS};
use crate::day::without_words_of;
use crate::log::Salts;
use crate::seal::{self, DESTROYED, Key};
use crate::sql::{Args, Columns as _, Script, rows};
use crate::write::json;
use crate::{Error, sqlite};
use domain::CaseId;
use domain::case::Event;
use domain::import::is_derived;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// The statements that take every word, every sealed value and the keys of cases out of the tables; with each case its
/// place in the order of registration, and the number under which a row without one is known again. What stays of an
/// event says that it happened, when, and what became of it; its leaf stays as it is.
///
/// # Errors
/// [`Error::Corrupt`] if an event cannot be read.
pub(crate) async fn script(
    conn: &mut AnyConnection,
    cases: &BTreeMap<CaseId, (i64, Option<String>)>,
) -> Result<Script, Error> {
    let mut script = Script::default();
    for (case, (seq, known_as)) in cases {
        of_events(conn, *case, known_as.as_ref(), &mut script).await?;
        beside::forget(*case, &mut script);
        let mut args = Args::default();
        args.int(*seq);
        script.add(sqlite::SEARCH_DELETE, args);
        mark(*case, &[WORDS, PAGES], &mut script);
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
        mark(*case, &[SEALED, PAGES], &mut script);
    }
    script
}

const NO_SEALED: &str = "UPDATE events SET sealed = NULL WHERE case_id = $1 AND sealed IS NOT NULL";
const NO_SECOND_KEY: &str = "INSERT INTO emergency_keys (case_id, wrapped) VALUES ($1, $2) \
                             ON CONFLICT (case_id) DO UPDATE SET wrapped = excluded.wrapped";

const KNOWN_AS: &str = "UPDATE cases SET external = $1 WHERE id = $2";

/// What cases that were erased already are known again by is kept under the secret, where it is a plain hash of what their rows said.
///
/// # Errors
/// [`Error::Corrupt`] if an event cannot be read.
pub(crate) async fn key_rows(conn: &mut AnyConnection, secret: &Key) -> Result<(), Error> {
    let sql = "SELECT c.id, c.external, e.event FROM cases c JOIN events e ON e.case_id = c.id AND e.version = 1 \
               WHERE c.erased_at IS NOT NULL AND c.external LIKE 'row:%'";
    let mut script = Script::default();
    for row in rows(conn, sql, Args::default()).await? {
        let (case, external) = (row.id("id")?, row.text("external")?);
        if !is_derived(&external) {
            continue;
        }
        let known_as = seal::rows::number(secret, &external);
        let event: Event = row.json("event")?;
        let bare = seal::rows::without_words(&event, |_| Some(known_as.clone()));
        let mut args = Args::default();
        args.text(&json(&bare)?).id(case);
        script.add("UPDATE events SET event = $1 WHERE case_id = $2 AND version = 1", args);
        let mut args = Args::default();
        args.text(&known_as).id(case);
        script.add(KNOWN_AS, args);
        mark(case, &[WORDS, PAGES], &mut script);
    }
    script.run(conn).await
}

/// What is still to be done after the tables' rows were changed.
fn mark(case: CaseId, what: &[&str], script: &mut Script) {
    for what in what {
        let mut args = Args::default();
        args.text(&format!("{what} {case}"));
        script.add(
            "INSERT INTO unfinished (what) VALUES ($1) ON CONFLICT (what) DO NOTHING",
            args,
        );
    }
}

async fn of_events(
    conn: &mut AnyConnection,
    case: CaseId,
    known_as: Option<&String>,
    script: &mut Script,
) -> Result<(), Error> {
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
        let mut derived = false;
        let bare = seal::rows::without_words(&event, |_| {
            derived = true;
            known_as.cloned()
        });
        if derived {
            let mut args = Args::default();
            args.opt_text(known_as.map(String::as_str)).id(case);
            script.add(KNOWN_AS, args);
        }
        args.text(&json(&bare)?)
            .opt_text(salts.map(|salts| salts.without_open().to_text()).as_deref())
            .id(case)
            .int(row.int("version")?);
        let sql = "UPDATE events SET event = $1, salts = $2 WHERE case_id = $3 AND version = $4";
        script.add(sql, args);
    }
    let mut args = Args::default();
    args.id(case);
    script.add(NO_SEALED, args);
    let mut args = Args::default();
    args.bytes(DESTROYED).id(case);
    script.add("UPDATE emergency_keys SET wrapped = $1 WHERE case_id = $2", args);
    let mut args = Args::default();
    args.bytes(DESTROYED).id(case);
    script.add(
        "UPDATE events SET case_key = $1 WHERE case_id = $2 AND version = 1",
        args,
    );
    Ok(())
}
