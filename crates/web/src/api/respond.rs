//! A step of an incident, by a program. There is no name of anybody in it: people are numbers, and who is told are offices.

use super::act_once::act_once;
use super::bodies::{Seen, Written};
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::fault::Fault;
use crate::incidents::{known_of, sort_of};
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::PostSlug;
use domain::case::incident::Receiver;
use domain::case::{Case, Command, Figures, Movement, Refusal, ReportSort, ReportText, Respond};
use domain::pack::ReportPart;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// A step of an incident.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum IncidentStep {
    /// What is known now. The level follows: up at once, never down by itself.
    RecordFigures {
        #[serde(default)]
        dead: u32,
        #[serde(default)]
        missing: u32,
        #[serde(default)]
        seriously_injured: u32,
        #[serde(default)]
        injured: u32,
        /// Direct loss in yuan; none where nobody can say yet.
        loss: Option<u64>,
        /// From whom, or how they were found.
        #[schema(value_type = String)]
        note: Seen,
    },
    /// The level is set by hand. Down by a leader alone.
    GradeIncident {
        /// The level, by the pack's name of it.
        level: String,
        #[schema(value_type = String)]
        reason: Seen,
    },
    /// A report went out, or what the health authority and the hospital are told of patients who were handed over.
    SendReport {
        /// Which: `first-` and the pack's rung, `continuing`, `supplement`, `final`, `inquiry`; `patients-` and which hand-over of patients,
        /// 1 for the first.
        report: String,
        /// Its text, part by part.
        parts: Vec<PartBody>,
        /// To which office.
        #[schema(value_type = String)]
        to: Seen,
        /// By which way.
        #[schema(value_type = String)]
        channel: Seen,
        /// Where questions are answered: an office and its number.
        #[schema(value_type = Option<String>)]
        contact: Option<Seen>,
        /// It has not gone out yet: this program hands it on to the receivers that the operator has set up.
        #[serde(default)]
        hand_on: bool,
        /// When it went out, where that was before; what counts is when it is written down.
        #[schema(value_type = Option<String>, format = DateTime)]
        said_at: Option<Timestamp>,
        /// `known` of the draft that it was made from: it is refused where figures or level have changed since. Without it that is not
        /// asked.
        known: Option<String>,
    },
    /// A receiver was told in the program's place.
    HandOn {
        /// Which report, 1 for the first.
        report: u32,
        /// Which of its receivers, 1 for the first.
        receiver: u32,
        /// By which way.
        #[schema(value_type = String)]
        channel: Seen,
        #[schema(value_type = Option<String>, format = DateTime)]
        said_at: Option<Timestamp>,
    },
    /// Some office said that a report came in.
    NoteReceipt {
        /// Which report, 1 for the first.
        report: u32,
        /// Which of its receivers, 1 for the first; none where it has none.
        receiver: Option<u32>,
        #[schema(value_type = String)]
        by: Seen,
        #[schema(value_type = Option<String>, format = DateTime)]
        said_at: Option<Timestamp>,
    },
    /// Something that happened.
    KeepTimeline {
        #[schema(value_type = Option<String>, format = DateTime)]
        happened_at: Option<Timestamp>,
        #[schema(value_type = String)]
        text: Seen,
    },
    /// A post is commander, liaison, recorder.
    NameRole { role: String, post: String },
    /// Resources are called.
    CallResources {
        #[schema(value_type = String)]
        what: Seen,
        count: u32,
        #[schema(value_type = String)]
        from: Seen,
    },
    /// They arrived, or are released.
    MoveResources {
        /// Which, 1 for the first.
        resource: u32,
        to: MovementBody,
    },
    /// It is dealt with by this plan.
    FollowPlan { plan: String },
    /// An item of the plan's checklist is done.
    TickItem { item: String },
    /// Patients are handed to a hospital, as numbers and needs.
    HandToHealth {
        #[schema(value_type = String)]
        hospital: Seen,
        #[serde(default)]
        critical: u32,
        #[serde(default)]
        serious: u32,
        #[serde(default)]
        slight: u32,
        #[schema(value_type = Option<String>)]
        needs: Option<Seen>,
    },
    /// The public was warned by this warning.
    LinkWarning { warning: String },
    /// It is over. Needs the last report, and nothing still out there.
    EndIncident {
        #[schema(value_type = String)]
        text: Seen,
    },
    /// What was found afterwards.
    ReviewIncident {
        #[schema(value_type = String)]
        finding: Seen,
    },
    /// The inquiry has more time.
    ExtendInquiry {
        days: u32,
        #[schema(value_type = String)]
        reason: Seen,
    },
}

/// A part of a report.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReportPart)]
pub(crate) struct PartBody {
    /// Which.
    part: PartName,
    #[schema(value_type = String)]
    text: Seen,
}

/// The parts that a report has to have (生产安全事故报告和调查处理条例, art. 12), and what is said of patients who were handed over.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PartName {
    /// The unit where it happened.
    Unit,
    /// Time, place and scene.
    Scene,
    /// How it went.
    Course,
    /// Casualties and loss.
    Casualties,
    /// What was done.
    Measures,
    /// What else has to be told.
    Other,
    /// Of patients who were handed over: where they are.
    Place,
    /// How many, by degree.
    Patients,
    /// What they need.
    Needs,
}

