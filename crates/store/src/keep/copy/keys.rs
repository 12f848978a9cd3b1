//! The cases' keys while they are copied: from the rows, or from the file that lies beside the backup.

use super::{Copied, Copying, SLICE, Way};
use crate::Error;
use crate::keep::key_file::{KeyFile, KeyLine};
use crate::seal::{self, DESTROYED, Key, emergency};
use crate::sql::{Args, Columns as _, Insert, groups, places, rows};
use domain::CaseId;
use sqlx::Executor as _;
use std::path::Path;

static KEYS: Insert = Insert::new("INSERT INTO main.case_keys (case_id, wrapped)", 2, "");
/// Keys that are held at a time.
const MOST_KEYS: usize = 50_000;

impl Copying<'_> {
    /// The key of a case, if it has one.
    pub(super) fn key(&self, case: CaseId) -> Option<&Key> {
        self.keys.get(&case)?.as_ref().map(|(key, _)| key)
    }

    /// It as it is kept.
    pub(super) fn wrapped(&self, case: CaseId) -> Option<&Vec<u8>> {
        self.keys.get(&case)?.as_ref().map(|(_, wrapped)| wrapped)
    }

    /// Sees to it that the keys of these cases are known.
    pub(super) async fn fetch_keys(&mut self, cases: &[CaseId]) -> Result<(), Error> {
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
                let kept = row.bytes("kept")?;
                let key = seal::one(self.keyring, case, kept.clone())?;
                self.keys.insert(case, key.zip(kept));
            }
        }
        for case in unknown {
            self.keys.entry(case).or_default();
        }
        Ok(())
    }

    /// Writes the keys of all cases into a file, a line each, as they are wrapped.
    pub(super) async fn write_keys(&mut self, to: &Path, copied: &Copied) -> Result<(), Error> {
        let mut file = KeyFile::create(to, &copied.log, copied.entries, &copied.key)?;
        let mut after = 0;
        loop {
            let mut args = Args::default();
            args.int(after).int(SLICE);
            let sql = "SELECT position, case_id, case_key FROM src.events WHERE version = 1 AND position > $1 \
                       ORDER BY position LIMIT $2";
            let found = rows(&mut self.conn, sql, args).await?;
            if found.is_empty() {
                break;
            }
            for row in found {
                after = row.int("position")?;
                if let Some(kept) = row.bytes("case_key")?.filter(|kept| kept != DESTROYED) {
                    file.write(row.id("case_id")?, &kept)?;
                }
            }
        }
        if let Some(kept) = seal::rows::kept(&mut self.conn, "src").await? {
            file.write(seal::rows::id(), &kept)?;
        }
        let sql = "SELECT case_id, wrapped FROM src.emergency_keys ORDER BY case_id";
        for row in rows(&mut self.conn, sql, Args::default()).await? {
            if let Some(kept) = row.bytes("wrapped")?.filter(|kept| kept != DESTROYED) {
                file.write(emergency::id_of(row.id("case_id")?), &kept)?;
            }
        }
        file.finish()
    }

    /// The secret under which rows without a number are known again, as the keys' file has it: the key that wraps may have been changed
    /// since the backup.
    pub(super) async fn take_secret_of_rows(&mut self) -> Result<(), Error> {
        let mut args = Args::default();
        args.id(seal::rows::id());
        let found = rows(
            &mut self.conn,
            "SELECT wrapped FROM main.case_keys WHERE case_id = $1",
            args,
        )
        .await?;
        for row in found {
            if let Some(kept) = row.bytes("wrapped")? {
                seal::rows::keep(&mut self.conn, &kept).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn read_keys(&mut self, keys: Option<KeyFile>) -> Result<(), Error> {
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
