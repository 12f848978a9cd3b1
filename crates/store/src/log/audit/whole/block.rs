//! Some hundred events with their leaves and tiles. A row of the database's making costs more than what has to be hashed
//! of it, so they are read from its pages.
//!
//! That a text is JSON is not looked into where its leaf commits to it: it is what was logged.

use crate::log::audit::events::{ERASED, Name};
use crate::log::{Before, Entry, Said, Salts, place};
use crate::sqlite;
use crate::sqlite::pages::{Columns, Pages, Row, Table, Value};
use domain::CaseId;
use domain::case::{Actor, Event};
use jiff::Timestamp;
use ledger::audit::HashedTile;
use ledger::leaf::Leaf;
use ledger::tile::{Tile, WIDTH};
use sqlx::{Executor as _, SqliteConnection};
use std::collections::HashMap;
use std::path::Path;
use uuid::Uuid;

/// Leaves of a block: so many that a call costs little for each, so few that the texts stay in the processor's cache.
const MANY: u64 = 4 * WIDTH as u64;

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
}

/// Where the rows lie, as one connection's transaction sees them.
pub(super) struct Source {
    conn: SqliteConnection,
    events: Table,
    event: Columns<{ EVENT.len() }>,
    leaves: Table,
    leaf: Columns<1>,
}

/// What is read of an event's row.
const EVENT: [&str; 8] = ["case_id", "version", "at", "actor", "event", "leaf", "salts", "sealed"];

impl Source {
    /// The log of a database. None where its rows cannot be read like this.
    pub(super) async fn open(database: &Path) -> Option<Self> {
        let mut conn = sqlite::open_for_scanning(database).await.ok()?;
        conn.execute("BEGIN").await.ok()?;
        Some(Self {
            events: Table::find(&mut conn, "events").await?,
            event: Columns::find(&mut conn, "events", EVENT).await?,
            leaves: Table::find(&mut conn, "log_leaves").await?,
            leaf: Columns::find(&mut conn, "log_leaves", ["leaf"]).await?,
            conn,
        })
    }

    /// Reads a block. None where something cannot be read.
    pub(super) async fn read(&mut self, block: Block) -> Option<Text> {
        let (first, end) = (place(block.first).ok()?, place(block.end).ok()?);
        let conn = &mut self.conn;
        let events = self.events.read(conn, first + 1, end).await?;
        let leaves = self.leaves.read(conn, first, end - 1).await?;
        let width = i64::from(WIDTH);
        let sql = "SELECT n, hashes FROM log_tiles WHERE level = 0 AND n >= $1 AND n < $2";
        let found = sqlx::query_as(sql).bind(first / width).bind(end / width);
        let found: Vec<(i64, Vec<u8>)> = found.fetch_all(conn).await.ok()?;
        let tiles = found.into_iter().map(|(n, hashes)| {
            let (level, index, width) = (0, u64::try_from(n).ok()?, WIDTH);
            Some((Tile { level, index, width }, hashes))
        });
        Some(Text {
            block,
            events,
            event: self.event.clone(),
            leaves,
            leaf: self.leaf.clone(),
            tiles: tiles.collect::<Option<_>>()?,
        })
    }
}

/// What was read of a block.
pub(super) struct Text {
    block: Block,
    events: Pages,
    event: Columns<{ EVENT.len() }>,
    leaves: Pages,
    leaf: Columns<1>,
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
    /// Sealed values came with it and are kept.
    pub(super) sealed: bool,
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
        let mut actors = Actors::default();
        let many = usize::try_from(self.block.end - self.block.first).ok()?;
        let (mut leaves, mut events) = (Vec::with_capacity(many), Vec::with_capacity(many));
        let (mut logged, mut kept) = (self.leaves.rows(), self.events.rows());
        for n in self.block.first..self.block.end {
            let n = place(n).ok()?;
            let line = Line::of(kept.next()?, &self.event, n)?;
            let logged = logged.next().filter(|row| row.id == n)?;
            let [Value::Text(leaf)] = self.leaf.of(logged) else {
                return None;
            };
            events.push(line.look(leaf, &mut actors)?);
            leaves.push(leaf);
        }
        let hashed = leaves.chunks(WIDTH.into()).map(HashedTile::of).collect::<Option<_>>()?;
        Some(Looked {
            events,
            hashed,
            tiles: self.tiles,
        })
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
    actor: &'a [u8],
    event: &'a [u8],
}

