//! The table as a workbook.

use super::{Cell, Table};
use crate::brief::Error;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::borrow::Cow;

/// Longest text of a cell, in UTF-16 units, as the format has it.
const LONGEST: usize = 32_767;

/// What ends a text that had to be cut.
const CUT_MARK: &str = "…（已截断 / cut）";

/// Widest column, in characters; narrower ones fit their first rows.
const WIDEST: f64 = 60.0;

/// Rows by which the columns' widths are chosen.
const MEASURED_ROWS: usize = 200;

/// The table as XLSX.
///
/// Text is always text: a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end would become a formula once
/// somebody saves the table as CSV and opens that, so it gets an apostrophe in front that every spreadsheet shows or
/// hides but never calculates. Plain negative numbers and telephone numbers with a `+` are left as they are.
///
/// # Errors
/// More rows than a sheet holds (1 048 576), or a name that no sheet can have even when cleaned.
pub fn xlsx(table: &Table) -> Result<Vec<u8>, Error> {
    write(table).map_err(|error| Error(error.to_string()))
}

fn write(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed moment: equal tables give equal bytes.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&table.name))?;

    let title = Format::new().set_bold().set_font_size(14);
    let header = Format::new()
        .set_bold()
        .set_background_color(0x00E8_EDF3)
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let time = Format::new()
        .set_align(FormatAlign::Top)
        .set_num_format("yyyy-mm-dd hh:mm:ss");

    let mut row = 0;
    if !table.title.is_empty() {
        sheet.write_string_with_format(row, 0, safe(&table.title), &title)?;
        row += 1;
    }
    for (column, name) in (0_u16..).zip(&table.headers) {
        sheet.write_string_with_format(row, column, safe(name), &header)?;
    }
    row += 1;
    sheet.set_freeze_panes(row, 0)?;
    for cells in &table.rows {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(value) => {
                    sheet.write_string_with_format(row, column, safe(value), &text)?;
                }
                Cell::Number(number) if number.is_finite() => {
                    sheet.write_number_with_format(row, column, *number, &text)?;
                }
                Cell::Empty | Cell::Number(_) => {}
                Cell::Time(moment) => match local(*moment, &table.zone) {
                    Some(local) => {
                        sheet.write_datetime_with_format(row, column, &local, &time)?;
                    }
                    None => {
                        sheet.write_string_with_format(row, column, moment.to_string(), &text)?;
                    }
                },
            }
        }
        row += 1;
    }
    set_widths(sheet, table)?;
    workbook.save_to_buffer()
}

/// A name that a sheet can have: at most 31 characters, none of `[]:*?/\`, no apostrophe at its ends, never empty.
fn sheet_name(name: &str) -> String {
    let clean = |c: &char| !c.is_control() && !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let mut units = 0;
    let kept: String = name
        .chars()
        .filter(clean)
        .take_while(|c| {
            units += c.len_utf16();
            units <= 31
        })
        .collect();
    if kept.trim().is_empty() { "1".to_owned() } else { kept }
}

fn set_widths(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let columns = table
        .rows
        .iter()
        .take(MEASURED_ROWS)
        .map(Vec::len)
        .chain([table.headers.len()])
        .max()
        .unwrap_or(0);
    for column in 0..columns {
        let header = table.headers.get(column).map_or(0, |header| shown_width(header));
        let widest = table
            .rows
            .iter()
            .take(MEASURED_ROWS)
            .map(|row| match row.get(column) {
                Some(Cell::Text(text)) => text.lines().map(shown_width).max().unwrap_or(0),
                Some(Cell::Time(_)) => 19,
                Some(Cell::Number(number)) => number.to_string().len(),
                Some(Cell::Empty) | None => 0,
            })
            .max()
            .unwrap_or(0);
        let width = f64::from(u16::try_from(header.max(widest)).unwrap_or(u16::MAX)) + 2.0;
        if let Ok(column) = u16::try_from(column) {
            sheet.set_column_width(column, width.clamp(8.0, WIDEST))?;
        }
    }
    Ok(())
}

/// Width in columns of a Latin letter; Chinese characters take two.
fn shown_width(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum()
}

