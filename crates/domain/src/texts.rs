//! Whether texts are there, not too long, and what they look like.

use crate::case::{MOST_CHARS, Refusal};
use crate::is_hidden;

/// A text that must say something; `what` is its name in message keys (`refusal-what-…`).
pub(crate) fn needed(what: &str, text: &str) -> Result<(), Refusal> {
    filled(what, text, MOST_CHARS)
}

/// A text that must say something in at most `most` characters.
pub(crate) fn filled(what: &str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        return Err(Refusal::new("refusal-text-needed").with("what", what));
    }
    fits(what, text, most)
}

/// A text that may be empty.
pub(crate) fn optional(what: &str, text: &str) -> Result<(), Refusal> {
    fits(what, text, MOST_CHARS)
}

/// One line of at most `most` characters.
pub(crate) fn line(what: &str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.contains('\n') {
        return Err(Refusal::new("refusal-text-lines").with("what", what));
    }
    fits(what, text, most)
}

/// At most `most` characters, none of which is hidden from those who read it.
pub(crate) fn fits(what: &str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.contains(is_hidden) {
        return Err(Refusal::new("refusal-text-hidden").with("what", what));
    }
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
