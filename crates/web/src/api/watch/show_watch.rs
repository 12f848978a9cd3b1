//! A desk's watch: who is there, what is open and due for whoever reads, the log, and what waits to be taken.

use super::due::{self, DueLine};
use super::list_watch::{WatchLine, line};
use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::show_duty::GapLine;
use crate::duty::show_due::{Waits, may_know, waits};
use crate::duty::show_handover::seen_cases;
use crate::duty::show_watch::{lines_before, older, open};
use crate::duty::{oneself, show_due};
use crate::fault::Fault;
use crate::incidents;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::duty::Staff;
use domain::duty::watch::{Handover, WatchEvent};
use jiff::Timestamp;
use office::Colleague;
use serde::Serialize;
use store::Recorded;
use utoipa::ToSchema;

/// A desk's watch.
#[derive(Serialize, ToSchema)]
#[schema(as = Watch)]
pub(crate) struct WatchView {
    #[serde(flatten)]
    line: WatchLine,
    /// Whoever asks is on watch here.
    is_on: bool,
    /// Times within the pack's next hours with fewer than are needed.
    gaps: Vec<GapLine>,
    /// What the log says is still to be done.
    open: Vec<OpenEntry>,
    /// Handovers that nobody has taken yet.
    offers: Vec<Offer>,
    /// How many cases are open for whoever asks; at most 10 000.
    open_cases: u64,
    /// Numbers of the most pressing.
    cases: Vec<String>,
    /// What is due for whoever asks, the first first.
    due: Vec<DueLine>,
    /// The log, the newest first; no more than 100 lines of it.
    log: Vec<LogLine>,
    /// `before` with which older lines are read; none where these are the first of all.
    older: Option<u64>,
}

/// An entry of the log that is open.
#[derive(Serialize, ToSchema)]
pub(crate) struct OpenEntry {
    id: String,
    text: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who wrote it.
    by: Option<String>,
}

/// A handover that waits to be taken.
#[derive(Serialize, ToSchema)]
#[schema(as = Handover)]
pub(crate) struct Offer {
    id: String,
    /// Who hands over.
    by: Option<String>,
    /// `leader` or `officer`.
    tier: &'static str,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    note: String,
    /// Ids of the entries that were open; what was written since is not among them, and has to be handed over too.
    entries: Vec<String>,
    /// How many cases were open for who hands over.
    open_cases: u64,
    /// Numbers of the most pressing that whoever asks may see.
    cases: Vec<String>,
    /// What was due when it was written.
    due: Vec<DueLine>,
    /// What has become due since.
    due_since: Vec<DueLine>,
    /// It is one's own: somebody else takes it.
    own: bool,
}

/// A line of the log.
#[derive(Serialize, ToSchema)]
pub(crate) struct LogLine {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `joined`, `noted`, `done`, `offered`, `taken`, `left`, `ended`.
    event: &'static str,
    /// Who.
    by: Option<String>,
    /// What was written; why it was ended.
    text: Option<String>,
    /// The entry, handover or person that it is about.
    of: Option<String>,
}

