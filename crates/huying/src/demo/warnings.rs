//! Invented warnings of the last days: one that was changed and taken back, two in force, an exercise, one that waits for approval; one
//! of another body; and the operating level that goes with them.

use super::town::Town;
use crate::failure::Failure;
use domain::case::Actor;
use domain::level::{LevelCommand, Plan};
use domain::pack::OperatingLevel;
use domain::warning::{Certainty, Colour, Content, MessageKind, Response, Urgency, WarningCommand};
use domain::{Locale, Text};
use jiff::{SignedDuration, Timestamp};
use office::{Office, WarningWish};

/// Who drafts and publishes, and who approves.
const WATCH: &str = "duty-officer";
const CHIEF: &str = "office-chief";
/// The posts that have read the level.
const READERS: [&str; 3] = [WATCH, "deputy-head", "water-handler"];

/// Warnings as of `now`; nothing where the pack has none of the posts and events.
pub(crate) async fn warn(town: &Town, now: Timestamp) -> Result<(), Failure> {
    let pack = &town.office.pack;
    let there = |post: &str| pack.post(&post.into()).is_some();
    if !there(WATCH) || !there(CHIEF) || pack.hazard("rainstorm").is_none() {
        return Ok(());
    }
    let pen = Pen {
        office: &town.office,
        watch: town.at_post(WATCH),
        chief: town.at_post(CHIEF),
        now,
    };
    let wind = pen.begin(&wind(&pen), 52).await?;
    pen.follow(&wind, MessageKind::Update, &stronger_wind(&pen), 46).await?;
    pen.follow(&wind, MessageKind::Cancel, &no_wind(&pen), 30).await?;
    let rain = pen.begin(&rain(&pen), 7).await?;
    pen.follow(&rain, MessageKind::Update, &heavier_rain(&pen), 3).await?;
    pen.begin(&gas(&pen), 1).await?;
    pen.begin(&exercise(&pen), 4).await?;
    pen.draft(
        &office::new_case_id(now).to_string(),
        MessageKind::Alert,
        &outage(&pen),
        1,
    )
    .await?;
    let theirs = theirs(&pen)?;
    office::take_alert(pen.office, theirs.as_bytes(), "省气象台（虚构）", pen.hours(-5)).await?;
    pen.level(town).await
}

struct Pen<'a> {
    office: &'a Office,
    watch: Actor,
    chief: Actor,
    now: Timestamp,
}

impl Pen<'_> {
    fn hours(&self, hours: i64) -> Timestamp {
        self.now
            .saturating_add(SignedDuration::from_hours(hours))
            .unwrap_or(self.now)
    }

    async fn begin(&self, content: &Content, ago: i64) -> Result<String, Failure> {
        let id = office::new_case_id(self.hours(-ago)).to_string();
        self.follow(&id, MessageKind::Alert, content, ago).await?;
        Ok(id)
    }

    /// Drafted so many hours ago, read by the chief and published a little later.
    async fn follow(&self, id: &str, kind: MessageKind, content: &Content, ago: i64) -> Result<(), Failure> {
        self.draft(id, kind, content, ago).await?;
        let minutes = |minutes| self.hours(-ago).saturating_add(SignedDuration::from_mins(minutes));
        let seen = office::read_warning(self.office, id)
            .await?
            .map_or(0, |warning| warning.version);
        let approve = WarningWish::Do(WarningCommand::Approve { seen });
        let (read_at, out_at) = (minutes(4).unwrap_or(self.now), minutes(6).unwrap_or(self.now));
        office::change_warning(self.office, id, &approve, &self.chief, read_at).await?;
        office::change_warning(self.office, id, &WarningWish::Publish, &self.watch, out_at).await?;
        Ok(())
    }

    async fn draft(&self, id: &str, kind: MessageKind, content: &Content, ago: i64) -> Result<(), Failure> {
        let content = Box::new(content.clone());
        let draft = WarningWish::Do(WarningCommand::Draft { kind, content });
        office::change_warning(self.office, id, &draft, &self.watch, self.hours(-ago)).await?;
        Ok(())
    }

    async fn level(&self, town: &Town) -> Result<(), Failure> {
        let plan = Plan {
            level: OperatingLevel::Heightened,
            area: Some("chengdong".into()),
            units: vec!["water".into(), "housing".into()],
            bound: Vec::new(),
            reason: "暴雨橙色预警期间，低洼地段加强值守。".to_owned(),
            from: self.hours(-3),
            until: self.hours(12),
        };
        let set = LevelCommand::Set(plan);
        office::change_levels(self.office, &set, &self.chief, self.hours(-3)).await?;
        for post in READERS {
            let read = LevelCommand::Acknowledge { n: 1 };
            office::change_levels(self.office, &read, &town.at_post(post), self.hours(-2)).await?;
        }
        Ok(())
    }
}

fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn wind(pen: &Pen<'_>) -> Content {
    Content {
        hazard: "wind".to_owned(),
        colour: Colour::Blue,
        urgency: Urgency::Future,
        certainty: Certainty::Likely,
        response: Response::Monitor,
        exercise: None,
        areas: vec!["songping".into(), "qinggang".into()],
        place: None,
        polygons: Vec::new(),
        circles: Vec::new(),
        onset: Some(pen.hours(-48)),
        expires: pen.hours(-24),
        headline: text("大风蓝色预警", "Blue warning of strong wind"),
        description: text(
            "山区乡镇预计有6级大风。",
            "Wind of force 6 is expected in the hill townships.",
        ),
        instruction: text("请加固棚架，关好门窗。", "Secure sheds; close doors and windows."),
    }
}

fn stronger_wind(pen: &Pen<'_>) -> Content {
    Content {
        colour: Colour::Yellow,
        urgency: Urgency::Expected,
        response: Response::Avoid,
        headline: text("大风黄色预警", "Yellow warning of strong wind"),
        description: text("风力加大到8级。", "The wind has risen to force 8."),
        instruction: text(
            "请避开广告牌和临时搭建物。",
            "Stay away from hoardings and temporary structures.",
        ),
        ..wind(pen)
    }
}

fn no_wind(pen: &Pen<'_>) -> Content {
    Content {
        headline: text("解除大风预警", "The warning of strong wind is over"),
        description: text("风力已经减弱。", "The wind has fallen."),
        instruction: text("可以恢复正常活动。", "Go on as usual."),
        ..stronger_wind(pen)
    }
}

fn rain(pen: &Pen<'_>) -> Content {
    Content {
        hazard: "rainstorm".to_owned(),
        colour: Colour::Yellow,
        urgency: Urgency::Expected,
        certainty: Certainty::Likely,
        response: Response::Prepare,
        exercise: None,
        areas: vec!["chengdong".into(), "chengxi".into()],
        place: Some(text("沿河低洼地段", "the low ground along the river")),
        polygons: vec!["30.51,114.28 30.58,114.28 30.58,114.37 30.51,114.37 30.51,114.28".to_owned()],
        circles: Vec::new(),
        onset: Some(pen.hours(-2)),
        expires: pen.hours(12),
        headline: text("暴雨黄色预警", "Yellow warning of a rainstorm"),
        description: text(
            "未来12小时有暴雨，低洼地段可能积水。",
            "Heavy rain in the next 12 hours; low ground may flood.",
        ),
        instruction: text(
            "请把车辆移到高处，备好照明。",
            "Move vehicles to high ground; have a lamp ready.",
        ),
    }
}

fn heavier_rain(pen: &Pen<'_>) -> Content {
    Content {
        colour: Colour::Orange,
        urgency: Urgency::Immediate,
        certainty: Certainty::Observed,
        response: Response::Avoid,
        headline: text("暴雨橙色预警", "Orange warning of a rainstorm"),
        description: text(
            "3小时降雨已超过50毫米，沿河道路开始积水。",
            "More than 50 mm have fallen in three hours; roads along the river are flooding.",
        ),
        instruction: text(
            "请避开地下通道和河边，不要涉水。",
            "Stay away from underpasses and the river; do not wade.",
        ),
        ..rain(pen)
    }
}

