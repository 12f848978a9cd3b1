//! Exit codes. `--help` and the README say the same.

use std::process::ExitCode;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// Not done, or found to be false; stderr says why and what to do next.
    Failed = 1,
    /// The command line was not understood, or a file given to `verify` cannot be used.
    WrongUsage = 2,
    /// Done, but some rows could not be read; the report names each of them.
    SomeRejected = 3,
    /// For a mail server (`sysexits.h`): this letter is none, do not bring it again.
    BadLetter = 65,
    /// For a mail server: bring it again later.
    LaterLetter = 75,
    /// For a mail server: nothing is set up to take letters.
    NoLetters = 78,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
