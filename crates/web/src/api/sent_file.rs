//! A file that a program sends: its bytes as the body, its name in the address.

use super::caller::Caller;
use super::sent::{idempotency_key, key_of};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::state::Desk;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::header;
use std::time::Duration;

/// The longest that a file may take to come in: less than an answer may take.
const COMES_IN: Duration = Duration::from_secs(100);

/// A file, and who sent it.
pub(crate) struct SentFile {
    /// Who.
    pub(crate) caller: Caller,
    /// What it is called; empty where nothing was said.
    pub(crate) name: String,
    /// It is only tried.
    pub(crate) dry_run: bool,
    pub(crate) bytes: Vec<u8>,
    /// The key under which it is taken once.
    pub(crate) key: Option<String>,
}

impl FromRequest<Desk> for SentFile {
    type Rejection = Fault;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        // A stranger's file is not read.
        let caller = Caller::from_request_parts(&mut parts, desk).await?;
        let kind = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        if kind.is_none_or(|kind| !kind.eq_ignore_ascii_case("application/octet-stream")) {
            return Err(Fault::NotBytes);
        }
        let query = Fields::parse(parts.uri.query().unwrap_or_default().as_bytes()).ok_or(Fault::Unreadable)?;
        let dry_run = match query.get("dry_run") {
            "true" => true,
            "false" => false,
            "" if !query.has("dry_run") => false,
            _ => return Err(Fault::Unreadable),
        };
        let asked = idempotency_key(&parts.headers)?;
        let what = format!("{} {}", parts.method, parts.uri);
        let bytes = Bytes::from_request(Request::from_parts(parts, body), desk);
        let bytes = tokio::time::timeout(COMES_IN, bytes).await;
        let bytes = bytes.map_err(|_| Fault::TooSlowSent)?.map_err(|_| Fault::TooLarge)?;
        let key = key_of(&caller, asked, &what, &bytes).await?;
        Ok(Self {
            caller,
            name: query.get("name").to_owned(),
            dry_run,
            bytes: bytes.to_vec(),
            key,
        })
    }
}
