//! Moving the write-ahead log into the database's file beside the writer.
//!
//! A writer that moves it itself holds up whoever waits for a commit while thousands of pages are written all over a large file
//! and made durable. So another connection moves nearly all of it while the writer goes on, and the writer itself moves what it
//! wrote meanwhile, which is little, so that the log can begin anew: it cannot while something in it is not in the file
//! (<https://www.sqlite.org/wal.html>, §2.2).

use super::{DATABASE_PAGE, moves_only};
use crate::Error;
use crate::sql::{Args, Columns as _, row};
use sqlx::{AnyConnection, Connection as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// When it is moved.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Pages in the log from which on it is moved.
    from: i64,
    /// So few pages the writer moves between two commits without anybody noticing.
    few: i64,
}

/// A page that was written again and again is moved once: with a fifth of
/// them in the log a large database registers half as much.
const LIMITS: Limits = Limits {
    from: 16_000,
    few: 2_000,
};
/// How often it is gone after a writer that goes on writing before the rest, many or few, is left to the writer.
const TURNS: usize = 4;
/// How long after one look at the log the next comes, at the earliest.
const BETWEEN: Duration = Duration::from_millis(100);

/// Moves the log of one database as long as its writer lives.
pub(crate) struct Mover {
    wrote: mpsc::Sender<()>,
    left: Arc<AtomicBool>,
    end: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Mover {
    /// Of the database in this file.
    pub(crate) fn start(file: &Path) -> Self {
        Self::start_with(file, LIMITS)
    }

    fn start_with(file: &Path, limits: Limits) -> Self {
        let (wrote, written) = mpsc::channel(1);
        let (end, ended) = oneshot::channel();
        let left = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(run(file.to_owned(), limits, written, ended, Arc::clone(&left)));
        Self { wrote, left, end, task }
    }

    /// To be called by the writer after each of its commits.
    pub(crate) async fn after_commit(&self, conn: &mut AnyConnection) {
        // Where it is full, it will look anyway.
        let _ = self.wrote.try_send(());
        if self.left.swap(false, Ordering::AcqRel)
            && let Err(error) = how_much(conn, Move::Passive).await
        {
            tracing::warn!(%error, "the write-ahead log grows on");
        }
    }

    /// Ends it; nothing of it touches the file any more.
    pub(crate) async fn end(self) {
        drop(self.end);
        let _ = self.task.await;
    }
}

async fn run(
    file: PathBuf,
    limits: Limits,
    mut written: mpsc::Receiver<()>,
    mut ended: oneshot::Receiver<()>,
    left: Arc<AtomicBool>,
) {
    let mut conn = None;
    loop {
        tokio::select! {
            biased;
            _ = &mut ended => break,
            wrote = written.recv() => if wrote.is_none() { break },
        }
        match look(&file, limits, &mut conn).await {
            Ok(left_over) => left.store(left_over, Ordering::Release),
            Err(error) => tracing::warn!(%error, "the write-ahead log is not moved"),
        }
        if timeout(BETWEEN, &mut ended).await.is_ok() {
            break;
        }
    }
    if let Some(conn) = conn
        && let Err(error) = AnyConnection::close(conn).await
    {
        tracing::warn!(%error, "closing a connection failed");
    }
}

/// Moves the log where it has become long; says whether something is left to the writer.
async fn look(file: &Path, limits: Limits, conn: &mut Option<AnyConnection>) -> Result<bool, Error> {
    let Ok(bytes) = log_bytes(file) else { return Ok(false) };
    // The file of a log that began anew stays as long as it was: only where it is long is there something to ask.
    if bytes < limits.from.unsigned_abs() * DATABASE_PAGE {
        return Ok(false);
    }
    let conn = match conn {
        Some(conn) => conn,
        none => none.insert(moves_only(file).await?),
    };
    let mut now = how_much(conn, Move::Nothing).await?;
    if now.pages < limits.from || now.is_moved() {
        return Ok(false);
    }
    for _ in 0..TURNS {
        now = how_much(conn, Move::Passive).await?;
        if now.pages - now.moved <= limits.few {
            break;
        }
    }
    Ok(true)
}

fn log_bytes(file: &Path) -> std::io::Result<u64> {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    Ok(std::fs::metadata(log)?.len())
}

/// Whether the log is moved as far as it can be without waiting for anybody, or asked after alone.
#[derive(Debug, Clone, Copy)]
pub(super) enum Move {
    Nothing,
    Passive,
}

/// The log's pages, and how many of them are in the database's file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Log {
    /// Somebody else is at it: the rest says nothing.
    busy: bool,
    pages: i64,
    moved: i64,
}

impl Log {
    /// All of it is in the database's file.
    pub(super) fn is_moved(self) -> bool {
        !self.busy && self.pages == self.moved
    }
}

pub(super) async fn how_much(conn: &mut AnyConnection, what: Move) -> Result<Log, Error> {
    let sql = match what {
        Move::Nothing => "PRAGMA wal_checkpoint(NOOP)",
        Move::Passive => "PRAGMA wal_checkpoint(PASSIVE)",
    };
    let found = row(conn, sql, Args::default())
        .await?
        .ok_or_else(|| Error::Corrupt("no answer".to_owned()))?;
    Ok(Log {
        busy: found.int("busy")? != 0,
        pages: found.int("log")?,
        moved: found.int("checkpointed")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::{open_for_reading, writer};
    use sqlx::Executor as _;

    const SMALL: Limits = Limits { from: 100, few: 20 };

    /// Writes some twenty pages a commit, so many times.
    async fn write(conn: &mut AnyConnection, mover: &Mover, times: u32) {
        for _ in 0..times {
            conn.execute("INSERT INTO some (text) VALUES (hex(randomblob(40000)))")
                .await
                .unwrap();
            mover.after_commit(conn).await;
            // A server has more to do than to write.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    #[tokio::test]
    async fn a_log_that_is_written_on_and_on_stays_short_and_nothing_is_lost() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("some.db");
        let mut conn = writer(&file).await.unwrap();
        conn.execute("CREATE TABLE some (text TEXT)").await.unwrap();
        let mover = Mover::start_with(&file, SMALL);
        write(&mut conn, &mover, 100).await;
        // Two thousand pages were written; while they are moved, some hundred more come.
        let short = u64::try_from(SMALL.from).unwrap() * 10 * DATABASE_PAGE;
        assert!(log_bytes(&file).unwrap() < short, "{} bytes", log_bytes(&file).unwrap());

        // Somebody reads what was there: the log cannot begin anew, and grows; afterwards it is as before.
        let mut reads = open_for_reading(&file).await.unwrap();
        reads.execute("BEGIN; SELECT count(*) FROM some").await.unwrap();
        write(&mut conn, &mover, 100).await;
        let long = log_bytes(&file).unwrap();
        assert!(long > short, "{long} bytes");
        let seen: i64 = sqlx::query_scalar("SELECT count(*) FROM some")
            .fetch_one(&mut reads)
            .await
            .unwrap();
        assert_eq!(seen, 100);
        reads.close().await.unwrap();
        write(&mut conn, &mover, 60).await;
        let now = how_much(&mut conn, Move::Nothing).await.unwrap();
        assert!(now.pages < SMALL.from * 10, "{now:?}");

        mover.end().await;
        conn.close().await.unwrap();
        let mut conn = writer(&file).await.unwrap();
        let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM some")
            .fetch_one(&mut conn)
            .await
            .unwrap();
        assert_eq!(kept, 260);
        conn.close().await.unwrap();
    }
}
