//! Whole cases, worked through by hand.

use super::sample::{Story, answer, at, days, given_at_once, pack, person, registration};
use domain::case::{Actor, Command, Correction, Event, Evidence, Outcome, Role, evolve};
use domain::clock::{ClockStatus, mark_at};
use domain::pack::FieldName;
use domain::{PostSlug, UnitSlug};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

fn mark(clock: &str, percent: u8) -> Command {
    Command::ReachMark {
        clock: clock.into(),
        percent,
    }
}

pub(crate) fn dispatch(unit: &str) -> Command {
    Command::Dispatch {
        unit: UnitSlug::new(unit),
        leader: PostSlug::new("fire-leader"),
        note: String::new(),
    }
}

pub(crate) fn finished(at: Timestamp) -> Command {
    Command::Correct {
        changes: Correction {
            finished_at_source: Some(at),
            ..Correction::default()
        },
        reason: "0303.xlsx".to_owned(),
    }
}

#[test]
fn a_petition_from_intake_to_follow_up() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    story.pack = given_at_once(story.pack, "petition");
    assert_eq!(
        story.clock("transfer").due,
        at("2026-03-17 23:59")
            .checked_add(jiff::SignedDuration::from_secs(59))
            .unwrap()
    );
    story.does(Role::Clerk, "2026-03-02 10:00", &Command::Accept);
    story.does(Role::Clerk, "2026-03-02 11:00", &dispatch("fire"));
    assert_eq!(
        (story.case().unit.as_str(), story.case().leader.as_str()),
        ("fire", "fire-leader")
    );
    assert_eq!(story.clock("transfer").status, ClockStatus::Met);
    story.does(Role::Handler, "2026-03-02 15:01", &Command::Acknowledge);
    assert_eq!(story.clock("acknowledgement").status, ClockStatus::Breached);
    let extend = Command::ExtendClock {
        clock: "handling".into(),
        by: days(30),
        reason: "需要鉴定".to_owned(),
        requester_told: true,
    };
    story.does(Role::Leader, "2026-04-20 09:00", &extend);
    let clock = story.clock("handling");
    assert_eq!(clock.due, "2026-06-01T23:59:59+08:00".parse().unwrap());
    assert_eq!(clock.extensions[0].approver, Some(PostSlug::new("housing-leader")));
    assert_eq!(clock.status, ClockStatus::Extended);
    story.does(Role::Handler, "2026-06-01 23:59", &answer());
    assert_eq!(story.clock("handling").status, ClockStatus::Met);
    story.does(Role::Clerk, "2026-06-02 09:00", &Command::Close);
    assert_eq!(story.case().outcome, Some(Outcome::Solved));
    assert_eq!(story.case().next_due(), Some(story.clock("follow-up").due));
    let confirm = Command::Confirm {
        solved: Some(true),
        satisfied: Some(false),
    };
    story.does(Role::Requester, "2026-06-03 09:00", &confirm);
    assert_eq!((story.case().solved, story.case().satisfied), (Some(true), Some(false)));
    assert_eq!(story.case().next_due(), None);
    assert_eq!(story.case().finished_at(), Some(at("2026-06-01 23:59")));
}

#[test]
fn passing_on_keeps_the_requesters_deadline_and_gives_the_new_unit_its_own() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    story.pack = given_at_once(story.pack, "petition");
    story.does(Role::Clerk, "2026-03-02 10:00", &Command::Accept);
    story.does(Role::Clerk, "2026-03-02 10:00", &dispatch("housing"));
    story.does(Role::Handler, "2026-03-02 11:00", &Command::Acknowledge);
    let due = story.clock("handling").due;
    story.does(Role::Clerk, "2026-03-03 10:00", &dispatch("fire"));
    assert_eq!(story.case().acknowledged_at, None);
    assert_eq!(story.clock("handling").due, due);
    assert_eq!(story.clock("acknowledgement").due, at("2026-03-03 14:00"));
    // Sent again to the same unit: its clock runs on.
    story.does(Role::Clerk, "2026-03-03 11:00", &dispatch("fire"));
    assert_eq!(story.clock("acknowledgement").due, at("2026-03-03 14:00"));
}

