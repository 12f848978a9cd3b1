//! A later checkpoint with the proof that it continues an earlier one. This is the body that a log sends to a witness
//! (<https://c2sp.org/tlog-witness#add-checkpoint>); as a file it shows the holder of a receipt that the log of today
//! begins with the log of then.

use std::fmt;

use crate::hash::Hash;
use crate::note::{Note, NoteError, readable};
use crate::proof::MOST_HASHES;
use crate::text::{at_first_empty_line, lines, to_number};

/// A checkpoint, and the proof of its consistency with the tree of `old` leaves. Nothing in it is trusted before it has
/// been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// The size of the earlier tree.
    pub old: u64,
    /// The proof (RFC 6962 §2.1.2); empty where `old` is 0 or the sizes are equal.
    pub proof: Vec<Hash>,
    /// The later checkpoint, signed.
    pub checkpoint: Note,
}

/// A text is not a continuation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContinuationError {
    /// The first line is not `old` and a number.
    #[error("the first line says “old” and the size of the earlier tree")]
    Old,
    /// A line that is no hash, or more of them than a tree has levels.
    #[error("line {line} is not one of at most {MOST_HASHES} hashes")]
    Hash {
        /// The line, from 1.
        line: usize,
    },
    /// No empty line and checkpoint after the hashes.
    #[error("the hashes are followed by an empty line and a checkpoint")]
    Form,
    /// What follows the empty line is not a note.
    #[error("the later checkpoint: {0}")]
    Checkpoint(#[from] NoteError),
}

impl Continuation {
    /// Reads a continuation. Nothing is verified yet.
    ///
    /// # Errors
    ///
    /// What is wrong with its form.
    pub fn parse(bytes: &[u8]) -> Result<Self, ContinuationError> {
        let (head, checkpoint) = at_first_empty_line(readable(bytes)?).ok_or(ContinuationError::Form)?;
        let mut lines = lines(head).ok_or(ContinuationError::Form)?.enumerate();
        let old = lines.next().and_then(|(_, line)| to_number(line.strip_prefix("old ")?));
        let old = old.ok_or(ContinuationError::Old)?;
        let mut proof = Vec::new();
        for (at, line) in lines {
            let hash = line.parse().ok().filter(|_| proof.len() < MOST_HASHES);
            proof.push(hash.ok_or(ContinuationError::Hash { line: at + 1 })?);
        }
        Ok(Self {
            old,
            proof,
            checkpoint: Note::parse(checkpoint.as_bytes())?,
        })
    }
}

impl fmt::Display for Continuation {
    /// The request's body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
