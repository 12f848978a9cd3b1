//! What is said in confidence: names, contacts, identity numbers, sealed notes. The values pass through the engine and
//! are kept by the store under the case's own key; events say only which fields there are.

use super::Refusal;
use crate::pack::FieldName;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Sealed values by field. It has no `Serialize`, and its `Debug` shows names alone, so that no value can get into an
/// event, a log line or an answer by mistake.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SealedValues(BTreeMap<FieldName, String>);

impl SealedValues {
    /// Puts a value down; an empty one is none.
    #[must_use]
    pub fn with(mut self, field: FieldName, value: &str) -> Self {
        let value = value.trim();
        if value.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, value.to_owned());
        }
        self
    }

    /// A value.
    #[must_use]
    pub fn get(&self, field: FieldName) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    /// Fields and values, in the order of the fields.
    pub fn iter(&self) -> impl Iterator<Item = (FieldName, &str)> {
        self.0.iter().map(|(field, value)| (*field, value.as_str()))
    }

    /// Which fields there are.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldName> {
        self.0.keys().copied().collect()
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for SealedValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "opened", rename_all = "snake_case")]
pub enum Opening {
    /// Sealed fields.
    Sealed {
        /// Which.
        fields: Vec<FieldName>,
    },
    /// A file.
    Evidence {
        /// SHA-256 of its bytes, lower-case hex.
        sha256: String,
    },
    /// The dossier of a mediation was made as a file.
    Dossier {
        /// SHA-256 of the file.
        sha256: String,
        /// The case's version that it shows, so that it is seen when the case has gone on since; 0 where nobody wrote it down.
        #[serde(default, skip_serializing_if = "is_zero")]
        of: u64,
    },
    /// A list in which the case stands was saved as a file.
    Export,
    /// The case's page, by somebody of another body who is invited to it.
    Attended,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_zero(version: &u64) -> bool {
    *version == 0
}

impl Opening {
    /// What kind of opening it is, as its text has it under `opened`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sealed { .. } => "sealed",
            Self::Evidence { .. } => "evidence",
            Self::Dossier { .. } => "dossier",
            Self::Export => "export",
            Self::Attended => "attended",
        }
    }
}

/// Why something was opened: one of the pack's reasons, or a person's own words, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Slug of the reason in the pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<String>,
    /// The words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub written: String,
}

/// On what ground a case is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The time for which the pack keeps it is over (个人信息保护法, art. 19 and 47).
    Retention,
    /// The person concerned asked for it (个人信息保护法, art. 47).
    Request,
    /// It had been erased before the backup from which this database was restored could know.
    Restored,
}

impl super::Case {
    /// When the pack's time for keeping what it says is over; none where the pack sets none, while it is open, and
    /// when it has been erased.
    #[must_use]
    pub fn erase_at(&self, kind: &crate::pack::Kind) -> Option<Timestamp> {
        let days = kind.retention.as_ref()?.value;
        let ended = self.ended_at.filter(|_| self.erased_at.is_none())?;
        ended
            .checked_add(jiff::SignedDuration::from_hours(i64::from(days) * 24))
            .ok()
    }

    /// Refuses whatever is asked of a case of which nothing is left.
    pub(super) fn refuse_erased(&self) -> Result<(), Refusal> {
        if self.erased_at.is_none() {
            return Ok(());
        }
        Err(Refusal::new("refusal-erased").with("number", &self.number))
    }
}
