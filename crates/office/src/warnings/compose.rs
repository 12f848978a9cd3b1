//! A warning's message in the Common Alerting Protocol: both languages in one alert, signed with the body's key.

use crate::{Error, Office};
use cap::geo::{Circle, Polygon, Wrong};
use cap::words::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};
use cap::{Alert, Area, Fault, Info, Moment, Pair, Reference};
use domain::case::Refusal;
use domain::pack::{AREA_CODES, Pack};
use domain::warning::{self, Colour, Content, MessageKind, Paper, Response, Warning};
use domain::{AreaSlug, Locale, Text};
use jiff::Timestamp;

/// The language tag of a message's part (RFC 3066).
#[must_use]
pub const fn language_tag(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => "zh-CN",
        Locale::En => "en-US",
    }
}

/// The body's name in messages: the name of its log, as the standard wants a name that nobody else has (CAP 1.2, 3.2.1 sender).
#[must_use]
pub fn sender(office: &Office) -> String {
    let first = office.store.log_keys().first().map(|first| first.key.name().to_owned());
    let name = first.unwrap_or_else(|| office.pack.id.clone());
    name.replace(|c: char| c.is_whitespace() || ",<&".contains(c), "-")
}

/// The message that may be published now, as it goes out.
pub(super) fn compose(office: &Office, id: &str, warning: &Warning, now: Timestamp) -> Result<Paper, Error> {
    let waiting = warning.publishable(now)?;
    let alert = alert(office, id, Some(warning), waiting.kind, &waiting.content, now)?;
    let xml = cap::write(&alert).map_err(|faults| refused(&faults))?;
    // Where the key is missing, nothing goes out: what is not signed could be anybody's.
    let key = office.store.signing_key()?;
    let mut failed = None;
    let signed = cap::signature::sign(&xml, &key, |text| match office.store.sign_warning(text) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    let xml = signed.ok_or_else(|| store::Error::Corrupt(String::from("a warning could not be signed")))?;
    Ok(Paper {
        identifier: alert.identifier,
        sender: alert.sender,
        sent: alert.sent.to_string(),
        xml,
    })
}

/// Writes a draft as if it went out now, so that what the standard refuses is refused while somebody can still change it.
pub(super) fn try_out(
    office: &Office,
    id: &str,
    warning: Option<&Warning>,
    kind: MessageKind,
    content: &Content,
    now: Timestamp,
) -> Result<(), Refusal> {
    let alert = alert(office, id, warning, kind, content, now)?;
    cap::write(&alert).map(drop).map_err(|faults| refused(&faults))
}

fn refused(faults: &[Fault]) -> Refusal {
    let refusal = Refusal::new("refusal-warning-cap");
    match faults.first() {
        Some(fault) => refusal.with("rule", fault.rule.key()).with("place", &fault.place),
        None => refusal,
    }
}

fn moment(office: &Office, at: Timestamp) -> Moment {
    Moment::new(at, office.pack.zone.to_offset(at))
}

fn alert(
    office: &Office,
    id: &str,
    warning: Option<&Warning>,
    kind: MessageKind,
    content: &Content,
    now: Timestamp,
) -> Result<Alert, Refusal> {
    let earlier = warning.map_or(&[][..], |warning| &warning.published);
    let reference = |published: &warning::Published| {
        let sent = Moment::of(&published.paper.sent)?;
        Some(Reference {
            sender: published.paper.sender.clone(),
            identifier: published.paper.identifier.clone(),
            sent,
        })
    };
    let infos = Locale::ALL.map(|locale| info(office, kind, content, locale, now));
    Ok(Alert {
        identifier: format!("{id}.{}", earlier.len() + 1),
        sender: sender(office),
        sent: moment(office, now),
        status: if content.exercise.is_some() {
            Status::Exercise
        } else {
            Status::Actual
        },
        msg_type: match kind {
            MessageKind::Alert => MsgType::Alert,
            MessageKind::Update => MsgType::Update,
            MessageKind::Cancel => MsgType::Cancel,
        },
        source: None,
        scope: Scope::Public,
        restriction: None,
        addresses: Vec::new(),
        codes: Vec::new(),
        note: content.exercise.clone(),
        references: earlier.iter().filter_map(reference).collect(),
        incidents: Vec::new(),
        infos: infos.into_iter().collect::<Result<_, _>>()?,
        signed: false,
    })
}

fn info(
    office: &Office,
    kind: MessageKind,
    content: &Content,
    locale: Locale,
    now: Timestamp,
) -> Result<Info, Refusal> {
    let pack = &office.pack;
    let hazard = pack.hazard(&content.hazard);
    let hazard = hazard.ok_or_else(|| Refusal::new("refusal-warning-hazard"))?;
    let cancel = kind == MessageKind::Cancel;
    Ok(Info {
        language: Some(language_tag(locale).to_owned()),
        categories: vec![Category::of(&hazard.category.value).unwrap_or(Category::Other)],
        event: hazard.name.get(locale).to_owned(),
        response_types: vec![if cancel {
            ResponseType::AllClear
        } else {
            response(content.response)
        }],
        urgency: if cancel {
            Urgency::Past
        } else {
            urgency(content.urgency)
        },
        severity: severity(content.colour),
        certainty: certainty(content.certainty),
        audience: None,
        event_codes: vec![pair("huying-hazard", &hazard.slug)],
        effective: None,
        onset: content.onset.filter(|_| !cancel).map(|onset| moment(office, onset)),
        expires: Some(moment(office, content.expires)).filter(|expires| !cancel || expires.at() > now),
        sender_name: Some(pack.body.get(locale).to_owned()),
        headline: Some(content.public_headline(locale)),
        description: Some(content.description.get(locale).to_owned()),
        instruction: Some(content.instruction.get(locale).to_owned()),
        web: None,
        contact: None,
        parameters: vec![
            pair("huying-colour", content.colour.value()),
            pair("huying-level", &content.colour.level().to_string()),
        ],
        resources: Vec::new(),
        areas: vec![area(office, content, locale)?],
    })
}

fn pair(name: &str, value: &str) -> Pair {
    Pair {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

fn area(office: &Office, content: &Content, locale: Locale) -> Result<Area, Refusal> {
    let pack = &office.pack;
    let named = content.areas.iter().map(|area| pack.area_name(area, locale));
    let place = content.place.as_ref().map(|place| Text::get(place, locale));
    let description: Vec<&str> = named.chain(place).collect();
    let wrong = |what: &'static str| {
        move |wrong: Wrong| {
            let key = match wrong {
                Wrong::Open => "refusal-warning-open",
                Wrong::Range => "refusal-warning-range",
                _ => "refusal-warning-shape",
            };
            Refusal::new(key).with("what", what)
        }
    };
    let polygons = content.polygons.iter().map(|text| Polygon::of(text));
    let circles = content.circles.iter().map(|text| Circle::of(text));
    Ok(Area {
        description: description.join(if locale == Locale::ZhCn { "、" } else { ", " }),
        polygons: polygons.collect::<Result<_, _>>().map_err(wrong("warning-polygon"))?,
        circles: circles.collect::<Result<_, _>>().map_err(wrong("warning-circle"))?,
        geocodes: content.areas.iter().flat_map(|slug| codes(pack, slug)).collect(),
        altitude: None,
        ceiling: None,
    })
}

/// The codes of an area: the body's own, and those under which others know it.
fn codes(pack: &Pack, slug: &AreaSlug) -> Vec<Pair> {
    let own = pair(AREA_CODES, slug.as_str());
    let others = pack.area(slug).into_iter().flat_map(|area| &area.codes);
    let others = others.map(|code| pair(&code.name, &code.value));
    std::iter::once(own).chain(others).collect()
}

/// The four colours are the four severities, the gravest to the gravest.
const fn severity(colour: Colour) -> Severity {
    match colour {
        Colour::Red => Severity::Extreme,
        Colour::Orange => Severity::Severe,
        Colour::Yellow => Severity::Moderate,
        Colour::Blue => Severity::Minor,
    }
}

const fn urgency(urgency: warning::Urgency) -> Urgency {
    match urgency {
        warning::Urgency::Immediate => Urgency::Immediate,
        warning::Urgency::Expected => Urgency::Expected,
        warning::Urgency::Future => Urgency::Future,
    }
}

const fn certainty(certainty: warning::Certainty) -> Certainty {
    match certainty {
        warning::Certainty::Observed => Certainty::Observed,
        warning::Certainty::Likely => Certainty::Likely,
        warning::Certainty::Possible => Certainty::Possible,
    }
}

const fn response(response: Response) -> ResponseType {
    match response {
        Response::Evacuate => ResponseType::Evacuate,
        Response::Shelter => ResponseType::Shelter,
        Response::Avoid => ResponseType::Avoid,
        Response::Prepare => ResponseType::Prepare,
        Response::Monitor => ResponseType::Monitor,
    }
}
