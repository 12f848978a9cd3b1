//! The log's keys and its signed head. The secret lies beside the database, in a file that only its owner reads: not in
//! the database, and in no backup.

use super::read::root_at;
use super::{heads, kept_head, rotate};
use crate::boxed;
use crate::secret_file;
use crate::sql::{Args, Columns as _, execute, row};
use crate::store::DATABASE;
use crate::{Error, Store, sqlite};
use ledger::checkpoint::Checkpoint;
use ledger::key::{Algorithm, SigningKey, VerifierKey};
use ledger::note::Note;
use ledger::policy::{Log, Policy};
use ledger::rotation::{LogKey, format_keys, parse_keys};
use sqlx::{AnyConnection, Connection as _};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::task::spawn_blocking;

/// The file of the secret.
pub(super) const SECRET: &str = "log.key";
/// The setting that lists the keys with the sizes that they may sign.
pub(super) const KEYS: &str = "log_keys";

/// What signs.
pub(crate) struct Signer {
    /// None where the secret is missing or is not the one in use: nothing is signed then.
    pub(super) secret: Option<SigningKey>,
    pub(super) keys: Vec<LogKey>,
    /// The newest head that was signed. Whoever signs the next one holds it until that lies beside the database.
    last: Arc<tokio::sync::Mutex<Option<SignedHead>>>,
    /// The newest head that witnesses have signed.
    pub(super) witnessed: Mutex<Option<SignedHead>>,
    /// Whether the log goes on from the head that lies beside the database. If not, that head stays, as evidence.
    pub(super) goes_on: bool,
}

/// The log's newest checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// With the signature.
    pub note: Note,
}

impl Store {
    /// Makes the log's first key, with `origin` as the log's name for ever (an address without scheme, such as
    /// `example.org/log`), in a data directory whose log has none. Whoever does not is given a name at random when the
    /// directory is first opened.
    ///
    /// # Errors
    /// [`Error::Io`] of kind `AlreadyExists` where there is a key; of kind `InvalidInput` for a name that cannot be one.
    pub fn name_log(dir: &Path, origin: &str) -> Result<VerifierKey, Error> {
        std::fs::create_dir_all(dir)?;
        make_secret(dir, SECRET, origin).map(|key| key.verifier_key().clone())
    }

    /// The keys of a data directory that another process may be serving, oldest first; none where it was never opened
    /// since there is a log.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn log_keys_of(dir: &Path) -> Result<Vec<LogKey>, Error> {
        let mut conn = sqlite::open_for_reading(&dir.join(DATABASE)).await?;
        let keys = listed(&mut conn).await;
        conn.close().await?;
        Ok(keys?.unwrap_or_default())
    }

    /// The log's keys, oldest first.
    #[must_use]
    pub fn log_keys(&self) -> &[LogKey] {
        &self.signer().keys
    }

    /// Signs the text of a public warning's signature with the log's key, for whoever has the key to verify. Answers the
    /// signature's 64 bytes. A head of the log never begins as such a text does, so that neither passes for the other.
    ///
    /// # Errors
    /// [`Error::NoLogKey`] where the secret is missing; [`Error::Corrupt`] for any other text.
    pub fn sign_warning(&self, text: &str) -> Result<Vec<u8>, Error> {
        let key = self.signer().secret.as_ref().ok_or(Error::NoLogKey)?;
        if !text.starts_with("<SignedInfo ") {
            return Err(Error::Corrupt(String::from("this is no signature of a warning")));
        }
        let signature = key.sign(text).map_err(|error| Error::Corrupt(error.to_string()))?;
        Ok(signature.bytes)
    }

    /// The key that signs now, as its text.
    ///
    /// # Errors
    /// [`Error::NoLogKey`] where the secret is missing.
    pub fn signing_key(&self) -> Result<String, Error> {
        let key = self.signer().secret.as_ref().ok_or(Error::NoLogKey)?;
        Ok(key.verifier_key().to_string())
    }

    /// The log's head, signed now or since nothing was added.
    ///
    /// One signs at a time, until the head is on disk or could not be put there: so nobody is shown a head before that, and each,
    /// and the file with it, is of a larger log than the one before. The turn belongs to the writing and not to whoever asked, who may
    /// be gone before it ends: otherwise a later head could be put there meanwhile, and the earlier one over it. The disk is waited for
    /// on a thread of its own, and a turn on none.
    ///
    /// # Errors
    /// [`Error::NoLogKey`] where the secret is missing; [`Error::Stopping`] where the program ends meanwhile.
    #[boxed]
    pub async fn signed_head(&self) -> Result<SignedHead, Error> {
        let signer = self.signer();
        let key = signer.secret.as_ref().ok_or(Error::NoLogKey)?;
        let mut last = Arc::clone(&signer.last).lock_owned().await;
        let tree = self.log_head().tree();
        if let Some(signed) = last.as_ref().filter(|signed| signed.checkpoint.size >= tree.size()) {
            return Ok(signed.clone());
        }
        let checkpoint = Checkpoint {
            origin: key.verifier_key().name().to_owned(),
            size: tree.size(),
            root: tree.root(),
        };
        let note = checkpoint
            .sign(&[key])
            .map_err(|error| Error::Corrupt(error.to_string()))?;
        let head = SignedHead { checkpoint, note };
        let dir = signer.goes_on.then(|| self.dir().to_owned());
        let kept = spawn_blocking(move || {
            if let Some(dir) = dir
                && let Err(error) = kept_head::write(&dir, &head.note)
            {
                tracing::warn!(%error, "the log's signed head could not be kept beside the database");
            }
            *last = Some(head.clone());
            head
        });
        kept.await.map_err(|_| Error::Stopping)
    }

    /// Waits until no head is being put beside the database: afterwards the directory is somebody else's.
    pub(crate) async fn end_signing(&self) {
        drop(self.signer().last.lock().await);
    }
}

