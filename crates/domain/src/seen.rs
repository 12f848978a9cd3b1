//! What is kept of the text that people and files give: what can be seen of it.

use std::borrow::Cow;

/// What people see of a text: line ends of one kind, a space for a tab, and no character
/// that cannot be seen or that turns around the order in which others are shown. Whatever comes from a form or a file
/// goes through here; [`crate::case::decide`] refuses what did not.
#[must_use]
pub fn seen(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_hidden(c) || matches!(c, '\u{2028}' | '\u{2029}')) {
        return text.into();
    }
    let mut seen = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\n' if after_return => {}
            '\t' => seen.push(' '),
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => seen.push('\n'),
            c if is_hidden(c) => {}
            c => seen.push(c),
        }
        after_return = c == '\r';
    }
    seen.into()
}

/// Control characters but the line end, the overrides and isolates of writing direction (Unicode TR 36, 2.5), and the
/// byte order mark.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_is_seen() {
        for (sent, kept) in [
            ("路灯不亮", "路灯不亮"),
            ("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour"),
            ("a\tb\0c\u{1b}[31md", "a bc[31md"),
            ("invoice\u{202e}fdp.exe\u{202c}", "invoicefdp.exe"),
            ("\u{feff}\u{2066}x\u{2069}", "x"),
            ("家👨\u{200d}👩\u{200d}👧", "家👨\u{200d}👩\u{200d}👧"),
        ] {
            let seen = seen(sent);
            assert_eq!(seen, kept);
            assert!(!seen.contains(is_hidden));
        }
        assert!(matches!(seen("a\nb"), Cow::Borrowed(_)));
    }
}
