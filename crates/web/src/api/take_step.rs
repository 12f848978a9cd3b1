//! A step of a case's lifecycle, by a program.

use super::act_once::act_once;
use super::bodies::{AboutBody, OutcomeBody, PlaceBody, Seen, Written};
use super::caller::Scope;
use super::mediation_words::PartyBody;
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::fault::Fault;
use crate::inputs;
use crate::steps;
use axum::Json;
use axum::extract::Path;
use domain::case::{About, Case, Command, Opinion, Publication, Refusal, Verdict};
use domain::clock::{Allowance, ClockUnit};
use domain::pack::{Pack, StepName};
use domain::{CategorySlug, ClockSlug, PostSlug, UnitSlug};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// What a step says. Which of these it needs, the rules say: an answer needs `text` and `outcome`, a dispatch a `unit`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// The words: a note, a reason, the answer.
    #[schema(value_type = Option<String>)]
    text: Option<Seen>,
    /// Of a dispatch: the unit that answers from now on; of a helping unit and of what is not ours: which.
    unit: Option<String>,
    /// Of standing aside: the post that does.
    post: Option<String>,
    /// Of standing aside: the post that acts instead.
    replacement: Option<String>,
    /// Of a petition's written opinion.
    opinion: Option<OpinionBody>,
    /// Of an answer.
    outcome: Option<OutcomeBody>,
    /// Of a confirmation: solved, in the requester's word.
    solved: Option<bool>,
    /// Of a confirmation: satisfied, in the requester's word.
    satisfied: Option<bool>,
    /// Of a confirmation: somebody asked after it and reached nobody. A try, and no word of the requester's.
    #[serde(default)]
    unreached: bool,
    /// Of what is done to a clock: which.
    clock: Option<String>,
    /// Of an extension: how much.
    by: Option<By>,
    /// Of an extension: the requester has been told.
    #[serde(default)]
    requester_told: bool,
    /// Of recording and lifting whom it is about.
    about: Option<AboutBody>,
    /// Of publishing: with the address and the exact place.
    #[serde(default)]
    with_place: bool,
    /// Of a message in a dispute: the party to whom it is said; the first where none is named.
    party: Option<PartyBody>,
    /// Of a correction: what is put right.
    correction: Option<Correction>,
}

/// A written opinion with its four parts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpinionBody {
    #[schema(value_type = String)]
    request: Seen,
    #[schema(value_type = String)]
    facts: Seen,
    #[schema(value_type = String)]
    opinion: Seen,
    #[schema(value_type = String)]
    basis: Seen,
    verdict: VerdictBody,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerdictBody {
    Supported,
    Explained,
    NotSupported,
}

impl OpinionBody {
    fn opinion(self) -> Opinion {
        Opinion {
            request: self.request.0,
            facts: self.facts.0,
            opinion: self.opinion.0,
            basis: self.basis.0,
            verdict: match self.verdict {
                VerdictBody::Supported => Verdict::Supported,
                VerdictBody::Explained => Verdict::Explained,
                VerdictBody::NotSupported => Verdict::NotSupported,
            },
        }
    }
}

/// An amount of time.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct By {
    n: u32,
    unit: ByUnit,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ByUnit {
    Hours,
    Days,
    WorkingDays,
}

/// What is put right; what is not there stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Correction {
    category: Option<String>,
    #[schema(value_type = Option<String>)]
    title: Option<Seen>,
    #[schema(value_type = Option<String>)]
    description: Option<Seen>,
    place: Option<PlaceBody>,
    #[schema(value_type = Option<String>)]
    source: Option<Seen>,
    #[schema(value_type = Option<String>, format = DateTime)]
    received_at: Option<Timestamp>,
    people_affected: Option<u32>,
    casualties: Option<u32>,
}

