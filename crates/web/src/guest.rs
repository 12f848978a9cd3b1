//! Somebody who has not signed in: a language, and a token for the forms that come before a session.

use crate::clients;
use crate::cookies::Cookie;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::secrets;
use crate::state::Desk;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::Response;
use domain::Locale;
use jiff::Timestamp;
use std::net::IpAddr;
use std::time::Duration;
use words::{Words, words};

/// How long a form before sign-in may lie open.
const FORM_LASTS: Duration = Duration::from_hours(24);

/// One request of somebody who has not signed in.
pub(crate) struct Guest {
    /// The desk.
    pub(crate) desk: Desk,
    /// In which language.
    pub(crate) locale: Locale,
    /// What the browser's form cookie holds, or will hold.
    pub(crate) token: String,
    /// The browser did not send it: it is made now, and goes out with the answer.
    pub(crate) token_is_fresh: bool,
    /// The cookie of those who have signed in on this device; empty where nobody has.
    pub(crate) devices: String,
    /// What is asked for.
    pub(crate) uri: Uri,
    /// Scheme and name under which it is asked ([`clients::origin`]).
    pub(crate) origin: String,
    /// Where from, for throttling.
    pub(crate) address: Option<IpAddr>,
    /// When, by the program's clock.
    pub(crate) now: Timestamp,
}

impl Guest {
    /// The words of the guest's language.
    pub(crate) fn words(&self) -> &'static Words {
        words(self.locale)
    }

    /// The query.
    pub(crate) fn query(&self) -> Fields {
        Fields::parse(self.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default()
    }

    /// Refuses a form that does not carry the token of this browser.
    pub(crate) fn check_token(&self, token: &str) -> Result<(), Fault> {
        // A fresh token is one that the browser did not send: it cannot have been in a form.
        if self.token_is_fresh || !secrets::same(&self.token, token) {
            return Err(Fault::FormExpired);
        }
        Ok(())
    }

    /// Sends the form token along where the browser has none yet.
    pub(crate) fn with_token(&self, mut response: Response) -> Response {
        if self.token_is_fresh {
            let cookie = Cookie::Form.set(&self.token, FORM_LASTS, self.desk.options);
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl FromRequestParts<Desk> for Guest {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let sent = Cookie::Form.read(&parts.headers, desk.options);
        let token_is_fresh = sent.is_none();
        Ok(Self {
            desk: desk.clone(),
            locale: locale(&parts.headers, desk),
            token: sent.unwrap_or_else(secrets::token),
            token_is_fresh,
            devices: Cookie::Device.read(&parts.headers, desk.options).unwrap_or_default(),
            uri: parts.uri.clone(),
            origin: clients::origin(&parts.headers, desk.options),
            address: clients::address(parts, desk.options),
            now: desk.office.clock.now(),
        })
    }
}

/// The language: chosen before, else asked for by the browser, else the pack's.
pub(crate) fn locale(headers: &HeaderMap, desk: &Desk) -> Locale {
    let chosen = Cookie::Language.read(headers, desk.options);
    let chosen = chosen.and_then(|tag| Locale::ALL.into_iter().find(|locale| locale.tag() == tag));
    chosen
        .or_else(|| asked_for(headers.get(header::ACCEPT_LANGUAGE)?))
        .unwrap_or(desk.office.pack.locale)
}

/// The first language of ours in `Accept-Language` by its weight (RFC 9110, 12.5.4).
fn asked_for(header: &HeaderValue) -> Option<Locale> {
    let mut best: Option<(f32, Locale)> = None;
    for part in header.to_str().ok()?.split(',') {
        let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
        let weight = parameters
            .trim()
            .strip_prefix("q=")
            .map_or(1.0, |q| q.parse().unwrap_or(0.0));
        let primary = tag.trim().split('-').next().unwrap_or_default();
        let locale = match primary.to_ascii_lowercase().as_str() {
            "zh" => Locale::ZhCn,
            "en" => Locale::En,
            _ => continue,
        };
        if weight > 0.0 && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_language_is_read_by_weight() {
        let asked = |text| asked_for(&HeaderValue::from_static(text));
        assert_eq!(asked("zh-CN,zh;q=0.9,en;q=0.8"), Some(Locale::ZhCn));
        assert_eq!(asked("fr, en;q=0.5, zh;q=0.7"), Some(Locale::ZhCn));
        assert_eq!(asked("en-GB"), Some(Locale::En));
        assert_eq!(asked("zh;q=0, en;q=0.1"), Some(Locale::En));
        assert_eq!(asked("fr, *;q=0.1"), None);
    }
}
