//! What a receipt proves, and no more than that.

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::continuation::Continuation;
use crate::policy::{Believed, NotBelieved, Policy};
use crate::proof::NotIncluded;
use crate::receipt::Receipt;
use crate::tree::{CheckError, check_consistency};

/// What has been proven of a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proven {
    /// The leaf was in the log when the checkpoint was signed. Whether the log still has it is not known.
    Logged {
        /// The receipt's checkpoint.
        at: Believed,
    },
    /// The leaf was in the log, and the log of the later checkpoint begins with the very same leaves: until then nothing
    /// before it was altered, removed or reordered.
    Unchanged {
        /// The receipt's checkpoint.
        at: Believed,
        /// The later checkpoint.
        later: Believed,
    },
}

impl Proven {
    /// The newest checkpoint that the proof reaches.
    #[must_use]
    pub fn newest(&self) -> &Believed {
        match self {
            Self::Logged { at } => at,
            Self::Unchanged { later, .. } => later,
        }
    }

    /// By how many of how many known witnesses the newest checkpoint is signed. Without witnesses a log could show its
    /// holder another history than everybody else.
    #[must_use]
    pub fn witnessed(&self) -> (usize, usize) {
        let newest = self.newest();
        (newest.witnesses.len(), newest.of)
    }
}

/// A receipt does not prove what it is shown for. Each of these is a reason to ask the log's operator, and the receipt is
/// the evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refuted {
    /// The receipt's checkpoint is not by the log.
    #[error("the receipt's checkpoint: {0}")]
    Checkpoint(NotBelieved),
    /// The leaf is not in the checkpoint's tree.
    #[error(transparent)]
    NotIncluded(#[from] NotIncluded),
    /// The later checkpoint is not by the log.
    #[error("the later checkpoint: {0}")]
    Later(NotBelieved),
    /// The later checkpoint is of another log.
    #[error("the later checkpoint is of {later} and not of {origin}")]
    OtherLog {
        /// The receipt's log.
        origin: String,
        /// The later checkpoint's.
        later: String,
    },
    /// The proof of consistency begins at another size than the receipt's: it is for another receipt.
    #[error("the proof begins at {old} leaves and the receipt's checkpoint has {size}")]
    OtherSize {
        /// Where the proof begins.
        old: u64,
        /// The receipt's size.
        size: u64,
    },
    /// The later log does not continue the receipt's.
    #[error("the log does not continue the receipt's: {0}")]
    NotContinued(CheckError),
}

/// Verifies a receipt alone.
///
/// # Errors
///
/// Why it proves nothing.
pub fn verify(receipt: &Receipt, policy: &Policy) -> Result<Proven, Refuted> {
    let at = policy.check(receipt.checkpoint()).map_err(Refuted::Checkpoint)?;
    receipt.to_proof().check_leaf(receipt.leaf().to_string().as_bytes())?;
    Ok(Proven::Logged { at })
}

/// Verifies a receipt, and that the log of a later checkpoint continues the receipt's.
///
/// # Errors
///
/// Why it does not.
pub fn verify_until(receipt: &Receipt, later: &Continuation, policy: &Policy) -> Result<Proven, Refuted> {
    let at = match verify(receipt, policy)? {
        Proven::Logged { at } | Proven::Unchanged { at, .. } => at,
    };
    let later = continued(&at.checkpoint, later, policy)?;
    Ok(Proven::Unchanged { at, later })
}

/// Verifies that a later checkpoint continues one that is held, such as yesterday's.
///
/// # Errors
///
/// Why it does not.
pub fn continued(held: &Checkpoint, later: &Continuation, policy: &Policy) -> Result<Believed, Refuted> {
    let believed = policy.check(&later.checkpoint).map_err(Refuted::Later)?;
    let new = &believed.checkpoint;
    if new.origin != held.origin {
        let (origin, later) = (held.origin.clone(), new.origin.clone());
        return Err(Refuted::OtherLog { origin, later });
    }
    if later.old != held.size {
        let (old, size) = (later.old, held.size);
        return Err(Refuted::OtherSize { old, size });
    }
    check_consistency(held.size, &held.root, new.size, &new.root, &later.proof).map_err(Refuted::NotContinued)?;
    Ok(believed)
}

impl From<CheckpointError> for Refuted {
    fn from(error: CheckpointError) -> Self {
        Self::NotIncluded(NotIncluded::Checkpoint(error))
    }
}
