//! The access table holds at the door of every page, and a unit sees its own cases only.

use crate::browser::Bureau;
use axum::http::StatusCode;
use web::{Right, may};

#[tokio::test]
async fn the_table_holds_at_every_door() {
    let bureau = Bureau::staffed().await;
    let pages = [
        ("/", Right::SeeToday),
        ("/cases", Right::SeeCases),
        ("/cases/new", Right::RegisterCase),
        ("/cases/export", Right::ExportCases),
        ("/access-record", Right::ReadAccessRecord),
        ("/access-record/file", Right::ReadAccessRecord),
        ("/erasures", Right::Erase),
        ("/reports", Right::SeeReports),
        ("/import", Right::Import),
        ("/judgement", Right::SeeDay),
        ("/briefs", Right::SeeDay),
        ("/assignments", Right::SeeAssignments),
        ("/units", Right::SeeUnits),
        ("/accounts", Right::KeepAccounts),
        ("/metrics", Right::ReadMetrics),
        ("/log-watch", Right::WatchLog),
    ];
    let posts = [
        "clerk",
        "office-chief",
        "deputy-head",
        "duty-officer",
        "auditor",
        "administrator",
        "water-handler",
    ];
    for post in posts {
        let role = bureau.office.pack.post(&post.into()).unwrap().role;
        let mut browser = bureau.signed_in(post).await;
        for (path, right) in pages {
            let expected = if may(role, right) {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            // A role that may register only tasks has no request to register.
            let answer = browser.get(path).await;
            assert_eq!(answer.status, expected, "{post} at {path}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_unit_sees_its_own_cases_only() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let water = clerk.register("Burst main", "water").await;
    let fire = clerk.register("Blocked exit", "fire").await;
    let mut handler = bureau.signed_in("water-handler").await;
    assert_eq!(handler.get(&format!("/cases/{water}")).await.status, StatusCode::OK);
    assert_eq!(
        handler.get(&format!("/cases/{fire}")).await.status,
        StatusCode::NOT_FOUND
    );
    let list = handler.get("/cases?unit=fire").await;
    assert!(list.text().contains(&water) && !list.text().contains(&fire));
    let token = handler.get(&format!("/cases/{water}")).await.hidden("csrf");
    let answer = handler
        .post(&format!("/cases/{fire}/steps/acknowledge"), &[("csrf", &token)])
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
