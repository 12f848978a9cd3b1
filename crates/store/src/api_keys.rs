//! Keys with which programs come in, and what was asked under an `Idempotency-Key`.

use crate::boxed;
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::{Appended, Error, Store};
use domain::PostSlug;
use jiff::{SignedDuration, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// How long it is remembered what was asked under an `Idempotency-Key`. Where something was written under it, that is found by the key for
/// good, and so the fingerprint of what was asked moves beside it.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What the key of an append begins with that a program asked for; the id of its key and its `Idempotency-Key` follow.
const ASKED: &str = "api ";

/// The key of an append that was asked for under an `Idempotency-Key`.
#[must_use]
pub fn asked_key(key_id: &str, idempotency_key: &str) -> String {
    format!("{ASKED}{key_id} {idempotency_key}")
}

/// The id of the program's key and its `Idempotency-Key`, of a key that [`asked_key`] has made.
#[must_use]
pub fn asked_under(key: &str) -> Option<(&str, &str)> {
    key.strip_prefix(ASKED)?.split_once(' ')
}

/// A key; the secret itself is nowhere here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Opaque id (`UUIDv7`).
    pub id: String,
    /// What it is for, as its maker called it.
    pub name: String,
    /// The post whose rights it has; of somebody's own key, the one they held when they made it.
    pub post: PostSlug,
    /// What of these rights it may use.
    pub scopes: Vec<String>,
    /// The account that made it; none from the command line.
    pub made_by: Option<String>,
    /// The account whose own key it is: whoever shows it acts as that account, in the post it holds then. None for a program's.
    pub holder: Option<String>,
    /// From when on it opens nothing; none where it goes on until it is revoked.
    pub ends_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl ApiKey {
    /// What stands for the account of whoever acts with it: of a program nobody's, but told from any other's.
    #[must_use]
    pub fn account(&self) -> String {
        self.holder.clone().unwrap_or_else(|| format!("key:{}", self.id))
    }

    /// Whether it still opens anything.
    #[must_use]
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.ends_at.is_none_or(|ends| now < ends)
    }
}

const COLUMNS: &str = "id, name, post, scopes, made_by, created_at, revoked_at, account, ends_at";

impl Store {
    /// Keeps a new key by the SHA-256 of its secret, lower-case hex.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn create_api_key(&self, key: ApiKey, secret_sha256: &str) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(&key.id)
            .text(secret_sha256)
            .text(&key.name)
            .text(key.post.as_str());
        args.text(&key.scopes.join(" "))
            .opt_text(key.made_by.as_deref())
            .at(key.created_at)
            .opt_text(key.holder.as_deref())
            .at(key.ends_at);
        let sql = "INSERT INTO api_keys (id, secret_sha256, name, post, scopes, made_by, created_at, account, ends_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// All keys, the newest first, revoked ones among them.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn api_keys(&self) -> Result<Vec<ApiKey>, Error> {
        let mut conn = self.reader().await?;
        let sql = format!("SELECT {COLUMNS} FROM api_keys ORDER BY created_at DESC, id DESC");
        rows(&mut conn, &sql, Args::default())
            .await?
            .iter()
            .map(api_key)
            .collect()
    }

    /// Somebody's own keys, the newest first, revoked ones among them.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn own_api_keys(&self, account: &str) -> Result<Vec<ApiKey>, Error> {
        let mut args = Args::default();
        args.text(account);
        let sql = format!("SELECT {COLUMNS} FROM api_keys WHERE account = $1 ORDER BY created_at DESC, id DESC");
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(api_key).collect()
    }

    /// The key with that secret, unless it was revoked; it may have ended.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn api_key(&self, secret_sha256: &str) -> Result<Option<ApiKey>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(secret_sha256);
        let sql = format!("SELECT {COLUMNS} FROM api_keys WHERE secret_sha256 = $1 AND revoked_at IS NULL");
        row(&mut conn, &sql, args).await?.as_ref().map(api_key).transpose()
    }

    /// Revokes a key; answers whether there was one to revoke.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn revoke_api_key(&self, id: &str, at: Timestamp) -> Result<bool, Error> {
        let mut args = Args::default();
        args.at(at).text(id);
        let sql = "UPDATE api_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";
        let changed = self
            .change(move |conn| Box::pin(async move { execute(conn, sql, args).await }))
            .await?;
        Ok(changed > 0)
    }

    /// Remembers what is asked under an `Idempotency-Key`; answers whether it is what was asked under it before, or the
    /// first time. Where something was written under it so long ago that nobody knows any more what was asked (before fingerprints
    /// were kept beside what was written), it is taken for something else: nothing must get lost by being taken for the same.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn is_same_request(
        &self,
        key_id: &str,
        idempotency_key: &str,
        fingerprint: &str,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let (key_id, idempotency_key) = (key_id.to_owned(), idempotency_key.to_owned());
        let fingerprint = fingerprint.to_owned();
        let long_ago = at.checked_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
        self.change(move |conn| {
            Box::pin(async move {
                forget(conn, long_ago).await?;
                if let Some(known) = written(conn, &key_id, &idempotency_key).await? {
                    return Ok(known == fingerprint);
                }
                let mut args = Args::default();
                args.text(&key_id).text(&idempotency_key).text(&fingerprint).at(at);
                let sql = "INSERT INTO api_requests (key_id, idempotency_key, fingerprint, at) \
                           VALUES ($1, $2, $3, $4) ON CONFLICT (key_id, idempotency_key) DO NOTHING";
                execute(conn, sql, args).await?;
                let mut args = Args::default();
                args.text(&key_id).text(&idempotency_key);
                let sql = "SELECT fingerprint FROM api_requests WHERE key_id = $1 AND idempotency_key = $2";
                let known = row(conn, sql, args)
                    .await?
                    .map(|row| row.text("fingerprint"))
                    .transpose()?;
                Ok(known.is_some_and(|known| known == fingerprint))
            })
        })
        .await
    }

    /// When a request was first asked for under an `Idempotency-Key`; none where it was not, or so long ago that it is forgotten.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn first_asked(&self, key_id: &str, idempotency_key: &str) -> Result<Option<Timestamp>, Error> {
        let mut args = Args::default();
        args.text(key_id).text(idempotency_key);
        let sql = "SELECT at FROM api_requests WHERE key_id = $1 AND idempotency_key = $2";
        let found = row(&mut *self.reader().await?, sql, args).await?;
        found.map(|row| row.at("at")).transpose()
    }

    /// What an append under this key did, if there was one: for commands that would be refused on what they have changed
    /// themselves.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn appended(&self, key: &str) -> Result<Option<Appended>, Error> {
        let mut args = Args::default();
        args.text(key);
        let sql = "SELECT case_id, number, version FROM idempotency WHERE key = $1";
        let found = row(&mut *self.reader().await?, sql, args).await?;
        let appended = found.map(|row| {
            Ok(Appended {
                case: row.id("case_id")?,
                number: row.text("number")?,
                version: row.count("version")?,
                repeated: true,
            })
        });
        appended.transpose()
    }
}

