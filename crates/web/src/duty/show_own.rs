//! One's own shifts at a desk: what is left of them after leave and overrides, and what one takes over of others.

use super::show_roster::shift_words;
use crate::moments;
use crate::visit::Visit;
use domain::duty::{Roster, Staff, presences};
use jiff::Timestamp;

/// Shifts that are told at once.
const MOST_SHIFTS: usize = 200;

/// Where one is to be there and that has not ended, by its beginning, in words; of a part of a shift with its times.
pub(super) fn own_shifts(visit: &Visit, roster: &Roster, own: &Staff) -> Vec<String> {
    let zone = &visit.desk.office.pack.zone;
    let there = presences(roster, visit.now, Timestamp::MAX, zone);
    let own = there.iter().filter(|one| one.staff == *own);
    let words = own.filter_map(|one| {
        let shift = roster.shifts.get(&one.shift)?;
        let words = shift_words(visit, shift);
        if (one.from, one.until) == (shift.from, shift.until) {
            return Some(words);
        }
        let (from, until) = (moments::moment(one.from, zone), moments::moment(one.until, zone));
        Some(format!("{words} · {from} – {until}"))
    });
    words.take(MOST_SHIFTS).collect()
}
