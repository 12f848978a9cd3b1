//! What may be asked of a mediation.

use super::{
    Agreement, ConfirmationOutcome, Ended, NoticeHow, Party, PerformanceResult, Referral, SignedBy, SignedPaper, Signer,
};
use crate::PostSlug;
use crate::case::Evidence;
use crate::pack::{DossierPart, StepName};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A step of a mediation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "mediate", rename_all = "snake_case")]
pub enum Mediate {
    /// A court has given the dispute to the committee 法院委派、委托.
    Refer(Referral),
    /// All parties want more time for mediation 经各方同意延长调解期限.
    Extend {
        /// How many days more.
        days: u32,
        /// Who agrees: all of them.
        parties: Vec<Party>,
        /// Why.
        reason: String,
    },
    /// Parties are invited to mediate online 邀请在线调解.
    InviteOnline {
        /// Which.
        parties: Vec<Party>,
    },
    /// A party takes part online, or does not 确认在线调解.
    AnswerOnline {
        /// Which.
        party: Party,
        /// Takes part.
        takes_part: bool,
    },
    /// A party wants mediation or does not 征求调解意愿. Who refuses ends it.
    Consent {
        /// Which.
        party: Party,
        /// Wants it.
        agrees: bool,
        /// What was said with it.
        note: String,
    },
    /// A party was told its rights and duties 告知权利义务.
    Notice {
        /// Which.
        party: Party,
        /// How.
        how: NoticeHow,
    },
    /// A mediator is proposed by the committee, or chosen or accepted by a party 选定调解员.
    Choose {
        /// Who chooses; none for the committee.
        party: Option<Party>,
        /// The mediator's post.
        post: PostSlug,
    },
    /// A party does not want a mediator 不接受调解员.
    Object {
        /// Which party.
        party: Party,
        /// The mediator's post.
        post: PostSlug,
        /// Why.
        note: String,
    },
    /// A party says whether the record of a session is right 核对笔录.
    ConfirmRecord {
        /// Which party.
        party: Party,
        /// Which session, 1 first.
        session: u32,
        /// It is.
        agrees: bool,
        /// What is wrong or missing.
        note: String,
    },
    /// A party says whether a promise was kept 确认履行.
    ConfirmPerformance {
        /// Which party.
        party: Party,
        /// Which promise, 1 first.
        term: u32,
        /// Whether it was kept.
        result: PerformanceResult,
        /// What is said with it.
        note: String,
    },
    /// A session is called 安排调解.
    CallSitting {
        /// When it begins.
        at: Timestamp,
        /// How long it is meant to take.
        minutes: u32,
        /// The room.
        place: String,
        /// The address of a video call.
        link: String,
        /// Who is called.
        parties: Vec<Party>,
    },
    /// A session is at another time or place 改期.
    MoveSitting {
        /// Which, 1 first.
        sitting: u32,
        /// When it begins.
        at: Timestamp,
        /// How long it is meant to take.
        minutes: u32,
        /// The room.
        place: String,
        /// The address of a video call.
        link: String,
        /// Why.
        reason: String,
    },
    /// A session does not take place 取消.
    CallOffSitting {
        /// Which, 1 first.
        sitting: u32,
        /// Why.
        reason: String,
    },
    /// What was said in a session 调解笔录.
    RecordSitting {
        /// Which, 1 first.
        sitting: u32,
        /// Who was there.
        present: Vec<Party>,
        /// The record.
        text: String,
        /// It was read back to those who were there.
        read_back: bool,
    },
    /// To a session nobody came 当事人均未到场.
    RecordNobody {
        /// Which, 1 first.
        sitting: u32,
        /// What was found, and tried.
        text: String,
    },
    /// The agreement is drafted, or drafted anew 起草协议.
    DraftAgreement(Box<Agreement>),
    /// A paper is signed 签名.
    Sign {
        /// Which.
        paper: SignedPaper,
        /// By whom.
        signer: Signer,
        /// How.
        by: SignedBy,
        /// The file that shows it: a drawn signature is new with it, a scan is among the case's files already.
        file: Evidence,
        /// Of the agreement and of the application: the draft that was read, 1 first.
        draft: u32,
    },
    /// The committee seals what all have signed: it is in force 盖章生效.
    Seal,
    /// Agreed by word of mouth and written down by the mediator; in force when reached 口头协议.
    OralAgreement(Box<Agreement>),
    /// All parties together ask a court to confirm it 申请司法确认: with the application that each of them has signed.
    ApplyConfirmation {
        /// The court.
        court: String,
    },
    /// Parties do not want a court to confirm it 不申请司法确认.
    DeclineConfirmation {
        /// Which: one is enough, since it is asked for by all together.
        parties: Vec<Party>,
        /// What was said.
        note: String,
    },
    /// What the court said 确认结果.
    DecideConfirmation {
        /// What.
        outcome: ConfirmationOutcome,
        /// The number of the ruling, or what was said.
        note: String,
    },
    /// A follow-up visit on one promise 回访履行.
    FollowUp {
        /// Which promise, 1 first.
        term: u32,
        /// What was found.
        result: PerformanceResult,
        /// The words.
        note: String,
        /// How what was not kept by its day is pursued, as the pack names it; empty where nothing is said of that.
        route: String,
    },
    /// All parties want to mediate anew what they had agreed 重新调解.
    Anew {
        /// Who wants it: all of them.
        parties: Vec<Party>,
        /// Why.
        reason: String,
    },
    /// Mediation ends without an agreement 终止调解.
    End {
        /// Why.
        why: Ended,
        /// What was said.
        reason: String,
        /// The other routes that the parties were told.
        routes: Vec<String>,
    },
    /// Given on to another route with the dossier 移交.
    HandOver {
        /// The route.
        route: String,
        /// To which body.
        to: String,
        /// A word with it.
        note: String,
    },
    /// Under which part of the dossier a file belongs 归卷.
    FileUnder {
        /// Which file.
        sha256: String,
        /// The part.
        part: DossierPart,
    },
}

