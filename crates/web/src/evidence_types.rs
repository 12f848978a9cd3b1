//! Which files may show what was done. The bytes say what a file is, never its name; and no door keeps where a photo was taken.

use crate::photos::{picture_type, without_position};

/// The largest file, in bytes.
pub(crate) const MOST_BYTES: usize = 20 * 1024 * 1024;

/// A file as it is kept.
#[derive(Debug)]
pub(crate) struct Kept {
    /// As its bytes say.
    pub(crate) media_type: &'static str,
    /// Without the place and time that a camera wrote into a photo, or into one in a Word or Excel file.
    pub(crate) bytes: Vec<u8>,
}

/// A file as it is kept, whichever door it came in by; or message key of why not: of a kind that is not taken, or a picture, by
/// itself or in a Word or Excel file, that can't be read to its end, in which a place could stand unseen.
pub(crate) fn keep(name: &str, bytes: Vec<u8>) -> Result<Kept, &'static str> {
    let media_type = media_type(&bytes, name).ok_or("evidence-types")?;
    let broken = if media_type.starts_with("image/") {
        "evidence-photo-broken"
    } else {
        "evidence-inside-broken"
    };
    let bytes = without_position(media_type, bytes).ok_or(broken)?;
    Ok(Kept { media_type, bytes })
}

/// The media type found in the bytes; none for files that are not taken.
fn media_type(bytes: &[u8], name: &str) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [b'P', b'K', 3, 4, ..] => office_type(bytes, name),
        _ => picture_type(bytes),
    }
}

/// Word and Excel files are ZIP archives; only those that hold what such a file must hold are taken.
fn office_type(bytes: &[u8], name: &str) -> Option<&'static str> {
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    if !holds(b"[Content_Types].xml") || holds(b"vbaProject.bin") {
        return None;
    }
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("docx") if holds(b"word/") => {
            Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        Some("xlsx") if holds(b"xl/") => Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide() {
        assert_eq!(media_type(b"%PDF-1.7 ...", "a.exe"), Some("application/pdf"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0", "a"), Some("image/jpeg"));
        for hostile in [
            &b"<svg onload=alert(1)>"[..],
            b"<html>",
            b"MZ\x90",
            b"PK\x03\x04nothing",
            b"",
        ] {
            assert_eq!(media_type(hostile, "a.png"), None);
        }
        let document = b"PK\x03\x04 [Content_Types].xml word/document.xml";
        assert!(media_type(document, "a.docx").is_some());
        assert!(media_type(document, "a.pdf").is_none());
        let macros = b"PK\x03\x04 [Content_Types].xml word/vbaProject.bin";
        assert!(media_type(macros, "a.docx").is_none());
    }
}
