//! Drills 演练: a plan is practised, at the table, in full or unannounced; what happens is put in by time, and what is found becomes
//! tasks and revisions. A drill runs as an incident that is marked as one; here is what is planned before it and said after.

mod decide;

use crate::PostSlug;
use crate::plan::{Plan, PlanRules, months_after};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use decide::{DrillCommand, MOST_MINUTES, decide, may_direct, may_know};

/// How a plan is practised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// At the table 桌面推演.
    Tabletop,
    /// In full 实战演练.
    Full,
    /// In full, and nobody is told before 双盲演练.
    Unannounced,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tabletop, Self::Full, Self::Unannounced];

    /// As in forms.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::Tabletop => "tabletop",
            Self::Full => "full",
            Self::Unannounced => "unannounced",
        }
    }

    /// From a form.
    #[must_use]
    pub fn of(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.value() == value)
    }
}

/// Something that is said to have happened, so many minutes after the beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inject {
    /// Minutes after the beginning.
    pub minute: u32,
    /// What whoever practises is told.
    pub text: String,
}

/// A drill as it is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// The plan's id.
    pub plan: String,
    /// How.
    pub form: Form,
    /// When.
    pub at: Timestamp,
    /// The kind of event, a slug of the pack.
    pub event: String,
    /// Where, as it is written.
    pub place: String,
    /// What is said to have happened when it begins.
    pub text: String,
    /// Who directs it, a post.
    pub director: PostSlug,
    /// What is put in, by time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub injects: Vec<Inject>,
}

/// What became of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "became", rename_all = "snake_case")]
pub enum Became {
    /// A task, by its number.
    Task {
        /// The case's number.
        number: String,
    },
    /// A reason to revise the plan.
    Revision,
}

/// What happened to a drill. Who and when are beside it in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DrillEvent {
    /// Planned, or planned anew.
    Planned {
        /// What is practised.
        scenario: Box<Scenario>,
    },
    /// It does not take place.
    CalledOff {
        /// Why.
        reason: String,
    },
    /// Begun; it runs as the incident of that number.
    Begun {
        /// The case's number.
        number: String,
    },
    /// What was planned for a minute was said.
    Put {
        /// Its place in the scenario.
        inject: u32,
    },
    /// Ended.
    Ended,
    /// A step of the evaluation was written.
    Evaluated {
        /// A slug of the pack's `plans.evaluation`.
        step: String,
        /// What it says.
        text: String,
    },
    /// Something was found.
    Found {
        /// Identity, made by the caller.
        id: String,
        /// What.
        text: String,
    },
    /// Something was made of a finding.
    Settled {
        /// The finding.
        finding: String,
        /// What.
        #[serde(flatten)]
        became: Became,
    },
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Identity.
    pub id: String,
    /// What.
    pub text: String,
    /// What became of it.
    pub became: Vec<Became>,
}

/// A drill as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drill {
    /// What is practised.
    pub scenario: Scenario,
    /// Why it does not take place.
    pub called_off: Option<String>,
    /// When it began, and as which incident it runs.
    pub begun: Option<(Timestamp, String)>,
    /// What was put in, and when, by its place in the scenario.
    pub put: Vec<(u32, Timestamp)>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Steps of the evaluation, the last word of each.
    pub evaluation: Vec<(String, String)>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Number of events so far.
    pub version: u64,
}

/// Where a drill stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// To come.
    Planned,
    /// It should have begun.
    Late,
    /// It runs.
    Running,
    /// It ended; the evaluation is not whole, or something was made of no finding.
    Evaluating,
    /// Nothing is left to do.
    Done,
    /// It does not take place.
    CalledOff,
}

