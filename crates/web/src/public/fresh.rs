//! Files and feeds that whoever has them asks for again: an answer that has not changed is not sent twice.
//!
//! Only the hash of the answer (`ETag`) tells whether it has changed. A date would not: of a case that nobody may read any
//! more, nothing is left that could have one.

use crate::guest::Guest;
use crate::secrets;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// The answer, or that it is still the same (RFC 9110, 13.1.2).
pub(super) fn answer(guest: &Guest, asked: &HeaderMap, media_type: &'static str, body: String) -> Response {
    let tag = format!("\"{}\"", &secrets::sha256(&body)[..32]);
    let known = asked.get_all(header::IF_NONE_MATCH).iter();
    let mut known = known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let same = known.any(|known| {
        let known = known.trim();
        known == "*" || known.trim_start_matches("W/") == tag
    });
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, HeaderValue::from_static(media_type))], body).into_response()
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    // Kept, and asked for each time: what is taken back is gone at once.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(guest.locale.tag()));
    // Anybody's page may show it: there is nothing in it that a cookie would open.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Says where the next part is (RFC 8288).
pub(super) fn link_next(response: &mut Response, next: Option<&str>) {
    let value = next.and_then(|next| HeaderValue::try_from(format!("<{next}>; rel=\"next\"")).ok());
    if let Some(value) = value {
        response.headers_mut().insert(header::LINK, value);
    }
}

/// Saved under a name of ours, plain ASCII.
pub(super) fn save_as(response: &mut Response, disposition: &'static str) {
    let name: HeaderName = header::CONTENT_DISPOSITION;
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static(disposition));
}
