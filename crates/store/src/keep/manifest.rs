//! What a backup file says of itself. It is a tar archive: the database, the files, and this list as its last member,
//! so that a file that was cut off has none.

use crate::Error;
use crate::files::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::io::{self, Read, Write};

/// Name of the list in the archive.
pub(super) const NAME: &str = "manifest.json";

/// Way in which a backup is laid out.
pub(super) const FORMAT: u32 = 2;

/// The way before there were keys: everything in the open.
pub(super) const OPEN_FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    pub(super) cases: u64,
    /// Entries of the log.
    #[serde(default)]
    pub(super) entries: u64,
    /// What tells the log from any other.
    #[serde(default)]
    pub(super) log: String,
    pub(super) members: Vec<Member>,
}

/// A member of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// Passes bytes on and takes their SHA-256 and their number on the way.
pub(super) struct Hashing<T> {
    inner: T,
    sha256: Sha256,
    bytes: u64,
}

impl<T> Hashing<T> {
    pub(super) fn new(inner: T) -> Self {
        Self {
            inner,
            sha256: Sha256::new(),
            bytes: 0,
        }
    }

    pub(super) fn finish(self) -> (T, String, u64) {
        (self.inner, hex(&self.sha256.finalize()), self.bytes)
    }

    fn saw(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.saw(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(bytes)?;
        self.saw(&bytes[..n]);
        Ok(n)
    }
}

/// A backup that cannot be used, and why.
pub(super) fn bad(why: impl std::fmt::Display) -> Error {
    Error::BadBackup(why.to_string())
}
