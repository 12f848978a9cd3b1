//! The log's public face, `/log/`: one file for each thing that is served (`docs/log-format.md`). It is open to everybody,
//! and to the scripts of other pages too, since a log that only its owner reads proves nothing.

pub(crate) mod show_about;
pub(crate) mod show_checkpoint;
pub(crate) mod show_consistency;
pub(crate) mod show_handover;
pub(crate) mod show_keys;
pub(crate) mod show_policy;
pub(crate) mod show_tile;
pub(crate) mod show_witnessed;
pub(crate) mod verify_receipt;

mod entry;
mod verdict;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

/// Everything below the log's address.
pub(crate) const PREFIX: &str = "/log/";

/// A text that is made anew for whoever asks.
fn text(text: String) -> Response {
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
