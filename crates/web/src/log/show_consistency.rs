//! That the log of today begins with the log of then: for the holder of a receipt.

use crate::fault::Fault;
use crate::fields::Fields;
use crate::state::Desk;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use ledger::continuation::Continuation;
use ledger::tree::MAX_SIZE;
use store::{SignedHead, Store};

/// `GET /log/consistency?from=SIZE`: the signed head, with the proof that it continues the tree of that size. With
/// `&to=witnessed`: the newest head that a witness has signed, if it is as long as that; else the signed head.
///
/// Where the log is shorter than that, its head is the answer all the same, with no proof: no verifier takes it, and who
/// holds the receipt has the log's own signature under what it lost.
pub(crate) async fn show(State(desk): State<Desk>, uri: Uri) -> Result<Response, Fault> {
    let query = Fields::parse(uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
    let old = query.get("from").parse().ok().filter(|size| *size <= MAX_SIZE);
    let old: u64 = old.ok_or(Fault::Unreadable)?;
    let store = &desk.office.store;
    let later = match query.get("to") {
        "" => from(store, old).await?,
        "witnessed" => to_witnessed(store, old).await?,
        _ => return Err(Fault::Unreadable),
    };
    Ok(super::text(later.to_string()))
}

/// The signed head, with the proof that it continues the tree of `old` leaves.
pub(super) async fn from(store: &Store, old: u64) -> Result<Continuation, Fault> {
    continuing(store, old, store.log_checkpoint().await?).await
}

/// The newest head that a witness has signed, with the same proof; the signed head where there is none of that size or more, or where
/// the log has fewer entries than it was signed for.
pub(super) async fn to_witnessed(store: &Store, old: u64) -> Result<Continuation, Fault> {
    let sizes = old..=store.log_size();
    let head = store.witnessed_head();
    match head.filter(|head| sizes.contains(&head.checkpoint.size)) {
        Some(head) => continuing(store, old, head).await,
        None => from(store, old).await,
    }
}

async fn continuing(store: &Store, old: u64, head: SignedHead) -> Result<Continuation, Fault> {
    let size = head.checkpoint.size;
    let proof = if old < size {
        store.log_consistency(old, size).await?
    } else {
        Vec::new()
    };
    let checkpoint = head.note;
    Ok(Continuation { old, proof, checkpoint })
}
