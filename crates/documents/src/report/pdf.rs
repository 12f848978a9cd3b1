//! The report as PDF.

use super::compose::Sheet;
use crate::brief::{Error, pdf};
use std::sync::LazyLock;
use typst::syntax::Source;

static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| Source::new(pdf::project_file("report.typ"), include_str!("report.typ").to_owned()));

/// The bytes of the PDF: the same for the same paper.
pub(super) fn print(mut sheet: Sheet) -> Result<Vec<u8>, Error> {
    sheet.each_line(|line| *line = pdf::printable(line));
    let json = serde_json::to_vec(&sheet).map_err(|error| Error(error.to_string()))?;
    pdf::set(&TEMPLATE, json, sheet.issued_on)
}
