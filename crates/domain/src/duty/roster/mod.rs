//! The roster of a desk, as its stream tells it.

mod decide;
mod people;
mod team;

use super::shift::days;
use super::{Rotation, Shift, ShiftId, SkillSlug, Staff, TurnSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use decide::{Ground, RosterCommand, decide, keeps, settles};
pub use team::Pairing;

/// How shifts came to be planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Teams in turn.
    Rotation,
    /// Proposed by the program, and taken by a person.
    Generated,
    /// By hand.
    Hand,
}

/// Whether something that was asked is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// Not yet.
    Open,
    /// Of a swap: the other one agreed, and it waits for approval.
    Agreed,
    /// Granted, approved.
    Granted,
    /// Refused, by the other one or by whoever approves.
    Refused,
    /// Taken back by whoever asked.
    TakenBack,
}

/// Leave, in whole days. There is no reason: none is needed to plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    /// Who.
    pub staff: Staff,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Whether it is granted.
    pub settled: Settled,
}

impl Leave {
    /// It counts.
    #[must_use]
    pub fn is_granted(&self) -> bool {
        self.settled == Settled::Granted
    }

    /// From the first moment of its first day to that after its last.
    #[must_use]
    pub fn span(&self, zone: &TimeZone) -> (Timestamp, Timestamp) {
        days(self.from, self.until, zone)
    }
}

/// Days on which somebody would rather not be on duty: heard where it can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Who.
    pub staff: Staff,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// Two people change shifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Who asks.
    pub asked_by: Staff,
    /// Their shift.
    pub mine: ShiftId,
    /// Who is asked.
    pub other: Staff,
    /// That one's shift.
    pub theirs: ShiftId,
    /// How far it is.
    pub settled: Settled,
}

/// Somebody else is there for a shift or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The shift.
    pub shift: ShiftId,
    /// Who is there.
    pub staff: Staff,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
}

/// Why days are planned against what is asked for of rest, skills or pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Despite {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// The turn; none where it is of all of them.
    pub turn: Option<TurnSlug>,
    /// In words.
    pub why: String,
}

/// What happened to a roster. Who and when are beside it in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields repeat those of the state")]
pub enum RosterEvent {
    /// The shifts of these days that had not begun are now these; of one turn alone where that is said.
    Planned {
        from: Date,
        until: Date,
        how: How,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        turn: Option<TurnSlug>,
        shifts: Vec<Shift>,
        /// Why, where it breaks what is asked for of rest, skills or pairs.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        despite: String,
    },
    /// A shift was put in.
    Put {
        shift: Shift,
        /// It breaks what is asked for of rest, nights, skills or pairs, and that was said.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        despite: bool,
    },
    /// A shift was taken out.
    Withdrawn { shift: ShiftId },
    /// Teams of a turn.
    Rotated { rotation: Rotation },
    /// Leave was asked for.
    LeaveAsked {
        id: String,
        staff: Staff,
        from: Date,
        until: Date,
    },
    /// It was settled.
    LeaveSettled { id: String, settled: Settled },
    /// A wish was said.
    Wished { id: String, wish: Wish },
    /// A wish was taken back.
    Unwished { id: String },
    /// A swap was asked for.
    SwapAsked {
        id: String,
        asked_by: Staff,
        mine: ShiftId,
        other: Staff,
        theirs: ShiftId,
    },
    /// It went on.
    SwapSettled {
        id: String,
        settled: Settled,
        /// As of a shift that is put in.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        despite: bool,
    },
    /// Somebody else is there.
    Overridden {
        #[serde(flatten)]
        over: Override,
        /// As of a shift that is put in.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        despite: bool,
    },
    /// What somebody is able to do on duty is this now.
    Skilled { staff: Staff, skills: BTreeSet<SkillSlug> },
    /// How two people are planned, in this order; none: as any other two.
    Paired {
        staff: Staff,
        with: Staff,
        pairing: Option<Pairing>,
    },
}

