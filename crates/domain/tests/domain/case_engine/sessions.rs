//! Sessions of a mediation are moved, called off, and written down also where nobody came.

use super::mediation::{act, call, does, drafted, mediation, ready, record, refuses, sign};
use super::sample::at;
use domain::case::{Command, Mediate, Outcome, Party, SignedPaper, Signer, Sitting};

const WHO: &str = "mediator-one";

fn relocate(local: &str, place: &str, reason: &str) -> Mediate {
    Mediate::MoveSitting {
        sitting: 1,
        at: at(local),
        minutes: 90,
        place: place.to_owned(),
        link: String::new(),
        reason: reason.to_owned(),
    }
}

fn call_off(reason: &str) -> Mediate {
    call_off_of(1, reason)
}

fn call_off_of(sitting: u32, reason: &str) -> Mediate {
    Mediate::CallOffSitting {
        sitting,
        reason: reason.to_owned(),
    }
}

#[test]
fn a_session_is_moved_with_its_parties_and_a_reason() {
    let mut story = ready();
    let now = "2026-03-03 09:00";
    assert_eq!(
        refuses(&mut story, WHO, now, relocate("2026-03-05 09:00", "二号调解室", "停电")),
        "refusal-status",
        "none has been called"
    );
    does(&mut story, WHO, now, call("2026-03-04 14:30"));
    for (step, key) in [
        (relocate("2026-03-05 09:00", "二号调解室", ""), "refusal-text-needed"),
        (
            relocate("2026-03-02 09:00", "二号调解室", "停电"),
            "refusal-session-past",
        ),
        (relocate("2026-03-05 09:00", " ", "停电"), "refusal-session-nowhere"),
    ] {
        assert_eq!(refuses(&mut story, WHO, now, step), key);
    }
    does(&mut story, WHO, now, relocate("2026-03-05 09:00", "二号调解室", "停电"));
    let sitting = &mediation(&story).sittings[0];
    assert_eq!(
        (sitting.at, sitting.place.as_str()),
        (at("2026-03-05 09:00"), "二号调解室")
    );
    assert_eq!((sitting.moved, sitting.minutes), (1, 90));
    assert_eq!(sitting.parties, [Party::A, Party::B]);
    assert_eq!(
        refuses(&mut story, WHO, now, relocate("2026-03-05 09:00", "二号调解室", "停电")),
        "refusal-session-unmoved"
    );
    // It is written down after it has begun, by its new time.
    assert_eq!(
        refuses(&mut story, WHO, "2026-03-04 15:30", record()),
        "refusal-session-not-yet"
    );
    does(&mut story, WHO, "2026-03-05 10:00", record());
    assert_eq!(
        refuses(
            &mut story,
            WHO,
            "2026-03-05 10:00",
            relocate("2026-03-06 09:00", "一号调解室", "停电")
        ),
        "refusal-session-recorded"
    );
}

#[test]
fn a_session_that_is_called_off_is_over() {
    let mut story = ready();
    let now = "2026-03-03 09:00";
    does(&mut story, WHO, now, call("2026-03-04 14:30"));
    assert_eq!(refuses(&mut story, WHO, now, call_off("")), "refusal-text-needed");
    does(&mut story, WHO, now, call_off("调解员生病"));
    assert!(!mediation(&story).sittings[0].is_awaited());
    for step in [
        call_off("再次"),
        record(),
        relocate("2026-03-05 09:00", "二号调解室", "停电"),
    ] {
        assert_eq!(
            refuses(&mut story, WHO, "2026-03-04 15:30", step),
            "refusal-session-called-off"
        );
    }
    // Another one has its own number.
    does(&mut story, WHO, now, call("2026-03-06 14:30"));
    assert_eq!(mediation(&story).sittings.len(), 2);
}

#[test]
fn a_session_to_come_is_called_off_also_when_the_agreement_is_in_force_and_when_it_was_answered() {
    let mut story = drafted();
    let now = "2026-03-04 15:50";
    does(&mut story, WHO, now, call("2026-03-11 14:30"));
    does(&mut story, WHO, now, call("2026-03-12 14:30"));
    for (signer, n) in [(Signer::A, 1), (Signer::B, 2), (Signer::Mediator, 3)] {
        does(&mut story, WHO, "2026-03-04 16:00", sign(signer, n));
    }
    does(&mut story, "mediation-chair", "2026-03-04 17:00", Mediate::Seal);
    assert_eq!(story.case().status.as_str(), "in-force");
    does(&mut story, WHO, "2026-03-05 09:00", call_off_of(2, "已达成协议"));
    let answer = Command::Answer {
        text: "协议已生效。".to_owned(),
        outcome: Outcome::Solved,
    };
    act(&mut story, WHO, "2026-03-05 09:10", &answer);
    assert_eq!(story.case().status.as_str(), "answered");
    does(&mut story, WHO, "2026-03-05 09:20", call_off_of(3, "已达成协议"));
    assert!(!mediation(&story).sittings.iter().any(Sitting::is_awaited));
}

#[test]
fn a_session_to_which_nobody_came_is_written_down_and_signed_by_the_mediator() {
    let mut story = ready();
    does(&mut story, WHO, "2026-03-03 09:00", call("2026-03-04 14:30"));
    let nobody = || Mediate::RecordNobody {
        sitting: 1,
        text: "等到三点半，电话没有人接。".to_owned(),
    };
    assert_eq!(
        refuses(&mut story, WHO, "2026-03-04 14:00", nobody()),
        "refusal-session-not-yet"
    );
    does(&mut story, WHO, "2026-03-04 15:30", nobody());
    let record = mediation(&story).sittings[0].record.as_ref().unwrap();
    assert!(record.present.is_empty());
    let paper = SignedPaper::Record { session: 1 };
    assert_eq!(story.case().signers(paper), [Signer::Mediator]);
}
