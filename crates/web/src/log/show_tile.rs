//! Tiles of the tree and bundles of leaves (<https://c2sp.org/tlog-tiles>).

use crate::fault::Fault;
use crate::state::Desk;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use ledger::tile::{TilePath, WIDTH};

/// A full tile never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// A partial one does not either, but need not be there any more when the full one is.
const A_WHILE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// `GET /log/tile/{*path}`: `<L>/<N>[.p/<W>]` or `entries/<N>[.p/<W>]`, in their one spelling.
pub(crate) async fn show(State(desk): State<Desk>, Path(path): Path<String>) -> Result<Response, Fault> {
    let path: TilePath = format!("tile/{path}").parse().map_err(|_| Fault::NotFound)?;
    let store = &desk.office.store;
    let (bytes, width) = match path {
        TilePath::Hashes(tile) => (store.log_tile(tile).await?, tile.width),
        TilePath::Entries(bundle) => (store.log_bundle(bundle).await?, bundle.width),
    };
    let bytes = bytes.ok_or(Fault::NotFound)?;
    let kept = if width == WIDTH { FOR_EVER } else { A_WHILE };
    let kind = HeaderValue::from_static("application/octet-stream");
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)], bytes).into_response())
}
