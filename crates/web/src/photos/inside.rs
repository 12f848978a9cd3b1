//! Word and Excel files are ZIP archives (ECMA-376, part 2): a photo inside one says as much as one that comes by itself, and
//! loses as much. Every other part stays as it is, and so does a file whose photos say nothing.

use super::{picture, picture_type};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Files inside a file inside a file: a chart carries its table with it, and that hardly anything.
const MOST_DEEP: u32 = 2;
/// Bytes at the beginning of a part that say what it is.
const HEAD: u64 = 12;

/// What may still be looked at: an archive can be made that unpacks to more than any machine holds.
struct Room {
    /// Parts.
    parts: usize,
    /// Unpacked bytes of pictures and of files inside the file.
    bytes: u64,
}

/// The file with its photos as they are kept; none where it, or a picture in it, can't be read.
pub(super) fn without_positions(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut room = Room {
        parts: 4_096,
        bytes: 64 * 1024 * 1024,
    };
    cleaned(bytes, MOST_DEEP, &mut room)
}

fn cleaned(bytes: Vec<u8>, deep: u32, room: &mut Room) -> Option<Vec<u8>> {
    let changed = changed(&bytes, deep, room)?;
    if changed.is_empty() {
        return Some(bytes);
    }
    rewritten(&bytes, &changed)
}

/// The parts that do not stay as they are, by their place in the archive.
fn changed(bytes: &[u8], deep: u32, room: &mut Room) -> Option<BTreeMap<usize, Vec<u8>>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    room.parts = room.parts.checked_sub(archive.len())?;
    let mut changed = BTreeMap::new();
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).ok()?;
        let mut was = Vec::new();
        part.by_ref().take(HEAD).read_to_end(&mut was).ok()?;
        let picture_type = picture_type(&was);
        let is_archive = was.starts_with(b"PK\x03\x04");
        if is_unreadable(&was) {
            return None;
        }
        if picture_type.is_none() && !is_archive {
            continue;
        }
        // What an archive says of its sizes is not believed.
        part.take(room.bytes).read_to_end(&mut was).ok()?;
        room.bytes = room.bytes.checked_sub(u64::try_from(was.len()).ok()?)?;
        let kept = match picture_type {
            Some(media_type) => picture(media_type, &was)?,
            None => cleaned(was.clone(), deep.checked_sub(1)?, room)?,
        };
        if kept != was {
            changed.insert(n, kept);
        }
    }
    Some(changed)
}

/// Pictures and films that have a place for where they were taken, and that are not read here: TIFF, and the container of
/// ISO/IEC 14496-12, in which telephones keep HEIC and films.
fn is_unreadable(head: &[u8]) -> bool {
    matches!(
        head,
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] | [_, _, _, _, b'f', b't', b'y', b'p', ..]
    )
}

/// The archive with these parts in the place of those that were there.
fn rewritten(bytes: &[u8], changed: &BTreeMap<usize, Vec<u8>>) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut kept = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    // Pictures are packed in themselves; and when one was put into the archive can be when it was taken.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    for n in 0..archive.len() {
        let part = archive.by_index_raw(n).ok()?;
        let Some(bytes) = changed.get(&n) else {
            kept.raw_copy_file(part).ok()?;
            continue;
        };
        let name = part.name().ok()?.into_owned();
        kept.start_file(name, options).ok()?;
        kept.write_all(bytes).ok()?;
    }
    Some(kept.finish().ok()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{has, photo};
    use super::*;

    const PHOTO: &str = "word/media/image1.jpeg";

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// A document that holds this under this name.
    fn document(name: &str, part: &[u8]) -> Vec<u8> {
        packed(&[
            ("[Content_Types].xml", &b"<Types/>"[..]),
            ("word/document.xml", &b"<w:document/>"[..]),
            (name, part),
        ])
    }

    fn part(bytes: &[u8], name: &str) -> Vec<u8> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut part = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut part).unwrap();
        part
    }

    #[test]
    fn a_photo_in_a_document_loses_its_place_and_the_rest_stays() {
        let kept = without_positions(document(PHOTO, &photo(6))).unwrap();
        let picture = part(&kept, PHOTO);
        assert!(has(&photo(6), b"GPS") && !has(&picture, b"GPS"));
        assert_eq!(Some(&picture), super::super::jpeg(&photo(6)).as_ref());
        assert_eq!(part(&kept, "word/document.xml"), b"<w:document/>");
        assert_eq!(part(&kept, "[Content_Types].xml"), b"<Types/>");
        // What was cleaned stays as it is.
        assert_eq!(without_positions(kept.clone()), Some(kept));
    }

    #[test]
    fn a_photo_in_a_file_in_a_document_loses_its_place_too() {
        const TABLE: &str = "word/embeddings/table.xlsx";
        let kept = without_positions(document(TABLE, &document(PHOTO, &photo(1)))).unwrap();
        assert!(!has(&part(&part(&kept, TABLE), PHOTO), b"GPS"));
        let deep = document(TABLE, &document(TABLE, &document(TABLE, &document(PHOTO, &photo(1)))));
        assert_eq!(without_positions(deep), None);
    }

    #[test]
    fn a_document_whose_pictures_say_nothing_stays_byte_for_byte() {
        let clean = super::super::jpeg(&photo(1)).unwrap();
        for picture in [&clean[..], b"\x01\0\0\0", b""] {
            let document = document(PHOTO, picture);
            assert_eq!(without_positions(document.clone()), Some(document));
        }
    }

    #[test]
    fn what_is_broken_is_refused_and_never_panics() {
        for unread in [
            &b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"[..],
            b"II*\0\x08\0\0\0",
            b"MM\0*\0\0\0\x08",
            b"\0\0\0\x18ftypheic\0\0\0\0",
            b"PK\x03\x04 and no archive",
        ] {
            assert_eq!(without_positions(document(PHOTO, unread)), None);
        }
        let whole = document(PHOTO, &photo(3));
        for end in 0..whole.len() {
            assert_eq!(without_positions(whole[..end].to_vec()), None, "{end}");
        }
    }

    #[test]
    fn what_unpacks_to_more_than_is_looked_at_is_refused() {
        let mut picture = photo(1);
        picture.resize(1_000_000, 0);
        let bytes = document(PHOTO, &picture);
        assert!(bytes.len() < 10_000);
        let looked = |parts: usize, most: u64| changed(&bytes, 0, &mut Room { parts, bytes: most });
        assert!(looked(3, 1_000_000).is_some());
        assert!(looked(3, 999_999).is_none());
        assert!(looked(2, 1_000_000).is_none());
    }
}
