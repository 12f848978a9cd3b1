//! Why a command was not done, to be said in the reader's language.

use domain::case::Refusal;
use std::path::Path;
use words::Words;

/// A failure. Every one of them says what to do next.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A sentence of `cli.ftl`, or a refusal from the rules.
    Refused(Refusal),
    /// Several sentences, each of them already in words (a bad pack).
    Said(Vec<String>),
    /// The store.
    Store(store::Error),
    /// The machine: message key `cli-io` with what the system says.
    Io(std::io::Error),
}

impl Failure {
    /// A sentence of `cli.ftl` with arguments.
    pub(crate) fn new(key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> Self {
        let refusal = args
            .iter()
            .fold(Refusal::new(key), |refusal, (name, value)| refusal.with(name, value));
        Self::Refused(refusal)
    }

    /// A file or directory that could not be read or written.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::new("cli-file", &[("path", &path.display()), ("error", error)])
    }

    /// The sentences, in the language of `words`.
    pub(crate) fn sentences(&self, words: &Words) -> Vec<String> {
        match self {
            Self::Refused(refusal) => vec![words.refusal(refusal)],
            Self::Said(sentences) => sentences.clone(),
            Self::Store(error) => vec![words.refusal(&store_refusal(error))],
            Self::Io(error) => vec![words.refusal(&Refusal::new("cli-io").with("error", error))],
        }
    }
}

fn store_refusal(error: &store::Error) -> Refusal {
    match error {
        store::Error::Locked { dir, holder } => Refusal::new("cli-data-locked").with("dir", dir).with("holder", holder),
        store::Error::Newer { found, known } => {
            Refusal::new("cli-data-newer").with("found", found).with("known", known)
        }
        store::Error::BadBackup(why) => Refusal::new("cli-bad-backup").with("why", why),
        store::Error::AccountTaken(user) => Refusal::new("cli-account-taken").with("user", user),
        store::Error::Corrupt(what) => Refusal::new("cli-data-corrupt").with("what", what),
        store::Error::NoLogKey => Refusal::new("cli-no-log-key"),
        store::Error::NoSealKey => Refusal::new("cli-no-seal-key"),
        store::Error::OpenKey { path } => Refusal::new("cli-open-key").with("path", path),
        store::Error::Witnesses(why) => Refusal::new("cli-witnesses").with("why", why),
        store::Error::Io(error) => Refusal::new("cli-io").with("error", error),
        store::Error::Conflict { .. }
        | store::Error::ExternalTaken { .. }
        | store::Error::Stopping
        | store::Error::Database(_) => Refusal::new("cli-store").with("error", error),
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<documents::brief::Error> for Failure {
    fn from(error: documents::brief::Error) -> Self {
        Self::new("cli-document", &[("error", &error)])
    }
}

impl From<office::Error> for Failure {
    fn from(error: office::Error) -> Self {
        match error {
            office::Error::Refused(refusal) => Self::Refused(refusal),
            office::Error::Store(error) => Self::Store(error),
            office::Error::Document(error) => error.into(),
        }
    }
}
