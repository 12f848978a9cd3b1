//! Rows of a spreadsheet to registrations, pure.
//!
//! [`plan`] finds the header row (title rows may stand above it), matches columns by the pack's synonyms or by hand,
//! and gives every row after the header exactly one outcome: a registration, ignored with the reason, or rejected with
//! every problem that keeps it from being read. Names and contacts of requesters are recognised so that they can be
//! left out: their cells are never read.

mod derived;
mod header;
mod moment;
mod number;
mod row;
mod title;

pub use derived::{DERIVED, DIGITS, is_derived};
pub use moment::from_serial;

use crate::case::{Refusal, Registration};
use crate::pack::{FieldName, Pack};
use crate::{CaseId, UnitSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use title::TitleFacts;

/// A cell as the file holds it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number, which may be a date's serial.
    Number(f64),
    /// A date and time without zone.
    DateTime(jiff::civil::DateTime),
    /// True or false.
    Bool(bool),
}

/// A sheet: rows of cells, as in the file, the first row is row 1. Rows may differ in length.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// File and sheet name, for messages.
    pub name: String,
    /// Whoever opens the file does not see it.
    pub hidden: bool,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A sheet understood.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetPlan {
    /// The row that holds the headers, 1 first; 0 for a zero report without a table.
    pub header_row: u64,
    /// Headers as written, by column.
    pub headers: Vec<String>,
    /// Which column, from 0, holds which field.
    pub columns: BTreeMap<FieldName, usize>,
    /// The unit whose report the sheet is, by its title rows or the file's name.
    pub unit: Option<UnitSlug>,
    /// The day that the title rows or the file's name state.
    pub date: Option<jiff::civil::Date>,
    /// How many cases the title rows say there are; worth a word where it is not so.
    pub declared: Option<u64>,
    /// Every row after the header, in order.
    pub rows: Vec<PlannedRow>,
}

impl SheetPlan {
    /// The fields that the sheet has columns for: what a correction may look at.
    #[must_use]
    pub fn present(&self) -> BTreeSet<FieldName> {
        self.columns.keys().copied().collect()
    }
}

/// A row and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedRow {
    /// Row in the sheet, 1 first.
    pub row: u64,
    /// What becomes of it.
    pub outcome: RowOutcome,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum RowOutcome {
    /// A case, new or known.
    Case(Box<Registration>),
    /// Nothing to register.
    Ignored(Ignored),
    /// Cannot be read; everything that is wrong with it.
    Rejected(Vec<Problem>),
}

/// Why a row is no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ignored {
    /// Nothing in it, or nothing but its row number.
    Blank,
    /// 合计, 小计, …
    Total,
    /// The header once more.
    Header,
    /// 零报告: says that there is nothing to report.
    Zero,
    /// 填报人, 备注, … under the table.
    Note,
    /// The same row again in the same file.
    Repeat,
    /// A later row of the same file has the same number and says something else: the later one counts.
    Superseded,
    /// The case of this number was erased. It stays erased: it is neither corrected nor registered again.
    Erased,
    /// Of a sheet without a header that is known, beside one that was read: a cover, instructions, a list of values.
    Sheet,
    /// Of a sheet that is hidden in the file, and holds no requests.
    HiddenSheet,
}

impl Ignored {
    /// Message key in `import.ftl`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Blank => "import-ignored-blank",
            Self::Total => "import-ignored-total",
            Self::Header => "import-ignored-header",
            Self::Zero => "import-ignored-zero",
            Self::Note => "import-ignored-note",
            Self::Repeat => "import-ignored-repeat",
            Self::Superseded => "import-ignored-superseded",
            Self::Erased => "import-ignored-erased",
            Self::Sheet => "import-ignored-sheet",
            Self::HiddenSheet => "import-ignored-hidden-sheet",
        }
    }
}

/// One thing that keeps a row from being read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Header of the column; empty where the sheet has no such column.
    pub column: String,
    /// What is there, cut to a length that can be shown.
    pub value: String,
    /// What to do: a message key of `import.ftl` with arguments.
    pub remedy: Refusal,
}

