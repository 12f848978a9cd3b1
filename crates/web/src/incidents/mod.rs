//! Incidents 突发事件: registered in half a minute, graded, reported in time, dealt with and looked back on.

pub(crate) mod download_report;
pub(crate) mod forms;
pub(crate) mod handing;
pub(crate) mod list_incidents;
pub(crate) mod new_incident;
pub(crate) mod plan_part;
pub(crate) mod receive_report;
pub(crate) mod respond;
pub(crate) mod send_report;
pub(crate) mod show_handing;
pub(crate) mod show_incident;
pub(crate) mod show_lines;
pub(crate) mod show_report;
pub(crate) mod try_report_again;

use crate::access::Right;
use crate::desk::{list_levels, show_case};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::Frame;
use crate::visit::Visit;
use documents::incident::level_name;
use domain::Text;
use domain::case::incident::{DueState, ReportDue, SentReport, Shorter, minutes_left};
use domain::case::{Case, Command, Incident, ReportSort, Respond};
use domain::pack::{IncidentRules, Pack};
use jiff::Timestamp;
use office::IncidentLine;
use std::sync::Arc;
use store::Story;

/// A line of a list of incidents: here, on the day's page and at the watch desk.
pub(crate) struct Line {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) drill: bool,
    pub(crate) level: String,
    /// Reached a level above the lowest.
    pub(crate) high: bool,
    pub(crate) place: String,
    pub(crate) since: String,
    pub(crate) ended: bool,
    /// What has to be reported next, and in how many minutes.
    pub(crate) next: Option<Next>,
}

/// The next report.
pub(crate) struct Next {
    pub(crate) what: String,
    pub(crate) words: String,
    pub(crate) late: bool,
}

/// An incident of that number that this person may see; a case that is none does not exist here.
pub(crate) async fn find(visit: &Visit, number: &str) -> Result<Arc<Story>, Fault> {
    let story = show_case::find(visit, number).await?;
    if story.case.incident().is_none() {
        return Err(Fault::NotFound);
    }
    Ok(story)
}

/// The case as an incident, with the rules for it.
fn known<'a>(visit: &'a Visit, case: &'a Case) -> Result<(&'a Incident, &'a IncidentRules), Fault> {
    known_of(&visit.desk.office.pack, case).ok_or(Fault::NotFound)
}

/// The case as an incident, with the pack's rules for it; none where it is no incident.
pub(crate) fn known_of<'a>(pack: &'a Pack, case: &'a Case) -> Option<(&'a Incident, &'a IncidentRules)> {
    let rules = pack.kind(&case.kind).and_then(|kind| kind.incident.as_ref());
    case.incident().zip(rules)
}

/// A report that went out, 1 for the first.
pub(crate) fn sent(incident: &Incident, n: u32) -> Result<&SentReport, Fault> {
    let place = usize::try_from(n).ok().and_then(|n| n.checked_sub(1));
    let sent = place.and_then(|place| incident.reports.get(place));
    sent.ok_or(Fault::NotFound)
}

/// A warning's form as an incident begins it: where, and for a drill that it is one. The words are a person's to write.
pub(crate) async fn warning_of(visit: &Visit, number: &str) -> Result<Fields, Fault> {
    let story = find(visit, number).await?;
    let case = &story.case;
    let mut pairs = vec![
        ("incident".to_owned(), case.number.clone()),
        ("place_zh".to_owned(), case.place.address.clone()),
        ("place_en".to_owned(), case.place.address.clone()),
    ];
    if let Some(area) = &case.place.area {
        pairs.push((format!("area:{area}"), "yes".to_owned()));
    }
    if case.is_drill() {
        pairs.push(("exercise".to_owned(), case.title.clone()));
    }
    Ok(Fields::of(pairs))
}

