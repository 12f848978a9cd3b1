//! Doing the runs, one after the other.

use super::sweep::sweep;
use super::{Kept, Outcome, Run, json, keep_rejected};
use crate::metering;
use domain::case::Refusal;
use jiff::{SignedDuration, Timestamp};
use office::{ImportReport, ImportRequest, Office, Paper};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{ImportRun, Job, NewJob, Passing};
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

/// Kind of the jobs.
const KIND: &str = "import";
/// How long a runner has a job before another may take it.
const LEASE: SignedDuration = SignedDuration::from_mins(30);
/// How often an idle runner looks, should it have missed a call.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often it looks for files whose time is over; it also looks at its start and after each run.
const SWEEP_EVERY: Duration = Duration::from_mins(10);
/// How often a run is tried before it is given up.
const MOST_TRIES: u32 = 3;

/// Progress of the runs of this process, and a call to the runner.
#[derive(Clone, Default)]
pub(crate) struct Imports(Arc<Inner>);

#[derive(Default)]
struct Inner {
    call: Notify,
    progress: Mutex<HashMap<String, (u64, u64)>>,
}

impl Imports {
    /// Keeps the files and begins a run of them; answers its id.
    pub(crate) async fn start(
        &self,
        office: &Office,
        mut run: Run,
        papers: Vec<Paper>,
        at: Timestamp,
    ) -> Result<String, store::Error> {
        let id = office::new_case_id(at).to_string();
        let mut files = Vec::with_capacity(papers.len());
        for (n, paper) in papers.into_iter().enumerate() {
            run.files.push(paper.name);
            files.push((n.to_string(), paper.bytes));
        }
        office.store.put_passing(Passing::Uploads, &id, files).await?;
        let begun = self.begin(office, &id, &id, at, &run).await?;
        if begun != id {
            // The same was asked for at the same time: its files are there already.
            office.store.erase_passing(Passing::Uploads, &id).await?;
        }
        Ok(begun)
    }

    /// Begins another run of uploaded files that are still there; answers its id.
    pub(crate) async fn start_again(
        &self,
        office: &Office,
        folder: &str,
        run: &Run,
        at: Timestamp,
    ) -> Result<String, store::Error> {
        let id = office::new_case_id(at).to_string();
        self.begin(office, &id, folder, at, run).await
    }

