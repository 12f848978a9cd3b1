//! Warnings of other bodies, as somebody else's word.

use crate::access::Right;
use crate::alerts_in::{Keys, Signed};
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use domain::AreaSlug;
use jiff::Timestamp;
use office::Received;
use serde::Serialize;
use utoipa::ToSchema;

/// Warnings of other bodies that came last, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Alerts {
    alerts: Vec<AlertLine>,
}

/// A warning of another body. Words of one element are those of the Common Alerting Protocol.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlertLine {
    /// Who sent it, as it says itself.
    sender: String,
    identifier: String,
    /// When, as it says itself.
    #[schema(value_type = String, format = DateTime)]
    sent: Timestamp,
    /// Where it came from.
    source: String,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// `Actual`, `Exercise`, `System`, `Test`, `Draft`.
    status: &'static str,
    /// `Alert`, `Update`, `Cancel`, `Ack`, `Error`.
    msg_type: &'static str,
    /// Identifiers of the messages that it names.
    references: Vec<String>,
    in_force: bool,
    /// A later message of the same sender supersedes it or takes it back.
    superseded: bool,
    /// `by_known_key`, `not`, `does_not_hold`, `not_judged`.
    signed: &'static str,
    /// The key that it is signed by, as the operator names it.
    signed_by: Option<String>,
    /// The language of what follows (RFC 3066): the reader's, where it is said in that.
    language: Option<String>,
    event: Option<String>,
    headline: Option<String>,
    description: Option<String>,
    instruction: Option<String>,
    urgency: Option<&'static str>,
    severity: Option<&'static str>,
    certainty: Option<&'static str>,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires: Option<Timestamp>,
    /// Places, in words.
    places: Vec<String>,
    /// Areas of the body that it is for, by code, by name or by its shapes.
    areas: Vec<String>,
}

/// `GET /api/v1/alerts`
#[utoipa::path(
    get, path = "/api/v1/alerts", operation_id = "listAlerts", tag = "warnings",
    summary = "Warnings of other bodies",
    params(("area" = Option<String>, Query, description = "Only those that are for this area of the body.")),
    responses((status = 200, body = Alerts), Problems),
    security(("key" = ["warnings:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Alerts>, Fault> {
    caller.may(Scope::WarningsRead, Right::SeeWarnings)?;
    Ok(Json(alerts(&caller.visit).await?))
}

/// Those of the area that is asked for.
pub(super) async fn alerts(visit: &Visit) -> Result<Alerts, Fault> {
    let office = &visit.desk.office;
    let area = visit.query().given("area").map(AreaSlug::new);
    let keys = Keys::read(office.store.dir());
    let received = office::received(office, &keys).await?;
    let lines = received.iter().map(|one| line(visit, &keys, one));
    let of_area = |line: &AlertLine| {
        area.as_ref()
            .is_none_or(|area| line.areas.iter().any(|of| of == area.as_str()))
    };
    Ok(Alerts {
        alerts: lines.filter(of_area).collect(),
    })
}

fn line(visit: &Visit, keys: &Keys, one: &Received) -> AlertLine {
    let alert = &one.alert;
    let info = one.info(visit.locale);
    let (signed, signed_by) = match keys.signed(&one.source, one.xml.as_bytes()) {
        Signed::By(name) => ("by_known_key", Some(name)),
        Signed::Not => ("not", None),
        Signed::DoesNotHold => ("does_not_hold", None),
        Signed::NotJudged => ("not_judged", None),
    };
    AlertLine {
        sender: alert.sender.clone(),
        identifier: alert.identifier.clone(),
        sent: alert.sent.at(),
        source: one.source.clone(),
        received_at: one.received_at,
        status: alert.status.as_str(),
        msg_type: alert.msg_type.as_str(),
        references: alert.references.iter().map(|of| of.identifier.clone()).collect(),
        in_force: one.is_in_force(visit.now),
        superseded: one.superseded,
        signed,
        signed_by,
        language: info.map(|info| info.language().to_owned()),
        event: info.map(|info| info.event.clone()),
        headline: info.and_then(|info| info.headline.clone()),
        description: info.and_then(|info| info.description.clone()),
        instruction: info.and_then(|info| info.instruction.clone()),
        urgency: info.map(|info| info.urgency.as_str()),
        severity: info.map(|info| info.severity.as_str()),
        certainty: info.map(|info| info.certainty.as_str()),
        expires: info.and_then(|info| info.expires).map(|expires| expires.at()),
        places: info
            .iter()
            .flat_map(|info| &info.areas)
            .map(|area| area.description.clone())
            .collect(),
        areas: one.areas(&visit.desk.office).iter().map(ToString::to_string).collect(),
    }
}
