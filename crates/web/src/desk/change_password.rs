//! One's own password.

use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::passwords;
use crate::visit::Visit;
use askama::Template;
use axum::http::header;
use axum::response::Response;
use fluent_bundle::FluentValue;
use jiff::SignedDuration;
use words::Words;

#[derive(Template)]
#[template(path = "desk/change_password.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    one_time: bool,
}

/// `GET /password`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    form(&visit, &Draft::default())
}

/// `POST /password`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let desk = &visit.desk;
    let store = &desk.office.store;
    let account = &visit.person.account;
    let mut problems = check_new(&fields, visit.words());
    if !is_current(&visit, fields.exact("current")).await? {
        problems.add("current", visit.words().text("password-current-wrong"));
    }
    if fields.exact("password") == fields.exact("current") {
        problems.add("password", visit.words().text("password-same"));
    }
    if !problems.is_empty() {
        return form(
            &visit,
            &Draft {
                fields: Fields::default(),
                problems,
            },
        );
    }
    let hash = passwords::hash(fields.exact("password").to_owned()).await;
    store.set_password(&account.id, &hash, visit.now).await?;
    desk.sessions.forget_account(&account.id);
    // Whether or not the store ended the sessions with the old password: this browser goes on with a fresh one.
    store.end_session(&visit.person.token_sha256).await?;
    let cookie = super::sign_in::begin_session(desk, account, visit.now).await?;
    let mut response = frame::see_other("/");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Whether this is the password of whoever reads: asked before what a borrowed session must not do.
pub(crate) async fn is_current(visit: &Visit, given: &str) -> Result<bool, Fault> {
    let account = &visit.person.account;
    let store = &visit.desk.office.store;
    let attempts = format!("password of {}", account.id);
    if store
        .count_attempt(&attempts, visit.now, SignedDuration::from_mins(15))
        .await?
        > 10
    {
        return Err(Fault::TooMany);
    }
    let is = given.chars().count() <= passwords::MOST_CHARS
        && passwords::verify(given.to_owned(), Some(account.password_hash.clone())).await;
    if is {
        store.clear_attempts(&attempts).await?;
    }
    Ok(is)
}

/// What is wrong with a password chosen by a person (`password`, `repeat`).
pub(super) fn check_new(fields: &Fields, words: &Words) -> Problems {
    let mut problems = Problems::default();
    let password = fields.exact("password");
    let length = password.chars().count();
    if !(passwords::LEAST_CHARS..=passwords::MOST_CHARS).contains(&length) {
        let least = FluentValue::from(passwords::LEAST_CHARS);
        let most = FluentValue::from(passwords::MOST_CHARS);
        problems.add(
            "password",
            words.with("password-length", &[("least", least), ("most", most)]),
        );
    } else if password != fields.exact("repeat") {
        problems.add("repeat", words.text("password-differs"));
    }
    problems
}

fn form(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let page = Page {
        f: Frame::new(visit, "", visit.words().text("password-title")),
        draft,
        one_time: passwords::is_one_time(&visit.person.account.password_hash),
    };
    frame::form_page(&draft.problems, &page)
}
