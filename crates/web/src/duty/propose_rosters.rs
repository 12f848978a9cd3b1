//! Rosters that pages have asked for are worked at, one after the other. Each is a job in the store: whatever ends the program in the
//! middle, the next one takes it up, and what cannot be made says so instead of being waited for.

use domain::UnitSlug;
use domain::case::Refusal;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use office::{Office, Proposed};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use store::{Job, NewJob};
use tokio::sync::{Notify, watch};

/// Kind of the jobs.
const KIND: &str = "roster";
/// How long a worker has a job before another may take it: longer than it thinks.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// How often an idle worker looks, should it have missed a call.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long it waits after a try that failed.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_secs(5);
/// How often one is tried before it is given up.
const MOST_TRIES: u32 = 3;

/// What was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Asked {
    id: String,
    desk: UnitSlug,
    from: Date,
    until: Date,
}

/// A call to the worker.
#[derive(Clone, Default)]
pub(crate) struct Rosters(Arc<Notify>);

impl Rosters {
    /// Asks for a roster. The same form sent twice asks once.
    pub(super) async fn ask(
        &self,
        office: &Office,
        id: &str,
        desk: &UnitSlug,
        (from, until): (Date, Date),
        now: Timestamp,
    ) -> Result<(), store::Error> {
        let asked = Asked {
            id: id.to_owned(),
            desk: desk.clone(),
            from,
            until,
        };
        let job = NewJob {
            kind: KIND.to_owned(),
            payload: json(&asked)?,
            run_at: now,
            key: key(id),
        };
        office.store.ask_proposal(id, desk, now, job).await?;
        self.0.notify_one();
        Ok(())
    }

    /// Does the jobs until the stop is asked for. One that is not done by then is given back when the store is opened again.
    pub(crate) async fn work(&self, office: Office, mut stopped: watch::Receiver<()>) {
        if let Err(error) = end_lost(&office).await {
            tracing::warn!(%error, "rosters that nothing works at any more could not be looked for");
        }
        loop {
            match office.store.lease_job(&[KIND], office.clock.now(), LEASE).await {
                Ok(Some(job)) => {
                    tokio::select! {
                        _ = stopped.changed() => return,
                        () = take_up(&office, &job) => {}
                    }
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "rosters that were asked for could not be read"),
            }
            tokio::select! {
                _ = stopped.changed() => return,
                () = self.0.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }
}

fn key(id: &str) -> String {
    format!("{KIND}/{id}")
}

fn json(value: &impl Serialize) -> Result<String, store::Error> {
    serde_json::to_string(value).map_err(|error| store::Error::Corrupt(error.to_string()))
}

/// Those that were asked for without a job, as this program once did, and whose program has ended.
async fn end_lost(office: &Office) -> Result<(), store::Error> {
    let lost = Proposed::Failed {
        failed: Refusal::new("refusal-duty-proposal-ended"),
        days: None,
    };
    let lost = office.store.end_lost_proposals(&key(""), &json(&lost)?).await?;
    if lost > 0 {
        tracing::warn!(lost, "rosters were asked for that nothing works at any more");
    }
    Ok(())
}

/// Does one job. What the rules refuse is kept at once; what fails otherwise is tried again before it is given up.
async fn take_up(office: &Office, job: &Job) {
    let Ok(asked) = serde_json::from_str::<Asked>(&job.payload) else {
        tracing::error!(job = job.id, "what was asked for cannot be read");
        // When this fails as well, the lease runs out by itself.
        let _ = office.store.finish_job(job.id).await;
        return;
    };
    let failed = if job.attempts < MOST_TRIES {
        let made = tokio::spawn({
            let (office, asked) = (office.clone(), asked.clone());
            async move { make(&office, &asked).await }
        });
        let error = match made.await {
            Ok(Ok(proposal)) => return keep(office, job, &asked, &Proposed::Made(proposal)).await,
            Ok(Err(office::Error::Refused(refusal))) => {
                return keep(office, job, &asked, &failure(refusal, &asked)).await;
            }
            Ok(Err(error)) => error.to_string(),
            Err(panic) => panic.to_string(),
        };
        tracing::error!(proposal = %asked.id, error, "no roster was proposed");
        if job.attempts + 1 < MOST_TRIES {
            let now = office.clock.now();
            let again = now.checked_add(AGAIN_AFTER).unwrap_or(now);
            let _ = office.store.fail_job(job.id, &error, again).await;
            return;
        }
        Refusal::new("refusal-duty-proposal-broken")
    } else {
        Refusal::new("refusal-duty-proposal-ended")
    };
    keep(office, job, &asked, &failure(failed, &asked)).await;
}

fn failure(failed: Refusal, asked: &Asked) -> Proposed {
    Proposed::Failed {
        failed,
        days: Some((asked.from, asked.until)),
    }
}

async fn make(office: &Office, asked: &Asked) -> Result<office::Proposal, office::Error> {
    // Days may have gone by since it was asked for, and people.
    office::check_proposal(office, &asked.desk, asked.from, asked.until, office.clock.now()).await?;
    office::propose(office, &asked.desk, asked.from, asked.until).await
}

async fn keep(office: &Office, job: &Job, asked: &Asked, proposed: &Proposed) {
    let kept = match json(proposed) {
        Ok(text) => office.store.end_proposal(&asked.id, &text, job.id).await,
        Err(error) => Err(error),
    };
    if let Err(error) = kept {
        tracing::error!(proposal = %asked.id, %error, "a proposed roster could not be kept");
    }
}
