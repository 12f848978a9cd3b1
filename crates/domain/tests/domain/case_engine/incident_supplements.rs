//! Supplements: who has to be told of numbers that change, and that what was late stays so whatever goes out afterwards.

use super::incident::{Fire, figures, first, known, report};
use super::sample::at;
use domain::case::incident::DueState;
use domain::case::{Figures, ReportSort};
use domain::clock::ClockStatus;
use jiff::Timestamp;

/// Told of a fire by head, city and county at 02:30; numbers that change at 03:00 are due within two hours.
fn changed_at_three() -> Fire {
    let mut fire = Fire::at("2026-10-01 02:10");
    for rung in ["head", "government", "city"] {
        fire.does("2026-10-01 02:30", first(rung));
    }
    fire.does("2026-10-01 03:00", known(figures(1, 0, 0)));
    fire
}

/// How it stands with supplements: when each was due, how, and by which report it came.
fn supplements(fire: &Fire, local: &str) -> Vec<(Timestamp, DueState, Option<u32>)> {
    let all = fire.reports(local).into_iter();
    all.filter(|due| due.sort == ReportSort::Supplement)
        .map(|due| (due.due, due.state, due.report))
        .collect()
}

#[test]
fn a_supplement_that_was_late_stays_so_whichever_report_brings_it() {
    let due = at("2026-10-01 05:00");
    let mut asked = changed_at_three();
    asked.does("2026-10-01 05:00", report(ReportSort::Continuing));
    let in_time = supplements(&asked, "2026-10-02 00:00");
    assert!(in_time.is_empty(), "the due second itself is in time: {in_time:?}");
    for sort in [ReportSort::Continuing, ReportSort::Supplement, ReportSort::Final] {
        let mut fire = changed_at_three();
        assert_eq!(supplements(&fire, "2026-10-01 08:00"), [(due, DueState::Missing, None)]);
        fire.does("2026-10-01 08:00", report(sort.clone()));
        assert_eq!(
            supplements(&fire, "2026-10-02 00:00"),
            [(due, DueState::SentLate, Some(4))],
            "{sort:?}"
        );
        let sent = &fire.case().incident().expect("one").reports[3];
        assert!(sent.is_late(), "{sort:?}");
        let clock = fire.case().clocks.iter().find(|clock| clock.due == due);
        let clock = clock.expect("the report's clock stood there");
        assert_eq!(clock.status, ClockStatus::Breached, "{sort:?}");
    }
    // What changes again is owed anew, and the one before stays late.
    let mut fire = changed_at_three();
    fire.does("2026-10-01 08:00", report(ReportSort::Continuing));
    fire.does("2026-10-01 09:00", known(figures(2, 0, 0)));
    assert_eq!(
        supplements(&fire, "2026-10-01 09:00"),
        [
            (due, DueState::SentLate, Some(4)),
            (at("2026-10-01 11:00"), DueState::Waits, None)
        ]
    );
}

#[test]
fn a_first_report_to_somebody_else_brings_the_numbers_to_them_alone() {
    let mut fire = changed_at_three();
    fire.does("2026-10-01 03:10", known(figures(10, 0, 0)));
    fire.does("2026-10-01 03:20", first("province"));
    // Those who were told before have the old numbers still, since the first change.
    let owed = |state| [(at("2026-10-01 05:00"), state, None)];
    assert_eq!(supplements(&fire, "2026-10-01 05:00"), owed(DueState::Waits));
    assert_eq!(supplements(&fire, "2026-10-01 05:01"), owed(DueState::Missing));
    fire.does("2026-10-01 04:00", report(ReportSort::Continuing));
    assert!(supplements(&fire, "2026-10-02 00:00").is_empty(), "all of them");
    // What those who were told first have is so again, and the state was told otherwise in between.
    fire.does("2026-10-01 06:00", known(figures(12, 0, 0)));
    fire.does("2026-10-01 06:10", first("state"));
    fire.does("2026-10-01 06:20", known(figures(10, 0, 0)));
    let due = (at("2026-10-01 08:20"), DueState::Waits, None);
    assert_eq!(supplements(&fire, "2026-10-01 06:30"), [due], "to the state");
}

#[test]
fn numbers_that_are_taken_back_are_owed_no_more_and_were_missing_all_the_same() {
    let back = |local: &str| {
        let mut fire = changed_at_three();
        fire.does(local, known(Figures::default()));
        fire
    };
    assert!(supplements(&back("2026-10-01 04:00"), "2026-10-02 00:00").is_empty());
    let missed = (at("2026-10-01 05:00"), DueState::Missed, None);
    let mut fire = back("2026-10-01 06:00");
    assert_eq!(supplements(&fire, "2026-10-02 00:00"), [missed]);
    fire.does("2026-10-01 07:00", report(ReportSort::Supplement));
    assert_eq!(supplements(&fire, "2026-10-02 00:00"), [missed]);
    assert!(!fire.case().incident().expect("one").reports[3].is_late());
}
