//! Witnesses: which ones there are (a file beside the database, so that whoever writes into the database cannot choose
//! them), and what is known of each.

use super::heads;
use super::sign::{SignedHead, listed};
use crate::boxed;
use crate::sql::{Args, Columns as _, execute, rows};
use crate::store::DATABASE;
use crate::{Error, Store, sqlite};
use jiff::Timestamp;
use ledger::key::VerifierKey;
use ledger::note::Note;
use ledger::policy::{Believed, Policy, Witness};
use ledger::rotation::LogKey;
use sqlx::{AnyConnection, Connection as _};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::PoisonError;

/// The file: lines `witness`, `group` and `quorum` of <https://c2sp.org/tlog-policy>; the log's own keys are put before
/// them.
const WITNESSES: &str = "log.witnesses";

/// What is known of a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessState {
    /// Name, key and address.
    pub witness: Witness,
    /// The size of the last checkpoint that it has signed; 0 for none.
    pub signed_size: u64,
    /// When it did, by our clock.
    pub signed_at: Option<Timestamp>,
    /// When it was last asked.
    pub asked_at: Option<Timestamp>,
    /// How often since then it has not signed.
    pub failures: u64,
    /// Why it did not sign when it was last asked.
    pub error: Option<String>,
    /// The last alarm that its answers raised: it has seen another history than this one.
    pub alarm: Option<Alarm>,
}

/// A witness has seen another history than this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// What it answered.
    pub kind: AlarmKind,
    /// When.
    pub at: Timestamp,
}

/// How a witness's answer contradicts the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlarmKind {
    /// It has signed more leaves than the log has: the log has been set back.
    Longer {
        /// The size that it has signed.
        size: u64,
    },
    /// It does not take the proof, or knows another root: the log has been rewritten.
    OtherHistory,
}

/// What came of asking a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It has signed; the checkpoint with its line, already verified.
    Signed(Box<SignedHead>),
    /// It has not, and it is asked again later.
    NotSigned(String),
    /// It contradicts the log.
    Alarm(AlarmKind),
}

impl WitnessState {
    /// Whether the alarm stands: the witness has signed nothing since.
    #[must_use]
    pub fn is_alarmed(&self) -> bool {
        let alarm = self.alarm.as_ref();
        alarm.is_some_and(|alarm| self.signed_at.is_none_or(|signed| signed <= alarm.at))
    }
}

impl AlarmKind {
    fn to_text(self) -> String {
        match self {
            Self::Longer { size } => format!("longer {size}"),
            Self::OtherHistory => "other-history".to_owned(),
        }
    }

    fn from_text(text: &str) -> Self {
        let size = text.strip_prefix("longer ").and_then(|size| size.parse().ok());
        size.map_or(Self::OtherHistory, |size| Self::Longer { size })
    }
}

impl Store {
    /// Whom the log itself would believe: its keys at the sizes that they may sign, and its witnesses.
    ///
    /// # Errors
    /// [`Error::Witnesses`] where the file of witnesses cannot be read.
    pub fn log_policy(&self) -> Result<Policy, Error> {
        policy(self.dir(), self.log_keys())
    }

    /// The log's head with the signatures of the witnesses that have signed this very size so far.
    ///
    /// # Errors
    /// As [`Store::signed_head`].
    #[boxed]
    pub async fn log_checkpoint(&self) -> Result<SignedHead, Error> {
        let head = self.signed_head().await?;
        let same = |witnessed: &SignedHead| witnessed.checkpoint == head.checkpoint;
        Ok(self.witnessed_head().filter(same).unwrap_or(head))
    }

