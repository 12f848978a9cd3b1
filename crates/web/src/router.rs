//! The table of contents.

use crate::desk::{
    change_password, choose_language, keep_accounts, list_accounts, new_account, set_up, show_today, sign_in, sign_out,
};
use crate::fault::Fault;
use crate::state::Desk;
use crate::{assets, guard, metering};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

/// The largest form without a file, in bytes.
const MOST_FORM_BYTES: usize = 256 * 1024;

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
        // The body
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
