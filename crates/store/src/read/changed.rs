//! The day's numbers are counted from the columns, which hold what is now. Of a moment that has passed they are put right
//! by the cases that have changed since: each is taken out as it stands now and counted as it stood then.

use super::Base;
use super::case::fold_events;
use crate::boxed;
use crate::model::{CaseModel, ClockModel, project};
use crate::sql::{Args, Columns as _, each_row, groups, places, rows};
use crate::{Error, Store};
use domain::{AreaSlug, CaseId, CategorySlug, KindSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::HashMap;

/// Cases folded at a time, so that a great many need bounded memory.
const FOLDED: usize = 1024;

/// A base on which days are counted, and the cases of a kind that the columns of now would count otherwise on it.
#[derive(Debug, Clone)]
pub struct Changed {
    pub(super) kind: KindSlug,
    pub(super) base: Base,
    /// As it stands now, as it stood then.
    cases: Vec<(Facts, Facts)>,
    /// Registered when the base had been counted, with clocks that began before: what the clocks' table counts too much.
    later: Vec<Facts>,
}

/// What the numbers of a day look at in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) received_day: Date,
    pub(super) category: CategorySlug,
    pub(super) area: Option<AreaSlug>,
    pub(super) unit: UnitSlug,
    pub(super) finished_at: Option<Timestamp>,
    /// Open clocks past due.
    pub(super) overdue: u64,
    /// Years without holiday data that its open clocks run into.
    pub(super) warnings: Vec<i64>,
}

impl Changed {
    /// The base.
    #[must_use]
    pub const fn base(&self) -> Base {
        self.base
    }

    /// On this base everything counts as it stands now.
    #[must_use]
    pub const fn nothing(kind: KindSlug, base: Base) -> Self {
        Self {
            kind,
            base,
            cases: Vec::new(),
            later: Vec::new(),
        }
    }

    /// What is to be counted (true, and first, so that no count falls below zero) and what is not.
    pub(super) fn cases(&self) -> impl Iterator<Item = (&Facts, bool)> {
        let then = self.cases.iter().map(|(_, then)| (then, true));
        then.chain(self.cases.iter().map(|(now, _)| (now, false)))
    }

    /// The same where clocks are counted.
    pub(super) fn clocks(&self) -> impl Iterator<Item = (&Facts, bool)> {
        self.cases().chain(self.later.iter().map(|now| (now, false)))
    }
}

/// One more or one less.
pub(super) const fn shift(count: &mut u64, by: u64, more: bool) {
    *count = if more {
        count.saturating_add(by)
    } else {
        count.saturating_sub(by)
    };
}

impl Store {
    /// What has changed of the cases of `kind` since the base, for counting on it. Those brought in after its moment count
    /// as they stood when they became known.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn changed(&self, kind: &KindSlug, zone: &TimeZone, base: Base) -> Result<Changed, Error> {
        let mut conn = self.reader().await?;
        let mut changed = Changed::nothing(kind.clone(), base);
        let mut args = Args::default();
        args.text(kind.as_str()).at(base.as_of).at(base.known_by);
        let sql = "SELECT seq, id, registered_at FROM cases WHERE kind = $1 AND changed_at > $2 AND registered_at <= $3 \
                   AND (registered_at <= $2 OR changed_at > $3)";
        let (mut then, mut afterwards) = (Vec::new(), Vec::new());
        each_row(&mut conn, sql, args, |row| {
            let case = (row.int("seq")?, row.id("id")?);
            if row.at("registered_at")? <= base.as_of {
                then.push(case);
            } else {
                afterwards.push(case);
            }
            Ok(())
        })
        .await?;
        for (cases, until) in [(then, base.as_of), (afterwards, base.known_by)] {
            for some in cases.chunks(FOLDED) {
                let ids: Vec<CaseId> = some.iter().map(|(_, id)| *id).collect();
                let mut now = kept(&mut conn, some, base.as_of).await?;
                for (id, case) in fold_events(&mut conn, &ids, Some(until)).await? {
                    let then = Facts::of(project(&case, zone), base.as_of);
                    if let Some(now) = now.remove(&id).filter(|now| *now != then) {
                        changed.cases.push((now, then));
                    }
                }
            }
        }
        changed.later = later(&mut conn, kind, base).await?;
        Ok(changed)
    }
}

