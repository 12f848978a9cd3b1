//! Files for calendars (RFC 5545): moments in UTC, so that no table of time zones goes with them and every calendar shows its
//! own; folded and escaped as the standard wants it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write as _;

/// The longest line, in bytes, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// The same for the same thing each time, so that a calendar keeps one entry.
    pub uid: &'a str,
    /// When it was written.
    pub written_at: Timestamp,
    /// How often it was changed since it was first written (RFC 5545, 3.8.7.4): a calendar takes the higher one.
    pub sequence: u32,
    /// It does not take place (3.8.1.11).
    pub cancelled: bool,
    /// When it begins.
    pub begins: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// In one line.
    pub summary: &'a str,
    /// Where; may be empty.
    pub place: &'a str,
    /// An address; may be empty.
    pub link: &'a str,
}

/// A calendar's file. `made_by` is the part of the program, in plain letters; `name` is what a calendar that follows it is
/// called, and may be empty.
#[must_use]
pub fn calendar(made_by: &str, name: &str, events: &[Event<'_>]) -> Vec<u8> {
    let mut file = String::new();
    let mut put = |name: &str, value: &str| fold(&mut file, &format!("{name}:{value}"));
    put("BEGIN", "VCALENDAR");
    put("VERSION", "2.0");
    put("PRODID", &format!("-//Huying//{made_by}//EN"));
    put("CALSCALE", "GREGORIAN");
    put("METHOD", "PUBLISH");
    if !name.is_empty() {
        put("NAME", &escaped(name));
        put("X-WR-CALNAME", &escaped(name));
        put("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    }
    for event in events {
        put("BEGIN", "VEVENT");
        put("UID", &escaped(event.uid));
        put("DTSTAMP", &utc(event.written_at));
        if event.sequence > 0 {
            put("SEQUENCE", &event.sequence.to_string());
        }
        if event.cancelled {
            put("STATUS", "CANCELLED");
        }
        put("DTSTART", &utc(event.begins));
        put("DTEND", &utc(event.ends));
        put("SUMMARY", &escaped(event.summary));
        if !event.place.is_empty() {
            put("LOCATION", &escaped(event.place));
        }
        if !event.link.is_empty() {
            put("URL", &event.link.replace(char::is_control, ""));
        }
        put("CLASS", "PRIVATE");
        put("END", "VEVENT");
    }
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
