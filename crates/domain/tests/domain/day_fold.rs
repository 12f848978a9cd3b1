//! The day's stream over any sequence of changes, and the order of attention.

use domain::case::{Actor, Role};
use domain::daily::{
    AttentionItem, Brief, BriefInput, Compared, Day, DayCounts, DayEvent, Item, JudgementInput, MOST_JUDGED, Reason,
    Subject, compose_brief, decide_day, evolve_day, judge, keep_judged, rises,
};
use domain::pack::{Pack, builtin};
use domain::{CaseId, CategorySlug};
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const DAY: Date = date(2026, 3, 5);

fn pack() -> Arc<Pack> {
    builtin("demo-bureau").expect("built in")
}

fn now() -> Timestamp {
    "2026-03-06T01:00:00Z".parse().unwrap()
}

fn actor(role: Role, account: Option<&str>) -> Actor {
    Actor {
        role,
        post: None,
        unit: None,
        account: account.map(str::to_owned),
    }
}

fn subject(n: u8) -> Subject {
    match n % 3 {
        0 => Subject::Category {
            category: CategorySlug::new(format!("c{}", n / 3)),
        },
        _ => Subject::Case {
            id: CaseId(uuid::Uuid::from_u128(u128::from(n))),
            number: format!("20260305-{n:05}"),
            title: "title".to_owned(),
            unit: "roads".into(),
        },
    }
}

fn item(n: u8, people: u32) -> AttentionItem {
    AttentionItem {
        subject: subject(n),
        reasons: vec![Reason::Casualties { people }],
    }
}

fn judged(items: Vec<AttentionItem>) -> DayEvent {
    DayEvent::Judged {
        items,
        as_of: now(),
        left_out: 0,
        weeks: 0,
    }
}

fn brief(version: u32, day: &Day) -> Brief {
    let none = Compared {
        today: 0,
        yesterday: None,
        last_week: None,
    };
    let input = BriefInput {
        date: DAY,
        version,
        as_of: now(),
        received: none,
        finished: none,
        open: none,
        overdue: none,
        categories: BTreeMap::new(),
        areas: BTreeMap::new(),
        units: Vec::new(),
        items: &day.items,
        left_out: day.left_out,
        assignments: Vec::new(),
        assignments_left_out: 0,
        trend: Vec::new(),
        weeks: None,
        warning_years: Vec::new(),
        rejected_rows: 0,
    };
    compose_brief(&pack(), input)
}

fn changes() -> impl Strategy<Value = Vec<DayEvent>> {
    let n = 0..12_u8;
    let change = prop_oneof![
        prop::collection::vec((n.clone(), 0..9_u32), 0..10)
            .prop_map(|items| judged(items.into_iter().map(|(n, people)| item(n, people)).collect())),
        n.clone().prop_map(|n| DayEvent::Confirmed { subject: subject(n) }),
        (n.clone(), 0..20_usize).prop_map(|(n, to)| DayEvent::Moved {
            subject: subject(n),
            to
        }),
        (n.clone(), ".{0,3}").prop_map(|(n, why)| DayEvent::Added {
            item: AttentionItem {
                subject: subject(n),
                reasons: vec![Reason::Added { why }]
            }
        }),
        (n.clone(), ".{0,3}").prop_map(|(n, why)| DayEvent::Dropped {
            subject: subject(n),
            why
        }),
        (0..4_u32).prop_map(|version| DayEvent::BriefDrafted {
            brief: Box::new(brief(version, &Day::default()))
        }),
        (0..4_u32, 1..9_u32).prop_map(|(version, issue)| DayEvent::BriefSigned {
            version,
            issue,
            running: issue
        }),
        n.prop_map(|n| DayEvent::Decided {
            subject: subject(n),
            task: CaseId(uuid::Uuid::from_u128(u128::from(n))),
            number: String::new()
        }),
    ];
    prop::collection::vec(change, 0..40)
}

