//! The table of contents.

use crate::desk::{
    attach_evidence, change_password, choose_language, download_evidence, export_cases, keep_accounts, list_accounts,
    list_cases, list_units, new_account, register_case, set_up, show_case, show_today, sign_in, sign_out, take_step,
};
use crate::fault::Fault;
use crate::state::Desk;
use crate::{assets, evidence_types, guard, metering};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

/// The largest form without a file, in bytes.
const MOST_FORM_BYTES: usize = 256 * 1024;
/// A form with a file: the file, and what is around it.
const MOST_EVIDENCE_BYTES: usize = evidence_types::MOST_BYTES + 64 * 1024;

/// All routes of the desk.
#[rustfmt::skip]
pub fn router(desk: Desk) -> Router {
    Router::new()
        // Before sign-in
        .route("/set-up/{token}", get(set_up::show).post(set_up::send))
        .route("/sign-in", get(sign_in::show).post(sign_in::send))
        .route("/language", post(choose_language::send))
        // One's own account
        .route("/sign-out", post(sign_out::send))
        .route("/password", get(change_password::show).post(change_password::send))
        // The day
        .route("/", get(show_today::show))
        // Cases
        .route("/cases", get(list_cases::show).post(register_case::send))
        .route("/cases/new", get(register_case::show))
        .route("/cases/export", get(export_cases::send))
        .route("/cases/{number}", get(show_case::show))
        .route("/cases/{number}/steps/{step}", post(take_step::send))
        .route("/cases/{number}/evidence", post(attach_evidence::send).layer(DefaultBodyLimit::max(MOST_EVIDENCE_BYTES)))
        .route("/cases/{number}/evidence/{sha256}", get(download_evidence::send))
        // The body
        .route("/units", get(list_units::show))
        .route("/accounts", get(list_accounts::show).post(new_account::send))
        .route("/accounts/{id}/password", post(keep_accounts::reset_password))
        .route("/accounts/{id}/shut", post(keep_accounts::shut))
        .route("/accounts/{id}/open", post(keep_accounts::open))
        // For machines
        .route("/assets/{name}", get(assets::show_asset))
        .route("/healthz", get(metering::show_health))
        .route("/readyz", get(metering::show_readiness))
        .route("/metrics", get(metering::show_metrics))
        .fallback(|| async { Fault::NotFound })
        .method_not_allowed_fallback(|| async { Fault::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(MOST_FORM_BYTES))
        .layer(CatchPanicLayer::custom(guard::caught))
        .layer(from_fn_with_state(desk.clone(), guard::guard))
        .with_state(desk)
}
