//! Signed heads that cannot be signed again: those of a change of keys, and what witnesses have signed.

use super::sign::SignedHead;
use crate::Error;
use crate::sql::{Args, Columns as _, execute, row};
use ledger::checkpoint::Checkpoint;
use ledger::note::Note;
use sqlx::AnyConnection;

/// The kept head of this size.
pub(super) async fn of_size(conn: &mut AnyConnection, size: u64) -> Result<Option<SignedHead>, Error> {
    let mut args = Args::default();
    args.int(super::place(size)?);
    read(conn, "SELECT note FROM log_heads WHERE size = $1", args).await
}

/// The newest head that witnesses have signed.
pub(super) async fn newest_witnessed(conn: &mut AnyConnection) -> Result<Option<SignedHead>, Error> {
    let sql = "SELECT note FROM log_heads WHERE size = (SELECT max(size) FROM log_heads WHERE witnessed = 1)";
    read(conn, sql, Args::default()).await
}

/// Keeps the head of a change of keys, for ever.
pub(super) async fn keep(conn: &mut AnyConnection, size: u64, note: &Note) -> Result<(), Error> {
    let mut args = Args::default();
    args.int(super::place(size)?).text(&note.to_string());
    let sql = "INSERT INTO log_heads (size, note, handover, witnessed) VALUES ($1, $2, 1, 0)";
    execute(conn, sql, args).await.map(drop)
}

/// Keeps the newest head that witnesses have signed, in place of the one before.
pub(super) async fn keep_witnessed(conn: &mut AnyConnection, head: &SignedHead) -> Result<(), Error> {
    let size = super::place(head.checkpoint.size)?;
    let mut args = Args::default();
    args.int(size);
    let sql = "DELETE FROM log_heads WHERE handover = 0 AND size < $1";
    execute(conn, sql, args).await?;
    let mut args = Args::default();
    args.int(size).text(&head.note.to_string());
    let sql = "INSERT INTO log_heads (size, note, handover, witnessed) VALUES ($1, $2, 0, 1) \
               ON CONFLICT (size) DO UPDATE SET note = excluded.note, witnessed = 1";
    execute(conn, sql, args).await.map(drop)
}

async fn read(conn: &mut AnyConnection, sql: &str, args: Args) -> Result<Option<SignedHead>, Error> {
    let Some(row) = row(conn, sql, args).await? else {
        return Ok(None);
    };
    let corrupt = |error: String| Error::Corrupt(format!("a kept checkpoint: {error}"));
    let note = Note::parse(row.text("note")?.as_bytes()).map_err(|error| corrupt(error.to_string()))?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| corrupt(error.to_string()))?;
    Ok(Some(SignedHead { checkpoint, note }))
}
