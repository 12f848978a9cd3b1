//! The brief 专报 on paper and on a page (GB/T 9704-2012), from a frozen [`Brief`] alone.
//!
//! [`compose`] makes every sentence once; DOCX, PDF and page print the same paper. The same brief gives the same bytes.
//! What people typed is text in all three and never markup.

pub(crate) mod chart;
mod compose;
pub(crate) mod docx;
mod fonts;
mod html;
pub(crate) mod line;
pub(crate) mod ooxml;
mod paper;
pub(crate) mod pdf;
mod phrases;
pub mod sample;
mod sections;
#[cfg(test)]
mod tests;

pub use html::STYLE;
pub use phrases::{date_words, length_words, level_words, outcome_words, reason_words, report_words, time_words};

use domain::Locale;
use domain::daily::Brief;
use jiff::Timestamp;

/// A document could not be made; the reason is for the operator.
#[derive(Debug, thiserror::Error)]
#[error("the paper could not be made: {0}")]
pub struct Error(pub String);

/// As DOCX: it names 仿宋, 黑体, 楷体 and 方正小标宋简体 with their usual substitutes and carries none.
///
/// `printed_at` is the stamp of printing; without it equal briefs give equal bytes.
///
/// # Errors
/// Only when memory or the packing fails.
pub fn docx(brief: &Brief, locale: Locale, printed_at: Option<Timestamp>) -> Result<Vec<u8>, Error> {
    docx::print(&compose::paper(brief, locale, printed_at))
}

/// As PDF/A-2a, tagged, with its fonts in it. A character that the fonts lack is printed as `[U+20BB7]`.
///
/// `printed_at` is the stamp of printing; without it equal briefs give equal bytes.
///
/// # Errors
/// When the setting fails; no text of a brief is known to make it fail.
pub fn pdf(brief: &Brief, locale: Locale, printed_at: Option<Timestamp>) -> Result<Vec<u8>, Error> {
    pdf::print(compose::paper(brief, locale, printed_at))
}

/// As a page that needs nothing beside it: its style is inside, nothing is fetched, nothing runs.
#[must_use]
pub fn html(brief: &Brief, locale: Locale) -> String {
    html::page(&compose::paper(brief, locale, None), words::words(locale))
}

/// The body of [`html`] alone, an `<article class="brief">` for the desk's own page with [`STYLE`] in its style sheet:
/// no inline style, its title an `h1`.
#[must_use]
pub fn html_fragment(brief: &Brief, locale: Locale) -> String {
    html::fragment(&compose::paper(brief, locale, None), words::words(locale), 1)
}
