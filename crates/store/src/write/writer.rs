//! The writer's loop.

use super::batch::write_batch;
use super::waiting::{HowMany, Waiting};
use super::{Answers, Prepared};
use crate::log::Head;
use crate::read::KeptStories;
use crate::sql::{Args, Boxed, Columns as _, row};
use crate::sqlite::mover::Mover;
use crate::{Error, log};
use ledger::tile::TileWriter;
use sqlx::{AnyConnection, Connection as _};
use std::collections::HashMap;
use std::fs::File;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// No commit gathers more appends than this, so that the first of them does not wait for ever.
const MOST_GATHERED: usize = 256;

/// What is done on the writer's connection, its own transaction and answer included.
pub(crate) type Change = Box<dyn for<'c> FnOnce(&'c mut AnyConnection) -> Boxed<'c, ()> + Send>;

/// Something to be written.
pub(crate) enum Write {
    /// Appends to cases; gathered with others into one commit.
    Cases(Vec<Prepared>, oneshot::Sender<Answers>),
    /// Anything else, in a transaction of its own.
    Other(Change),
    /// Put the words that wait into the full-text index.
    Index(oneshot::Sender<Result<(), Error>>),
    /// Read the counters again.
    LookAgain(oneshot::Sender<Result<(), Error>>),
    /// Write what waits, then end.
    Close(oneshot::Sender<()>),
}

/// What the writer allots: kept in memory because nobody else writes.
#[derive(Debug, Clone)]
pub(crate) struct Counters {
    /// Position of the last event.
    pub(crate) position: i64,
    /// Last case in order of registration.
    pub(crate) seq: i64,
    /// Last number used of a day.
    pub(crate) numbers: HashMap<i64, i64>,
    /// The log's tree.
    pub(crate) log: TileWriter,
}

impl Counters {
    /// Where the database stands.
    pub(crate) async fn load(conn: &mut AnyConnection) -> Result<Self, Error> {
        let sql = "SELECT coalesce((SELECT max(position) FROM events), 0) AS position, \
                   coalesce((SELECT max(seq) FROM cases), 0) AS seq";
        let found = row(conn, sql, Args::default())
            .await?
            .ok_or_else(|| Error::Corrupt("no answer".to_owned()))?;
        Ok(Self {
            position: found.int("position")?,
            seq: found.int("seq")?,
            numbers: HashMap::new(),
            log: log::load(conn).await?,
        })
    }
}

/// What the writer alone has.
pub(crate) struct Tools {
    pub(crate) conn: AnyConnection,
    /// Moves what it wrote into the database's file.
    pub(crate) mover: Mover,
    /// Held as long as anything can still be written.
    pub(crate) lock: Arc<File>,
}

/// Runs until the last sender is gone or somebody closes.
pub(crate) async fn run(
    tools: Tools,
    mut counters: Counters,
    mut writes: mpsc::Receiver<Write>,
    stories: Arc<KeptStories>,
    head: Head,
    waiting_words: HowMany,
) {
    let Tools { mut conn, mover, lock } = tools;
    let mut gathered: Vec<(Vec<Prepared>, oneshot::Sender<Answers>)> = Vec::new();
    let mut waiting = Waiting::new(waiting_words);
    let mut next = writes.recv().await;
    let mut closed = None;
    while let Some(write) = next.take() {
        match write {
            Write::Cases(prepared, answer) => {
                let mut many = prepared.len();
                gathered.push((prepared, answer));
                while many < MOST_GATHERED {
                    match writes.try_recv() {
                        Ok(Write::Cases(prepared, answer)) => {
                            many += prepared.len();
                            gathered.push((prepared, answer));
                        }
                        Ok(other) => {
                            next = Some(other);
                            break;
                        }
                        Err(_) => break,
                    }
                }
                commit(&mut conn, &mut counters, &mut waiting, &stories, &head, &mut gathered).await;
                if waiting.is_full() {
                    put_in(&mut waiting, &mut conn).await;
                }
                mover.after_commit(&mut conn).await;
            }
            Write::Other(change) => {
                // It may write words itself (a rebuild does): none that wait must come after them.
                put_in(&mut waiting, &mut conn).await;
                change(&mut conn).await;
                mover.after_commit(&mut conn).await;
            }
            Write::Index(done) => {
                let _ = done.send(waiting.put_in(&mut conn).await);
            }
            Write::LookAgain(done) => {
                let found = Counters::load(&mut conn).await.map(|found| counters = found);
                let _ = done.send(found);
            }
            Write::Close(done) => {
                closed = Some(done);
                writes.close();
            }
        }
        while next.is_none() {
            let Some(until) = waiting.until() else {
                next = writes.recv().await;
                break;
            };
            match tokio::time::timeout_at(until, writes.recv()).await {
                Ok(Some(write)) => next = Some(write),
                // Nobody can send any more.
                Ok(None) => break,
                Err(_) => put_in(&mut waiting, &mut conn).await,
            }
        }
    }
    put_in(&mut waiting, &mut conn).await;
    mover.end().await;
    if let Err(error) = conn.close().await {
        tracing::warn!(%error, "closing the writer's connection failed");
    }
    drop(lock);
    if let Some(done) = closed {
        let _ = done.send(());
    }
}

async fn put_in(waiting: &mut Waiting, conn: &mut AnyConnection) {
    if let Err(error) = waiting.put_in(conn).await {
        tracing::warn!(%error, "words wait on for the full-text index");
    }
}

async fn commit(
    conn: &mut AnyConnection,
    counters: &mut Counters,
    waiting: &mut Waiting,
    stories: &KeptStories,
    head: &Head,
    gathered: &mut Vec<(Vec<Prepared>, oneshot::Sender<Answers>)>,
) {
    let mut sizes = Vec::with_capacity(gathered.len());
    let mut all = Vec::new();
    for (prepared, answer) in gathered.drain(..) {
        sizes.push((prepared.len(), answer));
        all.extend(prepared);
    }
    let answers = write_batch(conn, counters, waiting, all).await;
    if counters.log.size() > head.tree().size() {
        head.set(counters.log.clone());
    }
    for written in answers.iter().flatten() {
        stories.forget(&written.number);
    }
    let mut answers = answers.into_iter();
    for (size, answer) in sizes {
        // Whoever asked may be gone (a cut line); what was written stays written.
        let _ = answer.send(answers.by_ref().take(size).collect());
    }
}
