//! Receipts: what somebody takes home of an event, and verifies without us.

use crate::boxed;
use crate::{Error, Office};
use domain::CaseId;
use domain::case::{Event, Party};
use ledger::receipt::{Opening, Receipt};
use store::Logged;

/// The most bytes of a receipt that says what was written: with them it still fits into one QR code (2953 at most).
pub const MOST_RECEIPT_BYTES: usize = 2_900;

/// The receipt of an event of a case, under the log's head of now; none for an event that is not there.
///
/// It says what was written, with the salt, where `reader`, the person who asked or another party of the dispute, is told all of it
/// ([`Event::told_as`]) and where it fits. Whether `reader` is told of the event at all, the caller asks first.
///
/// # Errors
/// [`store::Error::NoLogKey`] where the log can't sign, and what the store says.
#[boxed]
pub async fn receipt(office: &Office, case: CaseId, version: u64, reader: Party) -> Result<Option<Receipt>, Error> {
    let store = &office.store;
    let logged = store.logged(case).await?;
    let Some(logged) = logged.into_iter().find(|logged| logged.version == version) else {
        return Ok(None);
    };
    let head = store.signed_head().await?;
    let hashes = store.log_inclusion(logged.index, head.checkpoint.size).await?;
    let made = |openings| {
        let (leaf, hashes, checkpoint) = (logged.leaf.clone(), hashes.clone(), head.note.clone());
        let receipt = Receipt::new(leaf, openings, logged.index, hashes, checkpoint);
        receipt.map_err(|error| store::Error::Corrupt(format!("the receipt of leaf {}: {error}", logged.index)))
    };
    let opening = |payload| opening(&logged, reader, payload).into_iter().collect();
    let whole = made(opening(true))?;
    if whole.to_proof().to_string().len() <= MOST_RECEIPT_BYTES {
        return Ok(Some(whole));
    }
    Ok(Some(made(opening(false))?))
}

/// What the leaf's open part opens to; none where it was erased, or where not all of it is for the reader.
fn opening(logged: &Logged, reader: Party, payload: bool) -> Option<Opening> {
    let event: Event = serde_json::from_str(&logged.event).ok()?;
    let salt = logged
        .salt
        .filter(|_| event.told_as(reader, &logged.actor).is_whole())?;
    Some(Opening {
        name: "open".to_owned(),
        salt,
        payload: payload.then(|| logged.event.clone().into_bytes()),
    })
}
