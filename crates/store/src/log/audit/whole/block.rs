//! Some hundred events with their leaves and tiles. A row costs more than what has to be hashed of it, so many come as one
//! text.
//!
//! That a text is JSON is not looked into where its leaf commits to it: it is what was logged.

use crate::log::audit::events::{ERASED, Name};
use crate::log::{Entry, Said, Salts, place};
use crate::sqlite;
use domain::CaseId;
use domain::case::{Actor, Event};
use jiff::Timestamp;
use ledger::audit::HashedTile;
use ledger::leaf::Leaf;
use ledger::tile::{Tile, WIDTH};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};
use std::collections::HashMap;
use std::num::ParseIntError;
use std::slice::Iter;
use std::str::{Bytes, Split};
use uuid::Uuid;

/// Leaves of a block: so many that a call costs little for each, so few that the texts stay in the processor's cache.
const MANY: u64 = 4 * WIDTH as u64;

/// Where a leaf ends and the next one begins: nowhere else has a leaf this line.
const NEXT: &str = "\nhuying-leaf@v1\n";

/// The line of a leaf that names the leaf before, and what it begins with.
const PREVIOUS: (usize, &str) = (6, "previous ");

/// Leaves that are looked at together: some tiles' worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) first: u64,
    pub(super) end: u64,
}

impl Block {
    /// All of a log's.
    pub(super) fn all(size: u64) -> impl Iterator<Item = Self> + Send {
        let blocks = 0..size.div_ceil(MANY);
        blocks.map(move |at| Self {
            first: at * MANY,
            end: size.min((at + 1) * MANY),
        })
    }

    /// Reads it. None where a row is not as every row should be, or is not there.
    pub(super) async fn read(self, conn: &mut SqliteConnection) -> Option<Text> {
        let many = i64::try_from(self.end - self.first).ok()?;
        let (first, end) = (place(self.first).ok()?, place(self.end).ok()?);
        let one = |sql| sqlx::query(sql).bind(first).bind(end);
        // Whatever the database answers is said by whoever reads row by row.
        let events = one(sqlite::EVENTS_TOGETHER).fetch_one(&mut *conn).await.ok()?;
        let leaves = one(sqlite::LEAVES_TOGETHER).fetch_one(&mut *conn).await.ok()?;
        let whole = |row: &SqliteRow| row.try_get("whole").is_ok_and(|whole: i64| whole == many);
        if !whole(&events) || !whole(&leaves) {
            return None;
        }
        let width = i64::from(WIDTH);
        let sql = "SELECT n, hashes FROM log_tiles WHERE level = 0 AND n >= $1 AND n < $2";
        let found = sqlx::query_as(sql).bind(first / width).bind(end / width);
        let found: Vec<(i64, Vec<u8>)> = found.fetch_all(conn).await.ok()?;
        let tiles = found.into_iter().map(|(n, hashes)| {
            let (level, index, width) = (0, u64::try_from(n).ok()?, WIDTH);
            Some((Tile { level, index, width }, hashes))
        });
        Some(Text {
            events,
            leaves,
            tiles: tiles.collect::<Option<_>>()?,
        })
    }
}

/// What was read of a block: one row of all its events, one of all its leaves.
pub(super) struct Text {
    events: SqliteRow,
    leaves: SqliteRow,
    tiles: Vec<(Tile, Vec<u8>)>,
}

/// A block whose events are what their leaves say, as far as can be said of it alone.
pub(super) struct Looked {
    pub(super) events: Vec<One>,
    /// The hashes of its leaves.
    pub(super) hashed: Vec<HashedTile>,
    /// The tiles over them that are kept.
    pub(super) tiles: Vec<(Tile, Vec<u8>)>,
}

/// What has to be looked at beside the other events of its case.
pub(super) struct One {
    pub(super) case: CaseId,
    pub(super) version: u64,
    /// The leaf of the case's event before this one, as this one's leaf says.
    pub(super) previous: Option<i64>,
    pub(super) then: Then,
}

/// What follows from an event.
pub(super) enum Then {
    /// Nothing.
    Nothing,
    /// Its text is gone, so a later event has to say that the case was erased.
    Emptied,
    /// It says that the case was erased.
    Erased,
    /// A file of this SHA-256 has to be there.
    Evidence(String),
}

impl Text {
    /// Compares events and leaves. None where one differs, or might.
    pub(super) fn look(self) -> Option<Looked> {
        let (mut known, mut made) = (HashMap::new(), String::new());
        let mut rest: &str = self.leaves.try_get("leaves").ok()?;
        let (mut leaves, mut ones) = (Vec::new(), Vec::new());
        let mut columns = Columns::of(&self.events)?;
        while let Some(case) = columns.cases.next() {
            let line = columns.next(*case)?;
            made.clear();
            ones.push(line.look(rest, &mut known, &mut made)?);
            if !rest.starts_with(&made) {
                return None;
            }
            let (leaf, behind) = rest.split_at(made.len());
            leaves.push(leaf);
            rest = behind;
        }
        if !rest.is_empty() || !columns.end() {
            return None;
        }
        let hashed = leaves.chunks(WIDTH.into()).map(HashedTile::of).collect::<Option<_>>()?;
        Some(Looked {
            events: ones,
            hashed,
            tiles: self.tiles,
        })
    }
}

