//! The day's numbers, answered from indexes alone, all on the base of `as_of`.

use crate::boxed;
use crate::model::day_number;
use crate::sql::{Args, Columns as _, row, rows};
use crate::{Error, Store};
use domain::daily::DayCounts;
use domain::{AreaSlug, CategorySlug, KindSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};

/// On what base a day is counted: how cases stood at one moment, of those that were known by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// Cases and clocks as they stood at this moment.
    pub as_of: Timestamp,
    /// Cases registered by this moment. Later than `as_of` only where a past day was brought in afterwards.
    pub known_by: Timestamp,
}

/// What was known at a moment, as it stood then.
impl From<Timestamp> for Base {
    fn from(as_of: Timestamp) -> Self {
        Self { as_of, known_by: as_of }
    }
}

/// Numbers of one day on one base ([`Base`]): the same question asked of three days makes a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCaseNumbers {
    /// Received that day and registered by `as_of`.
    pub received: u64,
    /// Finished that day, by `as_of`.
    pub finished: u64,
    /// Registered by `as_of`, received by the end of the day, not finished at `as_of`.
    pub open: u64,
    /// Open clocks past their due time at `as_of`.
    pub overdue: u64,
}

/// Clocks past due (`$3`: the whole second of `as_of`, as the clocks count) that were open at `as_of` (`$2`).
const OVERDUE: &str = "SELECT unit FROM clocks WHERE kind = $1 AND due_at < $3 AND from_at <= $2 \
       AND ended_at IS NULL AND paused = 0 \
     UNION ALL SELECT unit FROM clocks WHERE kind = $1 AND ended_at > $2 AND due_at < $3 AND from_at <= $2 \
       AND ended_at IS NOT NULL AND cancelled = 0";

fn overdue_args(kind: &KindSlug, as_of: Timestamp) -> Args {
    let mut args = Args::default();
    args.text(kind.as_str())
        .at(as_of)
        .int(as_of.as_second().saturating_mul(1000));
    args
}

