//! Plans and drills: what is in force, what has to be assessed, revised or practised, and which drills are to come.

use super::{event_name, named, rules};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::drill::{Drill, Stage, may_know, practise_by};
use domain::plan::Plan;

#[derive(Template)]
#[template(path = "plans/list.html")]
struct Page<'a> {
    f: Frame<'a>,
    plans: Vec<Line>,
    drills: Vec<DrillLine>,
    events: Vec<(&'a str, &'a str)>,
    event: String,
    may_draft: bool,
    may_drill: bool,
}

impl Page<'_> {
    fn is_event(&self, slug: &str) -> bool {
        self.event == slug
    }
}

/// A plan in one line.
struct Line {
    href: String,
    name: String,
    kind: String,
    about: String,
    /// Message key and class of each mark.
    marks: Vec<(&'static str, &'static str)>,
    assess: Option<String>,
    practise: Option<String>,
}

/// A drill in one line.
struct DrillLine {
    href: String,
    plan: String,
    form: String,
    at: String,
    stage: &'static str,
    mark: &'static str,
}

/// `GET /plans?event=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeePlans)?;
    rules(&visit)?;
    let office = &visit.desk.office;
    let f = Frame::new(&visit, "/plans", visit.words().text("plans-title"));
    let event = visit.query().get("event").to_owned();
    let all = office::plans(office).await?;
    let drills: Vec<(String, Drill)> = office::drills(office).await?;
    let mut plans = Vec::new();
    for (id, plan) in &all {
        let Some(content) = plan.content() else { continue };
        if !event.is_empty() && !content.events.is_empty() && !content.events.contains(&event) {
            continue;
        }
        plans.push(line(&f, &visit, id, plan, &drills)?);
    }
    let name = |id: &str| {
        let found = all.iter().find(|(known, _)| known == id);
        found
            .and_then(|(_, plan)| plan.content())
            .map_or(String::new(), |content| content.name.clone())
    };
    let known = drills.iter().filter(|(_, drill)| may_know(drill, visit.actor()));
    let mut known: Vec<_> = known.collect();
    known.sort_by_key(|(_, drill)| std::cmp::Reverse(drill.scenario.at));
    let pack = &office.pack;
    let page = Page {
        plans,
        drills: known
            .into_iter()
            .map(|(id, drill)| {
                let (stage, mark) = stage_mark(drill.stage(rules(&visit)?, visit.now));
                Ok(DrillLine {
                    href: format!("/drills/{id}"),
                    plan: name(&drill.scenario.plan),
                    form: format!("drill-form-{}", drill.scenario.form.value()),
                    at: f.moment(&drill.scenario.at),
                    stage,
                    mark,
                })
            })
            .collect::<Result<_, Fault>>()?,
        events: pack
            .hazards
            .iter()
            .map(|hazard| (hazard.slug.as_str(), hazard.name.get(visit.locale)))
            .collect(),
        event,
        may_draft: visit.person.may(Right::DraftPlan),
        may_drill: visit.person.may(Right::PlanDrill),
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// A plan that was not practised in time, or a drill that has not begun at its time.
pub(crate) struct Overdue {
    /// Of the drill, or of the plan.
    pub(crate) id: String,
    /// The plan's name.
    pub(crate) name: String,
    /// It is a drill.
    pub(crate) drill: bool,
}

impl Overdue {
    /// Its page, its name, and the message key of what it is.
    pub(crate) fn line(self) -> (String, String, &'static str) {
        if self.drill {
            return (format!("/drills/{}", self.id), self.name, stage_mark(Stage::Late).0);
        }
        (format!("/plans/{}", self.id), self.name, "plan-practise-late")
    }
}

/// What of plans and drills is overdue, for whoever plans drills.
pub(crate) async fn overdue(visit: &Visit) -> Result<Vec<Overdue>, Fault> {
    let may = visit.person.may(Right::SeePlans) && visit.person.may(Right::PlanDrill);
    let office = &visit.desk.office;
    let Some(rules) = office.pack.plans.as_ref().filter(|_| may) else {
        return Ok(Vec::new());
    };
    let plans = office::plans(office).await?;
    let drills = office::drills(office).await?;
    let mut lines = Vec::new();
    for (id, plan) in &plans {
        let Some(content) = plan.content() else { continue };
        if of(id, plan, &drills, visit)?.is_some_and(|by| by < visit.now) {
            lines.push(Overdue {
                id: id.clone(),
                name: content.name.clone(),
                drill: false,
            });
        }
    }
    for (id, drill) in &drills {
        let late = drill.stage(rules, visit.now) == Stage::Late;
        if !late || !may_know(drill, visit.actor()) {
            continue;
        }
        let of_plan = plans.iter().find(|(plan, _)| *plan == drill.scenario.plan);
        let content = of_plan.and_then(|(_, plan)| plan.content());
        let name = content.map_or_else(String::new, |content| content.name.clone());
        lines.push(Overdue {
            id: id.clone(),
            name,
            drill: true,
        });
    }
    Ok(lines)
}

/// Message key and class of a drill's mark.
pub(super) const fn stage_mark(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Planned => ("drill-stage-planned", ""),
        Stage::Late => ("drill-stage-late", "late"),
        Stage::Running => ("drill-stage-running", "near"),
        Stage::Evaluating => ("drill-stage-evaluating", "near"),
        Stage::Done => ("drill-stage-done", "good"),
        Stage::CalledOff => ("drill-stage-called-off", ""),
    }
}

