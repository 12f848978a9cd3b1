//! Events that were written before there was a log get their leaves in the migration that brings it, in its transaction,
//! and never again: an event that comes into the table later without a leaf was not put there by the program.

use super::{Entry, Said, Salts, append, full_tiles};
use crate::Error;
use crate::sql::{Args, Columns as _, Script, execute, row, rows};
use crate::write::{add_leaves, add_tiles};
use domain::CaseId;
use domain::case::{Actor, Event};
use ledger::tile::TileWriter;
use sqlx::AnyConnection;
use std::collections::HashMap;

/// Events that are read together.
const SLICE: i64 = 2_000;

/// Logs all events, in the order they were written.
///
/// # Errors
/// [`Error::Corrupt`] if an event cannot be read.
pub(crate) async fn catch_up(conn: &mut AnyConnection) -> Result<(), Error> {
    let mut tree = TileWriter::new();
    let mut after = 0;
    loop {
        let mut args = Args::default();
        args.int(after).int(SLICE);
        let sql = "SELECT position, case_id, version, at, actor, event FROM events \
                   WHERE position > $1 ORDER BY position LIMIT $2";
        let found = rows(conn, sql, args).await?;
        if found.is_empty() {
            return Ok(());
        }
        let mut logged: HashMap<CaseId, i64> = HashMap::new();
        let mut leaves = Vec::with_capacity(found.len());
        for row in &found {
            let (case, version) = (row.id("case_id")?, row.count("version")?);
            let previous = match logged.get(&case) {
                Some(n) => Some(*n),
                None => leaf_before(conn, case, version).await?,
            };
            let (event_text, actor_text) = (row.text("event")?, row.text("actor")?);
            let (event, actor): (Event, Actor) = (row.json("event")?, row.json("actor")?);
            let salts = Salts::draw()?;
            let entry = Entry {
                case,
                version,
                kind: event.logged_name(),
                at: row.at("at")?,
                actor: &actor,
                of_source: false,
                previous,
                said: Said::Text(event_text.as_bytes(), &salts),
                sealed: None,
                actor_text: actor_text.as_bytes(),
                actor_salt: &salts.actor,
            };
            let (n, text) = append(&mut tree, &entry.leaf()?)?;
            logged.insert(case, n);
            leaves.push((n, text));
            let mut args = Args::default();
            after = row.int("position")?;
            args.int(n).text(&salts.to_text()).int(after);
            execute(
                conn,
                "UPDATE events SET leaf = $1, salts = $2 WHERE position = $3",
                args,
            )
            .await?;
        }
        let mut script = Script::default();
        add_leaves(&mut script, &leaves);
        add_tiles(&mut script, &full_tiles(&mut tree));
        script.run(conn).await?;
    }
}

/// The leaf of the case's event before `version`; none before its first.
async fn leaf_before(conn: &mut AnyConnection, case: CaseId, version: u64) -> Result<Option<i64>, Error> {
    let mut args = Args::default();
    args.id(case)
        .int(i64::try_from(version.saturating_sub(1)).unwrap_or(i64::MAX));
    let sql = "SELECT leaf FROM events WHERE case_id = $1 AND version = $2";
    let before = row(conn, sql, args).await?;
    before.map_or(Ok(None), |row| row.opt_int("leaf"))
}
