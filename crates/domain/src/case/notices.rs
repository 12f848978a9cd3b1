//! Notices 通知 to the person who asked: by what way they reach the person, in which language, and of what they tell.

use super::{Actor, Case, Event, Party, Role};
use crate::Locale;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The longest e-mail address, in characters (RFC 5321, 4.5.3.1.3, without the angle brackets).
const MOST_ADDRESS: usize = 254;
/// The longest part before the at sign, in characters (RFC 5321, 4.5.3.1.1).
const MOST_LOCAL: usize = 64;
/// Digits of a number that can be dialled from anywhere (ITU E.164, 6.2.1), and the fewest that reach somebody.
const DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// A way in which notices reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticesBy {
    /// By e-mail.
    Email,
    /// By text message 短信.
    Text,
}

impl NoticesBy {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Email, Self::Text];

    /// Its name in tables, forms and message keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Text => "text",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }

    /// What somebody typed as the address that notices go to, as it is kept: letters and digits in half width, a number
    /// without what people put between its digits. None where nothing can be sent there.
    #[must_use]
    pub fn address(self, typed: &str) -> Option<String> {
        let typed: String = typed.trim().chars().map(half_width).collect();
        match self {
            Self::Email => is_address(&typed).then_some(typed),
            Self::Text => {
                let number: String = typed.chars().filter(|c| !" -().\u{a0}".contains(*c)).collect();
                let digits = number.strip_prefix('+').unwrap_or(&number);
                let dialled = DIGITS.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
                dialled.then_some(number)
            }
        }
    }
}

/// What an input method made wide.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// An address without comments, quotes and literals, which no provider gives its people: nothing in it can become a second
/// address or another header.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let local_fits = (1..=MOST_LOCAL).contains(&local.len())
        && local
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b))
        && !local.starts_with(['.', '-'])
        && !local.ends_with('.')
        && !local.contains("..");
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    local_fits && text.len() <= MOST_ADDRESS && domain.contains('.') && domain.split('.').all(label)
}

/// How the person who asked is told of what happens. Where it goes to is sealed under the case's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    /// By what way; none where they were stopped.
    pub by: Option<NoticesBy>,
    /// In which language.
    pub language: Locale,
    /// The version of the event that brought the address last in force. Replies to notices sent there stay good when
    /// notices are stopped, and end when they go elsewhere.
    pub address_at: u64,
    /// Since when.
    pub since: Timestamp,
}

/// What a choice does to a case.
pub(super) fn choose(case: &mut Case, party: Party, (by, language): (Option<NoticesBy>, Locale), at: Timestamp) {
    let address_at = match (by, case.notices_of(party)) {
        (None, Some(before)) => before.address_at,
        _ => case.version,
    };
    let chosen = Notices {
        by,
        language,
        address_at,
        since: at,
    };
    if party == Party::A {
        case.notices = Some(chosen);
    } else {
        case.party_notices.insert(party, chosen);
    }
}

impl Case {
    /// How a party is told, the requester as the first; none where nobody has chosen.
    #[must_use]
    pub fn notices_of(&self, party: Party) -> Option<Notices> {
        match party {
            Party::A => self.notices,
            other => self.party_notices.get(&other).copied(),
        }
    }
}

