//! What a message of a warning says, as it is sent and as it is read.

use crate::api::bodies::{BothBody, Seen, one_of};
use domain::AreaSlug;
use domain::warning::{Certainty, Colour, Content, MessageKind, Response, Urgency};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

/// What is said to everybody, in both languages; never about a person.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WarningContent)]
pub(crate) struct ContentBody {
    /// The kind of event, as the pack names it.
    hazard: String,
    /// The level, by its colour.
    #[schema(schema_with = colours)]
    colour: Colour,
    /// How soon something is to be done.
    #[schema(schema_with = urgencies)]
    urgency: Urgency,
    /// How sure it is.
    #[schema(schema_with = certainties)]
    certainty: Certainty,
    /// What to do, in one word.
    #[schema(schema_with = responses)]
    response: Response,
    /// The exercise's name, where it is one.
    #[schema(value_type = Option<String>)]
    exercise: Option<Seen>,
    /// Areas of the body.
    #[serde(default)]
    areas: Vec<String>,
    /// Where, in words; needed where no area of the body is named.
    place: Option<BothBody>,
    /// Each `latitude,longitude` with blanks between them, the last point the first.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    polygons: Vec<Seen>,
    /// Each `latitude,longitude radius`, in kilometres.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    circles: Vec<Seen>,
    /// When the event is expected to begin; none where it has begun.
    #[schema(value_type = Option<String>, format = DateTime)]
    onset: Option<Timestamp>,
    /// When the warning ends by itself.
    #[schema(value_type = String, format = DateTime)]
    expires: Timestamp,
    /// In one line.
    headline: BothBody,
    /// What it is.
    description: BothBody,
    /// What to do, in sentences.
    instruction: BothBody,
}

fn colours() -> Object {
    one_of(Colour::ALL.iter().map(|word| word.value()))
}

fn urgencies() -> Object {
    one_of(Urgency::ALL.iter().map(|word| word.value()))
}

fn certainties() -> Object {
    one_of(Certainty::ALL.iter().map(|word| word.value()))
}

fn responses() -> Object {
    one_of(Response::ALL.iter().map(|word| word.value()))
}

/// What a message is to those before it.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WarningKind)]
pub(crate) enum KindBody {
    /// The first of its warning.
    Alert,
    /// Supersedes what was said.
    Update,
    /// Takes it back.
    Cancel,
}

impl KindBody {
    /// As the rules have it.
    pub(super) const fn kind(self) -> MessageKind {
        match self {
            Self::Alert => MessageKind::Alert,
            Self::Update => MessageKind::Update,
            Self::Cancel => MessageKind::Cancel,
        }
    }

    /// As it is read.
    pub(super) const fn of(kind: MessageKind) -> Self {
        match kind {
            MessageKind::Alert => Self::Alert,
            MessageKind::Update => Self::Update,
            MessageKind::Cancel => Self::Cancel,
        }
    }
}

impl ContentBody {
    /// As the rules have it; what they say of it is theirs.
    pub(super) fn content(&self) -> Content {
        let lines = |lines: &[Seen]| {
            let lines = lines.iter().map(|line| line.0.clone());
            lines.filter(|line| !line.is_empty()).collect()
        };
        Content {
            hazard: self.hazard.clone(),
            colour: self.colour,
            urgency: self.urgency,
            certainty: self.certainty,
            response: self.response,
            exercise: Seen::given(self.exercise.as_ref()).map(str::to_owned),
            areas: self.areas.iter().map(|area| AreaSlug::new(area.as_str())).collect(),
            place: self.place.as_ref().map(BothBody::text),
            polygons: lines(&self.polygons),
            circles: lines(&self.circles),
            onset: self.onset,
            expires: self.expires,
            headline: self.headline.text(),
            description: self.description.text(),
            instruction: self.instruction.text(),
        }
    }

    /// As it is read.
    pub(super) fn of(content: &Content) -> Self {
        let seen = |lines: &[String]| lines.iter().cloned().map(Seen).collect();
        Self {
            hazard: content.hazard.clone(),
            colour: content.colour,
            urgency: content.urgency,
            certainty: content.certainty,
            response: content.response,
            exercise: content.exercise.clone().map(Seen),
            areas: content.areas.iter().map(ToString::to_string).collect(),
            place: content.place.as_ref().map(BothBody::from),
            polygons: seen(&content.polygons),
            circles: seen(&content.circles),
            onset: content.onset,
            expires: content.expires,
            headline: BothBody::from(&content.headline),
            description: BothBody::from(&content.description),
            instruction: BothBody::from(&content.instruction),
        }
    }
}
