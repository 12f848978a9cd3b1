//! An incident on one page, as a duty officer needs it on a phone at night: what is known, what has to be reported when,
//! and what was done; each step a form beside what it is about.

use super::new_incident::NUMBERS;
use super::{find, known, sort_key, sort_value, sort_words, state_key, time_left};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::inputs;
use crate::moments;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use documents::incident::{figures_words, level_name, rule_words, wan};
use domain::case::incident::{LevelHeld, grade_asked, reports};
use domain::case::{Case, Incident, ReportSort, open_steps};
use domain::pack::{IncidentRules, StepName};

#[derive(Template)]
#[template(path = "incident/show.html")]
struct Page<'a> {
    f: Frame<'a>,
    case: &'a Case,
    draft: &'a Draft,
    done: bool,
    drill: bool,
    heading: &'a str,
    kind: &'a str,
    category: &'a str,
    status: &'a str,
    unit: &'a str,
    place: String,
    level: &'a str,
    /// The rule that reached it, or who set it and why.
    why: String,
    unverified_table: Option<&'a str>,
    /// What the numbers ask for where that is lower.
    lower: Option<&'a str>,
    figures: String,
    /// Numbers as the form shows them: name, label, value.
    numbers: Vec<(&'static str, &'static str, String)>,
    loss: String,
    history: Vec<Known<'a>>,
    levels: Vec<(&'a str, &'a str)>,
    reports: Vec<ReportLine>,
    sent: Vec<SentLine<'a>>,
    timeline: Vec<(String, String, &'a str)>,
    roles: Vec<RoleLine<'a>>,
    posts: Vec<(&'a str, &'a str)>,
    resources: Vec<ResourceLine<'a>>,
    plan: Option<&'a str>,
    ticks: Vec<(String, &'a str, &'a str)>,
    patients: Vec<PatientsLine<'a>>,
    warnings: &'a [String],
    findings: Vec<FindingLine<'a>>,
    units: Vec<(&'a str, &'a str)>,
    may: May,
    now: String,
    key: String,
}

/// What was known since when, or which level held.
struct Known<'a> {
    at: String,
    words: String,
    note: &'a str,
}

struct ReportLine {
    words: String,
    due: String,
    left: String,
    mark_key: &'static str,
    mark: &'static str,
    /// Where it is sent; none where it has gone out, or cannot any more.
    send: Option<String>,
    /// Which report it was.
    report: Option<u32>,
    source: String,
    verified: bool,
}

struct SentLine<'a> {
    number: u32,
    sort_key: &'static str,
    at: String,
    said_at: Option<String>,
    late: bool,
    to: &'a str,
    channel: &'a str,
    post: &'a str,
    receipt: Option<(String, &'a str)>,
}

struct RoleLine<'a> {
    slug: &'a str,
    name: &'a str,
    held: Option<(&'a str, String)>,
}

struct ResourceLine<'a> {
    number: u32,
    what: &'a str,
    count: u32,
    from: &'a str,
    called: String,
    arrived: Option<String>,
    released: Option<String>,
}

struct PatientsLine<'a> {
    hospital: &'a str,
    words: String,
    needs: &'a str,
    at: String,
}

struct FindingLine<'a> {
    number: usize,
    text: &'a str,
    task: Option<&'a str>,
}

/// Which forms there are.
#[derive(Default)]
struct May {
    figures: bool,
    level: bool,
    report: bool,
    note: bool,
    role: bool,
    resource: bool,
    plan: bool,
    patients: bool,
    warning: bool,
    draft_warning: bool,
    end: bool,
    review: bool,
    assign: bool,
    inquiry: bool,
}

impl May {
    fn of(visit: &Visit, case: &Case) -> Self {
        if !visit.may_with(Right::TakeStep, case) {
            return Self::default();
        }
        let open = open_steps(case, visit.actor(), &visit.desk.office.pack, visit.now);
        let may = |step| open.contains(&step);
        Self {
            figures: may(StepName::RecordFigures),
            level: may(StepName::GradeIncident),
            report: may(StepName::SendReport),
            note: may(StepName::KeepTimeline),
            role: may(StepName::NameRole),
            resource: may(StepName::CallResources),
            plan: may(StepName::FollowPlan),
            patients: may(StepName::HandToHealth),
            warning: may(StepName::LinkWarning),
            draft_warning: visit.person.may(Right::DraftWarning),
            end: may(StepName::EndIncident),
            review: may(StepName::ReviewIncident),
            assign: may(StepName::ReviewIncident) && visit.person.may(Right::Assign),
            inquiry: may(StepName::ExtendInquiry),
        }
    }
}

/// `GET /incidents/{number}`
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeCases)?;
    let story = find(&visit, &number).await?;
    page(&visit, &story.case, &Draft::default()).await
}

