//! Where the header row is, and which column is which.

use super::{Beside, Cell, Sheet, text_of};
use crate::case::Refusal;
use crate::pack::{FieldName, Pack, fold};
use std::collections::BTreeMap;

/// Rows from the top in which the header is looked for.
pub(super) const SEARCHED_ROWS: usize = 60;

/// Fewest columns by which a row is taken for the header: one alone may be a word in a title.
const FEWEST_COLUMNS: usize = 2;

/// A header row.
pub(super) struct Header {
    /// Its row, from 0.
    pub(super) row: usize,
    /// Texts as written, by column.
    pub(super) headers: Vec<String>,
    /// Fields by column, from 0.
    pub(super) columns: BTreeMap<FieldName, usize>,
}

/// The row with the most known headers, the first of equals.
pub(super) fn find(sheet: &Sheet, beside: Beside<'_>, pack: &Pack) -> Result<Option<Header>, Refusal> {
    let by_hand: Vec<(FieldName, String)> = beside
        .columns
        .iter()
        .map(|(field, header)| (*field, fold(header)))
        .collect();
    let mut best: Option<(usize, BTreeMap<FieldName, usize>)> = None;
    for (i, cells) in sheet.rows.iter().take(SEARCHED_ROWS).enumerate() {
        let columns = columns(cells, &by_hand, pack);
        if columns.len() >= FEWEST_COLUMNS && best.as_ref().is_none_or(|(_, most)| columns.len() > most.len()) {
            best = Some((i, columns));
        }
    }
    let Some((row, columns)) = best else {
        return Ok(None);
    };
    let headers: Vec<String> = sheet.rows[row]
        .iter()
        .map(|cell| text_of(cell).unwrap_or_default().into_owned())
        .collect();
    if let Some((_, missing)) = beside.columns.iter().find(|(field, _)| !columns.contains_key(field)) {
        let there = headers.iter().filter(|header| !header.is_empty());
        let there: Vec<&str> = there.map(String::as_str).collect();
        return Err(Refusal::new("import-file-no-such-column")
            .with("file", &sheet.name)
            .with("column", missing)
            .with("headers", there.join(", ")));
    }
    Ok(Some(Header { row, headers, columns }))
}

fn columns(cells: &[Cell], by_hand: &[(FieldName, String)], pack: &Pack) -> BTreeMap<FieldName, usize> {
    let mut columns = BTreeMap::new();
    for (i, cell) in cells.iter().enumerate() {
        let Cell::Text(text) = cell else { continue };
        if let Some(field) = field(text, by_hand, pack) {
            // A merged header repeats its text; the first column of it counts.
            columns.entry(field).or_insert(i);
        }
    }
    columns
}

fn field(text: &str, by_hand: &[(FieldName, String)], pack: &Pack) -> Option<FieldName> {
    let whole = fold(text);
    if whole.is_empty() {
        return None;
    }
    if let Some((field, _)) = by_hand.iter().find(|(_, header)| *header == whole) {
        return Some(*field);
    }
    // 时间（必填）, 地点(街道、门牌): what stands in brackets explains.
    let found = pack
        .column(text)
        .or_else(|| pack.column(text.split(['(', '（', '[', '【']).next()?));
    found.filter(|field| !by_hand.iter().any(|(set, _)| set == field))
}
