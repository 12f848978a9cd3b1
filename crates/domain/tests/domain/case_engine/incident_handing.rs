//! Reports that the program hands on: they count from when the last of those who had to be told was, and never earlier.

use super::incident::{Fire, figures, first, known, report};
use super::sample::at;
use domain::case::incident::DueState;
use domain::case::{Actor, Command, Receiver, ReceiverWay, ReportSort, ReportText, Respond, decide, evolve};
use domain::clock::ClockStatus;
use domain::pack::ReportPart;

/// Two who are told, the first of them by two ways.
pub(super) fn two() -> Vec<Receiver> {
    let receiver = |name: &str, way| Receiver {
        name: name.to_owned(),
        way,
    };
    vec![
        receiver("市应急管理局", ReceiverWay::Mail),
        receiver("市应急管理局", ReceiverWay::Webhook),
        receiver("市消防救援支队", ReceiverWay::Mail),
    ]
}

fn to_two(mut step: Respond) -> Respond {
    if let Respond::SendReport { receivers, .. } = &mut step {
        *receivers = two();
    }
    step
}

/// The program does it.
fn by_itself(fire: &mut Fire, local: &str, step: Respond) -> usize {
    let program = Actor::program();
    let case = fire.case().clone();
    let events = decide(
        Some(&case),
        &Command::Respond(step),
        &program,
        &super::incident::bureau(),
        at(local),
    );
    let events = events.expect(local);
    for event in &events {
        fire.take(evolve(Some(fire.case().clone()), event, &program, at(local)));
    }
    events.len()
}

fn handed(receiver: u32) -> Respond {
    Respond::HandOn {
        report: 1,
        receiver,
        by_hand: None,
        said_at: None,
    }
}

fn told_by_hand(receiver: u32) -> Respond {
    Respond::HandOn {
        report: 1,
        receiver,
        by_hand: Some("电话".to_owned()),
        said_at: None,
    }
}

fn clock(fire: &Fire) -> ClockStatus {
    let clock = fire.case().clock(&"report".into());
    clock.expect("the report's clock").status
}

#[test]
fn nobody_is_told_before_all_of_them_have_it() {
    let mut fire = Fire::at("2026-10-01 02:10");
    fire.does("2026-10-01 02:30", to_two(first("head")));
    let waits = fire.rung("head", "2026-10-01 02:31");
    assert_eq!((waits.state, waits.report), (DueState::Waits, Some(1)), "on its way");
    assert_eq!(clock(&fire), ClockStatus::Running);
    assert!(by_itself(&mut fire, "2026-10-01 02:32", handed(2)) > 0);
    assert_eq!(
        fire.rung("head", "2026-10-01 02:33").state,
        DueState::Waits,
        "one of two"
    );
    assert_eq!(fire.rung("head", "2026-10-01 03:11").state, DueState::Missing);
    by_itself(&mut fire, "2026-10-01 02:40", handed(3));
    assert_eq!(fire.rung("head", "2026-10-01 05:00").state, DueState::Sent);
    // Once: what is handed on again changes nothing.
    assert_eq!(by_itself(&mut fire, "2026-10-01 02:41", handed(3)), 0);
    // And the next one's time runs from when it was.
    let next = fire.rung("government", "2026-10-01 02:41");
    assert_eq!(next.from, at("2026-10-01 02:40"));
    let sent = &fire.case().incident().expect("one").reports[0];
    assert_eq!(sent.told_at(), Some(at("2026-10-01 02:40")));
    assert!(!sent.is_late());
}

#[test]
fn what_is_handed_on_too_late_is_late_whenever_it_was_written() {
    let mut fire = Fire::at("2026-10-01 02:10");
    fire.does("2026-10-01 02:30", to_two(first("head")));
    by_itself(&mut fire, "2026-10-01 02:31", handed(1));
    // The way to the other fails: somebody telephones, and writes that down a minute too late.
    fire.does("2026-10-01 03:11", told_by_hand(3));
    assert_eq!(fire.rung("head", "2026-10-01 03:12").state, DueState::SentLate);
    assert!(fire.case().incident().expect("one").reports[0].is_late());
    // The letter that gets through later does not make it more or less late.
    by_itself(&mut fire, "2026-10-01 03:20", handed(3));
    let sent = &fire.case().incident().expect("one").reports[0];
    assert_eq!(
        (sent.told_at(), sent.handed_on.len()),
        (Some(at("2026-10-01 03:11")), 3)
    );
}

