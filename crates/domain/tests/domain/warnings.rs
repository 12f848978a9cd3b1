//! Public warnings: two pairs of eyes, both languages, an end always; what holds is over at its time to the second.

use domain::Text;
use domain::case::{Actor, Refusal};
use domain::pack::{Pack, builtin};
use domain::warning::{
    Certainty, Colour, Content, MessageKind, Paper, Response, Stage, Urgency, Warning, WarningCommand, WarningEvent,
    decide, evolve,
};
use jiff::{SignedDuration, Timestamp};

fn now() -> Timestamp {
    "2026-07-01T00:00:00Z".parse().unwrap()
}

fn later(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}

fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn content() -> Content {
    Content {
        hazard: "rainstorm".to_owned(),
        colour: Colour::Orange,
        urgency: Urgency::Expected,
        certainty: Certainty::Likely,
        response: Response::Prepare,
        exercise: None,
        areas: vec!["chengdong".into()],
        place: None,
        polygons: Vec::new(),
        circles: Vec::new(),
        onset: None,
        expires: later(12),
        headline: text("暴雨橙色预警", "Orange warning of a rainstorm"),
        description: text("未来 12 小时有暴雨。", "Heavy rain in the next 12 hours."),
        instruction: text("不要外出。", "Stay at home."),
    }
}

fn draft(kind: MessageKind, content: Content) -> WarningCommand {
    let content = Box::new(content);
    WarningCommand::Draft { kind, content }
}

fn paper(n: u32) -> WarningCommand {
    WarningCommand::Publish(Box::new(Paper {
        identifier: format!("w.{n}"),
        sender: "example.org".to_owned(),
        sent: "2026-07-01T08:00:00+08:00".to_owned(),
        xml: "<alert/>".to_owned(),
    }))
}

struct Told {
    pack: Pack,
    warning: Option<Warning>,
}

impl Told {
    fn new() -> Self {
        Self {
            pack: (*builtin("demo-bureau").unwrap()).clone(),
            warning: None,
        }
    }

    fn holder(&self, post: &str, account: &str) -> Actor {
        let post = self.pack.post(&post.into()).unwrap();
        Actor {
            role: post.role,
            post: Some(post.slug.clone()),
            unit: Some(post.unit.clone()),
            account: Some(account.to_owned()),
        }
    }

    fn act_at(&mut self, at: Timestamp, who: &Actor, command: &WarningCommand) -> Result<bool, Refusal> {
        let event = decide(self.warning.as_ref(), command, who, &self.pack, at)?;
        let done = event.is_some();
        if let Some(event) = event {
            let kept = serde_json::to_string(&event).unwrap();
            assert_eq!(serde_json::from_str::<WarningEvent>(&kept).unwrap(), event);
            self.warning = evolve(self.warning.take(), &event, who, at);
        }
        Ok(done)
    }

    fn act(&mut self, post: &str, account: &str, command: &WarningCommand) -> Result<bool, Refusal> {
        let who = self.holder(post, account);
        self.act_at(now(), &who, command)
    }

    fn refused(&mut self, post: &str, account: &str, command: &WarningCommand) -> String {
        self.act(post, account, command).unwrap_err().key
    }

    fn version(&self) -> u64 {
        self.warning.as_ref().unwrap().version
    }

    fn stage(&self, at: Timestamp) -> Stage {
        self.warning.as_ref().unwrap().stage(at)
    }

    fn approve(&mut self) -> Result<bool, Refusal> {
        let seen = self.version();
        self.act("office-chief", "chief", &WarningCommand::Approve { seen })
    }

    fn published() -> Self {
        let mut told = Self::new();
        told.act("duty-officer", "duty", &draft(MessageKind::Alert, content()))
            .unwrap();
        told.approve().unwrap();
        told.act("duty-officer", "duty", &paper(1)).unwrap();
        told
    }
}

#[test]
fn nothing_goes_out_without_a_second_pair_of_eyes() {
    let mut told = Told::new();
    let alert = draft(MessageKind::Alert, content());
    told.act("office-chief", "chief", &alert).unwrap();
    assert_eq!(told.stage(now()), Stage::Draft);
    assert_eq!(
        told.refused("office-chief", "chief", &paper(1)),
        "refusal-warning-not-approved"
    );
    let seen = told.version();
    let approve = WarningCommand::Approve { seen };
    assert_eq!(
        told.refused("office-chief", "chief", &approve),
        "refusal-warning-same-person"
    );
    assert_eq!(told.refused("duty-officer", "duty", &approve), "refusal-warning-role");
    // Another holder of the same post is somebody else.
    assert!(told.act("office-chief", "second", &approve).unwrap());
    // A draft that is changed wants to be read again.
    told.act("office-chief", "chief", &alert).unwrap();
    assert_eq!(
        told.refused("office-chief", "chief", &paper(1)),
        "refusal-warning-not-approved"
    );
    assert_eq!(
        told.refused("deputy-head", "deputy", &approve),
        "refusal-warning-changed"
    );
    let seen = told.version();
    told.act("deputy-head", "deputy", &WarningCommand::Approve { seen })
        .unwrap();
    told.act("duty-officer", "duty", &paper(1)).unwrap();
    assert_eq!(told.stage(now()), Stage::InForce);
}

