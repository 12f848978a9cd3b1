//! `[kind]`: categories, statuses, steps, fields and clocks of one kind of case.

use super::draft::{DraftClock, DraftField, DraftKind, DraftLadder, DraftNamed, DraftRoute, DraftStatus, DraftStep};
use super::forbidden;
use super::read_incident::read_incident;
use super::read_mediation::read_mediation;
use super::section::{Section, spell};
use super::source::At;
use super::{FieldName, Rule, StepName, Visibility};
use crate::case::{ReferralWay, Role, can_ever};
use crate::clock::{Allowance, ClockUnit};

/// Longest text of a field, in characters.
const MOST_CHARS: u32 = 20_000;

pub(super) fn read_kind(section: &Section<'_>) -> DraftKind {
    let before = section.problems_so_far();
    let mut kind = DraftKind {
        slug: section.slug("slug"),
        whole: false,
        name: section.optional_text("name"),
        categories: section
            .sections("categories")
            .map(|list| list.iter().map(read_category).collect()),
        statuses: section
            .sections("statuses")
            .map(|list| list.iter().map(read_status).collect()),
        steps: section
            .sections("steps")
            .map(|list| list.iter().filter_map(read_step).collect()),
        fields: section
            .sections("fields")
            .map(|list| list.iter().filter_map(read_field).collect()),
        clocks: section
            .sections("clocks")
            .map(|list| list.iter().map(read_clock).collect()),
        retention: section.section("retention").and_then(|rule| read_retention(&rule)),
        ladder: section
            .section("ladder")
            .map(|ladder| read_ladder(&ladder))
            .unwrap_or_default(),
        incident: section.section("incident").map(|rules| read_incident(&rules)),
        mediation: section.section("mediation").map(|rules| read_mediation(&rules)),
        not_ours: section.section("not_ours").and_then(|rule| read_allowance(&rule)),
        representatives: section.section("representatives").and_then(|rule| {
            // A group that needs more speakers than a hall has seats is a slip of the pen.
            let read = rule.rule(|rule| rule.whole("value", 1, 100).map(|most| most.value));
            rule.end();
            read
        }),
        routes: section
            .sections("routes")
            .map(|list| list.iter().map(read_route).collect()),
        source_post: section.optional_string("source_post"),
    };
    section.end();
    kind.whole = section.problems_so_far() == before;
    kind
}

fn read_category(section: &Section<'_>) -> DraftNamed {
    let category = DraftNamed {
        public: section.flag("public").is_some_and(|flag| flag.value),
        hides_source: section.flag("hides_source").is_some_and(|flag| flag.value),
        ..read_named_part(section)
    };
    section.end();
    category
}

/// A slug, a name and the names under which files call it.
pub(super) fn read_named_part(section: &Section<'_>) -> DraftNamed {
    DraftNamed {
        public: false,
        hides_source: false,
        slug: section.slug("slug"),
        name: section.text("name"),
        name_at: section.place_of("name"),
        aliases: section.strings("aliases"),
    }
}

fn read_status(section: &Section<'_>) -> DraftStatus {
    let status = DraftStatus {
        slug: section.slug("slug"),
        name: section.text("name"),
        ended: section.flag("ended").is_some_and(|flag| flag.value),
    };
    section.end();
    status
}

fn read_step(section: &Section<'_>) -> Option<DraftStep> {
    let name = section.word::<StepName>("name", "pack-unknown-step");
    let from = section.strings("from");
    let to = section.optional_string("to");
    let by = section.words::<Role>("by", "pack-unknown-role");
    let requires = section.words("requires", "pack-unknown-requirement");
    if by.is_empty() && section.strings("by").is_empty() {
        section.report(&section.at(), "pack-step-by-nobody", &[]);
    }
    section.end();
    let name = name?;
    for role in by.iter().filter(|role| !can_ever(role.value, name.value)) {
        let args = [("role", &*spell(role.value)), ("step", &*spell(name.value))];
        section.report(&role.at, "pack-role-never", &args);
    }
    Some(DraftStep {
        name,
        from,
        to,
        by: by.into_iter().map(|role| role.value).collect(),
        requires: requires.into_iter().map(|requirement| requirement.value).collect(),
    })
}

