//! Numbers, times and places that are none, or too large, and bodies of the wrong shape.

use super::judged::{Judged, many};
use crate::browser::Answer;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

async fn api(judged: &Judged<'_>, language: &'static str, path: &str, body: String) -> Answer {
    let mut browser = judged.bureau.browser();
    browser.language = language;
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", judged.secret))
        .header(header::CONTENT_TYPE, "application/json");
    browser.send(request.body(Body::from(body)).unwrap()).await
}

fn case_with(name: &str, value: &Value) -> String {
    let mut case = json!({ "category": "sanitation", "title": "x", "description": "y", "unit": "water" });
    case[name] = value.clone();
    case.to_string()
}

pub(super) async fn send_all(judged: &mut Judged<'_>) {
    bodies(judged).await;
    fields(judged).await;
    questions(judged).await;
}

/// The interface for programs.
async fn bodies(judged: &mut Judged<'_>) {
    let refused = [
        ("people_affected", json!(-1)),
        ("people_affected", json!(4_294_967_296_u64)),
        ("people_affected", json!(1.5)),
        ("people_affected", json!("1")),
        ("repeats", json!(-9_223_372_036_854_775_808_i64)),
        ("casualties", json!(1e300)),
        ("received_at", json!("0001-01-01T00:00:00Z")),
        ("received_at", json!("9999-12-31T23:59:59Z")),
        ("received_at", json!("-009999-01-02T00:00:00Z")),
        ("received_at", json!("2026-02-30T00:00:00Z")),
        ("received_at", json!("yesterday")),
        ("received_at", json!(0)),
        ("due", json!("99999-01-01T00:00:00Z")),
        ("place", json!({ "latitude": 91, "longitude": 0 })),
        ("place", json!({ "latitude": 0, "longitude": -1e9 })),
        ("place", json!({ "latitude": "30", "longitude": "120" })),
        ("place", json!([30, 120])),
        ("place", json!({ "area": "../../etc" })),
        ("unit", json!("' OR 1=1 --")),
        ("unit", json!("")),
        ("category", json!({ "$ne": null })),
        ("category", json!("\u{0}")),
        ("kind", json!("__proto__")),
        ("about", json!({ "units": ["nobody"] })),
        ("about", json!({ "persons": ["somebody"] })),
        ("title", json!(["x"])),
        ("title", json!("x\ny")),
        ("description", json!({ "toString": "x" })),
        ("religion", json!("any")),
        ("number", json!("20260101-00001")),
        ("id", json!("00000000-0000-0000-0000-000000000000")),
    ];
    for (n, (name, value)) in refused.iter().enumerate() {
        let language = if n.is_multiple_of(2) { "en" } else { "zh-CN" };
        let answer = api(judged, language, "/api/v1/cases", case_with(name, value)).await;
        judged.refused(&format!("api {name} {value}"), language, &answer);
    }
    let shapes = [
        ("nothing", String::new()),
        ("a list", "[]".into()),
        ("a number", "1".into()),
        ("null", "null".into()),
        ("half", "{\"category\":".into()),
        ("two", "{}{}".into()),
        ("deep", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        (
            "deep objects",
            format!("{}1{}", "{\"a\":".repeat(20_000), "}".repeat(20_000)),
        ),
        (
            "deep in a field",
            format!("{{\"title\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000)),
        ),
        (
            "one name twice",
            "{\"title\":\"a\",\"title\":\"b\",\"category\":\"sanitation\",\"unit\":\"water\"}".into(),
        ),
        ("comments", "/* x */ {}".into()),
        (
            "a lone half of a pair",
            "{\"category\":\"sanitation\",\"unit\":\"water\",\"title\":\"\\ud800\"}".into(),
        ),
        (
            "many names",
            format!("{{{}\"a\":1}}", many(20_000, |n| format!("\"n{n}\":1,"))),
        ),
        (
            "a huge number",
            format!("{{\"people_affected\":{}}}", "9".repeat(100_000)),
        ),
        (
            "more than is taken",
            format!("{{\"title\":\"{}\"}}", "x".repeat(300_000)),
        ),
    ];
    for (what, body) in shapes {
        let answer = api(judged, "zh-CN", "/api/v1/cases", body).await;
        judged.refused(&format!("api body: {what}"), "zh-CN", &answer);
    }
}

/// The desk's own form.
async fn fields(judged: &mut Judged<'_>) {
    for (name, value) in [
        ("latitude", "NaN"),
        ("latitude", "1e999"),
        ("latitude", "-91"),
        ("longitude", "181"),
        ("people_affected", "-1"),
        ("people_affected", "99999999999999999999"),
        ("people_affected", "０x10"),
        ("casualties", "1e3"),
        ("received_at", "0001-01-01T00:00"),
        ("received_at", "9999-12-31T23:59"),
        ("received_at", "99999-01-01T00:00"),
        ("received_at", "not a time"),
        ("kind", "../request"),
        ("category", "nothing"),
        ("unit", "nobody'--"),
        ("area", "nowhere"),
        ("about", "unit:nobody"),
    ] {
        let usual = [
            ("kind", "request"),
            ("title", "x"),
            ("category", "sanitation"),
            ("unit", "water"),
            ("description", "y"),
            ("latitude", "30"),
            ("longitude", "120"),
        ];
        let mut sent: Vec<(&str, &str)> = usual.into_iter().filter(|(known, _)| *known != name).collect();
        sent.push((name, value));
        let answer = judged.clerk.fill("/cases/new", "/cases", &sent).await;
        judged.look(&format!("desk {name}={value}"), "en", &answer);
    }
    for (lat, long) in [
        ("91", "0"),
        ("x", "y"),
        ("1", ""),
        ("NaN", "NaN"),
        ("1e400", "0"),
        ("0x1f", "1"),
    ] {
        let mut browser = judged.somebody();
        let fields = [
            ("api_key", judged.secret.as_str()),
            ("service_code", "sanitation"),
            ("lat", lat),
            ("long", long),
            ("description", "x"),
        ];
        let answer = browser.post("/open311/v2/requests.xml", &fields).await;
        judged.refused(&format!("open311 {lat} {long}"), browser.language, &answer);
    }
}

/// Addresses that ask for something that is none.
async fn questions(judged: &mut Judged<'_>) {
    for path in [
        "/cases?after=%00&from=0000-00-00&to=9999-99-99",
        "/cases?q=%22%20OR%20%2A&sort=DROP%20TABLE",
        "/cases/..%2f..%2fetc%2fpasswd",
        "/cases/%00",
        "/cases/20261126-99999999999999999999",
        "/cases/1/steps/../../accounts",
        "/cases/1/evidence/..%2f..%2flog.key",
        "/briefs/0001-01-01",
        "/briefs/9999-12-31/brief.pdf",
        "/briefs/..%2f..%2flog.key/x",
        "/reports?date=-9999-01-01",
        "/judgement?date=10000-01-01",
        "/import/..%2f..%2fhuying.db",
        "/assets/..%2f..%2fCargo.toml",
        "/log/tile/..%2f..%2flog.key",
        "/log/tile/0/x999/999",
        "/log/consistency?from=-1&to=99999999999999999999",
        "/public?q=%ff%fe&after=1.1.1.1&area=%27",
        "/public/%F0%9F%92%A9",
        "/public/..%2fcases",
        "/public.csv?after=9223372036854775807.-1",
        "/portal/mine/..%2f..%2fcases",
        "/portal/mine/%00",
        "/portal/mine/1/receipts/18446744073709551616",
        "/open311/v2/requests.json?start_date=0001-01-01T00:00:00Z",
        "/open311/v2/requests.json?end_date=9999-12-31T23:59:59Z&start_date=-1",
        "/open311/v2/requests.xml?status=%3Cscript%3E",
        "/open311/v2/requests/..%2f..%2fx.json",
        "/open311/v2/services/%3Cscript%3Ealert(1)%3C%2Fscript%3E.xml",
        "/access-record?from=99999-01-01&number=%27%20OR%201",
        "/sign-in?back=https://x.example/",
        "/sign-in?back=//x.example",
        "/set-up/..%2f..%2flog.key",
        "/verify?receipt=%00",
    ] {
        let answer = judged.clerk.get(path).await;
        judged.look(&format!("asked {path}"), "en", &answer);
        judged.must(!answer.header("location").contains("x.example"), || {
            format!("{path} leads away")
        });
    }
}
