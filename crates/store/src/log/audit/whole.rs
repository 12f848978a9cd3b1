//! The whole log at once, where all is well with it, as it nearly always is. As many lanes as there are processors each
//! read every so-many-th block of events with their leaves and hash it; what they found is put together in order.
//!
//! What is found here is only that all is well. At the least doubt nothing of it counts: the tree and then the events are
//! looked at again one by one, which says what is wrong.

mod block;

use super::events::Evidence;
use super::sealed::WithSealed;
use super::tree;
use crate::Error;
use crate::log::place;
use crate::sql::{Args, Columns as _, row};
use crate::sqlite::pages::PageFile;
use crate::store::DATABASE;
use block::{Block, Looked, Reader, Source, Then};
use domain::CaseId;
use ledger::audit::Audit;
use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
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

/// Blocks that a lane may be ahead.
const MOST_WAITING: usize = 16;
/// Leaves whose tiles are asked for at once: whole blocks, and whole tiles.
const TILES_FOR: u64 = 1 << 14;

/// A log with nothing wrong.
pub(super) struct Whole {
    pub(super) root: Hash,
    pub(super) evidence: Vec<Evidence>,
    pub(super) sealed: Vec<WithSealed>,
}

/// Compares all leaves with the tiles and with the checkpoints that are held, and all events with their leaves. None where
/// not all of it is plainly well. The connection's transaction is one that [`crate::sqlite::begin_settled`] began.
pub(super) async fn check(
    dir: &Path,
    conn: &mut AnyConnection,
    size: u64,
    held: Vec<Checkpoint>,
    mut progress: impl FnMut(u64) + Send,
) -> Result<Option<Whole>, Error> {
    if last_position(conn).await? != Some(place(size)?) || tree::too_many_tiles(conn, size).await?.is_some() {
        return Ok(None);
    }
    let Ok(above) = tree::above(conn, size).await? else {
        return Ok(None);
    };
    let database = dir.join(DATABASE);
    let Some(mut file) = PageFile::open(&database) else {
        return Ok(None);
    };
    let Some(source) = Source::find(conn, &mut file).await else {
        return Ok(None);
    };
    let tiles = RefCell::new(above);
    let fetch = |tile: Tile| tiles.borrow_mut().remove(&tile).ok_or(());
    let mut audit = Audit::new(size, fetch, held, NonZeroUsize::MIN);
    let mut streams = Streams::of(size);
    let mut lanes = lanes(&database, size, source);
    let count = lanes.len() as u64;
    for (at, block) in Block::all(size).enumerate() {
        if block.first % TILES_FOR == 0 {
            let full = tree::read_full(conn, block.first, size.min(block.first + TILES_FOR)).await?;
            tiles.borrow_mut().extend(full);
        }
        let lane = at as u64 % count;
        let looked = match lanes.get_mut(usize::try_from(lane).unwrap_or(0)) {
            Some(lane) => lane.recv().await,
            None => None,
        };
        let Some(looked) = looked else { return Ok(None) };
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
    let Ok(audited) = audit.finish() else { return Ok(None) };
    Ok(streams.are_whole().then_some(Whole {
        root: audited.root,
        evidence: streams.evidence,
        sealed: streams.sealed,
    }))
}

/// Lanes that look at the blocks in turn, each until one is not plainly well, and what each has found, in its order.
fn lanes(database: &Path, size: u64, source: Source) -> Vec<mpsc::Receiver<Looked>> {
    let count = available_parallelism().map_or(1, NonZeroUsize::get).min(MOST_LANES);
    let source = Arc::new(source);
    let lanes = (0..count).map(|lane| {
        let (send, receive) = mpsc::channel(MOST_WAITING);
        let mine = Block::all(size).skip(lane).step_by(count);
        let (source, file) = (Arc::clone(&source), PageFile::open(database));
        tokio::task::spawn_blocking(move || {
            let Some(file) = file else { return };
            let mut reader = Reader::new(&source, file);
            for block in mine {
                let Some(looked) = reader.look(block) else { return };
                if send.blocking_send(looked).is_err() {
                    return;
                }
            }
        });
        receive
    });
    lanes.collect()
}

async fn last_position(conn: &mut AnyConnection) -> Result<Option<i64>, Error> {
    let sql = "SELECT coalesce(max(position), 0) AS last FROM events";
    let found = row(conn, sql, Args::default()).await?;
    found.map(|row| row.int("last")).transpose()
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
    fn go_on(&mut self, first: u64, events: Vec<block::One>) -> bool {
        for (leaf, one) in (first..).zip(events) {
            if !self.follow(&one) {
                return false;
            }
            let Ok(n) = place(leaf) else { return false };
            if one.sealed {
                let (case, version, position) = (one.case, one.version, n + 1);
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
mod tests {
    use super::*;
    use crate::log::{Entry, Said, Salts, append, full_tiles, load};
    use crate::migrate::migrate;
    use crate::sql::execute;
    use crate::sqlite;
    use domain::case::Actor;
    use jiff::Timestamp;
    use ledger::tile::TileWriter;
    use sqlx::{Connection as _, Executor as _};
    use uuid::Uuid;

    const EVENT: &str = "{\"event\":\"noted\",\"text\":\"路灯\"}";
    const SIZE: u64 = 1_300;

    /// A database of so many events, three a case, of which the texts of the first case are erased, with their log.
    async fn filled(file: &Path) -> AnyConnection {
        let mut conn = sqlite::alone(file).await.unwrap();
        migrate(&mut conn).await.unwrap();
        conn.execute("BEGIN").await.unwrap();
        let mut tree = TileWriter::new();
        for n in 0..SIZE {
            put(&mut conn, &mut tree, n).await;
        }
        for (level, index, hashes, root) in full_tiles(&mut tree) {
            let mut args = Args::default();
            args.int(level).int(index).bytes(&hashes).bytes(root.as_bytes());
            let sql = "INSERT INTO log_tiles (level, n, hashes, root) VALUES ($1, $2, $3, $4)";
            execute(&mut conn, sql, args).await.unwrap();
        }
        conn.execute("COMMIT").await.unwrap();
        conn
    }

    async fn put(conn: &mut AnyConnection, tree: &mut TileWriter, n: u64) {
        let actor = Actor::program();
        let actor_text = serde_json::to_string(&actor).unwrap();
        // Two cases at a time take turns, so that the leaf before is not always the one before.
        let (six, within) = (n / 6, n % 6);
        let case = CaseId(Uuid::from_u128(u128::from(six * 2 + within % 2)));
        let place = i64::try_from(n).unwrap();
        let event = if n == 4 {
            "{\"event\":\"erased\",\"ground\":\"request\"}"
        } else {
            EVENT
        };
        let salts = Salts::draw().unwrap();
        let entry = Entry {
            case,
            version: within / 2 + 1,
            kind: if n == 4 { "erased" } else { "noted" },
            at: Timestamp::from_millisecond(1_700_000_000_000 + place).unwrap(),
            actor: &actor,
            of_source: false,
            previous: (within > 1).then(|| place - 2),
            said: Said::Text(event.as_bytes(), &salts),
            sealed: None,
            actor_text: actor_text.as_bytes(),
            actor_salt: &salts.actor,
        };
        let (_, leaf) = append(tree, &entry.leaf().unwrap()).unwrap();
        let mut args = Args::default();
        args.int(place).text(&leaf);
        execute(conn, "INSERT INTO log_leaves (n, leaf) VALUES ($1, $2)", args)
            .await
            .unwrap();
        let erased = n == 0 || n == 2;
        let (event, salts) = if erased {
            ("{\"event\":\"noted\"}", salts.without_open())
        } else {
            (event, salts.clone())
        };
        let mut args = Args::default();
        args.int(place + 1).id(case).int(i64::try_from(entry.version).unwrap());
        args.at(entry.at)
            .text(&actor_text)
            .text(event)
            .int(place)
            .text(&salts.to_text());
        let sql = "INSERT INTO events (position, case_id, version, at, actor, event, leaf, salts) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        execute(conn, sql, args).await.unwrap();
    }

    async fn as_of_now(dir: &Path, held: Vec<Checkpoint>, progress: impl FnMut(u64) + Send) -> Option<Whole> {
        let file = dir.join(DATABASE);
        let mut conn = sqlite::open_for_reading(&file).await.unwrap();
        assert!(sqlite::begin_settled(&mut conn, &file).await.unwrap());
        let whole = check(dir, &mut conn, SIZE, held, progress).await.unwrap();
        conn.close().await.unwrap();
        whole
    }

    #[test]
    fn an_event_follows_the_last_of_its_case_and_no_case_begins_twice() {
        let taken = |events: &[(u128, u64, Option<i64>)]| {
            let mut streams = Streams::default();
            let one = |(case, version, previous): &(u128, u64, Option<i64>)| block::One {
                case: CaseId(Uuid::from_u128(*case)),
                version: *version,
                previous: *previous,
                sealed: false,
                then: Then::Nothing,
            };
            streams.go_on(0, events.iter().map(one).collect()) && streams.are_whole()
        };
        let well = [
            (1, 1, None),
            (2, 1, None),
            (1, 2, Some(0)),
            (1, 3, Some(2)),
            (2, 2, Some(1)),
        ];
        assert!(taken(&well));
        for wrong in [
            [(1, 1, None), (2, 1, None), (1, 1, None)],
            [(1, 1, None), (2, 2, None), (1, 2, Some(0))],
            [(1, 1, None), (1, 2, Some(0)), (1, 2, Some(0))],
            [(1, 1, None), (2, 1, None), (2, 2, Some(0))],
            [(1, 1, None), (2, 1, None), (2, 3, Some(1))],
            [(1, 1, None), (2, 1, None), (2, 2, Some(2))],
            [(1, 1, None), (2, 1, None), (2, 2, Some(-1))],
        ] {
            assert!(!taken(&wrong), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn a_log_with_nothing_wrong_is_whole_and_any_change_is_left_to_be_looked_at_one_by_one() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = filled(&dir.path().join(DATABASE)).await;
        let root = load(&mut conn).await.unwrap().root();
        let held = |size, root| {
            let origin = "log.example.org".to_owned();
            vec![Checkpoint { origin, size, root }]
        };
        let mut seen = Vec::new();
        let whole = as_of_now(dir.path(), held(SIZE, root), |done| seen.push(done)).await;
        assert_eq!(whole.unwrap().root, root);
        assert_eq!(seen, [256, 512, 768, 1_024, 1_280, SIZE]);
        assert!(as_of_now(dir.path(), held(700, root), |_| ()).await.is_none());
        for sql in [
            "UPDATE events SET at = at + 1 WHERE position = 600",
            "UPDATE events SET case_id = x'ff000000000000000000000000000000' WHERE position = 602",
            "UPDATE events SET event = event || ' ' WHERE position = 1300",
            "UPDATE events SET event = CAST(event AS BLOB) WHERE position = 600",
            "UPDATE events SET event = event || char(10) || event WHERE position = 600",
            "UPDATE events SET event = '', salts = NULL WHERE position = 600",
            "UPDATE events SET sealed = x'00' WHERE position = 600",
            "UPDATE events SET leaf = 601 WHERE position = 600",
            "UPDATE events SET position = 2000 WHERE position = 600",
            "DELETE FROM events WHERE position = 1300",
            "DELETE FROM events WHERE position = 600",
            // The erasure is said nowhere any more.
            "DELETE FROM events WHERE position = 5",
            "DELETE FROM log_leaves WHERE n = 599",
            "UPDATE log_leaves SET leaf = (SELECT leaf FROM log_leaves WHERE n = 1) WHERE n = 599",
            "UPDATE log_leaves SET leaf = leaf || 'huying-leaf@v1' WHERE n = 599",
            "DELETE FROM log_tiles WHERE level = 0 AND n = 2",
            "UPDATE log_tiles SET hashes = zeroblob(8192) WHERE level = 0 AND n = 2",
            "INSERT INTO log_tiles (level, n, hashes, root) VALUES (0, 5, zeroblob(8192), zeroblob(32))",
        ] {
            let saved = dir.path().join("saved.db");
            let into = format!("VACUUM INTO '{}'", saved.display());
            execute(&mut conn, &into, Args::default()).await.unwrap();
            execute(&mut conn, sql, Args::default()).await.unwrap();
            assert!(as_of_now(dir.path(), held(SIZE, root), |_| ()).await.is_none(), "{sql}");
            conn.close().await.unwrap();
            std::fs::rename(&saved, dir.path().join(DATABASE)).unwrap();
            for beside in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(dir.path().join(format!("{DATABASE}{beside}")));
            }
            conn = sqlite::alone(&dir.path().join(DATABASE)).await.unwrap();
        }
    }
}
