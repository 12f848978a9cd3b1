//! Operating levels 平战状态: heightened or emergency, for a stated reason and until a stated end; routine is where nothing else
//! is in force. What changes by them the pack says (`reporting`). A level is told to all posts, and each acknowledges it.

mod decide;

use crate::case::Actor;
use crate::pack::OperatingLevel;
use crate::{AreaSlug, PostSlug, UnitSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use decide::{LevelCommand, decide};

/// A level as it is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The level; never routine, which needs no setting.
    pub level: OperatingLevel,
    /// Where; none is the whole body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaSlug>,
    /// Units that are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitSlug>,
    /// Units that it binds, in the pack's order: those named, those that serve the area, and all beneath either, as it was when the level
    /// was set; [`decide`] fills it in. What a later pack says of a unit does not make a report of that day late. Where no unit stands here or
    /// is named, it binds all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bound: Vec<UnitSlug>,
    /// Why.
    pub reason: String,
    /// From when.
    pub from: Timestamp,
    /// Until when. None has no end.
    pub until: Timestamp,
}

/// What happened to the levels. Who and when are beside it in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum LevelEvent {
    /// Set. It gets the next number, from 1.
    Set(Plan),
    /// A post has read it.
    Acknowledged {
        /// Which.
        n: u32,
    },
    /// Ended before its time by a person, or by itself at its time.
    Ended {
        /// Which.
        n: u32,
        /// Why; none where its time was over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// A level that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetLevel {
    /// Its number.
    pub n: u32,
    /// As it was set.
    pub plan: Plan,
    /// By which post, and when.
    pub set_by: Option<PostSlug>,
    /// When.
    pub set_at: Timestamp,
    /// When it was ended, and why where a person did.
    pub ended: Option<(Timestamp, Option<String>)>,
    /// Posts that have read it, and when each first did.
    pub acknowledged: BTreeMap<PostSlug, Timestamp>,
}

impl SetLevel {
    /// When it is over: its end, or earlier where a person ended it.
    #[must_use]
    pub fn over_at(&self) -> Timestamp {
        let ended = self.ended.as_ref().map_or(self.plan.until, |(at, _)| *at);
        ended.min(self.plan.until)
    }

    /// In force at a moment. It is over at its end to the second, whenever the program writes that down.
    #[must_use]
    pub fn is_in_force(&self, at: Timestamp) -> bool {
        self.plan.from <= at && at < self.over_at()
    }

    /// It begins later.
    #[must_use]
    pub fn is_ahead(&self, at: Timestamp) -> bool {
        at < self.plan.from && self.ended.is_none()
    }

    /// Binds the whole body.
    #[must_use]
    pub fn is_of_body(&self) -> bool {
        self.plan.units.is_empty() && self.plan.bound.is_empty()
    }

    /// Binds a unit. Levels of older versions bind the units that they name, and no others.
    #[must_use]
    pub fn binds(&self, unit: &UnitSlug) -> bool {
        self.is_of_body() || self.plan.bound.contains(unit) || self.plan.units.contains(unit)
    }
}

/// All levels that were set, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    /// Them.
    pub set: Vec<SetLevel>,
    /// Number of events so far.
    pub version: u64,
}

impl Levels {
    /// One by its number.
    #[must_use]
    pub fn get(&self, n: u32) -> Option<&SetLevel> {
        self.set.iter().find(|level| level.n == n)
    }

    /// The highest level for the whole body that is in force at a moment.
    #[must_use]
    pub fn at(&self, at: Timestamp) -> OperatingLevel {
        let in_force = |level: &&SetLevel| level.is_in_force(at) && level.is_of_body();
        let levels = self.set.iter().filter(in_force).map(|level| level.plan.level);
        levels.max().unwrap_or(OperatingLevel::Routine)
    }

    /// The highest level that binds a unit at a moment; of several the one that began first.
    #[must_use]
    pub fn binding(&self, unit: &UnitSlug, at: Timestamp) -> Option<&SetLevel> {
        let in_force = self
            .set
            .iter()
            .filter(|level| level.is_in_force(at) && level.binds(unit));
        in_force.max_by_key(|level| (level.plan.level, std::cmp::Reverse(level.plan.from)))
    }

    /// The highest level for the whole body that is in force at some moment from `from` until `until`; routine where there is none.
    #[must_use]
    pub fn between(&self, from: Timestamp, until: Timestamp) -> OperatingLevel {
        self.highest(from, until, SetLevel::is_of_body)
    }

    /// The highest level that binds a unit, likewise.
    #[must_use]
    pub fn of_unit(&self, unit: &UnitSlug, from: Timestamp, until: Timestamp) -> OperatingLevel {
        self.highest(from, until, |level| level.binds(unit))
    }

    /// The moments between two at which a level that binds a unit begins or is over.
    #[must_use]
    pub fn edges(&self, unit: &UnitSlug, from: Timestamp, until: Timestamp) -> Vec<Timestamp> {
        let binding = self.set.iter().filter(|level| level.binds(unit));
        let edges = binding.flat_map(|level| [level.plan.from, level.over_at()]);
        edges.filter(|at| from < *at && *at < until).collect()
    }

    fn highest(&self, from: Timestamp, until: Timestamp, of: impl Fn(&SetLevel) -> bool) -> OperatingLevel {
        let overlaps = |level: &&SetLevel| level.plan.from < until && from < level.over_at() && of(level);
        let levels = self.set.iter().filter(overlaps).map(|level| level.plan.level);
        levels.max().unwrap_or(OperatingLevel::Routine)
    }
}

/// The state after `event`; an event that does not fit leaves it as it was.
#[must_use]
pub fn evolve(mut levels: Levels, event: &LevelEvent, actor: &Actor, at: Timestamp) -> Levels {
    levels.version = levels.version.saturating_add(1);
    match event {
        LevelEvent::Set(plan) => {
            let n = levels.set.last().map_or(1, |last| last.n.saturating_add(1));
            levels.set.push(SetLevel {
                n,
                plan: plan.clone(),
                set_by: actor.post.clone(),
                set_at: at,
                ended: None,
                acknowledged: BTreeMap::new(),
            });
        }
        LevelEvent::Acknowledged { n } => {
            let level = levels.set.iter_mut().find(|level| level.n == *n);
            if let (Some(level), Some(post)) = (level, &actor.post) {
                level.acknowledged.entry(post.clone()).or_insert(at);
            }
        }
        LevelEvent::Ended { n, reason } => {
            if let Some(level) = levels.set.iter_mut().find(|level| level.n == *n) {
                level.ended.get_or_insert((at, reason.clone()));
            }
        }
    }
    levels
}
