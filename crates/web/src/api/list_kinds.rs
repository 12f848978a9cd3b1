//! Kinds of case with their categories, statuses and fields.

use super::caller::{Caller, Scope};
use super::list_units::Named;
use super::problems::Problems;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use domain::pack::{FieldName, Kind, Visibility};
use serde::Serialize;
use utoipa::ToSchema;

/// All kinds.
#[derive(Serialize, ToSchema)]
pub(crate) struct Kinds {
    /// Id and version of the pack.
    pack: String,
    kinds: Vec<KindView>,
}

/// A kind.
#[derive(Serialize, ToSchema)]
#[schema(as = Kind)]
pub(crate) struct KindView {
    slug: String,
    name: Named,
    categories: Vec<CategoryView>,
    statuses: Vec<StatusView>,
    fields: Vec<FieldView>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Category)]
pub(crate) struct CategoryView {
    slug: String,
    name: Named,
    /// Its cases may be published, each after review.
    public: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Status)]
pub(crate) struct StatusView {
    slug: String,
    name: Named,
    /// The case has ended there.
    ended: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Field)]
pub(crate) struct FieldView {
    #[schema(value_type = String)]
    name: FieldName,
    label: Named,
    /// `public`, `internal` or `sealed`.
    #[schema(value_type = String)]
    visibility: Visibility,
    required: bool,
    /// Longest text, in characters.
    max_chars: u32,
}

/// `GET /api/v1/kinds`
#[utoipa::path(
    get, path = "/api/v1/kinds", operation_id = "listKinds", tag = "body",
    summary = "Kinds of case",
    responses((status = 200, body = Kinds), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Kinds>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeUnits)?;
    let pack = &caller.visit.desk.office.pack;
    Ok(Json(Kinds {
        pack: format!("{}@{}", pack.id, pack.version),
        kinds: pack.kinds.values().map(view).collect(),
    }))
}

fn view(kind: &Kind) -> KindView {
    let categories = kind.categories.iter().map(|category| CategoryView {
        slug: category.slug.to_string(),
        name: (&category.name).into(),
        public: category.public,
    });
    let statuses = kind.statuses.iter().map(|status| StatusView {
        slug: status.slug.to_string(),
        name: (&status.name).into(),
        ended: status.ended,
    });
    let fields = kind.fields.iter().map(|field| FieldView {
        name: field.name,
        label: (&field.label).into(),
        visibility: field.visibility,
        required: field.required,
        max_chars: field.max_chars,
    });
    KindView {
        slug: kind.slug.to_string(),
        name: (&kind.name).into(),
        categories: categories.collect(),
        statuses: statuses.collect(),
        fields: fields.collect(),
    }
}
