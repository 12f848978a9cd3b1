//! A filled data directory, what is done to copies of it, and who finds it out.

mod look;

pub(crate) use look::look;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::case::{Actor, Event, Evidence, Place, Registration, SealedValues};
use domain::pack::FieldName;
use domain::{CaseId, CategorySlug, KindSlug, PostSlug, StatusSlug, UnitSlug};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ledger::receipt::{Opening, Receipt};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Append, Logged, Store};

/// What is done. `how` is statements on the database, or one of the words that [`tamper`] knows.
pub(crate) struct Case {
    pub(crate) what: &'static str,
    pub(crate) how: &'static str,
}

pub(crate) const CASES: &[Case] = &[
    Case {
        what: "an event's text is altered",
        how: "UPDATE events SET event = replace(event, 'Case 7,', 'Case 8,') WHERE leaf = 7",
    },
    Case {
        what: "who did it is altered",
        how: "UPDATE events SET actor = replace(actor, 'program', 'clerk') WHERE leaf = 9",
    },
    Case {
        what: "an entry of the log is altered",
        how: "UPDATE log_leaves SET leaf = replace(leaf, 'time 177', 'time 178') WHERE n = 20",
    },
    Case {
        what: "a hash of the tree is altered",
        how: "UPDATE log_tiles SET hashes = zeroblob(8192) WHERE level = 0 AND n = 0",
    },
    Case {
        what: "an event is deleted",
        how: "DELETE FROM events WHERE leaf = 30",
    },
    Case {
        what: "an event and its entry are deleted",
        how: "DELETE FROM events WHERE leaf = 30; DELETE FROM log_leaves WHERE n = 30",
    },
    Case {
        what: "the last events are deleted with their entries",
        how: "DELETE FROM events WHERE leaf >= 300; DELETE FROM log_leaves WHERE n >= 300",
    },
    Case {
        what: "two events change places",
        how: "UPDATE events SET position = -1 WHERE leaf = 50; UPDATE events SET position = 51 WHERE leaf = 51; \
              UPDATE events SET position = 52 WHERE position = -1",
    },
    Case {
        what: "an event is put in, without an entry",
        how: "INSERT INTO events (position, case_id, version, at, actor, event) \
              SELECT 10000, case_id, 3, at, actor, '{\"event\":\"repeat_recorded\"}' FROM events WHERE leaf = 60",
    },
    Case {
        what: "an event is put in before all others, without an entry",
        how: "INSERT INTO events (position, case_id, version, at, actor, event) \
              SELECT -9223372036854775808, case_id, 3, at, actor, '{\"event\":\"repeat_recorded\"}' FROM events WHERE leaf = 60",
    },
    Case {
        what: "an event is put in between, with an entry",
        how: "between",
    },
    Case {
        what: "an event is put in at the end, without an entry, and the desk opened again",
        how: "at the end",
    },
    Case {
        what: "one of the newest events is altered together with its entry",
        how: "newest",
    },
    Case {
        what: "an event is dated back by a day",
        how: "UPDATE events SET at = at - 86400000 WHERE leaf = 40",
    },
    Case {
        what: "what is sealed is exchanged",
        how: "UPDATE events SET sealed = zeroblob(length(sealed)) WHERE leaf = 70",
    },
    Case {
        what: "something else than bytes is put in the place of what is sealed",
        how: "UPDATE events SET sealed = 'nothing' WHERE leaf = 70",
    },
    Case {
        what: "what is sealed is taken away",
        how: "UPDATE events SET sealed = NULL WHERE leaf = 70",
    },
    Case {
        what: "the key of a case with something sealed is exchanged",
        how: "UPDATE events SET case_key = zeroblob(length(case_key)) WHERE leaf = 70",
    },
    Case {
        what: "the key of a case with something sealed is taken away",
        how: "UPDATE events SET case_key = NULL WHERE leaf = 70",
    },
    Case {
        what: "the key of a case with an attachment is taken away",
        how: "UPDATE events SET case_key = NULL WHERE leaf = 0",
    },
    Case {
        what: "the key of a case with an attachment is said to be destroyed",
        how: "UPDATE events SET case_key = x'00' WHERE leaf = 0",
    },
    Case {
        what: "an attachment's bytes are exchanged",
        how: "attachment",
    },
    Case {
        what: "the whole database is set back to yesterday's copy",
        how: "yesterday",
    },
    Case {
        what: "an event is altered and the whole log made anew, signed with the log's own key",
        how: "anew",
    },
];

