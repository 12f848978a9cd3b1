//! Lines of an incident's page: reports, numbers, resources, patients, what happened.

use super::show_handing::{OnTheirWay, ReceiptLine, ReceiverLine, receipts, silent};
use super::{MINUTES_COUNT, named, shorter_words, sort_key, sort_value, sort_words, state_key, time_left};
use crate::access::Right;
use crate::desk::show_warning::stage_mark;
use crate::fault::Fault;
use crate::frame::Frame;
use crate::visit::Visit;
use documents::incident::{figures_words, level_name, rule_words};
use domain::case::incident::{LevelHeld, minutes_left, reports};
use domain::case::{Case, Incident, ReportSort};
use domain::pack::IncidentRules;
use domain::warning::Warning;

/// What was known since when, or which level held.
pub(super) struct Known<'a> {
    pub(super) at: String,
    pub(super) words: String,
    pub(super) note: &'a str,
}

pub(super) struct ReportLine {
    pub(super) words: String,
    pub(super) due: String,
    pub(super) left: String,
    pub(super) mark_key: &'static str,
    pub(super) mark: &'static str,
    /// Where it is sent; none where it has gone out, or cannot any more.
    pub(super) send: Option<String>,
    /// It is late, or minutes count.
    pub(super) presses: bool,
    /// Which report it was.
    pub(super) report: Option<u32>,
    pub(super) source: String,
    pub(super) verified: bool,
    /// Why it is due earlier than usual; empty where it is not.
    pub(super) shorter: String,
}

pub(super) struct SentLine<'a> {
    pub(super) number: u32,
    pub(super) sort_key: &'static str,
    pub(super) at: String,
    pub(super) said_at: Option<String>,
    pub(super) late: bool,
    pub(super) to: &'a str,
    pub(super) channel: &'a str,
    pub(super) post: &'a str,
    /// To whom this program hands it on, and how that stands.
    pub(super) receivers: Vec<ReceiverLine<'a>>,
    pub(super) receipts: Vec<ReceiptLine<'a>>,
    /// Who has not said that it came in: which receiver, and their name.
    pub(super) silent: Vec<(Option<u32>, &'a str)>,
}

pub(super) struct RoleLine<'a> {
    pub(super) slug: &'a str,
    pub(super) name: &'a str,
    pub(super) held: Option<(&'a str, String)>,
}

pub(super) struct ResourceLine<'a> {
    pub(super) number: u32,
    pub(super) what: &'a str,
    pub(super) count: u32,
    pub(super) from: &'a str,
    pub(super) called: String,
    pub(super) arrived: Option<String>,
    pub(super) released: Option<String>,
}

pub(super) struct PatientsLine<'a> {
    pub(super) hospital: &'a str,
    pub(super) words: String,
    pub(super) needs: &'a str,
    pub(super) at: String,
    /// Which of the reports it was sent as; none where it was not.
    pub(super) sent: Option<u32>,
    /// How that stands: message key and class of its mark.
    pub(super) mark: (&'static str, &'static str),
    /// Where it is sent; none for whoever may not, and where it was or the pack sends none.
    pub(super) send: Option<String>,
}

pub(super) struct FindingLine<'a> {
    pub(super) number: usize,
    pub(super) text: &'a str,
    pub(super) task: Option<&'a str>,
}

/// A warning to the public: what it says, and whether it is in force, waits or was taken back.
pub(super) struct WarningLine {
    pub(super) id: String,
    pub(super) headline: String,
    /// Message key and class of its mark.
    pub(super) stage: (&'static str, &'static str),
    pub(super) exercise: bool,
}

