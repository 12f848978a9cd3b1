//! A unit's own word that the work is finished.

use super::sample::{Story, at, given_at_once, pack, registration};
use super::stories::{dispatch, finished};
use domain::case::{Actor, Command, Correction, Role, Told};
use domain::clock::ClockStatus;
use domain::pack::FieldName;
use jiff::Timestamp;
use std::collections::BTreeSet;

fn claimed(at: Timestamp) -> Command {
    Command::Correct {
        changes: Correction {
            finish_claimed: Some(at),
            ..Correction::default()
        },
        reason: "0303.xlsx".to_owned(),
    }
}

/// An incident with an hour to report, of which the unit's file of `now` says that it was finished at `said`.
fn incident_with_claim(said: &str, now: &str) -> Story {
    let mut story = Story::of("incident", "2026-03-02 09:00");
    story.act(&claimed(at(said)), &Actor::program(), at(now)).unwrap();
    story
}

#[test]
fn a_units_word_stops_its_clocks_when_it_is_said_and_no_earlier() {
    // In time by its own word, and said a day late.
    let mut story = incident_with_claim("2026-03-02 09:30", "2026-03-03 08:00");
    let clock = story.clock("report");
    assert_eq!(
        (clock.status, clock.stopped_at),
        (ClockStatus::Breached, Some(at("2026-03-03 08:00")))
    );
    let claim = story.case().finish_claim.unwrap();
    assert_eq!(
        (claim.said, claim.received_at),
        (at("2026-03-02 09:30"), at("2026-03-03 08:00"))
    );
    assert_eq!(story.case().finished_at(), Some(at("2026-03-03 08:00")));
    assert_eq!(story.case().finished_at_source, None);
    assert!(!story.case().is_ended(), "closing needs an answer");
    assert_eq!(
        story.refuses(Role::Clerk, "2026-03-03 09:00", &Command::Close),
        "refusal-close-needs-answer"
    );
    // A mended time counts from when the unit first said it; the source system's own word counts above it.
    story
        .act(
            &claimed(at("2026-03-02 09:40")),
            &Actor::program(),
            at("2026-03-04 08:00"),
        )
        .unwrap();
    assert_eq!(story.case().finished_at(), Some(at("2026-03-03 08:00")));
    story
        .act(
            &finished(at("2026-03-02 09:50")),
            &Actor::program(),
            at("2026-03-05 08:00"),
        )
        .unwrap();
    let clock = story.clock("report");
    assert_eq!(
        (clock.status, clock.stopped_at),
        (ClockStatus::Met, Some(at("2026-03-02 09:50")))
    );
}

#[test]
fn a_later_word_takes_the_earlier_one_back() {
    let mut story = incident_with_claim("2026-03-02 09:20", "2026-03-02 09:30");
    assert_eq!(story.clock("report").status, ClockStatus::Met);
    story
        .act(
            &claimed(at("2026-03-02 12:00")),
            &Actor::program(),
            at("2026-03-02 13:00"),
        )
        .unwrap();
    let clock = story.clock("report");
    assert_eq!(
        (clock.status, clock.stopped_at),
        (ClockStatus::Breached, Some(at("2026-03-02 13:00")))
    );
}

#[test]
fn a_unit_says_nothing_of_what_is_to_come_or_was_not_asked_yet() {
    let mut story = Story::of("incident", "2026-03-02 09:00");
    for (said, key) in [
        ("2026-03-02 08:59", "refusal-finished-early"),
        ("2026-03-02 12:01", "refusal-finished-ahead"),
    ] {
        let refused = story.act(&claimed(at(said)), &Actor::program(), at("2026-03-02 12:00"));
        assert_eq!(refused.unwrap_err().key, key);
        let mut asked = registration("incident", at("2026-03-02 09:00"));
        asked.finish_claimed = Some(at(said));
        let refused = Story::new(pack()).act(
            &Command::Register(Box::new(asked)),
            &Actor::program(),
            at("2026-03-02 12:00"),
        );
        assert_eq!(refused.unwrap_err().key, key);
    }
}

/// A request with five working days, of which the unit's file of the next morning says that it was finished.
fn request_with_claim() -> Story {
    let mut story = Story::of("request", "2026-03-02 09:00");
    story
        .act(
            &claimed(at("2026-03-02 15:00")),
            &Actor::program(),
            at("2026-03-03 08:00"),
        )
        .unwrap();
    assert_eq!(story.clock("handling").stopped_at, Some(at("2026-03-03 08:00")));
    story
}

#[test]
fn a_units_word_is_sent_back_without_an_answer_and_its_clocks_run_on() {
    let mut story = request_with_claim();
    let due = story.clock("handling").due;
    let back = Command::Return {
        reason: "诉求人说没有处理".to_owned(),
    };
    story.does(Role::Clerk, "2026-03-03 09:00", &back);
    // Whoever asked was never answered: nobody tells them that there is another answer to come.
    let mut said = story.stream.iter().filter(|(event, ..)| event.name() == "returned");
    let (returned, clerk, _) = said.next().unwrap();
    assert_eq!((returned.told(clerk), returned.notice(clerk)), (Told::Nothing, None));
    assert!(story.clock("handling").is_open() && story.clock("handling").due == due);
    assert_eq!(story.case().finished_at(), None);
    // The same file again says nothing new; that it was finished since then does.
    let mut incoming = registration("request", at("2026-03-02 09:00"));
    incoming.finish_claimed = Some(at("2026-03-02 15:00"));
    let present = BTreeSet::from([FieldName::FinishedAt]);
    assert!(Correction::of_file(story.case(), &incoming, &present).is_empty());
    incoming.finish_claimed = Some(at("2026-03-03 10:00"));
    assert!(!Correction::of_file(story.case(), &incoming, &present).is_empty());
    // Without a claim there is nothing to send back.
    assert_eq!(story.refuses(Role::Clerk, "2026-03-03 11:00", &back), "refusal-status");
}

#[test]
fn one_units_word_is_not_the_next_ones() {
    let mut story = request_with_claim();
    story.pack = given_at_once(story.pack, "request");
    story.does(Role::Clerk, "2026-03-03 09:00", &dispatch("fire"));
    assert_eq!(story.case().finish_claim, None);
    assert!(
        story.clock("handling").is_open(),
        "the requester's deadline stays where it is"
    );
    assert!(story.clock("acknowledgement").is_open());
}
