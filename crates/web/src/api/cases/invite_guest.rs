//! Somebody of another body who is invited to one case: who is, inviting, ending it, and opening to them what they need.

use crate::access::Right;
use crate::api::act_once::act_once;
use crate::api::bodies::{Seen, Written};
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::clients;
use crate::desk::invite_guest::{self, Guest};
use crate::desk::show_case;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use domain::case::{Command, Invitation};
use domain::pack::FieldName;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// All who are or were invited to a case, the last first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Guests {
    /// The case's number.
    number: String,
    guests: Vec<GuestLine>,
}

/// An invitation.
#[derive(Serialize, ToSchema)]
#[schema(as = Guest)]
pub(crate) struct GuestLine {
    /// What tells it from the others.
    guest: String,
    /// Body and function, never a person's name.
    who: String,
    purpose: String,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
    /// The post that invited.
    by: String,
    /// It is neither over nor ended.
    holds: bool,
    /// Sealed fields that were opened to them; not told where the source is hidden.
    #[schema(value_type = Vec<String>)]
    shared: Vec<FieldName>,
    /// They are shown the agreement of the mediation.
    agreement: bool,
}

/// `GET /api/v1/cases/{number}/guests`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/guests", operation_id = "listGuests", tag = "cases",
    summary = "Who of other bodies is invited to a case",
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, body = Guests), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(Path(number): Path<String>, caller: Caller) -> Result<Json<Guests>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let visit = &caller.visit;
    let story = show_case::find(visit, &number).await?;
    let case = &story.case;
    // What is sealed is not even named where the source is hidden.
    let hides = case.hides_source_from(visit.actor());
    let line = |one: &Invitation| GuestLine {
        guest: one.guest.clone(),
        who: one.who.clone(),
        purpose: one.purpose.clone(),
        until: one.until,
        by: one.by.to_string(),
        holds: one.holds(visit.now),
        shared: if hides { Vec::new() } else { one.shared.clone() },
        agreement: one.agreement,
    };
    Ok(Json(Guests {
        number: case.number.clone(),
        guests: case.invitations.iter().rev().map(line).collect(),
    }))
}

/// Who, what for and until when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewGuest {
    /// Body and function, never a person's name.
    #[schema(value_type = String)]
    who: Seen,
    #[schema(value_type = String)]
    purpose: Seen,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

/// Who was invited.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitedGuest)]
pub(crate) struct InvitedView {
    /// The case's number.
    number: String,
    /// Its version now.
    version: u64,
    /// They had been invited before under the same `Idempotency-Key`: the link was in that answer alone.
    repeated: bool,
    /// What tells the invitation from others.
    guest: Option<String>,
    /// The address to give to them.
    link: Option<String>,
}

/// `POST /api/v1/cases/{number}/guests`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/guests", operation_id = "inviteGuest", tag = "cases",
    summary = "Invite somebody of another body to a case",
    description = "A person's, with a key of their own. The link is told once, and kept nowhere.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key invites nobody else.", min_length = 1, max_length = 255),
    ),
    request_body = NewGuest,
    responses((status = 201, body = InvitedView), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn invite(
    Path(number): Path<String>,
    headers: HeaderMap,
    Sent { caller, body, key }: Sent<NewGuest>,
) -> Result<(StatusCode, Json<InvitedView>), Fault> {
    caller.may(Scope::CasesWrite, Right::InviteGuest)?;
    caller.myself()?;
    let visit = &caller.visit;
    let story = show_case::find_for(visit, Right::InviteGuest, &number).await?;
    let guest = Guest {
        who: body.who.0,
        purpose: body.purpose.0,
        until: body.until,
    };
    let invited = invite_guest::invite(visit, story.case.id, guest, key).await?;
    let origin = clients::origin(&headers, visit.desk.options);
    let secret = invited.secret.as_deref();
    let answer = InvitedView {
        number: invited.done.number,
        version: invited.done.version,
        repeated: invited.done.repeated,
        link: secret.map(|secret| invite_guest::address(&origin, secret)),
        guest: secret.map(crate::secrets::sha256),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Whose, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuestEnd {
    /// As the list of them has it.
    guest: String,
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/cases/{number}/guests/end`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/guests/end", operation_id = "endInvitation", tag = "cases",
    summary = "End an invitation before its time",
    description = "A person's, with a key of their own.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = GuestEnd,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn end(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<GuestEnd>,
) -> Result<Json<Written>, Fault> {
    caller.may(Scope::CasesWrite, Right::InviteGuest)?;
    caller.myself()?;
    let (guest, reason) = (body.guest, body.reason.0);
    let command = Command::EndInvitation { guest, reason };
    act_once(&caller, Right::InviteGuest, &number, key, |_| Ok(command)).await
}

/// What is opened to them, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sharing {
    /// As the list of them has it.
    guest: String,
    what: Shared,
    /// The requester reads it.
    #[schema(value_type = String)]
    reason: Seen,
}

/// What can be opened to somebody invited.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shared {
    /// What is under seal.
    Sealed,
    /// The agreement of a mediation.
    Agreement,
}

/// `POST /api/v1/cases/{number}/guests/share`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/guests/share", operation_id = "shareWithGuest", tag = "cases",
    summary = "Open to somebody invited what is under seal, or the agreement of a mediation",
    description = "A person's, with a key of their own, in the post that invited.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = Sharing,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write", "sealed:open"])),
)]
pub(crate) async fn share(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<Sharing>,
) -> Result<Json<Written>, Fault> {
    caller.may(Scope::SealedOpen, Right::OpenSealed)?;
    caller.may(Scope::CasesWrite, Right::OpenSealed)?;
    caller.myself()?;
    let (guest, reason) = (body.guest, body.reason.0);
    let command = match body.what {
        Shared::Sealed => Command::ShareSealed { guest, reason },
        Shared::Agreement => Command::ShareAgreement { guest, reason },
    };
    act_once(&caller, Right::OpenSealed, &number, key, |_| Ok(command)).await
}
