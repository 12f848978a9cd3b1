//! Reading a file of secret keys: only where nobody but its owner can read or change it, as `ssh` has it.

use crate::Error;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Whoever else may do anything with the file.
const OTHERS: u32 = 0o077;

/// The text of the file, if it is there.
///
/// # Errors
/// [`Error::OpenKey`] where the group or others may read or change it; what the disk says.
pub(crate) fn read(path: &Path) -> Result<Option<String>, Error> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // Of the file that was opened, and not of what may lie there by now.
    if file.metadata()?.permissions().mode() & OTHERS != 0 {
        let path = path.display().to_string();
        return Err(Error::OpenKey { path });
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(Some(text))
}
