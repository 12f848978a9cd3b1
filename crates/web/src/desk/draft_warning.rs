//! Drafting a message of a public warning: the first, one that changes it, one that takes it back.

use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::inputs;
use crate::moments;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::warning::{
    Certainty, Colour, Content, MessageKind, Response as Do, Stage, Urgency, Warning, WarningCommand,
};
use domain::{AreaSlug, Text};
use jiff::Timestamp;
use office::WarningWish;

#[derive(Template)]
#[template(path = "desk/warning_draft.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    id: String,
    kind: &'static str,
    hazards: Vec<(&'a str, &'a str)>,
    lists: Vec<List>,
    areas: Vec<(&'a str, &'a str)>,
    texts: [(&'static str, &'static str, usize, usize); 3],
    languages: [(&'static str, &'static str); 2],
}

/// A choice of a few words.
struct List {
    name: &'static str,
    /// Message key of the label.
    label: &'static str,
    /// Values, with message keys.
    words: Vec<(&'static str, String)>,
}

impl Page<'_> {
    fn ticked(&self, slug: &str) -> bool {
        self.draft.value(&format!("area:{slug}")) == "yes"
    }

    fn value(&self, name: &str, language: &str) -> &str {
        self.draft.value(&format!("{name}_{language}"))
    }
}

/// `GET /warnings/new`
pub(crate) async fn show_new(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::DraftWarning)?;
    let id = office::new_case_id(visit.now).to_string();
    let fields = match visit.query().given("incident") {
        Some(number) => crate::incidents::warning_of(&visit, number).await?,
        None => Fields::default(),
    };
    let problems = Problems::default();
    page(&visit, id, MessageKind::Alert, &Draft { fields, problems })
}

/// `GET /warnings/{id}/draft?kind=`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::DraftWarning)?;
    let warning = office::read_warning(&visit.desk.office, &id).await?;
    let warning = warning.ok_or(Fault::NotFound)?;
    let waits = warning.waiting.as_ref().map(|waiting| waiting.kind);
    let kind = kind_of(visit.query().get("kind")).or(waits);
    let kind = kind.unwrap_or_else(|| next_kind(&warning, visit.now));
    // What waits is drafted on; otherwise what holds is where the next message begins.
    let waiting = warning.waiting.as_ref().filter(|waiting| waiting.kind == kind);
    let content = waiting.map(|waiting| &waiting.content).or(warning.content());
    let fields = content.map(|content| fields_of(&visit, content)).unwrap_or_default();
    let problems = Problems::default();
    page(&visit, id, kind, &Draft { fields, problems })
}

/// `POST /warnings/{id}/draft`
pub(crate) async fn send(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::DraftWarning)?;
    let Some(kind) = kind_of(fields.get("kind")).filter(|_| is_id(&id)) else {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-incomplete"));
        return page(&visit, id, MessageKind::Alert, &Draft { fields, problems });
    };
    let content = match content(&visit, &fields) {
        Ok(content) => Box::new(content),
        Err(problems) => return page(&visit, id, kind, &Draft { fields, problems }),
    };
    let office = &visit.desk.office;
    let wish = WarningWish::Do(WarningCommand::Draft { kind, content });
    match office::change_warning(office, &id, &wish, visit.actor(), visit.now).await {
        Ok(()) => {
            if let Some(number) = fields.given("incident") {
                crate::incidents::link_warning(&visit, number, &id).await?;
            }
            Ok(frame::see_other(&format!("/warnings/{id}")))
        }
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, id, kind, &Draft { fields, problems })
        }
        Err(error) => Err(error.into()),
    }
}

/// A warning's id, as the form got it.
fn is_id(id: &str) -> bool {
    id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn next_kind(warning: &Warning, now: Timestamp) -> MessageKind {
    match warning.stage(now) {
        Stage::Draft | Stage::Returned => MessageKind::Alert,
        _ => MessageKind::Update,
    }
}

fn kind_of(value: &str) -> Option<MessageKind> {
    Some(match value {
        "alert" => MessageKind::Alert,
        "update" => MessageKind::Update,
        "cancel" => MessageKind::Cancel,
        _ => return None,
    })
}

/// The form's value of a kind.
pub(super) const fn kind_value(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Alert => "alert",
        MessageKind::Update => "update",
        MessageKind::Cancel => "cancel",
    }
}

