//! Calls: those that are open and those that were, and which ways fail.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::calls::{list_calls, words};
use crate::duty::oneself;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use domain::call::{Call, Stage};
use jiff::Timestamp;
use serde::Serialize;
use store::Account;
use utoipa::ToSchema;

/// Calls that whoever asks may know of, and for those who have the body's watch what fails and what is gone.
#[derive(Serialize, ToSchema)]
#[schema(as = Calls)]
pub(crate) struct CallsView {
    /// The open ones first.
    calls: Vec<CallLine>,
    /// Ways that failed the last time.
    failing: Vec<FailingWay>,
    /// Months of which calls are gone, the newest first.
    gone: Vec<CallsGone>,
}

/// A call in one line.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallLine {
    id: String,
    /// Why somebody is called, as the pack names it.
    reason: String,
    /// What it is about, in the reader's language.
    sentence: String,
    /// The page of the desk that it leads to.
    link: String,
    drill: bool,
    /// `calling`, `unanswered` (all steps were through once), `acknowledged`, `over`.
    stage: &'static str,
    #[schema(value_type = String, format = DateTime)]
    raised_at: Timestamp,
    /// When the next step is called; none where nothing is to be done.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_at: Option<Timestamp>,
    /// Whoever asks was called.
    mine: bool,
    /// Who has it, by the name that colleagues read.
    acknowledged_by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    acknowledged_at: Option<Timestamp>,
}

/// A way of somebody's that failed the last time.
#[derive(Serialize, ToSchema)]
pub(crate) struct FailingWay {
    /// Whose, by the name that colleagues read.
    name: String,
    /// What kind of way.
    way: &'static str,
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
}

/// A month's calls whose records are gone.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallsGone {
    /// YYYY-MM.
    month: String,
    n: u64,
    /// How many of them nobody had.
    unanswered: u64,
}

/// `GET /api/v1/calls`
#[utoipa::path(
    get, path = "/api/v1/calls", operation_id = "listCalls", tag = "watch",
    summary = "Calls to the body's own people",
    description = "Those to whoever asks, and for those who have the body's watch the others as well; of a case only where they may see it.",
    responses((status = 200, body = CallsView), Problems),
    security(("key" = ["own:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<CallsView>, Fault> {
    caller.may(Scope::OwnRead, Right::SeeCalls)?;
    let visit = &caller.visit;
    let accounts = visit.desk.office.store.accounts().await?;
    let all = list_calls::all(visit).await?;
    let (open, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, call)| call.is_open());
    let calls = open.into_iter().chain(others);
    let failing = list_calls::failing(visit).await?.into_iter();
    let gone = list_calls::gone(visit).await?.into_iter();
    Ok(Json(CallsView {
        calls: calls.map(|(id, call)| line(visit, &accounts, id, &call)).collect(),
        failing: failing
            .map(|(name, channel)| FailingWay {
                name,
                way: channel.kind.name(),
                since: channel.failed_at,
            })
            .collect(),
        gone: gone
            .map(|(month, n, unanswered)| CallsGone { month, n, unanswered })
            .collect(),
    }))
}

/// A call in one line.
pub(super) fn line(visit: &Visit, accounts: &[Account], id: String, call: &Call) -> CallLine {
    let has = call.acknowledged.as_ref();
    CallLine {
        id,
        reason: call.about.reason.clone(),
        sentence: words::sentence(&visit.desk.office, visit.locale, &call.about),
        link: call.about.link.clone(),
        drill: call.about.drill,
        stage: match call.stage() {
            Stage::Calling => "calling",
            Stage::Unanswered => "unanswered",
            Stage::Acknowledged => "acknowledged",
            Stage::Over => "over",
        },
        raised_at: call.raised_at,
        next_at: call.next_at,
        mine: call.called.contains(&oneself(visit)),
        acknowledged_by: has.and_then(|(staff, _)| name(accounts, &staff.0)),
        acknowledged_at: has.map(|(_, at)| *at),
    }
}

/// The name that colleagues read; none of one who has no account.
pub(super) fn name(accounts: &[Account], staff: &str) -> Option<String> {
    let account = accounts.iter().find(|account| account.id == staff);
    account.map(|account| account.name.clone())
}
