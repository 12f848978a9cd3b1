//! Who looks at an answer is never who gave it (信访工作条例, art. 35, 36); what was accepted is answered; a unit that takes a case
//! without a dispatch has its own time to accept it (art. 23).

use super::mediation::{holder, requester};
use super::petition::{does, petition};
use super::sample::{Story, at, registration};
use domain::case::{About, Command, Event, Opinion, Outcome, Round, Told, Verdict, first_asked};
use domain::clock::ClockStatus;
use domain::pack::{self, Requirement, StepName};
use jiff::Timestamp;

fn refuses(story: &mut Story, post: &str, local: &str, command: &Command) -> String {
    let done = story.act(command, &holder(post), at(local));
    done.map_or_else(|refusal| refusal.key, |_| panic!("{post} {command:?} was done"))
}

fn end_of(day: &str) -> Timestamp {
    format!("{day}T23:59:59+08:00").parse().unwrap()
}

fn dispatch(unit: &str, leader: &str) -> Command {
    Command::Dispatch {
        unit: unit.into(),
        leader: leader.into(),
        note: String::new(),
    }
}

fn pass_on(unit: &str, leader: &str) -> Command {
    Command::PassOn {
        unit: unit.into(),
        leader: leader.into(),
        reason: "物业收费归住建局管".to_owned(),
    }
}

fn refuse() -> Command {
    Command::Refuse {
        reason: "不符合受理条件".to_owned(),
    }
}

fn back() -> Command {
    Command::Return {
        reason: "内部：没有查清".to_owned(),
    }
}

fn reopen() -> Command {
    Command::Reopen {
        reason: "还是要查".to_owned(),
    }
}

fn answer(outcome: Outcome) -> Command {
    Command::Answer {
        text: "见意见书。".to_owned(),
        outcome,
    }
}

fn opinion() -> Command {
    Command::RecordOpinion(Opinion {
        request: "退还多收的物业费".to_owned(),
        facts: "收费高于备案标准".to_owned(),
        opinion: "不予支持".to_owned(),
        basis: "物业管理条例，第40条".to_owned(),
        verdict: Verdict::NotSupported,
    })
}

/// Answered by the housing bureau and asked to be reviewed, which the office does.
fn in_review() -> Story {
    let mut story = petition();
    does(
        &mut story,
        "clerk",
        "2026-03-03 09:00",
        &dispatch("housing", "housing-leader"),
    );
    does(&mut story, "housing-handler", "2026-03-03 10:00", &Command::TakeOver);
    does(&mut story, "housing-handler", "2026-03-04 09:00", &Command::Accept);
    does(&mut story, "housing-handler", "2026-03-05 09:00", &opinion());
    does(
        &mut story,
        "housing-handler",
        "2026-03-06 09:00",
        &answer(Outcome::CannotBeMet),
    );
    let ask = Command::AskReview {
        reason: "没有查清收了几年".to_owned(),
    };
    story.act(&ask, &requester(), at("2026-03-09 09:00")).unwrap();
    assert_eq!(
        (story.case().unit.as_str(), story.case().round),
        ("office", Round::Review)
    );
    story
}

/// A body whose pack lets an answer go without an opinion, and a case be given on while it is reviewed.
fn loose(mut story: Story) -> Story {
    let kind = story.pack.kinds.get_mut("petition").unwrap();
    for step in &mut kind.steps {
        step.requires.retain(|needed| *needed != Requirement::Opinion);
        if matches!(step.name, StepName::Dispatch | StepName::PassOn | StepName::TakeOver) {
            step.from.push("reviewing".into());
        }
    }
    story
}

#[test]
fn a_unit_that_takes_a_case_without_a_dispatch_has_its_own_time_to_accept_it() {
    let mut story = petition();
    does(
        &mut story,
        "clerk",
        "2026-03-04 09:00",
        &pass_on("housing", "housing-leader"),
    );
    does(&mut story, "housing-handler", "2026-03-05 09:00", &Command::TakeOver);
    assert_eq!(story.case().status.as_str(), "transferred");
    let clock = story.clock("acceptance");
    assert!(clock.is_open());
    assert_eq!((clock.from, clock.due), (at("2026-03-05 09:00"), end_of("2026-03-20")));
    does(&mut story, "housing-handler", "2026-03-06 09:00", &Command::Accept);
    assert_eq!(story.clock("acceptance").status, ClockStatus::Met);

    // Dispatched, it runs from the dispatch, and taking it over begins nothing anew.
    let mut story = petition();
    does(
        &mut story,
        "clerk",
        "2026-03-04 09:00",
        &dispatch("housing", "housing-leader"),
    );
    does(&mut story, "housing-handler", "2026-03-06 09:00", &Command::TakeOver);
    assert_eq!(story.clock("acceptance").from, at("2026-03-04 09:00"));

    // What has been accepted is not to be accepted in time once more.
    let mut story = petition();
    does(&mut story, "clerk", "2026-03-03 09:00", &Command::Accept);
    does(
        &mut story,
        "clerk",
        "2026-03-04 09:00",
        &pass_on("housing", "housing-leader"),
    );
    does(&mut story, "housing-handler", "2026-03-05 09:00", &Command::TakeOver);
    assert!(story.case().clock(&"acceptance".into()).is_none());
}

