//! Conformance with Open311 `GeoReport` v2 (<https://wiki.open311.org/GeoReport_v2/>), clause by clause: each test is named for
//! a section of the specification, and quotes what it holds the answers to.

use crate::browser::{Answer, Bureau};
use crate::open311_schemas;
use axum::http::StatusCode;
use domain::case::{Actor, Command, Role};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

const BASE: &str = "/open311/v2";

impl Bureau {
    pub(crate) async fn open311(&self, path: &str) -> Answer {
        let answer = self.browser().get(&format!("{BASE}/{path}")).await;
        open311_schemas::check(&answer, path, false);
        if path.contains(".json") {
            // What is asked for in JSON is looked at in XML too.
            let twin = path.replacen(".json", ".xml", 1);
            let xml = self.browser().get(&format!("{BASE}/{twin}")).await;
            assert_eq!(xml.status, answer.status, "{twin}");
            open311_schemas::check(&xml, &twin, false);
        }
        answer
    }

    pub(crate) async fn send_request(&self, format: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.browser().post(&format!("{BASE}/requests.{format}"), fields).await;
        open311_schemas::check(&answer, "requests", true);
        answer
    }

    /// Sends one that is taken; answers its token and its number.
    pub(crate) async fn taken(&self, key: &str, more: &[(&str, &str)]) -> (String, String) {
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

    /// By when everybody reads that it is answered.
    async fn expected(&self, number: &str) -> Value {
        let shown = self.open311(&format!("requests/{number}.json")).await;
        shown.json()[0]["expected_datetime"].clone()
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

pub(crate) fn paths(answer: &Answer) -> Vec<String> {
    elements(answer).into_iter().map(|(path, _)| path).collect()
}

/// Errors: "code", "description" in an array, in both formats, with the HTTP status.
pub(crate) fn is_error(answer: &Answer, status: u16, code: u16) {
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
    for format in ["json", "xml"] {
        let answer = bureau.browser().post(&format!("{BASE}/services.{format}"), &[]).await;
        open311_schemas::check(&answer, "services", false);
        is_error(&answer, 400, 405);
    }
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
    // What happens within the office later is not told, not even that it did.
    let case = bureau.office.store.story(&one).await.unwrap().unwrap().case.clone();
    let leader = Actor {
        role: Role::Leader,
        post: Some("deputy-head".into()),
        unit: Some("office".into()),
        account: None,
    };
    let comment = Command::Comment {
        text: "Within the office".to_owned(),
    };
    let later = case.changed_at + jiff::SignedDuration::from_hours(1);
    office::act(&bureau.office, case.id, &comment, &leader, later, None)
        .await
        .unwrap();
    assert_eq!(
        bureau.open311("requests.json").await.json()[0]["updated_datetime"],
        request["updated_datetime"]
    );
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
    let before = bureau.expected(&number).await;
    is_w3_date(&before);
    clerk
        .fill(
            &page,
            &format!("{page}/steps/dispatch"),
            &[("unit", "urban"), ("text", "x")],
        )
        .await;
    let after = bureau.expected(&number).await;
    assert_eq!(after, before, "the unit's own clock is the office's to know");
    let mut handler = bureau.signed_in("urban-handler").await;
    handler.fill(&page, &format!("{page}/steps/take-over"), &[]).await;
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
async fn what_is_expected_is_the_answer_and_nothing_before_it() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("clerk", &["open311"]).await;
    let (_, number) = bureau.taken(program.secret(), &[]).await;
    bureau.publish(&number, "Rubbish", false).await;
    let page = format!("/cases/{number}");
    let mut clerk = bureau.signed_in("clerk").await;
    let before = bureau.expected(&number).await;
    is_w3_date(&before);
    let waits = [("clock", "handling"), ("text", "x")];
    let paused = clerk.fill(&page, &format!("{page}/steps/pause"), &waits).await;
    assert_eq!(paused.status, StatusCode::SEE_OTHER, "{}", paused.text());
    // The clock of acceptance runs on, and would end with the dispatch.
    assert_eq!(bureau.expected(&number).await, Value::Null);
    let to_urban = [("unit", "urban"), ("text", "x")];
    let sent = clerk.fill(&page, &format!("{page}/steps/dispatch"), &to_urban).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert_eq!(bureau.expected(&number).await, Value::Null);
    let handling = [("clock", "handling")];
    clerk.fill(&page, &format!("{page}/steps/resume"), &handling).await;
    is_w3_date(&bureau.expected(&number).await);
}
