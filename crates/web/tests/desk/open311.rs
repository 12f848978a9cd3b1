//! Conformance with Open311 GeoReport v2 (<https://wiki.open311.org/GeoReport_v2/>), clause by clause: each test is named for
//! a section of the specification, and quotes what it holds the answers to.

use crate::browser::{Answer, Bureau};
use axum::http::StatusCode;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

const BASE: &str = "/open311/v2";

impl Bureau {
    async fn open311(&self, path: &str) -> Answer {
        self.browser().get(&format!("{BASE}/{path}")).await
    }

    async fn send_request(&self, format: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser().post(&format!("{BASE}/requests.{format}"), fields).await
    }

    /// Sends one that is taken; answers its token and its number.
    async fn taken(&self, key: &str, more: &[(&str, &str)]) -> (String, String) {
        let mut fields = vec![
            ("api_key", key),
            ("service_code", "sanitation"),
            ("lat", "30.25"),
            ("long", "120.15"),
            ("address_string", "Elm Street 12"),
            ("description", "Rubbish on the pavement <b>since</b> Monday & before"),
        ];
        fields.extend_from_slice(more);
        let sent = self.send_request("json", &fields).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
        let token = sent.json()[0]["token"].as_str().unwrap().to_owned();
        let known = self.open311(&format!("tokens/{token}.json")).await.json();
        (token, known[0]["service_request_id"].as_str().unwrap().to_owned())
    }

    /// The office reviews and publishes.
    async fn publish(&self, number: &str, text: &str, with_place: bool) {
        let mut clerk = self.signed_in("clerk").await;
        let page = format!("/cases/{number}");
        let mut fields = vec![("text", text)];
        if with_place {
            fields.push(("with_place", "yes"));
        }
        let done = clerk.fill(&page, &format!("{page}/steps/publish"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
}

/// The elements of a document by path, in order, with their texts.
fn elements(answer: &Answer) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(answer.text());
    let (mut path, mut found): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    let mut begin = |path: &[String]| found.push((path.join("/"), String::new()));
    let mut texts: Vec<(usize, String)> = Vec::new();
    let mut count = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                begin(&path);
                count += 1;
            }
            Event::Empty(empty) => {
                path.push(empty.name().as_ref().to_owned());
                begin(&path);
                count += 1;
                path.pop();
            }
            Event::Text(text) => texts.push((count, text.as_ref().to_owned())),
            Event::GeneralRef(name) => {
                let name = name.as_ref().to_owned();
                texts.push((count, format!("&{name};")));
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for (count, text) in texts {
        if count > 0 && !text.trim().is_empty() {
            found[count - 1].1.push_str(text.trim());
        }
    }
    found
}

fn paths(answer: &Answer) -> Vec<String> {
    elements(answer).into_iter().map(|(path, _)| path).collect()
}

/// Errors: "code", "description" in an array, in both formats, with the HTTP status.
fn is_error(answer: &Answer, status: u16, code: u16) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
    if answer.header("content-type").starts_with("text/xml") {
        let found = elements(answer);
        assert_eq!(found[0].0, "errors");
        assert_eq!(found[1].0, "errors/error");
        assert_eq!(found[2], ("errors/error/code".to_owned(), code.to_string()));
        assert_eq!(found[3].0, "errors/error/description");
        assert!(!found[3].1.is_empty(), "specify in error response");
    } else {
        let errors = answer.json();
        assert_eq!(errors[0]["code"], code);
        assert!(!errors[0]["description"].as_str().unwrap().is_empty());
    }
}

const REQUEST: [&str; 17] = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
];

/// "All date/time fields must be formatted in a common subset of ISO 8601 … Timezone information must be included."
fn is_w3_date(value: &Value) {
    let text = value.as_str().unwrap();
    assert!(text.parse::<jiff::Timestamp>().is_ok(), "{text}");
    assert!(text.ends_with('Z') || text.as_bytes()[text.len() - 6] == b'+', "{text}");
    assert_eq!(text.len(), "2010-04-14T06:37:38-08:00".len(), "{text}");
}

