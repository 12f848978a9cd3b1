//! One durable commit of many appends, where the failure of one is not the failure of the others.

use super::conflict;
use super::insert::write_rows;
use super::writer::Counters;
use super::{Answers, Appended, Prepared};
use crate::sql::{Args, Columns as _, execute, groups, places, row, rows};
use crate::{Error, sqlite};
use domain::CaseId;
use sqlx::{AnyConnection, Executor};
use std::collections::{HashMap, HashSet};

/// Answers in the order of `all`.
pub(crate) async fn write_batch(conn: &mut AnyConnection, counters: &mut Counters, all: Vec<Prepared>) -> Answers {
    let mut answers: Vec<Option<Result<Appended, Error>>> = all.iter().map(|_| None).collect();
    let mut waiting: Vec<(usize, Prepared)> = all.into_iter().enumerate().collect();
    while !waiting.is_empty() {
        let (round, later) = independent(waiting);
        waiting = later;
        let places: Vec<_> = round.iter().map(|(place, _)| *place).collect();
        let round = round.into_iter().map(|(_, prepared)| prepared).collect();
        for (place, answer) in places.into_iter().zip(write_round(conn, counters, round).await) {
            answers[place] = Some(answer);
        }
    }
    answers
        .into_iter()
        .map(|answer| answer.unwrap_or(Err(Error::Stopping)))
        .collect()
}

/// Splits off what has to wait: a second write to the same case, with the same key, or for the same number elsewhere.
#[expect(clippy::type_complexity, reason = "two lists of the same thing")]
fn independent(all: Vec<(usize, Prepared)>) -> (Vec<(usize, Prepared)>, Vec<(usize, Prepared)>) {
    let mut cases: HashSet<CaseId> = HashSet::new();
    let mut names: HashSet<(String, String)> = HashSet::new();
    all.into_iter().partition(|(_, prepared)| {
        let key = prepared.key.clone().map(|key| (key, String::from("\0key")));
        let external = prepared
            .external()
            .map(|(system, external)| (external.to_owned(), system.to_owned()));
        let mut free = cases.insert(prepared.case);
        for name in key.into_iter().chain(external) {
            free &= names.insert(name);
        }
        free
    })
}

async fn write_round(conn: &mut AnyConnection, counters: &mut Counters, round: Vec<Prepared>) -> Answers {
    let before = counters.clone();
    match try_round(conn, counters, &round).await {
        Ok(answers) => answers,
        Err(error) => {
            *counters = before.clone();
            roll_back(conn).await;
            if !conflict::is_unique(&error) {
                return fail_all(error, round.len());
            }
            // A named constraint has decided against one of them: find out against which.
            let mut answers = Vec::with_capacity(round.len());
            for prepared in round {
                let before = counters.clone();
                let one = std::slice::from_ref(&prepared);
                answers.push(match try_round(conn, counters, one).await {
                    Ok(mut answers) => answers.pop().unwrap_or(Err(Error::Stopping)),
                    Err(error) => {
                        *counters = before;
                        roll_back(conn).await;
                        conflict::explain(conn, &prepared, error).await
                    }
                });
            }
            answers
        }
    }
}

fn fail_all(error: Error, n: usize) -> Answers {
    let words = error.to_string();
    let mut answers: Answers = vec![Err(error)];
    answers.resize_with(n.max(1), || Err(Error::Io(std::io::Error::other(words.clone()))));
    answers.truncate(n);
    answers
}

async fn roll_back(conn: &mut AnyConnection) {
    if let Err(error) = conn.execute("ROLLBACK").await {
        // After some failures (a full disk) the engine has rolled back by itself.
        tracing::debug!(%error, "nothing to roll back");
    }
}

async fn try_round(conn: &mut AnyConnection, counters: &mut Counters, round: &[Prepared]) -> Result<Answers, Error> {
    conn.execute(sqlite::BEGIN).await?;
    let keys = known_keys(conn, round).await?;
    let cases = known_cases(conn, round).await?;
    let externals = known_externals(conn, round).await?;
    let mut answers = Vec::with_capacity(round.len());
    let mut ready = Vec::with_capacity(round.len());
    for prepared in round {
        if let Some(first) = prepared.key.as_ref().and_then(|key| keys.get(key)) {
            answers.push(Ok(first.clone()));
            continue;
        }
        if let Some((system, external)) = prepared.external()
            && let Some(number) = externals.get(&(system.to_owned(), external.to_owned()))
        {
            answers.push(Err(Error::ExternalTaken {
                external: external.to_owned(),
                number: number.clone(),
            }));
            continue;
        }
        let (seq, number) = if prepared.is_new() {
            counters.seq += 1;
            (counters.seq, next_number(conn, counters, prepared).await?)
        } else {
            match cases.get(&prepared.case) {
                Some((seq, version, number)) if *version == prepared.expected => (*seq, number.clone()),
                found => {
                    let current = found.map_or(0, |(_, version, _)| *version);
                    answers.push(Err(Error::Conflict { current }));
                    continue;
                }
            }
        };
        answers.push(Ok(Appended {
            case: prepared.case,
            number: number.clone(),
            version: prepared.model.row.version,
            repeated: false,
        }));
        ready.push((prepared, seq, number));
    }
    write_rows(conn, counters, &ready).await?;
    keep_numbers(conn, counters, &ready).await?;
    conn.execute("COMMIT").await?;
    Ok(answers)
}

