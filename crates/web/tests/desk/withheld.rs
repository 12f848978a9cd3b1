//! A complaint about a unit or a post of ours: for its people the case does not exist, on any page.

use crate::browser::{Answer, Browser, Bureau};
use axum::http::StatusCode;

/// A number that no case has, as long as a real one.
const NOBODY: &str = "20200101-00001";
/// A word that stands in no other case.
const WORD: &str = "Zhongfei";

/// Registers a complaint; answers what came of the form.
async fn complain(browser: &mut Browser<'_>, about: &str, unit: &str) -> Answer {
    let title = format!("{WORD}: they asked for money");
    let fields = [
        ("kind", "request"),
        ("title", title.as_str()),
        ("category", "other"),
        ("casualties", "2"),
        ("about", about),
        ("unit", unit),
    ];
    browser.fill("/cases/new", "/cases", &fields).await
}

fn number(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").trim_start_matches("/cases/").to_owned()
}

/// Everything that has a case's number in its address.
async fn every_door(browser: &mut Browser<'_>, number: &str) -> Vec<(String, StatusCode, String)> {
    let csrf = browser.get("/cases").await.hidden("csrf");
    let file = "a".repeat(64);
    let mut answers = Vec::new();
    for path in [
        format!("/cases/{number}"),
        format!("/cases/{number}/receipts"),
        format!("/cases/{number}/receipts?event=1"),
        format!("/cases/{number}/receipts/1"),
        format!("/cases/{number}/evidence/{file}"),
        format!("/api/v1/cases/{number}"),
        format!("/cases/{number}/sealed"),
    ] {
        answers.push((path.clone(), browser.get(&path).await));
    }
    for step in [
        "accept",
        "refuse",
        "dispatch",
        "acknowledge",
        "progress",
        "answer",
        "sign-off",
        "return",
        "close",
        "confirm",
        "reopen",
        "withdraw",
        "supervise",
        "comment",
        "repeat",
        "pause",
        "resume",
        "extend",
        "correct",
        "about",
        "lift-about",
    ] {
        let path = format!("/cases/{number}/steps/{step}");
        let fields = [
            ("csrf", csrf.as_str()),
            ("text", "x"),
            ("unit", "water"),
            ("outcome", "solved"),
        ];
        answers.push((path.clone(), browser.post(&path, &fields).await));
    }
    for path in [
        format!("/cases/{number}/sealed"),
        format!("/cases/{number}/sealed/keep"),
        format!("/cases/{number}/evidence/{file}"),
    ] {
        let fields = [("csrf", csrf.as_str()), ("reason", "handling"), ("text", "x")];
        answers.push((path.clone(), browser.post(&path, &fields).await));
    }
    let path = format!("/cases/{number}/evidence");
    let sent = browser
        .upload_as_is(&path, &[("csrf", &csrf)], ("a.png", b"\x89PNG\r\n\x1a\n"))
        .await;
    answers.push((path, sent));
    let said = |(path, answer): (String, Answer)| {
        let text = answer.text().replace(number, "NUMBER");
        (path.replace(number, "NUMBER"), answer.status, text)
    };
    answers.into_iter().map(said).collect()
}

