//! Zip archives, unpacked once into nothing to see how large they really are.

use super::{Error, damaged, refusal};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Unpacked size of everything in the archive, in bytes. A million cells of XML are about 100 MB.
const MOST_UNPACKED: u64 = 400 * 1024 * 1024;

/// Parts that are held in memory whole (shared strings, styles, …), in bytes.
const MOST_UNPACKED_PART: u64 = 128 * 1024 * 1024;

/// Files in the archive.
const MOST_FILES: usize = 4_096;

pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What each entry of an archive's directory begins with.
const ENTRY: &[u8; 4] = b"PK\x01\x02";

pub(super) fn open<'a>(name: &str, bytes: &'a [u8]) -> Result<Archive<'a>, Error> {
    // The library makes the whole directory at once, so its entries are counted before that.
    if bytes.windows(ENTRY.len()).filter(|part| part == ENTRY).count() > MOST_FILES {
        return Err(bomb(name));
    }
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(name))
}

/// Unpacks every part into nothing, counting: what an archive says of its sizes is not believed.
pub(super) fn unpacks_within_limits(name: &str, archive: &mut Archive<'_>) -> Result<(), Error> {
    let mut left = MOST_UNPACKED;
    let mut chunk = vec![0; 64 * 1024];
    for index in 0..archive.len() {
        let mut part = match archive.by_index(index) {
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(reason)) if reason.contains("assword") => {
                return Err(refusal("import-file-password", name));
            }
            Err(_) => return Err(damaged(name)),
        };
        // The sheets themselves are read as a stream; the other parts may be held whole.
        let streamed = part
            .name()
            .is_ok_and(|name| name.contains("worksheets/") || name.contains("content.xml"));
        let mut part_left = if streamed { MOST_UNPACKED } else { MOST_UNPACKED_PART };
        loop {
            let read = part.read(&mut chunk).map_err(|_| damaged(name))?;
            if read == 0 {
                break;
            }
            let read = read as u64;
            left = left.checked_sub(read).ok_or_else(|| bomb(name))?;
            part_left = part_left.checked_sub(read).ok_or_else(|| bomb(name))?;
        }
    }
    Ok(())
}

fn bomb(name: &str) -> Error {
    refusal("import-file-zip-bomb", name).with("limit", MOST_UNPACKED / 1024 / 1024)
}
