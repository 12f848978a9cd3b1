//! Sign-in: throttled by name and by address, and as slow for a name that is not there as for a wrong password.

use crate::cookies::Cookie;
use crate::fault::Fault;
use crate::fields::GuestPosted;
use crate::frame::{self, Draft, Frame, Problems};
use crate::guest::Guest;
use crate::state::Desk;
use crate::{passwords, secrets, sessions};
use askama::Template;
use axum::http::header;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use store::{Account, Session};

/// The window in which attempts are counted.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Attempts on one name within the window.
const MOST_BY_NAME: u32 = 10;
/// Attempts from one address within the window: many people share an office's address.
const MOST_BY_ADDRESS: u32 = 100;

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
    // Counted before the password is looked at, so that attempts at the same moment don't slip through together.
    let by_name = format!("sign-in name {}", secrets::sha256(&user));
    let mut too_many = store.count_attempt(&by_name, guest.now, WINDOW).await? > MOST_BY_NAME;
    if let Some(address) = guest.address {
        let by_address = format!("sign-in address {address}");
        too_many |= store.count_attempt(&by_address, guest.now, WINDOW).await? > MOST_BY_ADDRESS;
    }
    if too_many {
        tracing::warn!("sign-in throttled");
        return Err(Fault::TooMany);
    }
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
    store.clear_attempts(&by_name).await?;
    let cookie = begin_session(&guest.desk, &account, guest.now).await?;
    let mut response = frame::see_other(&back);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Begins a session and answers its cookie. Always a fresh token: one planted before sign-in is worth nothing.
pub(super) async fn begin_session(
    desk: &Desk,
    account: &Account,
    now: Timestamp,
) -> Result<axum::http::HeaderValue, Fault> {
    let token = secrets::token();
    let session = Session {
        token_sha256: secrets::sha256(&token),
        account: account.id.clone(),
        csrf: secrets::token(),
        created_at: now,
        expires_at: now.saturating_add(sessions::LASTS).unwrap_or(Timestamp::MAX),
    };
    desk.office.store.create_session(session).await?;
    Ok(Cookie::Session.set(&token, sessions::LASTS.unsigned_abs(), desk.options))
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
