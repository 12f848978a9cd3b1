//! Times in which something may be said and need not be: asking for judicial confirmation (人民调解法, art. 33), and saying that
//! a petition is not the unit's own (信访工作条例, art. 23). Nobody is late by either; an objection after its time is marked as late.

use super::followed::request;
use super::mediation::{holder, in_force, sign_application};
use super::petition::{does, petition};
use super::sample::{Story, at, days, working_days};
use domain::case::{
    Actor, Command, ConfirmationOutcome, Event, Mediate, Outcome, Party, PerformanceResult, SignedPaper,
};
use domain::clock::{ClockStatus, MARKS};
use domain::pack::StepName;
use jiff::{SignedDuration, Timestamp};

fn end_of(day: &str) -> Timestamp {
    format!("{day}T23:59:59+08:00").parse().unwrap()
}

fn mark(story: &mut Story, clock: &str, percent: u8, now: Timestamp) -> usize {
    let command = Command::ReachMark {
        clock: clock.into(),
        percent,
    };
    story.act(&command, &Actor::program(), now).unwrap()
}

fn mediates(story: &mut Story, local: &str, step: Mediate) {
    let done = story.act(&Command::Mediate(step), &holder("mediator-one"), at(local));
    done.unwrap_or_else(|refusal| panic!("{refusal}"));
}

fn apply() -> Mediate {
    Mediate::ApplyConfirmation {
        court: "县人民法院".to_owned(),
    }
}

fn decline(party: Party) -> Mediate {
    Mediate::DeclineConfirmation {
        parties: vec![party],
        note: "信得过对方".to_owned(),
    }
}

#[test]
fn confirmation_is_waited_for_from_the_agreement_and_met_by_the_application() {
    let mut story = in_force();
    let clock = story.clock("confirmation").clone();
    assert_eq!((clock.allowance, clock.status), (Some(days(30)), ClockStatus::Running));
    assert_eq!((clock.from, clock.due), (at("2026-03-04 17:00"), end_of("2026-04-03")));
    assert_eq!(mark(&mut story, "confirmation", 50, at("2026-03-20 09:00")), 1);
    sign_application(&mut story, "2026-03-21 09:00");
    mediates(&mut story, "2026-03-21 09:00", apply());
    assert_eq!(story.clock("confirmation").status, ClockStatus::Met);
    let late = Command::Mediate(decline(Party::A));
    let late = story.act(&late, &holder("mediator-one"), at("2026-03-22 09:00"));
    assert_eq!(late.unwrap_err().key, "refusal-confirmation-already");
}

#[test]
fn who_closes_early_takes_no_right_away() {
    let mut story = in_force();
    let by = |post: &str| holder(post);
    for term in [1, 2] {
        let visit = Mediate::FollowUp {
            term,
            result: PerformanceResult::Performed,
            note: String::new(),
            route: String::new(),
        };
        mediates(&mut story, "2026-03-05 09:00", visit);
    }
    let answer = Command::Answer {
        text: "已达成协议并履行。".to_owned(),
        outcome: Outcome::Solved,
    };
    story.act(&answer, &by("mediator-one"), at("2026-03-05 10:00")).unwrap();
    story
        .act(&Command::Close, &by("mediation-chair"), at("2026-03-05 11:00"))
        .unwrap();
    assert!(story.case().is_ended() && story.clock("confirmation").is_open());
    // Nothing else of it can be signed any more.
    let papers = story.case().papers_to_sign(&story.pack, at("2026-03-06 09:00"));
    assert_eq!(papers, [SignedPaper::Application]);
    sign_application(&mut story, "2026-03-06 09:00");
    mediates(&mut story, "2026-03-06 10:00", apply());
    assert_eq!(story.clock("confirmation").status, ClockStatus::Met);
    let ruling = Mediate::DecideConfirmation {
        outcome: ConfirmationOutcome::Confirmed,
        note: "（2026）民特1号".to_owned(),
    };
    mediates(&mut story, "2026-03-20 09:00", ruling);
    assert!(story.case().is_ended());
    // Opened again, the agreement stays in force and can still be confirmed.
    let mut story = in_force();
    for term in [1, 2] {
        let visit = Mediate::FollowUp {
            term,
            result: PerformanceResult::Performed,
            note: String::new(),
            route: String::new(),
        };
        mediates(&mut story, "2026-03-05 09:00", visit);
    }
    story.act(&answer, &by("mediator-one"), at("2026-03-05 10:00")).unwrap();
    story
        .act(&Command::Close, &by("mediation-chair"), at("2026-03-05 11:00"))
        .unwrap();
    let reopen = Command::Reopen {
        reason: "又堵上了".to_owned(),
    };
    story.act(&reopen, &by("clerk"), at("2026-03-06 09:00")).unwrap();
    assert!(story.clock("confirmation").is_open());
    sign_application(&mut story, "2026-03-06 09:30");
    mediates(&mut story, "2026-03-06 10:00", apply());
    assert_eq!(story.clock("confirmation").status, ClockStatus::Met);
}

