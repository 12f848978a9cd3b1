//! Who calls: a program with a key, in the post that the key belongs to; somebody with a key of their own; or somebody signed in on
//! the desk, who reads.

use super::sent;
use crate::access::Right;
use crate::fault::Fault;
use crate::guest;
use crate::passwords;
use crate::secrets;
use crate::state::Desk;
use crate::visit::{Person, Visit};
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use jiff::Timestamp;
use std::sync::Arc;
use store::{Account, ApiKey, Session};
use tokio::sync::OwnedMutexGuard;

/// What a secret begins with, so that people and scanners know one when they see it.
const BEGINS: &str = "hy_";

/// What a key may be used for, within the rights of its post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Read cases, kinds and units.
    CasesRead,
    /// Register cases and take steps.
    CasesWrite,
    /// Open what is sealed, with a reason.
    SealedOpen,
    /// Read daily reports.
    DaysRead,
    /// Report the day.
    DaysWrite,
    /// Read rosters, plans and drills.
    WatchRead,
    /// Change rosters, draft plans, plan and direct drills.
    WatchWrite,
    /// Send requests through Open311.
    Open311,
    /// Decide what is judged, sign briefs, give out assignments.
    DaysDecide,
    /// Save lists of cases as files, with a reason.
    CasesExport,
    /// Read public warnings and operating levels.
    WarningsRead,
    /// Draft, approve and publish warnings; set levels.
    WarningsWrite,
    /// Read one's own calls, duty and ways of being called.
    OwnRead,
    /// Answer calls, ask for leave and swaps, choose how one is called.
    OwnWrite,
    /// Read accounts, webhooks, who looked, what can be forgotten.
    BodyRead,
    /// Keep accounts and webhooks, forget what may be forgotten.
    BodyWrite,
}

impl Scope {
    /// All, with their names in keys and on pages.
    pub(crate) const ALL: [(Self, &'static str); 16] = [
        (Self::CasesRead, "cases:read"),
        (Self::CasesWrite, "cases:write"),
        (Self::SealedOpen, "sealed:open"),
        (Self::DaysRead, "days:read"),
        (Self::DaysWrite, "days:write"),
        (Self::WatchRead, "watch:read"),
        (Self::WatchWrite, "watch:write"),
        (Self::Open311, "open311"),
        (Self::DaysDecide, "days:decide"),
        (Self::CasesExport, "cases:export"),
        (Self::WarningsRead, "warnings:read"),
        (Self::WarningsWrite, "warnings:write"),
        (Self::OwnRead, "own:read"),
        (Self::OwnWrite, "own:write"),
        (Self::BodyRead, "body:read"),
        (Self::BodyWrite, "body:write"),
    ];

    /// Those of them that a program's key may have, and the others: a person's.
    pub(crate) fn for_programs() -> impl Iterator<Item = (Self, &'static str)> {
        Self::ALL.into_iter().filter(|(scope, _)| !scope.is_a_persons())
    }

    /// Whether nothing is done with it but by somebody's own key.
    const fn is_a_persons(self) -> bool {
        matches!(
            self,
            Self::DaysDecide | Self::CasesExport | Self::OwnRead | Self::OwnWrite | Self::BodyWrite
        )
    }

    /// Message key of the sentence that says what it allows.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::CasesRead => "scope-cases-read",
            Self::CasesWrite => "scope-cases-write",
            Self::SealedOpen => "scope-sealed-open",
            Self::DaysRead => "scope-days-read",
            Self::DaysWrite => "scope-days-write",
            Self::WatchRead => "scope-watch-read",
            Self::WatchWrite => "scope-watch-write",
            Self::Open311 => "scope-open311",
            Self::DaysDecide => "scope-days-decide",
            Self::CasesExport => "scope-cases-export",
            Self::WarningsRead => "scope-warnings-read",
            Self::WarningsWrite => "scope-warnings-write",
            Self::OwnRead => "scope-own-read",
            Self::OwnWrite => "scope-own-write",
            Self::BodyRead => "scope-body-read",
            Self::BodyWrite => "scope-body-write",
        }
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(scope, _)| *scope == self);
        found.map_or("", |(_, name)| name)
    }
}

/// A fresh key's secret, and what is kept of it.
#[must_use]
pub fn new_secret() -> (String, String) {
    let secret = format!("{BEGINS}{}", secrets::token());
    let kept = secrets::sha256(&secret);
    (secret, kept)
}

/// Names of what a program's key may be used for.
#[must_use]
pub fn scopes() -> Vec<&'static str> {
    Scope::for_programs().map(|(_, name)| name).collect()
}

/// Names of what somebody's own key may be used for.
#[must_use]
pub fn own_scopes() -> Vec<&'static str> {
    Scope::ALL.iter().map(|(_, name)| *name).collect()
}

/// The key with this secret, if there is one in force.
pub(crate) async fn key_of(desk: &Desk, secret: &str) -> Result<Option<ApiKey>, store::Error> {
    if !secret.starts_with(BEGINS) {
        return Ok(None);
    }
    let key = desk.office.store.api_key(&secrets::sha256(secret)).await?;
    Ok(key.filter(|key| key.is_in_force(desk.office.clock.now())))
}

