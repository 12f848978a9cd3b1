//! The script that keeps plans on a phone, so that they open without a connection. It is served under `/plans`, because a worker
//! reaches no further than its own folder.

use crate::assets;
use axum::response::Response;

/// `GET /plans/worker.js`
pub(crate) async fn show() -> Response {
    assets::worker(include_str!("../../../../assets/workers/plans.js"), "/plans")
}
