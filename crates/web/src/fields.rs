//! What a form or an address sent: names and values. Kept as text, so that a refused form can show its input again, and
//! without characters that cannot be seen.

use crate::fault::Fault;
use crate::guest::Guest;
use crate::state::Desk;
use crate::visit::Visit;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use domain::seen;
use std::borrow::Cow;
use std::time::Duration;

/// The hidden field that every form carries.
pub(crate) const CSRF: &str = "csrf";

/// The longest that a form may take to come in.
const COMES_IN: Duration = Duration::from_secs(30);

/// Names and values in the order sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<Field>);

#[derive(Debug, Clone)]
struct Field {
    name: String,
    /// What can be seen of the value.
    seen: String,
    /// The value as it was sent, where that is something else.
    sent: Option<String>,
}

impl Field {
    fn of(name: String, sent: String) -> Self {
        match seen(&sent) {
            Cow::Borrowed(_) => Self {
                name,
                seen: sent,
                sent: None,
            },
            Cow::Owned(seen) => Self {
                name,
                seen,
                sent: Some(sent),
            },
        }
    }
}

impl Fields {
    /// Reads `a=b&c=d`.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        serde_urlencoded::from_bytes(text).ok().map(Self::of)
    }

    /// Of these pairs, for forms that came another way.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        let fields = pairs.into_iter().map(|(name, sent)| Field::of(name, sent));
        Self(fields.collect())
    }

    /// Puts a value in the place of what was sent under the name.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|field| field.name != name);
        self.0.push(Field::of(name.to_owned(), value.to_owned()));
    }

    /// What can be seen of the value, without white space around it; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        let field = self.0.iter().find(|field| field.name == name);
        field.map_or("", |field| field.seen.trim())
    }

    /// The value, if there is something in it.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Whether something was sent under the name, if only nothing.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|field| field.name == name)
    }

    /// The value as it was sent, white space and all: for passwords.
    pub(crate) fn exact(&self, name: &str) -> &str {
        let field = self.0.iter().find(|field| field.name == name);
        field.map_or("", |field| field.sent.as_deref().unwrap_or(&field.seen))
    }

    /// The pairs with something in them, without those named in `without`, as a query.
    pub(crate) fn query_without(&self, without: &[&str]) -> String {
        let kept: Vec<_> = self
            .0
            .iter()
            .map(|field| (field.name.as_str(), field.seen.as_str()))
            .filter(|(name, value)| !value.trim().is_empty() && !without.contains(name))
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
        guest.check_token(fields.get(CSRF))?;
        Ok(Self { guest, fields })
    }
}

/// Reads a form within the time that it may take.
pub(crate) async fn read(request: Request, desk: &Desk) -> Result<Fields, Fault> {
    let bytes = tokio::time::timeout(COMES_IN, Bytes::from_request(request, desk)).await;
    let bytes = bytes.map_err(|_| Fault::TooSlowSent)?.map_err(|_| Fault::TooLarge)?;
    Fields::parse(&bytes).ok_or(Fault::Unreadable)
}