#[tokio::test]
async fn its_number_opens_nothing_for_those_it_is_about() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let of_unit = number(&complain(&mut clerk, "unit:water", "office").await);
    let of_post = number(&complain(&mut clerk, "post:office-chief", "office").await);
    for (post, hidden) in [
        ("water-handler", &of_unit),
        ("water-leader", &of_unit),
        // Whoever sees all cases sees this one no more.
        ("office-chief", &of_post),
    ] {
        for language in ["en-GB", "zh-CN,zh;q=0.9"] {
            let mut browser = bureau.signed_in(post).await;
            browser.language = language;
            let there = every_door(&mut browser, hidden).await;
            let nowhere = every_door(&mut browser, NOBODY).await;
            for (there, nowhere) in there.iter().zip(&nowhere) {
                assert_eq!(there, nowhere, "{post}");
                assert_eq!(there.1, StatusCode::NOT_FOUND, "{post} at {}", there.0);
            }
        }
    }
    // The office sees the one that is not about it.
    let mut chief = bureau.signed_in("office-chief").await;
    let page = chief.get(&format!("/cases/{of_unit}")).await;
    assert!(page.text().contains("Withheld from") && page.text().contains("Water Bureau"));
    for asked in [of_post.as_str(), NOBODY] {
        let fields = [("number", asked), ("reason", "Asked in writing")];
        for path in ["/erasures", "/erasures/erase"] {
            let answer = chief.fill("/erasures", path, &fields).await;
            assert!(answer.text().contains("There is no such case"), "{asked} at {path}");
        }
    }
    let mut analyst = bureau.signed_in("office-analyst").await;
    assert_eq!(analyst.get(&format!("/cases/{of_post}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_list_count_search_export_or_first_page_says_that_it_is_there() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    clerk.register("Burst main", "water").await;
    let lists = [
        "/cases",
        "/cases?q=Zhongfei",
        "/cases?open=yes&sort=due",
        "/cases?unit=office",
        "/units",
        "/assignments",
    ];
    let mut people = Vec::new();
    for post in ["office-chief", "water-leader"] {
        let mut browser = bureau.signed_in(post).await;
        let mut before = Vec::new();
        for list in lists {
            before.push(browser.get(list).await.bytes);
        }
        people.push((post, browser, before));
    }
    let hidden = number(&complain(&mut clerk, "post:office-chief", "office").await);
    number(&complain(&mut clerk, "unit:water", "office").await);
    let id = bureau.office.store.story(&hidden).await.unwrap().unwrap().case.id;
    let date = bureau.today().to_string();
    let judgement = format!("/judgement?date={date}");
    let mut analyst = bureau.signed_in("office-analyst").await;
    let judged = crate::judgement::judged(&mut analyst, &judgement, &date).await;
    assert!(judged.text().contains(&hidden) && judged.text().contains("not printed in the brief"));
    let path = format!("/briefs/{date}/draft");
    let drafted = analyst.fill(&judgement, &path, &[]).await;
    assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.text());
    for (post, browser, before) in &mut people {
        let mut pages = vec![
            "/".to_owned(),
            format!("/cases?origin={id}"),
            format!("/reports?date={date}"),
        ];
        if *post == "office-chief" {
            // The other complaint is not about this post.
            pages.extend([judgement.clone(), format!("/briefs/{date}")]);
            let path = "/cases/export";
            let export = browser.fill(path, path, &[("reason", "statistics")]).await;
            let sheets = documents::sheet::read("cases.xlsx", &export.bytes).unwrap();
            let said = format!("{:?}", sheets[0].rows);
            assert!(!said.contains(&hidden) && said.contains("Burst main"), "{said}");
            let found = browser.get("/cases?q=Zhongfei").await;
            assert!(
                found.text().contains("1 case") && !found.text().contains(&hidden),
                "{}",
                found.text()
            );
        } else {
            for (list, before) in lists.iter().zip(before) {
                assert_eq!(&browser.get(list).await.bytes, before, "{post} at {list}");
            }
        }
        for page in pages {
            let shown = browser.get(&page).await;
            assert!(!shown.text().contains(&hidden), "{post} at {page}");
            if *post == "water-leader" || page.starts_with("/briefs") {
                assert!(!shown.text().contains(WORD), "{post} at {page}");
            }
        }
    }
    // By its number it can be put into no judgement either.
    let (_, chief, _) = &mut people[0];
    for asked in [hidden.as_str(), NOBODY] {
        let version = chief.get(&judgement).await.hidden("version");
        let fields = [
            ("date", date.as_str()),
            ("version", &version),
            ("change", "add"),
            ("number", asked),
            ("why", "x"),
        ];
        let answer = chief.fill(&judgement, "/judgement/change", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
        assert!(
            answer.text().contains("There is no case with the number"),
            "{}",
            answer.text()
        );
    }
}

#[tokio::test]
async fn the_form_proposes_who_can_take_it_and_refuses_who_cannot() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    for (unit, said) in [
        ("", "Response Office can take it"),
        ("water", "Give it to Response Office."),
    ] {
        let answer = complain(&mut clerk, "unit:water", unit).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(said), "{}", answer.text());
        assert!(
            answer.text().contains("<option value=\"office\" selected>"),
            "{}",
            answer.text()
        );
    }
    // Whom it is about cannot write it down; the office can, later too.
    let mut handler = bureau.signed_in("water-handler").await;
    let answer = complain(&mut handler, "unit:water", "water").await;
    assert!(
        answer.text().contains("Hand it to Response Office."),
        "{}",
        answer.text()
    );
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 0);

    let number = clerk.register("Burst main", "water").await;
    let page = format!("/cases/{number}");
    let step = |name: &str| format!("{page}/steps/{name}");
    let about = [("about", "unit:water"), ("text", "They asked for money.")];
    let early = clerk.fill(&page, &step("about"), &about).await;
    assert!(
        early.text().contains("Give it to Response Office first"),
        "{}",
        early.text()
    );
    let moved = clerk
        .fill(&page, &step("dispatch"), &[("unit", "office"), ("text", "")])
        .await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    let recorded = clerk.fill(&page, &step("about"), &about).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text());
    let shown = clerk.get(&page).await;
    assert!(
        shown
            .text()
            .contains("It is about Water Bureau: withheld from them from now on")
    );
    let back = clerk
        .fill(&page, &step("dispatch"), &[("unit", "water"), ("text", "")])
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        back.text().contains("Water Bureau can&#39;t answer for it"),
        "{}",
        back.text()
    );
    assert_eq!(handler.get(&page).await.status, StatusCode::NOT_FOUND);
    let mut chief = bureau.signed_in("office-chief").await;
    let lifted = chief.fill(&page, &step("lift-about"), &about).await;
    assert_eq!(lifted.status, StatusCode::SEE_OTHER, "{}", lifted.text());
    assert!(!chief.get(&page).await.text().contains("Withheld from"));
}

#[tokio::test]
async fn a_units_file_with_the_complaints_number_tells_it_nothing() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let fields = [
        ("kind", "request"),
        ("title", WORD),
        ("category", "other"),
        ("external", "W-7"),
        ("about", "unit:water"),
        ("unit", "office"),
    ];
    let hidden = number(&clerk.fill("/cases/new", "/cases", &fields).await);
    let date = bureau.today().to_string();
    let page = format!("/reports?date={date}");
    let mut water = bureau.signed_in("water-handler").await;
    // As it would be if nobody had ever given the number to anything.
    let file = crate::reports::paper("县水务局", &date, &[("W-7", "停水")]);
    let sent = water
        .upload(&page, "/reports/file", &[("date", &date)], ("w.csv", &file))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert!(water.get("/cases").await.text().contains("停水"));
    let by_hand = [
        ("kind", "request"),
        ("title", "水压低"),
        ("category", "other"),
        ("external", "W-8"),
        ("unit", "water"),
    ];
    number(&water.fill("/cases/new", "/cases", &by_hand).await);
    let kept = bureau.office.store.story(&hidden).await.unwrap().unwrap();
    assert_eq!(
        (kept.case.title.as_str(), kept.case.version),
        (WORD, 3),
        "{:?}",
        kept.events
    );
}
