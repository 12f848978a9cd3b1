//! Sign-out: the session ends in the store and in the short memory.

use crate::cookies::Cookie;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// `POST /sign-out`
pub(crate) async fn send(Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    let desk = &visit.desk;
    desk.office.store.end_session(&visit.person.token_sha256).await?;
    desk.sessions.forget_account(&visit.person.account.id);
    let mut response = frame::see_other("/sign-in");
    let cookie = Cookie::Session.unset(desk.options);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    // Plans that were kept on this phone are forgotten with whoever kept them.
    let storage = HeaderValue::from_static("\"storage\"");
    response
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), storage);
    Ok(response)
}
