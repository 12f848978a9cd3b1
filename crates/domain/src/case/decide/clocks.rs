//! What a step does to a case's clocks.

use super::{Draft, ladder};
use crate::CategorySlug;
use crate::case::{Case, Event, RunningClock};
use crate::clock::{Allowance, Change, ClockStatus, Due, due, due_after};
use crate::pack::{ClockRule, Kind, StepName};
use jiff::{SignedDuration, Timestamp};

/// Stops, cancels and starts clocks after `step`, in that order, so that one step can end a clock and begin it anew.
/// `unit_changed` says that another unit answers now: it has its own time to acknowledge, while the requester's
/// deadline stays where it is.
pub(super) fn apply(draft: &mut Draft<'_>, step: StepName, unit_changed: bool) {
    let kind = draft.kind;
    for rule in &kind.clocks {
        if rule.stops.contains(&step) {
            stop(draft, rule);
        }
        if rule.cancels.contains(&step) {
            cancel(draft, rule);
        }
    }
    match step {
        StepName::Close => {
            // A clock that waits for the requester's word, or for the parties' to a court, runs on after closing; any other
            // one has its verdict now.
            let waits_for_others = |rule: &&ClockRule| {
                let theirs = [StepName::Confirm, StepName::ApplyConfirmation];
                theirs.iter().any(|step| rule.stops.contains(step))
            };
            for rule in kind.clocks.iter().filter(|rule| !waits_for_others(rule)) {
                stop(draft, rule);
            }
        }
        StepName::Refuse | StepName::Withdraw => {
            for rule in &kind.clocks {
                cancel(draft, rule);
            }
        }
        _ => {}
    }
    if draft.case.source_finish().is_some_and(|finish| finish <= draft.now) && step != StepName::Register {
        return;
    }
    for rule in &kind.clocks {
        if starts(draft, rule, step, unit_changed) {
            start(draft, rule, step);
        }
    }
}

/// Clocks stop at the time at which the source system finished the case, once that time has come; by a unit's claim,
/// when it came in.
pub(super) fn settle_source_finish(draft: &mut Draft<'_>) {
    let Some(finish) = draft.case.source_finish().filter(|finish| *finish <= draft.now) else {
        return;
    };
    let open: Vec<RunningClock> = draft.case.open_clocks().cloned().collect();
    for clock in open {
        resume_before_stop(draft, &clock, finish);
        draft.push(Event::ClockStopped {
            clock: clock.clock,
            at: Some(finish),
        });
    }
}

/// What may have stopped the clocks of a case that is sent back, or given to another unit.
#[derive(Clone, Copy)]
pub(super) struct StoppedBy {
    answered_at: Option<Timestamp>,
    claimed_at: Option<Timestamp>,
}

impl StoppedBy {
    pub(super) fn of(case: &Case) -> Self {
        Self {
            answered_at: case.answer.as_ref().map(|answer| answer.at),
            claimed_at: case.finish_claim.map(|claim| claim.received_at),
        }
    }
}

/// What does not hold any more has stopped nothing: the clocks that an answer, its sign-off or a unit's claim stopped
/// run on, to the due time that they had.
pub(super) fn revive(draft: &mut Draft<'_>, by: StoppedBy) {
    let answered_at = by.answered_at.filter(|_| draft.case.answer.is_none());
    for rule in draft.kind.clocks.iter().filter(|rule| finishes(rule)) {
        let stopped_for_nothing = draft.case.clock(&rule.slug).filter(|clock| {
            clock.status != ClockStatus::Cancelled
                && clock.stopped_at != draft.case.source_finish()
                && clock.stopped_at.is_some_and(|stopped| {
                    answered_at.is_some_and(|answered| stopped >= answered)
                        || by.claimed_at.is_some_and(|claimed| stopped == claimed.max(clock.from))
                })
        });
        if let Some(clock) = stopped_for_nothing {
            let event = Event::ClockResumed {
                clock: clock.clock.clone(),
                due: clock.due,
                warning: clock.warning,
            };
            draft.push(event);
        }
    }
}

