//! Where news of cases is sent, and what became of each message.

use crate::access::Right;
use crate::api::act_once::new_id;
use crate::api::bodies::Nothing;
use crate::api::caller::{Caller, Scope};
use crate::api::do_once::do_once;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::desk::list_webhooks;
use crate::fault::Fault;
use crate::visit::Visit;
use crate::webhooks;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use domain::case::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Message, MessageState, Webhook};
use utoipa::{IntoParams, ToSchema};

/// Messages of a page.
const PAGE: u32 = 100;

/// All addresses.
#[derive(Serialize, ToSchema)]
pub(crate) struct Webhooks {
    /// The newest first, ended ones among them.
    webhooks: Vec<WebhookLine>,
}

/// An address to which news is sent.
#[derive(Serialize, ToSchema)]
#[schema(as = Webhook)]
pub(crate) struct WebhookLine {
    id: String,
    url: String,
    /// The post whose cases it hears of.
    post: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Since when nothing is sent any more.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
}

impl From<Webhook> for WebhookLine {
    fn from(hook: Webhook) -> Self {
        Self {
            id: hook.id,
            url: hook.url,
            post: hook.post.to_string(),
            created_at: hook.created_at,
            ended_at: hook.ended_at,
        }
    }
}

/// `GET /api/v1/webhooks`
#[utoipa::path(
    get, path = "/api/v1/webhooks", operation_id = "listWebhooks", tag = "body",
    summary = "Where news of cases is sent",
    responses((status = 200, body = Webhooks), Problems),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Webhooks>, Fault> {
    caller.may(Scope::BodyRead, Right::KeepAccounts)?;
    let hooks = caller.visit.desk.office.store.webhooks().await?;
    Ok(Json(Webhooks {
        webhooks: hooks.into_iter().map(WebhookLine::from).collect(),
    }))
}

/// Where to, and of which cases.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWebhook {
    /// `https://`, or `http://` of a receiver on the program's machine; without user or password, at most 500 characters.
    url: String,
    /// It hears of the cases that this post may see.
    post: String,
}

/// An address that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeWebhook {
    webhook: WebhookLine,
    /// It had been made before under the same `Idempotency-Key`: the secret was in that answer alone.
    repeated: bool,
    /// What messages are signed with, as receivers have it.
    secret: Option<String>,
}

