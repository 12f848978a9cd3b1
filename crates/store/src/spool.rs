//! Letters that a mail server hands over while the desk is served: a process of its own writes them down here, and the one
//! that serves takes them. They may hold anything that people write, so they lie where no backup copies them, readable by
//! nobody else, and are erased once they have been read.

use crate::Error;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// Letters that may wait; whoever brings more is asked to come again.
const MOST_WAITING: usize = 2_000;
/// Bytes that are read at once.
const SLICE: usize = 64 << 10;
/// Of a letter that is too large, so many bytes from its beginning are kept: its header is in them.
pub const MOST_HEAD: u64 = 64 << 10;

/// A letter that lies there whole.
pub const WHOLE: &str = "letter";
/// The beginning of one that was too large.
pub const HEAD: &str = "head";
/// To whom the mail server says that it was sent.
pub const RECIPIENT: &str = "recipient";

/// What became of a letter that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spooled {
    /// It lies there, durably.
    Kept,
    /// It was too large: its beginning lies there.
    TooLarge,
    /// There was nothing in it.
    Empty,
    /// Too many wait already.
    Full,
}

/// Writes down a letter of at most `most` bytes, under an id of letters, digits and `-`. No more of it is held at once than
/// a slice, however large it is; what is too much is read to its end and thrown away.
///
/// # Errors
/// What the disk says, and what reading says: then nothing is kept, and it can be handed over again.
pub fn spool(dir: &Path, id: &str, recipient: Option<&str>, from: &mut impl Read, most: u64) -> Result<Spooled, Error> {
    let passing = dir.join("passing");
    let (ready, part) = (passing.join("mail"), passing.join("mail-part"));
    let mut private = DirBuilder::new();
    private.recursive(true).mode(0o700);
    private.create(&ready)?;
    private.create(&part)?;
    if fs::read_dir(&ready)?.count() >= MOST_WAITING {
        return Ok(Spooled::Full);
    }
    let folder = part.join(id);
    private.create(&folder)?;
    let kept = write(&folder, recipient, from, most);
    match kept {
        Ok(spooled @ (Spooled::Kept | Spooled::TooLarge)) => {
            File::open(&folder)?.sync_all()?;
            fs::rename(&folder, ready.join(id))?;
            for above in [&ready, &passing] {
                File::open(above)?.sync_all()?;
            }
            Ok(spooled)
        }
        other => {
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
            other
        }
    }
}

fn write(folder: &Path, recipient: Option<&str>, from: &mut impl Read, most: u64) -> Result<Spooled, Error> {
    let new = |name: &str| {
        let path = folder.join(name);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
    };
    let mut file = new(WHOLE)?;
    let mut slice = vec![0; SLICE];
    let (mut read, mut kept) = (0_u64, 0_u64);
    loop {
        let n = match from.read(&mut slice) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        read = read.saturating_add(n as u64);
        // Of what is too much, the beginning is wanted.
        let room = usize::try_from(most.max(MOST_HEAD) - kept).unwrap_or(usize::MAX);
        let part = &slice[..n.min(room)];
        file.write_all(part)?;
        kept += part.len() as u64;
    }
    if read == 0 {
        return Ok(Spooled::Empty);
    }
    let spooled = if read > most {
        file.set_len(kept.min(MOST_HEAD))?;
        fs::rename(folder.join(WHOLE), folder.join(HEAD))?;
        Spooled::TooLarge
    } else {
        Spooled::Kept
    };
    file.sync_all()?;
    if let Some(recipient) = recipient {
        let mut file = new(RECIPIENT)?;
        file.write_all(recipient.as_bytes())?;
        file.sync_all()?;
    }
    Ok(spooled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path, id: &str) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(dir.join("passing/mail").join(id))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_letter_lies_there_whole_or_its_beginning_does() {
        let dir = tempfile::tempdir().unwrap();
        let spooled = spool(dir.path(), "a", Some("r@example.org"), &mut &b"To: x\n\nhello"[..], 100).unwrap();
        assert_eq!(spooled, Spooled::Kept);
        assert_eq!(names(dir.path(), "a"), [WHOLE, RECIPIENT]);
        let mut large = std::io::repeat(b'x').take(300_000);
        assert_eq!(
            spool(dir.path(), "b", None, &mut large, 200_000).unwrap(),
            Spooled::TooLarge
        );
        assert_eq!(names(dir.path(), "b"), [HEAD]);
        let mut small = std::io::repeat(b'x').take(5_000);
        assert_eq!(
            spool(dir.path(), "d", None, &mut small, 1_000).unwrap(),
            Spooled::TooLarge
        );
        assert_eq!(
            fs::metadata(dir.path().join("passing/mail/d/head")).unwrap().len(),
            5_000
        );
        let head = fs::metadata(dir.path().join("passing/mail/b/head")).unwrap();
        assert_eq!(head.len(), MOST_HEAD);
        assert_eq!(spool(dir.path(), "c", None, &mut &b""[..], 10).unwrap(), Spooled::Empty);
        assert!(!dir.path().join("passing/mail/c").exists());
    }
}
