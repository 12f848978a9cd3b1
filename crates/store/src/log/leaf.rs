//! The leaf of an event.

use crate::Error;
use base64::Engine as _;
use base64::engine::general_purpose::NO_PAD;
use base64::engine::simd::Simd;
use domain::CaseId;
use domain::case::{Actor, Role, logged_name};
use jiff::Timestamp;
use ledger::hash::{HASH_BYTES, Hash};
use ledger::leaf::{Leaf, SALT_BYTES, commit};
use std::sync::LazyLock;
use uuid::Uuid;

/// Base 64 of salts: an audit reads them for each event.
static SALTS: LazyLock<Simd> = LazyLock::new(|| Simd::standard(NO_PAD));

/// Base 64 of twelve bits (RFC 4648, 4).
static TWELVE_BITS: [[u8; 2]; 1 << 12] = {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut all = [[0; 2]; 1 << 12];
    let mut at = 0;
    while at < all.len() {
        all[at] = [digits[at >> 6], digits[at & 0x3f]];
        at += 1;
    }
    all
};

/// Base 64 of a hash. An audit writes two for each event, to compare them: what is made for texts of any length takes three times as
/// long for so few bytes.
#[inline]
fn base64_of(hash: &Hash) -> [u8; HASH_BYTES.div_ceil(3) * 4] {
    let mut text = [b'='; HASH_BYTES.div_ceil(3) * 4];
    let (threes, last) = hash.as_bytes().as_chunks();
    let (fours, end) = text.split_at_mut(threes.len() * 4);
    for ([one, two, three], four) in threes.iter().zip(fours.as_chunks_mut::<4>().0) {
        let bits = u32::from_be_bytes([0, *one, *two, *three]) as usize;
        let ([a, b], [c, d]) = (TWELVE_BITS[bits >> 12], TWELVE_BITS[bits & 0xfff]);
        *four = [a, b, c, d];
    }
    // Two bytes are left: four bits and two that are none.
    let bits = last.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << 2;
    let ([a, b], [_, c]) = (TWELVE_BITS[bits >> 6], TWELVE_BITS[bits & 0x3f]);
    end[..3].copy_from_slice(&[a, b, c]);
    text
}

/// The salts of an event's two commitments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Salts {
    /// Of the commitment to the event's open part: its text as it is kept. None where the text was erased.
    pub(crate) open: Option<[u8; SALT_BYTES]>,
    /// Of the commitment to who did it.
    pub(crate) actor: [u8; SALT_BYTES],
}

impl Salts {
    /// Fresh ones.
    ///
    /// # Errors
    /// [`Error::Io`] on a machine that has no randomness to give.
    pub(crate) fn draw() -> Result<Self, Error> {
        let (mut open, mut actor) = ([0; SALT_BYTES], [0; SALT_BYTES]);
        for salt in [&mut open, &mut actor] {
            getrandom::fill(salt).map_err(|error| Error::Io(std::io::Error::other(error.to_string())))?;
        }
        Ok(Self {
            open: Some(open),
            actor,
        })
    }

    /// Without that of the open part.
    pub(crate) const fn without_open(&self) -> Self {
        Self {
            open: None,
            actor: self.actor,
        }
    }

    /// As the table keeps them: both, or that of the actor alone.
    pub(crate) fn to_text(&self) -> String {
        let open = self.open.as_ref().map_or(&[][..], |open| open);
        SALTS.encode([open, &self.actor].concat())
    }

    /// From what the table keeps.
    pub(crate) fn from_text(text: impl AsRef<[u8]>) -> Option<Self> {
        // Decoding asks for the room of whole groups of three bytes.
        let mut room = [0; (2 * SALT_BYTES).next_multiple_of(3)];
        let length = SALTS.decode_slice(text, &mut room).ok()?;
        let bytes = room.get(..length)?;
        let (open, actor) = bytes.split_at_checked(bytes.len().checked_sub(SALT_BYTES)?)?;
        let open = match open {
            [] => None,
            open => Some(open.try_into().ok()?),
        };
        Some(Self {
            open,
            actor: actor.try_into().ok()?,
        })
    }
}

