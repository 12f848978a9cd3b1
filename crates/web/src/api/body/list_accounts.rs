//! Accounts, and the keys of programs: who holds which post, and who comes in by which key. A key makes no keys.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::fault::Fault;
use crate::passwords;
use crate::visit::Visit;
use axum::Json;
use jiff::Timestamp;
use serde::Serialize;
use store::{Account, ApiKey};
use utoipa::ToSchema;

/// All accounts.
#[derive(Serialize, ToSchema)]
pub(crate) struct Accounts {
    /// By sign-in name.
    accounts: Vec<AccountLine>,
}

/// An account.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct AccountLine {
    id: String,
    /// Sign-in name.
    user: String,
    /// Shown name.
    name: String,
    /// The post that it holds.
    post: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Since when it is shut.
    #[schema(value_type = Option<String>, format = DateTime)]
    shut_at: Option<Timestamp>,
    /// Its password was set for it, and is changed at the next sign-in.
    one_time: bool,
    /// Whoever asks comes in by it.
    own: bool,
    /// Sign-in names of the same person's other accounts.
    same_person: Vec<String>,
}

/// `GET /api/v1/accounts`
#[utoipa::path(
    get, path = "/api/v1/accounts", operation_id = "listAccounts", tag = "body",
    summary = "Who holds which post",
    responses((status = 200, body = Accounts), Problems),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Accounts>, Fault> {
    caller.may(Scope::BodyRead, Right::KeepAccounts)?;
    let visit = &caller.visit;
    let all = visit.desk.office.store.accounts().await?;
    let accounts = all.iter().map(|account| line(visit, account, &all));
    Ok(Json(Accounts {
        accounts: accounts.collect(),
    }))
}

/// The account of that id, as it is now.
///
/// # Errors
/// [`Fault::NotFound`] where there is none; the store's.
pub(super) async fn of(visit: &Visit, id: &str) -> Result<AccountLine, Fault> {
    let all = visit.desk.office.store.accounts().await?;
    let account = all.iter().find(|account| account.id == id);
    Ok(line(visit, account.ok_or(Fault::NotFound)?, &all))
}

fn line(visit: &Visit, account: &Account, all: &[Account]) -> AccountLine {
    let same = |other: &&Account| account.person.is_some() && other.person == account.person && other.id != account.id;
    AccountLine {
        id: account.id.clone(),
        user: account.user.clone(),
        name: account.name.clone(),
        post: account.post.to_string(),
        created_at: account.created_at,
        shut_at: account.disabled_at,
        one_time: passwords::is_one_time(&account.password_hash),
        own: account.id == visit.person.account.id,
        same_person: all.iter().filter(same).map(|other| other.user.clone()).collect(),
    }
}

/// All keys.
#[derive(Serialize, ToSchema)]
pub(crate) struct Keys {
    /// The newest first, revoked ones among them.
    keys: Vec<KeyLine>,
}

/// A key. Its secret is kept nowhere.
#[derive(Serialize, ToSchema)]
#[schema(as = Key)]
pub(crate) struct KeyLine {
    id: String,
    /// What it is for, as its maker called it.
    name: String,
    post: String,
    /// The account whose own key it is; none for a program's.
    holder: Option<String>,
    scopes: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// From when on it opens nothing.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
}

/// `GET /api/v1/keys`
#[utoipa::path(
    get, path = "/api/v1/keys", operation_id = "listKeys", tag = "body",
    summary = "Keys of programs",
    description = "They are made and revoked on the desk alone.",
    responses((status = 200, body = Keys), Problems),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn keys(caller: Caller) -> Result<Json<Keys>, Fault> {
    caller.may(Scope::BodyRead, Right::KeepAccounts)?;
    let keys = caller.visit.desk.office.store.api_keys().await?;
    let line = |key: ApiKey| KeyLine {
        id: key.id,
        name: key.name,
        post: key.post.to_string(),
        holder: key.holder,
        scopes: key.scopes,
        created_at: key.created_at,
        ends_at: key.ends_at,
        revoked_at: key.revoked_at,
    };
    Ok(Json(Keys {
        keys: keys.into_iter().map(line).collect(),
    }))
}
