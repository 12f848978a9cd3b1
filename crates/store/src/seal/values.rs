//! Sealed values on their way into the database and out of it.

use super::boxed::Key;
use super::{case_keys, emergency};
use crate::boxed;
use crate::sql::{Args, Columns as _, rows};
use crate::write::json;
use crate::{Error, Store};
use domain::CaseId;
use domain::case::SealedValues;
use domain::pack::FieldName;
use ledger::hash::Hash;
use ledger::leaf::{SALT_BYTES, commit};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

const PURPOSE: &str = "huying-sealed@v1";
const REPLY: &str = "huying-reply@v1";

/// The sealed values of one event.
pub(crate) struct Sealed {
    /// As they are kept: salt and values under the case's key.
    pub(crate) boxed: Vec<u8>,
    /// The leaf's commitment to them.
    pub(crate) commitment: Hash,
}

/// Seals the values of an event.
///
/// # Errors
/// [`Error::Io`] on a machine that has no randomness to give.
pub(crate) fn seal(key: &Key, case: CaseId, version: u64, values: &SealedValues) -> Result<Sealed, Error> {
    let salt = *Key::draw()?.bytes();
    let text = json(&values.iter().collect::<BTreeMap<FieldName, &str>>())?;
    let plain = [&salt[..], text.as_bytes()].concat();
    Ok(Sealed {
        boxed: key.seal(PURPOSE, &[case.0.as_bytes(), &version.to_be_bytes()], &plain)?,
        commitment: commit(&salt, text.as_bytes()),
    })
}

/// The salt and the text of an event's sealed values.
pub(crate) fn open(key: &Key, case: CaseId, version: u64, boxed: &[u8]) -> Option<([u8; SALT_BYTES], String)> {
    let plain = key.open(PURPOSE, &[case.0.as_bytes(), &version.to_be_bytes()], boxed)?;
    let (salt, text) = plain.split_at_checked(SALT_BYTES)?;
    Some((salt.try_into().ok()?, String::from_utf8(text.to_vec()).ok()?))
}

/// The same by whichever of these keys has sealed it.
pub(crate) fn open_by(keys: &[Key], case: CaseId, version: u64, boxed: &[u8]) -> Option<([u8; SALT_BYTES], String)> {
    keys.iter().find_map(|key| open(key, case, version, boxed))
}

impl Store {
    /// What is sealed in a case, the last word on each field. Whoever shows it has written down before that it is opened
    /// (`Command::Open`).
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key that it is kept under is not there; [`Error::Corrupt`] where what is kept is
    /// not as it was written.
    #[boxed]
    pub async fn open_sealed(&self, case: CaseId) -> Result<SealedValues, Error> {
        let mut conn = self.reader().await?;
        let boxes = boxes(&mut conn, case).await?;
        if boxes.is_empty() {
            return Ok(SealedValues::default());
        }
        let keys = emergency::keys_of(&mut conn, self.keyring(), case).await?;
        if keys.is_empty() {
            return Ok(SealedValues::default());
        }
        let mut values = SealedValues::default();
        for (version, boxed) in boxes {
            let corrupt = || Error::Corrupt(format!("what is sealed in event {version} of case {case}"));
            let (_, text) = open_by(&keys, case, version, &boxed).ok_or_else(corrupt)?;
            let found: BTreeMap<FieldName, String> = serde_json::from_str(&text).map_err(|_| corrupt())?;
            // Where notices go to is for the program alone.
            for (field, value) in found
                .into_iter()
                .filter(|(field, _)| *field != FieldName::NoticeAddress)
            {
                values = values.with(field, &value);
            }
        }
        Ok(values)
    }

    /// Where a case's notices go to, as the event of that version brought it; none where it did not, and after the case
    /// was erased. For sending alone: no page shows it, and what is sent is written down, for the requester to read.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key that it is kept under is not there; [`Error::Corrupt`] where what is kept is
    /// not as it was written.
    #[boxed]
    pub async fn notice_address(&self, case: CaseId, version: u64) -> Result<Option<String>, Error> {
        let mut conn = self.reader().await?;
        let all = boxes(&mut conn, case).await?;
        let Some((_, boxed)) = all.into_iter().find(|(of, _)| *of == version) else {
            return Ok(None);
        };
        let keys = emergency::keys_of(&mut conn, self.keyring(), case).await?;
        if keys.is_empty() {
            return Ok(None);
        }
        let corrupt = || Error::Corrupt(format!("what is sealed in event {version} of case {case}"));
        let (_, text) = open_by(&keys, case, version, &boxed).ok_or_else(corrupt)?;
        let mut found: BTreeMap<FieldName, String> = serde_json::from_str(&text).map_err(|_| corrupt())?;
        Ok(found.remove(&FieldName::NoticeAddress))
    }

    /// What shows that a reply answers notices of this case to the address that came with the event of that version: only
    /// the case's key can make it, so that a copy of the database tells it to nobody, and after the case was erased there
    /// is none.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key is not there.
    #[boxed]
    pub async fn reply_mark(&self, case: CaseId, version: u64) -> Result<Option<[u8; 32]>, Error> {
        let key = case_keys::of_case(&mut *self.reader().await?, self.keyring(), case).await?;
        Ok(key.map(|key| key.name(REPLY, &version.to_be_bytes())))
    }
}

async fn boxes(conn: &mut AnyConnection, case: CaseId) -> Result<Vec<(u64, Vec<u8>)>, Error> {
    let mut args = Args::default();
    args.id(case);
    let sql = "SELECT version, sealed FROM events WHERE case_id = $1 AND sealed IS NOT NULL ORDER BY version";
    let found = rows(conn, sql, args).await?;
    let boxes = found
        .iter()
        .map(|row| Ok((row.count("version")?, row.bytes("sealed")?.unwrap_or_default())));
    boxes.collect()
}
