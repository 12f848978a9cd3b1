//! What the judgement looks at: cases that may have a reason of their own, as they stood at a moment.

use super::Base;
use super::case::fold_events;
use crate::model::day_number;
use crate::sql::{Args, Columns as _, each_row};
use crate::{Error, Store};
use domain::case::Case;
use domain::daily::Item;
use domain::{AreaSlug, CaseId, CategorySlug, ClockSlug, KindSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Cases folded at a time, so that a day of a great many changed cases needs bounded memory.
const FOLDED: usize = 1024;

impl Store {
    /// Cases of `kind` that may have a reason of their own at `as_of`, folded as of that moment: unfinished with a running clock
    /// of whose time `near_percent` is used up or that is overdue; or received on `day` or unfinished, with casualties, `repeats`
    /// or `people` or more. In the order of registration.
    ///
    /// A case that has not changed since is read from the read model; one that has is folded from its events.
    ///
    /// # Errors
    /// What the database says.
    pub async fn items(
        &self,
        kind: &KindSlug,
        day: Date,
        base: impl Into<Base> + Send,
        near_percent: u32,
        repeats: u32,
        people: u32,
    ) -> Result<Vec<Item>, Error> {
        let Base { as_of, known_by } = base.into();
        let question = Question {
            kind,
            day,
            as_of,
            known_by,
            near_percent: near_percent.min(100),
            repeats: repeats.max(1),
            people: people.max(1),
        };
        let mut conn = self.reader().await?;
        let mut items: BTreeMap<CaseId, Item> = BTreeMap::new();
        question.due(&mut conn, &mut items).await?;
        question.grave(&mut conn, &mut items).await?;
        question.changed_since(&mut conn, &mut items).await?;
        Ok(items.into_values().collect())
    }
}

/// The columns that [`item_of`] reads.
const ITEM_COLUMNS: &str = "c.id, c.number, c.title, c.unit, c.category, c.area, c.received_at, c.casualties, \
    c.people_affected, c.repeats";

struct Question<'a> {
    kind: &'a KindSlug,
    day: Date,
    as_of: Timestamp,
    known_by: Timestamp,
    /// A hundred of a clock's time is used up where it is due.
    near_percent: u32,
    repeats: u32,
    people: u32,
}

/// Reads as it stood at `as_of` (`$3`): unchanged since, or brought in after it (by `$4`) and untouched ever since. Nearly all cases are:
/// the `+` keeps it from being looked up in the index of what changed when.
const UNCHANGED: &str = "(+c.changed_at <= $3 OR (c.registered_at > $3 AND c.registered_at <= $4 \
     AND c.changed_at = c.registered_at))";

