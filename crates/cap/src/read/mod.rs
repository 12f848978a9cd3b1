//! An alert out of bytes that nobody vouches for. Size, depth and number are capped before anything is kept; what the schema
//! refuses is refused here too, and so is what only the standard's words refuse.

mod shape;
pub(crate) mod tree;

use crate::fault::Faults;
use crate::geo::{Circle, Polygon, Wrong, decimal};
use crate::message::{Alert, Area, Info, Pair, Reference, Resource};
use crate::words::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};
use crate::{Fault, Moment, Rule, Weight, check};
use tree::Element;

/// The largest message that is read, in bytes.
pub const MOST_BYTES: usize = 512 * 1024;
/// The deepest that elements may stand in each other, those of a signature counted.
pub const MOST_DEPTH: usize = 16;
/// The most elements of a message.
pub const MOST_ELEMENTS: usize = 5_000;

/// Reads an alert.
///
/// # Errors
/// Everything that is wrong with it, as far as could be seen; never empty.
pub fn read(bytes: &[u8]) -> Result<Alert, Vec<Fault>> {
    let mut faults = Faults::default();
    let root = match tree::read(bytes) {
        Ok(root) if root.name == "alert" && !root.is_signature => root,
        Ok(_) => return Err(alone(Rule::Root)),
        Err(rule) => return Err(alone(rule)),
    };
    let alert = faults.within("alert", None, |faults| alert(&root, faults));
    let mut found = faults.into_found();
    if found.is_empty()
        && let Some(alert) = &alert
    {
        let broken = check(alert).into_iter();
        found.extend(broken.filter(|fault| fault.rule.weight() == Weight::Must));
    }
    match alert {
        Some(alert) if found.is_empty() => Ok(alert),
        _ if found.is_empty() => Err(alone(Rule::NotXml)),
        _ => Err(found),
    }
}

fn alone(rule: Rule) -> Vec<Fault> {
    let place = String::from("alert");
    vec![Fault { rule, place }]
}

fn alert(root: &Element, faults: &mut Faults) -> Option<Alert> {
    shape::check(root, shape::ALERT, faults);
    let identifier = name(root, "identifier", Rule::Identifier, faults);
    let sender = name(root, "sender", Rule::Sender, faults);
    let sent = moment(root, "sent", faults);
    let status = word(root, "status", Status::of, Rule::StatusWord, faults);
    let msg_type = word(root, "msgType", MsgType::of, Rule::MsgTypeWord, faults);
    let scope = word(root, "scope", Scope::of, Rule::ScopeWord, faults);
    let addresses = listed(root, "addresses", Rule::Addresses, faults);
    let incidents = listed(root, "incidents", Rule::Incidents, faults);
    let references = references(root, faults);
    let infos = each(root, "info", faults, info);
    Some(Alert {
        identifier: identifier?,
        sender: sender?,
        sent: sent?,
        status: status?,
        msg_type: msg_type?,
        source: text(root, "source", faults),
        scope: scope?,
        restriction: text(root, "restriction", faults),
        addresses,
        codes: texts(root, "code", faults),
        note: text(root, "note", faults),
        references,
        incidents,
        infos,
        signed: root.children.iter().any(|child| child.is_signature),
    })
}

fn info(element: &Element, faults: &mut Faults) -> Option<Info> {
    shape::check(element, shape::INFO, faults);
    let categories = words(element, "category", Category::of, Rule::CategoryWord, faults);
    let response_types = words(
        element,
        "responseType",
        ResponseType::of,
        Rule::ResponseTypeWord,
        faults,
    );
    let urgency = word(element, "urgency", Urgency::of, Rule::UrgencyWord, faults);
    let severity = word(element, "severity", Severity::of, Rule::SeverityWord, faults);
    let certainty = word(element, "certainty", Certainty::of, Rule::CertaintyWord, faults);
    let event_codes = each(element, "eventCode", faults, pair);
    let parameters = each(element, "parameter", faults, pair);
    let resources = each(element, "resource", faults, resource);
    let areas = each(element, "area", faults, area);
    Some(Info {
        language: text(element, "language", faults),
        categories,
        event: text(element, "event", faults).unwrap_or_default(),
        response_types,
        urgency: urgency?,
        severity: severity?,
        certainty: certainty?,
        audience: text(element, "audience", faults),
        event_codes,
        effective: moment(element, "effective", faults),
        onset: moment(element, "onset", faults),
        expires: moment(element, "expires", faults),
        sender_name: text(element, "senderName", faults),
        headline: text(element, "headline", faults),
        description: text(element, "description", faults),
        instruction: text(element, "instruction", faults),
        web: text(element, "web", faults),
        contact: text(element, "contact", faults),
        parameters,
        resources,
        areas,
    })
}

