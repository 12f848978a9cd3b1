//! Intake 登记: a form made from the pack's fields. Names and contacts go into it to be sealed.

use super::list_alike::{self, AlikeLine};
use super::notice_inputs;
use super::show_round;
use crate::access::Right;
use crate::dangers;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::inputs::{self, Control, Input};
use crate::moments;
use crate::portal::notices;
use crate::sealed_fields;
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use domain::alike::Reach;
use domain::case::{About, Command, Place, Proposal, Registration, first_asked, route};
use domain::pack::{Field, FieldName, Kind, StepName};
use domain::{AreaSlug, CategorySlug, KindSlug, UnitSlug};
use office::Said;

#[derive(Template)]
#[template(path = "desk/register.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    kind: &'a str,
    kinds: Vec<(&'a str, &'a str)>,
    inputs: Vec<Input<'a>>,
    /// What is kept under seal.
    sealed: Vec<Input<'a>>,
    /// Who can open it.
    sealed_who: String,
    /// What is seldom known when somebody calls: shown on demand.
    more: Vec<Input<'a>>,
    /// Something in them is filled in or wrong.
    more_open: bool,
    /// Cases that may be about the same, where somebody looked for them before registering.
    alike: Vec<AlikeLine>,
    looked: bool,
    /// How many days back they are looked for.
    alike_days: u32,
    /// Makes a form sent twice one case.
    key: String,
}

impl Page<'_> {
    fn is_kind(&self, slug: &str) -> bool {
        self.kind == slug
    }
}

/// `GET /cases/new`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::RegisterCase)?;
    let asked = visit.query();
    let kind = kind(&visit, asked.get("kind"))?;
    let received = ("received_at".to_owned(), moments::for_input(visit.now, zone(&visit)));
    let mut given = vec![received];
    // Found in a round, it was asked of nobody here.
    if asked.given("round").is_none() {
        given.push((ASKED_HERE.to_owned(), "yes".to_owned()));
    }
    if let Some(round) = asked.given("round") {
        // What was found in a round begins with who looked where.
        let area = asked.get("area").to_owned();
        given.push(("round".to_owned(), round.to_owned()));
        given.push(("round_area".to_owned(), area.clone()));
        given.push(("area".to_owned(), area));
        given.push(("unit".to_owned(), asked.get("unit").to_owned()));
    }
    let draft = Draft {
        fields: Fields::of(given),
        problems: Problems::default(),
    };
    form(&visit, kind, &draft, None).await
}