/// Warnings of an incident, in the order in which they were drafted; none for who may read none. One of which nothing was said yet is
/// in no list.
pub(crate) async fn warnings_of(visit: &Visit, incident: &Incident) -> Result<Vec<(String, Warning)>, Fault> {
    let mut warnings = Vec::new();
    if !visit.person.may(Right::SeeWarnings) {
        return Ok(warnings);
    }
    for id in &incident.warnings {
        let warning = office::read_warning(&visit.desk.office, id).await?;
        let said = warning.filter(|warning| warning.content().is_some());
        warnings.extend(said.map(|warning| (id.clone(), warning)));
    }
    Ok(warnings)
}

/// The same in lines.
pub(super) async fn warnings(visit: &Visit, incident: &Incident) -> Result<Vec<WarningLine>, Fault> {
    let warnings = warnings_of(visit, incident).await?.into_iter();
    let lines = warnings.filter_map(|(id, warning)| {
        let content = warning.content()?;
        Some(WarningLine {
            id,
            headline: content.public_headline(visit.locale),
            stage: stage_mark(warning.stage(visit.now)),
            exercise: content.exercise.is_some(),
        })
    });
    Ok(lines.collect())
}

/// The rule by which a level holds, or who set it and why.
pub(super) fn why(visit: &Visit, rules: &IncidentRules, case: &Case, held: &LevelHeld) -> String {
    let words = visit.words();
    match &held.set {
        Some((post, reason)) => {
            let pack = &visit.desk.office.pack;
            let post = post.as_ref().map_or("", |post| pack.post_name(post, visit.locale));
            words.with(
                "incident-level-set",
                &[("post", post.into()), ("reason", reason.as_str().into())],
            )
        }
        None if held.level.by.is_none() => words.text("incident-level-lowest").to_owned(),
        None => rule_words(words, rules, case, &held.level),
    }
}

/// What was known when, and which level held, the newest first.
pub(super) fn history<'a>(
    visit: &Visit,
    f: &Frame<'_>,
    rules: &IncidentRules,
    case: &Case,
    incident: &'a Incident,
) -> Vec<Known<'a>> {
    let words = visit.words();
    let numbers = incident.figures.iter().map(|known| {
        let line = Known {
            at: f.moment(&known.at),
            words: figures_words(words, &known.figures),
            note: &known.note,
        };
        (known.at, line)
    });
    let levels = incident.levels.iter().map(|held| {
        let name = level_name(rules, &held.level.slug, visit.locale);
        let line = Known {
            at: f.moment(&held.at),
            words: f.t2(
                "incident-level-since",
                "level",
                name,
                "why",
                why(visit, rules, case, held),
            ),
            note: "",
        };
        (held.at, line)
    });
    let mut all: Vec<_> = numbers.chain(levels).collect();
    // Of what was written down together, the last is the newest.
    all.reverse();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, line)| line).collect()
}

pub(super) fn report_lines(visit: &Visit, f: &Frame<'_>, case: &Case, may_report: bool) -> Vec<ReportLine> {
    let pack = &visit.desk.office.pack;
    let line = |due: domain::case::incident::ReportDue| {
        let (mark_key, mark) = state_key(due.state);
        let send = || format!("/incidents/{}/report?sort={}", case.number, sort_value(&due.sort));
        ReportLine {
            words: sort_words(f, &due.sort, named(&due)),
            due: f.moment(&due.due),
            presses: minutes_left(due.due, f.now) <= MINUTES_COUNT,
            left: if due.is_open() {
                time_left(f, due.due)
            } else {
                String::new()
            },
            mark_key,
            mark,
            send: (may_report && due.is_open() && due.report.is_none()).then(send),
            report: due.report,
            shorter: due
                .shorter
                .map_or_else(String::new, |shorter| shorter_words(f, &shorter)),
            source: due.source.0,
            verified: due.source.1,
        }
    };
    reports(case, pack, visit.now).into_iter().map(line).collect()
}

