//! Security headers on every answer, errors and files among them.

use crate::browser::Bureau;
use axum::http::StatusCode;

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
async fn metrics_are_for_this_machine_and_the_administrator() {
    let bureau = Bureau::staffed().await;
    let mut stranger = bureau.browser();
    assert_eq!(stranger.get("/metrics").await.status, StatusCode::SEE_OTHER);
    stranger.address = ([127, 0, 0, 1], 40_000).into();
    assert_eq!(stranger.get("/metrics").await.status, StatusCode::OK);
    let proxied = axum::http::Request::get("/metrics").header("x-forwarded-for", "203.0.113.5");
    let answer = stranger.send(proxied.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "through a proxy anybody looks local"
    );
}
