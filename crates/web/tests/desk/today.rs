//! The first page: each number leads to a list of as many, the brief counts on the same base, and a unit sees its own.

use crate::briefs::signed;
use crate::browser::{Answer, Browser, Bureau};
use crate::judgement::{grave, judged};
use axum::http::StatusCode;

async fn step(browser: &mut Browser<'_>, number: &str, step: &str, fields: &[(&str, &str)]) {
    let page = format!("/cases/{number}");
    let answer = browser.fill(&page, &format!("{page}/steps/{step}"), fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", answer.text());
}

/// Takes a case of the water bureau to its answer.
async fn answered(clerk: &mut Browser<'_>, handler: &mut Browser<'_>, number: &str) {
    step(clerk, number, "accept", &[]).await;
    step(clerk, number, "dispatch", &[("unit", "water")]).await;
    step(handler, number, "acknowledge", &[]).await;
    step(handler, number, "answer", &[("text", "Mended."), ("outcome", "solved")]).await;
}

/// The figures at the head that lead to lists: `(label, address, number)`.
fn figures(page: &Answer) -> Vec<(String, String, u64)> {
    let head = page.text().split("</dl>").next().unwrap();
    head.split("<dt>")
        .skip(1)
        .filter_map(|figure| {
            let label = figure.split('<').next()?.to_owned();
            let link = figure.split("href=\"").nth(1)?;
            let address = link.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&");
            let number = link.split('>').nth(1)?.split('<').next()?.parse().ok()?;
            address.starts_with("/cases").then_some((label, address, number))
        })
        .collect()
}

fn rows(list: &Answer) -> u64 {
    assert_eq!(list.status, StatusCode::OK);
    list.text().matches("class=\"num\"><a href=\"/cases/").count() as u64
}

#[tokio::test]
async fn each_number_leads_to_a_list_of_as_many_and_the_brief_counts_alike() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    let mut clerk = bureau.signed_in("clerk").await;
    let mut water = bureau.signed_in("water-handler").await;
    for n in 0..3 {
        clerk.register(&format!("Open {n}"), "water").await;
    }
    clerk.register("Elsewhere", "fire").await;
    let waits = clerk.register("Answered", "water").await;
    answered(&mut clerk, &mut water, &waits).await;
    let ended = clerk.register("Closed", "water").await;
    answered(&mut clerk, &mut water, &ended).await;
    step(&mut clerk, &ended, "close", &[]).await;
    grave(&mut clerk, "Burst main", "water", "2").await;
    let page = format!("/judgement?date={date}");
    let mut analyst = bureau.signed_in("office-analyst").await;
    judged(&mut analyst, &page, &date).await;
    let drafted = analyst.fill(&page, &format!("/briefs/{date}/draft"), &[]).await;
    assert_eq!(drafted.status, StatusCode::SEE_OTHER);
    // A task beside the requests.
    let mut chief = bureau.signed_in("office-chief").await;
    assert_eq!(signed(&mut chief, &date, "1").await, StatusCode::SEE_OTHER);
    let form = format!("/assignments/new?date={date}&version=1&item=0");
    let key = chief.get(&form).await.hidden("key");
    let fields = [
        ("key", key.as_str()),
        ("date", &date),
        ("version", "1"),
        ("item", "0"),
        ("title", "Mend it"),
        ("unit", "water"),
        ("due", "2099-11-25T18:00"),
    ];
    let task = chief.fill(&form, "/assignments", &fields).await;
    assert_eq!(task.status, StatusCode::SEE_OTHER, "{}", task.text());

    let numbers = |figures: &[(String, String, u64)]| figures.iter().map(|(.., n)| *n).collect::<Vec<_>>();
    let shown = figures(&chief.get("/").await);
    assert_eq!(
        numbers(&shown),
        [7, 5, 1, 0],
        "received, in work, answered, overdue: {shown:?}"
    );
    for (label, address, number) in &shown {
        assert_eq!(rows(&chief.get(address).await), *number, "{label} {address}");
    }
    let of_water = figures(&water.get("/").await);
    assert_eq!(numbers(&of_water), [6, 4, 1, 0], "{of_water:?}");
    for (label, address, number) in &of_water {
        assert_eq!(rows(&water.get(address).await), *number, "{label} {address}");
    }

    let day = office::read_day(&bureau.office, bureau.today(), bureau.office.clock.now())
        .await
        .unwrap();
    let brief = day.briefs.last().unwrap();
    assert_eq!(
        (brief.received.today, brief.open.today, brief.finished.today),
        (shown[0].2, shown[1].2, 2),
        "what waits to be closed has been answered"
    );
    assert_eq!(
        rows(&chief.get("/cases?open=yes").await),
        7,
        "six requests and a task have not ended"
    );
    assert_eq!(rows(&chief.get("/cases?open=no").await), 1);
}

#[tokio::test]
async fn both_lists_say_which_time_they_show_and_lead_on() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    clerk.register("Burst main", "water").await;
    let page = clerk.get("/").await;
    let text = page.text();
    assert!(text.matches("class=\"num\">Due 20").count() == 2, "{text}");
    assert!(text.contains("href=\"/cases?open=handling&amp;sort=due\""), "{text}");
    assert!(
        text.contains("&#38;open=yes&#38;sort=due\"") || text.contains("&amp;open=yes&amp;sort=due\""),
        "{text}"
    );
}

#[tokio::test]
async fn a_units_people_see_the_own_unit_among_the_units() {
    let bureau = Bureau::staffed().await;
    for (post, others) in [
        ("water-handler", false),
        ("water-leader", false),
        ("duty-officer", true),
    ] {
        let page = bureau.signed_in(post).await.get("/units").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Water Bureau"), "{post}");
        assert_eq!(
            page.text().contains("Fire and Rescue"),
            others,
            "{post}: {}",
            page.text()
        );
    }
}
