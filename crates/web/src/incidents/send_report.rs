//! A report: drafted from what is written down, read and changed by somebody, and written down as sent.

use super::{find, known, shorter_words, sort_key, sort_of, sort_value, time_left};
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::moments;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use documents::incident::{draft as drafted, figures_words, level_name, part_key};
use domain::case::incident::{PatientsHandedOver, Receiver, ReportDue, reports};
use domain::case::{Case, Command, Incident, ReceiverWay, ReportSort, ReportText, Respond, may_take};
use domain::pack::{IncidentRules, StepName};
use office::ReportDraft;

#[derive(Template)]
#[template(path = "incident/send.html")]
struct Page<'a> {
    f: Frame<'a>,
    case: &'a Case,
    draft: &'a Draft,
    sort: String,
    sort_key: &'static str,
    /// Until when, and how long that is; none for one that nobody waits for.
    due: Option<(String, String, bool)>,
    /// Why that is earlier than usual.
    shorter: Option<String>,
    level: &'a str,
    figures: String,
    /// The mark of what is known now.
    known: String,
    /// What was known when the text was drafted, where that is something else.
    before: Option<String>,
    /// Name in the form, message key, text, and what the record says now where that is something else than when it was drafted.
    parts: Vec<(&'static str, &'static str, String, String)>,
    to: String,
    contact: String,
    /// Patients are told of, to whoever gets them: numbers and needs, and a telephone to ask back.
    of_patients: bool,
    /// To whom this program can hand it on, and by which way.
    receivers: Vec<(String, &'static str)>,
    channels: [&'static str; 5],
    key: String,
}

/// The choice that this program hands it on.
const BY_PROGRAM: &str = "program";

/// Ways in which reports go out, as message keys.
pub(super) const CHANNELS: [&str; 5] = [
    "report-by-telephone",
    "report-by-system",
    "report-by-fax",
    "report-by-mail",
    "report-by-hand",
];

/// `GET /incidents/{number}/report?sort=`
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::TakeStep)?;
    show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let story = find(&visit, &number).await?;
    page(
        &visit,
        &story.case,
        &Draft {
            fields: visit.query(),
            problems: Problems::default(),
        },
    )
}

/// `POST /incidents/{number}/report`
pub(crate) async fn send(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::TakeStep)?;
    show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let story = find(&visit, &number).await?;
    let case = &story.case;
    let Some(command) = command(&visit, case, &fields)? else {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-incomplete"));
        return page(&visit, case, &Draft { fields, problems });
    };
    let key = fields
        .given("key")
        .map(|key| format!("incident {} {} report {key}", visit.person.account.id, case.id));
    let office = &visit.desk.office;
    match office::act(office, case.id, &command, visit.actor(), visit.now, key).await {
        Ok(_) => Ok(frame::see_other(&format!("/incidents/{number}?done=report#reports"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, case, &Draft { fields, problems })
        }
        Err(error) => Err(error.into()),
    }
}

fn command(visit: &Visit, case: &Case, fields: &Fields) -> Result<Option<Command>, Fault> {
    let (incident, rules) = known(visit, case)?;
    let Some(sort) = sort_of(fields.get("sort")) else {
        return Ok(None);
    };
    let said_at = match fields.given("said_at") {
        None => None,
        Some(given) => match moments::from_input(given, &visit.desk.office.pack.zone) {
            None => return Ok(None),
            said_at => said_at,
        },
    };
    let by_program = fields.get("channel") == BY_PROGRAM;
    let receivers = if by_program {
        visit.desk.reports.receivers(rules, incident, &sort)
    } else {
        Vec::new()
    };
    if by_program && receivers.is_empty() {
        return Ok(None);
    }
    Ok(Some(Command::Respond(Respond::SendReport {
        parts: parts(rules, &sort, fields),
        sort,
        to: fields.get("to").to_owned(),
        channel: channel(visit, fields),
        contact: fields.get("contact").to_owned(),
        said_at,
        receivers,
        known: fields.given("known").map(str::to_owned),
    })))
}

