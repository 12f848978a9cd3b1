//! Spreadsheets in: bytes to rows of cells, with caps before allocation.
//!
//! What a file may cost is decided before it is believed: its size, the size of what it unpacks to (counted while it
//! is unpacked, because a header can lie), the number of its cells and the amount of its text. A cell that stands far
//! from the others is refused by name instead of being reached over a desert of empty ones.

mod csv;
mod encoding;
mod grid;
mod kind;
mod ods;
mod xls;
mod xlsx;
mod zipped;

use domain::case::Refusal;
use domain::import::Sheet;
use kind::Kind;

/// Why a file could not be read: a message key of `locales/*/import.ftl` with arguments, always with what to do next.
pub type Error = Refusal;

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 50 * 1024 * 1024;

/// Most cells of a file, all sheets together; empty cells before a row's last filled one count.
pub const MOST_CELLS: u64 = 1_000_000;

/// Reads a file by its bytes; the name only tells which error speaks of which file and whether text is CSV or TSV.
///
/// Formulas come as the value that the file keeps for them, never as formulas; cells of a merged area all hold its
/// value; hidden sheets come with their mark, empty sheets are left out.
///
/// # Errors
/// A file that is too large, too far spread, packed to explode, damaged, protected by a password, or no spreadsheet.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(refusal("import-file-too-large", name).with("limit", MOST_BYTES / 1024 / 1024));
    }
    let sheets = match kind::kind(name, bytes)? {
        Kind::Xlsx => guarded(name, || xlsx::read(name, bytes))?,
        Kind::Xls => guarded(name, || xls::read(name, bytes))?,
        Kind::Ods => ods::read(name, bytes)?,
        Kind::Text => vec![csv::read(name, &encoding::decode(name, bytes)?)?],
    };
    let sheets: Vec<Sheet> = sheets
        .into_iter()
        .filter(|sheet| sheet.rows.iter().any(|row| !row.is_empty()))
        .collect();
    if sheets.is_empty() {
        return Err(refusal("import-file-empty", name));
    }
    Ok(sheets)
}

/// Calls a reader of somebody else's making: should it panic over a damaged file, the file is at fault, not the day.
fn guarded<T>(name: &str, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged(name)))
}

/// What a sheet is called in messages: by the file alone where that shows one only.
fn called(file: &str, title: &str, alone: bool) -> String {
    if alone {
        file.to_owned()
    } else {
        format!("{file} · {title}")
    }
}

fn refusal(key: &str, file: &str) -> Error {
    Refusal::new(key).with("file", file)
}

fn damaged(file: &str) -> Error {
    refusal("import-file-damaged", file)
}

#[cfg(test)]
mod tests;
