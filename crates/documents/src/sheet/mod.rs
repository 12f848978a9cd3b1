//! Spreadsheets in: bytes to rows of cells, with caps before allocation.

use domain::import::Sheet;

/// Why a file could not be read: a message key of `locales/*/import.ftl` with arguments.
pub type Error = domain::case::Refusal;

/// Reads a file by its bytes (the name only helps to tell CSV from TSV and to name the unit).
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    todo!()
}
