//! Keys that follow each other, and a log that outlives its key.
//!
//! A log keeps its origin and its tree for ever; keys come and go. `/log/keys` lists them, one line each:
//!
//! ```text
//! <first size> <last size, or - while it is in use> <vkey>
//! ```
//!
//! A key's signature counts on checkpoints of those sizes only ([`LogKey::may_sign`]). All keys bear the log's origin as
//! their name; their ids tell them apart.
//!
//! **A planned change.** At some size the log appends a leaf that names the new key ([`change_of_keys`]): from then on
//! everyone who holds the old key can prove that its owner chose the new one. Some checkpoints are signed by both keys;
//! that shows that the owner of the new key wants the same log, and lets those who know only one of them follow. Then
//! the old key's line gets its last size and its secret is destroyed. Receipts under it stay good: a signature does not
//! age, and any later checkpoint can be shown to continue theirs.
//!
//! **A lost key.** Nothing is signed until there is a new one. It signs from the size on at which the log stands; the old
//! key's line ends at the last checkpoint that it signed. No signature can hand over, so the new key has to reach people
//! as the first one did, and what carries the trust is the tree: an old receipt leads by a proof of consistency to the
//! new key's checkpoint, and witnesses, who know the log's last checkpoint and not its key, sign on only if it continues.
//!
//! **A stolen key.** As a lost one, and the last size matters: whatever the thief signs beyond it counts for nobody who
//! has the list. Below it only witnesses help, since a forged checkpoint has no cosignatures of theirs.
//!
//! **A log that ends.** Its last checkpoint, witnessed, its tiles and `/log/keys` are files. Whoever keeps a copy of them
//! can make every proof that the log could make; no key and no program of the log's is needed for verifying.

use std::fmt;

use crate::key::{Algorithm, KeyError, VerifierKey};
use crate::leaf::{Leaf, LeafError};
use crate::policy::Policy;
use crate::receipt::Receipt;
use crate::text::{lines, to_number};
use crate::verify::verify;

/// A key of a log with the sizes of the checkpoints that it may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogKey {
    /// The key.
    pub key: VerifierKey,
    /// The first size, in leaves.
    pub from: u64,
    /// The last size; `None` while the key is in use.
    pub until: Option<u64>,
}

impl LogKey {
    /// A key of which no limits are known.
    #[must_use]
    pub fn always(key: VerifierKey) -> Self {
        Self {
            key,
            from: 0,
            until: None,
        }
    }

    /// Whether a checkpoint of that size may be signed by this key.
    #[must_use]
    pub fn may_sign(&self, size: u64) -> bool {
        self.from <= size && self.until.is_none_or(|until| size <= until)
    }
}

/// A text is not a list of keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyListError {
    /// No newline at the end, no key, or too many.
    #[error("a list of keys has 1 to 1000 lines, each ending in a newline")]
    Form,
    /// A line that is not two sizes in order and a key.
    #[error("line {line}: not a first size, a last size or -, and a key")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// A key that is not understood.
    #[error("line {line}: {error}")]
    Key {
        /// The line, from 1.
        line: usize,
        /// What is wrong with the key.
        error: KeyError,
    },
    /// A key of another log or of a witness, the same key again, or one that begins before its predecessor.
    #[error("line {line}: keys of one log, each once, in the order in which they began")]
    Order {
        /// The line, from 1.
        line: usize,
    },
}

/// Reads a list of keys.
///
/// # Errors
///
/// The line that is wrong.
pub fn parse_keys(text: &str) -> Result<Vec<LogKey>, KeyListError> {
    let mut keys: Vec<LogKey> = Vec::new();
    for (at, line) in lines(text).ok_or(KeyListError::Form)?.enumerate() {
        let number = at + 1;
        let key = parse_line(line, number)?;
        let first = keys.first();
        let other_log = first.is_some_and(|first| first.key.name() != key.key.name());
        let again = keys
            .iter()
            .any(|before| before.key.public_key() == key.key.public_key());
        let early = keys.last().is_some_and(|before| before.from > key.from);
        if other_log || again || early || key.key.algorithm() != Algorithm::Note {
            return Err(KeyListError::Order { line: number });
        }
        if at == 1000 {
            return Err(KeyListError::Form);
        }
        keys.push(key);
    }
    Ok(keys)
}

