//! The access record of the whole body.

use crate::browser::Bureau;
use crate::sealed::register;
use axum::http::StatusCode;

#[tokio::test]
async fn the_auditor_reads_who_opened_what_and_why() {
    let bureau = Bureau::staffed().await;
    let mut auditor = bureau.signed_in("auditor").await;
    assert!(
        auditor
            .get("/access-record")
            .await
            .text()
            .contains("Nothing has been opened yet.")
    );
    let mut clerk = bureau.signed_in("clerk").await;
    let number = register(&mut clerk, "Burst main").await;
    let case = format!("/cases/{number}");
    let other = register(&mut clerk, "Blocked exit").await;
    let mut water = bureau.signed_in("water-handler").await;
    water
        .fill(&case, &format!("{case}/sealed"), &[("reason", "handling")])
        .await;
    let sealed = format!("/cases/{other}/sealed");
    clerk.fill(&case, &sealed, &[("written", "Calls back")]).await;
    let path = "/cases/export";
    clerk.fill(path, path, &[("reason", "statistics")]).await;

    let lines = |text: &str| text.matches("<tr><th scope=\"row\"").count();
    let all = auditor.get("/access-record").await;
    assert_eq!(lines(all.text()), 4, "{}", all.text());
    let text = all.text();
    assert!(
        text.find("Saved a list").unwrap() < text.find("Needed for handling").unwrap(),
        "newest first"
    );
    let today = bureau.today();
    for (query, expected) in [
        (format!("number={number}"), 2),
        ("what=sealed".to_owned(), 2),
        ("what=export".to_owned(), 2),
        ("unit=water".to_owned(), 1),
        ("post=clerk".to_owned(), 3),
        ("post=clerk&what=sealed".to_owned(), 1),
        (format!("from={today}&to={today}"), 4),
        (format!("to={}", today.yesterday().unwrap()), 0),
        ("number=20990101-00001".to_owned(), 0),
    ] {
        let found = auditor.get(&format!("/access-record?{query}")).await;
        assert_eq!(lines(found.text()), expected, "{query}: {}", found.text());
    }
    for name in ["name=\"q\"", "name=\"requester", "name=\"account"] {
        assert!(!text.contains(name), "no way to look for a person: {name}");
    }
    let path = "/access-record/file?what=sealed";
    let asked = auditor.get(path).await;
    assert!(asked.text().contains("name=\"written\""), "{}", asked.text());
    let without = auditor.fill(path, path, &[]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", without.text());
    let saved = auditor.get("/access-record?what=export").await;
    assert_eq!(lines(saved.text()), 2, "asking why, and not saying it, opens nothing");
    let file = auditor.fill(path, path, &[("written", "Half-yearly look")]).await;
    assert_eq!(file.status, StatusCode::OK);
    let sheets = documents::sheet::read("record.xlsx", &file.bytes).unwrap();
    let rows = format!("{:?}", sheets[0].rows);
    assert!(rows.contains("Calls back") && rows.contains(&number) && !rows.contains("Saved a list"));
    // Both cases of the file say so, to the requester too.
    let saved = auditor.get("/access-record?what=export&post=auditor").await;
    assert_eq!(lines(saved.text()), 2, "{}", saved.text());
    assert!(saved.text().contains("Half-yearly look") && saved.text().contains(&other));
    for post in ["clerk", "office-chief", "deputy-head", "administrator", "water-handler"] {
        let mut browser = bureau.signed_in(post).await;
        assert_eq!(
            browser.get("/access-record").await.status,
            StatusCode::FORBIDDEN,
            "{post}"
        );
    }
}

#[tokio::test]
async fn the_record_goes_by_key_without_gap_or_double() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    for n in 0..53 {
        clerk.register(&format!("Case {n}"), "water").await;
    }
    let path = "/cases/export";
    for _ in 0..2 {
        clerk.fill(path, path, &[("reason", "statistics")]).await;
    }
    let mut auditor = bureau.signed_in("auditor").await;
    let (mut seen, mut path) = (0, "/access-record?what=export".to_owned());
    loop {
        let page = auditor.get(&path).await;
        let text = page.text();
        seen += text.matches("<tr><th scope=\"row\"").count();
        let Some(start) = text.find("rel=\"next\" href=\"") else {
            break;
        };
        let rest = &text[start + "rel=\"next\" href=\"".len()..];
        path = rest
            .split('"')
            .next()
            .unwrap()
            .replace("&amp;", "&")
            .replace("&#38;", "&");
    }
    assert_eq!(seen, 106);
}

#[tokio::test]
async fn a_case_about_the_auditor_is_not_in_the_auditors_record() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let fields = [
        ("kind", "request"),
        ("title", "They asked for money"),
        ("category", "other"),
        ("about", "post:auditor"),
        ("unit", "office"),
        ("requester_name", "欧阳演示"),
    ];
    let sent = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let case = sent.header("location").to_owned();
    let opened = clerk
        .fill(&case, &format!("{case}/sealed"), &[("reason", "handling")])
        .await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
    let number = case.trim_start_matches("/cases/");
    let mut auditor = bureau.signed_in("auditor").await;
    for path in ["/access-record".to_owned(), format!("/access-record?number={number}")] {
        let page = auditor.get(&path).await;
        assert!(
            !page.text().contains("<tr><th scope=\"row\""),
            "{path}: {}",
            page.text()
        );
    }
}
