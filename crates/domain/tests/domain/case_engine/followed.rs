//! What is asked after an answer, what a repeat is answered with, and whose a link is.

use super::mediation::{accepted, holder, requester};
use super::petition::petition;
use super::sample::{Story, at};
use domain::CaseId;
use domain::case::{About, CaseLink, Command, Event, Outcome, Party};

fn refusal(story: &mut Story, post: &str, local: &str, command: &Command) -> String {
    let done = story.act(command, &holder(post), at(local));
    done.expect_err("it was done").key
}

fn does(story: &mut Story, post: &str, local: &str, command: &Command) {
    let done = story.act(command, &holder(post), at(local));
    done.unwrap_or_else(|refusal| panic!("{post} {command:?}: {refusal}"));
}

pub(super) fn request() -> Story {
    let pack = (*domain::pack::builtin("demo-bureau").unwrap()).clone();
    let mut story = Story::new(pack);
    let mut asked = super::sample::registration("request", at("2026-03-02 09:00"));
    asked.category = "other".into();
    asked.unit = "housing".into();
    asked.leader = "housing-leader".into();
    does(
        &mut story,
        "clerk",
        "2026-03-02 09:00",
        &Command::Register(Box::new(asked)),
    );
    story
}

fn answer(outcome: Outcome) -> Command {
    Command::Answer {
        text: "已修好。".to_owned(),
        outcome,
    }
}

#[test]
fn a_call_that_reached_nobody_is_a_try_and_no_word_of_the_requesters() {
    let mut story = request();
    let missed = Command::ReportUnreached {
        note: "打了两次，没有人接".to_owned(),
    };
    assert_eq!(
        refusal(&mut story, "clerk", "2026-03-02 10:00", &missed),
        "refusal-status"
    );
    does(
        &mut story,
        "housing-handler",
        "2026-03-03 09:00",
        &answer(Outcome::Solved),
    );
    does(&mut story, "clerk", "2026-03-04 09:00", &missed);
    does(&mut story, "clerk", "2026-03-05 09:00", &missed);
    let case = story.case();
    assert_eq!((case.unreached.len(), case.solved, case.satisfied), (2, None, None));
    assert_eq!(case.unreached[1].at, at("2026-03-05 09:00"));
    // Nobody says of themselves that they were not reached.
    let own = story.act(&missed, &requester(), at("2026-03-05 10:00"));
    assert_eq!(own.unwrap_err().key, "refusal-unreached-own");
    let said = Command::Confirm {
        solved: Some(true),
        satisfied: None,
    };
    does(&mut story, "clerk", "2026-03-06 09:00", &said);
    assert_eq!((story.case().unreached.len(), story.case().solved), (2, Some(true)));
}

#[test]
fn whoever_has_said_that_it_is_solved_is_not_asked_again() {
    for (said, asked) in [(None, true), (Some(false), true), (Some(true), false)] {
        let mut story = request();
        does(
            &mut story,
            "housing-handler",
            "2026-03-03 09:00",
            &answer(Outcome::Solved),
        );
        if said.is_some() {
            let said = Command::Confirm {
                solved: said,
                satisfied: None,
            };
            story.act(&said, &requester(), at("2026-03-03 10:00")).unwrap();
        }
        does(&mut story, "clerk", "2026-03-04 09:00", &Command::Close);
        let runs = story
            .case()
            .open_clocks()
            .any(|clock| clock.clock.as_str() == "follow-up");
        assert_eq!(runs, asked, "{said:?}");
    }
}

fn file(name: &str) -> Command {
    Command::AttachEvidence(domain::case::Evidence {
        name: name.to_owned(),
        media_type: "image/jpeg".to_owned(),
        bytes: 10,
        sha256: "a".repeat(64),
    })
}

#[test]
fn the_same_file_from_two_is_kept_for_each_of_them() {
    let mut story = request();
    does(&mut story, "housing-handler", "2026-03-02 10:00", &file("现场.jpg"));
    let own = story.act(&file("我拍的.jpg"), &requester(), at("2026-03-02 11:00"));
    assert_eq!(own, Ok(1), "that the unit has it is not the requester's to be told");
    assert_eq!(
        story.act(&file("我拍的.jpg"), &requester(), at("2026-03-02 12:00")),
        Ok(0)
    );
    let again = story.act(&file("现场.jpg"), &holder("housing-handler"), at("2026-03-02 13:00"));
    assert_eq!(again, Ok(0));
    // What the requester reads is the own one.
    let told: Vec<_> = story
        .stream
        .iter()
        .filter(|(event, by, _)| matches!(event, Event::EvidenceAttached(_)) && event.told(by).is_whole())
        .collect();
    assert!(matches!(&told[..], [(Event::EvidenceAttached(own), ..)] if own.name == "我拍的.jpg"));
}

