//! Several units on one case, passing it on, and what asks the same: the lead, and who was asked first, stays responsible.

use super::permit::permit;
use super::register::{check_leader, check_unit};
use super::{Draft, about, clocks, ladder, texts};
use crate::case::{CaseLink, Event, Refusal, not_ours_until};
use crate::pack::StepName;
use crate::{PostSlug, UnitSlug};

/// A unit helps; it is told of the case and can say how far it is, while the lead answers.
pub(super) fn join(draft: &mut Draft<'_>, unit: &UnitSlug, note: &str) -> Result<(), Refusal> {
    permit(draft, StepName::JoinUnit)?;
    check_unit(draft.pack, unit)?;
    texts::optional("note", note)?;
    about::check_unit(&draft.case.about, draft.pack, unit)?;
    if *unit == draft.case.unit || draft.case.helping.contains(unit) {
        return Err(refusal(draft, "refusal-joined-already", unit));
    }
    draft.push(Event::UnitJoined {
        unit: unit.clone(),
        note: note.to_owned(),
    });
    Ok(())
}

/// It helps no longer.
pub(super) fn release(draft: &mut Draft<'_>, unit: &UnitSlug, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::ReleaseUnit)?;
    texts::needed("reason", reason)?;
    if !draft.case.helping.contains(unit) {
        return Err(refusal(draft, "refusal-not-joined", unit));
    }
    draft.push(Event::UnitReleased {
        unit: unit.clone(),
        reason: reason.to_owned(),
    });
    Ok(())
}

/// Not ours, but theirs. Nothing changes for who asked: the first unit answers until the other has taken it.
pub(super) fn pass_on(draft: &mut Draft<'_>, unit: &UnitSlug, leader: &PostSlug, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::PassOn)?;
    check_unit(draft.pack, unit)?;
    check_leader(draft.pack, leader)?;
    texts::needed("reason", reason)?;
    about::check_responsible(&draft.case.about, draft.pack, unit, leader)?;
    ladder::check_fresh(draft, unit, leader)?;
    if *unit == draft.case.unit {
        return Err(refusal(draft, "refusal-pass-same", unit));
    }
    if let Some(passing) = &draft.case.passing {
        return Err(refusal(draft, "refusal-passing-already", &passing.unit));
    }
    // Said late it is still said, and goes on; that it was late stays on the case.
    let late = not_ours_until(&draft.case, draft.pack).is_some_and(|until| draft.now.as_second() > until.as_second());
    draft.push(Event::PassProposed {
        unit: unit.clone(),
        leader: leader.clone(),
        reason: reason.to_owned(),
        late,
    });
    clocks::apply(draft, StepName::PassOn, false);
    Ok(())
}

/// The unit that was named takes it.
pub(super) fn take_over(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let step = permit(draft, StepName::TakeOver)?;
    let passing = proposed(draft)?;
    about::check_responsible(&draft.case.about, draft.pack, &passing.unit, &passing.leader)?;
    ladder::check_fresh(draft, &passing.unit, &passing.leader)?;
    let status = step.to.as_ref().unwrap_or(&draft.case.status).clone();
    let stopped_by = clocks::StoppedBy::of(&draft.case);
    draft.push(Event::TakenOver {
        unit: passing.unit,
        leader: passing.leader,
        status,
    });
    clocks::revive(draft, stopped_by);
    clocks::apply(draft, StepName::TakeOver, true);
    Ok(())
}

/// It does not: who has it keeps it, and the office, above both, can decide.
pub(super) fn decline(draft: &mut Draft<'_>, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::DeclinePass)?;
    texts::needed("reason", reason)?;
    let passing = proposed(draft)?;
    draft.push(Event::PassDeclined {
        unit: passing.unit,
        reason: reason.to_owned(),
    });
    clocks::apply(draft, StepName::DeclinePass, false);
    Ok(())
}

/// Whether there is something for `draft.actor` to do by that step: taking a case is for the unit it is passed on to.
pub(super) fn concerns(draft: &Draft<'_>, step: StepName) -> bool {
    match step {
        StepName::TakeOver | StepName::DeclinePass => draft.case.is_proposed_to(draft.actor),
        StepName::PassOn => draft.case.passing.is_none(),
        StepName::ReleaseUnit => !draft.case.helping.is_empty(),
        StepName::LinkCase => draft.case.repeat_of.is_none(),
        StepName::Simplify => !draft.case.simple,
        _ => true,
    }
}

/// What is being passed on, if it is to the actor's own unit.
fn proposed(draft: &Draft<'_>) -> Result<crate::case::Passing, Refusal> {
    let passing = draft.case.passing.clone();
    let passing = passing.ok_or_else(|| Refusal::new("refusal-not-passing").with("number", &draft.case.number))?;
    if !draft.case.is_proposed_to(draft.actor) {
        return Err(refusal(draft, "refusal-passing-other", &passing.unit));
    }
    Ok(passing)
}

/// This case asks what an earlier one asks. What it says is not lost: it stays a case of its own and is answered.
pub(super) fn repeat_of(draft: &mut Draft<'_>, link: &CaseLink) -> Result<(), Refusal> {
    permit(draft, StepName::LinkCase)?;
    texts::optional("reason", &link.reason)?;
    if let Some(known) = &draft.case.repeat_of {
        if known.case == link.case {
            return Ok(());
        }
        return Err(Refusal::new("refusal-linked-already").with("number", &known.number));
    }
    if link.case == draft.case.id {
        return Err(Refusal::new("refusal-link-itself"));
    }
    draft.push(Event::RepeatOf { link: link.clone() });
    Ok(())
}

/// A later case asks what this one asks: the case is raised, never who asked.
pub(super) fn repeated_by(draft: &mut Draft<'_>, link: &CaseLink) -> Result<(), Refusal> {
    permit(draft, StepName::LinkCase)?;
    texts::optional("reason", &link.reason)?;
    if draft.case.repeated_by.iter().any(|known| known.case == link.case) {
        return Ok(());
    }
    if let Some(known) = &draft.case.repeat_of {
        // One case stands for all: links do not hang on links.
        return Err(Refusal::new("refusal-link-chain").with("number", &known.number));
    }
    if link.case == draft.case.id {
        return Err(Refusal::new("refusal-link-itself"));
    }
    draft.push(Event::RepeatedBy { link: link.clone() });
    Ok(())
}

/// They were taken together by mistake. Whoever may link may say so, with a reason; what was said of both stays in both.
pub(super) fn split_from(draft: &mut Draft<'_>, link: &CaseLink) -> Result<(), Refusal> {
    permit(draft, StepName::LinkCase)?;
    texts::needed("reason", &link.reason)?;
    match &draft.case.repeat_of {
        Some(known) if known.case == link.case => draft.push(Event::SplitFrom { link: link.clone() }),
        Some(known) => return Err(Refusal::new("refusal-linked-already").with("number", &known.number)),
        None => {}
    }
    Ok(())
}

/// The same, of the case that was asked first.
pub(super) fn split_off(draft: &mut Draft<'_>, link: &CaseLink) -> Result<(), Refusal> {
    permit(draft, StepName::LinkCase)?;
    texts::needed("reason", &link.reason)?;
    if draft.case.repeated_by.iter().any(|known| known.case == link.case) {
        draft.push(Event::SplitOff { link: link.clone() });
    }
    Ok(())
}

fn refusal(draft: &Draft<'_>, key: &str, unit: &UnitSlug) -> Refusal {
    let refusal = Refusal::new(key);
    match draft.pack.unit(unit) {
        Some(unit) => refusal.with_text("unit", &unit.name),
        None => refusal.with("unit", unit),
    }
}
