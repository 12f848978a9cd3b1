//! What the first page says, as data: for the page itself and for programs. What is missing, due and rising, and one's own.

use super::reporting;
use super::show_reports;
use crate::access::Right;
use crate::fault::Fault;
use crate::visit::Visit;
use domain::case::Role;
use domain::daily::{Reason, ReportStatus, Subject, due_window};
use domain::pack::OperatingLevel;
use domain::{KindSlug, StatusSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use office::DayState;
use store::{Beside, CaseRow, Filter, OpenDanger, Sort, WitnessState};

/// Rows of each list.
const ROWS: u32 = 8;
/// Dangers that are listed; more at once is a disaster, which has its own ways.
const MOST_DANGERS: u32 = 50;
/// Beyond this the numbers say "more than".
pub(crate) const MOST_COUNTED: u64 = 10_000;

/// The day whose reports are awaited now.
pub(crate) struct Awaited {
    pub(crate) day: DayState,
    /// Until when they are.
    pub(crate) due: Timestamp,
    /// The operating level now.
    pub(crate) level: OperatingLevel,
}

impl Awaited {
    /// As of now.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn now(visit: &Visit) -> Result<Self, Fault> {
        let office = &visit.desk.office;
        let pack = &office.pack;
        let date = reporting::of(pack, visit.now);
        let day = office::read_day(office, date, visit.now).await?;
        let (now, level) = levels_of(visit, date).await?;
        let unit = show_reports::reporting_unit(visit);
        let due = due_window(&pack.reporting, unit, level, date, &pack.zone, visit.now).due;
        Ok(Self { day, due, level: now })
    }

    /// How the reports stand of the units whose reports whoever asks may see: which others are silent is the office's business.
    pub(crate) fn reports<'a>(&'a self, visit: &'a Visit) -> impl Iterator<Item = (&'a UnitSlug, ReportStatus)> {
        let only = visit.own_unit_only();
        let reports = self.day.reports.iter();
        reports
            .filter(move |(unit, _, _)| only.is_none_or(|only| only == unit))
            .map(|(unit, status, _)| (unit, *status))
    }

    /// The categories and areas that rise, with the reason.
    pub(crate) fn rising(&self) -> impl Iterator<Item = (&Subject, &Reason)> {
        let items = self.day.items.iter().map(|found| &found.item);
        let rising = items.filter_map(|item| {
            let mut reasons = item.reasons.iter();
            let rises = |reason: &&Reason| matches!(reason, Reason::RisingCategory { .. } | Reason::RisingArea { .. });
            let reason = reasons.find(rises)?;
            (!matches!(item.subject, Subject::Case { .. })).then_some((&item.subject, reason))
        });
        rising.take(ROWS as usize)
    }
}

/// The operating level now, and that of the day that is reported: for whoever reports for a unit those that bind it, for everybody
/// else those of the whole body.
async fn levels_of(visit: &Visit, date: Date) -> Result<(OperatingLevel, OperatingLevel), Fault> {
    let office = &visit.desk.office;
    let levels = office::levels(office).await?;
    let Some(unit) = show_reports::reporting_unit(visit) else {
        return Ok((levels.at(visit.now), office::operating_level(office, date).await?));
    };
    let binding = levels.binding(unit, visit.now);
    let now = binding.map_or(OperatingLevel::Routine, |level| level.plan.level);
    Ok((now, office::unit_level(office, &levels, unit, date)))
}

/// What is in work: for whoever works for one unit, there.
fn in_work(visit: &Visit) -> Filter {
    Filter {
        finished: Some(false),
        ..open(visit)
    }
}

fn open(visit: &Visit) -> Filter {
    Filter {
        unit: visit.own_unit_only().cloned(),
        open: Some(true),
        without: office::drill_kinds(&visit.desk.office),
        ..Filter::default()
    }
}

/// The numbers at the head, each at most [`MOST_COUNTED`].
pub(crate) struct Counted {
    /// Requests received today.
    pub(crate) received: u64,
    /// Requests that are worked on.
    pub(crate) open: u64,
    /// Requests that have been answered and not ended.
    pub(crate) answered: u64,
    /// What is late, a task as well.
    pub(crate) late: u64,
}

impl Counted {
    /// On the brief's base: what is received and worked on are requests, and what has been answered is not in work any more.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn now(visit: &Visit) -> Result<Self, Fault> {
        let today = today(visit);
        let (viewer, in_work) = (visit.viewer(), in_work(visit));
        let requests = Filter {
            kind: Some(visit.desk.office.pack.import.kind.clone()),
            ..in_work.clone()
        };
        let received = Filter {
            open: None,
            finished: None,
            received_from: Some(today),
            received_to: Some(today),
            ..requests.clone()
        };
        let answered = Filter {
            finished: Some(true),
            ..requests.clone()
        };
        let late = Filter {
            due_before: Some(visit.now),
            ..in_work
        };
        let store = &visit.desk.office.store;
        let (received, open, answered, late) = tokio::join!(
            store.count(viewer, &received, MOST_COUNTED),
            store.count(viewer, &requests, MOST_COUNTED),
            store.count(viewer, &answered, MOST_COUNTED),
            store.count(viewer, &late, MOST_COUNTED),
        );
        Ok(Self {
            received: received?,
            open: open?,
            answered: answered?,
            late: late?,
        })
    }
}

