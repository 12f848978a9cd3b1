//! Evidence, sealed under its case's key: `files/ab/<case>/<name>`, `ab` the end of the case's id. The name is made of
//! the bytes' hash with the case's key, so that it tells nobody else which file it is.

use crate::boxed;
use crate::seal::{self, Key, Keyring};
use crate::sql::{Args, Columns as _, rows};
use crate::{Error, Store};
use domain::CaseId;
use domain::case::Event;
use sha2::{Digest as _, Sha256};
use sqlx::AnyConnection;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

const PURPOSE: &str = "huying-file@v1";
/// Events that are looked through together for files that lie in the open.
const SLICE: i64 = 2_000;

impl Store {
    /// Seals the bytes under the case's key, writes them durably and answers their SHA-256, lower-case hex. The same
    /// bytes are kept once for each case. Done before the event that names them.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key is missing; [`Error::Corrupt`] for a case that is erased or not known; what
    /// the disk says.
    #[boxed]
    pub async fn put_file(&self, case: CaseId, bytes: &[u8]) -> Result<String, Error> {
        let key = seal::of_case(&mut *self.reader().await?, self.keyring(), case).await?;
        let key = key.ok_or_else(|| Error::Corrupt(format!("case {case} takes no file: it is erased or not known")))?;
        let dir = self.dir().to_owned();
        let bytes = bytes.to_owned();
        blocking(move || {
            let sha256 = hex(&Sha256::digest(&bytes));
            put(&dir, &key, case, &sha256, &bytes)?;
            Ok(sha256)
        })
        .await
    }

    /// The bytes of a file of a case, if it has one of that hash. Whoever shows them has written down before that they
    /// are opened (`Command::Open`).
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key is missing; [`Error::Corrupt`] if the bytes are not those that were written.
    #[boxed]
    pub async fn file(&self, case: CaseId, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        if !is_hash(sha256) {
            return Ok(None);
        }
        let Some(key) = seal::of_case(&mut *self.reader().await?, self.keyring(), case).await? else {
            return Ok(None);
        };
        let (dir, sha256) = (self.dir().to_owned(), sha256.to_owned());
        blocking(move || match get(&dir, &key, case, &sha256)? {
            Got::Bytes(bytes) => Ok(Some(bytes)),
            Got::Damaged => Err(Error::Corrupt(format!("file {sha256} is damaged"))),
            Got::Missing => Ok(None),
        })
        .await
    }
}

/// What was found where a file should be.
pub(crate) enum Got {
    Bytes(Vec<u8>),
    /// Other bytes than were written.
    Damaged,
    Missing,
}

/// Reads a file.
pub(crate) fn get(dir: &Path, key: &Key, case: CaseId, sha256: &str) -> Result<Got, Error> {
    // The name comes from an event: it must lead nowhere else.
    if !is_hash(sha256) {
        return Ok(Got::Missing);
    }
    match fs::read(path_of(dir, key, case, sha256)) {
        Ok(boxed) => {
            let opened = key.open(PURPOSE, &[case.0.as_bytes(), sha256.as_bytes()], &boxed);
            let good = opened.filter(|bytes| hex(&Sha256::digest(bytes)) == sha256);
            Ok(good.map_or(Got::Damaged, Got::Bytes))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Got::Missing),
        Err(error) => Err(error.into()),
    }
}

fn put(dir: &Path, key: &Key, case: CaseId, sha256: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = path_of(dir, key, case, sha256);
    if path.exists() {
        return Ok(());
    }
    let boxed = key.seal(PURPOSE, &[case.0.as_bytes(), sha256.as_bytes()], bytes)?;
    let folder = folder_of(dir, case);
    fs::create_dir_all(&folder)?;
    for above in folder.ancestors().skip(1).take(2) {
        File::open(above)?.sync_all()?;
    }
    let mut temporary = path.clone();
    temporary.set_extension(format!("{:?}.part", std::thread::current().id()));
    let mut file = File::create(&temporary)?;
    file.write_all(&boxed)?;
    file.sync_all()?;
    fs::rename(&temporary, &path)?;
    File::open(&folder)?.sync_all()?;
    Ok(())
}