pub(super) fn sent_lines<'a>(
    visit: &'a Visit,
    f: &Frame<'_>,
    incident: &'a Incident,
    way: &OnTheirWay,
) -> Vec<SentLine<'a>> {
    let pack = &visit.desk.office.pack;
    let numbered = (1_u32..).zip(&incident.reports);
    let line = |(number, sent): (u32, &'a domain::case::incident::SentReport)| SentLine {
        number,
        sort_key: sort_key(&sent.report.sort),
        at: f.moment(&sent.at),
        said_at: sent.report.said_at.map(|said_at| f.moment(&said_at)),
        late: sent.is_late(),
        to: &sent.report.to,
        channel: &sent.report.channel,
        post: sent.post.as_ref().map_or("", |post| pack.post_name(post, visit.locale)),
        receivers: way.lines(f, number, sent),
        receipts: receipts(f, sent),
        silent: silent(sent),
    };
    let mut lines: Vec<_> = numbered.map(line).collect();
    lines.reverse();
    lines
}

/// By when it happened; where it was written down later, that is said.
pub(super) fn timeline<'a>(f: &Frame<'_>, incident: &'a Incident) -> Vec<(String, String, &'a str)> {
    let mut entries: Vec<_> = incident.timeline.iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.happened_at));
    let line = |entry: &&'a domain::case::incident::TimelineEntry| {
        let later = if entry.at.duration_since(entry.happened_at).as_mins() > 1 {
            f.t1("incident-noted-at", "time", f.moment(&entry.at))
        } else {
            String::new()
        };
        (f.moment(&entry.happened_at), later, entry.text.as_str())
    };
    entries.iter().map(line).collect()
}

pub(super) fn resources<'a>(f: &Frame<'_>, incident: &'a Incident) -> Vec<ResourceLine<'a>> {
    let numbered = (1_u32..).zip(&incident.resources);
    let line = |(number, resource): (u32, &'a domain::case::incident::Resource)| ResourceLine {
        number,
        what: &resource.what,
        count: resource.count,
        from: &resource.from,
        called: f.moment(&resource.called_at),
        arrived: resource.arrived_at.map(|at| f.moment(&at)),
        released: resource.released_at.map(|at| f.moment(&at)),
    };
    numbered.map(line).collect()
}

/// Hand-overs of patients, and what became of telling those who get them.
pub(super) fn patients<'a>(
    f: &Frame<'_>,
    number: &str,
    incident: &'a Incident,
    may_send: bool,
) -> Vec<PatientsLine<'a>> {
    let sent_as = |sort: &ReportSort| {
        let numbered = (1_u32..).zip(&incident.reports);
        numbered.into_iter().find(|(_, sent)| sent.report.sort == *sort)
    };
    let line = |(hand_over, patients): (u32, &'a domain::case::incident::PatientsHandedOver)| {
        let sort = ReportSort::Patients { hand_over };
        let sent = sent_as(&sort);
        let form = format!("/incidents/{number}/report?sort={}", sort_value(&sort));
        PatientsLine {
            sent: sent.map(|(n, _)| n),
            mark: match sent.map(|(_, sent)| sent.told_at()) {
                None => ("patients-not-sent", "near"),
                Some(None) => ("patients-on-the-way", "near"),
                Some(Some(_)) => ("patients-told", "good"),
            },
            send: (may_send && sent.is_none()).then_some(form),
            ..patients_line(f, patients)
        }
    };
    (1_u32..).zip(&incident.patients).map(line).collect()
}

fn patients_line<'a>(f: &Frame<'_>, patients: &'a domain::case::incident::PatientsHandedOver) -> PatientsLine<'a> {
    PatientsLine {
        hospital: &patients.hospital,
        words: f.words().with(
            "incident-patients-n",
            &[
                ("critical", patients.critical.into()),
                ("serious", patients.serious.into()),
                ("slight", patients.slight.into()),
            ],
        ),
        needs: &patients.needs,
        at: f.moment(&patients.at),
        sent: None,
        mark: ("patients-not-sent", "near"),
        send: None,
    }
}