impl Store {
    /// Received by category and area on each of `days`, in the order of `days`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn day_counts(
        &self,
        kind: &KindSlug,
        days: &[Date],
        base: impl Into<Base> + Send,
    ) -> Result<Vec<DayCounts>, Error> {
        let known_by = base.into().known_by;
        let mut conn = self.reader().await?;
        let mut counts = Vec::with_capacity(days.len());
        for date in days {
            let mut args = Args::default();
            args.text(kind.as_str()).int(day_number(*date)).at(known_by);
            let sql = "SELECT category, area, count(*) AS n FROM cases \
                       WHERE kind = $1 AND received_day = $2 AND registered_at <= $3 GROUP BY category, area";
            let mut day = DayCounts {
                date: *date,
                categories: BTreeMap::new(),
                areas: BTreeMap::new(),
            };
            for row in rows(&mut conn, sql, args).await? {
                let n = row.count("n")?;
                *day.categories
                    .entry(CategorySlug::new(row.text("category")?))
                    .or_default() += n;
                if let Some(area) = row.opt_text("area")? {
                    *day.areas.entry(AreaSlug::new(area)).or_default() += n;
                }
            }
            counts.push(day);
        }
        Ok(counts)
    }

    /// Received, finished, open and overdue of a day in `zone`, as known at `as_of`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn day_numbers(
        &self,
        kind: &KindSlug,
        day: Date,
        zone: &TimeZone,
        base: impl Into<Base> + Send,
    ) -> Result<DayCaseNumbers, Error> {
        let Base { as_of, known_by } = base.into();
        let mut conn = self.reader().await?;
        let (from, to) = bounds(day, zone);
        let mut args = Args::default();
        args.text(kind.as_str()).int(day_number(day)).at(as_of).at(from).at(to);
        args.at(known_by);
        let sql = "SELECT \
             (SELECT count(*) FROM cases WHERE kind = $1 AND received_day = $2 AND registered_at <= $6) AS received, \
             (SELECT count(*) FROM cases WHERE kind = $1 AND finished_at >= $4 AND finished_at < $5 \
                AND finished_at <= $3 AND registered_at <= $6 AND finished_at IS NOT NULL) AS finished, \
             (SELECT count(*) FROM cases WHERE kind = $1 AND received_day <= $2 AND registered_at <= $6 \
                AND finished_at IS NULL) AS unfinished, \
             (SELECT count(*) FROM cases WHERE kind = $1 AND finished_at > $3 AND received_day <= $2 \
                AND registered_at <= $6 AND finished_at IS NOT NULL) AS finished_later";
        let found = row(&mut conn, sql, args)
            .await?
            .ok_or_else(|| Error::Corrupt("no answer".to_owned()))?;
        let sql = format!("SELECT count(*) AS n FROM ({OVERDUE}) AS late");
        let late = row(&mut conn, &sql, overdue_args(kind, as_of)).await?;
        Ok(DayCaseNumbers {
            received: found.count("received")?,
            finished: found.count("finished")?,
            open: found.count("unfinished")? + found.count("finished_later")?,
            overdue: late.map_or(Ok(0), |row| row.count("n"))?,
        })
    }

    /// Received a day from `from` to `to`, both included; days without a case are there with 0.
    ///
    /// # Errors
    /// What the database says.
    pub async fn trend(
        &self,
        kind: &KindSlug,
        from: Date,
        to: Date,
        base: impl Into<Base> + Send,
    ) -> Result<Vec<(Date, u64)>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(kind.as_str())
            .int(day_number(from))
            .int(day_number(to))
            .at(base.into().known_by);
        let sql = "SELECT received_day, count(*) AS n FROM cases \
                   WHERE kind = $1 AND received_day >= $2 AND received_day <= $3 AND registered_at <= $4 \
                   GROUP BY received_day";
        let mut found = HashMap::new();
        for row in rows(&mut conn, sql, args).await? {
            found.insert(row.day("received_day")?, row.count("n")?);
        }
        let days = std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(|day| *day <= to);
        Ok(days.map(|day| (day, found.get(&day).copied().unwrap_or(0))).collect())
    }

    /// By unit: received that day, and open clocks past due at `as_of`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unit_numbers(
        &self,
        kind: &KindSlug,
        day: Date,
        base: impl Into<Base> + Send,
    ) -> Result<HashMap<UnitSlug, (u64, u64)>, Error> {
        let Base { as_of, known_by } = base.into();
        let mut conn = self.reader().await?;
        let mut units: HashMap<UnitSlug, (u64, u64)> = HashMap::new();
        let mut args = Args::default();
        args.text(kind.as_str()).int(day_number(day)).at(known_by);
        let sql = "SELECT unit, count(*) AS n FROM cases \
                   WHERE kind = $1 AND received_day = $2 AND registered_at <= $3 GROUP BY unit";
        for row in rows(&mut conn, sql, args).await? {
            units.entry(UnitSlug::new(row.text("unit")?)).or_default().0 = row.count("n")?;
        }
        let sql = format!("SELECT unit, count(*) AS n FROM ({OVERDUE}) AS late GROUP BY unit");
        for row in rows(&mut conn, &sql, overdue_args(kind, as_of)).await? {
            units.entry(UnitSlug::new(row.text("unit")?)).or_default().1 = row.count("n")?;
        }
        Ok(units)
    }

    /// Years without holiday data that open clocks at `as_of` run into.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn warning_years(&self, as_of: Timestamp) -> Result<Vec<i16>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.at(as_of);
        let sql = "SELECT DISTINCT warning FROM clocks WHERE warning IS NOT NULL AND from_at <= $1 AND cancelled = 0 \
                   AND (ended_at IS NULL OR ended_at > $1) ORDER BY warning";
        let year = |row: &sqlx::any::AnyRow| {
            i16::try_from(row.int("warning")?).map_err(|_| Error::Corrupt("a year out of its range".to_owned()))
        };
        rows(&mut conn, sql, args).await?.iter().map(year).collect()
    }

    /// The first day with a received case of this kind.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn first_day(&self, kind: &KindSlug) -> Result<Option<Date>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(kind.as_str());
        let sql = "SELECT received_day FROM cases WHERE kind = $1 ORDER BY received_day LIMIT 1";
        row(&mut conn, sql, args)
            .await?
            .map(|row| row.day("received_day"))
            .transpose()
    }
}

/// Where a day begins and ends (the next day's beginning) in `zone`.
fn bounds(day: Date, zone: &TimeZone) -> (Timestamp, Timestamp) {
    let begin = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX);
    (begin(day), day.tomorrow().map_or(Timestamp::MAX, begin))
}
