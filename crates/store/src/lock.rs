//! One server a data directory: a lock that the operating system gives back when the process ends, however it ends.

use crate::Error;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

/// Takes the lock of the data directory and writes down who holds it.
///
/// # Errors
/// [`Error::Locked`] with the holder's process number if another process has it.
pub(crate) fn take(dir: &Path) -> Result<File, Error> {
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(dir.join("lock"))?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0)?;
            file.rewind()?;
            writeln!(file, "{}", std::process::id())?;
            Ok(file)
        }
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            let holder = holder.trim();
            Err(Error::Locked {
                dir: dir.display().to_string(),
                holder: if holder.is_empty() {
                    "?".to_owned()
                } else {
                    holder.to_owned()
                },
            })
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}
