//! A made-up brief of the invented 云溪县, for tests and pictures.

use domain::case::Outcome;
use domain::daily::{
    AssignmentLine, AttentionItem, Brief, Caveat, Compared, Counted, Names, Reason, ReportStatus, Subject, UnitLine,
};
use domain::pack::BriefLevel;
use domain::{AreaSlug, CaseId, CategorySlug, Text, UnitSlug};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

const DAY: Date = Date::constant(2026, 3, 5);
const UNITS: [(&str, &str, &str, ReportStatus); 6] = [
    ("urban", "城市管理局", "Urban Management Bureau", ReportStatus::OnTime),
    ("water", "水务局", "Water Bureau", ReportStatus::OnTime),
    (
        "housing",
        "住房和城乡建设局",
        "Housing and Construction Bureau",
        ReportStatus::Late,
    ),
    ("fire", "消防救援大队", "Fire and Rescue Brigade", ReportStatus::Zero),
    (
        "market",
        "市场监督管理局",
        "Market Supervision Bureau",
        ReportStatus::Missing,
    ),
    (
        "east",
        "城东街道办事处",
        "Chengdong Subdistrict Office",
        ReportStatus::Awaited,
    ),
];
const CATEGORIES: [(&str, &str, &str, u64); 7] = [
    ("street", "占道经营", "Street trading", 64),
    ("noise", "噪声扰民", "Noise", 41),
    ("water", "停水和水压不足", "Water cut or low pressure", 33),
    ("fire-way", "消防通道堵塞", "Blocked fire access", 18),
    ("heating", "供暖", "Heating", 12),
    ("lamp", "路灯不亮", "Street lamp out", 9),
    ("other", "其他", "Other", 5),
];

/// A signed brief with something in every part of it.
#[must_use]
pub fn signed() -> Brief {
    Brief {
        issue: Some(64),
        running: Some(429),
        signed_by: Some(text("专班组长", "Head of the special office")),
        version: 3,
        ..draft()
    }
}

/// The same before it was signed: version 2, without a number.
#[must_use]
pub fn draft() -> Brief {
    Brief {
        attention: attention(),
        attention_left_out: 7,
        names: names(),
        assignments: assignments(),
        caveats: vec![
            Caveat::Missing { units: 1 },
            Caveat::NoHolidayData { year: 2027 },
            Caveat::ShortHistory { weeks: 3, least: 6 },
            Caveat::RejectedRows { rows: 4 },
            Caveat::Assignments { tasks: 12 },
        ],
        received: compared(182, 171, 160),
        finished: compared(150, 150, 141),
        open: compared(412, 398, 377),
        overdue: Compared {
            today: 5,
            yesterday: Some(3),
            last_week: None,
        },
        categories: CATEGORIES
            .iter()
            .map(|(slug, zh, en, n)| Counted {
                slug: CategorySlug::new(*slug),
                name: text(zh, en),
                count: Compared {
                    today: *n,
                    yesterday: Some(n - n / 8),
                    last_week: Some(n + 2 - n / 4),
                },
            })
            .collect(),
        areas: [
            ("east", "城东片区", "Chengdong", 95),
            ("west", "城西片区", "Chengxi", 60),
            ("river", "临河片区", "Linhe", 27),
        ]
        .map(|(slug, zh, en, n)| Counted {
            slug: AreaSlug::new(slug),
            name: text(zh, en),
            count: Compared {
                today: n,
                yesterday: Some(n - 4),
                last_week: None,
            },
        })
        .into(),
        units: UNITS
            .iter()
            .zip(0_u64..)
            .map(|((slug, zh, en, report), at)| UnitLine {
                unit: UnitSlug::new(*slug),
                name: text(zh, en),
                report: *report,
                versions: u32::from(!matches!(report, ReportStatus::Missing | ReportStatus::Awaited)),
                cases: if *report == ReportStatus::Zero { 0 } else { 61 - at * 9 },
                overdue: at % 3,
            })
            .collect(),
        trend: (0..14_i32)
            .map(|at| {
                (
                    DAY.saturating_sub((13 - at).days()),
                    [151, 160, 148, 90, 84, 155, 163, 158, 160, 149, 97, 88, 171, 182][usize_of(at)],
                )
            })
            .collect(),
        ..empty()
    }
}

