//! Every page stands in both languages.

use crate::browser::{Bureau, LANGUAGES};
use axum::http::StatusCode;

#[tokio::test]
async fn every_page_in_both_languages() {
    let bureau = Bureau::staffed().await;
    let number = bureau
        .signed_in("clerk")
        .await
        .register("Burst main 消防通道", "water")
        .await;
    let case = format!("/cases/{number}");
    let receipts = format!("{case}/receipts");
    let pages = [
        (
            "clerk",
            vec![
                "/",
                "/cases",
                "/cases?q=消防&sort=due&open=yes&from=2026-01-01",
                "/cases/new",
                "/import",
                &case,
                &receipts,
                "/password",
            ],
        ),
        (
            "office-chief",
            vec![
                "/",
                "/cases",
                &case,
                "/reports",
                "/judgement",
                "/briefs",
                "/assignments",
                "/units",
                "/cases/export?open=yes",
                "/erasures",
            ],
        ),
        ("deputy-head", vec!["/", &case, "/briefs"]),
        ("water-handler", vec!["/", "/cases", &case, "/reports"]),
        (
            "auditor",
            vec![
                "/",
                &case,
                "/access-record",
                "/access-record?what=sealed&unit=water",
                "/log-watch",
            ],
        ),
        ("administrator", vec!["/", "/accounts", "/units", "/rights"]),
    ];
    for (locale, language) in LANGUAGES {
        let mut guest = bureau.browser();
        guest.language = language;
        for path in ["/sign-in", "/nowhere", "/verify"] {
            check(&bureau, locale.tag(), path, &guest.get(path).await);
        }
        for (post, paths) in &pages {
            let mut browser = bureau.signed_in(post).await;
            browser.language = language;
            for path in paths {
                let answer = browser.get(&path.replace("消防", "%E6%B6%88%E9%98%B2")).await;
                assert_eq!(answer.status, StatusCode::OK, "{post} {path}: {}", answer.text());
                check(&bureau, locale.tag(), path, &answer);
            }
        }
    }
}

/// The shape that every page has: language, title, one main heading, no message key left unsaid.
fn check(bureau: &Bureau, tag: &str, path: &str, answer: &crate::browser::Answer) {
    let text = answer.text();
    assert!(text.contains(&format!("<html lang=\"{tag}\">")), "{path}");
    assert_eq!(text.matches("<h1").count(), 1, "{path}");
    assert!(text.contains("<main id=\"main\""), "{path}");
    for line in text.lines() {
        for (start, _) in line.match_indices('>') {
            let words = line[start + 1..].split('<').next().unwrap().trim();
            let is_key = words.contains('-')
                && words.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                && words.starts_with(|c: char| c.is_ascii_lowercase())
                && bureau.office.pack.people.iter().all(|person| person.user != words);
            assert!(!is_key, "{path}: the message {words} is missing");
        }
    }
}

#[tokio::test]
async fn hostile_text_stays_text() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let number = clerk.register(hostile, "water").await;
    for path in [format!("/cases/{number}"), "/cases".to_owned(), "/".to_owned()] {
        let page = clerk.get(&path).await;
        assert!(
            !page.text().contains("<script>alert") && !page.text().contains("<img src=x"),
            "{path}"
        );
    }
    let search = clerk.get("/cases?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert_eq!(search.status, StatusCode::OK);
    assert!(!search.text().contains("<script>alert"));
}
