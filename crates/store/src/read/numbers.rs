//! The day's numbers, all on one base: answered from indexes alone, and put right by what has changed since (`changed.rs`).

use super::changed::{Changed, shift};
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
    /// Received that day and known by then.
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
    #[boxed]
    pub async fn day_counts(&self, days: &[Date], on: &Changed) -> Result<Vec<DayCounts>, Error> {
        let mut conn = self.reader().await?;
        let mut counts = Vec::with_capacity(days.len());
        for date in days {
            let mut args = Args::default();
            args.text(on.kind.as_str()).int(day_number(*date)).at(on.base.known_by);
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
            put_right(&mut day, on);
            counts.push(day);
        }
        Ok(counts)
    }

    /// Received, finished, open and overdue of a day in `zone`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn day_numbers(&self, day: Date, zone: &TimeZone, on: &Changed) -> Result<DayCaseNumbers, Error> {
        let (kind, Base { as_of, known_by }) = (&on.kind, on.base);
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
        let mut numbers = DayCaseNumbers {
            received: found.count("received")?,
            finished: found.count("finished")?,
            open: found.count("unfinished")? + found.count("finished_later")?,
            overdue: late.map_or(Ok(0), |row| row.count("n"))?,
        };
        for (case, more) in on.cases() {
            let finished = case.finished_at.filter(|finished| *finished <= as_of);
            let of_the_day = finished.is_some_and(|finished| from <= finished && finished < to);
            let open = case.received_day <= day && finished.is_none();
            shift(&mut numbers.received, u64::from(case.received_day == day), more);
            shift(&mut numbers.finished, u64::from(of_the_day), more);
            shift(&mut numbers.open, u64::from(open), more);
        }
        for (case, more) in on.clocks() {
            shift(&mut numbers.overdue, case.overdue, more);
        }
        Ok(numbers)
    }

    /// Received on a day.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn received(&self, day: Date, on: &Changed) -> Result<u64, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(on.kind.as_str()).int(day_number(day)).at(on.base.known_by);
        let sql = "SELECT count(*) AS n FROM cases WHERE kind = $1 AND received_day = $2 AND registered_at <= $3";
        let mut received = row(&mut conn, sql, args).await?.map_or(Ok(0), |row| row.count("n"))?;
        for (case, more) in on.cases() {
            shift(&mut received, u64::from(case.received_day == day), more);
        }
        Ok(received)
    }

    /// By unit: received that day, and open clocks past due.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn unit_numbers(&self, day: Date, on: &Changed) -> Result<HashMap<UnitSlug, (u64, u64)>, Error> {
        let (kind, Base { as_of, known_by }) = (&on.kind, on.base);
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
        for (case, more) in on.cases().filter(|(case, _)| case.received_day == day) {
            shift(&mut units.entry(case.unit.clone()).or_default().0, 1, more);
        }
        for (case, more) in on.clocks().filter(|(case, _)| case.overdue > 0) {
            shift(&mut units.entry(case.unit.clone()).or_default().1, case.overdue, more);
        }
        Ok(units)
    }

    /// Years without holiday data that open clocks run into at the moment of `on`, which are the kinds of one base.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn warning_years(&self, on: &[&Changed]) -> Result<Vec<i16>, Error> {
        let Some(as_of) = on.first().map(|on| on.base.as_of) else {
            return Ok(Vec::new());
        };
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.at(as_of);
        let sql = "SELECT warning, count(*) AS n FROM clocks WHERE warning IS NOT NULL AND from_at <= $1 \
                   AND cancelled = 0 AND (ended_at IS NULL OR ended_at > $1) GROUP BY warning";
        let mut years: BTreeMap<i64, u64> = BTreeMap::new();
        for row in rows(&mut conn, sql, args).await? {
            years.insert(row.int("warning")?, row.count("n")?);
        }
        for (case, more) in on.iter().flat_map(|on| on.clocks()) {
            for year in &case.warnings {
                shift(years.entry(*year).or_default(), 1, more);
            }
        }
        let years = years.into_iter().filter(|(_, n)| *n > 0);
        let year = |(year, _)| i16::try_from(year).map_err(|_| Error::Corrupt("a year out of its range".to_owned()));
        years.map(year).collect()
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

/// Counts of a day by what has changed since; what nobody is counted for is not there.
fn put_right(day: &mut DayCounts, on: &Changed) {
    for (case, more) in on.cases().filter(|(case, _)| case.received_day == day.date) {
        shift(day.categories.entry(case.category.clone()).or_default(), 1, more);
        if let Some(area) = &case.area {
            shift(day.areas.entry(area.clone()).or_default(), 1, more);
        }
    }
    day.categories.retain(|_, n| *n > 0);
    day.areas.retain(|_, n| *n > 0);
}
