//! The leaf of an event.

use crate::Error;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::CaseId;
use domain::case::{Actor, Role};
use jiff::Timestamp;
use ledger::leaf::{Leaf, SALT_BYTES, commit};

/// The salts of an event's two commitments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Salts {
    /// Of the commitment to the event's open part: its text as it is kept.
    pub(crate) open: [u8; SALT_BYTES],
    /// Of the commitment to who did it.
    pub(crate) actor: [u8; SALT_BYTES],
}

impl Salts {
    /// Fresh ones.
    ///
    /// # Errors
    /// [`Error::Io`] on a machine that has no randomness to give.
    pub(crate) fn draw() -> Result<Self, Error> {
        let mut salts = Self {
            open: [0; SALT_BYTES],
            actor: [0; SALT_BYTES],
        };
        for salt in [&mut salts.open, &mut salts.actor] {
            getrandom::fill(salt).map_err(|error| Error::Io(std::io::Error::other(error.to_string())))?;
        }
        Ok(salts)
    }

    /// As the table keeps them.
    pub(crate) fn to_text(&self) -> String {
        STANDARD_NO_PAD.encode([self.open, self.actor].concat())
    }

    /// From what the table keeps.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let bytes = STANDARD_NO_PAD.decode(text).ok()?;
        let (open, actor) = bytes.split_at_checked(SALT_BYTES)?;
        Some(Self {
            open: open.try_into().ok()?,
            actor: actor.try_into().ok()?,
        })
    }
}

/// What a leaf is made of.
pub(crate) struct Entry<'a> {
    pub(crate) case: CaseId,
    /// The event's place in its case's stream, 1 first.
    pub(crate) version: u64,
    /// What kind of event.
    pub(crate) kind: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) actor: &'a Actor,
    /// The leaf of the case's event before this one.
    pub(crate) previous: Option<i64>,
    /// The texts that are kept and committed to.
    pub(crate) event_text: &'a str,
    pub(crate) actor_text: &'a str,
    pub(crate) salts: &'a Salts,
}

impl Entry<'_> {
    /// The leaf: where the event belongs, in the open, without anything about a person; and the commitments.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a name of the pack cannot stand in a leaf, which `pack check` refuses.
    pub(crate) fn leaf(&self) -> Result<Leaf, Error> {
        let field = |key: &str, value: String| (key.to_owned(), value);
        let post = self.actor.post.as_ref();
        let envelope = vec![
            field("case", self.case.to_string()),
            field("event", self.version.to_string()),
            field("kind", self.kind.to_owned()),
            field("time", self.at.as_millisecond().to_string()),
            field(
                "post",
                post.map_or_else(|| nobody(self.actor.role).to_owned(), ToString::to_string),
            ),
            field(
                "previous",
                self.previous.map_or_else(|| "-".to_owned(), |n| n.to_string()),
            ),
        ];
        let commitments = vec![
            ("open".to_owned(), commit(&self.salts.open, self.event_text.as_bytes())),
            (
                "actor".to_owned(),
                commit(&self.salts.actor, self.actor_text.as_bytes()),
            ),
        ];
        Leaf::new(envelope, commitments).map_err(|error| Error::Corrupt(error.to_string()))
    }
}

/// What stands for the post of somebody who has none.
const fn nobody(role: Role) -> &'static str {
    match role {
        Role::Program => "(program)",
        Role::Requester => "(requester)",
        Role::Clerk
        | Role::Handler
        | Role::DutyOfficer
        | Role::SpecialOffice
        | Role::Leader
        | Role::Auditor
        | Role::Administrator => "(none)",
    }
}
