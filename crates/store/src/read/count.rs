//! How many there are.

use super::list::{LOOKED_AT, all_kinds};
use super::terms::{Driver, other_terms, where_all};
use super::viewer::Withheld;
use super::{Filter, Viewer};
use crate::boxed;
use crate::sql::{Args, Columns as _, row};
use crate::{Error, Store, sqlite, words};
use domain::KindSlug;
use sqlx::AnyConnection;

impl Store {
    /// How many cases the viewer sees that the filter finds, counted up to `most` (so that a page never waits for a million).
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn count(&self, viewer: &Viewer, filter: &Filter, most: u64) -> Result<u64, Error> {
        let filter = &viewer.narrow(filter);
        if filter.text.is_some() {
            self.index_waiting().await?;
        }
        let mut conn = self.reader().await?;
        let withheld = viewer.ask(&mut conn).await?;
        if filter.text.is_some() {
            return count(&mut conn, (filter, &withheld), most).await;
        }
        // Kind by kind, because every index begins with it.
        let mut found = 0;
        for kind in all_kinds(&mut conn, filter).await? {
            let of_kind = Filter {
                kind: Some(kind),
                ..filter.clone()
            };
            found += count(&mut conn, (&of_kind, &withheld), most - found).await?;
            if found >= most {
                break;
            }
        }
        Ok(found)
    }

    /// The kinds of open cases that are none of `known`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn open_kinds_beside(&self, known: &[KindSlug]) -> Result<Vec<KindSlug>, Error> {
        // In two halves, each of which an index has without the cases that have ended.
        const OPEN: &str = "SELECT seq FROM cases WHERE kind = $1 AND finished_at IS NULL AND ended_at IS NULL \
                            UNION ALL SELECT seq FROM cases WHERE kind = $1 AND finished_at IS NOT NULL AND ended_at IS NULL \
                            LIMIT 1";
        let filter = Filter {
            without: known.to_vec(),
            ..Filter::default()
        };
        let mut conn = self.reader().await?;
        let mut open = Vec::new();
        for kind in all_kinds(&mut conn, &filter).await? {
            let mut args = Args::default();
            args.text(kind.as_str());
            if row(&mut conn, OPEN, args).await?.is_some() {
                open.push(kind);
            }
        }
        Ok(open)
    }

    /// How many cases there are.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn total_cases(&self) -> Result<u64, Error> {
        // Registered cases are never removed and numbered without a gap.
        let mut conn = self.reader().await?;
        let sql = "SELECT coalesce(max(seq), 0) AS n FROM cases";
        row(&mut conn, sql, Args::default())
            .await?
            .map_or(Ok(0), |row| row.count("n"))
    }
}

async fn count(conn: &mut AnyConnection, (filter, withheld): (&Filter, &Withheld), most: u64) -> Result<u64, Error> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut args = Args::default();
    let mut terms = Vec::new();
    let (from, driver) = if let Some(text) = &filter.text {
        let Some(question) = words::question(text) else {
            return Ok(0);
        };
        // With words alone every hit counts; other terms may leave few of many.
        let alone = withheld.is_nothing()
            && *filter
                == Filter {
                    text: filter.text.clone(),
                    ..Filter::default()
                };
        let looked_at = if alone { most } else { LOOKED_AT.max(most) };
        args.text(&question).int(i64::MAX).int(looked_at);
        let hits = format!("({}) s", sqlite::SEARCH);
        let from = if alone {
            hits
        } else {
            format!("{hits} JOIN cases c ON c.seq = s.seq")
        };
        (from, Driver::Words)
    } else {
        ("cases c".to_owned(), Driver::Free)
    };
    other_terms(&mut terms, &mut args, (filter, withheld), driver, filter.text.is_none());
    args.int(most);
    let sql = format!(
        "SELECT count(*) AS n FROM (SELECT 1 AS one FROM {from} {} LIMIT ${}) AS counted",
        where_all(&terms),
        args.len()
    );
    row(conn, &sql, args).await?.map_or(Ok(0), |row| row.count("n"))
}
