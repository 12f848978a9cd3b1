//! The rows of a commit: events, read models, words, keys, jobs, each table in as few statements as it goes.

use super::Prepared;
use super::waiting::CaseWords;
use super::writer::Counters;
use crate::log::{self, Entry, Said, Salts};
use crate::model::{CaseModel, day_number};
use crate::openings::Opened;
use crate::seal::emergency;
use crate::sql::{Args, Insert, Script};
use crate::{Error, report_sends, sqlite, words};
use ledger::hash::Hash;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

static EVENTS: Insert = Insert::new(
    "INSERT INTO events (position, case_id, version, at, actor, event, source_system, leaf, salts, \
     case_key, sealed)",
    11,
    "",
);

const CASE_COLUMNS: &str = "INSERT INTO cases (seq, id, number, kind, category, title, unit, leader, area, address, \
     source, source_system, external, origin, status, received_at, received_day, registered_at, changed_at, due_at, \
     ended_at, finished_at, repeats, people_affected, casualties, version, erased_at, published_at, \
     placed_at)";
static CASES: Insert = Insert::new(CASE_COLUMNS, 29, "");
static CASES_AGAIN: Insert = Insert::new(
    CASE_COLUMNS,
    29,
    "ON CONFLICT (seq) DO UPDATE SET category = excluded.category, title = excluded.title, unit = excluded.unit, \
     leader = excluded.leader, area = excluded.area, address = excluded.address, source = excluded.source, \
     status = excluded.status, received_at = excluded.received_at, received_day = excluded.received_day, \
     changed_at = excluded.changed_at, due_at = excluded.due_at, ended_at = excluded.ended_at, \
     finished_at = excluded.finished_at, repeats = excluded.repeats, people_affected = excluded.people_affected, \
     casualties = excluded.casualties, version = excluded.version, erased_at = excluded.erased_at, \
     published_at = excluded.published_at, placed_at = excluded.placed_at",
);

static CLOCKS: Insert = Insert::new(
    "INSERT INTO clocks (case_seq, n, clock, kind, unit, from_at, due_at, warning, ended_at, paused, cancelled, \
     next_mark_at)",
    12,
    "ON CONFLICT (case_seq, n) DO UPDATE SET unit = excluded.unit, due_at = excluded.due_at, \
     warning = excluded.warning, ended_at = excluded.ended_at, paused = excluded.paused, \
     cancelled = excluded.cancelled, next_mark_at = excluded.next_mark_at",
);

static ABOUT: Insert = Insert::new("INSERT INTO case_about (case_seq, what, slug)", 3, "");
static BESIDE: Insert = Insert::new("INSERT INTO case_beside (case_seq, what, slug)", 3, "");

static DANGERS: Insert = Insert::new(
    "INSERT INTO case_dangers (case_seq, danger, raised_at, acknowledged_at)",
    4,
    "",
);

static WORDS: Insert = Insert::new(sqlite::SEARCH_INSERT, 2, "");
static KEYS: Insert = Insert::new("INSERT INTO idempotency (key, case_id, number, version)", 4, "");
static LINKS: Insert = Insert::new(
    "INSERT INTO requester_links (token_sha256, case_id, created_at)",
    3,
    "ON CONFLICT (token_sha256) DO NOTHING",
);
static LEAVES: Insert = Insert::new("INSERT INTO log_leaves (n, leaf)", 2, "");
static TILES: Insert = Insert::new("INSERT INTO log_tiles (level, n, hashes, root)", 4, "");
static UNINDEXED: Insert = Insert::new("INSERT INTO unindexed (seq)", 1, "ON CONFLICT (seq) DO NOTHING");
static NUMBERS: Insert = Insert::new(
    "INSERT INTO numbers (prefix, last)",
    2,
    "ON CONFLICT (prefix) DO UPDATE SET last = excluded.last",
);
static JOBS: Insert = Insert::new(
    "INSERT INTO jobs (kind, payload, job_key, run_at, attempts, leased_until, done)",
    7,
    "ON CONFLICT (job_key) DO NOTHING",
);

static OPENINGS: Insert = Insert::new("INSERT INTO openings (position, case_seq, at, what, post, unit)", 6, "");

/// An append that will be written.
pub(super) struct Ready<'a> {
    pub(super) prepared: &'a Prepared,
    /// Its case's place in the order of registration.
    pub(super) seq: i64,
    /// Its case's number.
    pub(super) number: String,
    /// The leaf of its case's event before these.
    pub(super) previous: Option<i64>,
}