#[test]
fn a_warning_is_changed_taken_back_and_ends_by_itself() {
    let mut told = Told::published();
    assert_eq!(
        told.refused("duty-officer", "duty", &draft(MessageKind::Alert, content())),
        "refusal-warning-in-force"
    );
    let longer = Content {
        expires: later(24),
        ..content()
    };
    told.act("duty-officer", "duty", &draft(MessageKind::Update, longer))
        .unwrap();
    // What waits changes nothing of what holds.
    assert_eq!(told.warning.as_ref().unwrap().ends_at(), Some(later(12)));
    told.approve().unwrap();
    told.act("duty-officer", "duty", &paper(2)).unwrap();
    assert_eq!(told.warning.as_ref().unwrap().ends_at(), Some(later(24)));
    assert_eq!(told.stage(later(23)), Stage::InForce);
    // Over at its time, before anybody writes that down; nobody but the program does.
    assert_eq!(told.stage(later(24)), Stage::Ended);
    let chief = told.holder("office-chief", "chief");
    assert!(!told.act_at(later(24), &chief, &WarningCommand::End).unwrap());
    assert!(!told.act_at(later(23), &Actor::program(), &WarningCommand::End).unwrap());
    assert!(told.act_at(later(24), &Actor::program(), &WarningCommand::End).unwrap());
    assert!(!told.act_at(later(25), &Actor::program(), &WarningCommand::End).unwrap());
    assert_eq!(told.warning.as_ref().unwrap().ends_at(), None);

    let mut told = Told::published();
    told.act("duty-officer", "duty", &draft(MessageKind::Cancel, content()))
        .unwrap();
    told.approve().unwrap();
    told.act("duty-officer", "duty", &paper(2)).unwrap();
    assert_eq!(
        (told.stage(now()), told.stage(later(99))),
        (Stage::Cancelled, Stage::Cancelled)
    );
    assert_eq!(told.warning.as_ref().unwrap().ends_at(), None);
    let again = draft(MessageKind::Update, content());
    assert_eq!(
        told.refused("duty-officer", "duty", &again),
        "refusal-warning-not-in-force"
    );
}

#[test]
fn what_is_sent_back_is_not_published() {
    let mut told = Told::new();
    told.act("duty-officer", "duty", &draft(MessageKind::Alert, content()))
        .unwrap();
    let empty = WarningCommand::Return { reason: String::new() };
    assert_eq!(told.refused("office-chief", "chief", &empty), "refusal-text-needed");
    let reason = "地点不对".to_owned();
    told.act("office-chief", "chief", &WarningCommand::Return { reason })
        .unwrap();
    assert_eq!(told.stage(now()), Stage::Returned);
    assert_eq!(
        told.refused("duty-officer", "duty", &paper(1)),
        "refusal-warning-nothing-waits"
    );
    told.act("duty-officer", "duty", &draft(MessageKind::Alert, content()))
        .unwrap();
    assert_eq!(told.stage(now()), Stage::Draft);
}

/// What makes a good draft a bad one.
type Change = fn(&mut Content);

#[test]
fn a_draft_says_everything_in_both_languages_and_has_an_end() {
    let bad: [(&str, Change); 11] = [
        ("refusal-warning-hazard", |content| content.hazard = "war".to_owned()),
        ("refusal-warning-expires", |content| content.expires = now()),
        ("refusal-warning-onset", |content| content.onset = Some(content.expires)),
        ("refusal-area-unknown", |content| content.areas = vec!["nowhere".into()]),
        ("refusal-warning-where", |content| content.areas = Vec::new()),
        ("refusal-warning-shapes", |content| {
            content.circles = vec!["1,1 1".to_owned(); 21];
        }),
        ("refusal-warning-both", |content| content.headline.en = " ".to_owned()),
        ("refusal-warning-both", |content| content.instruction.zh = String::new()),
        ("refusal-warning-both", |content| content.place = Some(text("河边", ""))),
        ("refusal-text-lines", |content| {
            content.headline.zh = "一\n二".to_owned();
        }),
        ("refusal-text-too-long", |content| content.headline.en = "x".repeat(161)),
    ];
    for (key, change) in bad {
        let mut content = content();
        change(&mut content);
        assert_eq!(
            Told::new().refused("duty-officer", "duty", &draft(MessageKind::Alert, content)),
            key
        );
    }
    let mut told = Told::new();
    assert_eq!(
        told.refused("water-handler", "h", &draft(MessageKind::Alert, content())),
        "refusal-warning-role"
    );
    assert_eq!(
        told.refused("duty-officer", "duty", &draft(MessageKind::Update, content())),
        "refusal-warning-not-in-force"
    );
    assert_eq!(
        told.refused("duty-officer", "duty", &paper(1)),
        "refusal-warning-unknown"
    );
}

#[test]
fn an_exercise_stays_one() {
    let mut told = Told::published();
    let exercise = Content {
        exercise: Some("演练一号".to_owned()),
        ..content()
    };
    assert_eq!(
        told.refused("duty-officer", "duty", &draft(MessageKind::Update, exercise)),
        "refusal-warning-exercise"
    );
}

#[test]
fn colours_are_the_four_levels() {
    let levels: Vec<u8> = Colour::ALL.iter().map(|colour| colour.level()).collect();
    assert_eq!(levels, [1, 2, 3, 4]);
    assert_eq!(Colour::of("orange"), Some(Colour::Orange));
    assert_eq!(Colour::of("purple"), None);
}
