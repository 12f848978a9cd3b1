//! A new key for the log (`docs/log-format.md`, "Keys that follow each other").
//!
//! What is done, in this order, so that a crash after any step leaves something that [`make_good`] ends at the next
//! opening: the new secret is drawn into `log.key.new`; one transaction writes the leaf that names the new key, both
//! lines of the list of keys and the checkpoint that both keys have signed; the new secret takes the old one's place.

use super::sign::{KEYS, SECRET, listed, make_secret, read_secret};
use super::{append, full_tiles, heads, kept_head};
use crate::boxed;
use crate::sql::{Args, Script, execute};
use crate::write::{add_leaves, add_tiles};
use crate::{Error, Store};
use jiff::Timestamp;
use ledger::checkpoint::Checkpoint;
use ledger::key::VerifierKey;
use ledger::leaf::Leaf;
use ledger::receipt::Receipt;
use ledger::rotation::{LogKey, change_of_keys, format_keys, next_key};
use ledger::tile::TileWriter;
use sqlx::AnyConnection;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Where the new secret waits.
const NEXT: &str = "log.key.new";

impl Store {
    /// Gives the log of a directory that nobody serves a new key, named by a leaf of the log itself and signed for by the
    /// old one; answers the list of keys. The old secret is gone afterwards.
    ///
    /// # Errors
    /// [`Error::NoLogKey`] where the old secret is not there; [`Error::Locked`] where somebody serves the directory.
    #[boxed]
    pub async fn rotate_log_key(dir: &Path, at: Timestamp) -> Result<Vec<LogKey>, Error> {
        let store = Self::open(dir).await?;
        let done = store.rotate(at).await;
        store.close().await;
        done
    }

    /// Gives the log of a directory that nobody serves a new key where the old secret is lost. No leaf can name it, so
    /// the key has to reach people as the first one did. The old key's line ends with `last`, or else with the last head
    /// that is known to have been signed (`log.checkpoint`), or else where the log stands.
    ///
    /// # Errors
    /// [`Error::Io`] of kind `AlreadyExists` where the secret is there, of kind `InvalidInput` where `last` is beyond the
    /// log or before the old key's first size; [`Error::Locked`] where somebody serves the directory.
    #[boxed]
    pub async fn replace_lost_log_key(dir: &Path, last: Option<u64>) -> Result<Vec<LogKey>, Error> {
        let store = Self::open(dir).await?;
        let done = store.replace_lost(last).await;
        store.close().await;
        done
    }

    async fn rotate(&self, at: Timestamp) -> Result<Vec<LogKey>, Error> {
        let signer = self.signer();
        let old = signer.secret.as_ref().ok_or(Error::NoLogKey)?;
        let new = make_secret(self.dir(), NEXT, old.verifier_key().name())?;
        let mut tree = TileWriter::clone(&self.log_head().tree());
        let size = tree.size() + 1;
        let next = LogKey {
            key: new.verifier_key().clone(),
            from: size,
            until: None,
        };
        let time = ("time".to_owned(), at.as_millisecond().to_string());
        let corrupt = |error: String| Error::Corrupt(error);
        let leaf = change_of_keys(&next, vec![time]).map_err(|error| corrupt(error.to_string()))?;
        let leaves = vec![append(&mut tree, &leaf)?];
        let mut keys = signer.keys.clone();
        end(&mut keys, size);
        keys.push(next);
        let head = Checkpoint {
            origin: old.verifier_key().name().to_owned(),
            size,
            root: tree.root(),
        };
        // The old key's last signature and the new key's first: who knows one of them can follow to the other.
        let note = head.sign(&[old, &new]).map_err(|error| corrupt(error.to_string()))?;
        let (kept, list) = (note.clone(), format_keys(&keys));
        self.change(move |conn| {
            Box::pin(async move {
                let mut script = Script::default();
                add_leaves(&mut script, &leaves);
                add_tiles(&mut script, &full_tiles(&mut tree));
                script.run(conn).await?;
                heads::keep(conn, size, &kept).await?;
                set_keys(conn, &list).await
            })
        })
        .await?;
        // The writer allots the leaves' places: it has to know of this one before anything else is written.
        self.look_again().await?;
        put_in_place(self.dir())?;
        if signer.goes_on {
            kept_head::write(self.dir(), &note)?;
        }
        Ok(keys)
    }

