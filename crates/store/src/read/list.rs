//! The worklist: pages by key, each answered by one index that gives the order, so that a page costs the same in a
//! large database as in a small one.
//!
//! The index is chosen here and not by the engine: conditions that it does not hold are written so that no other index
//! can be taken for them (`|| ''`, `+ 0`). A list by words is in the order of registration, newest first, whatever
//! order is asked for: a frequent word has hundreds of thousands of hits, and sorting them would make a page wait.

use super::by_words::list_by_words;
use super::rows::{COLUMNS, case_row};
use super::terms::{Driver, other_terms, rarest, received_terms, where_all};
use super::viewer::Withheld;
use super::{CaseRow, Cursor, Filter, Page, Sort, Viewer};
use crate::boxed;
use crate::sql::{Args, Columns as _, row, rows};
use crate::{Error, Store};
use domain::KindSlug;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::cmp::Ordering;

/// Hits of a word question that are looked at for one page; a page may be short of rows and still have a next one.
pub(super) const LOOKED_AT: i64 = 20_000;

/// Sort key of a row and its place in the order of registration.
pub(crate) type Key = (Option<i64>, i64);

impl Store {
    /// A page of the worklist as the viewer sees it, at most `limit` rows after `after`.
    ///
    /// With [`Filter::text`] the rows are in the order of registration, newest first, and a page may be shorter than
    /// `limit` though there is a next one.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn list(
        &self,
        viewer: &Viewer,
        filter: &Filter,
        sort: Sort,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<CaseRow>, Error> {
        let after = after.and_then(read_cursor);
        let filter = &viewer.narrow(filter);
        if filter.text.is_some() {
            self.index_waiting().await?;
        }
        let mut conn = self.reader().await?;
        let withheld = &viewer.ask(&mut conn).await?;
        let limit = i64::from(limit.max(1));
        if let Some(text) = &filter.text {
            return list_by_words(&mut conn, (filter, withheld), text, after, limit).await;
        }
        let mut found: Vec<(Key, AnyRow)> = Vec::new();
        let mut kinds = Vec::new();
        for kind in all_kinds(&mut conn, filter).await? {
            let rarest = rarest(&mut conn, filter, &kind, sort).await?;
            kinds.push((kind, rarest));
        }
        let question = Question {
            filter,
            withheld,
            sort,
            after,
            limit: limit + 1,
        };
        for part in parts(filter, sort, after) {
            for (kind, rarest) in &kinds {
                found.extend(one_kind(&mut conn, &question, kind, part, *rarest).await?);
            }
            if i64::try_from(found.len()).unwrap_or(i64::MAX) > limit {
                break;
            }
        }
        found.sort_by(|(a, _), (b, _)| compare(sort, *a, *b));
        page(found, limit)
    }
}

/// A worklist by due time has two parts: cases with a due time, then those without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    WithDue,
    WithoutDue,
}

fn parts(filter: &Filter, sort: Sort, after: Option<Key>) -> Vec<Part> {
    match (sort, after) {
        (Sort::DueSoonest, _) if filter.due_before.is_some() => vec![Part::WithDue],
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
pub(super) async fn all_kinds(conn: &mut AnyConnection, filter: &Filter) -> Result<Vec<KindSlug>, Error> {
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
            None => break,
        }
    }
    kinds.retain(|kind| !filter.without.contains(kind));
    Ok(kinds)
}

async fn one_kind(
    conn: &mut AnyConnection,
    question: &Question<'_>,
    kind: &KindSlug,
    part: Part,
    rarest: Option<Driver>,
) -> Result<Vec<(Key, AnyRow)>, Error> {
    let (sql, args, column) = question.statement(kind, part, rarest);
    let with_key = |row: AnyRow| {
        let key = column.map(|column| row.int(column)).transpose()?;
        Ok(((key, row.int("seq")?), row))
    };
    rows(conn, &sql, args).await?.into_iter().map(with_key).collect()
}

/// What a page of a worklist is asked for.
struct Question<'a> {
    filter: &'a Filter,
    withheld: &'a Withheld,
    sort: Sort,
    after: Option<Key>,
    /// Rows of the page and one more, which tells whether there is a next page.
    limit: i64,
}

