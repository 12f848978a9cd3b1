//! Shares of a clock's time: the moments at which the program warns (50 %, 80 %) and says that it is late (100 %).

use crate::case::RunningClock;
use jiff::{SignedDuration, Timestamp};

/// The shares at which a clock is marked, in percent.
pub const MARKS: [u8; 3] = [50, 80, 100];

/// When `percent` of a clock's time is used up, pauses left out; 100 is the due time itself.
///
/// None while the clock stands still or once it has ended, and for more than 100.
#[must_use]
pub fn mark_at(clock: &RunningClock, percent: u8) -> Option<Timestamp> {
    if !clock.is_open() || clock.is_paused() || percent > 100 {
        return None;
    }
    if percent == 100 {
        return Some(clock.due);
    }
    let paused: i128 = clock.pauses.iter().map(|pause| millis(pause.from, pause.to)).sum();
    let total = millis(clock.from, Some(clock.due)).saturating_sub(paused).max(0);
    let mut mark = later(clock.from, total * i128::from(percent) / 100);
    for pause in &clock.pauses {
        if pause.from <= mark {
            mark = later(mark, millis(pause.from, pause.to));
        }
    }
    Some(mark.min(clock.due))
}

/// Length of a stretch in milliseconds, 0 where it does not go forward.
fn millis(from: Timestamp, to: Option<Timestamp>) -> i128 {
    to.map_or(0, |to| to.duration_since(from).as_millis().max(0))
}

fn later(at: Timestamp, millis: i128) -> Timestamp {
    i64::try_from(millis)
        .ok()
        .and_then(|millis| at.checked_add(SignedDuration::from_millis(millis)).ok())
        .unwrap_or(Timestamp::MAX)
}
