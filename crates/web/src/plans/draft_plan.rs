//! Drafting a version of a plan: the first, or one after it.

use super::lines::{self, Wrong};
use super::{is_id, known_plan, rules};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::inputs;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::plan::{Content, PlanCommand};
use domain::{AreaSlug, UnitSlug};

#[derive(Template)]
#[template(path = "plans/draft.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    id: String,
    kinds: Vec<(&'a str, &'a str)>,
    cadences: Vec<(&'a str, &'a str)>,
    units: Vec<(&'a str, &'a str)>,
    events: Vec<(&'a str, &'a str)>,
    areas: Vec<(&'a str, &'a str)>,
}

impl Page<'_> {
    fn ticked(&self, what: &str, slug: &str) -> bool {
        self.draft.value(&format!("{what}:{slug}")) == "yes"
    }
}

/// `GET /plans/new`
pub(crate) async fn show_new(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::DraftPlan)?;
    let id = office::new_case_id(visit.now).to_string();
    page(&visit, id, &Draft::default())
}

/// `GET /plans/{id}/draft`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::DraftPlan)?;
    let plan = known_plan(&visit, &id).await?;
    let waiting = plan.waiting.as_ref().map(|waiting| &waiting.content);
    let fields = waiting.or(plan.content()).map(|content| fields_of(&visit, content));
    let fields = fields.unwrap_or_default();
    let problems = Problems::default();
    page(&visit, id, &Draft { fields, problems })
}

/// `POST /plans/{id}/draft`
pub(crate) async fn send(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::DraftPlan)?;
    rules(&visit)?;
    if !is_id(&id) {
        return Err(Fault::NotFound);
    }
    let content = match content(&visit, &fields) {
        Ok(content) => Box::new(content),
        Err(problems) => return page(&visit, id, &Draft { fields, problems }),
    };
    let office = &visit.desk.office;
    let command = PlanCommand::Draft { content };
    match office::change_plan(office, &id, &command, visit.actor(), visit.now).await {
        Ok(()) => Ok(frame::see_other(&format!("/plans/{id}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, id, &Draft { fields, problems })
        }
        Err(error) => Err(error.into()),
    }
}

fn content(visit: &Visit, fields: &Fields) -> Result<Content, Problems> {
    let pack = &visit.desk.office.pack;
    let mut problems = Problems::default();
    let mut wrong = |field: &'static str, (line, hint): Wrong| {
        let words = visit.words();
        let says = words.with(
            "plan-line-wrong",
            &[("line", line.into()), ("hint", words.text(hint).into())],
        );
        problems.add(field, says);
    };
    let checklists = lines::checklists(fields.get("checklists"));
    let checklists = checklists.map_err(|line| wrong("checklists", line));
    let contacts = lines::contacts(visit, fields.get("contacts"));
    let contacts = contacts.map_err(|line| wrong("contacts", line));
    let resources = lines::resources(fields.get("resources"));
    let resources = resources.map_err(|line| wrong("resources", line));
    let (Ok(checklists), Ok(contacts), Ok(resources)) = (checklists, contacts, resources) else {
        return Err(problems);
    };
    let ticked = |what: &str, slug: &str| fields.get(&format!("{what}:{slug}")) == "yes";
    let events = pack.hazards.iter().map(|hazard| &hazard.slug);
    let areas = pack.areas.iter().map(|area| &area.slug);
    Ok(Content {
        name: fields.get("name").to_owned(),
        kind: fields.get("kind").to_owned(),
        unit: UnitSlug::new(fields.get("unit")),
        events: events.filter(|slug| ticked("event", slug)).cloned().collect(),
        areas: areas
            .filter(|slug: &&AreaSlug| ticked("area", slug.as_str()))
            .cloned()
            .collect(),
        place: fields.given("place").map(str::to_owned),
        cadence: fields.get("cadence").to_owned(),
        text: fields.get("text").to_owned(),
        checklists,
        contacts,
        resources,
    })
}

/// The form with what a version says.
fn fields_of(visit: &Visit, content: &Content) -> Fields {
    let mut pairs: Vec<(String, String)> = [
        ("name", content.name.clone()),
        ("kind", content.kind.clone()),
        ("unit", content.unit.to_string()),
        ("place", content.place.clone().unwrap_or_default()),
        ("cadence", content.cadence.clone()),
        ("text", content.text.clone()),
        ("checklists", lines::of_checklists(&content.checklists)),
        ("contacts", lines::of_contacts(visit, &content.contacts)),
        ("resources", lines::of_resources(&content.resources)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let yes = || String::from("yes");
    pairs.extend(content.events.iter().map(|event| (format!("event:{event}"), yes())));
    pairs.extend(content.areas.iter().map(|area| (format!("area:{area}"), yes())));
    Fields::of(pairs)
}

fn page(visit: &Visit, id: String, draft: &Draft) -> Result<Response, Fault> {
    let pack = &visit.desk.office.pack;
    let rules = rules(visit)?;
    let page = Page {
        f: Frame::new(visit, "/plans", visit.words().text("plan-draft-title")),
        draft,
        id,
        kinds: rules
            .kinds
            .iter()
            .map(|kind| (kind.slug.as_str(), kind.name.value.get(visit.locale)))
            .collect(),
        cadences: rules
            .cadences
            .iter()
            .map(|cadence| (cadence.slug.as_str(), cadence.name.get(visit.locale)))
            .collect(),
        units: inputs::units(pack, visit.locale),
        events: pack
            .hazards
            .iter()
            .map(|hazard| (hazard.slug.as_str(), hazard.name.get(visit.locale)))
            .collect(),
        areas: inputs::areas(pack, visit.locale),
    };
    frame::form_page(&draft.problems, &page)
}
