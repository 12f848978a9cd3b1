//! Sign-in, sign-out, throttling, tokens of forms.

use crate::browser::{Bureau, PASSWORD};
use axum::http::StatusCode;
use web::Options;

#[tokio::test]
async fn the_way_in_and_out() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.browser();
    let answer = browser.get("/cases?q=water").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/sign-in?back=%2Fcases%3Fq%3Dwater");
    let fields = [("user", "CLERK"), ("password", PASSWORD), ("back", "/cases?q=water")];
    let answer = browser
        .fill("/sign-in?back=%2Fcases%3Fq%3Dwater", "/sign-in", &fields)
        .await;
    assert_eq!(answer.header("location"), "/cases?q=water");
    let cookie = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .next_back()
        .unwrap()
        .to_str()
        .unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"));
    assert!(!cookie.contains("Secure"));
    assert_eq!(browser.get("/cases").await.status, StatusCode::OK);

    let session = browser.cookie("huying-session").unwrap();
    let answer = browser.fill("/cases", "/sign-out", &[]).await;
    assert_eq!(answer.header("location"), "/sign-in");
    // The session is gone on the server too, not only in this browser.
    browser.plant_cookie("huying-session", &session);
    assert_eq!(browser.get("/cases").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn over_https_the_cookies_are_secure() {
    let options = Options {
        https: true,
        ..Options::default()
    };
    let bureau = Bureau::with(options).await;
    let answer = bureau.browser().get("/sign-in").await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-huying-form=") && cookie.contains("; Secure"));
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_the_same() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.browser();
    let wrong_name = browser.sign_in("nobody", "wrong").await;
    let wrong_password = browser.sign_in("clerk", "wrong").await;
    assert_eq!(wrong_name.status, StatusCode::UNPROCESSABLE_ENTITY);
    let without = |text: &str, user: &str| text.replace(&format!("value=\"{user}\""), "");
    assert_eq!(
        without(wrong_name.text(), "nobody"),
        without(wrong_password.text(), "clerk")
    );
    assert!(wrong_name.text().contains("value=\"nobody\""), "the input is kept");
    assert!(!wrong_name.text().contains("value=\"wrong\""), "the password is not");
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.browser();
    for _ in 0..10 {
        assert_eq!(
            browser.sign_in("clerk", "wrong").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    // From now on not even the right password, from wherever it comes.
    browser.address = ([198, 51, 100, 9], 1).into();
    let answer = browser.sign_in("clerk", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.text().contains("quarter of an hour"));
    assert_eq!(
        browser.sign_in("chief", PASSWORD).await.status,
        StatusCode::SEE_OTHER,
        "others go on"
    );
}

#[tokio::test]
async fn a_form_without_its_token_does_nothing() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.browser();
    browser.get("/sign-in").await;
    let fields = [("user", "clerk"), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &fields).await.status, StatusCode::FORBIDDEN);

    let mut browser = bureau.signed_in("clerk").await;
    let mut other = bureau.signed_in("office-chief").await;
    let others_token = other.get("/cases/new").await.hidden("csrf");
    for token in ["", "0", others_token.as_str()] {
        let fields = [
            ("csrf", token),
            ("kind", "request"),
            ("title", "x"),
            ("unit", "water"),
            ("category", "other"),
        ];
        let answer = browser.post("/cases", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text().contains("no longer valid"));
    }
    for path in [
        "/sign-out",
        "/language",
        "/password",
        "/cases/1/steps/accept",
        "/accounts",
    ] {
        assert_eq!(
            browser.post(path, &[("language", "en")]).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 0);
}

#[tokio::test]
async fn the_language_is_chosen_without_scripts_and_stays() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.browser();
    assert!(browser.get("/sign-in").await.text().contains("<html lang=\"en\">"));
    let answer = browser
        .fill("/sign-in", "/language", &[("language", "zh-CN"), ("back", "/sign-in")])
        .await;
    assert_eq!(answer.header("location"), "/sign-in");
    assert!(browser.get("/sign-in").await.text().contains("<html lang=\"zh-CN\">"));
    browser.sign_in("clerk", PASSWORD).await;
    browser
        .fill("/", "/language", &[("language", "en"), ("back", "//evil.example")])
        .await;
    // Kept with the account: another browser that asks for Chinese gets English.
    let mut other = bureau.browser();
    other.language = "zh-CN";
    other.sign_in("clerk", PASSWORD).await;
    assert!(other.get("/").await.text().contains("<html lang=\"en\">"));
}
