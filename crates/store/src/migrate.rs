//! Forward-only migrations, embedded. A released file is never changed: a change is a new file.

use crate::keep::{index_all, placed_catch_up};
use crate::{Error, day, imports, log, sqlite};
use sqlx::{AnyConnection, Executor};

/// All migrations; the version of a database is how many of them it has seen.
const MIGRATIONS: [&str; 34] = [
    include_str!("../migrations/0001_cases.sql"),
    include_str!("../migrations/0002_search.sqlite.sql"),
    include_str!("../migrations/0003_imports.sql"),
    include_str!("../migrations/0004_answered.sql"),
    include_str!("../migrations/0005_log.sql"),
    include_str!("../migrations/0006_sealing.sql"),
    include_str!("../migrations/0007_witnesses.sql"),
    include_str!("../migrations/0009_access.sql"),
    include_str!("../migrations/0010_about.sql"),
    include_str!("../migrations/0011_portal.sql"),
    include_str!("../migrations/0013_beside.sql"),
    include_str!("../migrations/0015_api.sql"),
    include_str!("../migrations/0016_webhooks.sql"),
    include_str!("../migrations/0019_notices.sql"),
    include_str!("../migrations/0021_public.sql"),
    include_str!("../migrations/0023_shield.sql"),
    include_str!("../migrations/0024_rounds.sql"),
    include_str!("../migrations/0026_warnings.sql"),
    include_str!("../migrations/0027_duty.sql"),
    include_str!("../migrations/0028_calls.sql"),
    include_str!("../migrations/0029_incident_reports.sql"),
    include_str!("../migrations/0032_persons.sql"),
    include_str!("../migrations/0031_calls_gone.sql"),
    include_str!("../migrations/0033_account_acts.sql"),
    IMPORT_KEYS,
    include_str!("../migrations/0035_own_keys.sql"),
    include_str!("../migrations/0036_requests_done.sql"),
    include_str!("../migrations/0037_followers.sql"),
    include_str!("../migrations/0044_requests_kept.sql"),
    include_str!("../migrations/0047_duty_post.sql"),
    PLACED,
    include_str!("../migrations/0049_received_until.sql"),
    include_str!("../migrations/0050_one_table_of_parties.sql"),
    include_str!("../migrations/0051_received_by_source.sql"),
];

/// The version that brought the full-text index: the cases that are there already have to be put into it.
const SEARCH: i64 = 2;

/// The version that brought the log: the events that are there already have to be put into it.
const LOG: i64 = 5;

/// The version that says which days' papers repeat words of a case: those that are there already have to be read.
const SEALING: i64 = 6;

/// What brings imports beside their keys: those that are there already have to be read for them.
const IMPORT_KEYS: &str = include_str!("../migrations/0034_import_keys.sql");

/// What brings since when everybody may read where a case is: those that are published already have to be read for it.
const PLACED: &str = include_str!("../migrations/0048_placed_parties.sql");

/// Newest version that this program knows.
#[expect(clippy::cast_possible_wrap, reason = "a handful")]
pub(crate) const KNOWN: i64 = MIGRATIONS.len() as i64;

/// Brings the database forward to [`KNOWN`], each step in a transaction of its own. Answers the version it had.
///
/// # Errors
/// [`Error::Newer`] for a database of a newer program: it is left as it was.
pub(crate) async fn migrate(conn: &mut AnyConnection) -> Result<i64, Error> {
    conn.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
        .await?;
    let before = version(conn).await?;
    for (step, sql) in (1..).zip(MIGRATIONS) {
        if step > before {
            apply(conn, step, sql).await?;
        }
    }
    Ok(before)
}

/// Version of the database.
///
/// # Errors
/// [`Error::Newer`] for a database of a newer program.
pub(crate) async fn version(conn: &mut AnyConnection) -> Result<i64, Error> {
    let found: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM schema_version")
        .fetch_one(conn)
        .await?;
    let found = found.unwrap_or(0);
    if found > KNOWN {
        return Err(Error::Newer { found, known: KNOWN });
    }
    Ok(found)
}

async fn apply(conn: &mut AnyConnection, step: i64, sql: &'static str) -> Result<(), Error> {
    conn.execute(sqlite::BEGIN).await?;
    let done = async {
        conn.execute(sqlx::raw_sql(sql)).await?;
        if step == SEARCH {
            index_all(conn).await?;
        }
        if step == LOG {
            log::catch_up(conn).await?;
        }
        if step == SEALING {
            day::mentions_catch_up(conn).await?;
        }
        if sql == IMPORT_KEYS {
            imports::keys_catch_up(conn).await?;
        }
        if sql == PLACED {
            placed_catch_up(conn).await?;
        }
        sqlx::query("INSERT INTO schema_version (version) VALUES ($1)")
            .bind(step)
            .execute(&mut *conn)
            .await?;
        conn.execute("COMMIT").await?;
        Ok(())
    }
    .await;
    if done.is_err() {
        conn.execute("ROLLBACK").await?;
    }
    done
}

#[cfg(test)]
mod tests;
