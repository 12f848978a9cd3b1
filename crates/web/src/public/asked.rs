//! What of the public list is asked for.

use crate::fields::Fields;
use crate::guest::Guest;
use domain::AreaSlug;
use domain::pack::{FieldName, Pack, Visibility};
use store::{Cursor, PublicFilter};

/// The question of one request.
pub(super) struct Asked {
    pub(super) fields: Fields,
    pub(super) filter: PublicFilter,
    pub(super) after: Option<Cursor>,
}

impl Asked {
    pub(super) fn of(guest: &Guest) -> Self {
        let fields = guest.query();
        let area = fields.given("area").filter(|_| shows_areas(&guest.desk.office.pack));
        let filter = PublicFilter {
            category: fields.given("category").map(Into::into),
            area: area.map(AreaSlug::new),
            open: match fields.get("state") {
                "open" => Some(true),
                "ended" => Some(false),
                _ => None,
            },
            text: fields.given("q").map(str::to_owned),
        };
        let after = fields.given("after").map(|after| Cursor(after.to_owned()));
        Self { fields, filter, after }
    }

    /// The same question at another address.
    pub(super) fn at(&self, path: &str) -> String {
        address(path, &self.fields.query_without(&["after"]), None)
    }

    /// The page behind a key, at an address.
    pub(super) fn page(&self, path: &str, after: &Cursor) -> String {
        address(path, &self.fields.query_without(&["after"]), Some(after))
    }

    /// Whether `value` was chosen in the list `name`.
    pub(super) fn chosen(&self, name: &str, value: &str) -> bool {
        self.fields.get(name) == value
    }

    /// Less than everything is asked for.
    pub(super) fn is_narrowed(&self) -> bool {
        self.filter != PublicFilter::default()
    }
}

fn address(path: &str, query: &str, after: Option<&Cursor>) -> String {
    let after = after.map(|after| serde_urlencoded::to_string([("after", &after.0)]).unwrap_or_default());
    let parts: Vec<&str> = [Some(query), after.as_deref()]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", parts.join("&"))
    }
}

/// Whether everybody may know the area of a published case: where the pack calls that field public for every kind of which
/// something can be published.
pub(super) fn shows_areas(pack: &Pack) -> bool {
    let mut kinds = pack
        .kinds
        .values()
        .filter(|kind| kind.categories.iter().any(|category| category.public));
    !pack.areas.is_empty()
        && kinds.all(|kind| {
            let mut areas = kind.fields.iter().filter(|field| field.name == FieldName::Area);
            areas.all(|field| field.visibility == Visibility::Public)
        })
}

/// Where this program is asked, for addresses that are read elsewhere.
pub(super) fn base(guest: &Guest, headers: &axum::http::HeaderMap) -> String {
    let host = headers
        .get(axum::http::header::HOST)
        .and_then(|host| host.to_str().ok());
    let scheme = if guest.desk.options.https { "https" } else { "http" };
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}