/// What a leaf is made of.
pub(crate) struct Entry<'a> {
    pub(crate) case: CaseId,
    /// The event's place in its case's stream, 1 first.
    pub(crate) version: u64,
    /// What kind of event.
    pub(crate) kind: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) actor: &'a Actor,
    /// The leaf says in the open that the requester did it, whichever post it was: who it was, is committed to.
    pub(crate) of_source: bool,
    /// The leaf of the case's event before this one.
    pub(crate) previous: Option<i64>,
    /// What was said.
    pub(crate) said: Said<'a>,
    /// The commitment to the sealed values that came with it.
    pub(crate) sealed: Option<Hash>,
    /// Who did it, as it is kept and committed to.
    pub(crate) actor_text: &'a [u8],
    pub(crate) actor_salt: &'a [u8; SALT_BYTES],
}

/// The event's open part.
pub(crate) enum Said<'a> {
    /// Its text as it is kept, and the salts.
    Text(&'a [u8], &'a Salts),
    /// The text was erased; this is the commitment that was made to it.
    Gone(Hash),
}

impl Entry<'_> {
    /// Which leaf before it a text names, where that text is otherwise the one of [`Entry::leaf`], with the post or with the
    /// requester in its place; for whoever looks at a great many. None where it is not, and where what it is made of cannot be in a leaf.
    pub(crate) fn find_before(&self, leaf: &[u8]) -> Option<Before> {
        let open = match &self.said {
            Said::Text(text, Salts { open: Some(salt), .. }) => commit(salt, text),
            Said::Text(..) => return None,
            Said::Gone(commitment) => *commitment,
        };
        let actor = commit(self.actor_salt, self.actor_text);
        let (kind, post) = (self.kind.as_bytes(), self.post().as_bytes());
        // No line's end in either, so that no text can be read as two leaves.
        [kind, post]
            .into_iter()
            .flatten()
            .all(u8::is_ascii_graphic)
            .then_some(())?;
        let mut text = Reader(leaf);
        let mut id = Uuid::encode_buffer();
        text.skip(b"huying-leaf@v1\ncase ")?;
        text.skip(self.case.0.hyphenated().encode_lower(&mut id).as_bytes())?;
        text.skip(b"\nevent ")?;
        (u64::try_from(text.number()?).ok()? == self.version).then_some(())?;
        text.skip(b"\nkind ")?;
        // What it is called in the open may say less than its own name, by which older leaves call it.
        text.skip(kind)
            .or_else(|| text.skip(logged_name(self.kind).as_bytes()))?;
        text.skip(b"\ntime ")?;
        (text.number()? == self.at.as_millisecond()).then_some(())?;
        text.skip(b"\npost ")?;
        // No post is called so, and a leaf does not change: what it says of who did it, the commitment holds.
        text.skip(post).or_else(|| text.skip(OF_SOURCE.as_bytes()))?;
        text.skip(b"\nprevious ")?;
        let previous = match text.skip(b"-") {
            Some(()) => None,
            None => Some(text.number()?),
        };
        text.skip(b"\n\nopen ")?;
        text.hash(&open)?;
        if let Some(sealed) = &self.sealed {
            text.skip(b"\nsealed ")?;
            text.hash(sealed)?;
        }
        text.skip(b"\nactor ")?;
        text.hash(&actor)?;
        (text.0 == b"\n").then_some(Before(previous))
    }

    /// The post that did it, or what stands for one.
    fn post(&self) -> &str {
        if self.of_source {
            return OF_SOURCE;
        }
        let post = self.actor.post.as_ref();
        post.map_or_else(|| nobody(self.actor.role), |post| post.as_str())
    }

    /// The leaf: where the event belongs, in the open, without anything about a person; and the commitments.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a name of the pack cannot stand in a leaf, which `pack check` refuses.
    pub(crate) fn leaf(&self) -> Result<Leaf, Error> {
        let field = |key: &str, value: String| (key.to_owned(), value);
        let envelope = vec![
            field("case", self.case.to_string()),
            field("event", self.version.to_string()),
            field("kind", self.kind.to_owned()),
            field("time", self.at.as_millisecond().to_string()),
            field("post", self.post().to_owned()),
            field(
                "previous",
                self.previous.map_or_else(|| "-".to_owned(), |n| n.to_string()),
            ),
        ];
        let open = match &self.said {
            Said::Text(text, salts) => {
                let salt = salts
                    .open
                    .as_ref()
                    .ok_or_else(|| Error::Corrupt("a salt is gone".to_owned()))?;
                commit(salt, text)
            }
            Said::Gone(commitment) => *commitment,
        };
        let mut commitments = vec![("open".to_owned(), open)];
        commitments.extend(self.sealed.map(|sealed| ("sealed".to_owned(), sealed)));
        commitments.push(("actor".to_owned(), commit(self.actor_salt, self.actor_text)));
        Leaf::new(envelope, commitments).map_err(|error| Error::Corrupt(error.to_string()))
    }
}

