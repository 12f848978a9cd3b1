//! The rules of a plan.

use super::{Content, Plan, PlanEvent};
use crate::case::{Actor, Refusal, Role};
use crate::pack::Pack;
use crate::texts;

/// The longest line, in characters.
const MOST_LINE_CHARS: usize = 200;
/// The longest reason or note, in characters.
const MOST_NOTE_CHARS: usize = 2_000;
/// The longest text of a plan, in characters.
const MOST_CHARS: usize = 20_000;
/// The most roles, and the most items of one.
const MOST_ITEMS: usize = 60;

/// What may be asked of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanCommand {
    /// Draft a version, or draft it anew.
    Draft {
        /// What it says.
        content: Box<Content>,
    },
    /// Approve the draft that was read.
    Approve {
        /// The version of the stream that was read.
        seen: u64,
    },
    /// Send the draft back.
    Return {
        /// Why.
        reason: String,
    },
    /// Say that it was assessed and stays.
    Assess {
        /// What was found.
        note: String,
    },
    /// Ask for a revision.
    AskRevision {
        /// A slug of the pack's `plans.triggers`.
        trigger: String,
        /// What has changed.
        note: String,
    },
    /// Take it out of force.
    Withdraw {
        /// Why.
        reason: String,
    },
}

/// Answers a command with the event it makes, or says why not. None: it is so already.
///
/// # Errors
/// A [`Refusal`] whose key is in `locales/*/plans.ftl`.
pub fn decide(
    state: Option<&Plan>,
    command: &PlanCommand,
    actor: &Actor,
    pack: &Pack,
) -> Result<Option<PlanEvent>, Refusal> {
    match command {
        PlanCommand::Draft { content } => draft(state, content, actor, pack),
        PlanCommand::Approve { seen } => approve(known(state)?, *seen, actor),
        PlanCommand::Return { reason } => {
            check_role(actor, &[Role::SpecialOffice, Role::Leader])?;
            if known(state)?.waiting.is_none() {
                return Err(Refusal::new("refusal-plan-nothing-waits"));
            }
            texts::filled("reason", reason, MOST_NOTE_CHARS)?;
            let reason = reason.clone();
            Ok(Some(PlanEvent::Returned { reason }))
        }
        PlanCommand::Assess { note } => {
            check_role(actor, &[Role::SpecialOffice, Role::Leader])?;
            in_force(known(state)?)?;
            texts::filled("note", note, MOST_NOTE_CHARS)?;
            Ok(Some(PlanEvent::Assessed { note: note.clone() }))
        }
        PlanCommand::AskRevision { trigger, note } => {
            check_role(actor, &[Role::DutyOfficer, Role::SpecialOffice, Role::Leader])?;
            let plan = known(state)?;
            in_force(plan)?;
            let rules = pack.plans.as_ref().ok_or_else(|| Refusal::new("refusal-plan-none"))?;
            if rules.trigger(trigger).is_none() {
                return Err(Refusal::new("refusal-plan-trigger"));
            }
            texts::filled("note", note, MOST_NOTE_CHARS)?;
            let same = |revision: &super::Revision| revision.trigger == *trigger && revision.note == *note;
            Ok((!plan.revisions.iter().any(same)).then(|| PlanEvent::RevisionAsked {
                trigger: trigger.clone(),
                note: note.clone(),
            }))
        }
        PlanCommand::Withdraw { reason } => {
            check_role(actor, &[Role::SpecialOffice, Role::Leader])?;
            in_force(known(state)?)?;
            texts::filled("reason", reason, MOST_NOTE_CHARS)?;
            let reason = reason.clone();
            Ok(Some(PlanEvent::Withdrawn { reason }))
        }
    }
}

fn known(state: Option<&Plan>) -> Result<&Plan, Refusal> {
    state.ok_or_else(|| Refusal::new("refusal-plan-unknown"))
}

fn in_force(plan: &Plan) -> Result<(), Refusal> {
    if plan.in_force().is_none() {
        return Err(Refusal::new("refusal-plan-not-in-force"));
    }
    Ok(())
}

