//! The whole log at once, where all is well with it, as it nearly always is. As many lanes as there are processors each
//! read every so-many-th stretch of events with their leaves and hash it; what they found is put together in order.
//!
//! What is found here is only that all is well. At the least doubt nothing of it counts: the tree and then the events are
//! looked at again one by one, which says what is wrong.

mod block;

use super::events::Evidence;
use super::sealed::WithSealed;
use super::tree;
use crate::Error;
use crate::log::{place, read_leaves};
use crate::seal::Keyring;
use crate::sql::{Args, Columns as _, row};
use crate::sqlite::pages::PageFile;
use crate::store::DATABASE;
use block::{Looked, Reader, Source, Stretch, Then};
use domain::CaseId;
use ledger::audit::Audit;
use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::leaf::Leaf;
use ledger::rotation::{LogKey, next_key};
use ledger::tile::Tile;
use sqlx::AnyConnection;
use std::cell::RefCell;
use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::thread::available_parallelism;
use tokio::sync::mpsc;

/// Lanes beyond these would wait for whoever puts together what they found.
const MOST_LANES: usize = 8;

/// Stretches that a lane may be ahead.
const MOST_WAITING: usize = 4;
/// Leaves whose tiles are asked for at once: whole blocks, and whole tiles.
const TILES_FOR: u64 = 1 << 14;

/// A log with nothing wrong.
pub(super) struct Whole {
    pub(super) root: Hash,
    pub(super) events: u64,
    pub(super) evidence: Vec<Evidence>,
    pub(super) sealed: Vec<WithSealed>,
}

/// Compares all leaves with the tiles and with the checkpoints that are held, and all events with their leaves. None where
/// not all of it is plainly well. The connection's transaction is one that [`crate::sqlite::begin_settled`] began.
pub(super) async fn check(
    (dir, keyring, keys): (&Path, &Keyring, &[LogKey]),
    conn: &mut AnyConnection,
    size: u64,
    held: Vec<Checkpoint>,
    mut progress: impl FnMut(u64) + Send,
) -> Result<Option<Whole>, Error> {
    let eventless = eventless(conn, keys).await?;
    let events = size.saturating_sub(eventless.len() as u64);
    if !are_from_one_to(conn, place(events)?).await? || tree::too_many_tiles(conn, size).await?.is_some() {
        return Ok(None);
    }
    let Ok(above) = tree::above(conn, size).await? else {
        return Ok(None);
    };
    let database = dir.join(DATABASE);
    let Some(mut file) = PageFile::open(&database) else {
        return Ok(None);
    };
    let Some(source) = Source::find(conn, &mut file, eventless, keyring.clone()).await else {
        return Ok(None);
    };
    let tiles = RefCell::new(above);
    let fetch = |tile: Tile| tiles.borrow_mut().remove(&tile).ok_or(());
    let mut audit = Audit::new(size, fetch, held, NonZeroUsize::MIN);
    let mut streams = Streams::of(size);
    let mut lanes = lanes(&database, size, source);
    let count = lanes.len() as u64;
    for (at, stretch) in Stretch::all(size).enumerate() {
        let lane = at as u64 % count;
        let looked = match lanes.get_mut(usize::try_from(lane).unwrap_or(0)) {
            Some(lane) => lane.recv().await,
            None => None,
        };
        let Some(looked) = looked else { return Ok(None) };
        for (block, looked) in stretch.blocks().zip(looked) {
            if block.first % TILES_FOR == 0 {
                let full = tree::read_full(conn, block.first, size.min(block.first + TILES_FOR)).await?;
                tiles.borrow_mut().extend(full);
            }
            for hashed in looked.hashed {
                if audit.push_hashed(hashed).is_err() {
                    return Ok(None);
                }
            }
            if !streams.go_on(block.first, looked.events) {
                return Ok(None);
            }
            progress(block.end);
        }
    }
    let Ok(audited) = audit.finish() else { return Ok(None) };
    Ok(streams.are_whole().then_some(Whole {
        root: audited.root,
        events,
        evidence: streams.evidence,
        sealed: streams.sealed,
    }))
}

/// Lanes that look at the blocks in turn, each until one is not plainly well, and what each has found, in its order.
fn lanes(database: &Path, size: u64, source: Source) -> Vec<mpsc::Receiver<Vec<Looked>>> {
    let count = available_parallelism().map_or(1, NonZeroUsize::get).min(MOST_LANES);
    let source = Arc::new(source);
    let lanes = (0..count).map(|lane| {
        let (send, receive) = mpsc::channel(MOST_WAITING);
        let mine = Stretch::all(size).skip(lane).step_by(count);
        let (source, file) = (Arc::clone(&source), PageFile::open(database));
        tokio::task::spawn_blocking(move || {
            let Some(file) = file else { return };
            let mut reader = Reader::new(&source, file);
            for stretch in mine {
                let looked = stretch.blocks().map(|block| reader.look(block)).collect();
                let Some(looked) = looked else { return };
                if send.blocking_send(looked).is_err() {
                    return;
                }
            }
        });
        receive
    });
    lanes.collect()
}

