//! Operating levels on the desk: set with a reason and an end, told to every post, read by each, ended by themselves.

use crate::browser::Bureau;
use axum::http::StatusCode;
use domain::pack::OperatingLevel;
use jiff::SignedDuration;

#[tokio::test]
async fn a_level_is_set_told_read_and_ends() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let until = bureau.input(office.clock.now() + SignedDuration::from_hours(48));
    let mut chief = bureau.signed_in("office-chief").await;
    let fields = [
        ("level", "emergency"),
        ("reason", "Flood of the river"),
        ("until", until.as_str()),
    ];
    let answer = chief.fill("/levels", "/levels", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let today = bureau.today();
    let page = chief.get(&format!("/reports?date={today}")).await;
    assert!(page.text().contains("Operating level: Emergency."), "{}", page.text());
    let yesterday = today.yesterday().unwrap();
    let before = chief.get(&format!("/reports?date={yesterday}")).await;
    assert!(
        before.text().contains("Operating level: Routine."),
        "days before keep theirs"
    );

    for post in ["water-handler", "clerk", "auditor", "administrator"] {
        let mut browser = bureau.signed_in(post).await;
        assert!(
            browser.get("/").await.text().contains("Read it and say so"),
            "{post} is told"
        );
        let answer = browser.fill("/levels", "/levels/1/acknowledge", &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{post}: {}", answer.text());
        assert!(
            !browser.get("/").await.text().contains("Read it and say so"),
            "{post} has read it"
        );
        let answer = browser.fill("/levels", "/levels", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post}");
    }
    let page = chief.get("/levels").await;
    assert!(page.text().contains("4 of "), "{}", page.text());

    let over = office.clock.now() + SignedDuration::from_hours(49);
    assert_eq!(office::end_due_levels(office, over).await.unwrap(), 1);
    assert_eq!(office::end_due_levels(office, over).await.unwrap(), 0);
    let levels = office::levels(office).await.unwrap();
    assert_eq!(levels.at(over), OperatingLevel::Routine);
}

#[tokio::test]
async fn a_level_without_an_end_or_a_reason_is_not_set() {
    let bureau = Bureau::staffed().await;
    let until = bureau.input(bureau.office.clock.now() + SignedDuration::from_hours(2));
    let past = bureau.input(bureau.office.clock.now() - SignedDuration::from_hours(2));
    let mut chief = bureau.signed_in("office-chief").await;
    for fields in [
        vec![("level", "emergency"), ("reason", "x")],
        vec![("level", "emergency"), ("reason", "x"), ("until", past.as_str())],
        vec![("level", "emergency"), ("until", until.as_str())],
        vec![("level", "routine"), ("reason", "x"), ("until", until.as_str())],
        vec![
            ("level", "emergency"),
            ("reason", "x"),
            ("until", until.as_str()),
            ("area", "zhuxi"),
        ],
    ] {
        let answer = chief.fill("/levels", "/levels", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    let fields = [
        ("level", "heightened"),
        ("reason", "Exam days"),
        ("until", until.as_str()),
    ];
    chief.fill("/levels", "/levels", &fields).await;
    let answer = chief.fill("/levels", "/levels/1/end", &[]).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "ending wants a reason too"
    );
    let answer = chief
        .fill("/levels", "/levels/1/end", &[("reason", "Called off")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(chief.get("/levels").await.text().contains("Called off"));
}
