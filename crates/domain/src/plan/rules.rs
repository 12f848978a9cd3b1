//! What the pack says of plans and drills.

use crate::Text;
use crate::pack::Rule;

/// Something that the pack names, with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Slug, which events keep.
    pub slug: String,
    /// As people read it.
    pub name: Rule<Text>,
}

/// How often a plan is practised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cadence {
    /// Slug, which plans keep.
    pub slug: String,
    /// Who is bound by it.
    pub name: Text,
    /// At least one drill within so many months.
    pub months: Rule<u32>,
}

/// The pack's rules of plans and drills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRules {
    /// Kinds of plan, the most general first.
    pub kinds: Vec<Named>,
    /// A plan is assessed within so many months of its approval and of each assessment.
    pub assess_months: Rule<u32>,
    /// A drill that has not begun so many hours after its time is late; at its time where none is said.
    pub drill_late_hours: Option<Rule<u32>>,
    /// How often plans are practised.
    pub cadences: Vec<Cadence>,
    /// What makes a plan due for revision.
    pub triggers: Vec<Named>,
    /// Steps in which a drill is evaluated, in their order.
    pub evaluation: Vec<Named>,
}

impl PlanRules {
    /// A kind of plan.
    #[must_use]
    pub fn kind(&self, slug: &str) -> Option<&Named> {
        self.kinds.iter().find(|kind| kind.slug == slug)
    }

    /// How often.
    #[must_use]
    pub fn cadence(&self, slug: &str) -> Option<&Cadence> {
        self.cadences.iter().find(|cadence| cadence.slug == slug)
    }

    /// A reason for revision.
    #[must_use]
    pub fn trigger(&self, slug: &str) -> Option<&Named> {
        self.triggers.iter().find(|trigger| trigger.slug == slug)
    }
}
