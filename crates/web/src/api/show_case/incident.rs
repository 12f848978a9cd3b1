//! What there is of an incident as data, as its page has it. People are numbers in it, and whoever acts is a post. Which warnings and
//! which plan's items go with it hangs on who asks (`list_linked.rs`); how it stands with handing a report on is read by itself
//! (`cases/show_report.rs`).

use super::clocks::RuleSource;
use crate::api::list_levels::LevelName;
use crate::api::list_units::Named;
use crate::incidents::show_incident::{PersonalData, personal_data};
use crate::incidents::{known_of, sort_value};
use domain::PostSlug;
use domain::case::incident::{
    Criterion, DueState, FiguresKnown, Finding, LevelHeld, OperatingHeld, PatientsHandedOver, ReportDue, Resource,
    RoleHeld, SentReport, Shorter, Tick, TimelineEntry, grade_asked, reports,
};
use domain::case::{Case, Incident};
use domain::pack::{IncidentRules, Pack};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// An incident, or a drill of one.
#[derive(Serialize, ToSchema)]
#[schema(as = CaseIncident)]
pub(crate) struct IncidentView<'a> {
    /// Nothing has happened: it is practised.
    drill: bool,
    #[schema(value_type = String, format = DateTime)]
    begun_at: Timestamp,
    /// The level that holds, by the pack's name of it.
    level: Option<&'a str>,
    /// The levels that held, the first first; the last holds.
    levels: Vec<HeldLevel<'a>>,
    /// Where the table of levels comes from.
    level_rule: RuleSource<'a>,
    /// The table is law for incidents of this category; for others it is read by analogy.
    level_by_law: bool,
    /// The lower level that the numbers ask for: a leader decides, and the higher one stays until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    lower_level: Option<&'a str>,
    /// What was known when, the first first; the last is known now.
    #[schema(value_type = Vec<FiguresView>)]
    figures: &'a [FiguresKnown],
    /// Operating levels that bound the unit, the first first; empty where it was routine always.
    operating: Vec<HeldOperating>,
    /// Every report that is or was due: first reports in the pack's order, then what follows them.
    due: Vec<DueReport>,
    /// Reports that went out, the first first; among them what the health authority and the hospital were told of patients.
    reports: Vec<SentReportView<'a>>,
    /// As it was written down.
    #[schema(value_type = Vec<TimelineView>)]
    timeline: &'a [TimelineEntry],
    /// The post that has each role now; roles that nobody has are not in it.
    roles: Vec<HeldRole<'a>>,
    /// The first first, as steps number them.
    #[schema(value_type = Vec<ResourceView>)]
    resources: &'a [Resource],
    /// The plan that is followed, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a str>,
    /// What is done of its checklists.
    #[schema(value_type = Vec<TickView>)]
    done: &'a [Tick],
    /// Hand-overs of patients, the first first, as `patients-` and its place names what was sent of it.
    #[schema(value_type = Vec<PatientsView>)]
    patients: &'a [PatientsHandedOver],
    /// What was found afterwards, the first first, as steps number them.
    findings: Vec<FindingView<'a>>,
    /// Days by which the inquiry has more time.
    #[serde(skip_serializing_if = "is_zero")]
    inquiry_more: u32,
    /// What becomes of personal data taken in it (突发事件应对法, art. 85); not there where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    personal_data: Option<PersonalDataView>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_zero(days: &u32) -> bool {
    *days == 0
}

/// A level with since when it holds, and what made it so: a number, somebody, or nothing for the lowest.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldLevel<'a> {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    level: &'a str,
    /// The number that reached it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reached: Option<ReachedView>,
    /// Who set it, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<SetByHand<'a>>,
}

/// The number that reached a level.
#[derive(Serialize, ToSchema)]
#[schema(as = LevelReached)]
pub(crate) struct ReachedView {
    /// dead, `seriously_injured` or loss (in yuan).
    #[schema(value_type = String)]
    criterion: Criterion,
    value: u64,
    /// From which number on the level holds.
    least: u64,
}

/// A level that somebody set.
#[derive(Serialize, ToSchema)]
#[schema(as = LevelSet)]
pub(crate) struct SetByHand<'a> {
    post: Option<&'a str>,
    reason: &'a str,
}

/// Numbers with when they were known.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own figures")]
#[schema(as = FiguresKnown)]
pub(crate) struct FiguresView {
    #[schema(format = DateTime)]
    at: String,
    #[schema(inline)]
    figures: NumbersView,
    /// From whom.
    note: String,
}

