//! Asking witnesses (<https://c2sp.org/tlog-witness>): what a log sends them and what their answers mean. A witness keeps
//! the last checkpoint that it has seen of a log and signs a new one only where it continues that one; so a log that
//! shows different people different histories, or goes back to yesterday, is found out. Sending is the caller's part.

use crate::checkpoint::Checkpoint;
use crate::continuation::Continuation;
use crate::key::{Good, VerifierKey};
use crate::note::{MOST_BYTES, Note, NoteError, Signature, parse_signatures};
use crate::text::to_number;

/// The end of the address to which a [`Continuation`] is posted, after the witness's submission prefix.
pub const ADD_CHECKPOINT: &str = "add-checkpoint";

/// The content type of the answer that tells a size.
pub const SIZE_CONTENT_TYPE: &str = "text/x.tlog.size";

/// What a witness has answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 200: it has signed. These are signature lines, not yet verified; [`take_cosignature`] does that.
    Cosigned(Vec<Signature>),
    /// 409 with a size: it has another last checkpoint than `old` said. Smaller or larger than what this log remembers
    /// having shown it, somebody should look; a proof from that size may be sent once.
    OtherSize {
        /// The size of the last checkpoint that the witness has signed.
        size: u64,
    },
    /// 409 without a size: of the same size the witness knows another root. The log has two histories.
    OtherRoot,
    /// 422: the proof does not show that the checkpoint continues the one that the witness has. The log has two histories,
    /// or its tiles are damaged.
    Inconsistent,
    /// 404: the witness does not know this log's origin.
    UnknownLog,
    /// 403: the witness knows the log, and none of the keys that have signed.
    UnknownKey,
    /// 400: the witness does not understand the request.
    Refused,
    /// Any other status: try again later.
    Unavailable {
        /// The HTTP status.
        status: u16,
    },
}

/// An answer is not one of the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Over what is read of an answer.
    #[error("the answer is over {MOST_BYTES} bytes")]
    TooLarge,
    /// A success whose lines are not signatures.
    #[error("the witness's signatures: {0}")]
    Signatures(#[from] NoteError),
}

/// A witness's lines do not make the checkpoint witnessed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCosigned {
    /// No line is by the key that this witness is known by.
    #[error("no signature is by the key of {name}")]
    Missing {
        /// The witness's key's name.
        name: String,
    },
    /// A line by that key does not fit the checkpoint.
    #[error("the signature of {name} is false")]
    False {
        /// The witness's key's name.
        name: String,
    },
    /// The note would be too long.
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Answer {
    /// Reads an answer's HTTP status and body.
    ///
    /// # Errors
    ///
    /// A success whose body is not signature lines, or too long.
    pub fn read(status: u16, body: &[u8]) -> Result<Self, AnswerError> {
        if body.len() > MOST_BYTES {
            return Err(AnswerError::TooLarge);
        }
        Ok(match status {
            200 => {
                let text = std::str::from_utf8(body).map_err(|_| NoteError::Characters)?;
                Self::Cosigned(parse_signatures(text)?)
            }
            409 => {
                let line = std::str::from_utf8(body).ok().and_then(|text| text.strip_suffix('\n'));
                line.and_then(to_number)
                    .map_or(Self::OtherRoot, |size| Self::OtherSize { size })
            }
            422 => Self::Inconsistent,
            404 => Self::UnknownLog,
            403 => Self::UnknownKey,
            400 => Self::Refused,
            status => Self::Unavailable { status },
        })
    }

    /// Whether somebody has to look: the witness has seen a history that is not this one. For a size of its own that is
    /// so unless it is one that this log has signed, and from which a proof can be made.
    #[must_use]
    pub fn is_alarm(&self, signed_size: u64) -> bool {
        match self {
            Self::OtherRoot | Self::Inconsistent => true,
            Self::OtherSize { size } => *size > signed_size,
            _ => false,
        }
    }
}

/// The request for a checkpoint: from the size that the witness is thought to have last signed (0 for never) to the
/// checkpoint of the note. `None` where the note is no checkpoint or is smaller.
#[must_use]
pub fn request(old: u64, proof: Vec<crate::hash::Hash>, checkpoint: Note) -> Option<Continuation> {
    let size = Checkpoint::parse(checkpoint.text()).ok()?.size;
    (old <= size).then_some(Continuation { old, proof, checkpoint })
}

/// Verifies a witness's lines against its key and puts its cosignature under the checkpoint. Lines by other keys are
/// passed over.
///
/// # Errors
///
/// Where no line is by that key, or one is and does not fit this checkpoint.
pub fn take_cosignature(checkpoint: Note, lines: &[Signature], witness: &VerifierKey) -> Result<Note, NotCosigned> {
    let name = || witness.name().to_owned();
    let own = lines.iter().find(|line| witness.is_of(line));
    let own = own.ok_or_else(|| NotCosigned::Missing { name: name() })?;
    match witness.verify(checkpoint.text(), own) {
        Some(Good::Cosignature { .. }) => Ok(checkpoint.with(own.clone())?),
        _ => Err(NotCosigned::False { name: name() }),
    }
}