/// A directory with 150 cases and 302 entries; yesterday it had 148.
pub(crate) struct Filled {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) receipt: Receipt,
    /// The log's key, as the receipt's holder has it.
    key: String,
}

const DATABASE: &str = "huying.db";
const KEPT: &str = "log.checkpoint";
/// What somebody holds: the checkpoint of the receipt, and the receipt.
const HELD: &str = "held";
const RECEIPT: &str = "receipt.tlog-proof";

impl Filled {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        Store::name_log(&data, "log.example.org/huying").unwrap();
        let store = Store::open(&data).await.unwrap();
        for n in 0..148 {
            store.append(registration(n)).await.unwrap();
        }
        let evidence = store.put_file(id(0), b"a photograph").await.unwrap();
        let attached = Evidence {
            name: "photo.jpg".to_owned(),
            media_type: "image/jpeg".to_owned(),
            bytes: 12,
            sha256: evidence,
        };
        happen(&store, 0, vec![Event::EvidenceAttached(attached)]).await;
        for n in 0..148 {
            happen(&store, n, vec![Event::RepeatRecorded]).await;
        }
        store.close().await;
        fs::copy(data.join(DATABASE), dir.path().join("yesterday")).unwrap();
        let store = Store::open(&data).await.unwrap();
        for n in 148..150 {
            store.append(registration(n)).await.unwrap();
        }
        for n in 0..3 {
            happen(&store, n, vec![Event::RepeatRecorded]).await;
        }
        let receipt = receipt_of(&store, id(149)).await;
        fs::write(dir.path().join(HELD), receipt.checkpoint().to_string()).unwrap();
        fs::write(dir.path().join(RECEIPT), receipt.to_proof().to_string()).unwrap();
        let key = store.log_keys()[0].key.to_string();
        store.close().await;
        assert!(data.join(KEPT).is_file(), "a signed head is kept");
        Self { dir, receipt, key }
    }
}

/// A receipt of the first event of a case, as the desk gives it.
pub(crate) async fn receipt_of(store: &Store, case: CaseId) -> Receipt {
    receipt_at(store, store.logged(case).await.unwrap().remove(0)).await
}

