//! The leaf of an event.

use crate::Error;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::CaseId;
use domain::case::{Actor, Role};
use jiff::Timestamp;
use ledger::hash::Hash;
use ledger::leaf::{Leaf, SALT_BYTES, commit};
use std::fmt::Write as _;
use uuid::Uuid;

/// The salts of an event's two commitments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Salts {
    /// Of the commitment to the event's open part: its text as it is kept. None where the text was erased.
    pub(crate) open: Option<[u8; SALT_BYTES]>,
    /// Of the commitment to who did it.
    pub(crate) actor: [u8; SALT_BYTES],
}

impl Salts {
    /// Fresh ones.
    ///
    /// # Errors
    /// [`Error::Io`] on a machine that has no randomness to give.
    pub(crate) fn draw() -> Result<Self, Error> {
        let (mut open, mut actor) = ([0; SALT_BYTES], [0; SALT_BYTES]);
        for salt in [&mut open, &mut actor] {
            getrandom::fill(salt).map_err(|error| Error::Io(std::io::Error::other(error.to_string())))?;
        }
        Ok(Self {
            open: Some(open),
            actor,
        })
    }

    /// Without that of the open part.
    pub(crate) const fn without_open(&self) -> Self {
        Self {
            open: None,
            actor: self.actor,
        }
    }

    /// As the table keeps them: both, or that of the actor alone.
    pub(crate) fn to_text(&self) -> String {
        let open = self.open.as_ref().map_or(&[][..], |open| open);
        STANDARD_NO_PAD.encode([open, &self.actor].concat())
    }

    /// From what the table keeps.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        // Decoding asks for the room of whole groups of three bytes.
        let mut room = [0; (2 * SALT_BYTES).next_multiple_of(3)];
        let length = STANDARD_NO_PAD.decode_slice(text, &mut room).ok()?;
        let bytes = room.get(..length)?;
        let (open, actor) = bytes.split_at_checked(bytes.len().checked_sub(SALT_BYTES)?)?;
        let open = match open {
            [] => None,
            open => Some(open.try_into().ok()?),
        };
        Some(Self {
            open,
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
    /// What was said.
    pub(crate) said: Said<'a>,
    /// The commitment to the sealed values that came with it.
    pub(crate) sealed: Option<Hash>,
    /// Who did it, as it is kept and committed to.
    pub(crate) actor_text: &'a str,
    pub(crate) actor_salt: &'a [u8; SALT_BYTES],
}

/// The event's open part.
pub(crate) enum Said<'a> {
    /// Its text as it is kept, and the salts.
    Text(&'a str, &'a Salts),
    /// The text was erased; this is the commitment that was made to it.
    Gone(Hash),
}

impl Entry<'_> {
    /// Writes the text of [`Entry::leaf`], for whoever makes a great many only to compare them; false where there is no
    /// leaf.
    pub(crate) fn write(&self, into: &mut String) -> bool {
        let open = match &self.said {
            Said::Text(text, Salts { open: Some(salt), .. }) => commit(salt, text.as_bytes()),
            Said::Text(..) => return false,
            Said::Gone(commitment) => *commitment,
        };
        let actor = commit(self.actor_salt, self.actor_text.as_bytes());
        let mut id = Uuid::encode_buffer();
        let mut numbers = String::with_capacity(64);
        // Writing into a String cannot fail.
        let _ = write!(numbers, "{} {}", self.version, self.at.as_millisecond());
        let _ = match self.previous {
            Some(n) => write!(numbers, " {n}"),
            None => write!(numbers, " -"),
        };
        let mut numbers = numbers.split(' ');
        let mut number = || numbers.next().unwrap_or_default();
        let envelope = [
            ("case", &*self.case.0.hyphenated().encode_lower(&mut id)),
            ("event", number()),
            ("kind", self.kind),
            ("time", number()),
            ("post", self.post()),
            ("previous", number()),
        ];
        let commitments = [("open", Some(open)), ("sealed", self.sealed), ("actor", Some(actor))];
        let commitments = commitments.into_iter().filter_map(|(name, hash)| Some((name, hash?)));
        ledger::leaf::write(into, &envelope, commitments)
    }

    /// The post that did it, or what stands for one.
    fn post(&self) -> &str {
        let post = self.actor.post.as_ref();
        post.map_or_else(|| nobody(self.actor.role), |post| post.as_str())
    }

    /// The leaf: where the event belongs, in the open, without anything about a person; and the commitments.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a name of the pack cannot stand in a leaf, which `pack check` refuses.
    pub(crate) fn leaf(&self) -> Result<Leaf, Error> {
        let field = |key: &str, value: String| (key.to_owned(), value);
        let envelope = vec![
            field("case", self.case.to_string()),
            field("event", self.version.to_string()),
            field("kind", self.kind.to_owned()),
            field("time", self.at.as_millisecond().to_string()),
            field("post", self.post().to_owned()),
            field(
                "previous",
                self.previous.map_or_else(|| "-".to_owned(), |n| n.to_string()),
            ),
        ];
        let open = match &self.said {
            Said::Text(text, salts) => {
                let salt = salts
                    .open
                    .as_ref()
                    .ok_or_else(|| Error::Corrupt("a salt is gone".to_owned()))?;
                commit(salt, text.as_bytes())
            }
            Said::Gone(commitment) => *commitment,
        };
        let mut commitments = vec![("open".to_owned(), open)];
        commitments.extend(self.sealed.map(|sealed| ("sealed".to_owned(), sealed)));
        commitments.push(("actor".to_owned(), commit(self.actor_salt, self.actor_text.as_bytes())));
        Leaf::new(envelope, commitments).map_err(|error| Error::Corrupt(error.to_string()))
    }
}

/// What stands for the post of somebody who has none.
const fn nobody(role: Role) -> &'static str {
    match role {
        Role::Program => "(program)",
        Role::Requester => "(requester)",
        Role::Invited => "(invited)",
        Role::Clerk
        | Role::Handler
        | Role::DutyOfficer
        | Role::SpecialOffice
        | Role::Leader
        | Role::Auditor
        | Role::Administrator => "(none)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_to_be_compared_is_the_leaf() {
        let salts = Salts::draw().unwrap();
        let actor = Actor::program();
        for (previous, sealed, kind) in [(None, None, "registered"), (Some(7), Some(Hash([9; 32])), "no\nkind")] {
            for said in [Said::Text("{}", &salts), Said::Gone(Hash([5; 32]))] {
                let entry = Entry {
                    case: CaseId(Uuid::from_u128(0x1234_5678)),
                    version: 3,
                    kind,
                    at: Timestamp::from_millisecond(1_700_000_000_123).unwrap(),
                    actor: &actor,
                    previous,
                    said,
                    sealed,
                    actor_text: "{\"role\":\"program\"}",
                    actor_salt: &salts.actor,
                };
                let mut written = String::new();
                let whole = entry.write(&mut written);
                assert_eq!(entry.leaf().ok().map(|leaf| leaf.to_string()), whole.then_some(written));
            }
        }
    }
}