fn anybody() -> impl Strategy<Value = Actor> {
    let roles = prop_oneof![
        Just(Role::Program),
        Just(Role::SpecialOffice),
        Just(Role::Leader),
        Just(Role::Handler)
    ];
    (roles, prop::option::of("[ab]")).prop_map(|(role, account)| actor(role, account.as_deref()))
}

proptest! {
    /// Any events, decided or not: no panic, no subject twice, none both there and dropped.
    #[test]
    fn folding_is_total_and_keeps_subjects_apart(changes in changes(), who in anybody()) {
        let mut day = Day::default();
        for change in &changes {
            day = evolve_day(day, change, &who);
            let there: Vec<&Subject> = day.items.iter().map(|day| &day.item.subject).collect();
            for (i, a) in there.iter().enumerate() {
                prop_assert!(!there[i + 1..].iter().any(|b| a.is_same(b)));
                prop_assert!(!day.dropped.iter().any(|(item, _)| item.subject.is_same(a)));
            }
            prop_assert_eq!(day.briefs.len(), day.drafted_by.len());
            prop_assert_eq!(day.briefs.len(), day.signed_by.len());
        }
    }

    /// What `decide_day` allows can be folded, and asking for the same again is either nothing or refused.
    #[test]
    fn deciding_is_total(changes in changes(), who in prop::collection::vec(anybody(), 40)) {
        let mut day = Day::default();
        for (change, who) in changes.iter().zip(&who) {
            let before = day.clone();
            match decide_day(&day, change, who) {
                Ok(events) => {
                    let wrote = !events.is_empty();
                    day = events.iter().fold(day, |day, event| evolve_day(day, event, who));
                    prop_assert_eq!(wrote, day != before || matches!(change, DayEvent::Added { .. }) && wrote);
                    if matches!(change, DayEvent::Judged { .. } | DayEvent::Confirmed { .. } | DayEvent::Moved { .. }) {
                        prop_assert_eq!(decide_day(&day, change, who), Ok(Vec::new()));
                    }
                }
                Err(refusal) => prop_assert!(refusal.key.starts_with("refusal-day-")),
            }
            let signed = day.briefs.iter().zip(&day.drafted_by).zip(&day.signed_by);
            for ((brief, drafter), signer) in signed.filter(|((brief, _), _)| brief.issue.is_some()) {
                let signer = signer.as_ref().unwrap();
                prop_assert!(signer.account.is_some() && signer.account != *drafter, "{}", brief.version);
            }
            prop_assert!(day.decided.is_empty() || day.signed_brief().is_some());
        }
    }

    /// What people moved or kept stays at its place through a new judgement, what they dropped stays away.
    #[test]
    fn a_new_judgement_leaves_what_people_touched(
        first in prop::collection::vec(0..12_u8, 3..10), second in prop::collection::vec(0..12_u8, 0..10)
    ) {
        let office = actor(Role::SpecialOffice, Some("a"));
        let unique = |ns: &[u8]| {
            let mut seen = std::collections::BTreeSet::new();
            ns.iter().filter(|n| seen.insert(**n)).map(|n| item(*n, 1)).collect::<Vec<_>>()
        };
        let (first, second) = (unique(&first), unique(&second));
        prop_assume!(first.len() >= 3);
        let day = evolve_day(Day::default(), &judged(first.clone()), &office);
        let moved = first[2].subject.clone();
        let day = evolve_day(day, &DayEvent::Moved { subject: moved.clone(), to: 0 }, &office);
        let dropped = first[1].subject.clone();
        let day = evolve_day(day, &DayEvent::Dropped { subject: dropped.clone(), why: "no".to_owned() }, &office);
        let day = evolve_day(day, &judged(second.clone()), &office);
        prop_assert!(day.items[0].item.subject.is_same(&moved) && day.items[0].confirmed);
        prop_assert!(!day.items.iter().any(|day| day.item.subject.is_same(&dropped)));
        for item in &second {
            let there = day.items.iter().any(|day| day.item.subject.is_same(&item.subject));
            prop_assert!(there || item.subject.is_same(&dropped));
        }
    }
}

