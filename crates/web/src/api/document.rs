//! What stands around the actions in the description.

use super::bodies::Problem;
use super::take_step;
use utoipa::PartialSchema as _;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContactBuilder, InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Required, ServerBuilder,
};

/// Name of the way in, as actions say it.
const KEY: &str = "key";

/// The description before the actions.
pub(super) fn begin() -> OpenApi {
    let words = "What the desk does, for programs. A key belongs to a post and has its rights, narrowed by scopes. \
                 Send an Idempotency-Key with every POST: a repeat answers as the first did and changes nothing. \
                 Lists are paged by a cursor; errors are application/problem+json.";
    let info = InfoBuilder::new()
        .title("Huying")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(words))
        .contact(Some(ContactBuilder::new().build()))
        .build();
    let mut http = Http::new(HttpAuthScheme::Bearer);
    http.description = Some("A key made by the administrator.".to_owned());
    let components = ComponentsBuilder::new()
        .security_scheme(KEY, SecurityScheme::Http(http))
        .schema("Problem", Problem::schema())
        .build();
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .components(Some(components))
        .build()
}

/// The description with the actions, as text.
pub(super) fn end(mut document: OpenApi) -> String {
    let actions = document.paths.paths.values_mut().filter_map(|path| path.post.as_mut());
    for body in actions.filter_map(|action| action.request_body.as_mut()) {
        if let RefOr::T(body) = body {
            // A file has no schema, and is wanted all the same.
            body.required = Some(Required::True);
        }
    }
    // The steps as they are taken, so that neither can say what the other does not.
    let parameters = document.paths.paths.values_mut().filter_map(|path| path.post.as_mut());
    let parameters = parameters.filter_map(|action| action.parameters.as_mut()).flatten();
    for parameter in parameters {
        if let RefOr::T(step) = parameter
            && step.name == "step"
        {
            let before = step.description.take().unwrap_or_default();
            step.description = Some(format!("{before} Known: {}.", take_step::names()));
        }
    }
    serde_json::to_string(&document).expect("a description is always JSON")
}
