//! Forms and headers that are not as a browser sends them.

use super::judged::{Judged, NAME, many};
use crate::browser::Browser;
use axum::body::Body;
use axum::http::{Method, Request, header};

pub(super) async fn send_all(judged: &mut Judged<'_>) {
    without_token(judged).await;
    broken_bodies(judged).await;
    headers(judged).await;
    webhooks(judged).await;
}

/// Forms that another page would send for somebody: the token is missing, old, of somebody else, or sent twice.
async fn without_token(judged: &mut Judged<'_>) {
    let foreign = judged.bureau.browser().get("/portal/ask").await.hidden("csrf");
    for path in [
        "/cases",
        "/portal/ask",
        "/language",
        "/password",
        "/webhooks",
        "/sign-out",
        "/judgement/judge",
    ] {
        for (kind, token) in [
            ("none", ""),
            ("another's", foreign.as_str()),
            ("noise", "\u{0}\u{202e}x"),
        ] {
            let mut browser = judged.bureau.signed_in("clerk").await;
            let answer = browser.post(path, &[("csrf", token), ("title", NAME)]).await;
            judged.refused(&format!("form {path} with the token {kind}"), "en", &answer);
        }
    }
    let mut browser = judged.bureau.signed_in("clerk").await;
    let right = browser.get("/cases/new").await.hidden("csrf");
    let answer = browser
        .post("/cases", &[("csrf", "wrong"), ("csrf", &right), ("title", "x")])
        .await;
    judged.refused("form with two tokens, the first wrong", "en", &answer);
}

async fn raw(browser: &mut Browser<'_>, path: &str, kind: &str, body: &[u8]) -> crate::browser::Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, kind);
    browser.send(request.body(Body::from(body.to_vec())).unwrap()).await
}

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data; boundary=b";

/// Bodies that cannot be read, or are of another kind than is said.
async fn broken_bodies(judged: &mut Judged<'_>) {
    let long: Vec<u8> = [b"description=".to_vec(), vec![b'x'; 400_000]].concat();
    let fields = many(30_000, |n| format!("a{n}=1&")).into_bytes();
    let parts = |text: &str| text.replace('\n', "\r\n").into_bytes();
    let pile = many(3_000, |n| {
        format!("--b\nContent-Disposition: form-data; name=\"a{n}\"\n\n1\n")
    });
    let bodies: Vec<(&str, &str, Vec<u8>)> = vec![
        (
            "bytes that are no text",
            FORM,
            b"description=\xff\xfe\xc0\x80&csrf=\xed\xa0\x80".to_vec(),
        ),
        (
            "escapes that are no text",
            FORM,
            b"description=%ff%fe%c0%80%ed%a0%80".to_vec(),
        ),
        ("half an escape", FORM, b"description=%&csrf=%2".to_vec()),
        ("overlong escape", FORM, b"description=%c0%ae%c0%ae%c0%af".to_vec()),
        ("nought in a name", FORM, b"desc%00ription=x&%00=%00".to_vec()),
        ("only signs", FORM, b"&&&&====&=&=".to_vec()),
        ("too long", FORM, long),
        ("very many fields", FORM, fields),
        ("parts said, none sent", PARTS, b"description=x".to_vec()),
        ("parts without a boundary", "multipart/form-data", b"--b--".to_vec()),
        (
            "parts that do not end",
            PARTS,
            parts("--b\nContent-Disposition: form-data; name=\"description\"\n\nx"),
        ),
        (
            "a part without a name",
            PARTS,
            parts("--b\nContent-Disposition: form-data\n\nx\n--b--\n"),
        ),
        ("a part without a head", PARTS, parts("--b\n\nx\n--b--\n")),
        (
            "a name that breaks out",
            PARTS,
            parts("--b\nContent-Disposition: form-data; name=\"a\"; name=\"b\nX: y\"\n\nx\n--b--\n"),
        ),
        (
            "a file before the token",
            PARTS,
            parts("--b\nContent-Disposition: form-data; name=\"f\"; filename=\"x.png\"\n\nx\n--b--\n"),
        ),
        ("a pile of parts", PARTS, parts(&pile)),
        (
            "a boundary of a thousand",
            Box::leak(format!("multipart/form-data; boundary={}", "b".repeat(1_000)).into_boxed_str()),
            b"--b--".to_vec(),
        ),
        (
            "parts that claim to be packed",
            PARTS,
            parts(
                "--b\nContent-Disposition: form-data; name=\"csrf\"\nContent-Encoding: gzip\nContent-Transfer-Encoding: base64\n\neA==\n--b--\n",
            ),
        ),
        (
            "xml",
            "text/xml",
            b"<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>".to_vec(),
        ),
        ("json", "application/json", b"{\"description\":\"x\"}".to_vec()),
        ("plain", "text/plain", b"description=x".to_vec()),
        ("nothing said", "", b"description=x".to_vec()),
        ("no kind at all", "\u{fc}", b"description=x".to_vec()),
    ];
    for (what, kind, body) in bodies {
        for path in [
            "/portal/ask",
            "/portal/ask/send",
            "/cases",
            "/open311/v2/requests.json",
            "/api/v1/cases",
        ] {
            let mut browser = judged.somebody();
            if path == "/cases" {
                browser = judged.bureau.signed_in("clerk").await;
            }
            // So that a browser without a token is told of the form and not of a missing cookie.
            browser.get("/portal/ask").await;
            let answer = raw(&mut browser, path, kind, &body).await;
            judged.refused(&format!("{path}: {what}"), browser.language, &answer);
        }
    }
}

