//! A report of an incident as it went out, and how it stands with each of those to whom this program hands it on.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::respond::PartName;
use crate::fault::Fault;
use crate::incidents::show_handing::{OnTheirWay, Standing, Way, came_in, key_of, silent};
use crate::incidents::{self, sort_value, try_report_again};
use axum::Json;
use axum::extract::Path;
use domain::case::incident::{HandedOn, Receipt, SentReport};
use domain::case::{ReceiverWay, ReportText};
use domain::pack::ReportPart;
use jiff::Timestamp;
use serde::Serialize;
use store::ReportTry;
use utoipa::ToSchema;

/// A report as it went out: what it said stays.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentReport)]
pub(crate) struct ReportView {
    /// The case's number.
    number: String,
    /// Which report, 1 for the first.
    n: u32,
    /// Which: `first-` and the pack's rung, `continuing`, `supplement`, `final`, `inquiry`, `patients-` and which hand-over.
    report: String,
    /// Nothing has happened: it is practised.
    drill: bool,
    /// The level that held then.
    level: String,
    parts: Vec<ReportedPart>,
    /// What was known then.
    figures: ReportedFigures,
    /// To which office.
    to: String,
    channel: String,
    /// Where questions are answered: an office and its number; empty where none was named.
    contact: String,
    /// When it was written down.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The post that wrote it down.
    post: Option<String>,
    /// When it went out, as whoever wrote it down said.
    #[schema(value_type = Option<String>, format = DateTime)]
    said_at: Option<Timestamp>,
    /// When it was due; none where nobody waited for it.
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Timestamp>,
    /// When the last of those who had to be told was; none as long as one was not.
    #[schema(value_type = Option<String>, format = DateTime)]
    told_at: Option<Timestamp>,
    /// They were told after its time.
    late: bool,
    /// To whom this program hands it on; empty where somebody sent it themselves. Whoever is told by two ways stands here twice.
    receivers: Vec<ReportedTo>,
    /// Who said that it came in.
    receipts: Vec<ReportReceipt>,
    /// Who has not.
    silent: Vec<SilentReceiver>,
}

/// A part.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportedPart {
    #[schema(value_type = PartName)]
    part: ReportPart,
    text: String,
}

/// What was known when it went out: numbers alone.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportedFigures {
    dead: u32,
    missing: u32,
    seriously_injured: u32,
    injured: u32,
    /// Direct loss in yuan, as estimated; none where nobody could say.
    loss: Option<u64>,
}

/// A receiver by one way.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportedTo {
    /// Which, 1 for the first: as steps and trying again name it.
    n: u32,
    /// The office.
    name: String,
    /// `mail` or `webhook`.
    way: &'static str,
    state: HandingState,
    /// When it got there, by the program or as somebody noted it.
    #[schema(value_type = Option<String>, format = DateTime)]
    handed_at: Option<Timestamp>,
    /// When it is tried next.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_at: Option<Timestamp>,
    /// How often it was tried.
    attempts: u32,
    /// Why it failed the last time; none where it has not.
    error: Option<TryError>,
    /// What somebody did in the program's place; none where nobody did.
    by_hand: Option<HandedByHand>,
    /// It has not reached that office by any way: somebody has to tell them and note it.
    missing: bool,
    /// An attempt failed, and whoever asks can have another one made now.
    try_again: bool,
    /// Every attempt, the first first.
    tries: Vec<ReportAttempt>,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportHandingState)]
pub(crate) enum HandingState {
    /// It is on its way for the first time.
    BeingSent,
    /// The program has handed it on.
    HandedOn,
    /// The program has not; somebody told them and noted it.
    HandedByHand,
    /// The last attempt failed, and another one will be made.
    WaitingAgain,
    /// No more is tried: somebody has to tell them.
    GivenUp,
}

/// Why an attempt failed.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportTryError)]
pub(crate) struct TryError {
    /// As the program's own words name it, e.g. `notice-error-unreachable`.
    key: String,
    /// What was answered; empty where nothing was. Never an address.
    answer: String,
}

/// What somebody did in the program's place.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportHandedByHand)]
pub(crate) struct HandedByHand {
    /// By which way.
    how: String,
    /// When that was written down: what counts.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// When, as whoever did it says.
    #[schema(value_type = Option<String>, format = DateTime)]
    said_at: Option<Timestamp>,
    /// The post that noted it.
    post: Option<String>,
}

/// An attempt.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportAttempt {
    /// When it ended.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Why it failed; none for the one that did not.
    error: Option<TryError>,
}

/// Who said that a report came in.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportReceipt {
    /// Who there, by office.
    by: String,
    /// When it came in, as they say, or else when that was written down.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// When that was written down.
    #[schema(value_type = String, format = DateTime)]
    noted_at: Timestamp,
    /// Which of the receivers it is; none where somebody sent it themselves.
    receiver: Option<u32>,
    /// They said so themselves, by the link of the message.
    by_link: bool,
}

