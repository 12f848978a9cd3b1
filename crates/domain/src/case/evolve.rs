//! Applying events: total, and never in need of the pack.

use super::{Actor, Case, Event};
use jiff::Timestamp;

/// The state after `event`, done by `actor` at `at`. An event that does not fit (a stream that begins without
/// [`Event::Registered`]) leaves the state as it was.
#[must_use]
pub fn evolve(state: Option<Case>, event: &Event, actor: &Actor, at: Timestamp) -> Option<Case> {
    todo!()
}
