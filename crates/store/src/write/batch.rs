//! One durable commit of many appends, where the failure of one is not the failure of the others.

use super::conflict;
use super::insert::{Ready, rows_of};
use super::waiting::{Waiting, words_of};
use super::writer::Counters;
use super::{Answers, Appended, Prepared};
use crate::sql::{Args, Columns as _, Script, groups, places, row, rows};
use crate::{Error, day, erase, sqlite};
use domain::CaseId;
use sqlx::{AnyConnection, Executor};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Answers in the order of `all`.
pub(crate) async fn write_batch(
    conn: &mut AnyConnection,
    counters: &mut Counters,
    waiting_words: &mut Waiting,
    all: Vec<Prepared>,
) -> Answers {
    let mut answers: Vec<Option<Result<Appended, Error>>> = all.iter().map(|_| None).collect();
    let mut waiting: Vec<(usize, Prepared)> = all.into_iter().enumerate().collect();
    while !waiting.is_empty() {
        let (round, later) = independent(waiting);
        waiting = later;
        let places: Vec<_> = round.iter().map(|(place, _)| *place).collect();
        let round = round.into_iter().map(|(_, prepared)| prepared).collect();
        for (place, answer) in places
            .into_iter()
            .zip(write_round(conn, counters, waiting_words, round).await)
        {
            answers[place] = Some(answer);
        }
    }
    answers
        .into_iter()
        .map(|answer| answer.unwrap_or(Err(Error::Stopping)))
        .collect()
}

/// Splits off what has to wait: a second write to the same case, with the same key, for the same number elsewhere, or to the same day's
/// stream; and with it the whole of its group. Groups lie together, so that the first in the list is never among what waits.
#[expect(clippy::type_complexity, reason = "two lists of the same thing")]
fn independent(all: Vec<(usize, Prepared)>) -> (Vec<(usize, Prepared)>, Vec<(usize, Prepared)>) {
    let mut cases: HashSet<CaseId> = HashSet::new();
    let mut names: HashSet<(String, String)> = HashSet::new();
    let mut late: HashSet<u64> = HashSet::new();
    let mut is_free = |prepared: &Prepared| {
        let key = prepared.key.clone().map(|key| (key, String::from("\0key")));
        let external = prepared
            .external()
            .map(|(system, external)| (external.to_owned(), system.to_owned()));
        let day = prepared.decided.as_ref();
        let day = day.map(|on| (on.date.to_string(), String::from("\0day")));
        let mut free = cases.insert(prepared.case);
        for name in key.into_iter().chain(external).chain(day) {
            free &= names.insert(name);
        }
        free
    };
    let mut free = Vec::with_capacity(all.len());
    for (_, prepared) in &all {
        free.push(is_free(prepared));
        if let (Some(false), Some(group)) = (free.last(), prepared.group) {
            late.insert(group);
        }
    }
    let mut free = free.into_iter();
    all.into_iter().partition(|(_, prepared)| {
        let waits = prepared.group.is_some_and(|group| late.contains(&group));
        free.next().unwrap_or_default() && !waits
    })
}

/// Takes groups out of what is ready of which one can't be written; says so to the others of them.
fn drop_broken_groups(round: &[Prepared], answers: &mut Answers, ready: &mut Vec<Ready<'_>>) {
    let failed = round.iter().zip(answers.iter()).filter(|(_, answer)| answer.is_err());
    let broken: HashSet<u64> = failed.filter_map(|(prepared, _)| prepared.group).collect();
    if broken.is_empty() {
        return;
    }
    let is_broken = |prepared: &Prepared| prepared.group.is_some_and(|group| broken.contains(&group));
    for (prepared, answer) in round.iter().zip(answers.iter_mut()) {
        if is_broken(prepared) && answer.as_ref().is_ok_and(|done| !done.repeated) {
            let current = prepared.expected;
            *answer = Err(Error::Conflict { current });
        }
    }
    ready.retain(|ready| !is_broken(ready.prepared));
}

/// Tries new cases as if every key and every number elsewhere were new too, since nearly all are; when a constraint
/// says no, asks first which of them are known; when it says no again, one by one.
async fn write_round(
    conn: &mut AnyConnection,
    counters: &mut Counters,
    waiting_words: &mut Waiting,
    round: Vec<Prepared>,
) -> Answers {
    // What is expected at a version, and comes twice, has an old one too: which it was, its key must say before that.
    let has_version = |prepared: &Prepared| !prepared.is_new() || prepared.decided.is_some();
    let hopeful = (!round.iter().any(has_version)).then_some(Care::Hopeful);
    for care in hopeful.into_iter().chain([Care::AskFirst]) {
        match try_or_undo(conn, counters, waiting_words, &round, care).await {
            Ok(answers) => return answers,
            Err(error) if conflict::is_unique(&error) => {}
            Err(error) => return fail_all(error, round.len()),
        }
    }
    let mut answers = Vec::with_capacity(round.len());
    for prepared in round {
        // One by one no group is written whole.
        if prepared.group.is_some() {
            let current = prepared.expected;
            answers.push(Err(Error::Conflict { current }));
            continue;
        }
        let one = std::slice::from_ref(&prepared);
        answers.push(
            match try_or_undo(conn, counters, waiting_words, one, Care::AskFirst).await {
                Ok(mut answers) => answers.pop().unwrap_or(Err(Error::Stopping)),
                Err(error) => conflict::explain(conn, &prepared, error).await,
            },
        );
    }
    answers
}

