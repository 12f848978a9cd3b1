//! Proposed cases are joined by a person, with a reason, and parted again; both say so.

use crate::browser::{Browser, Bureau, done};
use axum::http::StatusCode;

async fn lamp(clerk: &mut Browser<'_>, title: &str) -> String {
    let fields = [
        ("kind", "request"),
        ("title", title),
        ("category", "sanitation"),
        ("unit", "urban"),
        (
            "description",
            "The street lamp at the east gate of Elm Street flickers and is dark since Monday.",
        ),
        ("address", "Elm Street 12, east gate"),
    ];
    let answer = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").trim_start_matches("/cases/").to_owned()
}

#[tokio::test]
async fn proposals_are_joined_with_a_reason_and_parted_with_one() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let first = lamp(&mut clerk, "Lamp at the east gate is dark").await;
    let second = lamp(&mut clerk, "Dark lamp, east gate").await;
    let page = format!("/cases/{second}/alike");
    let proposed = clerk.get(&page).await;
    assert!(
        proposed.text().contains(&format!("name=\"other\" value=\"{first}\"")),
        "{}",
        proposed.text()
    );
    let refused = clerk.fill(&page, &page, &[("other", &first), ("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Say why"), "{}", refused.text());
    let nobody = clerk
        .fill(&page, &page, &[("other", "20200101-00001"), ("reason", "x")])
        .await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Whichever page it is said on, the earlier case is raised.
    let other_page = format!("/cases/{first}/alike");
    let joined = clerk
        .fill(
            &other_page,
            &other_page,
            &[("other", &second), ("reason", "The very same lamp")],
        )
        .await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());
    let store = &bureau.office.store;
    let case = async |number: &str| store.story(number).await.unwrap().unwrap().case.clone();
    assert_eq!((case(&first).await.repeats, case(&second).await.repeats), (1, 0));
    assert_eq!(case(&second).await.repeat_of.unwrap().number, first);
    for number in [&first, &second] {
        assert!(
            clerk
                .get(&format!("/cases/{number}"))
                .await
                .text()
                .contains("The very same lamp")
        );
    }

    let split = format!("{page}/split");
    let refused = clerk.fill(&page, &split, &[("other", &first), ("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let parted = clerk
        .fill(
            &page,
            &split,
            &[("other", &first), ("reason", "Two lamps, it turns out")],
        )
        .await;
    assert_eq!(parted.status, StatusCode::SEE_OTHER, "{}", parted.text());
    assert_eq!(case(&first).await.repeats, 0);
    assert!(case(&second).await.repeat_of.is_none());
    for number in [&first, &second] {
        let text = clerk.get(&format!("/cases/{number}")).await.text().to_owned();
        assert!(text.contains("Two lamps, it turns out") && text.contains("The very same lamp"));
    }
    let again = clerk
        .fill(&page, &split, &[("other", &first), ("reason", "again")])
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn they_are_looked_for_whatever_the_form_says_of_the_place() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let first = lamp(&mut clerk, "Lamp at the east gate is dark").await;
    for (latitude, longitude) in [("1e300", "-1e300"), ("90.5", "0"), ("-90", "180")] {
        let asked = [
            ("kind", "request"),
            ("title", "Dark lamp, east gate"),
            ("category", "sanitation"),
            ("unit", "urban"),
            ("description", "The street lamp at the east gate flickers."),
            ("address", "Elm Street 12, east gate"),
            ("latitude", latitude),
            ("longitude", longitude),
            ("look", "yes"),
        ];
        let shown = clerk.fill("/cases/new", "/cases", &asked).await;
        assert_eq!(shown.status, StatusCode::OK, "{latitude}: {}", shown.text());
        assert!(shown.text().contains(&first), "{latitude}: {}", shown.text());
    }
}

#[tokio::test]
async fn whoever_handles_for_a_unit_sees_them_and_joins_nothing() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let first = lamp(&mut clerk, "Lamp at the east gate is dark").await;
    let second = lamp(&mut clerk, "Dark lamp, east gate").await;
    let mut handler = bureau.signed_in("urban-handler").await;
    let page = format!("/cases/{second}/alike");
    let shown = handler.get(&page).await;
    assert!(shown.text().contains(&first) && !shown.text().contains("name=\"other\""));
    let refused = handler.fill(&page, &page, &[("other", &first), ("reason", "x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
}

#[tokio::test]
async fn a_link_to_what_is_withheld_since_is_in_no_story_of_the_other() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let first = lamp(&mut clerk, "Lamp at the east gate is dark").await;
    let second = lamp(&mut clerk, "Dark lamp, east gate").await;
    let (page, case) = (format!("/cases/{first}/alike"), format!("/cases/{second}"));
    let mut handler = bureau.signed_in("urban-handler").await;
    let before = handler.get(&format!("/cases/{first}")).await.text().to_owned();
    let joined = [("other", second.as_str()), ("reason", "The same man took the money")];
    done(&clerk.fill(&page, &page, &joined).await);
    assert!(
        handler
            .get(&format!("/cases/{first}"))
            .await
            .text()
            .contains("took the money")
    );

    // Kept by the office, and apart from the other, it can be put down whom it is about.
    let to_office = [("unit", "office"), ("text", "x")];
    done(&clerk.fill(&case, &format!("{case}/steps/dispatch"), &to_office).await);
    let about = [("about", "unit:urban"), ("text", "They asked for money")];
    let step = format!("{case}/steps/about");
    let refused = clerk.fill(&case, &step, &about).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(
        refused.text().contains("Take the two apart first"),
        "{}",
        refused.text()
    );
    let parted = [("other", second.as_str()), ("reason", "It is about the handler")];
    done(&clerk.fill(&page, &format!("{page}/split"), &parted).await);
    done(&clerk.fill(&case, &step, &about).await);
    let after = handler.get(&format!("/cases/{first}")).await;
    assert_eq!(after.status, StatusCode::OK);
    for told in ["took the money", "about the handler"] {
        assert!(!after.text().contains(told), "{told}: {}", after.text());
    }
    let lines = |text: &str| {
        let story = &text[text.find("id=\"story\"").unwrap()..];
        story[..story.find("</section>").unwrap()].matches("<li").count()
    };
    assert_eq!(lines(after.text()), lines(&before), "nothing of it is in the story");
    // Whoever sees both reads it.
    assert!(
        clerk
            .get(&format!("/cases/{first}"))
            .await
            .text()
            .contains("about the handler")
    );
}
