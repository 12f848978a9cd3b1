//! One test for each refusal that the engine knows.

use super::sample::{Story, answer, at, given_at_once, hours, pack, person, registration, requiring};
use domain::case::{Actor, Command, Correction, Evidence, Outcome, Place, Registration, Role};
use domain::clock::{Allowance, ClockUnit};
use domain::pack::{FieldName, Requirement, StepName};
use domain::{ClockSlug, PostSlug, Text, UnitSlug};

const DAY: &str = "2026-03-02 09:00";
const NEXT: &str = "2026-03-03 09:00";

/// The key with which a registration is refused, after `change`.
#[track_caller]
fn register(change: impl FnOnce(&mut Registration)) -> String {
    let mut asked = registration("petition", at(DAY));
    change(&mut asked);
    Story::new(pack()).refuses(Role::Clerk, DAY, &Command::Register(Box::new(asked)))
}

fn accepted() -> Story {
    let mut story = Story::of("petition", DAY);
    story.does(Role::Clerk, DAY, &Command::Accept);
    story
}

fn pause(clock: &str) -> Command {
    Command::PauseClock {
        clock: ClockSlug::new(clock),
        reason: "等待鉴定".to_owned(),
    }
}

fn extend(clock: &str, n: u32, unit: ClockUnit) -> Command {
    Command::ExtendClock {
        clock: ClockSlug::new(clock),
        by: Allowance { n, unit },
        reason: "情况复杂".to_owned(),
        requester_told: true,
    }
}

fn dispatch(unit: &str, leader: &str) -> Command {
    Command::Dispatch {
        unit: UnitSlug::new(unit),
        leader: PostSlug::new(leader),
        note: String::new(),
    }
}

fn confirm(solved: Option<bool>) -> Command {
    Command::Confirm {
        solved,
        satisfied: None,
    }
}

#[test]
fn a_case_is_registered_once_and_before_anything_else() {
    let mut none = Story::new(pack());
    assert_eq!(none.refuses(Role::Clerk, DAY, &Command::Accept), "refusal-no-case");
    let again = Command::Register(Box::new(registration("petition", at(DAY))));
    let mut story = Story::of("petition", DAY);
    assert_eq!(story.refuses(Role::Clerk, DAY, &again), "refusal-already-registered");
}

#[test]
fn what_the_pack_does_not_know_is_not_registered() {
    assert_eq!(register(|r| r.kind = "marriage".into()), "refusal-kind-unknown");
    assert_eq!(register(|r| r.category = "x".into()), "refusal-category-unknown");
    assert_eq!(register(|r| r.unit = "x".into()), "refusal-unit-unknown");
    assert_eq!(register(|r| r.leader = "x".into()), "refusal-leader-unknown");
    assert_eq!(register(|r| r.place.area = Some("x".into())), "refusal-area-unknown");
    let mut story = Story::of("petition", DAY);
    assert_eq!(
        story.refuses(Role::Clerk, DAY, &dispatch("x", "deputy-head")),
        "refusal-unit-unknown"
    );
    assert_eq!(
        story.refuses(Role::Clerk, DAY, &dispatch("fire", "x")),
        "refusal-leader-unknown"
    );
    story.pack.kinds.clear();
    assert_eq!(
        story.refuses(Role::Clerk, DAY, &Command::Accept),
        "refusal-kind-unknown"
    );
}