#[test]
fn one_party_that_does_not_want_it_stops_it_with_nobody_late() {
    let mut story = in_force();
    mediates(&mut story, "2026-03-10 09:00", decline(Party::B));
    let clock = story.clock("confirmation");
    assert_eq!(clock.status, ClockStatus::Cancelled);
    assert!(!clock.is_overdue(end_of("2026-05-01")));
    let declined = story.case().mediation().unwrap().confirmation_declined.clone().unwrap();
    assert_eq!(declined.parties, [Party::B]);
    // They may change their minds while there is time.
    sign_application(&mut story, "2026-03-12 09:00");
    mediates(&mut story, "2026-03-12 09:00", apply());
    let mediation = story.case().mediation().unwrap();
    assert!(mediation.confirmation.is_some() && mediation.confirmation_declined.is_none());
}

#[test]
fn a_right_that_is_not_used_lapses() {
    let mut story = in_force();
    let due = story.clock("confirmation").due;
    for percent in MARKS {
        let now = due + SignedDuration::from_secs(1);
        assert!(mark(&mut story, "confirmation", percent, now) >= 1, "{percent}");
    }
    let clock = story.clock("confirmation");
    assert_eq!(
        (clock.status, clock.marks.as_slice()),
        (ClockStatus::Cancelled, &MARKS[..])
    );
    let open = domain::case::open_steps(
        story.case(),
        &holder("mediator-one"),
        &story.pack,
        due + SignedDuration::from_secs(1),
    );
    assert!(!open.contains(&StepName::ApplyConfirmation) && !open.contains(&StepName::DeclineConfirmation));
}

#[test]
fn a_unit_has_five_working_days_to_say_that_a_petition_is_not_its_own() {
    let mut story = petition();
    let clock = story.clock("not-ours").clone();
    assert_eq!(
        (clock.allowance, clock.due),
        (Some(working_days(5)), end_of("2026-03-09"))
    );
    // Not theirs: said in time. Whoever is asked next has the same time, from then on.
    let pass_on = Command::PassOn {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        reason: "物业收费归住建局管".to_owned(),
    };
    does(&mut story, "clerk", "2026-03-04 09:00", &pass_on);
    let clocks: Vec<_> = story
        .case()
        .clocks
        .iter()
        .filter(|clock| clock.clock == clock_slug())
        .collect();
    assert_eq!(
        clocks.iter().map(|clock| clock.status).collect::<Vec<_>>(),
        [ClockStatus::Met, ClockStatus::Running]
    );
    assert_eq!(clocks[1].due, end_of("2026-03-11"));
    let decline = Command::DeclinePass {
        reason: "归市场监管局管".to_owned(),
    };
    does(&mut story, "housing-handler", "2026-03-05 09:00", &decline);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Met);
    // Back with the first, which accepts it: nothing runs.
    does(&mut story, "clerk", "2026-03-06 09:00", &Command::Accept);
    assert!(!story.clock("not-ours").is_open());
}

fn clock_slug() -> domain::ClockSlug {
    "not-ours".into()
}

