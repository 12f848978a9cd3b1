//! The one writer: gathers the writes that wait into one durable commit and answers each only after it.

mod append;
mod batch;
mod conflict;
mod insert;
mod prepare;
mod waiting;
mod writer;

use crate::boxed;
pub use append::{Append, Appended, Recorded};
pub(crate) use batch::write_batch;
pub(crate) use conflict::is_unique;
pub(crate) use insert::{
    about_script, add_leaves, add_openings, add_tiles, beside_script, danger_script, index_script, write_cases,
    write_clocks, write_jobs, write_words,
};
pub(crate) use prepare::{Prepared, SealWith, json};
pub(crate) use waiting::{CaseWords, HowMany, Waiting};
pub(crate) use writer::{Counters, Tools, Write, run};

use crate::seal::emergency;
use crate::sql::Boxed;
use crate::{DecidedOn, Error, Store, seal, sqlite};
use sqlx::{AnyConnection, Executor};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::oneshot;

/// Appends that go to the writer in one message: enough that a commit is cheap for each of them, few enough that
/// another write does not wait long.
const SLICE: usize = 512;

/// What the next group of appends is called: no two that the writer may gather have one name, whoever sent them and whatever their cases.
static NEXT_GROUP: AtomicU64 = AtomicU64::new(0);

impl Store {
    /// Appends events to one case, durably when it answers.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the case is not at the version of `append.state`; [`Error::ExternalTaken`] if the number
    /// in the source system belongs to another case; [`Error::NoSealKey`] if it brings something to seal and the key is
    /// missing; [`Error::Stopping`] after [`Store::close`].
    #[boxed]
    pub async fn append(&self, append: Append) -> Result<Appended, Error> {
        let prepared = self.prepare(append).await?;
        let mut answers = self.send(vec![prepared]).await?.await.map_err(|_| Error::Stopping)?;
        answers.pop().ok_or(Error::Stopping)?
    }

    /// Appends the events of a new case, and keeps with them the hash of the link by which its requester follows it: in one
    /// transaction, so that no case stands that nobody has a link to. Under a key that was used before the link leads to the
    /// case of that time, which has its first one already.
    ///
    /// # Errors
    /// As [`Self::append`].
    #[boxed]
    pub async fn append_linked(&self, append: Append, token_sha256: &str) -> Result<Appended, Error> {
        let at = append.at;
        let mut prepared = self.prepare(append).await?;
        prepared.link = Some(token_sha256.to_owned());
        let mut answers = self.send(vec![prepared]).await?.await.map_err(|_| Error::Stopping)?;
        let appended = answers.pop().ok_or(Error::Stopping)??;
        if appended.repeated {
            self.keep_link(token_sha256, appended.case, at).await?;
        }
        Ok(appended)
    }

    /// Appends the events of a new case, and to a day's stream that it is the task which was made of the day's decision: in one
    /// transaction, so that no task stands that no decision tells of. Under a key that was used before nothing is written.
    ///
    /// # Errors
    /// As [`Self::append`]; [`Error::Conflict`] too if the day's stream is at another version.
    #[boxed]
    pub async fn append_decided(&self, append: Append, decided: DecidedOn) -> Result<Appended, Error> {
        let mut prepared = self.prepare(append).await?;
        prepared.decided = Some(decided);
        let mut answers = self.send(vec![prepared]).await?.await.map_err(|_| Error::Stopping)?;
        answers.pop().ok_or(Error::Stopping)?
    }

    /// Many at once for imports: few durable commits; each has its own answer, in the order given.
    #[boxed]
    pub async fn append_many(&self, appends: Vec<Append>) -> Vec<Result<Appended, Error>> {
        let mut answers = Vec::with_capacity(appends.len());
        let mut appends = appends.into_iter().peekable();
        let mut waiting = None;
        while appends.peek().is_some() {
            // The next slice is prepared while the writer writes the one before.
            let mut slice = Vec::new();
            for append in appends.by_ref().take(SLICE) {
                slice.push(self.prepare(append).await);
            }
            let sent = self.send_slice(slice).await;
            if let Some(before) = waiting.replace(sent) {
                gather(before, &mut answers).await;
            }
        }
        if let Some(last) = waiting {
            gather(last, &mut answers).await;
        }
        answers
    }

    /// Groups of steps to known cases, each of which is written as a whole or not at all; an answer for each group, in the order given.
    #[boxed]
    pub async fn append_together(&self, groups: Vec<Vec<Append>>) -> Vec<Result<Vec<Appended>, Error>> {
        let (mut sizes, mut good) = (Vec::with_capacity(groups.len()), Vec::new());
        for group in groups {
            let name = NEXT_GROUP.fetch_add(1, Ordering::Relaxed);
            let mut prepared = Vec::with_capacity(group.len());
            let mut failed = None;
            for append in group {
                match self.prepare(append).await {
                    Ok(one) => prepared.push(Prepared {
                        group: Some(name),
                        ..one
                    }),
                    Err(error) => failed = Some(error),
                }
            }
            sizes.push(failed.map_or(Ok(prepared.len()), Err));
            if matches!(sizes.last(), Some(Ok(_))) {
                good.extend(prepared);
            }
        }
        let answers = match self.send(good).await {
            Ok(answers) => answers.await.unwrap_or_default(),
            Err(_) => Answers::new(),
        };
        let mut answers = answers.into_iter();
        let mut next = || answers.next().unwrap_or(Err(Error::Stopping));
        let of_group = |size: Result<usize, Error>| -> Result<Vec<Appended>, Error> {
            // All are taken, so that the next group's begin where they are.
            let of_group: Vec<_> = (0..size?).map(|_| next()).collect();
            of_group.into_iter().collect()
        };
        sizes.into_iter().map(of_group).collect()
    }

