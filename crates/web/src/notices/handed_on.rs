//! What became of handing a message on, whoever it was for, and when it is tried again.

use super::{AGAIN, Failed};
use domain::case::NoticesBy;
use jiff::Timestamp;
use office::Office;

/// What became of it.
pub(super) enum HandedOn {
    /// The server or gateway has it.
    Taken,
    /// Nobody can be reached there, however often it is tried.
    NobodyThere(Failed),
    /// It is tried again then.
    Again(Failed, Timestamp),
    /// It was tried often enough.
    GivenUp(Failed),
}

/// Judges an attempt, which was the `attempts`-th, and writes down how its way is doing.
///
/// # Errors
/// What the store says.
pub(super) async fn judge(
    office: &Office,
    by: NoticesBy,
    attempts: u32,
    sent: Result<(), Failed>,
) -> Result<HandedOn, store::Error> {
    let now = office.clock.now();
    let failed = sent.err();
    // Where nobody is reached at an address, the way works: it is that address that does not.
    let broken = failed.as_ref().filter(|failed| !failed.recipient);
    if let Some(failed) = broken {
        tracing::warn!(
            way = by.name(),
            why = failed.why,
            said = failed.said,
            "a message was not handed on"
        );
    }
    office
        .store
        .record_channel(by.name(), now, broken.map(Failed::kept))
        .await?;
    Ok(match failed {
        None => HandedOn::Taken,
        Some(failed) if failed.recipient => HandedOn::NobodyThere(failed),
        Some(failed) => match again_after(attempts) {
            Some(wait) => HandedOn::Again(failed, now.checked_add(wait).unwrap_or(now)),
            None => HandedOn::GivenUp(failed),
        },
    })
}

/// How long after that attempt the next one comes; none after the last.
fn again_after(attempts: u32) -> Option<jiff::SignedDuration> {
    let tried = usize::try_from(attempts).ok()?;
    AGAIN.get(tried.saturating_sub(1)).copied()
}