/// Removes all files of a case, durably.
pub(crate) fn remove_all(dir: &Path, case: CaseId) -> Result<(), Error> {
    let folder = folder_of(dir, case);
    match fs::remove_dir_all(&folder) {
        Ok(()) => {
            if let Some(above) = folder.parent() {
                File::open(above)?.sync_all()?;
            }
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Seals the files that lie in the open, as before there were keys, and removes these. Can be cut off and done again.
pub(crate) async fn seal_open_ones(conn: &mut AnyConnection, dir: &Path, keyring: &Keyring) -> Result<(), Error> {
    if !dir.join("files").exists() {
        return Ok(());
    }
    let mut after = 0;
    loop {
        let mut args = Args::default();
        args.int(after).int(SLICE);
        let sql = "SELECT position, case_id, event FROM events \
                   WHERE position > $1 AND event LIKE '%\"evidence_attached\"%' ORDER BY position LIMIT $2";
        let found = rows(conn, sql, args).await?;
        if found.is_empty() {
            break;
        }
        for row in &found {
            after = row.int("position")?;
            let Event::EvidenceAttached(evidence) = row.json("event")? else {
                continue;
            };
            let case = row.id("case_id")?;
            let Some(key) = seal::of_case(conn, keyring, case).await? else {
                continue;
            };
            let dir = dir.to_owned();
            blocking(move || seal_one(&dir, &key, case, &evidence.sha256)).await?;
        }
    }
    let dir = dir.to_owned();
    blocking(move || {
        for (_, path) in open_ones(&dir)? {
            fs::remove_file(path)?;
        }
        Ok(())
    })
    .await
}

fn seal_one(dir: &Path, key: &Key, case: CaseId, sha256: &str) -> Result<(), Error> {
    if !is_hash(sha256) {
        return Ok(());
    }
    match fs::read(dir.join("files").join(&sha256[..2]).join(sha256)) {
        // Other bytes than were handed in stay away: the audit says that the file is missing.
        Ok(bytes) if hex(&Sha256::digest(&bytes)) == sha256 => put(dir, key, case, sha256, &bytes),
        Ok(_) => {
            tracing::error!(%case, sha256, "a file of evidence has other bytes than were handed in: it is not kept");
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Files that lie in the open: `files/ab/<sha256>`.
fn open_ones(dir: &Path) -> Result<Vec<(String, PathBuf)>, Error> {
    let mut found = Vec::new();
    for folder in fs::read_dir(dir.join("files"))? {
        for file in fs::read_dir(folder?.path())? {
            let path = file?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_file() {
                found.push((name.to_owned(), path));
            }
        }
    }
    Ok(found)
}

/// Sealed files of a data directory, by their path in it: `files/ab/<case>/<name>`. What is still being written is left
/// out.
pub(crate) fn list(dir: &Path) -> Result<Vec<(String, PathBuf)>, Error> {
    let mut found = Vec::new();
    if !dir.join("files").exists() {
        return Ok(found);
    }
    for folder in fs::read_dir(dir.join("files"))? {
        let folder = folder?.path();
        for case in fs::read_dir(&folder)? {
            let case = case?.path();
            if !case.is_dir() {
                continue;
            }
            for file in fs::read_dir(&case)? {
                let path = file?.path();
                let inside = path.strip_prefix(dir).ok().and_then(Path::to_str).unwrap_or_default();
                if is_member(inside) {
                    found.push((inside.to_owned(), path.clone()));
                }
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a path in a data directory is that of a sealed file.
pub(crate) fn is_member(inside: &str) -> bool {
    let parts: Vec<&str> = inside.split('/').collect();
    let &["files", folder, case, name] = parts.as_slice() else {
        return false;
    };
    case.parse::<uuid::Uuid>()
        .is_ok_and(|id| folder_name(CaseId(id)) == folder && id.to_string() == case)
        && is_hash(name)
}

fn folder_of(dir: &Path, case: CaseId) -> PathBuf {
    dir.join("files").join(folder_name(case)).join(case.to_string())
}

fn folder_name(case: CaseId) -> String {
    hex(&case.0.as_bytes()[15..])
}

/// Where a file lies in a data directory.
fn path_of(dir: &Path, key: &Key, case: CaseId, sha256: &str) -> PathBuf {
    folder_of(dir, case).join(hex(&key.name(PURPOSE, sha256.as_bytes())))
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
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