fn parse_line(text: &str, line: usize) -> Result<LogKey, KeyListError> {
    let wrong = KeyListError::Line { line };
    let mut words = text.splitn(3, ' ');
    let (Some(from), Some(until), Some(key)) = (words.next(), words.next(), words.next()) else {
        return Err(wrong);
    };
    let from = to_number(from).ok_or_else(|| wrong.clone())?;
    let until = match until {
        "-" => None,
        size => Some(to_number(size).filter(|until| *until >= from).ok_or(wrong)?),
    };
    let key = key.parse().map_err(|error| KeyListError::Key { line, error })?;
    Ok(LogKey { key, from, until })
}

impl fmt::Display for LogKey {
    /// The key's line, without newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = self.until.map_or_else(|| "-".to_owned(), |until| until.to_string());
        write!(f, "{} {until} {}", self.from, self.key)
    }
}

/// The text of a list of keys.
#[must_use]
pub fn format_keys(keys: &[LogKey]) -> String {
    keys.iter()
        .fold(String::new(), |text, key| text + &key.to_string() + "\n")
}

/// The leaf with which the log names its next key: `type key`, `key` the vkey, `from` the first size that it may sign.
/// Further fields, such as the time, come from the caller and stand after these.
///
/// # Errors
///
/// Where a further field cannot stand in a leaf, or the origin is not ASCII.
pub fn change_of_keys(next: &LogKey, further: Vec<(String, String)>) -> Result<Leaf, LeafError> {
    let mut fields = vec![
        ("type".to_owned(), "key".to_owned()),
        ("key".to_owned(), next.key.to_string()),
        ("from".to_owned(), next.from.to_string()),
    ];
    fields.extend(further);
    Leaf::new(fields, Vec::new())
}

/// The key that a leaf names as the log's next one; `None` where it is no such leaf. The leaf says so only as far as it
/// is proven to be in a log that an older key has signed.
#[must_use]
pub fn next_key(leaf: &Leaf) -> Option<LogKey> {
    if leaf.field("type") != Some("key") {
        return None;
    }
    let key = leaf.field("key")?.parse().ok()?;
    let from = to_number(leaf.field("from")?)?;
    let until = None;
    Some(LogKey { key, from, until })
}

/// The key to which a receipt hands over: it is in a log that `policy` believes, its leaf names the next key, and that key
/// bears the log's own name. `None` otherwise, and so for a log that names a key of another.
#[must_use]
pub fn handed_over(handover: &Receipt, policy: &Policy) -> Option<LogKey> {
    let next = next_key(handover.leaf())?;
    let proven = verify(handover, policy).ok()?;
    let own = proven.newest().checkpoint.origin == next.key.name() && next.key.algorithm() == Algorithm::Note;
    own.then_some(next)
}

/// A policy with the keys to which handovers lead, each by a key that is believed by then, in whichever order they are
/// given; and the handovers that lead nowhere.
#[must_use]
pub fn follow(mut policy: Policy, mut handovers: Vec<Receipt>) -> (Policy, Vec<Receipt>) {
    let mut next = 0;
    while let Some(handover) = handovers.get(next) {
        let further = handed_over(handover, &policy).and_then(|key| policy.clone().with_key(key).ok());
        match further {
            Some(further) => {
                policy = further;
                handovers.remove(next);
                // One that led nowhere may be by the key that is believed now.
                next = 0;
            }
            None => next += 1,
        }
    }
    (policy, handovers)
}
