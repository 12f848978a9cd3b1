//! A new key that wraps: every case's key is wrapped anew. What the cases' keys have sealed stays as it is.

use super::case_keys::{DESTROYED, use_key};
use super::emergency;
use super::keyring::{Kek, Keyring, wrap, wrapped_by, write};
use super::rows as row_secret;
use crate::boxed;
use crate::files::hex;
use crate::sql::{Args, Columns as _, execute, rows};
use crate::staff_channels::channel_id;
use crate::store::DATABASE;
use crate::{Error, lock, migrate, sqlite};
use crate::{Store, seal};
use sqlx::{AnyConnection, Connection as _, Executor as _};
use std::path::Path;

/// Keys that are wrapped together.
const SLICE: i64 = 2_000;

/// What a rotation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rotated {
    /// So many cases' keys are wrapped by a new key now. The old one is out of `seal.key`.
    Done {
        /// How many.
        cases: u64,
        /// Id of the new key.
        id: String,
        /// The keys are in the environment: the old line has to be taken out there.
        drop_old_line: bool,
    },
    /// The key is in the environment: this line has to be put before the one that is there, then once more.
    PutLineFirst(String),
}

impl Store {
    /// Wraps all cases' keys by a new key. Both keys are kept until all is done, so it can be cut off at any moment and
    /// done again. No desk may be open on the directory.
    ///
    /// # Errors
    /// [`Error::Locked`] while another process serves it; [`Error::NoSealKey`] where the key in use is missing.
    #[boxed]
    pub async fn rotate_seal_key(dir: &Path) -> Result<Rotated, Error> {
        let dir = dir.canonicalize()?;
        let _lock = lock::take(&dir)?;
        let mut conn = sqlite::writer(&dir.join(DATABASE)).await?;
        let rotated = async {
            migrate::migrate(&mut conn).await?;
            rotate(&mut conn, &dir).await
        }
        .await;
        conn.close().await?;
        rotated
    }
}

async fn rotate(conn: &mut AnyConnection, dir: &Path) -> Result<Rotated, Error> {
    let keyring = seal::catch_up(conn, dir).await?;
    let old = keyring.current().ok_or(Error::NoSealKey)?.clone();
    // A newest key that is not in use: a rotation was cut off, or the operator has put it there.
    let begun = keyring.newest().filter(|newest| **newest != old).cloned();
    let new = match (begun, keyring.from_environment) {
        (Some(new), _) => new,
        (None, true) => return Ok(Rotated::PutLineFirst(Kek::draw()?.line())),
        (None, false) => {
            let new = Kek::draw()?;
            let mut both = keyring.keys().to_vec();
            both.insert(0, new.clone());
            write(dir, &both)?;
            new
        }
    };
    let mut cases = 0;
    let mut after = 0;
    while let Some(last) = slice(conn, &keyring, &new, after, &mut cases).await? {
        after = last;
    }
    channels(conn, &keyring, &new).await?;
    emergencies(conn, &keyring, &new).await?;
    secret_of_rows(conn, &keyring, &new).await?;
    use_key(conn, &hex(&new.id)).await?;
    sqlite::truncate_log(conn).await?;
    if !keyring.from_environment {
        write(dir, std::slice::from_ref(&new))?;
    }
    Ok(Rotated::Done {
        cases,
        id: hex(&new.id),
        drop_old_line: keyring.from_environment,
    })
}

/// Wraps some keys anew; answers the position of the last of them.
async fn slice(
    conn: &mut AnyConnection,
    keyring: &Keyring,
    new: &Kek,
    after: i64,
    cases: &mut u64,
) -> Result<Option<i64>, Error> {
    let mut args = Args::default();
    args.int(after).int(SLICE);
    let sql = "SELECT position, case_id, case_key FROM events WHERE version = 1 AND position > $1 \
               ORDER BY position LIMIT $2";
    let found = rows(conn, sql, args).await?;
    let mut last = None;
    conn.execute(sqlite::BEGIN).await?;
    let written = async {
        for row in &found {
            let position = row.int("position")?;
            last = Some(position);
            let Some(kept) = row.bytes("case_key")?.filter(|kept| kept != DESTROYED) else {
                continue;
            };
            *cases += 1;
            if wrapped_by(&kept) == Some(new.id) {
                continue;
            }
            let case = row.id("case_id")?;
            let key = keyring.unwrap(case, &kept)?;
            let mut args = Args::default();
            args.bytes(&wrap(new, case, &key)?).int(position);
            execute(conn, "UPDATE events SET case_key = $1 WHERE position = $2", args).await?;
        }
        Ok(last)
    }
    .await;
    let end = if written.is_ok() { "COMMIT" } else { "ROLLBACK" };
    conn.execute(end).await?;
    written
}

/// Wraps the second keys of incidents anew.
async fn emergencies(conn: &mut AnyConnection, keyring: &Keyring, new: &Kek) -> Result<(), Error> {
    let found = rows(conn, "SELECT case_id, wrapped FROM emergency_keys", Args::default()).await?;
    for row in &found {
        let case = row.id("case_id")?;
        let kept = row.bytes("wrapped")?.unwrap_or_default();
        if kept == DESTROYED || wrapped_by(&kept) == Some(new.id) {
            continue;
        }
        let id = emergency::id_of(case);
        let key = keyring.unwrap(id, &kept)?;
        let mut args = Args::default();
        args.bytes(&wrap(new, id, &key)?).id(case);
        execute(conn, "UPDATE emergency_keys SET wrapped = $1 WHERE case_id = $2", args).await?;
    }
    Ok(())
}

/// Wraps the secret anew under which rows without a number are known again.
async fn secret_of_rows(conn: &mut AnyConnection, keyring: &Keyring, new: &Kek) -> Result<(), Error> {
    let kept = row_secret::kept(conn, "main").await?;
    let Some(kept) = kept.filter(|kept| wrapped_by(kept) != Some(new.id)) else {
        return Ok(());
    };
    let secret = keyring.unwrap(row_secret::id(), &kept)?;
    row_secret::keep(conn, &wrap(new, row_secret::id(), &secret)?).await
}

/// Wraps the keys of the staff's ways anew.
async fn channels(conn: &mut AnyConnection, keyring: &Keyring, new: &Kek) -> Result<(), Error> {
    let found = rows(conn, "SELECT id, key FROM staff_channels", Args::default()).await?;
    for row in &found {
        let id = channel_id(row)?;
        let kept = row.bytes("key")?.unwrap_or_default();
        if wrapped_by(&kept) == Some(new.id) {
            continue;
        }
        let key = keyring.unwrap(id, &kept)?;
        let mut args = Args::default();
        args.bytes(&wrap(new, id, &key)?).text(&id.to_string());
        execute(conn, "UPDATE staff_channels SET key = $1 WHERE id = $2", args).await?;
    }
    Ok(())
}