/// `POST /cases`
pub(crate) async fn send(Posted { visit, mut fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::RegisterCase)?;
    let kind = kind(&visit, fields.get("kind"))?;
    let about = inputs::about_now(&visit, fields.get("about")).await?;
    let (mut registration, mut problems) = read(&visit, kind, &fields, about);
    if fields.given("look").is_some() {
        let said = Said {
            kind: &registration.kind,
            category: &registration.category,
            title: &registration.title,
            description: &registration.description,
            place: &registration.place,
            received_at: registration.received_at,
            id: None,
        };
        let f = Frame::new(&visit, "/cases", "");
        let alike = list_alike::lines(&visit, &f, &said).await?;
        let problems = Problems::default();
        return form(&visit, kind, &Draft { fields, problems }, Some(alike)).await;
    }
    let notices = notices::chosen(&visit.desk, &fields);
    if let Err((field, why)) = &notices {
        problems.add(field, visit.words().text(why));
    }
    let proposed = proposed(&visit, &registration);
    if !problems.is_empty() {
        if let Some(unit) = proposed.filter(|_| registration.unit.as_str().is_empty()) {
            // Chosen by nobody: the person looks at it and sends it again.
            fields.set("unit", unit.as_str());
            let name = visit.desk.office.pack.unit_name(&unit, visit.locale);
            let words = visit.words().with("register-about-proposed", &[("unit", name.into())]);
            problems.replace("unit", words);
        }
        return form(&visit, kind, &Draft { fields, problems }, None).await;
    }
    let key = fields
        .given("key")
        .map(|key| format!("form {} {key}", visit.person.account.id));
    let said = match registration.description.as_str() {
        "" => registration.title.clone(),
        said => said.to_owned(),
    };
    let mut then = dangers::raised(fields.get("danger"), &said);
    let is_urgent = !then.is_empty();
    if fields.given(ASKED_HERE).is_some() {
        then.extend(asked_first(&visit, kind, &mut registration));
    }
    match office::register_with(&visit.desk.office, registration, &then, visit.actor(), visit.now, key).await {
        Ok(done) => {
            notice_inputs::tell(&visit, done.appended.case, notices).await?;
            let number = done.appended.number;
            let round = show_round::note_found(&visit, &fields, &number).await?;
            // In a danger the numbers to call stand on the case's page.
            let round = round.filter(|_| !is_urgent);
            Ok(frame::see_other(&round.unwrap_or(format!("/cases/{number}"))))
        }
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            if let Some(unit) = proposed.filter(|_| UNFIT.contains(&refusal.key.as_str())) {
                fields.set("unit", unit.as_str());
            }
            form(&visit, kind, &Draft { fields, problems }, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The tick that the person asked whoever registers, and not the unit that is chosen.
const ASKED_HERE: &str = "asked_here";

/// Whoever takes something down was asked first: their unit answers for it, and it is dispatched at once to the unit that it goes to,
/// which has its own time to take it. The dispatch, where there is one.
pub(crate) fn asked_first(visit: &Visit, kind: &Kind, registration: &mut Registration) -> Option<Command> {
    let pack = &visit.desk.office.pack;
    let first = first_asked(pack, kind, visit.actor(), &registration.about, &registration.unit)?;
    Some(Command::Dispatch {
        unit: std::mem::replace(&mut registration.unit, first.unit),
        leader: std::mem::replace(&mut registration.leader, first.leader),
        note: String::new(),
    })
}

/// Whether somebody can be asked first here for what another unit deals with.
fn can_be_asked_first(visit: &Visit, kind: &Kind) -> bool {
    let another = UnitSlug::new("");
    let pack = &visit.desk.office.pack;
    let first = first_asked(pack, kind, visit.actor(), &About::default(), &another);
    visit.own_unit_only().is_none() && first.is_some()
}

/// The kind asked for, or the first that this role registers; the pack's kind of files first.
pub(super) fn kind<'a>(visit: &'a Visit, slug: &str) -> Result<&'a Kind, Fault> {
    let pack = &visit.desk.office.pack;
    let may = |kind: &&Kind| registers(visit, kind);
    let first = || {
        pack.kind(&pack.import.kind)
            .filter(may)
            .or_else(|| pack.kinds.values().find(may))
    };
    match slug {
        "" => first().ok_or(Fault::NotAllowed),
        slug => pack.kind(&KindSlug::new(slug)).filter(may).ok_or(Fault::NotAllowed),
    }
}

/// The refusals of a unit that can't answer for a complaint about itself: the form then shows one that can.
const UNFIT: [&str; 2] = ["refusal-about-unit", "refusal-about-leader"];

/// Who can take a complaint about somebody of ours.
fn proposed(visit: &Visit, registration: &Registration) -> Option<UnitSlug> {
    if visit.own_unit_only().is_some() {
        return None;
    }
    let able = route(&visit.desk.office.pack, &registration.about).into_iter().next();
    able.map(|Proposal { unit, .. }| unit)
}

pub(super) fn registers(visit: &Visit, kind: &Kind) -> bool {
    let step = kind.step(StepName::Register);
    step.is_some_and(|step| step.by.contains(&visit.person.role()))
}

/// The registration that the form says, about these, and what is wrong with it; the rules look at the rest.
pub(super) fn read(visit: &Visit, kind: &Kind, fields: &Fields, about: About) -> (Registration, Problems) {
    let mut problems = Problems::default();
    let pack = &visit.desk.office.pack;
    for field in kind.fields.iter().filter(|field| field.required) {
        let Some(name) = sent_as(field.name) else { continue };
        if fields.get(name).is_empty() && name != "received_at" {
            let label = field.label.get(visit.locale);
            let words = visit.words().with("form-required", &[("field", label.into())]);
            problems.add(name, words);
        }
    }
    let unit = UnitSlug::new(fields.get("unit"));
    if visit.own_unit_only().is_some_and(|own| *own != unit) {
        problems.add("unit", visit.words().text("form-own-unit"));
    }
    let mut number = |name: &'static str| {
        let given = fields.given(name)?;
        let read = given.parse::<u32>().ok();
        if read.is_none() {
            problems.add(name, visit.words().text("form-number"));
        }
        read
    };
    let people_affected = number("people_affected");
    let casualties = number("casualties");
    let repeats = number("repeats").unwrap_or(0);
    let mut degrees = |name: &'static str| {
        let given = fields.given(name)?;
        let read = given.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
        if read.is_none() {
            problems.add(name, visit.words().text("form-degrees"));
        }
        read
    };
    let (latitude, longitude) = (degrees("latitude"), degrees("longitude"));
    let mut moment = |name: &'static str| {
        let given = fields.given(name)?;
        let read = moments::from_input(given, zone(visit));
        if read.is_none() {
            problems.add(name, visit.words().text("form-moment"));
        }
        read
    };
    let received_at = moment("received_at").unwrap_or(visit.now);
    let due = moment("due");
    let leader = inputs::leader(pack, &unit, &about);
    let registration = Registration {
        id: office::new_case_id(visit.now),
        number: String::new(),
        kind: kind.slug.clone(),
        category: CategorySlug::new(fields.get("category")),
        title: fields.get("title").to_owned(),
        description: fields.get("description").to_owned(),
        place: Place {
            address: fields.get("address").to_owned(),
            area: fields.given("area").map(AreaSlug::new),
            latitude,
            longitude,
        },
        source: fields.get("source").to_owned(),
        received_at,
        leader: leader.unwrap_or_else(|| domain::PostSlug::new("")),
        unit,
        external: fields.given("external").map(str::to_owned),
        origin: None,
        people_affected,
        casualties,
        repeats,
        due,
        finished_at_source: None,
        finish_claimed: None,
        about,
        sealed_fields: Vec::new(),
        sealed: sealed_fields::values(fields),
    };
    (registration, problems)
}

