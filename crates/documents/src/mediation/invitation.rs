//! A session for somebody's calendar: no name of anybody is in it.

use crate::calendar::{Event, calendar};
use jiff::{SignedDuration, Timestamp};

/// What an invitation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation<'a> {
    /// The same for the same session each time, so that a calendar keeps one entry.
    pub uid: &'a str,
    /// When they were called, or told last of a change.
    pub called_at: Timestamp,
    /// How often it was moved or called off.
    pub changes: u32,
    /// It does not take place.
    pub called_off: bool,
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
    let place = if session.place.is_empty() {
        session.link
    } else {
        session.place
    };
    let event = Event {
        uid: session.uid,
        written_at: session.called_at,
        sequence: session.changes,
        cancelled: session.called_off,
        begins: session.begins,
        ends: session.begins.saturating_add(minutes).unwrap_or(session.begins),
        summary: session.summary,
        place,
        link: session.link,
    };
    calendar("Mediation", "", &[event])
}