    /// Answers the id of the run: that of the first under its key.
    async fn begin(
        &self,
        office: &Office,
        id: &str,
        folder: &str,
        at: Timestamp,
        run: &Run,
    ) -> Result<String, store::Error> {
        let job = NewJob {
            kind: KIND.to_owned(),
            payload: id.to_owned(),
            run_at: at,
            key: format!("{KIND}/{id}"),
        };
        let run = ImportRun {
            id: id.to_owned(),
            folder: folder.to_owned(),
            asked_at: at,
            key: run.key.clone(),
            run: json(run)?,
            ended: None,
        };
        let begun = office.store.begin_import(run, job).await?;
        self.0.call.notify_one();
        Ok(begun)
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

    /// Does the jobs until the stop is asked for, and erases the files that nobody needs any more.
    pub(crate) async fn work(&self, office: Office, mut stopped: watch::Receiver<()>) {
        let mut swept: Option<Instant> = None;
        loop {
            if swept.is_none_or(|at| at.elapsed() >= SWEEP_EVERY) {
                if let Err(error) = sweep(&office, office.clock.now()).await {
                    tracing::warn!(%error, "files of imports whose time is over could not be erased");
                }
                swept = Some(Instant::now());
            }
            match office.store.lease_job(&[KIND], office.clock.now(), LEASE).await {
                Ok(Some(job)) => {
                    self.clone().take_up(&office, job).await;
                    swept = None;
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
        let (id, run, tries) = (job.id, job.payload.clone(), job.attempts);
        let error = if tries < MOST_TRIES {
            let done = tokio::spawn({
                let (imports, office) = (self.clone(), office.clone());
                async move { imports.import(&office, &job).await }
            });
            match done.await {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error.to_string(),
                Err(panic) => panic.to_string(),
            }
        } else {
            "the program ended each time".to_owned()
        };
        tracing::error!(error, run, "an import could not be finished");
        // When these fail as well, the lease runs out by itself.
        if tries + 1 >= MOST_TRIES {
            let outcome = Outcome::Refused(Refusal::new("import-broken"));
            let _ = self.finish(office, id, &run, &outcome).await;
        } else {
            let again = office.clock.now().saturating_add(SignedDuration::from_mins(1));
            let again = again.unwrap_or(Timestamp::MAX);
            let _ = office.store.fail_job(id, &error, again).await;
        }
    }

    async fn import(&self, office: &Office, job: &Job) -> Result<(), store::Error> {
        let id = &job.payload;
        let Some(kept) = super::find(office, id).await? else {
            return office.store.finish_job(job.id).await;
        };
        let outcome = match papers(office, &kept).await? {
            Some(papers) => self.read(office, &kept, papers).await?,
            None => Outcome::Refused(Refusal::new("import-file-gone")),
        };
        self.finish(office, job.id, id, &outcome).await
    }

    async fn finish(&self, office: &Office, job: i64, run: &str, outcome: &Outcome) -> Result<(), store::Error> {
        let at = office.clock.now();
        office.store.end_import(run, at, &json(outcome)?, job).await?;
        self.0
            .progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(run);
        metering::import_done();
        Ok(())
    }

    async fn read(&self, office: &Office, kept: &Kept, papers: Vec<Paper>) -> Result<Outcome, store::Error> {
        let request = ImportRequest {
            papers,
            columns: kept.run.columns.clone(),
            dry_run: kept.run.dry_run,
            own_unit: None,
            actor: kept.run.actor.clone(),
            at: kept.at,
        };
        let told = |done, of| {
            let mut progress = self.0.progress.lock().unwrap_or_else(PoisonError::into_inner);
            progress.insert(kept.id.clone(), (done, of));
        };
        let imported = match office::import_requests(office, request, &told).await {
            // A unit's file of a day is that unit's report, whoever hands it in.
            Ok(report) if !kept.run.dry_run => office::record_reports(office, None, &report, kept.at)
                .await
                .map(|()| report),
            other => other,
        };
        match imported {
            Ok(report) => done(office, &kept.id, report).await,
            Err(office::Error::Refused(refusal)) => Ok(Outcome::Refused(refusal)),
            Err(office::Error::Store(error)) => Err(error),
            Err(office::Error::Document(error)) => {
                Ok(Outcome::Refused(Refusal::new("import-no-mend").with("error", error)))
            }
        }
    }
}

async fn done(office: &Office, id: &str, report: ImportReport) -> Result<Outcome, store::Error> {
    if report.rejected.is_empty() {
        // A try that the program did not live to finish may have left some.
        office.store.erase_passing(Passing::ToMend, id).await?;
    } else {
        keep_rejected(office, id, &report.rejected, &report.to_mend).await?;
    }
    let needs_columns = |row: &office::RejectedRow| {
        let mut remedies = row.problems.iter().map(|problem| &problem.remedy);
        row.row == 0 && remedies.any(office::needs_columns)
    };
    Ok(Outcome::Done {
        rows: report.rows,
        needs_columns: report.rejected.iter().any(needs_columns),
        ignored: report.ignored,
        sheets: report.files.into_iter().flat_map(|file| file.skipped).collect(),
    })
}

async fn papers(office: &Office, kept: &Kept) -> Result<Option<Vec<Paper>>, store::Error> {
    let mut papers = Vec::with_capacity(kept.run.files.len());
    for (n, name) in kept.run.files.iter().enumerate() {
        let place = n.to_string();
        let Some(bytes) = office.store.passing(Passing::Uploads, &kept.folder, &place).await? else {
            return Ok(None);
        };
        papers.push(Paper {
            name: name.clone(),
            bytes,
        });
    }
    Ok(Some(papers))
}
