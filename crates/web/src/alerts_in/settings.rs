//! What `warnings.toml` beside the database says: from where warnings of other bodies are fetched.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file's name in the data directory.
pub const FILE: &str = "warnings.toml";
/// Seconds between two looks where nothing else is said.
const EVERY_SECONDS: u64 = 120;
/// The fewest seconds between two looks: nobody is asked more often.
const LEAST_SECONDS: u64 = 30;

/// What is set up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// From where.
    pub sources: Vec<Source>,
    /// How often.
    pub every: Duration,
}

/// Another body's messages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The body's name, as the desk shows it.
    pub name: String,
    /// Address of a message, or of a feed that leads to messages.
    pub url: String,
    /// What is in force is passed on to whoever follows the feed of received warnings.
    #[serde(default)]
    pub pass_on: bool,
    /// Whose signature is the body's.
    #[serde(default)]
    pub keys: Vec<KeyPart>,
}

/// A key of another body.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyPart {
    /// Whose it is, as the desk shows it.
    pub name: String,
    /// A certificate or a public key (PEM), in the data directory.
    pub file: PathBuf,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    sources: Vec<Source>,
    every_seconds: Option<u64>,
}

impl Settings {
    /// Reads the file; nothing is fetched where there is none.
    ///
    /// # Errors
    /// What is wrong with it, for the operator.
    pub fn read(dir: &Path) -> Result<Self, String> {
        let text = match std::fs::read_to_string(dir.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(format!("{FILE}: {error}")),
        };
        Self::of(&text).map_err(|error| format!("{FILE}: {error}"))
    }

    /// The same of the file's text.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
        let seconds = written.every_seconds.unwrap_or(EVERY_SECONDS);
        let web = |source: &&Source| !source.url.starts_with("https://") && !source.url.starts_with("http://");
        if let Some(source) = written.sources.iter().find(web) {
            return Err(format!("{} is no address of the form https://host/path", source.url));
        }
        Ok(Self {
            sources: written.sources,
            every: Duration::from_secs(seconds.max(LEAST_SECONDS)),
        })
    }
}
