//! Proofs of inclusion as files (<https://c2sp.org/tlog-proof>): index, hashes and checkpoint, verified without network.

use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::hash::{Hash, leaf_hash};
use crate::note::{Note, NoteError, readable};
use crate::text::{at_first_empty_line, from_base64, lines, to_base64, to_number};
use crate::tree::{CheckError, check_inclusion};

/// The ending of a proof's file name.
pub const FILE_ENDING: &str = "tlog-proof";

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// The most hashes a proof can have: one for each level of the largest tree.
pub const MOST_HASHES: usize = 63;

/// That a leaf is in a log, as the log said in a checkpoint. Nothing in it is trusted before it has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What whoever made the file put beside the proof; never empty. It is not signed by anybody.
    pub extra: Option<Vec<u8>>,
    /// The leaf's position in the log, from 0.
    pub index: u64,
    /// The hashes beside the way from the leaf to the root, lowest first (RFC 6962 §2.1.1).
    pub hashes: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: Note,
}

/// A text is not a proof.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The first line is another one.
    #[error("the first line of a proof is {HEADER}")]
    Header,
    /// A line `extra` without base 64, or with nothing.
    #[error("the extra data are not base 64")]
    Extra,
    /// No line `index` with a number.
    #[error("a proof says “index” and the leaf's number")]
    Index,
    /// A line that is no hash, or more of them than a tree has levels.
    #[error("line {line} of the proof is not one of at most {MOST_HASHES} hashes")]
    Hash {
        /// The line, from 1.
        line: usize,
    },
    /// No empty line and checkpoint after the hashes.
    #[error("a proof ends with an empty line and a checkpoint")]
    Form,
    /// What follows the empty line is not a note.
    #[error("the proof's checkpoint: {0}")]
    Checkpoint(#[from] NoteError),
}

/// A proof does not prove that a leaf is in the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotIncluded {
    /// The signed text is no checkpoint.
    #[error("the signed text is not a checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not lead from the leaf to the root.
    #[error("the leaf is not what the log has at this place: {0}")]
    Path(#[from] CheckError),
}

impl Proof {
    /// Reads a proof's file. Its checkpoint's signatures are not verified yet.
    ///
    /// # Errors
    ///
    /// What is wrong with its form.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofError> {
        let (head, checkpoint) = at_first_empty_line(readable(bytes)?).ok_or(ProofError::Form)?;
        let mut lines = lines(head).ok_or(ProofError::Form)?.enumerate().peekable();
        if lines.next().is_none_or(|(_, line)| line != HEADER) {
            return Err(ProofError::Header);
        }
        let extra = lines.next_if(|(_, line)| line.starts_with("extra"));
        let extra = extra.map(|(_, line)| {
            let data = line.strip_prefix("extra ").and_then(from_base64);
            data.filter(|data| !data.is_empty()).ok_or(ProofError::Extra)
        });
        let extra = extra.transpose()?;
        let index = lines
            .next()
            .and_then(|(_, line)| to_number(line.strip_prefix("index ")?));
        let index = index.ok_or(ProofError::Index)?;
        let mut hashes = Vec::new();
        for (at, line) in lines {
            let hash = line.parse().ok().filter(|_| hashes.len() < MOST_HASHES);
            hashes.push(hash.ok_or(ProofError::Hash { line: at + 1 })?);
        }
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint: Note::parse(checkpoint.as_bytes())?,
        })
    }

    /// Checks that a leaf is in the tree of the proof's checkpoint. Who has signed the checkpoint is not looked at:
    /// that is [`crate::policy::Policy::check`]'s part, and [`crate::verify::verify`] does both.
    ///
    /// # Errors
    ///
    /// Why it is not.
    pub fn check_leaf(&self, leaf: &[u8]) -> Result<Checkpoint, NotIncluded> {
        let checkpoint = Checkpoint::parse(self.checkpoint.text())?;
        check_inclusion(
            &leaf_hash(leaf),
            self.index,
            checkpoint.size,
            &self.hashes,
            &checkpoint.root,
        )?;
        Ok(checkpoint)
    }
}

impl fmt::Display for Proof {
    /// The file's text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
