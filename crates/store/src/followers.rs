//! Who follows a published case by e-mail or text message without having asked it. What is kept of an address is sealed under the case's
//! key; neither the address nor the secret of a link can be read without it, and nothing tells whether one address follows two cases.
//! A follower has at most one message that waits: what is newer takes the place of what was not sent yet.

use crate::boxed;
use crate::leases::Leased;
use crate::seal::{self, Key};
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::{Error, Store, files};
use domain::case::NoticesBy;
use domain::{CaseId, Locale};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use sqlx::any::AnyRow;

/// What the boxes and names of a case's key are for.
const ADDRESS: &str = "follower address";
const SAME: &str = "follower address again";
const LINK: &str = "follower link";

/// What is said to a follower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowMessage {
    /// That somebody gave this address, and by which link it is confirmed.
    Confirm,
    /// What was done.
    Step,
    /// That it can be followed no more: the last one.
    Over,
}

impl FollowMessage {
    const ALL: [(Self, &'static str); 3] = [(Self::Confirm, "confirm"), (Self::Step, "step"), (Self::Over, "over")];

    fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(message, _)| *message == self);
        found.map_or("", |(_, name)| name)
    }
}

/// A follower. No address is in it: [`Store::follower_reached_at`] opens that when a message is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    /// Identity.
    pub id: String,
    /// What is followed.
    pub case: CaseId,
    /// By what way.
    pub by: NoticesBy,
    /// In which language.
    pub language: Locale,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was confirmed; none where it was not.
    pub confirmed_at: Option<Timestamp>,
    /// What waits, or was said last.
    pub message: FollowMessage,
    /// The case's version with the event that it tells of; 0 for none.
    pub about: u64,
    /// How often it was tried, this time among them.
    pub attempts: u32,
    /// Messages before it that in a row did not arrive.
    pub failures: u32,
}

/// Somebody who wants to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFollower {
    /// Identity: nobody else's.
    pub id: String,
    /// What.
    pub case: CaseId,
    /// By what way.
    pub by: NoticesBy,
    /// In which language.
    pub language: Locale,
    /// Where to.
    pub address: String,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowSent {
    /// It was handed on.
    Sent,
    /// It is tried again then.
    Again(Timestamp),
    /// It did not arrive.
    Lost,
}

const FOLLOWER: &str = "id, case_id, channel, language, asked_at, confirmed_at, what, about, attempts, failures";

impl Leased for Follower {
    const TABLE: &'static str = "followers";
    const COLUMNS: &'static str = FOLLOWER;
    const DUE: &'static str = "run_at";

    fn read(row: &AnyRow) -> Result<Self, Error> {
        follower(row)
    }

    fn put_id(&self, args: &mut Args) {
        args.text(&self.id);
    }

    fn attempts(&mut self) -> &mut u32 {
        &mut self.attempts
    }
}

