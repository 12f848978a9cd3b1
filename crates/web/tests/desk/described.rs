//! An answer held against the description: it is what its schema says, and nothing stands in it that the schema does not name.

use crate::browser::Bureau;
use boon::{Compiler, Schemas};
use serde_json::Value;

/// Looks at an answer that is said to be of the schema with that name.
pub(crate) async fn check(bureau: &Bureau, name: &str, answer: &Value) {
    let description = bureau.browser().get("/api/v1/openapi.json").await.json();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler
        .add_resource("https://desk.example.org/openapi.json", description.clone())
        .unwrap();
    let at = format!("https://desk.example.org/openapi.json#/components/schemas/{name}");
    let schema = compiler.compile(&at, &mut schemas).unwrap();
    if let Err(why) = schemas.validate(answer, schema) {
        panic!("it is no {name}: {why:#}");
    }
    let mut unnamed = Vec::new();
    let schema = &description["components"]["schemas"][name];
    names(&description, &[schema], answer, name, &mut unnamed);
    assert!(unnamed.is_empty(), "{name} does not name {unnamed:?}");
}

/// The schemas that together describe what is described by these.
fn all<'a>(description: &'a Value, schemas: &[&'a Value]) -> Vec<&'a Value> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = schemas.to_vec();
    while let Some(schema) = open.pop() {
        if let Some(path) = schema["$ref"].as_str() {
            open.push(description.pointer(path.trim_start_matches('#')).unwrap());
        }
        for several in ["allOf", "oneOf", "anyOf"] {
            open.extend(schema[several].as_array().into_iter().flatten());
        }
        found.push(schema);
    }
    found
}

/// Gathers what stands in an answer and in none of its schemas. One that names nothing at all takes anything.
fn names(description: &Value, schemas: &[&Value], value: &Value, at: &str, unnamed: &mut Vec<String>) {
    let schemas = all(description, schemas);
    match value {
        Value::Object(fields) => {
            let named: Vec<_> = schemas
                .iter()
                .filter_map(|schema| schema["properties"].as_object())
                .collect();
            if named.is_empty() {
                return;
            }
            for (field, value) in fields {
                let at = format!("{at}.{field}");
                let of_field: Vec<&Value> = named.iter().filter_map(|named| named.get(field)).collect();
                if of_field.is_empty() {
                    unnamed.push(at);
                } else {
                    names(description, &of_field, value, &at, unnamed);
                }
            }
        }
        Value::Array(items) => {
            let of_item: Vec<&Value> = schemas.iter().filter_map(|schema| schema.get("items")).collect();
            for item in items {
                names(description, &of_item, item, &format!("{at}[]"), unnamed);
            }
        }
        _ => {}
    }
}
