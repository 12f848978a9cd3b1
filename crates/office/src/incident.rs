//! Incidents that are open, with what has to be reported next; and findings that become tasks.

use crate::boxed;
use crate::{Done, Error, Office, Task, act, give_task};
use domain::case::incident::{ReportDue, reports_due};
use domain::case::{Actor, Case, Command, Refusal, Respond};
use domain::{CaseId, KindSlug, UnitSlug};
use jiff::Timestamp;
use store::{Filter, Sort, Viewer};

/// The most that are shown of those that are open, and of those that are over.
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

/// The incidents that whoever reads may see: open ones first, then those that are over, each the latest first. Drills are
/// among them and say so.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn incidents(office: &Office, viewer: &Viewer, now: Timestamp) -> Result<Vec<IncidentLine>, Error> {
    let mut ids: Vec<CaseId> = Vec::new();
    for open in [true, false] {
        let mut rows = Vec::new();
        for kind in incident_kinds(office) {
            let filter = Filter {
                kind: Some(kind.clone()),
                open: Some(open),
                ..Filter::default()
            };
            let page = office
                .store
                .list(viewer, &filter, Sort::ReceivedNewest, None, MOST)
                .await?;
            rows.extend(page.rows);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.received_at));
        ids.extend(rows.iter().map(|row| row.id));
    }
    let mut cases = office.store.cases(&ids).await?;
    let found = ids.iter().filter_map(|id| cases.remove(id));
    let line = |case: Case| {
        let due = if case.erased_at.is_some() {
            Vec::new()
        } else {
            reports_due(&case, &office.pack, now)
        };
        IncidentLine { case, due }
    };
    Ok(found.map(line).collect())
}

/// The incidents that are dealt with, or of which something has to be reported: those whose next report is due first.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn open_incidents(office: &Office, viewer: &Viewer, now: Timestamp) -> Result<Vec<IncidentLine>, Error> {
    let mut open: Vec<IncidentLine> = incidents(office, viewer, now).await?;
    open.retain(IncidentLine::is_open);
    open.sort_by_key(|line| line.due.first().map_or(Timestamp::MAX, |due| due.due));
    Ok(open)
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
