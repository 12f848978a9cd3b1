//! The rules of a warning.

use super::{Content, MessageKind, Paper, Stage, Waiting, Warning, WarningEvent};
use crate::Text;
use crate::case::{Actor, Refusal, Role};
use crate::pack::Pack;
use crate::texts;
use jiff::Timestamp;

/// The longest headline, in characters: some who receive it show no more (CAP 1.2, 3.2.2 headline).
const MOST_LINE_CHARS: usize = 160;
/// The longest text, in characters.
const MOST_CHARS: usize = 2_000;
/// The most polygons and the most circles of a message.
const MOST_SHAPES: usize = 20;

/// What may be asked of a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WarningCommand {
    /// Draft a message, or draft it anew.
    Draft {
        /// What it is to those before it.
        kind: MessageKind,
        /// What it says.
        content: Box<Content>,
    },
    /// Approve the draft that was read.
    Approve {
        /// The version of the warning that was read.
        seen: u64,
    },
    /// Send the draft back.
    Return {
        /// Why.
        reason: String,
    },
    /// Publish what was approved.
    Publish(Box<Paper>),
    /// End it at its time.
    End,
}

/// Answers a command with the event it makes, or says why not. None: it is so already.
///
/// # Errors
/// A [`Refusal`] whose key is in `locales/*/warnings.ftl`.
pub fn decide(
    state: Option<&Warning>,
    command: &WarningCommand,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<Option<WarningEvent>, Refusal> {
    match command {
        WarningCommand::Draft { kind, content } => draft(state, *kind, content, actor, pack, now).map(Some),
        WarningCommand::Approve { seen } => approve(known(state)?, *seen, actor, now),
        WarningCommand::Return { reason } => {
            check_role(actor, &[Role::SpecialOffice, Role::Leader])?;
            waiting(known(state)?)?;
            texts::filled("reason", reason, MOST_CHARS)?;
            let reason = reason.clone();
            Ok(Some(WarningEvent::Returned { reason }))
        }
        WarningCommand::Publish(paper) => {
            check_role(actor, &[Role::DutyOfficer, Role::SpecialOffice, Role::Leader])?;
            let warning = known(state)?;
            publishable(warning, now)?;
            Ok(Some(WarningEvent::Published(paper.clone())))
        }
        WarningCommand::End => {
            let over = known(state)?.ends_at().is_some_and(|ends| ends <= now);
            Ok((over && actor.role == Role::Program).then_some(WarningEvent::Ended))
        }
    }
}

fn known(state: Option<&Warning>) -> Result<&Warning, Refusal> {
    state.ok_or_else(|| Refusal::new("refusal-warning-unknown"))
}

fn waiting(warning: &Warning) -> Result<&Waiting, Refusal> {
    let waiting = warning.waiting.as_ref();
    waiting.ok_or_else(|| Refusal::new("refusal-warning-nothing-waits"))
}

/// The message that may be published now.
///
/// # Errors
/// That nothing waits, that nobody else has approved it, that its time is over.
pub(super) fn publishable(warning: &Warning, now: Timestamp) -> Result<&Waiting, Refusal> {
    let waiting = waiting(warning)?;
    if waiting.approved.is_none() {
        return Err(Refusal::new("refusal-warning-not-approved"));
    }
    still_ahead(waiting, now)?;
    fits_in(Some(warning), waiting.kind, now)?;
    Ok(waiting)
}

impl Warning {
    /// The message that may be published now.
    ///
    /// # Errors
    /// That nothing waits, that nobody else has approved it, that its time is over.
    pub fn publishable(&self, now: Timestamp) -> Result<&Waiting, Refusal> {
        publishable(self, now)
    }
}

fn still_ahead(waiting: &Waiting, now: Timestamp) -> Result<(), Refusal> {
    if waiting.kind != MessageKind::Cancel && waiting.content.expires <= now {
        return Err(Refusal::new("refusal-warning-over"));
    }
    Ok(())
}

/// The first is an alert; what follows changes or takes back what is in force.
fn fits_in(warning: Option<&Warning>, kind: MessageKind, now: Timestamp) -> Result<(), Refusal> {
    let stage = warning.map_or(Stage::Returned, |warning| warning.stage(now));
    match (stage, kind) {
        (Stage::Returned | Stage::Draft, MessageKind::Alert)
        | (Stage::InForce, MessageKind::Update | MessageKind::Cancel) => Ok(()),
        (Stage::InForce, MessageKind::Alert) => Err(Refusal::new("refusal-warning-in-force")),
        _ => Err(Refusal::new("refusal-warning-not-in-force")),
    }
}

fn draft(
    state: Option<&Warning>,
    kind: MessageKind,
    content: &Content,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<WarningEvent, Refusal> {
    check_role(actor, &[Role::DutyOfficer, Role::SpecialOffice])?;
    fits_in(state, kind, now)?;
    if pack.hazard(&content.hazard).is_none() {
        return Err(Refusal::new("refusal-warning-hazard"));
    }
    if content.expires <= now {
        return Err(Refusal::new("refusal-warning-expires"));
    }
    if content.onset.is_some_and(|onset| onset >= content.expires) {
        return Err(Refusal::new("refusal-warning-onset"));
    }
    for area in &content.areas {
        if pack.area(area).is_none() {
            return Err(Refusal::new("refusal-area-unknown").with("area", area));
        }
    }
    if content.areas.is_empty() && content.place.is_none() {
        return Err(Refusal::new("refusal-warning-where"));
    }
    if content.polygons.len() > MOST_SHAPES || content.circles.len() > MOST_SHAPES {
        return Err(Refusal::new("refusal-warning-shapes").with("most", MOST_SHAPES));
    }
    if let Some(place) = &content.place {
        both("warning-place", place, line)?;
    }
    if let Some(exercise) = &content.exercise {
        texts::filled("warning-exercise", exercise, MOST_CHARS)?;
        texts::line("warning-exercise", exercise, MOST_LINE_CHARS)?;
    }
    both("warning-headline", &content.headline, line)?;
    both("warning-description", &content.description, fits)?;
    both("warning-instruction", &content.instruction, fits)?;
    // What is an exercise stays one, and what is not never becomes one: who acted upon the first would be misled.
    let before = state
        .and_then(Warning::last)
        .map(|last| last.content.exercise.is_some());
    if before.is_some_and(|before| before != content.exercise.is_some()) {
        return Err(Refusal::new("refusal-warning-exercise"));
    }
    let content = Box::new(content.clone());
    Ok(WarningEvent::Drafted { kind, content })
}

/// The second pair of eyes: somebody else, who has read what is there now.
fn approve(warning: &Warning, seen: u64, actor: &Actor, now: Timestamp) -> Result<Option<WarningEvent>, Refusal> {
    check_role(actor, &[Role::SpecialOffice, Role::Leader])?;
    let waiting = waiting(warning)?;
    if waiting.approved.is_some() {
        return Ok(None);
    }
    if seen != warning.version {
        return Err(Refusal::new("refusal-warning-changed"));
    }
    let (drafter, _) = &waiting.drafted;
    if drafter.is_same_person(actor) {
        return Err(Refusal::new("refusal-warning-same-person"));
    }
    still_ahead(waiting, now)?;
    Ok(Some(WarningEvent::Approved))
}

fn check_role(actor: &Actor, roles: &[Role]) -> Result<(), Refusal> {
    if roles.contains(&actor.role) {
        return Ok(());
    }
    Err(Refusal::new("refusal-warning-role"))
}

/// In both languages, or not at all.
fn both(what: &str, text: &Text, rule: fn(&str, &str) -> Result<(), Refusal>) -> Result<(), Refusal> {
    for text in [&text.zh, &text.en] {
        if text.trim().is_empty() {
            return Err(Refusal::new("refusal-warning-both").with("what", what));
        }
        rule(what, text)?;
    }
    Ok(())
}

fn line(what: &str, text: &str) -> Result<(), Refusal> {
    texts::line(what, text, MOST_LINE_CHARS)
}

fn fits(what: &str, text: &str) -> Result<(), Refusal> {
    texts::fits(what, text, MOST_CHARS)
}
