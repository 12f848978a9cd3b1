//! Kinds of danger to a person, and whom to call at once.

use super::draft::DraftDanger;
use super::section::Section;
use super::{Kind, Pack, Rule};
use crate::{CategorySlug, Text};

/// The reason for which the duty post is called where somebody is in danger.
pub const DANGER: &str = "danger";

/// A kind of danger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DangerRule {
    /// Slug, which events keep.
    pub slug: String,
    /// As people read it.
    pub name: Text,
    /// What to do first.
    pub first: Text,
    /// Numbers to call, the first of all first.
    pub numbers: Vec<DangerNumber>,
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DangerNumber {
    /// The number, digits alone, with its source.
    pub call: Rule<String>,
    /// Who answers there.
    pub name: Text,
}

impl Pack {
    /// A kind of danger.
    #[must_use]
    pub fn danger(&self, slug: &str) -> Option<&DangerRule> {
        self.dangers.iter().find(|danger| danger.slug == slug)
    }

    /// Whether anybody of the body is called for somebody in danger.
    #[must_use]
    pub fn calls_for_danger(&self) -> bool {
        self.calls
            .as_ref()
            .is_some_and(|calls| calls.policy_for(DANGER).is_some())
    }
}

impl Kind {
    /// A category.
    #[must_use]
    pub fn category(&self, slug: &CategorySlug) -> Option<&super::Category> {
        self.categories.iter().find(|category| category.slug == *slug)
    }
}

pub(super) fn read_dangers(sections: &[Section<'_>]) -> Vec<DraftDanger> {
    let danger = |section: &Section<'_>| {
        let numbers = section.sections("numbers").unwrap_or_default();
        let numbers = numbers.iter().filter_map(|number| {
            let name = number.text("name");
            let call = number.rule(|number| {
                let call = number.string("call");
                let is_number = !call.value.is_empty() && call.value.bytes().all(|b| b.is_ascii_digit());
                if !is_number {
                    number.report(&call.at, "pack-bad-telephone", &[("number", &call.value)]);
                }
                is_number.then_some(call.value)
            });
            number.end();
            Some(DangerNumber { call: call?, name })
        });
        let danger = DraftDanger {
            slug: section.slug("slug"),
            name: section.text("name"),
            first: section.text("first"),
            numbers: numbers.collect(),
        };
        section.end();
        danger
    };
    sections.iter().map(danger).collect()
}

pub(super) fn assemble(drafts: Option<Vec<DraftDanger>>) -> Vec<DangerRule> {
    let drafts = drafts.unwrap_or_default();
    let rule = |draft: DraftDanger| DangerRule {
        slug: draft.slug.value,
        name: draft.name,
        first: draft.first,
        numbers: draft.numbers,
    };
    drafts.into_iter().map(rule).collect()
}
