//! Papers in: files of requests to cases.
//!
//! Every row ends as exactly one of imported, unchanged, corrected, ignored or rejected. A row is known again by its
//! number in the source system; a row without one by a hash of what it says, so that the same file twice changes
//! nothing. Known cases are corrected by what the file has columns for, and never closed: what the source system calls
//! finished is kept as its word, since closing needs an answer.

mod again;
mod mend;
mod pack;
mod papers;
mod saved;
mod tried;
mod write;

pub use mend::ToMend;
pub use pack::choose_pack;

use crate::boxed;
use crate::{Error, Office};
use domain::UnitSlug;
use domain::case::{Actor, Refusal};
use domain::import::{Ignored, Problem};
use domain::pack::FieldName;
use jiff::Timestamp;
use papers::{Fate, ReadPaper};
use saved::SavedColumns;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use tried::Tried;
use words::Words;

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
    /// The unit that hands the files in as its own report: rows that name no unit are its, and rows and known cases of
    /// any other unit are rejected. None: the files are the whole body's.
    pub own_unit: Option<UnitSlug>,
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

/// A row that could not be read, and all that is wrong with it. It speaks no language: the words are put in when it is
/// shown, in the language of whoever looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// File.
    pub file: String,
    /// Row in the file, 1 first; 0 for the file or a sheet as a whole.
    pub row: u64,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// A rejected row in somebody's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedLine {
    /// File.
    pub file: String,
    /// Row in the file, 1 first; 0 for the file as a whole.
    pub row: u64,
    /// Header of the column.
    pub column: String,
    /// What is there.
    pub value: String,
    /// What to do.
    pub remedy: String,
}

impl RejectedRow {
    /// In words: the first problem's place, and what to do about all of them.
    #[must_use]
    pub fn said(&self, words: &Words) -> RejectedLine {
        let first = self.problems.first();
        RejectedLine {
            file: self.file.clone(),
            row: self.row,
            column: first.map(|problem| problem.column.clone()).unwrap_or_default(),
            value: first.map(|problem| problem.value.clone()).unwrap_or_default(),
            remedy: remedies(words, &self.problems),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportReport {
    /// Rows by what became of them; the sum is the rows of the files.
    pub rows: RowCounts,
    /// The same by file, in the order given, with the unit that the file is a report of, if it is one's.
    pub files: Vec<FileReport>,
    /// Why rows were ignored, and how many.
    pub ignored: BTreeMap<Ignored, u64>,
    /// Rejected rows. A file that cannot be read at all is one, with row 0, and so is a sheet of requests ([`SkippedSheet`]).
    pub rejected: Vec<RejectedRow>,
    /// The rejected rows as a table to mend and hand in again.
    pub to_mend: ToMend,
}

/// One file's part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// Name.
    pub file: String,
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// The unit whose report it is (title row or file name), when the file is one unit's.
    pub unit: Option<UnitSlug>,
    /// The day its title row names, if it does.
    pub date: Option<jiff::civil::Date>,
    /// How many cases its title row says there are, if it does: a word is due where its rows are others.
    pub declared: Option<u64>,
    /// Its rows.
    pub rows: RowCounts,
    /// Sheets beside those that were read: their rows are among the ignored or the rejected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<SkippedSheet>,
    /// It could not be read at all, and so is nobody's report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreadable: bool,
}

/// A sheet of a file that was not read, since none of its rows has headers that are known, or it is hidden in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedSheet {
    /// File and sheet.
    pub sheet: String,
    /// All its rows: which of them would be a header nobody knows.
    pub rows: u64,
    /// It looks like a table of requests, so its rows are rejected; ignored otherwise (instructions, a cover).
    pub rejected: bool,
    /// It is hidden in the file.
    #[serde(default)]
    pub hidden: bool,
}

impl RowCounts {
    /// All rows.
    #[must_use]
    pub const fn sum(&self) -> u64 {
        self.imported + self.unchanged + self.corrected + self.ignored + self.rejected
    }

