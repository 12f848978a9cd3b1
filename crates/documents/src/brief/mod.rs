//! The brief 专报 on paper and on a page (GB/T 9704-2012).

use domain::Locale;
use domain::daily::{Brief, Names, Reason, ReportStatus};
use jiff::Timestamp;

/// A document could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the brief could not be made: {0}")]
pub struct Error(pub String);

/// As DOCX. `printed_at` is the stamp of printing; without it equal briefs give equal bytes.
pub fn docx(brief: &Brief, locale: Locale, printed_at: Option<Timestamp>) -> Result<Vec<u8>, Error> {
    todo!()
}

/// As PDF, with its fonts in it.
pub fn pdf(brief: &Brief, locale: Locale, printed_at: Option<Timestamp>) -> Result<Vec<u8>, Error> {
    todo!()
}

/// As a page that needs nothing beside it.
#[must_use]
pub fn html(brief: &Brief, locale: Locale) -> String {
    todo!()
}

/// The body of [`html`] alone, for the desk's own page.
#[must_use]
pub fn html_fragment(brief: &Brief, locale: Locale) -> String {
    todo!()
}

/// A reason in words.
#[must_use]
pub fn reason_words(reason: &Reason, names: &Names, locale: Locale) -> String {
    todo!()
}

/// How a report stands, in words.
#[must_use]
pub fn report_words(report: ReportStatus, locale: Locale) -> &'static str {
    todo!()
}
