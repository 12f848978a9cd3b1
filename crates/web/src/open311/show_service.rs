//! GET Service Definition: what can be said beside the description.

use super::answer::Node;
use super::asked::{Asked, Failed};
use crate::inputs;
use axum::response::Response;
use domain::pack::FieldName;
use std::iter;

/// Code of the attribute that says where, in the pack's areas.
pub(super) const AREA: &str = "area";
/// Code of the attribute that says which of the body's units or posts it complains about.
pub(super) const ABOUT: &str = "about";
/// What stands before a post's slug in its values.
pub(super) const POST: &str = "post:";

/// `GET /open311/v2/services/{service_code}.{format}`
pub(super) async fn show(asked: Asked) -> Response {
    asked.answer("service_definition", definition(&asked))
}

fn definition(asked: &Asked) -> Result<Node, Failed> {
    asked.check_jurisdiction(&asked.query)?;
    let category = asked.service(&asked.id)?;
    let attributes = attributes(asked)?;
    let attributes = (1..).zip(attributes).map(|(order, attribute)| {
        let values = attribute
            .values
            .into_iter()
            .map(|(key, name)| Node::Fields(vec![("key", Node::Text(key)), ("name", Node::Text(name))]));
        Node::Fields(vec![
            ("variable", Node::Flag(true)),
            ("code", Node::text(attribute.code)),
            ("datatype", Node::text("singlevaluelist")),
            ("required", Node::Flag(false)),
            (
                "datatype_description",
                Node::text(asked.guest.words().text("open311-choose")),
            ),
            ("order", Node::Whole(order)),
            ("description", Node::text(&attribute.description)),
            ("values", Node::List("value", values.collect())),
        ])
    });
    Ok(Node::Fields(vec![
        ("service_code", Node::text(category.slug.as_str())),
        ("attributes", Node::List("attribute", attributes.collect())),
    ]))
}

/// A question with the answers that it takes.
pub(super) struct Attribute {
    pub(super) code: &'static str,
    description: String,
    /// Key and name.
    pub(super) values: Vec<(String, String)>,
}

/// The same of every service.
pub(super) fn attributes(asked: &Asked) -> Result<Vec<Attribute>, Failed> {
    let (_, kind) = asked.rules()?;
    let (pack, locale) = (&asked.guest.desk.office.pack, asked.guest.locale);
    let owned = |(key, name): (&str, &str)| (key.to_owned(), name.to_owned());
    let mut attributes = Vec::new();
    let area = kind.fields.iter().find(|field| field.name == FieldName::Area);
    if let Some(area) = area.filter(|_| !pack.areas.is_empty()) {
        attributes.push(Attribute {
            code: AREA,
            description: area.label.get(locale).to_owned(),
            values: inputs::areas(pack, locale).into_iter().map(owned).collect(),
        });
    }
    let units = pack.units.iter().flat_map(|unit| {
        let name = unit.name.get(locale);
        let posts = inputs::posts_of(pack, locale, unit.slug.as_str()).into_iter();
        let posts = posts.map(move |(post, of_post)| (format!("{POST}{post}"), format!("{name} · {of_post}")));
        iter::once((unit.slug.to_string(), name.to_owned())).chain(posts)
    });
    attributes.push(Attribute {
        code: ABOUT,
        description: asked.guest.words().text("open311-about").to_owned(),
        values: units.collect(),
    });
    Ok(attributes)
}
