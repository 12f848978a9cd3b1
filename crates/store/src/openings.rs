//! The access record: who opened what is sealed, a file or a list, when and why, newest first. Found by post and unit
//! and by case, never by a person.

use crate::boxed;
use crate::read::{Withheld, cursor, read_cursor};
use crate::sql::{Args, Columns as _, Script, execute, rows};
use crate::write::add_openings;
use crate::{Cursor, Error, Page, Store, Viewer};
use domain::case::{Actor, Event, Opening, Reason};
use domain::{CaseId, KindSlug, PostSlug, UnitSlug};
use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// What the access record is asked for. Everything that is set must hold. There is no filter for a person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AccessFilter {
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub before: Option<Timestamp>,
    /// By somebody of this unit.
    pub unit: Option<UnitSlug>,
    /// By this post.
    pub post: Option<PostSlug>,
    /// [`Opening::name`].
    pub what: Option<String>,
    /// Of the case of this number.
    pub number: Option<String>,
}

/// A line of the access record.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessLine {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its kind.
    pub kind: KindSlug,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub what: Opening,
    /// Why.
    pub reason: Reason,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) position: i64,
    pub(crate) case_seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) what: String,
    pub(crate) post: String,
    pub(crate) unit: String,
}

impl Store {
    /// A page of the access record, newest first, at most `limit` lines after `after`, of cases that the viewer sees.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn access_record(
        &self,
        viewer: &Viewer,
        filter: &AccessFilter,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<AccessLine>, Error> {
        let limit = usize::try_from(limit.max(1)).unwrap_or(usize::MAX);
        let mut conn = self.reader().await?;
        let withheld = viewer.ask(&mut conn).await?;
        let (sql, args) = statement(&withheld, filter, after, limit + 1);
        let mut found = rows(&mut conn, &sql, args).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = match found.last().filter(|_| more) {
            Some(row) => Some(cursor((Some(row.int("at")?), row.int("position")?))),
            None => None,
        };
        let rows = found.iter().map(line).collect::<Result<_, _>>()?;
        Ok(Page { rows, next })
    }
}

/// The page's lines are found in one index, and only they are joined to their cases and events.
fn statement(withheld: &Withheld, filter: &AccessFilter, after: Option<&Cursor>, limit: usize) -> (String, Args) {
    let mut args = Args::default();
    let mut terms = Vec::new();
    // The first of these that is asked for is the index; what the others say is hidden from the choice of it.
    let mut driven = false;
    let equals = [
        ("case_seq", " + 0", filter.number.as_deref()),
        ("post", " || ''", filter.post.as_ref().map(PostSlug::as_str)),
        ("unit", " || ''", filter.unit.as_ref().map(UnitSlug::as_str)),
        ("what", " || ''", filter.what.as_deref()),
    ];
    for (column, hide, value) in equals {
        let Some(value) = value else { continue };
        let n = args.text(value).len();
        let hide = if driven { hide } else { "" };
        driven = true;
        terms.push(if column == "case_seq" {
            format!("case_seq = (SELECT seq FROM cases WHERE number = ${n})")
        } else {
            format!("{column}{hide} = ${n}")
        });
    }
    if let Some(from) = filter.from {
        terms.push(format!("at >= ${}", args.at(from).len()));
    }
    if let Some(before) = filter.before {
        terms.push(format!("at < ${}", args.at(before).len()));
    }
    if let Some((Some(at), position)) = after.and_then(read_cursor) {
        let first = args.int(at).len();
        let second = args.int(position).len();
        terms.push(format!("at <= ${first} AND (at < ${first} OR position < ${second})"));
    }
    if let Some(those) = withheld.those(&mut args) {
        terms.push(format!("case_seq NOT IN ({those})"));
    }
    let limit = args.int(i64::try_from(limit).unwrap_or(i64::MAX)).len();
    let where_all = if terms.is_empty() {
        String::new()
    } else {
        format!("WHERE {}", terms.join(" AND "))
    };
    let sql = format!(
        "SELECT o.position, o.at, c.id, c.number, c.kind, e.actor, e.event FROM \
         (SELECT position, case_seq, at FROM openings {where_all} ORDER BY at DESC, position DESC LIMIT ${limit}) o \
         JOIN cases c ON c.seq = o.case_seq JOIN events e ON e.position = o.position \
         ORDER BY o.at DESC, o.position DESC"
    );
    (sql, args)
}

fn line(row: &AnyRow) -> Result<AccessLine, Error> {
    let Event::Opened { what, reason } = row.json("event")? else {
        return Err(Error::Corrupt(
            "the access record names an event that opened nothing".to_owned(),
        ));
    };
    Ok(AccessLine {
        case: row.id("id")?,
        number: row.text("number")?,
        kind: KindSlug::new(row.text("kind")?),
        at: row.at("at")?,
        actor: row.json("actor")?,
        what,
        reason,
    })
}

