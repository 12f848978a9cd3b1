//! The rules of the standard that types alone do not keep (3.2, 4.2).

use crate::fault::Faults;
use crate::message::{Alert, Area, Info, Pair, Resource};
use crate::read::tree::is_xml;
use crate::words::{MsgType, Scope, Status};
use crate::{Fault, Rule};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Everything that is wrong with an alert; those of weight `Should` are for whoever writes one.
#[must_use]
pub fn check(alert: &Alert) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.within("alert", None, |faults| {
        head(alert, faults);
        for (n, info) in alert.infos.iter().enumerate() {
            faults.within("info", Some(n), |faults| check_info(alert, info, faults));
        }
    });
    faults.into_found()
}

/// Whether a text may name a message or a sender: something, without blanks, commas, `<` and `&` (3.2.1).
#[must_use]
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| !c.is_whitespace() && !",<&".contains(c) && is_xml(c))
}

fn head(alert: &Alert, faults: &mut Faults) {
    faults.unless(is_name(&alert.identifier), "identifier", Rule::Identifier);
    faults.unless(is_name(&alert.sender), "sender", Rule::Sender);
    let restricted = alert.scope == Scope::Restricted;
    let restriction = said(alert.restriction.as_ref());
    faults.unless(!restricted || restriction, "restriction", Rule::RestrictionMissing);
    faults.unless(restricted || !restriction, "restriction", Rule::RestrictionIdle);
    let addressed = alert.scope != Scope::Private || !alert.addresses.is_empty();
    faults.unless(addressed, "addresses", Rule::AddressesMissing);
    let plain = |one: &String| !one.trim().is_empty() && !one.contains('"');
    faults.unless(alert.addresses.iter().all(plain), "addresses", Rule::Addresses);
    faults.unless(alert.incidents.iter().all(plain), "incidents", Rule::Incidents);
    let codes = alert.codes.iter().all(|code| !code.trim().is_empty());
    faults.unless(codes, "code", Rule::Code);
    let noted = said(alert.note.as_ref());
    faults.unless(alert.status != Status::Exercise || noted, "note", Rule::NoteExercise);
    faults.unless(alert.msg_type != MsgType::Error || noted, "note", Rule::NoteError);
    let first = alert.msg_type == MsgType::Alert;
    faults.unless(
        first || !alert.references.is_empty(),
        "references",
        Rule::ReferencesMissing,
    );
    for reference in &alert.references {
        let whole = is_name(&reference.sender) && is_name(&reference.identifier);
        faults.unless(whole, "references", Rule::References);
        let own = reference.sender == alert.sender && reference.identifier == alert.identifier;
        faults.unless(!own, "references", Rule::ReferenceSelf);
        let earlier = reference.sent.at() <= alert.sent.at();
        faults.unless(earlier, "references", Rule::ReferenceLater);
    }
    let silent = alert.infos.is_empty() && matches!(alert.msg_type, MsgType::Alert | MsgType::Update);
    faults.unless(!silent, "info", Rule::InfoMissing);
    for (name, text) in [
        ("source", &alert.source),
        ("restriction", &alert.restriction),
        ("note", &alert.note),
    ] {
        carried(text.as_deref(), name, faults);
    }
    for (name, texts) in [
        ("addresses", &alert.addresses),
        ("code", &alert.codes),
        ("incidents", &alert.incidents),
    ] {
        for text in texts {
            carried(Some(text), name, faults);
        }
    }
}

fn check_info(alert: &Alert, info: &Info, faults: &mut Faults) {
    faults.unless(is_language(info.language()), "language", Rule::Language);
    faults.unless(!info.categories.is_empty(), "category", Rule::Missing);
    faults.unless(!info.event.trim().is_empty(), "event", Rule::Event);
    times(alert, info, faults);
    if let Some(web) = &info.web {
        faults.unless(is_absolute(web), "web", Rule::Web);
    }
    pairs(&info.event_codes, "eventCode", Rule::Pair, faults);
    pairs(&info.parameters, "parameter", Rule::Pair, faults);
    for (n, resource) in info.resources.iter().enumerate() {
        faults.within("resource", Some(n), |faults| check_resource(resource, faults));
    }
    for (n, area) in info.areas.iter().enumerate() {
        faults.within("area", Some(n), |faults| check_area(area, faults));
    }
    carried(Some(&info.event), "event", faults);
    for (name, text) in [
        ("audience", &info.audience),
        ("senderName", &info.sender_name),
        ("headline", &info.headline),
        ("description", &info.description),
        ("instruction", &info.instruction),
        ("contact", &info.contact),
    ] {
        carried(text.as_deref(), name, faults);
    }
}