/// The leaf of the case's event before, as a leaf names it; none where the event is the case's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Before(pub(crate) Option<i64>);

/// What is left of a leaf's text.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    #[inline]
    fn skip(&mut self, text: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    /// A whole number, as it is spelled in a leaf: without zeros before it, and `-` before those that are less than zero.
    fn number(&mut self) -> Option<i64> {
        let digits = self.0.strip_prefix(b"-").unwrap_or(self.0);
        let below = digits.len() < self.0.len();
        let mut value = 0_i64;
        let mut length = 0;
        for digit in digits.iter().take_while(|byte| byte.is_ascii_digit()) {
            let digit = i64::from(digit - b'0');
            value = value.checked_mul(10)?.checked_add(if below { -digit } else { digit })?;
            length += 1;
        }
        let (number, rest) = digits.split_at(length);
        let plain = match number {
            [] => false,
            [b'0'] => !below,
            [first, ..] => *first != b'0',
        };
        self.0 = rest;
        plain.then_some(value)
    }

    #[inline]
    fn hash(&mut self, hash: &Hash) -> Option<()> {
        self.skip(&base64_of(hash))
    }
}

/// What stands for the post where a leaf must not tell who took a report down whose source is hidden.
pub(crate) const OF_SOURCE: &str = nobody(Role::Requester);

