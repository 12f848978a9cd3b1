//! Whom one believes (<https://c2sp.org/tlog-policy>): the log's keys, the witnesses, and how many of them must have
//! signed. Who verifies a receipt brings a policy of their own; the log publishes one that may be compared with others'.

mod read;
mod write;

pub use read::PolicyTextError;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::key::{Algorithm, Good, VerifierKey};
use crate::note::{Note, NoteError};
use crate::rotation::LogKey;

/// The most logs, witnesses and groups, each, of a policy.
pub const MOST: usize = 64;

/// A witness of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its name within the policy.
    pub name: String,
    /// Its key, for cosignatures.
    pub key: VerifierKey,
    /// Where it takes checkpoints; not needed for verifying.
    pub url: Option<String>,
}

/// A key of a log, and where the log is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The key and the sizes it may sign.
    pub key: LogKey,
    /// The log's address; not needed for verifying.
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    name: String,
    needed: usize,
    members: Vec<Member>,
}

/// Something that can have witnessed a checkpoint; a position in the policy's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group(usize),
}

/// A policy. [`Self::parse`] reads and `Display` writes the policy's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: Vec<Group>,
    /// `None`: no witness is needed.
    quorum: Option<Member>,
}

/// Parts do not make a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A log's key is for cosignatures, or a witness's key for notes.
    #[error("the key of {0} is not for this use: a log's key begins with type 1, a witness's with type 4")]
    KeyUse(String),
    /// The same key twice.
    #[error("the key of {0} occurs twice")]
    Repeated(String),
    /// A name that cannot stand in a policy: empty, `none`, or with a space or a control character.
    #[error("“{0}” is no name for a policy")]
    Name(String),
    /// More signatures are needed than there are witnesses.
    #[error("{needed} of {of} witnesses is not possible")]
    Quorum {
        /// Wanted signatures.
        needed: usize,
        /// Witnesses.
        of: usize,
    },
    /// Over [`MOST`].
    #[error("a policy has at most {MOST} logs, witnesses and groups each")]
    TooMany,
}

/// A checkpoint is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotBelieved {
    /// No checkpoint.
    #[error("not a checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// A signature is false, or nobody known has signed.
    #[error("{0}")]
    Signatures(#[from] NoteError),
    /// No key of the log whose origin the checkpoint states has signed it.
    #[error("the checkpoint of {origin} is not signed by a key of that log")]
    NotByLog {
        /// The origin.
        origin: String,
    },
    /// The key that has signed may not sign at this size any more, or not yet.
    #[error("the key {key_id:08x} of {origin} may not sign a checkpoint of {size} leaves")]
    NotThen {
        /// The origin.
        origin: String,
        /// The key's id.
        key_id: u32,
        /// The checkpoint's size.
        size: u64,
    },
}

/// A witness that has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The witness's name within the policy.
    pub name: String,
    /// When, in seconds since 1970, as the witness says.
    pub seconds: u64,
}

/// A checkpoint that a policy believes its log has signed, and who else has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Believed {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// The ids of the log's keys that have signed and may; two during a change of keys.
    pub log_keys: Vec<u32>,
    /// The witnesses that have signed.
    pub witnesses: Vec<Cosigned>,
    /// How many witnesses the policy knows.
    pub of: usize,
    /// Whether enough of them have signed, by the policy's own rule. Where it asks for none this is true and means
    /// nothing: look at `witnesses`.
    pub quorum: bool,
}

impl Policy {
    /// A policy of one log's keys and witnesses, of which `needed` must have signed (0: none).
    ///
    /// # Errors
    ///
    /// What cannot stand in a policy.
    pub fn new(logs: Vec<Log>, witnesses: Vec<Witness>, needed: usize) -> Result<Self, PolicyError> {
        let of = witnesses.len();
        if needed > of {
            return Err(PolicyError::Quorum { needed, of });
        }
        let mut groups = Vec::new();
        let mut quorum = None;
        if needed > 0 {
            let mut name = String::from("quorum");
            while witnesses.iter().any(|witness| witness.name == name) {
                name.push('-');
            }
            let members = (0..of).map(Member::Witness).collect();
            groups.push(Group { name, needed, members });
            quorum = Some(Member::Group(0));
        }
        let policy = Self {
            logs,
            witnesses,
            groups,
            quorum,
        };
        policy.checked()
    }

    /// A policy that believes one key at any size and knows no witness: what somebody has who holds nothing but the
    /// log's key.
    ///
    /// # Errors
    ///
    /// [`PolicyError::KeyUse`].
    pub fn of_key(key: VerifierKey) -> Result<Self, PolicyError> {
        let log = Log {
            key: LogKey::always(key),
            url: None,
        };
        Self::new(vec![log], Vec::new(), 0)
    }

    /// The policy with one more key of a log. A key that it has already may sign what both allow.
    ///
    /// # Errors
    ///
    /// What cannot stand in a policy.
    pub fn with_key(mut self, key: LogKey) -> Result<Self, PolicyError> {
        match self.logs.iter_mut().find(|log| log.key.key == key.key) {
            Some(Log { key: known, .. }) => {
                known.from = known.from.max(key.from);
                known.until = [known.until, key.until].into_iter().flatten().min();
            }
            None => self.logs.push(Log { key, url: None }),
        }
        self.checked()
    }

    /// The policy with one more witness, called as its key is; one whose key it has stays as it is. The quorum asks for no
    /// more and no fewer than before.
    ///
    /// # Errors
    ///
    /// What cannot stand in a policy.
    pub fn with_witness(mut self, key: VerifierKey) -> Result<Self, PolicyError> {
        if !self.witnesses.iter().any(|known| known.key == key) {
            let (name, url) = (key.name().to_owned(), None);
            self.witnesses.push(Witness { name, key, url });
        }
        self.checked()
    }

