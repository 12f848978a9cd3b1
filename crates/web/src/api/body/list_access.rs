//! The access record: who opened what, when and why. Found by day, post, unit, kind of opening and case, never by a person. And who said
//! of which accounts that they are one person's.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::list_cases::{cursor, read_cursor};
use crate::api::open_sealed::Why;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::desk::list_access;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use domain::case::{Case, Opening, Reason, Role};
use domain::pack::FieldName;
use domain::{PostSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{AccessFilter, AccessLine, PersonAct, PersonLine};
use utoipa::{IntoParams, ToSchema};

/// Lines of a page.
const PAGE: u32 = 50;

/// Which lines.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// On this day or after it.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// On this day or before it.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// By somebody of this unit.
    unit: Option<String>,
    /// By this post.
    post: Option<String>,
    /// `sealed`, `evidence`, `dossier`, `export`, `attended`; `accounts` is no opening and stands beside them.
    what: Option<String>,
    /// Of the case of this number.
    number: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A page.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessPage {
    /// The newest first.
    openings: Vec<OpeningLine>,
    /// What was said of which accounts are one person's, and which rows to mend of an import were saved (with `export` too), on the
    /// first page: the newest.
    accounts: Vec<AccountsLine>,
    /// What the next page is asked for with; none on the last.
    next: Option<String>,
}

/// Something was opened. Posts answer, not persons.
#[derive(Serialize, ToSchema)]
#[schema(as = Opening)]
pub(crate) struct OpeningLine {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    #[schema(value_type = String)]
    role: Role,
    post: Option<String>,
    unit: Option<String>,
    /// `sealed`, `evidence`, `dossier`, `export`, `attended`.
    what: &'static str,
    /// It tells of who reported, where that is hidden: what it was is not said then.
    of_source: bool,
    /// Sealed fields that were opened.
    #[schema(value_type = Vec<String>)]
    fields: Vec<FieldName>,
    /// Name of the file that was opened.
    file: Option<String>,
    /// The case's number.
    number: String,
    /// One of the pack's reasons.
    reason: Option<String>,
    /// Words of their own; empty where there are none, and where they were erased.
    written: String,
}

/// Something was said of accounts.
#[derive(Serialize, ToSchema)]
#[schema(as = SaidOfAccounts)]
pub(crate) struct AccountsLine {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    #[schema(value_type = String)]
    role: Role,
    post: Option<String>,
    unit: Option<String>,
    /// `linked`: they are one person's; `parted`: the first of them is not; `rows_saved`: the rows to mend of `import` were saved.
    what: &'static str,
    /// The names under which they sign in.
    users: Vec<String>,
    /// The import's id.
    import: Option<String>,
    /// Words, or one of the pack's reasons.
    reason: String,
}

/// `GET /api/v1/access-record`
#[utoipa::path(
    get, path = "/api/v1/access-record", operation_id = "listAccess", tag = "body",
    summary = "Who opened what, when and why",
    params(Asked),
    responses((status = 200, body = AccessPage), Problems),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn list(
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<AccessPage>, Fault> {
    caller.may(Scope::BodyRead, Right::ReadAccessRecord)?;
    let Query(asked) = asked.map_err(|_| Fault::Unreadable)?;
    let visit = &caller.visit;
    let after = asked.after.as_deref().filter(|after| !after.is_empty());
    let after = after.map(read_cursor).transpose()?;
    let filter = filter(visit, asked);
    let store = &visit.desk.office.store;
    let page = store
        .access_record(visit.viewer(), &filter, after.as_ref(), PAGE)
        .await?;
    let cases = list_access::cases_of(visit, &page.rows).await?;
    let accounts = if after.is_none() {
        list_access::said_of_accounts(visit, &filter, PAGE).await?
    } else {
        Vec::new()
    };
    let openings = page.rows.into_iter().map(|line| {
        let case = cases.get(&line.case);
        opening(line, case)
    });
    Ok(Json(AccessPage {
        openings: openings.collect(),
        accounts: accounts.into_iter().map(said).collect(),
        next: page.next.map(cursor),
    }))
}

/// Why it is saved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaveAccess {
    why: Why,
}

/// `POST /api/v1/access-record/file`
#[utoipa::path(
    post, path = "/api/v1/access-record/file", operation_id = "saveAccess", tag = "body",
    summary = "Save the access record as a file",
    description = "A person's, with a key of their own. At most 20 000 lines: a longer record is refused. It says nothing that is sealed. Of \
                   each case in it it is written down first that it was saved and why, and its requester reads that. Each call is an opening \
                   of its own.",
    params(Asked),
    request_body = SaveAccess,
    responses(
        (status = 200, description = "The file.", content(
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        Problems,
    ),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn save(
    asked: Result<Query<Asked>, QueryRejection>,
    Sent { caller, body, .. }: Sent<SaveAccess>,
) -> Result<Response, Fault> {
    caller.may(Scope::BodyRead, Right::ReadAccessRecord)?;
    caller.myself()?;
    let Query(asked) = asked.map_err(|_| Fault::Unreadable)?;
    let visit = &caller.visit;
    list_access::saved(visit, &filter(visit, asked), &body.why.reason()).await
}

fn filter(visit: &Visit, asked: Asked) -> AccessFilter {
    let (from, before) = list_access::between(visit, asked.from, asked.to);
    AccessFilter {
        from,
        before,
        unit: asked.unit.map(UnitSlug::new),
        post: asked.post.map(PostSlug::new),
        what: asked.what,
        number: asked.number,
    }
}

fn opening(line: AccessLine, case: Option<&Case>) -> OpeningLine {
    // Whether a name was given tells of who reported, and so does a file that came with it.
    let of_source = case.is_some_and(|case| list_access::is_of_source(case, &line.what));
    let what = line.what.name();
    let (fields, file) = match line.what {
        _ if of_source => (Vec::new(), None),
        Opening::Sealed { fields } => (fields, None),
        Opening::Evidence { sha256 } => {
            let files = case.into_iter().flat_map(|case| &case.evidence);
            let mut names = files.filter(|file| file.sha256 == sha256).map(|file| file.name.clone());
            (Vec::new(), names.next().filter(|name| !name.is_empty()))
        }
        Opening::Dossier { .. } | Opening::Export | Opening::Attended => (Vec::new(), None),
    };
    OpeningLine {
        at: line.at,
        role: line.actor.role,
        post: line.actor.post.map(|post| post.to_string()),
        unit: line.actor.unit.map(|unit| unit.to_string()),
        what,
        of_source,
        fields,
        file,
        number: line.number,
        reason: line.reason.chosen,
        written: line.reason.written,
    }
}

fn said(line: PersonLine) -> AccountsLine {
    let saved = line.what == PersonAct::RowsSaved;
    let why = serde_json::from_str(&line.said.reason).ok().filter(|_| saved);
    let why = why.map(|Reason { chosen, written }| chosen.filter(|_| written.is_empty()).unwrap_or(written));
    let actor = line.said.actor;
    AccountsLine {
        at: line.said.at,
        role: actor.role,
        post: actor.post.map(|post| post.to_string()),
        unit: actor.unit.map(|unit| unit.to_string()),
        what: match line.what {
            PersonAct::Linked => "linked",
            PersonAct::Parted => "parted",
            PersonAct::RowsSaved => "rows_saved",
        },
        users: line.accounts,
        import: line.import,
        reason: why.unwrap_or(line.said.reason),
    }
}
