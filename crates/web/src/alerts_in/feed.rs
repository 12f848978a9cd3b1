//! Addresses of messages in a feed (Atom, RFC 4287).

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Entries that are looked at.
const MOST_ENTRIES: usize = 500;

/// Addresses of the messages that a feed leads to, on the feed's own host; none where this is no feed.
pub(super) fn messages(bytes: &[u8], feed: &str) -> Option<Vec<String>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let host = host(feed)?;
    let (mut is_feed, mut in_entry, mut entries) = (false, false, 0);
    let mut found: Vec<String> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) if !is_feed => {
                is_feed = start.local_name().into_inner() == "feed";
                if !is_feed {
                    return None;
                }
            }
            Event::Start(start) => match start.local_name().into_inner() {
                "entry" => {
                    in_entry = true;
                    entries += 1;
                    if entries > MOST_ENTRIES {
                        return Some(found);
                    }
                }
                "link" if in_entry => {
                    let address = address(&start).and_then(|address| absolute(&address, feed, host));
                    if let Some(address) = address.filter(|address| !found.contains(address)) {
                        found.push(address);
                    }
                }
                _ => {}
            },
            Event::End(end) if end.local_name().into_inner() == "entry" => in_entry = false,
            // What a feed needs no document type for, nobody may define in one.
            Event::DocType(_) => return Some(Vec::new()),
            Event::Eof => return is_feed.then_some(found),
            _ => {}
        }
    }
}

/// The address of a link to a message.
fn address(link: &BytesStart<'_>) -> Option<String> {
    let (mut href, mut leads) = (None, false);
    for attribute in link.attributes() {
        let attribute = attribute.ok()?;
        let value = quick_xml::escape::unescape(&attribute.value).ok()?.into_owned();
        match attribute.key.into_inner() {
            "href" => href = Some(value),
            "type" => leads = value.split(';').next().is_some_and(|of| of.trim() == cap::MEDIA_TYPE),
            _ => {}
        }
    }
    let names_one = |href: &str| {
        let ending = href.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        matches!(ending.as_deref(), Some("xml" | "cap"))
    };
    href.filter(|href| leads || names_one(href))
}

/// Scheme and host of an address.
fn host(address: &str) -> Option<&str> {
    let start = address.find("://")? + 3;
    let end = address[start..]
        .find(['/', '?', '#'])
        .map_or(address.len(), |end| start + end);
    Some(&address[..end])
}

/// The address in full, if it is on the same host: a feed sends nobody elsewhere.
fn absolute(address: &str, feed: &str, own: &str) -> Option<String> {
    if address.contains("://") {
        return (host(address)? == own).then(|| address.to_owned());
    }
    if address.starts_with("//") || address.contains(':') {
        return None;
    }
    if address.starts_with('/') {
        return Some(format!("{own}{address}"));
    }
    let path = feed.split(['?', '#']).next().unwrap_or(feed);
    let folder = path
        .rfind('/')
        .filter(|at| *at >= own.len())
        .map_or(path, |at| &path[..at]);
    Some(format!("{folder}/{address}"))
}
