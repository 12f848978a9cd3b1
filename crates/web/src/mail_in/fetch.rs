//! Letters fetched from a mailbox (IMAP, RFC 3501). What was taken in is erased there: it may hold anything that people
//! write, and what is erased here must not lie there for ever.

use super::deliver;
use crate::boxed;
use crate::notices::Settings;
use crate::notices::settings::{Imap, Security};
use async_imap::{Client, Session};
use futures_util::TryStreamExt as _;
use office::Office;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;
use store::MOST_HEAD;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

/// How long one look into the mailbox may take.
const PATIENCE: Duration = Duration::from_mins(5);
/// Letters that are taken at one look.
const AT_ONCE: usize = 200;
/// The name under which the mailbox stands on the desk.
const CHANNEL: &str = "imap";

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
pub enum NotFetched {
    /// The mail server.
    #[error("{0}")]
    Server(&'static str),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The store, of some letters: they lie in the mailbox still.
    #[error("{letters} letters were not written down: {source}")]
    Kept {
        /// How many.
        letters: usize,
        /// Why not the first of them.
        source: store::Error,
    },
}

impl From<async_imap::error::Error> for NotFetched {
    fn from(error: async_imap::error::Error) -> Self {
        // What a server says may name the mailbox: only the kind is kept.
        Self::Server(match error {
            async_imap::error::Error::No(_) | async_imap::error::Error::Bad(_) => "notice-error-refused",
            _ => "notice-error-unreachable",
        })
    }
}

/// Fetches letters until the stop is asked for.
pub(crate) async fn run(office: Office, settings: Arc<Settings>, mut stopped: watch::Receiver<()>) {
    let Some(imap) = &settings.imap else { return };
    let mut every = tokio::time::interval(Duration::from_secs(imap.every_seconds));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = every.tick() => {}
        }
        let fetched = tokio::select! {
            _ = stopped.changed() => return,
            fetched = fetch_mail(&office, &settings) => fetched,
        };
        if let Err(error) = fetched {
            tracing::warn!(%error, "mail could not be fetched");
        }
    }
}

/// One look into the mailbox; says how many letters were taken. How it went is written down.
///
/// # Errors
/// Why it ended early: what was taken until then is taken.
#[boxed]
pub async fn fetch_mail(office: &Office, settings: &Settings) -> Result<usize, NotFetched> {
    let Some(imap) = &settings.imap else { return Ok(0) };
    let most = super::most_bytes(settings);
    let fetched = tokio::time::timeout(PATIENCE, look(office, imap, most)).await;
    let fetched = fetched.unwrap_or(Err(NotFetched::Server("notice-error-late")));
    let now = office.clock.now();
    let error = match &fetched {
        Ok(_) => None,
        Err(NotFetched::Server(why)) => Some((*why).to_owned()),
        Err(NotFetched::Kept { letters, .. }) => Some(format!("notice-error-kept {letters}")),
        Err(NotFetched::Store(_)) => return fetched,
    };
    office.store.record_channel(CHANNEL, now, error).await?;
    fetched
}

async fn look(office: &Office, imap: &Imap, most: u64) -> Result<usize, NotFetched> {
    let host = imap.host.trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, imap.port))
        .await
        .map_err(|_| NotFetched::Server("notice-error-unreachable"))?;
    if imap.security == Security::None {
        return take_all(office, imap, most, stream).await;
    }
    let unsafe_ = || NotFetched::Server("notice-error-tls");
    let config = imap.roots.config_without_alpn().ok_or_else(unsafe_)?;
    let name = ServerName::try_from(host.to_owned()).map_err(|_| unsafe_())?;
    let stream = TlsConnector::from(config).connect(name, stream).await;
    take_all(office, imap, most, stream.map_err(|_| unsafe_())?).await
}

async fn take_all<S>(office: &Office, imap: &Imap, most: u64, stream: S) -> Result<usize, NotFetched>
where
    S: AsyncRead + AsyncWrite + Unpin + Debug + Send,
{
    let mut client = Client::new(stream);
    let greeting = client.read_response().await;
    if !matches!(greeting, Ok(Some(_))) {
        return Err(NotFetched::Server("notice-error-unreachable"));
    }
    let login = client.login(&imap.login.user, &imap.login.password.0).await;
    let mut session = login.map_err(|(error, _)| NotFetched::from(error))?;
    // Some providers let nobody in who does not say which program it is (RFC 2971).
    if session.capabilities().await?.has_str("ID") {
        session.id([("name", Some("huying"))]).await?;
    }
    session.select(&imap.folder).await?;
    let mut ids: Vec<u32> = session.uid_search("UNDELETED").await?.into_iter().collect();
    ids.sort_unstable();
    let (mut taken, mut letters, mut refused) = (0, 0, None);
    for id in ids.into_iter().take(AT_ONCE) {
        match take_one(office, &mut session, id, most).await {
            Ok(()) => taken += 1,
            // It stays there, and those behind it do not wait for it.
            Err(NotFetched::Store(error)) => {
                letters += 1;
                refused = refused.or(Some(error));
            }
            Err(error) => return Err(error),
        }
    }
    // At every look: the line may have been lost after the last one's letters were marked, and none of them is found again.
    session.expunge().await?.try_collect::<Vec<_>>().await?;
    session.logout().await?;
    match refused {
        Some(source) => Err(NotFetched::Kept { letters, source }),
        None => Ok(taken),
    }
}

/// Takes one letter: its beginning alone where it is too large.
async fn take_one<S>(office: &Office, session: &mut Session<S>, id: u32, most: u64) -> Result<(), NotFetched>
where
    S: AsyncRead + AsyncWrite + Unpin + Debug + Send,
{
    let sizes: Vec<_> = session
        .uid_fetch(id.to_string(), "(UID RFC822.SIZE)")
        .await?
        .try_collect()
        .await?;
    let size = sizes.iter().find_map(|found| found.size);
    let is_whole = size.is_some_and(|size| u64::from(size) <= most);
    let what = if is_whole {
        "(UID BODY.PEEK[])".to_owned()
    } else {
        format!("(UID BODY.PEEK[]<0.{MOST_HEAD}>)")
    };
    let found: Vec<_> = session.uid_fetch(id.to_string(), what).await?.try_collect().await?;
    if let Some(bytes) = found.iter().find_map(|found| found.body()) {
        deliver(office, bytes, is_whole, None).await?;
    }
    let flags: Vec<_> = session
        .uid_store(id.to_string(), "+FLAGS.SILENT (\\Deleted)")
        .await?
        .try_collect()
        .await?;
    drop(flags);
    Ok(())
}
