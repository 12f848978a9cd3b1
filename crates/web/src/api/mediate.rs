//! A step of a mediation, by a program. Names of parties are no part of it: parties are letters, and their names stay under
//! seal. What is drawn on the glass is signed on the desk; here a scan shows who signed.

use super::act_once::act_once;
use super::bodies::{Seen, Written};
use super::mediation_words::{
    EndedBody, FilePart, HowBody, PaperBody, PartyBody, ResultBody, RulingBody, SignerBody, Term, WayBody,
};
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::PostSlug;
use domain::case::{Agreement, Case, Command, Evidence, Mediate, Referral, Refusal, SignedBy};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// A step of a mediation, by the pack's name of it.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum MediationStep {
    /// A court has given the dispute to the committee. Said again, it puts right what was said before.
    RecordReferral {
        way: WayBody,
        #[schema(value_type = String)]
        court: Seen,
        /// The number that the court has given it.
        #[schema(value_type = String)]
        number: Seen,
        /// When the committee signed for what the court handed over: mediation's time runs from then.
        #[schema(value_type = String, format = DateTime)]
        received: Timestamp,
    },
    /// All parties want more time for mediation.
    ExtendMediation {
        days: u32,
        /// Who agrees: all of them.
        parties: Vec<PartyBody>,
        #[schema(value_type = String)]
        reason: Seen,
    },
    /// Parties are invited to mediate online.
    InviteOnline { parties: Vec<PartyBody> },
    /// A party takes part online, or does not.
    AnswerOnline { party: PartyBody, takes_part: bool },
    /// A party wants mediation or does not. Who refuses ends it.
    RecordConsent {
        party: PartyBody,
        agrees: bool,
        #[schema(value_type = Option<String>)]
        note: Option<Seen>,
    },
    /// A party was told its rights and duties.
    GiveNotice { party: PartyBody, how: HowBody },
    /// A mediator is proposed by the committee, where there is no party, or chosen or accepted by one.
    ChooseMediator { party: Option<PartyBody>, post: String },
    /// A session is called.
    CallSession {
        #[schema(value_type = String, format = DateTime)]
        at: Timestamp,
        minutes: u32,
        /// The room.
        #[schema(value_type = Option<String>)]
        place: Option<Seen>,
        /// The address of a video call, beginning with https.
        #[schema(value_type = Option<String>)]
        link: Option<Seen>,
        parties: Vec<PartyBody>,
    },
    /// A session is at another time or place.
    MoveSession {
        /// Which, 1 first.
        session: u32,
        #[schema(value_type = String, format = DateTime)]
        at: Timestamp,
        minutes: u32,
        /// The room.
        #[schema(value_type = Option<String>)]
        place: Option<Seen>,
        /// The address of a video call, beginning with https.
        #[schema(value_type = Option<String>)]
        link: Option<Seen>,
        #[schema(value_type = String)]
        reason: Seen,
    },
    /// A session does not take place.
    CallOffSession {
        /// Which, 1 first.
        session: u32,
        #[schema(value_type = String)]
        reason: Seen,
    },
    /// What was said in a session, read back to those who were there.
    RecordSession {
        /// Which, 1 first.
        session: u32,
        /// Who was there; empty where no party came.
        present: Vec<PartyBody>,
        #[schema(value_type = String)]
        text: Seen,
        /// Of nothing where no party came.
        read_back: bool,
    },
    /// The agreement is drafted, or drafted anew: what was signed of it before is nothing.
    DraftAgreement {
        /// The pack's template that it began with.
        template: Option<String>,
        #[schema(value_type = String)]
        facts: Seen,
        #[schema(value_type = String)]
        dispute: Seen,
        #[schema(value_type = String)]
        responsibility: Seen,
        #[schema(value_type = String)]
        content: Seen,
        #[schema(value_type = String)]
        manner: Seen,
        #[schema(value_type = String)]
        place: Seen,
        terms: Vec<Term>,
    },
    /// Somebody has signed a paper, of which a scan is among the case's files.
    SignPaper {
        paper: PaperBody,
        /// Of the record of a session: which, 1 first.
        session: Option<u32>,
        signer: SignerBody,
        /// SHA-256 of the scan.
        sha256: String,
        /// Of the agreement and of the application, where it is needed: the number of the draft that was signed, as `drafts` of the
        /// case's mediation says it. Refused where the agreement has been drafted anew since.
        draft: Option<u32>,
    },
    /// The committee seals what all have signed: it is in force.
    SealAgreement,
    /// Agreed by word of mouth: in force when reached.
    RecordOralAgreement {
        #[schema(value_type = String)]
        content: Seen,
        terms: Vec<Term>,
    },
    /// All parties together ask a court to confirm the agreement, with the application that each of them has signed.
    ApplyConfirmation {
        #[schema(value_type = String)]
        court: Seen,
    },
    /// Parties do not want that.
    DeclineConfirmation {
        parties: Vec<PartyBody>,
        #[schema(value_type = Option<String>)]
        note: Option<Seen>,
    },
    /// What the court said.
    RecordConfirmation {
        outcome: RulingBody,
        /// The number of the ruling, or what was said.
        #[schema(value_type = String)]
        note: Seen,
    },
    /// A follow-up visit on one promise.
    FollowUp {
        /// Which, 1 first.
        term: u32,
        result: ResultBody,
        #[schema(value_type = Option<String>)]
        note: Option<Seen>,
        /// How what was not kept by its day is pursued, as the pack names it.
        route: Option<String>,
    },
    /// All parties want to mediate anew what they had agreed.
    MediateAnew {
        /// Who wants it: all of them.
        parties: Vec<PartyBody>,
        #[schema(value_type = String)]
        reason: Seen,
    },
    /// Mediation ends without an agreement.
    EndMediation {
        why: EndedBody,
        #[schema(value_type = String)]
        reason: Seen,
        /// The other routes that the parties were told, as the pack names them.
        routes: Vec<String>,
    },
    /// Given on to another route with the dossier.
    HandOver {
        route: String,
        /// To which body.
        #[schema(value_type = String)]
        to: Seen,
        #[schema(value_type = Option<String>)]
        note: Option<Seen>,
    },
    /// A file of the case is put under a part of the dossier.
    FileEvidence { sha256: String, part: FilePart },
}