impl Event {
    /// Message key of what a notice says of it to the person who asked; none where no notice goes out.
    ///
    /// Notices go out of what [`Event::told`] tells, with four exceptions: what the person did, which the page has just
    /// confirmed; the registration, since the choice of notices, which comes with it, is answered with the number; clocks
    /// that start and stop with a step, and openings, which stand on the page without a message for each; the erasing,
    /// after which there is no address any more.
    #[must_use]
    pub fn notice(&self, by: &Actor) -> Option<&'static str> {
        let key = match self {
            Self::NoticesChosen {
                by: Some(_),
                party: None,
                ..
            } => return Some("notice-chosen"),
            Self::Accepted { .. } => "notice-accepted",
            Self::Refused { .. } => "notice-refused",
            Self::Dispatched { .. } | Self::TakenOver { .. } => "notice-dispatched",
            Self::Acknowledged { .. } => "notice-acknowledged",
            Self::Answered { .. } => "notice-answered",
            Self::Returned { .. } => "notice-returned",
            Self::Closed { .. } => "notice-closed",
            Self::Reopened { .. } => "notice-reopened",
            Self::Withdrawn { .. } => "notice-withdrawn",
            Self::EvidenceAttached(_) => "notice-file",
            Self::ClockPaused { .. } | Self::ClockResumed { .. } | Self::ClockExtended { .. } => "notice-time",
            Self::ReviewAsked { .. } => "notice-review-asked",
            Self::PassProposed { .. } => "notice-pass-proposed",
            Self::Published(_) | Self::Unpublished { .. } => "notice-published",
            other => other.notice_to_all().unwrap_or("notice-changed"),
        };
        let told = !self.is_quiet() && by.role != Role::Requester && self.told(by).event().is_some();
        told.then_some(key)
    }

    /// The same to a party of a dispute, the requester as the first: of another one, of what [`Event::told_to`] tells it and it did not do
    /// itself.
    #[must_use]
    pub fn notice_to(&self, reader: Party, by: &Actor) -> Option<&'static str> {
        if reader == Party::A {
            return self.notice(by);
        }
        let key = match self {
            Self::NoticesChosen {
                by: Some(_),
                party: Some(party),
                ..
            } => return (*party == reader).then_some("notice-party-chosen"),
            Self::Accepted { .. } => "notice-party-accepted",
            Self::Closed { .. } | Self::MediationEnded { .. } | Self::Refused { .. } | Self::Withdrawn { .. } => {
                "notice-party-ended"
            }
            Self::Reopened { .. } | Self::MediationAnew { .. } => "notice-party-anew",
            other => other.notice_to_all().unwrap_or("notice-party-changed"),
        };
        let told = !self.is_quiet() && by.party() != Some(reader) && self.told_to(reader, by).event().is_some();
        told.then_some(key)
    }

    /// No notice goes out of it, whoever did it.
    const fn is_quiet(&self) -> bool {
        matches!(
            self,
            Self::Registered { .. }
                | Self::NoticesChosen { .. }
                | Self::ClockStarted { .. }
                | Self::ClockStopped { .. }
                | Self::ClockCancelled { .. }
                | Self::Opened { .. }
                | Self::Erased { .. }
        )
    }

    /// What is said to each party in the same words.
    const fn notice_to_all(&self) -> Option<&'static str> {
        match self {
            Self::Messaged { .. } => Some("notice-messaged"),
            Self::SessionCalled { .. } | Self::SessionMoved { .. } | Self::SessionCalledOff { .. } => {
                Some("notice-session")
            }
            Self::AgreementDrafted { .. } | Self::AgreementSealed { .. } | Self::OralAgreementRecorded { .. } => {
                Some("notice-agreement")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NoticesBy::{Email, Text};

    #[test]
    fn an_address_is_kept_as_it_can_be_sent_to() {
        for (by, typed, kept) in [
            (
                Email,
                " zhang.san+1@example.com.cn ",
                Some("zhang.san+1@example.com.cn"),
            ),
            (Email, "ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｎ", Some("zhang@example.cn")),
            (Email, "a@b", None),
            (Email, "a@b@example.org", None),
            (Email, "a b@example.org", None),
            (Email, "a@example.org,c@example.org", None),
            (Email, "a@example.org\r\nBcc: c@example.org", None),
            (Email, "\"a\"@example.org", None),
            (Email, "<a@example.org>", None),
            (Email, "-oQ@example.org", None),
            (Email, ".a@example.org", None),
            (Email, "a@-example.org", None),
            (Email, "a@example..org", None),
            (Email, "", None),
            (Text, "139 0000-0000", Some("13900000000")),
            (Text, "＋８６ １３９００００００００", Some("+8613900000000")),
            (Text, "(0571) 8765.4321", Some("057187654321")),
            (Text, "1234", None),
            (Text, "1234567890123456", None),
            (Text, "+", None),
            (Text, "139&to=1", None),
            (Text, "١٣٩٠٠٠٠٠", None),
        ] {
            assert_eq!(by.address(typed).as_deref(), kept, "{typed:?}");
        }
        let long = format!("{}@example.org", "a".repeat(65));
        assert_eq!(Email.address(&long), None);
    }
}
