//! Intake at the counter and by telephone: one page, a few fields in the order in which people speak, from the keyboard
//! alone. The unit follows from category and area by the pack's table; at the end stands the slip for the requester.

use super::{give_link, notice_inputs, register_case};
use crate::access::Right;
use crate::dangers;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::inputs::{self, Control, Input};
use crate::portal::{notices, title_chars, title_of};
use crate::sealed_fields;
use crate::visit::Visit;
use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::UnitSlug;
use domain::case::About;
use domain::pack::{FieldName, Kind, Pack, StepName};
use domain::{AreaSlug, CategorySlug};

#[derive(Template)]
#[template(path = "desk/quick.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    kind: &'a str,
    kinds: Vec<(&'a str, &'a str)>,
    inputs: Vec<Input<'a>>,
    sealed: Vec<Input<'a>>,
    sealed_who: String,
    /// Makes a form sent twice one case.
    key: String,
}

impl Page<'_> {
    fn is_kind(&self, slug: &str) -> bool {
        self.kind == slug
    }
}

/// Where somebody asks who comes to the desk: value in forms and message key.
const SOURCES: [(&str, &str); 2] = [("telephone", "quick-telephone"), ("counter", "quick-counter")];

/// `GET /cases/quick`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::RegisterCase)?;
    let kind = register_case::kind(&visit, visit.query().get("kind"))?;
    let source = ("via".to_owned(), SOURCES[0].0.to_owned());
    let draft = Draft {
        fields: Fields::of(vec![source]),
        problems: Problems::default(),
    };
    form(&visit, kind, &draft).await
}

