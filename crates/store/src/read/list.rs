//! The worklist: pages by key, each answered by one index that gives the order, so that a page costs the same in a
//! large database as in a small one.
//!
//! The index is chosen here and not by the engine: conditions that it does not hold are written so that no other index
//! can be taken for them (`|| ''`, `+ 0`). A list by words is in the order of registration, newest first, whatever
//! order is asked for: a frequent word has hundreds of thousands of hits, and sorting them would make a page wait.

use super::rows::{COLUMNS, case_row};
use super::{CaseRow, Cursor, Filter, Page, Sort};
use crate::model::day_number;
use crate::sql::{Args, Columns as _, row, rows};
use crate::{Error, Store, sqlite, words};
use domain::KindSlug;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::cmp::Ordering;

/// Hits of a word question that are looked at for one page; a page may be short of rows and still have a next one.
const LOOKED_AT: i64 = 20_000;

/// Sort key of a row and its place in the order of registration.
type Key = (Option<i64>, i64);

impl Store {
    /// A page of the worklist, at most `limit` rows after `after`.
    ///
    /// With [`Filter::text`] the rows are in the order of registration, newest first, and a page may be shorter than
    /// `limit` though there is a next one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn list(
        &self,
        filter: &Filter,
        sort: Sort,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<CaseRow>, Error> {
        let after = after.and_then(read_cursor);
        let mut conn = self.reader().await?;
        let limit = i64::from(limit.max(1));
        if let Some(text) = &filter.text {
            return list_by_words(&mut conn, filter, text, after, limit).await;
        }
        let mut found: Vec<(Key, AnyRow)> = Vec::new();
        let kinds = kinds(&mut conn, filter).await?;
        for part in parts(sort, after) {
            for kind in &kinds {
                found.extend(one_kind(&mut conn, filter, kind, sort, part, after, limit + 1).await?);
            }
            if i64::try_from(found.len()).unwrap_or(i64::MAX) > limit {
                break;
            }
        }
        found.sort_by(|(a, _), (b, _)| compare(sort, *a, *b));
        page(found, limit)
    }

    /// How many cases the filter finds, counted up to `most` (so that a page never waits for a million).
    ///
    /// # Errors
    /// What the database says.
    pub async fn count(&self, filter: &Filter, most: u64) -> Result<u64, Error> {
        let mut conn = self.reader().await?;
        let most_rows = i64::try_from(most).unwrap_or(i64::MAX);
        let mut args = Args::default();
        let mut terms = Vec::new();
        let from = if let Some(text) = &filter.text {
            let Some(question) = words::question(text) else {
                return Ok(0);
            };
            args.text(&question).int(i64::MAX).int(LOOKED_AT.max(most_rows));
            format!("({}) s JOIN cases c ON c.seq = s.seq", sqlite::SEARCH)
        } else {
            "cases c".to_owned()
        };
        other_terms(
            &mut terms,
            &mut args,
            filter,
            if filter.text.is_some() {
                Driver::Words
            } else {
                Driver::Free
            },
        );
        args.int(most_rows);
        let sql = format!(
            "SELECT count(*) AS n FROM (SELECT 1 AS one FROM {from} {} LIMIT ${}) AS counted",
            where_all(&terms),
            args.len()
        );
        row(&mut conn, &sql, args).await?.map_or(Ok(0), |row| row.count("n"))
    }

    /// How many cases there are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn total_cases(&self) -> Result<u64, Error> {
        // Registered cases are never removed and numbered without a gap.
        let mut conn = self.reader().await?;
        let sql = "SELECT coalesce(max(seq), 0) AS n FROM cases";
        row(&mut conn, sql, Args::default())
            .await?
            .map_or(Ok(0), |row| row.count("n"))
    }
}

/// Which condition the chosen index begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Driver {
    /// The full-text index.
    Words,
    /// The engine's own choice: counting has no order.
    Free,
    Origin,
    Unit,
    Category,
    Area,
    Status,
    /// Only the kind.
    Kind,
    /// The order of registration.
    Seq,
}

/// A worklist by due time has two parts: cases with a due time, then those without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    WithDue,
    WithoutDue,
}

fn parts(sort: Sort, after: Option<Key>) -> Vec<Part> {
    match (sort, after) {
        (Sort::DueSoonest, Some((None, _))) => vec![Part::WithoutDue],
        (Sort::DueSoonest, _) => vec![Part::WithDue, Part::WithoutDue],
        _ => vec![Part::All],
    }
}

