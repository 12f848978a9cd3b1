//! What a form or an address sent: names and values. Kept as text, so that a refused form can show its input again.

use crate::fault::Fault;
use crate::guest::Guest;
use crate::secrets;
use crate::state::Desk;
use crate::visit::Visit;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};

/// The hidden field that every form carries.
pub(crate) const CSRF: &str = "csrf";

/// Names and values in the order sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `a=b&c=d`.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        serde_urlencoded::from_bytes(text).ok().map(Self)
    }

    /// Of these pairs, for forms that came another way.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The value without white space around it; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The value, if there is something in it.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// The value as it was sent, white space and all: for passwords.
    pub(crate) fn exact(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The pairs with something in them, without those named in `without`, as a query.
    pub(crate) fn query_without(&self, without: &[&str]) -> String {
        let kept: Vec<_> = self
            .0
            .iter()
            .filter(|(key, value)| !value.trim().is_empty() && !without.contains(&key.as_str()))
            .collect();
        serde_urlencoded::to_string(kept).unwrap_or_default()
    }
}

/// A form sent by somebody signed in, with its token checked.
pub(crate) struct Posted {
    /// Who and where.
    pub(crate) visit: Visit,
    /// What.
    pub(crate) fields: Fields,
}

impl FromRequest<Desk> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, desk).await?;
        let fields = read(Request::from_parts(parts, body), desk).await?;
        visit.check_csrf(fields.get(CSRF))?;
        Ok(Self { visit, fields })
    }
}

/// A form sent by somebody who has not signed in, with its token checked.
pub(crate) struct GuestPosted {
    /// Where from, in which language.
    pub(crate) guest: Guest,
    /// What.
    pub(crate) fields: Fields,
}

impl FromRequest<Desk> for GuestPosted {
    type Rejection = Fault;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let guest = Guest::from_request_parts(&mut parts, desk).await?;
        let fields = read(Request::from_parts(parts, body), desk).await?;
        // A fresh token is one that the browser did not send: it cannot have been in a form.
        if guest.token_is_fresh || !secrets::same(&guest.token, fields.get(CSRF)) {
            return Err(Fault::FormExpired);
        }
        Ok(Self { guest, fields })
    }
}

async fn read(request: Request, desk: &Desk) -> Result<Fields, Fault> {
    let bytes = Bytes::from_request(request, desk).await.map_err(|_| Fault::TooLarge)?;
    Fields::parse(&bytes).ok_or(Fault::Unreadable)
}
