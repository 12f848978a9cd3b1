//! What a file is, by its first bytes: names lie, and half of China's ".xls" files are web pages.

use super::{Error, damaged, refusal, zipped};

/// Kinds of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Office Open XML.
    Xlsx,
    /// Excel 97–2003, and WPS's `.et`.
    Xls,
    /// `OpenDocument`.
    Ods,
    /// CSV or TSV.
    Text,
}

pub(super) fn kind(name: &str, bytes: &[u8]) -> Result<Kind, Error> {
    if bytes.is_empty() {
        return Err(refusal("import-file-empty", name));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let mut archive = zipped::open(name, bytes)?;
        let has = |file: &str| archive.index_for_name(file).is_some();
        if has("xl/workbook.bin") {
            return Err(refusal("import-file-binary-workbook", name));
        }
        let kind = if has("xl/workbook.xml") {
            Kind::Xlsx
        } else if has("content.xml") && has("mimetype") {
            Kind::Ods
        } else if archive
            .file_names()
            .any(|file| file.is_ok_and(|file| file.eq_ignore_ascii_case("xl/workbook.xml")))
        {
            Kind::Xlsx
        } else {
            return Err(refusal("import-file-not-a-sheet", name));
        };
        zipped::unpacks_within_limits(name, &mut archive)?;
        return Ok(kind);
    }
    if bytes.starts_with(b"PK\x05\x06") {
        return Err(damaged(name));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Kind::Xls);
    }
    let head = &bytes[..bytes.len().min(4096)];
    if looks_like_a_web_page(head) {
        return Err(refusal("import-file-web-page", name));
    }
    if looks_binary(head) {
        return Err(refusal("import-file-not-a-sheet", name));
    }
    Ok(Kind::Text)
}

fn looks_like_a_web_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head)
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_ascii_lowercase();
    ["<!doctype html", "<html", "<table", "<?xml", "<meta", "<head"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// Control characters that no text has; UTF-16 is told apart by its byte order mark or its zeros in every other place.
fn looks_binary(head: &[u8]) -> bool {
    if head.starts_with(b"\xFF\xFE")
        || head.starts_with(b"\xFE\xFF")
        || super::encoding::utf16_without_mark(head).is_some()
    {
        return false;
    }
    head.iter().any(|byte| matches!(byte, 0..=8 | 14..=25 | 27..=31)) || head.starts_with(b"%PDF")
}
