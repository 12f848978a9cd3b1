//! One file: bytes to rows with their fates so far.

use super::again::{Ids, KnownAgain};
use super::saved::SavedColumns;
use super::{Paper, SkippedSheet, write::hex};
use domain::UnitSlug;
use domain::case::{Refusal, Registration};
use domain::import::{
    Beside, Cell, Ignored, PlannedRow, Problem, RowOutcome, Sheet, SheetPlan, may_hold_requests, plan,
};
use domain::pack::{FieldName, Pack};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A file read.
pub(super) struct ReadPaper {
    pub(super) name: String,
    pub(super) sha256: String,
    /// Why it could not be read at all.
    pub(super) unreadable: Option<Refusal>,
    pub(super) unit: Option<UnitSlug>,
    pub(super) date: Option<Date>,
    pub(super) declared: Option<u64>,
    /// Its sheets that hold a table.
    pub(super) tables: Vec<TableHead>,
    /// Its sheets that hold none, though something stands in them, and those that are hidden.
    pub(super) skipped: Vec<SkippedSheet>,
    pub(super) rows: Vec<PaperRow>,
}

/// A sheet's header, once its rows are taken out.
pub(super) struct TableHead {
    pub(super) headers: Vec<String>,
    pub(super) columns: BTreeMap<FieldName, usize>,
    pub(super) present: BTreeSet<FieldName>,
}

/// A row of a file.
pub(super) struct PaperRow {
    /// Which of the file's tables.
    pub(super) table: usize,
    /// Row in the sheet, 1 first.
    pub(super) row: u64,
    pub(super) fate: Fate,
    /// The cells as they were, for rows that may come back to be mended.
    pub(super) cells: Vec<Cell>,
}

/// What becomes of a row. `Case` is on the way to one of the others.
pub(super) enum Fate {
    Case(Box<Registration>),
    Imported,
    Unchanged,
    Corrected,
    Ignored(Ignored),
    Rejected(Vec<Problem>),
}

/// Reads a file. Never fails: what cannot be read says so in `unreadable`.
pub(super) fn read(
    paper: Paper,
    pack: &Pack,
    by_hand: &BTreeMap<FieldName, String>,
    saved: &SavedColumns,
    (own_unit, at): (Option<&UnitSlug>, Timestamp),
    ids: &mut Ids,
) -> ReadPaper {
    let sha256 = hex(&Sha256::digest(&paper.bytes));
    let mut read = ReadPaper::new(sha256, domain::seen(&paper.name).into_owned());
    let sheets = match documents::sheet::read(&read.name, &paper.bytes) {
        Ok(sheets) => sheets,
        Err(refusal) => return read.refused(refusal),
    };
    drop(paper.bytes);
    let (mut understood, mut shown) = (false, false);
    for sheet in sheets {
        shown |= !sheet.hidden;
        let columns = if by_hand.is_empty() {
            saved.of(&sheet)
        } else {
            Some(by_hand)
        };
        let beside = Beside {
            file: &read.name,
            columns: columns.unwrap_or(by_hand),
            unit: own_unit,
            at,
        };
        let planned = plan(&sheet, beside, pack, &mut || ids.next());
        if sheet.hidden {
            let is_case = |row: &PlannedRow| matches!(row.outcome, RowOutcome::Case(_));
            let has_cases = matches!(&planned, Ok(Some(plan)) if plan.rows.iter().any(is_case));
            read.skip(&sheet, has_cases);
            continue;
        }
        match planned {
            Ok(Some(plan)) => {
                understood = true;
                read.take(sheet, plan);
            }
            Ok(None) => read.skip(&sheet, false),
            // One sheet alone would be half a file, and what is half imported cannot be known again.
            Err(refusal) => return read.refused(refusal),
        }
    }
    if !understood {
        let refusal = if shown {
            no_header(&read.name, pack)
        } else {
            Refusal::new("import-file-hidden").with("file", &read.name)
        };
        return read.refused(refusal);
    }
    KnownAgain::default().mark(&mut read.rows);
    read
}

impl ReadPaper {
    /// A file of which nothing is read yet.
    const fn new(sha256: String, name: String) -> Self {
        Self {
            sha256,
            name,
            unreadable: None,
            unit: None,
            date: None,
            declared: None,
            tables: Vec::new(),
            skipped: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The file as a whole is refused: nothing that was read of it before counts.
    fn refused(self, why: Refusal) -> Self {
        Self {
            unreadable: Some(why),
            ..Self::new(self.sha256, self.name)
        }
    }

    /// A sheet without a known header, or a hidden one, is named and its rows are counted; one without anything in it is
    /// nothing. What is hidden is nobody's report: whoever handed the file in may not know of it.
    fn skip(&mut self, sheet: &Sheet, has_cases: bool) {
        if sheet.rows.iter().flatten().any(|cell| *cell != Cell::Empty) {
            self.skipped.push(SkippedSheet {
                sheet: domain::seen(&sheet.name).into_owned(),
                rows: sheet.rows.len() as u64,
                rejected: has_cases || may_hold_requests(sheet),
                hidden: sheet.hidden,
            });
        }
    }

    fn take(&mut self, sheet: Sheet, plan: SheetPlan) {
        self.unit = self.unit.take().or(plan.unit.clone());
        self.date = self.date.or(plan.date);
        self.declared = match (self.declared, plan.declared) {
            (Some(before), Some(more)) => before.checked_add(more),
            (before, more) => before.or(more),
        };
        let table = self.tables.len();
        self.tables.push(TableHead {
            present: plan.present(),
            headers: plan.headers,
            columns: plan.columns,
        });
        let first = usize::try_from(plan.header_row).unwrap_or(usize::MAX);
        let cells = sheet.rows.into_iter().skip(first);
        self.rows
            .extend(plan.rows.into_iter().zip(cells).map(|(planned, cells)| {
                let keep = !matches!(planned.outcome, RowOutcome::Ignored(_));
                PaperRow {
                    table,
                    row: planned.row,
                    fate: match planned.outcome {
                        RowOutcome::Case(registration) => Fate::Case(registration),
                        RowOutcome::Ignored(why) => Fate::Ignored(why),
                        RowOutcome::Rejected(problems) => Fate::Rejected(problems),
                    },
                    cells: if keep { cells } else { Vec::new() },
                }
            }));
    }
}

/// No header row found: says which headers would have been known.
fn no_header(file: &str, pack: &Pack) -> Refusal {
    Refusal::new("import-file-no-header")
        .with("file", file)
        .with("headers", known_headers(pack))
}

/// A sheet that may hold requests and is hidden, or has no header row that is known.
pub(super) fn not_read(skipped: &SkippedSheet, pack: &Pack) -> Refusal {
    if skipped.hidden {
        return Refusal::new("import-sheet-hidden")
            .with("sheet", &skipped.sheet)
            .with("rows", skipped.rows);
    }
    Refusal::new("import-sheet-no-header")
        .with("sheet", &skipped.sheet)
        .with("rows", skipped.rows)
        .with("headers", known_headers(pack))
}

fn known_headers(pack: &Pack) -> String {
    let wanted = [
        FieldName::External,
        FieldName::ReceivedAt,
        FieldName::Unit,
        FieldName::Category,
        FieldName::Description,
    ];
    let known = wanted
        .iter()
        .filter_map(|field| pack.import.columns.get(field)?.first());
    known.map(String::as_str).collect::<Vec<&str>>().join(", ")
}
