//! Accounts: who holds which post.

use crate::access::Right;
use crate::api::caller::Scope;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::passwords;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use store::{Account, ApiKey};

/// A one-time password to hand over, shown once.
pub(crate) struct Handover {
    pub(crate) user: String,
    pub(crate) password: String,
}

/// A key's secret to hand over, shown once.
pub(crate) struct KeyHandover {
    pub(crate) name: String,
    pub(crate) secret: String,
}

#[derive(Template)]
#[template(path = "desk/accounts.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    handover: Option<&'a Handover>,
    key_handover: Option<&'a KeyHandover>,
    keys: Vec<KeyLine>,
    scopes: Vec<(Scope, &'static str)>,
    accounts: Vec<Line>,
    posts: Vec<(&'a str, String)>,
}

struct Line {
    id: String,
    user: String,
    name: String,
    post: String,
    made: String,
    shut: Option<String>,
    one_time: bool,
    oneself: bool,
    /// Sign-in names of the same person's other accounts.
    others: Vec<String>,
    /// It can be said that it is another person's than these: not of whoever reads.
    parts: bool,
}

struct KeyLine {
    id: String,
    name: String,
    post: String,
    /// Each in a sentence; one that no version knows any more keeps its name.
    scopes: Vec<String>,
    made: String,
    /// Whose own it is, by name.
    holder: Option<String>,
    ends: Option<String>,
    revoked: Option<String>,
}

/// `GET /accounts`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    page(&visit, &Draft::default(), None, None).await
}

/// The page, with a form that was refused, or a password or a key to hand over.
pub(crate) async fn page(
    visit: &Visit,
    draft: &Draft,
    handover: Option<&Handover>,
    key_handover: Option<&KeyHandover>,
) -> Result<Response, Fault> {
    let pack = &visit.desk.office.pack;
    let f = Frame::new(visit, "/accounts", visit.words().text("accounts-title"));
    let accounts = visit.desk.office.store.accounts().await?;
    let lines = accounts.iter().map(|account| line(&f, visit, account, &accounts));
    let lines = lines.collect();
    let posts = pack
        .posts
        .iter()
        .map(|post| (post.slug.as_str(), named(visit, &post.slug)))
        .collect();
    let keys = visit.desk.office.store.api_keys().await?;
    let page = Page {
        keys: keys
            .into_iter()
            .map(|key| key_line(&f, visit, &accounts, key))
            .collect(),
        scopes: Scope::for_programs().collect(),
        key_handover,
        f,
        draft,
        handover,
        accounts: lines,
        posts,
    };
    let status = if draft.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    frame::page(status, &page)
}

fn line(f: &Frame<'_>, visit: &Visit, account: &Account, all: &[Account]) -> Line {
    let same = |other: &&Account| account.person.is_some() && other.person == account.person && other.id != account.id;
    let (own, others) = (&visit.person.account.id, all.iter().filter(same).collect::<Vec<_>>());
    Line {
        parts: account.id != *own && !others.is_empty() && others.iter().all(|other| other.id != *own),
        others: others.iter().map(|other| other.user.clone()).collect(),
        post: named(visit, &account.post),
        made: f.moment(&account.created_at),
        shut: account.disabled_at.map(|at| f.moment(&at)),
        one_time: passwords::is_one_time(&account.password_hash),
        oneself: account.id == *own,
        id: account.id.clone(),
        user: account.user.clone(),
        name: account.name.clone(),
    }
}

fn key_line(f: &Frame<'_>, visit: &Visit, accounts: &[Account], key: ApiKey) -> KeyLine {
    let holder = key.holder.as_ref();
    let holder = holder.map(|id| {
        accounts
            .iter()
            .find(|account| account.id == *id)
            .map_or(id, |account| &account.name)
    });
    KeyLine {
        holder: holder.cloned(),
        ends: key.ends_at.map(|at| f.moment(&at)),
        post: named(visit, &key.post),
        made: f.moment(&key.created_at),
        revoked: key.revoked_at.map(|at| f.moment(&at)),
        scopes: key.scopes.iter().map(|name| scope(f, name).to_owned()).collect(),
        id: key.id,
        name: key.name,
    }
}

/// What a scope allows, in a sentence; one that no version knows any more keeps its name.
pub(crate) fn scope<'a>(f: &'a Frame<'_>, name: &'a str) -> &'a str {
    let known = Scope::ALL.iter().find(|(_, known)| *known == name);
    known.map_or(name, |(scope, _)| f.t(scope.sentence()))
}

/// `Post, unit`: posts of the same name in two units must differ in a list.
pub(super) fn named(visit: &Visit, slug: &domain::PostSlug) -> String {
    let pack = &visit.desk.office.pack;
    match pack.post(slug) {
        Some(post) => {
            let (name, unit) = (post.name.get(visit.locale), pack.unit_name(&post.unit, visit.locale));
            if name.contains(unit) {
                name.to_owned()
            } else {
                format!("{name} · {unit}")
            }
        }
        None => visit.words().text("accounts-post-gone").to_owned(),
    }
}
