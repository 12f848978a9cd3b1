//! The mark that notices carry and replies bring back: a case's number, and letters that only the case's key can make
//! ([`store::Store::reply_mark`]). Who wrote a reply no header can prove; the mark proves that the writer has a notice.

use crate::notices::settings::Mail;
use crate::secrets;
use domain::case::{Case, Party};
use office::Office;

/// Letters of a mark: 105 bits.
const LETTERS: usize = 21;
/// Signs of a number: the day.
const DAY: usize = 8;
/// Marks of one letter that are looked up.
const MOST: usize = 20;

/// A mark as it was found in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) number: String,
    letters: String,
    /// What stands behind it: the version of the event that the notice told of, or `b` where bounces go to.
    pub(crate) rest: String,
}

/// What notices of a case to a party carry: its number and letters of the party's own. None after the case was erased, and where the
/// party chose none.
///
/// # Errors
/// What the store says.
pub(crate) async fn of_case(office: &Office, case: &Case, party: Party) -> Result<Option<String>, store::Error> {
    let Some(notices) = case.notices_of(party) else {
        return Ok(None);
    };
    let mark = office.store.reply_mark(case.id, notices.address_at).await?;
    Ok(mark.map(|mark| format!("{}.{}", case.number, letters(&mark))))
}

/// The case that a mark leads to, and which party its notice went to; none where the mark is not the one that its notices carry.
///
/// # Errors
/// What the store says.
pub(crate) async fn leads_to(office: &Office, mark: &Mark) -> Result<Option<(Case, Party)>, store::Error> {
    let Some(story) = office.store.story(&mark.number).await? else {
        return Ok(None);
    };
    let shown = format!("{}.{}", mark.number, mark.letters);
    for party in Party::ALL {
        let own = of_case(office, &story.case, party).await?;
        if own.is_some_and(|own| secrets::same(&own, &shown)) {
            return Ok(Some((story.case.clone(), party)));
        }
    }
    Ok(None)
}

/// The address that replies to a notice go to.
pub(crate) fn reply_address(mail: &Mail, mark: &str) -> Option<String> {
    let (local, domain) = mail.replies.as_ref()?;
    Some(format!("{local}+{mark}@{domain}"))
}

/// The address that a mail server tells of what did not arrive.
pub(crate) fn bounce_address(mail: &Mail, mark: &str) -> Option<String> {
    let (local, domain) = mail.replies.as_ref()?;
    Some(format!("{local}+{mark}.b@{domain}"))
}

/// The marks in the lines of a letter's header, or in any text: each once, in their order.
pub(crate) fn found_in(text: &str) -> Vec<Mark> {
    let text = text.to_ascii_lowercase();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
    let mut found: Vec<Mark> = Vec::new();
    for mark in words.filter_map(read) {
        if found.len() < MOST && !found.contains(&mark) {
            found.push(mark);
        }
    }
    found
}

fn read(word: &str) -> Option<Mark> {
    let mut parts = word.splitn(3, '.');
    let (number, letters) = (parts.next()?, parts.next()?);
    let (day, count) = number.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_number = day.len() == DAY && digits(day) && digits(count) && count.len() <= 12;
    let is_mark = letters.len() == LETTERS
        && letters
            .bytes()
            .all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b));
    (is_number && is_mark).then(|| Mark {
        number: number.to_owned(),
        letters: letters.to_owned(),
        rest: parts.next().unwrap_or_default().to_owned(),
    })
}

/// RFC 4648, 6, in small letters: mail servers do not always keep capital ones.
fn letters(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bit = |n: usize| bytes.get(n / 8).map_or(0, |byte| (byte >> (7 - n % 8)) & 1);
    let sign = |n: usize| (0..5).fold(0, |sign, at| (sign << 1) | usize::from(bit(n * 5 + at)));
    (0..LETTERS).map(|n| char::from(SIGNS[sign(n)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_in_addresses_and_message_ids() {
        assert_eq!(letters(&[0; 32]), "a".repeat(21));
        assert_eq!(&letters(b"foobar")[..9], "mzxw6ytbo");
        let mark = "20260302-00017.mzxw6ytboiaaaaaaaaaaa";
        for (text, rest) in [
            (format!("To: Desk <desk+{mark}@example.org>"), ""),
            (format!("desk+{}@EXAMPLE.org", mark.to_ascii_uppercase()), ""),
            (format!("desk+{mark}.b@example.org"), "b"),
            (format!("References: <other@x>\n <{mark}.5.12@example.org>"), "5.12"),
        ] {
            let found = found_in(&text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(
                (found[0].number.as_str(), found[0].rest.as_str()),
                ("20260302-00017", rest)
            );
        }
        for text in [
            "desk@example.org",
            "desk+20260302-00017@example.org",
            "desk+20260302-00017.short@example.org",
            "desk+20260302-00017.mzxw6ytboiaaaaaaaaaa1@example.org",
            "desk+2026-1.mzxw6ytboiaaaaaaaaaaa@example.org",
        ] {
            assert_eq!(found_in(text), [], "{text}");
        }
    }
}
