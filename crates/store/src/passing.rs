//! Files that are there for a while only, since they may hold names and contacts: uploaded spreadsheets until they have
//! been read, rows to mend until they have been mended.
//!
//! They lie in `passing/<kind>/<id>/` and not among the evidence: no backup copies them, nothing shares them, and who
//! put them there erases them.

use crate::boxed;
use crate::files::blocking;
use crate::{Error, Store};
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// What the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// Spreadsheets as they were handed in.
    Uploads,
    /// What could not be imported of them.
    ToMend,
    /// Letters as they came in.
    Mail,
    /// Letters that are being written down, or were when the program that did so was cut off.
    MailPart,
}

impl Passing {
    const fn folder(self) -> &'static str {
        match self {
            Self::Uploads => "uploads",
            Self::ToMend => "to-mend",
            Self::Mail => "mail",
            Self::MailPart => "mail-part",
        }
    }
}

impl Store {
    /// Keeps files under an id, durably when it answers. Files of the same names are replaced.
    ///
    /// # Errors
    /// What the disk says; what has been written by then is left to be erased.
    ///
    /// # Panics
    /// Where the id or a name is more than letters, digits, `-` and `.`: they are made by programs.
    #[boxed]
    pub async fn put_passing(&self, kind: Passing, id: &str, files: Vec<(String, Vec<u8>)>) -> Result<(), Error> {
        assert!(plain(id), "{id:?} is no name of a folder");
        let all = self.dir().join("passing");
        let (of_kind, folder) = (all.join(kind.folder()), self.path(kind, id));
        let data = self.dir().to_owned();
        blocking(move || {
            fs::create_dir_all(&folder)?;
            for (name, bytes) in files {
                assert!(plain(&name), "{name:?} is no name of a file");
                let part = folder.join(format!("{name}.part"));
                let mut file = File::create(&part)?;
                file.write_all(&bytes)?;
                file.sync_all()?;
                fs::rename(&part, folder.join(&name))?;
            }
            for folder in [&folder, &of_kind, &all, &data] {
                File::open(folder)?.sync_all()?;
            }
            Ok(())
        })
        .await
    }

    /// A file, if it is still there.
    ///
    /// # Errors
    /// What the disk says.
    #[boxed]
    pub async fn passing(&self, kind: Passing, id: &str, name: &str) -> Result<Option<Vec<u8>>, Error> {
        if !plain(id) || !plain(name) {
            return Ok(None);
        }
        let path = self.path(kind, id).join(name);
        blocking(move || match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        })
        .await
    }

    /// The ids under which files are there.
    ///
    /// # Errors
    /// What the disk says.
    #[boxed]
    pub async fn passing_ids(&self, kind: Passing) -> Result<Vec<String>, Error> {
        let folder = self.dir().join("passing").join(kind.folder());
        blocking(move || {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
                Err(error) => return Err(error.into()),
            };
            let mut ids = Vec::new();
            for entry in entries {
                ids.push(entry?.file_name().to_string_lossy().into_owned());
            }
            ids.sort();
            Ok(ids)
        })
        .await
    }

    /// Whether there is anything under an id.
    ///
    /// # Errors
    /// What the disk says.
    #[boxed]
    pub async fn has_passing(&self, kind: Passing, id: &str) -> Result<bool, Error> {
        if !plain(id) {
            return Ok(false);
        }
        let path = self.path(kind, id);
        blocking(move || Ok(path.try_exists()?)).await
    }

    /// Erases everything under an id; nothing there is as good.
    ///
    /// # Errors
    /// What the disk says; what could not be erased is still listed.
    #[boxed]
    pub async fn erase_passing(&self, kind: Passing, id: &str) -> Result<(), Error> {
        if !plain(id) {
            return Ok(());
        }
        let path = self.path(kind, id);
        blocking(move || match erase(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        })
        .await
    }

    fn path(&self, kind: Passing, id: &str) -> PathBuf {
        self.dir().join("passing").join(kind.folder()).join(id)
    }
}

/// Erases the rows to mend of every run in whose files one of these numbers stands as a cell of its own.
pub(crate) fn erase_naming(dir: &Path, numbers: &[String]) -> std::io::Result<()> {
    let cells = numbers.iter().map(serde_json::to_vec).collect::<Result<Vec<_>, _>>()?;
    let of_kind = dir.join("passing").join(Passing::ToMend.folder());
    for run in listed(&of_kind)? {
        let mut names = false;
        for file in listed(&run)? {
            let bytes = fs::read(file)?;
            let stands = |cell: &Vec<u8>| bytes.windows(cell.len()).any(|window| window == cell.as_slice());
            names = names || cells.iter().any(stands);
        }
        if names {
            erase(&run)?;
        }
    }
    Ok(())
}

fn listed(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn erase(path: &Path) -> std::io::Result<()> {
    if path.is_dir() {
        fs::remove_dir_all(path)?;
    } else {
        fs::remove_file(path)?;
    }
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

/// Cannot lead anywhere else.
fn plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
}
