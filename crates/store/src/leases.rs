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

#[cfg(test)]
mod tests {
    use super::TAKEN;
    use crate::migrate::migrate;
    use crate::sql::{Args, Columns as _, rows};
    use crate::sqlite;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn no_table_with_leases_is_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = sqlite::alone(&dir.path().join("leases.db")).await.unwrap();
        migrate(&mut conn).await.unwrap();
        let sql = "SELECT s.name AS name FROM sqlite_schema s, pragma_table_info(s.name) c \
                   WHERE s.type = 'table' AND c.name = 'leased_until'";
        let found = rows(&mut conn, sql, Args::default()).await.unwrap();
        let found: BTreeSet<String> = found.iter().map(|row| row.text("name").unwrap()).collect();
        let known: BTreeSet<String> = TAKEN.iter().map(|(table, _)| (*table).to_owned()).collect();
        assert_eq!(found, known);
    }
}
