//! The table of contents.

use crate::api;
use crate::calls::{answer_call, hear_beat, keep_channels, list_calls, show_call, take_receipt};
use crate::desk::{
    answer_danger, attach_evidence, change_judgement, change_password, choose_language, choose_notices, choose_post,
    download_brief, download_invitation, download_opinion, download_receipt, draft_brief, draft_warning, erase_case,
    erase_import, export_cases, give_link, hand_source_on, invite_guest, join_alike, judge_day, keep_accounts,
    keep_sealed, list_access, list_accounts, list_alike, list_assignments, list_briefs, list_cases, list_erasures,
    list_levels, list_notices, list_rights, list_rounds, list_units, list_warnings, list_webhooks, new_account,
    new_assignment, open_evidence, open_sealed, quick_register, register_case, report_day, set_up, show_brief,
    show_case, show_dossier, show_import, show_judgement, show_receipts, show_reports, show_round, show_today,
    show_warning, sign_brief, sign_in, sign_on_paper, sign_out, sign_paper, start_import, take_alert, take_step,
    watch_log,
};
use crate::duty::{generate, keep_feed, own_step, plan_step, show_feed, show_roster, show_watch, take_watch_step};
use crate::fault::Fault;
use crate::incidents::{
    download_report, list_incidents, new_incident, receive_report, respond, send_report, show_incident, show_report,
    try_report_again,
};
use crate::invited;
use crate::log;
use crate::open311;
use crate::plans::{
    draft_drill, draft_plan, keep_on_phone, list_plans, settle_finding, show_drill, show_plan, take_drill_step,
    take_plan_step,
};
use crate::portal;
use crate::public;
use crate::state::Desk;
use crate::upload::MOST_UPLOAD_BYTES;
use crate::{assets, evidence_types, frame, guard, metering};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use tower_http::catch_panic::CatchPanicLayer;

/// The largest form without a file, in bytes.
const MOST_FORM_BYTES: usize = 256 * 1024;
/// A form with a file: the file, and what is around it.
const MOST_EVIDENCE_BYTES: usize = evidence_types::MOST_BYTES + 64 * 1024;
/// A request's files together, and its words.
const MOST_PORTAL_BYTES: usize = 2 * evidence_types::MOST_BYTES + MOST_FORM_BYTES;

/// An action that takes a guest's files.
fn files(action: MethodRouter<Desk>) -> MethodRouter<Desk> {
    action.layer(DefaultBodyLimit::max(MOST_PORTAL_BYTES))
}

