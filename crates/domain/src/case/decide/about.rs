//! A complaint never reaches those whom it is about: whatever they do is refused, and so is making them responsible. And
//! putting down later that a case complains about somebody of ours, and taking it back.

use super::permit::permit;
use super::{Draft, texts};
use crate::case::about::joined;
use crate::case::{About, Actor, Event, Proposal, Refusal, Role, route};
use crate::duty::Staff;
use crate::pack::{Pack, StepName};
use crate::{PostSlug, UnitSlug};
use std::collections::BTreeSet;

/// Refuses one that names nobody of ours: a unit or post that is not the pack's, somebody without an account here.
pub(super) fn check_known(about: &About, pack: &Pack) -> Result<(), Refusal> {
    if let Some(unit) = about.units.iter().find(|unit| pack.unit(unit).is_none()) {
        return Err(Refusal::new("refusal-unit-unknown").with("unit", unit));
    }
    if let Some(post) = about.posts.iter().find(|post| pack.post(post).is_none()) {
        return Err(Refusal::new("refusal-post-unknown").with("post", post));
    }
    if about.staff.iter().any(|staff| !about.holds.contains_key(staff)) {
        return Err(Refusal::new("refusal-staff-unknown"));
    }
    Ok(())
}

/// Refuses whatever somebody does whom it is about.
pub(super) fn check_actor(about: &About, pack: &Pack, actor: &Actor) -> Result<(), Refusal> {
    if about.covers(pack, actor) {
        return Err(refusal("refusal-about-actor", about, pack));
    }
    Ok(())
}

/// Refuses a unit that would work on a complaint about itself.
pub(super) fn check_unit(about: &About, pack: &Pack, unit: &UnitSlug) -> Result<(), Refusal> {
    if !about.covers_unit(pack, unit) {
        return Ok(());
    }
    let refusal = refusal("refusal-about-unit", about, pack);
    Err(match pack.unit(unit) {
        Some(unit) => refusal.with_text("unit", &unit.name),
        None => refusal.with("unit", unit),
    })
}

/// Refuses a unit or a leader's post that would answer for a complaint about itself.
pub(super) fn check_responsible(about: &About, pack: &Pack, unit: &UnitSlug, leader: &PostSlug) -> Result<(), Refusal> {
    check_unit(about, pack, unit)?;
    if about.covers_post(pack, leader) {
        let refusal = refusal("refusal-about-leader", about, pack);
        return Err(match pack.post(leader) {
            Some(leader) => refusal.with_text("leader", &leader.name),
            None => refusal.with("leader", leader),
        });
    }
    Ok(())
}

/// A refusal that says who can take it instead, or that nobody of the pack's can.
fn refusal(key: &str, about: &About, pack: &Pack) -> Refusal {
    let able = route(pack, about);
    if able.is_empty() {
        return Refusal::new("refusal-about-nobody").with_text("about", &about.names(pack));
    }
    let who = joined(|locale| {
        let name = |able: &Proposal| {
            let unit = pack.unit(&able.unit)?;
            let name = unit.name.get(locale);
            if unit.leader == able.leader {
                return Some(name.to_owned());
            }
            // The unit's own leader stands aside: who leads it in this is said too.
            Some(format!("{name} ({})", pack.post_name(&able.leader, locale)))
        };
        able.iter().filter_map(name).collect()
    });
    Refusal::new(key)
        .with_text("about", &about.names(pack))
        .with_text("who", &who)
}

/// Writes down whom it is about as well. Whoever answers for it now must not be among them: it is given to somebody else
/// first, so that it has a responsible unit at every moment and never one that it complains about.
pub(super) fn record(draft: &mut Draft<'_>, about: &About, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::RecordAbout)?;
    texts::needed("reason", reason)?;
    check_known(about, draft.pack)?;
    let mut all = draft.case.about.clone();
    if all.has_all(about) {
        return Err(Refusal::new("refusal-about-nothing"));
    }
    check_unlinked(draft)?;
    all.add(about);
    // Somebody else writes down what is said of oneself.
    check_actor(&all, draft.pack, draft.actor)?;
    let case = &draft.case;
    let mut beside = case
        .helping
        .iter()
        .chain(case.passing.as_ref().map(|passing| &passing.unit));
    let at_work = beside.any(|unit| all.covers_unit(draft.pack, unit));
    if at_work || check_responsible(&all, draft.pack, &case.unit, &case.leader).is_err() {
        return Err(refusal("refusal-about-responsible", &all, draft.pack));
    }
    draft.push(Event::AboutRecorded {
        about: about.as_kept(),
        reason: reason.to_owned(),
    });
    Ok(())
}

/// Refuses to change whom a linked case is about: the other one, which is withheld from others then, would go on telling them of it.
/// What only belongs together with it is read by nobody who may not see both, and stays.
fn check_unlinked(draft: &Draft<'_>) -> Result<(), Refusal> {
    if draft.case.repeat_of.is_none() && draft.case.repeated_by.is_empty() {
        return Ok(());
    }
    Err(Refusal::new("refusal-about-linked"))
}

/// Takes it back, by somebody whom it was never about: the others are refused before.
pub(super) fn lift(draft: &mut Draft<'_>, about: &About, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::LiftAbout)?;
    texts::needed("reason", reason)?;
    if !draft.case.about.has_any(about) {
        return Err(Refusal::new("refusal-about-nothing"));
    }
    check_unlinked(draft)?;
    draft.push(Event::AboutLifted {
        about: about.as_kept(),
        reason: reason.to_owned(),
    });
    Ok(())
}

/// These accounts were one person's until now: what is about one of them is about all of them from here on, so that nobody reads it
/// by being parted. It is lifted as any other, with a reason, by those who handle the case.
pub(super) fn keep(draft: &mut Draft<'_>, staff: &BTreeSet<Staff>) -> Result<(), Refusal> {
    if draft.actor.role != Role::Program {
        return Err(Refusal::new("refusal-about-kept"));
    }
    let named = &draft.case.about.staff;
    let more: BTreeSet<Staff> = staff.difference(named).cloned().collect();
    if named.is_disjoint(staff) || more.is_empty() {
        return Ok(());
    }
    draft.push(Event::AboutRecorded {
        about: About {
            staff: more,
            ..About::default()
        },
        reason: String::new(),
    });
    Ok(())
}
