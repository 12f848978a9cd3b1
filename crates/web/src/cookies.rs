//! The four cookies: the session, the token of forms before sign-in, the language, and who is known on this device.

use crate::state::Options;
use axum::http::{HeaderMap, HeaderValue, header};
use std::time::Duration;

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session's token.
    Session,
    /// The token that forms before sign-in carry again (a page of another site can neither read nor set it).
    Form,
    /// The language chosen before sign-in.
    Language,
    /// Who has signed in on this device before (`devices.rs`).
    Device,
}

impl Cookie {
    /// Over HTTPS the `__Host-` prefix keeps other hosts of the domain from planting it.
    pub(crate) const fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, false) => "huying-session",
            (Self::Session, true) => "__Host-huying-session",
            (Self::Form, false) => "huying-form",
            (Self::Form, true) => "__Host-huying-form",
            (Self::Language, false) => "huying-language",
            (Self::Language, true) => "__Host-huying-language",
            (Self::Device, false) => "huying-device",
            (Self::Device, true) => "__Host-huying-device",
        }
    }

    /// Its value in a request.
    pub(crate) fn read(self, headers: &HeaderMap, options: Options) -> Option<String> {
        let name = self.name(options.https);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, value)| *key == name && !value.is_empty())
            .map(|(_, value)| value.to_owned())
    }

    /// A `Set-Cookie` with `value`, which must be plain ASCII without separators (our tokens and tags are).
    pub(crate) fn set(self, value: &str, lasts: Duration, options: Options) -> HeaderValue {
        let name = self.name(options.https);
        let secure = if options.https { "; Secure" } else { "" };
        let same_site = if matches!(self, Self::Form | Self::Device) {
            "Strict"
        } else {
            "Lax"
        };
        let seconds = lasts.as_secs();
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={same_site}{secure}");
        HeaderValue::try_from(text).expect("tokens and language tags are plain ASCII")
    }

    /// A `Set-Cookie` that takes it away.
    pub(crate) fn unset(self, options: Options) -> HeaderValue {
        self.set("", Duration::ZERO, options)
    }
}
