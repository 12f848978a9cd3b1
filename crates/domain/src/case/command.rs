//! What may be asked of a case.

use super::{
    About, CaseLink, Correction, Ground, Mediate, NoticesBy, Opening, Opinion, Outcome, Party, Place, Publication,
    Reason, Respond, SealedValues,
};
use crate::clock::Allowance;
use crate::duty::Staff;
use crate::pack::FieldName;
use crate::{CaseId, CategorySlug, ClockSlug, KindSlug, Locale, PostSlug, UnitSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// In what capacity somebody acts. A pack's steps say which roles may take them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Import and timers: never a person's judgement.
    Program,
    /// The person who is owed the answer.
    Requester,
    /// Registers and dispatches.
    Clerk,
    /// Works for a unit: reports the day, acknowledges, handles, answers.
    Handler,
    /// The watch.
    DutyOfficer,
    /// Judges the day, writes the brief, assigns, chases.
    SpecialOffice,
    /// Reads the brief, decides, approves extensions, is named as responsible.
    Leader,
    /// Reads everything, changes nothing.
    Auditor,
    /// Units, posts, packs, backups.
    Administrator,
    /// Somebody of another body who is invited to one case, without a post here.
    Invited,
    /// A party of a dispute that is not the first 对方当事人: by its own link, in that dispute alone.
    OtherParty,
}

/// Who acts, as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// In what capacity.
    pub role: Role,
    /// The post held at that moment; none for the program and for requesters.
    pub post: Option<PostSlug>,
    /// The unit of that post.
    pub unit: Option<UnitSlug>,
    /// The account's opaque id, to tell two holders of one post apart ("somebody else signs off").
    pub account: Option<String>,
}

impl Actor {
    /// Import and timers.
    #[must_use]
    pub const fn program() -> Self {
        Self {
            role: Role::Program,
            post: None,
            unit: None,
            account: None,
        }
    }

    /// A party of a dispute by its own link. The first is the requester; another is known by its letter, which stands where others
    /// have their account.
    #[must_use]
    pub fn of_party(party: Party) -> Self {
        let (role, account) = if party == Party::A {
            (Role::Requester, None)
        } else {
            (Role::OtherParty, Some(party.letter().to_owned()))
        };
        Self {
            role,
            post: None,
            unit: None,
            account,
        }
    }

    /// The party whose word it is; none for whoever is none.
    #[must_use]
    pub fn party(&self) -> Option<Party> {
        match self.role {
            Role::Requester => Some(Party::A),
            Role::OtherParty => self.account.as_deref().and_then(Party::of_letter),
            _ => None,
        }
    }

    /// Whether both acted as one person: by account, and where one has none by post, since nobody can be told from
    /// themselves by their post alone.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        match (&self.account, &other.account) {
            (Some(own), Some(account)) => own == account,
            _ => self.post == other.post,
        }
    }
}

/// What is written down when a case begins (intake 登记). Names and contacts are not in its text: they are sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// Identity, made by the caller.
    pub id: CaseId,
    /// The public number; the store allots it.
    pub number: String,
    /// Kind declared by the pack.
    pub kind: KindSlug,
    /// Category within the kind.
    pub category: CategorySlug,
    /// One line that says what it is about.
    pub title: String,
    /// What was said, in full.
    pub description: String,
    /// Where.
    pub place: Place,
    /// How it came in (hotline, counter, app, …), as the pack or the file calls it.
    pub source: String,
    /// When it was first said, which may be before it was registered here.
    pub received_at: Timestamp,
    /// The unit that answers for it from the first moment (first asked stays responsible 首接负责).
    pub unit: UnitSlug,
    /// The post of the responsible leader.
    pub leader: PostSlug,
    /// The number it has in the system it came from, unique within `source_system`.
    pub external: Option<String>,
    /// The case that this one was made from (an assignment from the case that the brief spoke of).
    pub origin: Option<CaseId>,
    /// People affected, when known.
    pub people_affected: Option<u32>,
    /// Deaths and injuries, when known.
    pub casualties: Option<u32>,
    /// Whom of ours it complains about. It never reaches them.
    #[serde(default, skip_serializing_if = "About::is_empty")]
    pub about: About,
    /// How often the same thing had been asked before, as the intake counted it. It is about the case, never the caller.
    pub repeats: u32,
    /// A due time set by hand (an assignment's deadline); otherwise the pack's clocks alone count.
    pub due: Option<Timestamp>,
    /// When the source system says that it was finished there; not a closing here, which needs an answer.
    pub finished_at_source: Option<Timestamp>,
    /// When the unit says, in a file of its own, that it was finished. Its word alone, kept apart from the source
    /// system's: what counts is the moment at which it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish_claimed: Option<Timestamp>,
    /// Which sealed fields were filled in; `decide` writes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sealed_fields: Vec<FieldName>,
    /// Their values, which the store seals and no text of an event holds.
    #[serde(skip)]
    pub sealed: SealedValues,
}

