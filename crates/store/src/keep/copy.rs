//! The database copied from one file to another as of one moment, and on the way every word of a case sealed under its
//! key (a backup) or opened (a restore). What is sealed in the backup is readable only with the cases' keys, which lie in
//! a file of their own, of which only the newest is kept: so an erasure reaches every backup that was made before.

use super::key_file::{KeyFile, KeyLine};
use crate::log::Salts;
use crate::seal::{self, DESTROYED, Key, Keyring};
use crate::sql::{Args, Columns as _, Insert, execute, groups, places, row, rows};
use crate::write::json;
use crate::{Error, sqlite};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::CaseId;
use domain::case::Event;
use domain::daily::DayEvent;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};
use std::collections::HashMap;
use std::path::Path;

/// What a line of the worklist says in words.
const WORDS: [&str; 3] = ["title", "address", "source"];
/// Rows that are read together.
const SLICE: i64 = 2_000;
/// Keys that are held at a time.
const MOST_KEYS: usize = 50_000;
/// What a sealed word begins with: no text that was seen has a control character.
const MARK: &str = "\u{1}sealed:";
const EVENT: &str = "huying-backup-event@v1";
const WORD: &str = "huying-backup-word@v1";

/// Tables whose rows hold no words of cases, and are copied as they are.
#[cfg(test)]
pub(super) const PLAIN: [&str; 17] = [
    "accounts",
    "attempts",
    "clocks",
    "day_mentions",
    "idempotency",
    "imports",
    "jobs",
    "log_leaves",
    "log_tiles",
    "numbers",
    "reports",
    "schema_version",
    "search_upto",
    "sessions",
    "settings",
    "unindexed",
    "unfinished",
];
/// Tables that are copied row by row, or begin empty.
const OTHERS: [&str; 5] = ["events", "cases", "day_events", "wiping", "boxes"];

static EVENTS: Insert = Insert::new(
    "INSERT INTO main.events (position, case_id, version, at, actor, event, source_system, leaf, salts, case_key, sealed)",
    11,
    "",
);
static SAID: Insert = Insert::new("INSERT INTO temp.said (seq, title, address, source)", 4, "");
static BOXES: Insert = Insert::new("INSERT INTO main.boxes (position, box)", 2, "");
static KEYS: Insert = Insert::new("INSERT INTO main.case_keys (case_id, wrapped)", 2, "");

/// What was copied.
pub(super) struct Copied {
    pub(super) cases: u64,
    /// Entries of the log.
    pub(super) entries: u64,
    /// What tells this log from any other: the hash of its first leaf.
    pub(super) log: String,
    /// Id of the key that wraps the cases' keys.
    pub(super) key: String,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Seal,
    Open,
}

struct Copy<'a> {
    conn: AnyConnection,
    keyring: &'a Keyring,
    way: Way,
    keys: HashMap<CaseId, Option<Key>>,
}

/// Copies a database of which words are in the open, and seals them; writes the cases' keys into `keys`.
///
/// # Errors
/// [`Error::NoSealKey`] where the key is missing; what the disk and the database say.
pub(super) async fn sealed(from: &Path, to: &Path, keys: &Path, keyring: &Keyring) -> Result<Copied, Error> {
    let conn = sqlite::alone(to).await?;
    let mut copy = Copy {
        conn,
        keyring,
        way: Way::Seal,
        keys: HashMap::new(),
    };
    let copied = async {
        copy.begin(from).await?;
        let copied = copy.all().await?;
        copy.write_keys(keys, &copied).await?;
        copy.conn.execute("COMMIT").await?;
        Ok(copied)
    }
    .await;
    copy.conn.close().await?;
    copied
}

