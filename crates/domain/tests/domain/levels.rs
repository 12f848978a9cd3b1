//! Operating levels: a reason and an end always; told to all posts; they bind the units that they name.

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
