//! What a letter says, whatever program wrote it: the words, the files, what its header says of who sent it and why. The
//! header proves nothing; it only tells what has to be left alone.

use super::quoted::without_notice;
use crate::notices::LOOP;
use crate::notices::mark::{self, Mark};
use crate::secrets;
use domain::seen;
use encoding_rs::GB18030;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use office::Paper;
use std::borrow::Cow;

/// Hops after which a letter goes in circles.
const MOST_HOPS: usize = 50;
/// Bytes of a bounce that are looked through for the mark of what came back.
const MOST_RETURNED: usize = 256 << 10;

/// What a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Somebody wrote it.
    Written,
    /// A program wrote it: an absence notice, a list, a receipt.
    Automatic,
    /// One of our own, come back.
    Own,
    /// A mail server says that something did not arrive, for good.
    Bounce,
    /// A mail server says that something will take longer, or did arrive.
    Delay,
}

/// A letter that was read.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) sort: Sort,
    /// Marks that its header brings back; of a bounce, those of what came back too.
    pub(super) marks: Vec<Mark>,
    /// What tells it from every other: its Message-ID, or its bytes where it has none.
    pub(super) id: String,
    pub(super) subject: String,
    /// What was written, without what repeats the notice.
    pub(super) words: String,
    pub(super) files: Vec<Paper>,
}

/// Reads a letter; none where it has no header at all. `recipient`: to whom the mail server says that it was sent.
pub(super) fn read(bytes: &[u8], recipient: Option<&str>) -> Option<Letter> {
    let message = MessageParser::default().parse(bytes)?;
    if message.headers().is_empty() {
        return None;
    }
    let header = Header::of(&message, bytes);
    let sort = sort(&message, &header, recipient, bytes);
    let mut marks = header.marks(recipient);
    if matches!(sort, Sort::Bounce | Sort::Delay) {
        let returned = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_RETURNED)]);
        // What came back says of which event it told.
        let (mut told, other): (Vec<_>, Vec<_>) = mark::found_in(&returned)
            .into_iter()
            .partition(|mark| mark.rest.starts_with(|c: char| c.is_ascii_digit()));
        told.extend(marks);
        told.extend(other);
        marks = told;
    }
    let id = message.message_id().map(str::trim).filter(|id| !id.is_empty());
    Some(Letter {
        sort,
        marks,
        id: id.map_or_else(|| secrets::sha256(&String::from_utf8_lossy(bytes)), str::to_owned),
        subject: seen(message.subject().unwrap_or_default()).trim().to_owned(),
        words: words(&message, bytes),
        files: files(&message),
    })
}

/// The lines of a header as they were sent, unfolded.
struct Header(Vec<(String, String)>);

impl Header {
    fn of(message: &Message<'_>, bytes: &[u8]) -> Self {
        let raw = message.headers().iter().map(|header| {
            let (from, to) = (header.offset_start() as usize, header.offset_end() as usize);
            let value = String::from_utf8_lossy(bytes.get(from..to).unwrap_or_default());
            let value = value.replace(['\r', '\n'], "").trim().to_owned();
            (header.name().to_ascii_lowercase(), value)
        });
        Self(raw.collect())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    fn first(&self, name: &str) -> String {
        self.all(name).next().unwrap_or_default().to_ascii_lowercase()
    }

    fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Where it was sent to, and what it answers.
    fn marks(&self, recipient: Option<&str>) -> Vec<Mark> {
        const WHERE: [&str; 8] = [
            "delivered-to",
            "x-original-to",
            "envelope-to",
            "to",
            "cc",
            "resent-to",
            "in-reply-to",
            "references",
        ];
        let lines = WHERE.iter().flat_map(|name| self.all(name));
        let all: Vec<&str> = recipient.into_iter().chain(lines).collect();
        mark::found_in(&all.join("\n"))
    }
}

/// What a letter is, by its header (RFC 3834, 2; RFC 3462).
fn sort(message: &Message<'_>, header: &Header, recipient: Option<&str>, bytes: &[u8]) -> Sort {
    let own_id = mark::found_in(&header.first("message-id"));
    if header.has(&LOOP.to_ascii_lowercase()) || !own_id.is_empty() || header.all("received").count() > MOST_HOPS {
        return Sort::Own;
    }
    let report = message
        .root_part()
        .content_type()
        .filter(|kind| kind.ctype().eq_ignore_ascii_case("multipart"))
        .filter(|kind| kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("report")))
        .map(|kind| kind.attribute("report-type").unwrap_or_default().to_ascii_lowercase());
    let to_bounces = recipient
        .into_iter()
        .chain(header.all("to"))
        .chain(header.all("delivered-to"));
    let to_bounces = to_bounces.flat_map(mark::found_in).any(|mark| mark.rest == "b");
    let from = header.first("from");
    let by_a_server = from.contains("mailer-daemon@") || from.contains("postmaster@");
    let auto = header.first("auto-submitted");
    // Some servers make no report of it. Absence notices come to the same address (RFC 3834, 4), and say what they are.
    let clumsy = to_bounces && by_a_server && report.is_none() && !auto.starts_with("auto-replied");
    if report.as_deref() == Some("delivery-status") || clumsy {
        return if is_for_good(bytes, !clumsy) {
            Sort::Bounce
        } else {
            Sort::Delay
        };
    }
    let precedence = header.first("precedence");
    let no_sender = header
        .all("return-path")
        .any(|path| path.split_whitespace().collect::<String>() == "<>");
    let automatic = report.is_some()
        || (!auto.is_empty() && !auto.starts_with("no"))
        || ["bulk", "junk", "list", "auto_reply", "auto-reply"].contains(&precedence.as_str())
        || ["list-id", "x-autoreply", "x-autorespond", "x-autoresponse"]
            .iter()
            .any(|name| header.has(name))
        || no_sender
        || by_a_server;
    if automatic { Sort::Automatic } else { Sort::Written }
}

