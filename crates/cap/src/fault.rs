//! What is wrong with an alert: the rule, its section of the standard, and where.

use std::fmt;

/// Whether a rule is one that every reader keeps, or a habit that only a writer is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// An alert against it is refused.
    Must,
    /// The standard says “should”: what others send is read all the same, what we send keeps it.
    Should,
}

/// Something wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule} ({place}; {})", .rule.section().unwrap_or("a limit of this program"))]
pub struct Fault {
    /// Which rule is broken.
    pub rule: Rule,
    /// Where: the names of the elements, with the number of one that may be there several times, as in
    /// `alert/info[2]/area[1]/polygon[1]`.
    pub place: String,
}

/// Rules, each with its section, key and sentence.
macro_rules! rules {
    ($($name:ident $section:expr, $key:literal, $weight:ident, $text:literal;)+) => {
        /// A rule of the standard, or a limit of this program where it has no section.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $text] $name,)+
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The section of CAP 1.2 that has it; none of a limit of this program.
            #[must_use]
            pub const fn section(self) -> Option<&'static str> {
                match self { $(Self::$name => $section,)+ }
            }

            /// A short name that does not change.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// Who is held to it.
            #[must_use]
            pub const fn weight(self) -> Weight {
                match self { $(Self::$name => Weight::$weight,)+ }
            }
        }

        impl fmt::Display for Rule {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $text,)+ })
            }
        }
    };
}

