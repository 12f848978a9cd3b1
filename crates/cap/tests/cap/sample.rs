//! An alert with everything in it.

use cap::geo::{Circle, Point, Polygon};
use cap::words::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};
use cap::{Alert, Area, Info, Moment, Pair, Reference, Resource};

pub(crate) fn moment(text: &str) -> Moment {
    Moment::of(text).unwrap()
}

fn pair(name: &str, value: &str) -> Pair {
    Pair {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

fn info(language: &str, event: &str, text: &str) -> Info {
    Info {
        language: Some(language.to_owned()),
        categories: vec![Category::Met, Category::Safety],
        event: event.to_owned(),
        response_types: vec![ResponseType::Prepare, ResponseType::Avoid],
        urgency: Urgency::Expected,
        severity: Severity::Severe,
        certainty: Certainty::Likely,
        audience: Some(String::from("全体居民")),
        event_codes: vec![pair("11B03", "2")],
        effective: Some(moment("2026-07-01T08:00:00+08:00")),
        onset: Some(moment("2026-07-01T10:00:00+08:00")),
        expires: Some(moment("2026-07-01T20:00:00+08:00")),
        sender_name: Some(String::from("青禾市应急管理局")),
        headline: Some(String::from("暴雨橙色预警 & <12 小时>")),
        description: Some(text.to_owned()),
        instruction: Some(String::from("Stay at home.\nDo not drive through water.")),
        web: Some(String::from("https://example.org/warnings?id=1&lang=zh")),
        contact: Some(String::from("12345")),
        parameters: vec![pair("colour", "orange")],
        resources: vec![Resource {
            description: String::from("地图"),
            mime_type: String::from("image/png"),
            size: Some(4),
            uri: Some(String::from("map.png")),
            deref_uri: Some(String::from("AAECAw==")),
            digest: Some(String::from("a9993e364706816aba3e25717850c26c9cd0d89d")),
        }],
        areas: vec![Area {
            description: String::from("城东街道"),
            polygons: vec![
                Polygon::of("30.5,114.3 30.6,114.3 30.6,114.4 30.5,114.3").unwrap(),
                Polygon::of("-30.5,-114.3 -30.6,-114.3 -30.6,-114.4 -30.5,-114.4 -30.5,-114.3").unwrap(),
            ],
            circles: vec![Circle::new(Point::new(30.0, 114.0).unwrap(), 2.5).unwrap()],
            geocodes: vec![pair("GB/T 2260", "420102")],
            altitude: Some(0.0),
            ceiling: Some(1000.5),
        }],
    }
}

/// An update, restricted, an exercise, in two languages, with everything that the schema knows.
pub(crate) fn rich() -> Alert {
    Alert {
        identifier: String::from("yj.example.org-2026-0002.2"),
        sender: String::from("yj.example.org"),
        sent: moment("2026-07-01T07:59:59+08:00"),
        status: Status::Exercise,
        msg_type: MsgType::Update,
        source: Some(String::from("值班室")),
        scope: Scope::Restricted,
        restriction: Some(String::from("参演单位")),
        addresses: vec![String::from("one@example.org"), String::from("two words")],
        codes: vec![String::from("huying")],
        note: Some(String::from("演练 2026-1")),
        references: vec![Reference {
            sender: String::from("yj.example.org"),
            identifier: String::from("yj.example.org-2026-0002.1"),
            sent: moment("2026-07-01T06:00:00+08:00"),
        }],
        incidents: vec![String::from("flood"), String::from("river town")],
        infos: vec![
            info(
                "zh-CN",
                "暴雨",
                "预计未来 12 小时有暴雨。\r\n请注意防范：]]> 不要外出。",
            ),
            info("en-US", "Rainstorm", "Heavy rain \"soon\" & strong wind; it's > 50 mm."),
        ],
        signed: false,
    }
}

/// The plainest alert for everybody.
pub(crate) fn plain() -> Alert {
    let mut alert = rich();
    alert.identifier = String::from("yj.example.org-2026-0001.1");
    alert.status = Status::Actual;
    alert.msg_type = MsgType::Alert;
    alert.scope = Scope::Public;
    alert.restriction = None;
    alert.addresses = Vec::new();
    alert.note = None;
    alert.references = Vec::new();
    alert.incidents = Vec::new();
    alert
}