fn read_field(section: &Section<'_>) -> Option<DraftField> {
    let word = section.string("name");
    let label = section.text("label");
    let visibility = section.word::<Visibility>("visibility", "pack-unknown-visibility");
    let required = section.flag("required").is_some_and(|flag| flag.value);
    let max_chars = section.whole("max_chars", 1, MOST_CHARS);
    section.end();
    for said in [&word.value, &label.zh, &label.en] {
        if forbidden::is_forbidden(said) {
            section.report(&word.at, "pack-forbidden-field", &[("field", said)]);
            return None;
        }
    }
    let name = section.known::<FieldName>(&word, "pack-unknown-field")?;
    // Asked where notices are chosen, not by a form of the pack's.
    if name.value == FieldName::NoticeAddress {
        let args = [("word", &*word.value), ("known", "requester_contact")];
        section.report(&name.at, "pack-unknown-field", &args);
        return None;
    }
    if name.value.is_sealed() && visibility.as_ref().is_some_and(|seen| seen.value != Visibility::Sealed) {
        section.report(&name.at, "pack-sealed-field", &[("field", &word.value)]);
    }
    Some(DraftField {
        name,
        label,
        visibility: visibility?.value,
        required,
        max_chars: max_chars?.value,
    })
}

fn read_clock(section: &Section<'_>) -> DraftClock {
    let by_category = section.section("by_category");
    let by_referral = section.section("by_referral");
    let clock = DraftClock {
        slug: section.slug("slug"),
        name: section.text("name"),
        told: section.optional_text("told"),
        starts: section.word("starts", "pack-unknown-step"),
        stops: section.words("stops", "pack-unknown-step"),
        cancels: section.words("cancels", "pack-unknown-step"),
        allowance: section.section("allowance").and_then(|rule| read_allowance(&rule)),
        extension: section.section("extension").and_then(|rule| read_allowance(&rule)),
        pausable: section.flag("pausable").is_some_and(|flag| flag.value),
        lapses: section.flag("lapses").is_some_and(|flag| flag.value),
        by_category: by_category.as_ref().map(read_by_category).unwrap_or_default(),
        by_referral: by_referral.as_ref().map(read_by_referral).unwrap_or_default(),
    };
    section.end();
    clock
}

fn read_ladder(section: &Section<'_>) -> DraftLadder {
    let ladder = DraftLadder {
        ask_within: section.section("ask_within").and_then(|rule| read_allowance(&rule)),
        highest: section.optional_string("highest"),
        settled: section.section("settled").and_then(|rule| {
            let read = rule.rule(|rule| Some(rule.text("text")));
            rule.end();
            read
        }),
    };
    section.end();
    ladder
}

fn read_route(section: &Section<'_>) -> DraftRoute {
    let route = DraftRoute {
        category: section.optional_string("category"),
        area: section.optional_string("area"),
        unit: section.string("unit"),
    };
    section.end();
    route
}

/// How long after its end what people wrote in a case is kept.
fn read_retention(section: &Section<'_>) -> Option<Rule<u32>> {
    // A hundred years: what is kept for ever has no number.
    let rule = section.rule(|section| section.whole("days", 1, 36_500).map(|days| days.value));
    section.end();
    rule
}

fn read_by_category(section: &Section<'_>) -> Vec<(At<String>, Rule<Allowance>)> {
    let mut rules = Vec::new();
    for category in section.keys() {
        let rule = section.section(&category.value).and_then(|rule| read_allowance(&rule));
        if let Some(rule) = rule {
            rules.push((category, rule));
        }
    }
    rules
}

fn read_by_referral(section: &Section<'_>) -> Vec<(ReferralWay, Rule<Allowance>)> {
    let mut rules = Vec::new();
    for word in section.keys() {
        let way = section.known::<ReferralWay>(&word, "pack-unknown-referral");
        let rule = section.section(&word.value).and_then(|rule| read_allowance(&rule));
        rules.extend(way.map(|way| way.value).zip(rule));
    }
    rules
}

pub(super) fn read_allowance(section: &Section<'_>) -> Option<Rule<Allowance>> {
    let rule = section.rule(|section| {
        // Ten years in hours: longer is a slip of the pen.
        let n = section.whole("n", 1, 87_600);
        let unit = section.word::<ClockUnit>("unit", "pack-bad-clock-unit");
        Some(Allowance {
            n: n?.value,
            unit: unit?.value,
        })
    });
    section.end();
    rule
}
