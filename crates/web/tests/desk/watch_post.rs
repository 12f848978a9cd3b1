//! Whoever has the watch of a desk acts in its post until it is handed over, and sees by it nothing that is withheld from their own.

use crate::browser::{Browser, Bureau};
use crate::duty::{on_shift_now, staff};
use axum::http::StatusCode;
use domain::case::{Actor, Command, Role};
use domain::duty::Staff;
use domain::{CaseId, UnitSlug};

const ON_WATCH: &str = "You have the watch of Response Office";

/// Registers something, about a unit of ours or about none; its number.
async fn put(clerk: &mut Browser<'_>, title: &str, unit: &str, about: &str) -> String {
    let fields = [
        ("kind", "request"),
        ("title", title),
        ("category", "other"),
        ("about", about),
        ("unit", unit),
    ];
    let answer = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").trim_start_matches("/cases/").to_owned()
}

async fn case_of(bureau: &Bureau, number: &str) -> CaseId {
    bureau.office.store.story(number).await.unwrap().unwrap().case.id
}

async fn called(bureau: &Bureau, case: CaseId) -> Vec<Staff> {
    let (office, now) = (&bureau.office, bureau.office.clock.now());
    let draw = || {
        let id = || office::new_case_id(jiff::Timestamp::now()).to_string().replace('-', "");
        (id(), id() + &id())
    };
    let about = domain::call::About {
        reason: "heartbeat".to_owned(),
        args: [("name".to_owned(), "x".to_owned())].into(),
        link: "/watch".to_owned(),
        case: Some(case),
        drill: false,
        post: None,
        unit: Some(UnitSlug::from("water")),
    };
    let raised = office::raise_call(office, about, &case.to_string(), &Actor::program(), now).await;
    let id = raised.unwrap().unwrap();
    office::run_due_calls(office, &office::Robots::default(), draw, now)
        .await
        .unwrap();
    office::read_call(office, &id).await.unwrap().unwrap().called
}