#[test]
fn what_was_accepted_is_not_refused_by_the_next_unit() {
    for given in [
        dispatch("housing", "housing-leader"),
        pass_on("housing", "housing-leader"),
    ] {
        let mut story = petition();
        does(&mut story, "clerk", "2026-03-03 09:00", &Command::Accept);
        does(&mut story, "clerk", "2026-03-04 09:00", &given);
        does(&mut story, "housing-handler", "2026-03-05 09:00", &Command::TakeOver);
        assert_eq!(story.case().status.as_str(), "transferred");
        let refused = refuses(&mut story, "housing-handler", "2026-03-06 09:00", &refuse());
        assert_eq!(refused, "refusal-accepted-already");
        let open = domain::case::open_steps(
            story.case(),
            &holder("housing-handler"),
            &story.pack,
            at("2026-03-06 09:00"),
        );
        assert!(!open.contains(&StepName::Refuse) && open.contains(&StepName::Accept));
    }
    // Not accepted yet, it is refused as before, and opened again it can be refused once more.
    let mut story = petition();
    does(&mut story, "clerk", "2026-03-03 09:00", &refuse());
    does(&mut story, "clerk", "2026-03-04 09:00", &reopen());
    does(&mut story, "clerk", "2026-03-05 09:00", &refuse());
}

#[test]
fn what_a_pack_lets_one_refuse_after_acceptance_is_the_packs_to_say() {
    let mut story = Story::new((*pack::builtin("demo-bureau").unwrap()).clone());
    let mut asked = registration("request", at("2026-03-02 09:00"));
    asked.category = "other".into();
    asked.unit = "office".into();
    asked.leader = "deputy-head".into();
    does(
        &mut story,
        "clerk",
        "2026-03-02 09:00",
        &Command::Register(Box::new(asked)),
    );
    does(&mut story, "clerk", "2026-03-02 10:00", &Command::Accept);
    does(&mut story, "clerk", "2026-03-02 11:00", &refuse());
}

#[test]
fn a_review_stays_one_when_it_is_taken_back_and_opened_again() {
    let mut story = in_review();
    let withdraw = Command::Withdraw { reason: String::new() };
    story.act(&withdraw, &requester(), at("2026-03-10 09:00")).unwrap();
    story.act(&reopen(), &requester(), at("2026-03-11 09:00")).unwrap();
    let case = story.case();
    assert_eq!((case.status.as_str(), case.unit.as_str()), ("reviewing", "office"));
    let open: Vec<_> = case.open_clocks().map(|clock| clock.clock.as_str()).collect();
    assert_eq!(
        open,
        ["review"],
        "neither the transfer nor the first handling runs anew"
    );
    assert_eq!(story.clock("review").from, at("2026-03-11 09:00"));
}

#[test]
fn a_review_that_is_sent_back_goes_on_with_those_who_review() {
    let mut story = loose(in_review());
    let due = story.clock("review").due;
    does(
        &mut story,
        "office-handler",
        "2026-03-12 09:00",
        &answer(Outcome::Solved),
    );
    does(&mut story, "office-chief", "2026-03-13 09:00", &back());
    let case = story.case();
    assert_eq!((case.status.as_str(), case.unit.as_str()), ("reviewing", "office"));
    assert!(story.clock("review").is_open() && story.clock("review").due == due);
    assert!(!story.clock("handling").is_open());
}

