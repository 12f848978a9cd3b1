//! A day's stream: judgement, brief and decisions.

use crate::boxed;
use crate::model::day_number;
use crate::sql::{Args, Columns as _, Insert, Script, execute, groups, places, row, rows};
use crate::write::json;
use crate::{Error, Recorded, Store};
use domain::CaseId;
use domain::case::Actor;
use domain::daily::{DayEvent, Subject};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// Days of one transaction when it is made again whose words they repeat.
const SLICE: i64 = 31;

/// Version of a day's stream after an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayVersion(pub u64);

/// What is written into a day's stream with a case: that it is the task which was made of the day's decision.
#[derive(Debug, Clone)]
pub struct DecidedOn {
    /// The day.
    pub date: Date,
    /// The version that its stream is expected at.
    pub expected: DayVersion,
    /// What was decided on.
    pub subject: Subject,
}

static MENTIONS: Insert = Insert::new(
    "INSERT INTO day_mentions (case_id, day)",
    2,
    "ON CONFLICT (case_id, day) DO NOTHING",
);
static DAY_EVENTS: Insert = Insert::new("INSERT INTO day_events (day, version, at, actor, event)", 5, "");

impl Store {
    /// Appends to a day's stream; `DayVersion(0)` is expected of a day without one.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version.
    #[boxed]
    pub async fn append_day(
        &self,
        date: Date,
        expected: DayVersion,
        events: Vec<DayEvent>,
        actor: Actor,
        at: Timestamp,
    ) -> Result<DayVersion, Error> {
        self.change(move |conn| Box::pin(append(conn, date, expected, events, actor, at)))
            .await
    }

    /// The day's events, oldest first.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if one cannot be read.
    #[boxed]
    pub async fn day_events(&self, date: Date) -> Result<Vec<Recorded<DayEvent>>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.int(day_number(date));
        let sql = "SELECT version, at, actor, event FROM day_events WHERE day = $1 ORDER BY version";
        rows(&mut conn, sql, args)
            .await?
            .iter()
            .map(|row| {
                Ok(Recorded {
                    version: row.count("version")?,
                    event: row.json("event")?,
                    actor: row.json("actor")?,
                    at: row.at("at")?,
                })
            })
            .collect()
    }

    /// Days that have a stream, newest first, before `before`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn days(&self, before: Option<Date>, limit: u32) -> Result<Vec<Date>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.int(before.map_or(i64::MAX, day_number)).int(i64::from(limit));
        let sql = "SELECT DISTINCT day FROM day_events WHERE day < $1 ORDER BY day DESC LIMIT $2";
        rows(&mut conn, sql, args)
            .await?
            .iter()
            .map(|row| row.day("day"))
            .collect()
    }

    /// Signs a version in one step with its issue number: next of the year and next of all, allotted by the writer.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version; no number is used up then.
    #[boxed]
    pub async fn sign_brief(
        &self,
        date: Date,
        expected: DayVersion,
        version: u32,
        actor: Actor,
        at: Timestamp,
    ) -> Result<(u32, u32), Error> {
        self.change(move |conn| {
            Box::pin(async move {
                let issue = next(conn, &format!("brief-{}", date.year())).await?;
                let running = next(conn, "brief").await?;
                let signed = DayEvent::BriefSigned {
                    version,
                    issue,
                    running,
                };
                append(conn, date, expected, vec![signed], actor, at).await?;
                Ok((issue, running))
            })
        })
        .await
    }
}

async fn append(
    conn: &mut AnyConnection,
    date: Date,
    expected: DayVersion,
    mut events: Vec<DayEvent>,
    actor: Actor,
    at: Timestamp,
) -> Result<DayVersion, Error> {
    let current = version_of(conn, date).await?;
    if current != expected.0 {
        return Err(Error::Conflict { current });
    }
    let actor = json(&actor)?;
    let script = script(conn, (date, expected), &mut events, (&actor, at)).await?;
    script.run(conn).await?;
    Ok(DayVersion(current + u64::try_from(events.len()).unwrap_or_default()))
}

