//! Receipts: a proof of inclusion that carries its leaf, and for those who may have them the salts and texts that the
//! leaf commits to. Any reader of `tlog-proof` can check one; the leaf is the proof's `extra` data:
//!
//! ```text
//! <the leaf's text>
//!                                  an empty line and openings, where there are any
//! <name> <salt in base 64>[ <payload in base 64>]
//! ```

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::hash::Hash;
use crate::leaf::{Leaf, LeafError, SALT_BYTES, opens};
use crate::note::{MOST_BYTES, Note};
use crate::proof::{Proof, ProofError};
use crate::text::{from_base64, lines, to_base64};

/// What a commitment of the leaf opens to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The commitment's name.
    pub name: String,
    /// Its salt.
    pub salt: [u8; SALT_BYTES],
    /// What was committed to; left out where the holder has it anyway.
    pub payload: Option<Vec<u8>>,
}

/// A receipt, not yet verified ([`crate::verify::verify`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    leaf: Leaf,
    openings: Vec<Opening>,
    index: u64,
    hashes: Vec<Hash>,
    checkpoint: Note,
}

/// A text is not a receipt, or parts do not make one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Not a proof.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A proof without its leaf: good for somebody who has the leaf from elsewhere.
    #[error("the proof does not carry the leaf that it is about")]
    NoLeaf,
    /// What it carries is no leaf.
    #[error("the receipt's leaf: {0}")]
    Leaf(#[from] LeafError),
    /// A line after the leaf is not a name of one of its commitments, a salt and, where given, a payload; or a second one
    /// for the same name.
    #[error("opening {number} of the receipt is not a commitment's name, a salt and a payload")]
    Opening {
        /// The opening's number, from 1.
        number: usize,
    },
    /// A payload that is not what the leaf commits to.
    #[error("what the receipt says of {name} is not what was logged")]
    False {
        /// The commitment's name.
        name: String,
    },
    /// Over what a reader takes.
    #[error("a receipt is at most {MOST_BYTES} bytes: leave payloads out")]
    TooLarge,
}

impl Receipt {
    /// A receipt for leaf `index`. The proof itself is looked at by whoever verifies the receipt.
    ///
    /// # Errors
    ///
    /// [`ReceiptError::Opening`], [`ReceiptError::False`] and [`ReceiptError::TooLarge`].
    pub fn new(
        leaf: Leaf,
        openings: Vec<Opening>,
        index: u64,
        hashes: Vec<Hash>,
        checkpoint: Note,
    ) -> Result<Self, ReceiptError> {
        let mut seen = BTreeSet::new();
        for (at, opening) in openings.iter().enumerate() {
            let wrong = ReceiptError::Opening { number: at + 1 };
            let committed = leaf.commitment(&opening.name).ok_or_else(|| wrong.clone())?;
            if !seen.insert(&opening.name) {
                return Err(wrong);
            }
            let good = |payload: &Vec<u8>| opens(&committed, &opening.salt, payload);
            if !opening.payload.as_ref().is_none_or(good) {
                let name = opening.name.clone();
                return Err(ReceiptError::False { name });
            }
        }
        let receipt = Self {
            leaf,
            openings,
            index,
            hashes,
            checkpoint,
        };
        if receipt.to_proof().to_string().len() > MOST_BYTES {
            return Err(ReceiptError::TooLarge);
        }
        Ok(receipt)
    }

    /// Reads a receipt's file. What it opens is compared with the leaf; whether the leaf is in the log is not yet.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let proof = Proof::parse(bytes)?;
        let extra = proof.extra.ok_or(ReceiptError::NoLeaf)?;
        let extra = std::str::from_utf8(&extra).map_err(|_| LeafError::Form)?;
        // A leaf has one empty line, the one after its fields; a second one ends it.
        let fields = extra.find("\n\n").ok_or(LeafError::Form)? + 2;
        let (leaf, openings) = match extra[fields..].find("\n\n") {
            Some(at) => {
                let (leaf, openings) = extra.split_at(fields + at + 1);
                (
                    leaf,
                    lines(&openings[1..])
                        .ok_or(ReceiptError::Opening { number: 1 })?
                        .collect(),
                )
            }
            None => (extra, Vec::new()),
        };
        let opening = |(at, line)| parse_opening(line).ok_or(ReceiptError::Opening { number: at + 1 });
        let openings = openings
            .into_iter()
            .enumerate()
            .map(opening)
            .collect::<Result<_, _>>()?;
        let leaf = Leaf::parse(leaf.as_bytes())?;
        Self::new(leaf, openings, proof.index, proof.hashes, proof.checkpoint)
    }

    /// The proof, with leaf and openings as its extra data. Its text is the receipt's file.
    #[must_use]
    pub fn to_proof(&self) -> Proof {
        let mut extra = self.leaf.to_string();
        if !self.openings.is_empty() {
            extra.push('\n');
        }
        for Opening { name, salt, payload } in &self.openings {
            let _ = write!(extra, "{name} {}", to_base64(salt));
            if let Some(payload) = payload {
                let _ = write!(extra, " {}", to_base64(payload));
            }
            extra.push('\n');
        }
        Proof {
            extra: Some(extra.into_bytes()),
            index: self.index,
            hashes: self.hashes.clone(),
            checkpoint: self.checkpoint.clone(),
        }
    }

    /// The leaf that the receipt is about.
    #[must_use]
    pub fn leaf(&self) -> &Leaf {
        &self.leaf
    }

    /// What its commitments open to.
    #[must_use]
    pub fn openings(&self) -> &[Opening] {
        &self.openings
    }

    /// The leaf's position in the log, from 0.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The checkpoint, unverified.
    #[must_use]
    pub fn checkpoint(&self) -> &Note {
        &self.checkpoint
    }
}

fn parse_opening(line: &str) -> Option<Opening> {
    let (name, rest) = line.split_once(' ')?;
    let (salt, payload) = match rest.split_once(' ') {
        Some((salt, payload)) => (salt, Some(from_base64(payload)?)),
        None => (rest, None),
    };
    Some(Opening {
        name: name.to_owned(),
        salt: from_base64(salt)?.try_into().ok()?,
        payload,
    })
}