#[tokio::test]
async fn whoever_has_the_watch_acts_in_its_post_until_they_hand_it_over() {
    let bureau = Bureau::staffed().await;
    on_shift_now(&bureau, "housing-handler", "duty-officer").await;
    let mut clerk = bureau.signed_in("clerk").await;
    let water = put(&mut clerk, "A burst pipe", "water", "").await;
    let complaint = put(&mut clerk, "They asked for money", "office", "unit:housing").await;
    let (own, theirs) = (format!("/cases/{complaint}"), format!("/cases/{water}"));
    let mut handler = bureau.signed_in("housing-handler").await;
    for page in [&own, &theirs] {
        assert_eq!(handler.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert!(!handler.get("/").await.text().contains(ON_WATCH));
    let joined = handler.fill("/watch", "/watch/join", &[("desk", "office")]).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());

    // All units' cases are in sight, and why; what complains about their own unit is in none of the lists, and does not exist.
    let page = handler.get(&theirs).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().matches(ON_WATCH).count() >= 2, "{}", page.text());
    assert_eq!(handler.get(&own).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        handler.get(&format!("/api/v1/cases/{complaint}")).await.status,
        StatusCode::NOT_FOUND
    );
    for list in ["/cases", "/watch", "/api/v1/cases"] {
        let text = handler.get(list).await;
        assert!(
            text.text().contains("A burst pipe") && !text.text().contains("They asked for money"),
            "{list}: {}",
            text.text()
        );
    }
    // By no other way than the pages either.
    let account = staff(&bureau, "housing-handler").await;
    let in_post = Actor {
        role: Role::DutyOfficer,
        post: Some("duty-officer".into()),
        unit: Some("office".into()),
        account: Some(account.0.clone()),
    };
    let danger = Command::RaiseDanger {
        danger: "violence".to_owned(),
        situation: "门口有人打人".to_owned(),
    };
    let (office, now) = (&bureau.office, bureau.office.clock.now());
    let of_complaint = case_of(&bureau, &complaint).await;
    let refused = office::act(office, of_complaint, &danger, &in_post, now, None).await;
    let Err(office::Error::Refused(refusal)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refusal.key, "refusal-about-actor");
    // Whoever has the watch is called about what its post sees, and about nothing else.
    let of_water = case_of(&bureau, &water).await;
    assert_eq!(called(&bureau, of_water).await, std::slice::from_ref(&account));
    assert!(!called(&bureau, of_complaint).await.contains(&account));

    // An incident is registered for the unit that it goes to, and its first report goes out.
    let incident = [
        ("what", "东门市场起火"),
        ("category", "incident-fire"),
        ("address", "东门市场"),
        ("dead", "3"),
    ];
    let answer = handler.fill("/incidents/new", "/incidents/new", &incident).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let home = answer.header("location").to_owned();
    let number = home.trim_start_matches("/incidents/");
    let story = bureau.office.store.story(number).await.unwrap().unwrap();
    assert_eq!(story.case.unit.as_str(), "fire");
    assert_eq!(story.events[0].actor, in_post);
    let due = handler.get("/watch").await;
    assert!(
        due.text().contains("东门市场起火") && due.text().contains(" minutes left"),
        "{}",
        due.text()
    );
    let mut report = vec![("sort", "first-head"), ("to", "县应急局"), ("channel", "电话")];
    report.extend(["unit", "scene", "course", "casualties", "measures", "other"].map(|part| (part, "如实")));
    let sent = handler.fill(&home, &format!("{home}/report"), &report).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());

    // In their own post for a while, and back.
    let chosen = handler.fill("/watch", "/post", &[("post", "own")]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    let first = handler.get("/").await;
    assert!(first.text().contains("act in your own post"), "{}", first.text());
    assert_eq!(handler.get(&theirs).await.status, StatusCode::NOT_FOUND);
    // What they are called about waits for them all the same.
    assert!(handler.get("/calls").await.text().contains("/acknowledge"));
    handler.fill("/watch", "/post", &[("post", "watch")]).await;
    assert_eq!(handler.get(&theirs).await.status, StatusCode::OK);

    // What is handed over is theirs until the next one has taken it, and then nothing of it is.
    let id = office::new_case_id(now).to_string();
    let offer = [("desk", "office"), ("id", id.as_str()), ("note", "")];
    let offered = handler.fill("/watch", "/watch/offer", &offer).await;
    assert_eq!(offered.status, StatusCode::SEE_OTHER, "{}", offered.text());
    assert_eq!(handler.get(&home).await.status, StatusCode::OK);
    let mut next = bureau.signed_in("duty-officer").await;
    let taken = next
        .fill("/watch", "/watch/take", &[("desk", "office"), ("id", &id)])
        .await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    for page in [&home, &theirs, &own] {
        assert_eq!(handler.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert!(!handler.get("/").await.text().contains(ON_WATCH));
    assert!(!called(&bureau, case_of(&bureau, number).await).await.contains(&account));
    // In the post that is one's own anyway nothing changes, and nothing is said.
    assert!(!next.get("/").await.text().contains(ON_WATCH));
}

#[tokio::test]
async fn a_key_stays_in_its_own_post_and_is_kept_from_what_the_post_of_the_watch_is() {
    let bureau = Bureau::staffed().await;
    on_shift_now(&bureau, "clerk", "duty-officer").await;
    let mut office_chief = bureau.signed_in("office-chief").await;
    let about = put(&mut office_chief, "The watch was rude", "office", "post:duty-officer").await;
    let key = bureau.own_program_for("clerk", &["cases:read"]).await;
    let mut clerk = bureau.signed_in("clerk").await;
    let post = async || key.get("/api/v1/rights").await;
    let case = format!("/api/v1/cases/{about}");
    let seen = key.get(&case).await;
    assert_eq!(seen.status, StatusCode::OK);
    let joined = clerk.fill("/watch", "/watch/join", &[("desk", "office")]).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());
    assert!(post().await.text().contains("\"post\":\"clerk\""));
    assert!(
        clerk
            .get("/api/v1/rights")
            .await
            .text()
            .contains("\"post\":\"duty-officer\"")
    );
    assert_eq!(key.get(&case).await.status, StatusCode::NOT_FOUND);
    clerk.fill("/watch", "/post", &[("post", "own")]).await;
    assert_eq!(
        clerk.get(&format!("/cases/{about}")).await.status,
        StatusCode::NOT_FOUND
    );
    // Another session is in the own post until it is signed in to the other one.
    let mut again = bureau.signed_in("clerk").await;
    assert!(again.get("/api/v1/rights").await.text().contains("\"post\":\"clerk\""));
    let first = again.get("/").await;
    assert!(first.text().contains("act in your own post"), "{}", first.text());
    again.fill("/watch", "/post", &[("post", "watch")]).await;
    assert!(
        again
            .get("/api/v1/rights")
            .await
            .text()
            .contains("\"post\":\"duty-officer\"")
    );
}
