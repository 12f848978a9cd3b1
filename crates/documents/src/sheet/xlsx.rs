//! XLSX, cell by cell: the dense ranges of the library are never asked for.

use super::grid::{Budget, Grid};
use super::{Error, called, damaged, refusal};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use domain::import::{Cell, Sheet};
use jiff::civil::DateTime;
use std::io::Cursor;

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    let failed = |error: XlsxError| match error {
        XlsxError::Password => refusal("import-file-password", name),
        _ => damaged(name),
    };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
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
        let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(failed)?;
        while let Some(cell) = cells.next_cell().map_err(failed)? {
            let (row, column) = cell.get_position();
            let (row, column) = (row as usize, column as usize);
            match cell.get_value() {
                DataRef::SharedString(text) => grid.put_text(row, column, text)?,
                DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                    grid.put_text(row, column, text)?;
                }
                DataRef::Int(number) => {
                    #[expect(clippy::cast_precision_loss, reason = "spreadsheets know no integers beyond 2^53")]
                    grid.put(row, column, Cell::Number(*number as f64))?;
                }
                DataRef::Float(number) => grid.put(row, column, Cell::Number(*number))?,
                DataRef::Bool(value) => grid.put(row, column, Cell::Bool(*value))?,
                DataRef::DateTime(time) => grid.put(row, column, moment(*time))?,
                DataRef::Error(error) => grid.put_text(row, column, &error.to_string())?,
                DataRef::Empty => {}
            }
        }
        drop(cells);
        let merged = workbook.merge_cells_by_sheet_name(&sheet).map_err(failed)?;
        grid.merge(merged.iter().map(|area| (place(area.start), place(area.end))))?;
        sheets.push(Sheet {
            name: called(name, &sheet, one_shown && !hidden),
            hidden,
            rows: grid.into_rows(),
        });
    }
    Ok(sheets)
}

pub(super) fn place(position: (u32, u32)) -> (usize, usize) {
    (position.0 as usize, position.1 as usize)
}

/// A date of a workbook, to the nearest second (serials are fractions of a day and miss it by some nanoseconds). What
/// is no date (a duration, a serial out of range) stays a number.
pub(super) fn moment(time: ExcelDateTime) -> Cell {
    if time.is_duration() {
        return Cell::Number(time.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let small = |number: u8| i8::try_from(number).ok();
    let parts = || {
        let start = DateTime::new(
            i16::try_from(year).ok()?,
            small(month)?,
            small(day)?,
            small(hour)?,
            small(minute)?,
            small(second)?,
            0,
        )
        .ok()?;
        start
            .checked_add(jiff::SignedDuration::from_secs(i64::from(milli >= 500)))
            .ok()
    };
    parts().map_or_else(|| Cell::Number(time.as_f64()), Cell::DateTime)
}
