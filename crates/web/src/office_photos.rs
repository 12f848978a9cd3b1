//! Word and Excel files are ZIP archives, and a photo in one says where it was taken as it does outside: that is taken out there too.

use crate::photos::{picture_type, without_position};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use zip::{ZipArchive, ZipWriter};

/// The most parts of a file.
const MOST_PARTS: usize = 4_096;
/// All pictures in it unpacked, in bytes: what an archive says of its sizes is not believed.
const MOST_UNPACKED: u64 = 128 * 1024 * 1024;
/// By so many bytes a picture is known.
const BEGINNING: u64 = 12;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The file without what cameras wrote beside its pictures; as it was where they wrote nothing. Or message key of why it is not taken:
/// it is no archive that can be read, or a picture in it can't be read to its end.
pub(super) fn without_positions(bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
    let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(|_| "evidence-types")?;
    if archive.len() > MOST_PARTS {
        return Err("evidence-types");
    }
    let cleaned = cleaned(&mut archive).ok_or("evidence-photo-broken")?;
    if cleaned.is_empty() {
        return Ok(bytes);
    }
    with(&mut archive, &cleaned).ok_or("evidence-types")
}

/// The pictures in which something else stood than the picture, without it, by their part's place.
fn cleaned(archive: &mut Archive<'_>) -> Option<BTreeMap<usize, Vec<u8>>> {
    let mut cleaned = BTreeMap::new();
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).ok()?;
        let mut picture = Vec::new();
        part.by_ref().take(BEGINNING).read_to_end(&mut picture).ok()?;
        // The bytes say what a part is, never its name.
        let Some(media_type) = picture_type(&picture) else {
            continue;
        };
        part.take(left).read_to_end(&mut picture).ok()?;
        left = left.checked_sub(picture.len() as u64)?;
        let kept = without_position(media_type, picture.clone())?;
        if kept != picture {
            cleaned.insert(index, kept);
        }
    }
    Some(cleaned)
}

/// The archive with these parts in place of its own; everything else is copied as it is packed.
fn with(archive: &mut Archive<'_>, cleaned: &BTreeMap<usize, Vec<u8>>) -> Option<Vec<u8>> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let Some(picture) = cleaned.get(&index) else {
            out.raw_copy_file(archive.by_index_raw(index).ok()?).ok()?;
            continue;
        };
        let part = archive.by_index_raw(index).ok()?;
        let (name, options) = (part.name().ok()?.into_owned(), part.options());
        out.start_file(name, options).ok()?;
        out.write_all(picture).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::CompressionMethod;
    use zip::write::SimpleFileOptions;

    const PLAIN: &[u8] =
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82";

    /// A photo that says where it was taken.
    fn photo() -> Vec<u8> {
        let exif = b"Exif\0\0GPS 30.27N 120.15E";
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let picture = b"\xff\xda\0\x02picture\xff\xd9";
        [&b"\xff\xd8\xff\xe1"[..], &length, exif, picture].concat()
    }

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            zip.start_file(*name, packed).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let read = |index| {
            let mut part = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        };
        (0..4).map(read).collect()
    }

    #[test]
    fn a_photo_in_a_word_file_loses_its_place_and_everything_else_stays() {
        let sent = archive(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", b"<document>GPS is a word here</document>"),
            ("word/media/image1.png", &photo()),
            ("word/media/image2.png", PLAIN),
        ]);
        let kept = parts(&without_positions(sent.clone()).unwrap());
        let before = parts(&sent);
        for (n, (kept, before)) in kept.iter().zip(&before).enumerate() {
            assert_eq!(kept.0, before.0);
            assert_eq!(kept.1 == before.1, n != 2, "{}", kept.0);
        }
        assert_eq!(kept[2].1, b"\xff\xd8\xff\xda\0\x02picture\xff\xd9");
    }

    #[test]
    fn a_file_without_such_photos_stays_as_it_is_and_what_cannot_be_read_is_refused() {
        let sent = archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/media/a.png", PLAIN)]);
        assert_eq!(without_positions(sent.clone()), Ok(sent.clone()));
        let torn = archive(&[("xl/media/a.jpeg", b"\xff\xd8\xff\xe1\xff\xff")]);
        assert_eq!(without_positions(torn), Err("evidence-photo-broken"));
        for end in 0..sent.len() {
            assert_eq!(without_positions(sent[..end].to_vec()), Err("evidence-types"), "{end}");
        }
    }
}
