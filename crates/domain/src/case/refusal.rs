//! Why a command was not done.

use crate::Text;
use serde::{Deserialize, Serialize};

/// A refusal: a message key of `locales/*/refusals.ftl` and its arguments, translated at the edge.
/// It always says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("refused: {key} {args:?}")]
pub struct Refusal {
    /// Message key, e.g. `refusal-close-needs-answer`.
    pub key: String,
    /// Named arguments of the message.
    pub args: Vec<(String, String)>,
}

impl Refusal {
    /// A refusal without arguments.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            args: Vec::new(),
        }
    }

    /// Adds an argument in both languages: the pack's name of something. The English one goes under `name-en`, which
    /// `words` takes in its place for an English reader.
    #[must_use]
    pub fn with_text(self, name: &str, text: &Text) -> Self {
        self.with(name, &text.zh).with(&format!("{name}-en"), &text.en)
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }
}
