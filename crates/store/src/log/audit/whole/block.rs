//! Some hundred events with their leaves and tiles. A row of the database's making costs more than what has to be hashed
//! of it, so they are read from the pages of its file.
//!
//! That a text is JSON is not looked into where its leaf commits to it: it is what was logged.

use crate::log::audit::events::{ERASED, Name, SEALED_ERASED};
use crate::log::audit::keys;
use crate::log::{Before, Entry, Said, Salts, place};
use crate::seal::{DESTROYED, Keyring};
use crate::sqlite::pages::{Buffer, Columns, PageFile, Row, Table, Value};
use domain::CaseId;
use domain::case::{Actor, Event};
use jiff::Timestamp;
use ledger::audit::HashedTile;
use ledger::leaf::Leaf;
use ledger::tile::WIDTH;
use sqlx::AnyConnection;
use std::collections::HashMap;
use uuid::Uuid;

/// Leaves of a block: so few that their texts stay in the processor's cache from reading to hashing.
const MANY: u64 = WIDTH as u64;

/// Leaves that are looked at together: some tiles' worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) first: u64,
    pub(super) end: u64,
}

/// Blocks that a lane looks at before it says what it found: to wake whoever waits for that costs as much as hashing some leaves.
const TOGETHER: u64 = 4;

/// Blocks one behind the other, in a log of so many leaves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    at: u64,
    size: u64,
}

impl Stretch {
    /// All of a log's.
    pub(super) fn all(size: u64) -> impl Iterator<Item = Self> + Send {
        (0..size.div_ceil(TOGETHER * MANY)).map(move |at| Self { at, size })
    }

    pub(super) fn blocks(self) -> impl Iterator<Item = Block> {
        let blocks = self.at * TOGETHER..self.size.div_ceil(MANY).min((self.at + 1) * TOGETHER);
        blocks.map(move |at| Block {
            first: at * MANY,
            end: self.size.min((at + 1) * MANY),
        })
    }
}

/// Where the rows lie.
pub(super) struct Source {
    events: Table,
    event: Columns<{ EVENT.len() }>,
    leaves: Table,
    leaf: Columns<1>,
    /// The leaves that are of no event, in their order.
    eventless: Vec<i64>,
    keyring: Keyring,
}

/// What is read of an event's row.
const EVENT: [&str; 9] = [
    "case_id", "version", "at", "actor", "event", "leaf", "salts", "case_key", "sealed",
];

impl Source {
    /// Finds them. None where the file cannot be read like this. `eventless` are the leaves that are of no event.
    pub(super) async fn find(
        conn: &mut AnyConnection,
        file: &mut PageFile,
        eventless: Vec<i64>,
        keyring: Keyring,
    ) -> Option<Self> {
        Some(Self {
            events: Table::find(conn, file, "events").await?,
            event: Columns::find(conn, "events", EVENT).await?,
            leaves: Table::find(conn, file, "log_leaves").await?,
            leaf: Columns::find(conn, "log_leaves", ["leaf"]).await?,
            eventless,
            keyring,
        })
    }

    /// The leaves from `first` to before `end` that are of no event, and how many there are before them: so much the rows of
    /// events lie before their leaves.
    fn eventless(&self, first: i64, end: i64) -> (i64, &[i64]) {
        let before = self.eventless.partition_point(|leaf| *leaf < first);
        let upto = self.eventless.partition_point(|leaf| *leaf < end);
        let within = self.eventless.get(before..upto).unwrap_or_default();
        (i64::try_from(before).unwrap_or(i64::MAX), within)
    }
}

