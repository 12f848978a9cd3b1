//! Kinds of event that the public is warned of.

use super::draft::DraftHazard;
use super::section::Section;
use super::{Pack, Rule};
use crate::Text;

/// The categories that the Common Alerting Protocol knows (CAP 1.2, 3.2.2).
pub const HAZARD_CATEGORIES: [&str; 12] = [
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
];

/// A kind of event 突发事件类别.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hazard {
    /// Slug, which events keep.
    pub slug: String,
    /// As people read it.
    pub name: Text,
    /// Its category, one of [`HAZARD_CATEGORIES`], with its source.
    pub category: Rule<String>,
}

impl Pack {
    /// A kind of event.
    #[must_use]
    pub fn hazard(&self, slug: &str) -> Option<&Hazard> {
        self.hazards.iter().find(|hazard| hazard.slug == slug)
    }
}

pub(super) fn read_hazards(sections: &[Section<'_>]) -> Vec<DraftHazard> {
    let hazard = |section: &Section<'_>| {
        let slug = section.slug("slug");
        let name = section.text("name");
        let category = section.rule(|section| {
            let category = section.string("category");
            let is_known = HAZARD_CATEGORIES.contains(&category.value.as_str());
            if !is_known && !category.value.is_empty() {
                let known = HAZARD_CATEGORIES.join(", ");
                let args = [("category", category.value.as_str()), ("known", &known)];
                section.report(&category.at, "pack-bad-hazard", &args);
            }
            is_known.then_some(category.value)
        });
        section.end();
        DraftHazard { slug, name, category }
    };
    sections.iter().map(hazard).collect()
}

pub(super) fn assemble(drafts: Option<Vec<DraftHazard>>) -> Vec<Hazard> {
    let drafts = drafts.unwrap_or_default();
    let hazard = |draft: DraftHazard| {
        Some(Hazard {
            slug: draft.slug.value,
            name: draft.name,
            category: draft.category?,
        })
    };
    drafts.into_iter().filter_map(hazard).collect()
}
