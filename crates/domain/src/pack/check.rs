//! Whether what a pack says holds together: every name that is used stands somewhere, and nothing stands twice.

use super::check_kind::check_kind;
use super::draft::{Draft, DraftKind, DraftNamed};
use super::lookup::{fold, folded_names};
use super::source::{At, Problems, Where};
use crate::case::Role;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(draft: &Draft, problems: &Problems, root: &Where) {
    check_body(draft, problems, root);
    for kind in draft.kinds.values() {
        check_kind(kind, problems);
        check_routes(draft, kind, problems);
    }
    check_import(draft, problems, root);
    check_portal(draft, problems);
}

/// Slugs that are there, each once.
pub(super) fn slugs<'a>(
    section: &str,
    slugs: impl Iterator<Item = &'a At<String>>,
    problems: &Problems,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    for slug in slugs.filter(|slug| !slug.value.is_empty()) {
        if !seen.insert(slug.value.as_str()) {
            problems.report(
                &slug.at,
                "pack-duplicate",
                &[("section", section), ("slug", &slug.value)],
            );
        }
    }
    seen
}

/// A name that does not stand where it should; empty ones were reported as missing.
pub(super) fn must_be_in(known: &BTreeSet<&str>, slug: &At<String>, key: &'static str, problems: &Problems) {
    if !slug.value.is_empty() && !known.contains(slug.value.as_str()) {
        problems.report(&slug.at, key, &[("slug", &slug.value)]);
    }
}

/// One name in a file must mean one thing.
pub(super) fn names_differ<'a>(things: impl Iterator<Item = &'a DraftNamed>, problems: &Problems) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for thing in things {
        let slug = thing.slug.value.as_str();
        let aliases = thing.aliases.iter().map(|alias| alias.value.as_str());
        for name in folded_names(slug, &thing.name, aliases) {
            match seen.get(&name) {
                Some(first) if *first != slug => {
                    let named = [(&*thing.slug.value, &thing.slug.at)];
                    let named = named
                        .into_iter()
                        .chain(thing.aliases.iter().map(|alias| (&*alias.value, &alias.at)));
                    let mut named = named.filter(|(text, _)| fold(text) == name);
                    let at = named.next().map_or(&thing.name_at, |(_, at)| at);
                    problems.report(
                        at,
                        "pack-name-twice",
                        &[("name", &name), ("first", first), ("second", slug)],
                    );
                }
                Some(_) => {}
                None => {
                    seen.insert(name, slug);
                }
            }
        }
    }
}

fn check_body(draft: &Draft, problems: &Problems, root: &Where) {
    let units = draft.units.as_deref().unwrap_or_default();
    let posts = draft.posts.as_deref().unwrap_or_default();
    let areas = draft.areas.as_deref().unwrap_or_default();
    let people = draft.people.as_deref().unwrap_or_default();
    if units.is_empty() {
        problems.report(root, "pack-no-units", &[]);
    }
    let unit_slugs = slugs("units", units.iter().map(|unit| &unit.named.slug), problems);
    let post_slugs = slugs("posts", posts.iter().map(|post| &post.slug), problems);
    let area_slugs = slugs("areas", areas.iter().map(|area| &area.named.slug), problems);
    slugs("people", people.iter().map(|person| &person.user), problems);
    let reasons = draft.opening_reasons.iter().flatten();
    slugs("opening_reasons", reasons.map(|reason| &reason.slug), problems);
    let dangers = draft.dangers.iter().flatten();
    slugs("dangers", dangers.map(|danger| &danger.slug), problems);
    let hazards = draft.hazards.iter().flatten();
    slugs("hazards", hazards.map(|hazard| &hazard.slug), problems);
    for post in draft.kinds.values().filter_map(|kind| kind.source_post.as_ref()) {
        must_be_in(&post_slugs, post, "pack-unknown-post", problems);
    }
    names_differ(units.iter().map(|unit| &unit.named), problems);
    super::plans::check_plans(&draft.plans, problems);
    super::calls::check_calls(&draft.calls, &post_slugs, problems);
    super::duty::check_duty(&draft.duty, &unit_slugs, (units, posts), problems);
    names_differ(areas.iter().map(|area| &area.named), problems);
    super::area::check_areas(areas, problems);
    for (unit, _) in draft.unit_times.values() {
        must_be_in(&unit_slugs, unit, "pack-unknown-unit", problems);
    }
    for post in posts {
        must_be_in(&unit_slugs, &post.unit, "pack-unknown-unit", problems);
    }
    for person in people {
        must_be_in(&post_slugs, &person.post, "pack-unknown-post", problems);
    }
    let parents: BTreeMap<&str, &At<String>> = units
        .iter()
        .filter_map(|unit| Some((unit.named.slug.value.as_str(), unit.parent.as_ref()?)))
        .collect();
    for unit in units {
        must_be_in(&post_slugs, &unit.leader, "pack-unknown-leader", problems);
        for area in &unit.serves {
            must_be_in(&area_slugs, area, "pack-unknown-area", problems);
        }
        let leads = posts.iter().find(|post| post.slug.value == unit.leader.value);
        if leads.is_some_and(|post| post.role.is_some_and(|role| role != Role::Leader)) {
            problems.report(&unit.leader.at, "pack-leader-role", &[("slug", &unit.leader.value)]);
        }
        let Some(parent) = &unit.parent else { continue };
        must_be_in(&unit_slugs, parent, "pack-unknown-parent", problems);
        let mut above = Some(parent);
        for _ in 0..units.len() {
            let Some(next) = above else { break };
            if next.value == unit.named.slug.value {
                problems.report(&parent.at, "pack-parent-circle", &[("slug", &next.value)]);
                break;
            }
            above = parents.get(next.value.as_str()).copied();
        }
    }
}

