//! Whether texts are there and not too long.

use super::MOST_CHARS;
use crate::case::Refusal;

/// A text that must say something; `what` is its name in message keys (`refusal-what-…`).
pub(super) fn needed(what: &str, text: &str) -> Result<(), Refusal> {
    if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        return Err(Refusal::new("refusal-text-needed").with("what", what));
    }
    fits(what, text, MOST_CHARS)
}

/// A text that may be empty.
pub(super) fn optional(what: &str, text: &str) -> Result<(), Refusal> {
    fits(what, text, MOST_CHARS)
}

/// At most `most` characters.
pub(super) fn fits(what: &str, text: &str, most: usize) -> Result<(), Refusal> {
    // A character has at most four bytes: short texts need no counting.
    if text.len() <= most {
        return Ok(());
    }
    let length = text.chars().count();
    if length <= most {
        return Ok(());
    }
    Err(Refusal::new("refusal-text-too-long")
        .with("what", what)
        .with("length", length)
        .with("most", most))
}