/// Events of one transaction when the record is made again.
const SLICE: i64 = 10_000;

/// What one slice of [`make_again`] found.
pub(crate) struct Again {
    /// Position of its last event; none behind the end.
    pub(crate) last: Option<i64>,
    /// Numbers of cases whose lines differed.
    pub(crate) differed: Vec<String>,
}

/// Makes the lines of the events behind `after` again, a slice of them, where they are not as the events say.
pub(crate) async fn make_again(conn: &mut AnyConnection, after: i64) -> Result<Again, Error> {
    let mut args = Args::default();
    args.int(after).int(SLICE);
    let sql = "SELECT max(position) AS last FROM \
               (SELECT position FROM events WHERE position > $1 ORDER BY position LIMIT $2) s";
    let last = match rows(conn, sql, args).await?.first() {
        Some(row) => row.opt_int("last")?,
        None => None,
    };
    let upto = last.unwrap_or(i64::MAX);
    let mut args = Args::default();
    args.int(after).int(upto);
    let sql = "SELECT e.position, e.at, e.actor, e.event, c.seq, c.number FROM events e JOIN cases c ON c.id = e.case_id \
               WHERE e.position > $1 AND e.position <= $2 AND e.event LIKE '%\"event\":\"opened\"%' ORDER BY e.position";
    let mut due = Vec::new();
    for row in rows(conn, sql, args).await? {
        let Event::Opened { what, .. } = row.json("event")? else {
            continue;
        };
        let actor: Actor = row.json("actor")?;
        let line = Opened {
            position: row.int("position")?,
            case_seq: row.int("seq")?,
            at: row.at("at")?,
            what: what.name().to_owned(),
            post: actor.post.map_or(String::new(), |post| post.as_str().to_owned()),
            unit: actor.unit.map_or(String::new(), |unit| unit.as_str().to_owned()),
        };
        due.push((line, row.text("number")?));
    }
    let mut args = Args::default();
    args.int(after).int(upto);
    let sql = "SELECT position, case_seq, at, what, post, unit FROM openings \
               WHERE position > $1 AND position <= $2 ORDER BY position";
    let kept: Vec<Opened> = rows(conn, sql, args)
        .await?
        .iter()
        .map(|row| {
            Ok(Opened {
                position: row.int("position")?,
                case_seq: row.int("case_seq")?,
                at: row.at("at")?,
                what: row.text("what")?,
                post: row.text("post")?,
                unit: row.text("unit")?,
            })
        })
        .collect::<Result<_, Error>>()?;
    if kept.iter().eq(due.iter().map(|(line, _)| line)) {
        return Ok(Again {
            last,
            differed: Vec::new(),
        });
    }
    let mut args = Args::default();
    args.int(after).int(upto);
    let sql = "DELETE FROM openings WHERE position > $1 AND position <= $2";
    execute(conn, sql, args).await?;
    let differed = due
        .iter()
        .filter(|(line, _)| !kept.contains(line))
        .map(|(_, number)| number.clone())
        .collect();
    let lines: Vec<Opened> = due.into_iter().map(|(line, _)| line).collect();
    let mut script = Script::default();
    add_openings(&mut script, &lines);
    script.run(conn).await?;
    Ok(Again { last, differed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_page_is_read_from_one_index_and_never_sorted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let mut conn = store.reader().await.unwrap();
        let withheld = Viewer::body().ask(&mut conn).await.unwrap();
        let day = Some(Timestamp::UNIX_EPOCH);
        for n in 0..32 {
            let filter = AccessFilter {
                from: day.filter(|_| n & 1 > 0),
                before: day.filter(|_| n & 1 > 0),
                unit: (n & 2 > 0).then(|| "u".into()),
                post: (n & 4 > 0).then(|| "p".into()),
                what: (n & 8 > 0).then(|| "sealed".to_owned()),
                number: (n & 16 > 0).then(|| "1".to_owned()),
            };
            let (sql, args) = statement(&withheld, &filter, Some(&Cursor("7.7".to_owned())), 51);
            let plan = rows(&mut conn, &format!("EXPLAIN QUERY PLAN {sql}"), args)
                .await
                .unwrap();
            let plan: Vec<_> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
            let inner = plan.iter().find(|step| step.contains("openings")).unwrap();
            assert!(
                inner.contains("INDEX openings_") && inner.contains("at"),
                "{filter:?}: {plan:?}"
            );
        }
    }
}