/// An event's row.
struct EventRow<'a> {
    prepared: &'a Prepared,
    position: i64,
    version: u64,
    json: String,
    leaf: Option<i64>,
    salts: Option<&'a Salts>,
    sealed: Option<&'a [u8]>,
}

/// Rows of a commit's events, what is logged and opened with them.
struct Happened<'a> {
    events: Vec<EventRow<'a>>,
    leaves: Vec<(i64, String)>,
    openings: Vec<Opened>,
}

/// Gives each event of `ready` its position and its place in the log.
fn happened<'a>(counters: &mut Counters, ready: &[Ready<'a>]) -> Result<Happened<'a>, Error> {
    let mut events = Vec::with_capacity(ready.len() * 3);
    let mut leaves = Vec::with_capacity(ready.len() * 3);
    let mut openings = Vec::new();
    for Ready {
        prepared,
        seq,
        number,
        previous,
    } in ready
    {
        let mut previous = *previous;
        for (version, (event, json)) in
            (prepared.expected + 1..).zip(prepared.events.iter().zip(prepared.event_json(number)?))
        {
            counters.position += 1;
            let leaf = if let Some(salts) = &event.salts {
                let entry = Entry {
                    case: prepared.case,
                    version,
                    kind: event.kind,
                    at: prepared.at,
                    actor: &prepared.actor,
                    of_source: event.of_source,
                    previous,
                    said: Said::Text(json.as_bytes(), salts),
                    sealed: event.sealed.as_ref().map(|sealed| sealed.commitment),
                    actor_text: prepared.actor_text.as_bytes(),
                    actor_salt: &salts.actor,
                };
                let (leaf, text) = log::append(&mut counters.log, &entry.leaf()?)?;
                previous = Some(leaf);
                leaves.push((leaf, text));
                Some(leaf)
            } else {
                None
            };
            openings.extend(event.opened.map(|what| Opened {
                position: counters.position,
                case_seq: *seq,
                at: prepared.at,
                what: what.to_owned(),
                post: prepared.actor.post.as_ref().map_or("", |post| post.as_str()).to_owned(),
                unit: prepared.actor.unit.as_ref().map_or("", |unit| unit.as_str()).to_owned(),
            }));
            events.push(EventRow {
                prepared,
                position: counters.position,
                version,
                json,
                leaf,
                salts: event.salts.as_ref(),
                sealed: event.sealed.as_ref().map(|sealed| sealed.boxed.as_slice()),
            });
        }
    }
    Ok(Happened {
        events,
        leaves,
        openings,
    })
}

