//! Tables out as XLSX, safe against formula injection, the same bytes for the same table.

mod xlsx;

pub use xlsx::xlsx;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, written as text whatever it begins with.
    Text(String),
    /// A number.
    Number(f64),
    /// A moment, shown in the table's zone.
    Time(Timestamp),
}

/// A table with a title row and a header.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name of the sheet.
    pub name: String,
    /// Title row above the header; empty for none.
    pub title: String,
    /// Headers.
    pub headers: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// Zone of its times.
    pub zone: jiff::tz::TimeZone,
}
