//! What a person does with a case with a key of their own: saving the list, giving the requester's link, handing a source on, inviting
//! another body; with what it belongs together, and an incident's reports: the next as it would go out, and how those that went out stand.

mod draft_report;
mod export_cases;
mod give_link;
mod hand_source_on;
mod invite_guest;
mod list_incidents;
mod list_linked;
mod show_report;
mod try_report_again;

use crate::state::Desk;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// These actions, with what describes them.
pub(super) fn described() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(export_cases::export))
        .routes(routes!(give_link::give))
        .routes(routes!(hand_source_on::hand_on))
        .routes(routes!(hand_source_on::name))
        .routes(routes!(hand_source_on::clear))
        .routes(routes!(invite_guest::list, invite_guest::invite))
        .routes(routes!(invite_guest::end))
        .routes(routes!(invite_guest::share))
        .routes(routes!(list_incidents::list))
        .routes(routes!(list_linked::list))
        .routes(routes!(show_report::show))
        .routes(routes!(draft_report::begin))
        .routes(routes!(draft_report::draft))
        .routes(routes!(try_report_again::again))
}
