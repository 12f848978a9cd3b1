//! Times in which something may be said and need not be: asking for judicial confirmation (人民调解法, art. 33), and saying that
//! a petition is not the unit's own (信访工作条例, art. 23). They are marked as other clocks are, and end with nobody late.

use super::mediation::{holder, in_force};
use super::petition::{does, petition};
use super::sample::{Story, at, days, working_days};
use domain::case::{Actor, Command, Event, Mediate, Party};
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
        parties: vec![Party::A, Party::B],
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
    mediates(&mut story, "2026-03-21 09:00", apply());
    assert_eq!(story.clock("confirmation").status, ClockStatus::Met);
    let late = Command::Mediate(decline(Party::A));
    let late = story.act(&late, &holder("mediator-one"), at("2026-03-22 09:00"));
    assert_eq!(late.unwrap_err().key, "refusal-confirmation-already");
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

#[test]
fn who_says_nothing_in_time_has_it_and_is_not_late_by_that() {
    let mut story = petition();
    assert_eq!(mark(&mut story, "not-ours", 100, at("2026-03-10 00:00")), 2);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Cancelled);
    // Fifteen days are there to accept it.
    does(&mut story, "clerk", "2026-03-12 09:00", &Command::Accept);
    // Said too late, it is said and goes on, marked as late.
    let pass_on = Command::PassOn {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        reason: "物业收费归住建局管".to_owned(),
    };
    does(&mut story, "clerk", "2026-03-13 09:00", &pass_on);
    let late = story
        .stream
        .iter()
        .any(|(event, ..)| matches!(event, Event::PassProposed { late: true, .. }));
    assert!(late);
    // Before a timer came by, it is the same.
    let mut story = petition();
    does(&mut story, "clerk", "2026-03-12 09:00", &Command::Accept);
    assert_eq!(story.clock("not-ours").status, ClockStatus::Cancelled);
}
