//! Times (3.3.2): `2002-05-24T16:49:00-07:00`, a zone offset always and never `Z`; the offset of UTC is written `-00:00`.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// A moment with the offset in which it was said, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    at: Timestamp,
    offset: Offset,
}

impl Moment {
    /// A moment, its part of a second left out. The offset is that of a zone in force then, in whole minutes.
    #[must_use]
    pub fn new(at: Timestamp, offset: Offset) -> Self {
        let at = Timestamp::from_second(at.as_second()).unwrap_or(at);
        let offset = Offset::from_seconds(offset.seconds() / 60 * 60).unwrap_or(Offset::UTC);
        Self { at, offset }
    }

    /// When.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Reads what the standard's pattern allows and is a day of the calendar; none otherwise.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        const SHAPE: &[u8] = b"dddd-dd-ddTdd:dd:ddsdd:dd";
        let fits = |(byte, shape): (u8, &u8)| match shape {
            b'd' => byte.is_ascii_digit(),
            b's' => byte == b'+' || byte == b'-',
            other => byte == *other,
        };
        if text.len() != SHAPE.len() || !text.bytes().zip(SHAPE).all(fits) {
            return None;
        }
        // A leap second is no second of the schema's dateTime.
        if &text[17..19] > "59" {
            return None;
        }
        let local: DateTime = text[..19].parse().ok()?;
        let hours: i32 = text[20..22].parse().ok()?;
        let minutes: i32 = text[23..].parse().ok()?;
        // The schema's dateTime knows offsets up to fourteen hours.
        if minutes > 59 || hours * 60 + minutes > 14 * 60 {
            return None;
        }
        let sign = if text.as_bytes()[19] == b'-' { -1 } else { 1 };
        let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
        let at = offset.to_timestamp(local).ok()?;
        Some(Self { at, offset })
    }

    /// Later by `by`, in the same offset; itself where no calendar reaches that far.
    #[must_use]
    pub fn later(&self, by: SignedDuration) -> Self {
        let at = self.at.checked_add(by).unwrap_or(self.at);
        Self::new(at, self.offset)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.offset.to_datetime(self.at);
        let (date, time) = (local.date(), local.time());
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes > 0 { '+' } else { '-' };
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            date.year(),
            date.month(),
            date.day(),
            time.hour(),
            time.minute(),
            time.second(),
            minutes.abs() / 60,
            minutes.abs() % 60,
        )
    }
}