/// The form; `alike` where it was looked for cases about the same.
async fn form(visit: &Visit, kind: &Kind, draft: &Draft, alike: Option<Vec<AlikeLine>>) -> Result<Response, Fault> {
    let pack = &visit.desk.office.pack;
    let kinds = pack.kinds_in_order().into_iter().filter(|kind| registers(visit, kind));
    let (mut first, mut more) = (Vec::new(), Vec::new());
    for field in kind.fields.iter().filter(|field| !field.name.is_sealed()) {
        let Some(input) = input(visit, kind, field, draft) else {
            continue;
        };
        let list = if is_seldom_known(field) { &mut more } else { &mut first };
        list.push(input);
        if field.name == FieldName::Unit && can_be_asked_first(visit, kind) {
            first.push(Input {
                id: ASKED_HERE.to_owned(),
                name: ASKED_HERE,
                label: visit.words().text("register-asked-here"),
                required: false,
                most: 0,
                value: draft.value(ASKED_HERE).to_owned(),
                control: Control::Tick,
            });
        }
    }
    first.push(Input {
        id: "about".to_owned(),
        name: "about",
        label: visit.words().text("register-about"),
        required: false,
        most: 0,
        value: draft.value("about").to_owned(),
        control: Control::Made(inputs::those_of_ours_or_nobody(visit).await?),
    });
    let by_hand = kind
        .clocks
        .iter()
        .any(|clock| clock.starts == StepName::Register && clock.allowance.is_none());
    if by_hand && kind.slug != pack.import.kind {
        first.push(Input {
            id: "due".to_owned(),
            name: "due",
            label: visit.words().text("case-due"),
            required: false,
            most: 0,
            value: draft.value("due").to_owned(),
            control: Control::Moment,
        });
    }
    first.extend(notice_inputs::inputs(visit, kind, draft));
    let danger = dangers::input(pack, visit.locale, visit.words(), draft.value("danger"));
    first.splice(0..0, danger);
    let page = Page {
        f: Frame::new(visit, "/cases", visit.words().text("register-title")),
        draft,
        kind: kind.slug.as_str(),
        kinds: kinds
            .map(|kind| (kind.slug.as_str(), kind.name.get(visit.locale)))
            .collect(),
        inputs: first,
        sealed: sealed_fields::of_kind(kind)
            .filter_map(|field| {
                let name = sealed_fields::sent_as(field.name)?;
                sealed_fields::input(visit, field, draft.value(name))
            })
            .collect(),
        sealed_who: sealed_fields::who_opens(visit, kind),
        looked: alike.is_some(),
        alike_days: Reach::of(&pack.judgement).days,
        alike: alike.unwrap_or_default(),
        more_open: more
            .iter()
            .any(|input| !input.value.is_empty() || draft.problems.of(&input.id).is_some()),
        more,
        // Ordered by time: keys in no order are what costs an index of millions most.
        key: draft
            .fields
            .given("key")
            .map_or_else(|| office::new_case_id(visit.now).to_string(), str::to_owned),
    };
    frame::form_page(&draft.problems, &page)
}

