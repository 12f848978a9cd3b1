//! What somebody outside holds of the log: a checkpoint, and with a receipt the leaf that it is of.

use super::{Difference, Wrong, events};
use crate::Error;
use crate::log::{place, read_leaves};
use ledger::checkpoint::Checkpoint;
use ledger::leaf::Leaf;
use ledger::note::Note;
use ledger::policy::Policy;
use ledger::proof::NotIncluded;
use ledger::receipt::Receipt;
use sqlx::AnyConnection;

/// A checkpoint that somebody holds, alone or in a receipt.
#[derive(Debug, Clone)]
pub struct Held {
    checkpoint: Note,
    /// The leaf that the receipt is of, which its checkpoint's tree has at this place.
    leaf: Option<(u64, Leaf)>,
}

impl From<Note> for Held {
    fn from(checkpoint: Note) -> Self {
        let leaf = None;
        Self { checkpoint, leaf }
    }
}

impl Held {
    /// What a receipt holds.
    ///
    /// # Errors
    /// Where its leaf is not in the tree of its own checkpoint: it says nothing of the log then.
    pub fn of(receipt: &Receipt) -> Result<Self, NotIncluded> {
        let leaf = receipt.leaf();
        receipt.to_proof().check_leaf(leaf.to_string().as_bytes())?;
        Ok(Self {
            checkpoint: receipt.checkpoint().clone(),
            leaf: Some((receipt.index(), leaf.clone())),
        })
    }
}

/// What is believed of it.
#[derive(Default)]
pub(super) struct Believed {
    pub(super) checkpoints: Vec<Checkpoint>,
    leaves: Vec<(u64, Leaf)>,
}

impl Believed {
    /// Takes what is this log's; answers the first that is not.
    pub(super) fn take(&mut self, held: Vec<Held>, policy: &Policy) -> Option<Difference> {
        let mut unbelieved = None;
        for Held { checkpoint, leaf } in held {
            match policy.check(&checkpoint) {
                Ok(believed) => {
                    self.checkpoints.push(believed.checkpoint);
                    self.leaves.extend(leaf);
                }
                Err(error) => {
                    let why = error.to_string();
                    unbelieved = unbelieved.or(Some(Difference::of_log(Wrong::HeldUnread { why })));
                }
            }
        }
        unbelieved
    }

    /// The leaves that the log has otherwise than the receipts, or has no more, each with the event that the receipt says it is of.
    ///
    /// Where all checkpoints agree with the tree, so do these: it is asked where something else is wrong, to name the event.
    pub(super) async fn leaves_that_differ(&self, conn: &mut AnyConnection) -> Result<Vec<Difference>, Error> {
        let mut differences = Vec::new();
        for (index, leaf) in &self.leaves {
            let n = place(*index)?;
            let kept = read_leaves(conn, n, n + 1).await?;
            let gone = kept.is_empty();
            if kept.first().is_some_and(|kept| *kept == leaf.to_string()) {
                continue;
            }
            let found = Difference {
                leaf: Some(*index),
                case: leaf.field("case").map(str::to_owned),
                event: leaf.field("event").and_then(|event| event.parse().ok()),
                wrong: Wrong::NotAsReceipt { gone },
            };
            differences.push(events::numbered(conn, found).await?);
        }
        Ok(differences)
    }
}