/// The statements that write all rows of `ready`.
pub(super) fn rows_of(counters: &mut Counters, ready: &[Ready<'_>]) -> Result<Script, Error> {
    let mut script = Script::default();
    let Happened {
        events,
        leaves,
        openings,
    } = happened(counters, ready)?;
    EVENTS.add(&mut script, &events, |row, args| {
        let prepared = row.prepared;
        let system = (row.version == 1 && prepared.external().is_some()).then_some(prepared.source_system.as_str());
        args.int(row.position)
            .id(prepared.case)
            .int(number(row.version))
            .at(prepared.at);
        args.text(&prepared.actor_text).text(&row.json).opt_text(system);
        let salts = row.salts.map(Salts::to_text);
        args.int(row.leaf).opt_text(salts.as_deref());
        let key = prepared.case_key.as_deref().filter(|_| row.version == 1);
        args.opt_bytes(key).opt_bytes(row.sealed);
    });
    add_leaves(&mut script, &leaves);
    add_openings(&mut script, &openings);
    add_tiles(&mut script, &log::full_tiles(&mut counters.log));
    let (new, known): (Vec<_>, Vec<_>) = ready.iter().partition(|ready| ready.prepared.is_new());
    let bind = |ready: &&Ready<'_>, args: &mut Args| {
        let prepared = ready.prepared;
        bind_case(args, ready.seq, &ready.number, &prepared.model, &prepared.source_system);
    };
    CASES.add(&mut script, &new, bind);
    CASES_AGAIN.add(&mut script, &known, bind);
    let clocks: Vec<_> = ready
        .iter()
        .flat_map(|Ready { prepared, seq, .. }| prepared.changed_clocks.iter().map(|n| (&prepared.model, *seq, *n)))
        .collect();
    CLOCKS.add(&mut script, &clocks, bind_clock);
    for Ready { prepared, seq, .. } in ready.iter().filter(|ready| ready.prepared.changed_about) {
        script.append(about_script(*seq, &prepared.model));
    }
    for Ready { prepared, seq, .. } in ready.iter().filter(|ready| ready.prepared.changed_beside) {
        script.append(beside_script(*seq, &prepared.model));
    }
    for Ready { prepared, seq, .. } in ready.iter().filter(|ready| ready.prepared.changed_danger) {
        script.append(danger_script(*seq, &prepared.model));
    }
    let again: Vec<_> = known.iter().filter(|ready| ready.prepared.words.is_some()).collect();
    UNINDEXED.add(&mut script, &again, |ready, args| {
        args.int(ready.seq);
    });
    let keyed: Vec<_> = ready
        .iter()
        .filter_map(|ready| Some((ready.prepared.key.as_deref()?, ready)))
        .collect();
    KEYS.add(&mut script, &keyed, |(key, ready), args| {
        args.text(key)
            .id(ready.prepared.case)
            .text(&ready.number)
            .int(number(ready.prepared.model.row.version));
    });
    let linked: Vec<_> = ready
        .iter()
        .filter_map(|ready| Some((ready.prepared.link.as_deref()?, ready.prepared)))
        .collect();
    LINKS.add(&mut script, &linked, |(link, prepared), args| {
        args.text(link).id(prepared.case).at(prepared.at);
    });
    let jobs: Vec<_> = ready.iter().flat_map(|ready| &ready.prepared.jobs).collect();
    JOBS.add(&mut script, &jobs, |job, args| bind_job(job, args));
    let drawn = ready.iter().filter_map(|Ready { prepared, .. }| {
        let wrapped = prepared.emergency_key.as_deref()?;
        Some((prepared.case, wrapped))
    });
    emergency::add(&mut script, &drawn.collect::<Vec<_>>());
    let sends = ready.iter().flat_map(|Ready { prepared, .. }| {
        let sends = prepared.report_sends.iter();
        sends.map(|send| (prepared.case, prepared.at, send))
    });
    report_sends::add(&mut script, &sends.collect::<Vec<_>>());
    let days: BTreeSet<i64> = new
        .iter()
        .map(|ready| day_number(ready.prepared.registered_day))
        .collect();
    let days: Vec<i64> = days.into_iter().collect();
    NUMBERS.add(&mut script, &days, |day, args| {
        args.text(&day.to_string())
            .int(counters.numbers.get(day).copied().unwrap_or_default());
    });
    Ok(script)
}

/// The statements that put words into the full-text index and say how far it is.
pub(crate) fn index_script(words: &[CaseWords]) -> Script {
    let mut script = Script::default();
    let again = words.iter().filter(|case| case.again);
    for seq in again.map(|case| case.seq).collect::<BTreeSet<_>>() {
        for sql in [sqlite::SEARCH_DELETE, "DELETE FROM unindexed WHERE seq = $1"] {
            let mut args = Args::default();
            args.int(seq);
            script.add(sql, args);
        }
    }
    // Of a case corrected twice, the last words count.
    let last: BTreeMap<i64, &str> = words.iter().map(|case| (case.seq, case.words.as_str())).collect();
    let last: Vec<_> = last.into_iter().collect();
    WORDS.add(&mut script, &last, |(seq, words), args| {
        args.int(*seq).text(words);
    });
    if let Some(upto) = words.iter().filter(|case| !case.again).map(|case| case.seq).max() {
        let mut args = Args::default();
        args.int(upto);
        script.add("UPDATE search_upto SET seq = $1", args);
    }
    script
}

/// The statements that write whom a case is about in the place of what was there.
pub(crate) fn about_script(seq: i64, model: &CaseModel) -> Script {
    let mut script = Script::default();
    let mut args = Args::default();
    args.int(seq);
    script.add("DELETE FROM case_about WHERE case_seq = $1", args);
    ABOUT.add(&mut script, &model.about, |(what, slug), args| {
        args.int(seq).text(what).text(slug);
    });
    script
}

/// The statements that write who works on a case beside its unit in the place of what was there.
pub(crate) fn beside_script(seq: i64, model: &CaseModel) -> Script {
    let mut script = Script::default();
    let mut args = Args::default();
    args.int(seq);
    script.add("DELETE FROM case_beside WHERE case_seq = $1", args);
    BESIDE.add(&mut script, &model.beside, |(what, slug), args| {
        args.int(seq).text(what).text(slug);
    });
    script
}

