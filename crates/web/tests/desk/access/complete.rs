//! Every route has a row, and every row a route.

use super::rows::ROWS;
use crate::browser::Bureau;

/// Where routes are written down: the router, and each file whose routes it takes in with `.merge(`.
const SOURCES: [&str; 2] = [
    include_str!("../../../src/router.rs"),
    include_str!("../../../src/open311/mod.rs"),
];

/// Routes that the router has, by method, read from its source: it is the table of contents.
fn routes() -> Vec<(String, String)> {
    let taken_in = SOURCES[0].matches(".merge(").count();
    // The API's actions describe themselves.
    assert_eq!(taken_in, SOURCES.len(), "a file of routes is not among SOURCES");
    let source = SOURCES.concat();
    let mut routes = Vec::new();
    for rest in source.split(".route(\"").skip(1) {
        let (path, rest) = rest.split_once('"').unwrap();
        let line = rest.lines().next().unwrap();
        let before = routes.len();
        for (method, call) in [("GET", "get("), ("POST", "post(")] {
            if line.contains(call) {
                routes.push((method.to_owned(), path.to_owned()));
            }
        }
        assert!(
            routes.len() > before,
            "{path}: the method stands in the line of the route"
        );
    }
    routes
}

/// The actions of `/api/v1`, by method, as their own description has them.
async fn actions() -> Vec<(String, String)> {
    const DOCUMENT: &str = "/api/v1/openapi.json";
    let bureau = Bureau::staffed().await;
    let document: serde_json::Value = serde_json::from_str(bureau.browser().get(DOCUMENT).await.text()).unwrap();
    let mut actions = vec![("GET".to_owned(), DOCUMENT.to_owned())];
    for (path, methods) in document["paths"].as_object().unwrap() {
        let methods = methods.as_object().unwrap().keys();
        actions.extend(methods.map(|method| (method.to_uppercase(), path.clone())));
    }
    actions
}

#[tokio::test]
async fn every_route_has_a_row_and_every_row_a_route() {
    let mut routes = routes();
    routes.extend(actions().await);
    assert!(routes.len() > 70);
    let rows: Vec<(String, String)> = ROWS
        .iter()
        .map(|row| (row.method.to_owned(), row.path.to_owned()))
        .collect();
    let without_row: Vec<_> = routes.iter().filter(|route| !rows.contains(route)).collect();
    assert!(
        without_row.is_empty(),
        "routes without a row in rows.rs: {without_row:?}"
    );
    let without_route: Vec<_> = rows.iter().filter(|row| !routes.contains(row)).collect();
    assert!(without_route.is_empty(), "rows without a route: {without_route:?}");
    assert_eq!(routes.len(), rows.len());
}
