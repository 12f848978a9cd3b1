//! Whether a kind's lifecycle can be walked from its beginning to an end, and its clocks can run.

use super::StepName;
use super::check::{must_be_in, names_differ, slugs};
use super::draft::{DraftKind, DraftStep};
use super::read_incident::check_incident;
use super::read_mediation::check_mediation;
use super::section::spell;
use super::source::{At, Problems};
use std::collections::BTreeSet;

pub(super) fn check_kind(kind: &DraftKind, problems: &Problems) {
    let before = problems.count();
    let kind_name = [("kind", kind.slug.value.as_str())];
    for (list, missing) in [
        ("kind.categories", kind.categories.as_ref().is_none_or(Vec::is_empty)),
        ("kind.statuses", kind.statuses.as_ref().is_none_or(Vec::is_empty)),
        ("kind.steps", kind.steps.as_ref().is_none_or(Vec::is_empty)),
    ] {
        if missing {
            problems.report(&kind.slug.at, "pack-missing-key", &[("key", list)]);
        }
    }
    if kind.name.is_none() {
        problems.report(&kind.slug.at, "pack-missing-key", &[("key", "kind.name")]);
    }
    let categories = kind.categories.as_deref().unwrap_or_default();
    names_differ(categories.iter(), problems);
    let categories = slugs(
        "kind.categories",
        categories.iter().map(|category| &category.slug),
        problems,
    );
    let statuses = kind.statuses.as_deref().unwrap_or_default();
    let status_slugs = slugs("kind.statuses", statuses.iter().map(|status| &status.slug), problems);
    let steps = kind.steps.as_deref().unwrap_or_default();
    let mut step_names = BTreeSet::new();
    for step in steps {
        for status in step.from.iter().chain(&step.to) {
            must_be_in(&status_slugs, status, "pack-unknown-status", problems);
        }
        if !step_names.insert(step.name.value) {
            let args = [("section", "kind.steps"), ("slug", &*spell(step.name.value))];
            problems.report(&step.name.at, "pack-duplicate", &args);
        }
    }
    // Where a name is wrong, everything behind it would be called unreachable as well.
    let walkable = kind.whole && problems.count() == before;
    fields_differ(kind, problems);
    if !statuses.is_empty() && !statuses.iter().any(|status| status.ended) {
        problems.report(&kind.slug.at, "pack-no-end", &kind_name);
    }
    if let Some(first) = statuses.first().filter(|first| first.ended) {
        problems.report(&first.slug.at, "pack-begins-ended", &[("slug", &first.slug.value)]);
    }
    if walkable && !steps.is_empty() && !statuses.is_empty() {
        if !step_names.contains(&StepName::Register) {
            problems.report(&kind.slug.at, "pack-no-register", &kind_name);
        }
        check_walk(kind, steps, problems);
    }
    check_clocks(kind, &categories, &step_names, problems);
    if let Some(mediation) = &kind.mediation {
        check_mediation(mediation, &kind.slug, problems);
    }
    if let Some(incident) = &kind.incident {
        check_incident(incident, &kind.slug, &categories, problems);
    }
}

fn fields_differ(kind: &DraftKind, problems: &Problems) {
    let mut seen = BTreeSet::new();
    for field in kind.fields.iter().flatten() {
        if !seen.insert(field.name.value) {
            let args = [("section", "kind.fields"), ("slug", &*spell(field.name.value))];
            problems.report(&field.name.at, "pack-duplicate", &args);
        }
    }
}

