//! Cases that may be about the same as one, or belong together with it, with what speaks for it.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::{related, show_case};
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::alike::Sign;
use office::{Alike, Said, proposals};
use serde::Serialize;
use utoipa::ToSchema;

/// The most that are proposed.
const MOST: usize = 10;

/// Proposals: what they are, a person says.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlikeCases {
    /// The case's number.
    number: String,
    /// The likeliest first.
    alike: Vec<AlikeCase>,
    /// Cases of other kinds that may belong together with it, the likeliest first.
    related: Vec<AlikeCase>,
}

/// A case that may be about the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlikeCase {
    number: String,
    kind: String,
    title: String,
    status: String,
    /// From 0 to 1; of the two cases, never of a person.
    likeness: f64,
    /// Metres apart, where they are near.
    metres: Option<u32>,
    /// Days apart, where they are near in time.
    days: Option<u32>,
    same_category: bool,
    /// Words that the addresses have in common.
    address: Vec<String>,
    /// Words that both say.
    words: Vec<String>,
}

/// `GET /api/v1/cases/{number}/alike`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/alike", operation_id = "listAlike", tag = "cases",
    summary = "Cases that may be about the same",
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, body = AlikeCases), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(Path(number): Path<String>, caller: Caller) -> Result<Json<AlikeCases>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let visit = &caller.visit;
    let story = show_case::find(visit, &number).await?;
    let said = Said::of(&story.case);
    let case = &story.case;
    let found = proposals(&visit.desk.office, visit.viewer(), &said, MOST).await?;
    let is_new = |alike: &Alike| case.related.iter().all(|known| known.case != alike.case.id);
    let same = found.same.into_iter();
    let same = same.filter(|alike| visit.sees(&alike.case) && is_new(alike));
    let other = found.other.into_iter();
    let other = other.filter(|alike| related::can_be(visit, case, &alike.case) && is_new(alike));
    Ok(Json(AlikeCases {
        alike: same.map(proposed).collect(),
        related: other.map(proposed).collect(),
        number,
    }))
}

fn proposed(alike: Alike) -> AlikeCase {
    let mut proposed = AlikeCase {
        number: alike.case.number,
        kind: alike.case.kind.to_string(),
        title: alike.case.title,
        status: alike.case.status.to_string(),
        likeness: alike.likeness.score,
        metres: None,
        days: None,
        same_category: false,
        address: Vec::new(),
        words: Vec::new(),
    };
    for sign in alike.likeness.signs {
        match sign {
            Sign::Near(metres) => proposed.metres = Some(metres),
            Sign::Days(days) => proposed.days = Some(days),
            Sign::Category => proposed.same_category = true,
            Sign::Address(words) => proposed.address = words,
            Sign::Words(words) => proposed.words = words,
        }
    }
    proposed
}
