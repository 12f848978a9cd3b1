//! Security headers, on every answer.

use axum::http::header;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue};

/// Nothing from anywhere but ourselves; no inline script or style; nobody frames us; forms go nowhere else. A script
/// may ask ourselves only (how far an import is).
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// A file that somebody uploaded can do nothing at all, even where a browser shows it.
pub(crate) const FILE_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

const FIXED: [(HeaderName, HeaderValue); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // Case numbers are in addresses: they go to nobody else.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        HeaderValue::from_static("require-corp"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), \
             payment=(), usb=(), browsing-topics=()",
        ),
    ),
];

/// Puts them on an answer; what an action has set itself (a stricter policy for a file, a cache for an asset) stays.
pub(crate) fn secure(headers: &mut HeaderMap, https: bool) {
    // Room for all at once, and for two that come after: growing step by step costs more than the headers.
    headers.reserve(FIXED.len() + 5);
    for (name, value) in &FIXED {
        headers.insert(name.clone(), value.clone());
    }
    if https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

/// What everybody may have, scripts of other pages too: there is nothing in it that a cookie would open.
pub(crate) fn share(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
}
