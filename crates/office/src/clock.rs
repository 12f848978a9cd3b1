//! The program's clock: the real one, or one started at a stated time for rehearsals and tests.

use jiff::{SignedDuration, Timestamp};

/// Tells the time. Everything below asks its caller; this is where the caller gets it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    ahead: SignedDuration,
}

impl Clock {
    /// The real clock.
    #[must_use]
    pub const fn real() -> Self {
        Self {
            ahead: SignedDuration::ZERO,
        }
    }

    /// A clock that shows `at` now and runs on from there (`--at`).
    #[must_use]
    pub fn starting_at(at: Timestamp) -> Self {
        Self {
            ahead: at.duration_since(Timestamp::now()),
        }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::now().saturating_add(self.ahead).unwrap_or(Timestamp::MAX)
    }

    /// Whether it shows another time than the real one: pages say so.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        !self.ahead.is_zero()
    }
}