/// Copies the database of a backup and opens what is sealed in it, as far as there are keys; without any where none are
/// given. A case without a key comes back empty, its key marked as destroyed.
///
/// # Errors
/// As [`sealed`]; [`Error::BadBackup`] where something does not open.
pub(super) async fn opened(from: &Path, to: &Path, keys: Option<KeyFile>, keyring: &Keyring) -> Result<(), Error> {
    let conn = sqlite::alone(to).await?;
    let mut copy = Copy {
        conn,
        keyring,
        way: Way::Open,
        keys: HashMap::new(),
    };
    let copied = async {
        copy.read_keys(keys).await?;
        copy.begin(from).await?;
        copy.all().await?;
        copy.conn.execute("DROP TABLE main.case_keys").await?;
        copy.conn.execute("COMMIT").await?;
        Ok(())
    }
    .await;
    copy.conn.close().await?;
    copied
}

impl Copy<'_> {
    async fn begin(&mut self, from: &Path) -> Result<(), Error> {
        sqlite::attach(&mut self.conn, from, "src").await?;
        // What is read from here on is of one moment.
        self.conn.execute("BEGIN").await?;
        Ok(())
    }

    async fn all(&mut self) -> Result<Copied, Error> {
        let sql = "SELECT name, sql FROM src.sqlite_master WHERE type = 'table' AND sql IS NOT NULL \
                   AND name NOT LIKE 'sqlite%' ORDER BY name";
        let tables = rows(&mut self.conn, sql, Args::default()).await?;
        for table in &tables {
            let (name, sql) = (table.text("name")?, table.text("sql")?);
            if (self.way == Way::Open && name == "boxes") || sqlite::is_shadow(&name) {
                continue;
            }
            self.run(sql).await?;
            if !OTHERS.contains(&name.as_str()) && !sqlite::is_search(&name) {
                self.run(format!("INSERT INTO main.{name} SELECT * FROM src.{name}"))
                    .await?;
            }
        }
        if self.way == Way::Seal {
            self.conn
                .execute("CREATE TABLE main.boxes (position INTEGER PRIMARY KEY, box BLOB NOT NULL)")
                .await?;
        }
        self.events().await?;
        self.cases().await?;
        self.days().await?;
        let sql = "SELECT sql FROM src.sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
        for index in rows(&mut self.conn, sql, Args::default()).await? {
            self.run(index.text("sql")?).await?;
        }
        let sql = "SELECT (SELECT count(*) FROM main.cases) AS cases, (SELECT count(*) FROM main.log_leaves) AS entries, \
                   (SELECT leaf FROM main.log_leaves WHERE n = 0) AS first, \
                   (SELECT value FROM main.settings WHERE name = 'seal_key') AS key";
        let counted = row(&mut self.conn, sql, Args::default()).await?;
        let counted = counted.ok_or_else(|| Error::Corrupt("no answer".to_owned()))?;
        let first = counted.opt_text("first")?;
        Ok(Copied {
            cases: counted.count("cases")?,
            entries: counted.count("entries")?,
            log: first.map_or_else(
                || "-".to_owned(),
                |leaf| ledger::hash::leaf_hash(leaf.as_bytes()).to_string(),
            ),
            key: counted.opt_text("key")?.unwrap_or_else(|| "-".to_owned()),
        })
    }

    async fn run(&mut self, sql: String) -> Result<(), Error> {
        self.conn.execute(AssertSqlSafe(sql)).await?;
        Ok(())
    }

    async fn events(&mut self) -> Result<(), Error> {
        let (columns, boxes) = match self.way {
            Way::Seal => ("", ""),
            Way::Open => (", b.box", "LEFT JOIN src.boxes b ON b.position = e.position"),
        };
        let sql = format!(
            "SELECT e.position, e.case_id, e.version, e.at, e.actor, e.event, e.source_system, e.leaf, e.salts, \
             e.case_key, e.sealed{columns} FROM src.events e {boxes} WHERE e.position > $1 ORDER BY e.position LIMIT $2"
        );
        let mut after = 0;
        loop {
            let mut args = Args::default();
            args.int(after).int(SLICE);
            let found = rows(&mut self.conn, &sql, args).await?;
            let Some(last) = found.last() else {
                return Ok(());
            };
            after = last.int("position")?;
            let cases = found
                .iter()
                .map(|row| row.id("case_id"))
                .collect::<Result<Vec<_>, _>>()?;
            self.fetch_keys(&cases).await?;
            let copied = found.iter().map(|row| self.event(row)).collect::<Result<Vec<_>, _>>()?;
            EVENTS
                .run(&mut self.conn, &copied, |event, args| {
                    args.int(event.position).id(event.case).int(event.version).int(event.at);
                    args.text(&event.actor)
                        .text(&event.text)
                        .opt_text(event.system.as_deref());
                    args.int(event.leaf).opt_text(event.salts.as_deref());
                    args.opt_bytes(event.case_key.as_deref())
                        .opt_bytes(event.sealed.as_deref());
                })
                .await?;
            let boxes: Vec<_> = copied
                .iter()
                .filter_map(|event| Some((event.position, event.boxed.as_ref()?)))
                .collect();
            BOXES
                .run(&mut self.conn, &boxes, |(position, boxed), args| {
                    args.int(*position).bytes(boxed);
                })
                .await?;
        }
    }

    fn event(&self, row: &AnyRow) -> Result<EventRow, Error> {
        let case = row.id("case_id")?;
        let mut event = EventRow {
            position: row.int("position")?,
            case,
            version: row.int("version")?,
            at: row.int("at")?,
            actor: row.text("actor")?,
            text: row.text("event")?,
            system: row.opt_text("source_system")?,
            leaf: row.opt_int("leaf")?,
            salts: row.opt_text("salts")?,
            case_key: row.bytes("case_key")?,
            sealed: row.bytes("sealed")?,
            boxed: None,
        };
        let place = [&case.0.as_bytes()[..], &event.version.to_be_bytes()];
        let key = self.keys.get(&case).and_then(Option::as_ref);
        match self.way {
            Way::Seal => {
                event.case_key = event.case_key.filter(|kept| kept == DESTROYED);
                let whole: Event =
                    serde_json::from_str(&event.text).map_err(|error| Error::Corrupt(error.to_string()))?;
                if whole.has_words() {
                    let plain = json(&(&event.text, &event.salts))?;
                    let key = key.ok_or(Error::NoSealKey)?;
                    event.boxed = Some(key.seal(EVENT, &place, plain.as_bytes())?);
                    event.text = json(&whole.without_words())?;
                    let salts = event.salts.as_deref().and_then(Salts::from_text);
                    event.salts = salts.map(|salts| salts.without_open().to_text());
                }
            }
            Way::Open => match (key, row.bytes("box")?) {
                (Some(key), Some(boxed)) => {
                    let bad = || Error::BadBackup(format!("what is sealed in event {} of case {case}", event.version));
                    let plain = key.open(EVENT, &place, &boxed).ok_or_else(bad)?;
                    (event.text, event.salts) = serde_json::from_slice(&plain).map_err(|_| bad())?;
                }
                (Some(_), None) => {}
                (None, _) => {
                    event.sealed = None;
                    if event.version == 1 {
                        event.case_key = Some(DESTROYED.to_vec());
                    }
                }
            },
        }
        Ok(event)
    }

    /// The worklist's lines: what they say in words is together in the place of the title.
    async fn cases(&mut self) -> Result<(), Error> {
        let names = rows(
            &mut self.conn,
            "SELECT name FROM pragma_table_info('cases', 'src')",
            Args::default(),
        )
        .await?;
        let names = names
            .iter()
            .map(|row| row.text("name"))
            .collect::<Result<Vec<_>, _>>()?;
        // Words never get into the file in the open: they are put down in memory as they shall stand, and taken from there.
        self.conn
            .execute("CREATE TEMP TABLE said (seq INTEGER PRIMARY KEY, title TEXT, address TEXT, source TEXT)")
            .await?;
        let from: Vec<String> = names
            .iter()
            .map(|name| {
                if WORDS.contains(&name.as_str()) {
                    format!("s.{name}")
                } else {
                    format!("c.{name}")
                }
            })
            .collect();
        let insert = format!(
            "INSERT INTO main.cases ({}) SELECT {} FROM src.cases c JOIN temp.said s ON s.seq = c.seq ORDER BY c.seq",
            names.join(", "),
            from.join(", ")
        );
        let mut after = 0;
        loop {
            let mut args = Args::default();
            args.int(after).int(SLICE);
            let sql = "SELECT seq, id, title, address, source FROM src.cases WHERE seq > $1 ORDER BY seq LIMIT $2";
            let found = rows(&mut self.conn, sql, args).await?;
            let Some(last) = found.last() else {
                self.conn.execute("DROP TABLE temp.said").await?;
                return Ok(());
            };
            let upto = last.int("seq")?;
            let ids = found.iter().map(|row| row.id("id")).collect::<Result<Vec<_>, _>>()?;
            self.fetch_keys(&ids).await?;
            let said = found.iter().map(|row| self.case(row)).collect::<Result<Vec<_>, _>>()?;
            self.conn.execute("DELETE FROM temp.said").await?;
            SAID.run(&mut self.conn, &said, |(seq, words), args| {
                args.int(*seq);
                for word in words {
                    args.text(word);
                }
            })
            .await?;
            execute(&mut self.conn, &insert, Args::default()).await?;
            after = upto;
        }
    }

    fn case(&self, row: &AnyRow) -> Result<(i64, [String; 3]), Error> {
        let case = row.id("id")?;
        let words = [row.text("title")?, row.text("address")?, row.text("source")?];
        let words = match self.way {
            Way::Seal if words.iter().all(String::is_empty) => words,
            Way::Seal => [self.seal_word(case, &json(&words)?)?, String::new(), String::new()],
            Way::Open => {
                let text = self.open_word(case, &words[0])?;
                let bad = || Error::BadBackup(format!("what is sealed of case {case}"));
                if text.is_empty() {
                    [const { String::new() }; 3]
                } else {
                    serde_json::from_str(&text).map_err(|_| bad())?
                }
            }
        };
        Ok((row.int("seq")?, words))
    }

    async fn days(&mut self) -> Result<(), Error> {
        let days = rows(
            &mut self.conn,
            "SELECT DISTINCT day FROM src.day_events",
            Args::default(),
        )
        .await?;
        for day in days {
            let day = day.int("day")?;
            let mut args = Args::default();
            args.int(day);
            let sql = "SELECT version, at, actor, event FROM src.day_events WHERE day = $1 ORDER BY version";
            for row in rows(&mut self.conn, sql, args).await? {
                let mut event: DayEvent = row.json("event")?;
                let mut cases = Vec::new();
                event.each_word_of_cases(&mut |case, _| cases.push(case));
                cases.sort_unstable();
                cases.dedup();
                self.fetch_keys(&cases).await?;
                let mut failed = None;
                event.each_word_of_cases(&mut |case, word| {
                    let copied = match self.way {
                        Way::Seal if word.is_empty() => Ok(String::new()),
                        Way::Seal => self.seal_word(case, word),
                        Way::Open => self.open_word(case, word),
                    };
                    match copied {
                        Ok(copied) => *word = copied,
                        Err(error) => failed = Some(error),
                    }
                });
                if let Some(error) = failed {
                    return Err(error);
                }
                let mut args = Args::default();
                args.int(day).int(row.int("version")?).int(row.int("at")?);
                args.text(&row.text("actor")?).text(&json(&event)?);
                let sql = "INSERT INTO main.day_events (day, version, at, actor, event) VALUES ($1, $2, $3, $4, $5)";
                execute(&mut self.conn, sql, args).await?;
            }
        }
        Ok(())
    }

    /// A word as it stands in a backup. Of a case that is not there or has no key, none.
    fn seal_word(&self, case: CaseId, word: &str) -> Result<String, Error> {
        let Some(key) = self.keys.get(&case).and_then(Option::as_ref) else {
            return Ok(String::new());
        };
        let boxed = key.seal(WORD, &[case.0.as_bytes()], word.as_bytes())?;
        Ok(format!("{MARK}{}", STANDARD.encode(boxed)))
    }

    fn open_word(&self, case: CaseId, word: &str) -> Result<String, Error> {
        let (Some(key), Some(sealed)) = (self.keys.get(&case).and_then(Option::as_ref), word.strip_prefix(MARK)) else {
            return Ok(String::new());
        };
        let opened = STANDARD.decode(sealed).ok();
        let opened = opened.and_then(|boxed| key.open(WORD, &[case.0.as_bytes()], &boxed));
        let text = opened.and_then(|plain| String::from_utf8(plain).ok());
        text.ok_or_else(|| Error::BadBackup(format!("what is sealed of case {case}")))
    }

    /// Sees to it that the keys of these cases are known.
    async fn fetch_keys(&mut self, cases: &[CaseId]) -> Result<(), Error> {
        if self.keys.len() > MOST_KEYS {
            self.keys.clear();
        }
        let mut unknown: Vec<CaseId> = cases
            .iter()
            .copied()
            .filter(|case| !self.keys.contains_key(case))
            .collect();
        unknown.sort_unstable();
        unknown.dedup();
        for some in groups(&unknown) {
            let mut args = Args::default();
            for case in &some {
                args.id(*case);
            }
            let list = places(1, some.len());
            let sql = match self.way {
                Way::Seal => {
                    format!(
                        "SELECT case_id, case_key AS kept FROM src.events WHERE version = 1 AND case_id IN ({list})"
                    )
                }
                Way::Open => format!("SELECT case_id, wrapped AS kept FROM main.case_keys WHERE case_id IN ({list})"),
            };
            for row in rows(&mut self.conn, &sql, args).await? {
                let case = row.id("case_id")?;
                self.keys
                    .insert(case, seal::one(self.keyring, case, row.bytes("kept")?)?);
            }
        }
        for case in unknown {
            self.keys.entry(case).or_default();
        }
        Ok(())
    }

    /// Writes the keys of all cases into a file, a line each, as they are wrapped.
    async fn write_keys(&mut self, to: &Path, copied: &Copied) -> Result<(), Error> {
        let mut file = KeyFile::create(to, &copied.log, copied.entries, &copied.key)?;
        let mut after = 0;
        loop {
            let mut args = Args::default();
            args.int(after).int(SLICE);
            let sql = "SELECT position, case_id, case_key FROM src.events WHERE version = 1 AND position > $1 \
                       ORDER BY position LIMIT $2";
            let found = rows(&mut self.conn, sql, args).await?;
            if found.is_empty() {
                return file.finish();
            }
            for row in found {
                after = row.int("position")?;
                if let Some(kept) = row.bytes("case_key")?.filter(|kept| kept != DESTROYED) {
                    file.write(row.id("case_id")?, &kept)?;
                }
            }
        }
    }

    async fn read_keys(&mut self, keys: Option<KeyFile>) -> Result<(), Error> {
        self.conn
            .execute("CREATE TABLE main.case_keys (case_id BLOB NOT NULL PRIMARY KEY, wrapped BLOB NOT NULL)")
            .await?;
        let Some(mut keys) = keys else {
            return Ok(());
        };
        loop {
            let some: Vec<KeyLine> = keys.read(usize::try_from(SLICE).unwrap_or(1))?;
            if some.is_empty() {
                return Ok(());
            }
            KEYS.run(&mut self.conn, &some, |line, args| {
                args.id(line.case).bytes(&line.wrapped);
            })
            .await?;
        }
    }
}

/// An event's row on its way.
struct EventRow {
    position: i64,
    case: CaseId,
    version: i64,
    at: i64,
    actor: String,
    text: String,
    system: Option<String>,
    leaf: Option<i64>,
    salts: Option<String>,
    case_key: Option<Vec<u8>>,
    sealed: Option<Vec<u8>>,
    boxed: Option<Vec<u8>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table that nobody thought of would be copied with its words in the open.
    #[tokio::test]
    async fn every_table_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let store = crate::Store::open(dir.path()).await.unwrap();
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
        let tables = rows(&mut *store.reader().await.unwrap(), sql, Args::default())
            .await
            .unwrap();
        for table in tables {
            let name = table.text("name").unwrap();
            let known = PLAIN.contains(&name.as_str()) || OTHERS.contains(&name.as_str());
            assert!(
                known || sqlite::is_search(&name) || sqlite::is_shadow(&name),
                "{name}: does it hold words of cases?"
            );
        }
        store.close().await;
    }
}