#[test]
fn what_has_not_arrived_is_no_supplement_no_continuation_and_no_end() {
    let mut fire = Fire::at("2026-10-01 02:10");
    fire.does("2026-10-01 02:30", first("head"));
    fire.does("2026-10-01 02:40", known(figures(1, 0, 0)));
    fire.does("2026-10-01 02:50", to_two(report(ReportSort::Supplement)));
    let due = fire.due("2026-10-01 02:51");
    let supplement = due.iter().find(|due| due.sort == ReportSort::Supplement);
    assert_eq!(supplement.expect("still due").report, Some(2));
    for rung in ["government", "city"] {
        fire.does("2026-10-01 02:55", first(rung));
    }
    fire.does("2026-10-01 03:00", to_two(report(ReportSort::Final)));
    let end = || Respond::End {
        text: "扑灭".to_owned(),
    };
    let refused = fire.refuses("duty-officer", "2026-10-01 03:05", end());
    assert_eq!(refused, "refusal-incident-no-final");
    for receiver in [1, 3] {
        let told = Respond::HandOn {
            report: 5,
            receiver,
            by_hand: Some("电话".to_owned()),
            said_at: None,
        };
        fire.does("2026-10-01 03:06", told);
    }
    fire.does("2026-10-01 03:10", end());
}

#[test]
fn each_receiver_says_once_that_it_came_in() {
    let mut fire = Fire::at("2026-10-01 02:10");
    fire.does("2026-10-01 02:30", to_two(first("head")));
    let noted = |receiver| Respond::NoteReceipt {
        report: 1,
        receiver: Some(receiver),
        by: "值班员".to_owned(),
        said_at: None,
    };
    by_itself(&mut fire, "2026-10-01 02:35", noted(1));
    let again = fire.refuses("duty-officer", "2026-10-01 02:36", noted(2));
    assert_eq!(again, "refusal-report-receipt", "the same office by its other way");
    fire.does("2026-10-01 02:37", noted(3));
    let refused = fire.refuses("duty-officer", "2026-10-01 02:38", noted(4));
    assert_eq!(refused, "refusal-report-unknown");
    let sent = &fire.case().incident().expect("one").reports[0];
    let by_link: Vec<bool> = sent.receipts.iter().map(|receipt| receipt.by_link).collect();
    assert_eq!(by_link, [true, false]);
}

#[test]
fn a_person_never_says_that_the_program_did_it() {
    let mut fire = Fire::at("2026-10-01 02:10");
    fire.does("2026-10-01 02:30", to_two(first("head")));
    let refused = fire.refuses("duty-officer", "2026-10-01 02:31", handed(1));
    assert_eq!(refused, "refusal-report-unknown");
}

#[test]
fn telling_of_patients_is_no_report_of_the_incident() {
    let mut fire = Fire::at("2026-10-01 02:10");
    let tell = |hand_over, contact: &str, parts: &[ReportPart]| Respond::SendReport {
        sort: ReportSort::Patients { hand_over },
        parts: parts
            .iter()
            .map(|part| ReportText {
                part: *part,
                text: "有".to_owned(),
            })
            .collect(),
        to: "县人民医院".to_owned(),
        channel: "电话".to_owned(),
        contact: contact.to_owned(),
        said_at: None,
        receivers: Vec::new(),
        known: None,
    };
    let (asked, all) = ("值班室 0000-12350", &ReportPart::OF_PATIENTS);
    let refused = fire.refuses("duty-officer", "2026-10-01 02:12", tell(1, asked, all));
    assert_eq!(refused, "refusal-report-patients");
    let hand_over = Respond::HandOver {
        hospital: "县人民医院".to_owned(),
        critical: 1,
        serious: 0,
        slight: 2,
        needs: String::new(),
    };
    fire.does("2026-10-01 02:15", hand_over);
    for (wrong, why) in [
        (tell(1, " ", all), "refusal-text-needed"),
        (tell(1, asked, &all[..2]), "refusal-report-part"),
        (tell(2, asked, all), "refusal-report-patients"),
        (tell(0, asked, all), "refusal-report-patients"),
    ] {
        assert_eq!(fire.refuses("duty-officer", "2026-10-01 02:16", wrong), why);
    }
    fire.does("2026-10-01 02:20", tell(1, asked, all));
    let again = fire.refuses("duty-officer", "2026-10-01 02:21", tell(1, asked, all));
    assert_eq!(again, "refusal-report-patients-sent");
    // Nobody was told of the fire by it: nothing goes on from it, and the head waits.
    let goes_on = fire.refuses("duty-officer", "2026-10-01 02:22", report(ReportSort::Continuing));
    assert_eq!(goes_on, "refusal-report-first");
    fire.does("2026-10-01 02:23", known(figures(0, 0, 3)));
    let due = fire.due("2026-10-01 02:24");
    let begins = |sort: &ReportSort| matches!(sort, ReportSort::First { .. } | ReportSort::Inquiry);
    assert!(due.iter().all(|due| begins(&due.sort)), "{due:?}");
    assert_eq!(clock(&fire), ClockStatus::Running);
    assert!(!fire.case().incident().expect("one").reports[0].is_late());
}
