//! What clashes with skills and pairs: told to whoever plans, and refused of a shift that is put in by hand until they say so.

use super::{name, pairing_key};
use crate::frame::Draft;
use crate::visit::Visit;
use domain::duty::{Ahead, ClashRule, DutyRules, PlannedClash, Roster, clashes};
use office::Colleague;

/// What was to be put in and clashes.
pub(super) fn despite(draft: &Draft) -> Vec<(&'static str, &str)> {
    if draft.problems.of("despite").is_none() {
        return Vec::new();
    }
    let fields = ["date", "turn", "seat", "staff"].into_iter();
    fields.map(|name| (name, draft.fields.get(name))).collect()
}

/// People who are planned as they are not to be. That a turn's skill is lacking is told as a gap.
pub(super) fn pairs(
    visit: &Visit,
    rules: &DutyRules,
    roster: &Roster,
    people: &[Colleague],
    ahead: Ahead,
) -> Vec<String> {
    let found = clashes(roster, rules, &visit.desk.office.pack.zone, ahead);
    let pairs = found
        .iter()
        .filter(|clash| matches!(clash.rule, ClashRule::Pair { .. }));
    pairs.map(|clash| clash_words(visit, people, clash)).collect()
}

/// What clashes on the turn of a day, in the words in which a proposed roster says it.
pub(super) fn clash_words(visit: &Visit, people: &[Colleague], clash: &PlannedClash) -> String {
    let words = visit.words();
    let rules = visit.desk.office.pack.duty.as_ref();
    let turn = rules.and_then(|rules| rules.turn(&clash.turn));
    let turn = turn.map_or(clash.turn.as_str(), |turn| turn.name.get(visit.locale));
    let date = clash.date.to_string();
    match &clash.rule {
        ClashRule::Skill(skill) => {
            let known = rules.and_then(|rules| rules.skill(skill));
            let skill = known.map_or(skill.as_str(), |skill| skill.name.get(visit.locale));
            let args = [("date", date.into()), ("turn", turn.into()), ("skill", skill.into())];
            words.with("duty-clash-skill", &args)
        }
        ClashRule::Pair { staff, with, pairing } => {
            let args = [
                ("one", name(visit, people, staff).into()),
                ("two", name(visit, people, with).into()),
            ];
            let rule = words.with(pairing_key(*pairing), &args);
            let args = [("date", date.into()), ("turn", turn.into()), ("rule", rule.into())];
            words.with("duty-clash-pair", &args)
        }
    }
}
