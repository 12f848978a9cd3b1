//! A session for somebody's calendar (RFC 5545): in UTC, so that no table of time zones goes with it; no name of anybody
//! is in it.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write as _;

/// The longest line, in bytes, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// What an invitation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation<'a> {
    /// The same for the same session each time, so that a calendar keeps one entry.
    pub uid: &'a str,
    /// When they were called.
    pub called_at: Timestamp,
    /// When it begins.
    pub begins: Timestamp,
    /// How long it is meant to take.
    pub minutes: u32,
    /// In one line, without names.
    pub summary: &'a str,
    /// The room; may be empty.
    pub place: &'a str,
    /// The address of a video call; may be empty.
    pub link: &'a str,
}

/// The calendar's file.
#[must_use]
pub fn invitation(session: &Invitation<'_>) -> Vec<u8> {
    let minutes = SignedDuration::from_mins(i64::from(session.minutes));
    let ends = session.begins.saturating_add(minutes).unwrap_or(session.begins);
    let place = if session.place.is_empty() {
        session.link
    } else {
        session.place
    };
    let mut file = String::new();
    let mut put = |name: &str, value: &str| fold(&mut file, &format!("{name}:{value}"));
    put("BEGIN", "VCALENDAR");
    put("VERSION", "2.0");
    put("PRODID", "-//Huying//Mediation//EN");
    put("CALSCALE", "GREGORIAN");
    put("METHOD", "PUBLISH");
    put("BEGIN", "VEVENT");
    put("UID", &escaped(session.uid));
    put("DTSTAMP", &utc(session.called_at));
    put("DTSTART", &utc(session.begins));
    put("DTEND", &utc(ends));
    put("SUMMARY", &escaped(session.summary));
    if !place.is_empty() {
        put("LOCATION", &escaped(place));
    }
    if !session.link.is_empty() {
        put("URL", &session.link.replace(char::is_control, ""));
    }
    put("CLASS", "PRIVATE");
    put("END", "VEVENT");
    put("END", "VCALENDAR");
    file.into_bytes()
}

fn utc(at: Timestamp) -> String {
    let at = TimeZone::UTC.to_datetime(at);
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a value (3.3.11): no line of its own, and nothing that begins another value.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                value.push('\\');
                value.push(c);
            }
            '\n' => value.push_str("\\n"),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// A content line, folded after at most 75 bytes and never within a character.
fn fold(file: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            file.push_str("\r\n ");
            // The space that begins a folded line counts.
            length = 1;
        }
        let _ = write!(file, "{c}");
        length += c.len_utf8();
    }
    file.push_str("\r\n");
}
