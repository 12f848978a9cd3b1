//! The events made so far and the state that they give: later rules see what earlier ones did.

use crate::case::evolve::advance;
use crate::case::{Actor, Case, Event, evolve};
use crate::pack::{Kind, Pack};
use jiff::Timestamp;

/// A decision being made.
pub(super) struct Draft<'a> {
    /// The case as it will be after the events so far.
    pub(super) case: Case,
    pub(super) actor: &'a Actor,
    pub(super) pack: &'a Pack,
    pub(super) kind: &'a Kind,
    pub(super) now: Timestamp,
    events: Vec<Event>,
}

impl<'a> Draft<'a> {
    pub(super) fn of(case: &Case, actor: &'a Actor, pack: &'a Pack, kind: &'a Kind, now: Timestamp) -> Self {
        Self {
            case: case.clone(),
            actor,
            pack,
            kind,
            now,
            events: Vec::new(),
        }
    }

    /// A draft that begins with the case's first event; none where the event is not a registration.
    pub(super) fn beginning_with(
        event: Event,
        actor: &'a Actor,
        pack: &'a Pack,
        kind: &'a Kind,
        now: Timestamp,
    ) -> Option<Self> {
        let case = evolve(None, &event, actor, now)?;
        Some(Self {
            case,
            actor,
            pack,
            kind,
            now,
            events: vec![event],
        })
    }

    pub(super) fn push(&mut self, event: Event) {
        advance(&mut self.case, &event, self.actor, self.now);
        self.events.push(event);
    }

    pub(super) fn into_events(self) -> Vec<Event> {
        self.events
    }
}