impl Store {
    /// Keeps whoever wants to follow a published case; the message that asks them to confirm it waits from then on. Whoever has asked or
    /// follows already is not asked again, and nothing tells so.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key is not there; what the database says.
    #[boxed]
    pub async fn ask_to_follow(&self, new: NewFollower, at: Timestamp) -> Result<(), Error> {
        let key = seal::of_case(&mut *self.reader().await?, self.keyring(), new.case).await?;
        let Some(key) = key else { return Ok(()) };
        let boxed = key.seal(
            ADDRESS,
            &[new.case.0.as_bytes(), new.id.as_bytes()],
            new.address.as_bytes(),
        )?;
        let same = format!("{} {}", new.by.name(), new.address);
        let mut args = Args::default();
        args.text(&new.id)
            .id(new.case)
            .text(new.by.name())
            .text(new.language.tag())
            .bytes(&boxed)
            .text(&files::hex(&key.name(SAME, same.as_bytes())))
            .text(&hash(&secret(&key, &new.id)))
            .at(at)
            .id(new.case);
        // A case that was erased or taken back meanwhile is followed by nobody.
        let sql = "INSERT INTO followers (id, case_id, channel, language, address, address_name, link, asked_at, told, what, about, \
                   state, attempts, run_at, leased_until, failures) SELECT $1, $2, $3, $4, $5, $6, $7, $8, 0, 'confirm', 0, \
                   'waiting', 0, $8, 0, 0 FROM cases c WHERE c.id = $9 AND c.published_at IS NOT NULL AND c.erased_at IS NULL \
                   ON CONFLICT (case_id, channel, address_name) DO NOTHING";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Whose link it is.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn follower_by_link(&self, secret: &str) -> Result<Option<Follower>, Error> {
        let mut args = Args::default();
        args.text(&hash(secret));
        let sql = format!("SELECT {FOLLOWER} FROM followers WHERE link = $1");
        let found = row(&mut *self.reader().await?, &sql, args).await?;
        found.as_ref().map(follower).transpose()
    }

    /// They have confirmed it: told is what happens from now on.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn confirm_following(&self, id: &str, at: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.at(at).text(id);
        let sql = "UPDATE followers SET confirmed_at = $1, state = 'idle', failures = 0, \
                   told = (SELECT c.version FROM cases c WHERE c.id = followers.case_id) WHERE id = $2 AND confirmed_at IS NULL";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// They follow no more: nothing is left of them.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn end_following(&self, id: &str) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(id);
        let sql = "DELETE FROM followers WHERE id = $1";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Takes out whoever has not confirmed what they asked before that moment. Answers how many.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn forget_unconfirmed(&self, before: Timestamp) -> Result<u64, Error> {
        let asked = move || {
            let mut args = Args::default();
            args.at(before);
            args
        };
        let sql = "SELECT count(*) AS n FROM followers WHERE confirmed_at IS NULL AND asked_at < $1";
        let found = row(&mut *self.reader().await?, sql, asked()).await?;
        // Nothing is written while there is nothing to do.
        if found.map_or(Ok(0), |row| row.count("n"))? == 0 {
            return Ok(0);
        }
        let sql = "DELETE FROM followers WHERE confirmed_at IS NULL AND asked_at < $1";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, asked()).await }))
            .await
    }

    /// How many follow a case. That is all that anybody is told of them.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn followers(&self, case: CaseId) -> Result<u64, Error> {
        let mut args = Args::default();
        args.id(case);
        let sql = "SELECT count(*) AS n FROM followers WHERE case_id = $1 AND confirmed_at IS NOT NULL";
        let found = row(&mut *self.reader().await?, sql, args).await?;
        found.map_or(Ok(0), |row| row.count("n"))
    }

    /// Those whose case has gone on since they were told, at most `limit`: whose, which case, and up to which version they were.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn follow_news(&self, limit: u32) -> Result<Vec<(String, CaseId, u64)>, Error> {
        let mut args = Args::default();
        args.int(i64::from(limit));
        let sql = "SELECT f.id AS id, f.case_id AS case_id, f.told AS told FROM followers f JOIN cases c ON c.id = f.case_id \
                   WHERE f.confirmed_at IS NOT NULL AND c.version > f.told ORDER BY f.case_id, f.id LIMIT $1";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        let news = found
            .iter()
            .map(|row| Ok((row.text("id")?, row.id("case_id")?, row.count("told")?)));
        news.collect()
    }

    /// A follower knows of a case up to that version: by a message that waits from now on, or because there was nothing to be told.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn tell_follower(
        &self,
        id: &str,
        told: u64,
        message: Option<(FollowMessage, u64)>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let version = |version| i64::try_from(version).unwrap_or(i64::MAX);
        let mut args = Args::default();
        args.int(version(told)).text(id);
        let sql = if let Some((message, about)) = message {
            args.text(message.name()).int(version(about)).at(at);
            "UPDATE followers SET told = $1, what = $3, about = $4, state = 'waiting', attempts = 0, run_at = $5, leased_until = 0 \
             WHERE id = $2"
        } else {
            "UPDATE followers SET told = $1 WHERE id = $2"
        };
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Takes those to whom a message waits that is due, at most `limit`, for `lease`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn lease_followers(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Follower>, Error> {
        self.lease(now, lease, limit).await
    }

    /// Where a message goes, and the secret of the link in it; none where the case was erased meanwhile, or they follow no more.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key is not there; [`Error::Corrupt`] where the box does not open.
    #[boxed]
    pub async fn follower_reached_at(&self, follower: &Follower) -> Result<Option<(String, String)>, Error> {
        let mut conn = self.reader().await?;
        let key = seal::of_case(&mut conn, self.keyring(), follower.case).await?;
        let mut args = Args::default();
        args.text(&follower.id);
        let found = row(&mut conn, "SELECT address FROM followers WHERE id = $1", args).await?;
        let (Some(key), Some(found)) = (key, found) else {
            return Ok(None);
        };
        let corrupt = || Error::Corrupt(String::from("the address of a follower"));
        let boxed = found.bytes("address")?.ok_or_else(corrupt)?;
        let opened = key.open(ADDRESS, &[follower.case.0.as_bytes(), follower.id.as_bytes()], &boxed);
        let address = opened
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(corrupt)?;
        Ok(Some((address, secret(&key, &follower.id))))
    }

    /// Writes down what became of a message, unless a newer one has taken its place. A confirming one that did not arrive, the last one of
    /// all, and one loss after `most` others end it.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn record_follower(&self, follower: &Follower, sent: FollowSent, most: u32) -> Result<(), Error> {
        let last = follower.message == FollowMessage::Over && !matches!(sent, FollowSent::Again(_));
        let given_up = sent == FollowSent::Lost
            && (follower.confirmed_at.is_none() || follower.failures.saturating_add(1) >= most);
        if last || given_up {
            return self.end_following(&follower.id).await;
        }
        let mut args = Args::default();
        args.text(&follower.id)
            .text(follower.message.name())
            .int(i64::try_from(follower.about).unwrap_or(i64::MAX));
        let sql = match sent {
            FollowSent::Sent => {
                "UPDATE followers SET state = 'idle', failures = 0 WHERE id = $1 AND what = $2 AND about = $3"
            }
            FollowSent::Lost => {
                "UPDATE followers SET state = 'idle', failures = failures + 1 WHERE id = $1 AND what = $2 AND about = $3"
            }
            FollowSent::Again(at) => {
                args.at(at);
                "UPDATE followers SET run_at = $4, leased_until = 0 WHERE id = $1 AND what = $2 AND about = $3 \
                 AND state = 'waiting'"
            }
        };
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }
}

