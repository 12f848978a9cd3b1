//! What a program sends: a JSON body of a known form, once, however often it is sent under one `Idempotency-Key`.

use super::caller::Caller;
use crate::fault::Fault;
use crate::state::Desk;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::{HeaderMap, header};
use domain::case::Refusal;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The longest that a body may take to come in.
const COMES_IN: Duration = Duration::from_secs(30);
/// The longest `Idempotency-Key`, in characters.
const MOST_KEY: usize = 255;

/// A body, and who sent it.
pub(crate) struct Sent<T> {
    /// Who.
    pub(crate) caller: Caller,
    /// What.
    pub(crate) body: T,
    /// The key under which the store writes it once.
    pub(crate) key: Option<String>,
}

impl<T: DeserializeOwned + Send> FromRequest<Desk> for Sent<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, desk).await?;
        if !is_json(&parts.headers) {
            return Err(Fault::NotJson);
        }
        let asked = idempotency_key(&parts.headers)?;
        let what = format!("{} {}", parts.method, parts.uri.path());
        let bytes = Bytes::from_request(Request::from_parts(parts, body), desk);
        let bytes = tokio::time::timeout(COMES_IN, bytes).await;
        let bytes = bytes.map_err(|_| Fault::TooSlowSent)?.map_err(|_| Fault::TooLarge)?;
        let body = read(&bytes)?;
        let key = key_of(&caller, asked, &what, &bytes).await?;
        Ok(Self { caller, body, key })
    }
}

/// The key under which the store writes a request once; one that another request had before is refused.
///
/// # Errors
/// The refusal; the store's.
pub(super) async fn key_of(
    caller: &Caller,
    asked: Option<String>,
    what: &str,
    bytes: &[u8],
) -> Result<Option<String>, Fault> {
    let (Some(asked), Some(key)) = (asked, &caller.key) else {
        return Ok(None);
    };
    let fingerprint = caller.fingerprint(&[what.as_bytes(), b" ", bytes].concat());
    let visit = &caller.visit;
    let store = &visit.desk.office.store;
    if !store.is_same_request(&key.id, &asked, &fingerprint, visit.now).await? {
        return Err(Refusal::new("api-key-reused").into());
    }
    Ok(Some(store::asked_key(&key.id, &asked)))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"))
}

/// The header, where there is one.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = key.to_str().map_err(|_| Fault::Unreadable)?.trim();
    if key.is_empty() || key.len() > MOST_KEY {
        return Err(Fault::Unreadable);
    }
    Ok(Some(key.to_owned()))
}

/// Broken JSON can't be read; JSON of another form is refused with the place where it differs.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() {
            Refusal::new("api-body-differs").with("why", error).into()
        } else {
            Fault::Unreadable
        }
    })
}
