//! The level 等级 of an incident: by any one number, as the pack's table says.

use super::{Figures, Incident, LevelReached, Reached, place_of};
use crate::pack::{IncidentLevel, IncidentRules};
use serde::{Deserialize, Serialize};

/// A number that a level is reached by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// Deaths.
    Dead,
    /// Seriously injured.
    SeriouslyInjured,
    /// Direct loss, in yuan.
    Loss,
}

/// What numbers come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade<'a> {
    /// The level.
    pub level: &'a IncidentLevel,
    /// Its place, 0 for the lowest.
    pub place: usize,
    /// The number that reached it; none for the lowest.
    pub by: Option<Reached>,
}

impl Grade<'_> {
    /// As an event keeps it.
    pub(in crate::case) fn reached(&self) -> LevelReached {
        LevelReached {
            slug: self.level.slug.clone(),
            place: u32::try_from(self.place).unwrap_or(u32::MAX),
            by: self.by,
        }
    }
}

/// The highest level that any one of the numbers reaches; a number that is as large as the limit reaches it. None where
/// the pack has no level at all.
#[must_use]
pub fn grade<'a>(rules: &'a IncidentRules, figures: &Figures) -> Option<Grade<'a>> {
    let by = |level: &IncidentLevel| {
        let numbers = [
            (
                Criterion::Dead,
                Some(u64::from(figures.dead)),
                level.dead.map(u64::from),
            ),
            (
                Criterion::SeriouslyInjured,
                Some(u64::from(figures.seriously_injured)),
                level.seriously_injured.map(u64::from),
            ),
            (Criterion::Loss, figures.loss, level.loss),
        ];
        numbers.into_iter().find_map(|(criterion, value, least)| {
            let (value, least) = (value?, least?);
            (value >= least).then_some(Reached {
                criterion,
                value,
                least,
            })
        })
    };
    let numbered = rules.levels.iter().enumerate();
    let reached = numbered.rev().find_map(|(place, level)| {
        let by = by(level)?;
        let by = Some(by);
        Some(Grade { level, place, by })
    });
    reached.or_else(|| {
        let level = rules.levels.first()?;
        Some(Grade {
            level,
            place: 0,
            by: None,
        })
    })
}

/// What the numbers ask for where that is lower than the level that holds: a leader decides, and the higher one stays
/// until then.
#[must_use]
pub fn grade_asked<'a>(rules: &'a IncidentRules, incident: &Incident) -> Option<Grade<'a>> {
    let held = incident.level()?;
    // A level that somebody set for a reason of another sort is not the numbers' to question.
    held.by?;
    grade(rules, &incident.known()).filter(|grade| grade.place < place_of(held.place))
}
