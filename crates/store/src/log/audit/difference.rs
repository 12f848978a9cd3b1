//! What an audit can find.

use ledger::hash::Hash;

/// A difference, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The leaf that it is at; none where it is the log as a whole.
    pub leaf: Option<u64>,
    /// The number of the case, or its id where no case of that id is kept.
    pub case: Option<String>,
    /// Which event of the case.
    pub event: Option<u64>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// A leaf is not the one that the tree was built of.
    LeafAltered {
        /// The leaf.
        leaf: u64,
    },
    /// A leaf is not there.
    LeafMissing {
        /// The leaf.
        leaf: u64,
    },
    /// Hashes of the tree are not those of the leaves beneath them, or are not there.
    Tiles {
        /// The level of the tile that they are in.
        level: u8,
        /// Its place in the level.
        tile: u64,
        /// The first leaf beneath them.
        first: u64,
        /// The last one.
        last: u64,
    },
    /// The log is another one than a held checkpoint says.
    Rewritten {
        /// The checkpoint's size.
        size: u64,
        /// The root that it says.
        held: Hash,
        /// The root of what is there.
        root: Hash,
        /// Up to this size all agrees with another held checkpoint; 0 where it agrees with none.
        good: u64,
    },
    /// The log is shorter than a held checkpoint says.
    SetBack {
        /// The checkpoint's size.
        held: u64,
        /// The size of what is there.
        size: u64,
    },
    /// A checkpoint that is held is not signed by a key of this log, or is none.
    HeldUnread {
        /// Why.
        why: String,
    },
    /// A leaf is not the one that a receipt of this log is of.
    NotAsReceipt {
        /// There is none at its place any more.
        gone: bool,
    },
    /// An event has no leaf.
    NotLogged,
    /// A leaf has no event.
    EventMissing,
    /// The events are in another order than their leaves.
    Moved,
    /// A part of the event's row is not what its leaf says: `case`, `event`, `kind`, `time`, `post`, `previous`.
    Field {
        /// The leaf's field.
        field: String,
        /// What the leaf says.
        logged: String,
        /// What the row says.
        kept: String,
    },
    /// The text that a commitment of the leaf was made of is another one: `open` the event, `actor` who did it.
    Text {
        /// The commitment's name.
        name: String,
    },
    /// The key of the case cannot be used, although something is kept under it.
    CaseKey {
        /// Why not.
        why: KeyWrong,
    },
    /// The salts are gone, so that nothing can be said of the texts.
    Salts,
    /// The event's text is gone as if the case had been erased, and no later event of the case says that it was.
    Emptied,
    /// A file of evidence is not there.
    FileMissing {
        /// Its SHA-256.
        sha256: String,
    },
    /// A file of evidence has other bytes than were handed in.
    FileAltered {
        /// The SHA-256 that it had.
        sha256: String,
    },
}

/// Why the key of a case cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyWrong {
    /// None is kept.
    Missing,
    /// It is wrapped by a key that is not among those of the directory, and there are some.
    Unknown,
    /// It is destroyed, and no event of the case says that it was erased.
    Destroyed,
}

impl Wrong {
    /// The leaf that the tree differs at.
    pub(super) fn leaf(&self) -> Option<u64> {
        match self {
            Self::LeafAltered { leaf } | Self::LeafMissing { leaf } => Some(*leaf),
            _ => None,
        }
    }
}

impl Difference {
    pub(super) fn of_log(wrong: Wrong) -> Self {
        Self {
            leaf: wrong.leaf(),
            case: None,
            event: None,
            wrong,
        }
    }
}
