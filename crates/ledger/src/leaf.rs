//! Leaves that allow erasure. A leaf says in the open where an event belongs (its envelope) and commits to what the
//! event says with salted hashes. Text and salt are kept elsewhere; once both are destroyed, nothing in the log leads
//! back to them, and the log stays as it was.
//!
//! The text of a leaf, LF only:
//!
//! ```text
//! huying-leaf@v1
//! <key> <value>          one line for each field of the envelope, in their order
//!
//! <name> <base 64>       one line for each commitment, in their order
//! ```
//!
//! Keys and names are `[a-z][a-z0-9.-]*`, at most 64 bytes, no key and no name twice. Values are printable ASCII, at most
//! 1024 bytes, without a space at either end: an envelope holds ids, codes and whole numbers. A person's name or a
//! sentence cannot stand there in any language but English, and has no business there in English.

use std::fmt;

use crate::hash::{Hash, sha256};
use crate::text::{at_first_empty_line, lines};
use crate::tile::MOST_ENTRY_BYTES;

const HEADER: &str = "huying-leaf@v1";

/// What stands before salt and payload in a commitment, so that it is never the hash of anything else.
const COMMITMENT: &[u8] = b"huying-commitment@v1\n";

/// The length of a salt in bytes.
pub const SALT_BYTES: usize = 32;

const MOST_KEY_BYTES: usize = 64;
const MOST_VALUE_BYTES: usize = 1024;

/// A leaf: its envelope and its commitments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    envelope: Vec<(String, String)>,
    commitments: Vec<(String, Hash)>,
}

/// Fields do not make a leaf, or a text is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// Not a leaf's text at all.
    #[error("a leaf is the line {HEADER}, its fields, an empty line and its commitments")]
    Form,
    /// A key or a name that is not `[a-z][a-z0-9.-]*` of at most 64 bytes.
    #[error("“{0}” is no key of a leaf")]
    Key(String),
    /// A value that is not printable ASCII of 1 to 1024 bytes without spaces at its ends.
    #[error("the value of {key} is not printable ASCII of at most {MOST_VALUE_BYTES} bytes")]
    Value {
        /// The field's key.
        key: String,
    },
    /// A key or a name that occurs twice.
    #[error("{0} occurs twice")]
    Repeated(String),
    /// A commitment that is not the base 64 of a hash.
    #[error("the commitment {0} is not a hash")]
    Commitment(String),
    /// Over 65535 bytes (<https://c2sp.org/tlog-tiles#log-entries>).
    #[error("a leaf of {bytes} bytes is over {MOST_ENTRY_BYTES}")]
    TooLong {
        /// The length.
        bytes: usize,
    },
}

impl Leaf {
    /// A leaf of fields and commitments, in the order in which they shall stand.
    ///
    /// # Errors
    ///
    /// What cannot stand in a leaf.
    pub fn new(envelope: Vec<(String, String)>, commitments: Vec<(String, Hash)>) -> Result<Self, LeafError> {
        check_keys(envelope.iter().map(|(key, _)| key))?;
        check_keys(commitments.iter().map(|(name, _)| name))?;
        if let Some((key, _)) = envelope.iter().find(|(_, value)| !is_value(value)) {
            return Err(LeafError::Value { key: key.clone() });
        }
        let leaf = Self { envelope, commitments };
        let bytes = leaf.to_string().len();
        if bytes > MOST_ENTRY_BYTES {
            return Err(LeafError::TooLong { bytes });
        }
        Ok(leaf)
    }

    /// Reads a leaf's bytes.
    ///
    /// # Errors
    ///
    /// What is wrong with them.
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafError> {
        if bytes.len() > MOST_ENTRY_BYTES {
            return Err(LeafError::TooLong { bytes: bytes.len() });
        }
        let text = std::str::from_utf8(bytes).map_err(|_| LeafError::Form)?;
        let (head, commitments) = at_first_empty_line(text).ok_or(LeafError::Form)?;
        let mut fields = lines(head).ok_or(LeafError::Form)?;
        if fields.next() != Some(HEADER) {
            return Err(LeafError::Form);
        }
        let field = |line: &str| {
            let (key, value) = line.split_once(' ').ok_or(LeafError::Form)?;
            Ok((key.to_owned(), value.to_owned()))
        };
        let commitment = |line: &str| {
            let (name, hash) = line.split_once(' ').ok_or(LeafError::Form)?;
            let hash = hash.parse().map_err(|_| LeafError::Commitment(name.to_owned()))?;
            Ok((name.to_owned(), hash))
        };
        let envelope = fields.map(field).collect::<Result<_, _>>()?;
        let commitments = if commitments.is_empty() {
            Vec::new()
        } else {
            let lines = lines(commitments).ok_or(LeafError::Form)?;
            lines.map(commitment).collect::<Result<_, _>>()?
        };
        Self::new(envelope, commitments)
    }

    /// The fields in the open, in their order.
    #[must_use]
    pub fn envelope(&self) -> &[(String, String)] {
        &self.envelope
    }

    /// The value of a field.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&str> {
        let own = self.envelope.iter().find(|(own, _)| own == key);
        own.map(|(_, value)| value.as_str())
    }

    /// The commitments, in their order.
    #[must_use]
    pub fn commitments(&self) -> &[(String, Hash)] {
        &self.commitments
    }

    /// The commitment of a name.
    #[must_use]
    pub fn commitment(&self, name: &str) -> Option<Hash> {
        let own = self.commitments.iter().find(|(own, _)| own == name);
        own.map(|(_, hash)| *hash)
    }
}

impl fmt::Display for Leaf {
    /// The bytes that are hashed and kept.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        self.envelope
            .iter()
            .try_for_each(|(key, value)| writeln!(f, "{key} {value}"))?;
        writeln!(f)?;
        self.commitments
            .iter()
            .try_for_each(|(name, hash)| writeln!(f, "{name} {hash}"))
    }
}

/// `SHA-256("huying-commitment@v1\n" || salt || payload)`. The salt is 32 bytes of chance, drawn for this payload alone:
/// without it nobody can find out by trying whether the payload is the one they think of.
#[must_use]
pub fn commit(salt: &[u8; SALT_BYTES], payload: &[u8]) -> Hash {
    sha256([COMMITMENT, salt], payload)
}

/// Whether salt and payload are what was committed to.
#[must_use]
pub fn opens(commitment: &Hash, salt: &[u8; SALT_BYTES], payload: &[u8]) -> bool {
    commit(salt, payload) == *commitment
}

pub(crate) fn is_key(key: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.';
    key.len() <= MOST_KEY_BYTES && key.starts_with(|c: char| c.is_ascii_lowercase()) && key.bytes().all(inner)
}

fn is_value(value: &str) -> bool {
    (1..=MOST_VALUE_BYTES).contains(&value.len())
        && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && !value.starts_with(' ')
        && !value.ends_with(' ')
}

fn check_keys<'a>(keys: impl Iterator<Item = &'a String>) -> Result<(), LeafError> {
    let mut seen = std::collections::BTreeSet::new();
    for key in keys {
        if !is_key(key) {
            return Err(LeafError::Key(key.clone()));
        }
        if !seen.insert(key) {
            return Err(LeafError::Repeated(key.clone()));
        }
    }
    Ok(())
}
