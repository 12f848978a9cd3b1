//! By programs the papers of a case: what there is, a dispute's with a reason, and those in which nothing is under seal.

use crate::browser::Bureau;
use crate::program::{ok, refused};
use axum::http::StatusCode;
use serde_json::{Value, json};

const NAME: &str = "欧阳某某";
const OTHER: &str = "司徒某某";
const SCOPES: [&str; 3] = ["cases:read", "cases:write", "sealed:open"];

/// The addresses of a list of papers, without what stands before the case's own.
fn addresses<'a>(papers: &'a Value, case: &str) -> Vec<&'a str> {
    let papers = papers["papers"].as_array().unwrap();
    let address = |paper: &'a Value| paper["href"].as_str().unwrap().trim_start_matches(case);
    papers.iter().map(address).collect()
}

#[tokio::test]
async fn a_disputes_dossier_is_opened_with_a_reason_that_its_requester_reads() {
    let bureau = Bureau::staffed().await;
    let mediator = bureau.program("mediator-one", &SCOPES).await;
    let case = mediator.mediated([NAME, OTHER]).await;
    let session = json!({
        "step": "call_session", "at": "2099-01-01T01:00:00Z", "minutes": 60, "place": "一号调解室", "parties": ["a", "b"],
    });
    ok(&mediator.post(&format!("{case}/mediation"), "", &session).await);

    let listed = mediator.get(&format!("{case}/papers")).await;
    let papers = ok(&listed);
    let there = addresses(&papers, &case);
    for paper in [
        "/papers/dossier.pdf",
        "/papers/dossier.zip",
        "/papers/notice.docx",
        "/sessions/1/session.ics",
    ] {
        assert!(there.contains(&paper), "{paper}: {there:?}");
    }
    let parts = papers["dossier"].as_array().unwrap();
    let agreement = parts.iter().find(|part| part["part"] == "agreement").unwrap();
    assert_eq!(agreement["there"], false);
    assert!(!listed.text().contains(NAME) && !listed.text().contains(OTHER));
    let calendar = mediator.get(&format!("{case}/sessions/1/session.ics")).await;
    assert!(calendar.text().starts_with("BEGIN:VCALENDAR"), "{}", calendar.text());

    let dossier = format!("{case}/papers/dossier.pdf");
    let silent = mediator.post(&dossier, "", &json!({})).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.text());
    let why = json!({ "written": "送法院立案" });
    let opened = mediator.post(&dossier, "", &why).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
    assert_eq!(opened.header("content-type"), "application/pdf");
    assert!(opened.bytes.starts_with(b"%PDF"));
    let paper = mediator.post(&format!("{case}/papers/notice.docx"), "", &why).await;
    assert!(paper.bytes.starts_with(b"PK"));
    let events = ok(&mediator.get(&format!("{case}/events")).await).to_string();
    assert!(events.contains("送法院立案") && !events.contains(NAME), "{events}");

    // No paper that there is not yet, no key that only reads, nobody of another unit.
    for none in ["agreement.pdf", "dossier.doc", "..%2Fnotice.docx"] {
        let none = mediator.post(&format!("{case}/papers/{none}"), "", &why).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{}", none.text());
    }
    let reader = bureau.program("mediator-one", &["cases:read"]).await;
    assert_eq!(reader.post(&dossier, "", &why).await.status, StatusCode::FORBIDDEN);
    let fire = bureau.program("fire-handler", &SCOPES).await;
    assert_eq!(fire.post(&dossier, "", &why).await.status, StatusCode::NOT_FOUND);
    assert_eq!(fire.get(&format!("{case}/papers")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_opinion_and_a_report_are_files_and_a_request_has_no_papers() {
    let bureau = Bureau::staffed().await;
    let housing = bureau.program("housing-handler", &SCOPES).await;
    let petition = json!({
        "kind": "petition", "category": "claim-housing", "title": "物业费多收", "description": "要求退还。", "unit": "housing",
    });
    let case = housing.registered(&petition).await;
    ok(&housing.post(&format!("{case}/steps/accept"), "", &json!({})).await);
    assert_eq!(ok(&housing.get(&format!("{case}/papers")).await)["papers"], json!([]));
    let opinion = json!({ "opinion": {
        "request": "退还多收的物业费", "facts": "收费高于备案标准", "opinion": "责令限期退还", "basis": "物业管理条例，第40条",
        "verdict": "supported",
    }});
    ok(&housing.post(&format!("{case}/steps/opinion"), "", &opinion).await);
    let papers = ok(&housing.get(&format!("{case}/papers")).await);
    assert_eq!(
        addresses(&papers, &case),
        ["/opinions/1/opinion.pdf", "/opinions/1/opinion.docx"]
    );
    for (file, begins) in [("opinion.pdf", &b"%PDF"[..]), ("opinion.docx", b"PK")] {
        let paper = housing.get(&format!("{case}/opinions/1/{file}")).await;
        assert!(paper.bytes.starts_with(begins), "{file}");
    }
    for none in [
        "opinions/2/opinion.pdf",
        "opinions/1/opinion.txt",
        "reports/1/report.pdf",
    ] {
        let none = housing.get(&format!("{case}/{none}")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }

    let officer = bureau.program("duty-officer", &SCOPES).await;
    let fire = json!({
        "kind": "incident", "category": "incident-fire", "title": "东门市场起火", "unit": "office", "description": "二楼冒烟。",
        "place": { "address": "东门市场" },
    });
    let case = officer.registered(&fire).await;
    let parts = ["unit", "scene", "course", "casualties", "measures", "other"];
    let parts = parts.map(|part| json!({ "part": part, "text": "如实" }));
    let report = json!({
        "step": "send_report", "report": "first-head", "parts": parts, "to": "县应急局", "channel": "电话",
    });
    ok(&officer.post(&format!("{case}/incident"), "", &report).await);
    let papers = ok(&officer.get(&format!("{case}/papers")).await);
    assert_eq!(
        addresses(&papers, &case),
        ["/reports/1/report.pdf", "/reports/1/report.docx"]
    );
    let paper = officer.get(&format!("{case}/reports/1/report.docx")).await;
    assert!(paper.bytes.starts_with(b"PK"));

    let clerk = bureau.program("clerk", &SCOPES).await;
    let request = json!({ "category": "water-supply", "title": "停水", "description": "停水两天。", "unit": "water" });
    let case = clerk.registered(&request).await;
    let none = ok(&clerk.get(&format!("{case}/papers")).await);
    assert_eq!((&none["papers"], &none["dossier"]), (&json!([]), &json!([])));
    let dossier = clerk
        .post(&format!("{case}/papers/dossier.pdf"), "", &json!({ "written": "归档" }))
        .await;
    assert_eq!(dossier.status, StatusCode::NOT_FOUND);
    refused(
        &clerk
            .post(&format!("{case}/papers/dossier.pdf"), "", &json!({ "why": "归档" }))
            .await,
        "api-body-differs",
    );
}
