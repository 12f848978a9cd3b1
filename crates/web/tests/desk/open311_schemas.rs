//! Each answer of Open311 in JSON is what the published schemas say (`docs/open311/`). They are written from `GeoReport` v2, and
//! take nothing that is not in it.

use crate::browser::Answer;
use axum::http::StatusCode;
use boon::{Compiler, Schemas};
use serde_json::{Value, json};

macro_rules! schemas {
    ($($name:literal),*) => {
        [$(($name, include_str!(concat!("../../../../docs/open311/", $name, ".schema.json")))),*]
    };
}

const SCHEMAS: [(&str, &str); 7] = schemas!(
    "discovery",
    "services",
    "service_definition",
    "requests",
    "request",
    "token",
    "errors"
);

/// The schema of what is answered at an address below `/open311/v2/`.
fn schema_of(path: &str, sent: bool) -> &'static str {
    let resource = path.split(['.', '?']).next().unwrap();
    match resource.split_once('/') {
        None if resource == "discovery" => "discovery",
        None if resource == "services" => "services",
        None if sent => "request",
        Some(("services", _)) => "service_definition",
        Some(("tokens", _)) => "token",
        _ => "requests",
    }
}

/// Looks at an answer; what is XML has the same tree, which the tests beside this file go through.
pub(crate) fn check(answer: &Answer, path: &str, sent: bool) {
    if !answer.header("content-type").starts_with("application/json") {
        return;
    }
    let name = if answer.status == StatusCode::OK {
        schema_of(path, sent)
    } else {
        "errors"
    };
    let found = valid(name, &answer.json());
    assert!(found.is_ok(), "{path} is not what {name} says: {}", found.unwrap_err());
}

/// Whether it is what a schema says; the schema itself is held against JSON Schema's own.
fn valid(name: &str, answer: &Value) -> Result<(), String> {
    let (_, text) = SCHEMAS.iter().find(|(known, _)| *known == name).unwrap();
    let at = format!("https://schemas.example/{name}.schema.json");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource(&at, serde_json::from_str(text).unwrap()).unwrap();
    let schema = compiler.compile(&at, &mut schemas).unwrap();
    schemas.validate(answer, schema).map_err(|error| format!("{error:#}"))
}

#[test]
fn the_schemas_are_schemas_and_take_no_other_answer() {
    for (name, _) in SCHEMAS {
        assert!(valid(name, &json!({ "anything": 1 })).is_err(), "{name}");
    }
    let request = json!([{ "token": "x", "service_notice": null, "account_id": null }]);
    assert_eq!(valid("request", &request), Ok(()));
    let both = json!([{ "token": "x", "service_request_id": "1", "service_notice": null, "account_id": null }]);
    assert!(valid("request", &both).is_err(), "one of them");
    assert!(valid("errors", &json!([])).is_err(), "errors say what is wrong");
}
