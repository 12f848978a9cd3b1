//! Accounts: who holds which post.

use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::passwords;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use store::Account;

/// A one-time password to hand over, shown once.
pub(super) struct Handover {
    pub(super) user: String,
    pub(super) password: String,
}

#[derive(Template)]
#[template(path = "desk/accounts.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    handover: Option<&'a Handover>,
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
}

/// `GET /accounts`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    page(&visit, &Draft::default(), None).await
}

/// The page, with a form that was refused or a password to hand over.
pub(super) async fn page(visit: &Visit, draft: &Draft, handover: Option<&Handover>) -> Result<Response, Fault> {
    let pack = &visit.desk.office.pack;
    let f = Frame::new(visit, "/accounts", visit.words().text("accounts-title"));
    let accounts = visit.desk.office.store.accounts().await?;
    let accounts = accounts.into_iter().map(|account| line(&f, visit, account)).collect();
    let posts = pack
        .posts
        .iter()
        .map(|post| (post.slug.as_str(), named(visit, &post.slug)))
        .collect();
    let page = Page {
        f,
        draft,
        handover,
        accounts,
        posts,
    };
    let status = if draft.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    frame::page(status, &page)
}

fn line(f: &Frame<'_>, visit: &Visit, account: Account) -> Line {
    Line {
        post: named(visit, &account.post),
        made: f.moment(&account.created_at),
        shut: account.disabled_at.map(|at| f.moment(&at)),
        one_time: passwords::is_one_time(&account.password_hash),
        oneself: account.id == visit.person.account.id,
        id: account.id,
        user: account.user,
        name: account.name,
    }
}

/// `Post, unit`: posts of the same name in two units must differ in a list.
fn named(visit: &Visit, slug: &domain::PostSlug) -> String {
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
