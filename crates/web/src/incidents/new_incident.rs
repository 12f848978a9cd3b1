//! Registering an incident: what, where, how many, from the keyboard or with a thumb, in half a minute.

use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::inputs::{self, Control, Input};
use crate::moments;
use crate::sealed_fields;
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use domain::case::{Command, Figures, Place, Registration, Respond};
use domain::pack::{FieldName, Kind, StepName};
use domain::{AreaSlug, CategorySlug, PostSlug, UnitSlug};

#[derive(Template)]
#[template(path = "incident/new.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    first: Vec<Input<'a>>,
    /// Numbers: name, message key, value.
    numbers: [(&'static str, &'static str); 4],
    more: Vec<Input<'a>>,
    sealed: Vec<Input<'a>>,
    sealed_who: String,
    drills: bool,
    key: String,
}

/// Names of the numbers in forms, with their message keys.
pub(super) const NUMBERS: [(&str, &str); 4] = [
    ("dead", "incident-dead"),
    ("missing", "incident-missing"),
    ("serious", "incident-serious"),
    ("injured", "incident-injured"),
];

/// `GET /incidents/new`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::RegisterCase)?;
    let draft = Draft {
        fields: visit.query(),
        problems: Problems::default(),
    };
    form(&visit, &draft)
}

/// `POST /incidents/new`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::RegisterCase)?;
    let drill = fields.get("drill") == "yes";
    let kind = kind(&visit, drill)?;
    let (registration, figures, problems) = read(&visit, kind, &fields);
    let Some(figures) = figures.filter(|_| problems.is_empty()) else {
        return form(&visit, &Draft { fields, problems });
    };
    // Nobody has counted yet: nothing is known, which is not the same as nobody hurt.
    let said = NUMBERS.iter().any(|(name, _)| fields.given(name).is_some()) || figures.loss.is_some();
    let note = fields.get("source").to_owned();
    let then: Vec<Command> = said
        .then_some(Command::Respond(Respond::Figures { figures, note }))
        .into_iter()
        .collect();
    let key = fields
        .given("key")
        .map(|key| format!("form {} {key}", visit.person.account.id));
    let office = &visit.desk.office;
    match office::register_with(office, registration, &then, visit.actor(), visit.now, key).await {
        Ok(done) => Ok(frame::see_other(&format!("/incidents/{}", done.appended.number))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            form(&visit, &Draft { fields, problems })
        }
        Err(error) => Err(error.into()),
    }
}

/// The kind of incidents, or that of drills.
fn kind(visit: &Visit, drill: bool) -> Result<&Kind, Fault> {
    let kinds = visit.desk.office.pack.kinds.values();
    let fits = |kind: &&Kind| kind.incident.as_ref().is_some_and(|rules| rules.drill == drill);
    let mut fitting = kinds.filter(fits).filter(|kind| {
        let step = kind.step(StepName::Register);
        step.is_some_and(|step| step.by.contains(&visit.person.role()))
    });
    fitting.next().ok_or(Fault::NotFound)
}

/// The numbers of a form; an empty field is none. None where one of them is no number, which is then said.
pub(super) fn figures(visit: &Visit, fields: &Fields, problems: &mut Problems) -> Option<Figures> {
    let mut number = |name: &'static str| -> Option<u32> {
        let Some(given) = fields.given(name) else {
            return Some(0);
        };
        let read = given.parse().ok();
        if read.is_none() {
            problems.add(name, visit.words().text("form-number"));
        }
        read
    };
    let (dead, missing) = (number("dead"), number("missing"));
    let (serious, injured) = (number("serious"), number("injured"));
    let loss = fields.given("loss").map(yuan);
    if loss == Some(None) {
        problems.add("loss", visit.words().text("incident-loss-number"));
        return None;
    }
    Some(Figures {
        dead: dead?,
        missing: missing?,
        seriously_injured: serious?,
        injured: injured?,
        loss: loss.flatten(),
    })
}

