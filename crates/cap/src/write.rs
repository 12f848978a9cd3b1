//! An alert as XML (3.4), in one spelling. It is written as canonical XML writes it: no attributes but the namespace, no
//! empty elements, no comments, line ends as line feeds, and of characters only those escaped that have to be. So
//! [`crate::signature`] signs the text as it stands and needs no program that makes other texts canonical.

use crate::message::{Alert, Area, Info, Pair, Reference, Resource};
use crate::{Fault, NAMESPACE, check};
use std::fmt::{Display, Write as _};

/// The first line of the document; what is signed begins after it.
pub(crate) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Writes an alert, without a signature, after [`check()`].
///
/// # Errors
/// What is wrong with it, those of weight `Should` among it.
pub fn write(alert: &Alert) -> Result<String, Vec<Fault>> {
    let faults = check(alert);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut xml = Xml(format!("{DECLARATION}<alert xmlns=\"{NAMESPACE}\">\n"));
    xml.text(1, "identifier", &alert.identifier);
    xml.text(1, "sender", &alert.sender);
    xml.text(1, "sent", alert.sent);
    xml.text(1, "status", alert.status);
    xml.text(1, "msgType", alert.msg_type);
    xml.maybe(1, "source", alert.source.as_ref());
    xml.text(1, "scope", alert.scope);
    xml.maybe(1, "restriction", alert.restriction.as_ref());
    xml.maybe(1, "addresses", joined(&alert.addresses));
    xml.each(1, "code", &alert.codes);
    xml.maybe(1, "note", alert.note.as_ref());
    let references: Vec<String> = alert.references.iter().map(Reference::to_string).collect();
    xml.maybe(1, "references", (!references.is_empty()).then(|| references.join(" ")));
    xml.maybe(1, "incidents", joined(&alert.incidents));
    for info in &alert.infos {
        xml.around(1, "info", |xml| write_info(info, xml));
    }
    xml.0.push_str("</alert>\n");
    Ok(xml.0)
}

impl Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{},{}", self.sender, self.identifier, self.sent)
    }
}

fn write_info(info: &Info, xml: &mut Xml) {
    xml.maybe(2, "language", info.language.as_ref());
    xml.each(2, "category", &info.categories);
    xml.text(2, "event", &info.event);
    xml.each(2, "responseType", &info.response_types);
    xml.text(2, "urgency", info.urgency);
    xml.text(2, "severity", info.severity);
    xml.text(2, "certainty", info.certainty);
    xml.maybe(2, "audience", info.audience.as_ref());
    xml.pairs(2, "eventCode", &info.event_codes);
    xml.maybe(2, "effective", info.effective);
    xml.maybe(2, "onset", info.onset);
    xml.maybe(2, "expires", info.expires);
    xml.maybe(2, "senderName", info.sender_name.as_ref());
    xml.maybe(2, "headline", info.headline.as_ref());
    xml.maybe(2, "description", info.description.as_ref());
    xml.maybe(2, "instruction", info.instruction.as_ref());
    xml.maybe(2, "web", info.web.as_ref());
    xml.maybe(2, "contact", info.contact.as_ref());
    xml.pairs(2, "parameter", &info.parameters);
    for resource in &info.resources {
        xml.around(2, "resource", |xml| write_resource(resource, xml));
    }
    for area in &info.areas {
        xml.around(2, "area", |xml| write_area(area, xml));
    }
}

fn write_resource(resource: &Resource, xml: &mut Xml) {
    xml.text(3, "resourceDesc", &resource.description);
    xml.text(3, "mimeType", &resource.mime_type);
    xml.maybe(3, "size", resource.size);
    xml.maybe(3, "uri", resource.uri.as_ref());
    xml.maybe(3, "derefUri", resource.deref_uri.as_ref());
    xml.maybe(3, "digest", resource.digest.as_ref());
}

fn write_area(area: &Area, xml: &mut Xml) {
    xml.text(3, "areaDesc", &area.description);
    xml.each(3, "polygon", &area.polygons);
    xml.each(3, "circle", &area.circles);
    xml.pairs(3, "geocode", &area.geocodes);
    xml.maybe(3, "altitude", area.altitude);
    xml.maybe(3, "ceiling", area.ceiling);
}

/// Words with blanks between them, in quotation marks where they have blanks themselves.
fn joined(words: &[String]) -> Option<String> {
    let one = |word: &String| {
        if word.contains(char::is_whitespace) {
            format!("\"{word}\"")
        } else {
            word.clone()
        }
    };
    let words: Vec<String> = words.iter().map(one).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The text that grows.
struct Xml(String);

impl Xml {
    fn text(&mut self, depth: usize, name: &str, text: impl Display) {
        let (indent, text) = ("  ".repeat(depth), escaped(&text.to_string()));
        // Writing to a `String` does not fail.
        let _ = writeln!(self.0, "{indent}<{name}>{text}</{name}>");
    }

    fn maybe(&mut self, depth: usize, name: &str, text: Option<impl Display>) {
        if let Some(text) = text {
            self.text(depth, name, text);
        }
    }

    fn each(&mut self, depth: usize, name: &str, texts: &[impl Display]) {
        for text in texts {
            self.text(depth, name, text);
        }
    }

    fn pairs(&mut self, depth: usize, name: &str, pairs: &[Pair]) {
        for pair in pairs {
            self.around(depth, name, |xml| {
                xml.text(depth + 1, "valueName", &pair.name);
                xml.text(depth + 1, "value", &pair.value);
            });
        }
    }

    fn around(&mut self, depth: usize, name: &str, write: impl FnOnce(&mut Self)) {
        let indent = "  ".repeat(depth);
        let _ = writeln!(self.0, "{indent}<{name}>");
        write(self);
        let _ = writeln!(self.0, "{indent}</{name}>");
    }
}

/// A text's characters as canonical XML has them (Canonical XML 1.0, section 2.3, text nodes); line ends are line feeds.
fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c => escaped.push(c),
        }
    }
    escaped
}
