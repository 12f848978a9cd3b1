//! Imports that run beside the pages: started by a form, seen with their progress, left alone and found again.
//!
//! A run is a job in the store with its files kept by hash, so a stop in the middle loses nothing: the next start takes
//! the job up again, and rows that are already there are unchanged.

use crate::metering;
use domain::Locale;
use domain::case::{Actor, Refusal};
use domain::pack::FieldName;
use jiff::SignedDuration;
use office::{ImportReport, ImportRequest, Office, Paper};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{Job, NewJob};
use tokio::sync::{Notify, watch};

/// Kind of the jobs.
const KIND: &str = "import";
/// How long a runner has a job before another may take it.
const LEASE: SignedDuration = SignedDuration::from_mins(30);
/// How often an idle runner looks, should it have missed a call.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often a run is tried before it is given up.
const MOST_TRIES: u32 = 3;
/// The newest runs that the page lists.
const MOST_LISTED: usize = 20;
/// The setting that lists runs, newest first.
const LIST: &str = "imports";

/// What was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "a dry run is what everybody calls it")]
pub(crate) struct Run {
    /// Opaque, ordered by time.
    pub(crate) id: String,
    /// Files as `(name, SHA-256)`.
    pub(crate) files: Vec<(String, String)>,
    /// Columns set by hand.
    pub(crate) columns: BTreeMap<FieldName, String>,
    /// Only say what would happen.
    pub(crate) dry_run: bool,
    /// Who.
    pub(crate) actor: Actor,
    /// Language of its words.
    pub(crate) locale: Locale,
    /// When it was asked for.
    pub(crate) at: jiff::Timestamp,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Waits or runs.
    Open,
    /// Done.
    Done {
        report: Box<ImportReport>,
        /// SHA-256 of the rows to mend; empty if there are none.
        to_mend: String,
    },
    /// Not done, and what to do next.
    Refused(Refusal),
}

/// Progress of the runs of this process, and a call to the runner.
#[derive(Clone, Default)]
pub(crate) struct Imports(Arc<Inner>);

#[derive(Default)]
struct Inner {
    call: Notify,
    /// Two runs started at once are both on the list.
    listing: tokio::sync::Mutex<()>,
    progress: Mutex<HashMap<String, (u64, u64)>>,
}

impl Imports {
    /// Keeps the files, writes the job, calls the runner.
    pub(crate) async fn start(&self, office: &Office, run: &Run) -> Result<(), store::Error> {
        let store = &office.store;
        store.set_setting(&run_key(&run.id), &text(run)?).await?;
        store.set_setting(&outcome_key(&run.id), &text(&Outcome::Open)?).await?;
        let listing = self.0.listing.lock().await;
        let mut ids = list(office).await?;
        ids.insert(0, run.id.clone());
        ids.truncate(MOST_LISTED);
        store.set_setting(LIST, &text(&ids)?).await?;
        drop(listing);
        let job = NewJob {
            kind: KIND.to_owned(),
            payload: run.id.clone(),
            run_at: run.at,
            key: format!("{KIND}/{}", run.id),
        };
        store.enqueue(job).await?;
        self.0.call.notify_one();
        Ok(())
    }

    /// Rows done and rows in all, while it runs here.
    pub(crate) fn progress(&self, id: &str) -> Option<(u64, u64)> {
        self.0
            .progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .copied()
    }