/// By which way, in words that stay.
fn channel(visit: &Visit, fields: &Fields) -> String {
    match fields.get("channel") {
        BY_PROGRAM => words::words(visit.desk.office.pack.locale)
            .text("report-by-program")
            .to_owned(),
        channel => channel.to_owned(),
    }
}

/// The parts that somebody has written.
fn parts(rules: &IncidentRules, sort: &ReportSort, fields: &Fields) -> Vec<ReportText> {
    let parts = sort.parts(rules).iter().map(|part| ReportText {
        part: *part,
        text: fields.get(part.name()).to_owned(),
    });
    parts.filter(|part| !part.text.is_empty()).collect()
}

/// What of a report somebody has written.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) parts: Vec<ReportText>,
    /// By which way, in words.
    pub(crate) channel: String,
    /// None where it is as it begins.
    pub(crate) to: Option<String>,
    /// None where it is as it begins.
    pub(crate) contact: Option<String>,
}

/// What of a draft stands in a form.
pub(super) fn written(visit: &Visit, case: &Case, sort: &ReportSort, fields: &Fields) -> Result<Written, Fault> {
    let (_, rules) = known(visit, case)?;
    Ok(Written {
        parts: parts(rules, sort, fields),
        channel: channel(visit, fields),
        to: fields.given("to").map(str::to_owned),
        contact: fields.given("contact").map(str::to_owned),
    })
}

/// A draft with what somebody has written; to whom and whom to ask as a report begins where they have not.
pub(crate) fn draft(visit: &Visit, case: &Case, sort: &ReportSort, written: Written) -> Result<ReportDraft, Fault> {
    let (incident, rules) = known(visit, case)?;
    let to = written.to.unwrap_or_else(|| addressee(visit, incident, rules, sort));
    let contact = written.contact.unwrap_or_else(|| contact(visit, incident));
    Ok(ReportDraft {
        parts: written.parts,
        to,
        channel: written.channel,
        contact,
    })
}

/// A report as it begins, before anybody has written anything.
pub(crate) struct Begun {
    /// What is due; none for one that nobody waits for.
    pub(crate) due: Option<ReportDue>,
    /// What is drafted from the record, part by part.
    pub(crate) parts: Vec<ReportText>,
    pub(crate) to: String,
    pub(crate) contact: String,
    /// To whom this program can hand it on.
    pub(crate) receivers: Vec<Receiver>,
    /// The mark of what is known now.
    pub(crate) known: String,
}

impl Begun {
    /// Of this sort; there is none for whoever may not send one now, nor of patients who were not handed over.
    pub(crate) fn of(visit: &Visit, case: &Case, sort: &ReportSort) -> Result<Self, Fault> {
        let pack = &visit.desk.office.pack;
        let (incident, rules) = known(visit, case)?;
        may_take(case, StepName::SendReport, visit.actor(), pack, visit.now).map_err(|_| Fault::NotFound)?;
        if !sort.is_of_incident() && (rules.hand_off.is_none() || patients_of(incident, sort).is_none()) {
            return Err(Fault::NotFound);
        }
        let all = reports(case, pack, visit.now);
        Ok(Self {
            due: all.into_iter().find(|due| due.sort == *sort && due.is_open()),
            parts: drafted(case, sort, pack, visit.now),
            to: addressee(visit, incident, rules, sort),
            contact: contact(visit, incident),
            receivers: visit.desk.reports.receivers(rules, incident, sort),
            known: incident.known_mark(),
        })
    }
}

/// The patients that are told of; none in a report of the incident, and where they were not handed over.
fn patients_of<'a>(incident: &'a Incident, sort: &ReportSort) -> Option<&'a PatientsHandedOver> {
    match sort {
        ReportSort::Patients { hand_over } => incident.hand_over(*hand_over),
        _ => None,
    }
}

