//! What of a text reaches a person: telephone and identity numbers, e-mail addresses. It stays in the text, where those
//! who work on the case read it, and out of the full-text index, so that nobody is found across cases by it.

use std::borrow::Cow;

/// A number of fewer digits reaches nobody by itself: house numbers, amounts, years.
const FEWEST_DIGITS: usize = 7;
/// Digits of a part of a number that is written in parts: 139 0000 0000, 0571-8765-4321.
const FEWEST_OF_PART: usize = 3;

/// The text, in lower case and half width, without what reaches a person.
pub(crate) fn left_out(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte == b'@' || byte.is_ascii_digit()) {
        return text.into();
    }
    let bytes = text.as_bytes();
    let mut kept = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'@' => address_around(bytes, at),
            byte if byte.is_ascii_digit() => Some(number_from(bytes, at)),
            _ => None,
        };
        let Some(found) = found else {
            at += 1;
            continue;
        };
        if found.reaches_somebody {
            kept.push_str(&text[copied..found.from.max(copied)]);
            kept.push(' ');
            copied = found.to;
        }
        at = found.to;
    }
    kept.push_str(&text[copied..]);
    kept.into()
}

/// A stretch of bytes that begins and ends with ASCII.
struct Found {
    from: usize,
    to: usize,
    reaches_somebody: bool,
}

/// The e-mail address around an at sign.
fn address_around(bytes: &[u8], at: usize) -> Option<Found> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-+".contains(byte);
    let before = bytes[..at].iter().rev().take_while(|byte| part(byte)).count();
    let after = bytes[at + 1..].iter().take_while(|byte| part(byte)).count();
    (before > 0 && after > 0).then_some(Found {
        from: at - before,
        to: at + 1 + after,
        reaches_somebody: true,
    })
}

/// The number that begins at `from`, its parts joined.
fn number_from(bytes: &[u8], from: usize) -> Found {
    let digits_at = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let letters_before = bytes[..from]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let mut parts = vec![digits_at(from)];
    let mut to = from + parts[0];
    while parts.last().is_some_and(|last| *last >= FEWEST_OF_PART)
        && bytes.get(to).is_some_and(|byte| b" -.".contains(byte))
    {
        let more = digits_at(to + 1);
        if more < FEWEST_OF_PART {
            break;
        }
        parts.push(more);
        to += 1 + more;
    }
    let digits: usize = parts.iter().sum();
    if digits == 17 && bytes.get(to) == Some(&b'x') {
        to += 1;
    }
    let letters_after = bytes.get(to).is_some_and(u8::is_ascii_alphabetic);
    let word = &bytes[from - letters_before..from];
    let named = [&b"qq"[..], b"tel", b"wx", b"vx", b"weixin", b"phone", b"mobile"].contains(&word);
    // A passport; with more letters or digits it is somebody's register of cases.
    let passport = (1..=2).contains(&word.len()) && (FEWEST_DIGITS..=9).contains(&digits);
    let alone = word.is_empty() && !letters_after && !is_case_number(&bytes[from..to], &parts);
    Found {
        from: from - letters_before,
        to,
        reaches_somebody: digits >= FEWEST_DIGITS && (alone || named || passport),
    }
}

/// A number of ours, 20260302-00001: one case may name another.
fn is_case_number(number: &[u8], parts: &[usize]) -> bool {
    let day_and_count = parts.len() == 2 && parts[0] == 8 && parts[1] >= 5;
    day_and_count && number.starts_with(b"20") && number[8] == b'-'
}

#[cfg(test)]
mod tests {
    use super::left_out;

    #[test]
    fn what_reaches_a_person_is_left_out() {
        for (text, kept) in [
            ("电话13900000000，楼道积水", "电话 ，楼道积水"),
            ("+86 139 0000 0000 停水", "+86   停水"),
            ("139-0000-0000", " "),
            ("0571-87654321转3", " 转3"),
            ("座机8765432。", "座机 。"),
            ("身份证11010519491231002x有误", "身份证 有误"),
            ("身份证110105194912310021。", "身份证 。"),
            ("qq1234567 微信", "  微信"),
            ("护照e12345678", "护照 "),
            ("请发zhang.san+1@example.com.cn，谢谢", "请发 ，谢谢"),
            ("a@b", " "),
        ] {
            assert_eq!(left_out(text), kept);
        }
    }

    #[test]
    fn what_says_where_when_and_which_stays() {
        for text in [
            "人民路12号3单元502室",
            "2026-03-02 08:15 起",
            "20260302-00017重复",
            "工单yx20260302001",
            "浙a12345占道",
            "欠薪120000元",
            "101、102、103、104室",
            "100号200室300号",
            "@所有人 3-2-101",
            "没有数字",
        ] {
            assert_eq!(left_out(text), text);
        }
    }

    #[test]
    fn any_text_is_taken() {
        for text in [
            "@",
            "1",
            "@@1@",
            "1@",
            "1234567",
            "é1234567@é",
            "１２３",
            "1-",
            "123-",
            "123-4",
            "x1234567x",
        ] {
            let _ = left_out(text);
        }
    }
}
