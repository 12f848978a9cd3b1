//! A backup of everything that stays, made while others write: a consistent copy of the database and all evidence, in
//! one file. What is there for a while only (`passing/`) is not in it.

use super::BackupReport;
use super::manifest::{FORMAT, Hashing, Manifest, Member, NAME};
use crate::files::blocking;
use crate::sql::{Args, Columns as _, row};
use crate::store::DATABASE;
use crate::{Error, Store, sqlite};
use sqlx::Connection as _;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

impl Store {
    /// Writes a backup to `to`: online, consistent as of one moment, each member with its checksum. The file appears
    /// under its name only when it is complete and on the disk; one that was there is replaced by it.
    ///
    /// # Errors
    /// What the disk or the database says; nothing is left behind then.
    pub async fn backup(&self, to: &Path) -> Result<BackupReport, Error> {
        Self::backup_of(self.dir(), to).await
    }

    /// As [`Store::backup`], of a directory that another process may be serving: nothing is locked, nothing but the
    /// backup is written.
    ///
    /// # Errors
    /// As [`Store::backup`].
    pub async fn backup_of(dir: &Path, to: &Path) -> Result<BackupReport, Error> {
        let to = std::path::absolute(to)?;
        let copy = Temporary(beside(&to, "db.part"));
        let _ = fs::remove_file(&copy.0);
        let database = dir.join(DATABASE);
        let mut conn = sqlite::open_for_reading(&database).await?;
        sqlite::copy_into(&mut conn, &copy.0).await?;
        conn.close().await?;
        let mut conn = sqlite::open_for_reading(&copy.0).await?;
        let counted = row(&mut conn, "SELECT count(*) AS n FROM cases", Args::default()).await?;
        let cases = counted.map_or(Ok(0), |row| row.count("n"))?;
        conn.close().await?;
        // Files are listed after the database was copied: every file that it speaks of had been written before.
        let files = dir.join("files");
        blocking(move || write(&to, &copy.0, &files, cases)).await
    }
}

fn write(to: &Path, database: &Path, files: &Path, cases: u64) -> Result<BackupReport, Error> {
    let part = Temporary(beside(to, "part"));
    let mut archive = tar::Builder::new(Hashing::new(BufWriter::new(File::create(&part.0)?)));
    let mut members = vec![add(&mut archive, DATABASE, database)?];
    for (name, path) in list(files)? {
        members.push(add(&mut archive, &name, &path)?);
    }
    let manifest = Manifest {
        format: FORMAT,
        cases,
        members,
    };
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::other)?;
    archive.append_data(&mut header(manifest.len() as u64), NAME, manifest.as_slice())?;
    let (file, sha256, bytes) = archive.into_inner()?.finish();
    let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    fs::rename(&part.0, to)?;
    if let Some(folder) = to.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(BackupReport { cases, bytes, sha256 })
}

fn add<W: std::io::Write>(archive: &mut tar::Builder<W>, name: &str, path: &Path) -> Result<Member, Error> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let mut content = Hashing::new(file);
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

/// Kept files by their name in the archive, `files/ab/<sha256>`; what is still being written is left out.
fn list(files: &Path) -> Result<Vec<(String, PathBuf)>, Error> {
    let mut found = Vec::new();
    if !files.exists() {
        return Ok(found);
    }
    for folder in fs::read_dir(files)? {
        for file in fs::read_dir(folder?.path())? {
            let path = file?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.len() == 64 {
                found.push((format!("files/{}/{name}", &name[..2]), path.clone()));
            }
        }
    }
    found.sort();
    Ok(found)
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
