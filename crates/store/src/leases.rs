//! Leases of a program that is no more.

use crate::Error;
use crate::sql::{Args, execute};
use sqlx::AnyConnection;

/// What is taken with a lease, and which rows of it still have to be done.
const TAKEN: [(&str, &str); 5] = [
    ("jobs", "done = 0"),
    ("webhook_messages", "state = 'waiting'"),
    ("notices", "state = 'waiting'"),
    ("call_sends", "state = 'waiting'"),
    ("report_sends", "state = 'waiting'"),
];

/// Gives back whatever was taken. Whoever opens a data directory is alone with it, so that those who had taken it have ended: what
/// they had begun is done again at once, and not when the lease would be over.
pub(crate) async fn give_back(conn: &mut AnyConnection) -> Result<(), Error> {
    for (table, to_do) in TAKEN {
        let sql = format!("UPDATE {table} SET leased_until = 0 WHERE {to_do} AND leased_until > 0");
        execute(conn, &sql, Args::default()).await?;
    }
    Ok(())
}
