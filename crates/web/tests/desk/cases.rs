//! The worklist, intake and export.

use crate::browser::Bureau;
use axum::http::StatusCode;

#[tokio::test]
async fn a_refused_form_keeps_its_input_and_says_where() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let fields = [
        ("kind", "request"),
        ("title", "Burst main"),
        ("people_affected", "many"),
    ];
    let answer = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("value=\"Burst main\"") && text.contains("role=\"alert\""));
    assert!(text.contains("href=\"#unit\"") && text.contains("id=\"unit-wrong\""));
    assert!(text.contains("href=\"#people_affected\""));
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_case() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let page = clerk.get("/cases/new").await;
    let (csrf, key) = (page.hidden("csrf"), page.hidden("key"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("key", key.as_str()),
        ("kind", "request"),
        ("title", "Once"),
        ("category", "other"),
        ("unit", "water"),
    ];
    let first = clerk.post("/cases", &fields).await;
    let second = clerk.post("/cases", &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 1);
}

#[tokio::test]
async fn pages_go_by_key_without_gap_or_double() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let mut numbers = Vec::new();
    for n in 0..53 {
        numbers.push(clerk.register(&format!("Case {n}"), "water").await);
    }
    let mut seen = Vec::new();
    let mut path = "/cases?sort=oldest".to_owned();
    loop {
        let page = clerk.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        for (start, _) in text.match_indices("class=\"num\"><a href=\"/cases/") {
            let rest = &text[start + "class=\"num\"><a href=\"/cases/".len()..];
            seen.push(rest.split('"').next().unwrap().to_owned());
        }
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
    seen.sort();
    numbers.sort();
    assert_eq!(seen, numbers);
    let found = clerk.get("/cases?q=Case+17").await;
    assert!(found.text().contains("1 case"), "{}", found.text());
}

#[tokio::test]
async fn the_filtered_list_goes_out_as_xlsx() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    clerk.register("=HYPERLINK(\"http://evil\")", "water").await;
    clerk.register("Blocked exit", "fire").await;
    let path = "/cases/export?unit=water";
    let asks = clerk.get(path).await;
    assert!(asks.text().contains("The file will have 1 case"), "{}", asks.text());
    let unsaid = clerk.fill(path, path, &[]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = clerk.fill(path, path, &[("reason", "curiosity")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = clerk.fill(path, path, &[("reason", "statistics")]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(answer.header("content-type").ends_with("spreadsheetml.sheet"));
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename=\"cases-")
    );
    assert!(answer.bytes.starts_with(b"PK"));
    let sheets = documents::sheet::read("cases.xlsx", &answer.bytes).unwrap();
    let titles = format!("{:?}", sheets[0].rows);
    assert!(titles.contains("HYPERLINK") && !titles.contains("Blocked exit"));
}

#[tokio::test]
async fn the_form_asks_first_what_and_where() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let page = clerk.get("/cases/new").await;
    let text = page.text();
    let place = |name: &str| {
        let mark = format!("name=\"{name}\"");
        text.find(&mark).unwrap_or_else(|| panic!("no {name} in {text}"))
    };
    let asked = [
        "title",
        "description",
        "address",
        "area",
        "category",
        "unit",
        "received_at",
    ];
    assert!(asked.map(place).is_sorted(), "{text}");
    let more = text.find("<details class=\"all\">").expect("the rest is shut");
    for name in ["external", "latitude", "longitude"] {
        assert!(place(name) > more, "{name}");
    }
    assert!(place("unit") < more && place("source") < more);

    let fields = [("kind", "request"), ("title", "Burst main"), ("latitude", "north")];
    let refused = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("<details class=\"all\" open>"),
        "what is wrong is seen: {}",
        refused.text()
    );
}

#[tokio::test]
async fn a_case_as_data_follows_the_rights_of_its_page() {
    let bureau = Bureau::staffed().await;
    let number = bureau
        .signed_in("clerk")
        .await
        .register("消防通道被占用", "water")
        .await;
    let path = format!("/api/v1/cases/{number}");
    let mut clerk = bureau.signed_in("clerk").await;
    let answer = clerk.get(&path).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let case: serde_json::Value = serde_json::from_str(answer.text()).unwrap();
    assert_eq!(case["number"], number.as_str());
    assert_eq!(case["title"], "消防通道被占用");
    assert_eq!(case["unit"], "water");
    assert!(!answer.text().contains("account"));

    let nobody = bureau.browser().get(&path).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    assert_eq!(nobody.header("content-type"), "application/problem+json");
    let administrator = bureau.signed_in("administrator").await.get(&path).await;
    assert_eq!(administrator.status, StatusCode::FORBIDDEN);
    let unknown = clerk.get("/api/v1/cases/20990101-00001").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