/// A roster as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// Shifts.
    pub shifts: BTreeMap<ShiftId, Shift>,
    /// Teams, by turn.
    pub rotations: BTreeMap<String, Rotation>,
    /// Leave.
    pub leaves: BTreeMap<String, Leave>,
    /// Wishes.
    pub wishes: BTreeMap<String, Wish>,
    /// Swaps.
    pub swaps: BTreeMap<String, Swap>,
    /// What people are able to do on duty: no more than whoever plans needs, and nobody is ranked by it.
    pub skills: BTreeMap<Staff, BTreeSet<SkillSlug>>,
    /// How two people are planned: the first with the second.
    pub pairs: BTreeMap<(Staff, Staff), Pairing>,
    /// Why days are planned against what is asked for, oldest first.
    pub despite: Vec<Despite>,
    /// Shifts that were put in, swapped or given to somebody else against what is asked for, because that was said.
    pub all_the_same: BTreeSet<ShiftId>,
    /// Overrides, oldest first.
    pub overrides: Vec<Override>,
    /// Number of events so far.
    pub version: u64,
}

impl Roster {
    /// Somebody's granted leave meets the span.
    #[must_use]
    pub fn is_away(&self, staff: &Staff, from: Timestamp, until: Timestamp, zone: &TimeZone) -> bool {
        let mut own = self
            .leaves
            .values()
            .filter(|leave| leave.is_granted() && leave.staff == *staff);
        own.any(|leave| {
            let (start, end) = leave.span(zone);
            start < until && from < end
        })
    }

    /// Somebody is able to do that.
    #[must_use]
    pub fn has_skill(&self, staff: &Staff, skill: &str) -> bool {
        self.skills.get(staff).is_some_and(|skills| skills.contains(skill))
    }

    /// Somebody else was put in a shift, or in a part of it.
    #[must_use]
    pub fn is_overridden(&self, shift: &ShiftId) -> bool {
        self.overrides.iter().any(|over| over.shift == *shift)
    }

    /// Whose shift it is can swap it: it has not begun, and it is theirs as a whole.
    #[must_use]
    pub fn can_be_swapped(&self, shift: &Shift, now: Timestamp) -> bool {
        shift.from > now && !self.is_overridden(&shift.id)
    }

    /// The shifts of these days, of one turn or of all, are now these; what had begun stays as it was, and so do shifts with times of their
    /// own.
    fn plan_anew(&mut self, of: Despite, shifts: &[Shift], at: Timestamp) {
        let is_of = |turn: Option<&TurnSlug>| of.turn.is_none() || turn == of.turn.as_ref();
        // Planned anew as a whole, its reason is gone with it.
        self.despite
            .retain(|one| one.from < of.from || one.until > of.until || !is_of(one.turn.as_ref()));
        self.shifts.retain(|_, shift| {
            let is_planned = shift.turn.is_some() && is_of(shift.turn.as_ref());
            shift.date < of.from || shift.date > of.until || shift.from <= at || !is_planned
        });
        self.overrides.retain(|over| self.shifts.contains_key(&over.shift));
        self.all_the_same.retain(|shift| self.shifts.contains_key(shift));
        for shift in shifts {
            self.shifts.entry(shift.id.clone()).or_insert_with(|| shift.clone());
        }
        if !of.why.is_empty() {
            self.despite.push(of);
        }
    }

    /// A shift is put in. Who was put in instead of somebody else who had it does not come any more.
    fn put(&mut self, shift: &Shift, despite: bool) {
        let before = self.shifts.insert(shift.id.clone(), shift.clone());
        if before.is_some_and(|before| before.staff != shift.staff) {
            self.overrides.retain(|over| over.shift != shift.id);
        }
        self.mark(&shift.id, despite);
    }

