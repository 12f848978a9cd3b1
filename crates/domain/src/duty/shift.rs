//! Shifts, and who is there after leave and overrides.

use super::rules::moment;
use super::{DutyRules, Roster, Staff, Tier, TurnSlug};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

/// Identity of a shift within its roster: of a planned one date, turn and seat, so that the same shift keeps it when it is
/// planned anew.
pub type ShiftId = String;

/// A shift: somebody is to be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Identity.
    pub id: ShiftId,
    /// In what capacity.
    pub tier: Tier,
    /// The turn that it keeps; none for one with times of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<TurnSlug>,
    /// The day of duty.
    pub date: Date,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
    /// Who.
    pub staff: Staff,
}

impl Shift {
    /// The shift of a turn's seat (the first is 1) on a day.
    #[must_use]
    pub fn of_turn(turn: &super::Turn, date: Date, seat: u32, staff: Staff, zone: &TimeZone) -> Self {
        let (from, until) = turn.span(date, zone);
        Self {
            id: format!("{date}-{}-{seat}", turn.slug),
            tier: turn.tier,
            turn: Some(turn.slug.clone()),
            date,
            from,
            until,
            staff,
        }
    }

    /// A shift with times of its own, which keeps no turn; its day of duty is that on which it begins.
    #[must_use]
    pub fn of_own_times(
        id: ShiftId,
        tier: Tier,
        (from, until): (Timestamp, Timestamp),
        staff: Staff,
        zone: &TimeZone,
    ) -> Self {
        Self {
            id,
            tier,
            turn: None,
            date: zone.to_datetime(from).date(),
            from,
            until,
            staff,
        }
    }

    /// A night, as of whoever is there for it.
    #[must_use]
    pub fn is_night(&self, rules: &DutyRules, zone: &TimeZone) -> bool {
        is_night(rules, (self.tier, self.turn.as_ref()), (self.from, self.until), zone)
    }

    /// Whoever it was planned for, there for all of it: as it is before leave and overrides.
    #[must_use]
    pub fn as_planned(&self) -> Presence {
        self.part(&self.staff, (self.from, self.until))
    }

    /// Somebody is there for a part of it.
    fn part(&self, staff: &Staff, (from, until): (Timestamp, Timestamp)) -> Presence {
        Presence {
            shift: self.id.clone(),
            tier: self.tier,
            turn: self.turn.clone(),
            date: self.date,
            staff: staff.clone(),
            from,
            until,
        }
    }

    /// Whether both have a moment in common.
    #[must_use]
    pub fn meets(&self, from: Timestamp, until: Timestamp) -> bool {
        self.from < until && from < self.until
    }
}

/// Somebody is there: what is left of a shift after leave and overrides, and what an override adds; or a shift as it was planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// The shift.
    pub shift: ShiftId,
    /// In what capacity.
    pub tier: Tier,
    /// The turn that the shift keeps; none for one with times of its own.
    pub turn: Option<TurnSlug>,
    /// The shift's day of duty.
    pub date: Date,
    /// Who.
    pub staff: Staff,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
}

impl Presence {
    /// A night: of a turn, for whoever is there for any part of it.
    #[must_use]
    pub fn is_night(&self, rules: &DutyRules, zone: &TimeZone) -> bool {
        is_night(rules, (self.tier, self.turn.as_ref()), (self.from, self.until), zone)
    }
}

/// Of a turn the pack says whether it is a night. With times of its own it is one where most of it lies in nights of its tier.
fn is_night(
    rules: &DutyRules,
    (tier, turn): (Tier, Option<&TurnSlug>),
    (from, until): (Timestamp, Timestamp),
    zone: &TimeZone,
) -> bool {
    if let Some(slug) = turn {
        return rules.turn(slug).is_some_and(|turn| turn.night);
    }
    // A night of the day before goes on into the first one.
    let first = zone.to_datetime(from).date().saturating_sub(1.day());
    let last = zone.to_datetime(until).date();
    let mut of_tier = rules.turns_of(tier).filter(|turn| turn.night);
    of_tier.any(|turn| {
        let (mut date, mut within) = (first, SignedDuration::ZERO);
        while date <= last {
            let (start, end) = turn.span(date, zone);
            let part = until.min(end).duration_since(from.max(start));
            within = within.saturating_add(part.max(SignedDuration::ZERO));
            let next = date.saturating_add(1.day());
            if next == date {
                break;
            }
            date = next;
        }
        within.as_millis() * 2 > until.duration_since(from).as_millis()
    })
}

/// Who is there between the two moments, by beginning: shifts, without what is overridden, with who takes that over, and
/// without granted leave.
#[must_use]
pub fn presences(roster: &Roster, from: Timestamp, until: Timestamp, zone: &TimeZone) -> Vec<Presence> {
    let mut found = Vec::new();
    for shift in roster.shifts.values().filter(|shift| shift.meets(from, until)) {
        let mut own = vec![(shift.from, shift.until)];
        // The last word counts: a later override takes from an earlier one.
        let mut others: Vec<(&Staff, Vec<(Timestamp, Timestamp)>)> = Vec::new();
        for over in roster.overrides.iter().filter(|over| over.shift == shift.id) {
            let (start, end) = (over.from.max(shift.from), over.until.min(shift.until));
            cut(&mut own, start, end);
            for (_, parts) in &mut others {
                cut(parts, start, end);
            }
            if start < end {
                others.push((&over.staff, vec![(start, end)]));
            }
        }
        for (staff, mut parts) in std::iter::once((&shift.staff, own)).chain(others) {
            for leave in roster
                .leaves
                .values()
                .filter(|leave| leave.is_granted() && leave.staff == *staff)
            {
                let (start, end) = leave.span(zone);
                cut(&mut parts, start, end);
            }
            found.extend(parts.into_iter().map(|span| shift.part(staff, span)));
        }
    }
    found.retain(|presence| presence.from < until && from < presence.until);
    found.sort_by(|a, b| (a.from, a.tier, &a.shift).cmp(&(b.from, b.tier, &b.shift)));
    found
}

/// Takes a span out of what there is.
fn cut(parts: &mut Vec<(Timestamp, Timestamp)>, from: Timestamp, until: Timestamp) {
    if from >= until {
        return;
    }
    let left = |(start, end): &(Timestamp, Timestamp)| {
        let before = (*start, (*end).min(from));
        let after = ((*start).max(until), *end);
        [before, after].into_iter().filter(|(start, end)| start < end)
    };
    *parts = parts.iter().flat_map(left).collect();
}

/// The first moment of a date and the first one after another.
pub(super) fn days(from: Date, until: Date, zone: &TimeZone) -> (Timestamp, Timestamp) {
    let after = until.saturating_add(1.day());
    (
        moment(from, Time::midnight(), zone),
        moment(after, Time::midnight(), zone),
    )
}