#[test]
fn texts_must_be_there_and_fit() {
    assert_eq!(register(|r| r.title = " \n".to_owned()), "refusal-text-needed");
    assert_eq!(register(|r| r.title = "长".repeat(501)), "refusal-text-too-long");
    assert_eq!(
        register(|r| r.description = "长".repeat(20_001)),
        "refusal-text-too-long"
    );
    assert_eq!(
        register(|r| r.place.address = "长".repeat(501)),
        "refusal-text-too-long"
    );
    assert_eq!(register(|r| r.source = "长".repeat(501)), "refusal-text-too-long");
    assert_eq!(
        register(|r| r.external = Some("9".repeat(501))),
        "refusal-text-too-long"
    );
    for hidden in ["\0", "\r\n", "\t", "\u{202e}", "\u{2066}", "\u{feff}"] {
        assert_eq!(register(|r| r.title = format!("a{hidden}b")), "refusal-text-hidden");
        assert_eq!(
            register(|r| r.description = format!("a{hidden}b")),
            "refusal-text-hidden"
        );
    }
    assert_eq!(register(|r| r.title = "a\nb".to_owned()), "refusal-text-lines");
    assert_eq!(register(|r| r.place.address = "a\nb".to_owned()), "refusal-text-lines");
    let mut story = accepted();
    let empty = String::new;
    for command in [
        Command::Refuse { reason: empty() },
        Command::ReportProgress { note: empty() },
        Command::Answer {
            text: empty(),
            outcome: Outcome::Solved,
        },
        Command::Return { reason: empty() },
        Command::Supervise { note: empty() },
        Command::Comment { text: empty() },
        Command::PauseClock {
            clock: "handling".into(),
            reason: empty(),
        },
        Command::ExtendClock {
            clock: "handling".into(),
            by: hours(1),
            reason: empty(),
            requester_told: false,
        },
        Command::Correct {
            changes: Correction {
                title: Some("新标题".to_owned()),
                ..Correction::default()
            },
            reason: empty(),
        },
    ] {
        assert_eq!(
            story.refuses(Role::Leader, NEXT, &command),
            "refusal-text-needed",
            "{command:?}"
        );
    }
    let long = Command::Comment {
        text: "长".repeat(20_001),
    };
    assert_eq!(story.refuses(Role::Leader, NEXT, &long), "refusal-text-too-long");
}

#[test]
fn fields_that_the_form_requires() {
    let mut pack = pack();
    let kind = pack.kinds.get_mut("petition").unwrap();
    kind.fields.push(domain::pack::Field {
        name: FieldName::Address,
        label: Text {
            zh: "地点".to_owned(),
            en: "Address".to_owned(),
        },
        visibility: domain::pack::Visibility::Internal,
        required: true,
        max_chars: 4,
    });
    let mut story = Story::new(pack);
    let mut asked = registration("petition", at(DAY));
    let command = Command::Register(Box::new(asked.clone()));
    assert_eq!(story.refuses(Role::Clerk, DAY, &command), "refusal-field-required");
    asked.place.address = "人民路一号".to_owned();
    let command = Command::Register(Box::new(asked));
    assert_eq!(story.refuses(Role::Clerk, DAY, &command), "refusal-text-too-long");
}

#[test]
fn numbers_and_times_that_cannot_be() {
    for latitude in [90.1, -90.1, f64::NAN, f64::INFINITY] {
        let place = Place {
            latitude: Some(latitude),
            ..Place::default()
        };
        assert_eq!(register(|r| r.place = place), "refusal-coordinates");
    }
    for (moment, key) in [
        (at("2026-03-03 09:01"), "refusal-received-ahead"),
        (jiff::Timestamp::MAX, "refusal-received-ahead"),
        (jiff::Timestamp::MIN, "refusal-received-before"),
        (jiff::Timestamp::from_second(-1).unwrap(), "refusal-received-before"),
    ] {
        assert_eq!(register(|r| r.received_at = moment), key);
    }
    let job = |due: &str| {
        let mut asked = registration("job", at(DAY));
        asked.due = Some(at(due));
        Command::Register(Box::new(asked))
    };
    let mut story = Story::new(pack());
    assert_eq!(story.refuses(Role::SpecialOffice, DAY, &job(DAY)), "refusal-due-past");
    let mut asked = registration("incident", at(DAY));
    asked.due = Some(at(NEXT));
    let command = Command::Register(Box::new(asked));
    assert_eq!(story.refuses(Role::Clerk, DAY, &command), "refusal-due-no-clock");
}

#[test]
fn steps_belong_to_kinds_roles_and_statuses() {
    let mut story = Story::of("petition", DAY);
    let kind = story.pack.kinds.get_mut("petition").unwrap();
    kind.steps.retain(|step| step.name != StepName::Supervise);
    let accept = kind
        .steps
        .iter_mut()
        .find(|step| step.name == StepName::Accept)
        .unwrap();
    accept.by = vec![Role::Clerk];
    accept.from = vec!["answered".into()];
    let refuse = kind
        .steps
        .iter_mut()
        .find(|step| step.name == StepName::Refuse)
        .unwrap();
    refuse.by = vec![Role::Program];
    let supervise = Command::Supervise {
        note: "请加快".to_owned(),
    };
    assert_eq!(story.refuses(Role::Leader, DAY, &supervise), "refusal-step-not-in-kind");
    assert_eq!(story.refuses(Role::Handler, DAY, &Command::Accept), "refusal-role");
    assert_eq!(story.refuses(Role::Clerk, DAY, &Command::Accept), "refusal-status");
    let refuse = Command::Refuse {
        reason: "已有生效判决".to_owned(),
    };
    assert_eq!(story.refuses(Role::Clerk, DAY, &refuse), "refusal-role-nobody");
}