/// Whom the pack names; what goes on goes to those who were told first, and patients to whoever gets them and those who are told of all.
fn addressee(visit: &Visit, incident: &Incident, rules: &IncidentRules, sort: &ReportSort) -> String {
    if let Some(patients) = patients_of(incident, sort) {
        let mut to = vec![patients.hospital.as_str()];
        for known in rules.told_of_patients(&patients.hospital).filter(|known| known.every) {
            let name = known.name.get(visit.desk.office.pack.locale);
            if name != patients.hospital {
                to.push(name);
            }
        }
        return to.join(words::words(visit.desk.office.pack.locale).text("list-separator"));
    }
    let rung = match sort {
        ReportSort::First { rung } => rules.rungs.iter().find(|known| known.slug == *rung),
        _ => None,
    };
    if let Some(rung) = rung {
        return rung.to.get(visit.desk.office.pack.locale).to_owned();
    }
    let mut to: Vec<&str> = Vec::new();
    for sent in &incident.reports {
        if matches!(sent.report.sort, ReportSort::First { .. }) && !to.contains(&sent.report.to.as_str()) {
            to.push(&sent.report.to);
        }
    }
    to.join(visit.words().text("list-separator"))
}

/// Whom to ask: as in the last report, else as it was set up.
fn contact(visit: &Visit, incident: &Incident) -> String {
    let before = incident.reports.last().map(|sent| sent.report.contact.as_str());
    let before = before.filter(|contact| !contact.is_empty());
    before.unwrap_or_else(|| visit.desk.reports.contact()).to_owned()
}

fn page(visit: &Visit, case: &Case, draft: &Draft) -> Result<Response, Fault> {
    let (incident, rules) = known(visit, case)?;
    let sort = sort_of(draft.value("sort")).ok_or(Fault::NotFound)?;
    let begun = Begun::of(visit, case, &sort)?;
    let given = |name: &str| draft.fields.given(name).map(str::to_owned);
    let words = visit.words();
    let f = Frame::new(
        visit,
        "/incidents",
        format!("{} {}", case.title, words.text(sort_key(&sort))),
    )
    .of_drill(incident.drill);
    let known = begun.known;
    let mark = draft.fields.given("known").filter(|mark| *mark != known);
    let mark = mark.filter(|_| sort.is_of_incident());
    let before = mark.and_then(|mark| incident.known_at(mark)).map(|(figures, level)| {
        let level = level.map_or("", |level| level.slug.as_str());
        let (level, figures) = (level_name(rules, level, visit.locale), figures_words(words, &figures));
        f.t2("report-known-before", "level", level, "figures", figures)
    });
    let parts = begun.parts.into_iter().map(|begun| {
        let name = begun.part.name();
        let text = given(name).unwrap_or_else(|| begun.text.clone());
        let differs = before.is_some() && text != begun.text;
        let now = if differs { begun.text } else { String::new() };
        (name, part_key(begun.part), text, now)
    });
    let parts = parts.collect();
    let level = incident.level().map_or("", |level| level.slug.as_str());
    let page = Page {
        sort: sort_value(&sort),
        sort_key: sort_key(&sort),
        shorter: begun
            .due
            .as_ref()
            .and_then(|due| due.shorter.as_ref())
            .map(|shorter| shorter_words(&f, shorter)),
        due: begun.due.map(|due| {
            let late = due.state == domain::case::incident::DueState::Missing;
            (f.moment(&due.due), time_left(&f, due.due), late)
        }),
        level: level_name(rules, level, visit.locale),
        figures: figures_words(words, &incident.known()),
        parts,
        known,
        before,
        to: given("to").unwrap_or(begun.to),
        contact: given("contact").unwrap_or(begun.contact),
        receivers: begun
            .receivers
            .into_iter()
            .map(|receiver| {
                let way = match receiver.way {
                    ReceiverWay::Mail => "report-way-mail",
                    ReceiverWay::Webhook => "report-way-webhook",
                };
                (receiver.name, way)
            })
            .collect(),
        of_patients: !sort.is_of_incident(),
        channels: CHANNELS,
        key: office::new_case_id(visit.now).to_string(),
        case,
        draft,
        f,
    };
    frame::form_page(&draft.problems, &page)
}