/// What is known beside the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The file's name: may name the unit and the day.
    pub file: &'a str,
    /// Columns set by hand: field to header text. They win over the pack's synonyms.
    pub columns: &'a BTreeMap<FieldName, String>,
    /// The unit that hands the sheet in as its own report: the sheet's, where it names none itself.
    pub unit: Option<&'a UnitSlug>,
    /// When the sheet was handed in: nothing in it can have happened much later, and a unit's word counts from here.
    pub at: Timestamp,
}

/// Understands a sheet, or answers `None` where it has no header row and is no zero report (a sheet of instructions).
///
/// `new_id` makes the ids of cases; it is asked once for each row that can be read.
///
/// # Errors
/// A column set by hand that the header row does not have.
pub fn plan(
    sheet: &Sheet,
    beside: Beside<'_>,
    pack: &Pack,
    new_id: &mut dyn FnMut() -> CaseId,
) -> Result<Option<SheetPlan>, Refusal> {
    let Some(header) = header::find(sheet, beside, pack)? else {
        return Ok(zero_report(sheet, beside, pack));
    };
    let mut facts = TitleFacts::read(
        &sheet.rows[..header.row],
        beside.file,
        header.columns.contains_key(&FieldName::Unit),
        pack,
    );
    facts.unit = facts.unit.or_else(|| beside.unit.cloned());
    let mut reader = row::Reader::new(&header, &facts, beside, pack);
    let rows = sheet
        .rows
        .iter()
        .enumerate()
        .skip(header.row + 1)
        .map(|(i, cells)| PlannedRow {
            row: i as u64 + 1,
            outcome: reader.read(cells, new_id),
        })
        .collect();
    Ok(Some(SheetPlan {
        header_row: header.row as u64 + 1,
        headers: header.headers,
        columns: header.columns,
        unit: facts.unit,
        date: facts.date,
        declared: facts.declared,
        rows,
    }))
}

/// A unit's sheet without a table, which says that there is nothing: a zero report is a report.
fn zero_report(sheet: &Sheet, beside: Beside<'_>, pack: &Pack) -> Option<SheetPlan> {
    let said = sheet.rows.iter().take(header::SEARCHED_ROWS).flatten();
    let words = row::Words::of(pack);
    let zero = said.filter_map(text_of).any(|text| words.say_zero(&text));
    let mut facts = TitleFacts::read(
        &sheet.rows[..sheet.rows.len().min(header::SEARCHED_ROWS)],
        beside.file,
        false,
        pack,
    );
    facts.unit = facts.unit.or_else(|| beside.unit.cloned());
    (facts.unit.is_some() && (zero || facts.declared == Some(0))).then_some(SheetPlan {
        header_row: 0,
        headers: Vec::new(),
        columns: BTreeMap::new(),
        unit: facts.unit,
        date: facts.date,
        declared: facts.declared,
        rows: Vec::new(),
    })
}

/// Whether a sheet without a known header may hold requests all the same: some row says, among four different things or
/// more, a time and something in words.
#[must_use]
pub fn may_hold_requests(sheet: &Sheet) -> bool {
    const FEWEST_CELLS: usize = 4;
    const FEWEST_LETTERS: usize = 4;
    let is_time = |cell: &Cell| match cell {
        Cell::DateTime(_) => true,
        Cell::Text(_) => moment::civil(cell, None).is_some(),
        // Any number may be a date's serial.
        Cell::Empty | Cell::Number(_) | Cell::Bool(_) => false,
    };
    let in_words = |cell: &Cell| {
        let Cell::Text(text) = cell else { return false };
        text.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST_LETTERS && !is_time(cell)
    };
    sheet.rows.iter().any(|cells| {
        // What is merged says the same in each of its cells.
        let different: BTreeSet<_> = cells.iter().filter_map(text_of).collect();
        different.len() >= FEWEST_CELLS && cells.iter().any(is_time) && cells.iter().any(in_words)
    })
}

/// A cell as text, trimmed; none where there is nothing.
fn text_of(cell: &Cell) -> Option<std::borrow::Cow<'_, str>> {
    let text: std::borrow::Cow<'_, str> = match cell {
        Cell::Empty => return None,
        Cell::Text(text) => text.trim().into(),
        Cell::Number(number) => number::plain(*number).into(),
        Cell::DateTime(moment) => moment.to_string().into(),
        Cell::Bool(value) => if *value { "TRUE" } else { "FALSE" }.into(),
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
