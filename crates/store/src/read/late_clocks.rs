//! Clocks that are over and still wait for something.

use crate::boxed;
use crate::sql::{Args, Columns as _, rows};
use crate::{Error, Store};
use domain::{CaseId, ClockSlug, KindSlug};
use jiff::Timestamp;

/// A clock past its due time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateClock {
    /// Of which case.
    pub case: CaseId,
    /// Its name in the pack.
    pub clock: ClockSlug,
    /// When it was due.
    pub due: Timestamp,
}

impl Store {
    /// The clocks of a kind of case that are past their due time and neither ended nor stand still, those that became late last first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn late_clocks(&self, kind: &KindSlug, now: Timestamp, limit: u32) -> Result<Vec<LateClock>, Error> {
        let mut args = Args::default();
        // The due second itself is in time, as clocks count.
        args.text(kind.as_str()).int(now.as_second().saturating_mul(1000));
        args.int(i64::from(limit));
        let sql = "SELECT c.id AS id, k.clock AS clock, k.due_at AS due_at FROM clocks k \
                   JOIN cases c ON c.seq = k.case_seq \
                   WHERE k.kind = $1 AND k.due_at < $2 AND k.ended_at IS NULL AND k.paused = 0 AND c.ended_at IS NULL \
                   ORDER BY k.due_at DESC LIMIT $3";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        let late = found.iter().map(|row| {
            Ok(LateClock {
                case: row.id("id")?,
                clock: ClockSlug::new(row.text("clock")?),
                due: row.at("due_at")?,
            })
        });
        late.collect()
    }
}
