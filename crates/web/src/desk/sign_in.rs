//! Sign-in: throttled (`throttle.rs`), and as slow for a name that is not there as for a wrong password.

use crate::cookies::Cookie;
use crate::fault::Fault;
use crate::fields::GuestPosted;
use crate::frame::{self, Draft, Frame, Problems};
use crate::guest::Guest;
use crate::state::Desk;
use crate::throttle::Attempt;
use crate::{devices, passwords, secrets, sessions};
use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use jiff::Timestamp;
use store::{Account, Session};

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    back: &'a str,
}

/// `GET /sign-in`
pub(crate) async fn show(guest: Guest) -> Result<Response, Fault> {
    let back = own_path(guest.query().get("back")).to_owned();
    form(&guest, &Draft::default(), &back)
}

/// `POST /sign-in`
pub(crate) async fn send(GuestPosted { guest, fields }: GuestPosted) -> Result<Response, Fault> {
    let store = &guest.desk.office.store;
    let back = own_path(fields.get("back")).to_owned();
    let user = fields.get("user").to_lowercase();
    let password = fields.exact("password").to_owned();
    if user.chars().count() > 100 || password.chars().count() > passwords::MOST_CHARS {
        return Err(Fault::TooLarge);
    }
    let device = devices::known(&guest, &user).await?;
    let attempt = Attempt::begin(&guest, &user, device.as_deref()).await?;
    let account = store.account_by_user(&user).await?;
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let right = passwords::verify(password, hash).await;
    let account = account.filter(|account| right && account.disabled_at.is_none());
    // A post that the pack no longer has can't be acted in.
    let account = account.filter(|account| guest.desk.office.pack.post(&account.post).is_some());
    let Some(account) = account else {
        let mut problems = Problems::default();
        problems.add("user", guest.words().text("sign-in-wrong"));
        return form(&guest, &Draft { fields, problems }, &back);
    };
    attempt.succeed(&guest).await?;
    signed_in(&guest, &account, &back).await
}

/// Begins a session and answers its cookie. Always a fresh token: one planted before sign-in is worth nothing.
pub(super) async fn begin_session(desk: &Desk, account: &Account, now: Timestamp) -> Result<HeaderValue, Fault> {
    let token = secrets::token();
    let session = Session {
        token_sha256: secrets::sha256(&token),
        account: account.id.clone(),
        csrf: secrets::token(),
        created_at: now,
        expires_at: now.saturating_add(sessions::LASTS).unwrap_or(Timestamp::MAX),
        duty_post_at: None,
    };
    desk.office.store.create_session(session).await?;
    Ok(Cookie::Session.set(&token, sessions::LASTS.unsigned_abs(), desk.options))
}

/// Begins a session on a device that is known from now on, and leads to `back`.
pub(super) async fn signed_in(guest: &Guest, account: &Account, back: &str) -> Result<Response, Fault> {
    let device = devices::remember(guest, &account.user).await?;
    let session = begin_session(&guest.desk, account, guest.now).await?;
    let mut response = frame::see_other(back);
    response.headers_mut().append(header::SET_COOKIE, session);
    response.headers_mut().append(header::SET_COOKIE, device);
    Ok(response)
}

fn form(guest: &Guest, draft: &Draft, back: &str) -> Result<Response, Fault> {
    let page = Page {
        f: Frame::for_guest(guest, guest.words().text("sign-in-title")),
        draft,
        back,
    };
    Ok(guest.with_token(frame::form_page(&draft.problems, &page)?))
}

/// A path of ours, or the first page: nobody is sent to another site after signing in.
pub(super) fn own_path(path: &str) -> &str {
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t']);
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(own_path("/cases?q=1"), "/cases?q=1");
        for hostile in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "javascript:1",
            "/\t/evil",
        ] {
            assert_eq!(own_path(hostile), "/");
        }
    }
}