#[test]
fn an_answer_sent_back_has_stopped_nothing() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    story.does(Role::Clerk, "2026-03-02 10:00", &Command::Accept);
    let due = story.clock("handling").due;
    story.does(Role::Handler, "2026-03-09 10:00", &answer());
    assert!(!story.clock("handling").is_open());
    let back = Command::Return {
        reason: "现场仍有杂物".to_owned(),
    };
    story.does(Role::SpecialOffice, "2026-05-20 10:00", &back);
    let clock = story.clock("handling");
    assert!(clock.is_open() && clock.due == due && clock.is_overdue(at("2026-05-20 10:00")));
    assert_eq!(story.case().answer, None);
    assert_eq!(story.case().finished_at(), None);
    // Whoever asked had read it.
    let mut said = story.stream.iter().filter(|(event, ..)| event.name() == "returned");
    let (returned, office, _) = said.next().unwrap();
    assert_eq!(returned.notice(office), Some("notice-returned"));
}

#[test]
fn reopening_starts_the_work_anew() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    story
        .does(Role::Clerk, "2026-03-02 10:00", &Command::Accept)
        .does(Role::Handler, "2026-03-03 10:00", &answer())
        .does(Role::Clerk, "2026-03-03 11:00", &Command::Close);
    let reopen = Command::Reopen {
        reason: "又堵上了".to_owned(),
    };
    // The demonstration's window is 15 days (pack, portal.reopen_days), to the end of the last; the office may open it later.
    assert_eq!(
        story.refuses(Role::Requester, "2026-03-19 00:00", &reopen),
        "refusal-reopen-late"
    );
    story.does(Role::Requester, "2026-03-16 09:00", &reopen);
    let case = story.case();
    assert_eq!(
        (case.reopened, case.ended_at, &case.answer, case.outcome),
        (1, None, &None, None)
    );
    let clock = story.clock("handling");
    assert!(clock.is_open() && clock.from == at("2026-03-16 09:00"));
    assert_eq!(
        story.refuses(Role::Clerk, "2026-03-16 10:00", &Command::Close),
        "refusal-close-needs-answer"
    );
}

#[test]
fn a_job_is_due_by_hand_and_as_long_again_when_reopened() {
    let mut story = Story::new(pack());
    let mut asked = registration("job", at("2026-03-02 09:00"));
    asked.due = Some(at("2026-03-04 18:00"));
    story.does(
        Role::SpecialOffice,
        "2026-03-02 09:00",
        &Command::Register(Box::new(asked)),
    );
    assert_eq!(
        (story.clock("due").due, story.clock("due").allowance),
        (at("2026-03-04 18:00"), None)
    );
    let pause = Command::PauseClock {
        clock: "due".into(),
        reason: "道路封闭".to_owned(),
    };
    let resume = Command::ResumeClock { clock: "due".into() };
    story.does(Role::SpecialOffice, "2026-03-02 10:00", &pause);
    assert_eq!(mark_at(story.clock("due"), 50), None);
    assert_eq!(
        story.clock("due").due_as_of(at("2026-03-02 11:00")),
        at("2026-03-04 19:00")
    );
    story.does(Role::SpecialOffice, "2026-03-02 12:00", &resume);
    assert_eq!(story.clock("due").due, at("2026-03-04 20:00"));
    // 57 hours of work: half of them, and the two hours of the pause.
    assert_eq!(mark_at(story.clock("due"), 50), Some(at("2026-03-03 15:30")));
    assert_eq!(mark_at(story.clock("due"), 100), Some(at("2026-03-04 20:00")));
    story.does(Role::Handler, "2026-03-03 10:00", &answer());
    assert!(story.clock("due").is_open());
    story.does(Role::Leader, "2026-03-03 11:00", &Command::Close);
    assert_eq!(story.clock("due").status, ClockStatus::Met);
    let reopen = Command::Reopen {
        reason: "照片不清".to_owned(),
    };
    story.does(Role::SpecialOffice, "2026-03-10 09:00", &reopen);
    assert_eq!(story.clock("due").due, at("2026-03-12 20:00"));
}

