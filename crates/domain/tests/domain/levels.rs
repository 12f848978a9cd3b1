//! Operating levels: a reason and an end always; told to all posts; they bind the units that they name and all beneath them.

use domain::case::{Actor, Refusal};
use domain::level::{LevelCommand, LevelEvent, Levels, Plan, decide, evolve};
use domain::pack::{OperatingLevel, Pack, builtin};
use jiff::{SignedDuration, Timestamp};

fn now() -> Timestamp {
    "2026-07-01T00:00:00Z".parse().unwrap()
}

fn later(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}

fn plan() -> Plan {
    Plan {
        level: OperatingLevel::Emergency,
        area: None,
        units: Vec::new(),
        bound: Vec::new(),
        reason: "暴雨".to_owned(),
        from: now(),
        until: later(24),
    }
}

struct Told {
    pack: Pack,
    levels: Levels,
}

impl Told {
    fn new() -> Self {
        Self {
            pack: (*builtin("demo-bureau").unwrap()).clone(),
            levels: Levels::default(),
        }
    }

    fn act_as(&mut self, who: &Actor, command: &LevelCommand, at: Timestamp) -> Result<bool, Refusal> {
        let event = decide(&self.levels, command, who, &self.pack, at)?;
        let done = event.is_some();
        if let Some(event) = event {
            let kept = serde_json::to_string(&event).unwrap();
            assert_eq!(serde_json::from_str::<LevelEvent>(&kept).unwrap(), event);
            self.levels = evolve(std::mem::take(&mut self.levels), &event, who, at);
        }
        Ok(done)
    }

    fn act(&mut self, post: &str, command: &LevelCommand) -> Result<bool, Refusal> {
        let post = self.pack.post(&post.into()).unwrap();
        let who = Actor {
            role: post.role,
            post: Some(post.slug.clone()),
            unit: Some(post.unit.clone()),
            account: None,
        };
        self.act_as(&who, command, now())
    }
}

#[test]
fn a_level_has_a_reason_an_end_and_somebody_who_may_set_it() {
    let mut told = Told::new();
    let mut refused = |post: &str, change: fn(&mut Plan)| {
        let mut plan = plan();
        change(&mut plan);
        told.act(post, &LevelCommand::Set(plan)).unwrap_err().key
    };
    assert_eq!(
        refused("office-chief", |plan| plan.reason = " ".to_owned()),
        "refusal-text-needed"
    );
    assert_eq!(
        refused("office-chief", |plan| plan.until = plan.from),
        "refusal-level-until"
    );
    assert_eq!(
        refused("office-chief", |plan| plan.level = OperatingLevel::Routine),
        "refusal-level-routine"
    );
    assert_eq!(
        refused("office-chief", |plan| plan.area = Some("nowhere".into())),
        "refusal-area-unknown"
    );
    assert_eq!(
        refused("office-chief", |plan| plan.area = Some("zhuxi".into())),
        "refusal-level-units"
    );
    assert_eq!(
        refused("office-chief", |plan| plan.units = vec!["nobody".into()]),
        "refusal-unit-unknown"
    );
    assert_eq!(refused("duty-officer", |_| ()), "refusal-level-role");
    assert!(told.act("deputy-head", &LevelCommand::Set(plan())).unwrap());
    // The same form twice sets it once.
    assert!(!told.act("deputy-head", &LevelCommand::Set(plan())).unwrap());
}

#[test]
fn it_ends_by_itself_and_not_before() {
    let mut told = Told::new();
    told.act("office-chief", &LevelCommand::Set(plan())).unwrap();
    assert_eq!(told.levels.at(now()), OperatingLevel::Emergency);
    assert_eq!(told.levels.at(later(24)), OperatingLevel::Routine);
    let end = LevelCommand::EndByItself { n: 1 };
    assert!(!told.act_as(&Actor::program(), &end, later(23)).unwrap());
    assert!(told.act_as(&Actor::program(), &end, later(25)).unwrap());
    assert!(!told.act_as(&Actor::program(), &end, later(26)).unwrap());
    // Written down late, it was over at its time.
    assert_eq!(told.levels.get(1).unwrap().over_at(), later(24));
    // A day that it touched keeps it.
    assert_eq!(told.levels.between(later(12), later(36)), OperatingLevel::Emergency);
    assert_eq!(told.levels.between(later(24), later(48)), OperatingLevel::Routine);
}