/// A day on which nothing happened and nobody had to report.
#[must_use]
pub fn empty() -> Brief {
    let none = Compared {
        today: 0,
        yesterday: None,
        last_week: None,
    };
    Brief {
        date: DAY,
        version: 2,
        issue: None,
        running: None,
        signed_by: None,
        as_of: at(6, 8, 30),
        zone: "Asia/Shanghai".to_owned(),
        issued_on: Date::constant(2026, 3, 6),
        level: BriefLevel::Internal,
        title: text("云溪县诉求办理专报", "Yunxi County Daily Brief"),
        issuer: text(
            "云溪县诉求办理专班（演示）",
            "Special Office of Yunxi County (demonstration)",
        ),
        report_to: vec![
            text("县委书记、县长", "County Party Secretary, County Head"),
            text("分管副县长", "Deputy County Head"),
        ],
        send_to: vec![
            text("县委办公室", "County Party Office"),
            text("县政府办公室", "County Government Office"),
        ],
        issue_to: vec![
            text("各乡镇街道", "All townships"),
            text("县直有关部门", "Departments concerned"),
        ],
        copies: 30,
        received: none,
        finished: none,
        open: none,
        overdue: none,
        categories: Vec::new(),
        areas: Vec::new(),
        units: Vec::new(),
        names: Names::default(),
        attention: Vec::new(),
        attention_left_out: 0,
        assignments: Vec::new(),
        trend: Vec::new(),
        caveats: Vec::new(),
    }
}

/// A signed brief with `items` items that need attention.
#[must_use]
pub fn with_items(items: u32) -> Brief {
    let attention = (0..items)
        .map(|n| {
            case(
                n,
                &format!("第{n}号小区反映夜间施工噪声和渣土车遗撒，影响周边居民休息"),
                "urban",
                vec![
                    Reason::Overdue {
                        clock: "handling".to_owned(),
                        minutes: i64::from(n) * 97,
                    },
                    Reason::Repeated { times: n % 9 + 2 },
                ],
            )
        })
        .collect();
    Brief {
        attention,
        attention_left_out: 0,
        ..signed()
    }
}

/// A draft in which every text a person may have typed is `text`.
#[must_use]
pub fn with_text(typed: &str) -> Brief {
    let typed_text = || text(typed, typed);
    let mut brief = draft();
    brief.title = typed_text();
    brief.issuer = typed_text();
    brief.report_to = vec![typed_text()];
    typed.clone_into(&mut brief.zone);
    brief.attention = vec![case(
        1,
        typed,
        "urban",
        vec![
            Reason::Added { why: typed.to_owned() },
            Reason::Overdue {
                clock: typed.to_owned(),
                minutes: i64::MIN,
            },
            Reason::NearDeadline {
                clock: "handling".to_owned(),
                minutes: i64::MAX,
            },
        ],
    )];
    brief.names.units.insert(UnitSlug::new("urban"), typed_text());
    brief.units[0].name = typed_text();
    brief.categories[0].name = typed_text();
    brief.areas[0].name = typed_text();
    let assignment = &mut brief.assignments[0];
    typed.clone_into(&mut assignment.number);
    typed.clone_into(&mut assignment.title);
    typed.clone_into(&mut assignment.word);
    assignment.leader = typed_text();
    assignment.status = typed_text();
    brief
}