/// The page, with what was wrong with a step that was sent.
#[expect(
    clippy::unused_async,
    reason = "forms and the page call it alike, and plans will be read here"
)]
pub(super) async fn page(visit: &Visit, case: &Case, draft: &Draft) -> Result<Response, Fault> {
    let (incident, rules) = known(visit, case)?;
    let pack = &visit.desk.office.pack;
    let (words, locale) = (visit.words(), visit.locale);
    let heading = frame::title_or_erased(words, &case.title);
    let f = Frame::new(visit, "/incidents", format!("{} {heading}", case.number));
    let may = May::of(visit, case);
    let held = incident.levels.last();
    let now_known = incident.known();
    let values = [
        now_known.dead,
        now_known.missing,
        now_known.seriously_injured,
        now_known.injured,
    ];
    let area = case.place.area.as_ref().map_or("", |area| pack.area_name(area, locale));
    let level = |slug: &'_ str| rules.levels.iter().find(|level| level.slug == slug);
    let page = Page {
        done: visit.query().given("done").is_some(),
        drill: incident.drill,
        kind: pack.kind_name(&case.kind, locale),
        category: pack.category_name(&case.category, locale),
        status: pack.status_name(&case.kind, &case.status, locale),
        unit: pack.unit_name(&case.unit, locale),
        place: format!("{area} {}", case.place.address).trim().to_owned(),
        level: held.map_or("", |held| level_name(rules, &held.level.slug, locale)),
        why: held.map_or_else(String::new, |held| why(visit, rules, case, held)),
        unverified_table: (!rules.table.verified).then_some(rules.table.source.as_str()),
        lower: grade_asked(rules, incident).map(|grade| grade.level.name.get(locale)),
        figures: figures_words(words, &now_known),
        numbers: NUMBERS
            .iter()
            .zip(values)
            .map(|((name, key), value)| (*name, *key, value.to_string()))
            .collect(),
        loss: now_known.loss.map_or_else(String::new, wan),
        history: history(visit, &f, rules, case, incident),
        levels: rules
            .levels
            .iter()
            .filter(|known| held.is_none_or(|held| level(&held.level.slug) != Some(*known)))
            .map(|known| (known.slug.as_str(), known.name.get(locale)))
            .collect(),
        reports: report_lines(visit, &f, case, &may),
        sent: sent_lines(visit, &f, incident),
        timeline: timeline(&f, incident),
        roles: rules
            .roles
            .iter()
            .map(|role| RoleLine {
                slug: &role.slug,
                name: role.name.get(locale),
                held: incident
                    .role(&role.slug)
                    .map(|held| (pack.post_name(&held.post, locale), f.moment(&held.at))),
            })
            .collect(),
        posts: pack
            .posts
            .iter()
            .map(|post| (post.slug.as_str(), post.name.get(locale)))
            .collect(),
        resources: resources(&f, incident),
        plan: incident.plan.as_deref(),
        ticks: incident
            .ticks
            .iter()
            .map(|tick| {
                let post = tick.post.as_ref().map_or("", |post| pack.post_name(post, locale));
                (f.moment(&tick.at), post, tick.item.as_str())
            })
            .collect(),
        patients: patients(&f, incident),
        warnings: &incident.warnings,
        findings: incident
            .findings
            .iter()
            .zip(1_usize..)
            .map(|(finding, number)| FindingLine {
                number,
                text: &finding.text,
                task: finding.task.as_ref().map(|(_, number)| number.as_str()),
            })
            .collect(),
        units: inputs::units(pack, locale),
        now: moments::for_input(visit.now, &pack.zone),
        key: office::new_case_id(visit.now).to_string(),
        heading,
        case,
        draft,
        may,
        f,
    };
    frame::form_page(&draft.problems, &page)
}

/// The rule by which a level holds, or who set it and why.
fn why(visit: &Visit, rules: &IncidentRules, case: &Case, held: &LevelHeld) -> String {
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
fn history<'a>(
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
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, line)| line).collect()
}

fn report_lines(visit: &Visit, f: &Frame<'_>, case: &Case, may: &May) -> Vec<ReportLine> {
    let pack = &visit.desk.office.pack;
    let line = |due: domain::case::incident::ReportDue| {
        let (mark_key, mark) = state_key(due.state);
        let send = || format!("/incidents/{}/report?sort={}", case.number, sort_value(&due.sort));
        ReportLine {
            words: sort_words(f, &due),
            due: f.moment(&due.due),
            left: if due.is_open() {
                time_left(f, &due)
            } else {
                String::new()
            },
            mark_key,
            mark,
            send: (may.report && due.is_open()).then(send),
            report: due.report,
            source: due.source.0,
            verified: due.source.1,
        }
    };
    reports(case, pack, visit.now).into_iter().map(line).collect()
}

fn sent_lines<'a>(visit: &'a Visit, f: &Frame<'_>, incident: &'a Incident) -> Vec<SentLine<'a>> {
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
        receipt: sent.receipt.as_ref().map(|receipt| {
            let at = receipt.said_at.unwrap_or(receipt.at);
            (f.moment(&at), receipt.by.as_str())
        }),
    };
    let mut lines: Vec<_> = numbered.map(line).collect();
    lines.reverse();
    lines
}

/// By when it happened; where it was written down later, that is said.
fn timeline<'a>(f: &Frame<'_>, incident: &'a Incident) -> Vec<(String, String, &'a str)> {
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

fn resources<'a>(f: &Frame<'_>, incident: &'a Incident) -> Vec<ResourceLine<'a>> {
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

fn patients<'a>(f: &Frame<'_>, incident: &'a Incident) -> Vec<PatientsLine<'a>> {
    let line = |patients: &'a domain::case::incident::PatientsHandedOver| PatientsLine {
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
    };
    incident.patients.iter().map(line).collect()
}

/// Sorts that somebody may send though nobody waits for them.
impl Page<'_> {
    fn free_sorts(&self) -> Vec<(&'static str, &'static str)> {
        if !self.may.report || self.sent.is_empty() {
            return Vec::new();
        }
        let sorts: &[ReportSort] = if self.case.is_ended() {
            &[ReportSort::Supplement]
        } else {
            &[ReportSort::Continuing, ReportSort::Supplement, ReportSort::Final]
        };
        sorts
            .iter()
            .map(|sort| match sort {
                ReportSort::Continuing => ("continuing", sort_key(sort)),
                ReportSort::Final => ("final", sort_key(sort)),
                _ => ("supplement", sort_key(sort)),
            })
            .collect()
    }
}