/// The receipt of one event.
pub(crate) async fn receipt_at(store: &Store, logged: Logged) -> Receipt {
    let head = store.signed_head().await.unwrap();
    let hashes = store.log_inclusion(logged.index, head.checkpoint.size).await.unwrap();
    let opening = Opening {
        name: "open".to_owned(),
        salt: logged.salt.unwrap(),
        payload: Some(logged.event.into_bytes()),
    };
    Receipt::new(logged.leaf, vec![opening], logged.index, hashes, head.note).unwrap()
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_all(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The one file under a folder.
fn only_file(folder: &Path) -> PathBuf {
    let found = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    if found.is_dir() { only_file(&found) } else { found }
}

async fn tamper(filled: &Filled, data: &Path, how: &str) {
    match how {
        "" => {}
        "attachment" => {
            fs::write(only_file(&data.join("files")), b"another photograph").unwrap();
        }
        "yesterday" => drop(fs::copy(filled.dir.path().join("yesterday"), data.join(DATABASE)).unwrap()),
        "between" => {
            run(
                data,
                "UPDATE log_leaves SET n = -n - 1 WHERE n > 60; UPDATE log_leaves SET n = -n WHERE n < 0; \
                 INSERT INTO log_leaves (n, leaf) SELECT 61, replace(leaf, 'event 1', 'event 2') FROM log_leaves WHERE n = 60; \
                 UPDATE events SET leaf = leaf + 1 WHERE leaf > 60; \
                 INSERT INTO events (position, case_id, version, at, actor, event, leaf, salts) \
                 SELECT 10000, case_id, 9, at, actor, event, 61, salts FROM events WHERE leaf = 60",
            )
            .await;
        }
        "newest" => {
            // Its tile is not full, so that no kept hash is over it.
            let sql = "SELECT event, actor, salts, leaf FROM events WHERE leaf = 300";
            let found = row(data, sql).await;
            let [event, salts]: [String; 2] = [found.get("event"), found.get("salts")];
            let altered = event.replace("repeat_recorded", "withdrawn");
            let salts = STANDARD_NO_PAD.decode(salts).unwrap();
            let commit = |text: &str| ledger::leaf::commit(salts[..32].try_into().unwrap(), text.as_bytes());
            run(
                data,
                &format!(
                    "UPDATE events SET event = replace(event, 'repeat_recorded', 'withdrawn') WHERE leaf = 300; \
                     UPDATE log_leaves SET leaf = replace(replace(leaf, '{}', '{}'), 'repeat_recorded', 'withdrawn') \
                     WHERE n = 300",
                    commit(&event),
                    commit(&altered)
                ),
            )
            .await;
        }
        "at the end" => {
            run(
                data,
                "INSERT INTO events (position, case_id, version, at, actor, event) \
                 SELECT 10000, case_id, 3, at, actor, '{\"event\":\"repeat_recorded\"}' FROM events \
                 WHERE leaf = 60",
            )
            .await;
            Store::open(data).await.unwrap().close().await;
        }
        "anew" => {
            run(
                data,
                // Back to the version before the log: the program itself logs everything anew. What the cases' keys are is
                // kept aside, and the key that wraps them, so that nothing is sealed a second time.
                "CREATE TABLE aside AS SELECT position, case_key FROM events; \
                 DROP TABLE log_leaves; DROP TABLE log_tiles; DROP TABLE search_upto; DROP TABLE unindexed; \
                 DROP TABLE log_heads; DROP TABLE log_witnesses; DROP TABLE day_mentions; DROP TABLE unfinished; \
                 DROP TABLE wiping; DROP TABLE openings; DROP TABLE case_about; DROP TABLE case_beside; DROP TABLE requester_links; \
                 DROP TABLE api_keys; DROP TABLE api_requests; DROP TABLE webhooks; DROP TABLE webhook_messages; \
                 DROP TABLE notice_upto; DROP TABLE notices; DROP TABLE notice_channels; \
                 DROP TABLE mail_counts; DROP TABLE notice_parties; DROP TABLE case_dangers; DROP TABLE guest_links; DROP TABLE round_events; \
                 DROP TABLE warning_events; DROP TABLE warning_ends; DROP TABLE received_alerts; DROP TABLE level_events; \
                 DROP INDEX accounts_person; ALTER TABLE accounts DROP COLUMN person; DROP TABLE calls_gone; \
                 DROP TABLE account_acts; DROP TABLE followers; DROP INDEX imports_key; ALTER TABLE imports DROP COLUMN asked_key; \
                 DROP TABLE calls; DROP TABLE call_sends; DROP TABLE staff_channels; DROP TABLE heartbeats; \
                 DROP TABLE report_sends; DROP TABLE report_tries; DROP TABLE emergency_keys; \
                 DROP TABLE stream_events; DROP TABLE duty_feeds; DROP TABLE duty_proposals; \
                 ALTER TABLE idempotency DROP COLUMN fingerprint; \
                 ALTER TABLE sessions DROP COLUMN duty_post_at; \
                 DROP INDEX events_keyless; DROP INDEX cases_ended; DROP INDEX cases_published; DROP INDEX cases_published_at; \
                 DROP INDEX cases_grave_open; ALTER TABLE reports DROP COLUMN rejected; \
                 DROP INDEX cases_placed_at; ALTER TABLE cases DROP COLUMN placed_at; \
                 ALTER TABLE events DROP COLUMN leaf; ALTER TABLE events DROP COLUMN salts; \
                 ALTER TABLE events DROP COLUMN case_key; ALTER TABLE events DROP COLUMN sealed; \
                 ALTER TABLE cases DROP COLUMN erased_at; ALTER TABLE cases DROP COLUMN published_at; \
                 DELETE FROM schema_version WHERE version >= 5; \
                 UPDATE events SET event = replace(event, 'Case 7,', 'Case 8,') WHERE position = 8",
            )
            .await;
            let (key, aside) = (data.join("seal.key"), data.join("aside.key"));
            std::fs::rename(&key, &aside).unwrap();
            Store::open(data).await.unwrap().close().await;
            std::fs::rename(&aside, &key).unwrap();
            run(
                data,
                "UPDATE events SET case_key = (SELECT case_key FROM aside WHERE aside.position = events.position); \
                 DELETE FROM unfinished; DROP TABLE aside",
            )
            .await;
        }
        statements => run(data, statements).await,
    }
}

async fn run(data: &Path, statements: &str) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=rw", data.join(DATABASE).display());
    let mut conn = AnyConnection::connect(&url).await.unwrap();
    for statement in statements.split(';') {
        let done = conn.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
        let of_rows = ![" TABLE ", " INDEX "].iter().any(|of| statement.contains(of));
        assert!(!of_rows || done.rows_affected() > 0, "{statement} does nothing");
    }
    conn.close().await.unwrap();
}

async fn row(data: &Path, sql: &'static str) -> AnyRow {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=ro", data.join(DATABASE).display());
    let mut conn = AnyConnection::connect(&url).await.unwrap();
    let row = sqlx::query(sql).fetch_one(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    row
}

/// The case with an attachment: four events of it are logged.
pub(crate) fn first_case() -> CaseId {
    id(0)
}

fn id(n: u128) -> CaseId {
    CaseId(uuid::Uuid::from_u128(
        (1_767_225_600_000_u128 << 80) | (0x7 << 76) | (0b10 << 62) | n,
    ))
}

fn noon() -> Timestamp {
    "2026-03-02T12:00:00+08:00".parse().unwrap()
}

fn append(n: u128, events: Vec<Event>, at: Timestamp) -> Append {
    Append {
        case: id(n),
        state: None,
        events,
        actor: Actor::program(),
        at,
        zone: TimeZone::get("Asia/Shanghai").unwrap(),
        source_system: "hotline".to_owned(),
        key: None,
        jobs: Vec::new(),
    }
}

/// One case has a contact.
fn sealed(n: u128) -> SealedValues {
    let none = SealedValues::default();
    if n == SEALED {
        none.with(FieldName::RequesterContact, "a contact")
    } else {
        none
    }
}

/// The case with something sealed; its first leaf has the same number.
const SEALED: u128 = 70;

pub(crate) fn registration(n: u128) -> Append {
    let registration = Registration {
        id: id(n),
        number: String::new(),
        kind: KindSlug::from("request"),
        category: CategorySlug::from("roads"),
        title: format!("Case {n}, a lamp is dark"),
        description: String::new(),
        place: Place {
            address: "1 Mill Lane".to_owned(),
            area: None,
            latitude: None,
            longitude: None,
        },
        source: "hotline".to_owned(),
        received_at: noon(),
        unit: UnitSlug::from("roads"),
        leader: PostSlug::from("roads-head"),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: domain::case::About::default(),
        sealed_fields: Vec::new(),
        sealed: sealed(n),
    };
    let registered = Event::Registered {
        registration: Box::new(registration),
        status: StatusSlug::from("registered"),
        pack: "test@1".to_owned(),
    };
    append(n, vec![registered], noon() + SignedDuration::from_secs(1))
}

async fn happen(store: &Store, n: u128, events: Vec<Event>) {
    let state = store.case(id(n)).await.unwrap().map(Arc::new);
    let at = noon() + SignedDuration::from_hours(1);
    let append = Append {
        state,
        ..append(n, events, at)
    };
    store.append(append).await.unwrap();
}
