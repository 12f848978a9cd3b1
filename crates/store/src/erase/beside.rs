//! What stands of a case beside it: messages to others and what became of them, jobs, rows of a file to mend.
//!
//! The program puts no word of a case into any of these but the rows to mend. What another program answered may repeat an address or a
//! name all the same, and a job could be given anything; so they go with the case.

use crate::files::blocking;
use crate::sql::{Args, Columns as _, Script, rows};
use crate::{Error, passing};
use domain::CaseId;
use sqlx::AnyConnection;
use std::path::Path;

/// Takes a case's messages to other programs and its jobs out of the tables, and what others answered out of what stays.
pub(super) fn forget(case: CaseId, script: &mut Script) {
    for sql in OF_CASE {
        let mut args = Args::default();
        args.id(case);
        script.add(sql, args);
    }
    let named = format!("%{case}%");
    let mut args = Args::default();
    args.text(&named);
    script.add(OF_CALLS, args);
    let mut args = Args::default();
    args.text(&named).text(&named);
    script.add("DELETE FROM jobs WHERE payload LIKE $1 OR job_key LIKE $2", args);
}

const OF_CASE: [&str; 5] = [
    "DELETE FROM followers WHERE case_id = $1",
    // Who listens is still told that it was erased.
    "DELETE FROM webhook_messages WHERE webhook IN (SELECT id FROM webhooks) \
     AND position IN (SELECT position FROM events WHERE case_id = $1)",
    "UPDATE notices SET last_error = NULL WHERE case_id = $1 AND last_error IS NOT NULL",
    "UPDATE report_tries SET error = NULL WHERE error IS NOT NULL \
     AND send IN (SELECT id FROM report_sends WHERE case_id = $1)",
    "UPDATE report_sends SET error = NULL WHERE case_id = $1 AND error IS NOT NULL",
];
const OF_CALLS: &str = "UPDATE call_sends SET error = NULL WHERE error IS NOT NULL AND call IN \
                        (SELECT id FROM stream_events WHERE stream = 'call' AND version = 1 AND event LIKE $1)";

/// Erases the rows to mend in which a number stands that an erased case has elsewhere: the row was rejected, and came in later.
/// Whoever still mends the others brings the file in again.
pub(super) async fn forget_rows(conn: &mut AnyConnection, dir: &Path, cases: &[CaseId]) -> Result<(), Error> {
    let mut numbers = Vec::new();
    for case in cases {
        let mut args = Args::default();
        args.id(*case);
        let sql = "SELECT external FROM cases WHERE id = $1 AND external IS NOT NULL";
        for row in rows(conn, sql, args).await? {
            numbers.push(row.text("external")?);
        }
    }
    if numbers.is_empty() {
        return Ok(());
    }
    let dir = dir.to_owned();
    blocking(move || Ok(passing::erase_naming(&dir, &numbers)?)).await
}
