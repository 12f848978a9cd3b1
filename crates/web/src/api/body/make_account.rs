//! A new account: its one-time password is in the answer, once, to be handed over.

use super::list_accounts::{self, AccountLine};
use crate::access::Right;
use crate::api::act_once::new_id;
use crate::api::bodies::Seen;
use crate::api::caller::Scope;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::desk::new_account::{self, New};
use crate::fault::Fault;
use axum::Json;
use axum::http::StatusCode;
use domain::PostSlug;
use domain::case::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who, in which post.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAccount {
    /// Sign-in name: 2 to 40 letters, digits, dots or hyphens, without accents or spaces.
    user: String,
    /// Shown name, 1 to 60 characters.
    #[schema(value_type = String)]
    name: Seen,
    post: String,
}

/// An account with a password to hand over.
#[derive(Serialize, ToSchema)]
pub(crate) struct HandedOver {
    pub(super) account: AccountLine,
    /// It was done before under the same `Idempotency-Key`: the password was in that answer alone.
    pub(super) repeated: bool,
    /// Changed at the first sign-in; it is kept nowhere.
    pub(super) one_time_password: Option<String>,
}

/// `POST /api/v1/accounts`
#[utoipa::path(
    post, path = "/api/v1/accounts", operation_id = "makeAccount", tag = "body",
    summary = "Make an account",
    description = "An administrator's, with a key of their own.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key makes no other account.", min_length = 1, max_length = 255)),
    request_body = NewAccount,
    responses((status = 201, body = HandedOver), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn make(
    Sent { caller, body, key }: Sent<NewAccount>,
) -> Result<(StatusCode, Json<HandedOver>), Fault> {
    caller.may(Scope::BodyWrite, Right::KeepAccounts)?;
    caller.myself()?;
    let visit = &caller.visit;
    let id = new_id(&caller, key.as_deref());
    match list_accounts::of(visit, &id).await {
        Err(Fault::NotFound) => {}
        made => {
            let answer = HandedOver {
                account: made?,
                repeated: true,
                one_time_password: None,
            };
            return Ok((StatusCode::CREATED, Json(answer)));
        }
    }
    if let Some((_, next)) = new_account::wrong_names(&body.user, &body.name.0).first() {
        return Err(Refusal::new(next).into());
    }
    let post = PostSlug::new(body.post);
    if visit.desk.office.pack.post(&post).is_none() {
        return Err(Refusal::new("account-post-needed").into());
    }
    let new = New {
        id: id.clone(),
        user: body.user,
        name: body.name.0,
        post,
    };
    let handover = new_account::make(visit, new).await?;
    let answer = HandedOver {
        account: list_accounts::of(visit, &id).await?,
        repeated: false,
        one_time_password: Some(handover.password),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}