impl Facts {
    fn of(model: CaseModel, as_of: Timestamp) -> Self {
        let mut facts = Self {
            received_day: model.received_day,
            category: model.row.category,
            area: model.row.area,
            unit: model.row.unit,
            finished_at: model.row.finished_at,
            overdue: 0,
            warnings: Vec::new(),
        };
        for clock in &model.clocks {
            facts.add(clock, as_of);
        }
        facts
    }

    fn of_row(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            received_day: row.day("received_day")?,
            category: CategorySlug::new(row.text("category")?),
            area: row.opt_text("area")?.map(AreaSlug::new),
            unit: UnitSlug::new(row.text("unit")?),
            finished_at: row.opt_at("finished_at")?,
            overdue: 0,
            warnings: Vec::new(),
        })
    }

    /// Counts a clock as the statements of the numbers do.
    fn add(&mut self, clock: &ClockModel, as_of: Timestamp) {
        let moment = as_of.as_millisecond();
        let open = clock.ended_at.is_none_or(|ended| ended > moment);
        if clock.from > moment || !open || clock.cancelled {
            return;
        }
        if let Some(year) = clock.warning {
            self.warnings.push(year);
        }
        // The due second itself is in time.
        let runs = clock.ended_at.is_some() || !clock.paused;
        if runs && clock.due < as_of.as_second().saturating_mul(1000) {
            self.overdue += 1;
        }
    }
}

const CLOCK_COLUMNS: &str =
    "k.case_seq, k.clock, k.from_at, k.due_at, k.warning, k.ended_at, k.paused, k.cancelled, k.next_mark_at";

/// These cases as the tables have them.
async fn kept(
    conn: &mut AnyConnection,
    cases: &[(i64, CaseId)],
    as_of: Timestamp,
) -> Result<HashMap<CaseId, Facts>, Error> {
    let mut kept = HashMap::with_capacity(cases.len());
    let ids: HashMap<i64, CaseId> = cases.iter().copied().collect();
    let seqs: Vec<i64> = cases.iter().map(|(seq, _)| *seq).collect();
    for some in groups(&seqs) {
        let asked = || {
            let mut args = Args::default();
            for seq in &some {
                args.int(*seq);
            }
            args
        };
        let list = places(1, some.len());
        let sql =
            format!("SELECT id, category, area, unit, received_day, finished_at FROM cases WHERE seq IN ({list})");
        for row in rows(conn, &sql, asked()).await? {
            kept.insert(row.id("id")?, Facts::of_row(&row)?);
        }
        let sql = format!("SELECT {CLOCK_COLUMNS} FROM clocks k WHERE k.case_seq IN ({list}) ORDER BY k.case_seq, k.n");
        for row in rows(conn, &sql, asked()).await? {
            let case = ids.get(&row.int("case_seq")?);
            if let Some(facts) = case.and_then(|id| kept.get_mut(id)) {
                facts.add(&ClockModel::of(&row)?, as_of);
            }
        }
    }
    Ok(kept)
}

/// Cases registered after the base was counted, with clocks that would be counted on it.
async fn later(conn: &mut AnyConnection, kind: &KindSlug, base: Base) -> Result<Vec<Facts>, Error> {
    let mut args = Args::default();
    args.text(kind.as_str()).at(base.as_of).at(base.known_by);
    let sql = format!(
        "SELECT c.category, c.area, c.unit, c.received_day, c.finished_at, {CLOCK_COLUMNS} \
         FROM cases c JOIN clocks k ON k.case_seq = c.seq \
         WHERE c.kind = $1 AND c.changed_at > $2 AND c.registered_at > $3 AND k.from_at <= $2"
    );
    let mut later = Vec::new();
    each_row(conn, &sql, args, |row| {
        let mut facts = Facts::of_row(row)?;
        facts.add(&ClockModel::of(row)?, base.as_of);
        if facts.overdue > 0 || !facts.warnings.is_empty() {
            later.push(facts);
        }
        Ok(())
    })
    .await?;
    Ok(later)
}
