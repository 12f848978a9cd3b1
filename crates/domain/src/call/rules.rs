//! What the pack says of calls.

use crate::clock::Calendar;
use crate::pack::Rule;
use crate::{PostSlug, Text};
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use std::collections::BTreeMap;

/// Whom a step calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// The officers on watch: those who are there, else those whose shift it is.
    Officer,
    /// The leaders on duty, in the same way.
    Leader,
    /// Whoever holds the post that leads the unit in question; the desk's where none is.
    UnitLeader,
    /// Whoever makes the roster of the desk that keeps the watch of the unit in question.
    RosterKeepers,
    /// Whoever holds a post.
    Post(PostSlug),
    /// Whoever holds the post that the call concerns; nobody where it names none.
    PostConcerned,
    /// Everybody who has an account in the body.
    Everybody,
}

/// A step of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Whom.
    pub to: To,
    /// Minutes from one round to what comes next.
    pub minutes: u32,
    /// How often they are called before the next step, 1 at least.
    pub times: u32,
}

/// How somebody is found who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Slug, which calls keep.
    pub slug: String,
    /// As people read it.
    pub name: Text,
    /// At any hour; otherwise within working hours.
    pub any_hour: bool,
    /// Minutes after which it begins again where nobody has it.
    pub again_minutes: u32,
    /// Step by step.
    pub steps: Rule<Vec<Step>>,
}

impl Policy {
    /// It tells everybody: each says for themselves that they have it, and nobody for the others.
    #[must_use]
    pub fn is_for_each(&self) -> bool {
        let steps = &self.steps.value;
        !steps.is_empty() && steps.iter().all(|step| step.to == To::Everybody)
    }
}

/// The pack's rules of calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRules {
    /// Policies.
    pub policies: Vec<Policy>,
    /// Which policy a reason is called by.
    pub reasons: BTreeMap<String, String>,
    /// How many minutes before its time the watch is called for a report.
    pub soon_minutes: Rule<u32>,
    /// How many minutes a shift may have begun before it is called out that nobody took the watch.
    pub grace_minutes: Rule<u32>,
    /// How many days it is told that an operating level is over, where nobody says that they have it.
    pub over_days: Rule<u32>,
    /// How many days a call is kept once what it was about is closed; for good where none is said.
    pub keep_days: Option<Rule<u32>>,
    /// From when until when ordinary calls go out, on working days.
    pub working: Rule<(Time, Time)>,
}

impl CallRules {
    /// A policy.
    #[must_use]
    pub fn policy(&self, slug: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.slug == slug)
    }

    /// The policy by which a reason is called; none where nobody is called for it.
    #[must_use]
    pub fn policy_for(&self, reason: &str) -> Option<&Policy> {
        self.policy(self.reasons.get(reason)?)
    }
}

/// Working hours.
#[derive(Debug, Clone, Copy)]
pub struct Working<'a> {
    /// From when until when.
    pub hours: (Time, Time),
    /// On which days.
    pub calendar: &'a Calendar,
    /// Where.
    pub zone: &'a TimeZone,
}

impl Working<'_> {
    /// It is one of them.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        let here = self.zone.to_datetime(now);
        let (from, until) = self.hours;
        self.calendar.is_working_day(here.date()).0 && from <= here.time() && here.time() < until
    }

    /// When they begin next, after `now`.
    #[must_use]
    pub fn opens(&self, now: Timestamp) -> Timestamp {
        let here = self.zone.to_datetime(now);
        let mut date = here.date();
        // No calendar is without a working day for so long; if one were, the last day is taken.
        for _ in 0..60 {
            let opens = self.moment(date.to_datetime(self.hours.0));
            if self.calendar.is_working_day(date).0 && opens > now {
                return opens;
            }
            date = date.saturating_add(1.day());
        }
        self.moment(date.to_datetime(self.hours.0))
    }

    fn moment(&self, at: DateTime) -> Timestamp {
        let at = self.zone.to_ambiguous_timestamp(at).compatible();
        at.unwrap_or(Timestamp::MAX)
    }
}