#[test]
fn after_its_end_something_can_still_be_said_and_it_stays_ended() {
    let word = Command::Message {
        text: "谢谢，门也修一下就更好了".to_owned(),
        to: None,
    };
    let mut story = request();
    does(
        &mut story,
        "housing-handler",
        "2026-03-03 09:00",
        &answer(Outcome::Solved),
    );
    does(&mut story, "clerk", "2026-03-04 09:00", &Command::Close);
    story.act(&word, &requester(), at("2026-03-05 09:00")).unwrap();
    story
        .act(&file("门.jpg"), &requester(), at("2026-03-05 09:01"))
        .unwrap();
    does(&mut story, "clerk", "2026-03-05 10:00", &word);
    assert!(story.case().is_ended());
    assert_eq!(story.case().status.as_str(), "closed");
}

#[test]
fn a_duplicate_is_one_of_a_case_that_is_named() {
    let mut story = request();
    let duplicate = answer(Outcome::Duplicate);
    assert_eq!(
        refusal(&mut story, "housing-handler", "2026-03-03 09:00", &duplicate),
        "refusal-answer-duplicate"
    );
    let link = CaseLink {
        case: CaseId(uuid::Uuid::from_u128(7)),
        number: "20260301-00007".to_owned(),
        reason: "同一盏灯".to_owned(),
    };
    does(&mut story, "clerk", "2026-03-03 10:00", &Command::RepeatOf(link));
    does(&mut story, "housing-handler", "2026-03-03 11:00", &duplicate);
}

#[test]
fn a_link_is_a_partys_or_nobodys() {
    let give = |party| Command::GiveLink {
        link: "a".repeat(64),
        party,
    };
    let mut dispute = accepted();
    let other = refusal(&mut dispute, "clerk", "2026-03-02 10:00", &give(Some(Party::C)));
    assert_eq!(other, "refusal-link-party");
    for party in [None, Some(Party::A), Some(Party::B)] {
        does(&mut dispute, "clerk", "2026-03-02 10:00", &give(party));
        let (last, ..) = dispute.stream.last().unwrap();
        assert_eq!(
            *last,
            Event::LinkGiven {
                link: "a".repeat(64),
                party
            }
        );
    }
    // A petition has no parties.
    let mut petition = petition();
    let none = refusal(&mut petition, "clerk", "2026-03-02 10:00", &give(Some(Party::A)));
    assert_eq!(none, "refusal-link-party");
}

#[test]
fn a_dispute_stays_with_who_was_asked_first_until_another_has_taken_it() {
    let mut story = accepted();
    let pass_on = Command::PassOn {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        reason: "归物业纠纷调解室管".to_owned(),
    };
    does(&mut story, "mediator-one", "2026-03-02 10:00", &pass_on);
    assert_eq!(story.case().unit.as_str(), "mediation");
    let decline = Command::DeclinePass {
        reason: "不归我们管".to_owned(),
    };
    does(&mut story, "housing-handler", "2026-03-02 11:00", &decline);
    assert_eq!(story.case().unit.as_str(), "mediation");
    let dispatch = Command::Dispatch {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        note: String::new(),
    };
    does(&mut story, "clerk", "2026-03-03 09:00", &dispatch);
    assert_eq!(story.case().unit.as_str(), "mediation", "sent, and not taken yet");
    does(&mut story, "housing-handler", "2026-03-03 10:00", &Command::TakeOver);
    assert_eq!(
        (story.case().unit.as_str(), story.case().status.as_str()),
        ("housing", "registered")
    );
}

/// The other one would go on telling those whom it is withheld from now: the two are taken apart first.
#[test]
fn whom_a_linked_case_is_about_stays_as_it_is_until_it_is_taken_apart() {
    let mut story = request();
    let link = CaseLink {
        case: CaseId(uuid::Uuid::from_u128(7)),
        number: "20260301-00007".to_owned(),
        reason: "同一件事".to_owned(),
    };
    let about = || About::unit("water".into());
    let record = Command::RecordAbout {
        about: about(),
        reason: "来电补充".to_owned(),
    };
    let lift = Command::LiftAbout {
        about: about(),
        reason: "登记有误".to_owned(),
    };
    let now = "2026-03-03 10:00";
    for (join, split) in [
        (Command::RepeatOf(link.clone()), Command::SplitFrom(link.clone())),
        (Command::RepeatedBy(link.clone()), Command::SplitOff(link)),
    ] {
        for (post, change) in [("clerk", &record), ("office-chief", &lift)] {
            does(&mut story, "clerk", now, &join);
            assert_eq!(refusal(&mut story, post, now, change), "refusal-about-linked");
            does(&mut story, "clerk", now, &split);
            assert_eq!(story.case().repeats, 0);
            does(&mut story, post, now, change);
        }
    }
}
