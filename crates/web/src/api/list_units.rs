//! The body's units, posts and areas.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use domain::Text;
use serde::Serialize;
use utoipa::ToSchema;

/// A name in both languages.
#[derive(Serialize, ToSchema)]
#[schema(as = Text)]
pub(crate) struct Named {
    zh: String,
    en: String,
}

impl From<&Text> for Named {
    fn from(text: &Text) -> Self {
        Self {
            zh: text.zh.clone(),
            en: text.en.clone(),
        }
    }
}

/// The body.
#[derive(Serialize, ToSchema)]
pub(crate) struct Body {
    name: Named,
    units: Vec<Unit>,
    areas: Vec<Area>,
}

/// A unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct Unit {
    slug: String,
    name: Named,
    /// The unit above it.
    parent: Option<String>,
    /// The post of its responsible leader.
    leader: String,
    /// Whether a daily report is expected of it.
    reports_daily: bool,
    /// Areas that it serves: an operating level for one of them binds it.
    serves: Vec<String>,
    posts: Vec<Post>,
}

/// A post.
#[derive(Serialize, ToSchema)]
pub(crate) struct Post {
    slug: String,
    name: Named,
    /// In what capacity its holder acts.
    #[schema(value_type = String)]
    role: domain::case::Role,
}

/// An area.
#[derive(Serialize, ToSchema)]
pub(crate) struct Area {
    slug: String,
    name: Named,
}

/// `GET /api/v1/units`
#[utoipa::path(
    get, path = "/api/v1/units", operation_id = "listUnits", tag = "body",
    summary = "Units, posts and areas",
    responses((status = 200, body = Body), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Body>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeUnits)?;
    let pack = &caller.visit.desk.office.pack;
    let units = pack.units.iter().map(|unit| Unit {
        slug: unit.slug.to_string(),
        name: (&unit.name).into(),
        parent: unit.parent.as_ref().map(ToString::to_string),
        leader: unit.leader.to_string(),
        reports_daily: unit.reports_daily,
        serves: unit.serves.iter().map(ToString::to_string).collect(),
        posts: pack
            .posts
            .iter()
            .filter(|post| post.unit == unit.slug)
            .map(|post| Post {
                slug: post.slug.to_string(),
                name: (&post.name).into(),
                role: post.role,
            })
            .collect(),
    });
    let areas = pack.areas.iter().map(|area| Area {
        slug: area.slug.to_string(),
        name: (&area.name).into(),
    });
    Ok(Json(Body {
        name: (&pack.body).into(),
        units: units.collect(),
        areas: areas.collect(),
    }))
}
