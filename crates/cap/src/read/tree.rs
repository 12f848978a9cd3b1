//! XML to elements, within caps. No document type, no entity but the five of XML, no processing instruction; what a
//! signature holds is counted and left out.

use super::{MOST_BYTES, MOST_DEPTH, MOST_ELEMENTS};
use crate::{NAMESPACE, Rule};
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, PrefixDeclaration, QName, ResolveResult};

/// The namespace of signatures.
const SIGNATURES: &str = "http://www.w3.org/2000/09/xmldsig#";
/// The namespace whose attributes every schema allows.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An element of an alert. Of a signature the name alone is kept.
#[derive(Debug)]
pub(super) struct Element {
    /// Its name, without prefix; an alert's elements are all of one namespace.
    pub(super) name: String,
    /// Its text, as it is.
    pub(super) text: String,
    /// The elements in it.
    pub(super) children: Vec<Element>,
    /// It is a signature.
    pub(super) is_signature: bool,
}

/// The outermost element.
pub(super) fn read(bytes: &[u8]) -> Result<Element, Rule> {
    if bytes.len() > MOST_BYTES {
        return Err(Rule::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Rule::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().any(|c| !is_xml(c)) {
        return Err(Rule::Control);
    }
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_comments = true;
    let mut growing = Growing::default();
    let mut is_first = true;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| Rule::NotXml)?;
        match event {
            Event::Start(start) => {
                let space = space(&namespace)?;
                growing.start(&start, space)?;
                attributes(&reader, &start, space)?;
            }
            Event::End(_) => growing.end()?,
            Event::Text(text) => {
                let text = text.xml10_content();
                if text.contains("]]>") {
                    return Err(Rule::NotXml);
                }
                growing.text(&text)?;
            }
            Event::CData(text) => growing.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let c = match reference.resolve_char_ref().map_err(|_| Rule::NotXml)? {
                    Some(c) if is_xml(c) => c,
                    Some(_) => return Err(Rule::Control),
                    None => predefined(&reference.xml10_content())?,
                };
                growing.text(c.encode_utf8(&mut [0; 4]))?;
            }
            Event::Decl(decl) if is_first => declaration(&decl)?,
            Event::Decl(_) => return Err(Rule::NotXml),
            Event::DocType(_) => return Err(Rule::DocType),
            Event::PI(_) => return Err(Rule::Instruction),
            Event::Eof => return growing.done(),
            Event::Comment(_) | Event::Empty(_) => {}
        }
        is_first = false;
    }
}

/// The declaration at the beginning (XML 1.0, production 23): the version, then the encoding, which is the one that was read, then
/// whether the document stands alone; nothing else.
fn declaration(text: &str) -> Result<(), Rule> {
    let mut rest = text.strip_prefix("xml").ok_or(Rule::NotXml)?;
    let mut place = 0;
    while !rest.trim_start().is_empty() {
        let (name, after) = rest.split_once('=').ok_or(Rule::NotXml)?;
        let blank = name.starts_with(|c: char| c.is_ascii_whitespace());
        let after = after.trim_start();
        let quote = after
            .chars()
            .next()
            .filter(|c| "\"'".contains(*c))
            .ok_or(Rule::NotXml)?;
        let (value, after) = after[1..].split_once(quote).ok_or(Rule::NotXml)?;
        let known = ["version", "encoding", "standalone"];
        let at = known
            .iter()
            .position(|known| *known == name.trim())
            .ok_or(Rule::NotXml)?;
        let good = match at {
            0 => value == "1.0",
            1 if !["utf-8", "us-ascii"].contains(&value.to_ascii_lowercase().as_str()) => return Err(Rule::Encoding),
            1 => true,
            _ => ["yes", "no"].contains(&value),
        };
        if !blank || !good || (place == 0) != (at == 0) || at < place {
            return Err(Rule::NotXml);
        }
        place = at + 1;
        rest = after;
    }
    (place > 0).then_some(()).ok_or(Rule::NotXml)
}

/// Whose an element is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Cap,
    Signature,
    Other,
}

fn space(namespace: &ResolveResult<'_>) -> Result<Space, Rule> {
    match namespace {
        ResolveResult::Bound(Namespace(name)) if *name == NAMESPACE => Ok(Space::Cap),
        ResolveResult::Bound(Namespace(name)) if *name == SIGNATURES => Ok(Space::Signature),
        ResolveResult::Unknown(_) => Err(Rule::NotXml),
        ResolveResult::Bound(_) | ResolveResult::Unbound => Ok(Space::Other),
    }
}

/// An alert's elements have no attributes but those which name namespaces and those which every schema allows; a signature has its own.
fn attributes(reader: &NsReader<&[u8]>, start: &BytesStart<'_>, space: Space) -> Result<(), Rule> {
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Rule::NotXml)?;
        if space == Space::Cap && !is_harmless(reader, attribute.key) {
            return Err(Rule::Attribute);
        }
    }
    Ok(())
}

fn is_harmless(reader: &NsReader<&[u8]>, name: QName<'_>) -> bool {
    if let Some(PrefixDeclaration::Default | PrefixDeclaration::Named(_)) = name.as_namespace_binding() {
        return true;
    }
    let (namespace, _) = reader.resolver().resolve_attribute(name);
    matches!(namespace, ResolveResult::Bound(Namespace(name)) if name == INSTANCE)
}

fn predefined(name: &str) -> Result<char, Rule> {
    match name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(Rule::Entity),
    }
}

/// What XML 1.0 can carry (its production 2).
pub(crate) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Elements that are begun and not yet ended, the outermost first.
#[derive(Default)]
struct Growing {
    open: Vec<Element>,
    /// How deep one is in a signature.
    in_signature: usize,
    elements: usize,
    root: Option<Element>,
}

impl Growing {
    fn start(&mut self, start: &BytesStart<'_>, space: Space) -> Result<(), Rule> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(Rule::TooMany);
        }
        if self.open.len() + self.in_signature >= MOST_DEPTH {
            return Err(Rule::TooDeep);
        }
        if self.in_signature > 0 {
            self.in_signature += 1;
            return Ok(());
        }
        if self.open.is_empty() && (self.root.is_some() || space != Space::Cap) {
            return Err(if self.root.is_some() { Rule::NotXml } else { Rule::Root });
        }
        if space == Space::Other {
            return Err(Rule::Unknown);
        }
        if space == Space::Signature {
            self.in_signature = 1;
        }
        self.open.push(Element {
            name: start.local_name().into_inner().to_owned(),
            text: String::new(),
            children: Vec::new(),
            is_signature: space == Space::Signature,
        });
        // A signature is open as an element as well: its depth counts what is in it.
        Ok(())
    }

    fn end(&mut self) -> Result<(), Rule> {
        if self.in_signature > 1 {
            self.in_signature -= 1;
            return Ok(());
        }
        self.in_signature = 0;
        let ended = self.open.pop().ok_or(Rule::NotXml)?;
        match self.open.last_mut() {
            Some(around) => around.children.push(ended),
            None => self.root = Some(ended),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Rule> {
        if self.in_signature > 0 {
            return Ok(());
        }
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(Rule::NotXml),
        }
        Ok(())
    }

    fn done(self) -> Result<Element, Rule> {
        if !self.open.is_empty() {
            return Err(Rule::NotXml);
        }
        self.root.ok_or(Rule::NotXml)
    }
}
