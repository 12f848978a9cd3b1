//! The connections that read. Few, and given out last in, first out, so that the one with the warmest cache is used
//! most.
//!
//! Not sqlx's pool: after every use it asks the connection whether it still lives. That is right over a network; for a
//! database in this process it takes as long as reading a case does.

use crate::{Error, sqlite};
use sqlx::{AnyConnection, Connection as _};
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many read at a time.
const MOST: u32 = 4;

pub(crate) struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<AnyConnection>>,
    free: Semaphore,
}

/// A connection in use; given back when dropped.
pub(crate) struct Reader<'r> {
    conn: Option<AnyConnection>,
    readers: &'r Readers,
    _permit: SemaphorePermit<'r>,
}

impl Readers {
    /// Opens the first; the others when they are needed.
    pub(crate) async fn open(file: PathBuf) -> Result<Self, Error> {
        let first = sqlite::reader(&file).await?;
        Ok(Self {
            file,
            idle: Mutex::new(vec![first]),
            free: Semaphore::new(MOST as usize),
        })
    }

    /// A connection, as soon as one is free.
    ///
    /// # Errors
    /// [`Error::Stopping`] after [`Readers::close`].
    pub(crate) async fn get(&self) -> Result<Reader<'_>, Error> {
        let permit = self.free.acquire().await.map_err(|_| Error::Stopping)?;
        let idle = self.idle().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => sqlite::reader(&self.file).await?,
        };
        Ok(Reader {
            conn: Some(conn),
            readers: self,
            _permit: permit,
        })
    }

    /// Waits until nobody reads, then closes all; nobody reads again.
    pub(crate) async fn close(&self) {
        let all = self.free.acquire_many(MOST).await;
        self.free.close();
        drop(all);
        let idle = std::mem::take(&mut *self.idle());
        for conn in idle {
            if let Err(error) = conn.close().await {
                tracing::warn!(%error, "closing a reading connection failed");
            }
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<AnyConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        self.readers.idle().extend(self.conn.take());
    }
}

impl Deref for Reader<'_> {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        self.conn.as_ref().expect("it is there until it is dropped")
    }
}

impl DerefMut for Reader<'_> {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        self.conn.as_mut().expect("it is there until it is dropped")
    }
}
