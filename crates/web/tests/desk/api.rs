//! The interface for programs: keys with the rights of a post, narrowed by scopes; one writing for one key.

use crate::browser::Bureau;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

const ALL: [&str; 5] = ["cases:read", "cases:write", "sealed:open", "days:read", "days:write"];

fn burst() -> Value {
    json!({
        "category": "water-supply", "title": "Burst main", "description": "Water stands in the yard\u{202e}.",
        "unit": "water", "place": { "address": "Elm Street 12" },
        "sealed": { "requester_contact": "13900000000" },
    })
}

#[tokio::test]
async fn a_program_takes_a_case_from_intake_to_its_end() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &ALL).await;
    let made = clerk.post("/api/v1/cases", "one", &burst()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let number = made.json()["number"].as_str().unwrap().to_owned();
    let case = format!("/api/v1/cases/{number}");
    assert_eq!(made.header("location"), case);

    // The same once more is the same case; another one under its key is refused.
    let again = clerk.post("/api/v1/cases", "one", &burst()).await;
    assert_eq!(again.json()["number"], number.as_str());
    assert_eq!(again.json()["repeated"], true);
    let other = clerk
        .post("/api/v1/cases", "one", &json!({ "category": "water-supply" }))
        .await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);

    let shown = clerk.get(&case).await;
    assert!(!shown.text().contains("13900000000"), "what is sealed stays sealed");
    assert_eq!(shown.json()["description"], "Water stands in the yard.");
    let why = json!({ "written": "To call back" });
    let opened = clerk.post(&format!("{case}/sealed"), "", &why).await;
    assert_eq!(opened.json()["requester_contact"], "13900000000", "{}", opened.text());

    let handler = bureau.program("water-handler", &ALL).await;
    for (program, step, body) in [
        (&clerk, "accept", json!({})),
        (&clerk, "dispatch", json!({ "unit": "water" })),
        (&handler, "acknowledge", json!({})),
        (&handler, "progress", json!({ "text": "The pipe is dug out" })),
        (&handler, "answer", json!({ "text": "Mended", "outcome": "solved" })),
        (&clerk, "close", json!({})),
    ] {
        for _ in 0..2 {
            let done = program.post(&format!("{case}/steps/{step}"), step, &body).await;
            assert_eq!(done.status, StatusCode::OK, "{step}: {}", done.text());
        }
    }
    let events = clerk.get(&format!("{case}/events")).await.json();
    let names: Vec<&str> = events["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(names.iter().filter(|name| **name == "answered").count(), 1, "{names:?}");
    assert!(names.contains(&"closed") && names.contains(&"opened"));
    assert!(!events.to_string().contains("key:"), "posts answer, not who holds them");
}