/// The leaves that are of no event, in their order: those in which a key of the log names the next. That they do is looked at here,
/// and that they are what was logged with all others.
async fn eventless(conn: &mut AnyConnection, keys: &[LogKey]) -> Result<Vec<i64>, Error> {
    let mut eventless = Vec::new();
    for last in keys.iter().filter_map(|key| key.from.checked_sub(1)) {
        let n = place(last)?;
        let leaves = read_leaves(conn, n, n + 1).await?;
        let leaf = leaves.first().and_then(|leaf| Leaf::parse(leaf.as_bytes()).ok());
        if leaf.is_some_and(|leaf| next_key(&leaf).is_some() && leaf.field("case").is_none()) {
            eventless.push(n);
        }
    }
    eventless.sort_unstable();
    eventless.dedup();
    Ok(eventless)
}

/// Whether the first event's place is 1 and the last one's is this: each of those between is looked at with its leaf, and one before or
/// behind them would be read with its case and be in no log.
async fn are_from_one_to(conn: &mut AnyConnection, last: i64) -> Result<bool, Error> {
    let sql = "SELECT (SELECT coalesce(min(position), 1) FROM events) AS first, \
               (SELECT coalesce(max(position), 0) FROM events) AS last";
    let Some(found) = row(conn, sql, Args::default()).await? else {
        return Ok(false);
    };
    Ok((found.int("first")?, found.int("last")?) == (1, last))
}

/// What is known of the cases' streams so far. A leaf names the one before it of its case, so that a list of leaves knows what
/// a map of cases would, and is read where it was just written. It is kept small: a million events' worth of fresh memory costs
/// as much as hashing some hundred thousand of them.
#[derive(Default)]
struct Streams {
    /// Of each leaf, in their order.
    links: Vec<Link>,
    /// The cases, in the order of their first leaves: those that name none before them.
    begun: Vec<CaseId>,
    /// Leaves so far that are of no event.
    passed: i64,
    evidence: Vec<Evidence>,
    sealed: Vec<WithSealed>,
    /// Cases of which an event's text is gone, until the event comes that says why.
    emptied: HashSet<CaseId>,
    /// Cases of which what was sealed is gone and nothing else, until the event comes that says why.
    unsealed: HashSet<CaseId>,
}

/// An event in its case's stream.
struct Link {
    /// The place of its case among those that have begun.
    case: u32,
    version: u32,
}

/// In place of a link's version: a later leaf names this one, and no other may.
const FOLLOWED: u32 = u32::MAX;

impl Streams {
    /// With room for so many leaves, as far as it is to be had; what is not used of it is never touched.
    fn of(size: u64) -> Self {
        let mut streams = Self::default();
        let size = usize::try_from(size).unwrap_or_default();
        // Without it they grow as they are filled, which a size that nobody believes must not forbid.
        let _ = streams.links.try_reserve_exact(size);
        let _ = streams.begun.try_reserve_exact(size);
        streams
    }

    /// Takes the events of a block; false where one does not go on from its case's last.
    fn go_on(&mut self, first: u64, events: Vec<Option<block::One>>) -> bool {
        for (leaf, one) in (first..).zip(events) {
            let Some(one) = one else {
                self.pass();
                continue;
            };
            if !self.follow(&one) {
                return false;
            }
            let Ok(n) = place(leaf) else { return false };
            if one.sealed {
                let (case, version, position) = (one.case, one.version, n + 1 - self.passed);
                self.sealed.push(WithSealed {
                    case,
                    version,
                    leaf,
                    position,
                });
            }
            match one.then {
                Then::Nothing => {}
                Then::Emptied => drop(self.emptied.insert(one.case)),
                Then::Unsealed => drop(self.unsealed.insert(one.case)),
                Then::SealedErased => drop(self.unsealed.remove(&one.case)),
                Then::Erased => {
                    self.emptied.remove(&one.case);
                    self.unsealed.remove(&one.case);
                }
                Then::Evidence(sha256) => self.evidence.push(Evidence::of(one.case, one.version, n, sha256)),
            }
        }
        true
    }

    /// Passes over a leaf that is of no event: none may name it.
    fn pass(&mut self) {
        self.passed += 1;
        let (case, version) = (u32::MAX, FOLLOWED);
        self.links.push(Link { case, version });
    }

    /// Puts an event behind the one that its leaf names; false where that is not its case's last.
    fn follow(&mut self, one: &block::One) -> bool {
        let link = match one.previous {
            None => self.begin(one),
            Some(previous) => self.go_on_behind(previous, one),
        };
        link.is_some_and(|link| {
            self.links.push(link);
            true
        })
    }

    fn begin(&mut self, one: &block::One) -> Option<Link> {
        let case = u32::try_from(self.begun.len()).ok()?;
        self.begun.push(one.case);
        (one.version == 1).then_some(Link { case, version: 1 })
    }

    fn go_on_behind(&mut self, previous: i64, one: &block::One) -> Option<Link> {
        let before = self.links.get_mut(usize::try_from(previous).ok()?)?;
        let last = std::mem::replace(&mut before.version, FOLLOWED);
        let version = last
            .checked_add(1)
            .filter(|version| u64::from(*version) == one.version)?;
        let case = before.case;
        let begun = self.begun.get(usize::try_from(case).ok()?)?;
        (*begun == one.case).then_some(Link { case, version })
    }

    /// Whether no case began twice, and what is gone was erased.
    fn are_whole(&mut self) -> bool {
        // Cases are numbered by time: they are nearly in this order already.
        self.begun.sort_unstable();
        self.emptied.is_empty() && self.unsealed.is_empty() && self.begun.windows(2).all(|two| two[0] != two[1])
    }
}

#[cfg(test)]
mod tests;
