//! Whether the clock is to be believed by which cases' time is over: erasing cannot be undone, and a machine that comes up years ahead
//! would destroy everything that has ended.

use crate::boxed;
use crate::{Error, Office};
use jiff::{SignedDuration, Timestamp};

/// How far the clock may be beyond the time at which it was last believed. It is the program's own caution and no rule of the field: a
/// desk that stood still for longer is asked for a person's word once, and nothing is kept longer by it than that takes.
pub const CLOCK_MOST_AHEAD: SignedDuration = SignedDuration::from_hours(31 * 24);

/// The setting that says at which time it was last believed.
const BELIEVED: &str = "erasing_clock";

/// What stands against erasing by the clock. [`Self::Ahead`] and [`Self::Behind`] end with a person's word ([`believe_clock`]), which counts
/// whichever way the clock is off: whoever gave it by a clock that was wrong gives it once more when the clock is right. `Behind` ends by
/// itself as well, as soon as the clock is past that time again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasingClock {
    /// Nothing.
    Believed,
    /// The desk runs at a stated time, for a rehearsal: nothing real is over by it.
    Stated,
    /// Nothing has happened yet: nothing is over, and nothing says what time it is.
    Empty,
    /// It is more than [`CLOCK_MOST_AHEAD`] beyond the time at which it was last believed: somebody has to look.
    Ahead {
        /// That time.
        last: Timestamp,
    },
    /// It is before the time at which it was last believed: it is wrong, or it was then. A machine that comes up in 1970 and is set right a
    /// minute later must not have been believed in between: it would be far ahead from then on.
    Behind {
        /// That time.
        last: Timestamp,
    },
}

/// Whether what is over at `now` may be erased, and that the clock is believed may be written down, without a person's word.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn erasing_clock(office: &Office, now: Timestamp) -> Result<ErasingClock, Error> {
    if office.clock.is_stated() {
        return Ok(ErasingClock::Stated);
    }
    let last = match last_believed(office).await? {
        Some(last) => Some(last),
        None => office.store.newest_event_at().await?,
    };
    Ok(match last {
        None => ErasingClock::Empty,
        Some(last) if now < last => ErasingClock::Behind { last },
        Some(last) if now.duration_since(last) > CLOCK_MOST_AHEAD => ErasingClock::Ahead { last },
        Some(_) => ErasingClock::Believed,
    })
}

/// Writes down that the clock is believed at `now`: after each look that found it right, and where a person erases what is due, also
/// where it was believed at a later time before.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn believe_clock(office: &Office, now: Timestamp) -> Result<(), Error> {
    if !office.clock.is_stated() {
        office.store.set_setting(BELIEVED, &now.to_string()).await?;
    }
    Ok(())
}

/// Before anything is written by the clock: a database in which it was never looked at is believed as far as its newest event.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn begin_erasing_clock(office: &Office) -> Result<(), Error> {
    if last_believed(office).await?.is_none()
        && let Some(newest) = office.store.newest_event_at().await?
    {
        believe_clock(office, newest).await?;
    }
    Ok(())
}

async fn last_believed(office: &Office) -> Result<Option<Timestamp>, Error> {
    let kept = office.store.setting(BELIEVED).await?;
    Ok(kept.and_then(|text| text.parse().ok()))
}
