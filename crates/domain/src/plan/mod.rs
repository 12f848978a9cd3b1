//! Plans 应急预案: versions that somebody else approves, assessed in time, revised for a reason, and offered by kind of event and
//! place. A plan is a stream of its own beside the cases; whom it calls are posts and offices, never persons.

mod content;
mod decide;
mod offer;
mod rules;

use crate::case::Actor;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

pub use content::{Checklist, Contact, Content, Resource};
pub use decide::{PlanCommand, decide};
pub use offer::{Fit, Situation, fit, offered};
pub use rules::{Cadence, Named, PlanRules};

/// What happened to a plan. Who and when are beside it in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PlanEvent {
    /// A version was drafted, or drafted anew in place of the one that waits.
    Drafted {
        /// What it says.
        content: Box<Content>,
    },
    /// Somebody else has read it and approves: it is in force.
    Approved,
    /// Somebody else has read it and does not.
    Returned {
        /// Why.
        reason: String,
    },
    /// Assessed 评估: it stays as it is.
    Assessed {
        /// What was found.
        note: String,
    },
    /// It has to be revised.
    RevisionAsked {
        /// A slug of the pack's `plans.triggers`.
        trigger: String,
        /// What has changed.
        note: String,
    },
    /// It is no longer in force.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// A version that waits for somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What it says.
    pub content: Content,
    /// Who drafted it last.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A version that was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub n: u32,
    /// What it says.
    pub content: Content,
    /// Who drafted it.
    pub drafted_by: Actor,
    /// Who approved it.
    pub approved_by: Actor,
    /// When.
    pub approved_at: Timestamp,
}

/// Why a plan has to be revised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// A slug of the pack's `plans.triggers`.
    pub trigger: String,
    /// What has changed.
    pub note: String,
    /// Since when.
    pub at: Timestamp,
}

/// A plan as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Approved versions, the first first.
    pub versions: Vec<Version>,
    /// The version that waits.
    pub waiting: Option<Waiting>,
    /// Why the last one was returned, until another is drafted.
    pub returned: Option<String>,
    /// Why it has to be revised, until a version is approved that was drafted after.
    pub revisions: Vec<Revision>,
    /// When it was assessed last.
    pub assessed_at: Option<Timestamp>,
    /// Why it is no longer in force.
    pub withdrawn: Option<String>,
    /// Number of events so far.
    pub version: u64,
}

impl Plan {
    /// The version in force.
    #[must_use]
    pub fn in_force(&self) -> Option<&Version> {
        self.versions.last().filter(|_| self.withdrawn.is_none())
    }

    /// What it says: the version in force, else the one that waits, else the last.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        let waiting = self.waiting.as_ref().map(|waiting| &waiting.content);
        let last = self.versions.last().map(|version| &version.content);
        self.in_force().map(|version| &version.content).or(waiting).or(last)
    }

    /// Until when it has to be assessed; none where it is not in force.
    #[must_use]
    pub fn assess_by(&self, rules: &PlanRules, zone: &TimeZone) -> Option<Timestamp> {
        let approved = self.in_force()?.approved_at;
        let from = self.assessed_at.map_or(approved, |at| at.max(approved));
        Some(months_after(from, rules.assess_months.value, zone))
    }
}

/// So many calendar months later, at the same time of day.
pub(crate) fn months_after(from: Timestamp, months: u32, zone: &TimeZone) -> Timestamp {
    let later = zone.to_datetime(from).saturating_add(i64::from(months).months());
    let at = zone.to_ambiguous_timestamp(later).compatible();
    at.unwrap_or(Timestamp::MAX)
}

/// The state after `event`; an event that does not fit leaves it as it was.
#[must_use]
pub fn evolve(state: Option<Plan>, event: &PlanEvent, actor: &Actor, at: Timestamp) -> Option<Plan> {
    let mut plan = match (state, event) {
        (Some(plan), _) => plan,
        (None, PlanEvent::Drafted { .. }) => Plan::default(),
        (None, _) => return None,
    };
    plan.version = plan.version.saturating_add(1);
    match event {
        PlanEvent::Drafted { content } => {
            plan.returned = None;
            plan.waiting = Some(Waiting {
                content: (**content).clone(),
                by: actor.clone(),
                at,
            });
        }
        PlanEvent::Approved => {
            if let Some(waiting) = plan.waiting.take() {
                let n = u32::try_from(plan.versions.len()).unwrap_or(u32::MAX).saturating_add(1);
                plan.revisions.retain(|revision| revision.at > waiting.at);
                plan.withdrawn = None;
                plan.versions.push(Version {
                    n,
                    content: waiting.content,
                    drafted_by: waiting.by,
                    approved_by: actor.clone(),
                    approved_at: at,
                });
            }
        }
        PlanEvent::Returned { reason } => {
            plan.waiting = None;
            plan.returned = Some(reason.clone());
        }
        PlanEvent::Assessed { .. } => plan.assessed_at = Some(at),
        PlanEvent::RevisionAsked { trigger, note } => plan.revisions.push(Revision {
            trigger: trigger.clone(),
            note: note.clone(),
            at,
        }),
        PlanEvent::Withdrawn { reason } => plan.withdrawn = Some(reason.clone()),
    }
    Some(plan)
}
