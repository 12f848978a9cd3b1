//! Security headers, on every answer.

use axum::http::header;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue};

/// Nothing from anywhere but ourselves; no inline script or style; nobody frames us; forms go nowhere else. A script
/// may ask ourselves only (how far an import is).
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// A file that somebody uploaded can do nothing at all, even where a browser shows it.
pub(crate) const FILE_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// What is no page (JSON) shows nothing and asks for nothing, wherever it is opened.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// On every answer.
const FIXED: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // Case numbers are in addresses: they go to nobody else, also where a browser makes links of what is in data.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// On what a browser may show as a page. Of data they say nothing, and whoever reads many cases would wait for them.
const OF_PAGES: [(HeaderName, HeaderValue); 3] = [
    (
        HeaderName::from_static("cross-origin-opener-policy"),
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
    headers.reserve(FIXED.len() + OF_PAGES.len() + 5);
    let (of_pages, policy) = if is_json(headers) {
        (&[][..], DATA_POLICY)
    } else {
        (&OF_PAGES[..], CONTENT_SECURITY_POLICY)
    };
    for (name, value) in FIXED.iter().chain(of_pages) {
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
        .or_insert(HeaderValue::from_static(policy));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

/// Whether the answer is JSON, a problem's among them.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    kind.is_some_and(|kind| kind.starts_with(b"application/") && kind.ends_with(b"json"))
}

/// What everybody may have, scripts of other pages too: there is nothing in it that a cookie would open.
pub(crate) fn share(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
}
