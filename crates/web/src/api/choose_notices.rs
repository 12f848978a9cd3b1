//! How the person who asked, or another party of a dispute, is told, by a program at their wish: the address goes under seal, and nothing here shows it.

use super::act_once::act_once;
use super::bodies::{Seen, Written};
use super::mediation_words::PartyBody;
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::case::{Case, Command, NoticesBy, Party, Refusal, SealedValues};
use domain::pack::FieldName;
use serde::Deserialize;
use utoipa::ToSchema;

/// A choice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    /// By what way; none for not at all, or not any more.
    by: Option<WayBody>,
    /// Where to: an e-mail address or a number, as it fits.
    #[schema(value_type = Option<String>)]
    address: Option<Seen>,
    /// What they asked for; they read it.
    #[schema(value_type = String)]
    reason: Seen,
    /// Of a dispute, which party is told; none for the first, who is the requester.
    party: Option<PartyBody>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticesBy)]
pub(crate) enum WayBody {
    Email,
    Text,
}

/// `POST /api/v1/cases/{number}/notices`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/notices", operation_id = "chooseNotices", tag = "cases",
    summary = "Choose or change how the requester, or another party of a dispute, is told",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = Choice,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn choose(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<Choice>,
) -> Result<Json<Written>, Fault> {
    let desk = &caller.visit.desk;
    let made = |case: &Case| {
        let by = body.by.map(|way| match way {
            WayBody::Email => NoticesBy::Email,
            WayBody::Text => NoticesBy::Text,
        });
        if by.is_some_and(|by| desk.notices.ways().all(|way| way != by)) {
            return Err(Refusal::new("notices-not-set-up").into());
        }
        let party = body.party.map(PartyBody::party);
        let told = case.notices_of(party.unwrap_or(Party::A));
        let address = Seen::text(body.address.as_ref());
        Ok(Command::ChooseNotices {
            by,
            language: told.map_or(desk.office.pack.locale, |notices| notices.language),
            address: SealedValues::default().with(FieldName::NoticeAddress, &address),
            reason: Some(body.reason.0),
            party,
        })
    };
    act_once(&caller, Right::TakeStep, &number, key, made).await
}
