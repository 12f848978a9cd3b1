//! Signs of life: this program says to somebody outside that it lives, so that its silence is noticed.

use super::Ways;
use crate::boxed;
use crate::outgoing::Outgoing;
use jiff::SignedDuration;
use office::Office;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_BYTES: usize = 64 << 10;
/// Under what this program writes down that it lives, beside those outside who say so: in angle brackets, since those have names.
const OWN: &str = "<huying>";
/// How long a call may be overdue, or a message wait, in a program that does its work: longer than a message is held.
const MOST_OVERDUE: SignedDuration = SignedDuration::from_mins(5);
/// How long it may be that it was not looked, with success, for all that calls somebody. That is done every three seconds, and a program that
/// cannot for so long calls nobody about something, and does not know about what: as silent as one whose calls are overdue.
const MOST_UNLOOKED: Duration = Duration::from_mins(5);
/// How soon it is looked again after a sign of life was not given.
const SOON: Duration = Duration::from_secs(10);

/// When it was last looked for all that calls somebody, by a clock that nobody sets. What begins has just looked.
pub(super) struct Looked {
    begun: Instant,
    /// Milliseconds after it began.
    last: AtomicU64,
}

impl Looked {
    pub(super) fn begun() -> Self {
        Self {
            begun: Instant::now(),
            last: AtomicU64::new(0),
        }
    }

    /// It was looked for all of it now.
    pub(super) fn note(&self) {
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
    }

    fn is_long_ago(&self) -> bool {
        let last = Duration::from_millis(self.last.load(Ordering::Relaxed));
        self.begun.elapsed().saturating_sub(last) > MOST_UNLOOKED
    }
}

/// Says so until the stop is asked for.
pub(super) async fn run(office: &Office, ways: &Ways, mut stopped: watch::Receiver<()>) {
    let Some(heartbeat) = &ways.settings.heartbeat else {
        return;
    };
    let mut every = tokio::time::interval(Duration::from_secs(heartbeat.every_seconds));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = every.tick() => {}
        }
        if !sign_of_life(office, ways).await && every.period() > SOON {
            // What fell due while no program ran is done in the first moments: that is no reason to be silent for long.
            every.reset_after(SOON);
        }
    }
}

/// Says once that this program lives, to whoever is to be told. Nothing is said where nothing can be written, where calls and their
/// messages are overdue, or where it could not be looked for long for what calls somebody. Answers whether it was taken.
#[boxed]
pub async fn sign_of_life(office: &Office, ways: &Ways) -> bool {
    let Some(heartbeat) = &ways.settings.heartbeat else {
        return false;
    };
    // Where the pack calls nobody, nothing is looked for.
    if office.pack.calls.is_some() && ways.looked.is_long_ago() {
        tracing::error!("no sign of life: it could not be looked for what calls somebody");
        return false;
    }
    match lives(office).await {
        Ok(true) => {}
        Ok(false) => {
            tracing::error!("no sign of life: calls are overdue");
            return false;
        }
        Err(error) => {
            tracing::error!(%error, "no sign of life: the database does not take what is written");
            return false;
        }
    }
    match Outgoing::new(PATIENCE, MOST_BYTES).get(&heartbeat.url).await {
        Ok(answer) if (200..300).contains(&answer.status) => return true,
        Ok(answer) => tracing::warn!(status = answer.status, "the sign of life was not taken"),
        Err(error) => tracing::warn!(%error, "the sign of life was not taken"),
    }
    false
}

/// Whether it does its work: a row can be written durably, and nothing has been due for long.
async fn lives(office: &Office) -> Result<bool, store::Error> {
    let now = office.clock.now();
    office.store.beat(OWN, now).await?;
    let due = office.store.next_call().await?;
    Ok(due.is_none_or(|due| now.duration_since(due) <= MOST_OVERDUE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_looked_for_long_is_silent_until_it_has() {
        let looked = |ago: Duration| Looked {
            begun: Instant::now().checked_sub(ago).unwrap(),
            last: AtomicU64::new(0),
        };
        let second = Duration::from_secs(1);
        assert!(
            !Looked::begun().is_long_ago() && !looked(MOST_UNLOOKED.checked_sub(10 * second).unwrap()).is_long_ago()
        );
        let stuck = looked(MOST_UNLOOKED + second);
        assert!(stuck.is_long_ago());
        stuck.note();
        assert!(!stuck.is_long_ago());
    }
}
