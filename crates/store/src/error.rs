//! What can go wrong when something is kept.

/// An error of the store. Those that a person can mend say how; the others are for the operator's log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process serves this data directory.
    #[error("the data directory {dir} is in use by another huying (process {holder})")]
    Locked {
        /// The directory.
        dir: String,
        /// What the lock file says of who holds it.
        holder: String,
    },
    /// The expected version is not the current one: somebody else wrote in between. Read again and decide again.
    #[error("the stream is at version {current}")]
    Conflict {
        /// Version that the stream has now.
        current: u64,
    },
    /// The number in the source system is already taken by this case.
    #[error("{external} is already case {number}")]
    ExternalTaken {
        /// Number in the source system.
        external: String,
        /// The case that has it.
        number: String,
    },
    /// An account name that is taken.
    #[error("the account name {0} is taken")]
    AccountTaken(String),
    /// The database is of a newer program.
    #[error("the database is of version {found}, this program knows {known}")]
    Newer {
        /// Version found.
        found: i64,
        /// Newest version known.
        known: i64,
    },
    /// A kept row cannot be read: damage, not a user's error.
    #[error("a kept row is corrupt: {0}")]
    Corrupt(String),
    /// A backup file that is not one, or is damaged.
    #[error("this backup cannot be used: {0}")]
    BadBackup(String),
    /// The log's secret key is missing or is not the one in use, so nothing can be signed.
    #[error("the log's secret key is missing")]
    NoLogKey,
    /// The key under which things are sealed is missing or is not the one in use. Nothing was changed.
    #[error("seal.key is missing or is not the one in use: put it back from where you keep it")]
    NoSealKey,
    /// The group or others may read or change a file of secret keys, so it is not used.
    #[error("others than its owner may read or change {path}: chmod 600 {path}")]
    OpenKey {
        /// The file.
        path: String,
    },
    /// The file of witnesses is not one.
    #[error("log.witnesses: {0}")]
    Witnesses(String),
    /// The writer is gone: the program is stopping.
    #[error("the program is stopping")]
    Stopping,
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The disk.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
