//! An incident's next report: as it begins, drafted from the record, and as the paper that it would be. Nothing is written down by it.

use crate::access::Right;
use crate::api::bodies::Seen;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::respond::{PartBody, PartName};
use crate::api::sent::Sent;
use crate::desk::show_case;
use crate::fault::Fault;
use crate::incidents::send_report::{Begun, Written};
use crate::incidents::{self, download_report, sort_of};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::case::{ReceiverWay, ReportText};
use domain::pack::ReportPart;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which report.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// `first-` and the pack's rung, `continuing`, `supplement`, `final`, `inquiry`, `patients-` and which hand-over.
    report: String,
}

/// A report as it begins.
#[derive(Serialize, ToSchema)]
pub(crate) struct BegunReport {
    /// Until when it has to go out; none for one that nobody waits for.
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Timestamp>,
    /// What is drafted from the record.
    parts: Vec<DraftedPart>,
    /// To which office.
    to: String,
    /// Where questions are answered.
    contact: String,
    /// To whom this program can hand it on; nobody where the operator has set nobody up.
    receivers: Vec<ReceiverLine>,
    /// A mark of the figures and the level that it was drafted from: sent with the report it is refused where they have changed since.
    known: String,
}

/// A part.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftedPart {
    #[schema(value_type = PartName)]
    part: ReportPart,
    text: String,
}

/// A receiver.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportReceiver)]
pub(crate) struct ReceiverLine {
    name: String,
    /// `mail` or `webhook`.
    way: &'static str,
}

/// `GET /api/v1/cases/{number}/incident/draft`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/incident/draft", operation_id = "beginReport", tag = "cases",
    summary = "An incident's next report, drafted from the record",
    params(("number" = String, Path, description = "The case's number."), Asked),
    responses((status = 200, body = BegunReport), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn begin(
    Path(number): Path<String>,
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<BegunReport>, Fault> {
    caller.may(Scope::CasesRead, Right::TakeStep)?;
    let visit = &caller.visit;
    show_case::find_for(visit, Right::TakeStep, &number).await?;
    let story = incidents::find(visit, &number).await?;
    let Query(asked) = asked.map_err(|_| Fault::Unreadable)?;
    let sort = sort_of(&asked.report).ok_or(Fault::NotFound)?;
    let begun = Begun::of(visit, &story.case, &sort)?;
    let part = |part: ReportText| DraftedPart {
        part: part.part,
        text: part.text,
    };
    let receivers = begun.receivers.into_iter().map(|receiver| ReceiverLine {
        name: receiver.name,
        way: match receiver.way {
            ReceiverWay::Mail => "mail",
            ReceiverWay::Webhook => "webhook",
        },
    });
    Ok(Json(BegunReport {
        due: begun.due.map(|due| due.due),
        parts: begun.parts.into_iter().map(part).collect(),
        to: begun.to,
        contact: begun.contact,
        receivers: receivers.collect(),
        known: begun.known,
    }))
}

/// A draft, in words of one's own where there are some.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportDraft {
    /// Which: `first-` and the pack's rung, `continuing`, `supplement`, `final`, `inquiry`, `patients-` and which hand-over.
    report: String,
    /// What is written otherwise than drafted from the record.
    #[serde(default)]
    parts: Vec<PartBody>,
    /// To which office; without it, as it begins.
    #[schema(value_type = Option<String>)]
    to: Option<Seen>,
    /// By which way.
    #[schema(value_type = Option<String>)]
    channel: Option<Seen>,
    /// Where questions are answered; without it, as it begins.
    #[schema(value_type = Option<String>)]
    contact: Option<Seen>,
}

/// `POST /api/v1/cases/{number}/incident/draft/{file}`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/incident/draft/{file}", operation_id = "draftReport", tag = "cases",
    summary = "An incident's next report as a paper",
    description = "Nothing is written down: it is as it would go out now, for whoever reads it before.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("file" = String, Path, description = "`draft.docx` or `draft.pdf`.", example = "draft.pdf"),
    ),
    request_body = ReportDraft,
    responses(
        (status = 200, description = "The file.", content(
            ("application/pdf"),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        )),
        Problems,
    ),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn draft(
    Path((number, file)): Path<(String, String)>,
    Sent { caller, body, .. }: Sent<ReportDraft>,
) -> Result<Response, Fault> {
    caller.may(Scope::CasesWrite, Right::TakeStep)?;
    let visit = &caller.visit;
    show_case::find_for(visit, Right::TakeStep, &number).await?;
    let story = incidents::find(visit, &number).await?;
    let sort = sort_of(&body.report).ok_or(Fault::NotFound)?;
    let own = |text: Option<&Seen>| Seen::given(text).map(str::to_owned);
    let written = Written {
        to: own(body.to.as_ref()),
        channel: Seen::text(body.channel.as_ref()),
        contact: own(body.contact.as_ref()),
        parts: body.parts.into_iter().map(PartBody::part).collect(),
    };
    download_report::drafted_file(visit, &story.case, sort, written, &file).await
}
