//! Rows of a spreadsheet to registrations, pure.

/// A cell as the file holds it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number, which may be a date's serial.
    Number(f64),
    /// A date and time without zone.
    DateTime(jiff::civil::DateTime),
    /// True or false.
    Bool(bool),
}

/// A sheet: rows of cells, as in the file, the first row is row 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// File and sheet name, for messages.
    pub name: String,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}