/// Headers that mean to become others, and methods that are none.
async fn headers(judged: &mut Judged<'_>) {
    for (name, value) in [
        ("host", "x.example\u{e9}"),
        ("host", "\"><script>alert(1)</script>"),
        ("accept-language", "zh;q=NaN,en;q=1e999,*;q=-1"),
        ("cookie", "huying_session=../../x; huying_form=\u{1}; =; a"),
        ("if-none-match", "W/\"\",\"\u{e9}\",*x"),
        ("range", "bytes=0-0,1-1,2-2,-1,99999999999999999999-"),
        ("x-forwarded-for", "127.0.0.1, ::1, <script>"),
        ("x-http-method-override", "DELETE"),
        ("content-length", "-1"),
        ("expect", "200-ok"),
        ("origin", "null"),
        ("authorization", "Bearer hy_' OR 1=1 --"),
    ] {
        for path in ["/public.atom", "/portal", "/api/v1/cases", "/open311/v2/discovery.xml"] {
            let mut browser = judged.bureau.browser();
            let Ok(header) = axum::http::HeaderValue::from_bytes(value.as_bytes()) else {
                continue;
            };
            let request = Request::get(path).header(name, header).body(Body::empty()).unwrap();
            let answer = browser.send(request).await;
            judged.look(&format!("{path} with {name}: {value}"), "en", &answer);
            assert!(!answer.text().contains("<script>alert(1)"), "{path} {name}");
        }
    }
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "A-B"] {
        for path in ["/cases", "/portal/ask", "/public"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let what = format!("{method} {path}");
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            let answer = judged.clerk.send(request).await;
            judged.refused(&what, "en", &answer);
        }
    }
    for key in ["", "x\u{e9}", &"k".repeat(256)] {
        let mut browser = judged.bureau.browser();
        let request = Request::post("/api/v1/cases")
            .header(header::AUTHORIZATION, format!("Bearer {}", judged.secret))
            .header(header::CONTENT_TYPE, "application/json")
            .header(
                "idempotency-key",
                axum::http::HeaderValue::from_bytes(key.as_bytes()).unwrap(),
            );
        let body = Body::from("{\"category\":\"sanitation\",\"title\":\"x\",\"unit\":\"water\"}");
        let answer = browser.send(request.body(body).unwrap()).await;
        judged.refused(&format!("an idempotency key of {} bytes", key.len()), "en", &answer);
    }
}

/// Addresses of news that lead into the house (SSRF), or nowhere.
async fn webhooks(judged: &mut Judged<'_>) {
    let mut admin = judged.bureau.signed_in("administrator").await;
    for url in [
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_x",
        "ftp://x.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://169.254.169.254/latest/meta-data/",
        "http://x.example/",
        "http://127.0.0.1@x.example/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:169.254.169.254]/",
        "https://",
        "https:///x",
        "https://x y/",
        "https://user:secret@x.example/",
        "//x.example/",
        "x.example",
        "",
        "https://x.example/\r\nHost: y",
        "https://x.example:99999/",
    ] {
        let fields = [("url", url), ("post", "clerk")];
        let answer = admin.fill("/webhooks", "/webhooks", &fields).await;
        judged.refused(&format!("news to {url}"), "en", &answer);
    }
}
