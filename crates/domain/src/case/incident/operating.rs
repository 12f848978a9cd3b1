//! Times that are shorter while an operating level 平战状态 binds the unit.
//!
//! The pack gives the times, the incident's own stream says since when which level bound the unit, so that what was known when is kept.
//! Three rules:
//! - A level that begins shortens what is not due yet: its time runs from when the level is written down, or from the clock's own beginning
//!   where that is later. Nobody is made late by a level that came after, and what was due before stays late.
//! - A clock that has begun under a level keeps the shorter time when the level is over: what somebody was told to send by then does
//!   not become later in silence. What begins afterwards has the usual time.
//! - A level never gives more time: the earliest counts.

use super::Incident;
use crate::pack::{OperatingLevel, Rule};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// An operating level with since when it binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatingHeld {
    /// Since when.
    pub at: Timestamp,
    /// Which; routine where none does any more.
    pub level: OperatingLevel,
}

/// Why a report is due earlier than usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shorter {
    /// The level.
    pub level: OperatingLevel,
    /// Since when it bound the unit.
    pub since: Timestamp,
    /// When the report would be due without it; none where it would not be due at all.
    pub usual: Option<Timestamp>,
}

/// A due time with where it comes from.
#[derive(Debug, Clone)]
pub(super) struct Timed {
    pub(super) from: Timestamp,
    pub(super) due: Timestamp,
    pub(super) source: (String, bool),
    pub(super) shorter: Option<Shorter>,
}

impl Incident {
    /// The operating level that binds its unit, as it is written down.
    #[must_use]
    pub fn operating_level(&self) -> OperatingLevel {
        let held = self.operating.last();
        held.map_or(OperatingLevel::Routine, |held| held.level)
    }

    /// When something is due whose clock runs from `from`: by its usual rule, or earlier by that of a level. None where neither says a time.
    pub(super) fn timed<'a>(
        &self,
        from: Timestamp,
        usual: Option<&'a Rule<u32>>,
        at_level: impl Fn(OperatingLevel) -> Option<&'a Rule<u32>>,
        time: impl Fn(u32) -> SignedDuration,
    ) -> Option<Timed> {
        let until = |from: Timestamp, rule: &Rule<u32>| from.checked_add(time(rule.value)).unwrap_or(Timestamp::MAX);
        let timed = |due, rule: &Rule<u32>, shorter| Timed {
            from,
            due,
            source: (rule.source.clone(), rule.verified),
            shorter,
        };
        let usual = usual.map(|rule| timed(until(from, rule), rule, None));
        let usual_due = usual.as_ref().map(|usual| usual.due);
        let ends = self.operating.iter().skip(1).map(|next| Some(next.at)).chain([None]);
        let held = self.operating.iter().zip(ends);
        let under = held.filter(|(_, ends)| ends.is_none_or(|ends| from < ends));
        let shorter = under.filter_map(|(held, _)| {
            let rule = at_level(held.level)?;
            let shorter = Shorter {
                level: held.level,
                since: held.at,
                usual: usual_due,
            };
            Some(timed(until(from.max(held.at), rule), rule, Some(shorter)))
        });
        // Of two that are due at the same moment the usual one stands.
        usual
            .into_iter()
            .chain(shorter)
            .reduce(|least, next| if next.due < least.due { next } else { least })
    }
}
