//! A past day, once work has gone on.

use crate::sample;
use domain::CaseId;
use domain::case::{Actor, Command, Correction, Outcome, Registration, Role};
use domain::pack::builtin;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use office::{Clock, Office};
use store::Store;

const DAY: Date = date(2026, 3, 4);

/// A time in 2026 in Shanghai.
fn at(text: &str) -> Timestamp {
    let (day, time) = text.split_once(' ').unwrap();
    format!("2026-{day}T{time}:00+08:00").parse().unwrap()
}

fn who(role: Role, post: &str, unit: &str) -> Actor {
    Actor {
        role,
        post: Some(post.into()),
        unit: Some(unit.into()),
        account: Some(post.to_owned()),
    }
}

/// A case of the transport bureau, by its title.
async fn of_transport(office: &Office, title: &str, received: &str, registered: &str) -> CaseId {
    let registration = Registration {
        category: "traffic".into(),
        title: title.to_owned(),
        ..sample::registration("transport", at(received))
    };
    let id = registration.id;
    office::register(office, registration, &sample::clerk(), at(registered), None)
        .await
        .unwrap();
    id
}

/// To the water bureau, which takes it.
async fn passed_to_water(office: &Office, case: CaseId, when: &str) {
    let dispatch = Command::Dispatch {
        unit: "water".into(),
        leader: "water-leader".into(),
        note: String::new(),
    };
    let steps = [
        (sample::clerk(), dispatch),
        (who(Role::Handler, "water-handler", "water"), Command::TakeOver),
    ];
    for (actor, command) in steps {
        office::act(office, case, &command, &actor, at(when), None)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_past_day_is_the_same_to_the_byte_however_work_went_on() {
    let dir = tempfile::tempdir().unwrap();
    let office = &Office {
        store: Store::open(dir.path()).await.unwrap(),
        pack: builtin("demo-bureau").unwrap(),
        clock: Clock::starting_at(at("03-05 09:00")),
    };
    let mut cases = Vec::new();
    for (title, received) in [
        ("上周", "02-25 10:00"),
        ("前日", "03-03 10:00"),
        ("移交", "03-04 10:00"),
        ("更正", "03-04 11:00"),
        ("办结", "03-04 12:00"),
        ("在办", "03-04 13:00"),
    ] {
        cases.push(of_transport(office, title, received, received).await);
    }
    let [last_week, yesterday, moved, corrected, closed, open] = cases[..] else {
        panic!("six cases");
    };
    let handler = who(Role::Handler, "transport-handler", "transport");
    let clerk = sample::clerk();
    let does = async |case, command: Command, actor: &Actor, when: &str| {
        office::act(office, case, &command, actor, at(when), None)
            .await
            .unwrap();
    };
    let answer = || Command::Answer {
        text: "已修复".to_owned(),
        outcome: Outcome::Solved,
    };
    does(closed, answer(), &handler, "03-04 16:00").await;
    does(closed, Command::Close, &clerk, "03-04 17:00").await;

    let now = at("03-05 09:30");
    let analyst = who(Role::SpecialOffice, "office-analyst", "office");
    let run = async |when: &str| {
        office::judge_day(office, DAY, now, &Actor::program(), at(when))
            .await
            .unwrap();
        let brief = office::draft_brief(office, DAY, now, &analyst, at(when)).await.unwrap();
        let html = documents::brief::html(&brief, domain::Locale::ZhCn);
        let docx = documents::brief::docx(&brief, domain::Locale::ZhCn, None).unwrap();
        (brief, html, docx)
    };
    let first = run("03-05 09:30").await;
    assert_eq!(
        (
            first.0.received.today,
            first.0.received.yesterday,
            first.0.received.last_week
        ),
        (4, Some(1), Some(1))
    );
    assert_eq!((first.0.finished.today, first.0.open.today), (1, 5));
    let unit = |slug: &str| first.0.units.iter().find(|unit| unit.unit.as_str() == slug).unwrap();
    assert_eq!((unit("transport").cases, unit("water").cases), (4, 0));

    // Work goes on: dispatched, corrected, reopened, finished, and one more of that day written down late.
    for case in [last_week, yesterday, moved] {
        passed_to_water(office, case, "03-05 10:00").await;
    }
    for (case, received) in [(corrected, "03-05 08:00"), (yesterday, "03-04 08:00")] {
        let correct = Command::Correct {
            changes: Correction {
                category: Some("sanitation".into()),
                received_at: Some(at(received)),
                ..Correction::default()
            },
            reason: "登记有误".to_owned(),
        };
        does(case, correct, &clerk, "03-05 10:30").await;
    }
    let reopen = Command::Reopen {
        reason: "又坏了".to_owned(),
    };
    does(closed, reopen, &clerk, "03-05 11:00").await;
    does(open, answer(), &handler, "03-05 11:30").await;
    of_transport(office, "补登", "03-04 09:00", "03-05 12:00").await;

    assert_eq!(run("03-06 09:00").await, first);
    // As of later it is another day's story.
    let later = office::draft_brief(office, DAY, at("03-06 09:00"), &analyst, at("03-06 09:00"))
        .await
        .unwrap();
    assert_eq!((later.received.today, later.finished.today), (5, 0));
}
