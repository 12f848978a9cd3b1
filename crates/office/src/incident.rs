//! Incidents that are open, with what has to be reported next; and findings that become tasks.

use crate::boxed;
use crate::{Done, Error, Office, Task, act, give_task};
use domain::case::incident::{ReportDue, reports_due};
use domain::case::{Actor, Case, Command, Refusal, Respond};
use domain::{CaseId, KindSlug, UnitSlug};
use jiff::{Timestamp, ToSpan as _};
use store::{Filter, Sort, Viewer};

/// As many are read at once, and shown of those that are over.
const MOST: u32 = 100;

/// An incident with the reports that have to go out still, the earliest due first.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentLine {
    /// The case.
    pub case: Case,
    /// What is due.
    pub due: Vec<ReportDue>,
}

impl IncidentLine {
    /// It is dealt with, or something of it has to be reported still.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.case.is_ended() || !self.due.is_empty()
    }
}

/// Kinds of incidents of the pack, drills among them.
pub fn incident_kinds(office: &Office) -> impl Iterator<Item = &KindSlug> {
    let kinds = office.pack.kinds.values().filter(|kind| kind.incident.is_some());
    kinds.map(|kind| &kind.slug)
}

/// Kinds of drills: what is practised is in no number of what happens.
#[must_use]
pub fn drill_kinds(office: &Office) -> Vec<KindSlug> {
    let drills = office.pack.kinds.values();
    let drills = drills.filter(|kind| kind.incident.as_ref().is_some_and(|rules| rules.drill));
    drills.map(|kind| kind.slug.clone()).collect()
}

/// The incidents that whoever reads may see: all open ones first, then those that are over, each the latest first. Drills are among
/// them and say so. Of those that are over the latest of each kind are there, and all of which something has to be reported still.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn incidents(office: &Office, viewer: &Viewer, now: Timestamp) -> Result<Vec<IncidentLine>, Error> {
    let mut open = Vec::new();
    let mut ended = Vec::new();
    for kind in incident_kinds(office) {
        let of_kind = |is_open| Filter {
            kind: Some(kind.clone()),
            open: Some(is_open),
            ..Filter::default()
        };
        open.extend(lines(office, viewer, &of_kind(true), u32::MAX, now).await?);
        let latest = lines(office, viewer, &of_kind(false), MOST, now).await?;
        let mut owed = owed_after_the_end(office, viewer, kind, now).await?;
        owed.retain(|line| !latest.iter().any(|shown| shown.case.id == line.case.id));
        ended.extend(latest.into_iter().chain(owed));
    }
    for lines in [&mut open, &mut ended] {
        lines.sort_by_key(|line| std::cmp::Reverse(line.case.received_at));
    }
    open.append(&mut ended);
    Ok(open)
}

/// The incidents that are dealt with, or of which something has to be reported: those whose next report is due first. None falls out
/// because there are many.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn open_incidents(office: &Office, viewer: &Viewer, now: Timestamp) -> Result<Vec<IncidentLine>, Error> {
    let mut open: Vec<IncidentLine> = Vec::new();
    for kind in incident_kinds(office) {
        let filter = Filter {
            kind: Some(kind.clone()),
            open: Some(true),
            ..Filter::default()
        };
        open.extend(lines(office, viewer, &filter, u32::MAX, now).await?);
        open.extend(owed_after_the_end(office, viewer, kind, now).await?);
    }
    open.sort_by_key(|line| line.due.first().map_or(Timestamp::MAX, |due| due.due));
    Ok(open)
}

/// Incidents of a kind that are over and of which something has to be reported still: the inquiry's report, a supplement.
async fn owed_after_the_end(
    office: &Office,
    viewer: &Viewer,
    kind: &KindSlug,
    now: Timestamp,
) -> Result<Vec<IncidentLine>, Error> {
    let rules = office.pack.kinds.get(kind).and_then(|kind| kind.incident.as_ref());
    let Some(rules) = rules else { return Ok(Vec::new()) };
    let inquiry = rules
        .inquiry
        .as_ref()
        .map_or(0, |inquiry| inquiry.days.value.saturating_add(inquiry.extension.value));
    let supplements = rules.supplement.by_category.values().chain([&rules.supplement.days]);
    let supplement = supplements.map(|days| days.value).max().unwrap_or(0);
    // No rule, but a bound of the search: twice as long as anything can be due after an incident, so that what is late is in it too.
    let days = i64::from(inquiry.max(supplement).saturating_mul(2));
    let today = office.pack.zone.to_datetime(now).date();
    let filter = Filter {
        kind: Some(kind.clone()),
        open: Some(false),
        received_from: Some(today.saturating_sub(days.days())),
        ..Filter::default()
    };
    let mut owed = lines(office, viewer, &filter, u32::MAX, now).await?;
    owed.retain(IncidentLine::is_open);
    Ok(owed)
}

/// The incidents of a filter with what is due of them, at most so many.
async fn lines(
    office: &Office,
    viewer: &Viewer,
    filter: &Filter,
    most: u32,
    now: Timestamp,
) -> Result<Vec<IncidentLine>, Error> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = office
            .store
            .list(viewer, filter, Sort::ReceivedNewest, after.as_ref(), MOST)
            .await?;
        let ids: Vec<CaseId> = page.rows.iter().map(|row| row.id).collect();
        let mut cases = office.store.cases(&ids).await?;
        found.extend(ids.iter().filter_map(|id| cases.remove(id)).map(|case| {
            let due = if case.erased_at.is_some() {
                Vec::new()
            } else {
                reports_due(&case, &office.pack, now)
            };
            IncidentLine { case, due }
        }));
        after = page.next;
        let is_enough = u32::try_from(found.len()).map_or(true, |found| found >= most);
        if is_enough || after.is_none() {
            return Ok(found);
        }
    }
}

/// Makes a task of a finding. `finding`: 1 for the first.
///
/// # Errors
/// A refusal: there is no such finding, it is a task already, the unit is unknown, the time is past; the store's.
#[boxed]
pub async fn assign_finding(
    office: &Office,
    case: CaseId,
    finding: u32,
    (unit, due): (UnitSlug, Timestamp),
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let incident = office.store.case(case).await?;
    let incident = incident.ok_or_else(|| Refusal::new("refusal-no-case"))?;
    let place = usize::try_from(finding).ok().and_then(|place| place.checked_sub(1));
    let findings = incident.incident().map_or(&[][..], |incident| &incident.findings);
    let known = place.and_then(|place| findings.get(place));
    let known = known.filter(|known| known.task.is_none());
    let known = known.ok_or_else(|| Refusal::new("refusal-incident-finding"))?;
    let leader = office.pack.unit(&unit).map(|unit| unit.leader.clone());
    let leader = leader.ok_or_else(|| Refusal::new("refusal-unit-unknown").with("unit", &unit))?;
    let first = known.text.lines().next().unwrap_or_default();
    let task = Task {
        title: first.chars().take(80).collect(),
        description: known.text.clone(),
        unit,
        leader,
        due,
        origin: Some(case),
    };
    let done = give_task(office, task, actor, now, key).await?;
    let link = Command::Respond(Respond::LinkTask {
        finding,
        task: done.appended.case,
        number: done.appended.number.clone(),
    });
    act(office, case, &link, actor, now, None).await?;
    Ok(done)
}