#[tokio::test]
async fn service_discovery() {
    let bureau = Bureau::staffed().await;
    let found = bureau.open311("discovery.json").await.json();
    let endpoint = &found["endpoints"][0];
    assert_eq!(endpoint["specification"], "http://wiki.open311.org/GeoReport_v2");
    assert!(endpoint["url"].as_str().unwrap().ends_with("/open311/v2"));
    assert_eq!(endpoint["formats"], serde_json::json!(["text/xml", "application/json"]));
    is_w3_date(&found["changeset"].as_str().unwrap().replace('Z', "+00:00").into());
    let paths = paths(&bureau.open311("discovery.xml").await);
    for path in [
        "discovery",
        "discovery/contact",
        "discovery/key_service",
        "discovery/endpoints/endpoint/formats/format",
    ] {
        assert!(paths.iter().any(|known| known == path), "{path}");
    }
}

#[tokio::test]
async fn encoding_and_format_support() {
    let bureau = Bureau::staffed().await;
    // "The root element must be preceded with the XML declaration including the encoding="UTF-8" attribute."
    let xml = bureau.open311("services.xml").await;
    assert_eq!(xml.header("content-type"), "text/xml; charset=utf-8");
    assert!(
        xml.text()
            .starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<services>")
    );
    assert!(!xml.text().contains("xmlns"), "without a namespace declaration");
    let json = bureau.open311("services.json").await;
    assert_eq!(json.header("content-type"), "application/json; charset=utf-8");
    // "The HTTP error codes should always be 404 for resources that don't exist … and basically 400 for any other error."
    is_error(&bureau.open311("services.yaml").await, 404, 404);
    is_error(&bureau.open311("nothing.json").await, 404, 404);
    is_error(
        &bureau.browser().post(&format!("{BASE}/services.json"), &[]).await,
        400,
        405,
    );
}

#[tokio::test]
async fn jurisdiction_id_and_optional_arguments() {
    let bureau = Bureau::staffed().await;
    // "404 - jurisdiction_id provided was not found"; "a null parameter should be treated as … non-declared".
    for resource in ["services", "services/sanitation", "requests", "tokens/x", "requests/x"] {
        is_error(
            &bureau
                .open311(&format!("{resource}.xml?jurisdiction_id=elsewhere.gov"))
                .await,
            404,
            404,
        );
    }
    let plain = bureau.open311("services.json").await.json();
    for given in ["", "demo-bureau", "localhost"] {
        let answer = bureau.open311(&format!("services.json?jurisdiction_id={given}")).await;
        assert_eq!(answer.json(), plain, "{given}");
    }
    let requests = bureau
        .open311("requests.json?status=&service_code=&start_date=&end_date=")
        .await;
    assert_eq!(requests.json(), serde_json::json!([]));
}

#[tokio::test]
async fn get_service_list() {
    let bureau = Bureau::staffed().await;
    let services = bureau.open311("services.json").await.json();
    let services = services.as_array().unwrap();
    assert_eq!(services.len(), bureau.office.pack.kinds["request"].categories.len());
    for service in services {
        for field in ["service_code", "service_name", "description", "group"] {
            assert!(service[field].is_string(), "{field} in {service}");
        }
        assert!(service["metadata"].is_boolean());
        // "batch: A token will be returned immediately after the service request is submitted."
        assert_eq!(service["type"], "batch");
        assert!(service["keywords"].is_string() || service["keywords"].is_null());
    }
    let elements = elements(&bureau.open311("services.xml").await);
    let codes = elements
        .iter()
        .filter(|(path, _)| path == "services/service/service_code");
    let codes: Vec<&str> = codes.map(|(_, code)| code.as_str()).collect();
    let in_json: Vec<&str> = services.iter().map(|s| s["service_code"].as_str().unwrap()).collect();
    assert_eq!(codes, in_json);
}

