//! Accounts. An account holds a post; rights belong to the post.

use crate::boxed;
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::write::is_unique;
use crate::{Error, Store};
use domain::{Locale, PostSlug};
use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Opaque id (`UUIDv7`), as [`domain::case::Actor::account`] keeps it.
    pub id: String,
    /// Sign-in name.
    pub user: String,
    /// Shown name.
    pub name: String,
    /// Post held.
    pub post: PostSlug,
    /// Chosen language.
    pub locale: Option<Locale>,
    /// PHC string of the password.
    pub password_hash: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was shut.
    pub disabled_at: Option<Timestamp>,
    /// What it has in common with the other accounts of the same person; none where it is that person's only one.
    pub person: Option<String>,
}

/// A new account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields repeat Account's")]
pub struct NewAccount {
    pub id: String,
    pub user: String,
    pub name: String,
    pub post: PostSlug,
    pub locale: Option<Locale>,
    pub password_hash: String,
}

/// The columns that [`account`] reads.
pub(crate) const COLUMNS: &str = "a.id, a.user_name, a.name, a.post, a.locale, a.password_hash, a.created_at AS account_created_at, a.disabled_at, \
     a.person";

impl Store {
    /// Makes an account.
    ///
    /// # Errors
    /// [`Error::AccountTaken`] if the sign-in name is taken.
    #[boxed]
    pub async fn create_account(&self, account: NewAccount, now: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(&account.id)
            .text(&account.user)
            .text(&account.name)
            .text(account.post.as_str());
        args.opt_text(account.locale.map(Locale::tag))
            .text(&account.password_hash)
            .at(now);
        let sql = "INSERT INTO accounts (id, user_name, name, post, locale, password_hash, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let done = self
            .change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await;
        match done {
            Err(error) if is_unique(&error) => Err(Error::AccountTaken(account.user)),
            done => done,
        }
    }

    /// All accounts, by sign-in name.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let mut conn = self.reader().await?;
        let sql = format!("SELECT {COLUMNS} FROM accounts a ORDER BY a.user_name");
        rows(&mut conn, &sql, Args::default())
            .await?
            .iter()
            .map(account)
            .collect()
    }

    /// The account of that sign-in name.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn account_by_user(&self, user: &str) -> Result<Option<Account>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(user);
        let sql = format!("SELECT {COLUMNS} FROM accounts a WHERE a.user_name = $1");
        row(&mut conn, &sql, args).await?.as_ref().map(account).transpose()
    }

    /// The account with this id, shut or open.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn account(&self, id: &str) -> Result<Option<Account>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(id);
        let sql = format!("SELECT {COLUMNS} FROM accounts a WHERE a.id = $1");
        row(&mut conn, &sql, args).await?.as_ref().map(account).transpose()
    }

    /// The ids of the open accounts that hold a post, and of the other accounts of the same persons.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn holders(&self, post: &PostSlug) -> Result<Vec<String>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(post.as_str());
        let sql = "SELECT id FROM accounts WHERE post = $1 AND disabled_at IS NULL \
                   UNION SELECT o.id FROM accounts a JOIN accounts o ON o.person = a.person \
                   WHERE a.post = $1 AND a.disabled_at IS NULL ORDER BY id";
        let found = rows(&mut conn, sql, args).await?;
        found.iter().map(|row| row.text("id")).collect()
    }

    /// The ids of all accounts of the person whose account this is, itself among them; none where there is no such account.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn accounts_of_person(&self, account: &str) -> Result<Vec<String>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(account);
        let sql = "SELECT id FROM accounts WHERE id = $1 \
                   UNION SELECT o.id FROM accounts a JOIN accounts o ON o.person = a.person WHERE a.id = $1 ORDER BY id";
        let found = rows(&mut conn, sql, args).await?;
        found.iter().map(|row| row.text("id")).collect()
    }

    /// Gives the account another post. It stays the same person's: what is withheld from them is so in the new post too.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn set_post(&self, account: &str, post: &PostSlug) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(post.as_str()).text(account);
        let sql = "UPDATE accounts SET post = $1 WHERE id = $2";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Sets a new password; ends the account's sessions, and revokes its own keys.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn set_password(&self, account: &str, password_hash: &str, at: Timestamp) -> Result<(), Error> {
        let account = account.to_owned();
        let mut args = Args::default();
        args.text(password_hash).text(&account);
        self.change(move |conn| {
            Box::pin(async move {
                execute(conn, "UPDATE accounts SET password_hash = $1 WHERE id = $2", args).await?;
                let mut args = Args::default();
                args.text(&account);
                execute(conn, "DELETE FROM sessions WHERE account = $1", args).await?;
                revoke_own_keys(conn, &account, at).await
            })
        })
        .await
    }

    /// Sets the account's language.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn set_locale(&self, account: &str, locale: Locale) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(locale.tag()).text(account);
        let sql = "UPDATE accounts SET locale = $1 WHERE id = $2";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Shuts or opens an account; shutting ends its sessions, and revokes its own keys.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn set_disabled(&self, account: &str, at: Option<Timestamp>) -> Result<(), Error> {
        let account = account.to_owned();
        let mut args = Args::default();
        args.at(at).text(&account);
        self.change(move |conn| {
            Box::pin(async move {
                execute(conn, "UPDATE accounts SET disabled_at = $1 WHERE id = $2", args).await?;
                if let Some(at) = at {
                    let mut args = Args::default();
                    args.text(&account);
                    execute(conn, "DELETE FROM sessions WHERE account = $1", args).await?;
                    revoke_own_keys(conn, &account, at).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

async fn revoke_own_keys(conn: &mut AnyConnection, account: &str, at: Timestamp) -> Result<(), Error> {
    let mut args = Args::default();
    args.at(at).text(account);
    let sql = "UPDATE api_keys SET revoked_at = $1 WHERE account = $2 AND revoked_at IS NULL";
    execute(conn, sql, args).await.map(drop)
}

/// An account from its row.
pub(crate) fn account(row: &AnyRow) -> Result<Account, Error> {
    let locale = row.opt_text("locale")?;
    Ok(Account {
        id: row.text("id")?,
        user: row.text("user_name")?,
        name: row.text("name")?,
        post: PostSlug::new(row.text("post")?),
        locale: Locale::ALL
            .into_iter()
            .find(|known| locale.as_deref() == Some(known.tag())),
        password_hash: row.text("password_hash")?,
        created_at: row.at("account_created_at")?,
        disabled_at: row.opt_at("disabled_at")?,
        person: row.opt_text("person")?,
    })
}
