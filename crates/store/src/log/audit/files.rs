//! Evidence: the bytes under `files/` beside the hashes that the log's events name.

use super::events::Evidence;
use super::{Difference, Wrong, keys};
use crate::files::{Got, blocking, get};
use crate::seal::{self, Keyring};
use crate::{Error, sql};
use domain::CaseId;
use sqlx::AnyConnection;
use std::collections::HashSet;
use std::path::PathBuf;

/// What was looked at.
pub(super) struct Checked {
    pub(super) hashed: u64,
    /// Not looked into: the key that they are sealed under is not there.
    pub(super) unopened: u64,
    pub(super) found: Option<Difference>,
}

/// Opens and hashes each file once. Without the key nothing can be said of any.
pub(super) async fn check(
    conn: &mut AnyConnection,
    dir: PathBuf,
    keyring: &Keyring,
    evidence: Vec<Evidence>,
) -> Result<Checked, Error> {
    let mut checked = Checked {
        hashed: 0,
        unopened: 0,
        found: None,
    };
    let mut seen: HashSet<(CaseId, String)> = HashSet::new();
    for some in evidence.chunks(sql::MOST_TOGETHER) {
        let cases: Vec<CaseId> = some.iter().map(|evidence| evidence.case).collect();
        let kept = seal::of_cases(conn, &cases).await?;
        for Evidence { case, sha256, at } in some {
            if !seen.insert((*case, sha256.clone())) {
                continue;
            }
            let own = kept.get(case).cloned().flatten();
            if let Some(wrong) = keys::wrong(keyring, own.as_deref()) {
                checked.found = Some(found(at, wrong));
                return Ok(checked);
            }
            let key = match seal::one(keyring, *case, own) {
                Ok(Some(key)) => key,
                Ok(None) | Err(Error::NoSealKey) => {
                    checked.unopened += 1;
                    continue;
                }
                Err(Error::Corrupt(_)) => {
                    checked.found = Some(found(at, Wrong::FileAltered { sha256: sha256.clone() }));
                    return Ok(checked);
                }
                Err(error) => return Err(error),
            };
            let (dir, case, of) = (dir.clone(), *case, sha256.clone());
            let wrong = match blocking(move || get(&dir, &key, case, &of)).await? {
                Got::Bytes(_) => None,
                Got::Damaged => Some(Wrong::FileAltered { sha256: sha256.clone() }),
                Got::Missing => Some(Wrong::FileMissing { sha256: sha256.clone() }),
            };
            if let Some(wrong) = wrong {
                checked.found = Some(found(at, wrong));
                return Ok(checked);
            }
            checked.hashed += 1;
        }
    }
    Ok(checked)
}

fn found(at: &Difference, wrong: Wrong) -> Difference {
    Difference { wrong, ..at.clone() }
}
