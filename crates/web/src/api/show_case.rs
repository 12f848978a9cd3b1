//! A case as data.

use crate::desk::show_case;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use domain::case::{Case, Evidence, Note, Outcome, Place};
use domain::clock::ClockStatus;
use jiff::Timestamp;
use serde::Serialize;

/// A case as it is now. What a person wrote stands as written; categories, units, posts and steps are the pack's names
/// of them. Who of a unit did what is not in it: posts answer, not persons.
#[derive(Serialize)]
struct CaseView<'a> {
    number: &'a str,
    kind: &'a str,
    category: &'a str,
    title: &'a str,
    description: &'a str,
    place: &'a Place,
    source: &'a str,
    external: Option<&'a str>,
    received_at: Timestamp,
    registered_at: Timestamp,
    changed_at: Timestamp,
    unit: &'a str,
    leader: &'a str,
    status: &'a str,
    ended_at: Option<Timestamp>,
    finished_at_source: Option<Timestamp>,
    acknowledged_at: Option<Timestamp>,
    answer: Option<AnswerView<'a>>,
    outcome: Option<Outcome>,
    /// The requester's own words.
    solved: Option<bool>,
    satisfied: Option<bool>,
    repeats: u32,
    reopened: u32,
    people_affected: Option<u32>,
    casualties: Option<u32>,
    supervised: Option<&'a Note>,
    progress: Option<&'a Note>,
    comments: &'a [Note],
    evidence: &'a [Evidence],
    clocks: Vec<ClockView<'a>>,
    version: u64,
}

#[derive(Serialize)]
struct AnswerView<'a> {
    text: &'a str,
    outcome: Outcome,
    at: Timestamp,
}

#[derive(Serialize)]
struct ClockView<'a> {
    clock: &'a str,
    from: Timestamp,
    due: Timestamp,
    status: ClockStatus,
    stopped_at: Option<Timestamp>,
    overdue: bool,
}

/// `GET /api/v1/cases/{number}`
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    Ok(Json(view(&story.case, visit.now)).into_response())
}

fn view(case: &Case, now: Timestamp) -> CaseView<'_> {
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
        answer: case.answer.as_ref().map(|answer| AnswerView {
            text: &answer.text,
            outcome: answer.outcome,
            at: answer.at,
        }),
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
        clocks: case
            .clocks
            .iter()
            .map(|clock| ClockView {
                clock: clock.clock.as_str(),
                from: clock.from,
                due: clock.due_as_of(now),
                status: clock.status,
                stopped_at: clock.stopped_at,
                overdue: clock.is_overdue(now),
            })
            .collect(),
        version: case.version,
    }
}
