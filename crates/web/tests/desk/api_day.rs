//! The day for programs: judged, briefed, reported with a file. What is a person's, a program does not do.

use crate::briefs::{drafted, signed};
use crate::browser::Bureau;
use crate::judgement::grave;
use crate::program::BYTES;
use axum::http::{Request, StatusCode, header};
use serde_json::json;

const DAYS: [&str; 2] = ["days:read", "days:write"];

#[tokio::test]
async fn a_day_is_judged_and_its_brief_drafted_and_read() {
    let bureau = Bureau::staffed().await;
    let date = drafted(&bureau, "Burst main").await;
    let analyst = bureau.program("office-analyst", &DAYS).await;
    let judgement = format!("/api/v1/days/{date}/judgement");
    let judged = analyst.post(&judgement, "", &json!({})).await;
    assert_eq!(judged.status, StatusCode::OK, "{}", judged.text());
    let item = &judged.json()["items"][0];
    assert_eq!(
        (&item["subject"], &item["title"]),
        (&json!("case"), &json!("Burst main"))
    );
    assert_eq!(item["reasons"][0]["reason"], "casualties");
    assert_eq!(analyst.get(&judgement).await.json()["items"][0], *item);

    // What came in since is judged, and the next version says it.
    grave(&mut bureau.signed_in("clerk").await, "Blocked exit", "fire", "1").await;
    let judged = analyst.post(&judgement, "", &json!({})).await;
    assert_eq!(judged.json()["items"].as_array().unwrap().len(), 2, "{}", judged.text());
    let brief = format!("/api/v1/briefs/{date}");
    let second = analyst.post(&brief, "", &json!({})).await;
    assert_eq!(second.status, StatusCode::CREATED, "{}", second.text());
    assert_eq!(second.json()["version"], 2);
    // Signing is a person's.
    let mut chief = bureau.signed_in("office-chief").await;
    assert_eq!(signed(&mut chief, &date, "2").await, StatusCode::SEE_OTHER);
    let shown = analyst.get(&brief).await.json();
    assert_eq!((&shown["issue"], &shown["received"]["today"]), (&json!(1), &json!(2)));
    assert_eq!(analyst.get(&format!("{brief}?version=1")).await.json()["version"], 1);
    assert_eq!(
        analyst.get(&format!("{brief}?version=9")).await.status,
        StatusCode::NOT_FOUND
    );
    let listed = analyst.get("/api/v1/briefs").await.json();
    assert_eq!(listed["briefs"][0]["date"], date.as_str());
    for (file, kind) in [
        ("brief.pdf", "application/pdf"),
        ("brief.html", "text/html; charset=utf-8"),
    ] {
        let made = analyst.get(&format!("{brief}/{file}")).await;
        assert_eq!((made.status, made.header("content-type")), (StatusCode::OK, kind));
    }
    assert_eq!(
        analyst.get(&format!("{brief}/brief.exe")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        analyst.get("/api/v1/assignments").await.json()["assignments"],
        json!([])
    );

    let handler = bureau.program("water-handler", &DAYS).await;
    assert_eq!(
        handler.post(&judgement, "", &json!({})).await.status,
        StatusCode::FORBIDDEN
    );
    let reader = bureau.program("office-analyst", &["cases:read"]).await;
    assert_eq!(reader.get(&brief).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_file_comes_as_its_bytes_and_they_say_what_it_is() {
    let bureau = Bureau::staffed().await;
    let number = bureau.signed_in("clerk").await.register("Blocked exit", "water").await;
    let handler = bureau.program("water-handler", &["cases:read", "cases:write"]).await;
    let path = format!("/api/v1/cases/{number}/evidence");
    let acknowledged = handler
        .post(&format!("/api/v1/cases/{number}/steps/acknowledge"), "", &json!({}))
        .await;
    assert_eq!(acknowledged.status, StatusCode::OK, "{}", acknowledged.text());
    let taken = handler
        .file(&format!("{path}?name=..%2F..%2Fplan.pdf"), BYTES, b"%PDF-1.7 plan")
        .await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.text());
    let case = bureau.office.store.story(&number).await.unwrap().unwrap().case.clone();
    assert_eq!(case.evidence[0].name, "plan.pdf");
    let html = handler.file(&format!("{path}?name=plan.pdf"), BYTES, b"<html>").await;
    assert_eq!(
        (html.status, html.json()["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("evidence-types"))
    );
    let json = handler.file(&path, "application/json", b"{}").await;
    assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let fire = bureau.program("fire-handler", &["cases:write"]).await;
    assert_eq!(fire.file(&path, BYTES, b"%PDF-1.7").await.status, StatusCode::NOT_FOUND);
    let unread = crate::browser::unreadable();
    let request = Request::post(&path)
        .header(header::CONTENT_TYPE, BYTES)
        .body(unread)
        .unwrap();
    let nobody = bureau.browser().send(request).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_unit_reports_its_day_with_a_table() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today();
    let water = bureau.program("water-handler", &DAYS).await;
    let path = format!("/api/v1/days/{date}/reports/file?name=day.csv");
    let table = format!("编号,时间,类别,标题\r\nW-1,{date} 00:01,供水,停水\r\nW-2,{date} 00:02,供水,水压低\r\n");
    let taken = water.file(&path, BYTES, table.as_bytes()).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.text());
    assert_eq!(
        (&taken.json()["unit"], &taken.json()["cases"]),
        (&json!("water"), &json!(2))
    );
    let wrong = water
        .file(&path, BYTES, table.replace("00:01", "at dawn").as_bytes())
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.json()["code"], "reports-rejected");
    let none = water.file(&path, BYTES, b"").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}
