//! The last signed head, kept in a file beside the database: whoever sets the database back, or writes it anew, and
//! forgets this file, is found out. It is in no backup: a backup is older than it.

use super::read::root_at;
use crate::Error;
use ledger::checkpoint::Checkpoint;
use ledger::note::Note;
use sqlx::AnyConnection;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The file.
const HEAD: &str = "log.checkpoint";

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

/// Puts a newer head in its place, whole or not at all. A head that is lost with the power was seen by few.
pub(super) fn write(dir: &Path, head: &Note) -> Result<(), Error> {
    let part = dir.join(format!("{HEAD}.part"));
    fs::write(&part, head.to_string())?;
    fs::rename(&part, dir.join(HEAD))?;
    Ok(())
}

/// Whether the log of `size` leaves goes on from the head that was kept. If not, it says so loudly and opens none the
/// less: people wait at the desk, and `log audit` names it.
pub(super) async fn goes_on(conn: &mut AnyConnection, dir: &Path, size: u64) -> bool {
    let kept = match read(dir) {
        Ok(Some(note)) => Checkpoint::parse(note.text()).map_err(|error| error.to_string()),
        Ok(None) => return true,
        Err(why) => Err(why),
    };
    let kept = match kept {
        Ok(kept) => kept,
        Err(why) => {
            tracing::error!(why, "the log's last checkpoint cannot be read; see `huying log audit`");
            return false;
        }
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
