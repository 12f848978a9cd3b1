//! Dangers to somebody that have not ended. What has ended is in no list.

use super::rows::{COLUMNS, case_row};
use super::viewer::Viewer;
use crate::boxed;
use crate::sql::{Args, Columns as _, groups, places, rows};
use crate::{CaseRow, Error, Store};
use domain::CaseId;
use jiff::Timestamp;
use std::collections::HashSet;

/// A danger that has not ended, and its case.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenDanger {
    /// The case.
    pub row: CaseRow,
    /// What kind, by the pack's name of it.
    pub danger: String,
    /// Since when.
    pub raised_at: Timestamp,
    /// When a duty post took it up; none while it calls.
    pub acknowledged_at: Option<Timestamp>,
}

impl Store {
    /// Dangers in cases that the viewer sees: those that call first, then the newest, at most `limit`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn open_dangers(&self, viewer: &Viewer, limit: u32) -> Result<Vec<OpenDanger>, Error> {
        let mut conn = self.reader().await?;
        let withheld = viewer.ask(&mut conn).await?;
        let mut args = Args::default();
        let mut terms = vec!["c.ended_at IS NULL".to_owned()];
        terms.extend(withheld.term("c.seq", &mut args));
        terms.extend(viewer.within_term(&mut args));
        let place = args.int(i64::from(limit)).len();
        let sql = format!(
            "SELECT {COLUMNS}, d.danger, d.raised_at, d.acknowledged_at FROM case_dangers d \
             JOIN cases c ON c.seq = d.case_seq WHERE {} \
             ORDER BY CASE WHEN d.acknowledged_at IS NULL THEN 0 ELSE 1 END, d.raised_at DESC LIMIT ${place}",
            terms.join(" AND ")
        );
        let found = rows(&mut conn, &sql, args).await?;
        let danger = |row: &sqlx::any::AnyRow| {
            Ok(OpenDanger {
                row: case_row(row)?,
                danger: row.text("danger")?,
                raised_at: row.at("raised_at")?,
                acknowledged_at: row.opt_at("acknowledged_at")?,
            })
        };
        found.iter().map(danger).collect()
    }

    /// Those of these cases of which the source is hidden from all but one post.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn hidden_sources(&self, ids: &[CaseId]) -> Result<HashSet<CaseId>, Error> {
        let mut conn = self.reader().await?;
        let mut found = HashSet::new();
        for some in groups(ids) {
            let mut args = Args::default();
            for id in &some {
                args.id(*id);
            }
            let sql = format!(
                "SELECT c.id FROM cases c WHERE c.id IN ({}) \
                 AND c.seq IN (SELECT case_seq FROM case_beside WHERE what = 'source')",
                places(1, some.len())
            );
            for row in rows(&mut conn, &sql, args).await? {
                found.insert(row.id("id")?);
            }
        }
        Ok(found)
    }
}
