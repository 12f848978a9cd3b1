//! Rotations: teams that follow each other.

use super::{Shift, Staff, Turn};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Unit};
use serde::{Deserialize, Serialize};

/// Teams that take a turn after each other, each for so many days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// The turn.
    pub turn: super::TurnSlug,
    /// The teams in their order; whoever is in one is there at once.
    pub teams: Vec<Vec<Staff>>,
    /// The first team's first day.
    pub starts: Date,
    /// Days for which a team takes the turn before the next does.
    pub days_each: u32,
}

impl Rotation {
    /// The team of a day; none before the first one, or where there are no teams.
    #[must_use]
    pub fn team(&self, date: Date) -> Option<&[Staff]> {
        let days = self.starts.until((Unit::Day, date)).ok()?.get_days();
        let days = usize::try_from(days).ok()?;
        let each = usize::try_from(self.days_each.max(1)).ok()?;
        let place = (days / each).checked_rem(self.teams.len())?;
        self.teams.get(place).map(Vec::as_slice)
    }

    /// The shifts of the days from one to another, that one among them.
    #[must_use]
    pub fn shifts(&self, turn: &Turn, from: Date, until: Date, zone: &TimeZone) -> Vec<Shift> {
        let mut found = Vec::new();
        let mut date = from;
        while date <= until {
            let team = self.team(date).unwrap_or_default();
            let seats = (1..).zip(team);
            found.extend(seats.map(|(seat, staff)| Shift::of_turn(turn, date, seat, staff.clone(), zone)));
            let next = date.saturating_add(1.day());
            if next == date {
                break;
            }
            date = next;
        }
        found
    }
}