fn gas(pen: &Pen<'_>) -> Content {
    Content {
        hazard: "gas-leak".to_owned(),
        colour: Colour::Red,
        urgency: Urgency::Immediate,
        certainty: Certainty::Observed,
        response: Response::Evacuate,
        exercise: None,
        areas: vec!["xinqu".into()],
        place: Some(text("工业路12号周围", "around 12 Gongye Road")),
        polygons: Vec::new(),
        circles: vec!["30.56,114.41 0.5".to_owned()],
        onset: None,
        expires: pen.hours(5),
        headline: text("燃气泄漏，请撤离", "Gas leak: leave the area"),
        description: text("燃气主管破损，正在抢修。", "A gas main is broken and being repaired."),
        instruction: text(
            "请向上风方向撤离，不要使用明火和电器。",
            "Leave against the wind; no flames, no switches.",
        ),
    }
}

fn exercise(pen: &Pen<'_>) -> Content {
    Content {
        exercise: Some("防汛演练（虚构）".to_owned()),
        headline: text("演练：洪水蓝色预警", "Exercise: blue warning of a flood"),
        description: text("这是演练，不是真实预警。", "This is an exercise and no real warning."),
        instruction: text(
            "参演单位按方案行动，其他人不必行动。",
            "Participants follow the plan; nobody else has to act.",
        ),
        hazard: "flood".to_owned(),
        colour: Colour::Blue,
        urgency: Urgency::Future,
        certainty: Certainty::Possible,
        response: Response::Monitor,
        areas: vec!["shiqiao".into()],
        place: None,
        polygons: Vec::new(),
        onset: None,
        expires: pen.hours(8),
        ..rain(pen)
    }
}

fn outage(pen: &Pen<'_>) -> Content {
    Content {
        hazard: "water-outage".to_owned(),
        colour: Colour::Blue,
        urgency: Urgency::Future,
        certainty: Certainty::Likely,
        response: Response::Prepare,
        areas: vec!["chengxi".into()],
        place: None,
        polygons: Vec::new(),
        onset: Some(pen.hours(10)),
        expires: pen.hours(30),
        headline: text("停水预告", "The water will be cut off"),
        description: text(
            "管道检修，夜间停水。",
            "Pipes are being repaired; no water during the night.",
        ),
        instruction: text("请提前储水。", "Store water beforehand."),
        ..rain(pen)
    }
}

/// What the invented weather service of the province says.
fn theirs(pen: &Pen<'_>) -> Result<String, Failure> {
    use cap::words;
    let zone = &pen.office.pack.zone;
    let moment = |at: Timestamp| cap::Moment::new(at, zone.to_offset(at));
    let info = |locale: Locale, event: &str, headline: &str, place: &str| cap::Info {
        language: Some(office::language_tag(locale).to_owned()),
        categories: vec![words::Category::Met],
        event: event.to_owned(),
        response_types: vec![words::ResponseType::Monitor],
        urgency: words::Urgency::Expected,
        severity: words::Severity::Moderate,
        certainty: words::Certainty::Likely,
        audience: None,
        event_codes: Vec::new(),
        effective: None,
        onset: None,
        expires: Some(moment(pen.hours(20))),
        sender_name: None,
        headline: Some(headline.to_owned()),
        description: None,
        instruction: None,
        web: None,
        contact: None,
        parameters: Vec::new(),
        resources: Vec::new(),
        areas: vec![cap::Area {
            description: place.to_owned(),
            polygons: Vec::new(),
            circles: Vec::new(),
            geocodes: Vec::new(),
            altitude: None,
            ceiling: None,
        }],
    };
    let alert = cap::Alert {
        identifier: "weather-demo-1".to_owned(),
        sender: "weather.example.org".to_owned(),
        sent: moment(pen.hours(-6)),
        status: words::Status::Actual,
        msg_type: words::MsgType::Alert,
        source: None,
        scope: words::Scope::Public,
        restriction: None,
        addresses: Vec::new(),
        codes: Vec::new(),
        note: None,
        references: Vec::new(),
        incidents: Vec::new(),
        infos: vec![
            info(Locale::ZhCn, "暴雨", "全县有中到大雨，局地暴雨", "城东街道、石桥镇"),
            info(
                Locale::En,
                "Rainstorm",
                "Rain in the whole county, heavy in places",
                "Chengdong Subdistrict, Shiqiao Town",
            ),
        ],
        signed: false,
    };
    // What is invented here keeps the rules; where it did not, the demonstration would say so.
    cap::write(&alert).map_err(|_| domain::case::Refusal::new("refusal-alert-unreadable").into())
}
