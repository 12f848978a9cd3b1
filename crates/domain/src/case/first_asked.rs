//! Who was asked first stays responsible 首接负责: what is taken down at a counter for another unit is that counter's until the other
//! unit has taken it.

use super::{About, Actor, Proposal, leader_for};
use crate::UnitSlug;
use crate::pack::{Kind, Pack, StepName};

/// Who answers for a case that `actor` takes down for `unit`, until that unit has taken it: the unit that was asked, which is the
/// actor's own. None where `unit` answers from the first moment: it is the actor's own, the kind has no step for taking a case, the
/// actor may not dispatch what has just been registered, or the case is about their unit or those who lead it.
#[must_use]
pub fn first_asked(pack: &Pack, kind: &Kind, actor: &Actor, about: &About, unit: &UnitSlug) -> Option<Proposal> {
    let own = actor.unit.as_ref().filter(|own| *own != unit)?;
    kind.step(StepName::TakeOver)?;
    let registered = kind.step(StepName::Register)?.to.as_ref();
    let registered = registered.or_else(|| kind.statuses.first().map(|status| &status.slug))?;
    let mut dispatches = kind.steps.iter().filter(|step| step.name == StepName::Dispatch);
    dispatches
        .find(|step| step.by.contains(&actor.role) && (step.from.is_empty() || step.from.contains(registered)))?;
    if about.covers_unit(pack, own) {
        return None;
    }
    Some(Proposal {
        unit: own.clone(),
        leader: leader_for(pack, own, about)?,
    })
}