#[tokio::test]
async fn a_key_has_the_rights_of_its_post_within_its_scopes() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &ALL).await;
    let number = clerk.post("/api/v1/cases", "", &burst()).await.json()["number"].to_string();
    let case = format!("/api/v1/cases/{}", number.trim_matches('"'));
    let fire = bureau.program("fire-handler", &ALL).await;
    assert_eq!(fire.get(&case).await.status, StatusCode::NOT_FOUND);
    assert_eq!(fire.get("/api/v1/cases").await.json()["cases"], json!([]));
    let reader = bureau.program("clerk", &["cases:read"]).await;
    assert_eq!(reader.get(&case).await.status, StatusCode::OK);
    let refused = reader.post(&format!("{case}/steps/accept"), "", &json!({})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let administrator = bureau.program("administrator", &ALL).await;
    assert_eq!(administrator.get("/api/v1/cases").await.status, StatusCode::FORBIDDEN);

    let keys = bureau.office.store.api_keys().await.unwrap();
    for key in keys {
        bureau
            .office
            .store
            .revoke_api_key(&key.id, bureau.office.clock.now())
            .await
            .unwrap();
    }
    let shut = reader.get(&case).await;
    assert_eq!(shut.status, StatusCode::UNAUTHORIZED);
    assert_eq!(shut.header("www-authenticate"), "Bearer");
    assert_eq!(shut.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_cookie_reads_and_changes_nothing() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    assert_eq!(clerk.get("/api/v1/cases").await.status, StatusCode::OK);
    let request = Request::post("/api/v1/cases").header(header::CONTENT_TYPE, "application/json");
    let sent = clerk.send(request.body(Body::from(burst().to_string())).unwrap()).await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_list_is_paged_to_its_end_and_a_made_up_cursor_is_refused() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &ALL).await;
    for _ in 0..5 {
        clerk.post("/api/v1/cases", "", &burst()).await;
    }
    let (mut seen, mut path) = (0, "/api/v1/cases?limit=2".to_owned());
    loop {
        let page = clerk.get(&path).await.json();
        seen += page["cases"].as_array().unwrap().len();
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/cases?limit=2&after={next}");
    }
    assert_eq!(seen, 5);
    let counted = clerk.get("/api/v1/cases?limit=2&count=true").await.json();
    assert_eq!(counted["count"], json!({ "cases": 5, "or_more": false }));
    for wrong in ["after=xyz", "limit=0", "limit=201", "nothing=1", "from=yesterday"] {
        let refused = clerk.get(&format!("/api/v1/cases?{wrong}")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert_eq!(refused.json()["status"], 400);
    }
}

#[tokio::test]
async fn every_answer_to_what_is_wrong_is_a_problem() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &ALL).await;
    let differs = clerk.post("/api/v1/cases", "", &json!({ "titel": "x" })).await;
    assert_eq!(differs.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(differs.json()["code"], "api-body-differs");
    let gone = clerk.get("/api/v1/cases/nowhere").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let nothing = clerk.get("/api/v1/nothing").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    let method = clerk.send(Method::DELETE, "/api/v1/cases", "", None).await;
    assert_eq!(method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(method.header("allow").contains("GET"));
    let plain = clerk.send(Method::POST, "/api/v1/cases", "", None).await;
    assert_eq!(plain.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for answer in [differs, gone, nothing, method, plain] {
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(!answer.json()["detail"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_description_is_openapi_3_1_and_names_every_action() {
    let bureau = Bureau::empty().await;
    let described = bureau.browser().get("/api/v1/openapi.json").await.json();
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut ids: Vec<&str> = Vec::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, action) in item.as_object().unwrap() {
            ids.push(
                action["operationId"]
                    .as_str()
                    .unwrap_or_else(|| panic!("{method} {path}")),
            );
            assert!(action["security"].is_array(), "{method} {path}");
            assert_eq!(
                action["responses"]["404"]["content"]["application/problem+json"]["schema"]["$ref"],
                "#/components/schemas/Problem"
            );
        }
    }
    assert!(ids.len() >= 9, "{ids:?}");
    // What is referred to is there.
    let text = described.to_string();
    for rest in text.split("#/components/schemas/").skip(1) {
        let name = rest.split('"').next().unwrap();
        assert!(described["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[tokio::test]
async fn an_administrator_makes_a_key_sees_it_once_and_revokes_it() {
    let bureau = Bureau::staffed().await;
    let mut administrator = bureau.signed_in("administrator").await;
    let fields = [("key_name", "Map"), ("key_post", "clerk"), ("scope cases:read", "yes")];
    let page = administrator.fill("/accounts", "/accounts/keys", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let secret = page.text().split("<code>hy_").nth(1).unwrap()[..64].to_owned();
    let program = bureau.program_with(format!("hy_{secret}"));
    assert_eq!(program.get("/api/v1/cases").await.status, StatusCode::OK);
    let accounts = administrator.get("/accounts").await;
    assert!(!accounts.text().contains(&secret) && accounts.text().contains("Map"));
    let id = accounts.text().split("/accounts/keys/").nth(1).unwrap();
    let id = id.split('/').next().unwrap().to_owned();
    assert!(accounts.text().contains("It reads cases, their papers"), "a sentence");
    let revoke = format!("/accounts/keys/{id}/revoke");
    let asked = administrator.fill("/accounts", &revoke, &[]).await;
    assert!(asked.text().contains("That cannot be undone"), "{}", asked.text());
    assert_eq!(program.get("/api/v1/cases").await.status, StatusCode::OK);
    administrator.fill("/accounts", &revoke, &[("sure", "yes")]).await;
    assert_eq!(program.get("/api/v1/cases").await.status, StatusCode::UNAUTHORIZED);
    let mut clerk = bureau.signed_in("clerk").await;
    let token = clerk.get("/password").await.hidden("csrf");
    let refused = clerk.post("/accounts/keys", &[("csrf", &token)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
