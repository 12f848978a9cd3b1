//! What keeping needs: rebuild, backup, restore.

mod backup;
mod manifest;
mod rebuild;
mod restore;

pub(crate) use rebuild::{index_all, index_missing};

use domain::{CaseId, ClockSlug};

/// What `huying rebuild` did and found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebuildReport {
    /// Streams folded again.
    pub cases: u64,
    /// Events read.
    pub events: u64,
    /// Numbers of cases whose kept read model differed from the events (at most 100 are named).
    pub differed: Vec<String>,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Cases in it.
    pub cases: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
}

/// What a restore brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// Cases.
    pub cases: u64,
    /// Evidence files.
    pub files: u64,
}

/// A share of a clock's time that has been used up and is not written down yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueMark {
    /// Case.
    pub case: CaseId,
    /// Clock.
    pub clock: ClockSlug,
    /// Percent: 50, 80 or 100.
    pub percent: u8,
}
