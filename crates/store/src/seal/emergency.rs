//! The second key of an incident. Personal data taken in an emergency is sealed under it and is gone with it when the emergency is
//! over (突发事件应对法, art. 85), while the case's own key, under which backups seal its words, stays. In the keys' file that lies
//! beside backups it is a key like any other, under an id of its own that follows from the case's: so an earlier backup forgets it
//! as it forgets an erased case.

use super::boxed::Key;
use super::case_keys::{self, DESTROYED};
use super::keyring::Keyring;
use crate::Error;
use crate::sql::{Args, Columns as _, Insert, Script, groups, places, row, rows};
use domain::CaseId;
use sha2::{Digest as _, Sha256};
use sqlx::AnyConnection;
use std::collections::HashMap;

static KEYS: Insert = Insert::new(
    "INSERT INTO emergency_keys (case_id, wrapped)",
    2,
    "ON CONFLICT (case_id) DO UPDATE SET wrapped = excluded.wrapped",
);
const ID: &[u8] = b"huying-emergency-key@v1";

/// The id under which the second key of a case is wrapped and stands in the keys' file.
pub(crate) fn id_of(case: CaseId) -> CaseId {
    let hash: [u8; 32] = Sha256::new()
        .chain_update(ID)
        .chain_update(case.0.as_bytes())
        .finalize()
        .into();
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    CaseId(uuid::Uuid::from_bytes(id))
}

/// A fresh one, and as it is kept.
///
/// # Errors
/// [`Error::NoSealKey`] where the key that wraps is not there.
pub(crate) fn draw(keyring: &Keyring, case: CaseId) -> Result<(Key, Vec<u8>), Error> {
    let key = Key::draw()?;
    let wrapped = keyring.wrap(id_of(case), &key)?;
    Ok((key, wrapped))
}

/// It from what is kept; none where it was never drawn or was destroyed.
///
/// # Errors
/// [`Error::NoSealKey`] where the key that wrapped it is not there.
pub(crate) fn opened(keyring: &Keyring, case: CaseId, kept: Option<&[u8]>) -> Result<Option<Key>, Error> {
    let kept = kept.filter(|kept| *kept != DESTROYED);
    kept.map(|kept| keyring.unwrap(id_of(case), kept)).transpose()
}

/// As it is kept.
pub(crate) async fn kept(conn: &mut AnyConnection, case: CaseId) -> Result<Option<Vec<u8>>, Error> {
    let mut args = Args::default();
    args.id(case);
    let found = row(conn, "SELECT wrapped FROM emergency_keys WHERE case_id = $1", args).await?;
    found.map_or(Ok(None), |row| row.bytes("wrapped"))
}

/// Those of some cases as they are kept.
pub(crate) async fn kept_of(conn: &mut AnyConnection, cases: &[CaseId]) -> Result<HashMap<CaseId, Vec<u8>>, Error> {
    let mut kept = HashMap::new();
    for some in groups(cases) {
        let mut args = Args::default();
        for case in &some {
            args.id(*case);
        }
        let list = places(1, some.len());
        let sql = format!("SELECT case_id, wrapped FROM emergency_keys WHERE case_id IN ({list})");
        for row in rows(conn, &sql, args).await? {
            kept.insert(row.id("case_id")?, row.bytes("wrapped")?.unwrap_or_default());
        }
    }
    Ok(kept)
}

/// The keys under which sealed values of a case may lie; none where all were destroyed.
///
/// # Errors
/// [`Error::NoSealKey`] where the key that wrapped them is not there.
pub(crate) async fn keys_of(conn: &mut AnyConnection, keyring: &Keyring, case: CaseId) -> Result<Vec<Key>, Error> {
    let second = kept(conn, case).await?;
    let second = opened(keyring, case, second.as_deref())?;
    let own = case_keys::of_case(conn, keyring, case).await?;
    Ok(second.into_iter().chain(own).collect())
}

/// The statements that write some, wrapped.
pub(crate) fn add(script: &mut Script, keys: &[(CaseId, &[u8])]) {
    KEYS.add(script, keys, |(case, wrapped), args| {
        args.id(*case).bytes(wrapped);
    });
}
