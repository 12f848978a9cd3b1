//! Checkpoints (<https://c2sp.org/tlog-checkpoint>): what a log signs. Three lines: the log's origin, the number of
//! leaves, the root.

use std::fmt;

use crate::hash::Hash;
use crate::key::{SigningKey, is_key_name};
use crate::note::{Note, NoteError};
use crate::text::{lines, to_number};
use crate::tree::MAX_SIZE;

/// The state of a log at one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's identity, by custom an address without scheme, such as `example.org/log`.
    pub origin: String,
    /// The number of leaves.
    pub size: u64,
    /// The root of the tree of that size (RFC 6962 §2.1).
    pub root: Hash,
}

/// A text is not a checkpoint, or cannot be signed as one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Fewer than three lines, an empty one, or no newline at the end.
    #[error("a checkpoint is three lines or more, none of them empty, each ending in a newline")]
    Lines,
    /// The second line is not a number of leaves.
    #[error("the second line of a checkpoint is the number of leaves, at most {MAX_SIZE}")]
    Size,
    /// The third line is not a hash.
    #[error("the third line of a checkpoint is the root in base 64")]
    Root,
    /// The origin to be written has a space, a plus, a control character or nothing in it.
    #[error("a log's origin has no spaces, plus or control characters and is not empty")]
    Origin,
    /// The key that should sign is not the log's.
    #[error("a checkpoint of {origin} is not signed with a key of {name}")]
    Key {
        /// The log.
        origin: String,
        /// The key's name.
        name: String,
    },
    /// The signed note could not be made.
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Checkpoint {
    /// Reads a note's text. Lines after the third are left unread, as the specification wants: nobody can audit them.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Lines`], [`CheckpointError::Size`], [`CheckpointError::Root`].
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = lines(text).ok_or(CheckpointError::Lines)?;
        let mut line = || {
            lines
                .next()
                .filter(|line| !line.is_empty())
                .ok_or(CheckpointError::Lines)
        };
        let (origin, size, root) = (line()?, line()?, line()?);
        if lines.any(str::is_empty) {
            return Err(CheckpointError::Lines);
        }
        Ok(Self {
            origin: origin.to_owned(),
            size: to_number(size).ok_or(CheckpointError::Size)?,
            root: root.parse().map_err(|_| CheckpointError::Root)?,
        })
    }

    /// Signs the checkpoint with the log's keys: one, or during a change of keys the old and the new
    /// ([`crate::rotation`]).
    ///
    /// A log must never sign two checkpoints that do not continue each other; whoever calls this has to see to that.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Origin`] for an origin that other programs would refuse, [`CheckpointError::Size`] over
    /// [`MAX_SIZE`], [`CheckpointError::Key`] for a key that is not named like the origin or is a witness's.
    pub fn sign(&self, keys: &[&SigningKey]) -> Result<Note, CheckpointError> {
        if !is_key_name(&self.origin) {
            return Err(CheckpointError::Origin);
        }
        if self.size > MAX_SIZE {
            return Err(CheckpointError::Size);
        }
        let text = self.to_string();
        let wrong = |key: &SigningKey| CheckpointError::Key {
            origin: self.origin.clone(),
            name: key.verifier_key().name().to_owned(),
        };
        let sign = |key: &&SigningKey| {
            let ours = key.verifier_key().name() == self.origin;
            let signature = ours.then(|| key.sign(&text).ok()).flatten();
            signature.ok_or_else(|| wrong(key))
        };
        let signatures = keys.iter().map(sign).collect::<Result<_, _>>()?;
        Ok(Note::new(&text, signatures)?)
    }
}

impl fmt::Display for Checkpoint {
    /// The three lines that are signed; never a fourth.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}
