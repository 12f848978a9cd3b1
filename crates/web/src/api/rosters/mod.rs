//! What whoever plans a desk's roster decides: what people are able to do, who is planned with whom, teams in turn, and the roster
//! that the program proposes. A program may ask for a proposal; planning is a person's, with a key of their own.

mod ask_proposal;
mod plan_team;
mod show_proposal;
mod show_team;
mod take_proposal;

use crate::state::Desk;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The actions.
pub(super) fn described() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(show_team::show, plan_team::plan))
        .routes(routes!(ask_proposal::ask))
        .routes(routes!(show_proposal::show))
        .routes(routes!(take_proposal::take))
}
