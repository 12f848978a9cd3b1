//! The rejected rows as a table to mend and hand in again.

use super::papers::{Fate, PaperRow, ReadPaper, TableHead};
use super::remedies;
use documents::brief::Error;
use documents::table::{Cell, Table};
use domain::Locale;
use domain::import::{Cell as Read, Problem};
use domain::pack::{FieldName, Pack, fold};
use serde::{Deserialize, Serialize};
use words::words;

/// All rejected rows of all files under one header: the files' own columns, and what is wrong with each row. It speaks
/// no language yet, so that it can be kept and written for whoever asks for it.
///
/// Headers set by hand come under the name that the pack knows, and what only the title rows said (the unit, the day)
/// becomes a column, so that the table can be handed in as it is. Names and contacts are not in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ToMend {
    headers: Vec<String>,
    rows: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Line {
    file: String,
    row: u64,
    problems: Vec<Problem>,
    cells: Vec<Cell>,
}

impl ToMend {
    /// There is nothing to mend.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// As a workbook: what to do, which file, which row, then the files' own columns.
    ///
    /// # Errors
    /// More rows than a sheet holds.
    pub fn xlsx(&self, pack: &Pack, locale: Locale) -> Result<Vec<u8>, Error> {
        let words = words(locale);
        let own = ["import-mend-remedy", "import-mend-file", "import-mend-row"];
        let own = own.map(|key| words.text(key).to_owned());
        documents::table::xlsx(&Table {
            name: words.text("import-mend-sheet").to_owned(),
            title: words.text("import-mend-title").to_owned(),
            headers: own.into_iter().chain(self.headers.iter().cloned()).collect(),
            rows: self
                .rows
                .iter()
                .map(|row| {
                    #[expect(clippy::cast_precision_loss, reason = "a sheet has about a million rows")]
                    let number = row.row as f64;
                    let own = [
                        Cell::Text(remedies(words, &row.problems)),
                        Cell::Text(row.file.clone()),
                        Cell::Number(number),
                    ];
                    own.into_iter().chain(row.cells.iter().cloned()).collect()
                })
                .collect(),
            zone: pack.zone.clone(),
        })
    }
}

/// The rejected rows of all files.
pub(super) fn collect(pack: &Pack, read: &[ReadPaper]) -> ToMend {
    let mut all = ToMend::default();
    for paper in read {
        let rejected = || {
            paper.rows.iter().filter_map(|row| match &row.fate {
                Fate::Rejected(problems) => Some((row, problems)),
                _ => None,
            })
        };
        if rejected().next().is_none() {
            continue;
        }
        let places: Vec<Vec<Option<usize>>> = paper
            .tables
            .iter()
            .map(|head| {
                headers(head, pack)
                    .into_iter()
                    .map(|header| Some(place(&mut all.headers, &header?)))
                    .collect()
            })
            .collect();
        for (row, problems) in rejected() {
            let mut cells = Vec::new();
            for (place, cell) in places[row.table].iter().zip(&row.cells) {
                if let Some(place) = place {
                    put(&mut cells, *place, written(cell, pack));
                }
            }
            add_facts(&mut all.headers, &mut cells, paper, row, pack);
            all.rows.push(Line {
                file: paper.name.clone(),
                row: row.row,
                problems: problems.clone(),
                cells,
            });
        }
    }
    all
}

/// The headers that the mended table has for a file's columns; none for a column that is left out.
fn headers(head: &TableHead, pack: &Pack) -> Vec<Option<String>> {
    let field = |column: usize| {
        let mut fields = head.columns.iter().filter(|(_, at)| **at == column);
        fields.next().map(|(field, _)| *field)
    };
    head.headers
        .iter()
        .enumerate()
        .map(|(column, header)| match field(column) {
            Some(field) if field.is_sealed() => None,
            Some(field) if pack.column(header) != Some(field) => {
                known_header(field, pack).or_else(|| Some(header.clone()))
            }
            // A second column of names, or one that nobody can name.
            None if pack.column(header).is_some_and(FieldName::is_sealed) => None,
            None if header.is_empty() => None,
            _ => Some(header.clone()),
        })
        .collect()
}

fn known_header(field: FieldName, pack: &Pack) -> Option<String> {
    pack.import.columns.get(&field)?.first().cloned()
}

/// Which column has this header; made at the end where there is none yet.
fn place(headers: &mut Vec<String>, header: &str) -> usize {
    let folded = fold(header);
    let known = headers.iter().position(|known| fold(known) == folded);
    known.unwrap_or_else(|| {
        headers.push(header.to_owned());
        headers.len() - 1
    })
}

/// The unit and the day that stood above the file's table.
fn add_facts(headers: &mut Vec<String>, cells: &mut Vec<Cell>, paper: &ReadPaper, row: &PaperRow, pack: &Pack) {
    let columns = &paper.tables[row.table].columns;
    if !columns.contains_key(&FieldName::Unit)
        && let (Some(unit), Some(header)) = (&paper.unit, known_header(FieldName::Unit, pack))
    {
        let at = place(headers, &header);
        put(cells, at, Cell::Text(pack.unit_name(unit, Locale::ZhCn).to_owned()));
    }
    if !columns.contains_key(&FieldName::ReceivedAt)
        && let (Some(date), Some(header)) = (paper.date, known_header(FieldName::ReceivedAt, pack))
    {
        let at = place(headers, &header);
        put(cells, at, Cell::Text(date.to_string()));
    }
}

fn put(cells: &mut Vec<Cell>, at: usize, cell: Cell) {
    if at >= cells.len() {
        cells.resize(at + 1, Cell::Empty);
    }
    cells[at] = cell;
}

fn written(cell: &Read, pack: &Pack) -> Cell {
    match cell {
        Read::Text(text) => Cell::Text(text.clone()),
        Read::Number(number) if number.is_finite() => Cell::Number(*number),
        // What is no number could not be kept as one.
        Read::Empty | Read::Number(_) => Cell::Empty,
        Read::DateTime(moment) => {
            let stamp = pack.zone.to_timestamp(*moment);
            stamp.map_or_else(|_| Cell::Text(moment.to_string()), Cell::Time)
        }
        Read::Bool(value) => Cell::Text(value.to_string()),
    }
}
