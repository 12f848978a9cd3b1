//! Accounts: made with a one-time password, which must be changed; shut at once.

use crate::browser::{Bureau, PASSWORD};
use axum::http::StatusCode;

fn handed_over(text: &str) -> String {
    let start = text.find("class=\"secret\"><code>").unwrap() + "class=\"secret\"><code>".len();
    text[start..start + text[start..].find('<').unwrap()].to_owned()
}

#[tokio::test]
async fn a_new_account_begins_with_a_one_time_password() {
    let bureau = Bureau::staffed().await;
    let mut admin = bureau.signed_in("administrator").await;
    let fields = [("user", "New.Clerk"), ("name", "新人（演示）"), ("post", "clerk")];
    let made = admin.fill("/accounts", "/accounts", &fields).await;
    assert_eq!(made.status, StatusCode::OK);
    let one_time = handed_over(made.text());
    let again = admin.fill("/accounts", "/accounts", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the name is taken");
    assert!(again.text().contains("新人（演示）"), "the input is kept");

    let mut clerk = bureau.browser();
    assert_eq!(
        clerk.sign_in("new.clerk", &one_time).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(clerk.get("/cases").await.header("location"), "/password");
    let own = "my very own password";
    let fields = [("current", one_time.as_str()), ("password", own), ("repeat", own)];
    assert_eq!(
        clerk.fill("/password", "/password", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(clerk.get("/cases").await.status, StatusCode::OK);
    let mut later = bureau.browser();
    assert_eq!(
        later.sign_in("new.clerk", &one_time).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(later.sign_in("new.clerk", own).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_shut_account_is_out_at_once() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    assert_eq!(clerk.get("/cases").await.status, StatusCode::OK);
    let mut admin = bureau.signed_in("administrator").await;
    let id = bureau.office.store.account_by_user("clerk").await.unwrap().unwrap().id;
    admin.fill("/accounts", &format!("/accounts/{id}/shut"), &[]).await;
    assert_eq!(
        clerk.get("/cases").await.status,
        StatusCode::SEE_OTHER,
        "the session is over"
    );
    assert_eq!(
        clerk.sign_in("clerk", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    admin.fill("/accounts", &format!("/accounts/{id}/open"), &[]).await;
    assert_eq!(clerk.sign_in("clerk", PASSWORD).await.status, StatusCode::SEE_OTHER);

    let own = bureau.office.store.account_by_user("admin").await.unwrap().unwrap().id;
    let answer = admin.fill("/accounts", &format!("/accounts/{own}/shut"), &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("your own account"));
}
