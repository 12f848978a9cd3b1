//! Papers in: files of requests to cases.

use crate::{Error, Office};
use domain::case::Actor;
use domain::pack::FieldName;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file as it came.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its name, for messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What to import and how.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// Files.
    pub papers: Vec<Paper>,
    /// Columns set by hand: field to header text. Empty: the pack's synonyms alone (and what was saved).
    pub columns: BTreeMap<FieldName, String>,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

/// Every row of the files, in exactly one of these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RowCounts {
    pub imported: u64,
    pub unchanged: u64,
    pub corrected: u64,
    pub ignored: u64,
    pub rejected: u64,
}

impl RowCounts {
    /// All rows: the rows of the files.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.imported + self.unchanged + self.corrected + self.ignored + self.rejected
    }
}

/// A row that could not be read, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// File.
    pub file: String,
    /// Row in the file, 1 first.
    pub row: u64,
    /// Header of the column.
    pub column: String,
    /// What is there.
    pub value: String,
    /// What to do, in the reader's language.
    pub remedy: String,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Rows by what became of them; the sum is the rows of the files.
    pub rows: RowCounts,
    /// The same by file, in the order given, with the unit that the file is a report of, if it is one's.
    pub files: Vec<FileReport>,
    /// Why rows were ignored, and how many: reason in words.
    pub ignored: BTreeMap<String, u64>,
    /// Rejected rows.
    pub rejected: Vec<RejectedRow>,
    /// The rejected rows as an XLSX to mend and hand in again; empty if there are none.
    #[serde(skip)]
    pub to_mend: Vec<u8>,
}

/// One file's part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// Name.
    pub file: String,
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// The unit whose report it is (title row or file name), when the file is one unit's.
    pub unit: Option<domain::UnitSlug>,
    /// The day its title row names, if it does.
    pub date: Option<jiff::civil::Date>,
    /// Its rows.
    pub rows: RowCounts,
}

/// Imports files of requests. `progress` is told `(rows done, rows in all)`.
pub async fn import_requests(
    office: &Office,
    request: ImportRequest,
    locale: domain::Locale,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<ImportReport, Error> {
    todo!()
}