/// Today in the pack's zone.
pub(crate) fn today(visit: &Visit) -> Date {
    visit.desk.office.pack.zone.to_datetime(visit.now).date()
}

/// What is in work and due soonest.
///
/// # Errors
/// The store's.
pub(crate) async fn next(visit: &Visit) -> Result<Vec<CaseRow>, Fault> {
    let mut rows = list(visit, &in_work(visit)).await?;
    rows.retain(|row| row.due_at.is_some());
    Ok(rows)
}

/// On how many cases whoever asks works beside another unit.
///
/// # Errors
/// The store's.
pub(crate) async fn beside(visit: &Visit) -> Result<u64, Fault> {
    let filter = Filter {
        unit: None,
        beside: Some(Beside::default()),
        ..open(visit)
    };
    let store = &visit.desk.office.store;
    Ok(store.count(visit.viewer(), &filter, MOST_COUNTED).await?)
}

async fn list(visit: &Visit, filter: &Filter) -> Result<Vec<CaseRow>, Fault> {
    let store = &visit.desk.office.store;
    let page = store.list(visit.viewer(), filter, Sort::DueSoonest, None, ROWS).await?;
    Ok(page.rows)
}

/// What is one's own.
pub(crate) enum Own {
    /// Tasks, for those who give and sign them off.
    Tasks(KindSlug),
    /// A unit's cases, for those who work for it.
    Unit,
    /// What waits for intake, for the others.
    Intake(KindSlug, Option<StatusSlug>),
}

impl Own {
    /// Of whoever asks.
    pub(crate) fn of(visit: &Visit) -> Self {
        let pack = &visit.desk.office.pack;
        let task = pack.kinds.keys().find(|kind| kind.as_str() == "task");
        match (visit.person.role(), task) {
            (Role::SpecialOffice | Role::Leader, Some(task)) => Self::Tasks(task.clone()),
            (Role::Handler, _) => Self::Unit,
            _ => {
                let kind = pack.kind(&pack.import.kind);
                let first = kind.and_then(|kind| kind.statuses.first());
                Self::Intake(pack.import.kind.clone(), first.map(|status| status.slug.clone()))
            }
        }
    }

    /// Those due soonest.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn rows(&self, visit: &Visit) -> Result<Vec<CaseRow>, Fault> {
        let open = open(visit);
        let filter = match self {
            Self::Tasks(kind) => Filter {
                kind: Some(kind.clone()),
                ..open
            },
            Self::Unit => in_work(visit),
            Self::Intake(kind, status) => Filter {
                kind: Some(kind.clone()),
                status: status.clone(),
                ..open
            },
        };
        list(visit, &filter).await
    }
}

/// Dangers to somebody in cases that the person sees: those that call the duty post first.
///
/// # Errors
/// The store's.
pub(crate) async fn open_dangers(visit: &Visit) -> Result<Vec<OpenDanger>, Fault> {
    let store = &visit.desk.office.store;
    Ok(store.open_dangers(visit.viewer(), MOST_DANGERS).await?)
}

/// A round in which something is owed.
pub(crate) struct OwedRound {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) until: Timestamp,
    /// How many reports.
    pub(crate) n: usize,
    /// They are those of anybody that are after the time, not the unit's own.
    pub(crate) chased: bool,
}

/// Rounds in which the person's unit is silent, and for the office those in which anybody is after the time.
///
/// # Errors
/// The store's.
pub(crate) async fn owed_rounds(visit: &Visit) -> Result<Vec<OwedRound>, Fault> {
    if visit.may(Right::SeeRounds).is_err() {
        return Ok(Vec::new());
    }
    let is_chasing = visit.person.may(Right::StartRound);
    let unit = visit.actor().unit.as_ref();
    let mut owed = Vec::new();
    for (id, round) in office::rounds(&visit.desk.office).await? {
        if round.ended_at.is_some() {
            continue;
        }
        let silent = round.progress.iter().filter(|progress| progress.reported_at.is_none());
        let own = silent.filter(|progress| Some(&progress.owed.unit) == unit).count();
        let late = round.late(visit.now).count();
        let (n, chased) = match (is_chasing, own) {
            (true, _) if late > 0 => (late, true),
            (_, own) if own > 0 => (own, false),
            _ => continue,
        };
        owed.push(OwedRound {
            id,
            name: round.plan.name,
            until: round.plan.until,
            n,
            chased,
        });
    }
    Ok(owed)
}

/// Whether a witness's alarm stands that this person has to see.
///
/// # Errors
/// The store's.
pub(crate) async fn is_alarmed(visit: &Visit) -> Result<bool, Fault> {
    if visit.may(Right::WatchLog).is_err() {
        return Ok(false);
    }
    let witnesses = visit.desk.office.store.witnesses().await?;
    Ok(witnesses.iter().any(WitnessState::is_alarmed))
}
