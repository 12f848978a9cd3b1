//! What the last audit found, for the desk: a file beside the database, since an audit runs beside the desk and writes
//! nothing into what it audits.

use crate::{Error, Store};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::Path;

const FILE: &str = "log.audit";

/// The last audit of a data directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAudit {
    /// When.
    pub at: Timestamp,
    /// Leaves.
    pub size: u64,
    /// Events that were compared with theirs.
    pub events: u64,
    /// Held checkpoints that were compared.
    pub checkpoints: u64,
    /// Files and sealed values that were not looked into, because the key that they are sealed under was not there.
    #[serde(default)]
    pub unopened: u64,
    /// A name for the first difference, if there was one.
    pub found: Option<String>,
    /// The difference's leaf.
    pub leaf: Option<u64>,
    /// Its case, by number.
    pub case: Option<String>,
    /// Which event of the case.
    pub event: Option<u64>,
}

impl LastAudit {
    /// Writes it into the directory, whole or not at all.
    ///
    /// # Errors
    /// What the disk says.
    pub fn write(&self, dir: &Path) -> Result<(), Error> {
        let text = serde_json::to_vec_pretty(self).map_err(std::io::Error::from)?;
        let part = dir.join(format!("{FILE}.part"));
        std::fs::write(&part, text)?;
        std::fs::rename(&part, dir.join(FILE))?;
        Ok(())
    }
}

impl Store {
    /// The last audit that was made in this directory, if it can be read.
    ///
    /// # Errors
    /// What the disk says.
    pub fn last_audit(&self) -> Result<Option<LastAudit>, Error> {
        match std::fs::read(self.dir().join(FILE)) {
            Ok(text) => Ok(serde_json::from_slice(&text).ok()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
