//! Decisions become tasks: once each, on a signed brief, due in time to come, and a unit sees its own.

use crate::briefs::{drafted, signed};
use crate::browser::{Answer, Browser, Bureau};
use axum::http::StatusCode;
use domain::KindSlug;
use jiff::ToSpan as _;
use store::Filter;

const DUE: &str = "2099-11-25T18:00";

async fn assign(browser: &mut Browser<'_>, date: &str, changed: &[(&str, &str)]) -> Answer {
    let form = browser
        .get(&format!("/assignments/new?date={date}&version=1&item=0"))
        .await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text());
    send(browser, &form, date, changed).await
}

async fn send(browser: &mut Browser<'_>, form: &Answer, date: &str, changed: &[(&str, &str)]) -> Answer {
    let (token, key) = (form.hidden("csrf"), form.hidden("key"));
    let mut fields = vec![
        ("csrf", token.as_str()),
        ("key", &key),
        ("date", date),
        ("version", "1"),
        ("item", "0"),
    ];
    let filled = [
        ("title", "Mend the main"),
        ("description", "Today still"),
        ("unit", "water"),
        ("due", DUE),
    ];
    for (name, value) in filled {
        let value = changed
            .iter()
            .find(|(other, _)| *other == name)
            .map_or(value, |(_, value)| value);
        fields.push((name, value));
    }
    browser.post("/assignments", &fields).await
}

async fn tasks(bureau: &Bureau) -> u64 {
    let filter = Filter {
        kind: Some(KindSlug::from("task")),
        ..Filter::default()
    };
    bureau
        .office
        .store
        .count(&store::Viewer::body(), &filter, 100)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_decision_is_one_task_however_often_it_is_sent() {
    let bureau = Bureau::staffed().await;
    let date = drafted(&bureau, "Burst <main>").await;
    let mut leader = bureau.signed_in("deputy-head").await;
    let early = leader
        .get(&format!("/assignments/new?date={date}&version=1&item=0"))
        .await;
    assert_eq!(
        early.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "nothing is decided on an unsigned brief"
    );
    assert!(
        early.text().contains("has not been signed") && early.text().contains(&format!("/briefs/{date}/sign")),
        "it is shown, and can be signed: {}",
        early.text()
    );
    assert_eq!(signed(&mut leader, &date, "1").await, StatusCode::SEE_OTHER);

    let form = leader
        .get(&format!("/assignments/new?date={date}&version=1&item=0"))
        .await;
    assert!(form.text().contains("Burst &#60;main&#62;") && !form.text().contains("Burst <main>"));
    let first = send(&mut leader, &form, &date, &[]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    let second = send(&mut leader, &form, &date, &[]).await;
    assert_eq!(
        second.header("location"),
        first.header("location"),
        "the same task: {}",
        second.text()
    );
    assert_eq!(tasks(&bureau).await, 1);
    let number = first.header("location").trim_start_matches("/cases/").to_owned();
    let brief = leader.get(&format!("/briefs/{date}")).await;
    assert_eq!(
        brief.text().matches(&format!("/cases/{number}\"")).count(),
        1,
        "the brief shows what was decided"
    );

    let again = leader
        .get(&format!("/assignments/new?date={date}&version=1&item=0"))
        .await;
    assert!(
        again.text().contains("has been assigned") && again.text().contains(&format!("/cases/{number}\"")),
        "{}",
        again.text()
    );

    let mut water = bureau.signed_in("water-handler").await;
    let mut fire = bureau.signed_in("fire-handler").await;
    assert!(water.get("/assignments").await.text().contains(&number));
    assert!(
        !fire.get("/assignments").await.text().contains(&number),
        "a unit sees its own tasks only"
    );
    assert_eq!(
        fire.get(&format!("/cases/{number}")).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!leader.get("/assignments?show=ended").await.text().contains(&number));

    let page = format!("/cases/{number}");
    let steps = [
        ("acknowledge", &[][..]),
        ("progress", &[("text", "Dug out.")]),
        ("answer", &[("text", "Mended."), ("outcome", "solved")]),
    ];
    for (step, fields) in steps {
        let answer = water.fill(&page, &format!("{page}/steps/{step}"), fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", answer.text());
    }
}

#[tokio::test]
async fn what_is_missing_or_past_is_said_beside_its_field() {
    let bureau = Bureau::staffed().await;
    let date = drafted(&bureau, "Burst main").await;
    let mut chief = bureau.signed_in("office-chief").await;
    assert_eq!(signed(&mut chief, &date, "1").await, StatusCode::SEE_OTHER);
    for (field, bad) in [
        ("title", ""),
        ("unit", ""),
        ("unit", "moon"),
        ("due", ""),
        ("due", "soon"),
        ("due", "2001-01-01T10:00"),
        ("due", "2026-02-30T10:00"),
    ] {
        let answer = assign(&mut chief, &date, &[(field, bad), ("description", "Kept as written")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {bad}");
        assert!(
            answer.text().contains(&format!("id=\"{field}-wrong\"")),
            "{field} {bad}"
        );
        assert!(answer.text().contains("Kept as written"));
    }
    for query in ["item=77", "item=x", "version=9&item=0"] {
        let answer = chief.get(&format!("/assignments/new?date={date}&{query}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{query}");
    }
    let tomorrow = bureau.today().saturating_add(1.day());
    for query in ["date=x&item=0".to_owned(), format!("date={tomorrow}&item=0")] {
        let answer = chief.get(&format!("/assignments/new?{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    for post in ["auditor", "water-handler", "clerk"] {
        let mut browser = bureau.signed_in(post).await;
        let fields = [("date", date.as_str()), ("item", "0")];
        assert_eq!(
            browser.fill("/units", "/assignments", &fields).await.status,
            StatusCode::FORBIDDEN,
            "{post}"
        );
    }
    assert_eq!(
        chief
            .post("/assignments", &[("date", &date), ("item", "0")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(tasks(&bureau).await, 0);
}
