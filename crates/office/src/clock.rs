//! The program's clock: the real one, one started at a stated time for rehearsals, or one that stands still for tests.

use jiff::{SignedDuration, Timestamp};

/// Tells the time. Everything below asks its caller; this is where the caller gets it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    ahead: SignedDuration,
    stands_at: Option<Timestamp>,
}

impl Clock {
    /// The real clock.
    #[must_use]
    pub const fn real() -> Self {
        Self {
            ahead: SignedDuration::ZERO,
            stands_at: None,
        }
    }

    /// A clock that shows `at` now and runs on from there (`--at`).
    #[must_use]
    pub fn starting_at(at: Timestamp) -> Self {
        Self {
            ahead: at.duration_since(Timestamp::now()),
            stands_at: None,
        }
    }

    /// A clock that shows `at` and stands still: whoever simulates a quarter of a year sets another one for each moment.
    #[must_use]
    pub const fn standing_at(at: Timestamp) -> Self {
        Self {
            ahead: SignedDuration::ZERO,
            stands_at: Some(at),
        }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let runs = || Timestamp::now().saturating_add(self.ahead).unwrap_or(Timestamp::MAX);
        self.stands_at.unwrap_or_else(runs)
    }

    /// Whether it shows another time than the real one: pages say so.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        self.stands_at.is_some() || !self.ahead.is_zero()
    }
}
