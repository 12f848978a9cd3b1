//! Accounts: made with a one-time password, which must be changed; shut at once.

use crate::browser::{Bureau, PASSWORD, done};
use axum::http::StatusCode;
use domain::duty::Staff;
use store::NewAccount;

/// Under which somebody signs in who has an account already.
pub(crate) const SECOND: &str = "second";

/// Why accounts are said to be one person's.
const WHY_LINKED: &str = "Both are used by the deputy on duty";

/// A second account in this post; nobody has said yet whose.
pub(crate) async fn second(bureau: &Bureau, post: &str) -> Staff {
    let now = bureau.office.clock.now();
    let account = NewAccount {
        id: office::new_case_id(now).to_string(),
        user: SECOND.to_owned(),
        name: "第二个账号".to_owned(),
        post: post.into(),
        locale: None,
        password_hash: web::hash_password(PASSWORD),
    };
    let id = account.id.clone();
    bureau.office.store.create_account(account, now).await.unwrap();
    Staff(id)
}

/// The administrator says that both are one person's.
pub(crate) async fn link(bureau: &Bureau, one: &Staff, other: &Staff) {
    let mut admin = bureau.signed_in("administrator").await;
    let fields = [
        ("one", one.0.as_str()),
        ("other", other.0.as_str()),
        ("why", WHY_LINKED),
    ];
    done(&admin.fill("/accounts", "/accounts/person", &fields).await);
}

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
    let shut = format!("/accounts/{id}/shut");
    let asked = admin.fill("/accounts", &shut, &[]).await;
    assert_eq!(asked.status, StatusCode::OK);
    for told in ["cannot sign in until", &format!("action=\"{shut}\""), "name=\"sure\""] {
        assert!(asked.text().contains(told), "{told} in {}", asked.text());
    }
    assert_eq!(clerk.get("/cases").await.status, StatusCode::OK, "it only asked");
    done(&admin.fill("/accounts", &shut, &[("sure", "yes")]).await);
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

