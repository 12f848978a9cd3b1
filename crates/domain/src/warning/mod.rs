//! Public warnings 预警信息: drafted by one person, approved by another, published, changed, taken back, and ended by themselves
//! at their time. What is published is for everybody and is never about a person. A warning is a stream of its own beside
//! the cases; its messages follow each other: one alert, updates that supersede it, and at most one cancel.

mod decide;
mod words;

use crate::case::{Actor, DRILL_MARK};
use crate::{AreaSlug, Locale, Text};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use decide::{WarningCommand, decide};
pub use words::{Certainty, Colour, Response, Urgency};

/// What is said to everybody, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The kind of event, a slug of the pack's hazards.
    pub hazard: String,
    /// The level 预警级别.
    pub colour: Colour,
    /// How soon something is to be done.
    pub urgency: Urgency,
    /// How sure it is.
    pub certainty: Certainty,
    /// What to do, in one word; the instruction says it in sentences.
    pub response: Response,
    /// The exercise's name, where it is one 演练; nobody else acts upon it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<String>,
    /// Areas of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaSlug>,
    /// Where, in words; needed where no area of the body is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// Polygons, as `latitude,longitude` with blanks between them, the last point the first. Whoever writes the message checks them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub polygons: Vec<String>,
    /// Circles, as `latitude,longitude radius` in kilometres.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub circles: Vec<String>,
    /// When the event is expected to begin; none where it has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onset: Option<Timestamp>,
    /// When the warning ends by itself. None has no end.
    pub expires: Timestamp,
    /// In one line.
    pub headline: Text,
    /// What it is.
    pub description: Text,
    /// What to do.
    pub instruction: Text,
}

impl Content {
    /// The headline as it goes out. Most who receive a warning show nothing else of it, so that one of an exercise says there that
    /// it is one.
    #[must_use]
    pub fn public_headline(&self, locale: Locale) -> String {
        let headline = self.headline.get(locale);
        if self.exercise.is_some() && !headline.starts_with(DRILL_MARK) {
            return format!("{DRILL_MARK}{headline}");
        }
        headline.to_owned()
    }
}

/// What a message is to those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// The first of its warning.
    Alert,
    /// Supersedes what was said.
    Update,
    /// Takes it back.
    Cancel,
}

/// What happened to a warning. Who and when are beside it in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum WarningEvent {
    /// A message was drafted, or drafted anew in place of the one that waits.
    Drafted {
        /// What it is to those before it.
        kind: MessageKind,
        /// What it says.
        content: Box<Content>,
    },
    /// Somebody else has read it and approves.
    Approved,
    /// Somebody else has read it and does not; it is no longer there to be published.
    Returned {
        /// Why.
        reason: String,
    },
    /// Published. The papers are kept as they went out.
    Published(Box<Paper>),
    /// Ended by itself at its time.
    Ended,
}

/// A message as it went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Names the message for ever.
    pub identifier: String,
    /// Names the body in it.
    pub sender: String,
    /// When it was sent, as it says itself.
    pub sent: String,
    /// The document, signed.
    pub xml: String,
}

/// A message that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What it is to those before it.
    pub kind: MessageKind,
    /// What it says.
    pub content: Content,
    /// Who drafted it last, and when.
    pub drafted: (Actor, Timestamp),
    /// Who approved it, and when.
    pub approved: Option<(Actor, Timestamp)>,
}

/// A message that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What it is to those before it.
    pub kind: MessageKind,
    /// What it says.
    pub content: Content,
    /// As it went out.
    pub paper: Paper,
    /// When.
    pub at: Timestamp,
}

/// Where a warning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was published yet, and nothing waits.
    Returned,
    /// Nothing was published yet; a draft waits for somebody else.
    Draft,
    /// In force.
    InForce,
    /// Taken back.
    Cancelled,
    /// Its time is over.
    Ended,
}

/// A warning as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Published messages, the first first.
    pub published: Vec<Published>,
    /// The message that waits.
    pub waiting: Option<Waiting>,
    /// Why the last one was returned, until another is drafted.
    pub returned: Option<String>,
    /// When the program wrote down that its time is over.
    pub ended_at: Option<Timestamp>,
    /// When it was first drafted.
    pub begun_at: Timestamp,
    /// Number of events so far.
    pub version: u64,
}

impl Warning {
    /// The message that holds, or held last.
    #[must_use]
    pub fn last(&self) -> Option<&Published> {
        self.published.last()
    }

    /// Where it stands. A warning is over at its time to the second, whenever the program writes that down.
    #[must_use]
    pub fn stage(&self, now: Timestamp) -> Stage {
        match self.last() {
            None if self.waiting.is_some() => Stage::Draft,
            None => Stage::Returned,
            Some(last) if last.kind == MessageKind::Cancel => Stage::Cancelled,
            Some(last) if self.ended_at.is_some() || last.content.expires <= now => Stage::Ended,
            Some(_) => Stage::InForce,
        }
    }

    /// When it ends by itself; none where nothing is in force.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        let last = self.last()?;
        let holds = last.kind != MessageKind::Cancel && self.ended_at.is_none();
        holds.then_some(last.content.expires)
    }

    /// What it says now: the message in force, else the one that waits, else the last.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        let waiting = self.waiting.as_ref().map(|waiting| &waiting.content);
        self.last().map(|last| &last.content).or(waiting)
    }
}

/// The state after `event`; an event that does not fit leaves it as it was.
#[must_use]
pub fn evolve(state: Option<Warning>, event: &WarningEvent, actor: &Actor, at: Timestamp) -> Option<Warning> {
    let mut warning = match (state, event) {
        (Some(warning), _) => warning,
        (None, WarningEvent::Drafted { .. }) => Warning {
            published: Vec::new(),
            waiting: None,
            returned: None,
            ended_at: None,
            begun_at: at,
            version: 0,
        },
        (None, _) => return None,
    };
    warning.version = warning.version.saturating_add(1);
    match event {
        WarningEvent::Drafted { kind, content } => {
            warning.returned = None;
            warning.waiting = Some(Waiting {
                kind: *kind,
                content: (**content).clone(),
                drafted: (actor.clone(), at),
                approved: None,
            });
        }
        WarningEvent::Approved => {
            if let Some(waiting) = &mut warning.waiting {
                waiting.approved = Some((actor.clone(), at));
            }
        }
        WarningEvent::Returned { reason } => {
            warning.waiting = None;
            warning.returned = Some(reason.clone());
        }
        WarningEvent::Published(paper) => {
            if let Some(waiting) = warning.waiting.take() {
                warning.published.push(Published {
                    kind: waiting.kind,
                    content: waiting.content,
                    paper: (**paper).clone(),
                    at,
                });
            }
        }
        WarningEvent::Ended => {
            warning.ended_at = Some(at);
            warning.waiting = None;
        }
    }
    Some(warning)
}
