//! What people and timers do to a running clock.

use super::permit::permit;
use super::{Draft, clocks, texts};
use crate::ClockSlug;
use crate::case::{Event, Refusal, Role, RunningClock};
use crate::clock::{Allowance, Change, Due, MARKS, due_after, extend_moment, mark_at};
use crate::pack::{ClockRule, StepName};

pub(super) fn pause(draft: &mut Draft<'_>, slug: &ClockSlug, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::PauseClock)?;
    texts::needed("reason", reason)?;
    let (rule, clock) = running(draft, slug)?;
    if !rule.pausable {
        return Err(Refusal::new("refusal-clock-not-pausable").with_text("clock", &rule.name));
    }
    if clock.is_paused() {
        return Err(Refusal::new("refusal-clock-paused").with_text("clock", &rule.name));
    }
    if clock.is_late(draft.now) {
        return Err(Refusal::new("refusal-clock-late").with_text("clock", &rule.name));
    }
    draft.push(Event::ClockPaused {
        clock: slug.clone(),
        reason: reason.to_owned(),
    });
    Ok(())
}

pub(super) fn resume(draft: &mut Draft<'_>, slug: &ClockSlug) -> Result<(), Refusal> {
    permit(draft, StepName::ResumeClock)?;
    let (rule, clock) = running(draft, slug)?;
    if !clock.is_paused() {
        return Err(Refusal::new("refusal-clock-not-paused").with_text("clock", &rule.name));
    }
    let due = match clock.allowance {
        Some(allowance) => clocks::due_now(draft, &clock, allowance),
        None => clocks::due_by_hand(&clock, draft.now),
    };
    draft.push(Event::ClockResumed {
        clock: slug.clone(),
        due: due.at,
        warning: due.warning,
    });
    Ok(())
}

/// More time is granted by a leader before the time is up, with the reason, and within the rule's sum.
pub(super) fn extend(
    draft: &mut Draft<'_>,
    slug: &ClockSlug,
    by: Allowance,
    reason: &str,
    requester_told: bool,
) -> Result<(), Refusal> {
    permit(draft, StepName::ExtendClock)?;
    texts::needed("reason", reason)?;
    let (rule, clock) = running(draft, slug)?;
    let Some(most) = rule.extension.as_ref().map(|rule| rule.value) else {
        return Err(Refusal::new("refusal-extension-none").with_text("clock", &rule.name));
    };
    let granted = clock
        .extensions
        .iter()
        .fold(0_u32, |sum, extension| sum.saturating_add(extension.by.n));
    let left = most.n.saturating_sub(granted);
    if by.unit != most.unit || by.n == 0 || by.n > left {
        return Err(Refusal::new("refusal-extension-too-long")
            .with_text("clock", &rule.name)
            .with("left", left)
            .with("unit", most.unit.slug()));
    }
    if !clock.is_paused() && clock.is_late(draft.now) {
        return Err(Refusal::new("refusal-clock-late").with_text("clock", &rule.name));
    }
    // Where an answer can be reviewed, whoever waits for it is told why it takes longer (信访工作条例, art. 34).
    if draft.kind.ladder.is_some() && !requester_told {
        return Err(Refusal::new("refusal-extension-untold").with_text("clock", &rule.name));
    }
    let due = extended_due(draft, &clock, by);
    draft.push(Event::ClockExtended {
        clock: slug.clone(),
        by,
        due: due.at,
        reason: reason.to_owned(),
        requester_told,
        agreed: Vec::new(),
        warning: due.warning,
    });
    Ok(())
}

/// A timer's mark. Nothing is written when it is no longer so: stopped, moved, or marked already.
pub(super) fn reach_mark(draft: &mut Draft<'_>, slug: &ClockSlug, percent: u8) -> Result<(), Refusal> {
    if draft.actor.role != Role::Program {
        return Err(Refusal::new("refusal-mark-by-program"));
    }
    let now = draft.now;
    let reached = draft
        .case
        .clock(slug)
        .filter(|clock| MARKS.contains(&percent) && !clock.marks.contains(&percent))
        .filter(|clock| match percent {
            // The due second itself is in time.
            100 => clock.is_overdue(now),
            _ => mark_at(clock, percent).is_some_and(|mark| mark <= now),
        });
    if reached.is_some() {
        draft.push(Event::MarkReached {
            clock: slug.clone(),
            percent,
        });
        let rule = draft.kind.clocks.iter().find(|rule| rule.slug == *slug);
        if percent == 100 && rule.is_some_and(|rule| rule.lapses) {
            draft.push(Event::ClockCancelled { clock: slug.clone() });
        }
    }
    Ok(())
}

/// The rule and the open clock of that name.
fn running<'a>(draft: &Draft<'a>, slug: &ClockSlug) -> Result<(&'a ClockRule, RunningClock), Refusal> {
    let rule = draft
        .kind
        .clocks
        .iter()
        .find(|rule| rule.slug == *slug)
        .ok_or_else(|| Refusal::new("refusal-clock-unknown").with("clock", slug))?;
    draft
        .case
        .clock(slug)
        .filter(|clock| clock.is_open())
        .map(|clock| (rule, clock.clone()))
        .ok_or_else(|| Refusal::new("refusal-clock-not-running").with_text("clock", &rule.name))
}

/// When a clock is due with more time.
pub(super) fn extended_due(draft: &Draft<'_>, clock: &RunningClock, by: Allowance) -> Due {
    let pack = draft.pack;
    let roll = pack.roll_to_working_day.value;
    let Some(allowance) = clock.allowance else {
        let due = extend_moment(clock.due, by, &pack.zone, &pack.calendar, roll);
        // The first year stays the one that is named.
        let warning = clock.warning.or(due.warning);
        return Due { warning, ..due };
    };
    let changes: Vec<Change> = clocks::changes(clock, None)
        .into_iter()
        .chain([Change::Extended(by)])
        .collect();
    due_after(clock.from, allowance, &changes, &pack.zone, &pack.calendar, roll)
}
