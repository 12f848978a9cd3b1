//! Which files may show what was done. The bytes say what a file is, never its name.

/// The largest file, in bytes.
pub(crate) const MOST_BYTES: usize = 20 * 1024 * 1024;

/// The media type found in the bytes; none for files that are not taken.
pub(crate) fn media_type(bytes: &[u8], name: &str) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [b'P', b'K', 3, 4, ..] => office_type(bytes, name),
        _ => None,
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
