//! What parties say by their own links: that they do not want a mediator, whether a record is right, whether a promise was
//! kept. It is written down as their word; it signs nothing, and nobody's follow-up is done with it.

use super::{Mediation, Party, PerformanceResult};
use crate::PostSlug;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A mediator whom a party does not want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Whose.
    pub party: Party,
    /// To whom.
    pub post: PostSlug,
    /// Why.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// What a party says of the record of a session that was read back to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordWord {
    /// Whose.
    pub party: Party,
    /// Of which session, 1 first.
    pub session: u32,
    /// It says what was said.
    pub agrees: bool,
    /// What is wrong or missing.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// What a party says of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermWord {
    /// Whose.
    pub party: Party,
    /// Of which promise, 1 first.
    pub term: u32,
    /// Whether it was kept.
    pub result: PerformanceResult,
    /// What was said with it.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

impl Mediation {
    /// What a party said last of the record of a session.
    #[must_use]
    pub fn record_word(&self, party: Party, session: u32) -> Option<&RecordWord> {
        let mut said = self.record_words.iter().rev();
        said.find(|word| word.party == party && word.session == session)
    }

    /// What a party said last of a promise.
    #[must_use]
    pub fn term_word(&self, party: Party, term: u32) -> Option<&TermWord> {
        let mut said = self.term_words.iter().rev();
        said.find(|word| word.party == party && word.term == term)
    }

    /// A party does not want this mediator, and has not chosen them since.
    #[must_use]
    pub fn objects(&self, party: Party, post: &PostSlug) -> bool {
        self.objections
            .iter()
            .any(|objection| objection.party == party && objection.post == *post)
    }
}