#[test]
fn people_and_the_program_have_their_parts() {
    let (office, other) = (actor(Role::SpecialOffice, Some("a")), actor(Role::Leader, Some("b")));
    let program = Actor::program();
    let refused = |day: &Day, change: &DayEvent, who: &Actor| decide_day(day, change, who).unwrap_err().key;
    let mut day = evolve_day(Day::default(), &judged(vec![item(1, 1), item(2, 1)]), &program);
    let drop = |why: &str| DayEvent::Dropped {
        subject: subject(1),
        why: why.to_owned(),
    };
    assert_eq!(refused(&day, &drop(" "), &office), "refusal-day-drop-why");
    assert_eq!(refused(&day, &drop("x"), &program), "refusal-day-role");
    assert_eq!(
        refused(&day, &drop("x"), &actor(Role::Handler, Some("h"))),
        "refusal-day-role"
    );
    let elsewhere = DayEvent::Confirmed { subject: subject(9) };
    assert_eq!(refused(&day, &elsewhere, &office), "refusal-day-no-subject");
    day = evolve_day(day, &drop("seen to"), &office);
    // Kept after all.
    day = evolve_day(day, &DayEvent::Confirmed { subject: subject(1) }, &office);
    assert!(day.dropped.is_empty() && day.items[0].item.subject.is_same(&subject(1)));

    let decided = DayEvent::Decided {
        subject: subject(1),
        task: CaseId(uuid::Uuid::nil()),
        number: String::new(),
    };
    assert_eq!(refused(&day, &decided, &other), "refusal-day-decide-unsigned");
    let drafted = DayEvent::BriefDrafted {
        brief: Box::new(brief(1, &day)),
    };
    day = evolve_day(day, &drafted, &office);
    assert_eq!(
        decide_day(
            &day,
            &DayEvent::BriefDrafted {
                brief: Box::new(brief(2, &day))
            },
            &office
        ),
        Ok(Vec::new())
    );
    let signed = |version| DayEvent::BriefSigned {
        version,
        issue: 7,
        running: 70,
    };
    assert_eq!(refused(&day, &signed(1), &office), "refusal-day-sign-own");
    assert_eq!(refused(&day, &signed(2), &other), "refusal-day-no-brief");
    day = evolve_day(day, &signed(1), &other);
    assert_eq!(day.signed_brief().and_then(|brief| brief.issue), Some(7));
    assert_eq!(refused(&day, &signed(1), &other), "refusal-day-brief-signed");
    assert_eq!(decide_day(&day, &decided, &other).unwrap().len(), 1);
}

fn case(n: u32) -> Item {
    Item {
        id: CaseId(uuid::Uuid::from_u128(u128::from(n))),
        number: format!("20260305-{n:05}"),
        title: String::new(),
        unit: "roads".into(),
        category: "traffic".into(),
        area: None,
        received_at: now(),
        casualties: None,
        people_affected: None,
        repeats: 0,
        clocks: Vec::new(),
    }
}

fn hours(n: i64) -> Timestamp {
    now() + Span::new().hours(n)
}

fn counts(date: Date, traffic: u64) -> DayCounts {
    DayCounts {
        date,
        categories: BTreeMap::from([("traffic".into(), traffic), ("health".into(), 5)]),
        areas: BTreeMap::new(),
    }
}