/// Walks the steps from the first status: every status must be reached, and no case closes without an answer.
fn check_walk(kind: &DraftKind, steps: &[DraftStep], problems: &Problems) {
    let statuses = kind.statuses.as_deref().unwrap_or_default();
    let ended: BTreeSet<&str> = statuses
        .iter()
        .filter(|s| s.ended)
        .map(|s| s.slug.value.as_str())
        .collect();
    let Some(first) = statuses.first().map(|status| status.slug.value.as_str()) else {
        return;
    };
    // (status, whether an answer stands)
    let mut reached = BTreeSet::from([(first, false)]);
    let mut todo = vec![(first, false)];
    let mut closed_by = BTreeSet::new();
    while let Some((status, answered)) = todo.pop() {
        for step in steps.iter().filter(|step| step.name.value != StepName::Register) {
            // What was done is said with the end of an incident.
            let answers = matches!(step.name.value, StepName::Answer | StepName::EndIncident);
            if !starts_from(step, status, &ended) || (closes(step, &ended) && !answered && !answers) {
                continue;
            }
            if closes(step, &ended) {
                closed_by.insert(step.name.value);
            }
            let keeps_answer = !matches!(
                step.name.value,
                StepName::Return | StepName::Reopen | StepName::AskReview | StepName::AskReReview
            );
            let to = step.to.as_ref().map_or(status, |to| to.value.as_str());
            let next = (to, answers || (answered && keeps_answer));
            if reached.insert(next) {
                todo.push(next);
            }
        }
    }
    let mut behind_broken = BTreeSet::new();
    for step in steps.iter().filter(|step| closes(step, &ended)) {
        if !closed_by.contains(&step.name.value) {
            let args = [("step", &*spell(step.name.value)), ("kind", &kind.slug.value)];
            problems.report(&step.name.at, "pack-close-without-answer", &args);
            behind_broken.extend(step.to.as_ref().map(|to| to.value.as_str()));
        }
    }
    for status in statuses {
        let slug = status.slug.value.as_str();
        let is_reached = reached.contains(&(slug, false)) || reached.contains(&(slug, true));
        // Where closing itself is broken, what lies behind it is not a second mistake.
        if !is_reached && !behind_broken.contains(slug) {
            problems.report(&status.slug.at, "pack-status-unreachable", &[("slug", slug)]);
        }
    }
}

/// Whether a step may be taken from a status, as the engine sees an empty `from`.
fn starts_from(step: &DraftStep, status: &str, ended: &BTreeSet<&str>) -> bool {
    if step.from.is_empty() {
        ended.contains(status) == (step.name.value == StepName::Reopen)
    } else {
        step.from.iter().any(|from| from.value == status)
    }
}

/// Whether a step ends a case as answered: closing, and any other step into a status that has ended. Refusal and
/// withdrawal end it in their own way.
fn closes(step: &DraftStep, ended: &BTreeSet<&str>) -> bool {
    let into_end = step.to.as_ref().is_some_and(|to| ended.contains(to.value.as_str()));
    match step.name.value {
        StepName::Close => true,
        StepName::Refuse | StepName::Withdraw => false,
        _ => into_end,
    }
}

fn check_clocks(kind: &DraftKind, categories: &BTreeSet<&str>, steps: &BTreeSet<StepName>, problems: &Problems) {
    let clocks = kind.clocks.as_deref().unwrap_or_default();
    slugs("kind.clocks", clocks.iter().map(|clock| &clock.slug), problems);
    let in_kind = |step: &At<StepName>| {
        if !steps.contains(&step.value) {
            let args = [("step", &*spell(step.value)), ("kind", &kind.slug.value)];
            problems.report(&step.at, "pack-clock-step", &args);
        }
    };
    for clock in clocks {
        clock
            .starts
            .iter()
            .chain(&clock.stops)
            .chain(&clock.cancels)
            .for_each(in_kind);
        if clock.stops.is_empty() {
            problems.report(&clock.slug.at, "pack-clock-never-stops", &[("slug", &clock.slug.value)]);
        }
        // Nobody could ever say by which way a case came.
        if !clock.by_referral.is_empty() && !steps.contains(&StepName::RecordReferral) {
            in_kind(&At {
                value: StepName::RecordReferral,
                at: clock.slug.at.clone(),
            });
        }
        for (category, _) in &clock.by_category {
            must_be_in(categories, category, "pack-unknown-category", problems);
        }
    }
}
