//! Hours and load: what is spread evenly. They are told to the person and to the person's unit alone.

use super::{Days, DutyRules, Kind, Roster, Shift, Staff, presences};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What somebody carried in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Load {
    /// Minutes on duty.
    pub minutes: u32,
    /// Turns.
    pub turns: u32,
    /// Nights among them.
    pub nights: u32,
    /// On weekends.
    pub weekends: u32,
    /// On holidays.
    pub holidays: u32,
    /// Weighed together by the pack's weights.
    pub weighed: u32,
}

impl Load {
    /// Hours, rounded down.
    #[must_use]
    pub const fn hours(self) -> u32 {
        self.minutes / 60
    }

    fn add(&mut self, rules: &DutyRules, days: Days<'_>, shift: &Shift, minutes: u32) {
        let night = shift.is_night(rules, days.zone);
        let kind = days.kind(shift.date);
        self.minutes = self.minutes.saturating_add(minutes);
        self.turns += 1;
        self.nights += u32::from(night);
        self.weekends += u32::from(kind == Kind::Weekend);
        self.holidays += u32::from(kind == Kind::Holiday);
        self.weighed = self.weighed.saturating_add(rules.weight(night, kind));
    }
}

/// What somebody carries at several desks.
impl std::iter::Sum for Load {
    fn sum<I: Iterator<Item = Self>>(loads: I) -> Self {
        loads.fold(Self::default(), |all, one| Self {
            minutes: all.minutes.saturating_add(one.minutes),
            turns: all.turns.saturating_add(one.turns),
            nights: all.nights.saturating_add(one.nights),
            weekends: all.weekends.saturating_add(one.weekends),
            holidays: all.holidays.saturating_add(one.holidays),
            weighed: all.weighed.saturating_add(one.weighed),
        })
    }
}

impl DutyRules {
    /// What a turn weighs.
    #[must_use]
    pub fn weight(&self, night: bool, kind: Kind) -> u32 {
        let weights = self.weights.value;
        let turn = if night { weights.night } else { weights.day };
        let day = match kind {
            Kind::Ordinary => 0,
            Kind::Weekend => weights.weekend,
            Kind::Holiday => weights.holiday,
        };
        turn.saturating_add(day)
    }
}

/// What somebody carries on the days of duty from one to another. A turn counts for whoever is there for most of it; the
/// hours are those that each is there.
#[must_use]
pub fn load_of(roster: &Roster, staff: &Staff, rules: &DutyRules, days: Days<'_>, from: Date, until: Date) -> Load {
    let mut load = Load::default();
    let of_days = |shift: &&Shift| from <= shift.date && shift.date <= until;
    for shift in roster.shifts.values().filter(of_days) {
        let there = presences(roster, shift.from, shift.until, days.zone);
        let own = there.iter().filter(|one| one.shift == shift.id && one.staff == *staff);
        let minutes = own.map(|one| one.until.duration_since(one.from).as_mins()).sum::<i64>();
        let whole = shift.until.duration_since(shift.from).as_mins();
        let counted = u32::try_from(minutes).unwrap_or(0);
        if minutes * 2 > whole {
            load.add(rules, days, shift, counted);
        } else {
            load.minutes = load.minutes.saturating_add(counted);
        }
    }
    load
}
