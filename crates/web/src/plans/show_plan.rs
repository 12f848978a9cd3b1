//! A plan: what each role does, who is called, what there is to use; its versions, and what has to be done about it.

use super::{event_name, known_plan, lines, list_plans, named, rules};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::case::Actor;
use domain::drill::may_know;
use domain::plan::{Checklist, Content, Resource};

#[derive(Template)]
#[template(path = "plans/plan.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a form that is there or not")]
struct Page<'a> {
    f: Frame<'a>,
    problems: &'a Problems,
    id: &'a str,
    version: u64,
    marks: Vec<(&'static str, &'static str)>,
    says: Option<Says<'a>>,
    /// A version that waits, where another is in force.
    waits: Option<(Says<'a>, &'a str, String)>,
    returned: Option<&'a str>,
    withdrawn: Option<&'a str>,
    revisions: Vec<(&'a str, &'a str, String)>,
    assess: Option<String>,
    practise: Option<String>,
    versions: Vec<(u32, &'a str, &'a str, String)>,
    drills: Vec<(String, String, String)>,
    triggers: Vec<(&'a str, &'a str)>,
    in_force: bool,
    may_draft: bool,
    may_approve: bool,
    may_drill: bool,
}

/// A version for whoever reads it.
struct Says<'a> {
    kind: &'a str,
    unit: &'a str,
    events: String,
    areas: String,
    place: &'a str,
    cadence: &'a str,
    text: &'a str,
    checklists: &'a [Checklist],
    contacts: Vec<(&'a str, &'a str, &'a str, Option<String>)>,
    resources: &'a [Resource],
}

/// `GET /plans/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeePlans)?;
    page(&visit, &id, &Problems::default()).await
}

/// The page, with what was refused.
pub(super) async fn page(visit: &Visit, id: &str, problems: &Problems) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let rules = rules(visit)?;
    let plan = known_plan(visit, id).await?;
    let content = plan.content().ok_or(Fault::NotFound)?;
    let drills = office::drills(office).await?;
    let f = Frame::new(visit, "/plans", &content.name);
    let post = |actor: &'_ Actor| {
        let post = actor.post.clone();
        pack.posts
            .iter()
            .find(|known| Some(&known.slug) == post.as_ref())
            .map_or("", |known| known.name.get(visit.locale))
    };
    let mut own: Vec<_> = drills
        .iter()
        .filter(|(_, drill)| drill.scenario.plan == id && may_know(drill, visit.actor()))
        .collect();
    own.sort_by_key(|(_, drill)| std::cmp::Reverse(drill.scenario.at));
    let page = Page {
        problems,
        id,
        version: plan.version,
        marks: list_plans::plan_marks(visit, id, &plan, &drills)?,
        says: plan
            .in_force()
            .map(|version| says(visit, &version.content))
            .transpose()?,
        waits: plan
            .waiting
            .as_ref()
            .map(|waiting| Ok::<_, Fault>((says(visit, &waiting.content)?, post(&waiting.by), f.moment(&waiting.at))))
            .transpose()?,
        returned: plan.returned.as_deref(),
        withdrawn: plan.withdrawn.as_deref(),
        revisions: plan
            .revisions
            .iter()
            .map(|revision| {
                let trigger = named(visit, rules.trigger(&revision.trigger), &revision.trigger);
                (trigger, revision.note.as_str(), f.moment(&revision.at))
            })
            .collect(),
        assess: plan.assess_by(rules, &pack.zone).map(|by| f.day(&by)),
        practise: list_plans::of(id, &plan, &drills, visit)?.map(|by| f.day(&by)),
        versions: plan
            .versions
            .iter()
            .rev()
            .map(|version| {
                let (drafted, approved) = (post(&version.drafted_by), post(&version.approved_by));
                (version.n, drafted, approved, f.moment(&version.approved_at))
            })
            .collect(),
        drills: own
            .into_iter()
            .map(|(id, drill)| {
                let form = format!("drill-form-{}", drill.scenario.form.value());
                (format!("/drills/{id}"), form, f.moment(&drill.scenario.at))
            })
            .collect(),
        triggers: rules
            .triggers
            .iter()
            .map(|trigger| (trigger.slug.as_str(), trigger.name.value.get(visit.locale)))
            .collect(),
        in_force: plan.in_force().is_some(),
        may_draft: visit.person.may(Right::DraftPlan),
        may_approve: visit.person.may(Right::ApprovePlan),
        may_drill: visit.person.may(Right::PlanDrill),
        f,
    };
    frame::form_page(problems, &page)
}

fn says<'a>(visit: &'a Visit, content: &'a Content) -> Result<Says<'a>, Fault> {
    let pack = &visit.desk.office.pack;
    let rules = rules(visit)?;
    let events: Vec<&str> = content.events.iter().map(|event| event_name(visit, event)).collect();
    let areas = content.areas.iter().map(|area| pack.area_name(area, visit.locale));
    let areas: Vec<&str> = areas.collect();
    let contact = |contact: &'a domain::plan::Contact| {
        let name = lines::contact_name(visit, contact);
        (
            name,
            contact.purpose.as_str(),
            contact.reach.as_str(),
            dialled(&contact.reach),
        )
    };
    Ok(Says {
        kind: named(visit, rules.kind(&content.kind), &content.kind),
        unit: pack.unit_name(&content.unit, visit.locale),
        events: events.join(" · "),
        areas: areas.join(" · "),
        place: content.place.as_deref().unwrap_or_default(),
        cadence: rules
            .cadence(&content.cadence)
            .map_or(content.cadence.as_str(), |cadence| cadence.name.get(visit.locale)),
        text: &content.text,
        checklists: &content.checklists,
        contacts: content.contacts.iter().map(contact).collect(),
        resources: &content.resources,
    })
}

/// A number as a phone dials it; none where it is no number.
fn dialled(reach: &str) -> Option<String> {
    let plain: String = reach.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    let is_number = (3..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(plain)
}