    fn add(&mut self, other: Self) {
        self.imported += other.imported;
        self.unchanged += other.unchanged;
        self.corrected += other.corrected;
        self.ignored += other.ignored;
        self.rejected += other.rejected;
    }
}

/// Imports files of requests. `progress` is told `(rows done, rows in all)`.
///
/// Files are taken one after the other: what a later file says of a case of an earlier one corrects it. Within one
/// file the last row of a number counts. A file that cannot be read is reported as rejected (row 0) and holds up none
/// of the others. A broken-off import is simply run again.
///
/// # Errors
/// The store's; the reason of the first file where none of the files can be read.
#[boxed]
pub async fn import_requests(
    office: &Office,
    request: ImportRequest,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<ImportReport, Error> {
    let ImportRequest {
        papers,
        columns,
        dry_run,
        own_unit,
        actor,
        at,
    } = request;
    let saved = SavedColumns::load(&office.store).await?;
    let by_hand = Arc::new(columns);
    let mut read = {
        let (pack, by_hand, saved) = (Arc::clone(&office.pack), Arc::clone(&by_hand), saved.clone());
        let own_unit = own_unit.clone();
        let task = move || -> Vec<ReadPaper> {
            let mut ids = again::Ids::new(at);
            papers
                .into_iter()
                .map(|paper| papers::read(paper, &pack, &by_hand, &saved, (own_unit.as_ref(), at), &mut ids))
                .collect()
        };
        // Reading is work for a processor, and a page must not wait for it.
        tokio::task::spawn_blocking(task).await.map_err(|_| stopped())?
    };
    if let Some(first) = read.first().and_then(|paper| paper.unreadable.clone())
        && read.iter().all(|paper| paper.unreadable.is_some())
    {
        return Err(first.into());
    }
    let all: u64 = read.iter().map(|paper| paper.rows.len() as u64).sum();
    let mut done = 0;
    progress(done, all);
    let mut tried = if dry_run { Tried::of(&read) } else { Tried::default() };
    for paper in &mut read {
        let writing = write::Writing {
            office,
            actor: &actor,
            at,
            dry_run,
            own_unit: own_unit.as_ref(),
        };
        writing
            .paper(paper, &mut tried, &mut |rows| {
                done += rows;
                progress(done, all);
            })
            .await?;
    }
    progress(all, all);
    if !dry_run && !by_hand.is_empty() {
        saved.keep(&office.store, &read, &by_hand).await?;
    }
    Ok(report(office, read))
}

/// Whether a file that was refused so may be read once somebody has set its columns by hand.
#[must_use]
pub fn needs_columns(refusal: &Refusal) -> bool {
    matches!(
        refusal.key.as_str(),
        "import-file-no-header" | "import-file-no-such-column"
    )
}

/// The program ends while files are being read.
fn stopped() -> Error {
    store::Error::Stopping.into()
}

fn report(office: &Office, read: Vec<ReadPaper>) -> ImportReport {
    let mut report = ImportReport {
        to_mend: mend::collect(&office.pack, &read),
        ..ImportReport::default()
    };
    for paper in read {
        let mut rows = RowCounts::default();
        let unreadable = paper.unreadable.is_some();
        if let Some(refusal) = paper.unreadable {
            rows.rejected += 1;
            report.rejected.push(RejectedRow {
                file: paper.name.clone(),
                row: 0,
                problems: vec![write::whole_row(refusal)],
            });
        }
        for skipped in &paper.skipped {
            if skipped.rejected {
                rows.rejected += skipped.rows;
                report.rejected.push(RejectedRow {
                    file: paper.name.clone(),
                    row: 0,
                    problems: vec![write::whole_row(papers::not_read(skipped, &office.pack))],
                });
            } else {
                rows.ignored += skipped.rows;
                let why = if skipped.hidden {
                    Ignored::HiddenSheet
                } else {
                    Ignored::Sheet
                };
                *report.ignored.entry(why).or_default() += skipped.rows;
            }
        }
        for row in paper.rows {
            match row.fate {
                Fate::Imported => rows.imported += 1,
                Fate::Unchanged => rows.unchanged += 1,
                Fate::Corrected => rows.corrected += 1,
                Fate::Ignored(why) => {
                    rows.ignored += 1;
                    *report.ignored.entry(why).or_default() += 1;
                }
                Fate::Rejected(problems) => {
                    rows.rejected += 1;
                    report.rejected.push(RejectedRow {
                        file: paper.name.clone(),
                        row: row.row,
                        problems,
                    });
                }
                // Every row that could be read has been written or counted by now.
                Fate::Case(_) => rows.rejected += 1,
            }
        }
        report.rows.add(rows);
        report.files.push(FileReport {
            file: paper.name,
            sha256: paper.sha256,
            unit: paper.unit,
            date: paper.date,
            declared: paper.declared,
            rows,
            skipped: paper.skipped,
            unreadable,
        });
    }
    report
}

/// All that has to be done about a row, in words.
fn remedies(words: &Words, problems: &[Problem]) -> String {
    let sentences: Vec<String> = problems.iter().map(|problem| words.refusal(&problem.remedy)).collect();
    sentences.join(" ")
}
