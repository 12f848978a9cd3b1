//! Each answer of Open311 is what the schemas say: in JSON those that are published (`docs/open311/`), in XML the grammar in
//! `tests/fixtures/georeport-v2.rng`, by libxml2's `xmllint`, which `./test` installs. They are written from the text of `GeoReport` v2,
//! and take nothing that is not in it.

use crate::browser::Answer;
use axum::http::StatusCode;
use boon::{Compiler, Schemas};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

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

/// Looks at an answer.
pub(crate) fn check(answer: &Answer, path: &str, sent: bool) {
    let name = if answer.status == StatusCode::OK {
        schema_of(path, sent)
    } else {
        "errors"
    };
    let found = if answer.header("content-type").starts_with("application/json") {
        valid(name, &answer.json())
    } else {
        assert_eq!(answer.header("content-type"), "text/xml; charset=utf-8", "{path}");
        valid_xml(name, answer.text()).unwrap_or(Ok(()))
    };
    assert!(found.is_ok(), "{path} is not what {name} says: {}", found.unwrap_err());
}

/// The grammar, which takes the answers of all resources.
const GRAMMAR: &str = include_str!("../fixtures/georeport-v2.rng");

/// `./test` installs every program that tests ask, and says so; CI too. Elsewhere a test that misses one says it and goes on.
fn say_missing(what: &str) {
    let said = ["CI", "HUYING_ALL_TOOLS"].map(|name| std::env::var_os(name).is_some());
    assert!(!said.contains(&true), "{what}, and here it has to be there");
    eprintln!("{what}");
}

/// Whether a document is what the grammar says of one resource; none where there is no `xmllint`, which is said.
fn valid_xml(name: &str, text: &str) -> Option<Result<(), String>> {
    let (before, rest) = GRAMMAR.split_once("<start>").unwrap();
    let (_, after) = rest.split_once("</start>").unwrap();
    // As in JSON: what is answered to a request that was sent.
    let name = if name == "request" { "sent" } else { name };
    let mut grammar = tempfile::NamedTempFile::new().unwrap();
    write!(grammar, "{before}<start><ref name=\"{name}\"/></start>{after}").unwrap();
    let child = Command::new("xmllint")
        .args(["--noout", "--nonet", "--relaxng"])
        .args([grammar.path().as_os_str(), "-".as_ref()])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        say_missing("no xmllint here (libxml2-utils): the grammar is not asked");
        return None;
    };
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(output.status.success().then_some(()).ok_or(said))
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

#[test]
fn the_grammar_takes_each_answer_where_it_belongs_and_no_other() {
    let error = "<errors><error><code>404</code><description>There is none.</description></error></errors>";
    let sent = "<service_requests><request><token>x</token><service_notice/><account_id/></request></service_requests>";
    let token = "<service_requests><request><service_request_id>1</service_request_id><token>x</token></request></service_requests>";
    for (name, text, good) in [
        ("errors", error, true),
        ("requests", error, false),
        ("errors", "<errors/>", false),
        ("errors", &error.replace("404", "0"), false),
        ("errors", &error.replace("There is none.", " "), false),
        ("request", sent, true),
        ("requests", sent, false),
        ("token", sent, false),
        ("token", token, true),
        ("request", token, false),
        ("requests", "<service_requests/>", true),
        ("services", "<services/>", true),
        ("services", "<services xmlns=\"x\"/>", false),
        ("services", "<services><service/></services>", false),
        ("services", "<services>", false),
    ] {
        let found = valid_xml(name, text);
        assert!(found.is_none_or(|found| found.is_ok() == good), "{name}: {text}");
    }
}
