//! What is kept of a case's key. Nothing in the log commits to it, since a new key that wraps makes it another text; but what
//! lies under it is in the log, so that a key that is gone or unknown must not make it look as if nothing could be said.

use super::{KeyWrong, Wrong};
use crate::seal::{DESTROYED, Keyring};

/// What is wrong with the key of a case of which something is kept under it; none where it can be used, or where there is no
/// key here at all by which that could be told.
pub(super) fn wrong(keyring: &Keyring, kept: Option<&[u8]>) -> Option<Wrong> {
    let why = match kept {
        None => KeyWrong::Missing,
        Some(kept) if kept == DESTROYED => KeyWrong::Destroyed,
        Some(kept) if is_usable(keyring, kept) => return None,
        Some(_) => KeyWrong::Unknown,
    };
    Some(Wrong::CaseKey { why })
}

/// Whether the key that wrapped it is here, or none is here at all.
pub(super) fn is_usable(keyring: &Keyring, kept: &[u8]) -> bool {
    keyring.is_empty() || keyring.has_wrapped(kept)
}