#[test]
fn marks_come_once_and_only_while_they_are_so() {
    let mut story = Story::of("incident", "2026-03-02 09:00");
    let program = Actor::program();
    let mut reach = |percent, local: &str| story.act(&mark("report", percent), &program, at(local)).unwrap();
    assert_eq!(reach(50, "2026-03-02 09:29"), 0);
    assert_eq!(reach(50, "2026-03-02 09:30"), 1);
    assert_eq!(reach(50, "2026-03-02 09:31"), 0);
    assert_eq!(reach(33, "2026-03-02 09:31"), 0);
    assert_eq!(reach(80, "2026-03-02 09:48"), 1);
    // The due second is in time.
    assert_eq!(reach(100, "2026-03-02 10:00"), 0);
    assert_eq!(reach(100, "2026-03-02 10:01"), 1);
    let progress = Command::ReportProgress {
        note: "已到现场".to_owned(),
    };
    assert_eq!(story.clock("report").status, ClockStatus::Breached);
    assert!(story.clock("report").is_open());
    story.does(Role::DutyOfficer, "2026-03-02 10:02", &progress);
    assert_eq!(story.clock("report").stopped_at, Some(at("2026-03-02 10:02")));
    assert_eq!(story.act(&mark("report", 100), &program, at("2026-03-02 11:00")), Ok(0));
}

#[test]
fn more_time_takes_back_the_warnings() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    story.does(Role::Clerk, "2026-03-02 10:00", &Command::Accept);
    let program = Actor::program();
    assert_eq!(
        story.act(&mark("handling", 50), &program, at("2026-04-20 09:00")),
        Ok(1)
    );
    assert_eq!(
        story.act(&mark("handling", 80), &program, at("2026-04-25 09:00")),
        Ok(1)
    );
    let extend = Command::ExtendClock {
        clock: "handling".into(),
        by: days(30),
        reason: "需要鉴定".to_owned(),
        requester_told: false,
    };
    story.does(Role::Leader, "2026-04-26 09:00", &extend);
    assert_eq!(story.clock("handling").marks, [50]);
}

#[test]
fn a_moved_due_time_names_the_year_without_holidays() {
    let extend = |n| {
        let extend = Command::ExtendClock {
            clock: "handling".into(),
            by: days(n),
            reason: "需要鉴定".to_owned(),
            requester_told: false,
        };
        ("2026-12-01 09:00", extend)
    };
    let pause = || {
        let pause = Command::PauseClock {
            clock: "handling".into(),
            reason: "等材料".to_owned(),
        };
        ("2026-11-02 09:00", pause)
    };
    let resume = |local| {
        let clock = "handling".into();
        (local, Command::ResumeClock { clock })
    };
    // Sixty days from 20 October are Saturday 19 December: Monday the 21st.
    for (steps, due, warning) in [
        (vec![], "2026-12-21 23:59", None),
        (vec![extend(5)], "2026-12-24 23:59", None),
        (vec![extend(30)], "2027-01-18 23:59", Some(2027)),
        (vec![pause(), resume("2026-11-04 09:00")], "2026-12-21 23:59", None),
        (
            vec![pause(), resume("2026-12-02 09:00")],
            "2027-01-18 23:59",
            Some(2027),
        ),
        (
            vec![pause(), ("2026-12-02 09:00", answer())],
            "2027-01-18 23:59",
            Some(2027),
        ),
    ] {
        let mut story = Story::of("petition", "2026-10-20 09:00");
        story.does(Role::Clerk, "2026-10-20 10:00", &Command::Accept);
        for (local, command) in &steps {
            story.does(Role::Leader, local, command);
        }
        let clock = story.clock("handling");
        let got = (clock.due, clock.warning);
        assert_eq!(got, (at(due) + SignedDuration::from_secs(59), warning), "{steps:?}");
    }
}