impl Question<'_> {
    /// Unchanged since `as_of`, with an open clock that is near its due time or behind it.
    async fn due(&self, conn: &mut AnyConnection, items: &mut BTreeMap<CaseId, Item>) -> Result<(), Error> {
        // A clock may have an end that lies ahead of `as_of` (the source system's own time): open until then.
        for open in [
            "k.ended_at IS NULL AND k.paused = 0",
            "k.ended_at > $3 AND k.ended_at IS NOT NULL AND k.cancelled = 0",
        ] {
            let mut args = Args::default();
            args.text(self.kind.as_str())
                .int(i64::from(self.near_percent))
                .at(self.as_of)
                .at(self.known_by);
            let sql = format!(
                "SELECT {ITEM_COLUMNS}, k.clock, k.from_at AS clock_from, k.due_at AS clock_due \
                 FROM clocks k JOIN cases c ON c.seq = k.case_seq \
                 WHERE k.kind = $1 AND k.from_at <= $3 AND ($3 - k.from_at) * 100 >= $2 * (k.due_at - k.from_at) \
                 AND {open} AND {UNCHANGED} \
                 AND (c.finished_at IS NULL OR c.finished_at > $3) ORDER BY k.due_at"
            );
            each_row(conn, &sql, args, |row| {
                let clock = (
                    ClockSlug::new(row.text("clock")?),
                    row.at("clock_from")?,
                    row.at("clock_due")?,
                );
                item_of(row, items)?.clocks.push(clock);
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// Unchanged since `as_of`, received on the day or unfinished, with something grave in it.
    async fn grave(&self, conn: &mut AnyConnection, items: &mut BTreeMap<CaseId, Item>) -> Result<(), Error> {
        // Each by an index. Whether it came before the day is looked at afterwards, or another index would be taken for it, in which all
        // are that were ever grave.
        for which in [
            "c.received_day = $2",
            "c.finished_at IS NULL",
            // The source system's own time may lie ahead of `as_of`.
            "c.finished_at > $3",
        ] {
            let mut args = Args::default();
            args.text(self.kind.as_str()).int(day_number(self.day)).at(self.as_of);
            args.at(self.known_by)
                .int(i64::from(self.people))
                .int(i64::from(self.repeats));
            let sql = format!(
                "SELECT {ITEM_COLUMNS}, CASE WHEN c.received_day <= $2 THEN 1 ELSE 0 END AS has_come \
                 FROM cases c WHERE c.kind = $1 AND {which} AND {UNCHANGED} \
                 AND (c.casualties > 0 OR c.people_affected > 0 OR c.repeats > 0) \
                 AND (c.casualties > 0 OR c.people_affected >= $5 OR c.repeats >= $6)"
            );
            each_row(conn, &sql, args, |row| {
                if row.int("has_come")? == 1 {
                    item_of(row, items)?;
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// Changed since `as_of`: those registered by then are folded from the events until then, those brought in after it
    /// from all that is known of them.
    async fn changed_since(&self, conn: &mut AnyConnection, items: &mut BTreeMap<CaseId, Item>) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(self.kind.as_str()).at(self.as_of).at(self.known_by);
        let sql = "SELECT id, received_at, received_day, registered_at FROM cases \
                   WHERE kind = $1 AND changed_at > $2 AND registered_at <= $3 \
                   AND (registered_at <= $2 OR changed_at > registered_at)";
        let (mut then, mut afterwards) = (Vec::new(), Vec::new());
        let mut received = HashMap::new();
        each_row(conn, sql, args, |row| {
            let id = row.id("id")?;
            if row.at("registered_at")? <= self.as_of {
                then.push(id);
            } else {
                afterwards.push(id);
            }
            received.insert(id, row.day("received_day")?);
            Ok(())
        })
        .await?;
        for (ids, until) in [(then, self.as_of), (afterwards, self.known_by)] {
            for some in ids.chunks(FOLDED) {
                for (id, case) in fold_events(conn, some, Some(until)).await? {
                    let item = self.of_case(case, received.get(&id).copied());
                    items.extend(item.map(|item| (id, item)));
                }
            }
        }
        Ok(())
    }

    fn of_case(&self, case: Case, received: Option<Date>) -> Option<Item> {
        let finished = case.is_finished(self.as_of);
        let open_until = |stopped: Option<Timestamp>| stopped.is_none_or(|stopped| stopped > self.as_of);
        let clocks: Vec<_> = case
            .clocks
            .iter()
            .filter(|clock| !finished && open_until(clock.stopped_at) && !clock.is_paused())
            .filter(|clock| clock.from <= self.as_of && self.is_near(clock.from, clock.due))
            .map(|clock| (clock.clock.clone(), clock.from, clock.due))
            .collect();
        let is_asked = received == Some(self.day) || (!finished && received < Some(self.day));
        let grave = is_asked
            && (case.casualties.is_some_and(|n| n > 0)
                || case.people_affected.is_some_and(|n| n >= self.people)
                || case.repeats >= self.repeats);
        (grave || !clocks.is_empty()).then_some(Item {
            id: case.id,
            number: case.number,
            title: case.title,
            unit: case.unit,
            category: case.category,
            area: case.place.area,
            received_at: case.received_at,
            casualties: case.casualties,
            people_affected: case.people_affected,
            repeats: case.repeats,
            clocks,
        })
    }

    /// As the statement asks it of clocks that are read.
    fn is_near(&self, from: Timestamp, due: Timestamp) -> bool {
        let used = i128::from(self.as_of.as_millisecond()) - i128::from(from.as_millisecond());
        let whole = i128::from(due.as_millisecond()) - i128::from(from.as_millisecond());
        used * 100 >= i128::from(self.near_percent) * whole
    }
}

/// The row's item among `items`, made where it is not there yet.
fn item_of<'i>(row: &AnyRow, items: &'i mut BTreeMap<CaseId, Item>) -> Result<&'i mut Item, Error> {
    let place = match items.entry(row.id("id")?) {
        Entry::Occupied(there) => return Ok(there.into_mut()),
        Entry::Vacant(place) => place,
    };
    Ok(place.insert(Item {
        id: row.id("id")?,
        number: row.text("number")?,
        title: row.text("title")?,
        unit: UnitSlug::new(row.text("unit")?),
        category: CategorySlug::new(row.text("category")?),
        area: row.opt_text("area")?.map(AreaSlug::new),
        received_at: row.at("received_at")?,
        casualties: row.opt_small("casualties")?,
        people_affected: row.opt_small("people_affected")?,
        repeats: row.small("repeats")?,
        clocks: Vec::new(),
    }))
}
