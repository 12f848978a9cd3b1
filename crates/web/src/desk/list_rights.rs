//! What the post that one holds may do, and why: the policies' answers in words.

use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "desk/rights.html")]
struct Page<'a> {
    f: Frame<'a>,
    rights: Vec<Line<'a>>,
    cases: &'static str,
}

/// A right.
struct Line<'a> {
    what: &'a str,
    allowed: bool,
    /// The reason; none where no policy speaks of it, and so nothing permits it.
    why: Option<&'a str>,
    /// The policy's name, as an auditor finds it.
    policy: &'a str,
}

/// `GET /rights`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    let words = visit.words();
    let line = |right: Right| {
        let decided = visit.person.standing.may(right);
        Line {
            what: words.text(name(right)),
            allowed: decided.allowed,
            why: decided.why.map(|why| words.text(why)),
            policy: decided.policy.unwrap_or_default(),
        }
    };
    let cases = if !visit.person.may(Right::SeeCases) {
        "rights-cases-none"
    } else if visit.own_unit_only().is_some() {
        "rights-cases-own"
    } else {
        "rights-cases-all"
    };
    let page = Page {
        rights: Right::ALL.map(line).into(),
        cases,
        f: Frame::new(&visit, "", words.text("rights-title")),
    };
    frame::page(StatusCode::OK, &page)
}

/// The message key of a right.
pub(crate) const fn name(right: Right) -> &'static str {
    match right {
        Right::SeeToday => "right-see-today",
        Right::SeeCases => "right-see-cases",
        Right::ExportCases => "right-export-cases",
        Right::RegisterCase => "right-register-case",
        Right::TakeStep => "right-take-step",
        Right::OpenSealed => "right-open-sealed",
        Right::OpenFile => "right-open-file",
        Right::Erase => "right-erase",
        Right::ReadAccessRecord => "right-read-access-record",
        Right::SeeReports => "right-see-reports",
        Right::ReportDay => "right-report-day",
        Right::Import => "right-import",
        Right::SeeDay => "right-see-day",
        Right::Judge => "right-judge",
        Right::SignBrief => "right-sign-brief",
        Right::SeeAssignments => "right-see-assignments",
        Right::Assign => "right-assign",
        Right::SeeUnits => "right-see-units",
        Right::KeepAccounts => "right-keep-accounts",
        Right::ReadMetrics => "right-read-metrics",
        Right::WatchLog => "right-watch-log",
        Right::WatchNotices => "right-watch-notices",
        Right::SeeSource => "right-see-source",
        Right::NameReceiver => "right-name-receiver",
        Right::InviteGuest => "right-invite-guest",
        Right::AnswerDanger => "right-answer-danger",
        Right::SeeRounds => "right-see-rounds",
        Right::StartRound => "right-start-round",
        Right::ReportRound => "right-report-round",
        Right::SeeDuty => "right-see-duty",
        Right::PlanDuty => "right-plan-duty",
        Right::ServeDuty => "right-serve-duty",
        Right::SeeCalls => "right-see-calls",
        Right::SeePlans => "right-see-plans",
        Right::DraftPlan => "right-draft-plan",
        Right::ApprovePlan => "right-approve-plan",
        Right::PlanDrill => "right-plan-drill",
        Right::SeeWarnings => "right-see-warnings",
        Right::DraftWarning => "right-draft-warning",
        Right::ApproveWarning => "right-approve-warning",
        Right::PublishWarning => "right-publish-warning",
        Right::SeeLevels => "right-see-levels",
        Right::SetLevel => "right-set-level",
    }
}
