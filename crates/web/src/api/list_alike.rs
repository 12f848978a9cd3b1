//! Cases that may be about the same as one, with what speaks for it.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::alike::Sign;
use office::{Said, alike};
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
}

/// A case that may be about the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlikeCase {
    number: String,
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
    let found = alike(&visit.desk.office, visit.viewer(), &said, MOST).await?;
    let seen = found.into_iter().filter(|alike| visit.sees(&alike.case));
    let proposed = seen.map(|alike| {
        let mut proposed = AlikeCase {
            number: alike.case.number,
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
    });
    Ok(Json(AlikeCases {
        alike: proposed.collect(),
        number,
    }))
}