impl<'a> Line<'a> {
    /// The event of the `n`th leaf. None where a column has a value of another kind than every row has.
    fn of(row: Row<'a>, event: &Columns<{ EVENT.len() }>, n: i64) -> Option<Self> {
        let [
            Value::Blob(case),
            Value::Int(version),
            Value::Int(at),
            Value::Text(actor),
            Value::Text(event),
            Value::Int(leaf),
            Value::Text(salts),
            sealed @ (Value::Null | Value::Blob(_)),
        ] = event.of(row)
        else {
            return None;
        };
        (row.id == n + 1 && leaf == n).then_some(())?;
        Some(Self {
            case: CaseId(Uuid::from_slice(case).ok()?),
            version: version.try_into().ok()?,
            at: Timestamp::from_millisecond(at).ok()?,
            sealed: sealed != Value::Null,
            salts: Salts::from_text(str::from_utf8(salts).ok()?)?,
            actor,
            event,
        })
    }

    /// Compares it with its leaf, which says what cannot be known from the event alone: the leaf before, and the commitments
    /// to what is sealed or gone.
    fn look(&self, leaf: &[u8], actors: &mut Actors<'a>) -> Option<One> {
        let emptied = self.salts.open.is_none();
        let parsed = if emptied || self.sealed {
            Some(Leaf::parse(leaf).ok()?)
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
            whole = serde_json::from_slice(self.event).ok()?;
            (&*whole.event, Said::Gone(committed("open")?))
        } else {
            (kind_of(self.event)?, Said::Text(self.event, &self.salts))
        };
        let entry = Entry {
            case: self.case,
            version: self.version,
            kind,
            at: self.at,
            actor: actors.get(self.actor)?,
            of_source: false,
            previous: None,
            said,
            sealed,
            actor_text: self.actor,
            actor_salt: &self.salts.actor,
        };
        let Before(previous) = entry.find_before(leaf)?;
        let then = if emptied {
            Then::Emptied
        } else if self.event.starts_with(ERASED.as_bytes()) {
            Then::Erased
        } else if kind == "evidence_attached" {
            match serde_json::from_slice(self.event) {
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
            sealed: self.sealed,
            then,
        })
    }
}

/// Who did what, by their texts.
#[derive(Default)]
struct Actors<'a> {
    all: Vec<Actor>,
    places: HashMap<&'a [u8], usize>,
    /// Events of one case are often by the same one and together.
    last: Option<(&'a [u8], usize)>,
}

impl<'a> Actors<'a> {
    fn get(&mut self, text: &'a [u8]) -> Option<&Actor> {
        if let Some((_, place)) = self.last.filter(|(last, _)| *last == text) {
            return self.all.get(place);
        }
        let place = if let Some(place) = self.places.get(text) {
            *place
        } else {
            self.all.push(serde_json::from_slice(text).ok()?);
            self.all.len() - 1
        };
        self.places.insert(text, place);
        self.last = Some((text, place));
        self.all.get(place)
    }
}

/// The kind of an event, where its text begins with it.
fn kind_of(event: &[u8]) -> Option<&str> {
    let rest = event.strip_prefix(b"{\"event\":\"")?;
    let (kind, rest) = rest.split_at_checked(rest.iter().position(|byte| *byte == b'"')?)?;
    let ends = matches!(rest, [_, b',' | b'}', ..]);
    str::from_utf8(kind).ok().filter(|kind| ends && !kind.contains('\\'))
}
