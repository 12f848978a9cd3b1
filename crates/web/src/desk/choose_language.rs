//! The language switch: kept with the account, or in a cookie before sign-in.

use super::sign_in::own_path;
use crate::cookies::Cookie;
use crate::fault::Fault;
use crate::fields::{CSRF, Fields};
use crate::frame;
use crate::guest::Guest;
use crate::secrets;
use crate::state::Desk;
use crate::visit::Visit;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::header;
use axum::response::Response;
use domain::Locale;
use std::time::Duration;

/// How long the choice is remembered before sign-in: a year.
const LASTS: Duration = Duration::from_hours(365 * 24);

/// `POST /language`
///
/// It stands on pages before and after sign-in, so either token of a form is good.
pub(crate) async fn send(State(desk): State<Desk>, request: Request) -> Result<Response, Fault> {
    let (mut parts, body) = request.into_parts();
    let visit = Visit::from_request_parts(&mut parts, &desk).await.ok();
    let guest = Guest::from_request_parts(&mut parts, &desk).await?;
    let bytes = Bytes::from_request(Request::from_parts(parts, body), &desk).await;
    let bytes = bytes.map_err(|_| Fault::TooLarge)?;
    let fields = Fields::parse(&bytes).ok_or(Fault::Unreadable)?;
    match &visit {
        Some(visit) => visit.check_csrf(fields.get(CSRF))?,
        None if guest.token_is_fresh || !secrets::same(&guest.token, fields.get(CSRF)) => {
            return Err(Fault::FormExpired);
        }
        None => {}
    }
    let locale = Locale::ALL
        .into_iter()
        .find(|locale| locale.tag() == fields.get("language"));
    let locale = locale.ok_or(Fault::Unreadable)?;
    if let Some(visit) = &visit {
        desk.office.store.set_locale(&visit.person.account.id, locale).await?;
        desk.sessions.forget_account(&visit.person.account.id);
    }
    let mut response = frame::see_other(own_path(fields.get("back")));
    let cookie = Cookie::Language.set(locale.tag(), LASTS, desk.options);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