    async fn replace_lost(&self, last: Option<u64>) -> Result<Vec<LogKey>, Error> {
        let signer = self.signer();
        if signer.secret.is_some() {
            return Err(io::Error::from(ErrorKind::AlreadyExists).into());
        }
        let mut keys = signer.keys.clone();
        let in_use = keys.iter().rev().find(|key| key.until.is_none());
        let (origin, first) = in_use
            .or(keys.last())
            .map(|key| (key.key.name().to_owned(), key.from))
            .ok_or(Error::NoLogKey)?;
        let size = self.log_size();
        let kept = kept_head::read(self.dir()).ok().flatten();
        let kept = kept.and_then(|note| Checkpoint::parse(note.text()).ok());
        let last = last.or(kept.map(|kept| kept.size.min(size))).unwrap_or(size).max(first);
        if last > size {
            return Err(io::Error::from(ErrorKind::InvalidInput).into());
        }
        let new = make_secret(self.dir(), NEXT, &origin)?;
        end(&mut keys, last);
        keys.push(LogKey {
            key: new.verifier_key().clone(),
            from: size,
            until: None,
        });
        let text = format_keys(&keys);
        self.change(move |conn| Box::pin(async move { set_keys(conn, &text).await }))
            .await?;
        put_in_place(self.dir())?;
        Ok(keys)
    }

    /// The receipt of the leaf that names this key as the log's next one, under the checkpoint that the key before and
    /// this one have signed; none for the first key, one that no leaf names, and one that this log never had.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn log_handover(&self, key_id: u32) -> Result<Option<Receipt>, Error> {
        let Some(key) = self.log_keys().iter().find(|key| key.key.id() == key_id) else {
            return Ok(None);
        };
        let Some(index) = key.from.checked_sub(1) else {
            return Ok(None);
        };
        let mut conn = self.reader().await?;
        let Some(head) = heads::of_size(&mut conn, key.from).await? else {
            return Ok(None);
        };
        let first = super::place(index)?;
        let leaves = super::read_leaves(&mut conn, first, first + 1).await?;
        drop(conn);
        let leaf = leaves.first().and_then(|leaf| Leaf::parse(leaf.as_bytes()).ok());
        let Some(leaf) = leaf.filter(|leaf| next_key(leaf).is_some_and(|next| next.key == key.key)) else {
            return Ok(None);
        };
        let hashes = self.log_inclusion(index, key.from).await?;
        let receipt = Receipt::new(leaf, Vec::new(), index, hashes, head.note);
        receipt.map(Some).map_err(|error| Error::Corrupt(error.to_string()))
    }
}

/// Ends what a crash has left of a change of keys. Before the transaction nobody has seen the new key: it is thrown away.
/// After it the list names the key that waits, and its secret takes its place.
pub(super) async fn make_good(conn: &mut AnyConnection, dir: &Path) -> Result<(), Error> {
    if !dir.join(NEXT).exists() {
        return Ok(());
    }
    // A file that was not written to its end holds no key.
    let waiting = match read_secret(dir, NEXT) {
        Err(Error::Corrupt(_)) => None,
        secret => secret?,
    };
    let keys = listed(conn).await?.unwrap_or_default();
    let named = |key: &VerifierKey| keys.iter().any(|listed| listed.key == *key && listed.until.is_none());
    if waiting.is_some_and(|waiting| named(waiting.verifier_key())) {
        tracing::info!("a change of the log's key that was interrupted is ended");
        put_in_place(dir)
    } else {
        tracing::warn!("a change of the log's key was interrupted before it was written: the old key stays");
        fs::remove_file(dir.join(NEXT))?;
        Ok(())
    }
}

/// No key of the list signs beyond this size any more.
fn end(keys: &mut [LogKey], last: u64) {
    for key in keys.iter_mut().filter(|key| key.until.is_none()) {
        key.until = Some(last.max(key.from));
    }
}

async fn set_keys(conn: &mut AnyConnection, list: &str) -> Result<(), Error> {
    let mut args = Args::default();
    args.text(list).text(KEYS);
    execute(conn, "UPDATE settings SET value = $1 WHERE name = $2", args)
        .await
        .map(drop)
}

fn put_in_place(dir: &Path) -> Result<(), Error> {
    debug_assert_ne!(NEXT, SECRET);
    fs::rename(dir.join(NEXT), dir.join(SECRET))?;
    File::open(dir)?.sync_all()?;
    Ok(())
}
