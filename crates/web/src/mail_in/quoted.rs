//! What a reply repeats of the notice that it answers. Programs put it above, below or between; nothing that the writer wrote
//! is left out: where that cannot be told, all of it stays.

use domain::Locale;
use words::words;

/// How the line above a quotation ends: "… wrote:", "…写道：".
const WROTE: [&str; 6] = ["wrote:", "写道:", "写道：", "寫道:", "寫道：", "schrieb:"];
/// How the block above a quotation without signs begins.
const ORIGINAL: [&str; 8] = [
    "-----original message-----",
    "----- original message -----",
    "------------------ original ------------------",
    "-----原始邮件-----",
    "-----邮件原件-----",
    "------------------ 原始邮件 ------------------",
    "________________________________",
    "-------- original message --------",
];
/// What a line of such a block begins with.
const BLOCK: [&str; 8] = [
    "from:",
    "发件人",
    "sent:",
    "发送时间",
    "to:",
    "收件人",
    "subject:",
    "主题",
];

/// A text without the notice that it answers.
pub(super) fn without_notice(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let Some(at) = lines.iter().position(|line| is_reply_line(line)) else {
        // Nothing of ours is in it: whatever it quotes is the writer's to send.
        return text.to_owned();
    };
    let quotes = lines[at..].iter().filter(|line| is_quoted(line)).count();
    let mut kept: Vec<&str> = above(&lines[..at]).to_vec();
    if is_quoted(lines[at]) || quotes > 1 {
        // Signs stand before what is repeated: what has none was written between it or below.
        kept.extend(
            lines[at..]
                .iter()
                .filter(|line| !is_quoted(line) && !is_reply_line(line)),
        );
    }
    let written = kept.join("\n");
    if written.trim().is_empty() {
        // The words may stand below, in what a program repeats without signs: all of it is kept but our own line.
        let all = lines.iter().filter(|line| !is_reply_line(line) && !is_quoted(line));
        return all.copied().collect::<Vec<_>>().join("\n");
    }
    written
}

/// The lines above a quotation, without those that a program put there to say whose it is.
fn above<'a>(lines: &'a [&'a str]) -> &'a [&'a str] {
    let mut end = lines.len();
    let blank = |end: usize| lines[end - 1].trim_matches(['>', ' ', '\u{a0}']).is_empty();
    while end > 0 && blank(end) {
        end -= 1;
    }
    let low = |end: usize| lines[end - 1].trim_matches(['>', ' ', '*', '\u{a0}']).to_lowercase();
    // A block of lines, perhaps with a rule above it.
    let mut block = end;
    while block > 0 && (BLOCK.iter().any(|begin| low(block).starts_with(begin)) || blank(block)) {
        block -= 1;
    }
    if block < end && (block == 0 || ORIGINAL.contains(&low(block).as_str())) {
        return &lines[..block.saturating_sub(1)];
    }
    if block + 1 < end {
        return &lines[..block];
    }
    if end > 0 && ORIGINAL.contains(&low(end).as_str()) {
        return &lines[..end - 1];
    }
    // "On … wrote:" may be broken over two lines.
    if end > 0 && WROTE.iter().any(|wrote| low(end).ends_with(wrote)) {
        let begins = |end: usize| {
            let low = low(end);
            low.starts_with("on ") || low.starts_with('在') || (low.contains('@') && !low.starts_with('<'))
        };
        let broken = end > 1 && !begins(end) && begins(end - 1);
        return &lines[..end - 1 - usize::from(broken)];
    }
    &lines[..end]
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// The line with which our letters begin, in either language.
fn is_reply_line(line: &str) -> bool {
    Locale::ALL
        .into_iter()
        .any(|locale| line.contains(words(locale).text("notice-reply-line")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> &'static str {
        words(Locale::En).text("notice-reply-line")
    }

    #[test]
    fn what_repeats_the_notice_goes_and_what_was_written_stays() {
        let line = ours();
        for (text, kept) in [
            ("It is the third lamp.".to_owned(), "It is the third lamp."),
            (
                format!("The third.\n\nOn Mon, 2 Mar 2026, Desk wrote:\n> {line}\n> \n> You were answered."),
                "The third.",
            ),
            (
                format!("The third.\n\nOn Mon, 2 Mar 2026, Desk\n<d@example.org> wrote:\n> {line}\n> x"),
                "The third.",
            ),
            (
                format!("第三盏。\n在 2026年3月2日，某局 写道：\n> {line}\n> x"),
                "第三盏。",
            ),
            (
                format!(
                    "The third.\n\n-----Original Message-----\nFrom: Desk\nSent: Monday\nTo: me\nSubject: x\n\n{line}\n\nText"
                ),
                "The third.",
            ),
            (
                format!(
                    "第三盏。\n\n------------------ 原始邮件 ------------------\n发件人: \"某局\"\n主题: x\n\n{line}\n\n正文"
                ),
                "第三盏。",
            ),
            (
                format!(
                    "On Monday Desk wrote:\n> {line}\n> You were answered.\n\nBelow it: the third.\n> Number 1\nAnd between."
                ),
                "\nBelow it: the third.\nAnd between.",
            ),
            // Whatever else somebody quotes is theirs to send.
            ("> He said so.\nI do not.".to_owned(), "> He said so.\nI do not."),
            // No sign, and nothing above: nothing is lost.
            (
                format!("{line}\nYou were answered.\nThe third."),
                "You were answered.\nThe third.",
            ),
        ] {
            assert_eq!(without_notice(&text).trim_end(), kept, "{text}");
        }
    }
}
