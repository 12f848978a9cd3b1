//! The petition ladder of the invented county, with the clock moved: every deadline at its last second and the one after.

use super::sample::{Story, at, days, registration};
use domain::case::{
    Actor, Command, Event, Opinion, Outcome, Registration, Role, Round, SealedValues, Verdict, ask_until, open_steps,
};
use domain::clock::ClockStatus;
use domain::pack::{self, FieldName, StepName};
use jiff::{SignedDuration, Timestamp};

/// Who holds a post of the county.
fn holder(post: &str) -> Actor {
    let pack = pack::builtin("demo-bureau").unwrap();
    let post = pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

fn requester() -> Actor {
    Actor {
        role: Role::Requester,
        post: None,
        unit: None,
        account: None,
    }
}

fn asked() -> Registration {
    let mut asked = registration("petition", at("2026-03-02 09:00"));
    asked.category = "claim-housing".into();
    asked.unit = "office".into();
    asked.leader = "deputy-head".into();
    asked
}

pub(super) fn petition() -> Story {
    let mut story = Story::new((*pack::builtin("demo-bureau").unwrap()).clone());
    let register = Command::Register(Box::new(asked()));
    does(&mut story, "clerk", "2026-03-02 09:00", &register);
    story
}

pub(super) fn does(story: &mut Story, post: &str, local: &str, command: &Command) {
    let done = story.act(command, &holder(post), at(local));
    done.unwrap_or_else(|refusal| panic!("{post} {command:?}: {refusal}"));
}

fn refuses(story: &mut Story, actor: &Actor, now: Timestamp, command: &Command) -> String {
    let refusal = story.act(command, actor, now).map(|_| format!("{command:?} was done"));
    refusal.map_or_else(|refusal| refusal.key, |done| panic!("{done}"))
}

fn opinion(verdict: Verdict) -> Command {
    let text = |text: &str| text.to_owned();
    Command::RecordOpinion(Opinion {
        request: text("退还多收的物业费"),
        facts: text("收费高于备案标准"),
        opinion: text("责令限期退还"),
        basis: text("物业管理条例，第40条"),
        verdict,
    })
}

fn answer(outcome: Outcome) -> Command {
    Command::Answer {
        text: "见意见书。".to_owned(),
        outcome,
    }
}

fn ask() -> Command {
    Command::AskReview {
        reason: "没有查清收了几年".to_owned(),
    }
}

/// Registered, transferred to the housing bureau, accepted, and answered there on 10 April.
fn answered() -> Story {
    let mut story = petition();
    let dispatch = Command::Dispatch {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        note: String::new(),
    };
    does(&mut story, "clerk", "2026-03-03 09:00", &dispatch);
    does(&mut story, "housing-handler", "2026-03-03 10:00", &Command::TakeOver);
    does(&mut story, "housing-handler", "2026-03-04 09:00", &Command::Accept);
    does(
        &mut story,
        "housing-handler",
        "2026-04-09 09:00",
        &opinion(Verdict::NotSupported),
    );
    does(
        &mut story,
        "housing-handler",
        "2026-04-10 09:00",
        &answer(Outcome::CannotBeMet),
    );
    story
}

#[test]
fn a_petition_goes_through_review_and_re_review_and_no_further() {
    let mut story = answered();
    let handling = story.clock("handling").clone();
    assert_eq!(
        (handling.allowance, handling.status),
        (Some(days(60)), ClockStatus::Met)
    );
    // Thirty days from 10 April: Sunday 10 May, which rolls to Monday.
    let until = ask_until(story.case(), &story.pack).unwrap();
    assert_eq!(until, "2026-05-11T23:59:59+08:00".parse::<Timestamp>().unwrap());
    let late = until + SignedDuration::from_secs(1);
    assert_eq!(refuses(&mut story, &requester(), late, &ask()), "refusal-review-late");
    story.act(&ask(), &requester(), until).unwrap();

    let case = story.case();
    assert_eq!((case.unit.as_str(), case.leader.as_str()), ("office", "deputy-head"));
    assert_eq!((case.round, case.status.as_str()), (Round::Review, "reviewing"));
    assert!(case.answer.is_none() && case.opinion.is_none() && !case.is_ended());
    assert_eq!(case.rounds[0].unit.as_str(), "housing");
    assert_eq!(story.clock("review").allowance, Some(days(30)));
    // The unit that answered has no word in the review of its answer.
    let housing = holder("housing-handler");
    for command in [opinion(Verdict::Supported), answer(Outcome::Solved)] {
        assert_eq!(
            refuses(&mut story, &housing, at("2026-05-12 09:00"), &command),
            "refusal-other-unit"
        );
    }
    // An opinion first: the one of the round before is not this one's.
    let office = holder("office-handler");
    let early = at("2026-05-12 09:00");
    assert_eq!(
        refuses(&mut story, &office, early, &answer(Outcome::Solved)),
        "refusal-needs-opinion"
    );
    does(
        &mut story,
        "office-handler",
        "2026-05-20 09:00",
        &opinion(Verdict::Explained),
    );
    does(
        &mut story,
        "office-handler",
        "2026-05-21 09:00",
        &answer(Outcome::CannotBeMet),
    );
    does(&mut story, "clerk", "2026-05-22 09:00", &Command::Close);
    assert!(story.case().is_ended());

    // What was closed can be reviewed again, by a unit that has not answered before.
    story.act(&ask(), &requester(), at("2026-06-01 09:00")).unwrap();
    let case = story.case();
    assert_eq!((case.unit.as_str(), case.round), ("review-committee", Round::ReReview));
    assert!(!case.is_ended() && story.clock("re-review").is_open());
    does(
        &mut story,
        "committee-handler",
        "2026-06-10 09:00",
        &opinion(Verdict::Supported),
    );
    does(
        &mut story,
        "committee-handler",
        "2026-06-11 09:00",
        &answer(Outcome::Solved),
    );
    assert!(story.case().is_final());
    let now = at("2026-06-12 09:00");
    assert_eq!(refuses(&mut story, &requester(), now, &ask()), "refusal-review-over");
    let open = open_steps(story.case(), &requester(), &story.pack, now);
    assert!(!open.contains(&StepName::AskReview) && !open.contains(&StepName::AskReReview));
    assert_eq!(story.case().rounds.len(), 2);
}

#[test]
fn each_deadline_is_met_in_its_last_second_and_missed_in_the_next() {
    for (clock, last, next) in [("transfer", "refuse", 15), ("acceptance", "refuse", 15)] {
        for late in [false, true] {
            let mut story = petition();
            if clock == "acceptance" {
                let dispatch = Command::Dispatch {
                    unit: "housing".into(),
                    leader: "housing-leader".into(),
                    note: String::new(),
                };
                does(&mut story, "clerk", "2026-03-02 10:00", &dispatch);
                does(&mut story, "housing-handler", "2026-03-02 11:00", &Command::TakeOver);
            }
            assert_eq!(story.clock(clock).allowance, Some(days(next)), "{last}");
            let due = story.clock(clock).due;
            let now = due + SignedDuration::from_secs(i64::from(late));
            let refuse = Command::Refuse {
                reason: "不符合受理条件".to_owned(),
            };
            let who = if clock == "transfer" {
                "clerk"
            } else {
                "housing-handler"
            };
            story.act(&refuse, &holder(who), now).unwrap();
            let expected = if late { ClockStatus::Breached } else { ClockStatus::Met };
            assert_eq!(story.clock(clock).status, expected, "{clock}");
        }
    }
}

#[test]
fn more_time_is_the_head_of_the_units_to_give_and_is_told() {
    let mut story = petition();
    does(&mut story, "clerk", "2026-03-03 09:00", &Command::Accept);
    let more = |n, told| Command::ExtendClock {
        clock: "handling".into(),
        by: days(n),
        reason: "需要鉴定".to_owned(),
        requester_told: told,
    };
    let now = at("2026-04-20 09:00");
    let (head, other) = (holder("deputy-head"), holder("housing-leader"));
    assert_eq!(
        refuses(&mut story, &other, now, &more(30, true)),
        "refusal-other-leader"
    );
    assert_eq!(
        refuses(&mut story, &head, now, &more(31, true)),
        "refusal-extension-too-long"
    );
    assert_eq!(
        refuses(&mut story, &head, now, &more(30, false)),
        "refusal-extension-untold"
    );
    let due = story.clock("handling").due;
    story.act(&more(30, true), &head, now).unwrap();
    let extended = story.clock("handling");
    assert_eq!(
        extended.extensions[0].approver.as_ref().unwrap().as_str(),
        "deputy-head"
    );
    // Ninety days from 3 March in all: Monday 1 June. The sixtieth, 2 May, had rolled over the holidays.
    let expected =
        ["2026-05-06T23:59:59+08:00", "2026-06-01T23:59:59+08:00"].map(|at| at.parse::<Timestamp>().unwrap());
    assert_eq!([due, extended.due], expected);
    assert_eq!(
        refuses(&mut story, &head, now, &more(1, true)),
        "refusal-extension-too-long"
    );
}

#[test]
fn the_simple_procedure_has_ten_working_days() {
    let mut story = petition();
    does(&mut story, "clerk", "2026-03-03 09:00", &Command::Accept);
    does(&mut story, "clerk", "2026-03-03 10:00", &Command::Simplify);
    assert!(story.clock("handling").is_open(), "art. 34 holds beside it");
    // From Tuesday 3 March, ten working days: Tuesday 17 March.
    let due = story.clock("simple-handling").due;
    assert_eq!(due, "2026-03-17T23:59:59+08:00".parse::<Timestamp>().unwrap());
    let again = refuses(&mut story, &holder("clerk"), at("2026-03-03 11:00"), &Command::Simplify);
    assert_eq!(again, "refusal-already-simple");
}

#[test]
fn who_was_asked_first_answers_until_another_has_taken_it() {
    let mut story = transferred();
    let pass = Command::PassOn {
        unit: "urban".into(),
        leader: "urban-leader".into(),
        reason: "小区外的摊点不归住建".to_owned(),
    };
    // Five working days from Tuesday 3 March: the whole of Tuesday 10 March; then it is late and said to be.
    let mut late = transferred();
    does(&mut late, "housing-handler", "2026-03-11 00:00", &pass);
    let is_late = |story: &Story| {
        matches!(
            story
                .stream
                .iter()
                .rev()
                .find(|(event, ..)| matches!(event, Event::PassProposed { .. })),
            Some((Event::PassProposed { late: true, .. }, ..))
        )
    };
    assert!(is_late(&late));
    does(&mut story, "housing-handler", "2026-03-10 23:59", &pass);
    assert!(!is_late(&story));
    let case = story.case();
    assert_eq!(
        (case.unit.as_str(), case.leader.as_str()),
        ("housing", "housing-leader")
    );
    let now = at("2026-03-11 09:00");
    assert_eq!(
        refuses(&mut story, &holder("fire-handler"), now, &Command::TakeOver),
        "refusal-passing-other"
    );
    let decline = Command::DeclinePass {
        reason: "摊点在小区内".to_owned(),
    };
    does(&mut story, "urban-handler", "2026-03-11 10:00", &decline);
    assert_eq!(story.case().unit.as_str(), "housing");
    assert!(story.case().passing.is_none());
    // Put to them once more, and taken.
    does(&mut story, "housing-handler", "2026-03-11 11:00", &pass);
    assert!(open_steps(story.case(), &holder("urban-handler"), &story.pack, now).contains(&StepName::TakeOver));
    assert!(!open_steps(story.case(), &holder("fire-handler"), &story.pack, now).contains(&StepName::TakeOver));
    does(&mut story, "urban-handler", "2026-03-12 09:00", &Command::TakeOver);
    assert_eq!(
        (story.case().unit.as_str(), story.case().leader.as_str()),
        ("urban", "urban-leader")
    );
}

/// With the housing bureau since 3 March.
fn transferred() -> Story {
    let mut story = petition();
    let dispatch = Command::Dispatch {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        note: String::new(),
    };
    does(&mut story, "clerk", "2026-03-03 09:00", &dispatch);
    does(&mut story, "housing-handler", "2026-03-03 10:00", &Command::TakeOver);
    story
}

#[test]
fn who_was_asked_first_answers_until_the_unit_it_is_dispatched_to_has_taken_it() {
    let mut story = petition();
    let first = (story.case().unit.clone(), story.case().leader.clone());
    let to = |unit: &str, leader: &str| Command::Dispatch {
        unit: unit.into(),
        leader: leader.into(),
        note: "请办理".to_owned(),
    };
    does(
        &mut story,
        "clerk",
        "2026-03-03 09:00",
        &to("housing", "housing-leader"),
    );
    assert_eq!((story.case().unit.clone(), story.case().leader.clone()), first);
    assert_eq!(
        story.case().passing.as_ref().map(|passing| passing.unit.as_str()),
        Some("housing")
    );
    let now = at("2026-03-03 10:00");
    assert_eq!(
        refuses(&mut story, &holder("housing-handler"), now, &Command::Accept),
        "refusal-other-unit"
    );
    assert_eq!(
        refuses(&mut story, &holder("urban-handler"), now, &Command::TakeOver),
        "refusal-passing-other"
    );
    // The office, above both, gives it to another; the first to be asked of the two has nothing to take any more.
    does(&mut story, "clerk", "2026-03-03 11:00", &to("urban", "urban-leader"));
    let now = at("2026-03-03 12:00");
    assert_eq!(
        refuses(&mut story, &holder("housing-handler"), now, &Command::TakeOver),
        "refusal-passing-other"
    );
    does(&mut story, "urban-handler", "2026-03-03 12:00", &Command::TakeOver);
    let case = story.case();
    assert_eq!((case.unit.as_str(), case.leader.as_str()), ("urban", "urban-leader"));
    assert!(case.passing.is_none());
    // Whoever gives it to their own unit has taken it.
    does(&mut story, "clerk", "2026-03-04 09:00", &to("office", "deputy-head"));
    assert_eq!(story.case().unit.as_str(), "office");
}

#[test]
fn units_that_help_say_how_far_they_are_and_the_lead_answers() {
    let mut story = transferred();
    let join = Command::JoinUnit {
        unit: "urban".into(),
        note: "现场取证".to_owned(),
    };
    let progress = Command::ReportProgress {
        note: "已取证".to_owned(),
    };
    let now = at("2026-03-04 09:00");
    let urban = holder("urban-handler");
    assert_eq!(refuses(&mut story, &urban, now, &progress), "refusal-other-unit");
    does(&mut story, "clerk", "2026-03-04 09:00", &join);
    assert_eq!(
        refuses(&mut story, &holder("clerk"), now, &join),
        "refusal-joined-already"
    );
    does(&mut story, "urban-handler", "2026-03-04 10:00", &progress);
    let case = story.case();
    assert_eq!((case.unit.as_str(), case.status.as_str()), ("housing", "transferred"));
    // Neither accepted nor answered by a helping unit.
    assert_eq!(refuses(&mut story, &urban, now, &Command::Accept), "refusal-other-unit");
    let release = Command::ReleaseUnit {
        unit: "urban".into(),
        reason: "已完成".to_owned(),
    };
    does(&mut story, "clerk", "2026-03-05 09:00", &release);
    assert_eq!(refuses(&mut story, &urban, now, &progress), "refusal-other-unit");
}

#[test]
fn a_post_that_stands_aside_does_nothing_and_its_replacement_acts_for_the_unit() {
    let mut story = transferred();
    let recuse = |post: &str, replacement: &str| Command::Recuse {
        post: post.into(),
        replacement: replacement.into(),
        reason: "与物业公司经理是夫妻".to_owned(),
    };
    let now = at("2026-03-04 09:00");
    let chief = holder("office-chief");
    // A leader is no replacement for a handler.
    let unlike = recuse("housing-handler", "urban-leader");
    assert_eq!(refuses(&mut story, &chief, now, &unlike), "refusal-aside-replacement");
    does(
        &mut story,
        "office-chief",
        "2026-03-04 09:00",
        &recuse("housing-handler", "office-handler"),
    );
    let housing = holder("housing-handler");
    assert!(open_steps(story.case(), &housing, &story.pack, now).is_empty());
    for command in [Command::Accept, Command::RecordRepeat, opinion(Verdict::Supported)] {
        assert_eq!(refuses(&mut story, &housing, now, &command), "refusal-aside");
    }
    does(&mut story, "office-handler", "2026-03-04 10:00", &Command::Accept);
    // The leader stands aside as well: who acts instead is the responsible leader now, and gives more time.
    does(
        &mut story,
        "office-chief",
        "2026-03-05 09:00",
        &recuse("housing-leader", "deputy-head"),
    );
    assert_eq!(story.case().leader.as_str(), "deputy-head");
    let again = recuse("housing-leader", "county-head");
    assert_eq!(refuses(&mut story, &chief, now, &again), "refusal-aside-already");
}

#[test]
fn an_answer_says_what_the_opinion_says() {
    for (verdict, outcome, fits) in [
        (Verdict::Supported, Outcome::Solved, true),
        (Verdict::Supported, Outcome::Partly, true),
        (Verdict::Supported, Outcome::CannotBeMet, false),
        (Verdict::Explained, Outcome::Solved, false),
        (Verdict::Explained, Outcome::CannotBeMet, true),
        (Verdict::NotSupported, Outcome::Partly, false),
        (Verdict::NotSupported, Outcome::CannotBeMet, true),
        (Verdict::NotSupported, Outcome::Duplicate, false),
    ] {
        let mut story = petition();
        does(&mut story, "clerk", "2026-03-03 09:00", &Command::Accept);
        does(&mut story, "clerk", "2026-03-04 09:00", &opinion(verdict));
        let done = story.act(&answer(outcome), &holder("clerk"), at("2026-03-05 09:00"));
        let key = done.err().map(|refusal| refusal.key);
        assert_eq!(key.is_none(), fits, "{verdict:?} {outcome:?} {key:?}");
    }
}

#[test]
fn a_group_speaks_through_five_at_the_most() {
    let pack = (*pack::builtin("demo-bureau").unwrap()).clone();
    for (named, fits) in [(5, true), (6, false)] {
        let mut asked = asked();
        let lines: Vec<String> = (0..named).map(|n| format!("代表{n}")).collect();
        asked.people_affected = Some(312);
        asked.sealed = SealedValues::default().with(FieldName::Representatives, &lines.join("\n\n"));
        let mut story = Story::new(pack.clone());
        let done = story.act(
            &Command::Register(Box::new(asked)),
            &holder("clerk"),
            at("2026-03-02 09:00"),
        );
        assert_eq!(done.is_ok(), fits, "{named} {done:?}");
    }
}

#[test]
fn the_table_of_routes_takes_the_line_that_says_most() {
    let pack = pack::builtin("demo-bureau").unwrap();
    let request = pack.kind(&"request".into()).unwrap();
    for (category, area, unit) in [
        ("environment", None, Some("ecology")),
        ("environment", Some("zhuxi"), Some("ecology")),
        ("environment", Some("xinqu"), Some("urban")),
        ("water-supply", Some("xinqu"), Some("water")),
        ("other", Some("xinqu"), None),
    ] {
        let found = request.route(&category.into(), area.map(Into::into).as_ref());
        assert_eq!(found.map(domain::UnitSlug::as_str), unit, "{category} {area:?}");
    }
}