fn check_import(draft: &Draft, problems: &Problems, root: &Where) {
    let import = &draft.import;
    let mut seen = BTreeMap::new();
    for (field, headers) in &import.columns {
        for header in headers {
            match seen.insert(fold(&header.value), *field) {
                Some(other) if other != *field => {
                    problems.report(&header.at, "pack-column-twice", &[("header", &header.value)]);
                }
                _ => {}
            }
        }
    }
    check_words(draft, problems);
    let units = draft
        .units
        .iter()
        .flatten()
        .map(|unit| unit.named.slug.value.as_str())
        .collect();
    if let Some(unit) = &import.unknown_unit {
        must_be_in(&units, unit, "pack-unknown-unit", problems);
    }
    let Some(kind) = &import.kind else {
        let at = import.at.as_ref().unwrap_or(root);
        problems.report(at, "pack-missing-key", &[("key", "import.kind")]);
        return;
    };
    let Some(found) = draft.kinds.get(&kind.value) else {
        problems.report(&kind.at, "pack-unknown-kind", &[("slug", &kind.value)]);
        return;
    };
    let categories = found
        .categories
        .iter()
        .flatten()
        .map(|category| category.slug.value.as_str())
        .collect();
    if let Some(category) = &import.unknown_category {
        must_be_in(&categories, category, "pack-unknown-category", problems);
    }
}

/// Units, categories and areas to which a kind's cases are given, and the unit that reviews last.
fn check_routes(draft: &Draft, kind: &DraftKind, problems: &Problems) {
    let units = draft.units.iter().flatten().map(|unit| unit.named.slug.value.as_str());
    let units = units.collect();
    let areas = draft.areas.iter().flatten().map(|area| area.named.slug.value.as_str());
    let areas = areas.collect();
    let categories = kind.categories.iter().flatten();
    let categories = categories.map(|category| category.slug.value.as_str()).collect();
    for route in kind.routes.iter().flatten() {
        must_be_in(&units, &route.unit, "pack-unknown-unit", problems);
        let areas_named = route.area.iter();
        areas_named.for_each(|area| must_be_in(&areas, area, "pack-unknown-area", problems));
        let category = route.category.iter();
        category.for_each(|category| must_be_in(&categories, category, "pack-unknown-category", problems));
    }
    if let Some(highest) = &kind.ladder.highest {
        must_be_in(&units, highest, "pack-unknown-unit", problems);
    }
}

/// What the portal names must be there, and the requester must be allowed to begin.
fn check_portal(draft: &Draft, problems: &Problems) {
    let portal = &draft.portal;
    let units = draft.units.iter().flatten().map(|unit| unit.named.slug.value.as_str());
    let units = units.collect();
    if let Some(unit) = &portal.unit {
        must_be_in(&units, unit, "pack-unknown-unit", problems);
    }
    for door in portal.disputes.iter().chain(&portal.petitions) {
        must_be_in(&units, &door.unit, "pack-unknown-unit", problems);
        check_door(draft, &door.kind, Some(&door.category), problems);
    }
    if let Some(named) = &portal.kind {
        check_door(draft, named, portal.category.as_ref(), problems);
    }
}

/// The kind and category of what is asked for on the portal.
fn check_door(draft: &Draft, named: &At<String>, category: Option<&At<String>>, problems: &Problems) {
    let Some(kind) = draft.kinds.get(&named.value) else {
        problems.report(&named.at, "pack-unknown-kind", &[("slug", &named.value)]);
        return;
    };
    let categories = kind.categories.iter().flatten();
    let categories = categories.map(|category| category.slug.value.as_str());
    if let Some(category) = category {
        must_be_in(&categories.collect(), category, "pack-unknown-category", problems);
    }
    // A kind that nobody can register is reported as such.
    let mut begins = kind.steps.iter().flatten();
    let begins = begins.find(|step| step.name.value == super::StepName::Register);
    if begins.is_some_and(|step| !step.by.contains(&Role::Requester)) {
        problems.report(&named.at, "pack-portal-closed", &[("slug", &named.value)]);
    }
}

/// Words by which a row is left out. One without a letter or digit would leave out every row; one in two lists would
/// leave a zero report uncounted.
fn check_words(draft: &Draft, problems: &Problems) {
    let import = &draft.import;
    let mut seen = BTreeMap::new();
    for (name, list) in [
        ("totals", &import.totals),
        ("zero", &import.zero),
        ("notes", &import.notes),
    ] {
        for word in list.iter().flatten() {
            let folded = fold(&word.value);
            if folded.is_empty() {
                problems.report(&word.at, "pack-word-empty", &[("list", name), ("word", &word.value)]);
            } else if seen.insert(folded, name).is_some_and(|other| other != name) {
                problems.report(&word.at, "pack-word-twice", &[("word", &word.value)]);
            }
        }
    }
}
