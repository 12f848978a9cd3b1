//! Calls 呼叫: somebody of the body has to know of something now. People are called step by step until one says that they have it;
//! a step that has nobody is passed over at once, and where all steps are through, it begins again. A call says what and where,
//! never who: there is no name in it. It is a stream of its own beside the cases.

mod rules;

use crate::duty::Staff;
use crate::{CaseId, PostSlug, UnitSlug};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use rules::{CallRules, Policy, Step, To, Working};

/// What a call is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Why somebody is called: `danger`, `level`, … Its sentence is the message `call-about-…`.
    pub reason: String,
    /// What goes into the sentence: a number, a level, a time. Never a word of a requester's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// The page of the desk that it leads to.
    pub link: String,
    /// The case that it is about: whoever may not see that is not called and not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// It is about a drill, and says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drill: bool,
    /// The post that it concerns, which a step can call; none where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostSlug>,
    /// The unit that it concerns; the body's watch where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitSlug>,
}

/// What happened to a call. Who and when are beside it in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields repeat those of the state")]
pub enum CallEvent {
    /// Raised. The steps are looked at from this moment.
    Raised { about: About, policy: String },
    /// It waits for working hours.
    Held { until: Timestamp },
    /// A step has nobody now.
    Skipped { step: u32 },
    /// People of a step were called, for the first time or again.
    Rang {
        step: u32,
        round: u32,
        to: Vec<Staff>,
        next_at: Timestamp,
    },
    /// All steps are through, and nobody has it.
    Unanswered { next_at: Timestamp },
    /// One of those who each have to have it does; the others are called still.
    Heard { staff: Staff },
    /// Somebody has it; where each has to, all do.
    Acknowledged { staff: Staff },
    /// What it was about is over.
    Over,
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Somebody is being called.
    Calling,
    /// All steps were through once, and nobody has it.
    Unanswered,
    /// Somebody has it; where each has to, all do.
    Acknowledged,
    /// What it was about is over.
    Over,
}

/// A call as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What it is about.
    pub about: About,
    /// A policy of the pack.
    pub policy: String,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// The step and its round that was called last; none before the first, and after all.
    pub last: Option<(u32, u32)>,
    /// Everybody who was called, in that order.
    pub called: Vec<Staff>,
    /// When something has to be done next; none where nothing has.
    pub next_at: Option<Timestamp>,
    /// How often all steps were through and nobody had it.
    pub unanswered: u32,
    /// Those who have it where each has to, in that order.
    pub heard: Vec<Staff>,
    /// Who has it, and since when.
    pub acknowledged: Option<(Staff, Timestamp)>,
    /// When it was over.
    pub over_at: Option<Timestamp>,
    /// Number of events so far.
    pub version: u64,
}

impl Call {
    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match (&self.acknowledged, self.over_at) {
            (_, Some(_)) => Stage::Over,
            (Some(_), None) => Stage::Acknowledged,
            (None, None) if self.unanswered > 0 && self.heard.is_empty() => Stage::Unanswered,
            (None, None) => Stage::Calling,
        }
    }

    /// Somebody still has to know.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.stage(), Stage::Calling | Stage::Unanswered)
    }

    /// Somebody still has to know, and this one of them has not said that they do.
    #[must_use]
    pub fn waits_for(&self, staff: &Staff) -> bool {
        self.is_open() && !self.heard.contains(staff)
    }
}

/// What is due of a call at `now`: nothing before its time and after it has ended. `reached` says who a step's people are now.
/// Whatever it answers, applied in order, leaves the call with a later time to look at it, so that no call is forgotten and none is
/// looked at without end.
#[must_use]
pub fn tick(
    call: &Call,
    policy: &Policy,
    working: &Working<'_>,
    reached: impl Fn(&To) -> Vec<Staff>,
    now: Timestamp,
) -> Vec<CallEvent> {
    if !call.is_open() || call.next_at.is_none_or(|next| next > now) {
        return Vec::new();
    }
    if !policy.any_hour && !working.is_open(now) {
        return vec![CallEvent::Held {
            until: working.opens(now),
        }];
    }
    let steps = &policy.steps.value;
    let (first, round) = match call.last {
        None => (0, 0),
        Some((step, round)) => match steps.get(place(step)) {
            Some(same) if round.saturating_add(1) < same.times => (step, round + 1),
            _ => (step.saturating_add(1), 0),
        },
    };
    let mut events = Vec::new();
    let mut round = round;
    for (n, step) in (0_u32..).zip(steps).skip(place(first)) {
        let to = reached(&step.to);
        if to.is_empty() {
            events.push(CallEvent::Skipped { step: n });
            round = 0;
            continue;
        }
        events.push(CallEvent::Rang {
            step: n,
            round,
            to,
            next_at: later(now, step.minutes),
        });
        return events;
    }
    events.push(CallEvent::Unanswered {
        next_at: later(now, policy.again_minutes),
    });
    events
}

fn place(step: u32) -> usize {
    usize::try_from(step).unwrap_or(usize::MAX)
}

/// So many minutes later, one at least.
fn later(now: Timestamp, minutes: u32) -> Timestamp {
    let minutes = SignedDuration::from_mins(i64::from(minutes.max(1)));
    now.checked_add(minutes).unwrap_or(Timestamp::MAX)
}

/// The state after `event`; an event that does not fit leaves it as it was.
#[must_use]
pub fn evolve(state: Option<Call>, event: &CallEvent, at: Timestamp) -> Option<Call> {
    let mut call = match (state, event) {
        (Some(call), _) => call,
        (None, CallEvent::Raised { about, policy }) => Call {
            about: about.clone(),
            policy: policy.clone(),
            raised_at: at,
            last: None,
            called: Vec::new(),
            next_at: Some(at),
            unanswered: 0,
            heard: Vec::new(),
            acknowledged: None,
            over_at: None,
            version: 0,
        },
        (None, _) => return None,
    };
    call.version = call.version.saturating_add(1);
    match event {
        CallEvent::Raised { .. } => {}
        CallEvent::Held { until } => call.next_at = Some(*until),
        CallEvent::Skipped { step } => call.last = Some((*step, u32::MAX)),
        CallEvent::Rang {
            step,
            round,
            to,
            next_at,
        } => {
            call.last = Some((*step, *round));
            call.next_at = Some(*next_at);
            for staff in to {
                if !call.called.contains(staff) {
                    call.called.push(staff.clone());
                }
            }
        }
        CallEvent::Unanswered { next_at } => {
            call.last = None;
            call.next_at = Some(*next_at);
            if call.heard.is_empty() {
                call.unanswered = call.unanswered.saturating_add(1);
            }
        }
        CallEvent::Heard { staff } => {
            if !call.heard.contains(staff) {
                call.heard.push(staff.clone());
            }
        }
        CallEvent::Acknowledged { staff } => {
            call.next_at = None;
            call.acknowledged.get_or_insert_with(|| (staff.clone(), at));
        }
        CallEvent::Over => {
            call.next_at = None;
            call.over_at.get_or_insert(at);
        }
    }
    Some(call)
}
