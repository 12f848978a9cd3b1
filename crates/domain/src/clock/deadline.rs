//! Deadline arithmetic (Civil Code 201–203; for administrative periods an analogy, so rolling is the pack's switch).

use super::{Allowance, Calendar};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A computed due time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last moment that is still in time (for days: the end of the last day, exclusive bound of the next midnight).
    pub at: Timestamp,
    /// The first year without holiday data that the period runs through, if any: a warning, not a failure.
    pub warning: Option<i16>,
}

/// When an allowance that starts at `from` is due.
///
/// Hours run from the event. Days and working days do not count the start day and end with their last day in `zone`;
/// with `roll`, a last calendar day that is not a working day moves to the next working day (Civil Code 203).
#[must_use]
pub fn due(from: Timestamp, allowance: Allowance, zone: &TimeZone, calendar: &Calendar, roll: bool) -> Due {
    todo!()
}
