//! GET Service List: what can be asked for.

use super::answer::Node;
use super::asked::{Asked, Failed};
use axum::response::Response;

/// `GET /open311/v2/services.{format}`
pub(super) async fn list(asked: Asked) -> Response {
    asked.answer("services", services(&asked))
}

fn services(asked: &Asked) -> Result<Node, Failed> {
    asked.check_jurisdiction(&asked.query)?;
    let (_, kind) = asked.rules()?;
    let locale = asked.guest.locale;
    let services = kind.categories.iter().map(|category| {
        let name = category.name.get(locale);
        Node::Fields(vec![
            ("service_code", Node::text(category.slug.as_str())),
            ("service_name", Node::text(name)),
            ("description", Node::text(name)),
            // A complaint about one of the body's units is never handed to it: whom it is about can always be said.
            ("metadata", Node::Flag(true)),
            // A token comes back, under which the sender alone follows the request.
            ("type", Node::text("batch")),
            ("keywords", Node::text(&category.aliases.join(", "))),
            ("group", Node::text(kind.name.get(locale))),
        ])
    });
    Ok(Node::List("service", services.collect()))
}
