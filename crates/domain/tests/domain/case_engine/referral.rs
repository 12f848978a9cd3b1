//! Mediation for a court, and online: whose time it is, who agrees to more of it, and the way back.

use super::mediation::{accepted, act, call, consent, does, holder, mediation, ready, refuses, requester};
use super::sample::{Story, at, days, working_days};
use domain::case::{Actor, Command, Ended, Mediate, Opening, Outcome, Party, Reason, Referral, ReferralWay};
use domain::clock::{Allowance, ClockStatus};
use jiff::{SignedDuration, Timestamp};

const WHO: &str = "mediator-one";
const COURT: &str = "县人民法院";

fn end_of(day: &str) -> Timestamp {
    format!("{day}T23:59:59+08:00").parse().unwrap()
}

fn referral(way: ReferralWay, received: &str) -> Referral {
    Referral {
        way,
        court: COURT.to_owned(),
        number: "（2026）诉前调12号".to_owned(),
        received: at(received),
    }
}

fn refer(way: ReferralWay, received: &str) -> Mediate {
    Mediate::Refer(referral(way, received))
}

#[test]
fn the_way_in_which_a_court_gave_it_decides_how_long_mediation_takes() {
    let cases: [(ReferralWay, &str, Allowance, &str); 6] = [
        (ReferralWay::Appointed, "2026-03-02 14:00", days(30), "2026-04-01"),
        (
            ReferralWay::EntrustedOrdinary,
            "2026-03-02 14:00",
            days(15),
            "2026-03-17",
        ),
        (ReferralWay::EntrustedSummary, "2026-03-02 14:00", days(7), "2026-03-09"),
        // The last day is in the week off from 1 October: the next working day.
        (ReferralWay::Appointed, "2026-09-02 14:00", days(30), "2026-10-08"),
        (
            ReferralWay::EntrustedOrdinary,
            "2026-09-16 08:00",
            days(15),
            "2026-10-08",
        ),
        (ReferralWay::EntrustedSummary, "2026-09-24 17:00", days(7), "2026-10-08"),
    ];
    for (way, received, allowance, due) in cases {
        let mut story = accepted();
        assert_eq!(story.clock("mediation").allowance, Some(days(30)));
        let said = at(received) + SignedDuration::from_hours(3);
        let step = Command::Mediate(refer(way, received));
        story.act(&step, &holder(WHO), said).unwrap();
        let clock = story.clock("mediation");
        // From when it was signed for, not from when that was written down.
        assert_eq!(
            (clock.from, clock.due),
            (at(received), end_of(due)),
            "{way:?} {received}"
        );
        assert_eq!((clock.allowance, clock.status), (Some(allowance), ClockStatus::Running));
    }
}

#[test]
fn a_referral_is_put_right_and_its_time_runs_on() {
    let mut story = accepted();
    does(
        &mut story,
        WHO,
        "2026-03-02 15:00",
        refer(ReferralWay::EntrustedSummary, "2026-03-02 14:00"),
    );
    let more = Mediate::Extend {
        days: 3,
        parties: vec![Party::A, Party::B],
        reason: "等鉴定".to_owned(),
    };
    does(&mut story, WHO, "2026-03-03 09:00", more);
    let due = story.clock("mediation").due;
    let other = Referral {
        number: "（2026）诉前调13号".to_owned(),
        ..referral(ReferralWay::EntrustedSummary, "2026-03-02 14:00")
    };
    does(&mut story, WHO, "2026-03-03 10:00", Mediate::Refer(other.clone()));
    assert_eq!(story.clock("mediation").due, due);
    assert_eq!(mediation(&story).referral.as_ref(), Some(&other));
    does(
        &mut story,
        WHO,
        "2026-03-03 10:00",
        refer(ReferralWay::EntrustedOrdinary, "2026-03-02 14:00"),
    );
    assert_eq!(story.clock("mediation").due, end_of("2026-03-17"));
    for (wrong, key) in [
        (
            refer(ReferralWay::Appointed, "2026-03-04 14:00"),
            "refusal-referral-ahead",
        ),
        (
            Mediate::Refer(Referral {
                court: " ".to_owned(),
                ..other.clone()
            }),
            "refusal-text-needed",
        ),
        (
            Mediate::Refer(Referral {
                number: String::new(),
                ..other
            }),
            "refusal-text-needed",
        ),
    ] {
        assert_eq!(refuses(&mut story, WHO, "2026-03-03 11:00", wrong), key);
    }
}

