//! A backup of everything that stays, made while others write: a consistent copy of the database and all evidence, in
//! one file. What is there for a while only (`passing/`) is not in it.

use super::BackupReport;
use super::copy::{self, Copied};
use super::key_file::{self, KeyFile};
use super::manifest::{FORMAT, Hashing, Manifest, Member, NAME, bad};
use super::told::{Counted, Part, Told};
use crate::boxed;
use crate::files::{self, blocking};
use crate::seal::Keyring;
use crate::store::DATABASE;
use crate::{Error, Store};
use std::cell::Cell;
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Store {
    /// Writes a backup to `to`: online, consistent as of one moment, each member with its checksum, every word of a case
    /// sealed under the case's key. The keys go into a file of their own in the same folder, which each backup replaces:
    /// keep the newest alone. The backup appears under its name only when it is complete and on the disk; one that was
    /// there is replaced by it.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where a key is missing; [`Error::BadBackup`] where the folder has the keys of another database
    /// or newer ones; what the disk or the database says. Nothing is left behind then.
    #[boxed]
    pub async fn backup(&self, to: &Path) -> Result<BackupReport, Error> {
        let told: Told = Arc::new(|_, _| {});
        Self::backup_of(self.dir(), to, &told).await
    }

    /// As [`Store::backup`], of a directory that another process may be serving: nothing is locked, nothing but the
    /// backup and the file of keys is written. `told` hears how much of it is done.
    ///
    /// # Errors
    /// As [`Store::backup`].
    #[boxed]
    pub async fn backup_of(dir: &Path, to: &Path, told: &Told) -> Result<BackupReport, Error> {
        let to = std::path::absolute(to)?;
        let (copy, keys) = (Temporary(beside(&to, "db.part")), to.with_file_name(key_file::NAME));
        let new_keys = Temporary(beside(&keys, "part"));
        let _ = fs::remove_file(&copy.0);
        let keyring = Keyring::read(dir)?;
        let copying = Part::new(told, 0, 70);
        let copied = copy::sealed(&dir.join(DATABASE), &copy.0, &new_keys.0, (&keyring, &copying)).await?;
        // Files are listed after the database was copied: every file that it speaks of had been written before.
        let (dir, writing) = (dir.to_owned(), Part::new(told, 70, 100));
        blocking(move || {
            goes_on(&keys, &copied)?;
            write(&to, &copy.0, (dir.as_path(), &writing), &copied, || {
                // Before the backup: keys that are newer than a backup open it, older ones do not.
                Ok(fs::rename(&new_keys.0, &keys)?)
            })
        })
        .await
    }
}

/// Keys of another database, or newer ones, are not replaced: with them the way into other backups would be lost, or what
/// was erased would come back.
fn goes_on(keys: &Path, copied: &Copied) -> Result<(), Error> {
    if !keys.exists() {
        return Ok(());
    }
    let there = KeyFile::open(keys)?;
    let strange = there.log != "-" && there.log != copied.log;
    if strange || there.entries > copied.entries {
        return Err(bad(format!(
            "{} holds the case keys of {}: back up into another folder",
            keys.display(),
            if strange {
                "another database"
            } else {
                "a later state of this database"
            }
        )));
    }
    Ok(())
}

fn write(
    to: &Path,
    database: &Path,
    (dir, part): (&Path, &Part),
    copied: &Copied,
    before: impl FnOnce() -> Result<(), Error>,
) -> Result<BackupReport, Error> {
    let unfinished = Temporary(beside(to, "part"));
    let mut archive = tar::Builder::new(Hashing::new(BufWriter::new(File::create(&unfinished.0)?)));
    let kept = files::list(dir)?;
    let all = kept.iter().map(|(_, path)| path.as_path()).chain([database]);
    let of: u64 = all.filter_map(|path| Some(fs::metadata(path).ok()?.len())).sum();
    let (done, mut members) = (Cell::new(0), Vec::with_capacity(kept.len() + 1));
    let so_far = (part, &done, of);
    members.push(add(&mut archive, DATABASE, database, so_far)?);
    for (name, path) in kept {
        match add(&mut archive, &name, &path, so_far) {
            Ok(member) => members.push(member),
            // Its case has just been erased.
            Err(Error::Io(error)) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    let manifest = Manifest {
        format: FORMAT,
        cases: copied.cases,
        entries: copied.entries,
        log: copied.log.clone(),
        members,
    };
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::other)?;
    archive.append_data(&mut header(manifest.len() as u64), NAME, manifest.as_slice())?;
    let (file, sha256, bytes) = archive.into_inner()?.finish();
    let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    before()?;
    fs::rename(&unfinished.0, to)?;
    if let Some(folder) = to.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(BackupReport {
        cases: copied.cases,
        bytes,
        sha256,
        keys: to.with_file_name(key_file::NAME),
    })
}

fn add<W: std::io::Write>(
    archive: &mut tar::Builder<W>,
    name: &str,
    path: &Path,
    (part, done, of): (&Part, &Cell<u64>, u64),
) -> Result<Member, Error> {
    let inner = File::open(path)?;
    let bytes = inner.metadata()?.len();
    let mut content = Hashing::new(Counted { inner, part, done, of });
    archive.append_data(&mut header(bytes), name, &mut content)?;
    let (_, sha256, read) = content.finish();
    if read != bytes {
        return Err(std::io::Error::other(format!("{name} changed while it was read")).into());
    }
    Ok(Member {
        name: name.to_owned(),
        bytes,
        sha256,
    })
}

/// No owner and no time: the same content gives the same bytes.
fn header(bytes: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

/// A file that goes away, whatever happens.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
