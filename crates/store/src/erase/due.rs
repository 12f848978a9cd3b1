//! What erasing a case would take with it, and which cases' time is over.

use crate::boxed;
use crate::sql::{Args, Columns as _, row, rows};
use crate::{Error, Store};
use domain::CaseId;
use domain::KindSlug;
use jiff::Timestamp;
use jiff::civil::Date;

impl Store {
    /// Cases of a kind that ended at `until` or before and are not erased: those that ended first, at most `most`.
    /// `after` is where the last page ended: when its last case ended, and its id.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn ended_and_whole(
        &self,
        kind: &KindSlug,
        until: Timestamp,
        after: Option<(Timestamp, CaseId)>,
        most: u32,
    ) -> Result<Vec<(Timestamp, CaseId)>, Error> {
        let (from, last) = after.unwrap_or((Timestamp::MIN, CaseId(uuid::Uuid::nil())));
        let mut args = Args::default();
        args.text(kind.as_str())
            .at(until)
            .at(from)
            .id(last)
            .int(i64::from(most));
        let sql = "SELECT ended_at, id FROM cases WHERE kind = $1 AND ended_at IS NOT NULL AND erased_at IS NULL \
                   AND ended_at <= $2 AND ended_at >= $3 AND (ended_at > $3 OR id > $4) ORDER BY ended_at, id LIMIT $5";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found
            .iter()
            .map(|row| Ok((row.at("ended_at")?, row.id("id")?)))
            .collect()
    }

    /// Cases of a kind that ended at `until` or before and in which something is sealed still: those that ended first, at most `most`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn ended_with_sealed(&self, kind: &KindSlug, until: Timestamp, most: u32) -> Result<Vec<CaseId>, Error> {
        let mut args = Args::default();
        args.text(kind.as_str()).at(until).int(i64::from(most));
        let sql = "SELECT c.id FROM cases c WHERE c.kind = $1 AND c.ended_at IS NOT NULL AND c.ended_at <= $2 \
                   AND c.erased_at IS NULL AND EXISTS (SELECT 1 FROM events e WHERE e.case_id = c.id \
                   AND e.sealed IS NOT NULL) ORDER BY c.ended_at, c.id LIMIT $3";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(|row| row.id("id")).collect()
    }

    /// The cases that were made from this one.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn made_from(&self, case: CaseId) -> Result<Vec<CaseId>, Error> {
        let mut args = Args::default();
        args.id(case);
        let found = rows(
            &mut *self.reader().await?,
            "SELECT id FROM cases WHERE origin = $1",
            args,
        )
        .await?;
        found.iter().map(|row| row.id("id")).collect()
    }

    /// When the newest event was written, by the clock of then; none where there is none.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn newest_event_at(&self) -> Result<Option<Timestamp>, Error> {
        let sql = "SELECT at FROM events ORDER BY position DESC LIMIT 1";
        let found = row(&mut *self.reader().await?, sql, Args::default()).await?;
        found.map(|row| row.at("at")).transpose()
    }

    /// The days whose papers repeat words of a case.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn days_with_words_of(&self, case: CaseId) -> Result<Vec<Date>, Error> {
        let mut args = Args::default();
        args.id(case);
        let sql = "SELECT day FROM day_mentions WHERE case_id = $1 ORDER BY day";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(|row| row.day("day")).collect()
    }
}