#[test]
fn more_time_is_all_parties_to_give() {
    let more = |days, parties: &[Party]| Mediate::Extend {
        days,
        parties: parties.to_vec(),
        reason: "等鉴定".to_owned(),
    };
    let both = [Party::A, Party::B];
    let mut story = accepted();
    for (step, key) in [
        (more(5, &[Party::A]), "refusal-extension-consent"),
        (more(5, &[]), "refusal-party-none"),
        (more(0, &both), "refusal-extension-too-long"),
        // The body's own limit.
        (more(31, &both), "refusal-extension-too-long"),
    ] {
        assert_eq!(refuses(&mut story, WHO, "2026-03-03 09:00", step), key);
    }
    does(&mut story, WHO, "2026-03-03 09:00", more(20, &both));
    assert_eq!(
        refuses(&mut story, WHO, "2026-03-03 09:10", more(11, &both)),
        "refusal-extension-too-long"
    );
    let clock = story.clock("mediation");
    assert_eq!((clock.due, clock.status), (end_of("2026-04-21"), ClockStatus::Extended));
    assert_eq!(clock.extensions[0].agreed, both);
    // What a court has given has no such limit.
    let mut story = accepted();
    does(
        &mut story,
        WHO,
        "2026-03-02 15:00",
        refer(ReferralWay::EntrustedSummary, "2026-03-02 14:00"),
    );
    does(&mut story, WHO, "2026-03-03 09:00", more(40, &both));
    assert_eq!(story.clock("mediation").due, end_of("2026-04-20"));
    assert_eq!(
        refuses(&mut story, WHO, "2026-04-21 00:00", more(5, &both)),
        "refusal-clock-late"
    );
    // A body that sets no limit has none.
    let mut story = accepted();
    let kind = story.pack.kinds.get_mut(&domain::KindSlug::new("dispute")).unwrap();
    kind.mediation.as_mut().unwrap().extension = None;
    does(&mut story, WHO, "2026-03-03 09:00", more(90, &both));
}

fn made(story: &mut Story, local: &str) {
    let made = Command::Open {
        what: Opening::Dossier {
            sha256: "b".repeat(64),
            of: story.case().version,
        },
        reason: Reason {
            written: "退回法院".to_owned(),
            ..Reason::default()
        },
    };
    act(story, WHO, local, &made);
}

#[test]
fn without_an_agreement_it_goes_back_to_the_court() {
    let mut story = accepted();
    does(
        &mut story,
        WHO,
        "2026-03-02 15:00",
        refer(ReferralWay::Appointed, "2026-03-02 14:00"),
    );
    let withdraw = Command::Withdraw {
        reason: "不想谈了".to_owned(),
    };
    let dropped = story.act(&withdraw, &requester(), at("2026-03-03 09:00")).unwrap_err();
    assert_eq!(dropped.key, "refusal-referred-ends");
    let end = Mediate::End {
        why: Ended::Failed,
        reason: "差得太远".to_owned(),
        routes: vec!["judicial".to_owned()],
    };
    does(&mut story, WHO, "2026-03-20 09:00", end);
    assert_eq!(mediation(&story).owed_to_court(), Some(COURT));
    let late = refer(ReferralWay::Appointed, "2026-03-20 08:00");
    assert_eq!(refuses(&mut story, WHO, "2026-03-20 09:10", late), "refusal-status");
    let answer = Command::Answer {
        text: "没有达成协议。".to_owned(),
        outcome: Outcome::CannotBeMet,
    };
    act(&mut story, WHO, "2026-03-20 10:00", &answer);
    let close = |story: &mut Story| story.act(&Command::Close, &holder("mediation-chair"), at("2026-03-21 11:00"));
    assert_eq!(close(&mut story).unwrap_err().key, "refusal-not-returned");
    let hand_over = |to: &str| Mediate::HandOver {
        route: "judicial".to_owned(),
        to: to.to_owned(),
        note: String::new(),
    };
    for to in ["县农业农村局", COURT] {
        made(&mut story, "2026-03-20 11:00");
        does(&mut story, WHO, "2026-03-20 11:10", hand_over(to));
        assert_eq!(mediation(&story).owed_to_court(), (to != COURT).then_some(COURT));
    }
    close(&mut story).unwrap();
}

