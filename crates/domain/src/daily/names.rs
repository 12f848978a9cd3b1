//! Names of slugs, frozen into a brief: a unit that is renamed next year keeps its old name in this year's papers.

use super::{AttentionItem, Reason, Subject};
use crate::pack::Pack;
use crate::{AreaSlug, CategorySlug, Text, UnitSlug};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names of units, categories, areas and clocks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Units.
    pub units: BTreeMap<UnitSlug, Text>,
    /// Categories, of every kind.
    pub categories: BTreeMap<CategorySlug, Text>,
    /// Areas.
    pub areas: BTreeMap<AreaSlug, Text>,
    /// Clocks by slug, of every kind.
    pub clocks: BTreeMap<String, Text>,
}

impl Names {
    /// All names of a pack. Where two kinds use one slug, the first kind's name stands.
    #[must_use]
    pub fn of_pack(pack: &Pack) -> Self {
        let mut names = Self {
            units: pack.units.iter().map(|u| (u.slug.clone(), u.name.clone())).collect(),
            areas: pack.areas.iter().map(|a| (a.slug.clone(), a.name.clone())).collect(),
            ..Self::default()
        };
        for kind in pack.kinds.values() {
            for category in &kind.categories {
                let name = names.categories.entry(category.slug.clone());
                name.or_insert_with(|| category.name.clone());
            }
            for clock in &kind.clocks {
                let name = names.clocks.entry(clock.slug.as_str().to_owned());
                name.or_insert_with(|| clock.name.clone());
            }
        }
        names
    }

    /// Only what `items` speak of: what a brief has to keep.
    #[must_use]
    pub fn kept_for(&self, items: &[AttentionItem]) -> Self {
        let mut kept = Self::default();
        for item in items {
            match &item.subject {
                Subject::Case { unit, .. } => keep(&self.units, &mut kept.units, unit),
                Subject::Category { category } => keep(&self.categories, &mut kept.categories, category),
                Subject::Area { area } => keep(&self.areas, &mut kept.areas, area),
            }
            for reason in &item.reasons {
                match reason {
                    Reason::Overdue { clock, .. } | Reason::NearDeadline { clock, .. } => {
                        keep(&self.clocks, &mut kept.clocks, clock);
                    }
                    Reason::RisingCategory { category, .. } => keep(&self.categories, &mut kept.categories, category),
                    Reason::RisingArea { area, .. } => keep(&self.areas, &mut kept.areas, area),
                    Reason::Casualties { .. }
                    | Reason::Repeated { .. }
                    | Reason::ManyPeople { .. }
                    | Reason::Added { .. } => {}
                }
            }
        }
        kept
    }
}

fn keep<K: Ord + Clone>(from: &BTreeMap<K, Text>, to: &mut BTreeMap<K, Text>, slug: &K) {
    if let Some(name) = from.get(slug) {
        to.entry(slug.clone()).or_insert_with(|| name.clone());
    }
}
