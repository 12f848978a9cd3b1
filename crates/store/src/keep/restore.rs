//! Bringing a backup back: everything is read, checked against the list, and only then put in its place.

use super::RestoreReport;
use super::manifest::{FORMAT, Hashing, Manifest, Member, NAME, bad};
use crate::files::blocking;
use crate::sql::{Args, Columns as _, row};
use crate::store::DATABASE;
use crate::{Error, Store, lock, migrate, sqlite};
use sqlx::Connection as _;
use std::fs::{self, File};
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};

/// A list longer than this is no list.
const LONGEST_MANIFEST: u64 = 256 << 20;

impl Store {
    /// Restores a backup into a directory that has no database yet. Nothing is in place until everything was checked.
    ///
    /// # Errors
    /// [`Error::BadBackup`] if the file is none, is cut off, or differs from its list, or if the directory is in use;
    /// [`Error::Newer`] if a newer program made it.
    pub async fn restore(from: &Path, dir: &Path) -> Result<RestoreReport, Error> {
        fs::create_dir_all(dir)?;
        let dir = dir.canonicalize()?;
        let lock = lock::take(&dir)?;
        if dir.join(DATABASE).exists() || dir.join("files").exists() {
            return Err(bad(format!(
                "{} holds data already; restore into a new directory and put it in its place then",
                dir.display()
            )));
        }
        let part = Part(dir.join("restore.part"));
        let _ = fs::remove_dir_all(&part.0);
        fs::create_dir(&part.0)?;
        let (source, into) = (from.to_owned(), part.0.clone());
        let manifest = blocking(move || unpack(&source, &into)).await?;
        let cases = look_into(&part.0.join(DATABASE)).await?;
        if cases != manifest.cases {
            return Err(bad(format!("it says {} cases and holds {cases}", manifest.cases)));
        }
        let files = manifest.members.len() as u64 - 1;
        blocking(move || {
            if part.0.join("files").exists() {
                fs::rename(part.0.join("files"), dir.join("files"))?;
            }
            // The database last: a directory with a database is complete.
            fs::rename(part.0.join(DATABASE), dir.join(DATABASE))?;
            File::open(&dir)?.sync_all()?;
            drop(lock);
            Ok(())
        })
        .await?;
        Ok(RestoreReport { cases, files })
    }
}

fn unpack(from: &Path, into: &Path) -> Result<Manifest, Error> {
    let mut archive = tar::Archive::new(BufReader::new(File::open(from)?));
    let mut seen: Vec<Member> = Vec::new();
    let mut manifest: Option<Manifest> = None;
    for entry in archive.entries()? {
        let mut entry = entry.map_err(bad)?;
        let name = entry.path().map_err(bad)?.to_str().unwrap_or_default().to_owned();
        if manifest.is_some() {
            return Err(bad("something follows its list"));
        }
        if name == NAME {
            let mut text = String::new();
            entry
                .by_ref()
                .take(LONGEST_MANIFEST)
                .read_to_string(&mut text)
                .map_err(bad)?;
            manifest = Some(serde_json::from_str(&text).map_err(bad)?);
            continue;
        }
        let Some(path) = place(into, &name) else {
            return Err(bad(format!("{name:?} does not belong into a backup")));
        };
        fs::create_dir_all(path.parent().expect("a member lies in a folder"))?;
        let mut content = Hashing::new(&mut entry);
        let mut file = File::options().write(true).create_new(true).open(&path)?;
        io::copy(&mut content, &mut file).map_err(bad)?;
        file.sync_all()?;
        let (_, sha256, bytes) = content.finish();
        seen.push(Member { name, bytes, sha256 });
    }
    let manifest = manifest.ok_or_else(|| bad("it has no list at its end: the file was cut off, or is no backup"))?;
    if manifest.format != FORMAT {
        return Err(bad(format!(
            "it is laid out in way {}, this program knows way {FORMAT}",
            manifest.format
        )));
    }
    if seen.first().is_none_or(|first| first.name != DATABASE) {
        return Err(bad("it holds no database"));
    }
    for (member, listed) in seen.iter().zip(&manifest.members) {
        if member != listed {
            return Err(bad(format!("{} is damaged", listed.name)));
        }
    }
    if seen.len() != manifest.members.len() {
        return Err(bad("its list and its members differ"));
    }
    Ok(manifest)
}

/// Where a member is unpacked to; none for a name that no backup of ours has.
fn place(into: &Path, name: &str) -> Option<PathBuf> {
    if name == DATABASE {
        return Some(into.join(DATABASE));
    }
    let (folder, hash) = name.strip_prefix("files/")?.split_once('/')?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    (is_hash && folder == &hash[..2]).then(|| into.join("files").join(folder).join(hash))
}

/// The database is whole and of a version this program knows; answers the number of its cases.
async fn look_into(database: &Path) -> Result<u64, Error> {
    let mut conn = sqlite::open_for_reading(database).await?;
    sqlite::check(&mut conn).await.map_err(bad)?;
    migrate::version(&mut conn).await?;
    let counted = row(&mut conn, "SELECT count(*) AS n FROM cases", Args::default()).await?;
    let cases = counted.map_or(Ok(0), |row| row.count("n"))?;
    conn.close().await?;
    Ok(cases)
}

/// The half-restored directory, which goes away whatever happens.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
