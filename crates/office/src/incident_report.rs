//! Reports of an incident, as papers are made of them.

use crate::Office;
use documents::incident::draft;
use documents::report::ReportPaper;
use domain::case::{Actor, Case, ReportSort, ReportText};
use domain::{Text, UnitSlug};
use jiff::Timestamp;

/// What of a draft a person has written themselves.
#[derive(Debug, Clone, Default)]
pub struct ReportDraft {
    /// Its text, part by part; what is drafted from the record where there is none.
    pub parts: Vec<ReportText>,
    /// To whom.
    pub to: String,
    /// By which way.
    pub channel: String,
    /// Where questions are answered.
    pub contact: String,
}

/// A report that went out, as it was then. `n`: 1 for the first. None where there is none, and in an erased case.
#[must_use]
pub fn report_paper(office: &Office, case: &Case, n: u32) -> Option<ReportPaper> {
    if case.erased_at.is_some() {
        return None;
    }
    let incident = case.incident()?;
    let at = usize::try_from(n).ok()?.checked_sub(1)?;
    let sent = incident.reports.get(at)?;
    let report = &sent.report;
    let unit = sent.post.as_ref().and_then(|post| Some(&office.pack.post(post)?.unit));
    Some(ReportPaper {
        drill: incident.drill,
        number: case.number.clone(),
        title: if report.title.is_empty() {
            case.title.clone()
        } else {
            report.title.clone()
        },
        sort: report.sort.clone(),
        place: incident.place_in_sort(&report.sort, Some(n)),
        n: Some(n),
        issuer: issuer(office, case, unit),
        to: report.to.clone(),
        channel: report.channel.clone(),
        level: level(office, case, &report.level),
        figures: report.figures,
        parts: report.parts.clone(),
        contact: report.contact.clone(),
        at: office.pack.zone.to_datetime(sent.at),
    })
}

/// A report as it would go out now. None for a case that is no incident, and in an erased one.
#[must_use]
pub fn report_draft(
    office: &Office,
    case: &Case,
    sort: ReportSort,
    written: ReportDraft,
    actor: &Actor,
    now: Timestamp,
) -> Option<ReportPaper> {
    if case.erased_at.is_some() {
        return None;
    }
    let incident = case.incident()?;
    let mut parts = draft(case, &sort, &office.pack, now);
    for part in &mut parts {
        if let Some(own) = written.parts.iter().find(|own| own.part == part.part) {
            part.text.clone_from(&own.text);
        }
    }
    Some(ReportPaper {
        drill: incident.drill,
        number: case.number.clone(),
        title: case.title.clone(),
        place: incident.place_in_sort(&sort, None),
        sort,
        n: None,
        issuer: issuer(office, case, actor.unit.as_ref()),
        to: written.to,
        channel: written.channel,
        level: level(office, case, incident.level().map_or("", |level| &level.slug)),
        figures: incident.known(),
        parts,
        contact: written.contact,
        at: office.pack.zone.to_datetime(now),
    })
}

/// Who reports: the unit of whoever sent it.
fn issuer(office: &Office, case: &Case, unit: Option<&UnitSlug>) -> Text {
    let known = unit.and_then(|unit| office.pack.unit(unit));
    let known = known.or_else(|| office.pack.unit(&case.unit));
    known.map_or_else(|| office.pack.body.clone(), |unit| unit.name.clone())
}

fn level(office: &Office, case: &Case, slug: &str) -> Text {
    let rules = office.pack.kind(&case.kind).and_then(|kind| kind.incident.as_ref());
    let known = rules.and_then(|rules| rules.levels.iter().find(|level| level.slug == slug));
    known.map_or_else(
        || Text {
            zh: slug.to_owned(),
            en: slug.to_owned(),
        },
        |level| level.name.clone(),
    )
}
