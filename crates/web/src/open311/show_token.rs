//! GET `service_request_id` from a token: for whoever sent the request.

use super::answer::{Node, Wrong};
use super::asked::{Asked, Failed};
use crate::secrets;
use axum::response::Response;

/// `GET /open311/v2/tokens/{token}.{format}`
pub(super) async fn show(asked: Asked) -> Response {
    let done = request(&asked).await;
    asked.answer("service_requests", done)
}

async fn request(asked: &Asked) -> Result<Node, Failed> {
    asked.check_jurisdiction(&asked.query)?;
    let not_found = || Wrong::not_found(asked.guest.words().text("open311-token-not-found"));
    let store = &asked.guest.desk.office.store;
    let case = store.linked_case(&secrets::sha256(&asked.id)).await?;
    let case = store.case(case.ok_or_else(not_found)?).await?.ok_or_else(not_found)?;
    let request = Node::Fields(vec![
        ("service_request_id", Node::text(&case.number)),
        ("token", Node::text(&asked.id)),
    ]);
    Ok(Node::List("request", vec![request]))
}
