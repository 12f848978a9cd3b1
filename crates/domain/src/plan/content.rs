//! What a plan says.

use crate::{AreaSlug, PostSlug, UnitSlug};
use serde::{Deserialize, Serialize};

/// What one role does, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// The role: commander, liaison, whoever closes the gas.
    pub role: String,
    /// What is done, one thing an item.
    pub items: Vec<String>,
}

/// Who is called: a post or an office, never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A post of the body; none of an office elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostSlug>,
    /// An office elsewhere; empty of a post of ours.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub office: String,
    /// What for.
    pub purpose: String,
    /// The office's number.
    pub reach: String,
}

/// What there is to use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// What, with its number and unit.
    pub what: String,
    /// Where it is.
    pub place: String,
    /// Who gives it out.
    pub keeper: String,
}

/// A version of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Name.
    pub name: String,
    /// Kind, a slug of the pack's `plans.kinds`.
    pub kind: String,
    /// The unit whose plan it is.
    pub unit: UnitSlug,
    /// Kinds of event that it is for, slugs of the pack; none where it is for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// Areas that it is for; none where it is for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaSlug>,
    /// The place that it is for, as people write it; none where it is for no place in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How often it is practised, a slug of the pack's `plans.cadences`.
    pub cadence: String,
    /// What is done, in sentences.
    pub text: String,
    /// What each role does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklists: Vec<Checklist>,
    /// Who is called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// What there is to use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
}