fn local(moment: Timestamp, zone: &TimeZone) -> Option<ExcelDateTime> {
    let local = zone.to_datetime(moment);
    let (date, time) = (local.date(), local.time());
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    let part = |value: i8| u16::try_from(value).ok();
    ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs())
        .ok()?
        .and_hms(
            part(time.hour())?,
            time.minute().unsigned_abs(),
            time.second().unsigned_abs(),
        )
        .ok()
}

/// Text that no spreadsheet calculates, without control characters, not longer than a cell.
fn safe(text: &str) -> Cow<'_, str> {
    let clean = |c: char| c == '\n' || c == '\t' || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let mut text = if text.chars().all(clean) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.replace("\r\n", "\n").chars().filter(|c| clean(*c)).collect())
    };
    if calculates(&text) {
        text = Cow::Owned(format!("'{text}"));
    }
    if text.len() > LONGEST && text.encode_utf16().count() > LONGEST {
        let room = LONGEST - CUT_MARK.encode_utf16().count();
        let mut used = 0;
        let kept: String = text
            .chars()
            .take_while(|c| {
                used += c.len_utf16();
                used <= room
            })
            .collect();
        text = Cow::Owned(kept + CUT_MARK);
    }
    text
}

/// Whether a spreadsheet that reads this text from a CSV would take it for a formula.
fn calculates(text: &str) -> bool {
    // Spreadsheets look past spaces, and Excel takes full-width forms for their half-width ones.
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{3000}']).chars().next();
    match first {
        Some('=' | '@' | '\t' | '\n' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => !text
            .chars()
            .skip(1)
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::import::Cell as Read;

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        Table {
            name: "待更正: [1/2]".to_owned(),
            title: "=1+1 title".to_owned(),
            headers: vec!["编号".to_owned(), "=时间".to_owned()],
            rows,
            zone: TimeZone::get("Asia/Shanghai").unwrap(),
        }
    }

    fn read_back(table: &Table) -> Vec<Vec<Read>> {
        crate::sheet::read("t.xlsx", &xlsx(table).unwrap())
            .unwrap()
            .remove(0)
            .rows
    }

    #[test]
    fn text_that_would_be_calculated_is_text_even_as_csv() {
        for dangerous in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "  =1",
            "＝1+1",
            "\n=1",
        ] {
            let rows = read_back(&table(vec![vec![Cell::Text(dangerous.to_owned())]]));
            let Read::Text(kept) = &rows[2][0] else {
                panic!("{rows:?}")
            };
            assert!(kept.starts_with('\''), "{kept:?}");
        }
        for plain in ["-5", "+86 13900000000", "1=1", "a@b", ""] {
            assert!(!calculates(plain), "{plain}");
        }
    }

    #[test]
    fn equal_tables_give_equal_bytes() {
        let table = table(vec![vec![Cell::Number(1.5), Cell::Time(Timestamp::UNIX_EPOCH)]]);
        let first = xlsx(&table).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert_eq!(first, xlsx(&table).unwrap());
    }

    #[test]
    fn times_are_dates_in_the_zone() {
        let moment: Timestamp = "2020-01-02T00:05:00Z".parse().unwrap();
        let rows = read_back(&table(vec![vec![Cell::Text("1".to_owned()), Cell::Time(moment)]]));
        assert_eq!(rows[2][1], Read::DateTime("2020-01-02T08:05:00".parse().unwrap()));
    }

    #[test]
    fn what_a_cell_cannot_hold_is_left_out_or_cut() {
        let long = "字".repeat(40_000);
        let rows = read_back(&table(vec![vec![
            Cell::Text("a\u{0}b\u{b}c\r\nd".to_owned()),
            Cell::Text(long),
            Cell::Number(f64::NAN),
        ]]));
        assert_eq!(rows[2][0], Read::Text("abc\nd".to_owned()));
        let Read::Text(cut) = &rows[2][1] else { panic!() };
        assert_eq!(cut.encode_utf16().count(), LONGEST);
        assert!(cut.ends_with(CUT_MARK));
        assert_eq!(rows[2].len(), 2);
    }
}
