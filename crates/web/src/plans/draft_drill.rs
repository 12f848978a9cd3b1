//! Planning a drill of a plan: how, when, what is said to have happened, and what is put in by time.

use super::{is_id, known_drill, known_plan, lines, rules};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::moments;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::PostSlug;
use domain::drill::{DrillCommand, Form, Scenario, may_direct};

#[derive(Template)]
#[template(path = "plans/draft_drill.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    id: String,
    plan: &'a str,
    plan_name: String,
    forms: Vec<(&'static str, String)>,
    events: Vec<(&'a str, &'a str)>,
    posts: Vec<(&'a str, &'a str)>,
}

/// `GET /plans/{id}/drill`
pub(crate) async fn show_new(Path(plan): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::PlanDrill)?;
    let content = known_plan(&visit, &plan).await?;
    let content = content.content().ok_or(Fault::NotFound)?;
    let id = office::new_case_id(visit.now).to_string();
    let own_post = visit.actor().post.as_ref().map_or("", |post| post.as_str());
    let pairs = [
        ("plan", plan.as_str()),
        ("event", content.events.first().map_or("", String::as_str)),
        ("place", content.place.as_deref().unwrap_or_default()),
        ("director", own_post),
    ];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let fields = Fields::of(pairs.into());
    let problems = Problems::default();
    page(&visit, id, &Draft { fields, problems }).await
}

/// `GET /drills/{id}/plan`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::PlanDrill)?;
    let drill = known_drill(&visit, &id).await?;
    let of = &drill.scenario;
    let zone = &visit.desk.office.pack.zone;
    let pairs = [
        ("plan", of.plan.clone()),
        ("form", of.form.value().to_owned()),
        ("at", moments::for_input(of.at, zone)),
        ("event", of.event.clone()),
        ("place", of.place.clone()),
        ("text", of.text.clone()),
        ("director", of.director.to_string()),
        ("injects", lines::of_injects(&of.injects)),
    ];
    let fields = Fields::of(pairs.map(|(name, value)| (name.to_owned(), value)).into());
    let problems = Problems::default();
    page(&visit, id, &Draft { fields, problems }).await
}

/// `POST /drills/{id}/plan`
pub(crate) async fn send(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::PlanDrill)?;
    rules(&visit)?;
    if !is_id(&id) {
        return Err(Fault::NotFound);
    }
    let scenario = match scenario(&visit, &fields) {
        Ok(scenario) => Box::new(scenario),
        Err(problems) => return page(&visit, id, &Draft { fields, problems }).await,
    };
    let office = &visit.desk.office;
    let command = DrillCommand::Plan { scenario };
    match office::change_drill(office, &id, &command, visit.actor(), visit.now).await {
        Ok(()) => Ok(frame::see_other(&format!("/drills/{id}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, id, &Draft { fields, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

fn scenario(visit: &Visit, fields: &Fields) -> Result<Scenario, Problems> {
    let words = visit.words();
    let mut problems = Problems::default();
    let at = moments::from_input(fields.get("at"), &visit.desk.office.pack.zone);
    if at.is_none() {
        problems.add("at", words.text("form-moment"));
    }
    let injects = lines::injects(fields.get("injects"));
    if let Err((line, hint)) = &injects {
        let args = [("line", (*line).into()), ("hint", words.text(hint).into())];
        problems.add("injects", words.with("plan-line-wrong", &args));
    }
    let form = Form::of(fields.get("form"));
    if form.is_none() {
        problems.add("form", words.text("form-incomplete"));
    }
    let (Some(at), Ok(injects), Some(form)) = (at, injects, form) else {
        return Err(problems);
    };
    Ok(Scenario {
        plan: fields.get("plan").to_owned(),
        form,
        at,
        event: fields.get("event").to_owned(),
        place: fields.get("place").to_owned(),
        text: fields.get("text").to_owned(),
        director: PostSlug::new(fields.get("director")),
        injects,
    })
}

async fn page(visit: &Visit, id: String, draft: &Draft) -> Result<Response, Fault> {
    let pack = &visit.desk.office.pack;
    let plan = draft.value("plan");
    let content = known_plan(visit, plan).await?;
    let forms = Form::ALL.iter().map(|form| form.value());
    let page = Page {
        f: Frame::new(visit, "/plans", visit.words().text("drill-draft-title")),
        draft,
        id,
        plan,
        plan_name: content.content().map_or(String::new(), |content| content.name.clone()),
        forms: forms.map(|form| (form, format!("drill-form-{form}"))).collect(),
        events: pack
            .hazards
            .iter()
            .map(|hazard| (hazard.slug.as_str(), hazard.name.get(visit.locale)))
            .collect(),
        posts: pack
            .posts
            .iter()
            .filter(|post| may_direct(pack, post.role))
            .map(|post| (post.slug.as_str(), post.name.get(visit.locale)))
            .collect(),
    };
    frame::form_page(&draft.problems, &page)
}
