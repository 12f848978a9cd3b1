//! A complaint about a member of staff who has changed posts since, or who has a second account: every door of the case is closed to
//! them in every post that they come to hold, and open to whoever has the post that they left.

use super::doc::standing;
use super::doors::{Caller, Met, ROLES, address, expected, holders, put};
use super::rows::{Door, ROWS};
use crate::browser::{Browser, Bureau, PASSWORD};
use axum::http::StatusCode;
use domain::case::About;
use domain::duty::Staff;
use std::fmt::Write as _;

/// The post in which it was said of them.
const BEFORE: &str = "housing-handler";

/// Gives the account another post, on the administrator's page.
async fn change_post(admin: &mut Browser<'_>, account: &str, post: &str) {
    let fields = [("account", account), ("to_post", post)];
    let answer = admin.fill("/accounts", "/accounts/post", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Every door of a complaint about the person of these accounts, whom it names by the first of them, is closed to the one that signs
/// in as `user`, in every post that it comes to hold.
async fn every_door_is_closed(bureau: &Bureau, accounts: &[Staff], own: &Staff, user: &str) {
    let pack = &bureau.office.pack;
    let mut admin = bureau.signed_in("administrator").await;
    let mut wrong = String::new();
    for post in ROLES.into_iter().filter(|post| *post != "administrator") {
        let unit = &pack.post(&post.into()).unwrap().unit;
        let case = put(bureau, unit, About::staff(accounts[0].clone())).await;
        let page = format!("/cases/{}", case.number);
        change_post(&mut admin, &own.0, post).await;
        let mut browser = bureau.browser();
        let signed_in = browser.sign_in(user, PASSWORD).await;
        assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
        let standing = standing(pack, post, accounts.to_vec());
        let mut caller = Caller::new(browser).await;
        for row in ROWS.iter().filter(|row| matches!(row.door, Door::Case(_))) {
            let at = address(bureau, row, &case.number, "0", "0");
            let found = caller.call(row, &at).await;
            let expected = expected(&standing, row, Some(&case));
            assert!(found != Met::In && expected != Met::In, "{post} {}", row.path);
            if found != expected {
                let _ = writeln!(
                    wrong,
                    "{post}, {} {}: {found:?}, not {expected:?}",
                    row.method, row.path
                );
            }
        }
        for list in ["/cases", "/cases?q=Burst", "/cases?open=yes&sort=due", "/"] {
            let shown = caller.browser.get(list).await;
            assert_eq!(shown.status, StatusCode::OK, "{post} {list}");
            assert!(!shown.text().contains(&case.number), "{post} {list}");
        }
        // Whoever has had the post all along sees it; a program in it, which both read by, does not.
        let there = bureau.signed_in(post).await.get(&page).await;
        assert_eq!(there.status, StatusCode::OK, "{post}");
        let program = bureau.program(post, &web::scopes()).await;
        let answer = program.get(&format!("/api/v1/cases/{}", case.number)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{post}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test]
async fn nobody_comes_to_a_complaint_about_them_by_changing_posts() {
    let bureau = Bureau::staffed().await;
    let moved = holders(&bureau, BEFORE).await;
    let user = bureau.user_in(BEFORE).to_owned();
    every_door_is_closed(&bureau, &moved, &moved[0], &user).await;
}

#[tokio::test]
async fn nobody_comes_to_a_complaint_about_them_by_a_second_account() {
    let bureau = Bureau::staffed().await;
    let second = crate::accounts::second(&bureau, BEFORE).await;
    let mut both = holders(&bureau, BEFORE).await;
    both.push(second.clone());
    crate::accounts::link(&bureau, &both[0], &second).await;
    every_door_is_closed(&bureau, &both, &second, crate::accounts::SECOND).await;
}
