//! Messages that are taken with a lease: what a program had taken that is no more is taken by the next.

use crate::sql::{Args, execute, places, rows};
use crate::{Error, Store};
use jiff::{SignedDuration, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// What is taken with a lease, and which rows of it still have to be done.
const TAKEN: [(&str, &str); 6] = [
    ("jobs", "done = 0"),
    ("webhook_messages", "state = 'waiting'"),
    ("notices", "state = 'waiting'"),
    ("followers", "state = 'waiting'"),
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

/// A message that waits in a table of its kind until it is due, and is then taken with a lease and tried.
pub(crate) trait Leased: Sized + Send + 'static {
    /// The table, with the columns `id`, `state`, `leased_until` and `attempts`.
    const TABLE: &'static str;
    /// Its columns, as [`Leased::read`] asks for them.
    const COLUMNS: &'static str;
    /// The column that says when it is due.
    const DUE: &'static str;

    /// From its row.
    fn read(row: &AnyRow) -> Result<Self, Error>;
    /// Adds its id to the arguments.
    fn put_id(&self, args: &mut Args);
    /// How often it was tried.
    fn attempts(&mut self) -> &mut u32;
}

impl Store {
    /// Takes the messages that are due, the first first and at most `limit`, for as long as the lease lasts; this try is counted.
    pub(crate) async fn lease<T: Leased>(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<T>, Error> {
        self.lease_among(now, lease, limit, None).await
    }

    /// The same of those alone that have this in that column.
    pub(crate) async fn lease_among<T: Leased>(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
        among: Option<(&'static str, String)>,
    ) -> Result<Vec<T>, Error> {
        let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        let term = among.as_ref().map(|(column, _)| format!("{column} = $3 AND "));
        let term = term.unwrap_or_default();
        let due = move |limit: u32| {
            let mut args = Args::default();
            args.at(now).int(i64::from(limit));
            if let Some((_, wanted)) = &among {
                args.text(wanted);
            }
            args
        };
        let (table, columns, at) = (T::TABLE, T::COLUMNS, T::DUE);
        let sql = format!(
            "SELECT {columns} FROM {table} WHERE {term}state = 'waiting' AND {at} <= $1 AND leased_until <= $1 \
             ORDER BY {at}, id LIMIT $2"
        );
        // Nothing is written while nothing is due.
        if rows(&mut *self.reader().await?, &sql, due(1)).await?.is_empty() {
            return Ok(Vec::new());
        }
        self.change(move |conn| {
            Box::pin(async move {
                let found = rows(conn, &sql, due(limit)).await?;
                let mut taken = found.iter().map(T::read).collect::<Result<Vec<_>, _>>()?;
                if taken.is_empty() {
                    return Ok(taken);
                }
                let mut args = Args::default();
                args.at(until);
                for message in &mut taken {
                    message.put_id(&mut args);
                    *message.attempts() += 1;
                }
                let sql = format!(
                    "UPDATE {table} SET leased_until = $1, attempts = attempts + 1 WHERE id IN ({})",
                    places(2, taken.len())
                );
                execute(conn, &sql, args).await?;
                Ok(taken)
            })
        })
        .await
    }
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
        let mut args = Args::default();
        args.text("leased_until");
        let found = rows(&mut conn, sqlite::TABLES_WITH, args).await.unwrap();
        let found: BTreeSet<String> = found.iter().map(|row| row.text("name").unwrap()).collect();
        let known: BTreeSet<String> = TAKEN.iter().map(|(table, _)| (*table).to_owned()).collect();
        assert_eq!(found, known);
    }
}
