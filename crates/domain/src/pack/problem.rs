//! What is wrong with a pack, where, and what to do about it.

use crate::case::Refusal;

/// One mistake in a pack. The words are in `locales/*/pack.ftl` under `key`; each says what is wrong and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File relative to the pack's folder; a file of the pack it extends is `<pack>/<file>`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Message key, e.g. `pack-unknown-unit`.
    pub key: &'static str,
    /// Named arguments of the message.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    /// The mistake as a refusal, which the words crate makes a sentence of.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        self.args.iter().fold(Refusal::new(self.key), |refusal, (name, value)| {
            refusal.with(name, value)
        })
    }
}
