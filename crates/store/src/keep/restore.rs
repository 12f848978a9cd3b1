//! Bringing a backup back: everything is read, checked against the list, and only then put in its place.

use super::key_file::{self, KeyFile};
use super::manifest::{FORMAT, Hashing, Manifest, Member, NAME, OPEN_FORMAT, bad};
use super::told::{self, Counted, Told};
use super::{CaseKeys, RestoreReport, copy, restore_first};
use crate::boxed;
use crate::files::{self, blocking};
use crate::seal::Keyring;
use crate::sql::{Args, Columns as _, row};
use crate::store::DATABASE;
use crate::{Error, Store, lock, migrate, sqlite};
use jiff::Timestamp;
use sqlx::Connection as _;
use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A list longer than this is no list.
const LONGEST_MANIFEST: u64 = 256 << 20;

impl Store {
    /// Restores a backup into a directory that has no database yet. Nothing is in place until everything was checked. A
    /// case whose key is no longer among the newest keys comes back erased, and its stream and the log say so, at `at`.
    ///
    /// # Errors
    /// [`Error::BadBackup`] if the file is none, is cut off, or differs from its list, if the keys are not of it or older
    /// than it, or if the directory is in use; [`Error::NoSealKey`] if the key is missing that wrapped the cases' keys (in
    /// `dir` or in the environment); [`Error::Newer`] if a newer program made it.
    #[boxed]
    pub async fn restore(from: &Path, dir: &Path, keys: CaseKeys, at: Timestamp) -> Result<RestoreReport, Error> {
        let told: Told = Arc::new(|_, _| {});
        Self::restore_told(from, dir, keys, at, &told).await
    }

    /// As [`Store::restore`]; `told` hears how much of it is done.
    ///
    /// # Errors
    /// As [`Store::restore`].
    #[boxed]
    pub async fn restore_told(
        from: &Path,
        dir: &Path,
        keys: CaseKeys,
        at: Timestamp,
        told: &Told,
    ) -> Result<RestoreReport, Error> {
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
        let unpacking = told::Part::new(told, 0, 40);
        let manifest = blocking(move || unpack(&source, &into, &unpacking)).await?;
        let database = part.0.join(DATABASE);
        let cases = look_into(&database).await?;
        if cases != manifest.cases {
            return Err(bad(format!("it says {} cases and holds {cases}", manifest.cases)));
        }
        let mut erased = 0;
        if manifest.format != OPEN_FORMAT {
            let keys = newest(from, &keys, &manifest)?;
            let opening = told::Part::new(told, 40, 100);
            erased = open(
                &database,
                &part.0.join("opened.db"),
                (dir.as_path(), &opening),
                keys,
                at,
            )
            .await?;
        }
        let files = manifest.members.len() as u64 - 1;
        blocking(move || {
            if part.0.join("files").exists() {
                fs::rename(part.0.join("files"), dir.join("files"))?;
            }
            File::open(part.0.join(DATABASE))?.sync_all()?;
            // The database last: a directory with a database is complete.
            fs::rename(part.0.join(DATABASE), dir.join(DATABASE))?;
            File::open(&dir)?.sync_all()?;
            drop(lock);
            Ok(())
        })
        .await?;
        Ok(RestoreReport { cases, files, erased })
    }
}

/// The keys to open a backup with; none where it shall stay sealed.
fn newest(from: &Path, keys: &CaseKeys, manifest: &Manifest) -> Result<Option<KeyFile>, Error> {
    let path = match keys {
        CaseKeys::Beside => from.with_file_name(key_file::NAME),
        CaseKeys::File(path) => path.clone(),
        CaseKeys::None => return Ok(None),
    };
    if !path.is_file() {
        return Err(bad(format!(
            "the file of case keys {} is not there, and without it nothing that people wrote can be read; say with --keys \
             where it is, or with --without-words that it shall stay unread",
            path.display()
        )));
    }
    let keys = KeyFile::open(&path)?;
    if keys.log != manifest.log {
        return Err(bad(format!(
            "{} holds the case keys of another database",
            path.display()
        )));
    }
    if keys.entries < manifest.entries {
        return Err(bad(format!(
            "{} is older than the backup: with it, newer cases would come back erased; give the newest",
            path.display()
        )));
    }
    Ok(Some(keys))
}

/// Opens the database of a backup and puts the opened one in its place; answers how many cases came back erased.
async fn open(
    database: &Path,
    new: &Path,
    (dir, part): (&Path, &told::Part),
    keys: Option<KeyFile>,
    at: Timestamp,
) -> Result<u64, Error> {
    let keyring = Keyring::read(dir)?;
    let in_use = keys.as_ref().map(|keys| keys.key.clone());
    if in_use.as_ref().is_some_and(|id| id != "-" && !keyring.has(id)) {
        return Err(Error::NoSealKey);
    }
    copy::opened(database, new, keys, (&keyring, part)).await?;
    let mut conn = sqlite::alone(new).await?;
    let erased = async {
        migrate::migrate(&mut conn).await?;
        sqlite::check(&mut conn).await.map_err(bad)?;
        restore_first::first(&mut conn, in_use.as_deref(), &keyring, at).await
    }
    .await;
    conn.close().await?;
    let erased = erased?;
    fs::rename(new, database)?;
    Ok(erased)
}

fn unpack(from: &Path, into: &Path, part: &told::Part) -> Result<Manifest, Error> {
    let inner = File::open(from)?;
    let (of, done) = (inner.metadata()?.len(), Cell::new(0));
    let counted = Counted {
        inner,
        part,
        done: &done,
        of,
    };
    let mut archive = tar::Archive::new(BufReader::new(counted));
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
    if ![OPEN_FORMAT, FORMAT].contains(&manifest.format) {
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
    if files::is_member(name) {
        return Some(into.join(name));
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