impl Drill {
    /// Where it stands. How long after its time a drill may begin before it counts as late, the pack says.
    #[must_use]
    pub fn stage(&self, rules: &PlanRules, now: Timestamp) -> Stage {
        let hours = rules.drill_late_hours.as_ref().map_or(0, |rule| rule.value);
        let late = SignedDuration::from_hours(i64::from(hours));
        match (&self.called_off, &self.begun, self.ended_at) {
            (Some(_), _, _) => Stage::CalledOff,
            (None, None, _) if self.scenario.at.checked_add(late).is_ok_and(|last| last < now) => Stage::Late,
            (None, None, _) => Stage::Planned,
            (None, Some(_), None) => Stage::Running,
            (None, Some(_), Some(_)) if self.is_settled(rules) => Stage::Done,
            (None, Some(_), Some(_)) => Stage::Evaluating,
        }
    }

    fn is_settled(&self, rules: &PlanRules) -> bool {
        let said = |slug: &str| self.evaluation.iter().any(|(step, _)| step == slug);
        rules.evaluation.iter().all(|step| said(&step.slug))
            && self.findings.iter().all(|finding| !finding.became.is_empty())
    }

    /// What is to be put in and when, the first first; none before it begins.
    #[must_use]
    pub fn due(&self) -> Vec<(u32, &Inject, Timestamp)> {
        let Some((begun, _)) = &self.begun else {
            return Vec::new();
        };
        let mut due: Vec<_> = (0..)
            .zip(&self.scenario.injects)
            .filter(|(n, _)| !self.put.iter().any(|(put, _)| put == n))
            .map(|(n, inject)| {
                let after = SignedDuration::from_mins(i64::from(inject.minute));
                (n, inject, begun.checked_add(after).unwrap_or(Timestamp::MAX))
            })
            .collect();
        due.sort_by_key(|(n, _, at)| (*at, *n));
        due
    }
}

/// Until when a plan has to be practised again: so many months after its last drill, or after it came into force. None where it
/// is not in force.
#[must_use]
pub fn practise_by<'a>(
    plan: &Plan,
    drills: impl Iterator<Item = &'a Drill>,
    rules: &PlanRules,
    zone: &TimeZone,
) -> Option<Timestamp> {
    let version = plan.in_force()?;
    let months = rules.cadence(&version.content.cadence)?.months.value;
    let first = plan.versions.first()?.approved_at;
    let last = drills.filter_map(|drill| drill.ended_at).max();
    Some(months_after(last.unwrap_or(first).max(first), months, zone))
}

/// The state after `event`; an event that does not fit leaves it as it was.
#[must_use]
pub fn evolve(state: Option<Drill>, event: &DrillEvent, at: Timestamp) -> Option<Drill> {
    let mut drill = match (state, event) {
        (Some(drill), _) => drill,
        (None, DrillEvent::Planned { scenario }) => Drill {
            scenario: (**scenario).clone(),
            called_off: None,
            begun: None,
            put: Vec::new(),
            ended_at: None,
            evaluation: Vec::new(),
            findings: Vec::new(),
            version: 0,
        },
        (None, _) => return None,
    };
    drill.version = drill.version.saturating_add(1);
    match event {
        DrillEvent::Planned { scenario } => drill.scenario = (**scenario).clone(),
        DrillEvent::CalledOff { reason } => drill.called_off = Some(reason.clone()),
        DrillEvent::Begun { number } => drill.begun = Some((at, number.clone())),
        DrillEvent::Put { inject } => drill.put.push((*inject, at)),
        DrillEvent::Ended => drill.ended_at = Some(at),
        DrillEvent::Evaluated { step, text } => {
            drill.evaluation.retain(|(said, _)| said != step);
            drill.evaluation.push((step.clone(), text.clone()));
        }
        DrillEvent::Found { id, text } => drill.findings.push(Finding {
            id: id.clone(),
            text: text.clone(),
            became: Vec::new(),
        }),
        DrillEvent::Settled { finding, became } => {
            if let Some(found) = drill.findings.iter_mut().find(|found| found.id == *finding) {
                found.became.push(became.clone());
            }
        }
    }
    Some(drill)
}
