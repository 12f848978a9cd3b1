//! `huying.case-keys`: the cases' keys, wrapped, beside the backups that need them. Each backup replaces it; only the
//! newest is to be kept, since an older one still has the keys of what was erased after it.
//!
//! ```text
//! huying-case-keys@v1
//! log <hash of the log's first leaf>
//! entries <entries of the log then>
//! key <id of the key that wrapped them>
//! <case> <wrapped key, base 64>          a line for each case that is not erased, and one for the second key of each
//!                                        incident whose emergency is not over, under an id of its own
//! end <number of keys>
//! ```

use super::manifest::bad;
use crate::Error;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::CaseId;
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;

/// Name of the file, in the folder of the backups.
pub(super) const NAME: &str = "huying.case-keys";
const FIRST: &str = "huying-case-keys@v1";

/// The file being read.
pub(super) struct KeyFile {
    lines: BufReader<File>,
    pub(super) log: String,
    pub(super) entries: u64,
    pub(super) key: String,
    seen: u64,
    ended: bool,
}

/// The file being written.
pub(super) struct NewKeyFile {
    file: BufWriter<File>,
    many: u64,
}

/// A case's key.
pub(super) struct KeyLine {
    pub(super) case: CaseId,
    pub(super) wrapped: Vec<u8>,
}

impl KeyFile {
    pub(super) fn create(to: &Path, log: &str, entries: u64, key: &str) -> Result<NewKeyFile, Error> {
        use std::os::unix::fs::OpenOptionsExt as _;
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(to)?;
        let mut file = BufWriter::new(file);
        writeln!(file, "{FIRST}\nlog {log}\nentries {entries}\nkey {key}")?;
        Ok(NewKeyFile { file, many: 0 })
    }

    pub(super) fn open(from: &Path) -> Result<Self, Error> {
        let mut file = Self {
            lines: BufReader::new(File::open(from)?),
            log: String::new(),
            entries: 0,
            key: String::new(),
            seen: 0,
            ended: false,
        };
        let unread = || bad(format!("{} is no file of case keys", from.display()));
        if file.line()? != FIRST {
            return Err(unread());
        }
        let mut named = |name: &str| -> Result<String, Error> {
            let line = file.line()?;
            let value = line.strip_prefix(name).and_then(|value| value.strip_prefix(' '));
            value.map(str::to_owned).ok_or_else(unread)
        };
        let (log, entries, key) = (named("log")?, named("entries")?, named("key")?);
        file.entries = entries.parse().map_err(|_| unread())?;
        (file.log, file.key) = (log, key);
        Ok(file)
    }

    /// The next keys, at most `most`; none at the end.
    pub(super) fn read(&mut self, most: usize) -> Result<Vec<KeyLine>, Error> {
        let cut = || bad("the file of case keys was cut off or is damaged");
        let mut found = Vec::new();
        while found.len() < most && !self.ended {
            let line = self.line()?;
            let (case, wrapped) = line.split_once(' ').ok_or_else(cut)?;
            if case == "end" {
                self.ended = true;
                if wrapped.parse() != Ok(self.seen) {
                    return Err(cut());
                }
                break;
            }
            found.push(KeyLine {
                case: CaseId(case.parse().map_err(|_| cut())?),
                wrapped: STANDARD.decode(wrapped).map_err(|_| cut())?,
            });
            self.seen += 1;
        }
        Ok(found)
    }

    fn line(&mut self) -> Result<String, Error> {
        let mut line = String::new();
        self.lines.read_line(&mut line).map_err(bad)?;
        Ok(line.trim_end_matches('\n').to_owned())
    }
}

impl NewKeyFile {
    pub(super) fn write(&mut self, case: CaseId, wrapped: &[u8]) -> Result<(), Error> {
        self.many += 1;
        writeln!(self.file, "{case} {}", STANDARD.encode(wrapped))?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        writeln!(self.file, "end {}", self.many)?;
        let file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(())
    }
}
