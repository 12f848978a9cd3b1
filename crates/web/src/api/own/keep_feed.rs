//! The secret address of a calendar: of one's own shifts, or for whoever plans them of all shifts of a desk's tier. It is shown once,
//! and the next one ends it.

use crate::access::Right;
use crate::api::act_once::first_asked;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::duty::keep_feed::{link, of_post, own};
use crate::fault::Fault;
use crate::secrets;
use axum::Json;
use axum::http::HeaderMap;
use domain::UnitSlug;
use domain::case::Refusal;
use domain::duty::Tier;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whose calendar; one's own where nothing is said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedBody {
    /// All shifts of a desk's tier instead.
    post: Option<FeedPost>,
}

/// A desk's tier.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedPost {
    /// The desk's unit.
    unit: String,
    tier: TierBody,
}

/// In what capacity.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Tier)]
pub(crate) enum TierBody {
    Leader,
    Officer,
}

/// A calendar's secret address.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedLink {
    /// Whoever has it sees the shifts. It is not shown again.
    link: String,
}

/// What there is now.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedEnded {
    /// Always true: there is no address to that calendar.
    ended: bool,
}

/// `POST /api/v1/own/feed`
#[utoipa::path(
    post, path = "/api/v1/own/feed", operation_id = "makeFeed", tag = "own",
    summary = "Make a secret address of a calendar of shifts",
    description = "It takes the place of the one before. A repeat under the same key answers with the same address, as long as that opens something.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255)),
    request_body = FeedBody,
    responses((status = 200, body = FeedLink), Problems),
    security(("key" = ["own:write"])),
)]
pub(crate) async fn make(
    headers: HeaderMap,
    Sent { caller, body, key }: Sent<FeedBody>,
) -> Result<Json<FeedLink>, Fault> {
    let whose = whose(&caller, body)?;
    let visit = &caller.visit;
    let store = &visit.desk.office.store;
    // Of the program's own secret, so that it is the same under the same key and nobody else can make it.
    let secret = key
        .as_ref()
        .map(|key| caller.fingerprint(format!("feed {key}").as_bytes()));
    let secret = secret.unwrap_or_else(secrets::spoken);
    let kept = secrets::sha256(&secret);
    if store.feed(&kept).await?.is_none() {
        let asked = first_asked(&caller, key.as_deref()).await?;
        if asked.is_some_and(|asked| asked.as_millisecond() < visit.now.as_millisecond()) {
            // What was ended since, or replaced, opens nothing again.
            return Err(Refusal::new("api-feed-over").into());
        }
        store.keep_feed(&kept, &whose, visit.now).await?;
    }
    Ok(Json(FeedLink {
        link: link(visit, &headers, &secret),
    }))
}

/// `POST /api/v1/own/feed/end`
#[utoipa::path(
    post, path = "/api/v1/own/feed/end", operation_id = "endFeed", tag = "own",
    summary = "End the secret address of a calendar of shifts",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255)),
    request_body = FeedBody,
    responses((status = 200, body = FeedEnded), Problems),
    security(("key" = ["own:write"])),
)]
pub(crate) async fn end(Sent { caller, body, .. }: Sent<FeedBody>) -> Result<Json<FeedEnded>, Fault> {
    let whose = whose(&caller, body)?;
    caller.visit.desk.office.store.end_feed(&whose).await?;
    Ok(Json(FeedEnded { ended: true }))
}

/// Whose calendar is meant, if whoever asks gives its address out.
fn whose(caller: &Caller, body: FeedBody) -> Result<String, Fault> {
    caller.may(Scope::OwnWrite, Right::ServeDuty)?;
    caller.myself()?;
    let visit = &caller.visit;
    let Some(FeedPost { unit, tier }) = body.post else {
        return Ok(own(visit));
    };
    let tier = match tier {
        TierBody::Leader => Tier::Leader,
        TierBody::Officer => Tier::Officer,
    };
    of_post(visit, &UnitSlug::new(unit), tier)
}
