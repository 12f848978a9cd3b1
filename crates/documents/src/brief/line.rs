//! Text that may stand on paper: what people typed, without what a document cannot hold or a reader cannot see.

use serde::Serialize;
use std::fmt;

/// Text of one line, fit for XML, HTML and PDF alike.
///
/// Control characters and noncharacters are dropped (XML 1.0 forbids them), and so are bidirectional controls, tags and
/// zero-width spaces: they would let a title show other words than it has. Every kind of white space becomes one space.
/// Everything else stays as written: nothing a person typed is ever read as markup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Line(String);

impl Line {
    /// `text` as it may be printed.
    pub(crate) fn new(text: &str) -> Self {
        let mut line = String::with_capacity(text.len());
        for c in text.chars() {
            if is_space(c) {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            } else if !is_dropped(c) {
                line.push(c);
            }
        }
        Self(line)
    }

    /// At most `most` characters of `text`; what is left out shows as an ellipsis.
    pub(crate) fn short(text: &str, most: usize) -> Self {
        let Self(mut line) = Self::new(text.trim());
        if let Some((end, _)) = line.char_indices().nth(most) {
            line.truncate(end);
            line.push('…');
        }
        Self(line)
    }

    /// Text that is clean already and now has places where a printer may break it.
    pub(crate) fn broken(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' | ' '
    )
}

fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn what_paper_cannot_hold_is_dropped() {
        for (typed, printed) in [
            ("消防通道\u{0}被\u{1f}堵", "消防通道被堵"),
            ("第一行\r\n第二行\u{2029}第三行", "第一行 第二行 第三行"),
            ("gpj.\u{202e}exe\u{2066}x", "gpj.exex"),
            ("零\u{200b}宽\u{feff}\u{fffe}", "零宽"),
            ("#import \"x\" <b> =1+1 🔥", "#import \"x\" <b> =1+1 🔥"),
        ] {
            assert_eq!(Line::new(typed).as_str(), printed);
        }
        assert_eq!(Line::short("一二三四五", 3).as_str(), "一二三…");
        assert_eq!(Line::short("一二三", 3).as_str(), "一二三");
    }
}