/// All routes.
#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "a line for each route, read as a table of contents")]
pub fn router(desk: Desk) -> Router {
    Router::new()
        // Before sign-in
        .route("/set-up/{token}", get(set_up::show).post(set_up::send))
        .route("/sign-in", get(sign_in::show).post(sign_in::send))
        .route("/language", post(choose_language::send))
        // For everybody: asking and following
        .route("/portal", get(portal::start::show))
        .route("/portal/ask", get(portal::ask::show).post(portal::ask::send))
        .route("/portal/ask/send", files(post(portal::send_request::send)))
        .route("/portal/mine", get(portal::find_request::show).post(portal::find_request::send))
        .route("/portal/mine/{secret}", get(portal::show_request::show))
        .route("/portal/mine/{secret}/steps/{step}", post(portal::take_step::send))
        .route("/portal/mine/{secret}/opinions/{round}/{file}", get(portal::show_opinion::show))
        .route("/portal/mine/{secret}/danger", post(portal::raise_danger::send))
        .route("/portal/mine/{secret}/sessions/{session}/session.ics", get(portal::show_mediation::show_session))
        .route("/portal/mine/{secret}/notices", get(portal::notices::show).post(portal::notices::send))
        .route("/portal/mine/{secret}/file", files(post(portal::add_file::send)))
        .route("/portal/mine/{secret}/receipts", get(portal::show_receipt::show))
        .route("/portal/mine/{secret}/receipts/{version}", get(portal::download_receipt::send))
        // What everybody may read
        .route("/public", get(public::list_cases::show))
        .route("/public.csv", get(public::save_csv::show))
        .route("/public.geojson", get(public::save_geojson::show))
        .route("/public.atom", get(public::follow_list::show))
        .route("/public/map", get(public::show_map::show))
        .route("/public/warnings", get(public::list_warnings::show))
        .route("/feeds/cap.atom", get(public::follow_warnings::show))
        .route("/feeds/received.atom", get(public::follow_received::show))
        .route("/feeds/cap/{file}", get(public::show_alert::show))
        .route("/public/{number}", get(public::show_case::show))
        .route("/public/{number}/atom", get(public::follow_case::show))
        .route("/public/{number}/follow", post(public::follow_by_message::ask))
        .route("/follow/{secret}", get(public::follow_by_message::show).post(public::follow_by_message::answer))
        // For people of other bodies who are invited to one case
        .route("/invited/{invitation}", get(invited::show_invitation::show).post(invited::show_invitation::look))
        .route("/invited/{invitation}/statement", post(invited::add_statement::send))
        .route("/invited/{invitation}/file", files(post(invited::add_file::send)))
        .route("/invited/{invitation}/sessions/{session}", post(invited::take_session::send))
        // The log, for everybody
        .route("/log", get(|| async { frame::see_other(log::PREFIX) }))
        .route("/log/", get(log::show_about::show))
        .route("/log/keys", get(log::show_keys::show))
        .route("/log/policy", get(log::show_policy::show))
        .route("/log/checkpoint", get(log::show_checkpoint::show))
        .route("/log/checkpoint/witnessed", get(log::show_witnessed::show))
        .route("/log/handover/{id}", get(log::show_handover::show))
        .route("/log/tile/{*path}", get(log::show_tile::show))
        .route("/log/consistency", get(log::show_consistency::show))
        .route("/verify", get(log::verify_receipt::show).post(log::verify_receipt::send))
        .route("/verify/worker.js", get(log::verify_receipt::show_worker))
        // One's own account
        .route("/sign-out", post(sign_out::send))
        .route("/post", post(choose_post::send))
        .route("/password", get(change_password::show).post(change_password::send))
        .route("/rights", get(list_rights::show))
        .route("/account/keys", get(api::new_own_key::show).post(api::new_own_key::send))
        .route("/account/keys/{id}/revoke", post(api::new_own_key::revoke))
        // The day
        .route("/", get(show_today::show))
        .route("/reports", get(show_reports::show).post(report_day::send))
        .route("/reports/file", post(report_day::send_file).layer(DefaultBodyLimit::max(MOST_UPLOAD_BYTES)))
        .route("/import", get(start_import::show).post(start_import::send).layer(DefaultBodyLimit::max(MOST_UPLOAD_BYTES)))
        .route("/import/{id}", get(show_import::show))
        .route("/import/{id}/rejected.xlsx", get(show_import::ask_rejected).post(show_import::send_rejected))
        .route("/import/{id}/columns", post(show_import::send_columns))
        .route("/import/{id}/erase", post(erase_import::send))
        .route("/judgement", get(show_judgement::show))
        .route("/judgement/judge", post(judge_day::send))
        .route("/judgement/change", post(change_judgement::send))
        .route("/briefs", get(list_briefs::show))
        .route("/briefs/{date}", get(show_brief::show))
        .route("/briefs/{date}/draft", post(draft_brief::send))
        .route("/briefs/{date}/sign", post(sign_brief::send))
        .route("/briefs/{date}/{file}", get(download_brief::show))
        .route("/assignments", get(list_assignments::show).post(new_assignment::send))
        .route("/assignments/new", get(new_assignment::show))
        // Cases
        .route("/cases", get(list_cases::show).post(register_case::send))
        .route("/cases/new", get(register_case::show))
        .route("/cases/quick", get(quick_register::show).post(quick_register::send))
        .route("/cases/export", get(export_cases::show).post(export_cases::send))
        .route("/cases/{number}", get(show_case::show))
        .route("/cases/{number}/alike", get(list_alike::show).post(join_alike::send))
        .route("/cases/{number}/alike/split", post(join_alike::split))
        .route("/cases/{number}/related", post(join_alike::relate))
        .route("/cases/{number}/related/split", post(join_alike::part))
        .route("/cases/{number}/receipts", get(show_receipts::show))
        .route("/cases/{number}/receipts/{version}", get(download_receipt::send))
        .route("/cases/{number}/opinions/{round}/{file}", get(download_opinion::show))
        .route("/cases/{number}/sessions/{session}/session.ics", get(download_invitation::show))
        .route("/cases/{number}/sign/{paper}", get(sign_paper::show).post(sign_paper::send))
        .route("/cases/{number}/sign/{paper}/scan", post(sign_on_paper::send).layer(DefaultBodyLimit::max(MOST_EVIDENCE_BYTES)))
        .route("/cases/{number}/dossier", get(show_dossier::show).post(show_dossier::send))
        .route("/cases/{number}/link", post(give_link::send))
        .route("/cases/{number}/notices", post(choose_notices::send))
        .route("/cases/{number}/steps/{step}", post(take_step::send))
        .route("/cases/{number}/evidence", post(attach_evidence::send).layer(DefaultBodyLimit::max(MOST_EVIDENCE_BYTES)))
        .route("/cases/{number}/evidence/{sha256}", get(open_evidence::show).post(open_evidence::send))
        .route("/cases/{number}/sealed", get(open_sealed::show).post(open_sealed::send))
        .route("/cases/{number}/sealed/keep", post(keep_sealed::send))
        .route("/cases/{number}/source", post(hand_source_on::send))
        .route("/cases/{number}/source/receiver", post(hand_source_on::name))
        .route("/cases/{number}/source/file", post(hand_source_on::clear_file))
        .route("/cases/{number}/danger", post(answer_danger::raise))
        .route("/cases/{number}/danger/answer", post(answer_danger::send))
        .route("/cases/{number}/danger/end", post(answer_danger::end))
        .route("/cases/{number}/guests", post(invite_guest::send))
        .route("/cases/{number}/guests/end", post(invite_guest::end))
        .route("/cases/{number}/guests/share", post(invite_guest::share))
        // Incidents
        .route("/incidents", get(list_incidents::show))
        .route("/incidents/new", get(new_incident::show).post(new_incident::send))
        .route("/incidents/{number}", get(show_incident::show))
        .route("/incidents/{number}/report", get(send_report::show).post(send_report::send))
        .route("/incidents/{number}/report/{file}", get(download_report::draft).post(download_report::draft_of))
        .route("/incidents/{number}/reports/{n}", get(show_report::show))
        .route("/incidents/{number}/reports/{n}/again", post(try_report_again::send))
        .route("/incidents/{number}/reports/{n}/{file}", get(download_report::sent))
        .route("/incidents/{number}/{step}", post(respond::send))
        // Screening rounds
        .route("/rounds", get(list_rounds::show).post(list_rounds::send))
        .route("/rounds/{id}", get(show_round::show))
        .route("/rounds/{id}/report", post(show_round::report))
        .route("/rounds/{id}/end", post(show_round::end))
        // Duty
        .route("/duty", get(show_roster::show))
        .route("/duty/own/{step}", post(own_step::send))
        .route("/duty/plan/{step}", post(plan_step::send))
        .route("/duty/generate", get(generate::show).post(generate::send))
        .route("/duty/proposals/{id}", get(generate::show_proposal).post(generate::take))
        .route("/duty/feed", post(keep_feed::send))
        .route("/feeds/duty/{file}", get(show_feed::show))
        .route("/watch", get(show_watch::show))
        .route("/watch/{step}", post(take_watch_step::send))
        // Plans and drills
        .route("/plans", get(list_plans::show))
        .route("/plans/worker.js", get(keep_on_phone::show))
        .route("/plans/new", get(draft_plan::show_new))
        .route("/plans/{id}", get(show_plan::show))
        .route("/plans/{id}/draft", get(draft_plan::show).post(draft_plan::send))
        .route("/plans/{id}/drill", get(draft_drill::show_new))
        .route("/plans/{id}/{step}", post(take_plan_step::send))
        .route("/drills/{id}", get(show_drill::show))
        .route("/drills/{id}/plan", get(draft_drill::show).post(draft_drill::send))
        .route("/drills/{id}/findings/{finding}/{how}", post(settle_finding::send))
        .route("/drills/{id}/{step}", post(take_drill_step::send))
        // Calls to the body's own people
        .route("/calls", get(list_calls::show))
        .route("/calls/worker.js", get(keep_channels::show_worker))
        .route("/calls/{id}", get(show_call::show))
        .route("/calls/{id}/acknowledge", post(list_calls::acknowledge))
        .route("/calls/receipts/{id}", get(take_receipt::take).post(take_receipt::take))
        .route("/report/{token}", get(receive_report::show).post(receive_report::take))
        .route("/call/{token}", get(answer_call::show).post(answer_call::take))
        .route("/heartbeat/{secret}", get(hear_beat::hear).post(hear_beat::hear))
        .route("/account/channels", get(keep_channels::show).post(keep_channels::send))
        .route("/account/channels/{id}/end", post(keep_channels::end))
        // Public warnings
        .route("/warnings", get(list_warnings::show))
        .route("/warnings/new", get(draft_warning::show_new))
        .route("/warnings/received", post(take_alert::send).layer(DefaultBodyLimit::max(2 * cap::MOST_BYTES)))
        .route("/warnings/{id}", get(show_warning::show))
        .route("/warnings/{id}/draft", get(draft_warning::show).post(draft_warning::send))
        .route("/warnings/{id}/approve", post(show_warning::approve))
        .route("/warnings/{id}/return", post(show_warning::send_back))
        .route("/warnings/{id}/publish", post(show_warning::publish))
        // Operating levels
        .route("/levels", get(list_levels::show).post(list_levels::send))
        .route("/levels/{n}/acknowledge", post(list_levels::acknowledge))
        .route("/levels/{n}/end", post(list_levels::end))
        // Who looked
        .route("/access-record", get(list_access::show))
        .route("/access-record/file", get(list_access::ask).post(list_access::save))
        // What is forgotten
        .route("/erasures", get(list_erasures::show).post(erase_case::look))
        .route("/erasures/erase", post(erase_case::send))
        // The body
        .route("/units", get(list_units::show))
        .route("/accounts", get(list_accounts::show).post(new_account::send))
        .route("/accounts/post", post(keep_accounts::change_post))
        .route("/accounts/person", post(keep_accounts::link))
        .route("/accounts/{id}/person/end", post(keep_accounts::part))
        .route("/accounts/{id}/password", post(keep_accounts::reset_password))
        .route("/accounts/{id}/shut", post(keep_accounts::shut))
        .route("/accounts/{id}/open", post(keep_accounts::open))
        .route("/accounts/keys", post(api::new_key::send))
        .route("/accounts/keys/{id}/revoke", post(api::revoke_key::send))
        .route("/webhooks", get(list_webhooks::show).post(list_webhooks::send))
        .route("/webhooks/{id}/end", post(list_webhooks::end))
        .route("/webhooks/messages/{id}/again", post(list_webhooks::send_again))
        .route("/log-watch", get(watch_log::show))
        .route("/notices", get(list_notices::show))
        // For programs
        .merge(api::routes())
        .merge(open311::routes())
        .route("/assets/{name}", get(assets::show_asset))
        .route("/healthz", get(metering::show_health))
        .route("/readyz", get(metering::show_readiness))
        .route("/metrics", get(metering::show_metrics))
        .fallback(|| async { Fault::NotFound })
        .method_not_allowed_fallback(|| async { Fault::MethodNotAllowed })
        // In one layer, the first around the others: each layer by itself is allocated anew for every request.
        .layer((
            from_fn_with_state(desk.clone(), guard::guard),
            CatchPanicLayer::custom(guard::caught),
            DefaultBodyLimit::max(MOST_FORM_BYTES),
        ))
        .with_state(desk)
}
