//! Times in words.

use fluent_bundle::FluentValue;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write as _;
use words::Words;

/// `2026-11-24 20:15`, in `zone`: the same in both languages, sorts as it reads.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.to_datetime(at);
    let mut text = String::with_capacity(16);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "{:04}-{:02}-{:02} {:02}:{:02}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute()
    );
    text
}

/// As `<input type="datetime-local">` holds it.
pub(crate) fn for_input(at: Timestamp, zone: &TimeZone) -> String {
    moment(at, zone).replace(' ', "T")
}

/// From an input for date and time; also with a space, or a date alone, as typed where a browser has no such input.
pub(crate) fn from_input(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let at: jiff::civil::DateTime = text.parse().ok()?;
    // Around a change of daylight saving time the earlier offset counts, as in a paper's usual reading.
    zone.to_ambiguous_timestamp(at).compatible().ok()
}

/// `in 3 hours`, `2 days ago`.
pub(crate) fn from_now(at: Timestamp, now: Timestamp, words: &Words) -> String {
    let seconds = at.duration_since(now).as_secs();
    let minutes = seconds.unsigned_abs() / 60;
    let (n, key) = match (minutes, seconds < 0) {
        (0, _) => return words.text("moment-now").to_owned(),
        (1..120, false) => (minutes, "moment-in-minutes"),
        (1..120, true) => (minutes, "moment-minutes-ago"),
        (120..2880, false) => (minutes / 60, "moment-in-hours"),
        (120..2880, true) => (minutes / 60, "moment-hours-ago"),
        (_, false) => (minutes / 1440, "moment-in-days"),
        (_, true) => (minutes / 1440, "moment-days-ago"),
    };
    words.with(key, &[("n", FluentValue::from(n))])
}
