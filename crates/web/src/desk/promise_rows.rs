//! The promises 约定 of an agreement on a form: a row for each and some more, up to what the pack allows. Whoever needs still more
//! saves, and finds more rows.

use crate::fields::Fields;
use crate::inputs::PromiseRow;
use domain::case::{Party, Term};

/// Rows of a form that begins.
const FIRST: usize = 4;
/// Empty rows after those that say something.
const SPARE: usize = 3;
/// More than this no form is read.
const MOST: usize = 500;

/// Rows for these promises, and more; no more than `most` where something is left free.
pub(super) fn of(terms: &[Term], most: Option<u32>) -> Vec<PromiseRow> {
    let said = terms.iter().map(|term| PromiseRow {
        party: term.party.letter().to_owned(),
        what: term.what.clone(),
        due: term.due.to_string(),
    });
    with_spare(said.collect(), most)
}

/// The rows that a form sent, as they were.
pub(super) fn sent(fields: &Fields, most: Option<u32>) -> Vec<PromiseRow> {
    let mut rows = read(fields).unwrap_or_default();
    while rows.last().is_some_and(PromiseRow::is_empty) {
        rows.pop();
    }
    with_spare(rows, most)
}

fn with_spare(mut rows: Vec<PromiseRow>, most: Option<u32>) -> Vec<PromiseRow> {
    let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(MOST);
    let wanted = (rows.len() + SPARE).max(FIRST).min(most.max(rows.len()));
    rows.resize_with(wanted, PromiseRow::default);
    rows
}

/// Each row of the form; none where there are more than anybody agrees on.
fn read(fields: &Fields) -> Option<Vec<PromiseRow>> {
    let mut rows = Vec::new();
    loop {
        let names = ["party", "what", "due"].map(|part| format!("term{}_{part}", rows.len() + 1));
        if !names.iter().any(|name| fields.has(name)) {
            return Some(rows);
        }
        if rows.len() == MOST {
            return None;
        }
        let [party, what, due] = names.map(|name| fields.get(&name).to_owned());
        rows.push(PromiseRow { party, what, due });
    }
}

/// What the form promises; none where a row has a party, a day or words alone.
pub(super) fn terms(fields: &Fields) -> Option<Vec<Term>> {
    let rows = read(fields)?.into_iter().filter(|row| !row.is_empty());
    let term = |row: PromiseRow| {
        Some(Term {
            party: Party::of_letter(&row.party)?,
            what: row.what,
            due: row.due.parse().ok()?,
            visits: Vec::new(),
        })
    };
    rows.map(term).collect()
}