#[tokio::test]
async fn get_service_definition() {
    let bureau = Bureau::staffed().await;
    let definition = bureau.open311("services/sanitation.json").await.json();
    assert_eq!(definition["service_code"], "sanitation");
    let attributes = definition["attributes"].as_array().unwrap();
    let mut orders = Vec::new();
    for attribute in attributes {
        assert!(attribute["variable"].is_boolean() && attribute["required"].is_boolean());
        assert!(attribute["code"].is_string() && attribute["description"].is_string());
        assert_eq!(attribute["datatype"], "singlevaluelist");
        orders.push(attribute["order"].as_i64().unwrap());
        for value in attribute["values"].as_array().unwrap() {
            assert!(value["key"].is_string() && value["name"].is_string());
        }
    }
    // "Any positive integer not used for other attributes in the same service_code."
    assert_eq!(orders, (1..=i64::try_from(orders.len()).unwrap()).collect::<Vec<_>>());
    let paths = paths(&bureau.open311("services/sanitation.xml").await);
    let value = "service_definition/attributes/attribute/values/value/key";
    assert!(paths.iter().any(|path| path == value), "{paths:?}");
    is_error(&bureau.open311("services/nothing.xml").await, 404, 404);
    is_error(&bureau.open311("services/nothing.json").await, 404, 404);
}

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
async fn get_service_request_id_from_a_token() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let (token, number) = bureau.taken(program.secret(), &[]).await;
    let found = elements(&bureau.open311(&format!("tokens/{token}.xml")).await);
    assert_eq!(
        found[2],
        ("service_requests/request/service_request_id".to_owned(), number)
    );
    assert_eq!(found[3], ("service_requests/request/token".to_owned(), token));
    // "404 - jurisdiction_id or token not found"
    is_error(&bureau.open311("tokens/12345.xml").await, 404, 404);
    is_error(&bureau.open311("tokens/12345.json").await, 404, 404);
}

#[tokio::test]
async fn get_service_requests_shows_what_was_published_and_nothing_else() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let contact = [("phone", "13900000000"), ("first_name", "Johanna")];
    let (_, one) = bureau.taken(program.secret(), &contact).await;
    let (_, two) = bureau.taken(program.secret(), &[]).await;
    assert_eq!(bureau.open311("requests.json").await.json(), serde_json::json!([]));
    is_error(&bureau.open311(&format!("requests/{one}.json")).await, 404, 404);

    bureau.publish(&one, "Rubbish <on> the pavement & road", false).await;
    let list = bureau.open311("requests.json").await;
    let requests = list.json();
    let request = &requests[0];
    assert_eq!(requests.as_array().unwrap().len(), 1);
    let fields: Vec<&str> = request.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = REQUEST.to_vec();
    expected.sort_unstable();
    let mut sorted = fields.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, expected);
    assert_eq!(request["service_request_id"], one.as_str());
    assert_eq!(request["status"], "open");
    assert_eq!(request["description"], "Rubbish <on> the pavement & road");
    assert!(
        request["lat"].is_null() && request["address"].is_null(),
        "the place was not published"
    );
    is_w3_date(&request["requested_datetime"]);
    is_w3_date(&request["updated_datetime"]);
    for hidden in ["Monday", "13900000000", "Johanna", "Elm Street"] {
        assert!(!list.text().contains(hidden), "{hidden}");
    }
    // JSON is a mapping of the XML: the same elements in the order of the specification.
    let xml = bureau.open311("requests.xml").await;
    let mut expected = vec!["service_requests".to_owned(), "service_requests/request".to_owned()];
    expected.extend(REQUEST.map(|name| format!("service_requests/request/{name}")));
    assert_eq!(paths(&xml), expected);
    assert!(xml.text().contains("Rubbish &lt;on&gt; the pavement &amp; road"));

    bureau.publish(&two, "Rubbish", true).await;
    let both = bureau
        .open311(&format!("requests.json?service_request_id={one},{two}"))
        .await
        .json();
    assert_eq!(both.as_array().unwrap().len(), 2);
    let shown = bureau.open311(&format!("requests/{two}.json")).await.json();
    assert_eq!(
        (shown[0]["lat"].as_f64(), shown[0]["long"].as_f64()),
        (Some(30.25), Some(120.15))
    );
    assert_eq!(shown[0]["address"], "Elm Street 12");

    // Taken back, it is gone at once.
    let mut clerk = bureau.signed_in("clerk").await;
    let page = format!("/cases/{two}");
    clerk
        .fill(&page, &format!("{page}/steps/unpublish"), &[("text", "A door")])
        .await;
    is_error(&bureau.open311(&format!("requests/{two}.xml")).await, 404, 404);
}

