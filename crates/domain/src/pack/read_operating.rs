//! `[kind.incident.operating.<level>]`: times of reports while an operating level 平战状态 binds the unit.

use super::check::must_be_in;
use super::incident::LevelTimes;
use super::read_incident::{
    DraftContinuing, DraftIncident, MOST_MINUTES, Within, assemble_continuing, continuing_of, number, within_of,
};
use super::section::Section;
use super::source::{At, Problems};
use super::{OperatingLevel, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// What a file says of one level; what is not there is inherited.
pub(super) struct DraftTimes {
    at: At<String>,
    within: Within,
    continuing: Option<Vec<DraftContinuing>>,
    supplement: Option<Rule<u32>>,
}

pub(super) fn read_times(section: &Section<'_>) -> BTreeMap<OperatingLevel, DraftTimes> {
    let mut levels = BTreeMap::new();
    for name in section.keys() {
        let level = section.known::<OperatingLevel>(&name, "pack-unknown-level");
        let (Some(level), Some(times)) = (level, section.section(&name.value)) else {
            continue;
        };
        // The usual times stand where there is no level.
        if level.value == OperatingLevel::Routine {
            section.report(&name.at, "pack-operating-routine", &[]);
        }
        let supplement = times.section("supplement").and_then(|supplement| {
            let read = number(&supplement, "within", "minutes", MOST_MINUTES);
            supplement.end();
            read
        });
        let draft = DraftTimes {
            at: name,
            within: times
                .section("within")
                .map(|within| within_of(&within))
                .unwrap_or_default(),
            continuing: times.sections("continuing").map(|list| continuing_of(&list)),
            supplement,
        };
        times.end();
        levels.insert(level.value, draft);
    }
    levels
}

/// A body has times of its own for some reports of a level, and the others' from the pack that it extends.
pub(super) fn over_times(
    own: BTreeMap<OperatingLevel, DraftTimes>,
    mut base: BTreeMap<OperatingLevel, DraftTimes>,
) -> BTreeMap<OperatingLevel, DraftTimes> {
    for (level, mut times) in own {
        if let Some(base) = base.remove(&level) {
            let mut within = base.within;
            within.append(&mut times.within);
            times = DraftTimes {
                at: times.at,
                within,
                continuing: times.continuing.or(base.continuing),
                supplement: times.supplement.or(base.supplement),
            };
        }
        base.insert(level, times);
    }
    base
}

/// Rungs and levels are known, and no time is longer than the usual one: a level never gives more time.
pub(super) fn check_times(
    draft: &DraftIncident,
    (levels, rungs): (&BTreeSet<&str>, &BTreeSet<&str>),
    problems: &Problems,
) {
    let place = |slug: &At<String>| {
        let mut levels = draft.levels.iter().flatten();
        levels.position(|(level, _)| level.value == slug.value)
    };
    let usual_at = |from: &At<String>| {
        let usual = draft.continuing.iter().flatten();
        let mut reached = usual.filter(|(usual, _)| place(usual).is_some_and(|usual| Some(usual) <= place(from)));
        reached.next_back()?.1.as_ref().map(|rule| rule.value)
    };
    for times in draft.operating.values() {
        for (slug, rule) in times.within.values() {
            must_be_in(rungs, slug, "pack-unknown-rung", problems);
            let usual = draft.within.get(&slug.value);
            if usual.is_some_and(|(_, usual)| usual.value < rule.value) {
                problems.report(&slug.at, "pack-operating-longer", &[("what", &slug.value)]);
            }
        }
        for (from, per_day) in times.continuing.iter().flatten() {
            must_be_in(levels, from, "pack-unknown-incident-level", problems);
            let rarer = per_day.as_ref().zip(usual_at(from));
            if rarer.is_some_and(|(rule, usual)| rule.value < usual) {
                problems.report(&from.at, "pack-operating-longer", &[("what", "per_day")]);
            }
        }
        let supplement = times.supplement.as_ref().zip(draft.supplement_within.as_ref());
        if supplement.is_some_and(|(rule, usual)| rule.value > usual.value) {
            problems.report(&times.at.at, "pack-operating-longer", &[("what", "supplement")]);
        }
    }
}

/// The times; none where something of them is missing, which has been reported.
pub(super) fn assemble_times(
    draft: BTreeMap<OperatingLevel, DraftTimes>,
    place: &impl Fn(&At<String>) -> Option<usize>,
) -> Option<BTreeMap<OperatingLevel, LevelTimes>> {
    let each = draft.into_iter().map(|(level, times)| {
        let within = times.within.into_iter();
        let times = LevelTimes {
            within: within.map(|(slug, (_, rule))| (slug, rule)).collect(),
            continuing: assemble_continuing(times.continuing.unwrap_or_default(), place)?,
            supplement: times.supplement,
        };
        Some((level, times))
    });
    each.collect()
}
