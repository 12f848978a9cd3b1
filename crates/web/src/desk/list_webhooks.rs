//! Where news of cases is sent, and the log of what was sent.

use super::list_accounts::named;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Draft, Frame};
use crate::visit::Visit;
use crate::webhooks;
use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use domain::PostSlug;
use std::net::IpAddr;
use store::{Message, MessageState, Webhook};

/// Messages of the log that are shown.
const SHOWN: u32 = 100;
/// The longest address, in characters.
const MOST_URL: usize = 500;

#[derive(Template)]
#[template(path = "desk/webhooks.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    secret: Option<&'a str>,
    hooks: Vec<Hook>,
    log: Vec<Line>,
    posts: Vec<(&'a str, String)>,
    /// The id below which the log goes on.
    earlier: Option<i64>,
}

struct Hook {
    id: String,
    url: String,
    post: String,
    made: String,
    ended: Option<String>,
}

struct Line {
    id: i64,
    url: String,
    kind: String,
    made: String,
    state: &'static str,
    mark: &'static str,
    /// None where it is not told.
    attempts: Option<u32>,
    answer: String,
    next: String,
    waiting: bool,
}

/// `GET /webhooks?before=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    page(&visit, &Draft::default(), None).await
}

/// `POST /webhooks`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    let mut draft = Draft {
        fields,
        ..Draft::default()
    };
    let id = office::new_case_id(visit.now).to_string();
    match make(&visit, id, draft.fields.get("url"), draft.fields.get("post")).await? {
        Ok(secret) => page(&visit, &Draft::default(), Some(&secret)).await,
        Err(wrong) => {
            for (field, next) in wrong {
                draft.problems.add(field, visit.words().text(next));
            }
            page(&visit, &draft, None).await
        }
    }
}

/// The fields of which something is wrong, with the message key of what to do about it.
type Wrong = Vec<(&'static str, &'static str)>;

/// Sends news of what a post may see to an address from now on; answers the secret that signs it, which is told once.
///
/// # Errors
/// The store's.
pub(crate) async fn make(visit: &Visit, id: String, url: &str, post: &str) -> Result<Result<String, Wrong>, Fault> {
    let mut wrong = Vec::new();
    if !may_receive(url) || url.chars().count() > MOST_URL {
        wrong.push(("url", "webhook-url-needed"));
    }
    let post = PostSlug::new(post);
    let office = &visit.desk.office;
    if office.pack.post(&post).is_none() {
        wrong.push(("post", "account-post-needed"));
    }
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    let secret = webhooks::new_secret();
    let hook = Webhook {
        id,
        url: url.to_owned(),
        secret: secret.clone(),
        post,
        upto: 0,
        created_at: visit.now,
        ended_at: None,
    };
    office.store.create_webhook(hook).await?;
    Ok(Ok(secret))
}

/// Whether news may be sent there: over https, or to a receiver on this machine. Not with a user or a password, which would
/// stand on the page.
fn may_receive(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return false;
    };
    let host = authority.host();
    let port_or_none = authority.as_str().strip_prefix(host);
    let is_plain = port_or_none.is_some_and(|port| port.is_empty() || authority.port_u16().is_some());
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_here = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    !host.is_empty() && is_plain && (scheme == "https" || (scheme == "http" && is_here))
}

/// `POST /webhooks/{id}/end`
pub(crate) async fn end(Path(id): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    visit.desk.office.store.end_webhook(&id, visit.now).await?;
    Ok(frame::see_other("/webhooks"))
}

/// `POST /webhooks/messages/{id}/again`
pub(crate) async fn send_again(Path(id): Path<i64>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    visit.desk.office.store.send_again(id, visit.now).await?;
    Ok(frame::see_other("/webhooks"))
}

async fn page(visit: &Visit, draft: &Draft, secret: Option<&str>) -> Result<Response, Fault> {
    let store = &visit.desk.office.store;
    let pack = &visit.desk.office.pack;
    let f = Frame::new(visit, "/accounts", visit.words().text("webhooks-title"));
    let before = visit.query().given("before").and_then(|id| id.parse().ok());
    let hooks = store.webhooks().await?;
    let messages = store.messages(before, SHOWN).await?;
    let page = Page {
        earlier: (messages.len() == SHOWN as usize)
            .then(|| messages.last().map(|last| last.id))
            .flatten(),
        log: messages.iter().map(|message| line(&f, &hooks, message)).collect(),
        hooks: hooks
            .iter()
            .map(|hook| Hook {
                id: hook.id.clone(),
                url: hook.url.clone(),
                post: named(visit, &hook.post),
                made: f.moment(&hook.created_at),
                ended: hook.ended_at.map(|at| f.moment(&at)),
            })
            .collect(),
        posts: pack
            .posts
            .iter()
            .map(|post| (post.slug.as_str(), named(visit, &post.slug)))
            .collect(),
        draft,
        secret,
        f,
    };
    let status = if draft.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    frame::page(status, &page)
}

fn line(f: &Frame<'_>, hooks: &[Webhook], message: &Message) -> Line {
    let url = hooks.iter().find(|hook| hook.id == message.webhook);
    let (state, mark) = match message.state {
        MessageState::Waiting if message.attempts == 0 => ("webhook-waiting", ""),
        MessageState::Waiting => ("webhook-failed", "near"),
        MessageState::Sent => ("webhook-sent", "good"),
        MessageState::GivenUp => ("webhook-given-up", "late"),
    };
    let waiting = message.state == MessageState::Waiting;
    let status = message.last_status.map(|status| status.to_string());
    let no_answer = webhooks::no_answer(message, f.words());
    Line {
        id: message.id,
        url: url.map_or(String::new(), |hook| hook.url.clone()),
        kind: message.kind.clone(),
        made: f.moment(&message.made_at),
        state,
        mark,
        attempts: (!webhooks::is_unanswered(message)).then_some(message.attempts),
        answer: status.unwrap_or_else(|| no_answer.unwrap_or_default().to_owned()),
        next: if waiting && message.attempts > 0 {
            f.moment(&message.run_at)
        } else {
            String::new()
        },
        waiting,
    }
}

#[cfg(test)]
mod tests {
    use super::may_receive;

    #[test]
    fn news_goes_out_over_https_or_stays_on_this_machine() {
        for url in [
            "https://example.org/news",
            "https://example.org:8443/",
            "http://127.0.0.1:9000/",
            "http://localhost/x",
            "http://[::1]:9000/",
        ] {
            assert!(may_receive(url), "{url}");
        }
        for url in [
            "http://example.org/",
            "http://169.254.169.254/",
            "http://2130706433/",
            "https://a:b@example.org/",
            "https://example.org:99999/",
            "http://127.0.0.1@example.org/",
            "ftp://example.org/",
            "/x",
            "",
        ] {
            assert!(!may_receive(url), "{url}");
        }
    }
}
