//! A day from the judgement to the next day's brief, as people and the program live it.

use crate::sample;
use domain::case::{Actor, Command, Outcome, Registration, Role};
use domain::daily::{AttentionItem, DayEvent, Reason, ReportStatus, Subject};
use domain::pack::{OperatingLevel, builtin};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use office::{Assignment, Clock, DayState, Error, Office};
use store::{NewReport, Store};

const DAY: Date = date(2026, 3, 4);
const NEXT: Date = date(2026, 3, 5);

struct Bureau {
    office: Office,
    _dir: tempfile::TempDir,
}

impl Bureau {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let office = Office {
            store,
            pack: builtin("demo-bureau").unwrap(),
            clock: Clock::starting_at(at("03-05 09:00")),
        };
        Self { office, _dir: dir }
    }

    async fn request(&self, category: &str, title: &str, unit: &str, received: &str, set: impl Fn(&mut Registration)) {
        let mut registration = Registration {
            category: category.into(),
            title: title.to_owned(),
            ..sample::registration(unit, at(received))
        };
        set(&mut registration);
        office::register(&self.office, registration, &sample::clerk(), at(received), None)
            .await
            .unwrap();
    }

    async fn day(&self, date: Date, now: &str) -> DayState {
        office::read_day(&self.office, date, at(now)).await.unwrap()
    }
}

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

fn refused<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Refused(refusal)) => {
            let said = words::words(domain::Locale::ZhCn).refusal(&refusal);
            assert_ne!(said, refusal.key, "has a sentence");
            refusal.key
        }
        other => panic!("not refused: {other:?}"),
    }
}

fn titles(items: &[AttentionItem]) -> Vec<&str> {
    let title = |item: &AttentionItem| match &item.subject {
        Subject::Case { title, .. } => Some(title.clone()),
        _ => None,
    };
    let known = ["明火", "停水", "塌陷", "渗漏", "坑洼"];
    let in_order = items.iter().filter_map(title).collect::<Vec<_>>();
    in_order
        .iter()
        .map(|title| *known.iter().find(|known| *known == title).unwrap())
        .collect()
}

