//! What is said in confidence: put down with the case, opened with a reason, and in nothing else that anybody sees.

use crate::browser::{Answer, Browser, Bureau};
use axum::http::StatusCode;
use domain::case::Event;

pub(crate) const NAME: &str = "欧阳演示";
pub(crate) const PHONE: &str = "13900000000";

/// Registers a request with a name and a telephone number under seal.
pub(crate) async fn register(browser: &mut Browser<'_>, title: &str) -> String {
    let fields = [
        ("kind", "request"),
        ("title", title),
        ("category", "other"),
        ("unit", "water"),
        ("requester_name", NAME),
        ("requester_contact", PHONE),
    ];
    let answer = browser.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let to = answer.header("location");
    assert!(!to.contains("requester") && !to.contains(PHONE), "{to}");
    to.trim_start_matches("/cases/").to_owned()
}

/// How often something of the case was opened.
pub(crate) async fn openings(bureau: &Bureau, number: &str) -> usize {
    let story = bureau.office.store.story(number).await.unwrap().unwrap();
    let opened = |event: &Event| matches!(event, Event::Opened { .. });
    story.events.iter().filter(|recorded| opened(&recorded.event)).count()
}

fn says_nothing_sealed(answer: &Answer) {
    let text = String::from_utf8_lossy(&answer.bytes);
    assert!(!text.contains(NAME) && !text.contains(PHONE), "{text}");
}

#[tokio::test]
async fn sealed_inputs_stand_apart_and_say_who_opens_them() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let page = clerk.get("/cases/new").await;
    let text = page.text();
    let from = text
        .find("<fieldset class=\"all sealed\"><legend>Sealed</legend>")
        .unwrap();
    let upto = from + text[from..].find("</fieldset>").unwrap();
    for name in ["requester_name", "requester_contact", "sealed_note"] {
        let place = text.find(&format!("name=\"{name}\"")).unwrap();
        assert!((from..upto).contains(&place), "{name}");
    }
    assert!(text[from..upto].contains("clerk, handler, duty officer, special office, leader"));
    assert!(text[from..upto].contains("The requester can see"));
    let task = bureau.signed_in("office-chief").await.get("/cases/new?kind=task").await;
    assert!(!task.text().contains("requester_name"));

    // A refused form keeps what was typed in the form itself, and nowhere else.
    let fields = [("kind", "request"), ("title", "Burst main"), ("requester_name", NAME)];
    let refused = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.text().matches(NAME).count(), 1);
    assert!(refused.text().contains(&format!("value=\"{NAME}\"")));
}

