//! What keeping needs: rebuild, backup, restore.

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

#[expect(
    clippy::unused_async,
    clippy::missing_errors_doc,
    missing_docs,
    unused_variables,
    reason = "follows soon"
)]
impl crate::Store {
    pub async fn rebuild(
        &self,
        zone: &jiff::tz::TimeZone,
        progress: impl Fn(u64, u64) + Send + Sync,
    ) -> Result<RebuildReport, crate::Error> {
        todo!()
    }
    pub async fn backup(&self, to: &std::path::Path) -> Result<BackupReport, crate::Error> {
        todo!()
    }
    pub async fn restore(from: &std::path::Path, dir: &std::path::Path) -> Result<RestoreReport, crate::Error> {
        todo!()
    }
}