/// The version that a day's stream is at.
pub(crate) async fn version_of(conn: &mut AnyConnection, date: Date) -> Result<u64, Error> {
    let mut args = Args::default();
    args.int(day_number(date));
    let sql = "SELECT coalesce(max(version), 0) AS version FROM day_events WHERE day = $1";
    row(conn, sql, args).await?.map_or(Ok(0), |row| row.count("version"))
}

/// The statements that write into a day's stream which task was made of its decision, by whom (as it is kept) and when.
pub(crate) async fn decided_script(
    conn: &mut AnyConnection,
    on: &DecidedOn,
    (task, number): (CaseId, &str),
    by: (&str, Timestamp),
) -> Result<Script, Error> {
    let decided = DayEvent::Decided {
        subject: on.subject.clone(),
        task,
        number: number.to_owned(),
    };
    script(conn, (on.date, on.expected), &mut [decided], by).await
}

/// The statements that write events behind a version of a day's stream, and whose words they repeat.
async fn script(
    conn: &mut AnyConnection,
    (date, expected): (Date, DayVersion),
    events: &mut [DayEvent],
    (actor, at): (&str, Timestamp),
) -> Result<Script, Error> {
    let day = day_number(date);
    let mut script = Script::default();
    add_mentions(&mut script, day, &whole_cases(conn, events).await?);
    let events = events.iter().map(json).collect::<Result<Vec<_>, _>>()?;
    let events: Vec<_> = (expected.0 + 1..).zip(events).collect();
    DAY_EVENTS.add(&mut script, &events, |(version, event), args| {
        args.int(day)
            .int(i64::try_from(*version).unwrap_or(i64::MAX))
            .at(at)
            .text(actor)
            .text(event);
    });
    Ok(script)
}

/// The cases whose words are repeated. What was read before a case was erased is left without its words.
async fn whole_cases(conn: &mut AnyConnection, events: &mut [DayEvent]) -> Result<Vec<CaseId>, Error> {
    let cases = mentioned(events);
    let erased = erased_of(conn, &cases).await?;
    for event in events {
        event.each_word_of_cases(&mut |case, word| {
            if erased.contains(&case) {
                word.clear();
            }
        });
    }
    Ok(cases.difference(&erased).copied().collect())
}

/// The cases whose words stand in these events, or stood there before they were erased.
fn mentioned(events: &mut [DayEvent]) -> BTreeSet<CaseId> {
    let mut cases = BTreeSet::new();
    for event in events {
        event.each_word_of_cases(&mut |case, _| {
            cases.insert(case);
        });
    }
    cases
}

async fn erased_of(conn: &mut AnyConnection, cases: &BTreeSet<CaseId>) -> Result<BTreeSet<CaseId>, Error> {
    let cases: Vec<CaseId> = cases.iter().copied().collect();
    let mut erased = BTreeSet::new();
    for some in groups(&cases) {
        let mut args = Args::default();
        for case in &some {
            args.id(*case);
        }
        let list = places(1, some.len());
        let sql = format!("SELECT id FROM cases WHERE erased_at IS NOT NULL AND id IN ({list})");
        for row in rows(conn, &sql, args).await? {
            erased.insert(row.id("id")?);
        }
    }
    Ok(erased)
}

fn add_mentions(script: &mut Script, day: i64, cases: &[CaseId]) {
    MENTIONS.add(script, cases, |case, args| {
        args.id(*case).int(day);
    });
}

/// Reads whose words the days repeat that are there already.
pub(crate) async fn mentions_catch_up(conn: &mut AnyConnection) -> Result<(), Error> {
    let found = rows(
        conn,
        "SELECT DISTINCT day FROM day_events ORDER BY day",
        Args::default(),
    )
    .await?;
    for day in found {
        let day = day.int("day")?;
        let mut script = Script::default();
        let mut events = events_of(conn, day).await?;
        add_mentions(&mut script, day, &whole_cases(conn, &mut events).await?);
        script.run(conn).await?;
    }
    Ok(())
}

