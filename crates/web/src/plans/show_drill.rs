//! A drill: what is practised, what is to be put in and when, its evaluation step by step, and what became of what was found.

use super::{event_name, known_drill, list_plans, rules, seen_number, seen_tasks};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame, Problems};
use crate::inputs;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::drill::{Became, Drill, Stage};

#[derive(Template)]
#[template(path = "plans/drill.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a form that is there or not")]
struct Page<'a> {
    f: Frame<'a>,
    problems: &'a Problems,
    id: &'a str,
    plan: &'a str,
    plan_name: String,
    stage: &'static str,
    mark: &'static str,
    form: String,
    at: String,
    event: &'a str,
    place: &'a str,
    text: &'a str,
    director: &'a str,
    called_off: Option<&'a str>,
    number: Option<String>,
    due: Vec<Due<'a>>,
    put: Vec<(&'a str, String)>,
    steps: Vec<Step<'a>>,
    findings: Vec<Found<'a>>,
    planned: bool,
    running: bool,
    ended: bool,
    begun: bool,
    may_direct: bool,
    may_plan: bool,
    units: Vec<(&'a str, &'a str)>,
    triggers: Vec<(&'a str, &'a str)>,
    key: String,
}

/// Something that is to be put in.
struct Due<'a> {
    n: u32,
    minute: u32,
    text: &'a str,
    at: Option<(String, String)>,
    late: bool,
}

/// A step of the evaluation.
struct Step<'a> {
    slug: &'a str,
    name: &'a str,
    said: &'a str,
}

/// Something that was found.
struct Found<'a> {
    id: &'a str,
    text: &'a str,
    tasks: Vec<String>,
    revision: bool,
}

/// `GET /drills/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeePlans)?;
    page(&visit, &id, &Problems::default()).await
}

/// The page, with what was refused.
pub(super) async fn page(visit: &Visit, id: &str, problems: &Problems) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let rules = rules(visit)?;
    let drill = known_drill(visit, id).await?;
    let scenario = &drill.scenario;
    let plan = office::read_plan(office, &scenario.plan).await?;
    let plan_name = plan.as_ref().and_then(|plan| plan.content());
    let plan_name = plan_name.map_or(String::new(), |content| content.name.clone());
    let title = visit.words().with("drill-of", &[("plan", plan_name.as_str().into())]);
    let f = Frame::new(visit, "/plans", title).of_drill(true);
    let stage = drill.stage(rules, visit.now);
    let (stage_key, mark) = list_plans::stage_mark(stage);
    let may_plan = visit.person.may(Right::PlanDrill);
    let directs = visit.actor().post.as_ref() == Some(&scenario.director);
    let said = |slug: &str| {
        let said = drill.evaluation.iter().find(|(step, _)| step == slug);
        said.map_or("", |(_, text)| text.as_str())
    };
    let mut findings = Vec::with_capacity(drill.findings.len());
    for finding in &drill.findings {
        findings.push(Found {
            id: &finding.id,
            text: &finding.text,
            tasks: seen_tasks(visit, finding).await?,
            revision: finding.became.contains(&Became::Revision),
        });
    }
    let page = Page {
        problems,
        id,
        plan: &scenario.plan,
        plan_name,
        stage: stage_key,
        mark,
        form: format!("drill-form-{}", scenario.form.value()),
        at: f.moment(&scenario.at),
        event: event_name(visit, &scenario.event),
        place: &scenario.place,
        text: &scenario.text,
        director: pack.post_name(&scenario.director, visit.locale),
        called_off: drill.called_off.as_deref(),
        number: seen_number(visit, &drill).await?,
        due: due(&f, visit, &drill),
        put: drill
            .put
            .iter()
            .filter_map(|(n, at)| {
                let inject = scenario.injects.get(usize::try_from(*n).ok()?)?;
                Some((inject.text.as_str(), f.moment(at)))
            })
            .collect(),
        steps: rules
            .evaluation
            .iter()
            .map(|step| Step {
                slug: &step.slug,
                name: step.name.value.get(visit.locale),
                said: said(&step.slug),
            })
            .collect(),
        findings,
        planned: matches!(stage, Stage::Planned | Stage::Late),
        running: stage == Stage::Running,
        ended: drill.ended_at.is_some(),
        begun: drill.begun.is_some(),
        may_direct: may_plan || directs,
        may_plan,
        units: inputs::units(pack, visit.locale),
        // What a drill found is the usual reason after one, and the last of the pack's.
        triggers: rules
            .triggers
            .iter()
            .rev()
            .map(|trigger| (trigger.slug.as_str(), trigger.name.value.get(visit.locale)))
            .collect(),
        key: office::new_case_id(visit.now).to_string(),
        f,
    };
    frame::form_page(problems, &page)
}

/// What is to be put in: by the clock where it runs, by minutes where it does not.
fn due<'a>(f: &Frame<'_>, visit: &Visit, drill: &'a Drill) -> Vec<Due<'a>> {
    if drill.begun.is_none() {
        let planned = (0..).zip(&drill.scenario.injects);
        let line = |(n, inject): (u32, &'a domain::drill::Inject)| Due {
            n,
            minute: inject.minute,
            text: &inject.text,
            at: None,
            late: false,
        };
        return planned.map(line).collect();
    }
    let due = drill.due();
    let line = |(n, inject, at): (u32, &'a domain::drill::Inject, jiff::Timestamp)| Due {
        n,
        minute: inject.minute,
        text: &inject.text,
        at: Some((f.moment(&at), f.until(&at))),
        late: at <= visit.now,
    };
    due.into_iter().map(line).collect()
}
