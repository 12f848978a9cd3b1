//! What a restored database needs before it is put in its place: the key in use, the erasing of what has no key any more,
//! and the full-text index, which no backup holds.

use super::index_all;
use crate::read::fold_events;
use crate::seal::{self, DESTROYED, Keyring};
use crate::sql::{Args, Columns as _, execute, rows};
use crate::write::{Counters, HowMany, Prepared, Waiting, write_batch};
use crate::{Append, Error};
use domain::CaseId;
use domain::case::{Actor, Case, Event, Ground, IncidentEvent};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::AnyConnection;
use std::sync::Arc;

/// Cases that are erased together.
const SLICE: i64 = 256;

/// Answers how many cases came back erased.
pub(super) async fn first(
    conn: &mut AnyConnection,
    in_use: Option<&str>,
    keyring: &Keyring,
    at: Timestamp,
) -> Result<u64, Error> {
    let mut keyring = keyring.clone();
    match in_use.filter(|id| *id != "-") {
        Some(id) => {
            seal::use_key(conn, id).await?;
            keyring = keyring.using(id);
            if keyring.is_there() {
                seal::rows::load(conn, &mut keyring).await?;
            }
        }
        None => seal::use_no_key(conn).await?,
    }
    let erased = erase_keyless(conn, &keyring, at).await?;
    unseal_keyless(conn, &keyring, at).await?;
    index_all(conn).await?;
    let sql = "UPDATE search_upto SET seq = (SELECT coalesce(max(seq), 0) FROM cases)";
    execute(conn, sql, Args::default()).await?;
    execute(conn, "DELETE FROM unindexed", Args::default()).await?;
    Ok(erased)
}

/// Cases without a key were erased after the backup, which could not know: their streams and the log say it now.
async fn erase_keyless(conn: &mut AnyConnection, keyring: &Keyring, at: Timestamp) -> Result<u64, Error> {
    let mut counters = Counters::load(conn).await?;
    let (mut after, mut erased) = (0, 0);
    loop {
        let mut args = Args::default();
        args.bytes(DESTROYED).int(after).int(SLICE);
        let sql = "SELECT c.seq, c.id, c.received_day FROM cases c JOIN events e ON e.case_id = c.id AND e.version = 1 \
                   WHERE e.case_key = $1 AND c.erased_at IS NULL AND c.seq > $2 ORDER BY c.seq LIMIT $3";
        let mut found = Vec::new();
        for row in rows(conn, sql, args).await? {
            after = row.int("seq")?;
            found.push((row.id("id")?, row.int("received_day")?));
        }
        if found.is_empty() {
            return Ok(erased);
        }
        let ids: Vec<CaseId> = found.iter().map(|(id, _)| *id).collect();
        let mut cases = fold_events(conn, &ids, None).await?;
        let mut all = Vec::with_capacity(ids.len());
        for id in &ids {
            let case = cases
                .remove(id)
                .ok_or_else(|| Error::Corrupt(format!("case {id} does not begin")))?;
            all.push(Prepared::new(erasing(case, at), keyring, None, true)?);
        }
        let mut waiting = Waiting::new(HowMany::default());
        for answer in write_batch(conn, &mut counters, &mut waiting, all).await {
            answer?;
            erased += 1;
        }
        // In which zone its days begin only the pack knows; the day of reception stays what it was.
        for (id, day) in found {
            let mut args = Args::default();
            args.int(day).id(id);
            execute(conn, "UPDATE cases SET received_day = $1 WHERE id = $2", args).await?;
        }
    }
}

/// Incidents whose second key was destroyed after the backup, which could not know: their streams and the log say it now.
async fn unseal_keyless(conn: &mut AnyConnection, keyring: &Keyring, at: Timestamp) -> Result<(), Error> {
    let mut counters = Counters::load(conn).await?;
    let mut after = 0;
    loop {
        let mut args = Args::default();
        args.int(after).int(SLICE);
        let sql = "SELECT c.seq, c.id, c.received_day FROM cases c JOIN emergency_keys k ON k.case_id = c.id \
                   WHERE c.erased_at IS NULL AND c.seq > $1 AND NOT EXISTS (SELECT 1 FROM events e \
                   WHERE e.case_id = c.id AND e.sealed IS NOT NULL) ORDER BY c.seq LIMIT $2";
        let mut found = Vec::new();
        for row in rows(conn, sql, args).await? {
            after = row.int("seq")?;
            found.push((row.id("id")?, row.int("received_day")?));
        }
        if found.is_empty() {
            return Ok(());
        }
        let ids: Vec<CaseId> = found.iter().map(|(id, _)| *id).collect();
        let mut cases = fold_events(conn, &ids, None).await?;
        let mut all = Vec::new();
        for id in &ids {
            let said = |case: &Case| {
                case.incident()
                    .is_some_and(|incident| incident.personal_erased_at.is_some())
            };
            let case = cases.remove(id);
            if let Some(case) = case.filter(|case| case.has_personal_data() || !said(case)) {
                let gone = vec![Event::Incident(IncidentEvent::PersonalDataErased)];
                all.push(Prepared::new(by_program(case, gone, at), keyring, None, true)?);
            }
        }
        let mut waiting = Waiting::new(HowMany::default());
        for answer in write_batch(conn, &mut counters, &mut waiting, all).await {
            answer?;
        }
        for (id, day) in found {
            let mut args = Args::default();
            args.int(day).id(id);
            execute(conn, "UPDATE cases SET received_day = $1 WHERE id = $2", args).await?;
        }
    }
}

fn erasing(case: Case, at: Timestamp) -> Append {
    let clocks = case.open_clocks().map(|clock| clock.clock.clone());
    let cancelled = clocks.map(|clock| Event::ClockCancelled { clock });
    let erased = Event::Erased {
        ground: Ground::Restored,
        reason: String::new(),
    };
    let events = cancelled.chain([erased]).collect();
    by_program(case, events, at)
}

fn by_program(case: Case, events: Vec<Event>, at: Timestamp) -> Append {
    Append {
        case: case.id,
        events,
        state: Some(Arc::new(case)),
        actor: Actor::program(),
        at,
        zone: TimeZone::UTC,
        source_system: String::new(),
        key: None,
        jobs: Vec::new(),
    }
}
