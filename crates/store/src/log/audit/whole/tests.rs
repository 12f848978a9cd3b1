use super::*;
use crate::log::{Entry, Said, Salts, append, full_tiles, load};
use crate::migrate::migrate;
use crate::sql::execute;
use crate::sqlite;
use domain::case::Actor;
use jiff::Timestamp;
use ledger::key::{Algorithm, SigningKey};
use ledger::rotation::change_of_keys;
use ledger::tile::TileWriter;
use sqlx::{Connection as _, Executor as _};
use uuid::Uuid;

const EVENT: &str = "{\"event\":\"noted\",\"text\":\"路灯\"}";
const SIZE: u64 = 1_300;

/// A database of so many events, three a case, of which the texts of the first case are erased, with their log.
async fn filled(file: &Path) -> AnyConnection {
    filled_with_key(file, u64::MAX).await
}

/// The same with a leaf that names a new key, before the event of this number.
async fn filled_with_key(file: &Path, changed: u64) -> AnyConnection {
    let mut conn = sqlite::alone(file).await.unwrap();
    migrate(&mut conn).await.unwrap();
    conn.execute("BEGIN").await.unwrap();
    let mut tree = TileWriter::new();
    for n in 0..=SIZE {
        if n == changed {
            let leaf = change_of_keys(&key(n + 1), Vec::new()).unwrap();
            let (place, leaf) = append(&mut tree, &leaf).unwrap();
            put_leaf(&mut conn, place, &leaf).await;
        }
        if n < SIZE {
            put(&mut conn, &mut tree, n, changed).await;
        }
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

async fn put_leaf(conn: &mut AnyConnection, place: i64, leaf: &str) {
    let mut args = Args::default();
    args.int(place).text(leaf);
    execute(conn, "INSERT INTO log_leaves (n, leaf) VALUES ($1, $2)", args)
        .await
        .unwrap();
}

async fn put(conn: &mut AnyConnection, tree: &mut TileWriter, n: u64, changed: u64) {
    let actor = Actor::program();
    let actor_text = serde_json::to_string(&actor).unwrap();
    // Two cases at a time take turns, so that the leaf before is not always the one before.
    let (six, within) = (n / 6, n % 6);
    let case = CaseId(Uuid::from_u128(u128::from(six * 2 + within % 2)));
    let place = i64::try_from(n).unwrap();
    let leaf_of = |n: u64| i64::try_from(n + u64::from(n >= changed)).unwrap();
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
        previous: (within > 1).then(|| leaf_of(n - 2)),
        said: Said::Text(event.as_bytes(), &salts),
        sealed: None,
        actor_text: actor_text.as_bytes(),
        actor_salt: &salts.actor,
    };
    let (at, leaf) = append(tree, &entry.leaf().unwrap()).unwrap();
    put_leaf(conn, at, &leaf).await;
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
        .int(at)
        .text(&salts.to_text());
    let sql = "INSERT INTO events (position, case_id, version, at, actor, event, leaf, salts) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    execute(conn, sql, args).await.unwrap();
}

/// A key of the log, with the first size that it signs.
fn key(from: u64) -> LogKey {
    let key = SigningKey::from_seed("log.example.org", Algorithm::Note, &[7; 32]).unwrap();
    LogKey {
        key: key.verifier_key().clone(),
        from,
        until: None,
    }
}

async fn as_of_now(dir: &Path, held: Vec<Checkpoint>, progress: impl FnMut(u64) + Send) -> Option<Whole> {
    looked_at(dir, (SIZE, &[key(0)]), held, progress).await
}

async fn looked_at(
    dir: &Path,
    (size, keys): (u64, &[LogKey]),
    held: Vec<Checkpoint>,
    progress: impl FnMut(u64) + Send,
) -> Option<Whole> {
    let file = dir.join(DATABASE);
    let mut conn = sqlite::open_for_reading(&file).await.unwrap();
    assert!(sqlite::begin_settled(&mut conn, &file).await.unwrap());
    let keyring = Keyring::default();
    let whole = check((dir, &keyring, keys), &mut conn, size, held, progress)
        .await
        .unwrap();
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
        let all = events.iter().map(one).map(Some);
        // A leaf of no event before them and behind them changes nothing.
        streams.go_on(0, all.chain([None]).collect()) && streams.are_whole()
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
async fn a_log_that_was_given_a_new_key_is_read_at_once_too() {
    for changed in [0, 6, 255, 256, 700, SIZE] {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = filled_with_key(&dir.path().join(DATABASE), changed).await;
        let root = load(&mut conn).await.unwrap().root();
        let (size, keys) = (SIZE + 1, [key(0), key(changed + 1)]);
        let whole = looked_at(dir.path(), (size, &keys), Vec::new(), |_| ()).await.unwrap();
        assert_eq!((whole.root, whole.events), (root, SIZE), "{changed}");
        // That a leaf is of no event is believed of no other leaf, and of a key's only where the list has the key.
        for keys in [&[key(0)][..], &[key(0), key(changed + 1), key(300)]] {
            let whole = looked_at(dir.path(), (size, keys), Vec::new(), |_| ()).await;
            assert_eq!(whole.is_some(), keys.len() > 1, "{changed}");
        }
        let sql = "UPDATE events SET at = at + 1 WHERE position = 600";
        execute(&mut conn, sql, Args::default()).await.unwrap();
        let whole = looked_at(dir.path(), (size, &keys), Vec::new(), |_| ()).await;
        assert!(whole.is_none(), "{changed}");
        conn.close().await.unwrap();
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
        "INSERT INTO events (position, case_id, version, at, actor, event) \
         SELECT 0, case_id, 90, at, actor, event FROM events WHERE position = 600",
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
