//! A sheet under construction, with its budget.

use super::{Error, MOST_CELLS, refusal};
use domain::import::Cell;

/// Empty rows in a row (a desert) after which a filled one is refused as far away.
const WIDEST_GAP: usize = 10_000;

/// Columns: no report has more, and a far cell to the right would pad its row up to here.
const MOST_COLUMNS: usize = 1_024;

/// Text of all cells together, in bytes: shared strings let a small file name a long text a million times.
const MOST_TEXT: u64 = 256 * 1024 * 1024;

/// What the sheets of one file may still use.
pub(super) struct Budget<'a> {
    file: &'a str,
    cells: u64,
    /// Cells of merged areas, which may lie over each other and so cost work without making anything.
    merged: u64,
    text: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Self {
            file,
            cells: MOST_CELLS,
            merged: MOST_CELLS,
            text: MOST_TEXT,
        }
    }

    /// Takes `count` cells before they are made.
    pub(super) fn take_cells(&mut self, count: usize) -> Result<(), Error> {
        self.cells = left_of(self.cells, count).ok_or_else(|| too_many(self.file))?;
        Ok(())
    }

    /// Takes a cell of a merged area before it is filled.
    fn take_merged(&mut self) -> Result<(), Error> {
        self.merged = left_of(self.merged, 1).ok_or_else(|| too_many(self.file))?;
        Ok(())
    }

    /// Takes text before it is copied.
    pub(super) fn take_text(&mut self, bytes: usize) -> Result<(), Error> {
        let too_much = || refusal("import-file-too-much-text", self.file).with("limit", MOST_TEXT / 1024 / 1024);
        self.text = left_of(self.text, bytes).ok_or_else(too_much)?;
        Ok(())
    }
}

/// What is left of a budget; none where it is not enough.
fn left_of(budget: u64, count: usize) -> Option<u64> {
    budget.checked_sub(u64::try_from(count).ok()?)
}

fn too_many(file: &str) -> Error {
    refusal("import-file-too-many-cells", file).with("limit", MOST_CELLS)
}

/// A row and a column, counted from 0.
pub(super) type Place = (usize, usize);

/// Rows so far. Empty cells are not put; a row is as long as its last filled cell.
pub(super) struct Grid<'b, 'a> {
    rows: Vec<Vec<Cell>>,
    budget: &'b mut Budget<'a>,
}

impl<'b, 'a> Grid<'b, 'a> {
    pub(super) fn new(budget: &'b mut Budget<'a>) -> Self {
        Self {
            rows: Vec::new(),
            budget,
        }
    }

    /// Puts a text, counted before it is copied.
    pub(super) fn put_text(&mut self, row: usize, column: usize, text: &str) -> Result<(), Error> {
        if text.is_empty() {
            return Ok(());
        }
        self.budget.take_text(text.len())?;
        self.put(row, column, Cell::Text(text.to_owned()))
    }

    /// Puts a cell at a row and column counted from 0.
    pub(super) fn put(&mut self, row: usize, column: usize, cell: Cell) -> Result<(), Error> {
        if cell == Cell::Empty {
            return Ok(());
        }
        if column >= MOST_COLUMNS || row > self.rows.len() + WIDEST_GAP {
            return Err(refusal("import-file-far-cell", self.budget.file).with("cell", address(row, column)));
        }
        if row >= self.rows.len() {
            // An empty row costs as much as a cell.
            self.budget.take_cells(row - self.rows.len())?;
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if column >= cells.len() {
            self.budget.take_cells(column + 1 - cells.len())?;
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        Ok(())
    }

    /// Puts a copy, its text counted first.
    pub(super) fn put_copy(&mut self, row: usize, column: usize, cell: &Cell) -> Result<(), Error> {
        match cell {
            Cell::Text(text) => self.put_text(row, column, text),
            other => self.put(row, column, other.clone()),
        }
    }

    /// Takes text that is held before it becomes a cell.
    pub(super) fn take_text(&mut self, bytes: usize) -> Result<(), Error> {
        self.budget.take_text(bytes)
    }

    /// Refuses copies of a cell, from this place on, beyond the columns that a sheet may have, and text beyond the budget.
    pub(super) fn check_repeats(
        &mut self,
        (row, column): (usize, usize),
        repeats: usize,
        cell: &Cell,
    ) -> Result<(), Error> {
        let end = column.saturating_add(repeats);
        if end > MOST_COLUMNS {
            return Err(refusal("import-file-far-cell", self.budget.file).with("cell", address(row, end - 1)));
        }
        match cell {
            Cell::Text(text) => self
                .budget
                .take_text(text.len().saturating_mul(repeats.saturating_sub(1))),
            _ => Ok(()),
        }
    }

    /// Gives every cell of each merged area, from its first to its last place, the value of its first one. An area ends where the
    /// sheet does: a merge over whole columns says nothing about rows that are not there.
    pub(super) fn merge(&mut self, areas: impl IntoIterator<Item = (Place, Place)>) -> Result<(), Error> {
        let last_row = self.rows.len().saturating_sub(1);
        let last_column = self.rows.iter().map(Vec::len).max().unwrap_or(0).saturating_sub(1);
        for (first, last) in areas {
            let Some(value) = self.rows.get(first.0).and_then(|row| row.get(first.1)).cloned() else {
                continue;
            };
            if value == Cell::Empty {
                continue;
            }
            for row in first.0..=last.0.min(last_row) {
                for column in first.1..=last.1.min(last_column) {
                    if (row, column) != first {
                        self.budget.take_merged()?;
                        self.put_copy(row, column, &value)?;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn into_rows(self) -> Vec<Vec<Cell>> {
        self.rows
    }
}

/// `A1` and so on, for messages.
fn address(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).unwrap_or(0));
        rest /= 26;
    }
    letters.reverse();
    format!("{}{}", String::from_utf8_lossy(&letters), row.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_spreadsheets() {
        for (row, column, expect) in [
            (0, 0, "A1"),
            (2, 25, "Z3"),
            (0, 26, "AA1"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(address(row, column), expect);
        }
    }

    #[test]
    fn a_merge_over_whole_columns_ends_with_the_sheet() {
        let mut budget = Budget::new("x");
        let mut grid = Grid::new(&mut budget);
        grid.put_text(0, 0, "title").unwrap();
        grid.put_text(1, 2, "x").unwrap();
        grid.merge([((0, 0), (1_048_575, 16_383))]).unwrap();
        let rows = grid.into_rows();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0], vec![Cell::Text("title".into()); 3]);
    }
}
