//! What keeping needs: rebuild, backup, restore.

mod backup;
mod copy;
mod key_file;
mod manifest;
mod rebuild;
mod restore;
mod restore_first;
mod told;

pub(crate) use rebuild::{index_all, index_missing, placed_catch_up};
pub use told::Told;

use domain::{CaseId, ClockSlug};
use std::path::PathBuf;

/// What `huying rebuild` did and found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebuildReport {
    /// Streams folded again.
    pub cases: u64,
    /// Events read.
    pub events: u64,
    /// Numbers of cases whose kept read model differed from the events, and of those that no event knows; of what is kept of a case
    /// without a number its place, as `#9001`. At most 100 are named.
    pub differed: Vec<String>,
    /// What is kept beside the cases and differed from its events: days of whose papers it was not as they say whose words they
    /// repeat, and warnings that did not end when they say. At most 100 are named.
    pub beside: Vec<String>,
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
    /// The file of the cases' keys, in the same folder: restoring needs the newest one.
    pub keys: PathBuf,
}

/// Where a restore finds the cases' keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseKeys {
    /// Beside the backup.
    Beside,
    /// In this file.
    File(PathBuf),
    /// Nowhere: what people wrote stays sealed for ever, and every case comes back erased.
    None,
}

/// What a restore brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// Cases.
    pub cases: u64,
    /// Evidence files.
    pub files: u64,
    /// Cases that came back erased, because their keys are no longer there.
    pub erased: u64,
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