#[tokio::test]
async fn values_are_shown_once_to_who_gives_a_reason() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = register(&mut clerk, "Burst main").await;
    let case = format!("/cases/{number}");
    let sealed = format!("{case}/sealed");
    let page = clerk.get(&case).await;
    says_nothing_sealed(&page);
    assert!(page.text().contains("Nobody has opened anything of this case."));
    for path in [
        format!("/api/v1{case}"),
        "/cases".to_owned(),
        format!("{case}/receipts"),
    ] {
        says_nothing_sealed(&clerk.get(&path).await);
    }
    for words in ["q=13900000000", "q=%E6%AC%A7%E9%98%B3%E6%BC%94%E7%A4%BA"] {
        let found = clerk.get(&format!("/cases?{words}")).await;
        assert!(!found.text().contains(&number), "{words}");
    }

    // To look where it is asked for opens nothing.
    let looked = clerk.get(&sealed).await;
    assert_eq!(looked.status, StatusCode::SEE_OTHER);
    assert_eq!(looked.header("location"), format!("{case}#sealed"));
    assert_eq!(openings(&bureau, &number).await, 0);

    let unsaid = clerk.fill(&case, &sealed, &[("reason", "")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    says_nothing_sealed(&unsaid);
    assert_eq!(openings(&bureau, &number).await, 0);

    for times in 1..=2 {
        let opened = clerk
            .fill(
                &case,
                &sealed,
                &[("reason", "contact-requester"), ("written", "Asks back")],
            )
            .await;
        assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
        assert!(
            opened.text().contains(NAME) && opened.text().contains(PHONE),
            "{}",
            opened.text()
        );
        assert_eq!(opened.header("cache-control"), "no-store");
        assert_eq!(openings(&bureau, &number).await, times, "each time is written down");
    }
    let page = clerk.get(&case).await;
    says_nothing_sealed(&page);
    assert!(
        page.text()
            .contains("To reach the requester, to ask or to answer, Asks back")
    );
    let person = bureau.user_in("clerk");
    let looked = &page.text()[page.text().find("id=\"looked\"").unwrap()..page.text().find("id=\"story\"").unwrap()];
    let name = &bureau
        .office
        .pack
        .people
        .iter()
        .find(|one| one.user == person)
        .unwrap()
        .name;
    assert!(!looked.contains(name.as_str()), "the post stands there, not the person");
}

#[tokio::test]
async fn who_may_not_open_is_refused_and_nothing_is_written() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = register(&mut clerk, "Burst main").await;
    let (case, sealed) = (format!("/cases/{number}"), format!("/cases/{number}/sealed"));
    let why = [("reason", "handling")];

    let mut auditor = bureau.signed_in("auditor").await;
    assert!(
        !auditor
            .get(&case)
            .await
            .text()
            .contains(&format!("action=\"{sealed}\""))
    );
    assert_eq!(auditor.fill(&case, &sealed, &why).await.status, StatusCode::FORBIDDEN);
    let mut administrator = bureau.signed_in("administrator").await;
    assert_eq!(
        administrator.fill("/accounts", &sealed, &why).await.status,
        StatusCode::FORBIDDEN
    );
    // A case of another unit does not exist.
    let mut fire = bureau.signed_in("fire-handler").await;
    for path in [sealed.clone(), format!("{sealed}/keep")] {
        let answer = fire.fill("/cases", &path, &why).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(fire.get(&sealed).await.status, StatusCode::NOT_FOUND);
    let forged = clerk.post(&sealed, &why).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert_eq!(openings(&bureau, &number).await, 0);

    let mut water = bureau.signed_in("water-handler").await;
    assert_eq!(water.fill(&case, &sealed, &why).await.status, StatusCode::OK);
    assert_eq!(openings(&bureau, &number).await, 1);
}

#[tokio::test]
async fn sealed_fields_are_put_right_without_showing_them() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = register(&mut clerk, "Burst main").await;
    let (case, keep) = (format!("/cases/{number}"), format!("/cases/{number}/sealed/keep"));
    let without_reason = clerk.fill(&case, &keep, &[("requester_contact", "13911111111")]).await;
    assert_eq!(without_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        without_reason.text().contains("value=\"13911111111\""),
        "the form keeps what was typed"
    );
    let nothing = clerk.fill(&case, &keep, &[("text", "Called back")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);

    let fields = [("requester_contact", "13911111111"), ("text", "Called back")];
    let kept = clerk.fill(&case, &keep, &fields).await;
    assert_eq!(
        kept.header("location"),
        format!("{case}?done=keep-sealed"),
        "{}",
        kept.text()
    );
    let page = clerk.get(&case).await;
    assert!(!page.text().contains("13911111111") && page.text().contains("Called back"));
    let opened = clerk
        .fill(&case, &format!("{case}/sealed"), &[("reason", "handling")])
        .await;
    assert!(opened.text().contains(NAME) && opened.text().contains("13911111111"));
    assert!(!opened.text().contains(PHONE));
}

#[tokio::test]
async fn a_file_asks_why_and_its_page_opens_nothing() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Burst main", "water").await;
    let case = format!("/cases/{number}");
    let pdf = b"%PDF-1.7 a drawing";
    let sent = clerk
        .upload(&case, &format!("{case}/evidence"), &[], ("drawing.pdf", pdf))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let story = bureau.office.store.story(&number).await.unwrap().unwrap();
    let file = format!("{case}/evidence/{}", story.case.evidence[0].sha256);
    assert!(!clerk.get(&case).await.text().contains(" download>drawing.pdf"));
    for _ in 0..2 {
        let asks = clerk.get(&file).await;
        assert!(asks.header("content-type").starts_with("text/html") && asks.text().contains("drawing.pdf"));
    }
    let unsaid = clerk.fill(&file, &file, &[]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(openings(&bureau, &number).await, 0);
    // The auditor reads files, with a reason as everybody.
    let mut auditor = bureau.signed_in("auditor").await;
    let opened = auditor.fill(&file, &file, &[("written", "Checks the log")]).await;
    assert_eq!(opened.bytes, pdf);
    assert_eq!(openings(&bureau, &number).await, 1);
    let mut brigade = bureau.signed_in("fire-handler").await;
    assert_eq!(brigade.get(&file).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        brigade.fill("/cases", &file, &[("reason", "handling")]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_list_saved_is_written_down_in_each_of_its_cases() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let saved = register(&mut clerk, "Burst main").await;
    let other = clerk.register("Blocked exit", "fire").await;
    let path = "/cases/export?unit=water";
    let asks = clerk.get(path).await;
    assert_eq!(asks.status, StatusCode::OK);
    assert_eq!(openings(&bureau, &saved).await, 0);
    let file = clerk.fill(path, path, &[("reason", "statistics")]).await;
    assert!(file.bytes.starts_with(b"PK"), "{}", file.text());
    let sheets = documents::sheet::read("cases.xlsx", &file.bytes).unwrap();
    let rows = format!("{:?}", sheets[0].rows);
    assert!(rows.contains("Burst main") && !rows.contains(NAME) && !rows.contains(PHONE));
    assert_eq!(openings(&bureau, &saved).await, 1);
    assert_eq!(openings(&bureau, &other).await, 0);
    let none = clerk.get("/cases/export?q=nothinglikeit").await;
    assert!(none.text().contains("nothing to save"));
    let mut handler = bureau.signed_in("water-handler").await;
    let answer = handler.fill("/cases", path, &[("reason", "statistics")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