/// `POST /api/v1/webhooks`
#[utoipa::path(
    post, path = "/api/v1/webhooks", operation_id = "makeWebhook", tag = "body",
    summary = "Send news of cases to an address",
    description = "An administrator's, with a key of their own.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key makes no other.", min_length = 1, max_length = 255)),
    request_body = NewWebhook,
    responses((status = 201, body = MadeWebhook), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn make(
    Sent { caller, body, key }: Sent<NewWebhook>,
) -> Result<(StatusCode, Json<MadeWebhook>), Fault> {
    may(&caller)?;
    let visit = &caller.visit;
    let store = &visit.desk.office.store;
    let id = new_id(&caller, key.as_deref());
    let mut secret = None;
    let repeated = store.webhook(&id).await?.is_some();
    if !repeated {
        let made = list_webhooks::make(visit, id.clone(), &body.url, &body.post).await?;
        let first = |wrong: Vec<(_, &'static str)>| wrong.first().map_or("form-incomplete", |(_, next)| *next);
        secret = Some(made.map_err(|wrong| Refusal::new(first(wrong)))?);
    }
    let answer = MadeWebhook {
        webhook: hook(visit, &id).await?,
        repeated,
        secret,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// `POST /api/v1/webhooks/{id}/end`
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/end", operation_id = "endWebhook", tag = "body",
    summary = "Send nothing more to an address",
    description = "An administrator's, with a key of their own. What waits for it is given up.",
    params(
        ("id" = String, Path, description = "The address's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = WebhookLine), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn end(
    Path(id): Path<String>,
    Sent { caller, .. }: Sent<Nothing>,
) -> Result<Json<WebhookLine>, Fault> {
    may(&caller)?;
    let visit = &caller.visit;
    hook(visit, &id).await?;
    // Ended once, it stays so.
    visit.desk.office.store.end_webhook(&id, visit.now).await?;
    Ok(Json(hook(visit, &id).await?))
}

/// From where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Only messages before this one: `next` of the page before.
    before: Option<i64>,
}

/// A page.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessagePage {
    /// The newest first. They are kept for 30 days.
    messages: Vec<MessageLine>,
    /// What the next page is asked for with; none on the last.
    next: Option<i64>,
}

/// A message.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookMessage)]
pub(crate) struct MessageLine {
    id: i64,
    /// The address's id.
    webhook: String,
    /// Its type, e.g. `case.answered`.
    kind: String,
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    /// `waiting`, `sent`, `given_up`.
    state: &'static str,
    /// None of one that was given up without an answer.
    attempts: Option<u32>,
    /// When it is tried next, while it waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_at: Option<Timestamp>,
    /// The receiver's last answer, if there was one.
    last_status: Option<i64>,
    /// Why there was none, in words; of one that was given up no more than that it was.
    last_error: Option<String>,
}

impl MessageLine {
    fn of(visit: &Visit, message: Message) -> Self {
        Self {
            attempts: (!webhooks::is_unanswered(&message)).then_some(message.attempts),
            last_error: webhooks::no_answer(&message, visit.words()).map(str::to_owned),
            id: message.id,
            webhook: message.webhook,
            kind: message.kind,
            made_at: message.made_at,
            state: match message.state {
                MessageState::Waiting => "waiting",
                MessageState::Sent => "sent",
                MessageState::GivenUp => "given_up",
            },
            next_at: (message.state == MessageState::Waiting).then_some(message.run_at),
            last_status: message.last_status,
        }
    }
}

/// `GET /api/v1/webhooks/messages`
#[utoipa::path(
    get, path = "/api/v1/webhooks/messages", operation_id = "listMessages", tag = "body",
    summary = "What became of the news that was sent",
    params(Asked),
    responses((status = 200, body = MessagePage), Problems),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn messages(
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<MessagePage>, Fault> {
    caller.may(Scope::BodyRead, Right::KeepAccounts)?;
    let Query(asked) = asked.map_err(|_| Fault::Unreadable)?;
    let visit = &caller.visit;
    let found = visit.desk.office.store.messages(asked.before, PAGE).await?;
    let more = found.len() == PAGE as usize;
    Ok(Json(MessagePage {
        next: found.last().map(|last| last.id).filter(|_| more),
        messages: found
            .into_iter()
            .map(|message| MessageLine::of(visit, message))
            .collect(),
    }))
}

/// `POST /api/v1/webhooks/messages/{id}/again`
#[utoipa::path(
    post, path = "/api/v1/webhooks/messages/{id}/again", operation_id = "sendMessageAgain", tag = "body",
    summary = "Send a message again",
    description = "An administrator's, with a key of their own. To an address that was ended nothing is sent.",
    params(
        ("id" = i64, Path, description = "The message's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = MessageLine), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn again(
    Path(id): Path<i64>,
    Sent { caller, key, .. }: Sent<Nothing>,
) -> Result<Json<MessageLine>, Fault> {
    may(&caller)?;
    let visit = &caller.visit;
    message(visit, id).await?;
    let store = &visit.desk.office.store;
    do_once(&caller, key.as_deref(), async {
        Ok(store.send_again(id, visit.now).await?)
    })
    .await?;
    Ok(Json(message(visit, id).await?))
}

fn may(caller: &Caller) -> Result<(), Fault> {
    caller.may(Scope::BodyWrite, Right::KeepAccounts)?;
    caller.myself()
}

async fn hook(visit: &Visit, id: &str) -> Result<WebhookLine, Fault> {
    let found = visit.desk.office.store.webhook(id).await?;
    Ok(found.ok_or(Fault::NotFound)?.into())
}

async fn message(visit: &Visit, id: i64) -> Result<MessageLine, Fault> {
    let found = visit.desk.office.store.messages(Some(id.saturating_add(1)), 1).await?;
    let found = found.into_iter().find(|message| message.id == id);
    Ok(MessageLine::of(visit, found.ok_or(Fault::NotFound)?))
}
