//! The public list as CSV (RFC 4180).
//!
//! It begins with a byte order mark: without one, spreadsheet programs read UTF-8 as something else, and Chinese is lost.

use super::asked::Asked;
use super::fresh;
use super::item::{Item, items};
use crate::fault::Fault;
use crate::guest::Guest;
use crate::moments;
use axum::http::HeaderMap;
use axum::response::Response;

/// Rows of a file.
pub(super) const MOST_ROWS: u32 = 2_000;

/// The columns, by the key of their heading. Their order is for programs to count on.
const COLUMNS: [&str; 13] = [
    "public-column-number",
    "public-column-state",
    "public-column-status",
    "public-column-category",
    "public-column-area",
    "public-column-text",
    "public-column-unit",
    "public-column-received",
    "public-column-published",
    "public-column-ended",
    "public-column-address",
    "public-column-latitude",
    "public-column-longitude",
];

/// `GET /public.csv`
pub(crate) async fn show(guest: Guest, headers: HeaderMap) -> Result<Response, Fault> {
    let asked = Asked::of(&guest);
    let store = &guest.desk.office.store;
    let list = store
        .public_list(&asked.filter, asked.after.as_ref(), MOST_ROWS)
        .await?;
    let items = items(&guest, &list.rows).await?;
    let mut text = String::with_capacity(256 + items.len() * 400);
    text.push('\u{feff}');
    line(&mut text, &COLUMNS.map(|key| guest.words().text(key).to_owned()));
    for item in &items {
        line(&mut text, &cells(&guest, item));
    }
    let mut response = fresh::answer(&guest, &headers, "text/csv; charset=utf-8; header=present", text);
    fresh::save_as(&mut response, "attachment; filename=\"public.csv\"");
    let next = list.next.map(|next| asked.page("/public.csv", &next));
    fresh::link_next(&mut response, next.as_deref());
    Ok(response)
}

fn cells(guest: &Guest, item: &Item) -> [String; 13] {
    let at = |at| moments::moment(at, &guest.desk.office.pack.zone);
    let degrees = |degrees: Option<f64>| degrees.map_or_else(String::new, |degrees| degrees.to_string());
    [
        item.number.clone(),
        guest.words().text(state_key(item)).to_owned(),
        harmless(&item.status),
        harmless(&item.category_name),
        harmless(&item.area_name),
        harmless(&item.text),
        harmless(&item.unit_name),
        at(item.received_at),
        at(item.published_at),
        item.ended_at.map_or_else(String::new, at),
        harmless(&item.address),
        // Numbers of ours: a minus in front is theirs.
        degrees(item.point.map(|(north, _)| north)),
        degrees(item.point.map(|(_, east)| east)),
    ]
}

/// Message key of whether it has ended.
pub(super) fn state_key(item: &Item) -> &'static str {
    if item.ended_at.is_some() {
        "public-ended"
    } else {
        "public-open"
    }
}

/// A text that no spreadsheet takes for a formula: one that begins as formulas do has an apostrophe in front, which
/// spreadsheets read as "this is text".
fn harmless(text: &str) -> String {
    let first = text.trim_start().chars().next();
    let formula = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠')
    );
    if formula || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A line: every cell in quotes, quotes in it doubled.
fn line<const N: usize>(text: &mut String, cells: &[String; N]) {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", " @SUM(A1)", "\t=1", "-2+3", "＝1", "%0"] {
            assert!(harmless(text).starts_with('\''), "{text}");
        }
        assert_eq!(harmless("路灯 = 不亮"), "路灯 = 不亮");
    }

    #[test]
    fn quotes_are_doubled() {
        let mut text = String::new();
        line(&mut text, &["a\"b".to_owned(), "c\r\nd,e".to_owned()]);
        assert_eq!(text, "\"a\"\"b\",\"c\r\nd,e\"\r\n");
    }
}
