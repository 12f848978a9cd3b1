//! Warnings of other bodies, fetched: `warnings.toml` beside the database says from where (`docs/warnings.md`). An address is that of a
//! message or of a feed (Atom) that leads to messages on the same host. What comes is nobody's word but its sender's: it is
//! read within caps and shown on the desk; nothing else is done of it.

mod feed;
mod keys;
mod settings;
#[cfg(test)]
mod tests;

pub(crate) use keys::{Keys, Signed};
pub use settings::{FILE, KeyPart, Settings, Source};

use crate::outgoing::Outgoing;
use office::Office;
use std::collections::HashSet;
use std::time::Duration;
use tokio::sync::watch;

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The most that is taken from one call: a feed with many entries, or one message.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// The most messages that are fetched of one feed at one look.
const MOST_MESSAGES: usize = 50;
/// Addresses that are remembered as fetched; beyond, all are asked for again, which changes nothing.
const MOST_KNOWN: usize = 10_000;

/// What one look brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fetched {
    /// Messages that were not here before.
    pub new: usize,
    /// Messages that could not be read, or that were refused.
    pub refused: usize,
}

/// Fetches until the stop is asked for.
pub(crate) async fn run(office: Office, mut stopped: watch::Receiver<()>) {
    let settings = match Settings::read(office.store.dir()) {
        Ok(settings) => settings,
        Err(error) => {
            tracing::error!(%error, "no warnings of other bodies are fetched");
            return;
        }
    };
    if settings.sources.is_empty() {
        return;
    }
    let outgoing = Outgoing::new(PATIENCE, MOST_BYTES);
    let mut known = HashSet::new();
    let mut every = tokio::time::interval(settings.every);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = every.tick() => {}
        }
        for source in &settings.sources {
            let fetched = tokio::select! {
                _ = stopped.changed() => return,
                fetched = fetch_alerts(&office, &outgoing, source, &mut known) => fetched,
            };
            match fetched {
                Ok(fetched) if fetched == Fetched::default() => {}
                Ok(fetched) => tracing::info!(
                    source = source.name,
                    new = fetched.new,
                    refused = fetched.refused,
                    "warnings of another body fetched"
                ),
                Err(error) => tracing::warn!(source = source.name, error, "warnings could not be fetched"),
            }
        }
        if known.len() > MOST_KNOWN {
            known.clear();
        }
    }
}

/// One look at a source. `known` are addresses of messages that were taken from it before and are not asked for again, each behind its
/// source's name: two sources may lead to one message, and each brings it.
///
/// # Errors
/// Why nothing could be fetched, for the operator's log.
pub async fn fetch_alerts<S: std::hash::BuildHasher>(
    office: &Office,
    outgoing: &Outgoing,
    source: &Source,
    known: &mut HashSet<String, S>,
) -> Result<Fetched, String> {
    let body = get(outgoing, &source.url).await?;
    let mut fetched = Fetched::default();
    let Some(addresses) = feed::messages(&body, &source.url) else {
        take(office, &body, source, &mut fetched).await?;
        return Ok(fetched);
    };
    for address in addresses.into_iter().take(MOST_MESSAGES) {
        let of_source = format!("{}\n{address}", source.name);
        if known.contains(&of_source) {
            continue;
        }
        match get(outgoing, &address).await {
            Ok(message) => {
                take(office, &message, source, &mut fetched).await?;
                known.insert(of_source);
            }
            // One that is not there hides none of the others; it is asked for again at the next look.
            Err(error) => {
                tracing::warn!(
                    source = source.name,
                    error,
                    "a warning of another body could not be fetched"
                );
                fetched.refused += 1;
            }
        }
    }
    Ok(fetched)
}

async fn get(outgoing: &Outgoing, url: &str) -> Result<Vec<u8>, String> {
    let answer = outgoing.get(url).await.map_err(|error| error.to_string())?;
    if answer.status != 200 {
        return Err(format!("{url} answered {}", answer.status));
    }
    Ok(answer.body.to_vec())
}

async fn take(office: &Office, message: &[u8], source: &Source, fetched: &mut Fetched) -> Result<(), String> {
    match office::take_alert(office, message, &source.name, office.clock.now()).await {
        Ok(true) => fetched.new += 1,
        Ok(false) => {}
        Err(office::Error::Refused(refusal)) => {
            tracing::warn!(source = source.name, %refusal, "a warning of another body was not taken");
            fetched.refused += 1;
        }
        Err(error) => return Err(error.to_string()),
    }
    Ok(())
}
