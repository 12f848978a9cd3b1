//! The log's watch: who witnesses it and how far, alarms, the last audit.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::fault::Fault;
use axum::Json;
use jiff::Timestamp;
use serde::Serialize;
use store::{Alarm, AlarmKind, WitnessState};
use utoipa::ToSchema;

/// How it stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct LogWatch {
    /// Leaves of the log.
    size: u64,
    witnesses: Vec<WitnessLine>,
    /// The newest checkpoint that a witness has signed; none while none has.
    witnessed: Option<WitnessedLine>,
    /// None while there was none.
    audit: Option<AuditLine>,
}

/// A witness.
#[derive(Serialize, ToSchema)]
#[schema(as = Witness)]
pub(crate) struct WitnessLine {
    name: String,
    /// Size of the last checkpoint that it has signed; 0 for none.
    signed_size: u64,
    #[schema(value_type = Option<String>, format = DateTime)]
    signed_at: Option<Timestamp>,
    /// Why it did not sign when it was last asked.
    error: Option<String>,
    /// Its alarm stands: somebody has to look.
    alarmed: bool,
    /// The last alarm that its answers raised.
    alarm: Option<AlarmLine>,
}

/// A witness has seen another history than this log's.
#[derive(Serialize, ToSchema)]
#[schema(as = WitnessAlarm)]
pub(crate) struct AlarmLine {
    /// `longer`: it has signed more leaves than there are, so the log was set back; `other_history`: it was rewritten.
    kind: &'static str,
    /// The size that it has signed, of a longer one.
    size: Option<u64>,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// What the policy finds under a checkpoint.
#[derive(Serialize, ToSchema)]
#[schema(as = WitnessedHead)]
pub(crate) struct WitnessedLine {
    size: u64,
    /// How many witnesses have signed.
    signed: usize,
    /// Of how many.
    of: usize,
    /// They are as many as the policy asks for.
    quorum: bool,
}

/// An audit: the log compared with the events.
#[derive(Serialize, ToSchema)]
#[schema(as = LogAudit)]
pub(crate) struct AuditLine {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Leaves.
    size: u64,
    /// No difference was found.
    whole: bool,
    /// The first difference's leaf.
    leaf: Option<u64>,
    /// Files and sealed values that were not looked into, because the key that they are sealed under was not there.
    unopened: u64,
}

/// `GET /api/v1/log-watch`
#[utoipa::path(
    get, path = "/api/v1/log-watch", operation_id = "watchLog", tag = "body",
    summary = "Who witnesses the log and how far, alarms, the last audit",
    responses((status = 200, body = LogWatch), Problems),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn show(caller: Caller) -> Result<Json<LogWatch>, Fault> {
    caller.may(Scope::BodyRead, Right::WatchLog)?;
    let store = &caller.visit.desk.office.store;
    let states = store.witnesses().await?;
    Ok(Json(LogWatch {
        size: store.log_size(),
        witnesses: states.into_iter().map(line).collect(),
        witnessed: store.witnessed()?.map(|found| WitnessedLine {
            size: found.checkpoint.size,
            signed: found.witnesses.len(),
            of: found.of,
            quorum: found.quorum,
        }),
        audit: store.last_audit()?.map(|last| AuditLine {
            at: last.at,
            size: last.size,
            whole: last.found.is_none(),
            leaf: last.leaf,
            unopened: last.unopened,
        }),
    }))
}

fn line(state: WitnessState) -> WitnessLine {
    WitnessLine {
        alarmed: state.is_alarmed(),
        name: state.witness.name,
        signed_size: state.signed_size,
        signed_at: state.signed_at,
        error: state.error,
        alarm: state.alarm.as_ref().map(alarm),
    }
}

fn alarm(alarm: &Alarm) -> AlarmLine {
    let (kind, size) = match alarm.kind {
        AlarmKind::Longer { size } => ("longer", Some(size)),
        AlarmKind::OtherHistory => ("other_history", None),
    };
    AlarmLine {
        kind,
        size,
        at: alarm.at,
    }
}
