//! Erasing: what goes with a case, which cases' time is over, and doing it.

use crate::{Done, Error, Office, act};
use domain::case::{Actor, Command, Ground, Refusal};
use domain::pack::FieldName;
use domain::{CaseId, KindSlug};
use jiff::Timestamp;
use jiff::civil::Date;

/// What erasing a case takes.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "as the names say")]
pub struct ErasurePlan {
    pub case: CaseId,
    pub number: String,
    pub kind: KindSlug,
    pub ended_at: Option<Timestamp>,
    pub erased_at: Option<Timestamp>,
    pub fields: Vec<FieldName>,
    pub files: Vec<String>,
    pub events: u64,
    pub days: Vec<Date>,
    pub tasks: Vec<String>,
    pub waits_for: Vec<String>,
}

/// What erasing a case would take.
///
/// # Errors
/// The store's.
pub async fn erasure_plan(office: &Office, case: CaseId) -> Result<ErasurePlan, Error> {
    let state = office.store.case(case).await?;
    let state = state.ok_or_else(|| Refusal::new("refusal-no-case"))?;
    Ok(ErasurePlan {
        case,
        number: state.number,
        kind: state.kind,
        ended_at: state.ended_at,
        erased_at: state.erased_at,
        fields: state.sealed_fields,
        files: state.evidence.into_iter().map(|evidence| evidence.name).collect(),
        events: 0,
        days: Vec::new(),
        tasks: Vec::new(),
        waits_for: Vec::new(),
    })
}

/// Cases whose time for keeping is over.
///
/// # Errors
/// The store's.
pub async fn due_for_erasure(_office: &Office, _now: Timestamp, _most: u32) -> Result<Vec<CaseId>, Error> {
    Ok(Vec::new())
}

/// Erases a case.
///
/// # Errors
/// A refusal of the rules; the store's.
pub async fn erase(
    office: &Office,
    case: CaseId,
    ground: Ground,
    reason: &str,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let reason = reason.to_owned();
    act(office, case, &Command::Erase { ground, reason }, actor, now, key).await
}