/// The secret of a follower's link: the case's key makes it anew each time, so that it is kept nowhere.
fn secret(key: &Key, id: &str) -> String {
    files::hex(&key.name(LINK, id.as_bytes()))
}

/// What is kept of a secret.
fn hash(secret: &str) -> String {
    files::hex(&Sha256::digest(secret.as_bytes()))
}

fn follower(row: &AnyRow) -> Result<Follower, Error> {
    let unknown = |what: &str| Error::Corrupt(format!("a follower with {what}"));
    let (channel, language, what) = (row.text("channel")?, row.text("language")?, row.text("what")?);
    let message = FollowMessage::ALL.iter().find(|(_, name)| *name == what);
    let locale = Locale::ALL.into_iter().find(|locale| locale.tag() == language);
    Ok(Follower {
        id: row.text("id")?,
        case: row.id("case_id")?,
        by: NoticesBy::named(&channel).ok_or_else(|| unknown(&channel))?,
        language: locale.ok_or_else(|| unknown(&language))?,
        asked_at: row.at("asked_at")?,
        confirmed_at: row.opt_at("confirmed_at")?,
        message: message.map(|(message, _)| *message).ok_or_else(|| unknown(&what))?,
        about: row.count("about")?,
        attempts: row.small("attempts")?,
        failures: row.small("failures")?,
    })
}