#[test]
fn accepting_or_taking_over_says_that_it_is_theirs() {
    let mut story = petition();
    let dispatch = Command::Dispatch {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        note: String::new(),
    };
    does(&mut story, "clerk", "2026-03-03 09:00", &dispatch);
    assert_eq!(story.clock("not-ours").due, end_of("2026-03-10"));
    // Sent once more to the same unit, nothing begins anew.
    does(&mut story, "clerk", "2026-03-05 09:00", &dispatch);
    assert_eq!(story.clock("not-ours").due, end_of("2026-03-10"));
    does(&mut story, "housing-handler", "2026-03-06 10:00", &Command::TakeOver);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Met);

    let mut story = petition();
    does(&mut story, "clerk", "2026-03-06 09:00", &Command::Accept);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Met);
}

fn statuses(story: &Story) -> Vec<(String, ClockStatus)> {
    let clocks = story.case().clocks.iter();
    clocks.map(|clock| (clock.clock.to_string(), clock.status)).collect()
}

fn none_is_late(story: &Story) {
    let found = statuses(story);
    assert!(
        found.iter().all(|(_, status)| *status != ClockStatus::Breached),
        "{found:?}"
    );
}

#[test]
fn who_says_nothing_in_five_working_days_can_lawfully_accept_in_fifteen() {
    let mut story = petition();
    assert_eq!(
        mark(&mut story, "not-ours", 100, at("2026-03-09 23:59")),
        0,
        "the last minute is in time"
    );
    // The mark, and the end of the time in which they could object.
    assert_eq!(mark(&mut story, "not-ours", 100, at("2026-03-10 00:00")), 2);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Cancelled);
    // The fifteenth day is Tuesday 17 March.
    does(&mut story, "clerk", "2026-03-17 17:00", &Command::Accept);
    none_is_late(&story);
    assert_eq!(story.clock("transfer").status, ClockStatus::Met);
    // A day later it is late, by art. 22, and by nothing else.
    let mut story = petition();
    does(&mut story, "clerk", "2026-03-18 09:00", &Command::Accept);
    let late = statuses(&story)
        .into_iter()
        .filter(|(_, status)| *status == ClockStatus::Breached);
    assert_eq!(late.map(|(clock, _)| clock).collect::<Vec<_>>(), ["transfer"]);
    // Before a timer came by, it is the same.
    let mut story = petition();
    does(&mut story, "clerk", "2026-03-12 09:00", &Command::Accept);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Cancelled);
    none_is_late(&story);
}

#[test]
fn an_office_that_transfers_on_the_tenth_day_is_in_time() {
    for timer in [true, false] {
        let mut story = petition();
        if timer {
            mark(&mut story, "not-ours", 100, at("2026-03-10 00:00"));
        }
        let dispatch = Command::Dispatch {
            unit: "housing".into(),
            leader: "housing-leader".into(),
            note: String::new(),
        };
        does(&mut story, "clerk", "2026-03-12 09:00", &dispatch);
        none_is_late(&story);
        assert_eq!(story.clock("transfer").status, ClockStatus::Met);
        // Who has it now has its own five working days to object, and its own fifteen days to accept.
        assert_eq!(story.clock("not-ours").due, end_of("2026-03-19"));
        assert!(story.clock("not-ours").is_open());
        does(&mut story, "housing-handler", "2026-03-16 10:00", &Command::TakeOver);
        does(&mut story, "housing-handler", "2026-03-26 09:00", &Command::Accept);
        none_is_late(&story);
        assert_eq!(story.clock("acceptance").status, ClockStatus::Met);
    }
}

#[test]
fn an_objection_after_its_time_goes_on_marked_as_late() {
    for timer in [true, false] {
        let mut story = petition();
        if timer {
            mark(&mut story, "not-ours", 100, at("2026-03-10 00:00"));
        }
        let pass_on = Command::PassOn {
            unit: "housing".into(),
            leader: "housing-leader".into(),
            reason: "物业收费归住建局管".to_owned(),
        };
        does(&mut story, "clerk", "2026-03-13 09:00", &pass_on);
        let late = |story: &Story| {
            let mut events = story.stream.iter().rev();
            events.find_map(|(event, ..)| match event {
                Event::PassProposed { late, .. } => Some(*late),
                _ => None,
            })
        };
        assert_eq!(late(&story), Some(true));
        // Whoever is asked by it has its own time, by which nobody is late either.
        assert_eq!(story.clock("not-ours").due, end_of("2026-03-20"));
        let decline = Command::DeclinePass {
            reason: "归市场监管局管".to_owned(),
        };
        does(&mut story, "housing-handler", "2026-03-23 09:00", &decline);
        assert_eq!(story.clock("not-ours").status, ClockStatus::Cancelled);
    }
    // In its time it is not.
    let mut story = petition();
    let pass_on = Command::PassOn {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        reason: "物业收费归住建局管".to_owned(),
    };
    does(&mut story, "clerk", "2026-03-09 23:59", &pass_on);
    let in_time = story
        .stream
        .iter()
        .any(|(event, ..)| matches!(event, Event::PassProposed { late: false, .. }));
    assert!(in_time);
}

