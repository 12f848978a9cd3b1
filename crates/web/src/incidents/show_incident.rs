//! An incident on one page, as a duty officer needs it on a phone at night: what is known, what has to be reported when,
//! and what was done; each step a form beside what it is about.

use super::new_incident::NUMBERS;
use super::plan_part::{self, PlanPart};
use super::send_report::CHANNELS;
use super::show_handing::OnTheirWay;
use super::show_lines::{
    FindingLine, Known, PatientsLine, ReportLine, ResourceLine, RoleLine, SentLine, WarningLine, history, patients,
    report_lines, resources, sent_lines, timeline, warnings, why,
};
use super::{find, known, sort_key};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::inputs;
use crate::moments;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use documents::incident::{figures_words, level_name, wan};
use domain::case::incident::grade_asked;
use domain::case::{Case, Incident, ReportSort, open_steps};
use domain::pack::{IncidentRules, StepName};
use jiff::{SignedDuration, Timestamp};

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
    channels: [&'static str; 5],
    timeline: Vec<(String, String, &'a str)>,
    roles: Vec<RoleLine<'a>>,
    posts: Vec<(&'a str, &'a str)>,
    resources: Vec<ResourceLine<'a>>,
    plan: PlanPart,
    ticks: Vec<(String, &'a str, &'a str)>,
    patients: Vec<PatientsLine<'a>>,
    /// Names of health authorities and hospitals to whom hand-overs are sent, as the pack has them; none where it sends none.
    hospitals: Vec<&'a str>,
    /// Somebody was told of the incident.
    told: bool,
    /// Warnings to the public that were drafted for it.
    warnings: Vec<WarningLine>,
    findings: Vec<FindingLine<'a>>,
    units: Vec<(&'a str, &'a str)>,
    /// What becomes of personal data taken in the emergency, and whether it can be destroyed now.
    personal: Option<(String, bool)>,
    may: May,
    now: String,
    key: String,
}

/// Which forms there are.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a form that is there or not")]
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
pub(super) async fn page(visit: &Visit, case: &Case, draft: &Draft) -> Result<Response, Fault> {
    let (incident, rules) = known(visit, case)?;
    let pack = &visit.desk.office.pack;
    let (words, locale) = (visit.words(), visit.locale);
    let heading = frame::title_or_erased(words, &case.title);
    let f = Frame::new(visit, "/incidents", format!("{} {heading}", case.number)).of_drill(incident.drill);
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
        reports: report_lines(visit, &f, case, may.report),
        sent: sent_lines(visit, &f, incident, &OnTheirWay::of(visit, case).await?),
        channels: CHANNELS,
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
        plan: plan_part::of(visit, case, incident).await?,
        ticks: incident
            .ticks
            .iter()
            .map(|tick| {
                let post = tick.post.as_ref().map_or("", |post| pack.post_name(post, locale));
                (f.moment(&tick.at), post, tick.item.as_str())
            })
            .collect(),
        patients: patients(&f, &case.number, incident, may.report && rules.hand_off.is_some()),
        hospitals: rules.health.iter().map(|rule| rule.value.name.get(locale)).collect(),
        told: incident.reports.iter().any(|sent| sent.report.sort.is_of_incident()),
        warnings: warnings(visit, incident).await?,
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
        personal: personal(visit, &f, case, may.review),
        heading,
        case,
        draft,
        may,
        f,
    };
    frame::form_page(&draft.problems, &page)
}

/// What becomes of personal data taken in an emergency (突发事件应对法, art. 85).
#[derive(Debug, Clone, Copy)]
pub(crate) enum PersonalData {
    /// It is there, and goes at the latest then; none where that waits for somebody.
    Kept { until: Option<Timestamp> },
    /// It is gone since then.
    Destroyed { at: Timestamp },
}

/// Of an incident; none where there was none.
pub(crate) fn personal_data(case: &Case, incident: &Incident, rules: &IncidentRules) -> Option<PersonalData> {
    if !case.has_personal_data() {
        return incident.personal_erased_at.map(|at| PersonalData::Destroyed { at });
    }
    let days = rules.personal_data.as_ref().map(|rule| i64::from(rule.value));
    let until = case.ended_at.zip(days).and_then(|(ended, days)| {
        let days = SignedDuration::from_hours(days * 24);
        ended.checked_add(days).ok()
    });
    Some(PersonalData::Kept { until })
}

/// The same in words, and whether it can be destroyed now; nothing is said where there was none.
fn personal(visit: &Visit, f: &Frame<'_>, case: &Case, may_review: bool) -> Option<(String, bool)> {
    let (incident, rules) = known(visit, case).ok()?;
    Some(match personal_data(case, incident, rules)? {
        PersonalData::Destroyed { at } => (f.t1("incident-personal-erased", "time", f.moment(&at)), false),
        PersonalData::Kept { until } => {
            let words = until.map_or_else(
                || f.t("incident-personal-kept").to_owned(),
                |until| f.t1("incident-personal-due", "time", f.moment(&until)),
            );
            (words, may_review && case.is_ended())
        }
    })
}

/// Sorts that somebody may send though nobody waits for them.
impl Page<'_> {
    fn free_sorts(&self) -> Vec<(&'static str, &'static str)> {
        if !self.may.report || !self.told {
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
