//! The public list: published cases as everybody finds them, by what everybody reads of them and by nothing else.

use super::list::{cursor, read_cursor};
use super::rows::{COLUMNS, case_row};
use super::{CaseRow, Cursor, Page};
use crate::boxed;
use crate::sql::{Args, Columns as _, row, rows};
use crate::{Error, Store, sqlite, words};
use domain::{AreaSlug, CategorySlug};

/// Which published cases. Everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicFilter {
    /// Category.
    pub category: Option<CategorySlug>,
    /// Area.
    pub area: Option<AreaSlug>,
    /// `Some(true)`: not ended; `Some(false)`: ended.
    pub open: Option<bool>,
    /// Words of the published texts, all of which must be found.
    pub text: Option<String>,
}

impl Store {
    /// A page of what everybody may read, published last first, at most `limit` rows after `after`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn public_list(
        &self,
        filter: &PublicFilter,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<CaseRow>, Error> {
        self.public_page(filter, "published_at", after, limit).await
    }

    /// A page of those of which everybody may read where they are, published last first, at most `limit` rows after `after`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn public_placed(
        &self,
        filter: &PublicFilter,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<CaseRow>, Error> {
        self.public_page(filter, "placed_at", after, limit).await
    }

    /// A page of those that have this moment, the latest first.
    async fn public_page(
        &self,
        filter: &PublicFilter,
        moment: &'static str,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<CaseRow>, Error> {
        let mut args = Args::default();
        let Some(mut terms) = self.public_terms(filter, &mut args).await? else {
            return Ok(Page {
                rows: Vec::new(),
                next: None,
            });
        };
        terms.push(format!("c.{moment} IS NOT NULL"));
        if let Some((Some(at), seq)) = after.and_then(read_cursor) {
            let first = args.int(at).len();
            let second = args.int(seq).len();
            terms.push(format!(
                "c.{moment} <= ${first} AND (c.{moment} < ${first} OR c.seq < ${second})"
            ));
        }
        let limit = limit.max(1);
        let place = args.int(i64::from(limit) + 1).len();
        let sql = format!(
            "SELECT {COLUMNS}, c.{moment} AS moment FROM cases c WHERE {} ORDER BY c.{moment} DESC, c.seq DESC LIMIT ${place}",
            terms.join(" AND ")
        );
        let mut conn = self.reader().await?;
        let mut found = rows(&mut conn, &sql, args).await?;
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = match found.last().filter(|_| more) {
            Some(last) => Some(cursor((last.opt_int("moment")?, last.int("seq")?))),
            None => None,
        };
        let rows = found.iter().map(case_row).collect::<Result<_, _>>()?;
        Ok(Page { rows, next })
    }

    /// How many there are of each area; of no area, the last.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn public_by_area(&self, filter: &PublicFilter) -> Result<Vec<(Option<AreaSlug>, u64)>, Error> {
        let mut args = Args::default();
        let Some(terms) = self.public_terms(filter, &mut args).await? else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT c.area AS area, count(*) AS n FROM cases c WHERE {} GROUP BY c.area ORDER BY n DESC, c.area",
            terms.join(" AND ")
        );
        let mut conn = self.reader().await?;
        let mut areas = Vec::new();
        for row in rows(&mut conn, &sql, args).await? {
            areas.push((row.opt_text("area")?.map(AreaSlug::new), row.count("n")?));
        }
        areas.sort_by_key(|(area, _)| area.is_none());
        Ok(areas)
    }

    /// The published case of that number; none where it is not published.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn public_case(&self, number: &str) -> Result<Option<CaseRow>, Error> {
        let mut args = Args::default();
        args.text(number);
        let sql = format!("SELECT {COLUMNS} FROM cases c WHERE c.number = $1 AND {PUBLIC}");
        let mut conn = self.reader().await?;
        let found = row(&mut conn, &sql, args).await?;
        found.as_ref().map(case_row).transpose()
    }

    /// What a case must be, by its rows; none where no word of the question is one.
    async fn public_terms(&self, filter: &PublicFilter, args: &mut Args) -> Result<Option<Vec<String>>, Error> {
        let mut terms = vec![PUBLIC.to_owned()];
        // Written so that the index that gives the order is taken, and no other.
        if let Some(category) = &filter.category {
            let place = args.text(category.as_str()).len();
            terms.push(format!("c.category || '' = ${place}"));
        }
        if let Some(area) = &filter.area {
            let place = args.text(area.as_str()).len();
            terms.push(format!("c.area || '' = ${place}"));
        }
        match filter.open {
            Some(true) => terms.push("c.ended_at IS NULL".to_owned()),
            Some(false) => terms.push("c.ended_at IS NOT NULL".to_owned()),
            None => {}
        }
        if let Some(text) = &filter.text {
            let Some(question) = words::public_question(text) else {
                return Ok(None);
            };
            self.index_waiting().await?;
            let place = args.text(&question).len();
            terms.push(format!("c.seq IN ({})", sqlite::search_all(place)));
        }
        Ok(Some(terms))
    }
}

/// What is published, whatever its events say: never what was erased, nor a complaint about somebody of the body's own.
pub(super) const PUBLIC: &str =
    "c.published_at IS NOT NULL AND c.erased_at IS NULL AND c.seq NOT IN (SELECT case_seq FROM case_about)";
