//! The worklist by words, in the order of registration, newest first.

use super::list::{Key, LOOKED_AT, cursor, page};
use super::rows::{COLUMNS, case_row};
use super::terms::{Driver, other_terms, where_all};
use super::viewer::Withheld;
use super::{CaseRow, Filter, Page};
use crate::sql::{Args, Columns as _, row, rows};
use crate::{Error, sqlite, words};
use sqlx::AnyConnection;

/// A page of the cases in which every word of `text` is found and the rest of the filter holds.
pub(super) async fn list_by_words(
    conn: &mut AnyConnection,
    (filter, withheld): (&Filter, &Withheld),
    text: &str,
    after: Option<Key>,
    limit: i64,
) -> Result<Page<CaseRow>, Error> {
    let Some(question) = words::question(text) else {
        return Ok(Page {
            rows: Vec::new(),
            next: None,
        });
    };
    let below = after.map_or(i64::MAX, |(_, seq)| seq);
    let narrow = withheld.is_nothing()
        && *filter
            == Filter {
                text: filter.text.clone(),
                ..Filter::default()
            };
    let looked_at = if narrow { limit + 1 } else { LOOKED_AT };
    let mut args = Args::default();
    args.text(&question).int(below).int(looked_at);
    let mut terms = Vec::new();
    other_terms(&mut terms, &mut args, (filter, withheld), Driver::Words, false);
    let place = args.int(limit + 1).len();
    let sql = format!(
        "SELECT {COLUMNS} FROM ({}) s JOIN cases c ON c.seq = s.seq {} ORDER BY s.seq DESC LIMIT ${place}",
        sqlite::SEARCH,
        where_all(&terms)
    );
    let found = rows(conn, &sql, args).await?;
    if i64::try_from(found.len()).unwrap_or(i64::MAX) <= limit && !narrow {
        // Fewer than a page among those looked at: where there are more hits, the next page begins behind them.
        let mut args = Args::default();
        args.text(&question).int(below).int(looked_at);
        let sql = format!("SELECT count(*) AS n, min(s.seq) AS last FROM ({}) s", sqlite::SEARCH);
        let behind = row(conn, &sql, args)
            .await?
            .ok_or_else(|| Error::Corrupt("no answer".to_owned()))?;
        if behind.int("n")? == looked_at {
            let rows = found.iter().map(case_row).collect::<Result<_, _>>()?;
            return Ok(Page {
                rows,
                next: Some(cursor((None, behind.int("last")?))),
            });
        }
    }
    let keyed = found
        .into_iter()
        .map(|row| Ok(((None, row.int("seq")?), row)))
        .collect::<Result<_, Error>>()?;
    page(keyed, limit)
}