    /// Whether a shift is as it is against what is asked for.
    fn mark(&mut self, shift: &ShiftId, despite: bool) {
        if despite {
            self.all_the_same.insert(shift.clone());
        } else {
            self.all_the_same.remove(shift);
        }
    }

    fn change_swapped(&mut self, id: &str, despite: bool) {
        if let Some(swap) = self.swaps.get(id).cloned() {
            self.change_shifts(&swap);
            self.mark(&swap.mine, despite);
            self.mark(&swap.theirs, despite);
        }
    }

    /// Each of both has the other's shift.
    pub(super) fn change_shifts(&mut self, swap: &Swap) {
        if let Some(mine) = self.shifts.get_mut(&swap.mine) {
            mine.staff.clone_from(&swap.other);
        }
        if let Some(theirs) = self.shifts.get_mut(&swap.theirs) {
            theirs.staff.clone_from(&swap.asked_by);
        }
    }
}

/// The state after `event`; an event that does not fit leaves it as it was.
#[must_use]
pub fn evolve(mut roster: Roster, event: &RosterEvent, at: Timestamp) -> Roster {
    roster.version = roster.version.saturating_add(1);
    match event {
        RosterEvent::Planned {
            from,
            until,
            turn,
            shifts,
            despite,
            ..
        } => {
            let of = Despite {
                from: *from,
                until: *until,
                turn: turn.clone(),
                why: despite.clone(),
            };
            roster.plan_anew(of, shifts, at);
        }
        RosterEvent::Put { shift, despite } => roster.put(shift, *despite),
        RosterEvent::Withdrawn { shift } => {
            roster.shifts.remove(shift);
            roster.overrides.retain(|over| over.shift != *shift);
            roster.all_the_same.remove(shift);
        }
        RosterEvent::Rotated { rotation } => {
            roster.rotations.insert(rotation.turn.clone(), rotation.clone());
        }
        RosterEvent::LeaveAsked { id, staff, from, until } => {
            let leave = Leave {
                staff: staff.clone(),
                from: *from,
                until: *until,
                settled: Settled::Open,
            };
            roster.leaves.insert(id.clone(), leave);
        }
        RosterEvent::LeaveSettled { id, settled } => {
            if let Some(leave) = roster.leaves.get_mut(id) {
                leave.settled = *settled;
            }
        }
        RosterEvent::Wished { id, wish } => {
            roster.wishes.insert(id.clone(), wish.clone());
        }
        RosterEvent::Unwished { id } => {
            roster.wishes.remove(id);
        }
        RosterEvent::SwapAsked {
            id,
            asked_by,
            mine,
            other,
            theirs,
        } => {
            let swap = Swap {
                asked_by: asked_by.clone(),
                mine: mine.clone(),
                other: other.clone(),
                theirs: theirs.clone(),
                settled: Settled::Open,
            };
            roster.swaps.insert(id.clone(), swap);
        }
        RosterEvent::SwapSettled { id, settled, despite } => {
            if let Some(swap) = roster.swaps.get_mut(id) {
                swap.settled = *settled;
            }
            if *settled == Settled::Granted {
                roster.change_swapped(id, *despite);
            }
        }
        RosterEvent::Overridden { over, despite } => {
            roster.overrides.push(over.clone());
            // One that breaks nothing mends nothing that was there before it.
            if *despite {
                roster.mark(&over.shift, true);
            }
        }
        RosterEvent::Skilled { staff, skills } => {
            roster.skills.insert(staff.clone(), skills.clone());
            roster.skills.retain(|_, skills| !skills.is_empty());
        }
        RosterEvent::Paired { staff, with, pairing } => {
            roster.pairs.remove(&(with.clone(), staff.clone()));
            let pair = (staff.clone(), with.clone());
            match pairing {
                Some(pairing) => drop(roster.pairs.insert(pair, *pairing)),
                None => drop(roster.pairs.remove(&pair)),
            }
        }
    }
    roster
}
