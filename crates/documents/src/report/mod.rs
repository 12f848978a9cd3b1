//! A report of an incident 突发事件信息报告 on paper, in the layout of official papers (GB/T 9704-2012) and in the parts that it has
//! to have (生产安全事故报告和调查处理条例, art. 12).
//!
//! It is made of what was kept when the report went out, so it says what was known then, whatever was learned since. The same report
//! gives the same bytes.

mod compose;
mod docx;
mod pdf;
#[cfg(test)]
mod tests;

use crate::brief::Error;
use domain::case::{Figures, ReportSort, ReportText};
use domain::{Locale, Text};
use jiff::civil::DateTime;

/// A report with what is around it on paper.
#[derive(Debug, Clone)]
pub struct ReportPaper {
    /// Nothing has happened: the top of every page says so.
    pub drill: bool,
    /// The incident's number.
    pub number: String,
    /// What the incident was called then.
    pub title: String,
    /// Which report it is.
    pub sort: ReportSort,
    /// Its place among those of its sort, 1 for the first: 续报第2号.
    pub place: u32,
    /// Its place among all reports of the incident, 1 for the first; none for a draft.
    pub n: Option<u32>,
    /// The unit that reports.
    pub issuer: Text,
    /// To whom.
    pub to: String,
    /// By which way; empty for a draft that does not say yet.
    pub channel: String,
    /// The level that held.
    pub level: Text,
    /// The numbers that were known.
    pub figures: Figures,
    /// Its text, part by part.
    pub parts: Vec<ReportText>,
    /// Where questions are answered; may be empty.
    pub contact: String,
    /// The minute of it: when it was written down as sent, or when the draft was made.
    pub at: DateTime,
}

/// As DOCX: it names its fonts and carries none.
///
/// # Errors
/// Only when memory or the packing fails.
pub fn docx(paper: &ReportPaper, locale: Locale) -> Result<Vec<u8>, Error> {
    docx::print(&compose::sheet(paper, locale))
}

/// As PDF/A-2a, tagged, with its fonts in it.
///
/// # Errors
/// When the setting fails; no text of a report is known to make it fail.
pub fn pdf(paper: &ReportPaper, locale: Locale) -> Result<Vec<u8>, Error> {
    pdf::print(compose::sheet(paper, locale))
}

/// What kind of report it is in a few words: 首报, 续报第2号.
#[must_use]
pub fn sort_words(sort: &ReportSort, place: u32, locale: Locale) -> String {
    compose::sort_words(words::words(locale), sort, place)
}

/// The report in plain text, for whoever reads it in a letter: the same sentences in the same order.
#[must_use]
pub fn text(paper: &ReportPaper, locale: Locale) -> String {
    compose::plain(&compose::sheet(paper, locale))
}
