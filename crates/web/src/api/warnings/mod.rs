//! Public warnings by programs: read, drafted, and by a person with a key of their own approved, returned and published; and the
//! warnings of other bodies.

mod content;
mod decide_warning;
mod draft_warning;
mod list_alerts;
pub(super) mod list_warnings;
mod take_alert;

use crate::state::Desk;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The actions.
pub(super) fn described() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(list_warnings::list, draft_warning::draft))
        .routes(routes!(list_warnings::show))
        .routes(routes!(draft_warning::redraft))
        .routes(routes!(decide_warning::approve))
        .routes(routes!(decide_warning::send_back))
        .routes(routes!(decide_warning::publish))
        .routes(routes!(list_alerts::list))
        .merge(super::files(cap::MOST_BYTES, routes!(take_alert::take)))
}
