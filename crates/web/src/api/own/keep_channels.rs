//! The ways by which one is called, in their order: kept, read and ended by their owner alone.

use crate::access::Right;
use crate::api::act_once::new_id;
use crate::api::bodies::{Nothing, Seen};
use crate::api::caller::{Caller, Scope};
use crate::api::do_once::do_once;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::calls::keep_channels::{address, keep, shown_address};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::CaseId;
use domain::case::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::ChannelKind;
use utoipa::ToSchema;

/// One's ways of being called.
#[derive(Serialize, ToSchema)]
pub(crate) struct Channels {
    /// In the order in which they are used; where one cannot be used, the next is taken at once.
    channels: Vec<ChannelLine>,
    /// What can be added here.
    kinds: Vec<&'static str>,
}

/// A way of being called.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChannelLine {
    id: String,
    /// `push`, `mail`, `text`, `voice`.
    kind: &'static str,
    /// The address or number; empty for a browser.
    address: String,
    /// Since when it fails.
    #[schema(value_type = Option<String>, format = DateTime)]
    failing_since: Option<Timestamp>,
}

/// A way to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewChannel {
    kind: WayKind,
    /// The address or number; of a browser what it says of its subscription (RFC 8030), as JSON.
    #[schema(value_type = String)]
    address: Seen,
}

/// What kind of way.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WayKind {
    /// A browser that is told though no page is open.
    Push,
    Mail,
    Text,
    /// A spoken call.
    Voice,
}

/// `GET /api/v1/own/channels`
#[utoipa::path(
    get, path = "/api/v1/own/channels", operation_id = "listChannels", tag = "own",
    summary = "The ways by which one is called",
    responses((status = 200, body = Channels), Problems),
    security(("key" = ["own:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Channels>, Fault> {
    caller.may(Scope::OwnRead, Right::SeeCalls)?;
    caller.myself()?;
    Ok(Json(channels(&caller.visit).await?))
}

/// `POST /api/v1/own/channels`
#[utoipa::path(
    post, path = "/api/v1/own/channels", operation_id = "addChannel", tag = "own",
    summary = "Add a way of being called, behind the others",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255)),
    request_body = NewChannel,
    responses((status = 201, body = Channels), Problems),
    security(("key" = ["own:write"])),
)]
pub(crate) async fn add(Sent { caller, body, key }: Sent<NewChannel>) -> Result<(StatusCode, Json<Channels>), Fault> {
    caller.may(Scope::OwnWrite, Right::SeeCalls)?;
    caller.myself()?;
    let visit = &caller.visit;
    let kind = match body.kind {
        WayKind::Push => ChannelKind::Push,
        WayKind::Mail => ChannelKind::Mail,
        WayKind::Text => ChannelKind::Text,
        WayKind::Voice => ChannelKind::Voice,
    };
    if !visit.desk.calls.kinds().contains(&kind) {
        return Err(Refusal::new("call-way-not-set-up").into());
    }
    let address = address(kind, &body.address.0).ok_or_else(|| Refusal::new("call-way-wrong"))?;
    let id = new_id(&caller, key.as_deref());
    let id = id.parse().map(CaseId);
    let id = id.map_err(|_| Fault::Broken(String::from("an id that is none")))?;
    // One that was ended since does not come back.
    do_once(&caller, key.as_deref(), keep(visit, id, kind, &address)).await?;
    Ok((StatusCode::CREATED, Json(channels(visit).await?)))
}

/// `POST /api/v1/own/channels/{id}/end`
#[utoipa::path(
    post, path = "/api/v1/own/channels/{id}/end", operation_id = "endChannel", tag = "own",
    summary = "End a way of being called",
    description = "One that is not there is ended.",
    params(
        ("id" = String, Path, description = "The way's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = Channels), Problems),
    security(("key" = ["own:write"])),
)]
pub(crate) async fn end(Path(id): Path<String>, Sent { caller, .. }: Sent<Nothing>) -> Result<Json<Channels>, Fault> {
    caller.may(Scope::OwnWrite, Right::SeeCalls)?;
    caller.myself()?;
    let visit = &caller.visit;
    let store = &visit.desk.office.store;
    store.end_channel(&id, &visit.person.account.id).await?;
    Ok(Json(channels(visit).await?))
}

async fn channels(visit: &Visit) -> Result<Channels, Fault> {
    let store = &visit.desk.office.store;
    let mut channels = Vec::new();
    for channel in store.channels_of(&visit.person.account.id).await? {
        channels.push(ChannelLine {
            address: shown_address(visit, &channel).await?,
            id: channel.id,
            kind: channel.kind.name(),
            failing_since: channel.failed_at.filter(|_| channel.failures > 0),
        });
    }
    let kinds = visit.desk.calls.kinds().into_iter();
    Ok(Channels {
        channels,
        kinds: kinds.map(ChannelKind::name).collect(),
    })
}
