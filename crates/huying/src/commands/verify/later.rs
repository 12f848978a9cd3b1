//! The file given with `--checkpoint`: a later checkpoint with its proof, or something that people take for one.

use super::{read, unusable};
use crate::failure::Failure;
use ledger::checkpoint::Checkpoint;
use ledger::continuation::{Continuation, ContinuationError};
use ledger::note::{Note, NoteError};
use ledger::policy::NotBelieved;
use ledger::receipt::Receipt;
use ledger::verify::Refuted;
use std::path::Path;

/// Reads it; what is no proof says what it is, and where the proof is to be had.
pub(super) fn read_from(file: &Path, receipt: &Receipt) -> Result<Continuation, Failure> {
    let bytes = read(file)?;
    Continuation::parse(&bytes).map_err(|error| without_proof(file, &bytes, receipt, &error))
}

fn without_proof(file: &Path, bytes: &[u8], receipt: &Receipt, error: &ContinuationError) -> Failure {
    let note = Note::parse(bytes).ok().filter(|note| !note.signatures().is_empty());
    let text = match &note {
        Some(note) => note.text(),
        None => std::str::from_utf8(bytes).unwrap_or_default(),
    };
    // Copied by hand, it may have lost its last newline or have one more.
    let found = Checkpoint::parse(&format!("{}\n", text.trim_end_matches('\n')));
    let held = Checkpoint::parse(receipt.checkpoint().text());
    let (Ok(found), Ok(held)) = (found, held) else {
        return unusable(file, error);
    };
    let path = file.display();
    if found.origin != held.origin {
        let args: &[(&str, &dyn std::fmt::Display)] =
            &[("path", &path), ("later", &found.origin), ("origin", &held.origin)];
        return Failure::new("verify-checkpoint-other-log", args);
    }
    let key = if note.is_some() {
        "verify-checkpoint-bare"
    } else {
        "verify-checkpoint-unsigned"
    };
    Failure::new(key, &[("path", &path), ("size", &held.size)])
}

/// A later checkpoint that nobody known has signed and that says itself that it is of another log is the wrong file, and not a new
/// key's.
pub(super) fn named(refuted: Refuted, receipt: &Receipt, later: &Continuation) -> Refuted {
    let origin = |note: &Note| Checkpoint::parse(note.text()).ok().map(|found| found.origin);
    let unknown = matches!(
        refuted,
        Refuted::Later(NotBelieved::Signatures(NoteError::NoKnownKey) | NotBelieved::NotByLog { .. })
    );
    match (origin(receipt.checkpoint()), origin(&later.checkpoint)) {
        (Some(origin), Some(later)) if unknown && origin != later => Refuted::OtherLog { origin, later },
        _ => refuted,
    }
}