/// What is known: numbers alone.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own figures")]
#[schema(as = IncidentFigures)]
pub(crate) struct NumbersView {
    dead: u32,
    missing: u32,
    seriously_injured: u32,
    injured: u32,
    /// Direct loss in yuan, as estimated; not there where nobody can say yet.
    #[schema(required = false)]
    loss: Option<u64>,
}

/// An operating level with since when it binds.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldOperating {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    level: LevelName,
}

/// A report with when it is or was due.
#[derive(Serialize, ToSchema)]
pub(crate) struct DueReport {
    /// Which: `first-` and the pack's rung, `continuing`, `supplement`, `inquiry`.
    report: String,
    /// Who reports, as the pack names them; not there where it goes to all who were told before.
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<Named>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Named>,
    /// Its time runs from here.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    due: Timestamp,
    state: DueStateName,
    /// Which of the reports that went out it was, 1 for the first; of an open one, which is on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u32>,
    /// Where the time comes from: law and article, or who set it.
    source: String,
    /// That was read in the text of the law itself.
    verified: bool,
    /// Why it is due earlier than usual; not there where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    shorter: Option<ShorterTime>,
}

/// How it stands with a report.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DueReportState)]
pub(crate) enum DueStateName {
    /// There is time.
    Waits,
    /// Its time is over, and it has not gone out.
    Missing,
    /// It went out in time.
    Sent,
    /// It went out late.
    SentLate,
    /// It was missing when nobody asked for it any more, and stays missing.
    Missed,
}

/// Why a report is due earlier than usual.
#[derive(Serialize, ToSchema)]
pub(crate) struct ShorterTime {
    /// The operating level that binds the unit.
    level: LevelName,
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// When it would be due without it; not there where it would not be due at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    usual: Option<Timestamp>,
}

/// A report that went out.
#[derive(Serialize, ToSchema)]
#[schema(as = SentReport)]
pub(crate) struct SentReportView<'a> {
    /// Which, 1 for the first.
    n: u32,
    /// `first-` and the pack's rung, `continuing`, `supplement`, `final`, `inquiry`, `patients-` and which hand-over.
    report: String,
    /// When it was written down.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// When it went out, as whoever wrote it down said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    said_at: Option<Timestamp>,
    /// The post that wrote it down.
    post: Option<&'a str>,
    to: &'a str,
    channel: &'a str,
    /// When it was due; none where nobody waited for it.
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Timestamp>,
    /// When the last of those who had to be told was; none as long as one was not.
    #[schema(value_type = Option<String>, format = DateTime)]
    told_at: Option<Timestamp>,
    /// They were told after its time.
    late: bool,
    /// To whom this program hands it on, by their names; empty where somebody sent it themselves.
    receivers: Vec<&'a str>,
}

/// A line of the timeline.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own entry")]
#[schema(as = TimelineEntry)]
pub(crate) struct TimelineView {
    #[schema(format = DateTime)]
    happened_at: String,
    /// When it was written down.
    #[schema(format = DateTime)]
    at: String,
    text: String,
}

/// A role with the post that has it.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldRole<'a> {
    /// The role, by the pack's name of it.
    role: &'a str,
    post: &'a str,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Resources.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own resource")]
#[schema(as = IncidentResource)]
pub(crate) struct ResourceView {
    what: String,
    count: u32,
    from: String,
    #[schema(format = DateTime)]
    called_at: String,
    #[schema(format = DateTime)]
    arrived_at: Option<String>,
    #[schema(format = DateTime)]
    released_at: Option<String>,
}

/// An item of a plan's checklist that is done.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own tick")]
#[schema(as = IncidentDone)]
pub(crate) struct TickView {
    item: String,
    post: Option<String>,
    #[schema(format = DateTime)]
    at: String,
}

/// Patients handed to a hospital, as numbers and needs.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own patients")]
#[schema(as = IncidentPatients)]
pub(crate) struct PatientsView {
    hospital: String,
    critical: u32,
    serious: u32,
    slight: u32,
    needs: String,
    #[schema(format = DateTime)]
    at: String,
}

/// What was found afterwards.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentFinding)]
pub(crate) struct FindingView<'a> {
    text: &'a str,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The number of the task that it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<&'a str>,
}

/// What becomes of personal data taken in an incident.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentPersonalData)]
pub(crate) struct PersonalDataView {
    /// It is there, under seal.
    kept: bool,
    /// When it is destroyed at the latest; none where that waits for somebody.
    #[schema(value_type = Option<String>, format = DateTime)]
    destroyed_by: Option<Timestamp>,
    /// When it was destroyed.
    #[schema(value_type = Option<String>, format = DateTime)]
    destroyed_at: Option<Timestamp>,
}