/// Reads the keys, makes the first one, and looks whether the log of `size` leaves goes on from the head that was kept.
pub(crate) async fn load(conn: &mut AnyConnection, dir: &Path, size: u64) -> Result<Signer, Error> {
    rotate::make_good(conn, dir).await?;
    let mut secret = read_secret(dir, SECRET)?;
    let keys = if let Some(keys) = listed(conn).await? {
        keys
    } else {
        let first = match secret.take() {
            Some(secret) => secret,
            None => make_secret(dir, SECRET, &format!("huying.invalid/{}", random_name()?))?,
        };
        let keys = vec![LogKey::always(first.verifier_key().clone())];
        let mut args = Args::default();
        args.text(KEYS).text(&format_keys(&keys));
        execute(conn, "INSERT INTO settings (name, value) VALUES ($1, $2)", args).await?;
        secret = Some(first);
        keys
    };
    let in_use = keys.iter().rev().find(|key| key.until.is_none());
    let known = |secret: &SigningKey| in_use.is_some_and(|key| key.key == *secret.verifier_key());
    let secret = secret.filter(known);
    if secret.is_none() {
        tracing::warn!("the log's secret key is not in {SECRET}: no checkpoint and no receipt can be signed");
    }
    Ok(Signer {
        secret,
        last: Arc::new(tokio::sync::Mutex::new(both_signed(conn, &keys, size).await?)),
        witnessed: Mutex::new(heads::newest_witnessed(conn).await?),
        goes_on: kept_head::goes_on(conn, dir, size).await,
        keys,
    })
}

/// The head that two keys have signed, where nothing came after the leaf with which the second took over: one of them
/// could not sign it again.
async fn both_signed(conn: &mut AnyConnection, keys: &[LogKey], size: u64) -> Result<Option<SignedHead>, Error> {
    let Some(head) = heads::of_size(conn, size).await? else {
        return Ok(None);
    };
    let good = policy_of(keys)?.check(&head.note).is_ok() && root_at(conn, size).await? == head.checkpoint.root;
    Ok(good.then_some(head))
}

/// Whom believes who believes these keys, at the sizes that they may sign.
pub(super) fn policy_of(keys: &[LogKey]) -> Result<Policy, Error> {
    let logs = keys.iter().cloned().map(|key| Log { key, url: None });
    Policy::new(logs.collect(), Vec::new(), 0).map_err(|error| Error::Corrupt(error.to_string()))
}

/// The keys as the database lists them.
pub(super) async fn listed(conn: &mut AnyConnection) -> Result<Option<Vec<LogKey>>, Error> {
    let mut args = Args::default();
    args.text(KEYS);
    let found = row(conn, "SELECT value FROM settings WHERE name = $1", args).await?;
    let text = found.map(|row| row.text("value")).transpose()?;
    let keys = text.map(|text| parse_keys(&text)).transpose();
    keys.map_err(|error| Error::Corrupt(error.to_string()))
}

/// The secret in one of the directory's files, if it is there.
pub(super) fn read_secret(dir: &Path, file: &str) -> Result<Option<SigningKey>, Error> {
    let Some(text) = secret_file::read(&dir.join(file))? else {
        return Ok(None);
    };
    let key = SigningKey::from_secret_text(text.trim_end());
    key.map(Some)
        .map_err(|error| Error::Corrupt(format!("{file}: {error}")))
}

/// Draws a secret into a file that is not there yet.
pub(super) fn make_secret(dir: &Path, file: &str, origin: &str) -> Result<SigningKey, Error> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| std::io::Error::other(error.to_string()))?;
    let key = SigningKey::from_seed(origin, Algorithm::Note, &seed)
        .map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidInput, error.to_string()))?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(dir.join(file))?;
    writeln!(file, "{}", key.to_secret_text())?;
    file.sync_all()?;
    File::open(dir)?.sync_all()?;
    Ok(key)
}

/// Writes a secret into a file that is not there yet, readable by nobody else, durably.
///
/// # Errors
/// What the system says.
pub fn write_secret(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    match path.parent() {
        Some(dir) => File::open(dir)?.sync_all(),
        None => Ok(()),
    }
}

/// Twelve hexadecimal digits.
fn random_name() -> Result<String, Error> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(format!("{:012x}", u64::from_be_bytes(bytes) >> 16))
}
