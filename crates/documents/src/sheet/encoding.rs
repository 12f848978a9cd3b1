//! Bytes of a text file to text: UTF-8, GB18030 (with GBK and GB 2312 in it), UTF-16.

use super::{Error, refusal};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// By byte order mark, else UTF-8 where the bytes are valid UTF-8, else UTF-16 by its zeros, else GB18030.
pub(super) fn decode<'a>(name: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Error> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(name, encoding, &bytes[mark..]);
    }
    // UTF-16 of plain ASCII is valid UTF-8 too (with zeros), so it is looked for first.
    if let Some(encoding) = utf16_without_mark(&bytes[..bytes.len().min(4096)]) {
        return strictly(name, encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => strictly(name, GB18030, bytes),
    }
}

/// A text that has to be guessed at is refused: a wrong guess would register nonsense.
fn strictly<'a>(name: &str, encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, Error> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| {
            let tried = if encoding == UTF_8 { "UTF-8" } else { encoding.name() };
            refusal("import-file-encoding", name).with("encoding", tried)
        })
}

/// UTF-16 without a mark: text with line ends and separators has a zero in every other byte here and there, and never
/// in the other place.
pub(super) fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |start: usize| head.iter().skip(start).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 32 + 1;
    if odd >= enough && even == 0 {
        Some(UTF_16LE)
    } else if even >= enough && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "编号,时间\r\n1,2020年1月2日\r\n";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let gb18030 = GB18030.encode(TEXT).0.into_owned();
        let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
        let cases: Vec<(&str, Vec<u8>)> = vec![
            ("utf-8", TEXT.as_bytes().to_vec()),
            ("utf-8 with mark", marked(b"\xEF\xBB\xBF", TEXT.as_bytes().to_vec())),
            ("gb18030", gb18030),
            ("utf-16le with mark", marked(b"\xFF\xFE", utf16(TEXT, false))),
            ("utf-16be with mark", marked(b"\xFE\xFF", utf16(TEXT, true))),
            ("utf-16le", utf16(TEXT, false)),
            ("utf-16be", utf16(TEXT, true)),
        ];
        for (what, bytes) in cases {
            assert_eq!(decode("f", &bytes).unwrap(), TEXT, "{what}");
        }
    }

    #[test]
    fn rare_characters_of_gb18030_are_read() {
        let bytes = GB18030.encode("𠮷野家,㐀").0.into_owned();
        assert_eq!(decode("f", &bytes).unwrap(), "𠮷野家,㐀");
    }

    #[test]
    fn bytes_of_no_encoding_are_refused() {
        let refused = decode("f.csv", b"a,b\n\xFF\xFF\xFF,1\n").unwrap_err();
        assert_eq!(refused.key, "import-file-encoding");
    }
}
