//! Another post for somebody, shutting and opening accounts, new one-time passwords, and which accounts are one person's.

use super::list_accounts::{self, AccountLine};
use super::make_account::HandedOver;
use crate::access::Right;
use crate::api::bodies::{Nothing, Seen};
use crate::api::caller::{Caller, Scope};
use crate::api::do_once::do_once;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::desk::keep_accounts;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::PostSlug;
use domain::case::Refusal;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

fn may(caller: &Caller) -> Result<(), Fault> {
    caller.may(Scope::BodyWrite, Right::KeepAccounts)?;
    caller.myself()
}

/// Which post.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherPost {
    post: String,
}

/// `POST /api/v1/accounts/{id}/post`
#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/post", operation_id = "moveAccount", tag = "body",
    summary = "Give an account another post",
    description = "An administrator's, with a key of their own, and not of their own account.",
    params(
        ("id" = String, Path, description = "The account's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = OtherPost,
    responses((status = 200, body = AccountLine), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn change_post(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<OtherPost>,
) -> Result<Json<AccountLine>, Fault> {
    may(&caller)?;
    let visit = &caller.visit;
    keep_accounts::other_account(visit, &id).await?;
    let post = PostSlug::new(body.post);
    if visit.desk.office.pack.post(&post).is_none() {
        return Err(Refusal::new("account-post-needed").into());
    }
    do_once(&caller, key.as_deref(), keep_accounts::move_to(visit, &id, &post)).await?;
    Ok(Json(list_accounts::of(visit, &id).await?))
}

/// `POST /api/v1/accounts/{id}/shut`
#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/shut", operation_id = "shutAccount", tag = "body",
    summary = "Shut an account",
    description = "An administrator's, with a key of their own, and not of their own account. Its sessions end.",
    params(
        ("id" = String, Path, description = "The account's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = AccountLine), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn shut(
    Path(id): Path<String>,
    Sent { caller, key, .. }: Sent<Nothing>,
) -> Result<Json<AccountLine>, Fault> {
    let now = caller.visit.now;
    set(&caller, &id, key, Some(now)).await
}

/// `POST /api/v1/accounts/{id}/open`
#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/open", operation_id = "openAccount", tag = "body",
    summary = "Open an account that was shut",
    description = "An administrator's, with a key of their own.",
    params(
        ("id" = String, Path, description = "The account's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = AccountLine), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn open(
    Path(id): Path<String>,
    Sent { caller, key, .. }: Sent<Nothing>,
) -> Result<Json<AccountLine>, Fault> {
    set(&caller, &id, key, None).await
}

async fn set(
    caller: &Caller,
    id: &str,
    key: Option<String>,
    at: Option<Timestamp>,
) -> Result<Json<AccountLine>, Fault> {
    may(caller)?;
    let visit = &caller.visit;
    keep_accounts::other_account(visit, id).await?;
    do_once(caller, key.as_deref(), keep_accounts::set_shut(visit, id, at)).await?;
    Ok(Json(list_accounts::of(visit, id).await?))
}

/// `POST /api/v1/accounts/{id}/password`
#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/password", operation_id = "resetPassword", tag = "body",
    summary = "Give an account a new one-time password",
    description = "An administrator's, with a key of their own, and not of their own account. Its sessions end.",
    params(
        ("id" = String, Path, description = "The account's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = HandedOver), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn reset_password(
    Path(id): Path<String>,
    Sent { caller, key, .. }: Sent<Nothing>,
) -> Result<Json<HandedOver>, Fault> {
    may(&caller)?;
    let visit = &caller.visit;
    let account = keep_accounts::other_account(visit, &id).await?;
    let mut one_time_password = None;
    let repeated = do_once(&caller, key.as_deref(), async {
        one_time_password = Some(keep_accounts::reset(visit, account).await?.password);
        Ok(())
    })
    .await?;
    Ok(Json(HandedOver {
        account: list_accounts::of(visit, &id).await?,
        repeated,
        one_time_password,
    }))
}

/// Two accounts, and why they are said to be one person's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OnePerson {
    /// An account's id.
    one: String,
    /// Another's.
    other: String,
    /// The auditor reads it.
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/accounts/persons`
#[utoipa::path(
    post, path = "/api/v1/accounts/persons", operation_id = "linkAccounts", tag = "body",
    summary = "Say that two accounts are one person's",
    description = "An administrator's, with a key of their own. What is withheld from one of them is withheld from both.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255)),
    request_body = OnePerson,
    responses((status = 200, body = AccountLine), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn link(Sent { caller, body, key }: Sent<OnePerson>) -> Result<Json<AccountLine>, Fault> {
    may(&caller)?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let accounts = office.store.accounts().await?;
    let (one, other) = (body.one, body.other);
    if ![&one, &other]
        .iter()
        .all(|id| accounts.iter().any(|account| account.id == **id))
    {
        return Err(Refusal::new("account-needed").into());
    }
    if one == other {
        return Err(Refusal::new("accounts-person-two").into());
    }
    do_once(&caller, key.as_deref(), async {
        let linked = office::link_accounts(office, (&one, &other), &body.reason.0, visit.actor(), visit.now).await?;
        keep_accounts::holds(visit, &linked);
        Ok(())
    })
    .await?;
    Ok(Json(list_accounts::of(visit, &one).await?))
}

/// Why it is another person's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherPerson {
    /// The auditor reads it.
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/accounts/{id}/person/end`
#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/person/end", operation_id = "partAccount", tag = "body",
    summary = "Say that an account is not the same person's as the others",
    description = "An administrator's, with a key of their own, and not of accounts of their own. What was withheld from any of them \
                   stays so.",
    params(
        ("id" = String, Path, description = "The account's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = OtherPerson,
    responses((status = 200, body = AccountLine), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn part(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<OtherPerson>,
) -> Result<Json<AccountLine>, Fault> {
    may(&caller)?;
    let visit = &caller.visit;
    list_accounts::of(visit, &id).await?;
    let office = &visit.desk.office;
    do_once(&caller, key.as_deref(), async {
        let parted = office::part_account(office, &id, &body.reason.0, visit.actor(), visit.now).await?;
        keep_accounts::holds(visit, &parted);
        Ok(())
    })
    .await?;
    Ok(Json(list_accounts::of(visit, &id).await?))
}
