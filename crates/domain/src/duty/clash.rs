//! What is planned against skills and pairs: a turn whose skill none of its people has, and people who are planned as they are not to be.

use super::{Ahead, DutyRules, Pairing, Roster, RosterEvent, Shift, SkillSlug, Staff, TurnSlug, evolve, presences};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

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
        let there = presences(roster, from, until, zone);
        let there = there
            .into_iter()
            .filter(|one| shifts.iter().any(|shift| shift.id == one.shift));
        let there: BTreeSet<Staff> = there.map(|one| one.staff).collect();
        let mut add = |rule| {
            found.push(PlannedClash {
                date,
                turn: slug.clone(),
                rule,
            });
        };
        let able = |skill: &&SkillSlug| there.iter().any(|staff| roster.has_skill(staff, skill));
        if let Some(skill) = turn.skill.as_ref().filter(|skill| !there.is_empty() && !able(skill)) {
            add(ClashRule::Skill(skill.clone()));
        }
        for ((staff, with), pairing) in &roster.pairs {
            let both = there.contains(with);
            let broken = match pairing {
                Pairing::Together => !both,
                Pairing::Apart => both,
            };
            if there.contains(staff) && broken {
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

/// What would clash on a shift's turn, if it were put in, and does not clash now.
#[must_use]
pub fn clashes_of(
    roster: &Roster,
    shift: &Shift,
    rules: &DutyRules,
    zone: &TimeZone,
    now: Timestamp,
) -> Vec<PlannedClash> {
    let day = Ahead {
        from: shift.date,
        until: shift.date,
    };
    let before = clashes(roster, rules, zone, day);
    let put = RosterEvent::Put { shift: shift.clone() };
    let after = clashes(&evolve(roster.clone(), &put, now), rules, zone, day);
    after.into_iter().filter(|clash| !before.contains(clash)).collect()
}
