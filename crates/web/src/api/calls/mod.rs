//! Calls to the body's own people by programs: what is called for, what was sent, and by a person with a key of their own that they
//! have it. Nobody is called from here. What a program reads, its person has not read: no message of a call is marked by it.

mod acknowledge_call;
mod list_calls;
mod show_call;

use crate::state::Desk;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The actions.
pub(super) fn described() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(list_calls::list))
        .routes(routes!(show_call::show))
        .routes(routes!(acknowledge_call::acknowledge))
}
