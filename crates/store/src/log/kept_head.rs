//! The last signed head, kept in a file beside the database: whoever sets the database back, or writes it anew, and
//! forgets this file, is found out. It is in no backup: a backup is older than it.

use super::read::root_at;
use crate::Error;
use ledger::checkpoint::Checkpoint;
use ledger::note::Note;
use sqlx::AnyConnection;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// The file.
const HEAD: &str = "log.checkpoint";
/// Where one goes that is no head.
const UNREAD: &str = "log.checkpoint.unread";

/// The head as it lies there; none if there is none, words if it cannot be read.
pub(super) fn read(dir: &Path) -> Result<Option<Note>, String> {
    match fs::read(dir.join(HEAD)) {
        Ok(bytes) => Note::parse(&bytes)
            .map(Some)
            .map_err(|error| format!("{HEAD}: {error}")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{HEAD}: {error}")),
    }
}

/// Puts a newer head in its place, durably: at no moment is there none, or half of one.
pub(super) fn write(dir: &Path, head: &Note) -> Result<(), Error> {
    let part = dir.join(format!("{HEAD}.part"));
    let mut file = File::create(&part)?;
    file.write_all(head.to_string().as_bytes())?;
    file.sync_all()?;
    fs::rename(&part, dir.join(HEAD))?;
    File::open(dir)?.sync_all()?;
    Ok(())
}

/// Puts a file aside that is no head, so that the next one is kept again. Whoever can spoil it can take it away as well: keeping none
/// for good would only leave the log without.
fn put_aside(dir: &Path, why: &str) -> bool {
    tracing::error!(
        why,
        "the log's last checkpoint is no checkpoint: it is put aside as {UNREAD}, and the next one takes its place"
    );
    fs::rename(dir.join(HEAD), dir.join(UNREAD)).is_ok()
}

/// Whether the log of `size` leaves goes on from the head that was kept. If not, it says so loudly and opens none the
/// less: people wait at the desk, and `log audit` names it.
pub(super) async fn goes_on(conn: &mut AnyConnection, dir: &Path, size: u64) -> bool {
    let bytes = match fs::read(dir.join(HEAD)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return true,
        Err(error) => {
            tracing::error!(%error, "the log's last checkpoint cannot be read; see `huying log audit`");
            return false;
        }
    };
    let kept = Note::parse(&bytes).map_err(|error| error.to_string());
    let kept = kept.and_then(|note| Checkpoint::parse(note.text()).map_err(|error| error.to_string()));
    let kept = match kept {
        Ok(kept) => kept,
        Err(why) => return put_aside(dir, &why),
    };
    if kept.size > size {
        tracing::error!(
            signed = kept.size,
            size,
            "THE LOG HAS BEEN SET BACK: fewer entries than were signed; see `huying log audit`"
        );
        return false;
    }
    if root_at(conn, kept.size).await.ok() != Some(kept.root) {
        tracing::error!(
            signed = kept.size,
            "THE LOG HAS BEEN REWRITTEN: its entries are not those that were signed; see `huying log audit`"
        );
        return false;
    }
    true
}
