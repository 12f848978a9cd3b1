//! The few spellings that all formats share. One value has one spelling: what is not written exactly so is refused, so
//! that two programs never read the same bytes differently.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::tree::MAX_SIZE;

/// Base 64 of RFC 4648 §4, with padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a base 64 text; `None` where padding is missing, the last bits are not zero or anything else is there.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A number of leaves or an index: ASCII digits, no sign, no leading zero, at most [`MAX_SIZE`].
pub(crate) fn to_number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let leading = text.len() > 1 && text.starts_with('0');
    if !plain || leading {
        return None;
    }
    text.parse().ok().filter(|number| *number <= MAX_SIZE)
}

/// The text up to the first `"\n\n"`, its newline included, and what follows the empty line.
pub(crate) fn at_first_empty_line(text: &str) -> Option<(&str, &str)> {
    let at = text.find("\n\n")?;
    Some((&text[..=at], &text[at + 2..]))
}

/// The lines of a text in which every line ends in a newline; `None` where the last one does not.
pub(crate) fn lines(text: &str) -> Option<std::str::Split<'_, char>> {
    Some(text.strip_suffix('\n')?.split('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        assert_eq!(to_number("0"), Some(0));
        assert_eq!(to_number("9223372036854775807"), Some(MAX_SIZE));
        for wrong in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1_0",
            "٣",
            "9223372036854775808",
            "99999999999999999999",
        ] {
            assert_eq!(to_number(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(from_base64("AA=="), Some(vec![0]));
        for wrong in ["AA", "AB==", "AA==\n", "A A=", "-_==", "AA==AA=="] {
            assert_eq!(from_base64(wrong), None, "{wrong:?}");
        }
    }
}