    /// Does the jobs until the stop is asked for.
    pub(crate) async fn work(&self, office: Office, mut stopped: watch::Receiver<()>) {
        loop {
            match office.store.lease_job(&[KIND], office.clock.now(), LEASE).await {
                Ok(Some(job)) => {
                    self.clone().take_up(&office, job).await;
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "waiting imports could not be read"),
            }
            tokio::select! {
                _ = stopped.changed() => return,
                () = self.0.call.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// Does one job on a task of its own: a panic over a file must not end the runner.
    async fn take_up(self, office: &Office, job: Job) {
        let (id, run) = (job.id, job.payload.clone());
        let last = job.attempts + 1 >= MOST_TRIES;
        let done = tokio::spawn({
            let (imports, office) = (self.clone(), office.clone());
            async move { imports.import(&office, &job).await }
        });
        let error = match done.await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(panic) => panic.to_string(),
        };
        tracing::error!(error, run, "an import could not be finished");
        // When these fail as well, the lease runs out by itself.
        if last {
            let outcome = Outcome::Refused(Refusal::new("import-broken"));
            let _ = self.finish(office, id, &run, &outcome).await;
        } else {
            let again = office.clock.now().saturating_add(SignedDuration::from_mins(1));
            let again = again.unwrap_or(jiff::Timestamp::MAX);
            let _ = office.store.fail_job(id, &error, again).await;
        }
    }

    async fn import(&self, office: &Office, job: &Job) -> Result<(), store::Error> {
        let id = &job.payload;
        let Some(run) = run(office, id).await? else {
            return office.store.finish_job(job.id).await;
        };
        let outcome = match papers(office, &run).await? {
            Some(papers) => self.read(office, &run, papers).await?,
            None => Outcome::Refused(Refusal::new("import-file-gone")),
        };
        self.finish(office, job.id, id, &outcome).await
    }

    async fn finish(&self, office: &Office, job: i64, run: &str, outcome: &Outcome) -> Result<(), store::Error> {
        office.store.set_setting(&outcome_key(run), &text(outcome)?).await?;
        self.0
            .progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(run);
        metering::import_done();
        office.store.finish_job(job).await
    }

    async fn read(&self, office: &Office, run: &Run, papers: Vec<Paper>) -> Result<Outcome, store::Error> {
        let request = ImportRequest {
            papers,
            columns: run.columns.clone(),
            dry_run: run.dry_run,
            own_unit: None,
            actor: run.actor.clone(),
            at: run.at,
        };
        let told = |done, of| {
            let mut progress = self.0.progress.lock().unwrap_or_else(PoisonError::into_inner);
            progress.insert(run.id.clone(), (done, of));
        };
        let imported = match office::import_requests(office, request, run.locale, &told).await {
            // A unit's file of a day is that unit's report, whoever hands it in.
            Ok(report) if !run.dry_run => office::record_reports(office, None, &report, run.at)
                .await
                .map(|()| report),
            other => other,
        };
        match imported {
            Ok(mut report) => {
                let to_mend = if report.to_mend.is_empty() {
                    String::new()
                } else {
                    office.store.put_file(&report.to_mend).await?
                };
                report.to_mend.clear();
                Ok(Outcome::Done {
                    report: Box::new(report),
                    to_mend,
                })
            }
            Err(office::Error::Refused(refusal)) => Ok(Outcome::Refused(refusal)),
            Err(office::Error::Store(error)) => Err(error),
            Err(office::Error::Document(error)) => {
                Ok(Outcome::Refused(Refusal::new("import-no-mend").with("error", error)))
            }
        }
    }
}

/// The newest runs' ids.
pub(crate) async fn list(office: &Office) -> Result<Vec<String>, store::Error> {
    Ok(kept(office, LIST).await?.unwrap_or_default())
}

/// What was asked for.
pub(crate) async fn run(office: &Office, id: &str) -> Result<Option<Run>, store::Error> {
    kept(office, &run_key(id)).await
}

/// What came of it.
pub(crate) async fn outcome(office: &Office, id: &str) -> Result<Option<Outcome>, store::Error> {
    kept(office, &outcome_key(id)).await
}

async fn papers(office: &Office, run: &Run) -> Result<Option<Vec<Paper>>, store::Error> {
    let mut papers = Vec::with_capacity(run.files.len());
    for (name, sha256) in &run.files {
        let Some(bytes) = office.store.file(sha256).await? else {
            return Ok(None);
        };
        papers.push(Paper {
            name: name.clone(),
            bytes,
        });
    }
    Ok(Some(papers))
}

async fn kept<T: serde::de::DeserializeOwned>(office: &Office, key: &str) -> Result<Option<T>, store::Error> {
    let Some(kept) = office.store.setting(key).await? else {
        return Ok(None);
    };
    let corrupt = |error: serde_json::Error| store::Error::Corrupt(format!("{key}: {error}"));
    serde_json::from_str(&kept).map(Some).map_err(corrupt)
}

fn text(value: &impl Serialize) -> Result<String, store::Error> {
    serde_json::to_string(value).map_err(|error| store::Error::Corrupt(error.to_string()))
}

fn run_key(id: &str) -> String {
    format!("import/{id}/run")
}

fn outcome_key(id: &str) -> String {
    format!("import/{id}/outcome")
}
