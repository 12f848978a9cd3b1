//! The secret under which a row without a number is known again. Its number is made of what it says; a plain hash of that would let
//! whoever has a backup, or the database after an erasure, try out what it said. Under a secret that `seal.key` wraps only they can
//! who have both. It stays the same when the key that wraps is changed, so that a file that comes again changes nothing then either.

use super::boxed::Key;
use super::keyring::Keyring;
use crate::files::hex;
use crate::sql::{Args, Columns as _, execute, row};
use crate::{Error, Store, erase, sqlite};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::CaseId;
use domain::case::Event;
use domain::import::{DIGITS, is_derived};
use sha2::{Digest as _, Sha256};
use sqlx::{AnyConnection, Executor as _};

/// The setting that keeps it, wrapped.
const SECRET: &str = "row_secret";
const PURPOSE: &str = "huying-row@v1";
const ID: &[u8] = b"huying-row-secret@v1";
/// What numbers begin with that were made under it.
const KEYED: &str = "keyed-row:";

/// The id under which it is wrapped and stands in the keys' file, beside the cases'.
pub(crate) fn id() -> CaseId {
    let hash: [u8; 32] = Sha256::digest(ID).into();
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    CaseId(uuid::Uuid::from_bytes(id))
}

/// The number under this secret of a row that has the plain one.
pub(crate) fn number(secret: &Key, derived: &str) -> String {
    let digits = hex(&secret.name(PURPOSE, derived.as_bytes()));
    format!("{KEYED}{}", digits.get(..DIGITS).unwrap_or_default())
}

/// An event without words; what a row without a number was known by is kept as its number under the secret, if that is given.
pub(crate) fn without_words(event: &Event, number: impl FnOnce(&str) -> Option<String>) -> Event {
    let mut bare = event.without_words();
    if let (Event::Registered { registration: was, .. }, Event::Registered { registration, .. }) = (event, &mut bare) {
        let derived = was.external.as_deref().filter(|external| is_derived(external));
        if let Some(derived) = derived {
            registration.external = number(derived);
        }
    }
    bare
}

/// It as it is kept, wrapped, in a database that is attached under this name.
///
/// # Errors
/// What the database says.
pub(crate) async fn kept(conn: &mut AnyConnection, database: &str) -> Result<Option<Vec<u8>>, Error> {
    let mut args = Args::default();
    args.text(SECRET);
    let sql = format!("SELECT value FROM {database}.settings WHERE name = $1");
    let found = row(conn, &sql, args).await?;
    let text = found.map(|row| row.text("value")).transpose()?;
    Ok(text.and_then(|text| STANDARD.decode(text).ok()))
}

/// Keeps it, wrapped.
///
/// # Errors
/// What the database says.
pub(crate) async fn keep(conn: &mut AnyConnection, wrapped: &[u8]) -> Result<(), Error> {
    let mut args = Args::default();
    args.text(SECRET).text(&STANDARD.encode(wrapped));
    let sql =
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    execute(conn, sql, args).await.map(drop)
}

/// Reads it into the keyring, of which the key in use is there; draws it where there is none yet, and what cases that were erased
/// before are known by is kept under it then.
///
/// # Errors
/// What the database says.
pub(crate) async fn load(conn: &mut AnyConnection, keyring: &mut Keyring) -> Result<(), Error> {
    if let Some(wrapped) = kept(conn, "main").await? {
        match keyring.unwrap(id(), &wrapped) {
            Ok(secret) => {
                keyring.rows = Some(secret);
                return Ok(());
            }
            Err(error) => tracing::error!(
                %error,
                "the secret under which rows without a number are known again cannot be read: those that are there already will not be"
            ),
        }
    }
    let secret = Key::draw()?;
    let wrapped = keyring.wrap(id(), &secret)?;
    conn.execute(sqlite::BEGIN).await?;
    let written = async {
        keep(conn, &wrapped).await?;
        erase::key_rows(conn, &secret).await
    }
    .await;
    let end = if written.is_ok() { "COMMIT" } else { "ROLLBACK" };
    conn.execute(end).await?;
    written?;
    keyring.rows = Some(secret);
    Ok(())
}

impl Keyring {
    /// The number of a row that is kept, made of the plain one; none without the secret.
    pub(crate) fn row_number(&self, derived: &str) -> Option<String> {
        self.rows.as_ref().map(|secret| number(secret, derived))
    }
}

impl Store {
    /// The number under which a row without a number is kept, made of the plain hash of what it says
    /// ([`domain::import::is_derived`]).
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key that wraps is not there.
    pub fn row_number(&self, derived: &str) -> Result<String, Error> {
        self.keyring().row_number(derived).ok_or(Error::NoSealKey)
    }
}
