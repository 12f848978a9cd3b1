//! That the log of today begins with the log of then: for the holder of a receipt.

use crate::fault::Fault;
use crate::fields::Fields;
use crate::state::Desk;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use ledger::continuation::Continuation;
use ledger::tree::MAX_SIZE;
use store::Store;

/// `GET /log/consistency?from=SIZE`: the signed head, with the proof that it continues the tree of that size.
///
/// Where the log is shorter than that, its head is the answer all the same, with no proof: no verifier takes it, and who
/// holds the receipt has the log's own signature under what it lost.
pub(crate) async fn show(State(desk): State<Desk>, uri: Uri) -> Result<Response, Fault> {
    let query = Fields::parse(uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
    let old = query.get("from").parse().ok().filter(|size| *size <= MAX_SIZE);
    let old: u64 = old.ok_or(Fault::Unreadable)?;
    Ok(super::text(from(&desk.office.store, old).await?.to_string()))
}

/// The signed head, with the proof that it continues the tree of `old` leaves.
pub(super) async fn from(store: &Store, old: u64) -> Result<Continuation, Fault> {
    let head = store.log_checkpoint()?;
    let size = head.checkpoint.size;
    let proof = if old < size {
        store.log_consistency(old, size).await?
    } else {
        Vec::new()
    };
    let checkpoint = head.note;
    Ok(Continuation { old, proof, checkpoint })
}