/// Forgets what was asked up to then, but for the fingerprints of what was written.
async fn forget(conn: &mut AnyConnection, long_ago: Timestamp) -> Result<(), Error> {
    let mut args = Args::default();
    args.at(long_ago);
    let sql = "SELECT key_id, idempotency_key, fingerprint FROM api_requests WHERE at <= $1";
    let old = rows(conn, sql, args).await?;
    if old.is_empty() {
        return Ok(());
    }
    for row in &old {
        let mut args = Args::default();
        args.text(&row.text("fingerprint")?)
            .text(&asked_key(&row.text("key_id")?, &row.text("idempotency_key")?));
        execute(conn, "UPDATE idempotency SET fingerprint = $1 WHERE key = $2", args).await?;
    }
    let mut args = Args::default();
    args.at(long_ago);
    execute(conn, "DELETE FROM api_requests WHERE at <= $1", args)
        .await
        .map(drop)
}

/// What was asked under a key with which something was written, where the request itself is forgotten; empty where it is not known.
async fn written(conn: &mut AnyConnection, key_id: &str, idempotency_key: &str) -> Result<Option<String>, Error> {
    let mut args = Args::default();
    args.text(&asked_key(key_id, idempotency_key))
        .text(key_id)
        .text(idempotency_key);
    let sql = "SELECT fingerprint FROM idempotency WHERE key = $1 AND NOT EXISTS \
               (SELECT 1 FROM api_requests WHERE key_id = $2 AND idempotency_key = $3)";
    let found = row(conn, sql, args).await?;
    found
        .map(|row| Ok(row.opt_text("fingerprint")?.unwrap_or_default()))
        .transpose()
}

fn api_key(row: &AnyRow) -> Result<ApiKey, Error> {
    Ok(ApiKey {
        id: row.text("id")?,
        name: row.text("name")?,
        post: PostSlug::new(row.text("post")?),
        scopes: row.text("scopes")?.split_whitespace().map(str::to_owned).collect(),
        made_by: row.opt_text("made_by")?,
        created_at: row.at("created_at")?,
        revoked_at: row.opt_at("revoked_at")?,
        holder: row.opt_text("account")?,
        ends_at: row.opt_at("ends_at")?,
    })
}
