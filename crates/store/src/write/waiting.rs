//! Words on their way into the full-text index.
//!
//! Putting one case's words in by themselves makes the index write five times what the rest of the case writes, so
//! words wait for each other and go in together. Nobody reads an index that is behind: a search has what waits put in
//! first. A crash in between loses nothing: the tables say how far the index is, and it catches up when the store is
//! opened.

use super::insert::{Ready, index_script};
use crate::sql::{Args, Script};
use crate::{Error, sqlite, words};
use sqlx::{AnyConnection, Executor as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Longest that words wait for others.
const LONGEST: Duration = Duration::from_millis(500);
/// No more wait than this: putting them in holds other writes up for some ten milliseconds.
const MOST: usize = 1_024;

/// The words of a case.
pub(crate) struct CaseWords {
    /// The case's place in the order of registration.
    pub(crate) seq: i64,
    pub(crate) words: String,
    /// Other words of it are in the index.
    pub(crate) again: bool,
}

/// How many cases' words wait, for those who search.
#[derive(Clone, Default)]
pub(crate) struct HowMany(Arc<AtomicUsize>);

impl HowMany {
    pub(crate) fn none(&self) -> bool {
        self.0.load(Ordering::Acquire) == 0
    }
}

/// What waits.
pub(crate) struct Waiting {
    words: Vec<CaseWords>,
    until: Option<Instant>,
    many: HowMany,
}

impl Waiting {
    pub(crate) fn new(many: HowMany) -> Self {
        Self {
            words: Vec::new(),
            until: None,
            many,
        }
    }

    /// Takes the words of what was committed; to be called before anybody is told of it.
    pub(super) fn take(&mut self, words: Vec<CaseWords>) {
        if words.is_empty() {
            return;
        }
        self.words.extend(words);
        self.until.get_or_insert_with(|| Instant::now() + LONGEST);
        self.many.0.store(self.words.len(), Ordering::Release);
    }

    /// Until when they may wait; none where nothing waits.
    pub(crate) fn until(&self) -> Option<Instant> {
        self.until
    }

    /// Too many wait.
    pub(crate) fn is_full(&self) -> bool {
        self.words.len() >= MOST
    }

    /// Puts all of them into the index, durably.
    ///
    /// # Errors
    /// What the database says; they wait on then.
    pub(crate) async fn put_in(&mut self, conn: &mut AnyConnection) -> Result<(), Error> {
        if self.words.is_empty() {
            return Ok(());
        }
        let mut script = Script::default();
        script.add(sqlite::BEGIN, Args::default());
        script.append(index_script(&self.words));
        script.add("COMMIT", Args::default());
        if let Err(error) = script.run(conn).await {
            if let Err(error) = conn.execute("ROLLBACK").await {
                tracing::debug!(%error, "nothing to roll back");
            }
            self.until = Some(Instant::now() + LONGEST);
            return Err(error);
        }
        self.words.clear();
        self.until = None;
        self.many.0.store(0, Ordering::Release);
        Ok(())
    }
}

/// The words of what will be written, where they are new or have changed.
pub(super) fn words_of(ready: &[Ready<'_>]) -> Vec<CaseWords> {
    let found = ready.iter().filter_map(|ready| {
        let own = ready.prepared.words.as_deref()?;
        Some(CaseWords {
            seq: ready.seq,
            words: format!("{} {own}", words::of_text(&ready.number)),
            again: !ready.prepared.is_new(),
        })
    });
    found.collect()
}
