//! A case's clocks as data, with the rules by which they run; and until when a view of them reads as it does.

use crate::desk::show_case::{has_lapsed, rule_of};
use domain::case::{Case, Extension, Pause, RunningClock};
use domain::clock::{Allowance, ClockStatus};
use domain::pack::{Pack, Rule};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A clock of a case.
#[derive(Serialize, ToSchema)]
#[schema(as = Clock)]
pub(crate) struct ClockView<'a> {
    clock: &'a str,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    due: Timestamp,
    /// running, paused, met, breached, extended or cancelled.
    #[schema(value_type = String)]
    status: ClockStatus,
    #[schema(value_type = Option<String>, format = DateTime)]
    stopped_at: Option<Timestamp>,
    /// Open and past its due time.
    overdue: bool,
    /// It ended without a verdict after its time was over.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    lapsed: bool,
    /// The time allowed; not there where a due time was set by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<AllowanceView>)]
    allowance: Option<Allowance>,
    /// Where that time comes from; not there where it is no rule of the pack's, or the pack has another time now.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<RuleSource<'a>>,
    /// The year without holiday data that the due time runs into: it may be wrong by some days.
    #[serde(skip_serializing_if = "Option::is_none")]
    year_without_holidays: Option<i16>,
    /// Stretches in which it stood still, the first first.
    #[serde(skip_serializing_if = "<[Pause]>::is_empty")]
    #[schema(value_type = Vec<PauseView>)]
    pauses: &'a [Pause],
    /// More time that it was given, the first first.
    #[serde(skip_serializing_if = "<[Extension]>::is_empty")]
    #[schema(value_type = Vec<ExtensionView>)]
    extensions: &'a [Extension],
}

/// A stretch of time with its unit.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own allowance")]
#[schema(as = Allowance)]
pub(crate) struct AllowanceView {
    n: u32,
    /// hours, days or `working_days`.
    unit: String,
}

/// Where a rule comes from.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuleSource<'a> {
    /// Law and article, or who set it.
    source: &'a str,
    /// It was read in the text of the law itself.
    verified: bool,
}

impl<'a> RuleSource<'a> {
    /// Of a rule.
    pub(super) fn of<T>(rule: &'a Rule<T>) -> Self {
        Self {
            source: &rule.source,
            verified: rule.verified,
        }
    }
}

/// A stretch in which a clock stood still.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own pause")]
#[schema(as = ClockPause)]
pub(crate) struct PauseView {
    #[schema(format = DateTime)]
    from: String,
    /// None while it lasts.
    #[schema(format = DateTime)]
    to: Option<String>,
    reason: String,
}

/// More time.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own extension")]
#[schema(as = ClockExtension)]
pub(crate) struct ExtensionView {
    /// How much.
    #[schema(inline)]
    by: AllowanceView,
    /// The post that approved it.
    approver: Option<String>,
    reason: String,
    /// The requester was told.
    requester_told: bool,
    /// Of a mediation: letters of the parties who want it.
    #[schema(required = false)]
    agreed: Vec<String>,
    #[schema(format = DateTime)]
    at: String,
}

/// The clocks of a case, in the order in which they began.
pub(super) fn clocks<'a>(case: &'a Case, pack: &'a Pack, now: Timestamp) -> Vec<ClockView<'a>> {
    let view = |clock: &'a RunningClock| ClockView {
        clock: clock.clock.as_str(),
        from: clock.from,
        due: clock.due_as_of(now),
        status: clock.status,
        stopped_at: clock.stopped_at,
        overdue: clock.is_overdue(now),
        lapsed: has_lapsed(clock),
        allowance: clock.allowance,
        rule: rule_of(pack, case, clock).map(RuleSource::of),
        year_without_holidays: clock.warning,
        pauses: &clock.pauses,
        extensions: &clock.extensions,
    };
    case.clocks.iter().map(view).collect()
}

/// Until when the view of a case that nobody writes to reads as it does now; none where it changes by the second. `ends`: what
/// else reads otherwise once the second that it names is over.
pub(super) fn reads_so_until(
    clocks: &[RunningClock],
    ends: impl IntoIterator<Item = Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    let open = || clocks.iter().filter(|clock| clock.is_open());
    if open().any(RunningClock::is_paused) {
        return None;
    }
    let due = open().filter(|clock| !clock.is_overdue(now)).map(|clock| clock.due);
    let ahead = ends.into_iter().filter(|end| now.as_second() <= end.as_second());
    let until = due.chain(ahead).min().unwrap_or(Timestamp::MAX);
    (now < until).then_some(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("2026-03-02T{text}Z").parse().unwrap()
    }

    fn clock(due: &str, status: ClockStatus) -> RunningClock {
        RunningClock {
            clock: "answer".into(),
            allowance: None,
            from: at("00:00:00"),
            due: at(due),
            warning: None,
            status,
            stopped_at: (status == ClockStatus::Met).then(|| at("01:00:00")),
            marks: Vec::new(),
            pauses: (status == ClockStatus::Paused)
                .then(|| Pause {
                    from: at("01:00:00"),
                    to: None,
                    reason: String::new(),
                })
                .into_iter()
                .collect(),
            extensions: Vec::new(),
        }
    }

    #[test]
    fn a_view_reads_so_until_the_next_clock_is_due() {
        let (first, second) = (
            clock("08:00:00", ClockStatus::Running),
            clock("09:00:00", ClockStatus::Running),
        );
        let both = [second, first];
        let until = |clocks: &[RunningClock], now| reads_so_until(clocks, [], now);
        assert_eq!(until(&both, at("07:00:00")), Some(at("08:00:00")));
        // The due second itself is in time: what comes after it is another view.
        assert_eq!(until(&both, at("08:00:00.5")), None);
        assert_eq!(until(&both, at("08:00:01")), Some(at("09:00:00")));
        assert_eq!(until(&both, at("10:00:00")), Some(Timestamp::MAX));
        let met = [clock("08:00:00", ClockStatus::Met)];
        assert_eq!(until(&met, at("07:00:00")), Some(Timestamp::MAX));
        // A clock that stands still is due later by the second.
        assert_eq!(until(&[clock("08:00:00", ClockStatus::Paused)], at("07:00:00")), None);
    }

    #[test]
    fn what_else_ends_ends_the_view_too() {
        let ends = || [at("08:30:00"), at("08:10:00")];
        let later = [clock("09:00:00", ClockStatus::Running)];
        assert_eq!(reads_so_until(&later, ends(), at("08:00:00")), Some(at("08:10:00")));
        assert_eq!(reads_so_until(&later, ends(), at("08:10:00.5")), None);
        assert_eq!(reads_so_until(&later, ends(), at("08:10:01")), Some(at("08:30:00")));
        assert_eq!(reads_so_until(&later, ends(), at("08:45:00")), Some(at("09:00:00")));
    }
}