async fn events_of(conn: &mut AnyConnection, day: i64) -> Result<Vec<DayEvent>, Error> {
    let mut args = Args::default();
    args.int(day);
    let sql = "SELECT event FROM day_events WHERE day = $1 ORDER BY version";
    let events = rows(conn, sql, args).await?;
    events.iter().map(|row| row.json("event")).collect()
}

/// What one slice of [`mentions_again`] found.
pub(crate) struct Again {
    /// Its last day; none behind the end.
    pub(crate) last: Option<i64>,
    /// Days of which something else was kept than their events say; what is no day, as the number that it is.
    pub(crate) differed: Vec<String>,
}

/// Makes again whose words the days behind `after` repeat, a slice of them, where it is not as their events say.
pub(crate) async fn mentions_again(conn: &mut AnyConnection, after: i64) -> Result<Again, Error> {
    let mut args = Args::default();
    args.int(after).int(SLICE);
    let sql = "SELECT day FROM day_events WHERE day > $1 UNION SELECT day FROM day_mentions WHERE day > $1 \
               ORDER BY day LIMIT $2";
    let mut again = Again {
        last: None,
        differed: Vec::new(),
    };
    for found in rows(conn, sql, args).await? {
        let day = found.int("day")?;
        again.last = Some(day);
        let mut events = events_of(conn, day).await?;
        let due = whole_cases(conn, &mut events).await?;
        let mut args = Args::default();
        args.int(day);
        let kept = rows(conn, "SELECT case_id FROM day_mentions WHERE day = $1", args).await?;
        let kept: BTreeSet<CaseId> = kept.iter().map(|row| row.id("case_id")).collect::<Result<_, _>>()?;
        if kept.iter().eq(&due) {
            continue;
        }
        let mut args = Args::default();
        args.int(day);
        let mut script = Script::default();
        script.add("DELETE FROM day_mentions WHERE day = $1", args);
        add_mentions(&mut script, day, &due);
        script.run(conn).await?;
        let named = found.day("day").map_or_else(|_| day.to_string(), |day| day.to_string());
        again.differed.push(named);
    }
    Ok(again)
}

/// The statements that take the words of these cases out of all days' papers.
pub(crate) async fn without_words_of(conn: &mut AnyConnection, cases: &BTreeSet<CaseId>) -> Result<Script, Error> {
    let mut script = Script::default();
    let mut days = BTreeSet::new();
    for case in cases {
        let mut args = Args::default();
        args.id(*case);
        for row in rows(conn, "SELECT day FROM day_mentions WHERE case_id = $1", args).await? {
            days.insert(row.int("day")?);
        }
        let mut args = Args::default();
        args.id(*case);
        script.add("DELETE FROM day_mentions WHERE case_id = $1", args);
    }
    for day in days {
        let mut args = Args::default();
        args.int(day);
        let sql = "SELECT version, event FROM day_events WHERE day = $1 ORDER BY version";
        for row in rows(conn, sql, args).await? {
            let mut event: DayEvent = row.json("event")?;
            let mut changed = false;
            event.each_word_of_cases(&mut |case, word| {
                if cases.contains(&case) && !word.is_empty() {
                    word.clear();
                    changed = true;
                }
            });
            if changed {
                let mut args = Args::default();
                args.text(&json(&event)?).int(day).int(row.int("version")?);
                script.add("UPDATE day_events SET event = $1 WHERE day = $2 AND version = $3", args);
            }
        }
    }
    Ok(script)
}

/// The next number of a series.
async fn next(conn: &mut AnyConnection, prefix: &str) -> Result<u32, Error> {
    let mut args = Args::default();
    args.text(prefix);
    let sql = "INSERT INTO numbers (prefix, last) VALUES ($1, 1) \
               ON CONFLICT (prefix) DO UPDATE SET last = numbers.last + 1";
    execute(conn, sql, args).await?;
    let mut args = Args::default();
    args.text(prefix);
    row(conn, "SELECT last FROM numbers WHERE prefix = $1", args)
        .await?
        .ok_or_else(|| Error::Corrupt("a number is gone".to_owned()))?
        .small("last")
}
