//! The keys that wrap the cases' keys: in a file beside the database that only its owner reads, or in the environment,
//! which wins. Neither the database nor a backup holds them.

use super::boxed::{KEY_BYTES, Key};
use crate::Error;
use crate::files::hex;
use crate::secret_file;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::CaseId;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// The file beside the database.
const FILE: &str = "seal.key";
/// The variable that wins over the file; the same lines.
const VARIABLE: &str = "HUYING_SEAL_KEY";
/// What a line begins with.
const LINE: &str = "huying-seal-key@v1";
/// Bytes of a key's id.
const ID_BYTES: usize = 4;

type Id = [u8; ID_BYTES];

/// A key that wraps keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kek {
    pub(super) id: Id,
    key: Key,
}

/// The keys that were found, newest first; which of them is in use says the database.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keyring {
    keys: Vec<Kek>,
    /// Id of the one in use.
    current: Option<Id>,
    /// Under which rows without a number are known again; none where it was not read.
    pub(super) rows: Option<Key>,
    pub(super) from_environment: bool,
}

impl Kek {
    pub(super) fn draw() -> Result<Self, Error> {
        Ok(Self::of(Key::draw()?))
    }

    fn of(key: Key) -> Self {
        let mut hash = Sha256::new();
        hash.update(LINE);
        hash.update(key.bytes());
        let mut id = [0; ID_BYTES];
        id.copy_from_slice(&hash.finalize()[..ID_BYTES]);
        Self { id, key }
    }

    /// The line of the file.
    pub(super) fn line(&self) -> String {
        format!("{LINE} {} {}", hex(&self.id), STANDARD.encode(self.key.bytes()))
    }

    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (form, id, key) = (words.next()?, words.next()?, words.next()?);
        let key: [u8; KEY_BYTES] = STANDARD.decode(key).ok()?.try_into().ok()?;
        let kek = Self::of(Key::new(key));
        (form == LINE && words.next().is_none() && hex(&kek.id) == id).then_some(kek)
    }
}

impl Keyring {
    /// The keys of a data directory; none where there are none, or where they cannot be read.
    ///
    /// # Errors
    /// [`Error::OpenKey`] where others may read the file; what the disk says of one that is there.
    pub(crate) fn read(dir: &Path) -> Result<Self, Error> {
        let (text, from_environment) = match std::env::var(VARIABLE) {
            Ok(text) if !text.trim().is_empty() => (text, true),
            _ => (secret_file::read(&path(dir))?.unwrap_or_default(), false),
        };
        let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let keys: Vec<_> = lines.iter().filter_map(|line| Kek::read(line)).collect();
        if keys.len() < lines.len() {
            tracing::error!("a line of {FILE} or {VARIABLE} is no key: it was left out");
        }
        Ok(Self {
            current: None,
            rows: None,
            keys,
            from_environment,
        })
    }

    /// Makes the first key and keeps it beside the database, durably.
    pub(super) fn make(&mut self, dir: &Path) -> Result<(), Error> {
        if self.keys.is_empty() {
            self.keys.push(Kek::draw()?);
            write(dir, &self.keys)?;
        }
        Ok(())
    }

    /// Says which is in use, by its id in hex.
    pub(crate) fn using(mut self, id: &str) -> Self {
        self.current = self.keys.iter().map(|kek| kek.id).find(|known| hex(known) == id);
        self
    }

    /// Whether the key of this id is there.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.keys.iter().any(|kek| hex(&kek.id) == id)
    }

    /// Whether there is no key at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether the key that wrapped this is there.
    pub(crate) fn has_wrapped(&self, kept: &[u8]) -> bool {
        wrapped_by(kept).is_some_and(|id| self.keys.iter().any(|kek| kek.id == id))
    }

    /// With the keys of a later reading: between the two they may have been changed.
    pub(crate) fn and(mut self, later: Self) -> Self {
        self.keys.extend(later.keys);
        self
    }

    /// Whether new keys can be wrapped.
    pub(crate) fn is_there(&self) -> bool {
        self.current.is_some()
    }

    pub(super) fn newest(&self) -> Option<&Kek> {
        self.keys.first()
    }

    pub(super) fn keys(&self) -> &[Kek] {
        &self.keys
    }

    pub(super) fn current(&self) -> Option<&Kek> {
        self.keys.iter().find(|kek| Some(kek.id) == self.current)
    }

    /// A case's key for keeping.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key in use is not there.
    pub(crate) fn wrap(&self, case: CaseId, key: &Key) -> Result<Vec<u8>, Error> {
        wrap(self.current().ok_or(Error::NoSealKey)?, case, key)
    }

    /// A case's key from what is kept of it.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key that wrapped it is not there; [`Error::Corrupt`] where it is not as it was
    /// kept.
    pub(crate) fn unwrap(&self, case: CaseId, kept: &[u8]) -> Result<Key, Error> {
        let id = wrapped_by(kept).ok_or_else(|| corrupt(case))?;
        let kek = self.keys.iter().find(|kek| kek.id == id).ok_or(Error::NoSealKey)?;
        let opened = kek.key.open(PURPOSE, &[case.0.as_bytes()], &kept[ID_BYTES..]);
        let bytes: Option<[u8; KEY_BYTES]> = opened.and_then(|bytes| bytes.try_into().ok());
        bytes.map(Key::new).ok_or_else(|| corrupt(case))
    }
}

const PURPOSE: &str = "huying-case-key@v1";

pub(super) fn wrap(kek: &Kek, case: CaseId, key: &Key) -> Result<Vec<u8>, Error> {
    let boxed = kek.key.seal(PURPOSE, &[case.0.as_bytes()], key.bytes())?;
    Ok([&kek.id[..], &boxed].concat())
}

/// Which key wrapped it.
pub(super) fn wrapped_by(kept: &[u8]) -> Option<Id> {
    kept.get(..ID_BYTES)?.try_into().ok()
}

fn corrupt(case: CaseId) -> Error {
    Error::Corrupt(format!("the key of case {case}"))
}

fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// Replaces the file, durably: at no moment is there none, or half of one.
pub(super) fn write(dir: &Path, keys: &[Kek]) -> Result<(), Error> {
    let part = dir.join(format!("{FILE}.part"));
    let _ = fs::remove_file(&part);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&part)?;
    for kek in keys {
        writeln!(file, "{}", kek.line())?;
    }
    file.sync_all()?;
    fs::rename(&part, path(dir))?;
    File::open(dir)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_and_a_mistyped_one_is_not() {
        let kek = Kek::draw().unwrap();
        assert_eq!(Kek::read(&kek.line()), Some(kek.clone()));
        let other = kek.line().replacen("v1 ", "v1 0", 1);
        assert_eq!(Kek::read(&other), None);
        assert_eq!(Kek::read(""), None);
    }
}