/// A command: what somebody asks to happen to one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Intake 登记.
    Register(Box<Registration>),
    /// Put right what was registered; what was there stays in the stream.
    Correct {
        /// What is put right.
        #[serde(flatten)]
        changes: Correction,
        /// Why, or which file said so.
        reason: String,
    },
    /// Acceptance 受理.
    Accept,
    /// Refusal to accept 不予受理, with the reason the requester is told. Counted in every scorecard.
    Refuse {
        /// The reason told to the requester.
        reason: String,
    },
    /// Dispatch 派单. The unit so far stays responsible until the other takes it, where the kind has a step for that
    /// ([`Command::TakeOver`]), else until this is written.
    Dispatch {
        /// The unit that answers from now on.
        unit: UnitSlug,
        /// Its responsible leader.
        leader: PostSlug,
        /// A word to the unit.
        note: String,
    },
    /// The unit says that it has it 签收.
    Acknowledge,
    /// Handling 办理: a word on how far it is.
    ReportProgress {
        /// What was done.
        note: String,
    },
    /// A file that shows what was done. The file itself is kept by the store.
    AttachEvidence(super::Evidence),
    /// The answer 答复 to the requester, or a task's result.
    Answer {
        /// The words.
        text: String,
        /// What became of it.
        outcome: Outcome,
    },
    /// Somebody other than the one who answered says that it is done 核验.
    SignOff {
        /// A word on it.
        note: String,
    },
    /// Not done: back to the unit 退回.
    Return {
        /// What is missing.
        reason: String,
    },
    /// Closing 办结. Needs an answer.
    Close,
    /// Follow-up 回访: the requester's own words, and nobody else's.
    Confirm {
        /// Solved, in the requester's word.
        solved: Option<bool>,
        /// Satisfied, in the requester's word.
        satisfied: Option<bool>,
    },
    /// The requester, or the office for them, opens it again.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Follow-up 回访, and nobody was reached: a try, and no word of the requester's.
    ReportUnreached {
        /// How it was tried.
        note: String,
    },
    /// The requester takes it back.
    Withdraw {
        /// Why, if said.
        reason: String,
    },
    /// Supervision 督办.
    Supervise {
        /// What is expected.
        note: String,
    },
    /// A word 留言 between the requester, or another party of a dispute, and those who answer: who says it tells in which direction.
    Message {
        /// The words.
        text: String,
        /// Of a dispute the party to whom those who answer say it; the first where none is named. Of a party's own word none.
        to: Option<Party>,
    },
    /// A leader's comment 批示.
    Comment {
        /// The words.
        text: String,
    },
    /// The same thing was asked again: raises the case, never the caller.
    RecordRepeat,
    /// Stop a clock while waiting for something outside the body's power.
    PauseClock {
        /// Which clock.
        clock: ClockSlug,
        /// Why.
        reason: String,
    },
    /// Let it run on.
    ResumeClock {
        /// Which clock.
        clock: ClockSlug,
    },
    /// More time, within what the pack allows, approved by a leader, with the reason and whether the requester was told.
    ExtendClock {
        /// Which clock.
        clock: ClockSlug,
        /// How much.
        by: Allowance,
        /// Why.
        reason: String,
        /// The requester was told.
        requester_told: bool,
    },
    /// Put sealed fields down, or put them right. A field that is not among them stays as it is.
    KeepSealed {
        /// The values.
        #[serde(skip)]
        values: SealedValues,
        /// Why, or where they come from.
        reason: String,
    },
    /// Open what is sealed, a file, or a list with the case in it. Whoever does so shows it only after this is written.
    Open {
        /// What.
        what: Opening,
        /// Why.
        reason: Reason,
    },
    /// Erase what people wrote in the case, sealed fields and files with it, for ever.
    Erase {
        /// On what ground.
        ground: Ground,
        /// Who asked and how that was checked, or which rule.
        reason: String,
    },
    /// It turns out that the case complains about these too: from now on it is withheld from them.
    RecordAbout {
        /// Units, posts and members of staff that are added.
        about: About,
        /// Why.
        reason: String,
    },
    /// It does not complain about these after all.
    LiftAbout {
        /// Units, posts and members of staff that are taken away.
        about: About,
        /// Why.
        reason: String,
    },
    /// After review, everybody may read this of the case 公开.
    Publish(Publication),
    /// Nobody but those who work on it and the requester reads of it any more 撤回公开.
    Unpublish {
        /// Why.
        reason: String,
    },
    /// The written opinion 意见书 of this round, or a better one as long as nothing has been answered.
    RecordOpinion(Opinion),
    /// The requester asks for the next look at it: review 复查 after the first answer, re-review 复核 after the second.
    AskReview {
        /// Why the answer is not accepted.
        reason: String,
    },
    /// A post stands aside for a direct interest 回避.
    Recuse {
        /// Stands aside.
        post: PostSlug,
        /// Acts instead.
        replacement: PostSlug,
        /// Why.
        reason: String,
    },
    /// The simple procedure 简易办理.
    Simplify,
    /// A unit helps the responsible one 协办.
    JoinUnit {
        /// Which.
        unit: UnitSlug,
        /// With what.
        note: String,
    },
    /// It helps no longer.
    ReleaseUnit {
        /// Which.
        unit: UnitSlug,
        /// Why.
        reason: String,
    },
    /// The responsible unit says that the case is not its own, and whose it is. It answers for it until that unit has
    /// taken it.
    PassOn {
        /// The unit that should take it.
        unit: UnitSlug,
        /// Its responsible leader.
        leader: PostSlug,
        /// Why; the requester is told.
        reason: String,
    },
    /// The unit that was named takes it.
    TakeOver,
    /// The unit that was named does not take it: who has it keeps it.
    DeclinePass {
        /// Why.
        reason: String,
    },
    /// This case asks the same as another one before.
    RepeatOf(CaseLink),
    /// Another case asks the same as this one: raises this case, never who asked.
    RepeatedBy(CaseLink),
    /// It does not after all: the two stand each for itself again.
    SplitFrom(CaseLink),
    /// The other case does not after all: what it raised is taken back.
    SplitOff(CaseLink),
    /// Another case, of whatever kind, belongs together with this one: nothing else changes in either.
    Relate(CaseLink),
    /// It does not after all.
    Unrelate(CaseLink),
    /// The requester, who asked without the portal, gets a secret link to follow the case.
    GiveLink {
        /// What the secret link hashes to.
        link: String,
        /// Of a dispute: the party whose word is what is said by it; none where whoever gets it is no party.
        party: Option<Party>,
    },
    /// A step of a dispute's mediation.
    Mediate(Mediate),
    /// A step of an incident.
    Respond(Respond),
    /// How the requester wants to be told of what happens; none for not at all, or not any more.
    ChooseNotices {
        /// By what way.
        by: Option<NoticesBy>,
        /// In which language.
        language: Locale,
        /// Where to, as [`FieldName::NoticeAddress`].
        #[serde(skip)]
        address: SealedValues,
        /// Why somebody at the desk chooses or changes it for them; none when the case is taken down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Of a dispute, for which party; none for whoever chooses, at the desk for the requester.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<Party>,
    },
    /// Another post sees who reported from now on, and the one so far does not.
    HandSourceOn {
        /// Which.
        post: PostSlug,
        /// Why.
        reason: String,
        /// Nobody holds the post that sees it now, as the caller has found: a leader of the body names another.
        vacated: bool,
    },
    /// A file that came with a report tells nothing of who reported.
    ClearSourceFile {
        /// SHA-256, lower-case hex.
        sha256: String,
        /// Why.
        reason: String,
    },
    /// Accounts that were one person's are parted: what was withheld from one of them because it is about another stays withheld. The
    /// program's alone.
    KeepWithheld {
        /// All that were one person's.
        staff: BTreeSet<Staff>,
    },
    /// Somebody is in danger now.
    RaiseDanger {
        /// What kind, by the pack's name of it.
        danger: String,
        /// What the situation is.
        situation: String,
    },
    /// The duty post has it in hand.
    AcknowledgeDanger,
    /// Whoever was called for it has it in hand, whatever their post: said by taking the call.
    TakeDangerCall,
    /// The danger is over.
    EndDanger {
        /// Why.
        reason: String,
    },
    /// Somebody of another body is invited to the case 联合调解.
    InviteGuest {
        /// What their secret link hashes to.
        guest: String,
        /// Body and function.
        who: String,
        /// What for.
        purpose: String,
        /// Until when.
        until: Timestamp,
    },
    /// An invitation is ended before its time.
    EndInvitation {
        /// Whose.
        guest: String,
        /// Why.
        reason: String,
    },
    /// Whoever invited opens what is sealed to the invited.
    ShareSealed {
        /// To whom.
        guest: String,
        /// Why.
        reason: String,
    },
    /// Whoever invited, or the mediator, shows the agreement to the invited.
    ShareAgreement {
        /// To whom.
        guest: String,
        /// Why.
        reason: String,
    },
    /// Somebody invited says something.
    StateAsGuest {
        /// The words.
        text: String,
    },
    /// Somebody invited adds a file. The file itself is kept by the store.
    AttachAsGuest(super::Evidence),
    /// A timer says that a clock has reached a share of its time (50, 80, 100). Ignored where it is no longer so.
    ReachMark {
        /// Which clock.
        clock: ClockSlug,
        /// Percent of the time allowed: 50, 80 or 100.
        percent: u8,
    },
}