/// `GET /api/v1/watch/{unit}`
#[utoipa::path(
    get, path = "/api/v1/watch/{unit}", operation_id = "showWatch", tag = "watch",
    summary = "The watch of a desk",
    params(
        ("unit" = String, Path, description = "The desk's unit."),
        ("before" = Option<u64>, Query, description = "Lines of the log before this number, which `older` gave.", minimum = 1),
    ),
    responses((status = 200, body = WatchView), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn show(Path(unit): Path<String>, caller: Caller) -> Result<Json<WatchView>, Fault> {
    caller.may(Scope::WatchRead, Right::SeeDuty)?;
    let unit = UnitSlug::new(unit);
    let before = match caller.visit.query().given("before") {
        Some(given) => {
            let before = given.parse().ok();
            // As the description has it: a whole number of 64 bits with a sign, 1 first.
            let before = before.filter(|before| (1..=i64::MAX.unsigned_abs()).contains(before));
            before.ok_or(Fault::Unreadable)?
        }
        None => u64::MAX,
    };
    Ok(Json(view(&caller.visit, &unit, before).await?))
}

/// A desk's watch as it is now.
pub(super) async fn view(visit: &Visit, unit: &UnitSlug, before: u64) -> Result<WatchView, Fault> {
    let office = &visit.desk.office;
    let (_, desk) = office.pack.duty_desk(unit).ok_or(Fault::NotFound)?;
    let people = office::colleagues(office, &desk.unit).await?;
    let roster = office::read_roster(office, &desk.unit).await?;
    let watch = office::read_watch(office, &desk.unit).await?;
    let events = office::watch_events(office, &desk.unit).await?;
    let open = open(visit).await?;
    let incidents = incidents::open(visit).await?;
    let waits = waits(visit, &incidents).await?;
    let gaps = office::gaps_soon(office, &desk.unit, (&roster, &people), visit.now).await?;
    let mut offers = Vec::new();
    for offer in &watch.offers {
        offers.push(offer_view(visit, &people, offer, &waits).await?);
    }
    let entry = |entry: &domain::duty::watch::Entry| OpenEntry {
        id: entry.id.clone(),
        text: entry.text.clone(),
        at: entry.at,
        by: name(&people, &entry.by),
    };
    Ok(WatchView {
        line: line(visit, &desk.unit, &people, &watch, &roster),
        is_on: watch.of(&oneself(visit)).is_some(),
        gaps: gaps.into_iter().map(GapLine::from).collect(),
        open: watch.open.iter().map(entry).collect(),
        offers,
        open_cases: open.n,
        cases: open.cases.into_iter().map(|(number, _)| number).collect(),
        due: show_due::handed(&waits)
            .iter()
            .map(|due| due::line(due, false))
            .collect(),
        log: lines_before(&events, before)
            .map(|recorded| log_line(&people, recorded))
            .collect(),
        older: older(&events, before),
    })
}

async fn offer_view(
    visit: &Visit,
    people: &[Colleague],
    offer: &Handover,
    waits: &[Waits<'_>],
) -> Result<Offer, Fault> {
    let mut handed = Vec::new();
    for due in &offer.due {
        let still = waits.iter().map(Waits::due).find(|one| one.is_same(due));
        match still {
            Some(still) => handed.push(due::line(&still, false)),
            None if may_know(visit, due).await? => handed.push(due::line(due, true)),
            None => {}
        }
    }
    let now = show_due::handed(waits);
    let new = now.iter().filter(|one| !offer.due.iter().any(|due| due.is_same(one)));
    Ok(Offer {
        id: offer.id.clone(),
        by: name(people, &offer.by),
        tier: offer.tier.name(),
        at: offer.at,
        note: offer.note.clone(),
        entries: offer.entries.clone(),
        open_cases: offer.open_cases,
        cases: seen_cases(visit, offer).await?,
        due: handed,
        due_since: new.map(|one| due::line(one, false)).collect(),
        own: offer.by == oneself(visit),
    })
}

fn log_line(people: &[Colleague], recorded: &Recorded<WatchEvent>) -> LogLine {
    let account = recorded.actor.account.clone().unwrap_or_default();
    let (event, text, of) = match &recorded.event {
        WatchEvent::Joined { .. } => ("joined", None, None),
        WatchEvent::Noted { id, text, .. } => ("noted", Some(text.clone()), Some(id.clone())),
        WatchEvent::Done { entry } => ("done", None, Some(entry.clone())),
        WatchEvent::Offered(handover) => ("offered", Some(handover.note.clone()), Some(handover.id.clone())),
        WatchEvent::Taken { handover, .. } => ("taken", None, Some(handover.clone())),
        WatchEvent::Left { .. } => ("left", None, None),
        WatchEvent::Ended { staff, reason } => ("ended", Some(reason.clone()), Some(staff.0.clone())),
    };
    LogLine {
        at: recorded.at,
        event,
        by: name(people, &Staff(account)),
        text,
        of,
    }
}

/// The name that colleagues read; none of one who serves there no more.
fn name(people: &[Colleague], staff: &Staff) -> Option<String> {
    let known = people.iter().find(|one| one.member.staff == *staff);
    known.map(|one| one.name.clone())
}
