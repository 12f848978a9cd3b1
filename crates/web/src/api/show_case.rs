//! A case as data.

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
use domain::case::{Case, Evidence, Mediation, Note, Outcome, Place, RunningClock};
use domain::clock::ClockStatus;
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
    #[schema(value_type = Option<Object>)]
    mediation: Option<&'a Mediation>,
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

#[derive(Serialize, ToSchema)]
#[schema(as = Clock)]
pub(crate) struct ClockView<'a> {
    clock: &'a str,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    due: Timestamp,
    /// running, paused, met, breached, extended or cancelled.
    #[schema(value_type = String)]
    status: ClockStatus,
    #[schema(value_type = Option<String>, format = DateTime)]
    stopped_at: Option<Timestamp>,
    /// Open and past its due time.
    overdue: bool,
}

/// `GET /api/v1/cases/{number}`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}", operation_id = "showCase", tag = "cases",
    summary = "A case as it is now",
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, body = CaseView), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn show(Path(number): Path<String>, caller: Caller) -> Result<Response, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let story = show_case::find(&caller.visit, &number).await?;
    let json = written(&story, caller.visit.now)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
}

/// A view that was written out, from when and until when (excluded) it reads so.
type Written = Mutex<Option<(Timestamp, Timestamp, Bytes)>>;

/// The view as text, kept with the story for as long as time alone changes nothing in it. It is the same for everybody
/// who may see the case: nothing that hangs on who asks may ever stand in it.
fn written(story: &Story, now: Timestamp) -> Result<Bytes, Fault> {
    let kept = story.made.get::<Written>();
    let kept = kept.map(|kept| kept.lock().unwrap_or_else(PoisonError::into_inner));
    if let Some((from, until, json)) = kept.as_deref().and_then(Option::as_ref)
        && (*from..*until).contains(&now)
    {
        return Ok(json.clone());
    }
    let json = serde_json::to_vec(&view(&story.case, now)).map_err(|error| Fault::Broken(error.to_string()))?;
    let json = Bytes::from(json);
    if let (Some(mut kept), Some(until)) = (kept, reads_so_until(&story.case.clocks, now)) {
        *kept = Some((now, until, json.clone()));
    }
    Ok(json)
}

/// Until when the view of a case that nobody writes to reads as it does now; none where it changes by the second.
fn reads_so_until(clocks: &[RunningClock], now: Timestamp) -> Option<Timestamp> {
    let mut until = Timestamp::MAX;
    for clock in clocks.iter().filter(|clock| clock.is_open()) {
        if clock.is_paused() {
            return None;
        }
        if !clock.is_overdue(now) {
            until = until.min(clock.due);
        }
    }
    (now < until).then_some(until)
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
        danger: case.danger.as_ref().map(|danger| DangerView {
            danger: &danger.danger,
            situation: &danger.situation,
            raised_at: danger.raised_at,
            answered_at: danger.acknowledged.as_ref().map(|(at, _)| *at),
        }),
        mediation: case.mediation(),
        version: case.version,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::case::Pause;

    fn at(text: &str) -> Timestamp {
        format!("2026-03-02T{text}Z").parse().unwrap()
    }

    fn clock(due: &str, status: ClockStatus) -> RunningClock {
        RunningClock {
            clock: "answer".into(),
            allowance: None,
            from: at("00:00:00"),
            due: at(due),
            warning: None,
            status,
            stopped_at: (status == ClockStatus::Met).then(|| at("01:00:00")),
            marks: Vec::new(),
            pauses: (status == ClockStatus::Paused)
                .then(|| Pause {
                    from: at("01:00:00"),
                    to: None,
                    reason: String::new(),
                })
                .into_iter()
                .collect(),
            extensions: Vec::new(),
        }
    }

    #[test]
    fn a_view_reads_so_until_the_next_clock_is_due() {
        let (first, second) = (
            clock("08:00:00", ClockStatus::Running),
            clock("09:00:00", ClockStatus::Running),
        );
        let both = [second, first];
        assert_eq!(reads_so_until(&both, at("07:00:00")), Some(at("08:00:00")));
        // The due second itself is in time: what comes after it is another view.
        assert_eq!(reads_so_until(&both, at("08:00:00.5")), None);
        assert_eq!(reads_so_until(&both, at("08:00:01")), Some(at("09:00:00")));
        assert_eq!(reads_so_until(&both, at("10:00:00")), Some(Timestamp::MAX));
        let met = [clock("08:00:00", ClockStatus::Met)];
        assert_eq!(reads_so_until(&met, at("07:00:00")), Some(Timestamp::MAX));
        // A clock that stands still is due later by the second.
        assert_eq!(
            reads_so_until(&[clock("08:00:00", ClockStatus::Paused)], at("07:00:00")),
            None
        );
    }
}
