//! For programs: JSON under `/api/v1`, times in RFC 3339 UTC, errors as `application/problem+json` (RFC 9457). One file an
//! action; the description (`OpenAPI` 3.1) is made from the same functions and lies at `/api/v1/openapi.json`.
//!
//! A program shows a key. The key belongs to a post: what the post may not see does not exist for it, and its scopes
//! narrow what it may do further. Somebody signed in on the desk may read here too, and change nothing.

pub(crate) mod bodies;
pub(crate) mod caller;
mod document;
mod list_alike;
mod list_cases;
mod list_events;
mod list_kinds;
mod list_reports;
mod list_units;
pub(crate) mod new_key;
mod open_sealed;
mod problems;
mod register_case;
mod report_day;
pub(crate) mod revoke_key;
mod sent;
mod show_case;
mod take_step;

use crate::state::Desk;
use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The actions, with what describes them.
fn described() -> (Router<Desk>, OpenApi) {
    OpenApiRouter::with_openapi(document::begin())
        .routes(routes!(list_cases::list, register_case::register))
        .routes(routes!(show_case::show))
        .routes(routes!(list_alike::list))
        .routes(routes!(list_events::list))
        .routes(routes!(take_step::take))
        .routes(routes!(open_sealed::open))
        .routes(routes!(list_units::list))
        .routes(routes!(list_kinds::list))
        .routes(routes!(list_reports::list, report_day::report))
        .split_for_parts()
}

/// All routes under `/api/v1`, the description among them.
pub(crate) fn routes() -> Router<Desk> {
    let (router, document) = described();
    let json = Bytes::from(document::end(&document));
    router.route(
        "/api/v1/openapi.json",
        get(move || async move { ([(header::CONTENT_TYPE, "application/json")], json).into_response() }),
    )
}