impl PartBody {
    /// As the rules have it.
    pub(super) fn part(self) -> ReportText {
        ReportText {
            part: match self.part {
                PartName::Unit => ReportPart::Unit,
                PartName::Scene => ReportPart::Scene,
                PartName::Course => ReportPart::Course,
                PartName::Casualties => ReportPart::Casualties,
                PartName::Measures => ReportPart::Measures,
                PartName::Other => ReportPart::Other,
                PartName::Place => ReportPart::Place,
                PartName::Patients => ReportPart::Patients,
                PartName::Needs => ReportPart::Needs,
            },
            text: self.text.0,
        }
    }
}

/// Where resources went.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Movement)]
pub(crate) enum MovementBody {
    /// They are there.
    Arrived,
    /// They go home.
    Released,
}

/// `POST /api/v1/cases/{number}/incident`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/incident", operation_id = "respond", tag = "cases",
    summary = "Take a step of an incident or of a drill",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = IncidentStep,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn respond(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<IncidentStep>,
) -> Result<Json<Written>, Fault> {
    let visit = &caller.visit;
    act_once(&caller, Right::TakeStep, &number, key, |case| {
        Ok(Command::Respond(step(case, body, visit)?))
    })
    .await
}

/// To whom the program hands a report on.
fn receivers(case: &Case, sort: &ReportSort, visit: &Visit) -> Result<Vec<Receiver>, Refusal> {
    let known = known_of(&visit.desk.office.pack, case);
    let receivers = known.map(|(incident, rules)| visit.desk.reports.receivers(rules, incident, sort));
    let receivers = receivers.filter(|receivers| !receivers.is_empty());
    receivers.ok_or_else(|| Refusal::new("refusal-report-nobody"))
}

#[expect(clippy::too_many_lines, reason = "one arm for each step, read as a table")]
fn step(case: &Case, body: IncidentStep, visit: &Visit) -> Result<Respond, Refusal> {
    Ok(match body {
        IncidentStep::RecordFigures {
            dead,
            missing,
            seriously_injured,
            injured,
            loss,
            note,
        } => Respond::Figures {
            figures: Figures {
                dead,
                missing,
                seriously_injured,
                injured,
                loss,
            },
            note: note.0,
        },
        IncidentStep::GradeIncident { level, reason } => Respond::Grade {
            level,
            reason: reason.0,
        },
        IncidentStep::SendReport {
            report,
            parts,
            to,
            channel,
            contact,
            hand_on,
            said_at,
            known,
        } => {
            let sort = sort_of(&report).ok_or_else(|| Refusal::new("refusal-report-rung"))?;
            Respond::SendReport {
                receivers: if hand_on {
                    receivers(case, &sort, visit)?
                } else {
                    Vec::new()
                },
                sort,
                parts: parts.into_iter().map(PartBody::part).collect(),
                to: to.0,
                channel: channel.0,
                contact: Seen::text(contact.as_ref()),
                said_at,
                known,
            }
        }
        IncidentStep::HandOn {
            report,
            receiver,
            channel,
            said_at,
        } => Respond::HandOn {
            report,
            receiver,
            by_hand: Some(channel.0),
            said_at,
        },
        IncidentStep::NoteReceipt {
            report,
            receiver,
            by,
            said_at,
        } => Respond::NoteReceipt {
            report,
            receiver,
            by: by.0,
            said_at,
        },
        IncidentStep::KeepTimeline { happened_at, text } => Respond::Note {
            happened_at: happened_at.unwrap_or(visit.now),
            text: text.0,
        },
        IncidentStep::NameRole { role, post } => Respond::NameRole {
            role,
            post: PostSlug::new(post),
        },
        IncidentStep::CallResources { what, count, from } => Respond::CallResource {
            what: what.0,
            count,
            from: from.0,
        },
        IncidentStep::MoveResources { resource, to } => Respond::MoveResource {
            resource,
            to: match to {
                MovementBody::Arrived => Movement::Arrived,
                MovementBody::Released => Movement::Released,
            },
        },
        IncidentStep::FollowPlan { plan } => Respond::FollowPlan { plan },
        IncidentStep::TickItem { item } => Respond::Tick { item },
        IncidentStep::HandToHealth {
            hospital,
            critical,
            serious,
            slight,
            needs,
        } => Respond::HandOver {
            hospital: hospital.0,
            critical,
            serious,
            slight,
            needs: Seen::text(needs.as_ref()),
        },
        IncidentStep::LinkWarning { warning } => Respond::LinkWarning { warning },
        IncidentStep::EndIncident { text } => Respond::End { text: text.0 },
        IncidentStep::ReviewIncident { finding } => Respond::Review { finding: finding.0 },
        IncidentStep::ExtendInquiry { days, reason } => Respond::ExtendInquiry { days, reason: reason.0 },
    })
}