#[test]
fn what_no_pack_can_give_away() {
    let mut story = accepted();
    let progress = Command::ReportProgress {
        note: "已到现场".to_owned(),
    };
    assert_eq!(story.refuses(Role::Auditor, NEXT, &progress), "refusal-role");
    assert_eq!(story.refuses(Role::Program, NEXT, &answer()), "refusal-role");
    assert_eq!(
        story.refuses(Role::SpecialOffice, NEXT, &extend("handling", 5, ClockUnit::Days)),
        "refusal-role"
    );
    story.does(Role::Handler, NEXT, &answer());
    assert_eq!(story.refuses(Role::Handler, NEXT, &confirm(Some(true))), "refusal-role");
    assert_eq!(
        story.refuses(Role::SpecialOffice, NEXT, &confirm(Some(true))),
        "refusal-role"
    );
    story.does(Role::Clerk, NEXT, &confirm(Some(true)));
}

#[test]
fn nothing_is_closed_without_an_answer() {
    let mut story = accepted();
    assert_eq!(
        story.refuses(Role::Clerk, NEXT, &Command::Close),
        "refusal-close-needs-answer"
    );
    // Nor by a step that a pack lets lead to an ended status.
    let kind = story.pack.kinds.get_mut("petition").unwrap();
    for step in kind.steps.iter_mut().filter(|step| step.name == StepName::SignOff) {
        step.to = Some("closed".into());
    }
    let sign_off = Command::SignOff { note: String::new() };
    assert_eq!(
        story.refuses(Role::Leader, NEXT, &sign_off),
        "refusal-close-needs-answer"
    );
    story.does(Role::Handler, NEXT, &answer());
    let back = Command::Return {
        reason: "没有解决".to_owned(),
    };
    story.does(Role::Clerk, NEXT, &back);
    assert_eq!(
        story.refuses(Role::Clerk, NEXT, &Command::Close),
        "refusal-close-needs-answer"
    );
}

#[test]
fn an_ended_case_is_reopened_first() {
    let mut story = accepted();
    story
        .does(Role::Handler, NEXT, &answer())
        .does(Role::Clerk, NEXT, &Command::Close);
    assert_eq!(story.refuses(Role::Handler, NEXT, &answer()), "refusal-ended");
    let kind = story.pack.kinds.get_mut("petition").unwrap();
    for step in kind.steps.iter_mut().filter(|step| step.name == StepName::Answer) {
        step.from = vec!["closed".into()];
    }
    assert_eq!(story.refuses(Role::Handler, NEXT, &answer()), "refusal-ended");
}

#[test]
fn what_a_step_requires() {
    let sign_off = Command::SignOff { note: String::new() };
    for (requirement, key) in [
        (Requirement::Answer, "refusal-needs-answer"),
        (Requirement::Evidence, "refusal-needs-evidence"),
    ] {
        let mut story = accepted();
        story.pack = requiring(story.pack, "petition", StepName::SignOff, requirement);
        assert_eq!(story.refuses(Role::Leader, NEXT, &sign_off), key);
    }
    let mut story = accepted();
    story.pack = requiring(story.pack, "petition", StepName::SignOff, Requirement::SomebodyElse);
    story.does(Role::Handler, NEXT, &answer());
    assert_eq!(story.refuses(Role::Handler, NEXT, &sign_off), "refusal-somebody-else");
    story.does(Role::Leader, NEXT, &sign_off);
    let mut story = accepted();
    story.pack = requiring(story.pack, "petition", StepName::Answer, Requirement::ResponsibleUnit);
    story.pack = given_at_once(story.pack, "petition");
    story.does(Role::Clerk, NEXT, &dispatch("fire", "deputy-head"));
    assert_eq!(story.refuses(Role::Handler, NEXT, &answer()), "refusal-other-unit");
}

