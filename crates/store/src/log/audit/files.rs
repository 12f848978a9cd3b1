//! Evidence: the bytes under `files/` beside the hashes that the log's events name.

use super::events::Evidence;
use super::{Difference, Wrong};
use crate::Error;
use crate::files::{blocking, hex, path_of};
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What was looked at.
pub(super) struct Checked {
    pub(super) hashed: u64,
    pub(super) found: Option<Difference>,
}

/// Hashes each file once.
pub(super) async fn check(dir: PathBuf, evidence: Vec<Evidence>) -> Result<Checked, Error> {
    blocking(move || {
        let mut hashed = HashSet::new();
        for Evidence { sha256, mut at } in evidence {
            if hashed.contains(&sha256) {
                continue;
            }
            let wrong = match hash_of(&dir, &sha256)? {
                None => Some(Wrong::FileMissing { sha256: sha256.clone() }),
                Some(found) if found != sha256 => Some(Wrong::FileAltered { sha256: sha256.clone() }),
                Some(_) => None,
            };
            if let Some(wrong) = wrong {
                at.wrong = wrong;
                let hashed = hashed.len() as u64;
                return Ok(Checked {
                    hashed,
                    found: Some(at),
                });
            }
            hashed.insert(sha256);
        }
        let hashed = hashed.len() as u64;
        Ok(Checked { hashed, found: None })
    })
    .await
}

fn hash_of(dir: &Path, sha256: &str) -> Result<Option<String>, Error> {
    // The name comes from an event: it must lead nowhere else.
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(None);
    }
    match File::open(path_of(dir, sha256)) {
        Ok(mut file) => {
            let mut hash = Sha256::new();
            io::copy(&mut file, &mut Writes(&mut hash))?;
            Ok(Some(hex(&hash.finalize())))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A hash as something that is written to.
struct Writes<'a>(&'a mut Sha256);

impl io::Write for Writes<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
