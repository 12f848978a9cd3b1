//! The rejected rows as a table to mend and hand in again.

use super::papers::{Fate, PaperRow, ReadPaper, TableHead};
use documents::table::{Cell, Table};
use domain::Locale;
use domain::import::Cell as Read;
use domain::pack::{FieldName, Pack, fold};
use words::Words;

/// Columns before the file's own: what to do, which file, which row.
const OWN: usize = 3;

/// All rejected rows of all files under one header: what to do and where the row was, then the files' own columns.
///
/// Headers set by hand come under the name that the pack knows, and what only the title rows said (the unit, the day)
/// becomes a column, so that the table can be handed in as it is. Names and contacts are not in it.
pub(super) fn table(pack: &Pack, read: &[ReadPaper], words: &Words) -> Table {
    let mut table = Table {
        name: words.text("import-mend-sheet").to_owned(),
        title: words.text("import-mend-title").to_owned(),
        headers: ["import-mend-remedy", "import-mend-file", "import-mend-row"]
            .map(|key| words.text(key).to_owned())
            .to_vec(),
        rows: Vec::new(),
        zone: pack.zone.clone(),
    };
    for paper in read {
        let places: Vec<Vec<Option<usize>>> = paper
            .tables
            .iter()
            .map(|head| {
                headers(head, pack)
                    .into_iter()
                    .map(|header| Some(place(&mut table, &header?)))
                    .collect()
            })
            .collect();
        for row in &paper.rows {
            let Fate::Rejected(problems) = &row.fate else { continue };
            let mut cells = vec![Cell::Empty; OWN];
            cells[0] = Cell::Text(super::remedies(words, problems.iter().map(|problem| &problem.remedy)));
            cells[1] = Cell::Text(paper.name.clone());
            #[expect(clippy::cast_precision_loss, reason = "a sheet has about a million rows")]
            let number = row.row as f64;
            cells[2] = Cell::Number(number);
            for (place, cell) in places[row.table].iter().zip(&row.cells) {
                if let Some(place) = place {
                    put(&mut cells, *place, written(cell, pack));
                }
            }
            add_facts(&mut table, &mut cells, paper, row, pack);
            table.rows.push(cells);
        }
    }
    table
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
            Some(FieldName::RequesterName | FieldName::RequesterContact) => None,
            Some(field) if pack.column(header) != Some(field) => {
                known_header(field, pack).or_else(|| Some(header.clone()))
            }
            // A second column of names, or one that nobody can name.
            None if matches!(
                pack.column(header),
                Some(FieldName::RequesterName | FieldName::RequesterContact)
            ) =>
            {
                None
            }
            None if header.is_empty() => None,
            _ => Some(header.clone()),
        })
        .collect()
}

fn known_header(field: FieldName, pack: &Pack) -> Option<String> {
    pack.import.columns.get(&field)?.first().cloned()
}

/// Which column has this header; made at the end where there is none yet.
fn place(table: &mut Table, header: &str) -> usize {
    let folded = fold(header);
    let known = table.headers.iter().skip(OWN).position(|known| fold(known) == folded);
    known.map_or_else(
        || {
            table.headers.push(header.to_owned());
            table.headers.len() - 1
        },
        |at| at + OWN,
    )
}

/// The unit and the day that stood above the file's table.
fn add_facts(table: &mut Table, cells: &mut Vec<Cell>, paper: &ReadPaper, row: &PaperRow, pack: &Pack) {
    let columns = &paper.tables[row.table].columns;
    if !columns.contains_key(&FieldName::Unit)
        && let (Some(unit), Some(header)) = (&paper.unit, known_header(FieldName::Unit, pack))
    {
        let at = place(table, &header);
        put(cells, at, Cell::Text(pack.unit_name(unit, Locale::ZhCn).to_owned()));
    }
    if !columns.contains_key(&FieldName::ReceivedAt)
        && let (Some(date), Some(header)) = (paper.date, known_header(FieldName::ReceivedAt, pack))
    {
        let at = place(table, &header);
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
        Read::Empty => Cell::Empty,
        Read::Text(text) => Cell::Text(text.clone()),
        Read::Number(number) => Cell::Number(*number),
        Read::DateTime(moment) => {
            let stamp = pack.zone.to_timestamp(*moment);
            stamp.map_or_else(|_| Cell::Text(moment.to_string()), Cell::Time)
        }
        Read::Bool(value) => Cell::Text(value.to_string()),
    }
}
