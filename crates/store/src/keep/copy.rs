//! The database copied from one file to another as of one moment, and on the way every word of a case sealed under its
//! key (a backup) or opened (a restore). What is sealed in the backup is readable only with the cases' keys, which lie in
//! a file of their own, of which only the newest is kept: so an erasure reaches every backup that was made before.

mod emergencies;
mod events;
mod keys;
mod words;

use super::key_file::KeyFile;
use super::told::Part;
use crate::seal::{self, Key, Keyring};
use crate::sql::{Args, Columns as _, row, rows};
use crate::{Error, sqlite};
use domain::CaseId;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};
use std::collections::HashMap;
use std::path::Path;

/// Rows that are read together.
const SLICE: i64 = 2_000;

/// Tables whose rows hold no words of cases, and are copied as they are.
#[cfg(test)]
pub(super) const PLAIN: [&str; 50] = [
    "account_acts",
    "accounts",
    "api_keys",
    "api_requests",
    "attempts",
    "call_sends",
    "calls",
    "calls_gone",
    "case_about",
    "case_beside",
    "case_dangers",
    "clocks",
    "day_mentions",
    "duty_feeds",
    "duty_proposals",
    "guest_links",
    "heartbeats",
    "idempotency",
    "imports",
    "jobs",
    "level_events",
    "log_heads",
    "log_leaves",
    "log_tiles",
    "log_witnesses",
    "mail_counts",
    "notice_channels",
    "notice_parties",
    "notice_upto",
    "notices",
    "numbers",
    "openings",
    "received_alerts",
    "report_sends",
    "report_tries",
    "reports",
    "requester_links",
    "round_events",
    "schema_version",
    "search_upto",
    "sessions",
    "settings",
    "staff_channels",
    "stream_events",
    "unindexed",
    "unfinished",
    "warning_ends",
    "warning_events",
    "webhook_messages",
    "webhooks",
];
/// Tables that are copied row by row, or begin empty.
const OTHERS: [&str; 7] = [
    "events",
    "cases",
    "day_events",
    "wiping",
    "boxes",
    "emergency_keys",
    // Whoever follows no more is in no backup either; after a restore nobody follows.
    "followers",
];

/// What other programs answered: it may repeat an address or a name, and tells nobody anything after a restore.
const ANSWERED: [(&str, &str); 6] = [
    ("call_sends", "error"),
    ("jobs", "error"),
    ("notices", "last_error"),
    ("report_sends", "error"),
    ("report_tries", "error"),
    ("webhook_messages", "last_error"),
];

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

struct Copying<'a> {
    conn: AnyConnection,
    keyring: &'a Keyring,
    way: Way,
    /// Under which rows without a number are known again, as the database has it.
    rows: Option<Key>,
    /// Keys of cases, with how they are kept.
    keys: HashMap<CaseId, Option<(Key, Vec<u8>)>>,
    /// Second keys of incidents; none of one whose was destroyed.
    emergencies: HashMap<CaseId, Option<Key>>,
    part: &'a Part,
    /// Places of the last event and of the last case.
    last: (i64, i64),
}

/// Copies a database of which words are in the open, and seals them; writes the cases' keys into `keys`.
///
/// # Errors
/// [`Error::NoSealKey`] where the key is missing; what the disk and the database say.
pub(super) async fn sealed(
    from: &Path,
    to: &Path,
    keys: &Path,
    (keyring, part): (&Keyring, &Part),
) -> Result<Copied, Error> {
    let conn = sqlite::alone(to).await?;
    let mut copy = Copying {
        conn,
        keyring,
        way: Way::Seal,
        rows: None,
        keys: HashMap::new(),
        emergencies: HashMap::new(),
        part,
        last: (0, 0),
    };
    let copied = async {
        copy.begin(from).await?;
        let rows = seal::rows::kept(&mut copy.conn, "src").await?;
        copy.rows = rows.and_then(|kept| keyring.unwrap(seal::rows::id(), &kept).ok());
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
pub(super) async fn opened(
    from: &Path,
    to: &Path,
    keys: Option<KeyFile>,
    (keyring, part): (&Keyring, &Part),
) -> Result<(), Error> {
    let conn = sqlite::alone(to).await?;
    let mut copy = Copying {
        conn,
        keyring,
        way: Way::Open,
        rows: None,
        keys: HashMap::new(),
        emergencies: HashMap::new(),
        part,
        last: (0, 0),
    };
    let copied = async {
        copy.read_keys(keys).await?;
        copy.begin(from).await?;
        copy.all().await?;
        copy.take_secret_of_rows().await?;
        copy.conn.execute("DROP TABLE main.case_keys").await?;
        copy.conn.execute("COMMIT").await?;
        Ok(())
    }
    .await;
    copy.conn.close().await?;
    copied
}

impl Copying<'_> {
    async fn begin(&mut self, from: &Path) -> Result<(), Error> {
        sqlite::attach(&mut self.conn, from, "src").await?;
        // What is read from here on is of one moment.
        self.conn.execute("BEGIN").await?;
        Ok(())
    }

    async fn all(&mut self) -> Result<Copied, Error> {
        let tables = rows(&mut self.conn, sqlite::COPIED_TABLES, Args::default()).await?;
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
            let sealing = self.way == Way::Seal;
            let answered = ANSWERED.iter().filter(|(table, _)| sealing && *table == name);
            for (_, column) in answered {
                self.run(format!("UPDATE main.{name} SET {column} = NULL")).await?;
            }
        }
        if self.way == Way::Seal {
            self.conn
                .execute("CREATE TABLE main.boxes (position INTEGER PRIMARY KEY, box BLOB NOT NULL)")
                .await?;
        }
        let names = tables.iter().map(|table| table.text("name"));
        if names
            .collect::<Result<Vec<_>, _>>()?
            .iter()
            .any(|name| name == "emergency_keys")
        {
            self.emergencies().await?;
        }
        let sql = "SELECT (SELECT coalesce(max(position), 0) FROM src.events) AS event, \
                   (SELECT coalesce(max(seq), 0) FROM src.cases) AS seq";
        if let Some(last) = row(&mut self.conn, sql, Args::default()).await? {
            self.last = (last.int("event")?, last.int("seq")?);
        }
        self.events().await?;
        self.cases().await?;
        self.days().await?;
        for index in rows(&mut self.conn, sqlite::COPIED_INDEXES, Args::default()).await? {
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

    /// Events and cases up to these places are copied.
    fn copied(&self, event: i64, seq: i64) {
        let count = |n: i64| u64::try_from(n).unwrap_or_default();
        self.part
            .at(count(event) + count(seq), count(self.last.0) + count(self.last.1));
    }

    async fn run(&mut self, sql: String) -> Result<(), Error> {
        self.conn.execute(AssertSqlSafe(sql)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table that nobody thought of would be copied with its words in the open.
    #[tokio::test]
    async fn every_table_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let store = crate::Store::open(dir.path()).await.unwrap();
        let tables = rows(&mut store.reader().await.unwrap(), sqlite::TABLES, Args::default())
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
