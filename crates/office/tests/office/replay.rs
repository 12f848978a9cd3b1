//! A past day, once work has gone on.

use crate::sample;
use domain::case::{Actor, Command, Correction, Outcome, Registration, Role};
use domain::daily::ReportStatus;
use domain::pack::builtin;
use domain::{CaseId, Locale};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use office::{Clock, Office, Paper};
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
        let html = documents::brief::html(&brief, Locale::ZhCn);
        let docx = documents::brief::docx(&brief, Locale::ZhCn, None).unwrap();
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

/// Late reports, a signature, a decision and a later draft: days after, the day is what was signed.
#[tokio::test]
async fn a_day_that_was_run_as_it_went_replays_to_the_bytes_that_were_signed() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let office_at = |text: &str| Office {
        store: store.clone(),
        pack: builtin("demo-bureau").unwrap(),
        clock: Clock::standing_at(at(text)),
    };
    let run = async |when: &str| {
        let rows = "编号,时间,类别,内容\nW-1,2026-03-04 08:00,供水,城东停水\n";
        let water = Paper {
            name: "县水务局.csv".to_owned(),
            bytes: rows.into(),
        };
        let office = office_at(when);
        let run = office::run_day(&office, DAY, vec![water], Locale::ZhCn, &|_, _| {});
        run.await.unwrap()
    };
    let office = &office_at("03-05 10:30");
    let hurt = Registration {
        category: "traffic".into(),
        title: "追尾".to_owned(),
        casualties: Some(2),
        ..sample::registration("transport", at("03-04 10:00"))
    };
    office::register(office, hurt, &sample::clerk(), at("03-04 10:05"), None)
        .await
        .unwrap();
    let before = Registration {
        category: "sanitation".into(),
        ..sample::registration("transport", at("03-03 10:00"))
    };
    office::register(office, before, &sample::clerk(), at("03-03 10:05"), None)
        .await
        .unwrap();
    let first = run("03-05 10:00").await;
    let water = first.summary.units.iter().find(|unit| unit.name == "县水务局").unwrap();
    assert_eq!((water.report, water.cases), (ReportStatus::Late, 1));

    let (leader, analyst) = (
        who(Role::Leader, "deputy-head", "office"),
        who(Role::SpecialOffice, "office-analyst", "office"),
    );
    let now = at("03-05 10:30");
    let signed = office::sign_brief(office, DAY, 1, &leader, now).await.unwrap();
    // What fell to nothing is seen in the brief, and no category of that day.
    let fell = signed
        .categories
        .iter()
        .find(|line| line.slug.as_str() == "sanitation")
        .unwrap();
    assert_eq!((fell.count.today, fell.count.yesterday), (0, Some(1)));
    assert!(first.summary.categories.iter().all(|category| category.cases > 0));
    let day = office::read_day(office, DAY, now).await.unwrap();
    let draft = office::draft_assignments(office, &day, now).remove(0);
    office::assign(office, DAY, draft, &leader, now, None).await.unwrap();
    of_transport(office, "补登", "03-04 09:00", "03-05 12:00").await;
    let later = at("03-05 14:00");
    let drafted = office::draft_brief(office, DAY, later, &analyst, later).await.unwrap();
    assert_eq!((drafted.version, drafted.received.today), (2, 3));

    let again = run("03-08 09:00").await;
    assert!(again.html == documents::brief::html(&signed, Locale::ZhCn));
    assert!(again.docx == documents::brief::docx(&signed, Locale::ZhCn, None).unwrap());
    assert!(again.pdf == documents::brief::pdf(&signed, Locale::ZhCn, None).unwrap());
    assert!(again.assignments == first.assignments, "as of then nothing was decided");
    assert_eq!(again.summary.units, first.summary.units);
    assert_eq!(again.summary.attention, first.summary.attention);
    let once_more = run("03-09 09:00").await;
    assert!(once_more.pdf == again.pdf && once_more.docx == again.docx && once_more.html == again.html);
    let day = office::read_day(office, DAY, at("03-09 09:00")).await.unwrap();
    assert_eq!(day.briefs.len(), 2, "nothing new makes no new version");
}
