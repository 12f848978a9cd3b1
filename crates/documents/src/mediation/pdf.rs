//! Papers and dossier as PDF.

use super::sheet::Sheet;
use crate::brief::{Error, pdf};
use std::sync::LazyLock;
use typst::syntax::Source;

static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| Source::new(pdf::project_file("dossier.typ"), include_str!("dossier.typ").to_owned()));

/// The bytes of the PDF: the same for the same sheet.
pub(super) fn print(mut sheet: Sheet) -> Result<Vec<u8>, Error> {
    sheet.each_line(|line| *line = pdf::printable(line));
    let json = serde_json::to_vec(&sheet).map_err(|error| Error(error.to_string()))?;
    let pictures = sheet.pictures.into_iter();
    let pictures = pictures.map(|picture| (picture.ending, picture.bytes)).collect();
    pdf::set_with(&TEMPLATE, json, pictures, sheet.issued_on)
}
