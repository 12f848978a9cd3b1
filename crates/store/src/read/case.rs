//! One case: folded from its events, which are few, so that nothing else has to be kept of it.

use crate::boxed;
use crate::sql::{Args, Columns as _, each_row, groups, places, rows};
use crate::{Error, Recorded, Store};
use domain::CaseId;
use domain::case::{Case, Event, evolve};
use jiff::Timestamp;
use sqlx::AnyConnection;
use std::collections::HashMap;

impl Store {
    /// The case, if it is known.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if its events cannot be read.
    #[boxed]
    pub async fn case(&self, id: CaseId) -> Result<Option<Case>, Error> {
        let mut conn = self.reader().await?;
        Ok(fold_events(&mut conn, &[id], None).await?.remove(&id))
    }

    /// These cases; an unknown one is left out.
    ///
    /// # Errors
    /// As [`Store::case`].
    #[boxed]
    pub async fn cases(&self, ids: &[CaseId]) -> Result<HashMap<CaseId, Case>, Error> {
        let mut conn = self.reader().await?;
        fold_events(&mut conn, ids, None).await
    }

    /// The cases that have these numbers in the source system, by that number.
    ///
    /// # Errors
    /// As [`Store::case`].
    #[boxed]
    pub async fn cases_by_external(&self, system: &str, externals: &[String]) -> Result<HashMap<String, Case>, Error> {
        let mut conn = self.reader().await?;
        let mut found = HashMap::new();
        for some in groups(externals) {
            let mut args = Args::default();
            args.text(system);
            for external in &some {
                args.text(external);
            }
            let sql = format!(
                "SELECT id, external FROM cases WHERE source_system = $1 AND external IN ({})",
                places(2, some.len())
            );
            let mut ids = Vec::new();
            for row in rows(&mut conn, &sql, args).await? {
                ids.push((row.id("id")?, row.text("external")?));
            }
            let only: Vec<CaseId> = ids.iter().map(|(id, _)| *id).collect();
            let mut cases = fold_events(&mut conn, &only, None).await?;
            found.extend(
                ids.into_iter()
                    .filter_map(|(id, external)| Some((external, cases.remove(&id)?))),
            );
        }
        Ok(found)
    }

    /// The case's events, oldest first; empty for an unknown case.
    ///
    /// # Errors
    /// As [`Store::case`].
    #[boxed]
    pub async fn history(&self, id: CaseId) -> Result<Vec<Recorded<Event>>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.id(id);
        let sql = "SELECT version, at, actor, event FROM events WHERE case_id = $1 ORDER BY version";
        rows(&mut conn, sql, args)
            .await?
            .iter()
            .map(|row| {
                Ok(Recorded {
                    version: row.count("version")?,
                    event: row.json("event")?,
                    actor: row.json("actor")?,
                    at: row.at("at")?,
                })
            })
            .collect()
    }
}

/// Folds the events of these cases, all of them or those until a moment. A case without events is left out.
pub(crate) async fn fold_events(
    conn: &mut AnyConnection,
    ids: &[CaseId],
    until: Option<Timestamp>,
) -> Result<HashMap<CaseId, Case>, Error> {
    // A case that is asked for twice is folded once, whatever groups it would fall into.
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut states: HashMap<CaseId, Option<Case>> = HashMap::with_capacity(ids.len());
    for some in groups(&ids) {
        let mut args = Args::default();
        args.at(until.unwrap_or(Timestamp::MAX));
        for id in &some {
            args.id(*id);
        }
        let sql = format!(
            "SELECT case_id, at, actor, event FROM events WHERE at <= $1 AND case_id IN ({}) \
             ORDER BY case_id, version",
            places(2, some.len())
        );
        each_row(conn, &sql, args, |row| {
            let state = states.entry(row.id("case_id")?).or_default();
            *state = evolve(state.take(), &row.json("event")?, &row.json("actor")?, row.at("at")?);
            Ok(())
        })
        .await?;
    }
    Ok(states
        .into_iter()
        .filter_map(|(id, state)| Some((id, state?)))
        .collect())
}
