//! What has happened to a case. Events are facts: they carry what is needed to replay without the pack.

use super::{
    About, Agreement, Answer, CaseLink, ConfirmationOutcome, Correction, Ended, Evidence, Ground, IncidentEvent,
    NoticeHow, NoticesBy, Opening, Opinion, Outcome, Party, PerformanceResult, Publication, Reason, Referral,
    Registration, Round, SealedValues, SignedBy, SignedPaper, Signer,
};
use crate::clock::Allowance;
use crate::pack::{DossierPart, FieldName};
use crate::{ClockSlug, Locale, PostSlug, StatusSlug, UnitSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event. Who and when are beside it in the stream ([`super::Actor`], time of the append).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields repeat the command's, documented there")]
pub enum Event {
    /// Registered 登记; `pack` is the id and version that the case keeps to its end.
    Registered {
        registration: Box<Registration>,
        status: StatusSlug,
        pack: String,
    },
    /// Corrected; only what changed is there.
    Corrected {
        #[serde(flatten)]
        changes: Correction,
        reason: String,
    },
    /// Accepted 受理.
    Accepted { status: StatusSlug },
    /// Not accepted, with the reason.
    Refused { reason: String, status: StatusSlug },
    /// Dispatched 派单. `waits`: the unit so far answers until the other has taken it.
    Dispatched {
        unit: UnitSlug,
        leader: PostSlug,
        note: String,
        status: StatusSlug,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        waits: bool,
    },
    /// Acknowledged 签收.
    Acknowledged { status: StatusSlug },
    /// Progress.
    ProgressReported { note: String, status: StatusSlug },
    /// A file was added.
    EvidenceAttached(Evidence),
    /// Answered 答复.
    Answered { answer: Answer, status: StatusSlug },
    /// Signed off 核验 by somebody else.
    SignedOff { note: String, status: StatusSlug },
    /// Sent back 退回; `claim`: no answer was, but a unit's own word that it has finished, of which whoever asked never heard.
    Returned {
        reason: String,
        status: StatusSlug,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        claim: bool,
    },
    /// Closed 办结 with the outcome of the answer.
    Closed { outcome: Outcome, status: StatusSlug },
    /// The requester's own word.
    Confirmed {
        solved: Option<bool>,
        satisfied: Option<bool>,
    },
    /// Somebody asked after it and reached nobody.
    Unreached { note: String },
    /// Opened again.
    Reopened {
        reason: String,
        status: StatusSlug,
        /// Of a dispute: its agreement is in force and stays so. In what older versions wrote the parties were asked anew.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        keeps: bool,
    },
    /// Taken back by the requester.
    Withdrawn { reason: String, status: StatusSlug },
    /// Supervision 督办.
    Supervised { note: String },
    /// A leader's comment 批示.
    Commented { text: String },
    /// A word between a party and those who answer; both read it, and no other party. `to` is the party that it was said to, where
    /// that is not the requester.
    Messaged {
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Party>,
    },
    /// Asked again.
    RepeatRecorded,
    /// A clock began. `due` is computed once and kept; `warning` names a year without holiday data.
    ClockStarted {
        clock: ClockSlug,
        allowance: Option<Allowance>,
        from: Timestamp,
        due: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        warning: Option<i16>,
    },
    /// Paused.
    ClockPaused { clock: ClockSlug, reason: String },
    /// Runs again: after a pause, with the due time moved by it; or because the answer that stopped it was sent back,
    /// with the due time that it had. `warning` as in `ClockStarted`, of the moved due time.
    ClockResumed {
        clock: ClockSlug,
        due: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        warning: Option<i16>,
    },
    /// Extended; the approver is the event's actor. `agreed`: of mediation, the parties who want it. `warning` as in
    /// `ClockStarted`, of the moved due time.
    ClockExtended {
        clock: ClockSlug,
        by: Allowance,
        due: Timestamp,
        reason: String,
        requester_told: bool,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        agreed: Vec<Party>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        warning: Option<i16>,
    },
    /// A share of the time was used up: 50, 80, or 100 (breached).
    MarkReached { clock: ClockSlug, percent: u8 },
    /// Met: what the clock waited for has happened, in time or late. `at` is the moment that counts where it is not
    /// that of the append: finished in the source system.
    ClockStopped {
        clock: ClockSlug,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
    },
    /// What the clock waited for will not come (withdrawn, refused): it ends without a verdict.
    ClockCancelled { clock: ClockSlug },
    /// Sealed fields were put down or put right. The values are in no event's text: the store keeps them under the
    /// case's key.
    SealedKept {
        fields: Vec<FieldName>,
        #[serde(skip)]
        values: SealedValues,
        reason: String,
    },
    /// Somebody opened what is sealed, a file, or a list with this case in it: the access record, which the requester
    /// reads too.
    Opened { what: Opening, reason: Reason },
    /// The case is withheld from these: it complains about them.
    AboutRecorded { about: About, reason: String },
    /// It is not about these after all.
    AboutLifted { about: About, reason: String },
    /// Reviewed, and what everybody may read of it since 公开.
    Published(Publication),
    /// Not any more.
    Unpublished { reason: String },
    /// What people wrote in the case is gone for ever, sealed fields and files with it; what happened and when stays.
    Erased { ground: Ground, reason: String },
    /// The written opinion 意见书 of a round.
    OpinionRecorded { round: Round, opinion: Opinion },
    /// The next look was asked for; `unit` takes it.
    ReviewAsked {
        round: Round,
        reason: String,
        unit: UnitSlug,
        leader: PostSlug,
        status: StatusSlug,
    },
    /// A post stands aside. `leads`: it was the responsible leader, which the other one is now.
    Recused {
        post: PostSlug,
        unit: UnitSlug,
        replacement: PostSlug,
        reason: String,
        leads: bool,
    },
    /// The simple procedure.
    Simplified { status: StatusSlug },
    /// A unit helps.
    UnitJoined { unit: UnitSlug, note: String },
    /// It helps no longer.
    UnitReleased { unit: UnitSlug, reason: String },
    /// Not the responsible unit's own; `late`: said after the time for it.
    PassProposed {
        unit: UnitSlug,
        leader: PostSlug,
        reason: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        late: bool,
    },
    /// The unit that was named has taken it, and answers for it from now on.
    TakenOver {
        unit: UnitSlug,
        leader: PostSlug,
        status: StatusSlug,
    },
    /// It has not.
    PassDeclined { unit: UnitSlug, reason: String },
    /// Asks the same as an earlier case.
    RepeatOf { link: CaseLink },
    /// A later case asks the same.
    RepeatedBy { link: CaseLink },
    /// Does not ask the same as the earlier case after all.
    SplitFrom { link: CaseLink },
    /// The later case does not ask the same after all.
    SplitOff { link: CaseLink },
    /// Another case belongs together with it.
    Related { link: CaseLink },
    /// Not after all.
    Unrelated { link: CaseLink },
    /// A secret link was given to the requester by whoever took the case down. The link itself is nowhere in it: `link` is
    /// what it hashes to. `party`: of a dispute, whose word is what is said by it.
    LinkGiven {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        link: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<Party>,
    },
    /// A court has given the dispute to the committee.
    CourtReferred(Referral),
    /// Parties were invited to mediate online.
    OnlineInvited { parties: Vec<Party> },
    /// A party takes part online, or does not.
    OnlineAnswered { party: Party, takes_part: bool },
    /// A party wants mediation, or does not.
    ConsentRecorded { party: Party, agrees: bool, note: String },
    /// A party was told its rights and duties.
    NoticeGiven { party: Party, how: NoticeHow },
    /// A mediator was proposed by the committee, or chosen or accepted by a party.
    MediatorChosen {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<Party>,
        post: PostSlug,
    },
    /// A party does not want a mediator.
    MediatorObjected { party: Party, post: PostSlug, note: String },
    /// A party said whether the record of a session is right.
    RecordConfirmed {
        party: Party,
        session: u32,
        agrees: bool,
        note: String,
    },
    /// A party said whether a promise was kept.
    PerformanceConfirmed {
        party: Party,
        term: u32,
        result: PerformanceResult,
        note: String,
    },
    /// Parties were called to a session.
    SessionCalled {
        at: Timestamp,
        minutes: u32,
        place: String,
        link: String,
        parties: Vec<Party>,
        status: StatusSlug,
    },
    /// What was said in a session was written down and read back.
    SessionRecorded {
        session: u32,
        present: Vec<Party>,
        text: String,
    },
    /// A session that was called is at another time or place.
    SessionMoved {
        session: u32,
        at: Timestamp,
        minutes: u32,
        place: String,
        link: String,
        /// Who was called to it.
        parties: Vec<Party>,
        reason: String,
    },
    /// A session does not take place.
    SessionCalledOff {
        session: u32,
        /// Who was called to it.
        parties: Vec<Party>,
        reason: String,
    },
    /// The agreement was drafted, or drafted anew: what was signed of it before is nothing.
    AgreementDrafted { agreement: Box<Agreement> },
    /// A paper was signed.
    PaperSigned {
        paper: SignedPaper,
        signer: Signer,
        by: SignedBy,
        sha256: String,
        /// Of the agreement and of the application: the draft that was read, 1 first.
        #[serde(default, skip_serializing_if = "super::mediation::is_none_yet")]
        draft: u32,
    },
    /// Signed by all and sealed: in force.
    AgreementSealed { number: String, status: StatusSlug },
    /// Agreed by word of mouth: in force.
    OralAgreementRecorded {
        agreement: Box<Agreement>,
        status: StatusSlug,
    },
    /// All parties asked a court to confirm it.
    ConfirmationApplied { court: String },
    /// Parties do not want a court to confirm it.
    ConfirmationDeclined { parties: Vec<Party>, note: String },
    /// What the court said.
    ConfirmationDecided { outcome: ConfirmationOutcome, note: String },
    /// A follow-up visit on a promise.
    PerformanceVisited {
        term: u32,
        result: PerformanceResult,
        note: String,
        /// The way of the pack by which what was not kept by its day is pursued; empty where none was stated.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        route: String,
    },
    /// All parties want to mediate anew what they had agreed.
    MediationAnew {
        parties: Vec<Party>,
        reason: String,
        status: StatusSlug,
    },
    /// Mediation ended without an agreement; the parties were told the other routes.
    MediationEnded {
        why: Ended,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<Party>,
        reason: String,
        routes: Vec<String>,
        status: StatusSlug,
    },
    /// Given on to another route; `dossier` is the SHA-256 of the file with the dossier that was made last before it.
    HandedOver {
        route: String,
        to: String,
        note: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        dossier: String,
    },
    /// Something of an incident.
    Incident(IncidentEvent),
    /// A file was put under a part of the dossier.
    EvidenceFiled { sha256: String, part: DossierPart },
    /// How the requester wants to be told from now on; by nothing where notices were stopped. The address is in no event's
    /// text: the store keeps it under the case's key.
    NoticesChosen {
        by: Option<NoticesBy>,
        language: Locale,
        /// An address came with it, and was not erased since.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        with_address: bool,
        #[serde(skip)]
        address: SealedValues,
        /// Why somebody at the desk chose it later, for them.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
        /// Of a dispute, which other party it is of; none for the requester, who is the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<Party>,
    },
    /// Who reported is hidden from everybody but this post, which received it.
    SourceHidden { post: PostSlug },
    /// This post sees who reported from now on, and the one before does not. `vacated`: nobody held the one before, and a
    /// leader of the body said so.
    SourceHandedOn {
        post: PostSlug,
        reason: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        vacated: bool,
    },
    /// A file that came with the report tells nothing of who reported.
    SourceFileCleared { sha256: String, reason: String },
    /// Somebody is in danger now: the duty post is called.
    DangerRaised { danger: String, situation: String },
    /// The duty post has it in hand; which one is the event's actor.
    DangerAcknowledged,
    /// It is over.
    DangerEnded { reason: String },
    /// Somebody of another body is invited; `guest` is what their secret link hashes to.
    GuestInvited {
        guest: String,
        who: String,
        purpose: String,
        until: Timestamp,
    },
    /// Not any more.
    GuestEnded { guest: String, reason: String },
    /// What somebody invited says.
    GuestStated { guest: String, text: String },
    /// Sealed fields, or the agreement of a mediation, are opened to somebody invited.
    SealedShared {
        guest: String,
        fields: Vec<FieldName>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        agreement: bool,
        reason: String,
    },
}

impl Event {
    /// The sealed values that come with it on its way to the store; none in an event that was read.
    #[must_use]
    pub fn sealed(&self) -> Option<&SealedValues> {
        let values = match self {
            Self::Registered { registration, .. } => &registration.sealed,
            Self::SealedKept { values, .. } => values,
            Self::NoticesChosen { address, .. } => address,
            _ => return None,
        };
        (!values.is_empty()).then_some(values)
    }

    /// The case that it says this one was taken together with, or apart from.
    #[must_use]
    pub fn link(&self) -> Option<&CaseLink> {
        match self {
            Self::RepeatOf { link }
            | Self::RepeatedBy { link }
            | Self::SplitFrom { link }
            | Self::SplitOff { link } => Some(link),
            _ => None,
        }
    }

    /// The case that it says belongs together with this one, or does not after all. Only who may see that one reads it.
    #[must_use]
    pub const fn related(&self) -> Option<&CaseLink> {
        match self {
            Self::Related { link } | Self::Unrelated { link } => Some(link),
            _ => None,
        }
    }
}