#[test]
fn items_come_in_order_of_attention() {
    let clock = |from, due| vec![("handling".into(), hours(from), hours(due))];
    let items = [
        Item {
            people_affected: Some(400),
            ..case(1)
        },
        Item { repeats: 5, ..case(2) },
        Item {
            clocks: clock(-90, 10),
            ..case(3)
        },
        Item {
            clocks: clock(-90, -2),
            ..case(4)
        },
        Item {
            clocks: clock(-90, -30),
            ..case(5)
        },
        Item {
            casualties: Some(1),
            ..case(6)
        },
        Item {
            casualties: Some(3),
            clocks: clock(-90, -1),
            ..case(7)
        },
        Item {
            clocks: clock(-10, 90),
            ..case(8)
        },
        Item {
            casualties: Some(0),
            people_affected: Some(2),
            repeats: 1,
            ..case(9)
        },
        Item {
            clocks: clock(-90, -2),
            repeats: 4,
            ..case(10)
        },
    ];
    let weeks = |n: i64| DAY.saturating_sub(Span::new().weeks(n));
    let history: Vec<DayCounts> = (1..=12)
        .map(|n| counts(weeks(n), 20 + u64::try_from(n % 3).unwrap()))
        .collect();
    let input = JudgementInput {
        date: DAY,
        now: now(),
        items: &items,
        today: counts(DAY, 95),
        history: &history,
    };
    let judged = judge(&pack(), &input);
    let names: Vec<String> = judged
        .iter()
        .map(|item| match &item.subject {
            Subject::Case { number, .. } => number[9..].to_owned(),
            Subject::Category { category } => category.to_string(),
            Subject::Area { area } => area.to_string(),
        })
        .collect();
    assert_eq!(
        names,
        [
            "00007", "00006", "00005", "00010", "00004", "00003", "00002", "00001", "traffic"
        ]
    );
    assert!(matches!(
        judged[0].reasons.as_slice(),
        [Reason::Casualties { people: 3 }, Reason::Overdue { minutes: 60, .. }]
    ));
    let Reason::RisingCategory {
        observed: 95,
        expected,
        p,
        ..
    } = &judged[8].reasons[0]
    else {
        panic!("{:?}", judged[8])
    };
    assert!((20.0..22.0).contains(expected) && *p < 1e-6);
}

#[test]
fn too_short_a_history_says_nothing_and_rises_are_never_cut_off() {
    let rules = &pack().judgement;
    let weeks = |n: i64| counts(DAY.saturating_sub(Span::new().weeks(n)), 20);
    let history: Vec<DayCounts> = (1..i64::from(rules.least_weeks.as_ref().unwrap().value))
        .map(weeks)
        .collect();
    let days: Vec<&DayCounts> = history.iter().collect();
    assert!(rises(rules, &counts(DAY, 900), &days).is_empty());

    let mut items: Vec<AttentionItem> = (0..2_000_u32)
        .map(|n| AttentionItem {
            subject: Subject::Case {
                id: CaseId(uuid::Uuid::from_u128(u128::from(n))),
                number: n.to_string(),
                title: String::new(),
                unit: "roads".into(),
            },
            reasons: vec![Reason::Repeated { times: 9 }],
        })
        .collect();
    items.push(item(0, 1));
    let (kept, left_out) = keep_judged(items);
    assert_eq!((kept.len(), left_out), (MOST_JUDGED, 1_001));
    assert!(matches!(kept.last().unwrap().subject, Subject::Category { .. }));
}

/// Counts of a city in a year: no overflow, no endless sum, p between 0 and 1.
#[test]
fn the_test_stands_any_count() {
    let rules = &pack().judgement;
    for usual in [0, 1, 7, 1_000, 1_000_000] {
        let history: Vec<DayCounts> = (1..=10)
            .map(|n| counts(DAY.saturating_sub(Span::new().weeks(n)), usual))
            .collect();
        let days: Vec<&DayCounts> = history.iter().collect();
        for today in [0, 1, 9, 1_050, 1_100_000] {
            let found = rises(rules, &counts(DAY, today), &days);
            let expected = today > usual + 4 * usual.isqrt() + 1;
            assert_eq!(!found.is_empty(), expected, "{usual} → {today}: {found:?}");
        }
    }
}
