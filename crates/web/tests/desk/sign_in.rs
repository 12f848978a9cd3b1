//! Sign-in, sign-out, throttling, tokens of forms.

use crate::browser::{Browser, Bureau, PASSWORD};
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
        .map(|cookie| cookie.to_str().unwrap())
        .find(|cookie| cookie.starts_with("huying-session="))
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

async fn guess(browser: &mut Browser<'_>, user: &str, times: u32) {
    for _ in 0..times {
        let answer = browser.sign_in(user, "wrong").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn whoever_guesses_is_kept_out_and_nobody_else() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.browser();
    guess(&mut browser, "clerk", 10).await;
    // From now on not even the right password, from here.
    let answer = browser.sign_in("clerk", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.text().contains("quarter of an hour"));
    let chief = browser.sign_in("chief", PASSWORD).await;
    assert_eq!(chief.status, StatusCode::SEE_OTHER, "others go on");
    let mut elsewhere = bureau.browser();
    elsewhere.address = ([198, 51, 100, 9], 1).into();
    let answer = elsewhere.sign_in("clerk", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "the name is not shut");
}

#[tokio::test]
async fn guesses_from_everywhere_get_slow() {
    let bureau = Bureau::staffed().await;
    for network in 1..=3 {
        let mut browser = bureau.browser();
        browser.address = ([192, 0, network, 1], 1).into();
        guess(&mut browser, "clerk", 9).await;
    }
    let mut browser = bureau.browser();
    browser.address = ([192, 0, 9, 1], 1).into();
    let started = std::time::Instant::now();
    assert_eq!(browser.sign_in("clerk", PASSWORD).await.status, StatusCode::SEE_OTHER);
    // 28 attempts: eight tenths of a second.
    assert!(started.elapsed() >= std::time::Duration::from_millis(800));
    // Sign-ins with the right password are no guesses, however many come from one office's address.
    let mut counts = Vec::new();
    for _ in 0..2 {
        let mut fresh = bureau.browser();
        fresh.address = ([192, 0, 9, 1], 1).into();
        assert_eq!(fresh.sign_in("chief", PASSWORD).await.status, StatusCode::SEE_OTHER);
        let (now, window) = (bureau.office.clock.now(), jiff::SignedDuration::from_mins(15));
        counts.push(
            bureau
                .office
                .store
                .count_attempt("sign-in address 192.0.9.1", now, window)
                .await
                .unwrap(),
        );
    }
    assert_eq!(counts, [1, 2], "only this test's own");
}

#[tokio::test]
async fn a_known_device_has_its_own_allowance() {
    let bureau = Bureau::staffed().await;
    let mut known = bureau.browser();
    known.sign_in("clerk", PASSWORD).await;
    let device = known.cookie("huying-device").unwrap();
    let mut stranger = bureau.browser();
    guess(&mut stranger, "clerk", 10).await;
    assert_eq!(
        stranger.sign_in("clerk", PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    // From the same address, and signed out since.
    assert_eq!(known.sign_in("clerk", PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        known.cookie("huying-device").unwrap(),
        device,
        "it stays the same device"
    );

    // It is the clerk's and nobody else's; a second person is known beside the first.
    guess(&mut stranger, "chief", 10).await;
    assert_eq!(
        known.sign_in("chief", PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    known.address = ([198, 51, 100, 9], 1).into();
    assert_eq!(known.sign_in("chief", PASSWORD).await.status, StatusCode::SEE_OTHER);
    known.address = ([192, 0, 2, 7], 40_000).into();
    for user in ["clerk", "chief"] {
        assert_eq!(
            known.sign_in(user, PASSWORD).await.status,
            StatusCode::SEE_OTHER,
            "{user}"
        );
    }

    // Its own guesses are counted as well, and a cookie that is not ours is none.
    guess(&mut known, "clerk", 10).await;
    assert_eq!(
        known.sign_in("clerk", PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    for forged in ["0".repeat(96), device.replace(['a', 'b'], "c"), "x".to_owned()] {
        stranger.plant_cookie("huying-device", &forged);
        assert_eq!(
            stranger.sign_in("clerk", PASSWORD).await.status,
            StatusCode::TOO_MANY_REQUESTS,
            "{forged}"
        );
    }
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