fn times(alert: &Alert, info: &Info, faults: &mut Faults) {
    let Some(expires) = info.expires else {
        // What is cancelled or acknowledged holds no longer.
        let holds = matches!(alert.msg_type, MsgType::Alert | MsgType::Update);
        faults.unless(!holds, "expires", Rule::ExpiresMissing);
        return;
    };
    let after = |earlier: Option<crate::Moment>| earlier.is_none_or(|earlier| expires.at() > earlier.at());
    faults.unless(after(Some(alert.sent)), "expires", Rule::ExpiresBeforeSent);
    faults.unless(after(info.effective), "expires", Rule::ExpiresBeforeEffective);
    faults.unless(after(info.onset), "expires", Rule::ExpiresBeforeOnset);
}

fn check_resource(resource: &Resource, faults: &mut Faults) {
    let described = !resource.description.trim().is_empty();
    faults.unless(described, "resourceDesc", Rule::ResourceDesc);
    faults.unless(is_media_type(&resource.mime_type), "mimeType", Rule::MimeType);
    if let Some(uri) = &resource.uri {
        // A relative one names the file that is there itself.
        let named = resource.deref_uri.is_some() && !uri.contains(char::is_whitespace);
        faults.unless(is_absolute(uri) || named, "uri", Rule::Uri);
    }
    if let Some(itself) = &resource.deref_uri {
        let packed: String = itself.split_ascii_whitespace().collect();
        faults.unless(STANDARD.decode(packed).is_ok(), "derefUri", Rule::DerefUri);
    }
    if let Some(digest) = &resource.digest {
        let sha1 = digest.len() == 40 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        faults.unless(sha1, "digest", Rule::Digest);
    }
    carried(Some(&resource.description), "resourceDesc", faults);
}

fn check_area(area: &Area, faults: &mut Faults) {
    faults.unless(!area.description.trim().is_empty(), "areaDesc", Rule::AreaDesc);
    pairs(&area.geocodes, "geocode", Rule::Geocode, faults);
    match (area.altitude, area.ceiling) {
        (None, Some(_)) => faults.add_at("ceiling", Rule::CeilingAlone),
        (Some(low), Some(high)) if high < low => faults.add_at("ceiling", Rule::CeilingLow),
        _ => {}
    }
    for height in [area.altitude, area.ceiling].into_iter().flatten() {
        faults.unless(height.is_finite(), "altitude", Rule::Altitude);
    }
    carried(Some(&area.description), "areaDesc", faults);
}

fn pairs(pairs: &[Pair], name: &str, rule: Rule, faults: &mut Faults) {
    for (n, pair) in pairs.iter().enumerate() {
        faults.within(name, Some(n), |faults| {
            if pair.name.trim().is_empty() || pair.value.trim().is_empty() {
                faults.add(rule);
            }
            carried(Some(&pair.name), "valueName", faults);
            carried(Some(&pair.value), "value", faults);
        });
    }
}

fn said(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

fn carried(text: Option<&str>, name: &str, faults: &mut Faults) {
    let carried = text.is_none_or(|text| text.chars().all(is_xml));
    faults.unless(carried, name, Rule::Control);
}

/// As the schema's `language`: letters, then letters and digits, in parts of at most eight.
fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(n, part)| {
        let of = |byte: u8| byte.is_ascii_alphabetic() || (n > 0 && byte.is_ascii_digit());
        (1..=8).contains(&part.len()) && part.bytes().all(of)
    })
}

/// A scheme, a colon and something after it, without blanks.
fn is_absolute(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let of = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(of);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    named && !rest.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}

/// `type/subtype`, with parameters or without (RFC 2046).
fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let Some((of, sub)) = essence.split_once('/') else {
        return false;
    };
    let token = |text: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        !text.is_empty() && text.bytes().all(fits)
    };
    token(of) && token(sub)
}