/// The clocks that ran from registration run from the corrected time of reception, with the corrected category's
/// time. One that has been paused or extended stays as it is: people have already agreed on it.
pub(super) fn restart_after_correction(draft: &mut Draft<'_>, received_before: Timestamp) {
    let kind = draft.kind;
    for rule in &kind.clocks {
        let from = match draft.case.clock(&rule.slug) {
            Some(clock) if clock.is_open() && clock.pauses.is_empty() && clock.extensions.is_empty() => {
                let from_reception =
                    rule.starts == StepName::Register && !waits_for_whose(rule) && clock.from == received_before;
                let from = if from_reception {
                    draft.case.received_at
                } else {
                    clock.from
                };
                let allowance = allowance(rule, &draft.case);
                if clock.allowance.is_none() || (clock.from == from && clock.allowance == allowance) {
                    continue;
                }
                from
            }
            _ => continue,
        };
        cancel(draft, rule);
        if let Some(allowance) = allowance(rule, &draft.case) {
            start_with_allowance(draft, rule, allowance, from);
        }
    }
}

/// What a court has given has its own time from when the committee signed for it, whenever it is written down.
pub(super) fn restart_for_referral(draft: &mut Draft<'_>, rule: &ClockRule, received: Timestamp) {
    cancel(draft, rule);
    if let Some(allowance) = allowance(rule, &draft.case) {
        start_with_allowance(draft, rule, allowance, received);
    }
}