#[tokio::test]
async fn a_new_password_is_made_when_the_administrator_has_said_yes() {
    let bureau = Bureau::staffed().await;
    let mut admin = bureau.signed_in("administrator").await;
    let id = bureau.office.store.account_by_user("clerk").await.unwrap().unwrap().id;
    let reset = format!("/accounts/{id}/password");
    let asked = admin.fill("/accounts", &reset, &[]).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.text().contains("signed out everywhere at once") && !asked.text().contains("class=\"secret\""));
    let mut clerk = bureau.browser();
    assert_eq!(clerk.sign_in("clerk", PASSWORD).await.status, StatusCode::SEE_OTHER);
    let made = admin.fill("/accounts", &reset, &[("sure", "yes")]).await;
    let one_time = handed_over(made.text());
    assert_eq!(clerk.get("/cases").await.status, StatusCode::SEE_OTHER, "signed out");
    assert_eq!(
        clerk.sign_in("clerk", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(clerk.sign_in("clerk", &one_time).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn two_accounts_are_one_persons_until_it_is_said_that_they_are_not() {
    let bureau = Bureau::staffed().await;
    let own = crate::duty::staff(&bureau, "fire-handler").await;
    let other = second(&bureau, "clerk").await;
    let mut admin = bureau.signed_in("administrator").await;
    for (one, two) in [(&own.0, &own.0), (&own.0, &"nobody".to_owned())] {
        let fields = [("one", one.as_str()), ("other", two.as_str())];
        let refused = admin.fill("/accounts", "/accounts/person", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    }
    let mut clerk = bureau.signed_in("clerk").await;
    let fields = [
        ("kind", "request"),
        ("title", "They asked for money"),
        ("category", "other"),
        ("about", &format!("staff:{}", own.0)),
        ("unit", "water"),
    ];
    let case = done(&clerk.fill("/cases/new", "/cases", &fields).await);
    let mut twin = bureau.browser();
    done(&twin.sign_in(SECOND, PASSWORD).await);
    assert_eq!(twin.get(&case).await.status, StatusCode::OK);
    // From the next page on, signed in or not; and not from whoever has the same post.
    link(&bureau, &own, &other).await;
    assert_eq!(twin.get(&case).await.status, StatusCode::NOT_FOUND);
    assert!(!twin.get("/cases").await.text().contains("They asked for money"));
    assert_eq!(clerk.get(&case).await.status, StatusCode::OK);
    // What is registered by the one is not put down about the other, and nobody is called.
    let refused = twin.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let accounts = admin.get("/accounts").await;
    assert!(accounts.text().contains("same person as second"), "{}", accounts.text());
    // Nobody says either without a reason.
    let end = format!("/accounts/{}/person/end", other.0);
    let refused = admin.fill("/accounts", &end, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let fields = [("one", own.0.as_str()), ("other", other.0.as_str()), ("why", " ")];
    let refused = admin.fill("/accounts", "/accounts/person", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    done(&admin.fill("/accounts", &end, &[("why", "Entered by mistake")]).await);
    assert!(!admin.get("/accounts").await.text().contains("same person as"));
    // What was withheld stays so, in lists too, until those who handle the case lift it; what comes later is not.
    assert_eq!(twin.get(&case).await.status, StatusCode::NOT_FOUND);
    assert!(!twin.get("/cases").await.text().contains("They asked for money"));
    let page = clerk.get(&case).await.text().to_owned();
    assert!(page.contains("Accounts of one person were parted"), "{page}");
    let later = [
        ("kind", "request"),
        ("title", "They asked again"),
        ("category", "other"),
        ("about", &format!("staff:{}", own.0)),
        ("unit", "water"),
    ];
    let later = done(&clerk.fill("/cases/new", "/cases", &later).await);
    assert_eq!(twin.get(&later).await.status, StatusCode::OK);
    both_acts_are_recorded(&bureau).await;
}

/// Who said it, when and why, for the auditor: on the page and in the file.
async fn both_acts_are_recorded(bureau: &Bureau) {
    let mut auditor = bureau.signed_in("auditor").await;
    let page = auditor.get("/access-record").await.text().to_owned();
    for needed in [
        WHY_LINKED,
        "Entered by mistake",
        "Said to be one person&#39;s accounts",
        "Said to be nobody else&#39;s account: second",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    let today = bureau.today();
    for (query, there) in [
        ("what=accounts".to_owned(), true),
        ("what=sealed".to_owned(), false),
        ("post=administrator".to_owned(), true),
        ("post=clerk".to_owned(), false),
        ("number=20990101-00001".to_owned(), false),
        (format!("from={today}&to={today}"), true),
        (format!("to={}", today.yesterday().unwrap()), false),
    ] {
        let found = auditor.get(&format!("/access-record?{query}")).await;
        assert_eq!(found.text().contains(WHY_LINKED), there, "{query}: {}", found.text());
    }
    let path = "/access-record/file";
    let without = auditor.fill(path, path, &[]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", without.text());
    let file = auditor.fill(path, path, &[("reason", "statistics")]).await;
    let sheets = documents::sheet::read("record.xlsx", &file.bytes).unwrap();
    let rows = format!("{:?}", sheets[0].rows);
    assert!(
        rows.contains(WHY_LINKED) && rows.contains("Entered by mistake"),
        "{rows}"
    );
}

#[tokio::test]
async fn nobody_parts_accounts_of_their_own() {
    let bureau = Bureau::staffed().await;
    let own = crate::duty::staff(&bureau, "administrator").await;
    let other = second(&bureau, "clerk").await;
    link(&bureau, &own, &other).await;
    let mut admin = bureau.signed_in("administrator").await;
    assert!(!admin.get("/accounts").await.text().contains("/person/end"));
    for id in [&own.0, &other.0] {
        let refused = admin
            .fill("/accounts", &format!("/accounts/{id}/person/end"), &[("why", "x")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    }
    assert!(admin.get("/accounts").await.text().contains("same person as second"));
}