impl Mediate {
    /// The pack's step that it takes.
    #[must_use]
    pub const fn step(&self) -> StepName {
        match self {
            Self::Refer(_) => StepName::RecordReferral,
            Self::Extend { .. } => StepName::ExtendMediation,
            Self::InviteOnline { .. } => StepName::InviteOnline,
            Self::AnswerOnline { .. } => StepName::AnswerOnline,
            Self::Consent { .. } => StepName::RecordConsent,
            Self::Notice { .. } => StepName::GiveNotice,
            Self::Choose { .. } | Self::Object { .. } => StepName::ChooseMediator,
            Self::ConfirmRecord { .. } => StepName::ConfirmRecord,
            Self::ConfirmPerformance { .. } => StepName::ConfirmPerformance,
            Self::CallSitting { .. } => StepName::CallSession,
            Self::MoveSitting { .. } => StepName::MoveSession,
            Self::CallOffSitting { .. } => StepName::CallOffSession,
            Self::RecordSitting { .. } | Self::RecordNobody { .. } => StepName::RecordSession,
            Self::DraftAgreement(_) => StepName::DraftAgreement,
            Self::Sign { .. } => StepName::SignPaper,
            Self::Seal => StepName::SealAgreement,
            Self::OralAgreement(_) => StepName::RecordOralAgreement,
            Self::ApplyConfirmation { .. } => StepName::ApplyConfirmation,
            Self::DeclineConfirmation { .. } => StepName::DeclineConfirmation,
            Self::DecideConfirmation { .. } => StepName::RecordConfirmation,
            Self::FollowUp { .. } => StepName::FollowUp,
            Self::Anew { .. } => StepName::MediateAnew,
            Self::End { .. } => StepName::EndMediation,
            Self::HandOver { .. } => StepName::HandOver,
            Self::FileUnder { .. } => StepName::FileEvidence,
        }
    }
}
