//! Evidence, kept by its hash: `files/ab/<sha256>`.

use crate::{Error, Store};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

impl Store {
    /// Writes the bytes durably and answers their SHA-256, lower-case hex. The same bytes are kept once.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn put_file(&self, bytes: &[u8]) -> Result<String, Error> {
        let dir = self.dir().to_owned();
        let bytes = bytes.to_owned();
        blocking(move || {
            let sha256 = hex(&Sha256::digest(&bytes));
            let path = path_of(&dir, &sha256);
            if path.exists() {
                return Ok(sha256);
            }
            let all = dir.join("files");
            let folder = &all.join(&sha256[..2]);
            fs::create_dir_all(folder)?;
            File::open(&all)?.sync_all()?;
            let temporary = folder.join(format!("{sha256}.{:?}.part", std::thread::current().id()));
            let mut file = File::create(&temporary)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&temporary, &path)?;
            File::open(folder)?.sync_all()?;
            Ok(sha256)
        })
        .await
    }

    /// The bytes of a file, if there is one of that hash.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if the bytes are not those that were written.
    pub async fn file(&self, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Ok(None);
        }
        let path = path_of(self.dir(), sha256);
        let sha256 = sha256.to_owned();
        blocking(move || match fs::read(&path) {
            Ok(bytes) if hex(&Sha256::digest(&bytes)) == sha256 => Ok(Some(bytes)),
            Ok(_) => Err(Error::Corrupt(format!("file {sha256} is damaged"))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        })
        .await
    }
}

/// Where a file lies in a data directory.
pub(crate) fn path_of(dir: &Path, sha256: &str) -> PathBuf {
    dir.join("files").join(&sha256[..2]).join(sha256)
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Runs work that waits for the disk where it holds up nobody.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stopping)?
}
