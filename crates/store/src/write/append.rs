//! What is asked of the writer for a case, and what it answers.

use crate::NewJob;
use domain::CaseId;
use domain::case::{Actor, Case, Event};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Events to append to one case, all or nothing, with its read model, clocks and jobs.
#[derive(Debug, Clone)]
pub struct Append {
    /// The case.
    pub case: CaseId,
    /// Its current state as the caller read it; none for a new case. Its `version` is the one expected.
    pub state: Option<Arc<Case>>,
    /// What `decide` answered. In `Registered` the number is empty: the writer allots it.
    pub events: Vec<Event>,
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// Zone of the pack, in which days begin (number prefix, day of reception).
    pub zone: TimeZone,
    /// Name of the system that `external` numbers come from; empty if none.
    pub source_system: String,
    /// Idempotency key: a second append with the same key changes nothing and answers as the first did.
    pub key: Option<String>,
    /// Jobs that belong to it.
    pub jobs: Vec<NewJob>,
}

/// What an append did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its version now.
    pub version: u64,
    /// The key had been used before: nothing was written now.
    pub repeated: bool,
}

/// An event as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded<E> {
    /// Position in its stream, 1 first.
    pub version: u64,
    /// What happened.
    pub event: E,
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}