rules! {
    TooLarge None, "too-large", Must, "the message is larger than is read";
    TooDeep None, "too-deep", Must, "elements stand in each other deeper than is read";
    TooMany None, "too-many", Must, "there are more elements than are read";
    Encoding Some("3.4"), "encoding", Must, "the text is not UTF-8";
    NotXml Some("4.2"), "not-xml", Must, "this is not well-formed XML";
    DocType Some("3.3.3"), "doctype", Must, "a document type is not read: it can define entities";
    Entity Some("3.3.3"), "entity", Must, "an entity other than the five of XML is not read";
    Instruction Some("3.4"), "instruction", Must, "a processing instruction has no place in an alert";
    Attribute Some("3.4"), "attribute", Must, "an element has an attribute that the schema does not know";
    Root Some("3.2.1"), "root", Must, "this is not an alert of CAP 1.2";
    Unknown Some("3.4"), "unknown", Must, "an element that the schema does not know";
    Order Some("3.4"), "order", Must, "an element stands at the wrong place";
    Repeated Some("3.4"), "repeated", Must, "an element is there more often than it may be";
    Missing Some("3.4"), "missing", Must, "an element is missing";
    StrayText Some("3.4"), "stray-text", Must, "there is text where only elements may be";
    Nested Some("3.4"), "nested", Must, "there are elements where only text may be";
    Identifier Some("3.2.1 identifier"), "identifier", Must, "an identifier is not empty and has no blanks, commas, < and &";
    Sender Some("3.2.1 sender"), "sender", Must, "a sender is not empty and has no blanks, commas, < and &";
    DateTime Some("3.3.2"), "date-time", Must, "a time is written with its zone offset, as 2002-05-24T16:49:00-07:00, and never with Z";
    StatusWord Some("3.2.1 status"), "status", Must, "a status that the standard does not know";
    MsgTypeWord Some("3.2.1 msgType"), "msg-type", Must, "a message type that the standard does not know";
    ScopeWord Some("3.2.1 scope"), "scope", Must, "a scope that the standard does not know";
    RestrictionMissing Some("3.2.1 restriction"), "restriction-missing", Must, "a restricted alert says to whom it is restricted";
    RestrictionIdle Some("3.2.1 restriction"), "restriction-idle", Must, "only a restricted alert has a restriction";
    AddressesMissing Some("3.2.1 addresses"), "addresses-missing", Must, "a private alert says to whom it goes";
    Addresses Some("3.2.1 addresses"), "addresses", Must, "addresses have blanks between them, and quotation marks around those that have blanks";
    Code Some("3.2.1 code"), "code", Must, "a code is not empty";
    NoteExercise Some("3.2.1 status"), "note-exercise", Should, "an exercise is named in the note";
    NoteError Some("3.2.1 msgType"), "note-error", Should, "a refusal says why in the note";
    ReferencesMissing Some("3.2.1 msgType"), "references-missing", Must, "an update, a cancel, an acknowledgement and an error name the messages that they are of";
    References Some("3.2.1 references"), "references", Must, "a reference is sender,identifier,sent";
    ReferenceSelf Some("3.2.1 references"), "reference-self", Must, "a message cannot refer to itself";
    ReferenceLater Some("3.2.1 references"), "reference-later", Must, "a message refers to earlier ones";
    Incidents Some("3.2.1 incidents"), "incidents", Must, "names of incidents have blanks between them, and quotation marks around those that have blanks";
    InfoMissing Some("3.2.2"), "info-missing", Should, "an alert or an update says something";
    Language Some("3.2.2 language"), "language", Must, "a language is a code such as zh-CN";
    CategoryWord Some("3.2.2 category"), "category", Must, "a category that the standard does not know";
    Event Some("3.2.2 event"), "event", Must, "the event has a name";
    ResponseTypeWord Some("3.2.2 responseType"), "response-type", Must, "a response that the standard does not know";
    UrgencyWord Some("3.2.2 urgency"), "urgency", Must, "an urgency that the standard does not know";
    SeverityWord Some("3.2.2 severity"), "severity", Must, "a severity that the standard does not know";
    CertaintyWord Some("3.2.2 certainty"), "certainty", Must, "a certainty that the standard does not know";
    Pair Some("3.2.2 eventCode"), "pair", Must, "a code and a parameter have a name and a value";
    ExpiresBeforeSent Some("3.2.2 expires"), "expires-before-sent", Must, "what is said holds until after it was sent";
    ExpiresBeforeEffective Some("3.2.2 expires"), "expires-before-effective", Must, "what is said holds until after it begins to hold";
    ExpiresBeforeOnset Some("3.2.2 onset"), "expires-before-onset", Must, "the event begins before what is said of it no longer holds";
    ExpiresMissing Some("3.2.2 expires"), "expires-missing", Should, "what is said holds until a time";
    Web Some("3.2.2 web"), "web", Must, "an address on the web is a full, absolute one";
    ResourceDesc Some("3.2.3 resourceDesc"), "resource-desc", Must, "a file has a description";
    MimeType Some("3.2.3 mimeType"), "mime-type", Must, "a file's media type is written as type/subtype";
    Size Some("3.2.3 size"), "size", Must, "a size is a number of bytes";
    Uri Some("3.2.3 uri"), "uri", Must, "a file's address is an absolute one, or a name where the file itself is there";
    DerefUri Some("3.2.3 derefUri"), "deref-uri", Must, "a file that is there itself is written in base 64";
    Digest Some("3.2.3 digest"), "digest", Must, "a file's hash is a SHA-1, forty hexadecimal digits";
    AreaDesc Some("3.2.4 areaDesc"), "area-desc", Must, "an area has a description";
    PolygonForm Some("3.2.4 polygon"), "polygon-form", Must, "a polygon is points of latitude,longitude with blanks between them";
    PolygonFew Some("3.2.4 polygon"), "polygon-few", Must, "a polygon has at least four points";
    PolygonOpen Some("3.2.4 polygon"), "polygon-open", Must, "a polygon is closed: its last point is its first";
    PolygonFlat Some("3.2.4 polygon"), "polygon-flat", Must, "a polygon encloses something";
    CircleForm Some("3.2.4 circle"), "circle-form", Must, "a circle is latitude,longitude, a blank and a radius in kilometres";
    Range Some("3.3.1"), "range", Must, "a latitude is within 90, a longitude within 180 degrees, a radius not below nought";
    Geocode Some("3.2.4 geocode"), "geocode", Must, "a code of a place has a name and a value";
    Altitude Some("3.2.4 altitude"), "altitude", Must, "a height is a number of feet";
    CeilingAlone Some("3.2.4 ceiling"), "ceiling-alone", Must, "an upper height stands only beside a lower one";
    CeilingLow Some("3.2.4 ceiling"), "ceiling-low", Must, "an upper height is not below the lower one";
    SignatureTwice Some("3.3.4.1"), "signature-twice", Must, "an alert has one signature at most";
    Control Some("3.4"), "control", Must, "a text has characters that XML cannot carry";
}

/// Gathers what is wrong, with the place that is looked at.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    place: Vec<String>,
    found: Vec<Fault>,
}

/// Beyond this many nobody reads them, and a hostile message shall not fill the memory with them.
const MOST_FAULTS: usize = 50;

impl Faults {
    /// Looks at a part, by its element's name; `n` counts from 0 those that may be there several times.
    pub(crate) fn within<T>(&mut self, name: &str, n: Option<usize>, look: impl FnOnce(&mut Self) -> T) -> T {
        self.place
            .push(n.map_or_else(|| name.to_owned(), |n| format!("{name}[{}]", n + 1)));
        let found = look(self);
        self.place.pop();
        found
    }

    pub(crate) fn add(&mut self, rule: Rule) {
        if self.found.len() < MOST_FAULTS {
            let place = self.place.join("/");
            self.found.push(Fault { rule, place });
        }
    }

    pub(crate) fn add_at(&mut self, name: &str, rule: Rule) {
        self.within(name, None, |faults| faults.add(rule));
    }

    pub(crate) fn unless(&mut self, holds: bool, name: &str, rule: Rule) {
        if !holds {
            self.add_at(name, rule);
        }
    }

    pub(crate) fn into_found(self) -> Vec<Fault> {
        self.found
    }
}
