//! The first administrator, by a link that works once.

use crate::browser::Bureau;
use axum::http::StatusCode;
use web::set_up_link;

const PASSWORD: &str = "correct horse battery";

#[tokio::test]
async fn the_link_makes_one_administrator_and_is_gone() {
    let bureau = Bureau::empty().await;
    let link = set_up_link(&bureau.office).await.unwrap().unwrap();
    let mut browser = bureau.browser();
    let fields = [
        ("user", "root"),
        ("name", "演示管理员"),
        ("password", "short"),
        ("repeat", "short"),
    ];
    let refused = browser.fill(&link.path, &link.path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("at least 12") && refused.text().contains("value=\"root\""));

    let fields = [
        ("user", "root"),
        ("name", "演示管理员"),
        ("password", PASSWORD),
        ("repeat", PASSWORD),
    ];
    let made = browser.fill(&link.path, &link.path, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let accounts = browser.get("/accounts").await;
    assert_eq!(accounts.status, StatusCode::OK);
    assert!(accounts.text().contains("root"));

    let again = bureau.browser().get(&link.path).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("used or is too old"));
    assert_eq!(
        set_up_link(&bureau.office).await.unwrap(),
        None,
        "there is an administrator now"
    );
}

#[tokio::test]
async fn a_newer_link_shuts_the_older_one() {
    let bureau = Bureau::empty().await;
    let first = set_up_link(&bureau.office).await.unwrap().unwrap();
    let second = set_up_link(&bureau.office).await.unwrap().unwrap();
    let mut browser = bureau.browser();
    assert_eq!(browser.get(&first.path).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.get(&second.path).await.status, StatusCode::OK);
    assert_eq!(
        browser.get("/set-up/guess").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}