fn attention() -> Vec<AttentionItem> {
    let clock = "handling".to_owned();
    let rising = (CategorySlug::new("fire-way"), AreaSlug::new("east"));
    vec![
        case(
            1,
            "和平路农贸市场二层起火，浓烟外溢，有人员受伤",
            "fire",
            vec![Reason::Casualties { people: 2 }, Reason::ManyPeople { people: 40 }],
        ),
        case(
            2,
            "幸福里小区3号楼连续四天停水，老人取水困难",
            "water",
            vec![
                Reason::Overdue {
                    clock: clock.clone(),
                    minutes: 4440,
                },
                Reason::Repeated { times: 6 },
            ],
        ),
        case(
            3,
            "新城花园地下车库消防通道长期被杂物堵塞",
            "housing",
            vec![
                Reason::NearDeadline {
                    clock: clock.clone(),
                    minutes: 205,
                },
                Reason::Repeated { times: 3 },
            ],
        ),
        AttentionItem {
            subject: Subject::Category {
                category: rising.0.clone(),
            },
            reasons: vec![Reason::RisingCategory {
                category: rising.0,
                observed: 18,
                expected: 6.25,
                p: 0.000_04,
            }],
        },
        AttentionItem {
            subject: Subject::Area { area: rising.1.clone() },
            reasons: vec![Reason::RisingArea {
                area: rising.1,
                observed: 95,
                expected: 70.4,
                p: 0.003_1,
            }],
        },
        case(
            4,
            "早市占道经营，校门口上学时段通行不畅",
            "urban",
            vec![Reason::Added {
                why: "开学第一周，家长集中反映，请一并研究".to_owned(),
            }],
        ),
    ]
}

fn assignments() -> Vec<AssignmentLine> {
    let line = |n: u32, title: &str, unit: (&str, &str), status: (&str, &str)| AssignmentLine {
        task: CaseId(uuid::Uuid::from_u128(
            0x0190_0000_0000_7000_8000_0000_0000_1000 + u128::from(n),
        )),
        number: format!("20260304-{n:05}"),
        title: title.to_owned(),
        unit: text(unit.0, unit.1),
        leader: text("局长", "Director"),
        due: Some(at(5, 18, 0)),
        status: text(status.0, status.1),
        done: false,
        overdue: false,
        outcome: None,
        word: String::new(),
    };
    vec![
        AssignmentLine {
            done: true,
            outcome: Some(Outcome::Solved),
            word: "已更换水泵，3月5日16时恢复供水，逐户回访32户。".to_owned(),
            ..line(
                21,
                "抢修幸福里小区二次供水设施",
                ("水务局", "Water Bureau"),
                ("已办结", "Closed"),
            )
        },
        AssignmentLine {
            overdue: true,
            word: "已约谈物业公司，尚余两处未清理。".to_owned(),
            ..line(
                22,
                "清理新城花园消防通道并建立巡查台账",
                ("住房和城乡建设局", "Housing Bureau"),
                ("办理中", "In hand"),
            )
        },
        AssignmentLine {
            due: None,
            ..line(
                23,
                "研究和平小学周边早市迁移方案",
                ("城市管理局", "Urban Management Bureau"),
                ("已签收", "Acknowledged"),
            )
        },
    ]
}

fn names() -> Names {
    Names {
        units: UNITS
            .iter()
            .map(|(slug, zh, en, _)| (UnitSlug::new(*slug), text(zh, en)))
            .collect(),
        categories: CATEGORIES
            .iter()
            .map(|(slug, zh, en, _)| (CategorySlug::new(*slug), text(zh, en)))
            .collect(),
        areas: [(AreaSlug::new("east"), text("城东片区", "Chengdong"))].into(),
        clocks: [("handling".to_owned(), text("办理时限", "Handling"))].into(),
    }
}

fn case(n: u32, title: &str, unit: &str, reasons: Vec<Reason>) -> AttentionItem {
    AttentionItem {
        subject: Subject::Case {
            id: CaseId(uuid::Uuid::from_u128(
                0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(n),
            )),
            number: format!("20260305-{n:05}"),
            title: title.to_owned(),
            unit: UnitSlug::new(unit),
        },
        reasons,
    }
}

fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn compared(today: u64, yesterday: u64, last_week: u64) -> Compared {
    Compared {
        today,
        yesterday: Some(yesterday),
        last_week: Some(last_week),
    }
}

/// A moment of March 2026 by the clock of Shanghai.
fn at(day: i8, hour: i8, minute: i8) -> Timestamp {
    let at = jiff::civil::date(2026, 3, day).at(hour, minute, 0, 0);
    jiff::tz::Offset::constant(8)
        .to_timestamp(at)
        .expect("a date of this century")
}

fn usize_of(at: i32) -> usize {
    usize::try_from(at).expect("not negative")
}
