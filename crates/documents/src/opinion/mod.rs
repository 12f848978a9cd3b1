//! A petition's written opinion 意见书 on paper (信访工作条例, art. 32), for handling, review and re-review, in the layout of
//! official papers (GB/T 9704-2012).
//!
//! It is made of what is in no sealed field: to whom it goes is a line that is filled in by hand. The same opinion gives
//! the same bytes.

mod compose;
mod docx;
mod pdf;
#[cfg(test)]
mod tests;

use crate::brief::Error;
use domain::case::{Opinion, Round};
use domain::clock::Allowance;
use domain::{Locale, Text};
use jiff::civil::Date;

/// An opinion with what is around it on paper.
#[derive(Debug, Clone)]
pub struct OpinionPaper {
    /// Of which round.
    pub round: Round,
    /// Its four parts.
    pub opinion: Opinion,
    /// The case's number.
    pub number: String,
    /// What it is about, in one line.
    pub title: String,
    /// The unit that gives it.
    pub issuer: Text,
    /// The day on which the request was received.
    pub received_on: Date,
    /// The day on which it was given; none for a draft.
    pub given_on: Option<Date>,
    /// Time from receiving it in which the next look can be asked for; none after the last, and where the pack sets none.
    pub ask_within: Option<Allowance>,
    /// Who takes that; none where it is for a body above.
    pub next: Option<Text>,
}

/// As DOCX: it names its fonts and carries none.
///
/// # Errors
/// Only when memory or the packing fails.
pub fn docx(paper: &OpinionPaper, locale: Locale) -> Result<Vec<u8>, Error> {
    docx::print(&compose::sheet(paper, locale))
}

/// As PDF/A-2a, tagged, with its fonts in it.
///
/// # Errors
/// When the setting fails; no text of an opinion is known to make it fail.
pub fn pdf(paper: &OpinionPaper, locale: Locale) -> Result<Vec<u8>, Error> {
    pdf::print(compose::sheet(paper, locale))
}
