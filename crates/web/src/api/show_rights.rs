//! What the caller's post may do, and why: the policies' answers, as the desk's page gives them in words.

use super::caller::Caller;
use super::problems::Problems;
use crate::access::Right;
use crate::desk::list_rights;
use crate::fault::Fault;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// The rights of a post.
#[derive(Serialize, ToSchema)]
pub(crate) struct Rights {
    /// The post in which the caller acts: that of the watch, for somebody signed in on the desk who has one.
    post: String,
    rights: Vec<RightBody>,
}

/// A right.
#[derive(Serialize, ToSchema)]
#[schema(as = Right)]
struct RightBody {
    /// Its name in the policies.
    name: &'static str,
    /// What it is, in the caller's language.
    what: String,
    /// Whether the post has it; for one case, the case may narrow it.
    allowed: bool,
    /// The reason of the policy that says so; none where none speaks of it, and so nothing permits it.
    why: Option<String>,
    /// That policy, as an auditor finds it.
    policy: Option<String>,
}

/// `GET /api/v1/rights`
#[utoipa::path(
    get, path = "/api/v1/rights", operation_id = "showRights", tag = "body",
    summary = "What the caller's post may do, and why",
    responses((status = 200, body = Rights), Problems),
    security(("key" = [])),
)]
pub(crate) async fn show(caller: Caller) -> Result<Json<Rights>, Fault> {
    let visit = &caller.visit;
    let words = visit.words();
    let said = |right: Right| {
        let decided = visit.person.standing.may(right);
        RightBody {
            name: right.name(),
            what: words.text(list_rights::name(right)).to_owned(),
            allowed: decided.allowed,
            why: decided.why.map(|why| words.text(why).to_owned()),
            policy: decided.policy.map(str::to_owned),
        }
    };
    Ok(Json(Rights {
        post: visit.actor().post.as_ref().map(ToString::to_string).unwrap_or_default(),
        rights: Right::ALL.map(said).into(),
    }))
}