/// The columns of a block's events, read side by side. No part of one has the sign that is between two: no JSON has a line
/// break.
struct Columns<'a> {
    cases: Iter<'a, [u8; 16]>,
    versions: Split<'a, char>,
    times: Split<'a, char>,
    salts: Split<'a, char>,
    sealed: Bytes<'a>,
    actors: Split<'a, char>,
    events: Split<'a, char>,
}

impl<'a> Columns<'a> {
    /// As [`sqlite::EVENTS_TOGETHER`] answers them.
    fn of(row: &'a SqliteRow) -> Option<Self> {
        let text = |column: &str| row.try_get::<&str, _>(column).ok();
        let cases: &[u8] = row.try_get("cases").ok()?;
        Some(Self {
            cases: cases.as_chunks().0.iter(),
            versions: text("versions")?.split(' '),
            times: text("times")?.split(' '),
            salts: text("salts")?.split(' '),
            sealed: text("sealed")?.bytes(),
            actors: text("actors")?.split('\n'),
            events: text("events")?.split('\n'),
        })
    }

    /// The next event, which is of this case. None where a column has none, or no such value.
    fn next(&mut self, case: [u8; 16]) -> Option<Line<'a>> {
        Some(Line {
            case: CaseId(Uuid::from_bytes(case)),
            version: self.versions.next()?.parse().ok()?,
            at: Timestamp::from_millisecond(self.times.next()?.parse().ok()?).ok()?,
            salts: Salts::from_text(self.salts.next()?)?,
            sealed: self.sealed.next()? == b'+',
            actor: self.actors.next()?,
            event: self.events.next()?,
        })
    }

    /// Whether no column goes on.
    fn end(&mut self) -> bool {
        let (versions, times, salts) = (&mut self.versions, &mut self.times, &mut self.salts);
        let texts = [versions, times, salts, &mut self.actors, &mut self.events];
        texts.into_iter().all(|text| text.next().is_none()) && self.sealed.next().is_none()
    }
}

/// An event as it is kept.
struct Line<'a> {
    case: CaseId,
    version: u64,
    at: Timestamp,
    /// Sealed values came with it and are kept.
    sealed: bool,
    salts: Salts,
    actor: &'a str,
    event: &'a str,
}

impl<'a> Line<'a> {
    /// Writes the leaf that it should have. `logged` begins with the one that it has, which says what cannot be known from
    /// the event alone: the leaf before, and the commitments to what is sealed or gone.
    fn look(&self, logged: &str, known: &mut HashMap<&'a str, Actor>, made: &mut String) -> Option<One> {
        let emptied = self.salts.open.is_none();
        let parsed = if emptied || self.sealed {
            let end = logged.find(NEXT).map_or(logged.len(), |at| at + 1);
            Some(Leaf::parse(logged.get(..end)?.as_bytes()).ok()?)
        } else {
            None
        };
        let committed = |name| parsed.as_ref()?.commitment(name);
        let sealed = committed("sealed");
        if self.sealed && sealed.is_none() {
            return None;
        }
        let whole: Name;
        let (kind, said) = if emptied {
            whole = serde_json::from_str(self.event).ok()?;
            (&*whole.event, Said::Gone(committed("open")?))
        } else {
            (kind_of(self.event)?, Said::Text(self.event, &self.salts))
        };
        if !known.contains_key(self.actor) {
            known.insert(self.actor, serde_json::from_str(self.actor).ok()?);
        }
        let previous = previous(logged).ok()?;
        let entry = Entry {
            case: self.case,
            version: self.version,
            kind,
            at: self.at,
            actor: known.get(self.actor)?,
            previous,
            said,
            sealed,
            actor_text: self.actor,
            actor_salt: &self.salts.actor,
        };
        if !entry.write(made) {
            return None;
        }
        let then = if emptied {
            Then::Emptied
        } else if self.event.starts_with(ERASED) {
            Then::Erased
        } else if kind == "evidence_attached" {
            match serde_json::from_str(self.event) {
                Ok(Event::EvidenceAttached(evidence)) => Then::Evidence(evidence.sha256),
                _ => return None,
            }
        } else {
            Then::Nothing
        };
        Some(One {
            case: self.case,
            version: self.version,
            previous,
            then,
        })
    }
}

/// What a leaf, the first of a text, says of the leaf before.
fn previous(logged: &str) -> Result<Option<i64>, ParseIntError> {
    let line = logged.split('\n').nth(PREVIOUS.0).unwrap_or_default();
    match line.strip_prefix(PREVIOUS.1).unwrap_or_default() {
        "-" => Ok(None),
        number => number.parse().map(Some),
    }
}

/// The kind of an event, where its text begins with it.
fn kind_of(event: &str) -> Option<&str> {
    let (kind, rest) = event.strip_prefix("{\"event\":\"")?.split_once('"')?;
    (rest.starts_with([',', '}']) && !kind.contains('\\')).then_some(kind)
}
