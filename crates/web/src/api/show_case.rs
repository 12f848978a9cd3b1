//! A case as data: what its page and an incident's page tell everybody who may see it.

mod clocks;
mod incident;
mod mediated;
mod mediation;
mod together;

use self::clocks::ClockView;
use self::incident::IncidentView;
use self::mediated::MediationView;
use self::mediation::MediationStanding;
use self::together::Together;
use super::bodies::{OutcomeBody, PlaceBody};
use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::case::{Answer, Case, Evidence, Mediation, Note, Outcome, Place};
use domain::pack::Pack;
use jiff::Timestamp;
use serde::Serialize;
use std::sync::{Mutex, PoisonError};
use store::Story;
use utoipa::ToSchema;

/// A case as it is now. What a person wrote stands as written; categories, units, posts and steps are the pack's names
/// of them. Who of a unit did what is not in it: posts answer, not persons.
#[derive(Serialize, ToSchema)]
#[schema(as = Case)]
pub(crate) struct CaseView<'a> {
    number: &'a str,
    kind: &'a str,
    category: &'a str,
    title: &'a str,
    description: &'a str,
    #[schema(value_type = PlaceBody)]
    place: &'a Place,
    source: &'a str,
    external: Option<&'a str>,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    registered_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    unit: &'a str,
    leader: &'a str,
    status: &'a str,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at_source: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    acknowledged_at: Option<Timestamp>,
    answer: Option<AnswerView<'a>>,
    #[schema(value_type = Option<OutcomeBody>)]
    outcome: Option<Outcome>,
    /// The requester's own words.
    solved: Option<bool>,
    satisfied: Option<bool>,
    repeats: u32,
    reopened: u32,
    people_affected: Option<u32>,
    casualties: Option<u32>,
    #[schema(value_type = Option<NoteView>)]
    supervised: Option<&'a Note>,
    #[schema(value_type = Option<NoteView>)]
    progress: Option<&'a Note>,
    #[schema(value_type = Vec<NoteView>)]
    comments: &'a [Note],
    #[schema(value_type = Vec<EvidenceView>)]
    evidence: &'a [Evidence],
    clocks: Vec<ClockView<'a>>,
    /// Somebody is in danger now; not there where nobody is, and nothing is left of it once it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    danger: Option<DangerView<'a>>,
    /// What there is of a dispute's mediation: parties are letters in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MediationView>)]
    mediation: Option<&'a Mediation>,
    /// What follows from it; not there in a kind without mediation.
    #[serde(skip_serializing_if = "Option::is_none")]
    mediation_standing: Option<MediationStanding<'a>>,
    #[serde(flatten)]
    together: Together<'a>,
    /// What there is of an incident; not there where it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<IncidentView<'a>>,
    version: u64,
}

/// A danger that has not ended.
#[derive(Serialize, ToSchema)]
#[schema(as = Danger)]
pub(crate) struct DangerView<'a> {
    /// What kind, by the pack's name of it.
    danger: &'a str,
    situation: &'a str,
    #[schema(value_type = String, format = DateTime)]
    raised_at: Timestamp,
    /// When the duty post took it up; none while it calls.
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Timestamp>,
    /// Which one.
    answered_by: Option<&'a str>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Answer)]
pub(crate) struct AnswerView<'a> {
    text: &'a str,
    #[schema(value_type = OutcomeBody)]
    outcome: Outcome,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

impl<'a> AnswerView<'a> {
    /// Without who of the unit gave it.
    fn of(answer: &'a Answer) -> Self {
        Self {
            text: &answer.text,
            outcome: answer.outcome,
            at: answer.at,
        }
    }
}

/// A dated word.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own notes")]
#[schema(as = Note)]
pub(crate) struct NoteView {
    #[schema(format = DateTime)]
    at: String,
    text: String,
}

/// A file that shows what was done.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own evidence")]
#[schema(as = Evidence)]
pub(crate) struct EvidenceView {
    name: String,
    media_type: String,
    /// Size in bytes.
    bytes: u64,
    /// SHA-256 of the bytes, lower-case hex.
    sha256: String,
}

/// `GET /api/v1/cases/{number}`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}", operation_id = "showCase", tag = "cases",
    summary = "A case as it is now",
    description = "What its page tells everybody who may see it; of an incident what that page tells too. What hangs on who asks is in `listLinked`.",
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, body = CaseView), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn show(Path(number): Path<String>, caller: Caller) -> Result<Response, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let story = show_case::find(&caller.visit, &number).await?;
    let json = written(&story, &caller.visit.desk.office.pack, caller.visit.now)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
}

/// A view that was written out, from when and until when (excluded) it reads so.
type Written = Mutex<Option<(Timestamp, Timestamp, Bytes)>>;

/// The view as text, kept with the story for as long as time alone changes nothing in it. It is the same for everybody
/// who may see the case: nothing that hangs on who asks may ever stand in it.
fn written(story: &Story, pack: &Pack, now: Timestamp) -> Result<Bytes, Fault> {
    let kept = story.made.get::<Written>();
    let kept = kept.map(|kept| kept.lock().unwrap_or_else(PoisonError::into_inner));
    if let Some((from, until, json)) = kept.as_deref().and_then(Option::as_ref)
        && (*from..*until).contains(&now)
    {
        return Ok(json.clone());
    }
    let json = serde_json::to_vec(&view(story, pack, now)).map_err(|error| Fault::Broken(error.to_string()))?;
    let json = Bytes::from(json);
    let case = &story.case;
    let ends = incident::ends(case, pack, now).chain(mediation::to_confirm(case, pack));
    if let (Some(mut kept), Some(until)) = (kept, clocks::reads_so_until(&case.clocks, ends, now)) {
        *kept = Some((now, until, json.clone()));
    }
    Ok(json)
}

fn view<'a>(story: &'a Story, pack: &'a Pack, now: Timestamp) -> CaseView<'a> {
    let case: &Case = &story.case;
    CaseView {
        number: &case.number,
        kind: case.kind.as_str(),
        category: case.category.as_str(),
        title: &case.title,
        description: &case.description,
        place: &case.place,
        source: &case.source,
        external: case.external.as_deref(),
        received_at: case.received_at,
        registered_at: case.registered_at,
        changed_at: case.changed_at,
        unit: case.unit.as_str(),
        leader: case.leader.as_str(),
        status: case.status.as_str(),
        ended_at: case.ended_at,
        finished_at_source: case.finished_at_source,
        acknowledged_at: case.acknowledged_at,
        answer: case.answer.as_ref().map(AnswerView::of),
        outcome: case.outcome,
        solved: case.solved,
        satisfied: case.satisfied,
        repeats: case.repeats,
        reopened: case.reopened,
        people_affected: case.people_affected,
        casualties: case.casualties,
        supervised: case.supervised.as_ref(),
        progress: case.progress.as_ref(),
        comments: &case.comments,
        evidence: &case.evidence,
        clocks: clocks::clocks(case, pack, now),
        danger: case.danger.as_ref().map(|danger| DangerView {
            danger: &danger.danger,
            situation: &danger.situation,
            raised_at: danger.raised_at,
            answered_at: danger.acknowledged.as_ref().map(|(at, _)| *at),
            answered_by: danger.acknowledged.as_ref().map(|(_, post)| post.as_str()),
        }),
        mediation: case.mediation(),
        mediation_standing: mediation::of(case, pack, now),
        together: together::of(story, pack),
        incident: incident::of(case, pack, now),
        version: case.version,
    }
}
