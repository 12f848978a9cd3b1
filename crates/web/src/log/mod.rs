//! The log's public face, `/log/`: one file for each thing that is served (`docs/log-format.md`). It is open to everybody,
//! and to the scripts of other pages too, since a log that only its owner reads proves nothing.

pub(crate) mod show_about;
pub(crate) mod show_checkpoint;
pub(crate) mod show_consistency;
pub(crate) mod show_keys;
pub(crate) mod show_policy;
pub(crate) mod show_tile;
pub(crate) mod verify_receipt;

mod verdict;

use crate::fault::Fault;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use ledger::policy::{Log, Policy};
use store::Store;

/// Everything below the log's address.
pub(crate) const PREFIX: &str = "/log/";

/// A text that is made anew for whoever asks.
fn text(text: String) -> Response {
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// Whom the log itself would believe.
fn policy(store: &Store) -> Result<Policy, Fault> {
    let logs = store.log_keys().iter().map(|key| Log {
        key: key.clone(),
        url: None,
    });
    Policy::new(logs.collect(), Vec::new(), 0).map_err(|error| Fault::Broken(error.to_string()))
}