async fn next_number(conn: &mut AnyConnection, counters: &mut Counters, new: &Prepared) -> Result<String, Error> {
    let day = crate::model::day_number(new.registered_day);
    let last = if let Some(last) = counters.numbers.get(&day) {
        *last
    } else {
        let mut args = Args::default();
        args.text(&day.to_string());
        let found = row(conn, "SELECT last FROM numbers WHERE prefix = $1", args).await?;
        found.map_or(Ok(0), |row| row.int("last"))?
    };
    counters.numbers.insert(day, last + 1);
    Ok(format!("{day:08}-{:05}", last + 1))
}

async fn keep_numbers(
    conn: &mut AnyConnection,
    counters: &Counters,
    ready: &[(&Prepared, i64, String)],
) -> Result<(), Error> {
    let days: HashSet<i64> = ready
        .iter()
        .filter(|(prepared, ..)| prepared.is_new())
        .map(|(prepared, ..)| crate::model::day_number(prepared.registered_day))
        .collect();
    for day in days {
        let mut args = Args::default();
        args.text(&day.to_string())
            .int(counters.numbers.get(&day).copied().unwrap_or_default());
        let sql = "INSERT INTO numbers (prefix, last) VALUES ($1, $2) ON CONFLICT (prefix) DO UPDATE SET last = excluded.last";
        execute(conn, sql, args).await?;
    }
    Ok(())
}

async fn known_keys(conn: &mut AnyConnection, round: &[Prepared]) -> Result<HashMap<String, Appended>, Error> {
    let keys: Vec<&str> = round.iter().filter_map(|prepared| prepared.key.as_deref()).collect();
    let mut known = HashMap::new();
    for some in groups(&keys) {
        let mut args = Args::default();
        for key in &some {
            args.text(key);
        }
        let sql = format!(
            "SELECT key, case_id, number, version FROM idempotency WHERE key IN ({})",
            places(1, some.len())
        );
        for row in rows(conn, &sql, args).await? {
            let first = Appended {
                case: row.id("case_id")?,
                number: row.text("number")?,
                version: row.count("version")?,
                repeated: true,
            };
            known.insert(row.text("key")?, first);
        }
    }
    Ok(known)
}

async fn known_cases(
    conn: &mut AnyConnection,
    round: &[Prepared],
) -> Result<HashMap<CaseId, (i64, u64, String)>, Error> {
    let ids: Vec<CaseId> = round
        .iter()
        .filter(|prepared| !prepared.is_new())
        .map(|p| p.case)
        .collect();
    let mut known = HashMap::new();
    for some in groups(&ids) {
        let mut args = Args::default();
        for id in &some {
            args.id(*id);
        }
        let sql = format!(
            "SELECT seq, id, version, number FROM cases WHERE id IN ({})",
            places(1, some.len())
        );
        for row in rows(conn, &sql, args).await? {
            known.insert(
                row.id("id")?,
                (row.int("seq")?, row.count("version")?, row.text("number")?),
            );
        }
    }
    Ok(known)
}

async fn known_externals(
    conn: &mut AnyConnection,
    round: &[Prepared],
) -> Result<HashMap<(String, String), String>, Error> {
    let mut systems: HashMap<&str, Vec<&str>> = HashMap::new();
    for (system, external) in round.iter().filter_map(Prepared::external) {
        systems.entry(system).or_default().push(external);
    }
    let mut known = HashMap::new();
    for (system, externals) in systems {
        for some in groups(&externals) {
            let mut args = Args::default();
            args.text(system);
            for external in &some {
                args.text(external);
            }
            let sql = format!(
                "SELECT external, number FROM cases WHERE source_system = $1 AND external IN ({})",
                places(2, some.len())
            );
            for row in rows(conn, &sql, args).await? {
                known.insert((system.to_owned(), row.text("external")?), row.text("number")?);
            }
        }
    }
    Ok(known)
}