impl Question<'_> {
    /// The statement for one kind and part, and the column of its sort key; none where the place alone is the key.
    fn statement(&self, kind: &KindSlug, part: Part, rarest: Option<Driver>) -> (String, Args, Option<&'static str>) {
        let mut args = Args::default();
        let mut terms = Vec::new();
        let driver = rarest.unwrap_or_else(|| driver(self.filter, self.sort, part));
        args.text(kind.as_str());
        let hidden = matches!(driver, Driver::Origin | Driver::Seq);
        terms.push(format!("c.kind{} = $1", if hidden { " || ''" } else { "" }));
        let asked = (self.filter, self.withheld);
        other_terms(&mut terms, &mut args, asked, driver, part == Part::WithDue);
        let (column, than, direction) = match (self.sort, part) {
            // Without a due time: in the order of registration, newest first.
            (_, Part::WithoutDue) => (None, "<", "DESC"),
            (Sort::ReceivedNewest, _) => (Some("received_at"), "<", "DESC"),
            (Sort::ReceivedOldest, _) => (Some("received_at"), ">", "ASC"),
            (Sort::DueSoonest, _) => (Some("due_at"), ">", "ASC"),
            (Sort::ChangedNewest, _) => (Some("changed_at"), "<", "DESC"),
        };
        if column == Some("received_at") {
            received_terms(&mut terms, &mut args, self.filter);
        }
        match part {
            Part::WithDue => terms.push("c.due_at IS NOT NULL".to_owned()),
            Part::WithoutDue => terms.push("c.due_at IS NULL".to_owned()),
            Part::All => {}
        }
        // Where few are found first and then sorted, the order's own index must not be taken instead.
        let hide = if rarest.is_some() { " + 0" } else { "" };
        let key_of = column.map(|column| format!("c.{column}{hide}"));
        match (self.after, &key_of) {
            (Some((Some(key), seq)), Some(column)) => {
                let first = args.int(key).len();
                let second = args.int(seq).len();
                terms.push(format!(
                    "{column} {than}= ${first} AND ({column} {than} ${first} OR c.seq {than} ${second})"
                ));
            }
            (Some((None, seq)), None) => {
                let place = args.int(seq).len();
                terms.push(format!("c.seq < ${place}"));
            }
            _ => {}
        }
        let order = key_of.map_or_else(String::new, |key| format!("{key} {direction}, "));
        let place = args.int(self.limit).len();
        let sql = format!(
            "SELECT {COLUMNS} FROM cases c {} ORDER BY {order}c.seq {direction} LIMIT ${place}",
            where_all(&terms)
        );
        (sql, args, column)
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

pub(super) fn page(mut found: Vec<(Key, AnyRow)>, limit: i64) -> Result<Page<CaseRow>, Error> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|(key, _)| cursor(*key));
    let rows = found.iter().map(|(_, row)| case_row(row)).collect::<Result<_, _>>()?;
    Ok(Page { rows, next })
}

pub(crate) fn cursor((key, seq): Key) -> Cursor {
    Cursor(match key {
        Some(key) => format!("{key}.{seq}"),
        None => format!("-.{seq}"),
    })
}

/// A cursor that nobody here wrote is none: the list begins at its beginning.
pub(crate) fn read_cursor(cursor: &Cursor) -> Option<Key> {
    let (key, seq) = cursor.0.rsplit_once('.')?;
    let key = if key == "-" { None } else { Some(key.parse().ok()?) };
    Some((key, seq.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The index and the order that the engine takes for a first and for a later page.
    async fn plans(store: &Store, filter: &Filter, sort: Sort) -> Vec<String> {
        let mut conn = store.reader().await.unwrap();
        let mut plans = Vec::new();
        let actor = domain::case::Actor {
            unit: Some(domain::UnitSlug::from("water")),
            post: Some(domain::PostSlug::from("water-leader")),
            role: domain::case::Role::Leader,
            account: None,
        };
        let pack = domain::pack::builtin("demo-bureau").unwrap();
        let withheld = [Viewer::body(), Viewer::of(&domain::access::Standing::of(&pack, &actor))].map(Withheld);
        let afters = [None, Some((Some(7), 7)), Some((None, 7))];
        for (after, withheld) in afters
            .into_iter()
            .flat_map(|after| withheld.iter().map(move |one| (after, one)))
        {
            let question = Question {
                filter,
                withheld,
                sort,
                after,
                limit: 51,
            };
            for part in parts(filter, sort, after) {
                let (sql, args, _) = question.statement(&KindSlug::from("request"), part, None);
                let plan = rows(&mut conn, &format!("EXPLAIN QUERY PLAN {sql}"), args)
                    .await
                    .unwrap();
                let plan: Vec<_> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
                plans.push(plan.join("; "));
            }
        }
        plans
    }

    #[tokio::test]
    async fn a_page_is_read_from_one_index_and_never_sorted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let unit = Some(domain::UnitSlug::from("u"));
        let category = Some(domain::CategorySlug::from("c"));
        let area = Some(domain::AreaSlug::from("a"));
        let status = Some(domain::StatusSlug::from("s"));
        let day = Some(jiff::civil::date(2026, 3, 2));
        let due_before = Some(jiff::Timestamp::UNIX_EPOCH);
        let filters = [
            Filter::default(),
            Filter {
                unit: unit.clone(),
                ..Filter::default()
            },
            Filter {
                category: category.clone(),
                ..Filter::default()
            },
            Filter {
                area: area.clone(),
                ..Filter::default()
            },
            Filter {
                status: status.clone(),
                ..Filter::default()
            },
            Filter {
                due_before,
                open: Some(true),
                ..Filter::default()
            },
            Filter {
                received_from: day,
                received_to: day,
                ..Filter::default()
            },
            Filter {
                unit,
                category,
                area,
                status,
                open: Some(true),
                due_before,
                received_from: day,
                ..Filter::default()
            },
        ];
        for filter in &filters {
            for sort in [
                Sort::ReceivedNewest,
                Sort::ReceivedOldest,
                Sort::DueSoonest,
                Sort::ChangedNewest,
            ] {
                for plan in plans(&store, filter, sort).await {
                    assert!(!plan.contains("TEMP B-TREE"), "{sort:?} {filter:?}: {plan}");
                    assert!(
                        plan.contains("USING INDEX") || plan.starts_with("SCAN c") || plan.contains("PRIMARY KEY"),
                        "{plan}"
                    );
                }
            }
        }
    }
}
