//! What an entry of the log says, in people's words: one list for the page's script and for the server.

use crate::guest::Guest;
use crate::moments;
use crate::steps;
use domain::Locale;
use domain::case::{Event, NOTED};
use domain::pack::Pack;
use jiff::Timestamp;
use ledger::leaf::Leaf;
use serde_json::Value;
use std::collections::BTreeMap;
use words::Words;

/// What an entry calls events; the words are under `logged-…`.
fn events() -> impl Iterator<Item = &'static str> {
    Event::NAMES.iter().copied().chain([NOTED])
}

/// What of an entry has a name for people: all that is beside it is numbers of the log's own.
const FIELDS: &[(&str, &str)] = &[
    ("kind", "receipt-check-field-kind"),
    ("time", "receipt-check-field-time"),
    ("post", "receipt-check-field-post"),
];

/// What of an event's text has a name for people.
const SAID: &[(&str, &str)] = &[
    ("kind", "said-kind"),
    ("title", "said-title"),
    ("description", "said-description"),
    ("category", "said-category"),
    ("address", "said-address"),
    ("area", "said-area"),
    ("received_at", "said-received-at"),
    ("text", "said-text"),
    ("outcome", "said-outcome"),
    ("reason", "said-reason"),
    ("note", "said-note"),
    ("unit", "said-unit"),
    ("leader", "said-leader"),
    ("replacement", "said-leader"),
    ("status", "said-status"),
    ("clock", "said-clock"),
    ("due", "said-due"),
    ("until", "said-until"),
    ("solved", "said-solved"),
    ("satisfied", "said-satisfied"),
    ("agrees", "said-agrees"),
    ("takes_part", "said-takes-part"),
    ("party", "said-party"),
    ("court", "said-court"),
    ("place", "said-place"),
    ("situation", "said-situation"),
];

/// Words by short names: `field-kind` is what a field is called, `field-kind-registered` what its value says; `said-…` the
/// same of what was written.
pub(super) fn words_of(words: &Words, pack: &Pack) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut say = |short: String, text: &str| {
        // Two kinds can have a status of one name: the first one's word stands.
        found.entry(short).or_insert_with(|| text.to_owned());
    };
    let locale = words.locale();
    for (name, key) in FIELDS {
        say(format!("field-{name}"), words.text(key));
    }
    for (name, key) in SAID {
        say(format!("said-{name}"), words.text(key));
    }
    for event in events() {
        let key = format!("logged-{}", event.replace('_', "-"));
        say(format!("field-kind-{event}"), words.text(&key));
    }
    for (nobody, key) in [
        ("(program)", "actor-program"),
        ("(requester)", "actor-requester"),
        ("(invited)", "actor-invited"),
    ] {
        say(format!("field-post-{nobody}"), words.text(key));
    }
    for post in &pack.posts {
        for name in ["field-post", "said-leader", "said-replacement"] {
            say(format!("{name}-{}", post.slug), post.name.get(locale));
        }
    }
    for unit in &pack.units {
        say(format!("said-unit-{}", unit.slug), unit.name.get(locale));
    }
    for area in &pack.areas {
        say(format!("said-area-{}", area.slug), area.name.get(locale));
    }
    of_kinds(pack, locale, &mut say);
    for (_, slug, key) in steps::OUTCOMES {
        say(format!("said-outcome-{slug}"), words.text(key));
    }
    for name in ["solved", "satisfied", "agrees", "takes_part"] {
        say(format!("said-{name}-true"), words.text("said-yes"));
        say(format!("said-{name}-false"), words.text("said-no"));
    }
    found
}

fn of_kinds(pack: &Pack, locale: Locale, say: &mut impl FnMut(String, &str)) {
    for kind in pack.kinds.values() {
        say(format!("said-kind-{}", kind.slug), kind.name.get(locale));
        for category in &kind.categories {
            say(format!("said-category-{}", category.slug), category.name.get(locale));
        }
        for status in &kind.statuses {
            say(format!("said-status-{}", status.slug), status.name.get(locale));
        }
        for clock in &kind.clocks {
            say(format!("said-clock-{}", clock.slug), clock.name.get(locale));
        }
    }
}

/// What the entry says, and what of the event's text (`open`) people have names for: as the page's script says it.
pub(super) struct Told {
    pub(super) fields: Vec<(String, String)>,
    pub(super) said: Vec<(String, String)>,
}

/// Says both.
pub(super) fn tell(guest: &Guest, leaf: &Leaf, open: Option<&str>) -> Told {
    let pack = &guest.desk.office.pack;
    let words = words_of(guest.words(), pack);
    let mut fields = Vec::new();
    for (key, value) in leaf.envelope() {
        let at = value.parse().ok().filter(|_| key == "time");
        let at = at.and_then(|at| Timestamp::from_millisecond(at).ok());
        let value = at.map_or_else(|| value.clone(), |at| moments::moment(at, &pack.zone));
        one(guest, &words, &mut fields, ("field", key), &value);
    }
    let mut said = Vec::new();
    if let Some(Ok(value)) = open.map(serde_json::from_str::<Value>) {
        each(guest, &words, &mut said, "", &value);
    }
    Told { fields, said }
}

/// Walks through an event's text; a list's items are called as the list.
fn each(guest: &Guest, words: &BTreeMap<String, String>, said: &mut Vec<(String, String)>, key: &str, value: &Value) {
    match value {
        Value::Object(parts) => parts
            .iter()
            .for_each(|(name, value)| each(guest, words, said, name, value)),
        Value::Array(items) => items.iter().for_each(|value| each(guest, words, said, key, value)),
        Value::String(text) => one(guest, words, said, ("said", key), text),
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => one(guest, words, said, ("said", key), &value.to_string()),
    }
}

fn one(
    guest: &Guest,
    words: &BTreeMap<String, String>,
    into: &mut Vec<(String, String)>,
    (group, key): (&str, &str),
    value: &str,
) {
    let Some(name) = words.get(&format!("{group}-{key}")).filter(|_| !value.is_empty()) else {
        return;
    };
    let zone = &guest.desk.office.pack.zone;
    let known = words.get(&format!("{group}-{key}-{value}")).cloned();
    let at = || value.parse().ok().map(|at| moments::moment(at, zone));
    into.push((name.clone(), known.or_else(at).unwrap_or_else(|| value.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_of_the_log_has_its_words() {
        let unknown = serde_json::from_str::<Event>(r#"{"event":"-"}"#).unwrap_err();
        let unknown = unknown.to_string();
        let (_, names) = unknown.split_once("expected one of ").unwrap();
        for name in names.split(", ").map(|name| name.split('`').nth(1).unwrap()) {
            assert!(Event::NAMES.contains(&name), "{name}");
        }
        for locale in Locale::ALL {
            for event in events() {
                let key = format!("logged-{}", event.replace('_', "-"));
                assert_ne!(words::words(locale).text(&key), key);
            }
        }
    }
}