#[tokio::test]
async fn get_service_requests_filters_and_limits() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let (_, number) = bureau.taken(program.secret(), &[]).await;
    bureau.publish(&number, "Rubbish", false).await;
    let found = async |query: &str| {
        let answer = bureau.open311(&format!("requests.json?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
        answer.json().as_array().unwrap().len()
    };
    assert_eq!(found("service_code=sanitation").await, 1);
    assert_eq!(found("service_code=traffic,sanitation").await, 1);
    assert_eq!(found("service_code=traffic").await, 0);
    assert_eq!(found("status=open").await, 1);
    assert_eq!(found("status=closed").await, 0);
    assert_eq!(found("status=open,closed").await, 1);
    assert_eq!(
        found("start_date=2010-05-24T00:00:00Z&end_date=2010-06-24T00:00:00Z").await,
        0
    );
    let now = bureau.office.clock.now();
    let hour = jiff::SignedDuration::from_hours(1);
    let (from, to) = (now - hour, now + hour);
    assert_eq!(found(&format!("start_date={from}&end_date={to}")).await, 1);
    assert_eq!(found(&format!("start_date={to}")).await, 0);
    assert_eq!(found(&format!("end_date={from}")).await, 0);
    // "This overrides all other arguments."
    let all = format!("service_request_id={number}&status=closed&service_code=traffic&start_date=nonsense");
    assert_eq!(found(&all).await, 1);
    // "may not span more than 90 days"; "Must use w3 format"
    for wrong in [
        "start_date=2010-01-01T00:00:00Z&end_date=2010-12-01T00:00:00Z",
        "start_date=2010-06-24T00:00:00Z&end_date=2010-05-24T00:00:00Z",
        "start_date=yesterday",
        "end_date=2010-01-01",
        "status=pending",
    ] {
        for format in ["json", "xml"] {
            is_error(&bureau.open311(&format!("requests.{format}?{wrong}")).await, 400, 400);
        }
    }
    // An offset's plus may come unescaped.
    assert_eq!(
        found("start_date=2010-05-24T00:00:00+08:00&end_date=2010-06-24T00:00:00%2B08:00").await,
        0
    );
}

#[tokio::test]
async fn get_service_request_when_closed_says_when() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let (_, number) = bureau.taken(program.secret(), &[]).await;
    bureau.publish(&number, "Rubbish", false).await;
    let page = format!("/cases/{number}");
    let mut clerk = bureau.signed_in("clerk").await;
    clerk
        .fill(
            &page,
            &format!("{page}/steps/dispatch"),
            &[("unit", "urban"), ("text", "x")],
        )
        .await;
    let mut handler = bureau.signed_in("urban-handler").await;
    handler.fill(&page, &format!("{page}/steps/acknowledge"), &[]).await;
    let answer = [("text", "Taken away from Johanna's door"), ("outcome", "solved")];
    handler.fill(&page, &format!("{page}/steps/answer"), &answer).await;
    let closed = clerk.fill(&page, &format!("{page}/steps/close"), &[]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text());
    let shown = bureau.open311(&format!("requests/{number}.json")).await;
    let request = &shown.json()[0];
    assert_eq!(request["status"], "closed");
    // "For requests with status=closed, this will be the date the request was closed."
    let ended = bureau
        .office
        .store
        .story(&number)
        .await
        .unwrap()
        .unwrap()
        .case
        .ended_at
        .unwrap();
    let updated: jiff::Timestamp = request["updated_datetime"].as_str().unwrap().parse().unwrap();
    assert_eq!(updated.as_second(), ended.as_second());
    assert!(!shown.text().contains("Johanna"), "the answer is the requester's");
}

#[tokio::test]
async fn one_sender_does_not_bury_the_others() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let fields = [
        ("api_key", program.secret()),
        ("service_code", "other"),
        ("address_string", "x"),
    ];
    let mut last = bureau.send_request("json", &fields).await;
    for _ in 0..60 {
        last = bureau.send_request("json", &fields).await;
    }
    is_error(&last, 400, 429);
}