/// Whoever drafts is of the special office or on watch, or leads the unit whose plan it is.
fn draft(state: Option<&Plan>, content: &Content, actor: &Actor, pack: &Pack) -> Result<Option<PlanEvent>, Refusal> {
    check_role(actor, &[Role::DutyOfficer, Role::SpecialOffice, Role::Leader])?;
    check(content, pack)?;
    let waits = state.and_then(|plan| plan.waiting.as_ref());
    if waits.is_some_and(|waiting| waiting.content == *content && waiting.by.account == actor.account) {
        return Ok(None);
    }
    let content = Box::new(content.clone());
    Ok(Some(PlanEvent::Drafted { content }))
}

fn check(content: &Content, pack: &Pack) -> Result<(), Refusal> {
    let rules = pack.plans.as_ref().ok_or_else(|| Refusal::new("refusal-plan-none"))?;
    texts::filled("plan-name", &content.name, MOST_LINE_CHARS)?;
    texts::line("plan-name", &content.name, MOST_LINE_CHARS)?;
    if rules.kind(&content.kind).is_none() {
        return Err(Refusal::new("refusal-plan-kind"));
    }
    if rules.cadence(&content.cadence).is_none() {
        return Err(Refusal::new("refusal-plan-cadence"));
    }
    if pack.unit(&content.unit).is_none() {
        return Err(Refusal::new("refusal-unit-unknown").with("unit", &content.unit));
    }
    for area in &content.areas {
        if pack.area(area).is_none() {
            return Err(Refusal::new("refusal-area-unknown").with("area", area));
        }
    }
    if content.events.iter().any(|event| pack.hazard(event).is_none()) {
        return Err(Refusal::new("refusal-plan-event"));
    }
    if let Some(place) = &content.place {
        texts::filled("plan-place", place, MOST_LINE_CHARS)?;
        texts::line("plan-place", place, MOST_LINE_CHARS)?;
    }
    texts::filled("plan-text", &content.text, MOST_CHARS)?;
    let many = [
        content.checklists.len(),
        content.contacts.len(),
        content.resources.len(),
    ];
    let items = content.checklists.iter().map(|list| list.items.len());
    if many.into_iter().chain(items).any(|many| many > MOST_ITEMS) {
        return Err(Refusal::new("refusal-plan-many").with("most", MOST_ITEMS));
    }
    for list in &content.checklists {
        texts::filled("plan-role", &list.role, MOST_LINE_CHARS)?;
        if list.items.is_empty() {
            return Err(Refusal::new("refusal-plan-empty-role").with("role", &list.role));
        }
        for item in &list.items {
            texts::filled("plan-item", item, MOST_LINE_CHARS)?;
        }
    }
    for contact in &content.contacts {
        match &contact.post {
            Some(post) if pack.post(post).is_none() => {
                return Err(Refusal::new("refusal-post-unknown").with("post", post));
            }
            Some(_) => {}
            None => texts::filled("plan-office", &contact.office, MOST_LINE_CHARS)?,
        }
        texts::filled("plan-purpose", &contact.purpose, MOST_LINE_CHARS)?;
        texts::line("plan-reach", &contact.reach, MOST_LINE_CHARS)?;
    }
    for resource in &content.resources {
        texts::filled("plan-resource", &resource.what, MOST_LINE_CHARS)?;
        texts::line("plan-resource", &resource.place, MOST_LINE_CHARS)?;
        texts::line("plan-resource", &resource.keeper, MOST_LINE_CHARS)?;
    }
    Ok(())
}

/// The second pair of eyes: a leader who did not draft it and has read what is there now.
fn approve(plan: &Plan, seen: u64, actor: &Actor) -> Result<Option<PlanEvent>, Refusal> {
    check_role(actor, &[Role::Leader, Role::SpecialOffice])?;
    let Some(waiting) = &plan.waiting else {
        return Err(Refusal::new("refusal-plan-nothing-waits"));
    };
    if seen != plan.version {
        return Err(Refusal::new("refusal-plan-changed"));
    }
    if waiting.by.is_same_person(actor) {
        return Err(Refusal::new("refusal-plan-same-person"));
    }
    Ok(Some(PlanEvent::Approved))
}

fn check_role(actor: &Actor, roles: &[Role]) -> Result<(), Refusal> {
    if roles.contains(&actor.role) {
        return Ok(());
    }
    Err(Refusal::new("refusal-plan-role"))
}
