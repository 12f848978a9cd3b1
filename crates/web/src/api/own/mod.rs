//! What is one's own: ways of being called, what one asks for of a roster, and one's calendar. With a key of one's own alone.

mod ask_duty;
mod keep_channels;
mod keep_feed;
mod show_duty;

use crate::state::Desk;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The actions.
pub(super) fn described() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(keep_channels::list, keep_channels::add))
        .routes(routes!(keep_channels::end))
        .routes(routes!(keep_feed::make))
        .routes(routes!(keep_feed::end))
        .routes(routes!(show_duty::show))
        .routes(routes!(ask_duty::ask))
}