    fn checked(self) -> Result<Self, PolicyError> {
        if self.logs.len().max(self.witnesses.len()).max(self.groups.len()) > MOST {
            return Err(PolicyError::TooMany);
        }
        let logs = self.logs.iter().map(|log| (&log.key.key, Algorithm::Note));
        let witnesses = self
            .witnesses
            .iter()
            .map(|witness| (&witness.key, Algorithm::Cosignature));
        let keys: Vec<_> = logs.chain(witnesses).collect();
        for (at, (key, algorithm)) in keys.iter().enumerate() {
            if key.algorithm() != *algorithm {
                return Err(PolicyError::KeyUse(key.name().to_owned()));
            }
            let same =
                |(other, kind): &(&VerifierKey, Algorithm)| kind == algorithm && other.public_key() == key.public_key();
            if keys[..at].iter().any(same) {
                return Err(PolicyError::Repeated(key.name().to_owned()));
            }
        }
        let names = self.witnesses.iter().map(|witness| &witness.name);
        let names: Vec<&String> = names.chain(self.groups.iter().map(|group| &group.name)).collect();
        for (at, name) in names.iter().enumerate() {
            let spaced = name.chars().any(|c| c.is_ascii_whitespace() || c.is_ascii_control());
            if name.is_empty() || *name == "none" || spaced || names[..at].contains(name) {
                return Err(PolicyError::Name((*name).clone()));
            }
        }
        Ok(self)
    }

    /// The log's keys.
    #[must_use]
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// The witnesses.
    #[must_use]
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// Whether it asks that witnesses have signed.
    #[must_use]
    pub fn asks_quorum(&self) -> bool {
        self.quorum.is_some()
    }

    /// Whether both ask the same of the same witnesses, whichever logs they are of.
    #[must_use]
    pub fn asks_as(&self, other: &Self) -> bool {
        let known = |policy: &Self| -> Vec<(String, VerifierKey)> {
            let witnesses = policy.witnesses.iter();
            witnesses
                .map(|witness| (witness.name.clone(), witness.key.clone()))
                .collect()
        };
        self.quorum == other.quorum && self.groups == other.groups && known(self) == known(other)
    }

    /// Takes over from a list of keys the sizes that each key of this policy may sign. Keys that the policy does not know
    /// are not taken: a list that the log publishes adds no trust.
    #[must_use]
    pub fn limited_by(mut self, keys: &[LogKey]) -> Self {
        for log in &mut self.logs {
            if let Some(listed) = keys.iter().find(|listed| listed.key == log.key.key) {
                log.key = listed.clone();
            }
        }
        self
    }

    /// Verifies a checkpoint's signatures: the log's, without which nothing is believed, and the witnesses'.
    ///
    /// Too few witnesses are no error; [`Believed::quorum`] says so, since a receipt is given before they have answered.
    ///
    /// # Errors
    ///
    /// Why the checkpoint is not believed.
    pub fn check(&self, note: &Note) -> Result<Believed, NotBelieved> {
        let checkpoint = Checkpoint::parse(note.text())?;
        let logs = self.logs.iter().map(|log| &log.key.key);
        let keys: Vec<VerifierKey> = logs
            .chain(self.witnesses.iter().map(|witness| &witness.key))
            .cloned()
            .collect();
        let signed = note.verify(&keys)?;
        let has_signed = |key: &VerifierKey| signed.iter().find(|signed| signed.key == key);
        let origin = || checkpoint.origin.clone();
        let ours = |log: &&Log| log.key.key.name() == checkpoint.origin && has_signed(&log.key.key).is_some();
        let by_log: Vec<&LogKey> = self.logs.iter().filter(ours).map(|log| &log.key).collect();
        let Some(first) = by_log.first() else {
            return Err(NotBelieved::NotByLog { origin: origin() });
        };
        let valid = by_log.iter().filter(|key| key.may_sign(checkpoint.size));
        let log_keys: Vec<u32> = valid.map(|key| key.key.id()).collect();
        if log_keys.is_empty() {
            return Err(NotBelieved::NotThen {
                origin: origin(),
                key_id: first.key.id(),
                size: checkpoint.size,
            });
        }
        let times: Vec<Option<u64>> = self
            .witnesses
            .iter()
            .map(|witness| seconds(has_signed(&witness.key)?.good))
            .collect();
        let named = self.witnesses.iter().zip(&times);
        let witnesses = named.filter_map(|(witness, seconds)| {
            let name = witness.name.clone();
            seconds.map(|seconds| Cosigned { name, seconds })
        });
        Ok(Believed {
            witnesses: witnesses.collect(),
            of: self.witnesses.len(),
            quorum: self.quorum.is_none_or(|member| self.has_witnessed(member, &times)),
            log_keys,
            checkpoint,
        })
    }

    fn has_witnessed(&self, member: Member, times: &[Option<u64>]) -> bool {
        match member {
            Member::Witness(at) => times.get(at).is_some_and(Option::is_some),
            // A group's members stand before it: this ends.
            Member::Group(at) => self.groups.get(at).is_some_and(|group| {
                let witnessed = group
                    .members
                    .iter()
                    .filter(|member| self.has_witnessed(**member, times));
                witnessed.count() >= group.needed
            }),
        }
    }
}

fn seconds(good: Good) -> Option<u64> {
    match good {
        Good::Signature => None,
        Good::Cosignature { seconds } => Some(seconds),
    }
}
