//! Canonical XML 1.0 and exclusive canonical XML 1.0, both without comments, of what [`crate::read()`] takes: no document type, no
//! processing instruction.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// Prefixes and the namespaces that they stand for; the empty prefix is the default.
pub(super) type Scope = BTreeMap<String, String>;

/// An element as it was written.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    /// Prefix and name.
    pub(super) name: String,
    /// Attributes, those that name namespaces left out.
    pub(super) attributes: Vec<(String, String)>,
    /// Namespaces that are named here.
    spaces: Scope,
    pub(super) children: Vec<Node>,
}

#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Inclusive,
    Exclusive,
}

impl Element {
    /// The outermost element; none where it is not XML.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        reader.config_mut().expand_empty_elements = true;
        let mut open: Vec<Self> = Vec::new();
        let mut root = None;
        loop {
            match reader.read_event().ok()? {
                Event::Start(start) => open.push(Self::begun(&start)?),
                Event::End(_) => {
                    let ended = open.pop()?;
                    match open.last_mut() {
                        Some(around) => around.children.push(Node::Element(ended)),
                        None if root.is_none() => root = Some(ended),
                        None => return None,
                    }
                }
                Event::Text(text) => add(&mut open, &text.xml10_content()),
                Event::CData(text) => add(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let c = match reference.resolve_char_ref().ok()? {
                        Some(c) => c,
                        None => match &*reference.xml10_content() {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            "apos" => '\'',
                            _ => return None,
                        },
                    };
                    add(&mut open, c.encode_utf8(&mut [0; 4]));
                }
                Event::Decl(_) | Event::Comment(_) => {}
                Event::Eof => return root.filter(|_| open.is_empty()),
                Event::DocType(_) | Event::PI(_) | Event::Empty(_) => return None,
            }
        }
    }

    fn begun(start: &BytesStart<'_>) -> Option<Self> {
        let mut element = Self {
            name: start.name().into_inner().to_owned(),
            ..Self::default()
        };
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            // White space that is written as such is a space (XML 1.0, 3.3.3); what is written as a reference stays.
            let value = attribute.value.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
            let value = quick_xml::escape::unescape(&value).ok()?.into_owned();
            let name = attribute.key.into_inner();
            match name.strip_prefix("xmlns") {
                Some("") => drop(element.spaces.insert(String::new(), value)),
                Some(prefix) if prefix.starts_with(':') => drop(element.spaces.insert(prefix[1..].to_owned(), value)),
                _ => element.attributes.push((name.to_owned(), value)),
            }
        }
        Some(element)
    }

    /// Namespaces that are in force in it, with those around it.
    pub(super) fn scope(&self, around: &Scope) -> Scope {
        let mut scope = around.clone();
        scope.extend(self.spaces.clone());
        scope
    }

    /// Its name without prefix, where it is of that namespace.
    pub(super) fn is(&self, space: &str, name: &str, around: &Scope) -> bool {
        let (prefix, local) = split(&self.name);
        local == name && self.scope(around).get(prefix).is_some_and(|known| known == space)
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All of its text, where there is no element in it.
    pub(super) fn text(&self) -> Option<String> {
        let text = self.children.iter().map(|child| match child {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        text.collect()
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The canonical text of this element and what is in it. `around`: the namespaces in force around it.
    pub(super) fn canonical(&self, form: Form, around: &Scope) -> String {
        let mut out = String::new();
        self.write(&mut out, form, around, &Scope::new());
        out
    }

    fn write(&self, out: &mut String, form: Form, around: &Scope, written: &Scope) {
        let scope = self.scope(around);
        let mut written = written.clone();
        out.push('<');
        out.push_str(&self.name);
        for (prefix, space) in self.said(form, &scope, &written) {
            out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            out.push_str(&prefix);
            attribute_value(out, &space);
            written.insert(prefix, space);
        }
        let mut attributes: Vec<_> = self.attributes.iter().collect();
        attributes.sort_by_key(|&attribute| {
            let (prefix, local) = split(&attribute.0);
            // One without prefix has no namespace, whatever the default is.
            let space = scope.get(prefix).filter(|_| !prefix.is_empty());
            (space.map_or("", String::as_str), local)
        });
        for (name, value) in attributes {
            out.push(' ');
            out.push_str(name);
            attribute_value(out, value);
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out, form, &scope, &written),
                Node::Text(text) => escaped(out, text),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }

    /// The namespaces that are written on it, by prefix: those that differ from what is written around it.
    fn said(&self, form: Form, scope: &Scope, written: &Scope) -> Scope {
        let mut wanted: Scope = match form {
            Form::Inclusive => scope.clone(),
            Form::Exclusive => {
                let own = std::iter::once(split(&self.name).0);
                let of_attributes = self.attributes.iter().map(|(name, _)| split(name).0);
                let used = own.chain(of_attributes.filter(|prefix| !prefix.is_empty()));
                let space = |prefix: &str| scope.get(prefix).cloned().unwrap_or_default();
                used.map(|prefix| (prefix.to_owned(), space(prefix))).collect()
            }
        };
        wanted.retain(|prefix, space| {
            let known = written.get(prefix).map_or("", String::as_str);
            // The prefix `xml` stands for itself.
            prefix != "xml" && known != space
        });
        wanted
    }
}

/// Prefix and local name.
fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

fn add(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    if let Some(Node::Text(last)) = element.children.last_mut() {
        last.push_str(text);
    } else {
        element.children.push(Node::Text(text.to_owned()));
    }
}

fn attribute_value(out: &mut String, value: &str) {
    out.push_str("=\"");
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
}
