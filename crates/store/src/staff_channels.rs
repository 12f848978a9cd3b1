//! The ways by which members of staff are called, in their owners' order. Each address is sealed under a key of its own; it is opened
//! for sending and for its owner.

use crate::boxed;
use crate::seal::Key;
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::{Error, Store};
use domain::CaseId;
use jiff::Timestamp;
use sqlx::any::AnyRow;

/// What addresses of staff are sealed for.
const PURPOSE: &str = "huying-staff-channel@v1";

/// A way by which people are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChannelKind {
    /// The desk's own pages.
    Page,
    /// A browser that is told though no page is open (RFC 8030).
    Push,
    /// E-mail.
    Mail,
    /// A group's robot, or another program: a signed webhook.
    Bot,
    /// A text message.
    Text,
    /// A spoken call.
    Voice,
}

impl ChannelKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Page, Self::Push, Self::Mail, Self::Bot, Self::Text, Self::Voice];

    /// As rows and forms have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Push => "push",
            Self::Mail => "mail",
            Self::Bot => "bot",
            Self::Text => "text",
            Self::Voice => "voice",
        }
    }

    /// From a row or a form.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A way of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Identity.
    pub id: String,
    /// Whose.
    pub account: String,
    /// Its place among theirs.
    pub n: u32,
    /// What kind of way.
    pub kind: ChannelKind,
    /// Failures in a row.
    pub failures: u64,
    /// When it last worked.
    pub good_at: Option<Timestamp>,
    /// When it last did not.
    pub failed_at: Option<Timestamp>,
    /// Why not; never an address.
    pub error: Option<String>,
}

const CHANNEL: &str = "id, account, n, kind, failures, good_at, failed_at, error";

impl Store {
    /// The ways of a member of staff, in their order.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn channels_of(&self, account: &str) -> Result<Vec<Channel>, Error> {
        let mut args = Args::default();
        args.text(account);
        let sql = format!("SELECT {CHANNEL} FROM staff_channels WHERE account = $1 ORDER BY n, id");
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(channel).collect()
    }

    /// The ways of everybody, in their owners' order.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn all_channels(&self) -> Result<Vec<Channel>, Error> {
        let sql = format!("SELECT {CHANNEL} FROM staff_channels ORDER BY account, n, id");
        let found = rows(&mut *self.reader().await?, &sql, Args::default()).await?;
        found.iter().map(channel).collect()
    }

    /// The ways that failed the last time, whoever's they are.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn failing_channels(&self) -> Result<Vec<Channel>, Error> {
        let sql = format!("SELECT {CHANNEL} FROM staff_channels WHERE failures > 0 ORDER BY failed_at DESC, id");
        let found = rows(&mut *self.reader().await?, &sql, Args::default()).await?;
        found.iter().map(channel).collect()
    }

    /// Keeps a way behind the others of its owner.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key that its address is sealed under is not there.
    #[boxed]
    pub async fn keep_channel(&self, id: CaseId, account: &str, kind: ChannelKind, address: &str) -> Result<(), Error> {
        let key = Key::draw()?;
        let wrapped = self.keyring().wrap(id, &key)?;
        let boxed = key.seal(PURPOSE, &[id.0.as_bytes()], address.as_bytes())?;
        let mut args = Args::default();
        args.text(&id.to_string())
            .text(account)
            .text(kind.name())
            .bytes(&wrapped)
            .bytes(&boxed);
        let sql = "INSERT INTO staff_channels (id, account, n, kind, key, address, failures) VALUES ($1, $2, \
                   (SELECT coalesce(max(n), 0) + 1 FROM staff_channels WHERE account = $2), $3, $4, $5, 0) \
                   ON CONFLICT (id) DO NOTHING";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Ends a way of its owner's.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn end_channel(&self, id: &str, account: &str) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(id).text(account);
        let sql = "DELETE FROM staff_channels WHERE id = $1 AND account = $2";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Where a way leads; none where it was ended. For sending, and for its owner.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key is not there; [`Error::Corrupt`] where what is kept is not as it was written.
    #[boxed]
    pub async fn channel_address(&self, id: &str) -> Result<Option<String>, Error> {
        let mut args = Args::default();
        args.text(id);
        let sql = "SELECT id, key, address FROM staff_channels WHERE id = $1";
        let Some(found) = row(&mut *self.reader().await?, sql, args).await? else {
            return Ok(None);
        };
        let corrupt = || Error::Corrupt(String::from("the address of a way of staff"));
        let id = channel_id(&found)?;
        let (wrapped, boxed) = (found.bytes("key")?, found.bytes("address")?);
        let (wrapped, boxed) = wrapped.zip(boxed).ok_or_else(corrupt)?;
        let key = self.keyring().unwrap(id, &wrapped)?;
        let opened = key.open(PURPOSE, &[id.0.as_bytes()], &boxed).ok_or_else(corrupt)?;
        String::from_utf8(opened).map(Some).map_err(|_| corrupt())
    }
}

/// The statement that writes down that a way worked, or that it failed: when, why, which. A robot is no way of anybody's.
pub(crate) const fn worked(failed: bool) -> &'static str {
    if failed {
        "UPDATE staff_channels SET failures = failures + 1, failed_at = $1, error = $2 WHERE id = $3"
    } else {
        "UPDATE staff_channels SET failures = 0, good_at = $1 WHERE id = $2"
    }
}

/// The id of a way, which its address is sealed for.
pub(crate) fn channel_id(row: &AnyRow) -> Result<CaseId, Error> {
    let id = uuid::Uuid::parse_str(&row.text("id")?);
    id.map(CaseId).map_err(|error| Error::Corrupt(error.to_string()))
}

fn channel(row: &AnyRow) -> Result<Channel, Error> {
    let kind = row.text("kind")?;
    Ok(Channel {
        id: row.text("id")?,
        account: row.text("account")?,
        n: u32::try_from(row.count("n")?).unwrap_or(u32::MAX),
        kind: ChannelKind::of(&kind).ok_or_else(|| Error::Corrupt(format!("the kind of a way: {kind}")))?,
        failures: row.count("failures")?,
        good_at: row.opt_at("good_at")?,
        failed_at: row.opt_at("failed_at")?,
        error: row.opt_text("error")?,
    })
}
