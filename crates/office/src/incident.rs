//! Incidents that are open, with what has to be reported next; and findings that become tasks.

use crate::boxed;
use crate::{Done, Error, Office, Task, act, give_task};
use domain::case::incident::{ReportDue, reports_due};
use domain::case::{Actor, Case, Command, Refusal, Respond};
use domain::pack::Pack;
use domain::{CaseId, KindSlug, UnitSlug};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::HashSet;
use store::{Filter, Sort, Viewer};

/// As many are shown of those of a kind that are over.
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
    let (mut ended, mut open): (Vec<_>, Vec<_>) = open_incidents(office, viewer, now)
        .await?
        .into_iter()
        .partition(|line| line.case.is_ended());
    let known: HashSet<CaseId> = open.iter().chain(&ended).map(|line| line.case.id).collect();
    for kind in incident_kinds(office) {
        let filter = Filter {
            kind: Some(kind.clone()),
            open: Some(false),
            ..Filter::default()
        };
        let latest = office
            .store
            .list(viewer, &filter, Sort::ReceivedNewest, None, MOST)
            .await?;
        let latest = latest.rows.iter().map(|row| row.id);
        let latest: Vec<CaseId> = latest.filter(|id| !known.contains(id)).collect();
        ended.extend(lines(office, &latest, now).await?);
    }
    for lines in [&mut open, &mut ended] {
        lines.sort_by_key(|line| Reverse((line.case.received_at, line.case.id)));
    }
    open.append(&mut ended);
    Ok(open)
}

/// The incidents that are dealt with, or of which something has to be reported: those whose next report is due first. None falls out
/// because there are many, or because it is long ago: what is owed is owed until it was sent.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn open_incidents(office: &Office, viewer: &Viewer, now: Timestamp) -> Result<Vec<IncidentLine>, Error> {
    let kinds: Vec<KindSlug> = incident_kinds(office).cloned().collect();
    let ids = office.store.open_or_owing(viewer, &kinds, &office.pack, owes).await?;
    let mut open = lines(office, &ids, now).await?;
    open.retain(IncidentLine::is_open);
    open.sort_by_key(|line| {
        let next = line.due.first().map_or(Timestamp::MAX, |due| due.due);
        (next, Reverse((line.case.received_at, line.case.id)))
    });
    Ok(open)
}

/// Of an incident that is over something has to be reported still: the inquiry's report, a supplement, what has not reached whoever it was
/// sent to. How late it is depends on the time; that it is owed does not.
pub(crate) fn owes(case: &Case, pack: &Pack) -> bool {
    case.erased_at.is_none() && !reports_due(case, pack, case.changed_at).is_empty()
}

/// These incidents with what is due of them.
async fn lines(office: &Office, ids: &[CaseId], now: Timestamp) -> Result<Vec<IncidentLine>, Error> {
    let cases = office.store.cases(ids).await?.into_values();
    let line = |case: Case| {
        let due = if case.erased_at.is_some() {
            Vec::new()
        } else {
            reports_due(&case, &office.pack, now)
        };
        IncidentLine { case, due }
    };
    Ok(cases.map(line).collect())
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
