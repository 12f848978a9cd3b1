//! Opening and closing a data directory.

use crate::boxed;
use crate::keep::index_missing;
use crate::log::{self, Head, Signer};
use crate::read::{KeptOwing, KeptStories, Usual};
use crate::readers::{Reader, Readers};
use crate::seal::{self, Keyring};
use crate::sql::{Args, row};
use crate::sqlite::mover::Mover;
use crate::write::{Counters, HowMany, Tools, Write, run};
use crate::{Error, erase, leases, lock, migrate, sqlite};
use sqlx::{AnyConnection, Connection as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{mpsc, oneshot};

/// Name of the database in the data directory.
pub(crate) const DATABASE: &str = "huying.db";

/// Writes that may wait; whoever comes later waits to be let in.
const QUEUE: usize = 1024;

/// The store of one data directory. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    dir: PathBuf,
    readers: Readers,
    writer: mpsc::Sender<Write>,
    stories: Arc<KeptStories>,
    usual: Usual,
    owing: KeptOwing,
    stream_changes: Arc<AtomicU64>,
    head: Head,
    signer: Signer,
    waiting_words: HowMany,
    keyring: Arc<Keyring>,
    /// Events go into the log: always, but for the bench.
    logs: bool,
    finishing: tokio::sync::Mutex<()>,
}

impl Store {
    /// Opens a data directory: makes it if it is missing, locks it against a second server, migrates forward.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process serves it, [`Error::Newer`] if a newer program has written it.
    #[boxed]
    pub async fn open(dir: &Path) -> Result<Self, Error> {
        Self::open_as(dir, true).await
    }

    /// Opens a data directory whose events get neither leaf nor salts: what a registration cost before there was a log
    /// is measured with the same code and on the same disk. The bench throws the directory away afterwards; an audit of
    /// it says `NotLogged`. Hidden, since a body whose events are not in the log has no log.
    ///
    /// # Errors
    /// As [`Store::open`].
    #[doc(hidden)]
    #[boxed]
    pub async fn open_without_log_for_bench(dir: &Path) -> Result<Self, Error> {
        Self::open_as(dir, false).await
    }

    async fn open_as(dir: &Path, logs: bool) -> Result<Self, Error> {
        std::fs::create_dir_all(dir)?;
        let dir = dir.canonicalize()?;
        let lock = Arc::new(lock::take(&dir)?);
        let file = dir.join(DATABASE);
        let mut conn = sqlite::writer(&file).await?;
        let (counters, signer, keyring) = match prepare(&mut conn, &dir).await {
            Ok(prepared) => prepared,
            Err(error) => {
                conn.close().await?;
                return Err(error);
            }
        };
        let mover = Mover::start(&file);
        let tools = Tools { conn, mover, lock };
        let readers = Readers::open(file).await?;
        let (writer, waiting) = mpsc::channel(QUEUE);
        let head = Head::new(counters.log.clone());
        let waiting_words = HowMany::default();
        let stories = Arc::new(KeptStories::new());
        tokio::spawn(run(
            tools,
            counters,
            waiting,
            Arc::clone(&stories),
            head.clone(),
            waiting_words.clone(),
        ));
        Ok(Self {
            inner: Arc::new(Inner {
                dir,
                readers,
                writer,
                stories,
                usual: Usual::default(),
                owing: KeptOwing::default(),
                stream_changes: Arc::default(),
                head,
                signer,
                waiting_words,
                keyring: Arc::new(keyring),
                logs,
                finishing: tokio::sync::Mutex::new(()),
            }),
        })
    }

    /// Stops the writer after what waits has been written, closes pools, gives the lock back.
    #[boxed]
    pub async fn close(&self) {
        let (done, ended) = oneshot::channel();
        self.inner.readers.close().await;
        self.end_signing().await;
        if self.inner.writer.send(Write::Close(done)).await.is_ok() {
            let _ = ended.await;
        }
    }

    /// The data directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// The database answers and the writer lives.
    ///
    /// # Errors
    /// [`Error::Stopping`] without a writer; otherwise what the database says.
    #[boxed]
    pub async fn ready(&self) -> Result<(), Error> {
        if self.inner.writer.is_closed() {
            return Err(Error::Stopping);
        }
        row(&mut *self.reader().await?, "SELECT 1 AS one", Args::default())
            .await
            .map(drop)
    }

    /// A connection to read with.
    pub(crate) async fn reader(&self) -> Result<Reader<'_>, Error> {
        self.inner.readers.get().await
    }

    pub(crate) fn kept_stories(&self) -> &KeptStories {
        &self.inner.stories
    }

    /// How often something was appended to a stream beside the cases since the directory was opened, the levels' among them: while it is
    /// the same, so are the streams, since nobody else writes. Calls are not counted.
    #[must_use]
    pub fn stream_changes(&self) -> u64 {
        self.inner.stream_changes.load(Ordering::Acquire)
    }

    pub(crate) fn count_stream_changes(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.inner.stream_changes)
    }

    pub(crate) fn usual(&self) -> &Usual {
        &self.inner.usual
    }

    pub(crate) fn kept_owing(&self) -> &KeptOwing {
        &self.inner.owing
    }

    pub(crate) fn waiting_words(&self) -> &HowMany {
        &self.inner.waiting_words
    }

    /// What wraps the cases' keys.
    pub(crate) fn keyring(&self) -> &Arc<Keyring> {
        &self.inner.keyring
    }

    pub(crate) fn logs(&self) -> bool {
        self.inner.logs
    }

    /// Held by whoever takes erased words from beside the tables.
    pub(crate) fn finishing(&self) -> &tokio::sync::Mutex<()> {
        &self.inner.finishing
    }

    pub(crate) fn signer(&self) -> &Signer {
        &self.inner.signer
    }

    /// The log as far as it is committed.
    pub(crate) fn log_head(&self) -> &Head {
        &self.inner.head
    }

    pub(crate) fn writer(&self) -> &mpsc::Sender<Write> {
        &self.inner.writer
    }
}

async fn prepare(conn: &mut AnyConnection, dir: &Path) -> Result<(Counters, Signer, Keyring), Error> {
    migrate::migrate(conn).await?;
    let keyring = seal::catch_up(conn, dir).await?;
    index_missing(conn).await?;
    erase::finish_at_opening(conn, dir, &keyring).await?;
    leases::give_back(conn).await?;
    let counters = Counters::load(conn).await?;
    let signer = log::load_signer(conn, dir, counters.log.size()).await?;
    Ok((counters, signer, keyring))
}
