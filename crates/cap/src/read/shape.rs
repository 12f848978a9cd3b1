//! The shape that the schema asks for (3.4): which elements stand where, how often.

use super::tree::Element;
use crate::Rule;
use crate::fault::Faults;

/// An element's name, how often it has to be there and how often it may.
type Place = (&'static str, usize, usize);

/// As often as one likes.
const MANY: usize = usize::MAX;

pub(super) const ALERT: &[Place] = &[
    ("identifier", 1, 1),
    ("sender", 1, 1),
    ("sent", 1, 1),
    ("status", 1, 1),
    ("msgType", 1, 1),
    ("source", 0, 1),
    ("scope", 1, 1),
    ("restriction", 0, 1),
    ("addresses", 0, 1),
    ("code", 0, MANY),
    ("note", 0, 1),
    ("references", 0, 1),
    ("incidents", 0, 1),
    ("info", 0, MANY),
];

pub(super) const INFO: &[Place] = &[
    ("language", 0, 1),
    ("category", 1, MANY),
    ("event", 1, 1),
    ("responseType", 0, MANY),
    ("urgency", 1, 1),
    ("severity", 1, 1),
    ("certainty", 1, 1),
    ("audience", 0, 1),
    ("eventCode", 0, MANY),
    ("effective", 0, 1),
    ("onset", 0, 1),
    ("expires", 0, 1),
    ("senderName", 0, 1),
    ("headline", 0, 1),
    ("description", 0, 1),
    ("instruction", 0, 1),
    ("web", 0, 1),
    ("contact", 0, 1),
    ("parameter", 0, MANY),
    ("resource", 0, MANY),
    ("area", 0, MANY),
];

pub(super) const RESOURCE: &[Place] = &[
    ("resourceDesc", 1, 1),
    ("mimeType", 1, 1),
    ("size", 0, 1),
    ("uri", 0, 1),
    ("derefUri", 0, 1),
    ("digest", 0, 1),
];

pub(super) const AREA: &[Place] = &[
    ("areaDesc", 1, 1),
    ("polygon", 0, MANY),
    ("circle", 0, MANY),
    ("geocode", 0, MANY),
    ("altitude", 0, 1),
    ("ceiling", 0, 1),
];

pub(super) const PAIR: &[Place] = &[("valueName", 1, 1), ("value", 1, 1)];

/// Looks whether an element's children stand as the schema says. Signatures stand after everything else in the alert.
pub(super) fn check(element: &Element, places: &[Place], faults: &mut Faults) {
    if !element.text.trim().is_empty() {
        faults.add(Rule::StrayText);
    }
    let mut at = 0;
    let mut counts = vec![0_usize; places.len()];
    let mut signatures = 0;
    for child in &element.children {
        if child.is_signature {
            signatures += 1;
            at = places.len();
            continue;
        }
        let Some(place) = places.iter().position(|(name, _, _)| *name == child.name) else {
            faults.add_at(&child.name, Rule::Unknown);
            continue;
        };
        if place < at {
            faults.add_at(&child.name, Rule::Order);
        }
        at = at.max(place);
        counts[place] += 1;
    }
    for ((name, least, most), count) in places.iter().zip(&counts) {
        faults.unless(count >= least, name, Rule::Missing);
        faults.unless(count <= most, name, Rule::Repeated);
    }
    if signatures > 0 && element.name != "alert" {
        faults.add_at("Signature", Rule::Unknown);
    }
    faults.unless(signatures <= 1, "Signature", Rule::SignatureTwice);
}

/// Looks whether an element has text alone.
pub(super) fn check_text(element: &Element, faults: &mut Faults) {
    if !element.children.is_empty() {
        faults.add(Rule::Nested);
    }
}