/// `POST /api/v1/cases/{number}/mediation`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/mediation", operation_id = "mediate", tag = "cases",
    summary = "Take a step of a mediation",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = MediationStep,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn mediate(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<MediationStep>,
) -> Result<Json<Written>, Fault> {
    let made = |case: &Case| Ok(Command::Mediate(step(case, body)?));
    act_once(&caller, Right::TakeStep, &number, key, made).await
}

#[expect(clippy::too_many_lines, reason = "one arm for each step, read as a table")]
fn step(case: &Case, body: MediationStep) -> Result<Mediate, Fault> {
    let text = |note: Option<Seen>| note.map_or_else(String::new, |note| note.0);
    Ok(match body {
        MediationStep::RecordReferral {
            way,
            court,
            number,
            received,
        } => Mediate::Refer(Referral {
            way: way.way(),
            court: court.0,
            number: number.0,
            received,
        }),
        MediationStep::ExtendMediation { days, parties, reason } => Mediate::Extend {
            days,
            parties: PartyBody::parties(&parties),
            reason: reason.0,
        },
        MediationStep::InviteOnline { parties } => Mediate::InviteOnline {
            parties: PartyBody::parties(&parties),
        },
        MediationStep::AnswerOnline { party, takes_part } => Mediate::AnswerOnline {
            party: party.party(),
            takes_part,
        },
        MediationStep::RecordConsent { party, agrees, note } => Mediate::Consent {
            party: party.party(),
            agrees,
            note: text(note),
        },
        MediationStep::GiveNotice { party, how } => Mediate::Notice {
            party: party.party(),
            how: how.how(),
        },
        MediationStep::ChooseMediator { party, post } => Mediate::Choose {
            party: party.map(PartyBody::party),
            post: PostSlug::new(post),
        },
        MediationStep::CallSession {
            at,
            minutes,
            place,
            link,
            parties,
        } => Mediate::CallSitting {
            at,
            minutes,
            place: text(place),
            link: text(link),
            parties: PartyBody::parties(&parties),
        },
        MediationStep::MoveSession {
            session,
            at,
            minutes,
            place,
            link,
            reason,
        } => Mediate::MoveSitting {
            sitting: session,
            at,
            minutes,
            place: text(place),
            link: text(link),
            reason: reason.0,
        },
        MediationStep::CallOffSession { session, reason } => Mediate::CallOffSitting {
            sitting: session,
            reason: reason.0,
        },
        MediationStep::RecordSession {
            session, present, text, ..
        } if present.is_empty() => Mediate::RecordNobody {
            sitting: session,
            text: text.0,
        },
        MediationStep::RecordSession {
            session,
            present,
            text,
            read_back,
        } => Mediate::RecordSitting {
            sitting: session,
            present: PartyBody::parties(&present),
            text: text.0,
            read_back,
        },
        MediationStep::DraftAgreement {
            template,
            facts,
            dispute,
            responsibility,
            content,
            manner,
            place,
            terms,
        } => Mediate::DraftAgreement(Box::new(Agreement {
            oral: false,
            template: template.unwrap_or_default(),
            facts: facts.0,
            dispute: dispute.0,
            responsibility: responsibility.0,
            content: content.0,
            manner: manner.0,
            place: place.0,
            terms: terms.into_iter().map(Term::term).collect(),
        })),
        MediationStep::SignPaper {
            paper,
            session,
            signer,
            sha256,
            draft,
        } => Mediate::Sign {
            paper: paper.paper(session),
            signer: signer.signer(),
            by: SignedBy::Paper,
            file: scan(case, &sha256)?,
            draft: draft.unwrap_or_default(),
        },
        MediationStep::SealAgreement => Mediate::Seal,
        MediationStep::RecordOralAgreement { content, terms } => Mediate::OralAgreement(Box::new(Agreement {
            content: content.0,
            terms: terms.into_iter().map(Term::term).collect(),
            ..Agreement::default()
        })),
        MediationStep::ApplyConfirmation { court } => Mediate::ApplyConfirmation { court: court.0 },
        MediationStep::DeclineConfirmation { parties, note } => Mediate::DeclineConfirmation {
            parties: PartyBody::parties(&parties),
            note: text(note),
        },
        MediationStep::RecordConfirmation { outcome, note } => Mediate::DecideConfirmation {
            outcome: outcome.outcome(),
            note: note.0,
        },
        MediationStep::FollowUp {
            term,
            result,
            note,
            route,
        } => Mediate::FollowUp {
            term,
            result: result.result(),
            note: text(note),
            route: route.unwrap_or_default(),
        },
        MediationStep::MediateAnew { parties, reason } => Mediate::Anew {
            parties: PartyBody::parties(&parties),
            reason: reason.0,
        },
        MediationStep::EndMediation { why, reason, routes } => Mediate::End {
            why: why.ended(),
            reason: reason.0,
            routes,
        },
        MediationStep::HandOver { route, to, note } => Mediate::HandOver {
            route,
            to: to.0,
            note: text(note),
        },
        MediationStep::FileEvidence { sha256, part } => Mediate::FileUnder {
            sha256,
            part: part.part(),
        },
    })
}

/// A file that the case has.
fn scan(case: &Case, sha256: &str) -> Result<Evidence, Refusal> {
    let found = case.evidence.iter().find(|evidence| evidence.sha256 == sha256);
    let none = || Refusal::new("refusal-no-evidence").with("number", &case.number);
    found.cloned().ok_or_else(none)
}