fn driver(filter: &Filter, sort: Sort, part: Part) -> Driver {
    let by_time = matches!(sort, Sort::ReceivedNewest | Sort::ReceivedOldest);
    if filter.origin.is_some() {
        Driver::Origin
    } else if part == Part::WithoutDue {
        Driver::Seq
    } else if filter.unit.is_some() && (by_time || part == Part::WithDue) {
        Driver::Unit
    } else if filter.category.is_some() && by_time {
        Driver::Category
    } else if filter.area.is_some() && by_time {
        Driver::Area
    } else if filter.status.is_some() && by_time {
        Driver::Status
    } else {
        Driver::Kind
    }
}

/// The kinds that a list is made of: each is read in its order and the pages are merged.
async fn kinds(conn: &mut AnyConnection, filter: &Filter) -> Result<Vec<KindSlug>, Error> {
    if let Some(kind) = &filter.kind {
        return Ok(vec![kind.clone()]);
    }
    let mut kinds: Vec<KindSlug> = Vec::new();
    loop {
        let mut args = Args::default();
        args.text(kinds.last().map_or("", KindSlug::as_str));
        let next = row(conn, "SELECT min(kind) AS kind FROM cases WHERE kind > $1", args).await?;
        match next.map(|row| row.opt_text("kind")).transpose()?.flatten() {
            Some(kind) => kinds.push(KindSlug::new(kind)),
            None => return Ok(kinds),
        }
    }
}

async fn one_kind(
    conn: &mut AnyConnection,
    filter: &Filter,
    kind: &KindSlug,
    sort: Sort,
    part: Part,
    after: Option<Key>,
    limit: i64,
) -> Result<Vec<(Key, AnyRow)>, Error> {
    let mut args = Args::default();
    let mut terms = Vec::new();
    let driver = driver(filter, sort, part);
    args.text(kind.as_str());
    terms.push(
        if matches!(driver, Driver::Origin | Driver::Seq) {
            "c.kind || '' = $1"
        } else {
            "c.kind = $1"
        }
        .to_owned(),
    );
    other_terms(&mut terms, &mut args, filter, driver);
    let (column, descending) = match (sort, part) {
        (_, Part::WithoutDue) | (Sort::ReceivedNewest, _) => ("received_at", true),
        (Sort::ReceivedOldest, _) => ("received_at", false),
        (Sort::DueSoonest, _) => ("due_at", false),
        (Sort::ChangedNewest, _) => ("changed_at", true),
    };
    match part {
        Part::WithDue => terms.push("c.due_at IS NOT NULL".to_owned()),
        Part::WithoutDue => terms.push("c.due_at IS NULL".to_owned()),
        Part::All => {}
    }
    let (than, direction) = if descending { ("<", "DESC") } else { (">", "ASC") };
    // The part without due times is in the order of registration, newest first; its key is the place alone.
    let order = if part == Part::WithoutDue { "seq" } else { column };
    if let Some((key, seq)) = after {
        match key {
            Some(key) if part != Part::WithoutDue => {
                let first = args.int(key).len();
                let second = args.int(seq).len();
                terms.push(format!(
                    "c.{column} {than}= ${first} AND (c.{column} {than} ${first} OR c.seq {than} ${second})"
                ));
            }
            None if part == Part::WithoutDue => {
                let place = args.int(seq).len();
                terms.push(format!("c.seq < ${place}"));
            }
            _ => {}
        }
    }
    let place = args.int(limit).len();
    let order = if order == "seq" {
        "c.seq DESC".to_owned()
    } else {
        format!("c.{column} {direction}, c.seq {direction}")
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM cases c {} ORDER BY {order} LIMIT ${place}",
        where_all(&terms)
    );
    let found = rows(conn, &sql, args).await?;
    let with_key = |row: AnyRow| {
        let key = if part == Part::WithoutDue {
            None
        } else {
            row.opt_int(column)?
        };
        Ok(((key, row.int("seq")?), row))
    };
    found.into_iter().map(with_key).collect()
}

