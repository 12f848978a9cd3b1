//! What a plan of many days breaks: people on two shifts at once or on leave, less rest than they are to have, and turns against
//! skills and pairs.

use super::{Ahead, DutyRules, PlannedClash, Presence, Roster, RosterEvent, Shift, Staff, clashes, evolve, presences};
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
        RosterEvent::Put { shift } => Some((shift.date, shift.date)),
        RosterEvent::Overridden(over) => roster.shifts.get(&over.shift).map(|shift| (shift.date, shift.date)),
        _ => None,
    };
    let Some(days) = days else { return Vec::new() };
    let after = evolve(roster.clone(), plan, now);
    let before = broken(roster, rules, elsewhere, zone, days);
    let mut found = broken(&after, rules, elsewhere, zone, days);
    found.retain(|one| !before.contains(one));
    found
}

/// The first seven days of each stretch in which somebody has too many nights.
fn nights(roster: &Roster, rules: &DutyRules) -> Vec<Broken> {
    let is_night = |shift: &&Shift| {
        let turn = shift.turn.as_ref().and_then(|slug| rules.turn(slug));
        turn.is_some_and(|turn| turn.night)
    };
    let mut of_staff: BTreeMap<&Staff, BTreeSet<Date>> = BTreeMap::new();
    for shift in roster.shifts.values().filter(is_night) {
        of_staff.entry(&shift.staff).or_default().insert(shift.date);
    }
    let most = usize::try_from(rules.nights_in_week.value).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    for (staff, dates) in of_staff {
        let mut told: Option<Date> = None;
        for from in &dates {
            let week = dates.range(*from..=from.saturating_add(6.days())).count();
            if week > most && told.is_none_or(|told| told.saturating_add(6.days()) < *from) {
                told = Some(*from);
                let (staff, from) = (staff.clone(), *from);
                found.push(Broken::Nights { staff, from });
            }
        }
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
    found.extend(nights(roster, rules).into_iter().filter(|broken| {
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