/// A caller knows no coordinates and no number of another system; who has them opens the rest of the form.
fn is_seldom_known(field: &Field) -> bool {
    let seldom = matches!(
        field.name,
        FieldName::External | FieldName::Latitude | FieldName::Longitude
    );
    seldom && !field.required
}

/// Under which name a field is sent; none for those that the form does not have.
const fn sent_as(field: FieldName) -> Option<&'static str> {
    match field {
        FieldName::External => Some("external"),
        FieldName::ReceivedAt => Some("received_at"),
        FieldName::Unit => Some("unit"),
        FieldName::Category => Some("category"),
        FieldName::Title => Some("title"),
        FieldName::Description => Some("description"),
        FieldName::Source => Some("source"),
        FieldName::Area => Some("area"),
        FieldName::Address => Some("address"),
        FieldName::Latitude => Some("latitude"),
        FieldName::Longitude => Some("longitude"),
        FieldName::PeopleAffected => Some("people_affected"),
        FieldName::Casualties => Some("casualties"),
        FieldName::Repeats => Some("repeats"),
        FieldName::RequesterName
        | FieldName::RequesterContact
        | FieldName::IdentityNumber
        | FieldName::SealedNote
        | FieldName::Representatives
        | FieldName::PartyB
        | FieldName::PartyC
        | FieldName::PartyD => sealed_fields::sent_as(field),
        // Of files only, or asked where notices are chosen.
        FieldName::FinishedAt | FieldName::Status | FieldName::RowNumber | FieldName::NoticeAddress => None,
    }
}

fn input<'a>(visit: &'a Visit, kind: &'a Kind, field: &'a Field, draft: &Draft) -> Option<Input<'a>> {
    let pack = &visit.desk.office.pack;
    let name = sent_as(field.name)?;
    let control = match field.name {
        FieldName::Unit => match visit.own_unit_only() {
            Some(own) => Control::List(vec![(own.as_str(), pack.unit_name(own, visit.locale))]),
            None => Control::List(inputs::units(pack, visit.locale)),
        },
        FieldName::Category => Control::List(inputs::categories(kind, visit.locale)),
        FieldName::Area if pack.areas.is_empty() => return None,
        FieldName::Area => Control::List(inputs::areas(pack, visit.locale)),
        FieldName::Description => Control::Text,
        FieldName::ReceivedAt => Control::Moment,
        FieldName::PeopleAffected | FieldName::Casualties | FieldName::Repeats => Control::Number,
        FieldName::Latitude | FieldName::Longitude => Control::Degrees,
        _ => Control::Line,
    };
    Some(Input {
        id: name.to_owned(),
        name,
        label: field.label.get(visit.locale),
        required: field.required,
        most: field.max_chars,
        value: draft.value(name).to_owned(),
        control,
    })
}

fn zone(visit: &Visit) -> &jiff::tz::TimeZone {
    &visit.desk.office.pack.zone
}
