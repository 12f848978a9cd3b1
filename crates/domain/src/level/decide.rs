//! The rules of operating levels.

use super::{LevelEvent, Levels, Plan, SetLevel};
use crate::UnitSlug;
use crate::case::{Actor, Refusal, Role};
use crate::pack::{OperatingLevel, Pack};
use crate::texts;
use jiff::Timestamp;

/// The longest reason, in characters.
const MOST_CHARS: usize = 2_000;

/// What may be asked of the levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LevelCommand {
    /// Set one.
    Set(Plan),
    /// Say that one's post has read it.
    Acknowledge {
        /// Which.
        n: u32,
    },
    /// End it before its time.
    End {
        /// Which.
        n: u32,
        /// Why.
        reason: String,
    },
    /// End it at its time.
    EndByItself {
        /// Which.
        n: u32,
    },
}

/// Answers a command with the event it makes, or says why not. None: it is so already.
///
/// # Errors
/// A [`Refusal`] whose key is in `locales/*/levels.ftl`.
pub fn decide(
    levels: &Levels,
    command: &LevelCommand,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<Option<LevelEvent>, Refusal> {
    match command {
        LevelCommand::Set(plan) => set(levels, plan, actor, pack, now),
        LevelCommand::Acknowledge { n } => {
            let level = known(levels, *n)?;
            let read = actor.post.as_ref().map(|post| level.acknowledged.contains_key(post));
            Ok((read == Some(false)).then_some(LevelEvent::Acknowledged { n: *n }))
        }
        LevelCommand::End { n, reason } => {
            check_role(actor)?;
            let level = known(levels, *n)?;
            texts::filled("reason", reason, MOST_CHARS)?;
            let over = level.ended.is_some() || level.plan.until <= now;
            let reason = Some(reason.clone());
            Ok((!over).then_some(LevelEvent::Ended { n: *n, reason }))
        }
        LevelCommand::EndByItself { n } => {
            let level = known(levels, *n)?;
            let over = level.ended.is_none() && level.plan.until <= now && actor.role == Role::Program;
            Ok(over.then_some(LevelEvent::Ended { n: *n, reason: None }))
        }
    }
}

fn known(levels: &Levels, n: u32) -> Result<&SetLevel, Refusal> {
    levels.get(n).ok_or_else(|| Refusal::new("refusal-level-unknown"))
}

fn set(
    levels: &Levels,
    plan: &Plan,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<Option<LevelEvent>, Refusal> {
    check_role(actor)?;
    if plan.level == OperatingLevel::Routine {
        return Err(Refusal::new("refusal-level-routine"));
    }
    texts::filled("reason", &plan.reason, MOST_CHARS)?;
    if plan.until <= plan.from || plan.until <= now {
        return Err(Refusal::new("refusal-level-until"));
    }
    if let Some(area) = plan.area.as_ref().filter(|area| pack.area(area).is_none()) {
        return Err(Refusal::new("refusal-area-unknown").with("area", area));
    }
    if let Some(unit) = plan.units.iter().find(|unit| pack.unit(unit).is_none()) {
        return Err(Refusal::new("refusal-unit-unknown").with("unit", unit));
    }
    let mut plan = plan.clone();
    plan.bound = bound(&plan, pack);
    if plan.area.is_some() && plan.bound.is_empty() {
        return Err(Refusal::new("refusal-level-units"));
    }
    // What was in force on a past day is what its reports were late or on time by.
    plan.from = plan.from.max(now);
    plan.units.sort();
    plan.units.dedup();
    let same = |level: &SetLevel| level.ended.is_none() && level.plan == plan;
    Ok((!levels.set.iter().any(same)).then_some(LevelEvent::Set(plan)))
}

/// The units that a level binds: those named, those that serve its area, and all beneath either.
fn bound(plan: &Plan, pack: &Pack) -> Vec<UnitSlug> {
    let serves = |unit: &UnitSlug| {
        let area = plan.area.as_ref();
        area.is_some_and(|area| pack.unit(unit).is_some_and(|unit| unit.serves.contains(area)))
    };
    let is_bound = |unit: &&UnitSlug| {
        pack.with_those_above(unit)
            .any(|above| plan.units.contains(above) || serves(above))
    };
    pack.units
        .iter()
        .map(|unit| &unit.slug)
        .filter(is_bound)
        .cloned()
        .collect()
}

fn check_role(actor: &Actor) -> Result<(), Refusal> {
    if matches!(actor.role, Role::SpecialOffice | Role::Leader) {
        return Ok(());
    }
    Err(Refusal::new("refusal-level-role"))
}