/// What the form says, or what is missing for it to say anything. What the rules say of it is theirs.
fn content(visit: &Visit, fields: &Fields) -> Result<Content, Problems> {
    let pack = &visit.desk.office.pack;
    let mut problems = Problems::default();
    let expires = moments::from_input(fields.get("expires"), &pack.zone);
    if expires.is_none() {
        problems.add("expires", visit.words().text("form-moment"));
    }
    let onset = fields
        .given("onset")
        .map(|onset| moments::from_input(onset, &pack.zone));
    if onset == Some(None) {
        problems.add("onset", visit.words().text("form-moment"));
    }
    let words = (
        Colour::of(fields.get("colour")),
        Urgency::of(fields.get("urgency")),
        Certainty::of(fields.get("certainty")),
        Do::of(fields.get("response")),
    );
    let (Some(expires), (Some(colour), Some(urgency), Some(certainty), Some(response))) = (expires, words) else {
        if problems.is_empty() {
            problems.add("", visit.words().text("form-incomplete"));
        }
        return Err(problems);
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let text = |name: &str| Text {
        zh: fields.get(&format!("{name}_zh")).to_owned(),
        en: fields.get(&format!("{name}_en")).to_owned(),
    };
    let place = text("place");
    let ticked = |slug: &&AreaSlug| fields.get(&format!("area:{slug}")) == "yes";
    let areas = pack.areas.iter().map(|area| &area.slug).filter(ticked).cloned();
    let lines = |name: &str| {
        let lines = fields.get(name).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    Ok(Content {
        hazard: fields.get("hazard").to_owned(),
        colour,
        urgency,
        certainty,
        response,
        exercise: fields.given("exercise").map(str::to_owned),
        areas: areas.collect(),
        place: (!place.zh.is_empty() || !place.en.is_empty()).then_some(place),
        polygons: lines("polygons"),
        circles: lines("circles"),
        onset: onset.flatten(),
        expires,
        headline: text("headline"),
        description: text("description"),
        instruction: text("instruction"),
    })
}

/// The form with what a message says.
fn fields_of(visit: &Visit, content: &Content) -> Fields {
    let zone = &visit.desk.office.pack.zone;
    let mut pairs: Vec<(String, String)> = vec![
        (String::from("hazard"), content.hazard.clone()),
        (String::from("colour"), content.colour.value().to_owned()),
        (String::from("urgency"), content.urgency.value().to_owned()),
        (String::from("certainty"), content.certainty.value().to_owned()),
        (String::from("response"), content.response.value().to_owned()),
        (String::from("exercise"), content.exercise.clone().unwrap_or_default()),
        (String::from("polygons"), content.polygons.join("\n")),
        (String::from("circles"), content.circles.join("\n")),
        (String::from("expires"), moments::for_input(content.expires, zone)),
    ];
    if let Some(onset) = content.onset {
        pairs.push((String::from("onset"), moments::for_input(onset, zone)));
    }
    let areas = content.areas.iter();
    pairs.extend(areas.map(|area| (format!("area:{area}"), String::from("yes"))));
    let texts = [
        ("place", content.place.as_ref()),
        ("headline", Some(&content.headline)),
        ("description", Some(&content.description)),
        ("instruction", Some(&content.instruction)),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            pairs.push((format!("{name}_zh"), text.zh.clone()));
            pairs.push((format!("{name}_en"), text.en.clone()));
        }
    }
    Fields::of(pairs)
}

fn page(visit: &Visit, id: String, kind: MessageKind, draft: &Draft) -> Result<Response, Fault> {
    let pack = &visit.desk.office.pack;
    let key = |of: &str, value: &str| format!("warning-{of}-{value}");
    let list = |name: &'static str, label: &'static str, values: Vec<&'static str>| List {
        name,
        label,
        words: values.into_iter().map(|value| (value, key(name, value))).collect(),
    };
    let hazards = pack.hazards.iter();
    let page = Page {
        f: Frame::new(visit, "/warnings", visit.words().text(title(kind)))
            .of_drill(!draft.value("exercise").is_empty()),
        draft,
        id,
        kind: kind_value(kind),
        hazards: hazards
            .map(|hazard| (hazard.slug.as_str(), hazard.name.get(visit.locale)))
            .collect(),
        lists: vec![
            list(
                "colour",
                "warning-colour",
                Colour::ALL.iter().map(|word| word.value()).collect(),
            ),
            list(
                "urgency",
                "warning-urgency",
                Urgency::ALL.iter().map(|word| word.value()).collect(),
            ),
            list(
                "certainty",
                "warning-certainty",
                Certainty::ALL.iter().map(|word| word.value()).collect(),
            ),
            list(
                "response",
                "warning-response",
                Do::ALL.iter().map(|word| word.value()).collect(),
            ),
        ],
        areas: inputs::areas(pack, visit.locale),
        texts: [
            ("headline", "warning-headline", 160, 1),
            ("description", "warning-description", 2_000, 4),
            ("instruction", "warning-instruction", 2_000, 4),
        ],
        languages: [("zh", "zh-CN"), ("en", "en")],
    };
    frame::form_page(&draft.problems, &page)
}

/// Message key of the form's heading.
const fn title(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Alert => "warning-draft-alert",
        MessageKind::Update => "warning-draft-update",
        MessageKind::Cancel => "warning-draft-cancel",
    }
}