/// Whoever acts with a key: the person whose own it is, in the post they hold today; else somebody in the key's post, whose account is
/// the key's: somebody else signs off what a program has answered.
async fn person(desk: &Desk, key: &ApiKey, now: Timestamp) -> Result<Option<Person>, store::Error> {
    if let Some(holder) = &key.holder {
        return holder_of(desk, holder, now).await;
    }
    let holders = office::holders(&desk.office, &key.post).await?;
    let account = Account {
        id: key.account(),
        user: String::new(),
        name: key.name.clone(),
        post: key.post.clone(),
        locale: None,
        password_hash: String::new(),
        created_at: key.created_at,
        disabled_at: None,
        person: None,
    };
    Ok(Person::held_by(desk, no_session(&account, now), account, holders, None))
}

/// The person of an account: nobody where it is shut, or its password is still to be chosen.
async fn holder_of(desk: &Desk, holder: &str, now: Timestamp) -> Result<Option<Person>, store::Error> {
    let account = desk.office.store.account(holder).await?;
    let is_open = |account: &Account| account.disabled_at.is_none() && !passwords::is_one_time(&account.password_hash);
    let Some(account) = account.filter(is_open) else {
        return Ok(None);
    };
    let own = office::accounts_of(&desk.office, &account).await?;
    // The watch gives a key no rights: it runs by itself, and what it may do does not change with whose shift it is.
    let watch = office::duty_post(&desk.office, &desk.watches, &account).await?;
    Ok(Person::held_by(desk, no_session(&account, now), account, own, watch))
}

fn no_session(account: &Account, now: Timestamp) -> Session {
    Session {
        token_sha256: String::new(),
        account: account.id.clone(),
        // No form is ever sent with a key.
        csrf: secrets::token(),
        created_at: now,
        expires_at: now,
        duty_post_at: None,
    }
}

/// One call.
#[derive(Clone)]
pub(crate) struct Caller {
    /// In which post, when, in which language.
    pub(crate) visit: Visit,
    /// With which key; none for somebody signed in on the desk with a browser.
    pub(crate) key: Option<ApiKey>,
    /// Made of the key's secret, which is kept nowhere: what is told apart with it cannot be guessed from the database. None where nothing
    /// is changed: each call that reads would otherwise ask the system for it, or hash for it.
    own: Option<[u8; 32]>,
    /// Until the call is answered, no other is done under its `Idempotency-Key`.
    _turn: Option<Arc<OwnedMutexGuard<()>>>,
}

impl Caller {
    /// What stands for a request in the database. A plain hash would let whoever has the database try out names and numbers.
    pub(crate) fn fingerprint(&self, request: &[u8]) -> String {
        // Whoever reads has sent nothing that could come again: it is like nothing else.
        let own = self.own.unwrap_or_else(secrets::bytes);
        secrets::hmac_sha256(&own, request)
    }

    /// Refuses what the key was not made for, or what its post has no right to.
    pub(crate) fn may(&self, scope: Scope, right: Right) -> Result<(), Fault> {
        let in_scope = |key: &ApiKey| key.scopes.iter().any(|name| name == scope.name());
        if !self.key.as_ref().is_none_or(in_scope) {
            return Err(Fault::NotAllowed);
        }
        self.visit.may(right)
    }

    /// Refuses a program's key: what people decide takes somebody's own.
    pub(crate) fn myself(&self) -> Result<(), Fault> {
        match &self.key {
            Some(key) if key.holder.is_none() => Err(Fault::OwnKeyNeeded),
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<Desk> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let Some(shown) = parts.headers.get(header::AUTHORIZATION) else {
            // A cookie is sent by any page that somebody opens: with it alone nothing is changed here.
            if !parts.method.is_safe() {
                return Err(Fault::SignInFirst);
            }
            let visit = Visit::from_request_parts(parts, desk).await?;
            return Ok(Self {
                visit,
                key: None,
                own: None,
                _turn: None,
            });
        };
        let secret = shown.to_str().ok().and_then(|shown| {
            let (scheme, secret) = shown.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
        });
        let secret = secret.ok_or(Fault::SignInFirst)?;
        let key = key_of(desk, secret).await?;
        let key = key.ok_or(Fault::SignInFirst)?;
        let now = desk.office.clock.now();
        // A post that the pack no longer has opens nothing.
        let person = person(desk, &key, now).await?.ok_or(Fault::SignInFirst)?;
        let visit = Visit {
            desk: desk.clone(),
            person: Arc::new(person),
            locale: guest::locale(&parts.headers, desk),
            uri: parts.uri.clone(),
            now,
        };
        let (own, asked) = if parts.method.is_safe() {
            (None, None)
        } else {
            let own = secrets::hmac_sha256_bytes(secret.trim_start_matches(BEGINS).as_bytes(), b"requests");
            (Some(own), sent::idempotency_key(&parts.headers)?)
        };
        let turn = match asked {
            Some(asked) => Some(Arc::new(desk.turns.take(&key.id, &asked).await)),
            None => None,
        };
        Ok(Self {
            visit,
            key: Some(key),
            own,
            _turn: turn,
        })
    }
}
