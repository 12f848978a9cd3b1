//! What is planned against skills and pairs: a turn whose skill none of its people has, and people who are planned as they are not to be.

use super::{Ahead, DutyRules, Pairing, Presence, Roster, Shift, SkillSlug, Staff, TurnSlug, presences};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A rule that the turn of a day does not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedClash {
    /// The day of duty.
    pub date: Date,
    /// The turn.
    pub turn: TurnSlug,
    /// The rule.
    pub rule: ClashRule,
}

/// What is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClashRule {
    /// One of those who keep it has this skill.
    Skill(SkillSlug),
    /// How two people are planned.
    Pair {
        /// This one.
        staff: Staff,
        /// With this one.
        with: Staff,
        /// So.
        pairing: Pairing,
    },
}

/// What clashes on those days of duty, by day and turn. A turn that nobody keeps clashes with nothing: that is a gap.
#[must_use]
pub fn clashes(roster: &Roster, rules: &DutyRules, zone: &TimeZone, ahead: Ahead) -> Vec<PlannedClash> {
    let planned = roster.shifts.values();
    let planned = planned.filter(|shift| ahead.from <= shift.date && shift.date <= ahead.until);
    let mut of_turns: BTreeMap<(Date, &TurnSlug), Vec<&Shift>> = BTreeMap::new();
    for shift in planned {
        if let Some(turn) = &shift.turn {
            of_turns.entry((shift.date, turn)).or_default().push(shift);
        }
    }
    let mut found = Vec::new();
    for ((date, slug), shifts) in of_turns {
        let Some(turn) = rules.turn(slug) else { continue };
        let from = shifts.iter().map(|shift| shift.from).min();
        let until = shifts.iter().map(|shift| shift.until).max();
        let (Some(from), Some(until)) = (from, until) else {
            continue;
        };
        let mut there = presences(roster, from, until, zone);
        there.retain(|one| shifts.iter().any(|shift| shift.id == one.shift));
        let mut add = |rule| {
            found.push(PlannedClash {
                date,
                turn: slug.clone(),
                rule,
            });
        };
        if let Some(skill) = turn.skill.as_ref().filter(|skill| lacks(roster, &there, skill)) {
            add(ClashRule::Skill(skill.clone()));
        }
        for ((staff, with), pairing) in &roster.pairs {
            if breaks(&there, (staff, with), *pairing) {
                add(ClashRule::Pair {
                    staff: staff.clone(),
                    with: with.clone(),
                    pairing: *pairing,
                });
            }
        }
    }
    found
}

/// At some moment somebody is there, and nobody there has the skill.
fn lacks(roster: &Roster, there: &[Presence], skill: &SkillSlug) -> bool {
    let mut edges: Vec<Timestamp> = there.iter().flat_map(|one| [one.from, one.until]).collect();
    edges.sort_unstable();
    edges.dedup();
    edges.windows(2).any(|pair| {
        let &[start, end] = pair else { return false };
        let mut then = there
            .iter()
            .filter(|one| one.from <= start && end <= one.until)
            .peekable();
        then.peek().is_some() && !then.any(|one| roster.has_skill(&one.staff, skill))
    })
}

/// Of those who are there, two are not planned as they are to be: apart, and there at the same moment; or together, and the second never
/// comes, or they meet for less time than the shorter of both is there.
fn breaks(there: &[Presence], (staff, with): (&Staff, &Staff), pairing: Pairing) -> bool {
    let of = |who: &Staff| -> Vec<&Presence> { there.iter().filter(|one| one.staff == *who).collect() };
    let (first, second) = (of(staff), of(with));
    let length = |parts: &[&Presence]| -> i128 {
        let parts = parts.iter();
        parts.map(|one| one.until.duration_since(one.from).as_millis()).sum()
    };
    let mut both = 0;
    for one in &first {
        for other in &second {
            let together = one.until.min(other.until).duration_since(one.from.max(other.from));
            both += together.as_millis().max(0);
        }
    }
    match pairing {
        Pairing::Apart => both > 0,
        Pairing::Together => !first.is_empty() && (second.is_empty() || both < length(&first).min(length(&second))),
    }
}