#[test]
fn what_older_versions_wrote_of_a_moved_due_time_takes_no_warning_back() {
    let mut story = Story::of("petition", "2026-11-10 09:00");
    story.does(Role::Clerk, "2026-11-10 10:00", &Command::Accept);
    assert_eq!(story.clock("handling").warning, Some(2027));
    for old in [
        r#"{"event":"clock_extended","clock":"handling","by":{"n":1,"unit":"days"},"due":"2027-01-12T15:59:59Z","reason":"忙","requester_told":true}"#,
        r#"{"event":"clock_paused","clock":"handling","reason":"等"}"#,
        r#"{"event":"clock_resumed","clock":"handling","due":"2027-01-13T15:59:59Z"}"#,
    ] {
        let event: Event = serde_json::from_str(old).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), old);
        let now = at("2026-11-11 09:00");
        story.case = evolve(story.case.take(), &event, &person(Role::Leader), now);
        assert_eq!(story.clock("handling").warning, Some(2027), "{old}");
    }
    assert_eq!(
        story.clock("handling").due,
        at("2027-01-13 23:59") + SignedDuration::from_secs(59)
    );
}

#[test]
fn finished_at_the_source_stops_clocks_but_closes_nothing() {
    let mut story = Story::new(pack());
    let mut asked = registration("incident", at("2026-03-02 09:00"));
    asked.finished_at_source = Some(at("2026-03-02 09:40"));
    let now = at("2026-03-02 18:00");
    story
        .act(&Command::Register(Box::new(asked)), &Actor::program(), now)
        .unwrap();
    let clock = story.clock("report");
    assert_eq!(
        (clock.status, clock.stopped_at),
        (ClockStatus::Met, Some(at("2026-03-02 09:40")))
    );
    assert!(!story.case().is_ended() && story.case().is_finished(now));
    // The source corrects itself: late, after all.
    story
        .act(&finished(at("2026-03-02 10:40")), &Actor::program(), now)
        .unwrap();
    let clock = story.clock("report");
    assert_eq!(
        (clock.status, clock.stopped_at),
        (ClockStatus::Breached, Some(at("2026-03-02 10:40")))
    );
    let reopen = Command::Reopen {
        reason: "没有处理".to_owned(),
    };
    assert_eq!(
        story.refuses(Role::Requester, "2026-03-02 18:00", &reopen),
        "refusal-status"
    );
}

#[test]
fn a_finish_that_lies_ahead_counts_when_it_has_come() {
    let mut story = Story::new(pack());
    let mut asked = registration("incident", at("2026-03-02 09:00"));
    asked.finished_at_source = Some(at("2026-03-02 09:50"));
    let now = at("2026-03-02 09:10");
    story
        .act(&Command::Register(Box::new(asked)), &Actor::program(), now)
        .unwrap();
    assert!(story.clock("report").is_open() && !story.case().is_finished(now));
    // The timer that comes for the last mark finds it finished in time.
    story
        .act(&mark("report", 100), &Actor::program(), at("2026-03-02 10:01"))
        .unwrap();
    assert_eq!(story.clock("report").status, ClockStatus::Met);
    // Finished before it began is finished when it began: no clock runs backwards.
    story
        .act(
            &finished(at("2026-03-01 09:00")),
            &Actor::program(),
            at("2026-03-02 12:00"),
        )
        .unwrap();
    assert_eq!(story.clock("report").stopped_at, Some(at("2026-03-02 09:00")));
}

