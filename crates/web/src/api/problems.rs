//! What can go wrong, as the description says it: the same for every action.

use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

/// Stands in the description of every action.
pub(super) struct Problems;

const PROBLEMS: [(&str, &str); 12] = [
    ("400", "It can't be read: broken JSON, a cursor or header that is none."),
    ("401", "No key, or one that is not known or was revoked."),
    ("403", "The key's post or scopes do not allow it."),
    ("404", "It is not there, or does not exist for the key's post."),
    ("405", "There is no such method."),
    ("408", "The body came in too slowly."),
    ("413", "The body is too large."),
    ("415", "The body is not of the kind that is asked for."),
    ("422", "The rules refuse it; `detail` says what to do next."),
    ("429", "Too many."),
    ("500", "A failure of the program."),
    ("503", "Not now: try again."),
];

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let of = |(status, words): (&str, &str)| {
            let content = ContentBuilder::new()
                .schema(Some(Ref::from_schema_name("Problem")))
                .build();
            let response = ResponseBuilder::new()
                .description(words)
                .content("application/problem+json", content)
                .build();
            (status.to_owned(), RefOr::T(response))
        };
        PROBLEMS.into_iter().map(of).collect()
    }
}
