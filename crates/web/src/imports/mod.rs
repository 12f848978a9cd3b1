//! Imports that run beside the pages: started by a form, seen with their progress, left alone and found again.
//!
//! A run is a job in the store, so a stop in the middle loses nothing: the next start takes the job up again, and rows
//! that are already there are unchanged. Its files are there for as long as it needs them: see `sweep.rs`.

mod sweep;
mod work;

pub(crate) use sweep::{MEND_DAYS, UPLOAD_HOURS, UploadsStay, erase, mend_stays, uploads_stay};
pub(crate) use work::Imports;

use domain::case::{Actor, Refusal};
use domain::import::Ignored;
use domain::pack::FieldName;
use jiff::Timestamp;
use office::{Office, RejectedRow, RowCounts, SkippedSheet, ToMend};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{ImportRun, Passing};

/// The newest runs that the page lists.
const MOST_LISTED: u32 = 20;
/// Rejected rows shown on the page; the file to mend has them all.
const MOST_SHOWN: usize = 100;
/// The rejected rows that the page shows.
const SHOWN: &str = "shown.json";
/// All rejected rows, as a table to mend.
const TABLE: &str = "table.json";

/// What was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "a dry run is what everybody calls it")]
pub(crate) struct Run {
    /// Names of the files, in the order in which they were handed in.
    pub(crate) files: Vec<String>,
    /// Columns set by hand.
    pub(crate) columns: BTreeMap<FieldName, String>,
    /// Only say what would happen.
    pub(crate) dry_run: bool,
    /// Who.
    pub(crate) actor: Actor,
    /// The key under which a program asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<String>,
}

/// What came of it: counts and reasons, nothing that stood in a cell.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Done.
    Done {
        rows: RowCounts,
        /// Why rows were ignored, and how many.
        ignored: BTreeMap<Ignored, u64>,
        /// Some file could be read if somebody said which column is which.
        needs_columns: bool,
        /// Sheets that were not read, beside those that were.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        sheets: Vec<SkippedSheet>,
    },
    /// Not done, and what to do next.
    Refused(Refusal),
}

/// A run as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// Opaque, ordered by time.
    pub(crate) id: String,
    /// Whose uploaded files it reads: its own, or those of the run that it tries once more.
    pub(crate) folder: String,
    /// When it was asked for.
    pub(crate) at: Timestamp,
    /// What was asked for.
    pub(crate) run: Run,
    /// When it ended and what came of it; none while it waits or runs.
    pub(crate) ended: Option<(Timestamp, Outcome)>,
}

impl Kept {
    fn of(kept: ImportRun) -> Result<Self, store::Error> {
        let corrupt = |error: serde_json::Error| store::Error::Corrupt(format!("import {}: {error}", kept.id));
        let ended = kept
            .ended
            .as_ref()
            .map(|(at, outcome)| serde_json::from_str(outcome).map(|outcome| (*at, outcome)));
        Ok(Self {
            run: serde_json::from_str(&kept.run).map_err(corrupt)?,
            ended: ended.transpose().map_err(corrupt)?,
            id: kept.id,
            folder: kept.folder,
            at: kept.asked_at,
        })
    }

    /// What came of it.
    pub(crate) fn outcome(&self) -> Option<&Outcome> {
        self.ended.as_ref().map(|(_, outcome)| outcome)
    }
}

/// The newest runs.
pub(crate) async fn list(office: &Office) -> Result<Vec<Kept>, store::Error> {
    let runs = office.store.imports(MOST_LISTED).await?;
    runs.into_iter().map(Kept::of).collect()
}

/// The run that was asked for under that key, however long ago.
pub(crate) async fn find_by_key(office: &Office, key: &str) -> Result<Option<Kept>, store::Error> {
    office.store.import_by_key(key).await?.map(Kept::of).transpose()
}

/// One run.
pub(crate) async fn find(office: &Office, id: &str) -> Result<Option<Kept>, store::Error> {
    office.store.import(id).await?.map(Kept::of).transpose()
}

/// The first of the rows that were rejected, while they are there.
pub(crate) async fn rejected(office: &Office, id: &str) -> Result<Option<Vec<RejectedRow>>, store::Error> {
    kept(office, id, SHOWN).await
}

/// All rejected rows as a table, while they are there.
pub(crate) async fn to_mend(office: &Office, id: &str) -> Result<Option<ToMend>, store::Error> {
    kept(office, id, TABLE).await
}

/// Keeps the rejected rows for those who mend them.
async fn keep_rejected(
    office: &Office,
    id: &str,
    rejected: &[RejectedRow],
    to_mend: &ToMend,
) -> Result<(), store::Error> {
    let shown = &rejected[..rejected.len().min(MOST_SHOWN)];
    let files = vec![
        (SHOWN.to_owned(), json(&shown)?.into_bytes()),
        (TABLE.to_owned(), json(to_mend)?.into_bytes()),
    ];
    office.store.put_passing(Passing::ToMend, id, files).await
}

async fn kept<T: serde::de::DeserializeOwned>(
    office: &Office,
    id: &str,
    name: &str,
) -> Result<Option<T>, store::Error> {
    let Some(bytes) = office.store.passing(Passing::ToMend, id, name).await? else {
        return Ok(None);
    };
    let corrupt = |error: serde_json::Error| store::Error::Corrupt(format!("{id}/{name}: {error}"));
    serde_json::from_slice(&bytes).map(Some).map_err(corrupt)
}

fn json(value: &impl Serialize) -> Result<String, store::Error> {
    serde_json::to_string(value).map_err(|error| store::Error::Corrupt(error.to_string()))
}
