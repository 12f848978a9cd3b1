//! The keys of the cases, each on the row of its case's first event: nothing more is written for them.
//!
//! None: not drawn yet (the key that wraps was not there). [`DESTROYED`]: destroyed, for ever.

use super::boxed::Key;
use super::keyring::Keyring;
use super::rows;
use crate::sql::{self, Args, Columns as _, execute, groups, places, row};
use crate::{Error, Store, sqlite};
use domain::CaseId;
use sqlx::{AnyConnection, Executor as _};
use std::collections::HashMap;
use std::path::Path;

/// The setting that says which key is in use, by its id.
pub(super) const IN_USE: &str = "seal_key";
/// What stands for a key that was destroyed.
pub(crate) const DESTROYED: &[u8] = &[0];
/// Keys that are drawn together.
const SLICE: i64 = 2_000;

/// Reads the keys that wrap, makes the first one, and draws keys for the cases that have none yet.
///
/// Without the key in use the store still opens; what is sealed then says so.
///
/// # Errors
/// What the database and the disk say.
pub(crate) async fn catch_up(conn: &mut AnyConnection, dir: &Path) -> Result<Keyring, Error> {
    let mut keyring = Keyring::read(dir)?;
    let mut keyring = if let Some(id) = in_use(conn).await? {
        keyring.using(&id)
    } else {
        keyring.make(dir)?;
        let id = keyring
            .newest()
            .map(|kek| crate::files::hex(&kek.id))
            .unwrap_or_default();
        use_key(conn, &id).await?;
        keyring.using(&id)
    };
    if !keyring.is_there() {
        tracing::error!("seal.key is not the one in use or is missing: put it back; until then nothing sealed opens");
        return Ok(keyring);
    }
    while draw_missing(conn, &keyring).await? {}
    rows::load(conn, &mut keyring).await?;
    Ok(keyring)
}

pub(super) async fn in_use(conn: &mut AnyConnection) -> Result<Option<String>, Error> {
    let mut args = Args::default();
    args.text(IN_USE);
    let found = row(conn, "SELECT value FROM settings WHERE name = $1", args).await?;
    found.map(|row| row.text("value")).transpose()
}

pub(crate) async fn use_key(conn: &mut AnyConnection, id: &str) -> Result<(), Error> {
    let mut args = Args::default();
    args.text(IN_USE).text(id);
    let sql =
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    execute(conn, sql, args).await.map(drop)
}

/// None is in use: the next opening makes one.
pub(crate) async fn use_no_key(conn: &mut AnyConnection) -> Result<(), Error> {
    let mut args = Args::default();
    args.text(IN_USE);
    execute(conn, "DELETE FROM settings WHERE name = $1", args)
        .await
        .map(drop)
}

/// Draws some of the keys that were not drawn yet; says whether there was one.
async fn draw_missing(conn: &mut AnyConnection, keyring: &Keyring) -> Result<bool, Error> {
    let mut args = Args::default();
    args.int(SLICE);
    let sql = "SELECT position, case_id FROM events WHERE version = 1 AND case_key IS NULL LIMIT $1";
    let found = sql::rows(conn, sql, args).await?;
    if found.is_empty() {
        return Ok(false);
    }
    conn.execute(sqlite::BEGIN).await?;
    let written = async {
        for row in &found {
            let case = row.id("case_id")?;
            let mut args = Args::default();
            args.bytes(&keyring.wrap(case, &Key::draw()?)?)
                .int(row.int("position")?);
            execute(conn, "UPDATE events SET case_key = $1 WHERE position = $2", args).await?;
        }
        Ok(true)
    }
    .await;
    let end = if written.is_ok() { "COMMIT" } else { "ROLLBACK" };
    conn.execute(end).await?;
    written
}

/// A case's key; none where it was destroyed, or the case is not known.
///
/// # Errors
/// [`Error::NoSealKey`] where the key that wrapped it is not there, or it could not be drawn yet.
pub(crate) async fn of_case(conn: &mut AnyConnection, keyring: &Keyring, case: CaseId) -> Result<Option<Key>, Error> {
    let mut args = Args::default();
    args.id(case);
    let sql = "SELECT case_key FROM events WHERE case_id = $1 AND version = 1";
    match row(conn, sql, args).await? {
        None => Ok(None),
        Some(row) => one(keyring, case, row.bytes("case_key")?),
    }
}

/// A case's key from what its row keeps.
///
/// # Errors
/// As [`of_case`].
pub(crate) fn one(keyring: &Keyring, case: CaseId, kept: Option<Vec<u8>>) -> Result<Option<Key>, Error> {
    match kept {
        None => Err(Error::NoSealKey),
        Some(kept) if kept == DESTROYED => Ok(None),
        Some(kept) => keyring.unwrap(case, &kept).map(Some),
    }
}

/// The keys of cases as they are kept.
pub(crate) async fn of_cases(
    conn: &mut AnyConnection,
    cases: &[CaseId],
) -> Result<HashMap<CaseId, Option<Vec<u8>>>, Error> {
    let mut kept = HashMap::with_capacity(cases.len());
    for some in groups(cases) {
        let mut args = Args::default();
        for case in &some {
            args.id(*case);
        }
        let list = places(1, some.len());
        let sql = format!("SELECT case_id, case_key FROM events WHERE version = 1 AND case_id IN ({list})");
        for row in sql::rows(conn, &sql, args).await? {
            // What is not even bytes is no key.
            kept.insert(row.id("case_id")?, row.bytes("case_key").ok().flatten());
        }
    }
    Ok(kept)
}

impl Store {
    /// Whether the key that wraps the cases' keys is there, so that something can be sealed and opened.
    #[must_use]
    pub fn can_seal(&self) -> bool {
        self.keyring().is_there()
    }
}