/// `POST /api/v1/cases/{number}/steps/{step}`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/steps/{step}", operation_id = "takeStep", tag = "cases",
    summary = "Take a step on a case",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("step" = String, Path, example = "message", description = "One of those that the case's `steps` name."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = Step,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn take(
    Path((number, slug)): Path<(String, String)>,
    Sent { caller, body, key }: Sent<Step>,
) -> Result<Json<Written>, Fault> {
    caller.may(Scope::CasesWrite, Right::TakeStep)?;
    let step = steps::step_of(&slug)
        .filter(|step| takes(*step))
        .ok_or(Fault::NotFound)?;
    let office = &caller.visit.desk.office;
    let about = AboutBody::about_of(body.about.as_ref(), office).await?;
    let made = |case: &Case| command(&office.pack, case, step, body, about);
    act_once(&caller, Right::TakeStep, &number, key, made).await
}

/// Whether a step is taken here. Links between cases and the steps of a mediation have actions of their own.
fn takes(step: StepName) -> bool {
    !step.is_of_mediation() && step != StepName::LinkCase
}

/// The names of the steps that are taken here, for the description.
pub(super) fn names() -> String {
    steps::slugs(takes).collect::<Vec<_>>().join(", ")
}

fn command(pack: &Pack, case: &Case, step: StepName, body: Step, about: About) -> Result<Command, Fault> {
    let text = Seen::text(body.text.as_ref());
    let clock = ClockSlug::new(body.clock.unwrap_or_default());
    let missing = |what: &str| Refusal::new("api-missing").with("what", what);
    let slug = |given: &Option<String>, what: &str| given.clone().ok_or_else(|| missing(what));
    let unit = || slug(&body.unit, "unit").map(UnitSlug::new);
    let leader = |unit: &UnitSlug| inputs::leader(pack, unit, &case.about).unwrap_or_else(|| case.leader.clone());
    Ok(match step {
        StepName::Accept => Command::Accept,
        StepName::Refuse => Command::Refuse { reason: text },
        StepName::Dispatch => Command::Dispatch {
            leader: leader(&unit()?),
            unit: unit()?,
            note: text,
        },
        StepName::Acknowledge => Command::Acknowledge,
        StepName::ReportProgress => Command::ReportProgress { note: text },
        StepName::Answer => Command::Answer {
            text,
            outcome: body.outcome.ok_or_else(|| missing("outcome"))?.outcome(),
        },
        StepName::SignOff => Command::SignOff { note: text },
        StepName::Return => Command::Return { reason: text },
        StepName::Close => Command::Close,
        StepName::Confirm if body.unreached => Command::ReportUnreached { note: text },
        StepName::Confirm => Command::Confirm {
            solved: body.solved,
            satisfied: body.satisfied,
        },
        StepName::Reopen => Command::Reopen { reason: text },
        StepName::Withdraw => Command::Withdraw { reason: text },
        StepName::Supervise => Command::Supervise { note: text },
        StepName::Comment => Command::Comment { text },
        StepName::Message => Command::Message {
            text,
            to: body.party.map(PartyBody::party),
        },
        StepName::RecordRepeat => Command::RecordRepeat,
        StepName::PauseClock => Command::PauseClock { clock, reason: text },
        StepName::ResumeClock => Command::ResumeClock { clock },
        StepName::ExtendClock => {
            let by = body.by.ok_or_else(|| missing("by"))?;
            Command::ExtendClock {
                clock,
                by: Allowance {
                    n: by.n,
                    unit: match by.unit {
                        ByUnit::Hours => ClockUnit::Hours,
                        ByUnit::Days => ClockUnit::Days,
                        ByUnit::WorkingDays => ClockUnit::WorkingDays,
                    },
                },
                reason: text,
                requester_told: body.requester_told,
            }
        }
        StepName::RecordAbout => Command::RecordAbout { about, reason: text },
        StepName::LiftAbout => Command::LiftAbout { about, reason: text },
        StepName::Publish => Command::Publish(Publication {
            text,
            with_place: body.with_place,
        }),
        StepName::Unpublish => Command::Unpublish { reason: text },
        StepName::Correct => correct(body.correction.ok_or_else(|| missing("correction"))?, text),
        StepName::RecordOpinion => {
            let opinion = body.opinion.ok_or_else(|| missing("opinion"))?;
            Command::RecordOpinion(opinion.opinion())
        }
        StepName::AskReview | StepName::AskReReview => Command::AskReview { reason: text },
        StepName::Recuse => Command::Recuse {
            post: PostSlug::new(slug(&body.post, "post")?),
            replacement: PostSlug::new(slug(&body.replacement, "replacement")?),
            reason: text,
        },
        StepName::Simplify => Command::Simplify,
        StepName::JoinUnit => Command::JoinUnit {
            unit: unit()?,
            note: text,
        },
        StepName::ReleaseUnit => Command::ReleaseUnit {
            unit: unit()?,
            reason: text,
        },
        StepName::PassOn => Command::PassOn {
            leader: leader(&unit()?),
            unit: unit()?,
            reason: text,
        },
        StepName::TakeOver => Command::TakeOver,
        StepName::DeclinePass => Command::DeclinePass { reason: text },
        // Files, sealed fields, links between cases and the steps of a mediation have actions of their own; links to follow a
        // case by are given on the desk.
        _ => return Err(Fault::NotFound),
    })
}

fn correct(correction: Correction, reason: String) -> Command {
    let given = |text: Option<Seen>| text.map(|text| text.0);
    let changes = domain::case::Correction {
        category: correction.category.map(CategorySlug::new),
        title: given(correction.title),
        description: given(correction.description),
        place: correction.place.as_ref().map(PlaceBody::place),
        source: given(correction.source),
        received_at: correction.received_at,
        people_affected: correction.people_affected,
        casualties: correction.casualties,
        ..domain::case::Correction::default()
    };
    Command::Correct { changes, reason }
}

#[cfg(test)]
mod tests {
    use super::{Step, command, names, takes};
    use crate::steps;
    use domain::case::{About, Actor, Case, Command, Place, Registration, decide, evolve};
    use domain::pack;
    use serde_json::json;

    fn case() -> Case {
        let pack = pack::builtin("demo-bureau").unwrap();
        let registration = Registration {
            id: domain::CaseId(uuid::Uuid::nil()),
            number: "1".to_owned(),
            kind: "request".into(),
            category: "other".into(),
            title: "路灯不亮".to_owned(),
            description: String::new(),
            place: Place::default(),
            source: String::new(),
            received_at: "2026-03-02T01:00:00Z".parse().unwrap(),
            unit: "housing".into(),
            leader: "housing-leader".into(),
            external: None,
            origin: None,
            people_affected: None,
            casualties: None,
            about: About::default(),
            repeats: 0,
            due: None,
            finished_at_source: None,
            finish_claimed: None,
            sealed_fields: Vec::new(),
            sealed: domain::case::SealedValues::default(),
        };
        let (program, now) = (Actor::program(), registration.received_at);
        let command = Command::Register(Box::new(registration));
        let events = decide(None, &command, &program, &pack, now).unwrap();
        events
            .iter()
            .fold(None, |case, event| evolve(case, event, &program, now))
            .unwrap()
    }

    #[test]
    fn each_step_that_is_described_is_taken() {
        let pack = pack::builtin("demo-bureau").unwrap();
        let case = case();
        let whole = json!({
            "text": "好", "unit": "housing", "post": "clerk", "replacement": "clerk", "outcome": "solved", "solved": true,
            "clock": "handling", "by": { "n": 1, "unit": "days" }, "correction": {},
            "opinion": { "request": "a", "facts": "a", "opinion": "a", "basis": "a", "verdict": "supported" },
        });
        let names = names();
        let mut described = 0;
        for name in names.split(", ") {
            let step = steps::step_of(name).unwrap_or_else(|| panic!("{name} is no step's address"));
            assert!(takes(step), "{name}");
            let body: Step = serde_json::from_value(whole.clone()).unwrap();
            assert!(
                command(&pack, &case, step, body, About::default()).is_ok(),
                "{name} is described and answers 404"
            );
            described += 1;
        }
        assert!(described > 25, "{names}");
        let (_, document) = crate::api::described();
        let document = crate::api::document::end(document);
        assert!(document.contains(&names));
    }
}
