//! Clock marks that are due: shares of a clock's time that are used up and not written down yet.

use crate::boxed;
use crate::read::fold_events;
use crate::sql::{Args, Columns as _, rows};
use crate::{DueMark, Error, Store};
use domain::clock::{MARKS, mark_at};
use jiff::Timestamp;

impl Store {
    /// Marks reached at `now`, the longest due first, one a clock: where a clock has passed several since anybody
    /// looked, only the highest.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn due_marks(&self, now: Timestamp, limit: u32) -> Result<Vec<DueMark>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.at(now).int(i64::from(limit));
        let sql = "SELECT c.id, k.n FROM clocks k JOIN cases c ON c.seq = k.case_seq \
                   WHERE k.next_mark_at IS NOT NULL AND k.next_mark_at <= $1 ORDER BY k.next_mark_at LIMIT $2";
        let mut found = Vec::new();
        for row in rows(&mut conn, sql, args).await? {
            found.push((row.id("id")?, usize::try_from(row.int("n")?).unwrap_or(usize::MAX)));
        }
        let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
        let cases = fold_events(&mut conn, &ids, None).await?;
        let mark = |(id, n): (domain::CaseId, usize)| {
            let clock = cases.get(&id)?.clocks.get(n)?;
            let reached = |percent: &u8| mark_at(clock, *percent).is_some_and(|at| at <= now);
            let percent = MARKS
                .into_iter()
                .rev()
                .find(|percent| !clock.marks.contains(percent) && reached(percent))?;
            Some(DueMark {
                case: id,
                clock: clock.clock.clone(),
                percent,
            })
        };
        Ok(found.into_iter().filter_map(mark).collect())
    }
}
