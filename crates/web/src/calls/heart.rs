//! Signs of life: this program says to somebody outside that it lives, so that its silence is noticed.

use super::Ways;
use crate::boxed;
use crate::outgoing::Outgoing;
use office::Office;
use std::time::Duration;
use tokio::sync::watch;

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_BYTES: usize = 64 << 10;

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
        sign_of_life(office, ways).await;
    }
}

/// Says once that this program lives, to whoever is to be told. Nothing is said while the database does not answer. Answers whether it
/// was taken.
#[boxed]
pub async fn sign_of_life(office: &Office, ways: &Ways) -> bool {
    let Some(heartbeat) = &ways.settings.heartbeat else {
        return false;
    };
    if let Err(error) = office.store.next_call().await {
        tracing::warn!(%error, "no sign of life: the database does not answer");
        return false;
    }
    match Outgoing::new(PATIENCE, MOST_BYTES).get(&heartbeat.url).await {
        Ok(answer) if (200..300).contains(&answer.status) => return true,
        Ok(answer) => tracing::warn!(status = answer.status, "the sign of life was not taken"),
        Err(error) => tracing::warn!(%error, "the sign of life was not taken"),
    }
    false
}
