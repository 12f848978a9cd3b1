//! Erasing: what goes with a case, which cases' time is over, and doing it.

use crate::{Done, Error, Office, act};
use domain::KindSlug;
use domain::case::{Actor, Case, Command, Ground};
use domain::pack::FieldName;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Filter, Sort};

/// What goes when a case is erased.
#[derive(Debug, Clone, PartialEq)]
pub struct Erasure {
    /// Number.
    pub number: String,
    /// Kind.
    pub kind: KindSlug,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When the time for keeping it is over; none where the pack sets none.
    pub erase_at: Option<Timestamp>,
    /// Sealed fields.
    pub fields: Vec<FieldName>,
    /// Files.
    pub files: usize,
    /// Days whose papers repeat its words.
    pub papers: Vec<Date>,
    /// Numbers of the tasks made from it.
    pub tasks: Vec<String>,
}

/// Cases whose time for keeping is over.
///
/// # Errors
/// The store's.
pub async fn erasure_plan(_office: &Office, _now: Timestamp) -> Result<Vec<Erasure>, Error> {
    Ok(Vec::new())
}

/// What goes with one case.
///
/// # Errors
/// The store's.
pub async fn erasure_of(office: &Office, case: &Case) -> Result<Erasure, Error> {
    let filter = Filter {
        origin: Some(case.id),
        ..Filter::default()
    };
    let tasks = office.store.list(&filter, Sort::default(), None, 100).await?;
    Ok(Erasure {
        number: case.number.clone(),
        kind: case.kind.clone(),
        ended_at: case.ended_at,
        erase_at: office.pack.kind(&case.kind).and_then(|kind| case.erase_at(kind)),
        fields: case.sealed_fields.clone(),
        files: case.evidence.len(),
        papers: Vec::new(),
        tasks: tasks.rows.into_iter().map(|row| row.number).collect(),
    })
}

/// Erases a case on the request of the person concerned.
///
/// # Errors
/// A refusal of the rules; the store's.
pub async fn erase_on_request(
    office: &Office,
    case: domain::CaseId,
    reason: String,
    actor: &Actor,
    now: Timestamp,
) -> Result<Done, Error> {
    let command = Command::Erase {
        ground: Ground::Request,
        reason,
    };
    act(office, case, &command, actor, now, None).await
}
