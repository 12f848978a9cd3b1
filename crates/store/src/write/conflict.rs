//! What a unique constraint meant: the database decides, this says it in words of the store.

use super::{Appended, Prepared};
use crate::Error;
use crate::sql::{Args, Columns as _, row};
use sqlx::AnyConnection;

/// Whether a unique constraint has decided.
pub(crate) fn is_unique(error: &Error) -> bool {
    matches!(error, Error::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
}

/// Why a single append broke a unique constraint; other errors stay what they are.
pub(crate) async fn explain(conn: &mut AnyConnection, append: &Prepared, error: Error) -> Result<Appended, Error> {
    if !is_unique(&error) {
        return Err(error);
    }
    if let Some(key) = &append.key {
        let mut args = Args::default();
        args.text(key);
        let sql = "SELECT case_id, number, version FROM idempotency WHERE key = $1";
        if let Some(first) = row(conn, sql, args).await? {
            return Ok(Appended {
                case: first.id("case_id")?,
                number: first.text("number")?,
                version: first.count("version")?,
                repeated: true,
            });
        }
    }
    if let Some((system, external)) = append.external() {
        let mut args = Args::default();
        args.text(system).text(external);
        let sql = "SELECT number FROM cases WHERE source_system = $1 AND external = $2";
        if let Some(taken) = row(conn, sql, args).await? {
            return Err(Error::ExternalTaken {
                external: external.to_owned(),
                number: taken.text("number")?,
            });
        }
    }
    let mut args = Args::default();
    args.id(append.case);
    match row(conn, "SELECT version FROM cases WHERE id = $1", args).await? {
        Some(current) => Err(Error::Conflict {
            current: current.count("version")?,
        }),
        None => Err(error),
    }
}
