//! Accounts, sessions, throttle, settings.

use crate::support::{Home, at};
use domain::{Locale, PostSlug};
use jiff::SignedDuration;
use store::{Error, NewAccount, Session};

const NOW: &str = "2026-03-02T01:00:00Z";

fn account(id: &str, user: &str) -> NewAccount {
    NewAccount {
        id: id.to_owned(),
        user: user.to_owned(),
        name: "演示".to_owned(),
        post: PostSlug::from("clerk"),
        locale: None,
        password_hash: "hash".to_owned(),
    }
}

fn session(token: &str, account: &str) -> Session {
    Session {
        token_sha256: token.to_owned(),
        account: account.to_owned(),
        csrf: "secret".to_owned(),
        created_at: at(NOW),
        expires_at: at(NOW) + SignedDuration::from_hours(1),
        duty_post_at: None,
    }
}

#[tokio::test]
async fn an_account_has_one_name_and_its_sessions_end_with_it() {
    let home = Home::new().await;
    let store = &home.store;
    store.create_account(account("1", "li"), at(NOW)).await.unwrap();
    let taken = store.create_account(account("2", "li"), at(NOW)).await;
    assert!(matches!(taken, Err(Error::AccountTaken(name)) if name == "li"));
    store.set_locale("1", Locale::En).await.unwrap();
    let kept = store.account_by_user("li").await.unwrap().unwrap();
    assert_eq!(
        (kept.locale, kept.created_at, kept.disabled_at),
        (Some(Locale::En), at(NOW), None)
    );
    assert!(store.account_by_user("wang").await.unwrap().is_none());
    assert_eq!(store.accounts().await.unwrap(), [kept]);

    let later = at(NOW) + SignedDuration::from_mins(59);
    store.create_session(session("a", "1")).await.unwrap();
    let (found, holder) = store.session("a", later).await.unwrap().unwrap();
    assert_eq!((found, holder.user.as_str()), (session("a", "1"), "li"));
    assert!(
        store
            .session("a", at(NOW) + SignedDuration::from_hours(1))
            .await
            .unwrap()
            .is_none()
    );
    store.end_session("a").await.unwrap();
    assert!(store.session("a", later).await.unwrap().is_none());
    store.create_session(session("b", "1")).await.unwrap();
    store.set_password("1", "other", at(NOW)).await.unwrap();
    assert!(store.session("b", later).await.unwrap().is_none());
    store.create_session(session("c", "1")).await.unwrap();
    store.set_disabled("1", Some(at(NOW))).await.unwrap();
    store.set_disabled("1", None).await.unwrap();
    assert!(store.session("c", later).await.unwrap().is_none());
}

#[tokio::test]
async fn attempts_are_counted_within_the_window() {
    let home = Home::new().await;
    let window = SignedDuration::from_mins(10);
    let count = async |minutes| {
        home.store
            .count_attempt("li", at(NOW) + SignedDuration::from_mins(minutes), window)
            .await
            .unwrap()
    };
    assert_eq!((count(0).await, count(5).await, count(11).await), (1, 2, 2));
    home.store.clear_attempts("li").await.unwrap();
    assert_eq!(count(12).await, 1);
}

#[tokio::test]
async fn a_setting_holds_until_it_is_changed() {
    let home = Home::new().await;
    assert_eq!(home.store.setting("pack").await.unwrap(), None);
    for value in ["cn", "la311"] {
        home.store.set_setting("pack", value).await.unwrap();
        assert_eq!(home.store.setting("pack").await.unwrap().as_deref(), Some(value));
    }
}

#[tokio::test]
async fn of_two_attempts_in_one_millisecond_one_is_taken_back() {
    let home = Home::new().await;
    let (now, window) = (at("2026-03-02T04:00:00Z"), jiff::SignedDuration::from_mins(15));
    for _ in 0..2 {
        home.store.count_attempt("key", now, window).await.unwrap();
    }
    home.store.take_back_attempt("key", now).await.unwrap();
    assert_eq!(home.store.count_attempt("key", now, window).await.unwrap(), 2);
}
