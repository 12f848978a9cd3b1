//! Sessions of a mediation are moved, called off, and written down also where nobody came.

use super::mediation::{call, does, mediation, ready, record, refuses};
use super::sample::at;
use domain::case::{Mediate, Party, SignedPaper, Signer};

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
    Mediate::CallOffSitting {
        sitting: 1,
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