/// Message key and class of each mark of a plan.
pub(super) fn plan_marks(
    visit: &Visit,
    id: &str,
    plan: &Plan,
    drills: &[(String, Drill)],
) -> Result<Vec<(&'static str, &'static str)>, Fault> {
    let rules = rules(visit)?;
    let zone = &visit.desk.office.pack.zone;
    let mut marks = Vec::new();
    if plan.withdrawn.is_some() {
        marks.push(("plan-withdrawn", ""));
    } else if plan.in_force().is_some() {
        marks.push(("plan-in-force", "good"));
    }
    if plan.waiting.is_some() {
        marks.push(("plan-waits", "near"));
    } else if plan.returned.is_some() {
        marks.push(("plan-returned-mark", "near"));
    }
    if !plan.revisions.is_empty() {
        marks.push(("plan-revise-mark", "late"));
    }
    if plan.assess_by(rules, zone).is_some_and(|by| by < visit.now) {
        marks.push(("plan-assess-late", "late"));
    }
    if of(id, plan, drills, visit)?.is_some_and(|by| by < visit.now) {
        marks.push(("plan-practise-late", "late"));
    }
    Ok(marks)
}

/// Until when a plan has to be practised.
pub(super) fn of(
    id: &str,
    plan: &Plan,
    drills: &[(String, Drill)],
    visit: &Visit,
) -> Result<Option<jiff::Timestamp>, Fault> {
    let own = drills.iter().map(|(_, drill)| drill);
    let own = own.filter(|drill| drill.scenario.plan == id);
    Ok(practise_by(plan, own, rules(visit)?, &visit.desk.office.pack.zone))
}

fn line(f: &Frame<'_>, visit: &Visit, id: &str, plan: &Plan, drills: &[(String, Drill)]) -> Result<Line, Fault> {
    let rules = rules(visit)?;
    let pack = &visit.desk.office.pack;
    let content = plan.content().ok_or(Fault::NotFound)?;
    let mut about: Vec<&str> = vec![pack.unit_name(&content.unit, visit.locale)];
    about.extend(content.events.iter().map(|event| event_name(visit, event)));
    about.extend(content.areas.iter().map(|area| pack.area_name(area, visit.locale)));
    about.extend(content.place.as_deref());
    Ok(Line {
        href: format!("/plans/{id}"),
        name: content.name.clone(),
        kind: named(visit, rules.kind(&content.kind), &content.kind).to_owned(),
        about: about.join(" · "),
        marks: plan_marks(visit, id, plan, drills)?,
        assess: plan.assess_by(rules, &pack.zone).map(|by| f.day(&by)),
        practise: of(id, plan, drills, visit)?.map(|by| f.day(&by)),
    })
}