/// Who has not said that it came in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SilentReceiver {
    /// Which of the receivers, as a receipt is noted for it; none where somebody sent it themselves.
    receiver: Option<u32>,
    /// The office; empty where somebody sent it themselves.
    name: String,
}

/// `GET /api/v1/cases/{number}/reports/{n}`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/reports/{n}", operation_id = "showReport", tag = "cases",
    summary = "A report of an incident as it went out, and how it stands with each receiver",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("n" = u32, Path, description = "Which report, 1 for the first.", minimum = 1),
    ),
    responses((status = 200, body = ReportView), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn show(Path((number, n)): Path<(String, u32)>, caller: Caller) -> Result<Json<ReportView>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let visit = &caller.visit;
    let story = incidents::find(visit, &number).await?;
    let case = &story.case;
    let (incident, _) = incidents::known_of(&visit.desk.office.pack, case).ok_or(Fault::NotFound)?;
    let sent = incidents::sent(incident, n)?;
    let way = OnTheirWay::of(visit, case).await?;
    let may_again = try_report_again::may(visit, case);
    let receivers = way.receivers(n, sent);
    let silent = silent(sent).into_iter().map(|(receiver, name)| SilentReceiver {
        receiver,
        name: name.to_owned(),
    });
    let report = &sent.report;
    Ok(Json(ReportView {
        n,
        report: sort_value(&report.sort),
        drill: incident.drill,
        level: report.level.clone(),
        parts: report.parts.iter().map(part).collect(),
        figures: figures(sent),
        to: report.to.clone(),
        channel: report.channel.clone(),
        contact: report.contact.clone(),
        at: sent.at,
        post: sent.post.as_ref().map(ToString::to_string),
        said_at: report.said_at,
        due: report.due,
        told_at: sent.told_at(),
        late: sent.is_late(),
        receivers: receivers.iter().map(|standing| receiver(standing, may_again)).collect(),
        receipts: sent.receipts.iter().map(receipt).collect(),
        silent: silent.collect(),
        number,
    }))
}

fn part(part: &ReportText) -> ReportedPart {
    ReportedPart {
        part: part.part,
        text: part.text.clone(),
    }
}

const fn figures(sent: &SentReport) -> ReportedFigures {
    let figures = &sent.report.figures;
    ReportedFigures {
        dead: figures.dead,
        missing: figures.missing,
        seriously_injured: figures.seriously_injured,
        injured: figures.injured,
        loss: figures.loss,
    }
}

fn receiver(standing: &Standing<'_>, may_again: bool) -> ReportedTo {
    let by_hand = standing.by_hand;
    let (state, handed_at, next_at) = match (standing.way, by_hand) {
        (Way::HandedOn(at), _) => (HandingState::HandedOn, Some(at), None),
        (Way::WaitingAgain(at), None) => (HandingState::WaitingAgain, None, Some(at)),
        (Way::BeingSent, None) => (HandingState::BeingSent, None, None),
        (Way::GivenUp, None) => (HandingState::GivenUp, None, None),
        (Way::WaitingAgain(next), Some(handed)) => (HandingState::HandedByHand, Some(handed.at), Some(next)),
        (Way::BeingSent | Way::GivenUp, Some(handed)) => (HandingState::HandedByHand, Some(handed.at), None),
    };
    ReportedTo {
        n: standing.n,
        name: standing.to.name.clone(),
        way: match standing.to.way {
            ReceiverWay::Mail => "mail",
            ReceiverWay::Webhook => "webhook",
        },
        state,
        handed_at,
        next_at,
        attempts: standing.attempts,
        error: standing.error.map(error),
        by_hand: by_hand.map(handed_by_hand),
        missing: standing.missing,
        try_again: standing.again && may_again,
        tries: standing.tries.iter().map(|tried| attempt(tried)).collect(),
    }
}

fn error(kept: &str) -> TryError {
    let (key, answer) = key_of(kept);
    TryError {
        key: key.to_owned(),
        answer: answer.to_owned(),
    }
}

fn handed_by_hand(handed: &HandedOn) -> HandedByHand {
    HandedByHand {
        how: handed.by_hand.clone().unwrap_or_default(),
        at: handed.at,
        said_at: handed.said_at,
        post: handed.post.as_ref().map(ToString::to_string),
    }
}

fn attempt(tried: &ReportTry) -> ReportAttempt {
    ReportAttempt {
        at: tried.at,
        error: tried.error.as_deref().map(error),
    }
}

fn receipt(receipt: &Receipt) -> ReportReceipt {
    ReportReceipt {
        by: receipt.by.clone(),
        at: came_in(receipt),
        noted_at: receipt.at,
        receiver: receipt.receiver,
        by_link: receipt.by_link,
    }
}
