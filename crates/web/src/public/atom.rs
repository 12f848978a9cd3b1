//! Feeds (Atom, RFC 4287).

use quick_xml::escape::escape;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

use jiff::Timestamp;

/// A feed.
pub(super) struct Feed {
    /// Stays the same wherever the program is reached (RFC 4287, 4.2.6).
    pub(super) id: String,
    pub(super) title: String,
    pub(super) author: String,
    pub(super) language: &'static str,
    pub(super) updated: Timestamp,
    /// `rel` and address of what belongs to it.
    pub(super) links: Vec<(&'static str, &'static str, String)>,
    pub(super) entries: Vec<Entry>,
}

/// An entry of a feed.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) updated: Timestamp,
    pub(super) link: String,
    /// The media type of what the link leads to.
    pub(super) link_type: &'static str,
    pub(super) text: String,
    /// Term and label.
    pub(super) category: Option<(String, String)>,
    /// North and east (`GeoRSS` Simple).
    pub(super) point: Option<(f64, f64)>,
}

/// Media type of feeds.
pub(super) const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";

impl Feed {
    /// The feed as a document.
    pub(super) fn document(&self) -> String {
        let mut out = String::with_capacity(1_024 + self.entries.len() * 700);
        out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:georss=\"http://www.georss.org/georss\" xml:lang=\"{}\">",
            self.language
        );
        element(&mut out, "id", &self.id);
        element(&mut out, "title", &self.title);
        element(&mut out, "updated", &rfc3339(self.updated));
        let _ = writeln!(out, "<author><name>{}</name></author>", text(&self.author));
        for (rel, media_type, href) in &self.links {
            link(&mut out, rel, media_type, href);
        }
        for entry in &self.entries {
            entry.write(&mut out);
        }
        out.push_str("</feed>\n");
        out
    }
}

impl Entry {
    fn write(&self, out: &mut String) {
        out.push_str("<entry>\n");
        element(out, "id", &self.id);
        element(out, "title", &self.title);
        element(out, "updated", &rfc3339(self.updated));
        link(out, "alternate", self.link_type, &self.link);
        if let Some((term, label)) = &self.category {
            let _ = writeln!(out, "<category term=\"{}\" label=\"{}\"/>", text(term), text(label));
        }
        let _ = writeln!(out, "<content type=\"text\">{}</content>", text(&self.text));
        if let Some((north, east)) = self.point {
            let _ = writeln!(out, "<georss:point>{north} {east}</georss:point>");
        }
        out.push_str("</entry>\n");
    }
}

/// A name for ever, made of other names that stay: a UUID of our own making (RFC 9562, version 8).
pub(super) fn name(of: &[&str]) -> String {
    let hash = Sha256::digest(of.join("\n").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    format!("urn:uuid:{}", uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn element(out: &mut String, name: &str, content: &str) {
    let _ = writeln!(out, "<{name}>{}</{name}>", text(content));
}

fn link(out: &mut String, rel: &str, media_type: &str, href: &str) {
    let _ = writeln!(
        out,
        "<link rel=\"{rel}\" type=\"{media_type}\" href=\"{}\"/>",
        text(href)
    );
}

/// Whole seconds, in UTC.
fn rfc3339(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

/// A text as XML holds it: characters that XML does not have are left out.
fn text(text: &str) -> String {
    let is_known = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    let known: String = text.chars().filter(|c| is_known(*c)).collect();
    escape(known.as_str()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays() {
        assert_eq!(name(&["a", "b"]), name(&["a", "b"]));
        assert_ne!(name(&["a", "b"]), name(&["ab"]));
        assert_eq!(
            name(&["a"]).len(),
            "urn:uuid:00000000-0000-8000-8000-000000000000".len()
        );
    }

    #[test]
    fn what_xml_does_not_have_is_left_out() {
        assert_eq!(text("a<b>&\"\u{1}\u{ffff}c"), "a&lt;b&gt;&amp;&quot;c");
    }
}