/// Whether what came back never arrives. A report says so (RFC 3464, 2.3); other servers only write to where bounces go.
fn is_for_good(bytes: &[u8], is_report: bool) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_RETURNED)]).to_ascii_lowercase();
    let line = |name: &str| {
        text.lines()
            .find_map(|line| line.trim().strip_prefix(name).map(|rest| rest.trim().to_owned()))
    };
    match (line("action:"), line("status:")) {
        (Some(action), _) => action.starts_with("failed"),
        (None, Some(status)) => status.starts_with('5'),
        (None, None) => !is_report,
    }
}

/// What was written, of all parts that are to be read, as it is seen.
fn words(message: &Message<'_>, bytes: &[u8]) -> String {
    let mut all = Vec::new();
    for (at, part) in message.text_bodies().enumerate() {
        if !matches!(part.body, PartType::Text(_) | PartType::Html(_)) {
            continue;
        }
        let text = unnamed_charset(part, bytes).or_else(|| message.body_text(at).map(Cow::into_owned));
        all.extend(text);
    }
    if all.iter().all(|text| text.trim().is_empty()) {
        // A broken letter: whatever in it is text and no file.
        all = loose_texts(message).map(str::to_owned).collect();
    }
    let text = all.join("\n");
    without_notice(&seen(&text)).trim().to_owned()
}

/// Parts that are text and carry no name of a file.
fn loose_texts<'a>(message: &'a Message<'_>) -> impl Iterator<Item = &'a str> {
    let parts = message.parts.iter().filter(|part| part.attachment_name().is_none());
    parts.filter_map(|part| match &part.body {
        PartType::Text(text) => Some(text.as_ref()),
        _ => None,
    })
}

/// Some programs still send Chinese without saying in which character set: as UTF-8 it cannot be read, and as GB 18030 all
/// of it can.
fn unnamed_charset(part: &MessagePart<'_>, bytes: &[u8]) -> Option<String> {
    let PartType::Text(text) = &part.body else {
        return None;
    };
    if !text.contains('\u{fffd}') || part.encoding != Encoding::None {
        return None;
    }
    let raw = bytes.get(part.raw_body_offset() as usize..part.raw_end_offset() as usize)?;
    let read = GB18030.decode_without_bom_handling_and_without_replacement(raw)?;
    Some(read.into_owned())
}

/// What came with it. The names say nothing: the bytes are looked at where files are taken in.
fn files(message: &Message<'_>) -> Vec<Paper> {
    let signature = |part: &MessagePart<'_>| {
        part.content_type()
            .and_then(|kind| kind.subtype())
            .is_some_and(|kind| ["pkcs7-signature", "x-pkcs7-signature", "pgp-signature"].contains(&kind))
    };
    // Text without a name is a part of what was written.
    let is_text = |part: &MessagePart<'_>| part.is_text() && part.attachment_name().is_none();
    let parts = message.attachments().filter(|part| !signature(part) && !is_text(part));
    let papers = parts.map(|part| Paper {
        name: seen(part.attachment_name().unwrap_or_default()).into_owned(),
        bytes: part.contents().to_vec(),
    });
    papers.filter(|paper| !paper.bytes.is_empty()).collect()
}
