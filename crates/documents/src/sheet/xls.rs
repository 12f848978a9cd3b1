//! XLS (Excel 97–2003 and WPS). The library builds dense ranges, so the file is measured first.

mod compound;
mod measure;

use super::grid::{Budget, Grid};
use super::xlsx::{moment, place};
use super::{Error, called, damaged, refusal};
use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};
use domain::import::{Cell, Sheet};
use std::io::Cursor;

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    measure::measure(name, bytes)?;
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => refusal("import-file-password", name),
        _ => damaged(name),
    })?;
    let found: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let one_shown = found.iter().filter(|(_, hidden)| !hidden).count() == 1;
    let mut budget = Budget::new(name);
    let mut sheets = Vec::new();
    for (sheet, hidden) in found {
        let mut grid = Grid::new(&mut budget);
        let range = workbook.worksheet_range(&sheet).map_err(|_| damaged(name))?;
        let (first_row, first_column) = range.start().map_or((0, 0), place);
        for (row, column, value) in range.used_cells() {
            let (row, column) = (first_row + row, first_column + column);
            match value {
                Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                    grid.put_text(row, column, text)?;
                }
                Data::Int(number) => {
                    #[expect(clippy::cast_precision_loss, reason = "spreadsheets know no integers beyond 2^53")]
                    grid.put(row, column, Cell::Number(*number as f64))?;
                }
                Data::Float(number) => grid.put(row, column, Cell::Number(*number))?,
                Data::Bool(value) => grid.put(row, column, Cell::Bool(*value))?,
                Data::DateTime(time) => grid.put(row, column, moment(*time))?,
                Data::Error(error) => grid.put_text(row, column, &error.to_string())?,
                Data::Empty => {}
            }
        }
        let merged = workbook.merge_cells_by_sheet_name(&sheet).map_err(|_| damaged(name))?;
        grid.merge(merged.iter().map(|area| (place(area.start), place(area.end))))?;
        sheets.push(Sheet {
            name: called(name, &sheet, one_shown && !hidden),
            hidden,
            rows: grid.into_rows(),
        });
    }
    Ok(sheets)
}
