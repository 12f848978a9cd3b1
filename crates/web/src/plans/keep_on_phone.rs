//! The script that keeps plans on a phone, so that they open without a connection. It is served under `/plans`, because a worker
//! reaches no further than its own folder.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;

static WORKER: &str = include_str!("../../../../assets/workers/plans.js");

/// `GET /plans/worker.js`
pub(crate) async fn show() -> impl IntoResponse {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/javascript; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (
            HeaderName::from_static("service-worker-allowed"),
            HeaderValue::from_static("/plans"),
        ),
    ];
    (headers, WORKER)
}