/// By the number of the demonstration: two working days from when it is sent, for whoever it is sent to.
#[test]
fn each_unit_that_a_request_is_sent_to_has_its_own_time_to_say_that_it_is_not_its_own() {
    let sent = || {
        let mut story = request();
        assert!(story.case().clock(&clock_slug()).is_none(), "nobody else is asked yet");
        let dispatch = Command::Dispatch {
            unit: "urban".into(),
            leader: "urban-leader".into(),
            note: String::new(),
        };
        does(&mut story, "clerk", "2026-03-03 09:00", &dispatch);
        let clock = story.clock("not-ours").clone();
        assert_eq!(
            (clock.allowance, clock.due),
            (Some(working_days(2)), end_of("2026-03-05"))
        );
        story
    };
    let decline = Command::DeclinePass {
        reason: "不归城管管".to_owned(),
    };
    let mut story = sent();
    does(&mut story, "urban-handler", "2026-03-04 09:00", &decline);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Met);
    // The unit that has it passes it on, and the next one is asked.
    let pass_on = Command::PassOn {
        unit: "water".into(),
        leader: "water-leader".into(),
        reason: "归水务局管".to_owned(),
    };
    does(&mut story, "housing-handler", "2026-03-04 10:00", &pass_on);
    assert!(story.clock("not-ours").is_open());
    assert_eq!(story.clock("not-ours").due, end_of("2026-03-06"));
    does(&mut story, "water-handler", "2026-03-05 09:00", &Command::TakeOver);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Met);
    // Whoever was asked first and passes it on before anything was sent asks the next one as well.
    let mut story = request();
    does(&mut story, "housing-handler", "2026-03-03 10:00", &pass_on);
    assert_eq!(story.clock("not-ours").due, end_of("2026-03-05"));
    // Nobody is late who says nothing, and it can be said all the same.
    let mut story = sent();
    assert_eq!(mark(&mut story, "not-ours", 100, at("2026-03-06 00:00")), 2);
    does(&mut story, "urban-handler", "2026-03-09 09:00", &decline);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Cancelled);
}

#[test]
fn a_transfer_is_made_when_another_unit_takes_it() {
    let mut story = petition();
    let pass_on = Command::PassOn {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        reason: "物业收费归住建局管".to_owned(),
    };
    does(&mut story, "clerk", "2026-03-04 09:00", &pass_on);
    assert!(story.clock("transfer").is_open(), "nobody has taken it yet");
    does(&mut story, "housing-handler", "2026-03-05 09:00", &Command::TakeOver);
    assert_eq!(story.clock("transfer").status, ClockStatus::Met);
}

#[test]
fn the_simple_procedure_moves_no_deadline_of_the_law() {
    let mut story = petition();
    does(&mut story, "clerk", "2026-03-03 09:00", &Command::Accept);
    let due = story.clock("handling").due;
    does(&mut story, "clerk", "2026-04-20 09:00", &Command::Simplify);
    // Art. 34's sixty days run on beside the ten working days.
    assert!(story.clock("handling").is_open() && story.clock("simple-handling").is_open());
    assert_eq!(story.clock("handling").due, due);
    // And nothing but a re-review, for its hearing, is ever paused.
    for (clock, key) in [
        ("handling", "refusal-clock-not-pausable"),
        ("simple-handling", "refusal-clock-not-pausable"),
    ] {
        let pause = Command::PauseClock {
            clock: clock.into(),
            reason: "等材料".to_owned(),
        };
        let refused = story.act(&pause, &holder("office-chief"), at("2026-04-21 09:00"));
        assert_eq!(refused.unwrap_err().key, key, "{clock}");
    }
}