    /// The newest head that a witness has signed.
    #[must_use]
    pub fn witnessed_head(&self) -> Option<SignedHead> {
        let witnessed = &self.signer().witnessed;
        witnessed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the policy finds under the newest head that a witness has signed.
    ///
    /// # Errors
    /// As [`Store::log_policy`].
    pub fn witnessed(&self) -> Result<Option<Believed>, Error> {
        let policy = self.log_policy()?;
        // Witnesses may have been taken out of the file since, and then nobody is left who has signed.
        Ok(self.witnessed_head().and_then(|head| policy.check(&head.note).ok()))
    }

    /// What is known of each witness of the file, in its order.
    ///
    /// # Errors
    /// [`Error::Witnesses`], and what the database says.
    #[boxed]
    pub async fn witnesses(&self) -> Result<Vec<WitnessState>, Error> {
        let policy = self.log_policy()?;
        states(&mut *self.reader().await?, &policy).await
    }

    /// As [`Store::witnesses`], of a directory that another process may be serving; with the policy.
    ///
    /// # Errors
    /// As [`Store::witnesses`].
    #[boxed]
    pub async fn witnesses_of(dir: &Path) -> Result<(Policy, Vec<WitnessState>), Error> {
        let mut conn = sqlite::open_for_reading(&dir.join(DATABASE)).await?;
        let read = async {
            let keys = listed(&mut conn).await?.unwrap_or_default();
            let policy = policy(dir, &keys)?;
            let states = states(&mut conn, &policy).await?;
            Ok((policy, states))
        }
        .await;
        conn.close().await?;
        read
    }

    /// Writes down what came of asking a witness at `at`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn record_asked(&self, witness: &VerifierKey, asked: Asked, at: Timestamp) -> Result<(), Error> {
        let head = match &asked {
            Asked::Signed(head) => Some(self.take_witnessed(head)?),
            Asked::NotSigned(_) | Asked::Alarm(_) => None,
        };
        let vkey = witness.to_string();
        let signed = head.as_ref().map_or(Ok(0), |head| super::place(head.checkpoint.size))?;
        let (error, alarm) = match asked {
            Asked::Signed(_) => (None, None),
            Asked::NotSigned(why) => (Some(why), None),
            Asked::Alarm(kind) => (Some(kind.to_text()), Some(kind.to_text())),
        };
        self.change(move |conn| {
            Box::pin(async move {
                if let Some(head) = &head {
                    heads::keep_witnessed(conn, head).await?;
                }
                let done = head.is_some();
                let mut args = Args::default();
                args.text(&vkey).int(signed).at(done.then_some(at)).at(at);
                args.int(i64::from(!done)).opt_text(error.as_deref());
                args.opt_text(alarm.as_deref()).at(alarm.is_some().then_some(at));
                let sql = "INSERT INTO log_witnesses (vkey, signed_size, signed_at, asked_at, failures, error, alarm, alarm_at) \
                           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (vkey) DO UPDATE SET \
                           signed_size = CASE WHEN excluded.failures = 0 THEN excluded.signed_size \
                                         ELSE log_witnesses.signed_size END, \
                           signed_at = coalesce(excluded.signed_at, log_witnesses.signed_at), \
                           asked_at = excluded.asked_at, \
                           failures = CASE WHEN excluded.failures = 0 THEN 0 ELSE log_witnesses.failures + 1 END, \
                           error = excluded.error, \
                           alarm = coalesce(excluded.alarm, log_witnesses.alarm), \
                           alarm_at = coalesce(excluded.alarm_at, log_witnesses.alarm_at)";
                execute(conn, sql, args).await.map(drop)
            })
        })
        .await
    }

    /// Puts the lines of a head that one more witness has signed beside those of the others that signed the same.
    fn take_witnessed(&self, head: &SignedHead) -> Result<SignedHead, Error> {
        let mut kept = self.signer().witnessed.lock().unwrap_or_else(PoisonError::into_inner);
        let merged = match kept.as_ref() {
            Some(known) if known.checkpoint.size > head.checkpoint.size => return Ok(head.clone()),
            Some(known) if known.note.text() == head.note.text() => {
                let mut lines = head.note.signatures().iter().cloned();
                let note: Note = lines
                    .try_fold(known.note.clone(), Note::with)
                    .map_err(|error| Error::Corrupt(error.to_string()))?;
                SignedHead { note, ..head.clone() }
            }
            _ => head.clone(),
        };
        *kept = Some(merged.clone());
        Ok(merged)
    }
}

/// The log's keys and what stands in the file of witnesses, if there is one.
fn policy(dir: &Path, keys: &[LogKey]) -> Result<Policy, Error> {
    let text = match std::fs::read_to_string(dir.join(WITNESSES)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return super::sign::policy_of(keys),
        Err(error) => return Err(error.into()),
    };
    let own = text
        .lines()
        .any(|line| line.split_ascii_whitespace().next() == Some("log"));
    let wrong = |why: String| Error::Witnesses(why);
    if own {
        return Err(wrong(
            "lines “log” are not for this file: the log's keys are known".to_owned(),
        ));
    }
    // The keys come after the file's lines, so that what is wrong is said by the file's own line.
    let logs = keys.iter().map(|key| format!("log {}\n", key.key));
    let whole = format!("{}\n{}", text.trim_end(), logs.collect::<String>());
    let policy = Policy::parse(whole.as_bytes()).map_err(|error| wrong(error.to_string()))?;
    Ok(policy.limited_by(keys))
}

async fn states(conn: &mut AnyConnection, policy: &Policy) -> Result<Vec<WitnessState>, Error> {
    let sql = "SELECT vkey, signed_size, signed_at, asked_at, failures, error, alarm, alarm_at FROM log_witnesses";
    let mut known = HashMap::new();
    for row in rows(conn, sql, Args::default()).await? {
        known.insert(row.text("vkey")?, row);
    }
    let state = |witness: &Witness| {
        let mut state = WitnessState {
            witness: witness.clone(),
            signed_size: 0,
            signed_at: None,
            asked_at: None,
            failures: 0,
            error: None,
            alarm: None,
        };
        if let Some(row) = known.get(&witness.key.to_string()) {
            state.signed_size = row.count("signed_size")?;
            state.signed_at = row.opt_at("signed_at")?;
            state.asked_at = row.opt_at("asked_at")?;
            state.failures = row.count("failures")?;
            state.error = row.opt_text("error")?;
            let alarm = row.opt_text("alarm")?.zip(row.opt_at("alarm_at")?);
            state.alarm = alarm.map(|(kind, at)| Alarm {
                kind: AlarmKind::from_text(&kind),
                at,
            });
        }
        Ok(state)
    };
    policy.witnesses().iter().map(state).collect()
}
