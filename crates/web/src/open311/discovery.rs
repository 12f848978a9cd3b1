//! Service Discovery: where this endpoint is and what it speaks.

use super::answer::Node;
use super::asked::Asked;
use axum::response::Response;

/// When the endpoint last changed in what clients see of it.
const CHANGESET: &str = "2026-11-26T00:00:00Z";

/// `GET /open311/v2/discovery.{format}`
pub(super) async fn show(asked: Asked) -> Response {
    let formats = ["text/xml", "application/json"].map(|format| Node::Text(format.to_owned()));
    let endpoint = Node::Fields(vec![
        ("specification", Node::text("http://wiki.open311.org/GeoReport_v2")),
        ("url", Node::Text(format!("{}/open311/v2", asked.base()))),
        ("changeset", Node::text(CHANGESET)),
        ("type", Node::text("production")),
        ("formats", Node::List("format", formats.to_vec())),
    ]);
    let words = asked.guest.words();
    let body = asked.guest.desk.office.pack.body.get(asked.guest.locale);
    let discovery = Node::Fields(vec![
        ("changeset", Node::text(CHANGESET)),
        ("contact", Node::text(body)),
        ("key_service", Node::text(words.text("open311-key-service"))),
        ("endpoints", Node::List("endpoint", vec![endpoint])),
    ]);
    asked.answer("discovery", Ok(discovery))
}