/// What stands for the post of somebody who has none.
const fn nobody(role: Role) -> &'static str {
    match role {
        Role::Program => "(program)",
        // Which of the parties of a dispute it was, is nobody's who reads the log.
        Role::Requester | Role::OtherParty => "(requester)",
        Role::Invited => "(invited)",
        Role::Clerk
        | Role::Handler
        | Role::DutyOfficer
        | Role::SpecialOffice
        | Role::Leader
        | Role::Auditor
        | Role::Administrator => "(none)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_for_the_leaf_only_where_it_is_that_leaf() {
        let salts = Salts::draw().unwrap();
        let actor = Actor::program();
        let mut texts = Vec::new();
        for (previous, sealed, at) in [
            (None, None, 1_700_000_000_123),
            (Some(70), Some(Hash([9; 32])), -12),
            (Some(0), None, 0),
        ] {
            for said in [Said::Text(b"{}", &salts), Said::Gone(Hash([5; 32]))] {
                let entry = Entry {
                    case: CaseId(Uuid::from_u128(0x1234_5678)),
                    version: 3,
                    kind: "registered",
                    at: Timestamp::from_millisecond(at).unwrap(),
                    actor: &actor,
                    of_source: false,
                    previous,
                    said,
                    sealed,
                    actor_text: b"{\"role\":\"program\"}",
                    actor_salt: &salts.actor,
                };
                let text = entry.leaf().unwrap().to_string();
                assert_eq!(entry.find_before(text.as_bytes()), Some(Before(previous)), "{text}");
                texts.push((text, entry));
            }
        }
        for (text, _) in &texts {
            for (other, entry) in &texts {
                assert_eq!(entry.find_before(text.as_bytes()).is_some(), text == other);
            }
            for at in 0..text.len() {
                let mut changed = text.clone().into_bytes();
                changed[at] ^= 1;
                let read = texts.iter().filter_map(|(_, entry)| entry.find_before(&changed));
                // Another leaf before is the one thing that the events of the case have to say.
                let before = text.find("previous ").unwrap() + "previous ".len();
                let number = before..before + text[before..].find('\n').unwrap();
                assert!(number.contains(&at) || read.count() == 0, "{at} of {text}");
            }
        }
    }

    #[test]
    fn a_report_whose_source_is_hidden_reads_the_same_from_counter_and_portal() {
        let salts = Salts::draw().unwrap();
        let counter = Actor {
            role: Role::Clerk,
            post: Some("clerk".into()),
            unit: None,
            account: None,
        };
        let portal = Actor {
            role: Role::Requester,
            ..Actor::program()
        };
        let entry = |actor, of_source| Entry {
            case: CaseId(Uuid::from_u128(1)),
            version: 1,
            kind: "registered",
            at: Timestamp::UNIX_EPOCH,
            actor,
            of_source,
            previous: None,
            said: Said::Text(b"{}", &salts),
            sealed: None,
            actor_text: b"{}",
            actor_salt: &salts.actor,
        };
        let hidden = entry(&counter, true).leaf().unwrap().to_string();
        assert_eq!(hidden, entry(&portal, false).leaf().unwrap().to_string());
        // An audit, which has the actor and not the case, knows it for the event's own.
        assert!(entry(&counter, false).find_before(hidden.as_bytes()).is_some());
        let open = entry(&counter, false).leaf().unwrap().to_string();
        assert!(open.contains("post clerk") && entry(&portal, false).find_before(open.as_bytes()).is_none());
    }

    #[test]
    fn an_event_whose_name_would_tell_is_known_by_either() {
        let (salts, actor) = (Salts::draw().unwrap(), Actor::program());
        let entry = |kind| Entry {
            case: CaseId(Uuid::from_u128(1)),
            version: 2,
            kind,
            at: Timestamp::UNIX_EPOCH,
            actor: &actor,
            of_source: false,
            previous: Some(3),
            said: Said::Text(b"{}", &salts),
            sealed: None,
            actor_text: b"{}",
            actor_salt: &salts.actor,
        };
        let quiet = entry(logged_name("link_given")).leaf().unwrap().to_string();
        assert!(quiet.contains("\nkind noted\n"), "{quiet}");
        // As older versions wrote it.
        let old = entry("link_given").leaf().unwrap().to_string();
        for leaf in [&quiet, &old] {
            assert!(entry("link_given").find_before(leaf.as_bytes()).is_some(), "{leaf}");
            assert!(entry("answered").find_before(leaf.as_bytes()).is_none(), "{leaf}");
        }
    }

    #[test]
    fn a_hash_is_spelled_as_everywhere_else() {
        proptest::proptest!(|(bytes: [u8; HASH_BYTES])| {
            let hash = Hash(bytes);
            assert_eq!(base64_of(&hash), hash.to_string().as_bytes());
        });
    }

    #[test]
    fn a_number_has_one_spelling() {
        let read = |text: &str| Reader(text.as_bytes()).number();
        for (text, number) in [("0", 0), ("7\n", 7), ("-12 ", -12), ("9223372036854775807", i64::MAX)] {
            assert_eq!(read(text), Some(number), "{text}");
        }
        assert_eq!(read(&i64::MIN.to_string()), Some(i64::MIN));
        for text in ["", "-", "-0", "00", "01", "+1", " 1", "9223372036854775808"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_stand_in_a_leaf_is_in_no_text() {
        let (salts, actor) = (Salts::draw().unwrap(), Actor::program());
        let entry = |kind| Entry {
            case: CaseId(Uuid::from_u128(1)),
            version: 1,
            kind,
            at: Timestamp::UNIX_EPOCH,
            actor: &actor,
            of_source: false,
            previous: None,
            said: Said::Text(b"{}", &salts),
            sealed: None,
            actor_text: b"{}",
            actor_salt: &salts.actor,
        };
        assert!(entry("no\nkind").leaf().is_err());
        let text = entry("kind")
            .leaf()
            .unwrap()
            .to_string()
            .replace("kind kind", "kind no\nkind");
        assert_eq!(entry("no\nkind").find_before(text.as_bytes()), None);
    }
}
