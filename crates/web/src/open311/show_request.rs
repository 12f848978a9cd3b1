//! GET Service Request: one that was published.

use super::answer::{Node, Wrong};
use super::asked::{Asked, Failed};
use super::list_requests::shown;
use axum::response::Response;
use store::Published;

/// `GET /open311/v2/requests/{service_request_id}.{format}`
pub(super) async fn show(asked: Asked) -> Response {
    let done = request(&asked).await;
    asked.answer("service_requests", done)
}

async fn request(asked: &Asked) -> Result<Node, Failed> {
    asked.check_jurisdiction(&asked.query)?;
    let (_, kind) = asked.rules()?;
    let published = Published {
        kind: kind.slug.clone(),
        categories: Vec::new(),
        numbers: vec![asked.id.clone()],
        from: None,
        to: None,
        open: None,
    };
    match shown(asked, &published).await? {
        // One that is not published looks like one that is not there.
        Node::List(_, requests) if requests.is_empty() => {
            Err(Wrong::not_found(asked.guest.words().text("open311-request-not-found")).into())
        }
        found => Ok(found),
    }
}
