//! What is still to be done after words were erased from the tables.

use super::beside;
use crate::boxed;
use crate::files::{self, blocking};
use crate::seal::Keyring;
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::{Error, Store, sqlite};
use domain::CaseId;
use sqlx::AnyConnection;
use std::path::Path;
use std::time::Duration;

/// Words and files of a case are erased from the tables, and not yet from files, index and write-ahead log.
pub(super) const WORDS: &str = "words";
/// What was sealed in a case is erased from the tables, and not yet from the write-ahead log.
pub(super) const SEALED: &str = "sealed";
/// Copies of it that moving rows about may have left in the database's pages are still to be written over.
pub(super) const PAGES: &str = "pages";
/// Files lie in the open.
const FILES: &str = "files";

/// Up to this size the database is written anew as soon as something was erased: it takes a second or two. A larger one
/// is left to [`Store::rewrite`], since others have to wait meanwhile.
const REWRITTEN_AT_ONCE: i64 = 256 << 20;

/// How often readers are waited for before the write-ahead log is left to the next time.
const TRIES: u32 = 50;
/// How long each time.
const PAUSE: Duration = Duration::from_millis(100);

impl Store {
    /// Takes what was erased from wherever it still is beside the tables: files, the full-text index, free places, the
    /// write-ahead log. Others can read and write meanwhile. Says whether all is done; what is not is done by the next
    /// call or the next opening.
    ///
    /// It costs one rewriting of the full-text index however many cases were erased before it, so erase many first.
    ///
    /// # Errors
    /// What the database and the disk say.
    #[boxed]
    pub async fn finish_erasing(&self) -> Result<bool, Error> {
        let _one_at_a_time = self.finishing().lock().await;
        let done: Vec<String> = marks(&mut *self.reader().await?)
            .await?
            .into_iter()
            .filter(|what| is_at_once(what))
            .collect();
        if !done.is_empty() {
            remove_files(&mut *self.reader().await?, self.dir(), &done).await?;
            let mut begin = true;
            while self
                .change(move |conn| Box::pin(sqlite::merge_index(conn, begin)))
                .await?
            {
                begin = false;
            }
            let small = self.on_writer(|conn| Box::pin(sqlite::bytes(conn))).await? <= REWRITTEN_AT_ONCE;
            if small {
                self.rewrite_marked().await?;
            } else {
                self.change(|conn| Box::pin(sqlite::wipe_free(conn))).await?;
            }
        }
        let pages = marks(&mut *self.reader().await?).await?;
        if done.is_empty() && !pages.iter().any(|what| is_at_once(what)) {
            return Ok(pages.is_empty());
        }
        if !self.truncate_log().await? {
            return Ok(false);
        }
        self.change(move |conn| Box::pin(async move { strike(conn, &done).await }))
            .await?;
        // What struck it out is in the write-ahead log too, and holds no words.
        Ok(marks(&mut *self.reader().await?).await?.is_empty())
    }

    /// Writes a large database anew, if something was erased since it was last done: moving rows about may have left
    /// copies of them in its pages. Others have to wait meanwhile, so it is for a quiet hour.
    ///
    /// # Errors
    /// What the database says; most likely that the disk is full.
    #[boxed]
    pub async fn rewrite_erased(&self) -> Result<(), Error> {
        let _one_at_a_time = self.finishing().lock().await;
        self.rewrite_marked().await?;
        self.truncate_log().await.map(drop)
    }

    async fn rewrite_marked(&self) -> Result<(), Error> {
        self.on_writer(|conn| Box::pin(rewrite_marked(conn))).await
    }

    async fn truncate_log(&self) -> Result<bool, Error> {
        for _ in 0..TRIES {
            if self.on_writer(|conn| Box::pin(sqlite::truncate_log(conn))).await? {
                return Ok(true);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(false)
    }
}

/// All of it at once, before anybody reads: seals files that lie in the open, and finishes what was cut off.
///
/// # Errors
/// What the database and the disk say.
pub(crate) async fn finish_at_opening(conn: &mut AnyConnection, dir: &Path, keyring: &Keyring) -> Result<(), Error> {
    let mut done = marks(conn).await?;
    if done.is_empty() {
        return Ok(());
    }
    let any = row(conn, "SELECT position FROM events LIMIT 1", Args::default()).await?;
    if any.is_none() {
        return strike(conn, &done).await;
    }
    if done.iter().any(|what| what == FILES) {
        if keyring.is_there() {
            files::seal_open_ones(conn, dir, keyring).await?;
        } else {
            done.retain(|what| what != FILES);
        }
    }
    remove_files(conn, dir, &done).await?;
    if done.iter().any(|what| what.starts_with(WORDS)) {
        let mut begin = true;
        while sqlite::merge_index(conn, begin).await? {
            begin = false;
        }
    }
    if done.iter().any(|what| what.starts_with(PAGES)) {
        sqlite::rewrite(conn).await?;
    }
    // Nobody else reads yet, unless another program does: a backup, an audit.
    if !sqlite::truncate_log(conn).await? {
        done.retain(|what| !is_at_once(what));
    }
    strike(conn, &done).await
}

/// Writes the database anew if it is marked, and strikes out the marks that were there before.
async fn rewrite_marked(conn: &mut AnyConnection) -> Result<(), Error> {
    let mut pages = marks(conn).await?;
    pages.retain(|what| what.starts_with(PAGES));
    if pages.is_empty() {
        return Ok(());
    }
    sqlite::rewrite(conn).await?;
    strike(conn, &pages).await
}

/// What does not wait for a quiet hour.
fn is_at_once(what: &str) -> bool {
    what.starts_with(WORDS) || what.starts_with(SEALED)
}

async fn marks(conn: &mut AnyConnection) -> Result<Vec<String>, Error> {
    let found = rows(conn, "SELECT what FROM unfinished", Args::default()).await?;
    found.iter().map(|row| row.text("what")).collect()
}

async fn strike(conn: &mut AnyConnection, done: &[String]) -> Result<(), Error> {
    for what in done {
        let mut args = Args::default();
        args.text(what);
        execute(conn, "DELETE FROM unfinished WHERE what = $1", args).await?;
    }
    Ok(())
}

async fn remove_files(conn: &mut AnyConnection, dir: &Path, marks: &[String]) -> Result<(), Error> {
    let of = |what: &String| what.strip_prefix(WORDS)?.trim().parse().ok().map(CaseId);
    let cases: Vec<CaseId> = marks.iter().filter_map(of).collect();
    beside::forget_rows(conn, dir, &cases).await?;
    let dir = dir.to_owned();
    blocking(move || cases.iter().try_for_each(|case| files::remove_all(&dir, *case))).await
}