fn of(day: &DayState) -> Vec<AttentionItem> {
    day.items.iter().map(|day| day.item.clone()).collect()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning to its end")]
async fn what_is_decided_today_is_in_tomorrows_brief() {
    let bureau = Bureau::new().await;
    let office = &bureau.office;
    let analyst = who(Role::SpecialOffice, "office-analyst", "office");
    let leader = who(Role::Leader, "deputy-head", "office");
    bureau
        .request("fire-safety", "明火", "fire", "03-04 10:00", |r| {
            r.casualties = Some(2);
        })
        .await;
    bureau
        .request("water-supply", "停水", "water", "03-04 08:00", |_| {})
        .await;
    bureau
        .request("traffic", "塌陷", "transport", "03-04 15:00", |r| {
            r.people_affected = Some(50);
        })
        .await;
    bureau
        .request("traffic", "渗漏", "transport", "03-04 16:00", |r| r.repeats = 4)
        .await;
    bureau
        .request("traffic", "坑洼", "transport", "03-04 17:00", |_| {})
        .await;
    let report = |unit: &str, cases, received: &str| NewReport {
        unit: unit.into(),
        date: DAY,
        received_at: at(received),
        cases,
        rejected: 0,
        file: String::new(),
        sha256: String::new(),
    };
    for report in [
        report("water", 1, "03-05 08:00"),
        report("fire", 0, "03-05 08:30"),
        report("transport", 3, "03-05 09:20"),
    ] {
        office.store.record_report(report).await.unwrap();
    }

    // The program proposes.
    let now = at("03-05 09:30");
    let day = office::judge_day(office, DAY, now, &Actor::program(), now)
        .await
        .unwrap();
    assert_eq!(titles(&of(&day)), ["明火", "停水", "渗漏", "塌陷"]);
    assert!(matches!(
        day.items[0].item.reasons.as_slice(),
        [
            Reason::Casualties { people: 2 },
            Reason::NearDeadline { minutes: 30, .. }
        ]
    ));
    assert!(matches!(
        day.items[1].item.reasons.as_slice(),
        [Reason::Overdue { minutes: 90, .. }]
    ));
    let status = |day: &DayState, unit: &str| day.reports.iter().find(|(slug, ..)| slug.as_str() == unit).unwrap().1;
    assert_eq!(status(&day, "water"), ReportStatus::OnTime);
    assert_eq!(status(&day, "fire"), ReportStatus::Zero);
    assert_eq!(status(&day, "transport"), ReportStatus::Late);
    assert_eq!(status(&day, "housing"), ReportStatus::Missing);

    // People change it.
    let subject = |n: usize| day.items[n].item.subject.clone();
    let drop = |why: &str| DayEvent::Dropped {
        subject: subject(3),
        why: why.to_owned(),
    };
    let no_reason = office::change_judgement(office, DAY, day.version, drop(""), &analyst, now).await;
    assert_eq!(refused(no_reason), "refusal-day-drop-why");
    let changed = office::change_judgement(office, DAY, day.version, drop("已修复"), &analyst, now)
        .await
        .unwrap();
    let moved = DayEvent::Moved {
        subject: subject(1),
        to: 0,
    };
    let stale = office::change_judgement(office, DAY, day.version, moved.clone(), &analyst, now).await;
    assert_eq!(refused(stale), "refusal-day-changed");
    let changed = office::change_judgement(office, DAY, changed.version, moved, &analyst, now)
        .await
        .unwrap();
    assert_eq!(titles(&of(&changed)), ["停水", "明火", "渗漏"]);
    assert_eq!(changed.dropped[0].1, "已修复");
    let again = office::judge_day(office, DAY, at("03-05 09:40"), &Actor::program(), now)
        .await
        .unwrap();
    assert_eq!(titles(&of(&again)), ["停水", "明火", "渗漏"]);

    // The brief, signed by somebody else.
    let brief = office::draft_brief(office, DAY, now, &analyst, now).await.unwrap();
    assert_eq!(
        (brief.version, brief.received.today, brief.received.yesterday),
        (1, 5, None)
    );
    assert_eq!((brief.open.today, brief.overdue.today), (5, 1));
    assert_eq!(titles(&brief.attention), ["停水", "明火", "渗漏"]);
    assert_eq!(
        office::draft_brief(office, DAY, now, &analyst, now).await.unwrap(),
        brief
    );
    let water = Assignment {
        subject: brief.attention[0].subject.clone(),
        title: "恢复供水并查明原因".to_owned(),
        description: "今日内恢复供水".to_owned(),
        unit: "water".into(),
        leader: "water-leader".into(),
        due: at("03-06 12:00"),
        origin: match &brief.attention[0].subject {
            Subject::Case { id, .. } => Some(*id),
            _ => None,
        },
    };
    let early = office::assign(office, DAY, water.clone(), &leader, now, None).await;
    assert_eq!(refused(early), "refusal-day-decide-unsigned");
    let own = office::sign_brief(office, DAY, 1, &analyst, now).await;
    assert_eq!(refused(own), "refusal-day-sign-own");
    let signed = office::sign_brief(office, DAY, 1, &leader, now).await.unwrap();
    assert_eq!((signed.issue, signed.running), (Some(1), Some(1)));
    assert_eq!(signed.signed_by.unwrap().zh, "分管副县长");

    // A decision becomes a task, once, however often it is sent.
    let key = || Some("form-1".to_owned());
    let done = office::assign(office, DAY, water.clone(), &leader, at("03-05 10:00"), key())
        .await
        .unwrap();
    let same = office::assign(office, DAY, water, &leader, at("03-05 10:01"), key())
        .await
        .unwrap();
    assert_eq!(same.appended.case, done.appended.case);
    let task = done.appended.case;
    let day = bureau.day(DAY, "03-05 10:02").await;
    assert_eq!(day.decided.len(), 1);
    let drafts = office::draft_assignments(office, &day, at("03-05 10:02"));
    assert_eq!(drafts.len(), 2, "the decided one is not proposed again");
    assert!(
        drafts
            .iter()
            .all(|draft| draft.due == at("03-06 18:00") && draft.description.contains("列入原因："))
    );
    assert!(
        drafts[0].description.starts_with("请立即核实伤亡情况"),
        "{:?}",
        drafts[0]
    );
    assert!(
        drafts[1].description.starts_with("请查明反复反映的原因"),
        "{:?}",
        drafts[1]
    );

    // The unit does it, somebody else says that it is done.
    let handler = who(Role::Handler, "water-handler", "water");
    let chief = who(Role::SpecialOffice, "office-chief", "office");
    let steps = [
        (&handler, Command::Acknowledge, "03-05 10:30"),
        (
            &handler,
            Command::ReportProgress {
                note: "抢修中".to_owned(),
            },
            "03-05 14:00",
        ),
        (
            &handler,
            Command::Answer {
                text: "已恢复供水".to_owned(),
                outcome: Outcome::Solved,
            },
            "03-05 20:00",
        ),
        (
            &chief,
            Command::SignOff {
                note: "电话核实".to_owned(),
            },
            "03-06 08:00",
        ),
    ];
    for (actor, command, when) in &steps {
        office::act(office, task, command, actor, at(when), None).await.unwrap();
    }

    // The next day's brief says what came of it, on each moment's own knowledge.
    let noon = office::draft_brief(office, NEXT, at("03-05 15:00"), &analyst, at("03-06 09:00"))
        .await
        .unwrap();
    assert_eq!(
        (noon.assignments[0].done, noon.assignments[0].word.as_str()),
        (false, "抢修中")
    );
    assert_eq!(noon.assignments[0].status.zh, "办理中");
    let now = at("03-06 09:00");
    office::judge_day(office, NEXT, now, &Actor::program(), now)
        .await
        .unwrap();
    let next = office::draft_brief(office, NEXT, now, &analyst, now).await.unwrap();
    let line = &next.assignments[0];
    assert_eq!(
        (next.assignments.len(), line.task, line.done, line.overdue),
        (1, task, true, false)
    );
    assert_eq!(
        (line.word.as_str(), line.outcome),
        ("已恢复供水", Some(Outcome::Solved))
    );
    assert_eq!((line.unit.zh.as_str(), line.due), ("县水务局", Some(at("03-06 12:00"))));
    assert_eq!((next.received.today, next.received.yesterday), (0, Some(5)));
    let issue = office::sign_brief(office, NEXT, next.version, &leader, now)
        .await
        .unwrap();
    assert_eq!((issue.issue, issue.running), (Some(2), Some(2)));
}

#[tokio::test]
async fn a_level_asks_for_reports_at_its_own_times_from_its_day_on() {
    let bureau = Bureau::new().await;
    let office = &bureau.office;
    let plan = domain::level::Plan {
        level: OperatingLevel::Heightened,
        area: None,
        units: Vec::new(),
        bound: Vec::new(),
        reason: "两会".to_owned(),
        from: at("03-05 00:00"),
        until: at("03-06 00:00"),
    };
    let chief = who(Role::SpecialOffice, "office-chief", "office");
    let set = domain::level::LevelCommand::Set(plan);
    office::change_levels(office, &set, &chief, at("03-04 18:00"))
        .await
        .unwrap();
    let waiting = |day: &DayState| {
        day.reports
            .iter()
            .all(|(_, status, _)| *status == ReportStatus::Awaited)
    };
    let missing = |day: &DayState| {
        day.reports
            .iter()
            .all(|(_, status, _)| *status == ReportStatus::Missing)
    };
    assert!(
        waiting(&bureau.day(DAY, "03-04 18:00").await),
        "routine: due the next morning"
    );
    assert!(waiting(&bureau.day(NEXT, "03-05 17:00").await));
    assert!(
        missing(&bureau.day(NEXT, "03-05 17:30").await),
        "heightened: due the same evening"
    );
}

#[tokio::test]
async fn a_unit_with_a_time_of_its_own_is_late_by_that_time() {
    let bureau = Bureau::new().await;
    let office = &bureau.office;
    let standing = async |unit: &str, when: &str| {
        let day = bureau.day(DAY, when).await;
        day.reports.iter().find(|(slug, ..)| slug.as_str() == unit).unwrap().1
    };
    assert_eq!(standing("housing", "03-05 09:10").await, ReportStatus::Missing);
    assert_eq!(standing("labour", "03-05 09:10").await, ReportStatus::Awaited);
    assert_eq!(standing("labour", "03-05 09:30").await, ReportStatus::Missing);
    let due = office::units_due(office, DAY, None, at("03-05 08:00")).await.unwrap();
    let own = due.iter().find(|due| due.at == at("03-05 09:30")).unwrap();
    assert_eq!(
        own.units.iter().map(domain::UnitSlug::as_str).collect::<Vec<_>>(),
        ["labour"]
    );
    // A day is over when the last of them has to be there.
    assert_eq!(office::due_minute(office, DAY).await.unwrap(), at("03-05 09:30"));
    for unit in ["housing", "labour"] {
        let report = NewReport {
            unit: unit.into(),
            date: DAY,
            received_at: at("03-05 09:20"),
            cases: 1,
            rejected: 0,
            file: String::new(),
            sha256: String::new(),
        };
        office.store.record_report(report).await.unwrap();
    }
    assert_eq!(standing("housing", "03-05 10:00").await, ReportStatus::Late);
    assert_eq!(standing("labour", "03-05 10:00").await, ReportStatus::OnTime);
}

#[tokio::test]
async fn what_people_add_must_exist_and_a_forged_title_is_not_taken() {
    let bureau = Bureau::new().await;
    let office = &bureau.office;
    let chief = who(Role::SpecialOffice, "office-chief", "office");
    bureau
        .request("traffic", "坑洼", "transport", "03-04 17:00", |_| {})
        .await;
    let page = office
        .store
        .list(
            &store::Viewer::body(),
            &store::Filter::default(),
            store::Sort::default(),
            None,
            9,
        )
        .await
        .unwrap();
    let add = |id, why: &str| DayEvent::Added {
        item: AttentionItem {
            subject: Subject::Case {
                id,
                number: String::new(),
                title: "伪造".to_owned(),
                unit: "fire".into(),
            },
            reasons: vec![Reason::Added { why: why.to_owned() }],
        },
    };
    let now = at("03-05 09:00");
    let version = bureau.day(DAY, "03-05 09:00").await.version;
    let nowhere = office::new_case_id(now);
    let unknown = office::change_judgement(office, DAY, version, add(nowhere, "领导关注"), &chief, now).await;
    assert_eq!(refused(unknown), "refusal-day-no-such-subject");
    let day = office::change_judgement(office, DAY, version, add(page.rows[0].id, "领导关注"), &chief, now)
        .await
        .unwrap();
    assert_eq!(titles(&of(&day)), ["坑洼"]);
    assert!(day.items[0].confirmed);
}

#[tokio::test]
async fn a_draft_that_is_due_in_a_year_without_holidays_says_so() {
    let bureau = Bureau::new().await;
    let draft = |due: &str| Assignment {
        subject: Subject::Category {
            category: "water".into(),
        },
        title: "查明原因".to_owned(),
        description: String::new(),
        unit: "water".into(),
        leader: "water-leader".into(),
        due: due.parse().unwrap(),
        origin: None,
    };
    let inside = draft("2026-12-31T18:00:00+08:00");
    let outside = draft("2027-01-01T18:00:00+08:00");
    for (drafts, named) in [
        (vec![inside.clone()], false),
        (vec![outside.clone()], true),
        (vec![inside, outside], true),
    ] {
        let table = office::assignments_table(&bureau.office, DAY, &drafts, domain::Locale::ZhCn);
        assert_eq!(
            table.title.contains("2027 年的节假日安排尚未录入"),
            named,
            "{}",
            table.title
        );
    }
}
