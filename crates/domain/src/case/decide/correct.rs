//! Correction 更正: puts right what was registered; what was there stays in the stream.

use super::permit::permit;
use super::register::{
    check_category, check_claim, check_description, check_place, check_received, check_source, check_title,
};
use super::{Draft, clocks, incident, source, texts};
use crate::case::{Command, Event, Refusal, Role, RunningClock};
use crate::pack::StepName;
use jiff::Timestamp;

pub(super) fn correct(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    let Command::Correct { changes, reason } = command else {
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
    let kind = draft.kind;
    let mut changes = changes.clone();
    if let Some(title) = &mut changes.title
        && let Some(marked) = incident::marked(kind, title)
    {
        *title = marked;
    }
    let new = changes.new_to(case);
    if let Some(category) = &new.category {
        check_category(kind, category)?;
    }
    if let Some(title) = &new.title {
        check_title(kind, title)?;
    }
    if let Some(text) = &new.description {
        check_description(kind, text)?;
    }
    if let Some(place) = &new.place {
        check_place(draft.pack, kind, place)?;
    }
    if let Some(source) = &new.source {
        check_source(kind, source)?;
    }
    if let Some(at) = new.received_at {
        check_received(at, draft.now)?;
    }
    if let Some(said) = new.finish_claimed {
        check_claim(said, new.received_at.unwrap_or(case.received_at), draft.now)?;
    }
    if new.is_empty() {
        return Ok(());
    }
    let reckoned_anew = new.moves_clocks();
    let received_before = draft.case.received_at;
    let finished_before = draft.case.source_finish();
    draft.push(Event::Corrected {
        changes: new,
        reason: reason.clone(),
    });
    source::hide(draft);
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
                warning: clock.warning,
            });
        }
    }
}
