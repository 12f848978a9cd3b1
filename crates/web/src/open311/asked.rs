//! What every action asks first: in which format, of which jurisdiction, and which kind of case it is about.

use super::answer::{Format, Node, Wrong, answer};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::guest::Guest;
use crate::state::Desk;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::pack::{Category, Kind, PortalRules};

/// One request.
pub(super) struct Asked {
    pub(super) guest: Guest,
    pub(super) format: Format,
    /// The last part of the address without the format: a service's code, a request's number, a token.
    pub(super) id: String,
    pub(super) query: Fields,
    /// The name under which this program was asked, with its port.
    host: String,
}

/// What was wrong: said as Open311 says it, or a fault of ours, which the guard makes one.
pub(super) enum Failed {
    Wrong(Wrong),
    Fault(Fault),
}

impl From<Wrong> for Failed {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<store::Error> for Failed {
    fn from(error: store::Error) -> Self {
        Self::Fault(error.into())
    }
}

impl Asked {
    /// Where it is asked, for addresses in answers.
    pub(super) fn base(&self) -> String {
        let scheme = if self.guest.desk.options.https { "https" } else { "http" };
        format!("{scheme}://{}", self.host)
    }

    /// The kind of case that requests become.
    pub(super) fn rules(&self) -> Result<(&PortalRules, &Kind), Wrong> {
        let pack = &self.guest.desk.office.pack;
        let rules = pack.portal.as_ref();
        let rules = rules.and_then(|portal| Some((portal, pack.kind(&portal.kind)?)));
        rules.ok_or_else(|| Wrong::not_found(self.guest.words().text("open311-no-services")))
    }

    /// The service of that code.
    pub(super) fn service(&self, code: &str) -> Result<&Category, Wrong> {
        let (_, kind) = self.rules()?;
        let found = kind.categories.iter().find(|category| category.slug.as_str() == code);
        found.ok_or_else(|| Wrong::not_found(self.guest.words().text("open311-service-not-found")))
    }

    /// Refuses another jurisdiction's id; none is the one that is served (`GeoReport` v2, `jurisdiction_id`).
    pub(super) fn check_jurisdiction(&self, fields: &Fields) -> Result<(), Wrong> {
        let Some(given) = fields.given("jurisdiction_id") else {
            return Ok(());
        };
        let host = self.host.split(':').next().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        if given == self.guest.desk.office.pack.id || given.eq_ignore_ascii_case(host) {
            return Ok(());
        }
        Err(Wrong::not_found(
            self.guest.words().text("open311-jurisdiction-not-found"),
        ))
    }

    /// The answer to what was asked.
    pub(super) fn answer(&self, root: &str, done: Result<Node, Failed>) -> Response {
        match done {
            Ok(node) => answer(self.format, StatusCode::OK, root, &node),
            Err(Failed::Wrong(wrong)) => wrong.answer(self.format),
            Err(Failed::Fault(fault)) => fault.into_response(),
        }
    }
}

impl FromRequestParts<Desk> for Asked {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let guest = Guest::from_request_parts(parts, desk).await?;
        let path = parts.uri.path();
        let format = Format::of(path).ok_or(Fault::NotFound)?;
        let file = path.rsplit('/').next().unwrap_or_default();
        let id = file.rsplit_once('.').map_or(file, |(id, _)| id).to_owned();
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        Ok(Self {
            format,
            id,
            query: guest.query(),
            host: host.unwrap_or("localhost").to_owned(),
            guest,
        })
    }
}