#[test]
fn nobody_of_the_unit_that_answered_takes_the_review() {
    let mut story = loose(in_review());
    let now = "2026-03-10 09:00";
    for given in [
        dispatch("housing", "housing-leader"),
        dispatch("urban", "housing-leader"),
        pass_on("housing", "housing-leader"),
    ] {
        assert_eq!(
            refuses(&mut story, "clerk", now, &given),
            "refusal-review-same",
            "{given:?}"
        );
    }
    let recuse = |replacement: &str| Command::Recuse {
        post: "office-handler".into(),
        replacement: replacement.into(),
        reason: "与物业公司经理是夫妻".to_owned(),
    };
    let refused = refuses(&mut story, "office-chief", now, &recuse("housing-handler"));
    assert_eq!(refused, "refusal-review-same");
    does(&mut story, "office-chief", now, &recuse("fire-handler"));
    // Put to them before it was known here, it is not theirs to take either.
    let put = Event::PassProposed {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        reason: "归住建局管".to_owned(),
        late: false,
    };
    story.case = domain::case::evolve(story.case.take(), &put, &holder("clerk"), at(now));
    let taken = refuses(&mut story, "housing-handler", now, &Command::TakeOver);
    assert_eq!(taken, "refusal-review-same");
    does(&mut story, "clerk", now, &dispatch("urban", "urban-leader"));
}

#[test]
fn an_opinion_in_the_requesters_hands_is_not_taken_back() {
    let mut story = petition();
    does(&mut story, "clerk", "2026-03-03 09:00", &Command::Accept);
    does(&mut story, "clerk", "2026-03-04 09:00", &opinion());
    does(&mut story, "clerk", "2026-03-05 09:00", &answer(Outcome::CannotBeMet));
    let refused = refuses(&mut story, "office-chief", "2026-03-06 09:00", &back());
    assert_eq!(refused, "refusal-opinion-given");
    assert!(story.case().answer.is_some() && story.case().opinion.is_some());
}

#[test]
fn an_answer_that_is_sent_back_is_told_without_the_offices_words() {
    let by = holder("office-chief");
    let returned = Event::Returned {
        reason: "内部：没有查清".to_owned(),
        status: "handling".into(),
        claim: false,
    };
    let Told::Less(told) = returned.told(&by) else {
        panic!("{:?}", returned.told(&by));
    };
    assert!(matches!(*told, Event::Returned { ref reason, .. } if reason.is_empty()));
    assert_eq!(returned.notice(&by), Some("notice-returned"));
}

#[test]
fn nobody_is_asked_to_take_what_has_been_answered_or_has_ended() {
    let passed = || {
        let mut story = petition();
        does(&mut story, "clerk", "2026-03-03 09:00", &Command::Accept);
        does(
            &mut story,
            "clerk",
            "2026-03-04 09:00",
            &pass_on("housing", "housing-leader"),
        );
        assert!(story.case().involves(&holder("housing-handler")));
        story
    };
    let mut answered = passed();
    does(&mut answered, "clerk", "2026-03-05 09:00", &opinion());
    does(
        &mut answered,
        "clerk",
        "2026-03-05 10:00",
        &answer(Outcome::CannotBeMet),
    );
    assert!(
        !answered.clock("not-ours").is_open(),
        "there is nothing left to object to"
    );
    let mut withdrawn = passed();
    let withdraw = Command::Withdraw { reason: String::new() };
    withdrawn.act(&withdraw, &requester(), at("2026-03-05 09:00")).unwrap();
    for story in [answered, withdrawn] {
        assert_eq!(story.case().passing, None);
        assert!(!story.case().involves(&holder("housing-handler")));
    }
}

#[test]
fn who_takes_something_down_for_another_unit_was_asked_first() {
    let pack = pack::builtin("demo-bureau").unwrap();
    let asked = |kind: &str, post: &str, about: &About, unit: &str| {
        let kind = pack.kind(&kind.into()).unwrap();
        first_asked(&pack, kind, &holder(post), about, &unit.into()).map(|first| first.unit.to_string())
    };
    let nobody = About::default();
    let office = Some("office".to_owned());
    for kind in ["request", "petition", "dispute"] {
        assert_eq!(asked(kind, "clerk", &nobody, "housing"), office, "{kind}");
    }
    // Their own; what nobody takes over; who may not dispatch it; what is about their unit.
    assert_eq!(asked("petition", "clerk", &nobody, "office"), None);
    assert_eq!(asked("task", "clerk", &nobody, "housing"), None);
    assert_eq!(asked("petition", "duty-officer", &nobody, "housing"), None);
    assert_eq!(
        asked("petition", "clerk", &About::unit("office".into()), "housing"),
        None
    );
    assert_eq!(
        asked("petition", "clerk", &About::unit("housing".into()), "urban"),
        office
    );
}
