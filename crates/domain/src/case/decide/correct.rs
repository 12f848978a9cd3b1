//! Correction 更正: puts right what was registered; what was there stays in the stream.

use super::permit::permit;
use super::register::{
    check_category, check_claim, check_description, check_place, check_received, check_source, check_title,
};
use super::{Draft, clocks, texts};
use crate::case::{Command, Event, Refusal, Role, RunningClock};
use crate::pack::StepName;
use jiff::Timestamp;

pub(super) fn correct(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    let Command::Correct {
        category,
        title,
        description,
        place,
        source,
        received_at,
        finished_at_source,
        finish_claimed,
        people_affected,
        casualties,
        reason,
    } = command
    else {
        return Ok(());
    };
    permit(draft, StepName::Correct)?;
    if draft.actor.role == Role::Program {
        // The file that the import read is on record beside it.
        texts::optional("reason", reason)?;
    } else {
        texts::needed("reason", reason)?;
    }
    let case = &draft.case;
    let category = changed(category.as_ref(), &case.category);
    let title = changed(title.as_ref(), &case.title);
    let description = changed(description.as_ref(), &case.description);
    let place = changed(place.as_ref(), &case.place);
    let source = changed(source.as_ref(), &case.source);
    let received_at = changed(received_at.as_ref(), &case.received_at);
    let finished_at_source = finished_at_source.filter(|new| case.finished_at_source != Some(*new));
    let finish_claimed = finish_claimed.filter(|said| case.finish_claim.map(|claim| claim.said) != Some(*said));
    let people_affected = people_affected.filter(|new| case.people_affected != Some(*new));
    let casualties = casualties.filter(|new| case.casualties != Some(*new));

    let kind = draft.kind;
    category
        .iter()
        .try_for_each(|category| check_category(kind, category))?;
    title.iter().try_for_each(|title| check_title(kind, title))?;
    description.iter().try_for_each(|text| check_description(kind, text))?;
    place
        .iter()
        .try_for_each(|place| check_place(draft.pack, kind, place))?;
    source.iter().try_for_each(|source| check_source(kind, source))?;
    received_at.iter().try_for_each(|at| check_received(*at, draft.now))?;
    if let Some(said) = finish_claimed {
        check_claim(said, received_at.unwrap_or(case.received_at), draft.now)?;
    }

    let reckoned_anew = category.is_some() || received_at.is_some();
    let nothing = !reckoned_anew
        && title.is_none()
        && description.is_none()
        && place.is_none()
        && source.is_none()
        && finished_at_source.is_none()
        && finish_claimed.is_none()
        && people_affected.is_none()
        && casualties.is_none();
    if nothing {
        return Ok(());
    }
    let received_before = draft.case.received_at;
    let finished_before = draft.case.source_finish();
    draft.push(Event::Corrected {
        category,
        title,
        description,
        place,
        source,
        received_at,
        finished_at_source,
        finish_claimed,
        people_affected,
        casualties,
        reason: reason.clone(),
    });
    if reckoned_anew {
        clocks::restart_after_correction(draft, received_before);
    }
    if draft.case.source_finish() != finished_before {
        if let Some(before) = finished_before {
            judge_anew(draft, before);
        }
        clocks::settle_source_finish(draft);
    }
    Ok(())
}

fn changed<T: Clone + PartialEq>(new: Option<&T>, old: &T) -> Option<T> {
    new.filter(|new| *new != old).cloned()
}

/// Clocks that the old time of finishing stopped, the source system's or that of a unit's claim, are judged by the new
/// one, or run on until it comes.
fn judge_anew(draft: &mut Draft<'_>, finished_before: Timestamp) {
    let stopped: Vec<RunningClock> = draft
        .kind
        .clocks
        .iter()
        .filter_map(|rule| draft.case.clock(&rule.slug))
        .filter(|clock| !clock.is_open() && clock.stopped_at == Some(finished_before.max(clock.from)))
        .cloned()
        .collect();
    let Some(finish) = draft.case.source_finish() else {
        return;
    };
    for clock in stopped {
        if finish <= draft.now {
            draft.push(Event::ClockStopped {
                clock: clock.clock,
                at: Some(finish),
            });
        } else if !draft.case.is_ended() {
            draft.push(Event::ClockResumed {
                clock: clock.clock,
                due: clock.due,
            });
        }
    }
}