#[expect(clippy::unnecessary_wraps, reason = "one of the readers of parts")]
fn resource(element: &Element, faults: &mut Faults) -> Option<Resource> {
    shape::check(element, shape::RESOURCE, faults);
    let size = text(element, "size", faults).and_then(|size| {
        let read = size.parse().ok();
        faults.unless(read.is_some(), "size", Rule::Size);
        read
    });
    Some(Resource {
        description: text(element, "resourceDesc", faults).unwrap_or_default(),
        mime_type: text(element, "mimeType", faults).unwrap_or_default(),
        size,
        uri: text(element, "uri", faults),
        deref_uri: text(element, "derefUri", faults),
        digest: text(element, "digest", faults),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "one of the readers of parts")]
fn area(element: &Element, faults: &mut Faults) -> Option<Area> {
    shape::check(element, shape::AREA, faults);
    let polygons = each(element, "polygon", faults, |element, faults| {
        shape::check_text(element, faults);
        let read = Polygon::of(&element.text);
        read.map_err(|wrong| faults.add(polygon_rule(wrong))).ok()
    });
    let circles = each(element, "circle", faults, |element, faults| {
        shape::check_text(element, faults);
        let read = Circle::of(&element.text);
        read.map_err(|wrong| faults.add(circle_rule(wrong))).ok()
    });
    let geocodes = each(element, "geocode", faults, pair);
    let mut height = |name: &str| {
        let read = text(element, name, faults)?;
        let height = decimal(&read);
        faults.unless(height.is_some(), name, Rule::Altitude);
        height
    };
    let (altitude, ceiling) = (height("altitude"), height("ceiling"));
    Some(Area {
        description: text(element, "areaDesc", faults).unwrap_or_default(),
        polygons,
        circles,
        geocodes,
        altitude,
        ceiling,
    })
}

fn polygon_rule(wrong: Wrong) -> Rule {
    match wrong {
        Wrong::Form => Rule::PolygonForm,
        Wrong::Range => Rule::Range,
        Wrong::Few => Rule::PolygonFew,
        Wrong::Many => Rule::TooMany,
        Wrong::Open => Rule::PolygonOpen,
        Wrong::Flat => Rule::PolygonFlat,
    }
}

fn circle_rule(wrong: Wrong) -> Rule {
    match wrong {
        Wrong::Range => Rule::Range,
        _ => Rule::CircleForm,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "one of the readers of parts")]
fn pair(element: &Element, faults: &mut Faults) -> Option<Pair> {
    shape::check(element, shape::PAIR, faults);
    Some(Pair {
        name: text(element, "valueName", faults).unwrap_or_default(),
        value: text(element, "value", faults).unwrap_or_default(),
    })
}

fn children<'a>(element: &'a Element, name: &'a str) -> impl Iterator<Item = &'a Element> {
    let of = move |child: &&Element| !child.is_signature && child.name == name;
    element.children.iter().filter(of)
}

/// Reads every element of a name, each with its number in the place.
fn each<T>(
    element: &Element,
    name: &str,
    faults: &mut Faults,
    read: impl Fn(&Element, &mut Faults) -> Option<T>,
) -> Vec<T> {
    let one = |(n, child)| faults.within(name, Some(n), |faults| read(child, faults));
    children(element, name).enumerate().filter_map(one).collect()
}

/// The text of the first element of a name, without the blanks around it. An empty one is one that is not there; where it has
/// to say something, the rules say so.
fn text(element: &Element, name: &str, faults: &mut Faults) -> Option<String> {
    let child = children(element, name).next()?;
    faults.within(name, None, |faults| shape::check_text(child, faults));
    let text = child.text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn texts(element: &Element, name: &str, faults: &mut Faults) -> Vec<String> {
    each(element, name, faults, |child, faults| {
        shape::check_text(child, faults);
        Some(child.text.trim().to_owned())
    })
}

/// An identifier or a sender as it is: blanks around it are blanks in it.
fn name(element: &Element, name: &str, rule: Rule, faults: &mut Faults) -> Option<String> {
    let child = children(element, name).next()?;
    faults.within(name, None, |faults| shape::check_text(child, faults));
    let good = crate::check::is_name(&child.text);
    faults.unless(good, name, rule);
    good.then(|| child.text.clone())
}

fn moment(element: &Element, name: &str, faults: &mut Faults) -> Option<Moment> {
    let child = children(element, name).next()?;
    let read = Moment::of(child.text.trim());
    faults.unless(read.is_some(), name, Rule::DateTime);
    read
}

fn word<T>(
    element: &Element,
    name: &str,
    of: impl Fn(&str) -> Option<T>,
    rule: Rule,
    faults: &mut Faults,
) -> Option<T> {
    let read = of(&children(element, name).next()?.text);
    faults.unless(read.is_some(), name, rule);
    read
}

fn words<T>(element: &Element, name: &str, of: impl Fn(&str) -> Option<T>, rule: Rule, faults: &mut Faults) -> Vec<T> {
    each(element, name, faults, |child, faults| {
        let read = of(&child.text);
        if read.is_none() {
            faults.add(rule);
        }
        read
    })
}

/// Words with blanks between them, and quotation marks around those that have blanks.
fn listed(element: &Element, name: &str, rule: Rule, faults: &mut Faults) -> Vec<String> {
    let Some(text) = text(element, name, faults) else {
        return Vec::new();
    };
    let read = split(&text);
    faults.unless(read.is_some(), name, rule);
    read.unwrap_or_default()
}

fn split(text: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (one, after) = if let Some(quoted) = rest.strip_prefix('"') {
            let (one, after) = quoted.split_once('"')?;
            let apart = after.is_empty() || after.starts_with(char::is_whitespace);
            (apart && !one.trim().is_empty()).then_some((one, after))?
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (!rest[..end].contains('"')).then(|| rest.split_at(end))?
        };
        found.push(one.to_owned());
        rest = after.trim_start();
    }
    Some(found)
}

fn references(element: &Element, faults: &mut Faults) -> Vec<Reference> {
    let Some(text) = text(element, "references", faults) else {
        return Vec::new();
    };
    let one = |text: &str| {
        let mut parts = text.split(',');
        let (sender, identifier, sent) = (parts.next()?, parts.next()?, parts.next()?);
        let whole = parts.next().is_none() && crate::check::is_name(sender) && crate::check::is_name(identifier);
        Some(Reference {
            sender: whole.then(|| sender.to_owned())?,
            identifier: identifier.to_owned(),
            sent: Moment::of(sent)?,
        })
    };
    let read: Option<Vec<Reference>> = text.split_whitespace().map(one).collect();
    faults.unless(read.is_some(), "references", Rule::References);
    read.unwrap_or_default()
}
