//! What planning days anew undoes: swaps that were approved, and people who were put in for others.

use super::{Override, Roster, RosterEvent, Settled, Shift, ShiftId, Staff, Swap, evolve};
use jiff::Timestamp;

/// Something that was agreed on and is not planned so any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undone {
    /// Two people have the shifts of each other.
    Swap(Swap),
    /// Somebody is there for somebody else.
    Override(Override),
}

/// What `plan` undoes of shifts that have not begun, swaps first. Whoever comes on the same turn of the same day after it comes as before.
#[must_use]
pub fn undone_by(roster: &Roster, plan: &RosterEvent, now: Timestamp) -> Vec<Undone> {
    let after = evolve(roster.clone(), plan, now);
    let comes = |shift: &Shift, staff: &Staff| {
        let mut same = after.shifts.values();
        same.any(|one| (one.date, &one.turn, &one.staff) == (shift.date, &shift.turn, staff))
    };
    let ahead = |id: &ShiftId| roster.shifts.get(id).filter(|shift| shift.from > now);
    // What became of it since is no swap any more.
    let is_undone =
        |id: &ShiftId, staff: &Staff| ahead(id).is_some_and(|shift| shift.staff == *staff && !comes(shift, staff));
    let granted = roster.swaps.values().filter(|swap| swap.settled == Settled::Granted);
    let swaps = granted.filter(|swap| is_undone(&swap.mine, &swap.other) || is_undone(&swap.theirs, &swap.asked_by));
    let overrides = roster.overrides.iter().filter(|over| {
        let is_kept = after.overrides.contains(over);
        ahead(&over.shift).is_some_and(|shift| !is_kept && !comes(shift, &over.staff))
    });
    let swaps = swaps.cloned().map(Undone::Swap);
    swaps.chain(overrides.cloned().map(Undone::Override)).collect()
}
