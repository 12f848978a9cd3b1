//! Screening rounds 大排查: the office says which units look at which areas until when; each says for each area what it
//! found, settled on the spot or referred, or that there is none. None is a report, silence is not. A round is a stream of its own beside
//! the cases, and its numbers are of units and areas: none is of a person, and none ranks anybody.

mod decide;

use crate::{AreaSlug, UnitSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub use decide::{RoundCommand, decide};

/// What a unit owes: a look at an area.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Owed {
    /// Looks.
    pub unit: UnitSlug,
    /// Is looked at; none where the body has no areas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaSlug>,
}

/// A round as it is begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Name.
    pub name: String,
    /// What is looked for, and why.
    pub why: String,
    /// Who looks at what, in the order of the pack.
    pub owed: Vec<Owed>,
    /// Until when.
    pub until: Timestamp,
}

/// What a unit says of an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "said", rename_all = "snake_case")]
pub enum Said {
    /// Found 发现: registered as a case, with its number.
    Found {
        /// The case's number.
        number: String,
    },
    /// Settled on the spot 当场化解.
    Settled {
        /// How many.
        n: u32,
        /// What it was and what was done.
        note: String,
    },
    /// Referred 移交.
    Referred {
        /// How many.
        n: u32,
        /// To whom.
        to: String,
        /// What it is.
        note: String,
    },
    /// There is none 没有发现 (零报告).
    None,
}

/// What happened to a round. Who and when are beside it in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RoundEvent {
    /// Begun.
    Started(Plan),
    /// A unit said something of an area.
    Reported {
        /// Who looks at what.
        #[serde(flatten)]
        owed: Owed,
        /// What it says.
        #[serde(flatten)]
        said: Said,
        /// Under which it was written once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    },
    /// A unit puts the numbers of an area right that it had reported; what was reported stays in the stream.
    Corrected {
        /// Who looks at what.
        #[serde(flatten)]
        owed: Owed,
        /// How many were settled on the spot in all.
        settled: u32,
        /// How many were referred in all.
        referred: u32,
        /// What was wrong.
        reason: String,
        /// Under which it was written once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    },
    /// Ended, before or after its time.
    Ended {
        /// Why.
        reason: String,
        /// Under which it was written once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    },
}

/// What was said of a unit's area so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Who looks at what.
    pub owed: Owed,
    /// Numbers of the cases that were registered.
    pub found: Vec<String>,
    /// Settled on the spot.
    pub settled: u32,
    /// Referred.
    pub referred: u32,
    /// What was written, oldest first.
    pub notes: Vec<String>,
    /// When something was first said of it; none while there is silence.
    pub reported_at: Option<Timestamp>,
    /// How its numbers were put right, oldest first.
    pub corrections: Vec<Corrected>,
}

/// Numbers of an area put right: what was said before and what is said now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// Settled and referred, as reported before.
    pub before: (u32, u32),
    /// Settled and referred, as they are.
    pub after: (u32, u32),
    /// What was wrong.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

impl Progress {
    /// Silence after the time.
    #[must_use]
    pub fn is_late(&self, until: Timestamp, now: Timestamp) -> bool {
        self.reported_at.is_none() && now > until
    }

    /// It was said that there is none, and nothing else.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.reported_at.is_some() && self.found.is_empty() && self.settled == 0 && self.referred == 0
    }
}

/// A round as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// As it was begun.
    pub plan: Plan,
    /// When.
    pub started_at: Timestamp,
    /// What was said, in the order of the plan.
    pub progress: Vec<Progress>,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// Keys under which something was written: under one, it is written once.
    pub keys: BTreeSet<String>,
    /// Number of events so far.
    pub version: u64,
}

impl Round {
    /// Silent after the time: these are chased. Nobody is once the round has ended.
    pub fn late(&self, now: Timestamp) -> impl Iterator<Item = &Progress> {
        let open = self.ended_at.is_none();
        let until = self.plan.until;
        self.progress
            .iter()
            .filter(move |progress| open && progress.is_late(until, now))
    }

    /// What was said of what is owed.
    #[must_use]
    pub fn of(&self, owed: &Owed) -> Option<&Progress> {
        self.progress.iter().find(|progress| progress.owed == *owed)
    }
}

/// The state after `event`; an event that does not fit leaves it as it was.
#[must_use]
pub fn evolve(state: Option<Round>, event: &RoundEvent, at: Timestamp) -> Option<Round> {
    let Some(mut round) = state else {
        let RoundEvent::Started(plan) = event else { return None };
        let silent = |owed: &Owed| Progress {
            owed: owed.clone(),
            found: Vec::new(),
            settled: 0,
            referred: 0,
            notes: Vec::new(),
            reported_at: None,
            corrections: Vec::new(),
        };
        return Some(Round {
            progress: plan.owed.iter().map(silent).collect(),
            plan: plan.clone(),
            started_at: at,
            ended_at: None,
            keys: BTreeSet::new(),
            version: 1,
        });
    };
    round.version = round.version.saturating_add(1);
    match event {
        RoundEvent::Started(_) => {}
        RoundEvent::Reported { owed, said, key } => {
            round.keys.extend(key.clone());
            if let Some(progress) = round.progress.iter_mut().find(|progress| progress.owed == *owed) {
                progress.reported_at.get_or_insert(at);
                add(progress, said);
            }
        }
        RoundEvent::Corrected {
            owed,
            settled,
            referred,
            reason,
            key,
        } => {
            round.keys.extend(key.clone());
            if let Some(progress) = round.progress.iter_mut().find(|progress| progress.owed == *owed) {
                progress.corrections.push(Corrected {
                    before: (progress.settled, progress.referred),
                    after: (*settled, *referred),
                    reason: reason.clone(),
                    at,
                });
                (progress.settled, progress.referred) = (*settled, *referred);
            }
        }
        RoundEvent::Ended { key, .. } => {
            round.keys.extend(key.clone());
            round.ended_at = Some(at);
        }
    }
    Some(round)
}

fn add(progress: &mut Progress, said: &Said) {
    match said {
        Said::Found { number } => progress.found.push(number.clone()),
        Said::Settled { n, note } => {
            progress.settled = progress.settled.saturating_add(*n);
            progress.notes.push(note.clone());
        }
        Said::Referred { n, to, note } => {
            progress.referred = progress.referred.saturating_add(*n);
            progress.notes.push(format!("{note} → {to}"));
        }
        Said::None => {}
    }
}
