//! Finding things in a pack by slug or by the name that a file uses. Imports ask these hundreds of thousands of times,
//! so everything is indexed once, when the pack is read.

use super::{Area, Category, ClockRule, FieldName, Kind, Pack, Post, Step, StepName, Unit};
use crate::{AreaSlug, CategorySlug, ClockSlug, KindSlug, Locale, PostSlug, StatusSlug, Text, UnitSlug};
use std::collections::HashMap;

/// Positions of a pack's things, by slug and by folded name.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    units: HashMap<UnitSlug, usize>,
    unit_names: HashMap<String, usize>,
    posts: HashMap<PostSlug, usize>,
    areas: HashMap<AreaSlug, usize>,
    area_names: HashMap<String, usize>,
    kinds: HashMap<KindSlug, KindIndex>,
    categories: HashMap<CategorySlug, (KindSlug, usize)>,
    columns: HashMap<String, FieldName>,
}

#[derive(Debug, Clone, Default)]
struct KindIndex {
    categories: HashMap<CategorySlug, usize>,
    category_names: HashMap<String, usize>,
    statuses: HashMap<StatusSlug, usize>,
    clocks: HashMap<ClockSlug, usize>,
}

/// A name as it is compared: without case, width, spaces and punctuation.
///
/// `Department_of_Water_&_Power` and `department of water & power` are one, and so are `（编号）` and `编号`.
#[must_use]
pub fn fold(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            // Full-width forms of ASCII stand at a fixed distance.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The folded names under which files may call a thing: its slug, its name in both languages, its aliases.
pub(super) fn folded_names<'a>(
    slug: &'a str,
    name: &'a Text,
    aliases: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = String> {
    let own = [slug, &name.zh, &name.en].into_iter();
    own.chain(aliases).map(fold).filter(|name| !name.is_empty())
}

impl Index {
    pub(super) fn of(pack: &Pack) -> Self {
        let mut index = Self::default();
        for (i, unit) in pack.units.iter().enumerate() {
            index.units.insert(unit.slug.clone(), i);
            let aliases = unit.aliases.iter().map(String::as_str);
            for name in folded_names(unit.slug.as_str(), &unit.name, aliases) {
                index.unit_names.insert(name, i);
            }
        }
        for (i, post) in pack.posts.iter().enumerate() {
            index.posts.insert(post.slug.clone(), i);
        }
        for (i, area) in pack.areas.iter().enumerate() {
            index.areas.insert(area.slug.clone(), i);
            let aliases = area.aliases.iter().map(String::as_str);
            for name in folded_names(area.slug.as_str(), &area.name, aliases) {
                index.area_names.insert(name, i);
            }
        }
        for kind in pack.kinds.values() {
            let mut found = KindIndex::default();
            for (i, category) in kind.categories.iter().enumerate() {
                found.categories.insert(category.slug.clone(), i);
                let place = (kind.slug.clone(), i);
                index.categories.entry(category.slug.clone()).or_insert(place);
                let aliases = category.aliases.iter().map(String::as_str);
                for name in folded_names(category.slug.as_str(), &category.name, aliases) {
                    found.category_names.insert(name, i);
                }
            }
            for (i, status) in kind.statuses.iter().enumerate() {
                found.statuses.insert(status.slug.clone(), i);
            }
            for (i, clock) in kind.clocks.iter().enumerate() {
                found.clocks.insert(clock.slug.clone(), i);
            }
            index.kinds.insert(kind.slug.clone(), found);
        }
        for (field, headers) in &pack.import.columns {
            for header in headers {
                index.columns.insert(fold(header), *field);
            }
        }
        index
    }
}

impl Pack {
    /// `id@version`, as a case keeps it.
    #[must_use]
    pub fn stamp(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// The unit of that slug.
    #[must_use]
    pub fn unit(&self, slug: &UnitSlug) -> Option<&Unit> {
        self.units.get(*self.index.units.get(slug)?)
    }

    /// The unit and those above it, the nearest first. A unit that the pack does not have stands under none.
    pub fn with_those_above<'a>(&'a self, unit: &'a UnitSlug) -> impl Iterator<Item = &'a UnitSlug> {
        let above = |unit: &&'a UnitSlug| self.unit(unit)?.parent.as_ref();
        // No longer than there are units: a circle, which no checked pack has, ends too.
        std::iter::successors(Some(unit), above).take(self.units.len() + 1)
    }

    /// The unit that a file calls so: slug, name in either language or alias, compared by [`fold`].
    #[must_use]
    pub fn unit_by_name(&self, name: &str) -> Option<&Unit> {
        self.units.get(*self.index.unit_names.get(&fold(name))?)
    }

    /// The post of that slug.
    #[must_use]
    pub fn post(&self, slug: &PostSlug) -> Option<&Post> {
        self.posts.get(*self.index.posts.get(slug)?)
    }

    /// The area of that slug.
    #[must_use]
    pub fn area(&self, slug: &AreaSlug) -> Option<&Area> {
        self.areas.get(*self.index.areas.get(slug)?)
    }

    /// The area that a file calls so, compared by [`fold`].
    #[must_use]
    pub fn area_by_name(&self, name: &str) -> Option<&Area> {
        self.areas.get(*self.index.area_names.get(&fold(name))?)
    }

    /// The kind of that slug.
    #[must_use]
    pub fn kind(&self, slug: &KindSlug) -> Option<&Kind> {
        self.kinds.get(slug)
    }

    /// The kinds in the order in which people look for them: plain ones first, drills last.
    #[must_use]
    pub fn kinds_in_order(&self) -> Vec<&Kind> {
        let mut kinds: Vec<&Kind> = self.kinds.values().collect();
        kinds.sort_by_key(|kind| {
            let incident = kind.incident.as_ref();
            let drill = incident.is_some_and(|rules| rules.drill);
            let other = kind.slug != self.import.kind;
            (
                drill,
                incident.is_some(),
                kind.mediation.is_some(),
                kind.ladder.is_some(),
                other,
            )
        });
        kinds
    }

    /// A kind's category.
    #[must_use]
    pub fn category(&self, kind: &KindSlug, slug: &CategorySlug) -> Option<&Category> {
        let i = self.index.kinds.get(kind)?.categories.get(slug)?;
        self.kinds.get(kind)?.categories.get(*i)
    }

    /// The category of a kind that a file calls so, compared by [`fold`].
    #[must_use]
    pub fn category_by_name(&self, kind: &KindSlug, name: &str) -> Option<&Category> {
        let i = self.index.kinds.get(kind)?.category_names.get(&fold(name))?;
        self.kinds.get(kind)?.categories.get(*i)
    }

    /// A kind's clock.
    #[must_use]
    pub fn clock(&self, kind: &KindSlug, slug: &ClockSlug) -> Option<&ClockRule> {
        let i = self.index.kinds.get(kind)?.clocks.get(slug)?;
        self.kinds.get(kind)?.clocks.get(*i)
    }

    /// The field whose column carries this header, compared by [`fold`].
    #[must_use]
    pub fn column(&self, header: &str) -> Option<FieldName> {
        self.index.columns.get(&fold(header)).copied()
    }

    /// Name of a unit; the slug itself when the pack no longer has it.
    #[must_use]
    pub fn unit_name<'a>(&'a self, slug: &'a UnitSlug, locale: Locale) -> &'a str {
        self.unit(slug).map_or(slug.as_str(), |unit| unit.name.get(locale))
    }

    /// Name of a post; the slug itself when the pack no longer has it.
    #[must_use]
    pub fn post_name<'a>(&'a self, slug: &'a PostSlug, locale: Locale) -> &'a str {
        self.post(slug).map_or(slug.as_str(), |post| post.name.get(locale))
    }

    /// Name of an area; the slug itself when the pack no longer has it.
    #[must_use]
    pub fn area_name<'a>(&'a self, slug: &'a AreaSlug, locale: Locale) -> &'a str {
        self.area(slug).map_or(slug.as_str(), |area| area.name.get(locale))
    }

    /// Name of a kind; the slug itself when the pack no longer has it.
    #[must_use]
    pub fn kind_name<'a>(&'a self, slug: &'a KindSlug, locale: Locale) -> &'a str {
        self.kind(slug).map_or(slug.as_str(), |kind| kind.name.get(locale))
    }

    /// Name of a category of any kind; the slug itself when the pack no longer has it.
    #[must_use]
    pub fn category_name<'a>(&'a self, slug: &'a CategorySlug, locale: Locale) -> &'a str {
        let found = self
            .index
            .categories
            .get(slug)
            .and_then(|(kind, i)| self.kinds.get(kind)?.categories.get(*i));
        found.map_or(slug.as_str(), |category| category.name.get(locale))
    }

    /// Name of a kind's status; the slug itself when the pack no longer has it.
    #[must_use]
    pub fn status_name<'a>(&'a self, kind: &KindSlug, slug: &'a StatusSlug, locale: Locale) -> &'a str {
        let status = self.index.kinds.get(kind).and_then(|index| {
            let i = index.statuses.get(slug)?;
            self.kinds.get(kind)?.statuses.get(*i)
        });
        status.map_or(slug.as_str(), |status| status.name.get(locale))
    }

    /// Name of a kind's clock; the slug itself when the pack no longer has it.
    #[must_use]
    pub fn clock_name<'a>(&'a self, kind: &KindSlug, slug: &'a ClockSlug, locale: Locale) -> &'a str {
        self.clock(kind, slug)
            .map_or(slug.as_str(), |clock| clock.name.get(locale))
    }
}

impl Kind {
    /// A step of the lifecycle.
    #[must_use]
    pub fn step(&self, name: StepName) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// Whether a case of this category can be published after review.
    #[must_use]
    pub fn publishes(&self, category: &CategorySlug) -> bool {
        self.step(StepName::Publish).is_some() && self.category(category).is_some_and(|category| category.public)
    }

    /// Whether a case has ended in that status; false for one that the kind does not have.
    #[must_use]
    pub fn has_ended(&self, status: &StatusSlug) -> bool {
        self.statuses.iter().any(|known| known.slug == *status && known.ended)
    }
}