/// What has moved a clock's due time, in the order it happened; an open pause counts up to `now` where that is given,
/// and not at all where it isn't.
pub(super) fn changes(clock: &RunningClock, now: Option<Timestamp>) -> Vec<Change> {
    let pauses = clock.pauses.iter().filter_map(|pause| {
        let to = pause.to.or(now)?.max(pause.from);
        Some((pause.from, Change::Paused { from: pause.from, to }))
    });
    let extensions = clock
        .extensions
        .iter()
        .map(|extension| (extension.at, Change::Extended(extension.by)));
    let mut changes: Vec<(Timestamp, Change)> = pauses.chain(extensions).collect();
    changes.sort_by_key(|(at, _)| *at);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// The due time of a clock with its allowance after its pauses and extensions, an open pause counted up to now.
pub(super) fn due_now(draft: &Draft<'_>, clock: &RunningClock, allowance: Allowance) -> Due {
    let pack = draft.pack;
    due_after(
        clock.from,
        allowance,
        &changes(clock, Some(draft.now)),
        &pack.zone,
        &pack.calendar,
        pack.roll_to_working_day.value,
    )
}

/// The due time of a clock that was set by hand, an open pause counted up to `until`.
pub(super) fn due_by_hand(clock: &RunningClock, until: Timestamp) -> Due {
    Due {
        at: clock.due_as_of(until),
        warning: clock.warning,
    }
}

/// Whether a case of that category takes a due time set by hand.
pub(super) fn takes_due_by_hand(kind: &Kind, category: &CategorySlug) -> bool {
    kind.clocks.iter().any(|rule| is_set_by_hand(kind, rule, category))
}

/// A due time set by hand is for the clocks that wait for the work itself: those without an allowance where there are
/// such, else those with one, which it overrides.
fn is_set_by_hand(kind: &Kind, rule: &ClockRule, category: &CategorySlug) -> bool {
    let free = |rule: &ClockRule| rule.allowance_for(category, None).is_none();
    finishes(rule) && (free(rule) || !kind.clocks.iter().any(|other| finishes(other) && free(other)))
}

/// Waits for the work itself: an answer, its sign-off or the closing. A clock for acceptance or acknowledgement stops
/// at an answer as well, since a unit that answers has it, but it waits for the first sign and not for the work.
fn finishes(rule: &ClockRule) -> bool {
    let stops_at = |steps: &[StepName]| steps.iter().any(|step| rule.stops.contains(step));
    stops_at(&[StepName::Answer, StepName::SignOff, StepName::Close])
        && !stops_at(&[StepName::Accept, StepName::Acknowledge])
}

/// Waits for a unit to say whether a case is its own: each unit that is asked has that time, from when it is asked.
fn waits_for_whose(rule: &ClockRule) -> bool {
    rule.stops.contains(&StepName::PassOn)
}

/// Waits for a unit that has been given the case to say whether it is accepted, and for nothing before that.
fn waits_for_acceptance(rule: &ClockRule) -> bool {
    rule.stops.contains(&StepName::Accept) && !rule.stops.contains(&StepName::TakeOver)
}

fn allowance(rule: &ClockRule, case: &Case) -> Option<Allowance> {
    rule.allowance_for(&case.category, case.referral_way())
        .map(|rule| rule.value)
}

fn starts(draft: &Draft<'_>, rule: &ClockRule, step: StepName, unit_changed: bool) -> bool {
    let before = draft.case.clock(&rule.slug);
    // Where it starts with a dispatch, whoever was asked first had none, and may pass it on all the same.
    let asks_another = step == StepName::PassOn || step == StepName::Dispatch && unit_changed;
    if asks_another && waits_for_whose(rule) {
        return true;
    }
    let open = before.is_some_and(RunningClock::is_open);
    let waits_for_unit = rule.stops.contains(&StepName::Acknowledge);
    if step == StepName::Dispatch && unit_changed && waits_for_unit {
        return rule.starts == step || before.is_some();
    }
    // Who has taken a case without a dispatch has as long to say whether it is accepted as if it had been dispatched.
    if step == StepName::TakeOver && rule.starts == StepName::Dispatch && waits_for_acceptance(rule) {
        return draft.case.accepted_at.is_none() && !open;
    }
    // Whoever has said that it is solved is not asked whether it is.
    let is_said = rule.stops.contains(&StepName::Confirm) && draft.case.solved == Some(true);
    if step == StepName::Close && is_said {
        return false;
    }
    // Opened again in a review, it is the review's time that begins anew.
    if step == StepName::Reopen
        && let Some(asked) = ladder::asked_by(draft.case.round)
    {
        return rule.starts == StepName::Reopen || rule.starts == asked;
    }
    if step == StepName::Reopen {
        let from_the_start = draft
            .kind
            .statuses
            .first()
            .is_some_and(|first| first.slug == draft.case.status);
        return rule.starts == StepName::Reopen
            || (finishes(rule) && before.is_some())
            || (from_the_start && rule.starts == StepName::Register);
    }
    rule.starts == step && !open
}

fn start(draft: &mut Draft<'_>, rule: &ClockRule, step: StepName) {
    let from = if step == StepName::Register && !waits_for_whose(rule) {
        draft.case.received_at
    } else {
        draft.now
    };
    let by_hand = draft
        .case
        .due_by_hand
        .filter(|_| is_set_by_hand(draft.kind, rule, &draft.case.category));
    if let Some(by_hand) = by_hand {
        let due = match draft.case.clock(&rule.slug) {
            // Opened again: as much time as it had the first time.
            Some(before) if step == StepName::Reopen => from
                .checked_add(before.due.duration_since(before.from).max(SignedDuration::ZERO))
                .unwrap_or(Timestamp::MAX),
            _ => by_hand.max(from),
        };
        cancel(draft, rule);
        draft.push(Event::ClockStarted {
            clock: rule.slug.clone(),
            allowance: None,
            from,
            due,
            warning: None,
        });
    } else if let Some(allowance) = allowance(rule, &draft.case) {
        cancel(draft, rule);
        start_with_allowance(draft, rule, allowance, from);
    }
}

fn start_with_allowance(draft: &mut Draft<'_>, rule: &ClockRule, allowance: Allowance, from: Timestamp) {
    let pack = draft.pack;
    let roll = pack.roll_to_working_day.value;
    let due = due(from, allowance, &pack.zone, &pack.calendar, roll);
    draft.push(Event::ClockStarted {
        clock: rule.slug.clone(),
        allowance: Some(allowance),
        from,
        due: due.at,
        warning: due.warning,
    });
}

fn stop(draft: &mut Draft<'_>, rule: &ClockRule) {
    let Some(clock) = draft.case.clock(&rule.slug).filter(|clock| clock.is_open()).cloned() else {
        return;
    };
    resume_before_stop(draft, &clock, draft.now);
    // Said after the time was over, before a timer came by: too late to count, and nobody's lateness.
    if rule.lapses && clock.due_as_of(draft.now).as_second() < draft.now.as_second() {
        cancel(draft, rule);
        return;
    }
    draft.push(Event::ClockStopped {
        clock: clock.clock,
        at: None,
    });
}

/// A clock that stands still gets the time of its pause before it is judged.
fn resume_before_stop(draft: &mut Draft<'_>, clock: &RunningClock, stop: Timestamp) {
    if !clock.is_paused() {
        return;
    }
    let due = match clock.allowance {
        Some(allowance) => due_now(draft, clock, allowance),
        None => due_by_hand(clock, stop),
    };
    draft.push(Event::ClockResumed {
        clock: clock.clock.clone(),
        due: due.at,
        warning: due.warning,
    });
}

pub(super) fn cancel(draft: &mut Draft<'_>, rule: &ClockRule) {
    if draft.case.clock(&rule.slug).is_some_and(RunningClock::is_open) {
        draft.push(Event::ClockCancelled {
            clock: rule.slug.clone(),
        });
    }
}