/// Reads blocks one after the other, into the same memory.
pub(super) struct Reader<'a> {
    source: &'a Source,
    file: PageFile,
    events: Buffer,
    leaves: Buffer,
    /// There was a row that goes on on other pages: where there is one, there are more.
    has_longer: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a Source, file: PageFile) -> Self {
        Self {
            source,
            file,
            events: Buffer::default(),
            leaves: Buffer::default(),
            has_longer: false,
        }
    }

    /// Compares a block's events and leaves. None where one differs, or might, or cannot be read.
    pub(super) fn look(&mut self, block: Block) -> Option<Looked> {
        let looked = self.look_once(block);
        if looked.is_some() || self.has_longer {
            return looked;
        }
        self.has_longer = true;
        self.look_once(block)
    }

    fn look_once(&mut self, block: Block) -> Option<Looked> {
        let (first, end) = (place(block.first).ok()?, place(block.end).ok()?);
        let Self { source, file, .. } = self;
        let (mut passed, eventless) = source.eventless(first, end);
        let upto = end - passed - i64::try_from(eventless.len()).ok()?;
        let mut kept = source.events.read(file, (first + 1 - passed, upto), &mut self.events)?;
        let mut logged = source.leaves.read(file, (first, end - 1), &mut self.leaves)?;
        if self.has_longer {
            kept.fetch_longer(file)?;
            logged.fetch_longer(file)?;
        }
        let (mut kept, mut logged) = (kept.rows(), logged.rows());
        let mut actors = Actors::default();
        let many = usize::try_from(block.end - block.first).ok()?;
        let (mut leaves, mut events) = (Vec::with_capacity(many), Vec::with_capacity(many));
        let mut eventless = eventless.iter().peekable();
        for n in first..end {
            let logged = logged.next().filter(|row| row.id == n)?;
            let [Value::Text(leaf)] = source.leaf.of(logged) else {
                return None;
            };
            leaves.push(leaf);
            if eventless.next_if_eq(&&n).is_some() {
                passed += 1;
                events.push(None);
                continue;
            }
            let line = Line::of(kept.next()?, &source.event, (n, n + 1 - passed))?;
            events.push(Some(line.look(leaf, &mut actors, &source.keyring)?));
        }
        let hashed = leaves.chunks(WIDTH.into()).map(HashedTile::of).collect::<Option<_>>()?;
        Some(Looked { events, hashed })
    }
}

/// A block whose events are what their leaves say, as far as can be said of it alone.
pub(super) struct Looked {
    /// Of each leaf; none of one that is of no event.
    pub(super) events: Vec<Option<One>>,
    /// The hashes of its leaves.
    pub(super) hashed: Vec<HashedTile>,
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
    /// Its text is gone, or its case's key, so a later event has to say that the case was erased.
    Emptied,
    /// What was sealed with it is gone and nothing else, so a later event has to say so.
    Unsealed,
    /// It says that the case was erased.
    Erased,
    /// It says that what was sealed in the case was.
    SealedErased,
    /// A file of this SHA-256 has to be there.
    Evidence(String),
}

/// An event as it is kept.
struct Line<'a> {
    case: CaseId,
    version: u64,
    at: Timestamp,
    /// Sealed values came with it and are kept.
    sealed: bool,
    salts: Salts,
    /// The key of its case as it is kept, where it is the case's first event.
    key: Option<&'a [u8]>,
    actor: &'a [u8],
    event: &'a [u8],
}

impl<'a> Line<'a> {
    /// The event of the `n`th leaf, which is in the row of this position. None where a column has a value of another kind than
    /// every row has.
    fn of(row: Row<'a>, event: &Columns<{ EVENT.len() }>, (n, position): (i64, i64)) -> Option<Self> {
        let [
            Value::Blob(case),
            Value::Int(version),
            Value::Int(at),
            Value::Text(actor),
            Value::Text(event),
            Value::Int(leaf),
            Value::Text(salts),
            key @ (Value::Null | Value::Blob(_)),
            sealed @ (Value::Null | Value::Blob(_)),
        ] = event.of(row)
        else {
            return None;
        };
        (row.id == position && leaf == n).then_some(())?;
        let key = match key {
            Value::Blob(key) if version == 1 => Some(key),
            _ => None,
        };
        Some(Self {
            case: CaseId(Uuid::from_slice(case).ok()?),
            version: version.try_into().ok()?,
            key,
            at: Timestamp::from_millisecond(at).ok()?,
            sealed: sealed != Value::Null,
            salts: Salts::from_text(salts)?,
            actor,
            event,
        })
    }

    /// Compares it with its leaf, which says what cannot be known from the event alone: the leaf before, and the commitments
    /// to what is sealed or gone.
    fn look(&self, leaf: &[u8], actors: &mut Actors<'a>, keyring: &Keyring) -> Option<One> {
        let emptied = self.salts.open.is_none();
        let destroyed = self.key == Some(DESTROYED);
        if self.key.is_some_and(|key| !destroyed && !keys::is_usable(keyring, key)) {
            return None;
        }
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
        let mut entry = Entry {
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
        let mut unsealed = false;
        let Before(previous) = match entry.find_before(leaf) {
            Some(before) => before,
            // Only where nothing else can be said of it: what was sealed with it is gone.
            None if parsed.is_none() => {
                entry.sealed = Some(Leaf::parse(leaf).ok()?.commitment("sealed")?);
                unsealed = true;
                entry.find_before(leaf)?
            }
            None => return None,
        };
        let then = if emptied || destroyed {
            Then::Emptied
        } else if unsealed {
            Then::Unsealed
        } else if self.event.starts_with(SEALED_ERASED.as_bytes()) {
            Then::SealedErased
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
            let place = self.all.len() - 1;
            self.places.insert(text, place);
            place
        };
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
