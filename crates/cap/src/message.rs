//! An alert and its parts, in the order of the schema (3.1, 3.2). An empty list or none is an element that is not there.

use crate::Moment;
use crate::geo::{Circle, Polygon};
use crate::words::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};

/// An alert (3.2.1).
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Names the message; unique for the sender.
    pub identifier: String,
    /// Names who sends; unique in the world.
    pub sender: String,
    /// When it was sent.
    pub sent: Moment,
    /// How it is to be handled.
    pub status: Status,
    /// What it is to earlier ones.
    pub msg_type: MsgType,
    /// Who or what it comes from.
    pub source: Option<String>,
    /// For whom it is.
    pub scope: Scope,
    /// Whom it is restricted to, where it is.
    pub restriction: Option<String>,
    /// To whom it goes, where it is private.
    pub addresses: Vec<String>,
    /// Codes for special handling, profiles among them.
    pub codes: Vec<String>,
    /// What the message is for: an exercise's name, the reason of an error.
    pub note: Option<String>,
    /// Earlier messages.
    pub references: Vec<Reference>,
    /// Names of the incidents that it is of.
    pub incidents: Vec<String>,
    /// What is said, one or more for each language.
    pub infos: Vec<Info>,
    /// A signature stands in it. Nothing here says whether it is good.
    pub signed: bool,
}

/// An earlier message (3.2.1 references).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its sender.
    pub sender: String,
    /// Its identifier.
    pub identifier: String,
    /// When it was sent.
    pub sent: Moment,
}

/// What is said in a language (3.2.2).
#[derive(Debug, Clone, PartialEq)]
pub struct Info {
    /// The language (RFC 3066); none is `en-US`.
    pub language: Option<String>,
    /// The kinds of event.
    pub categories: Vec<Category>,
    /// The event.
    pub event: String,
    /// What to do.
    pub response_types: Vec<ResponseType>,
    /// How soon.
    pub urgency: Urgency,
    /// How great.
    pub severity: Severity,
    /// How sure.
    pub certainty: Certainty,
    /// For whom it is.
    pub audience: Option<String>,
    /// The event in others' codes.
    pub event_codes: Vec<Pair>,
    /// From when what is said holds; none is from when it was sent.
    pub effective: Option<Moment>,
    /// When the event is expected to begin.
    pub onset: Option<Moment>,
    /// Until when what is said holds.
    pub expires: Option<Moment>,
    /// The sender's name for people.
    pub sender_name: Option<String>,
    /// In one line.
    pub headline: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// What to do, in words.
    pub instruction: Option<String>,
    /// Where more is said: an absolute address.
    pub web: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// What systems add.
    pub parameters: Vec<Pair>,
    /// Files that belong to it.
    pub resources: Vec<Resource>,
    /// Where.
    pub areas: Vec<Area>,
}

impl Info {
    /// The language, also where it is not said.
    #[must_use]
    pub fn language(&self) -> &str {
        self.language.as_deref().unwrap_or("en-US")
    }
}

/// A value with the name of its domain (eventCode, parameter, geocode).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Whose value it is.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A file that belongs to an info (3.2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What it is.
    pub description: String,
    /// Its media type.
    pub mime_type: String,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// Where it is.
    pub uri: Option<String>,
    /// Itself, in base 64.
    pub deref_uri: Option<String>,
    /// Its SHA-1.
    pub digest: Option<String>,
}

/// A place (3.2.4).
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The place in words.
    pub description: String,
    /// Polygons.
    pub polygons: Vec<Polygon>,
    /// Circles.
    pub circles: Vec<Circle>,
    /// Codes of places.
    pub geocodes: Vec<Pair>,
    /// The lower height, in feet above the sea.
    pub altitude: Option<f64>,
    /// The upper height.
    pub ceiling: Option<f64>,
}
