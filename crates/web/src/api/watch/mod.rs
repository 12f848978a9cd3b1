//! The watch by programs: who is there, what is open and due, the log and the handover; and by a person with a key of their own its
//! steps.

mod due;
mod list_watch;
mod show_watch;
mod take_watch_step;

use crate::state::Desk;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The actions.
pub(super) fn described() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(list_watch::list))
        .routes(routes!(show_watch::show))
        .routes(routes!(take_watch_step::take))
}