/// The statements that write the danger in a case in the place of what was there.
pub(crate) fn danger_script(seq: i64, model: &CaseModel) -> Script {
    let mut script = Script::default();
    let mut args = Args::default();
    args.int(seq);
    script.add("DELETE FROM case_dangers WHERE case_seq = $1", args);
    let open: Vec<_> = model.danger.iter().collect();
    DANGERS.add(&mut script, &open, |(danger, raised_at, taken_up), args| {
        args.int(seq).text(danger).int(*raised_at).int(*taken_up);
    });
    script
}

/// Adds leaves of the log: place, text.
pub(crate) fn add_leaves(script: &mut Script, leaves: &[(i64, String)]) {
    LEAVES.add(script, leaves, |(n, leaf), args| {
        args.int(*n).text(leaf);
    });
}

/// Adds lines of the access record.
pub(crate) fn add_openings(script: &mut Script, openings: &[Opened]) {
    OPENINGS.add(script, openings, |line, args| {
        args.int(line.position).int(line.case_seq).at(line.at);
        args.text(&line.what).text(&line.post).text(&line.unit);
    });
}

/// Adds full tiles of the log: level, place, hashes, own hash.
pub(crate) fn add_tiles(script: &mut Script, tiles: &[(i64, i64, Vec<u8>, Hash)]) {
    TILES.add(script, tiles, |(level, n, hashes, root), args| {
        args.int(*level).int(*n).bytes(hashes).bytes(root.as_bytes());
    });
}

/// Makes jobs; one whose key is known already is not made again.
pub(crate) async fn write_jobs(conn: &mut AnyConnection, jobs: &[&crate::NewJob]) -> Result<(), Error> {
    JOBS.run(conn, jobs, |job, args| bind_job(job, args)).await
}

fn bind_job(job: &crate::NewJob, args: &mut Args) {
    args.text(&job.kind)
        .text(&job.payload)
        .text(&job.key)
        .at(job.run_at)
        .int(0)
        .int(0)
        .int(0);
}

/// Puts words into the full-text index: place of the case, its number, its other words.
pub(crate) async fn write_words(conn: &mut AnyConnection, found: &[(i64, &str, &str)]) -> Result<(), Error> {
    WORDS
        .run(conn, found, |(seq, number, words), args| {
            args.int(*seq).text(&format!("{} {words}", words::of_text(number)));
        })
        .await
}

/// Writes clocks by case model, place of the case and place of the clock; those that are there are replaced.
pub(crate) async fn write_clocks(conn: &mut AnyConnection, clocks: &[(&CaseModel, i64, usize)]) -> Result<(), Error> {
    CLOCKS.run(conn, clocks, bind_clock).await
}

fn bind_clock((model, seq, n): &(&CaseModel, i64, usize), args: &mut Args) {
    let clock = &model.clocks[*n];
    args.int(*seq)
        .int(i64::try_from(*n).unwrap_or(i64::MAX))
        .text(&clock.clock);
    args.text(model.row.kind.as_str()).text(model.row.unit.as_str());
    args.int(clock.from)
        .int(clock.due)
        .int(clock.warning)
        .int(clock.ended_at);
    args.int(i64::from(clock.paused))
        .int(i64::from(clock.cancelled))
        .int(clock.next_mark_at);
}

/// Writes the worklist's lines of cases that are not there: place, model, source system.
pub(crate) async fn write_cases(conn: &mut AnyConnection, cases: &[(i64, &CaseModel, &str)]) -> Result<(), Error> {
    CASES
        .run(conn, cases, |(seq, model, system), args| {
            bind_case(args, *seq, &model.row.number, model, system);
        })
        .await
}

fn bind_case(args: &mut Args, seq: i64, case_number: &str, model: &CaseModel, system: &str) {
    let row = &model.row;
    args.int(seq)
        .id(row.id)
        .text(case_number)
        .text(row.kind.as_str())
        .text(row.category.as_str());
    args.text(&row.title).text(row.unit.as_str()).text(row.leader.as_str());
    args.opt_text(row.area.as_ref().map(domain::AreaSlug::as_str))
        .text(&row.address)
        .text(&row.source);
    args.text(system)
        .opt_text(row.external.as_deref())
        .opt_id(row.origin)
        .text(row.status.as_str());
    args.at(row.received_at)
        .int(day_number(model.received_day))
        .at(row.registered_at)
        .at(row.changed_at);
    args.at(row.due_at)
        .at(row.ended_at)
        .at(row.finished_at)
        .int(i64::from(row.repeats));
    args.int(row.people_affected.map(i64::from))
        .int(row.casualties.map(i64::from))
        .int(number(row.version))
        .at(row.erased_at)
        .at(row.published_at)
        .at(model.placed_at);
}

/// A count as the database keeps it.
fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
