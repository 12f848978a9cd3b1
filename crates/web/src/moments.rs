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

/// How a date is written: digits and hyphens.
const DATE: &[u8] = b"2026-11-24";

/// A text in pieces, each with whether it is a date: browsers break lines behind a date's hyphens, and are kept from it.
pub(crate) fn pieces(text: &str) -> Vec<(&str, bool)> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.as_bytes().windows(DATE.len()).position(is_date) {
        let (before, from) = rest.split_at(at);
        let (date, after) = from.split_at(DATE.len());
        pieces.extend([(before, false), (date, true)]);
        rest = after;
    }
    pieces.push((rest, false));
    pieces
}

fn is_date(bytes: &[u8]) -> bool {
    DATE.iter().zip(bytes).all(|(form, byte)| {
        if *form == b'-' {
            *byte == b'-'
        } else {
            byte.is_ascii_digit()
        }
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_pieces_of_their_own() {
        let pieces_of = pieces("贺晚舟：2026-04-06 夜班 – 2026-04-07");
        let whole = [
            ("贺晚舟：", false),
            ("2026-04-06", true),
            (" 夜班 – ", false),
            ("2026-04-07", true),
            ("", false),
        ];
        assert_eq!(pieces_of, whole);
        assert_eq!(pieces("夜班 04-06"), [("夜班 04-06", false)]);
        assert_eq!(pieces(""), [("", false)]);
    }
}