/// The warning that was drafted is the incident's. Where somebody may not say so there, it stays a warning by itself.
pub(crate) async fn link_warning(visit: &Visit, number: &str, warning: &str) -> Result<(), Fault> {
    let story = find(visit, number).await?;
    let case = &story.case;
    if !visit.may_with(Right::TakeStep, case) {
        return Ok(());
    }
    let warning = warning.to_owned();
    let link = Command::Respond(Respond::LinkWarning { warning });
    match office::act(&visit.desk.office, case.id, &link, visit.actor(), visit.now, None).await {
        Ok(_) | Err(office::Error::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Open incidents in lines, those whose next report is due first.
pub(crate) async fn open_lines(visit: &Visit, f: &Frame<'_>) -> Result<Vec<Line>, Fault> {
    Ok(lines(f, &open(visit).await?))
}

/// Open incidents that this person may see, those whose next report is due first.
pub(crate) async fn open(visit: &Visit) -> Result<Vec<IncidentLine>, Fault> {
    if visit.may(Right::SeeCases).is_err() {
        return Ok(Vec::new());
    }
    Ok(office::open_incidents(&visit.desk.office, visit.viewer(), visit.now).await?)
}

/// Incidents in lines.
pub(crate) fn lines(f: &Frame<'_>, incidents: &[IncidentLine]) -> Vec<Line> {
    incidents.iter().filter_map(|line| line_of(f, line)).collect()
}

fn line_of(f: &Frame<'_>, line: &IncidentLine) -> Option<Line> {
    let case = &line.case;
    let pack = &f.desk.office.pack;
    let rules = pack.kind(&case.kind)?.incident.as_ref()?;
    let incident = case.incident()?;
    let level = incident.level().map_or("", |level| level.slug.as_str());
    let area = case
        .place
        .area
        .as_ref()
        .map_or("", |area| pack.area_name(area, f.locale));
    let place = format!("{area} {}", case.place.address);
    Some(Line {
        href: format!("/incidents/{}", case.number),
        title: crate::frame::title_or_erased(f.words(), &case.title).to_owned(),
        drill: incident.drill,
        level: level_name(rules, level, f.locale).to_owned(),
        high: incident.place() > 0,
        place: place.trim().to_owned(),
        since: f.moment(&case.received_at),
        ended: case.is_ended(),
        next: line.due.first().map(|due| next(f, due)),
    })
}

fn next(f: &Frame<'_>, due: &ReportDue) -> Next {
    Next {
        what: sort_words(f, &due.sort, named(due)),
        words: time_left(f, due.due),
        late: due.state == DueState::Missing,
    }
}

/// So long before something is due somebody counts the minutes.
const MINUTES_COUNT: i64 = 120;

/// How much time there is, or how late it is: to the minute, so long as somebody counts them.
pub(crate) fn time_left(f: &Frame<'_>, due: Timestamp) -> String {
    const MINUTES: u64 = MINUTES_COUNT.unsigned_abs();
    let minutes = minutes_left(due, f.now);
    let n = minutes.unsigned_abs();
    match (n, minutes < 0) {
        (..=MINUTES, false) => f.t1("incident-minutes-left", "n", n),
        (..=MINUTES, true) => f.t1("incident-late-by", "n", n),
        (..=2880, false) => f.t2("incident-hours-left", "hours", n / 60, "minutes", n % 60),
        (..=2880, true) => f.t2("incident-hours-late", "hours", n / 60, "minutes", n % 60),
        // Beyond two days neither says anything to anybody.
        _ => f.until(&due),
    }
}

/// A report in words: who tells whom.
pub(crate) fn sort_words(f: &Frame<'_>, sort: &ReportSort, names: Option<(&Text, &Text)>) -> String {
    match names {
        Some((who, to)) => f.t2("report-first-to", "who", who.get(f.locale), "to", to.get(f.locale)),
        None => f.t(sort_key(sort)).to_owned(),
    }
}

/// Who reports and to whom.
fn named(due: &ReportDue) -> Option<(&Text, &Text)> {
    due.names.as_ref().map(|(who, to)| (who, to))
}

/// Why a report is due earlier than usual.
fn shorter_words(f: &Frame<'_>, shorter: &Shorter) -> String {
    let level = f.t(list_levels::word(shorter.level));
    let since = f.moment(&shorter.since);
    match shorter.usual {
        Some(usual) => f.words().with(
            "incident-shorter",
            &[
                ("level", level.into()),
                ("since", since.into()),
                ("usual", f.moment(&usual).into()),
            ],
        ),
        None => f.t2("incident-shorter-only", "level", level, "since", since),
    }
}

/// Message key of a sort of report.
pub(crate) const fn sort_key(sort: &ReportSort) -> &'static str {
    match sort {
        ReportSort::First { .. } => "report-first",
        ReportSort::Continuing => "report-continuing",
        ReportSort::Supplement => "report-supplement",
        ReportSort::Final => "report-final",
        ReportSort::Inquiry => "report-inquiry",
        ReportSort::Patients { .. } => "report-patients",
    }
}

/// A sort of report in addresses and forms.
pub(crate) fn sort_value(sort: &ReportSort) -> String {
    match sort {
        ReportSort::First { rung } => format!("first-{rung}"),
        ReportSort::Continuing => "continuing".to_owned(),
        ReportSort::Supplement => "supplement".to_owned(),
        ReportSort::Final => "final".to_owned(),
        ReportSort::Inquiry => "inquiry".to_owned(),
        ReportSort::Patients { hand_over } => format!("patients-{hand_over}"),
    }
}

/// The sort of an address.
pub(crate) fn sort_of(value: &str) -> Option<ReportSort> {
    Some(match value {
        "continuing" => ReportSort::Continuing,
        "supplement" => ReportSort::Supplement,
        "final" => ReportSort::Final,
        "inquiry" => ReportSort::Inquiry,
        value => match value.strip_prefix("patients-") {
            Some(hand_over) => ReportSort::Patients {
                hand_over: hand_over.parse().ok()?,
            },
            None => ReportSort::First {
                rung: value.strip_prefix("first-")?.to_owned(),
            },
        },
    })
}

/// Message key and mark of how it stands with a report.
const fn state_key(state: DueState) -> (&'static str, &'static str) {
    match state {
        DueState::Waits => ("report-waits", "near"),
        DueState::Missing => ("report-not-sent", "late"),
        DueState::Sent => ("report-sent", "good"),
        DueState::SentLate => ("report-sent-late", "late"),
        DueState::Missed => ("report-missed", "late"),
    }
}
