//! When units report.

use super::{OperatingLevel, Rule};
use crate::UnitSlug;
use jiff::civil::Time;
use std::collections::BTreeMap;

/// When units report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reporting {
    /// Due times by operating level 平战状态; each level's times are of the day itself or the day after.
    pub levels: BTreeMap<OperatingLevel, Rule<Vec<DueTime>>>,
    /// Units with due times of their own, by level; at a level for which a unit has none it reports as the body does.
    pub units: BTreeMap<UnitSlug, BTreeMap<OperatingLevel, Rule<Vec<DueTime>>>>,
}

impl Reporting {
    /// The due times of a unit, or of the body, at a level. A level that is nowhere named reports as in routine.
    #[must_use]
    pub fn times(&self, unit: Option<&UnitSlug>, level: OperatingLevel) -> &[DueTime] {
        let own = unit.and_then(|unit| self.units.get(unit));
        let at = |level| {
            let own = own.and_then(|own| own.get(&level));
            own.or_else(|| self.levels.get(&level))
        };
        let times = at(level).or_else(|| at(OperatingLevel::Routine));
        times.map_or(&[][..], |rule| rule.value.as_slice())
    }
}

/// A due minute of the daily report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueTime {
    /// 0 for the day itself, 1 for the day after.
    pub day: u8,
    /// Local time.
    pub time: Time,
}