#[test]
fn a_person_can_end_it_earlier_with_a_reason() {
    let mut told = Told::new();
    told.act("office-chief", &LevelCommand::Set(plan())).unwrap();
    let end = |reason: &str| LevelCommand::End {
        n: 1,
        reason: reason.to_owned(),
    };
    assert_eq!(
        told.act("office-chief", &end("")).unwrap_err().key,
        "refusal-text-needed"
    );
    assert!(told.act("office-chief", &end("雨停了")).unwrap());
    assert!(!told.act("office-chief", &end("雨停了")).unwrap());
    assert_eq!(told.levels.at(later(1)), OperatingLevel::Routine);
}

#[test]
fn each_post_says_that_it_has_read_it() {
    let mut told = Told::new();
    told.act("office-chief", &LevelCommand::Set(plan())).unwrap();
    let read = LevelCommand::Acknowledge { n: 1 };
    assert!(told.act("water-handler", &read).unwrap());
    assert!(!told.act("water-handler", &read).unwrap());
    assert!(told.act("auditor", &read).unwrap());
    assert_eq!(told.levels.get(1).unwrap().acknowledged.len(), 2);
    let unknown = LevelCommand::Acknowledge { n: 9 };
    assert_eq!(told.act("auditor", &unknown).unwrap_err().key, "refusal-level-unknown");
}

#[test]
fn it_binds_the_units_that_it_names() {
    let mut told = Told::new();
    let flood = Plan {
        area: Some("zhuxi".into()),
        units: vec!["water".into()],
        ..plan()
    };
    told.act("office-chief", &LevelCommand::Set(flood)).unwrap();
    let everywhere = Plan {
        level: OperatingLevel::Heightened,
        ..plan()
    };
    told.act("office-chief", &LevelCommand::Set(everywhere)).unwrap();
    let of = |unit: &str| told.levels.of_unit(&unit.into(), now(), later(1));
    assert_eq!(
        (of("water"), of("housing")),
        (OperatingLevel::Emergency, OperatingLevel::Heightened)
    );
    assert_eq!(told.levels.between(now(), later(1)), OperatingLevel::Heightened);
}

#[test]
fn it_binds_all_units_beneath_those_that_it_names_and_those_that_serve_its_area() {
    // The brigade has a station for one town, and the station one of its own.
    let mut files = domain::pack::builtin_files("demo-bureau").unwrap();
    let beneath = |slug: &str, parent: &str, serves: &str| {
        format!(
            "\n[[units]]\nslug = \"{slug}\"\nname = {{ zh = \"{slug}\", en = \"{slug}\" }}\nparent = \"{parent}\"\n\
             leader = \"fire-leader\"\n{serves}"
        )
    };
    let stations = [
        beneath("station", "fire", "serves = [\"zhuxi\"]\n"),
        beneath("outpost", "station", ""),
    ];
    files.get_mut("body.toml").unwrap().push_str(&stations.concat());
    let pack = domain::pack::read(&files, &domain::pack::builtin_files).unwrap();
    let bound = |area: Option<&str>, units: &[&str]| {
        let plan = Plan {
            area: area.map(Into::into),
            units: units.iter().map(|unit| (*unit).into()).collect(),
            // What somebody else says of it is not asked.
            bound: vec!["labour".into()],
            ..plan()
        };
        let mut told = Told {
            pack: pack.clone(),
            levels: Levels::default(),
        };
        told.act("office-chief", &LevelCommand::Set(plan)).unwrap();
        let bound = told.levels.get(1).unwrap().plan.bound.clone();
        for unit in &pack.units {
            let level = told.levels.of_unit(&unit.slug, now(), later(1));
            let asked = bound.is_empty() || bound.contains(&unit.slug);
            assert_eq!(level != OperatingLevel::Routine, asked, "{}", unit.slug);
        }
        bound.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(bound(None, &["fire"]), "fire station outpost");
    assert_eq!(bound(Some("zhuxi"), &[]), "station outpost");
    assert_eq!(bound(Some("zhuxi"), &["water"]), "water station outpost");
    assert_eq!(bound(Some("baishi"), &["outpost"]), "outpost");
    assert_eq!(bound(None, &[]), "", "the whole body");
    let county = bound(None, &["office"]);
    assert!(
        county.contains("outpost") && !county.contains("review-committee"),
        "{county}"
    );
}

#[test]
fn a_level_that_was_set_before_binds_whom_it_named() {
    let old = r#"{"event":"set","level":"emergency","area":"zhuxi","units":["office"],"reason":"暴雨",
        "from":"2026-07-01T00:00:00Z","until":"2026-07-02T00:00:00Z"}"#;
    let old: LevelEvent = serde_json::from_str(old).unwrap();
    let levels = evolve(Levels::default(), &old, &Actor::program(), now());
    let of = |unit: &str| levels.of_unit(&unit.into(), now(), later(1));
    assert_eq!(
        (of("office"), of("fire")),
        (OperatingLevel::Emergency, OperatingLevel::Routine)
    );
}
