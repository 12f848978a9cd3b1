//! A brief on its page: drafted, signed by somebody else, handed out as files.

use crate::browser::{Browser, Bureau, LANGUAGES};
use crate::judgement::{grave, judged};
use axum::http::StatusCode;

/// A day with a grave case, judged, and its brief drafted by the analyst; answers the day.
pub(crate) async fn drafted(bureau: &Bureau, title: &str) -> String {
    let date = bureau.today().to_string();
    let page = format!("/judgement?date={date}");
    grave(&mut bureau.signed_in("clerk").await, title, "water", "2").await;
    let mut analyst = bureau.signed_in("office-analyst").await;
    judged(&mut analyst, &page, &date).await;
    draft(&mut analyst, &date).await;
    date
}

async fn draft(browser: &mut Browser<'_>, date: &str) {
    let page = format!("/judgement?date={date}");
    let answer = browser.fill(&page, &format!("/briefs/{date}/draft"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Signs a version; answers the status.
pub(crate) async fn signed(browser: &mut Browser<'_>, date: &str, version: &str) -> StatusCode {
    let path = format!("/briefs/{date}");
    let answer = browser
        .fill(&path, &format!("{path}/sign"), &[("version", version)])
        .await;
    answer.status
}

#[tokio::test]
async fn somebody_else_signs() {
    let bureau = Bureau::staffed().await;
    let date = drafted(&bureau, "Burst <main>").await;
    let page = format!("/briefs/{date}");
    let mut analyst = bureau.signed_in("office-analyst").await;
    let shown = analyst.get(&page).await;
    assert!(shown.text().contains("You drafted this version"));
    assert!(shown.text().contains("Burst &lt;main&gt;") && !shown.text().contains("Burst <main>"));
    assert_eq!(signed(&mut analyst, &date, "1").await, StatusCode::UNPROCESSABLE_ENTITY);
    for post in ["auditor", "duty-officer"] {
        let mut reader = bureau.signed_in(post).await;
        assert_eq!(reader.get(&page).await.status, StatusCode::OK, "{post} reads");
        assert_eq!(signed(&mut reader, &date, "1").await, StatusCode::FORBIDDEN, "{post}");
    }
    let mut chief = bureau.signed_in("office-chief").await;
    for (version, status) in [
        ("9", StatusCode::UNPROCESSABLE_ENTITY),
        ("one", StatusCode::BAD_REQUEST),
        ("1", StatusCode::SEE_OTHER),
        ("1", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(signed(&mut chief, &date, version).await, status, "{version}");
    }
    let list = chief.get("/briefs").await;
    assert!(
        list.text().contains(&page) && list.text().contains("No. 1 (No. 1 in all)"),
        "{}",
        list.text()
    );
    for path in [
        "/briefs/2001-01-01",
        "/briefs/2001-01-01/brief.pdf",
        &format!("{page}?version=9"),
        &format!("{page}/brief.exe"),
    ] {
        assert_eq!(chief.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        chief.get("/briefs/yesterday").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_brief_is_a_page_and_three_files_in_both_languages() {
    let bureau = Bureau::staffed().await;
    let date = drafted(&bureau, "Burst main").await;
    let mut leader = bureau.signed_in("deputy-head").await;
    for (locale, language) in LANGUAGES {
        leader.language = language;
        let page = leader.get(&format!("/briefs/{date}")).await;
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        assert!(text.contains(&format!("<article class=\"brief\" lang=\"{}\"", locale.tag())));
        assert!(
            !text.contains("style=") && !text.contains("<style"),
            "the strict policy takes no inline style"
        );
        for (file, magic) in [
            ("brief.docx", &b"PK"[..]),
            ("brief.pdf", b"%PDF"),
            ("brief.html", b"<!DOCTYPE html>"),
        ] {
            let answer = leader.get(&format!("/briefs/{date}/{file}?version=1")).await;
            assert_eq!(answer.status, StatusCode::OK, "{file}");
            assert!(answer.bytes.starts_with(magic), "{file}");
            let name = answer.header("content-disposition");
            assert!(name.starts_with("attachment") && name.contains(&date), "{name}");
        }
    }
    let mut water = bureau.signed_in("water-handler").await;
    assert_eq!(
        water.get(&format!("/briefs/{date}")).await.status,
        StatusCode::FORBIDDEN
    );
}
