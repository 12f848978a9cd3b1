//! Security headers on every answer, errors and files among them.

use crate::browser::Bureau;
use axum::http::StatusCode;
use web::{MetricsToken, Options};

#[tokio::test]
async fn every_answer_carries_them() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.signed_in("clerk").await;
    let mut seen = Vec::new();
    for path in [
        "/",
        "/cases",
        "/nowhere",
        "/sign-out",
        "/healthz",
        "/readyz",
        "/assets/none",
        "/cases/none",
        "/accounts",
    ] {
        let answer = browser.get(path).await;
        seen.push(answer.status.as_u16());
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 32, "{path}");
    }
    assert_eq!(seen, [200, 200, 404, 405, 200, 200, 404, 404, 403]);
}

#[tokio::test]
async fn data_carries_those_that_are_not_of_pages_alone() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.signed_in("clerk").await;
    for (path, status) in [
        ("/api/v1/cases", 200),
        ("/api/v1/cases/none", 404),
        ("/api/v1/openapi.json", 200),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(answer.header("content-type").ends_with("json"), "{path}");
        let policy = "default-src 'none'; frame-ancestors 'none'";
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("permissions-policy"), "", "{path}");
    }
}

#[tokio::test]
async fn assets_are_kept_by_their_hash() {
    let bureau = Bureau::empty().await;
    let page = bureau.browser().get("/sign-in").await;
    let start = page.text().find("/assets/desk-").unwrap();
    let address = &page.text()[start..start + page.text()[start..].find('"').unwrap()];
    let answer = bureau.browser().get(address).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(answer.header("cache-control").contains("immutable"));
}

#[tokio::test]
async fn a_worker_reaches_its_own_part_alone_and_is_asked_for_anew() {
    let bureau = Bureau::empty().await;
    for part in ["/plans", "/calls", "/verify"] {
        let answer = bureau.browser().get(&format!("{part}/worker.js")).await;
        assert_eq!(answer.status, StatusCode::OK, "{part}");
        assert_eq!(answer.header("service-worker-allowed"), part);
        assert_eq!(answer.header("cache-control"), "no-cache", "{part}");
        assert_eq!(
            answer.header("content-type"),
            "text/javascript; charset=utf-8",
            "{part}"
        );
    }
}

#[tokio::test]
async fn no_page_needs_an_inline_script_or_style() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.signed_in("office-chief").await;
    for path in [
        "/",
        "/cases",
        "/cases/new",
        "/units",
        "/reports",
        "/import",
        "/judgement",
        "/briefs",
        "/assignments",
    ] {
        let page = browser.get(path).await;
        let text = page.text();
        assert!(!text.contains(" style=") && !text.contains("<style"), "{path}");
        assert!(!text.contains(" onclick=") && !text.contains("javascript:"), "{path}");
        assert_eq!(text.matches("<script").count(), 1, "{path}");
    }
}

#[tokio::test]
async fn too_large_a_form_is_refused() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.signed_in("clerk").await;
    let long = "x".repeat(300 * 1024);
    let answer = browser.fill("/cases/new", "/cases", &[("description", &long)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn metrics_are_for_the_token_and_the_administrator() {
    let token = "a token for the collector";
    let options = Options {
        metrics_token: MetricsToken::of(token),
        ..Options::default()
    };
    assert!(options.metrics_token.is_some() && MetricsToken::of("short").is_none());
    let bureau = Bureau::with(options).await;
    let mut collector = bureau.browser();
    let mut ask = async |with: Option<&str>| {
        let request = axum::http::Request::get("/metrics");
        let request = match with {
            Some(shown) => request.header("authorization", shown),
            None => request,
        };
        let answer = collector.send(request.body(axum::body::Body::empty()).unwrap()).await;
        (answer.status, answer.text().to_owned())
    };
    let (status, text) = ask(Some(&format!("Bearer {token}"))).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    for wrong in ["Bearer ", "Bearer a token for the collectoR", token, "Basic YTpi"] {
        let (status, text) = ask(Some(wrong)).await;
        assert_eq!(
            (status, text.as_str()),
            (StatusCode::UNAUTHORIZED, "not the metrics token\n")
        );
    }
    assert_eq!(ask(None).await.0, StatusCode::SEE_OTHER);

    // Without a token, nobody but the administrator: not this machine either.
    let bureau = Bureau::staffed().await;
    let mut local = bureau.browser();
    local.address = ([127, 0, 0, 1], 40_000).into();
    assert_eq!(local.get("/metrics").await.status, StatusCode::SEE_OTHER);
    let request = axum::http::Request::get("/metrics").header("authorization", format!("Bearer {token}"));
    let answer = local.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let mut administrator = bureau.signed_in("administrator").await;
    assert_eq!(administrator.get("/metrics").await.status, StatusCode::OK);
}