/// Ten thousand yuan as typed, with at most four places after the point, in yuan.
pub(super) fn yuan(typed: &str) -> Option<u64> {
    let (whole, rest) = typed.split_once('.').unwrap_or((typed, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || rest.len() > 4 || !is_number(whole) || !is_number(rest) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let rest: u64 = format!("{rest:0<4}").parse().ok()?;
    whole.checked_mul(10_000)?.checked_add(rest)
}

fn read(visit: &Visit, kind: &Kind, fields: &Fields) -> (Registration, Option<Figures>, Problems) {
    let mut problems = Problems::default();
    let pack = &visit.desk.office.pack;
    let words = visit.words();
    for (name, key) in [
        ("what", "incident-what-needed"),
        ("address", "incident-where-needed"),
        ("category", "incident-type-needed"),
    ] {
        if fields.get(name).is_empty() {
            problems.add(name, words.text(key));
        }
    }
    let received_at = match fields.given("received_at") {
        None => visit.now,
        Some(given) => moments::from_input(given, &pack.zone).unwrap_or_else(|| {
            problems.add("received_at", words.text("form-moment"));
            visit.now
        }),
    };
    let figures = figures(visit, fields, &mut problems);
    let category = CategorySlug::new(fields.get("category"));
    let area = fields.given("area").map(AreaSlug::new);
    let own = visit.own_unit_only();
    let chosen = fields.given("unit").map(UnitSlug::new);
    let routed = || kind.route(&category, area.as_ref()).cloned();
    let unit = own
        .cloned()
        .or(chosen)
        .or_else(routed)
        .or_else(|| visit.actor().unit.clone());
    let unit = unit.unwrap_or_else(|| UnitSlug::new(""));
    let leader = pack.unit(&unit).map(|unit| unit.leader.clone());
    let what = fields.get("what");
    let title: String = what.lines().next().unwrap_or_default().chars().take(100).collect();
    let registration = Registration {
        id: office::new_case_id(visit.now),
        number: String::new(),
        kind: kind.slug.clone(),
        category,
        title,
        description: what.to_owned(),
        place: Place {
            address: fields.get("address").to_owned(),
            area,
            ..Place::default()
        },
        source: fields.get("source").to_owned(),
        received_at,
        leader: leader.unwrap_or_else(|| PostSlug::new("")),
        unit,
        external: None,
        origin: None,
        people_affected: None,
        casualties: figures.map(|figures| figures.casualties()),
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: domain::case::About::default(),
        sealed_fields: Vec::new(),
        sealed: sealed_fields::values(fields),
    };
    (registration, figures, problems)
}

fn form(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let pack = &visit.desk.office.pack;
    let kind = kind(visit, false)?;
    let words = visit.words();
    let input = |name: &'static str, key: &'static str, required, control| Input {
        id: name.to_owned(),
        name,
        label: words.text(key),
        required,
        most: 0,
        value: draft.value(name).to_owned(),
        control,
    };
    let categories = Control::List(inputs::categories(kind, visit.locale));
    let first = vec![
        input("what", "incident-what", true, Control::Text),
        input("category", "incident-type", true, categories),
        input("address", "incident-where", true, Control::Line),
    ];
    let mut more = Vec::new();
    if !pack.areas.is_empty() {
        more.push(input(
            "area",
            "case-area",
            false,
            Control::List(inputs::areas(pack, visit.locale)),
        ));
    }
    if visit.own_unit_only().is_none() {
        more.push(input(
            "unit",
            "incident-unit",
            false,
            Control::List(inputs::units(pack, visit.locale)),
        ));
    }
    more.push(input("received_at", "incident-told-at", false, Control::Moment));
    more.push(input("source", "incident-told-by", false, Control::Line));
    let page = Page {
        f: Frame::new(visit, "/incidents", words.text("incident-new-title")),
        draft,
        first,
        numbers: NUMBERS,
        more,
        sealed: sealed_fields::of_kind(kind)
            .filter(|field| field.name != FieldName::SealedNote)
            .filter_map(|field| {
                let name = sealed_fields::sent_as(field.name)?;
                sealed_fields::input(visit, field, draft.value(name))
            })
            .collect(),
        sealed_who: sealed_fields::who_opens(visit, kind),
        drills: self::kind(visit, true).is_ok(),
        key: draft
            .fields
            .given("key")
            .map_or_else(|| office::new_case_id(visit.now).to_string(), str::to_owned),
    };
    frame::form_page(&draft.problems, &page)
}

#[cfg(test)]
mod tests {
    use super::yuan;

    #[test]
    fn a_loss_is_typed_in_ten_thousand_yuan_and_kept_in_yuan() {
        for (typed, kept) in [
            ("12", Some(120_000)),
            ("0.5", Some(5_000)),
            ("999.9999", Some(9_999_999)),
            ("1.", Some(10_000)),
            (".5", None),
            ("1.00001", None),
            ("-1", None),
            ("一", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(yuan(typed), kept, "{typed}");
        }
    }
}
