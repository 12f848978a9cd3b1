//! For programs: JSON under `/api/v1`, times in RFC 3339 UTC, errors as `application/problem+json` (RFC 9457). One file an
//! action; the description (`OpenAPI` 3.1) is made from the same functions and lies at `/api/v1/openapi.json`.
//!
//! A program shows a key. The key belongs to a post: what the post may not see does not exist for it, and its scopes
//! narrow what it may do further. What people decide takes somebody's own key (`caller.rs`): whoever shows it acts as that person.
//! Somebody signed in on the desk may read here too, and change nothing.

mod act_once;
mod attach_evidence;
pub(crate) mod bodies;
mod body;
mod call_danger;
pub(crate) mod caller;
mod calls;
mod cases;
mod change_levels;
mod change_roster;
mod change_round;
mod choose_notices;
mod days;
mod decide_plan;
mod direct_drill;
mod do_once;
mod document;
mod download_brief;
mod download_paper;
mod draft_brief;
mod draft_plan;
mod join_alike;
mod judge_day;
mod keep_sealed;
mod list_alike;
mod list_asked;
mod list_assignments;
mod list_briefs;
mod list_cases;
mod list_events;
mod list_kinds;
mod list_levels;
mod list_papers;
mod list_plans;
mod list_receipts;
mod list_reports;
mod list_rounds;
mod list_units;
mod list_versions;
mod mediate;
mod mediation_words;
pub(crate) mod new_key;
pub(crate) mod new_own_key;
mod open_file;
mod open_paper;
mod open_sealed;
mod own;
mod plan_drill;
mod problems;
mod register_case;
mod report_day;
mod report_file;
mod respond;
pub(crate) mod revoke_key;
mod rosters;
mod run_import;
mod sent;
mod sent_file;
mod show_brief;
mod show_case;
mod show_drills;
mod show_duty;
mod show_imports;
mod show_judgement;
mod show_rights;
mod take_step;
pub(crate) mod turns;
mod warnings;
mod watch;

use crate::evidence_types;
use crate::state::Desk;
use crate::upload::MOST_UPLOAD_BYTES;
use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

/// An action that takes a file of at most so many bytes.
fn files(most: usize, action: UtoipaMethodRouter<Desk>) -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(action).layer(DefaultBodyLimit::max(most))
}

/// The actions, with what describes them.
fn described() -> (Router<Desk>, OpenApi) {
    OpenApiRouter::with_openapi(document::begin())
        .routes(routes!(list_cases::list, register_case::register))
        .routes(routes!(show_case::show))
        .routes(routes!(list_alike::list, join_alike::join))
        .routes(routes!(join_alike::split))
        .routes(routes!(join_alike::relate))
        .routes(routes!(join_alike::part))
        .routes(routes!(list_events::list))
        .routes(routes!(take_step::take))
        .routes(routes!(mediate::mediate))
        .routes(routes!(choose_notices::choose))
        .routes(routes!(call_danger::raise))
        .routes(routes!(call_danger::answer))
        .routes(routes!(call_danger::end))
        .routes(routes!(open_sealed::open))
        .routes(routes!(open_file::open))
        .routes(routes!(list_papers::list))
        .routes(routes!(open_paper::open))
        .routes(routes!(download_paper::opinion))
        .routes(routes!(download_paper::report))
        .routes(routes!(download_paper::session))
        .routes(routes!(keep_sealed::keep))
        .routes(routes!(respond::respond))
        .routes(routes!(list_receipts::list))
        .routes(routes!(list_receipts::download))
        .routes(routes!(list_rounds::list, change_round::start))
        .routes(routes!(list_rounds::show))
        .routes(routes!(change_round::report))
        .routes(routes!(change_round::end))
        .routes(routes!(list_units::list))
        .routes(routes!(show_rights::show))
        .routes(routes!(list_kinds::list))
        .routes(routes!(days::show_today::show))
        .routes(routes!(list_reports::list, report_day::report))
        .routes(routes!(show_judgement::show, judge_day::judge))
        .routes(routes!(days::change_judgement::change))
        .routes(routes!(list_briefs::list))
        .routes(routes!(show_brief::show, draft_brief::draft))
        .routes(routes!(days::sign_brief::sign))
        .routes(routes!(download_brief::show))
        .routes(routes!(list_assignments::list, days::give_assignment::give))
        .routes(routes!(show_duty::list))
        .routes(routes!(show_duty::show))
        .routes(routes!(list_asked::list))
        .routes(routes!(change_roster::change))
        .routes(routes!(list_plans::list, draft_plan::draft))
        .routes(routes!(list_plans::show))
        .routes(routes!(list_versions::list))
        .routes(routes!(draft_plan::redraft))
        .routes(routes!(draft_plan::revise))
        .routes(routes!(decide_plan::approve))
        .routes(routes!(decide_plan::send_back))
        .routes(routes!(decide_plan::assess))
        .routes(routes!(decide_plan::withdraw))
        .routes(routes!(show_drills::list, plan_drill::plan))
        .routes(routes!(show_drills::show))
        .routes(routes!(plan_drill::replan))
        .routes(routes!(direct_drill::take))
        .routes(routes!(show_imports::list))
        .routes(routes!(show_imports::show))
        .routes(routes!(show_imports::rejected))
        .routes(routes!(run_import::again))
        .routes(routes!(run_import::erase))
        .routes(routes!(list_levels::list, change_levels::set))
        .routes(routes!(change_levels::acknowledge))
        .routes(routes!(change_levels::end))
        .merge(warnings::described())
        .merge(watch::described())
        .merge(calls::described())
        .merge(rosters::described())
        .merge(own::described())
        .merge(cases::described())
        .merge(body::described())
        .merge(files(evidence_types::MOST_BYTES, routes!(attach_evidence::attach)))
        .merge(files(MOST_UPLOAD_BYTES, routes!(report_file::report)))
        .merge(files(MOST_UPLOAD_BYTES, routes!(run_import::start)))
        .split_for_parts()
}

/// All routes under `/api/v1`, the description among them.
pub(crate) fn routes() -> Router<Desk> {
    let (router, document) = described();
    let json = Bytes::from(document::end(document));
    router.route(
        "/api/v1/openapi.json",
        get(move || async move { ([(header::CONTENT_TYPE, "application/json")], json).into_response() }),
    )
}
