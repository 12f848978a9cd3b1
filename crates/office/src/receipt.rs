//! Receipts: what somebody takes home of an event, and verifies without us.

use crate::{Error, Office};
use domain::CaseId;
use domain::case::Event;
use ledger::receipt::{Opening, Receipt};
use store::Logged;

/// The most bytes of a receipt that says what was written: with them it still fits into one QR code (2953 at most).
pub const MOST_RECEIPT_BYTES: usize = 2_900;

/// The receipt of an event of a case, under the log's head of now; none for an event that is not there.
///
/// It says what was written, with the salt, where those who asked may read it ([`is_theirs`]) and where it fits.
///
/// # Errors
/// [`store::Error::NoLogKey`] where the log can't sign, and what the store says.
pub async fn receipt(office: &Office, case: CaseId, version: u64) -> Result<Option<Receipt>, Error> {
    let store = &office.store;
    let logged = store.logged(case).await?;
    let Some(logged) = logged.into_iter().find(|logged| logged.version == version) else {
        return Ok(None);
    };
    let head = store.signed_head()?;
    let hashes = store.log_inclusion(logged.index, head.checkpoint.size).await?;
    let made = |openings| {
        let (leaf, hashes, checkpoint) = (logged.leaf.clone(), hashes.clone(), head.note.clone());
        let receipt = Receipt::new(leaf, openings, logged.index, hashes, checkpoint);
        receipt.map_err(|error| store::Error::Corrupt(format!("the receipt of leaf {}: {error}", logged.index)))
    };
    let opening = |payload| opening(&logged, payload).into_iter().collect();
    let whole = made(opening(true))?;
    if whole.to_proof().to_string().len() <= MOST_RECEIPT_BYTES {
        return Ok(Some(whole));
    }
    Ok(Some(made(opening(false))?))
}

/// What the leaf's open part opens to; none where it was erased or is not for those who asked.
fn opening(logged: &Logged, payload: bool) -> Option<Opening> {
    let event: Event = serde_json::from_str(&logged.event).ok()?;
    let salt = logged.salt.filter(|_| is_theirs(&event))?;
    Some(Opening {
        name: "open".to_owned(),
        salt,
        payload: payload.then(|| logged.event.clone().into_bytes()),
    })
}

/// Whether the words of an event are for those who asked. What offices write to each other is logged like all else and
/// has its receipt; but the receipt does not say it, nor gives the salt with which it could be guessed.
const fn is_theirs(event: &Event) -> bool {
    match event {
        Event::Registered { .. }
        | Event::Corrected { .. }
        | Event::Accepted { .. }
        | Event::Refused { .. }
        | Event::Acknowledged { .. }
        | Event::Answered { .. }
        | Event::Closed { .. }
        | Event::Confirmed { .. }
        | Event::Reopened { .. }
        | Event::Withdrawn { .. }
        | Event::Messaged { .. }
        | Event::RepeatRecorded
        | Event::ClockStarted { .. }
        | Event::ClockResumed { .. }
        | Event::ClockPaused { .. }
        | Event::ClockExtended { .. }
        | Event::MarkReached { .. }
        | Event::ClockStopped { .. }
        | Event::ClockCancelled { .. }
        | Event::SealedKept { .. }
        | Event::Opened { .. }
        | Event::AboutRecorded { .. }
        | Event::AboutLifted { .. }
        | Event::ReviewAsked { .. }
        | Event::Simplified { .. }
        | Event::PassProposed { .. }
        | Event::TakenOver { .. }
        | Event::RepeatOf { .. }
        | Event::LinkGiven
        | Event::Erased { .. } => true,
        Event::Dispatched { .. }
        | Event::ProgressReported { .. }
        | Event::EvidenceAttached(_)
        | Event::SignedOff { .. }
        | Event::Returned { .. }
        | Event::Supervised { .. }
        | Event::OpinionRecorded { .. }
        | Event::Recused { .. }
        | Event::UnitJoined { .. }
        | Event::UnitReleased { .. }
        | Event::PassDeclined { .. }
        | Event::RepeatedBy { .. }
        | Event::Commented { .. } => false,
    }
}