    /// Folds, writes out, and seals what has to be sealed.
    async fn prepare(&self, append: Append) -> Result<Prepared, Error> {
        // A new case is given its key by the way.
        let brings = append.state.is_some() && append.events.iter().any(|event| event.sealed().is_some());
        let key = if brings { self.seal_with(&append).await? } else { None };
        Prepared::new(append, self.keyring(), key, self.logs())
    }

    /// What something new of a known case is sealed with: of an incident its second key, drawn where there is none, or none any more.
    async fn seal_with(&self, append: &Append) -> Result<Option<SealWith>, Error> {
        let (keyring, mut conn) = (self.keyring(), self.reader().await?);
        let is_incident = append.state.as_deref().is_some_and(|case| case.incident().is_some());
        if !is_incident {
            let key = seal::of_case(&mut conn, keyring, append.case).await?;
            return Ok(key.map(|key| SealWith { key, drawn: None }));
        }
        let kept = emergency::kept(&mut conn, append.case).await?;
        if let Some(key) = emergency::opened(keyring, append.case, kept.as_deref())? {
            return Ok(Some(SealWith { key, drawn: None }));
        }
        let (key, wrapped) = emergency::draw(keyring, append.case)?;
        Ok(Some(SealWith {
            key,
            drawn: Some(wrapped),
        }))
    }

    async fn send_slice(&self, slice: Vec<Result<Prepared, Error>>) -> Slice {
        let mut errors = Vec::with_capacity(slice.len());
        let mut good = Vec::with_capacity(slice.len());
        for prepared in slice {
            errors.push(prepared.map(|prepared| good.push(prepared)).err());
        }
        Slice {
            errors,
            answers: self.send(good).await.ok(),
        }
    }

    async fn send(&self, prepared: Vec<Prepared>) -> Result<oneshot::Receiver<Answers>, Error> {
        let (answer, answers) = oneshot::channel();
        self.writer()
            .send(Write::Cases(prepared, answer))
            .await
            .map_err(|_| Error::Stopping)?;
        Ok(answers)
    }

    /// Runs `work` on the writer's connection, outside a transaction.
    pub(crate) async fn on_writer<T: Send + 'static>(
        &self,
        work: impl for<'c> FnOnce(&'c mut AnyConnection) -> Boxed<'c, Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let write = Write::Other(Box::new(move |conn| {
            Box::pin(async move {
                let done = work(conn).await;
                let _ = answer.send(done);
            })
        }));
        self.writer().send(write).await.map_err(|_| Error::Stopping)?;
        answered.await.map_err(|_| Error::Stopping)?
    }

    /// Runs `change` on the writer's connection in a durable transaction of its own.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        change: impl for<'c> FnOnce(&'c mut AnyConnection) -> Boxed<'c, Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        self.on_writer(move |conn| Box::pin(transaction(conn, change))).await
    }

    /// The same, and `then` when it has ended, before the answer, and also where nobody waits for that any more.
    pub(crate) async fn change_then<T: Send + 'static>(
        &self,
        change: impl for<'c> FnOnce(&'c mut AnyConnection) -> Boxed<'c, Result<T, Error>> + Send + 'static,
        then: impl FnOnce() + Send + 'static,
    ) -> Result<T, Error> {
        self.on_writer(move |conn| {
            Box::pin(async move {
                let changed = transaction(conn, change).await;
                then();
                changed
            })
        })
        .await
    }
}

impl Store {
    /// Has the words that wait put into the full-text index, so that a search finds all that anybody was told of.
    pub(crate) async fn index_waiting(&self) -> Result<(), Error> {
        if self.waiting_words().none() {
            return Ok(());
        }
        let (answer, answered) = oneshot::channel();
        self.writer()
            .send(Write::Index(answer))
            .await
            .map_err(|_| Error::Stopping)?;
        answered.await.map_err(|_| Error::Stopping)?
    }

    /// Makes the writer look again where the database stands, after something else than an append has written cases.
    pub(crate) async fn look_again(&self) -> Result<(), Error> {
        let (answer, answered) = oneshot::channel();
        self.writer()
            .send(Write::LookAgain(answer))
            .await
            .map_err(|_| Error::Stopping)?;
        answered.await.map_err(|_| Error::Stopping)?
    }
}

/// Answers to the appends of one message.
pub(crate) type Answers = Vec<Result<Appended, Error>>;

/// A slice on its way: what could not be prepared, and the answers to the rest.
struct Slice {
    errors: Vec<Option<Error>>,
    answers: Option<oneshot::Receiver<Answers>>,
}

async fn gather(slice: Slice, into: &mut Answers) {
    let answers = match slice.answers {
        Some(answers) => answers.await.unwrap_or_default(),
        None => Vec::new(),
    };
    let mut answers = answers.into_iter();
    for error in slice.errors {
        into.push(match error {
            Some(error) => Err(error),
            None => answers.next().unwrap_or(Err(Error::Stopping)),
        });
    }
}

async fn transaction<T>(
    conn: &mut AnyConnection,
    change: impl for<'c> FnOnce(&'c mut AnyConnection) -> Boxed<'c, Result<T, Error>> + Send,
) -> Result<T, Error> {
    conn.execute(sqlite::BEGIN).await?;
    let done = change(conn).await;
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    conn.execute(end).await?;
    done
}
