//! What a plan of many days breaks: people on two shifts at once or on leave, less rest than they are to have, and turns against
//! skills and pairs.

use super::{
    Ahead, ClashRule, DutyRules, Member, PlannedClash, Presence, Roster, RosterEvent, Shift, Staff, Swap, clashes,
    evolve, presences,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use std::collections::{BTreeMap, BTreeSet};

/// Something that a plan would break and that is not broken now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say it")]
pub enum Broken {
    /// Somebody is on two shifts at once.
    Twice { staff: Staff, one: Shift, other: Shift },
    /// Somebody is on leave.
    Away { staff: Staff, shift: Shift },
    /// Somebody has less rest between two shifts than the pack's rule gives them.
    Rest { staff: Staff, one: Shift, other: Shift },
    /// Somebody has less rest than that between a shift and where they are planned at another desk.
    RestElsewhere {
        staff: Staff,
        shift: Shift,
        from: Timestamp,
        until: Timestamp,
    },
    /// Somebody has more nights in the seven days from this one than the pack's rule allows.
    Nights { staff: Staff, from: Date },
    /// A turn is not kept as skills and pairs ask for.
    Turn(PlannedClash),
}

impl Broken {
    /// It can be planned all the same by whoever says why. Nobody can be in two places.
    #[must_use]
    pub const fn yields_to_reason(&self) -> bool {
        self.strains() || matches!(self, Self::Turn(_))
    }

    /// Somebody has less rest or more nights by it.
    #[must_use]
    pub const fn strains(&self) -> bool {
        matches!(
            self,
            Self::Rest { .. } | Self::RestElsewhere { .. } | Self::Nights { .. }
        )
    }

    /// A swap can be approved all the same. Too little rest it never leaves.
    #[must_use]
    pub const fn yields_in_swap(&self) -> bool {
        matches!(self, Self::Nights { .. } | Self::Turn(_))
    }

    /// Whose it is; none of a turn.
    const fn staff(&self) -> Option<&Staff> {
        match self {
            Self::Twice { staff, .. }
            | Self::Away { staff, .. }
            | Self::Rest { staff, .. }
            | Self::RestElsewhere { staff, .. }
            | Self::Nights { staff, .. } => Some(staff),
            Self::Turn(_) => None,
        }
    }
}

/// What `plan` would break, by people and then by turns: days that are planned, a shift that is put in, somebody else in one; empty of
/// other events. `elsewhere`: where the desk's people are planned at others, and were shortly before.
#[must_use]
pub fn broken_by(
    roster: &Roster,
    plan: &RosterEvent,
    rules: &DutyRules,
    elsewhere: &[Presence],
    zone: &TimeZone,
    now: Timestamp,
) -> Vec<Broken> {
    let days = match plan {
        RosterEvent::Planned { from, until, .. } => Some((*from, *until)),
        RosterEvent::Put { shift, .. } => Some((shift.date, shift.date)),
        RosterEvent::Overridden { over, .. } => roster.shifts.get(&over.shift).map(|shift| (shift.date, shift.date)),
        _ => None,
    };
    let Some(days) = days else { return Vec::new() };
    let after = evolve(roster.clone(), plan, now);
    newly_broken((roster, &after), rules, elsewhere, zone, days)
}

/// What a swap would break for the two whose it is and in their turns, as the roster is now; empty where a shift of it is there no more.
#[must_use]
pub fn broken_by_swap(
    roster: &Roster,
    swap: &Swap,
    rules: &DutyRules,
    elsewhere: &[Presence],
    zone: &TimeZone,
) -> Vec<Broken> {
    let shifts = roster.shifts.get(&swap.mine).zip(roster.shifts.get(&swap.theirs));
    let Some((mine, theirs)) = shifts else {
        return Vec::new();
    };
    let days = (mine.date.min(theirs.date), mine.date.max(theirs.date));
    let mut after = roster.clone();
    after.change_shifts(swap);
    let mut found = newly_broken((roster, &after), rules, elsewhere, zone, days);
    // Whoever is there for a part of such a shift beside them stays as they are.
    let both = |staff: &Staff| [&swap.asked_by, &swap.other].contains(&staff);
    found.retain(|one| one.staff().is_none_or(both));
    found
}

/// Of what taking a proposed roster would break, what was kept when it was proposed: pairs were of those who served there then.
#[must_use]
pub fn outdated(mut broken: Vec<Broken>, members: &[Member]) -> Vec<Broken> {
    let serves = |staff: &Staff| members.iter().any(|member| member.staff == *staff);
    broken.retain(|one| match one {
        Broken::Turn(PlannedClash {
            rule: ClashRule::Pair { staff, with, .. },
            ..
        }) => serves(staff) && serves(with),
        _ => true,
    });
    broken
}

/// What is broken after and was not before.
fn newly_broken(
    (before, after): (&Roster, &Roster),
    rules: &DutyRules,
    elsewhere: &[Presence],
    zone: &TimeZone,
    days: (Date, Date),
) -> Vec<Broken> {
    let before = broken(before, rules, elsewhere, zone, days);
    let mut found = broken(after, rules, elsewhere, zone, days);
    found.retain(|one| !before.contains(one));
    // Of each stretch in which somebody has too many nights, its first seven days.
    let mut told: BTreeMap<Staff, Date> = BTreeMap::new();
    found.retain(|one| {
        let Broken::Nights { staff, from } = one else {
            return true;
        };
        let is_told = told
            .get(staff)
            .is_some_and(|told| told.saturating_add(6.days()) >= *from);
        if !is_told {
            told.insert(staff.clone(), *from);
        }
        !is_told
    });
    found
}

/// Each seven days in which somebody has too many nights, by their first night: those of whoever comes instead of somebody else among
/// them, and those at other desks.
fn nights(there: &[Presence], rules: &DutyRules, elsewhere: &[Presence], zone: &TimeZone) -> Vec<Broken> {
    let mut of_staff: BTreeMap<&Staff, BTreeSet<Date>> = BTreeMap::new();
    for night in there.iter().chain(elsewhere).filter(|one| one.is_night(rules, zone)) {
        of_staff.entry(&night.staff).or_default().insert(night.date);
    }
    let most = usize::try_from(rules.nights_in_week.value).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    for (staff, dates) in of_staff {
        let too_many = |from: &&Date| dates.range(**from..=from.saturating_add(6.days())).count() > most;
        found.extend(dates.iter().filter(too_many).map(|from| Broken::Nights {
            staff: staff.clone(),
            from: *from,
        }));
    }
    found
}

/// What leaves somebody too little rest before or after a shift at another desk. That nobody is at two desks at once is a rule of its own.
fn tired_elsewhere(there: &[Presence], shifts: &[&Shift], elsewhere: &[Presence], rest: SignedDuration) -> Vec<Broken> {
    let mut found: Vec<Broken> = Vec::new();
    for other in elsewhere {
        for one in there.iter().filter(|one| one.staff == other.staff) {
            let between = other
                .from
                .duration_since(one.until)
                .max(one.from.duration_since(other.until));
            let shift = shifts.iter().find(|shift| shift.id == one.shift);
            let Some(shift) = shift.filter(|_| SignedDuration::ZERO <= between && between < rest) else {
                continue;
            };
            let broken = Broken::RestElsewhere {
                staff: one.staff.clone(),
                shift: (*shift).clone(),
                from: other.from,
                until: other.until,
            };
            if !found.contains(&broken) {
                found.push(broken);
            }
        }
    }
    found
}

fn broken(
    roster: &Roster,
    rules: &DutyRules,
    elsewhere: &[Presence],
    zone: &TimeZone,
    (from, until): (Date, Date),
) -> Vec<Broken> {
    let rest = SignedDuration::from_hours(i64::from(rules.rest_hours.value));
    let mut there = presences(roster, Timestamp::MIN, Timestamp::MAX, zone);
    there.sort_by(|a, b| (&a.staff, a.from, &a.shift).cmp(&(&b.staff, b.from, &b.shift)));
    let planned = |shift: &Shift| from <= shift.date && shift.date <= until;
    let mut found: Vec<Broken> = Vec::new();
    for (place, early) in there.iter().enumerate() {
        let next = there.iter().skip(place + 1);
        let rested = early.until.checked_add(rest).unwrap_or(Timestamp::MAX);
        for late in next.take_while(|late| late.staff == early.staff && late.from < rested.max(early.until)) {
            let shifts = roster.shifts.get(&early.shift).zip(roster.shifts.get(&late.shift));
            let Some((one, other)) =
                shifts.filter(|(one, other)| one.id != other.id && (planned(one) || planned(other)))
            else {
                continue;
            };
            let (staff, one, other) = (early.staff.clone(), one.clone(), other.clone());
            let broken = if late.from < early.until {
                Broken::Twice { staff, one, other }
            } else {
                Broken::Rest { staff, one, other }
            };
            // An override can cut a shift in two parts.
            if !found.contains(&broken) {
                found.push(broken);
            }
        }
    }
    let shifts: Vec<&Shift> = roster.shifts.values().filter(|shift| planned(shift)).collect();
    found.extend(tired_elsewhere(&there, &shifts, elsewhere, rest));
    let away = shifts.into_iter();
    let away = away.filter(|shift| roster.is_away(&shift.staff, shift.from, shift.until, zone));
    found.extend(away.map(|shift| Broken::Away {
        staff: shift.staff.clone(),
        shift: shift.clone(),
    }));
    found.extend(nights(&there, rules, elsewhere, zone).into_iter().filter(|broken| {
        // Seven days that have a planned one among them.
        let Broken::Nights { from: first, .. } = broken else {
            return true;
        };
        *first <= until && first.saturating_add(6.days()) >= from
    }));
    let turns = clashes(roster, rules, zone, Ahead { from, until });
    found.extend(turns.into_iter().map(Broken::Turn));
    found
}
