//! The body by a key of one's own: accounts, who looked, what is forgotten, where news is sent, how its ways and its log stand.

use crate::browser::Bureau;
use crate::program::{ok, refused};
use crate::sealed::register;
use axum::http::StatusCode;
use serde_json::{Value, json};

const SCOPES: [&str; 2] = ["body:read", "body:write"];

#[tokio::test]
async fn an_account_is_made_moved_shut_opened_and_given_a_new_password() {
    let bureau = Bureau::staffed().await;
    let admin = bureau.own_program_for("administrator", &SCOPES).await;
    let accounts = "/api/v1/accounts";
    let new = json!({ "user": "New.Clerk", "name": "新人（演示）", "post": "clerk" });
    let first = admin.made(accounts, "new", &new).await;
    assert_eq!(
        (&first["account"]["user"], &first["account"]["one_time"]),
        (&json!("new.clerk"), &json!(true))
    );
    let password = first["one_time_password"].as_str().unwrap();
    let again = admin.made(accounts, "new", &new).await;
    assert_eq!(
        (&again["account"], &again["repeated"]),
        (&first["account"], &json!(true))
    );
    assert_eq!(again["one_time_password"], json!(null), "told once");
    refused(&admin.post(accounts, "", &new).await, "account-taken");
    for (body, code) in [
        (
            json!({ "user": "é", "name": "x", "post": "clerk" }),
            "account-user-plain",
        ),
        (
            json!({ "user": "next", "name": " ", "post": "clerk" }),
            "account-name-needed",
        ),
        (
            json!({ "user": "next", "name": "x", "post": "moon" }),
            "account-post-needed",
        ),
    ] {
        refused(&admin.post(accounts, "", &body).await, code);
    }
    let sign_in = bureau.browser().sign_in("new.clerk", password).await;
    assert_eq!(sign_in.status, StatusCode::SEE_OTHER, "{}", sign_in.text());

    let id = first["account"]["id"].as_str().unwrap();
    let of = |what: &str| format!("{accounts}/{id}/{what}");
    let moved = ok(&admin.post(&of("post"), "", &json!({ "post": "duty-officer" })).await);
    assert_eq!(moved["post"], "duty-officer");
    refused(
        &admin.post(&of("post"), "", &json!({ "post": "moon" })).await,
        "account-post-needed",
    );
    assert!(ok(&admin.post(&of("shut"), "", &json!({})).await)["shut_at"].is_string());
    let shut = bureau.browser().sign_in("new.clerk", password).await;
    assert_eq!(shut.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", shut.text());
    assert!(ok(&admin.post(&of("open"), "", &json!({})).await)["shut_at"].is_null());
    let reset = ok(&admin.post(&of("password"), "reset", &json!({})).await);
    let fresh = reset["one_time_password"].as_str().unwrap();
    let repeated = ok(&admin.post(&of("password"), "reset", &json!({})).await);
    assert_eq!(
        (&repeated["repeated"], &repeated["one_time_password"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(
        bureau.browser().sign_in("new.clerk", fresh).await.status,
        StatusCode::SEE_OTHER
    );
    // Asked twice at the same moment: one of the two is told, and what it is told opens the door.
    let (path, nothing) = (of("password"), json!({}));
    let both = tokio::join!(
        admin.post(&path, "at once", &nothing),
        admin.post(&path, "at once", &nothing)
    );
    let both = [ok(&both.0), ok(&both.1)];
    let told: Vec<&str> = both
        .iter()
        .filter_map(|one| one["one_time_password"].as_str())
        .collect();
    assert_eq!(told.len(), 1, "{both:?}");
    let opened = bureau.browser().sign_in("new.clerk", told[0]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    assert_ne!(
        bureau.browser().sign_in("new.clerk", password).await.status,
        StatusCode::SEE_OTHER
    );

    let listed = ok(&admin.get(accounts).await);
    let listed = listed["accounts"].as_array().unwrap();
    let own = listed.iter().find(|account| account["own"] == true).unwrap();
    let shut_own = format!("{accounts}/{}/shut", own["id"].as_str().unwrap());
    refused(&admin.post(&shut_own, "", &json!({})).await, "accounts-own");
    let nobody = admin.post(&format!("{accounts}/nobody/shut"), "", &json!({})).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    assert!(
        !ok(&admin.get("/api/v1/keys").await)["keys"]
            .as_array()
            .unwrap()
            .is_empty()
    );

    let of_post = bureau.program("administrator", &SCOPES).await;
    let reads = bureau.own_program_for("administrator", &SCOPES[..1]).await;
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    for program in [&of_post, &reads, &chief] {
        let answer = program
            .post(accounts, "", &json!({ "user": "other", "name": "x", "post": "clerk" }))
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
    }
    assert_eq!(chief.get(accounts).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn two_accounts_are_said_to_be_one_persons_and_the_auditor_reads_who_said_so() {
    let bureau = Bureau::staffed().await;
    let second = crate::accounts::second(&bureau, "clerk").await;
    let admin = bureau.own_program_for("administrator", &SCOPES).await;
    let user = bureau.user_in("office-analyst");
    let first = bureau.office.store.account_by_user(user).await.unwrap().unwrap();
    let persons = "/api/v1/accounts/persons";
    let link = |other: &str, reason: &str| json!({ "one": first.id, "other": other, "reason": reason });
    refused(
        &admin.post(persons, "", &link(&first.id, "x")).await,
        "accounts-person-two",
    );
    refused(&admin.post(persons, "", &link("nobody", "x")).await, "account-needed");
    refused(
        &admin.post(persons, "", &link(&second.0, " ")).await,
        "accounts-person-why",
    );
    let linked = ok(&admin.post(persons, "", &link(&second.0, "Both are hers")).await);
    assert_eq!(linked["same_person"], json!([crate::accounts::SECOND]));
    let part = format!("/api/v1/accounts/{}/person/end", second.0);
    let parted = ok(&admin.post(&part, "", &json!({ "reason": "A mistake" })).await);
    assert_eq!(parted["same_person"], json!([]));
    let auditor = bureau.own_program_for("auditor", &SCOPES).await;
    let record = ok(&auditor.get("/api/v1/access-record?what=accounts").await);
    let said = record["accounts"].as_array().unwrap();
    let said: Vec<_> = said
        .iter()
        .map(|line| (&line["what"], &line["reason"], &line["post"]))
        .collect();
    let post = &json!("administrator");
    assert_eq!(
        said,
        [
            (&json!("parted"), &json!("A mistake"), post),
            (&json!("linked"), &json!("Both are hers"), post),
        ]
    );
}

#[tokio::test]
async fn the_auditor_reads_and_saves_who_opened_what() {
    let bureau = Bureau::staffed().await;
    let number = register(&mut bureau.signed_in("clerk").await, "Burst main").await;
    let water = bureau.program("water-handler", &["sealed:open"]).await;
    ok(&water
        .post(
            &format!("/api/v1/cases/{number}/sealed"),
            "",
            &json!({ "written": "To call back" }),
        )
        .await);
    let auditor = bureau.own_program_for("auditor", &SCOPES).await;
    let record = ok(&auditor.get(&format!("/api/v1/access-record?number={number}")).await);
    let line = &record["openings"][0];
    assert_eq!(
        (&line["what"], &line["post"], &line["written"], &line["of_source"]),
        (
            &json!("sealed"),
            &json!("water-handler"),
            &json!("To call back"),
            &json!(false)
        )
    );
    assert!(
        line["fields"].as_array().unwrap().contains(&json!("requester_name")),
        "{line}"
    );
    assert_eq!(
        ok(&auditor.get("/api/v1/access-record?what=export").await)["openings"],
        json!([])
    );
    let path = "/api/v1/access-record/file?what=sealed";
    refused(
        &auditor.post(path, "", &json!({ "why": {} })).await,
        "refusal-text-needed",
    );
    let why = json!({ "why": { "reason": "statistics" } });
    let of_post = bureau.program("auditor", &SCOPES).await;
    assert_eq!(of_post.post(path, "", &why).await.status, StatusCode::FORBIDDEN);
    let file = auditor.post(path, "", &why).await;
    assert_eq!(file.status, StatusCode::OK, "{}", String::from_utf8_lossy(&file.bytes));
    let sheets = documents::sheet::read("record.xlsx", &file.bytes).unwrap();
    assert!(format!("{:?}", sheets[0].rows).contains("To call back"));
    let saved = ok(&auditor.get("/api/v1/access-record?what=export").await);
    let saved = saved["openings"].as_array().unwrap();
    assert_eq!(saved.len(), 1, "{saved:?}");
    assert_eq!(
        (&saved[0]["number"], &saved[0]["post"], &saved[0]["reason"]),
        (&json!(number), &json!("auditor"), &json!("statistics"))
    );
    for wrong in ["after=nonsense", "from=soon", "person=x"] {
        let answer = auditor.get(&format!("/api/v1/access-record?{wrong}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let clerk = bureau.own_program_for("clerk", &SCOPES).await;
    assert_eq!(clerk.get("/api/v1/access-record").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_case_is_erased_after_somebody_has_looked_at_what_goes() {
    let bureau = Bureau::staffed().await;
    let number = register(&mut bureau.signed_in("clerk").await, "Burst main").await;
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let look = format!("/api/v1/erasures/{number}");
    assert!(ok(&chief.get(&look).await)["refused"].is_string(), "it is open");
    let clerk = bureau.program("clerk", &["cases:write"]).await;
    let withdraw = format!("/api/v1/cases/{number}/steps/withdraw");
    ok(&clerk.post(&withdraw, "", &json!({ "text": "Taken back" })).await);
    let looked = ok(&chief.get(&look).await);
    assert_eq!(looked["refused"], json!(null));
    let fields = looked["erasure"]["fields"].as_array().unwrap();
    assert!(fields.contains(&json!("requester_name")), "{looked}");
    assert_eq!(
        ok(&chief.get("/api/v1/erasures").await)["erasures"],
        json!([]),
        "its time is not over"
    );
    let erase = |version: &Value, reason: &str| json!({ "number": number, "version": version, "reason": reason });
    let path = "/api/v1/erasures";
    refused(
        &chief.post(path, "", &erase(&json!(1), "Asked in writing")).await,
        "erase-changed",
    );
    refused(
        &chief.post(path, "", &erase(&looked["version"], " ")).await,
        "api-missing",
    );
    let of_post = bureau.program("office-chief", &SCOPES).await;
    let asked = erase(&looked["version"], "Asked in writing");
    assert_eq!(of_post.post(path, "", &asked).await.status, StatusCode::FORBIDDEN);
    let erased = ok(&chief.post(path, "erase", &asked).await);
    let again = ok(&chief.post(path, "erase", &asked).await);
    assert_eq!(
        (&again["version"], &again["repeated"]),
        (&erased["version"], &json!(true))
    );
    let story = bureau.office.store.story(&number).await.unwrap().unwrap();
    assert!(story.case.erased_at.is_some() && story.case.title.is_empty());
    let nobody = json!({ "number": "20990101-00001", "version": 1, "reason": "x" });
    assert_eq!(chief.post(path, "", &nobody).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn news_is_sent_to_an_address_until_it_ends_and_the_operators_pages_are_read() {
    let bureau = Bureau::staffed().await;
    let admin = bureau.own_program_for("administrator", &SCOPES).await;
    let hooks = "/api/v1/webhooks";
    let hook = json!({ "url": "https://example.org/news", "post": "office-chief" });
    let first = admin.made(hooks, "hook", &hook).await;
    assert!(first["secret"].as_str().unwrap().starts_with("whsec_"));
    let again = admin.made(hooks, "hook", &hook).await;
    assert_eq!((&again["webhook"], &again["secret"]), (&first["webhook"], &json!(null)));
    refused(
        &admin
            .post(hooks, "", &json!({ "url": "http://example.org/", "post": "clerk" }))
            .await,
        "webhook-url-needed",
    );
    refused(
        &admin
            .post(hooks, "", &json!({ "url": "https://example.org/", "post": "moon" }))
            .await,
        "account-post-needed",
    );
    let listed = admin.get(hooks).await;
    assert_eq!(ok(&listed)["webhooks"].as_array().unwrap().len(), 1);
    assert!(!listed.text().contains("whsec_"));

    let id = first["webhook"]["id"].as_str().unwrap();
    let message = store::NewMessage {
        position: 1,
        kind: "case.answered".to_owned(),
        payload: "{}".to_owned(),
    };
    let now = bureau.office.clock.now();
    bureau
        .office
        .store
        .queue_messages(id, 1, vec![message], now)
        .await
        .unwrap();
    let messages = ok(&admin.get("/api/v1/webhooks/messages").await);
    assert_eq!(
        (&messages["messages"][0]["kind"], &messages["next"]),
        (&json!("case.answered"), &json!(null))
    );
    let n = messages["messages"][0]["id"].as_i64().unwrap();
    let once_more = ok(&admin.post(&format!("{hooks}/messages/{n}/again"), "", &json!({})).await);
    assert_eq!(
        (&once_more["state"], &once_more["attempts"]),
        (&json!("waiting"), &json!(0))
    );
    let none = admin
        .post(&format!("{hooks}/messages/{}/again", n + 1), "", &json!({}))
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let ended = ok(&admin.post(&format!("{hooks}/{id}/end"), "", &json!({})).await);
    assert!(ended["ended_at"].is_string());
    let given_up = ok(&admin.get("/api/v1/webhooks/messages").await);
    assert_eq!(given_up["messages"][0]["state"], "given_up");
    assert_eq!(
        admin.post(&format!("{hooks}/nothing/end"), "", &json!({})).await.status,
        StatusCode::NOT_FOUND
    );

    let notices = ok(&admin.get("/api/v1/notices").await);
    let ways: Vec<_> = notices["ways"]
        .as_array()
        .unwrap()
        .iter()
        .map(|way| &way["way"])
        .collect();
    assert_eq!(ways, [&json!("email"), &json!("text"), &json!("imap")]);
    let watch = ok(&admin.get("/api/v1/log-watch").await);
    assert_eq!((&watch["witnesses"], &watch["witnessed"]), (&json!([]), &json!(null)));
    let clerk = bureau.own_program_for("clerk", &SCOPES).await;
    for path in [
        hooks,
        "/api/v1/webhooks/messages",
        "/api/v1/notices",
        "/api/v1/log-watch",
    ] {
        assert_eq!(clerk.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}