#[test]
fn a_corrected_category_has_its_own_time() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    story.does(Role::Clerk, "2026-03-02 10:00", &Command::Accept);
    let urgent = Command::Correct {
        changes: Correction {
            category: Some("urgent".into()),
            received_at: Some(at("2026-03-01 09:00")),
            ..Correction::default()
        },
        reason: "录错了".to_owned(),
    };
    story.does(Role::Clerk, "2026-03-02 12:00", &urgent);
    assert_eq!(story.clock("handling").due, at("2026-03-03 10:00"));
    assert_eq!(story.clock("transfer").from, at("2026-03-01 09:00"));
    // The same again changes nothing.
    assert_eq!(story.act(&urgent, &person(Role::Clerk), at("2026-03-02 13:00")), Ok(0));
}

#[test]
fn the_same_file_twice_corrects_nothing() {
    let story = Story::of("petition", "2026-03-02 09:00");
    let all: BTreeSet<FieldName> = [
        FieldName::Title,
        FieldName::Description,
        FieldName::Address,
        FieldName::FinishedAt,
        FieldName::ReceivedAt,
    ]
    .into();
    let mut incoming = registration("petition", at("2026-03-02 09:00"));
    assert!(Correction::of_file(story.case(), &incoming, &all).is_empty());
    incoming.finished_at_source = Some(at("2026-03-02 12:00"));
    incoming.place.address = "人民路一号".to_owned();
    incoming.place.latitude = Some(34.05);
    incoming.source = "柜台".to_owned();
    let Correction {
        place: Some(place),
        source: None,
        title: None,
        finished_at_source: Some(_),
        ..
    } = Correction::of_file(story.case(), &incoming, &all)
    else {
        panic!("only what changed and only columns that are there");
    };
    assert_eq!((place.address.as_str(), place.latitude), ("人民路一号", None));
    assert!(Correction::of_file(story.case(), &incoming, &BTreeSet::new()).is_empty());
}

#[test]
fn repeats_raise_the_case_and_files_are_kept_once() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    story.does(Role::Program, "2026-03-02 10:00", &Command::RecordRepeat);
    assert_eq!(story.case().repeats, 1);
    let file = Command::AttachEvidence(Evidence {
        name: "现场.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        bytes: 10,
        sha256: "a".repeat(64),
    });
    story.does(Role::Handler, "2026-03-02 10:00", &file);
    assert_eq!(story.act(&file, &person(Role::Handler), at("2026-03-02 10:01")), Ok(0));
    assert_eq!(story.case().evidence.len(), 1);
}

#[test]
fn a_withdrawn_case_has_no_clocks_left() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    let withdraw = Command::Withdraw { reason: String::new() };
    story.does(Role::Requester, "2026-03-02 10:00", &withdraw);
    assert_eq!(story.case().outcome, Some(Outcome::Withdrawn));
    assert_eq!(story.clock("transfer").status, ClockStatus::Cancelled);
    assert_eq!(story.case().next_due(), None);
}

#[test]
fn the_built_in_task_ends_with_somebody_elses_sign_off() {
    let mut story = Story::new(pack());
    let mut asked = registration("task", at("2026-03-02 09:00"));
    asked.category = "brief-decision".into();
    asked.due = Some(at("2026-03-04 18:00"));
    story.does(
        Role::SpecialOffice,
        "2026-03-02 09:00",
        &Command::Register(Box::new(asked)),
    );
    story.does(Role::Handler, "2026-03-02 10:00", &Command::Acknowledge);
    story.does(Role::Handler, "2026-03-03 10:00", &answer());
    story.does(
        Role::Leader,
        "2026-03-03 11:00",
        &Command::SignOff { note: String::new() },
    );
    assert!(story.case().is_ended());
    let closed = |(event, _, _): &(Event, Actor, Timestamp)| matches!(event, Event::Closed { .. });
    assert!(story.stream.iter().any(closed));
    assert_eq!(story.case().open_clocks().count(), 0);
}