/// Of this case, the same for everybody who may see it; none where it is no incident.
pub(super) fn of<'a>(case: &'a Case, pack: &'a Pack, now: Timestamp) -> Option<IncidentView<'a>> {
    let (incident, rules) = known_of(pack, case)?;
    let numbered = (1_u32..).zip(&incident.reports);
    Some(IncidentView {
        drill: incident.drill,
        begun_at: incident.begun_at,
        level: incident.level().map(|level| level.slug.as_str()),
        levels: incident.levels.iter().map(level).collect(),
        level_rule: RuleSource::of(&rules.table),
        level_by_law: rules.table.value.contains(&case.category),
        lower_level: grade_asked(rules, incident).map(|grade| grade.level.slug.as_str()),
        figures: &incident.figures,
        operating: incident.operating.iter().map(operating).collect(),
        due: reports(case, pack, now).into_iter().map(due).collect(),
        reports: numbered.map(|(n, sent)| report(n, sent)).collect(),
        timeline: &incident.timeline,
        roles: roles(rules, incident),
        resources: &incident.resources,
        plan: incident.plan.as_deref(),
        done: &incident.ticks,
        patients: &incident.patients,
        findings: incident.findings.iter().map(finding).collect(),
        inquiry_more: incident.inquiry_more,
        personal_data: personal_data(case, incident, rules).map(personal),
    })
}

/// When reports that wait are late, each by itself: a view of them reads otherwise then.
pub(super) fn ends(case: &Case, pack: &Pack, now: Timestamp) -> impl Iterator<Item = Timestamp> + use<> {
    let waiting = reports(case, pack, now).into_iter();
    waiting.filter(|due| due.state == DueState::Waits).map(|due| due.due)
}

fn level(held: &LevelHeld) -> HeldLevel<'_> {
    HeldLevel {
        at: held.at,
        level: &held.level.slug,
        reached: held.level.by.map(|by| ReachedView {
            criterion: by.criterion,
            value: by.value,
            least: by.least,
        }),
        set: held.set.as_ref().map(|(post, reason)| SetByHand {
            post: post.as_ref().map(PostSlug::as_str),
            reason,
        }),
    }
}

const fn operating(held: &OperatingHeld) -> HeldOperating {
    HeldOperating {
        at: held.at,
        level: LevelName::of(held.level),
    }
}

fn due(due: ReportDue) -> DueReport {
    let (who, to) = due.names.as_ref().map(|(who, to)| (who.into(), to.into())).unzip();
    let (source, verified) = due.source;
    DueReport {
        report: sort_value(&due.sort),
        who,
        to,
        from: due.from,
        due: due.due,
        state: match due.state {
            DueState::Waits => DueStateName::Waits,
            DueState::Missing => DueStateName::Missing,
            DueState::Sent => DueStateName::Sent,
            DueState::SentLate => DueStateName::SentLate,
            DueState::Missed => DueStateName::Missed,
        },
        n: due.report,
        source,
        verified,
        shorter: due.shorter.as_ref().map(shorter),
    }
}

const fn shorter(shorter: &Shorter) -> ShorterTime {
    ShorterTime {
        level: LevelName::of(shorter.level),
        since: shorter.since,
        usual: shorter.usual,
    }
}

fn report(n: u32, sent: &SentReport) -> SentReportView<'_> {
    let report = &sent.report;
    SentReportView {
        n,
        report: sort_value(&report.sort),
        at: sent.at,
        said_at: report.said_at,
        post: sent.post.as_ref().map(PostSlug::as_str),
        to: &report.to,
        channel: &report.channel,
        due: report.due,
        told_at: sent.told_at(),
        late: sent.is_late(),
        receivers: report.receivers.iter().map(|receiver| receiver.name.as_str()).collect(),
    }
}

fn roles<'a>(rules: &'a IncidentRules, incident: &'a Incident) -> Vec<HeldRole<'a>> {
    let held = rules.roles.iter().filter_map(|role| incident.role(&role.slug));
    let line = |held: &'a RoleHeld| HeldRole {
        role: &held.role,
        post: held.post.as_str(),
        at: held.at,
    };
    held.map(line).collect()
}

fn finding(finding: &Finding) -> FindingView<'_> {
    FindingView {
        text: &finding.text,
        at: finding.at,
        task: finding.task.as_ref().map(|(_, number)| number.as_str()),
    }
}

const fn personal(data: PersonalData) -> PersonalDataView {
    match data {
        PersonalData::Kept { until } => PersonalDataView {
            kept: true,
            destroyed_by: until,
            destroyed_at: None,
        },
        PersonalData::Destroyed { at } => PersonalDataView {
            kept: false,
            destroyed_by: None,
            destroyed_at: Some(at),
        },
    }
}