fn fail_all(error: Error, n: usize) -> Answers {
    let words = error.to_string();
    let mut answers: Answers = vec![Err(error)];
    answers.resize_with(n.max(1), || Err(Error::Io(std::io::Error::other(words.clone()))));
    answers.truncate(n);
    answers
}

/// Whether to ask for what is known before writing, or to let the constraints say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    Hopeful,
    AskFirst,
}

async fn try_or_undo(
    conn: &mut AnyConnection,
    counters: &mut Counters,
    waiting_words: &mut Waiting,
    round: &[Prepared],
    care: Care,
) -> Result<Answers, Error> {
    let before = counters.clone();
    let tried = try_round(conn, counters, waiting_words, round, care).await;
    if tried.is_err() {
        *counters = before;
        if let Err(error) = conn.execute("ROLLBACK").await {
            // After some failures (a full disk) the engine has rolled back by itself.
            tracing::debug!(%error, "nothing to roll back");
        }
    }
    tried
}

/// Nobody else writes, so what is read before the transaction begins still holds in it.
async fn try_round(
    conn: &mut AnyConnection,
    counters: &mut Counters,
    waiting_words: &mut Waiting,
    round: &[Prepared],
    care: Care,
) -> Result<Answers, Error> {
    let (keys, externals) = match care {
        Care::Hopeful => (HashMap::new(), HashMap::new()),
        Care::AskFirst => (known_keys(conn, round).await?, known_externals(conn, round).await?),
    };
    let cases = known_cases(conn, round).await?;
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
        if let Some(on) = &prepared.decided {
            let current = day::version_of(conn, on.date).await?;
            if current != on.expected.0 {
                answers.push(Err(Error::Conflict { current }));
                continue;
            }
        }
        let next = if prepared.is_new() {
            counters.seq += 1;
            Ready {
                prepared,
                seq: counters.seq,
                number: next_number(conn, counters, prepared).await?,
                previous: None,
            }
        } else {
            match cases.get(&prepared.case) {
                Some(known) if known.version == prepared.expected => Ready {
                    prepared,
                    seq: known.seq,
                    number: known.number.clone(),
                    previous: known.leaf,
                },
                found => {
                    let current = found.map_or(0, |known| known.version);
                    answers.push(Err(Error::Conflict { current }));
                    continue;
                }
            }
        };
        answers.push(Ok(Appended {
            case: prepared.case,
            number: next.number.clone(),
            version: prepared.model.row.version,
            repeated: false,
        }));
        ready.push(next);
    }
    drop_broken_groups(round, &mut answers, &mut ready);
    if ready.is_empty() {
        return Ok(answers);
    }
    let mut script = Script::default();
    script.add(sqlite::BEGIN, Args::default());
    let erased = ready.iter().filter(|ready| ready.prepared.erases);
    let erased = erased.map(|ready| (ready.prepared.case, (ready.seq, ready.prepared.known_as.clone())));
    let erased: BTreeMap<CaseId, (i64, Option<String>)> = erased.collect();
    script.append(erase::script(conn, &erased).await?);
    let unsealed: Vec<CaseId> = ready
        .iter()
        .filter(|ready| ready.prepared.erases_sealed && !ready.prepared.erases)
        .map(|ready| ready.prepared.case)
        .collect();
    script.append(erase::sealed_script(&unsealed));
    script.append(rows_of(counters, &ready)?);
    for Ready { prepared, number, .. } in &ready {
        if let Some(on) = &prepared.decided {
            let by = (prepared.actor_text.as_str(), prepared.at);
            script.append(day::decided_script(conn, on, (prepared.case, number), by).await?);
        }
    }
    script.add("COMMIT", Args::default());
    if ready.len() == 1 && erased.is_empty() && unsealed.is_empty() {
        sqlite::run_in_one_call(script, conn).await?;
    } else {
        script.run(conn).await?;
    }
    waiting_words.take(words_of(&ready));
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

/// Where a case stands that is written to again.
struct Known {
    seq: i64,
    version: u64,
    number: String,
    /// The leaf of its last event.
    leaf: Option<i64>,
}

async fn known_cases(conn: &mut AnyConnection, round: &[Prepared]) -> Result<HashMap<CaseId, Known>, Error> {
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
            "SELECT c.seq, c.id, c.version, c.number, \
             (SELECT e.leaf FROM events e WHERE e.case_id = c.id AND e.version = c.version) AS leaf \
             FROM cases c WHERE c.id IN ({})",
            places(1, some.len())
        );
        for row in rows(conn, &sql, args).await? {
            let case = Known {
                seq: row.int("seq")?,
                version: row.count("version")?,
                number: row.text("number")?,
                leaf: row.opt_int("leaf")?,
            };
            known.insert(row.id("id")?, case);
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
