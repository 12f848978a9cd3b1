//! The rules: which events a command makes.

use super::{Actor, Case, Command, Event, Refusal};
use crate::pack::Pack;
use jiff::Timestamp;

/// Answers a command with the events it makes, or says why not and what to do next.
///
/// `state` is `None` for a case that does not exist yet. `now` is the moment of the append.
pub fn decide(
    state: Option<&Case>,
    command: &Command,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    todo!()
}
