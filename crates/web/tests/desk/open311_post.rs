//! Conformance with Open311 `GeoReport` v2, POST Service Request: what is taken, what is refused, what is kept of it.

use crate::browser::Bureau;
use crate::open311::{is_error, paths};
use axum::http::StatusCode;
use domain::case::About;
use domain::pack::Rule;

#[tokio::test]
async fn post_service_request_needs_a_key_a_service_and_a_place() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let other = bureau.program("clerk", &["cases:write"]).await;
    let key = program.secret();
    let good = [
        ("service_code", "sanitation"),
        ("address_string", "Elm Street 12"),
        ("description", "Rubbish"),
    ];
    let with = |key, fields: &[(&'static str, &'static str)]| {
        let mut all = vec![("api_key", key)];
        all.extend_from_slice(fields);
        all
    };
    for format in ["json", "xml"] {
        // "403 - Missing or Invalid API Key (specify in error message)"
        is_error(&bureau.send_request(format, &good).await, 403, 403);
        is_error(&bureau.send_request(format, &with("xyz", &good)).await, 403, 403);
        is_error(
            &bureau.send_request(format, &with(other.secret(), &good)).await,
            403,
            403,
        );
        // "404 - service_code or jurisdiction_id was not found", "400 - … was not provided"
        is_error(&bureau.send_request(format, &with(key, &good[1..])).await, 400, 400);
        let unknown = [("service_code", "nothing"), good[1]];
        is_error(&bureau.send_request(format, &with(key, &unknown)).await, 404, 404);
        let elsewhere = [good[0], good[1], ("jurisdiction_id", "elsewhere.gov")];
        is_error(&bureau.send_request(format, &with(key, &elsewhere)).await, 404, 404);
        // "A full location parameter must be submitted."
        is_error(
            &bureau.send_request(format, &with(key, &[good[0], good[2]])).await,
            400,
            400,
        );
        // "lat & long both need to be sent"
        is_error(
            &bureau.send_request(format, &with(key, &[good[0], ("lat", "30")])).await,
            400,
            400,
        );
        for (lat, long) in [("91", "0"), ("0", "181"), ("x", "0"), ("NaN", "0"), ("inf", "0")] {
            let off = [good[0], ("lat", lat), ("long", long)];
            is_error(&bureau.send_request(format, &with(key, &off)).await, 400, 400);
        }
        let attribute = [good[0], good[1], ("attribute[area]", "nowhere")];
        is_error(&bureau.send_request(format, &with(key, &attribute)).await, 400, 400);
        let media = [good[0], good[1], ("media_url", "javascript:alert(1)")];
        is_error(&bureau.send_request(format, &with(key, &media)).await, 400, 400);
    }
    // "free form text limited to 4,000 characters"
    let long = "a".repeat(4_001);
    let sent = [("api_key", key), good[0], good[1], ("description", &long)];
    is_error(&bureau.send_request("json", &sent).await, 400, 400);
    // "Multiple errors codes and descriptions can be returned in the body"
    let both = bureau
        .send_request("json", &with(key, &[good[0], ("media_url", "x")]))
        .await;
    assert_eq!(both.json().as_array().unwrap().len(), 2);
    assert_eq!(
        bureau.office.store.total_cases().await.unwrap(),
        0,
        "nothing of it was taken"
    );
}

#[tokio::test]
async fn post_service_request_takes_every_argument_and_keeps_what_it_may() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let area = bureau.office.pack.areas[0].slug.to_string();
    let more = [
        ("email", "smit333@example.org"),
        ("device_id", "tt222111"),
        ("account_id", "acc998877"),
        ("first_name", "Johanna"),
        ("last_name", "Smithson"),
        ("phone", "13900000000"),
        ("media_url", "https://media.example.org/2212426634.jpg"),
        ("attribute[area]", area.as_str()),
    ];
    let (token, number) = bureau.taken(program.secret(), &more).await;
    let story = bureau.office.store.story(&number).await.unwrap().unwrap();
    let case = &story.case;
    assert_eq!(case.category.as_str(), "sanitation");
    assert_eq!((case.place.latitude, case.place.longitude), (Some(30.25), Some(120.15)));
    assert_eq!(case.place.area.as_ref().unwrap().as_str(), area);
    assert!(case.description.contains("https://media.example.org/2212426634.jpg"));
    // Names and contacts lie under seal; the device and the account nowhere.
    let text = serde_json::to_string(&story.events[0].event).unwrap();
    for gone in ["Johanna", "smit333", "13900000000", "tt222111", "acc998877"] {
        assert!(!text.contains(gone), "{gone}");
    }
    assert_eq!(case.sealed_fields.len(), 2);
    // The sender follows it without an account.
    let page = bureau.browser().get(&format!("/portal/mine/{token}")).await;
    assert_eq!(page.status, StatusCode::OK);
    // "This should not be returned if token is returned"
    let fields = [
        ("api_key", program.secret()),
        ("service_code", "other"),
        ("address_id", "545483"),
    ];
    let sent = bureau.send_request("xml", &fields).await;
    let request = "service_requests/request";
    let mut expected = vec!["service_requests".to_owned(), request.to_owned()];
    expected.extend(["token", "service_notice", "account_id"].map(|name| format!("{request}/{name}")));
    assert_eq!(paths(&sent), expected);
}

#[tokio::test]
async fn a_complaint_about_a_unit_never_reaches_it() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let (_, number) = bureau.taken(program.secret(), &[("attribute[about]", "urban")]).await;
    let mut handler = bureau.signed_in("urban-handler").await;
    assert_eq!(
        handler.get(&format!("/cases/{number}")).await.status,
        StatusCode::NOT_FOUND
    );
    // Nor is it ever published.
    let mut clerk = bureau.signed_in("clerk").await;
    let page = format!("/cases/{number}");
    let done = clerk
        .fill(&page, &format!("{page}/steps/publish"), &[("text", "x")])
        .await;
    assert_eq!(done.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn one_sender_does_not_bury_the_others() {
    let most = |value| {
        Some(Rule {
            value,
            source: "our own rules".to_owned(),
            verified: false,
        })
    };
    let bureau = Bureau::with_pack(|pack| {
        let portal = pack.portal.as_mut().unwrap();
        (portal.requests, portal.key_requests) = (most(1), most(3));
    })
    .await;
    let program = bureau.program("clerk", &["open311"]).await;
    let other = bureau.program("clerk", &["open311"]).await;
    let by = |key| [("api_key", key), ("service_code", "other"), ("address_string", "x")];
    for _ in 0..3 {
        let sent = bureau.send_request("json", &by(program.secret())).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    }
    for format in ["json", "xml"] {
        let sent = bureau.send_request(format, &by(program.secret())).await;
        is_error(&sent, 400, 429);
    }
    // Another key from the same address sends on, though nobody without one could.
    let sent = bureau.send_request("json", &by(other.secret())).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
}

#[tokio::test]
async fn a_complaint_about_a_post_never_reaches_it_and_its_unit_can_handle_it() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let definition = bureau.open311("services/sanitation.json").await.text().to_owned();
    assert!(definition.contains("\"post:urban-handler\""), "{definition}");
    let about = [("attribute[about]", "post:urban-handler")];
    let (_, number) = bureau.taken(program.secret(), &about).await;
    let case = bureau.office.store.story(&number).await.unwrap().unwrap().case.clone();
    assert_eq!(case.about, About::post("urban-handler".into()));
    let mut handler = bureau.signed_in("urban-handler").await;
    let seen = handler.get(&format!("/cases/{number}")).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
}