fn answers(party: Party, takes_part: bool) -> Mediate {
    Mediate::AnswerOnline { party, takes_part }
}

fn by_video(local: &str) -> Mediate {
    Mediate::CallSitting {
        at: at(local),
        minutes: 60,
        place: String::new(),
        link: "https://meet.example/1".to_owned(),
        parties: vec![Party::A, Party::B],
    }
}

#[test]
fn parties_confirm_within_three_working_days_that_they_mediate_online() {
    let invite = || Mediate::InviteOnline {
        parties: vec![Party::A, Party::B],
    };
    let mut story = ready();
    let before = "2026-04-30 09:00";
    assert_eq!(
        refuses(&mut story, WHO, before, answers(Party::A, true)),
        "refusal-online-uninvited"
    );
    assert_eq!(
        refuses(&mut story, WHO, before, by_video("2026-05-11 09:00")),
        "refusal-online-unconfirmed"
    );
    does(&mut story, WHO, "2026-04-30 10:00", invite());
    let clock = story.clock("online");
    // Five days off, then Wednesday to Friday.
    assert_eq!(
        (clock.allowance, clock.due),
        (Some(working_days(3)), end_of("2026-05-08"))
    );
    // A party speaks for itself.
    let other = story.act(
        &Command::Mediate(answers(Party::B, true)),
        &requester(),
        at("2026-05-06 09:00"),
    );
    assert_eq!(other.unwrap_err().key, "refusal-consent-others");
    let own = story.act(
        &Command::Mediate(answers(Party::A, true)),
        &requester(),
        at("2026-05-06 09:00"),
    );
    own.unwrap();
    assert!(story.clock("online").is_open());
    assert_eq!(
        refuses(&mut story, WHO, "2026-05-06 10:00", by_video("2026-05-11 09:00")),
        "refusal-online-unconfirmed"
    );
    story
        .act(
            &Command::Mediate(answers(Party::B, true)),
            &holder(WHO),
            end_of("2026-05-08"),
        )
        .unwrap();
    assert_eq!(story.clock("online").status, ClockStatus::Met);
    does(&mut story, WHO, "2026-05-09 08:30", by_video("2026-05-11 09:00"));

    // Not said in time: nobody is late, no session by video, a room at any time; and they can be invited once more.
    let mut story = ready();
    does(&mut story, WHO, "2026-04-30 10:00", invite());
    let over = end_of("2026-05-08") + SignedDuration::from_secs(1);
    let mark = Command::ReachMark {
        clock: "online".into(),
        percent: 100,
    };
    story.act(&mark, &Actor::program(), over).unwrap();
    assert_eq!(story.clock("online").status, ClockStatus::Cancelled);
    assert_eq!(
        refuses(&mut story, WHO, "2026-05-09 09:00", answers(Party::A, true)),
        "refusal-online-late"
    );
    assert_eq!(
        refuses(&mut story, WHO, "2026-05-09 09:00", by_video("2026-05-11 09:00")),
        "refusal-online-unconfirmed"
    );
    does(&mut story, WHO, "2026-05-09 09:00", call("2026-05-11 09:00"));
    does(&mut story, WHO, "2026-05-09 09:10", invite());
    assert!(mediation(&story).online.as_ref().unwrap().answers.is_empty());
    // One who does not take part is enough for a room: nobody waits any longer.
    does(&mut story, WHO, "2026-05-09 09:20", answers(Party::B, false));
    assert_eq!(story.clock("online").status, ClockStatus::Cancelled);
    // Who refuses mediation ends all of it.
    does(&mut story, WHO, "2026-05-09 09:30", consent(Party::B, false));
    assert!(!story.clock("mediation").is_open());
}
