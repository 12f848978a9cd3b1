//! What everybody may read: cases that were published after review.

use super::rows::{COLUMNS, case_row};
use crate::boxed;
use crate::sql::{Args, places, rows};
use crate::{CaseRow, Error, Store};
use domain::{CategorySlug, KindSlug};
use jiff::Timestamp;

/// Which published cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// Of this kind.
    pub kind: KindSlug,
    /// Of these categories; all where there are none.
    pub categories: Vec<CategorySlug>,
    /// With these numbers; all where there are none.
    pub numbers: Vec<String>,
    /// Received at this moment or after it.
    pub from: Option<Timestamp>,
    /// Received at this moment or before it.
    pub to: Option<Timestamp>,
    /// `Some(true)`: not ended; `Some(false)`: ended.
    pub open: Option<bool>,
}

impl Store {
    /// Published cases, the newest first, at most `limit`. A complaint about somebody of the body's own is never among
    /// them, whatever its events say.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn published(&self, asked: &Published, limit: u32) -> Result<Vec<CaseRow>, Error> {
        let mut args = Args::default();
        args.text(asked.kind.as_str());
        let mut terms = vec![
            "c.published_at IS NOT NULL".to_owned(),
            "c.erased_at IS NULL".to_owned(),
            "c.kind || '' = $1".to_owned(),
            "c.seq NOT IN (SELECT case_seq FROM case_about)".to_owned(),
            "c.seq NOT IN (SELECT case_seq FROM case_beside WHERE what = 'source')".to_owned(),
        ];
        if !asked.categories.is_empty() {
            let first = args.len() + 1;
            for category in &asked.categories {
                args.text(category.as_str());
            }
            terms.push(format!(
                "c.category || '' IN ({})",
                places(first, asked.categories.len())
            ));
        }
        if !asked.numbers.is_empty() {
            let first = args.len() + 1;
            for number in &asked.numbers {
                args.text(number);
            }
            terms.push(format!("c.number IN ({})", places(first, asked.numbers.len())));
        }
        if let Some(from) = asked.from {
            let place = args.at(from).len();
            terms.push(format!("c.received_at >= ${place}"));
        }
        if let Some(to) = asked.to {
            let place = args.at(to).len();
            terms.push(format!("c.received_at <= ${place}"));
        }
        match asked.open {
            Some(true) => terms.push("c.ended_at IS NULL".to_owned()),
            Some(false) => terms.push("c.ended_at IS NOT NULL".to_owned()),
            None => {}
        }
        let place = args.int(i64::from(limit)).len();
        let sql = format!(
            "SELECT {COLUMNS} FROM cases c WHERE {} ORDER BY c.received_at DESC, c.seq DESC LIMIT ${place}",
            terms.join(" AND ")
        );
        let mut conn = self.reader().await?;
        rows(&mut conn, &sql, args).await?.iter().map(case_row).collect()
    }
}