#[test]
fn nobody_without_an_account_is_somebody_else() {
    let mut story = accepted();
    story.pack = requiring(story.pack, "petition", StepName::SignOff, Requirement::SomebodyElse);
    let nameless = Actor {
        account: None,
        ..person(Role::Leader)
    };
    story.act(&answer(), &nameless, at(NEXT)).unwrap();
    let refusal = story.act(&Command::SignOff { note: String::new() }, &nameless, at(NEXT));
    assert_eq!(refusal.unwrap_err().key, "refusal-somebody-else");
}

#[test]
fn answers_confirmations_and_files_that_say_nothing() {
    let mut story = accepted();
    let withdrawn = Command::Answer {
        text: "已撤".to_owned(),
        outcome: Outcome::Withdrawn,
    };
    assert_eq!(
        story.refuses(Role::Handler, NEXT, &withdrawn),
        "refusal-answer-withdrawn"
    );
    assert_eq!(
        story.refuses(Role::Requester, NEXT, &confirm(Some(true))),
        "refusal-needs-answer"
    );
    story.does(Role::Handler, NEXT, &answer());
    assert_eq!(
        story.refuses(Role::Requester, NEXT, &confirm(None)),
        "refusal-confirm-nothing"
    );
    story.does(Role::Handler, NEXT, &Command::Acknowledge);
    assert_eq!(
        story.refuses(Role::Handler, NEXT, &Command::Acknowledge),
        "refusal-already-acknowledged"
    );
    let file = Command::AttachEvidence(Evidence {
        name: "现场.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        bytes: 10,
        sha256: "A".repeat(64),
    });
    assert_eq!(story.refuses(Role::Handler, NEXT, &file), "refusal-evidence-broken");
}

#[test]
fn clocks_are_paused_and_resumed_where_they_can_be() {
    let mut story = accepted();
    let resume = Command::ResumeClock {
        clock: "handling".into(),
    };
    assert_eq!(story.refuses(Role::Clerk, NEXT, &pause("x")), "refusal-clock-unknown");
    assert_eq!(
        story.refuses(Role::Clerk, NEXT, &pause("follow-up")),
        "refusal-clock-not-running"
    );
    assert_eq!(
        story.refuses(Role::Clerk, NEXT, &pause("transfer")),
        "refusal-clock-not-pausable"
    );
    assert_eq!(story.refuses(Role::Clerk, NEXT, &resume), "refusal-clock-not-paused");
    story.does(Role::Clerk, NEXT, &pause("handling"));
    assert_eq!(
        story.refuses(Role::Clerk, NEXT, &pause("handling")),
        "refusal-clock-paused"
    );
    story.does(Role::Clerk, NEXT, &resume);
    assert_eq!(
        story.refuses(Role::Clerk, "2026-08-01 09:00", &pause("handling")),
        "refusal-clock-late"
    );
}

#[test]
fn extensions_stay_within_the_rules_sum() {
    let mut story = accepted();
    let days = ClockUnit::Days;
    assert_eq!(
        story.refuses(Role::Leader, NEXT, &extend("transfer", 1, days)),
        "refusal-extension-none"
    );
    for (n, unit) in [(31, days), (0, days), (5, ClockUnit::WorkingDays)] {
        let refused = story.refuses(Role::Leader, NEXT, &extend("handling", n, unit));
        assert_eq!(refused, "refusal-extension-too-long");
    }
    story.does(Role::Leader, NEXT, &extend("handling", 20, days));
    assert_eq!(
        story.refuses(Role::Leader, NEXT, &extend("handling", 11, days)),
        "refusal-extension-too-long"
    );
    story.does(Role::Leader, NEXT, &extend("handling", 10, days));
    let mut story = accepted();
    let late = "2026-05-07 00:00";
    assert_eq!(
        story.refuses(Role::Leader, late, &extend("handling", 1, days)),
        "refusal-clock-late"
    );
}

#[test]
fn marks_are_the_programs() {
    let mark = Command::ReachMark {
        clock: "handling".into(),
        percent: 50,
    };
    assert_eq!(accepted().refuses(Role::Leader, NEXT, &mark), "refusal-mark-by-program");
}
