//! Erasing on a person's request, and what is left to be seen.

use crate::browser::{Browser, Bureau};
use crate::sealed::{NAME, PHONE, register};
use axum::http::StatusCode;

/// Closes a case by withdrawing it.
async fn withdrawn(clerk: &mut Browser<'_>, title: &str) -> String {
    let number = register(clerk, title).await;
    let case = format!("/cases/{number}");
    let fields = [("text", "The requester takes it back.")];
    let done = clerk.fill(&case, &format!("{case}/steps/withdraw"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    number
}

#[tokio::test]
async fn a_case_is_erased_after_a_page_that_says_what_goes() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = withdrawn(&mut clerk, "Burst main").await;
    let mut chief = bureau.signed_in("office-chief").await;
    let asked = [
        ("number", number.as_str()),
        ("reason", "Asked in writing, identity checked"),
    ];
    let looked = chief.fill("/erasures", "/erasures", &asked).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
    assert!(looked.text().contains("Sealed: ") && looked.text().contains("Asked in writing"));
    assert!(
        clerk
            .get(&format!("/cases/{number}"))
            .await
            .text()
            .contains("Burst main"),
        "nothing is gone yet"
    );

    let (csrf, version) = (looked.hidden("csrf"), looked.hidden("version"));
    let mut fields = vec![("csrf", csrf.as_str()), ("version", "1")];
    fields.extend(asked);
    let changed = chief.post("/erasures/erase", &fields).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", changed.text());
    fields[1].1 = &version;
    let erased = chief.post("/erasures/erase", &fields).await;
    assert_eq!(
        erased.header("location"),
        format!("/cases/{number}?done=erase"),
        "{}",
        erased.text()
    );

    let page = clerk.get(&format!("/cases/{number}")).await;
    let text = page.text();
    assert!(
        text.contains("<h1>(erased)</h1>") && text.contains("What is left"),
        "{text}"
    );
    assert!(text.contains("Asked in writing, identity checked"));
    for gone in ["Burst main", NAME, PHONE, "takes it back"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    assert!(clerk.get("/cases").await.text().contains("(erased)"));
    let found = clerk.get("/cases?q=Burst").await;
    assert!(!found.text().contains(&number));
    let sealed = format!("/cases/{number}/sealed");
    let opened = clerk
        .fill(&format!("/cases/{number}"), &sealed, &[("reason", "handling")])
        .await;
    assert_eq!(opened.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = chief.fill("/erasures", "/erasures", &asked).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn erasing_is_refused_to_others_and_for_open_cases() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let open = register(&mut clerk, "Burst main").await;
    let mut chief = bureau.signed_in("office-chief").await;
    let unsaid = chief.fill("/erasures", "/erasures", &[("number", &open)]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.text().contains("href=\"#reason\"") && unsaid.text().contains("still open"));
    let nobody = [("number", "20990101-00001"), ("reason", "x")];
    let nobody = chief.fill("/erasures", "/erasures", &nobody).await;
    assert!(nobody.text().contains("There is no such case"));
    let asked = [
        ("number", open.as_str()),
        ("reason", "Asked in writing"),
        ("version", "2"),
    ];
    let forced = chief.fill("/erasures", "/erasures/erase", &asked).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    for post in ["clerk", "auditor", "water-handler"] {
        let mut browser = bureau.signed_in(post).await;
        for path in ["/erasures", "/erasures/erase"] {
            let answer = browser.fill("/cases", path, &asked).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post} {path}");
        }
    }
    assert!(clerk.get(&format!("/cases/{open}")).await.text().contains("Burst main"));
}