/// `POST /cases/quick`
pub(crate) async fn send(headers: HeaderMap, Posted { visit, mut fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::RegisterCase)?;
    let kind = register_case::kind(&visit, fields.get("kind"))?;
    let most = title_chars(Some(kind), visit.desk.office.pack.portal.as_ref());
    let title = title_of(fields.get("description"), most);
    fields.set("title", &title);
    let source = SOURCES.iter().find(|(value, _)| *value == fields.get("via"));
    let source = source.map_or("", |(_, key)| words::words(visit.desk.office.pack.locale).text(key));
    fields.set("source", source);
    let about = inputs::about_now(&visit, fields.get("about")).await?;
    if fields.get("unit").is_empty()
        && let Some(unit) = unit_for(&visit, kind, &fields, &about)
    {
        fields.set("unit", unit.as_str());
    }
    let (mut registration, mut problems) = register_case::read(&visit, kind, &fields, about);
    let notices = notices::chosen(&visit.desk, &fields);
    if let Err((field, why)) = &notices {
        problems.add(field, visit.words().text(why));
    }
    if title.is_empty() {
        // The first field says what is missing: the heading is made of it.
        problems.add("description", visit.words().text("quick-what-needed"));
    }
    if !problems.is_empty() {
        return form(&visit, kind, &Draft { fields, problems }).await;
    }
    let key = fields
        .given("key")
        .map(|key| format!("form {} {key}", visit.person.account.id));
    let office = &visit.desk.office;
    let mut then = dangers::raised(fields.get("danger"), &registration.description);
    let is_urgent = !then.is_empty();
    then.extend(register_case::asked_first(&visit, kind, &mut registration));
    match office::register_with(office, registration, &then, visit.actor(), visit.now, key).await {
        // The numbers to call come first; a link can be given when there is time for it.
        Ok(done) if is_urgent => Ok(frame::see_other(&format!("/cases/{}", done.appended.number))),
        Ok(done) => {
            let case = done.appended.case;
            notice_inputs::tell(&visit, case, notices).await?;
            let case = office.store.case(case).await?.ok_or(Fault::NotFound)?;
            let gives = domain::case::may_take(&case, StepName::GiveLink, visit.actor(), &office.pack, visit.now);
            if gives.is_err() || !visit.sees(&case) {
                return Ok(frame::see_other(&format!("/cases/{}?done=register", case.number)));
            }
            give_link::slip(&visit, &headers, case.id, None, true).await
        }
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            form(&visit, kind, &Draft { fields, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The unit that the pack's table gives it to; the own one where somebody registers for one unit alone, and where no line
/// fits: whoever was asked first answers for it until another has it.
fn unit_for(visit: &Visit, kind: &Kind, fields: &Fields, about: &About) -> Option<UnitSlug> {
    if let Some(own) = visit.own_unit_only() {
        return Some(own.clone());
    }
    let pack = &visit.desk.office.pack;
    if !about.is_empty() {
        // A complaint about somebody of ours goes to those who can take it, never by the table.
        return domain::case::route(pack, about)
            .into_iter()
            .next()
            .map(|able| able.unit);
    }
    let area = fields.given("area").map(AreaSlug::new);
    let category = CategorySlug::new(fields.get("category"));
    let routed = kind.route(&category, area.as_ref()).cloned();
    routed.or_else(|| visit.actor().unit.clone())
}

async fn form(visit: &Visit, kind: &Kind, draft: &Draft) -> Result<Response, Fault> {
    let pack: &Pack = &visit.desk.office.pack;
    let words = visit.words();
    let label = |name: FieldName, key: &'static str| {
        let field = kind.fields.iter().find(|field| field.name == name);
        field.map_or_else(|| words.text(key), |field| field.label.get(visit.locale))
    };
    let input = |name: &'static str, label, required, control| Input {
        id: name.to_owned(),
        name,
        label,
        required,
        most: 0,
        value: draft.value(name).to_owned(),
        control,
    };
    let units = match visit.own_unit_only() {
        Some(own) => vec![(own.as_str(), pack.unit_name(own, visit.locale))],
        None => inputs::units(pack, visit.locale),
    };
    let mut all = vec![
        input("description", words.text("quick-what"), true, Control::Text),
        input(
            "address",
            label(FieldName::Address, "case-address"),
            false,
            Control::Line,
        ),
    ];
    if !pack.areas.is_empty() {
        let areas = Control::List(inputs::areas(pack, visit.locale));
        all.push(input("area", label(FieldName::Area, "case-area"), false, areas));
    }
    let categories = Control::List(inputs::categories(kind, visit.locale));
    all.push(input(
        "category",
        label(FieldName::Category, "case-category"),
        true,
        categories,
    ));
    all.push(input("unit", words.text("quick-unit"), false, Control::List(units)));
    if kind.fields.iter().any(|field| field.name == FieldName::PeopleAffected) {
        let people = label(FieldName::PeopleAffected, "case-people");
        all.push(input("people_affected", people, false, Control::Number));
    }
    let ours = Control::Made(inputs::those_of_ours_or_nobody(visit).await?);
    all.push(input("about", words.text("register-about"), false, ours));
    let sources = SOURCES.iter().map(|(value, key)| (*value, words.text(key))).collect();
    all.push(input("via", words.text("quick-via"), false, Control::Few(sources)));
    all.extend(notice_inputs::inputs(visit, kind, draft));
    all.splice(0..0, dangers::input(pack, visit.locale, words, draft.value("danger")));
    // Incidents have a page of their own, which asks what is known of them.
    let kinds = pack
        .kinds_in_order()
        .into_iter()
        .filter(|kind| kind.incident.is_none() && register_case::registers(visit, kind));
    let page = Page {
        f: Frame::new(visit, "/cases", words.text("quick-title")),
        draft,
        kind: kind.slug.as_str(),
        kinds: kinds
            .map(|kind| (kind.slug.as_str(), kind.name.get(visit.locale)))
            .collect(),
        inputs: all,
        sealed: sealed_fields::of_kind(kind)
            .filter_map(|field| {
                let name = sealed_fields::sent_as(field.name)?;
                sealed_fields::input(visit, field, draft.value(name))
            })
            .collect(),
        sealed_who: sealed_fields::who_opens(visit, kind),
        key: draft
            .fields
            .given("key")
            .map_or_else(|| office::new_case_id(visit.now).to_string(), str::to_owned),
    };
    frame::form_page(&draft.problems, &page)
}