async fn list_by_words(
    conn: &mut AnyConnection,
    filter: &Filter,
    text: &str,
    after: Option<Key>,
    limit: i64,
) -> Result<Page<CaseRow>, Error> {
    let Some(question) = words::question(text) else {
        return Ok(Page {
            rows: Vec::new(),
            next: None,
        });
    };
    let below = after.map_or(i64::MAX, |(_, seq)| seq);
    let narrow = *filter
        == Filter {
            text: filter.text.clone(),
            ..Filter::default()
        };
    let looked_at = if narrow { limit + 1 } else { LOOKED_AT };
    let mut args = Args::default();
    args.text(&question).int(below).int(looked_at);
    let mut terms = Vec::new();
    other_terms(&mut terms, &mut args, filter, Driver::Words);
    let place = args.int(limit + 1).len();
    let sql = format!(
        "SELECT {COLUMNS} FROM ({}) s JOIN cases c ON c.seq = s.seq {} ORDER BY s.seq DESC LIMIT ${place}",
        sqlite::SEARCH,
        where_all(&terms)
    );
    let found = rows(conn, &sql, args).await?;
    if i64::try_from(found.len()).unwrap_or(i64::MAX) <= limit && !narrow {
        // Fewer than a page among those looked at: where there are more hits, the next page begins behind them.
        let mut args = Args::default();
        args.text(&question).int(below).int(looked_at);
        let sql = format!("SELECT count(*) AS n, min(s.seq) AS last FROM ({}) s", sqlite::SEARCH);
        let behind = row(conn, &sql, args)
            .await?
            .ok_or_else(|| Error::Corrupt("no answer".to_owned()))?;
        if behind.int("n")? == looked_at {
            let rows = found.iter().map(case_row).collect::<Result<_, _>>()?;
            return Ok(Page {
                rows,
                next: Some(cursor((None, behind.int("last")?))),
            });
        }
    }
    let keyed = found
        .into_iter()
        .map(|row| Ok(((None, row.int("seq")?), row)))
        .collect::<Result<_, Error>>()?;
    page(keyed, limit)
}

/// The filter's terms but the kind where the index begins with it.
fn other_terms(terms: &mut Vec<String>, args: &mut Args, filter: &Filter, driver: Driver) {
    let mut text = |column: &str, value: Option<&str>, indexed: bool| {
        if let Some(value) = value {
            let place = args.text(value).len();
            let hide = if indexed { "" } else { " || ''" };
            terms.push(format!("c.{column}{hide} = ${place}"));
        }
    };
    let free = driver == Driver::Free;
    if free || driver == Driver::Words {
        text("kind", filter.kind.as_ref().map(KindSlug::as_str), free);
    }
    text(
        "unit",
        filter.unit.as_ref().map(domain::UnitSlug::as_str),
        free || driver == Driver::Unit,
    );
    text(
        "category",
        filter.category.as_ref().map(domain::CategorySlug::as_str),
        free || driver == Driver::Category,
    );
    text(
        "area",
        filter.area.as_ref().map(domain::AreaSlug::as_str),
        free || driver == Driver::Area,
    );
    text(
        "status",
        filter.status.as_ref().map(domain::StatusSlug::as_str),
        free || driver == Driver::Status,
    );
    if let Some(origin) = filter.origin {
        let place = args.opt_id(Some(origin)).len();
        terms.push(format!("c.origin = ${place}"));
    }
    match filter.open {
        Some(true) => terms.push("c.ended_at IS NULL".to_owned()),
        Some(false) => terms.push("c.ended_at IS NOT NULL".to_owned()),
        None => {}
    }
    if let Some(before) = filter.due_before {
        let place = args.at(before).len();
        terms.push(format!("c.due_at IS NOT NULL AND c.due_at < ${place}"));
    }
    let hide = if free { "" } else { " + 0" };
    if let Some(from) = filter.received_from {
        let place = args.int(day_number(from)).len();
        terms.push(format!("c.received_day{hide} >= ${place}"));
    }
    if let Some(to) = filter.received_to {
        let place = args.int(day_number(to)).len();
        terms.push(format!("c.received_day{hide} <= ${place}"));
    }
}

fn where_all(terms: &[String]) -> String {
    if terms.is_empty() {
        String::new()
    } else {
        format!("WHERE {}", terms.join(" AND "))
    }
}

fn compare(sort: Sort, a: Key, b: Key) -> Ordering {
    match sort {
        Sort::ReceivedNewest | Sort::ChangedNewest => b.cmp(&a),
        Sort::ReceivedOldest => a.cmp(&b),
        Sort::DueSoonest => match (a.0, b.0) {
            (Some(_), Some(_)) => a.cmp(&b),
            (None, None) => b.1.cmp(&a.1),
            (with, _) => {
                if with.is_some() {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        },
    }
}

fn page(mut found: Vec<(Key, AnyRow)>, limit: i64) -> Result<Page<CaseRow>, Error> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|(key, _)| cursor(*key));
    let rows = found.iter().map(|(_, row)| case_row(row)).collect::<Result<_, _>>()?;
    Ok(Page { rows, next })
}

fn cursor((key, seq): Key) -> Cursor {
    Cursor(match key {
        Some(key) => format!("{key}.{seq}"),
        None => format!("-.{seq}"),
    })
}

/// A cursor that nobody here wrote is none: the list begins at its beginning.
fn read_cursor(cursor: &Cursor) -> Option<Key> {
    let (key, seq) = cursor.0.rsplit_once('.')?;
    let key = if key == "-" { None } else { Some(key.parse().ok()?) };
    Some((key, seq.parse().ok()?))
}
