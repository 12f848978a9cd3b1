//! A short memory of sessions, so that not every request asks the store. The store stays the truth.

use crate::cookies::Cookie;
use crate::secrets;
use crate::visit::Person;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

/// How long a session lasts: a long working day.
pub(crate) const LASTS: SignedDuration = SignedDuration::from_hours(12);
/// How long the memory trusts what it holds. Sign-out, shutting an account and a new password clear it at once; this
/// bounds what another process on the same data could miss.
const TRUSTED: SignedDuration = SignedDuration::from_secs(10);
/// Beyond this many the memory is emptied and fills again.
const MOST: usize = 10_000;

/// What is remembered, by the SHA-256 of the session's token.
#[derive(Default)]
pub(crate) struct Sessions {
    known: RwLock<HashMap<String, (Arc<Person>, Timestamp)>>,
}

impl Sessions {
    /// The person of a session, if it is remembered and still fresh.
    pub(crate) fn get(&self, token_sha256: &str, now: Timestamp) -> Option<Arc<Person>> {
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (person, until) = known.get(token_sha256)?;
        (now < *until && now < person.expires_at).then(|| Arc::clone(person))
    }

    /// Remembers it for a little while.
    pub(crate) fn put(&self, person: &Arc<Person>, now: Timestamp) {
        let until = now.saturating_add(TRUSTED).unwrap_or(Timestamp::MAX);
        let mut known = self.known.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(person.token_sha256.clone(), (Arc::clone(person), until));
    }

    /// Forgets all that is remembered of an account: it has signed out, was shut, or has changed.
    pub(crate) fn forget_account(&self, account: &str) {
        let mut known = self.known.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.retain(|_, (person, _)| person.account.id != account);
    }
}

/// A session's cookie over plain HTTP as a header's value, and the SHA-256 of `token` that the store keeps: for programs
/// that make a session in the store themselves (the bench, where signing in would be slow on purpose).
#[must_use]
pub fn session_cookie(token: &str) -> (String, String) {
    let name = Cookie::Session.name(false);
    (format!("{name}={token}"), secrets::sha256(token))
}
