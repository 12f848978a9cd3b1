//! Keys of one's own: whoever shows one acts as that person, as long as they are who they were when they made it.

use crate::browser::{Answer, Browser, Bureau, PASSWORD};
use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::Value;

/// The secret on a page that answered with a new key.
fn secret(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = answer.text();
    let at = text.find("<code>hy_").expect("a page with a secret") + "<code>".len();
    text[at..at + 67].to_owned()
}

async fn make(browser: &mut Browser<'_>, scopes: &[&str], password: &str) -> Answer {
    let scopes = scopes.iter().map(|scope| (format!("scope {scope}"), "yes"));
    let mut form = vec![
        ("key_name".to_owned(), "my script"),
        ("days".to_owned(), "7"),
        ("current".to_owned(), password),
    ];
    form.extend(scopes);
    let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    browser.fill("/account/keys", "/account/keys", &form).await
}

#[tokio::test]
async fn whoever_shows_ones_own_key_acts_as_that_person() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let refused = make(&mut clerk, &["cases:read"], "not my password").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.text().contains("not my password"));
    let refused = make(&mut clerk, &[], PASSWORD).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    let made = make(&mut clerk, &["cases:read", "cases:write"], PASSWORD).await;
    let program = bureau.program_with(secret(&made));
    let case = serde_json::json!({ "category": "water-supply", "title": "Burst main", "unit": "water" });
    let registered = program.post("/api/v1/cases", "", &case).await;
    assert_eq!(registered.status, StatusCode::CREATED, "{}", registered.text());
    let registered: Value = serde_json::from_str(registered.text()).unwrap();
    let number = registered["number"].as_str().unwrap();
    let story = bureau.office.store.story(number).await.unwrap().unwrap();
    let account = bureau
        .office
        .store
        .account_by_user(bureau.user_in("clerk"))
        .await
        .unwrap()
        .unwrap();
    let by = story.events[0].actor.account.clone();
    assert_eq!(by.as_deref(), Some(account.id.as_str()));

    // The key's scopes narrow what the person may do.
    assert_eq!(
        program.get("/api/v1/days/2026-11-24/judgement").await.status,
        StatusCode::FORBIDDEN
    );
    // It ends with its revoking, and nobody revokes another's.
    let keys = bureau.office.store.api_keys().await.unwrap();
    let revoke = format!("/account/keys/{}/revoke", keys[0].id);
    let mut other = bureau.signed_in("water-handler").await;
    other.fill("/account/keys", &revoke, &[("sure", "yes")]).await;
    assert_eq!(program.get("/api/v1/cases").await.status, StatusCode::OK);
    clerk.fill("/account/keys", &revoke, &[("sure", "yes")]).await;
    assert_eq!(program.get("/api/v1/cases").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_key_of_ones_own_follows_its_holder_and_ends_with_the_password_and_the_account() {
    let bureau = Bureau::staffed().await;
    let store = &bureau.office.store;
    let account = store
        .account_by_user(bureau.user_in("water-handler"))
        .await
        .unwrap()
        .unwrap();
    let program = bureau.own_program("water-handler").await;
    let fire = bureau.signed_in("clerk").await.register("Blocked exit", "fire").await;
    let at = format!("/api/v1/cases/{fire}");
    assert_eq!(program.get(&at).await.status, StatusCode::NOT_FOUND);
    // In another post, the key is that post's.
    store.set_post(&account.id, &"clerk".into()).await.unwrap();
    assert_eq!(program.get(&at).await.status, StatusCode::OK);

    let now = bureau.office.clock.now();
    store.set_disabled(&account.id, Some(now)).await.unwrap();
    assert_eq!(program.get(&at).await.status, StatusCode::UNAUTHORIZED);
    store.set_disabled(&account.id, None).await.unwrap();
    // Opened again, the account has no keys.
    assert_eq!(program.get(&at).await.status, StatusCode::UNAUTHORIZED);

    let program = bureau.own_program("water-handler").await;
    assert_eq!(program.get(&at).await.status, StatusCode::OK);
    store
        .set_password(&account.id, &account.password_hash, now)
        .await
        .unwrap();
    assert_eq!(program.get(&at).await.status, StatusCode::UNAUTHORIZED);

    let program = bureau.own_program("water-handler").await;
    let mut keys = store.api_keys().await.unwrap();
    keys.retain(|key| key.is_in_force(now));
    assert_eq!(keys.len(), 1);
    assert!(!keys[0].is_in_force(now + SignedDuration::from_hours(25)));
    assert_eq!(program.get(&at).await.status, StatusCode::OK);
}
