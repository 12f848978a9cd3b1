//! What is due stands in one list by its time, goes with the handover, and is read by whoever takes the watch.

use crate::browser::{Browser, Bureau};
use crate::duty::on_shift_now;
use axum::http::StatusCode;
use domain::UnitSlug;
use domain::call::About;
use domain::case::{Actor, ReportSort};
use domain::duty::watch::Awaited;
use std::collections::BTreeMap;

/// A section of a page.
fn section<'a>(text: &'a str, id: &str) -> &'a str {
    let after = text.split(&format!("aria-labelledby=\"{id}\"")).nth(1);
    after.and_then(|after| after.split("</section>").next()).unwrap()
}

/// Places of these words, in the order in which they are given.
fn places(text: &str, words: &[&str]) -> Vec<usize> {
    let place = |word: &&str| text.find(*word).unwrap_or_else(|| panic!("{word} is not in {text}"));
    words.iter().map(place).collect()
}

async fn fire(duty: &mut Browser<'_>) -> String {
    let fields = [
        ("what", "东门市场起火"),
        ("category", "incident-fire"),
        ("address", "东门市场"),
    ];
    let answer = duty.fill("/incidents/new", "/incidents/new", &fields).await;
    answer.header("location").to_owned()
}

async fn report_to_head(duty: &mut Browser<'_>, home: &str) {
    let mut sent = vec![("sort", "first-head"), ("to", "县应急局"), ("channel", "电话")];
    sent.extend(["unit", "scene", "course", "casualties", "measures", "other"].map(|part| (part, "如实")));
    let form = format!("{home}/report?sort=first-head");
    let answer = duty.fill(&form, &format!("{home}/report"), &sent).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

#[tokio::test]
async fn all_that_is_due_is_one_list_and_is_handed_over() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let mut first = bureau.signed_in("duty-officer").await;
    let home = fire(&mut first).await;
    let about = About {
        reason: "heartbeat".to_owned(),
        args: BTreeMap::from([("name".to_owned(), "SJ1".to_owned())]),
        link: "/watch".to_owned(),
        case: None,
        drill: false,
        post: None,
        unit: None,
    };
    let call = office::raise_call(office, about, "quiet", &Actor::program(), office.clock.now())
        .await
        .unwrap()
        .unwrap();
    let page = first.get("/watch").await;
    let due = section(page.text(), "due");
    // The call climbs now, the head is told within half an hour, the government after them, the units report by their own minute.
    let (head, government) = ("Head of the unit → ", "County authority → The county government");
    let order = places(
        due,
        &[&format!("/calls/{call}"), head, government, "Report of the inquiry"],
    );
    assert!(order.is_sorted(), "{order:?}: {due}");
    places(due, &[&format!("{home}#reports"), "Daily reports of ", " minutes left"]);
    // It is handed over, by its times.
    first.fill("/watch", "/watch/join", &[]).await;
    let id = office::new_case_id(office.clock.now()).to_string();
    let offer = [("id", id.as_str()), ("note", "盯住东门市场")];
    let answer = first.fill("/watch", "/watch/offer", &offer).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let watch = office::read_watch(office, &UnitSlug::from("office")).await.unwrap();
    let handed = &watch.offers[0].due;
    assert!(handed.is_sorted_by_key(|due| due.at), "{handed:?}");
    assert_eq!(watch.offers[0].next_due, handed.first().map(|due| due.at));
    let reports = handed.iter().filter(|due| matches!(due.what, Awaited::Report { .. }));
    let calls = handed
        .iter()
        .filter(|due| matches!(&due.what, Awaited::Call { call: known } if *known == call));
    let units = handed.iter().filter(|due| matches!(due.what, Awaited::Units { .. }));
    assert_eq!((reports.count(), calls.count()), (4, 1), "{handed:?}");
    assert!(units.count() > 0, "{handed:?}");
    // Until the next one reads it, the first report goes out: that is no longer awaited, and the next one goes on from it.
    report_to_head(&mut first, &home).await;
    let mut next = bureau.signed_in("clerk").await;
    let page = next.get("/watch").await;
    let offer = section(page.text(), "offer-1");
    let (written, since) = offer.split_once("Due since it was written").unwrap();
    assert!(
        written.contains("盯住东门市场") && written.contains("no longer awaited"),
        "{written}"
    );
    assert!(written.contains(&format!("/calls/{call}")), "{written}");
    assert!(since.contains("Continuing report"), "{since}");
    let answer = next.fill("/watch", "/watch/take", &[("id", id.as_str())]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let watch = office::read_watch(office, &UnitSlug::from("office")).await.unwrap();
    let (taken, _) = watch.taken.unwrap();
    let head = ReportSort::First {
        rung: "head".to_owned(),
    };
    let kept = taken
        .due
        .iter()
        .any(|due| matches!(&due.what, Awaited::Report { sort, .. } if *sort == head));
    assert!(kept, "what was handed over stays as it was read");
}

#[tokio::test]
async fn a_unit_reads_what_is_due_of_itself() {
    let bureau = Bureau::staffed().await;
    let mut chief = bureau.signed_in("office-chief").await;
    let mut housing = bureau.signed_in("housing-leader").await;
    let names = |unit: &str| {
        bureau
            .office
            .pack
            .unit_name(&unit.into(), domain::Locale::En)
            .to_owned()
    };
    let page = chief.get("/watch").await;
    assert!(page.text().contains("Daily reports of "), "{}", page.text());
    let page = housing.get("/watch").await;
    let due = section(page.text(), "due");
    assert!(due.contains(&names("housing")), "{due}");
    assert!(!due.contains(&names("urban")), "{due}");
}
