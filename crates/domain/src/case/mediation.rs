//! Mediation of a dispute 人民调解 (人民调解法): who takes part, what they were told, who mediates, what was said, what was
//! agreed, and what became of it. Parties are letters here; their names are sealed.

mod agreement;
mod command;
mod party_words;
mod questions;
mod referral;

pub use agreement::{Agreement, AgreementPart, Performance, PerformanceResult, Term};
pub use command::Mediate;
pub use party_words::{Objection, RecordWord, TermWord};
pub use questions::{confirm_until, earliest_term};
pub use referral::{Online, Referral, ReferralWay, online_until};

use crate::PostSlug;
use crate::pack::FieldName;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A party 当事人 of a dispute, in the open only by its letter. The first is the one who asked for mediation, or whom it
/// was found with, and follows the case as its requester.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Party {
    /// 甲方.
    A,
    /// 乙方.
    B,
    /// 丙方.
    C,
    /// 丁方.
    D,
}

impl Party {
    /// In their order.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// Its letter in forms, addresses and message keys.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
            Self::D => "d",
        }
    }

    /// The party of a letter.
    #[must_use]
    pub fn of_letter(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.letter() == letter)
    }

    /// The sealed field with its name.
    #[must_use]
    pub const fn field(self) -> FieldName {
        match self {
            Self::A => FieldName::RequesterName,
            Self::B => FieldName::PartyB,
            Self::C => FieldName::PartyC,
            Self::D => FieldName::PartyD,
        }
    }
}

/// Who signs a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signer {
    /// 甲方.
    A,
    /// 乙方.
    B,
    /// 丙方.
    C,
    /// 丁方.
    D,
    /// 人民调解员.
    Mediator,
}

impl Signer {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::A, Self::B, Self::C, Self::D, Self::Mediator];

    /// Its name in forms and message keys.
    #[must_use]
    pub fn letter(self) -> &'static str {
        self.party().map_or("mediator", Party::letter)
    }

    /// The signer of that name.
    #[must_use]
    pub fn of_letter(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|signer| signer.letter() == letter)
    }

    /// The party that it is; none for the mediator.
    #[must_use]
    pub const fn party(self) -> Option<Party> {
        match self {
            Self::A => Some(Party::A),
            Self::B => Some(Party::B),
            Self::C => Some(Party::C),
            Self::D => Some(Party::D),
            Self::Mediator => None,
        }
    }
}

impl From<Party> for Signer {
    fn from(party: Party) -> Self {
        match party {
            Party::A => Self::A,
            Party::B => Self::B,
            Party::C => Self::C,
            Party::D => Self::D,
        }
    }
}

/// A paper that is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum SignedPaper {
    /// 权利义务告知书: each party.
    Notice,
    /// 调解笔录 of a session: who was there, and the mediator.
    Record {
        /// Which session, 1 first.
        session: u32,
    },
    /// 调解协议书: each party and the mediator (art. 29).
    Agreement,
    /// 司法确认申请书: both parties together (art. 33).
    Application,
}

/// How a signature was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignedBy {
    /// Drawn on the glass of a telephone or tablet.
    Glass,
    /// On paper, of which a scan is kept.
    Paper,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Of what.
    pub paper: SignedPaper,
    /// Whose.
    pub signer: Signer,
    /// How.
    pub by: SignedBy,
    /// SHA-256 of the file that shows it, which the case keeps under seal.
    pub sha256: String,
    /// Of the agreement and of the application: the draft that was read, 1 first; 0 in what older versions wrote.
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub draft: u32,
    /// When.
    pub at: Timestamp,
}

/// Whether a party wants mediation 调解意愿 (art. 17: who refuses it is not mediated with).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Agrees to be mediated with.
    pub agrees: bool,
    /// What was said with it.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// How a party was told its rights and duties (art. 23 and 24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeHow {
    /// In writing, to be kept.
    Written,
    /// Read out.
    ReadOut,
}

/// 权利义务告知.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// How.
    pub how: NoticeHow,
    /// When.
    pub at: Timestamp,
}

/// A session 调解 to which parties were called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// When it begins.
    pub at: Timestamp,
    /// How long it is meant to take.
    pub minutes: u32,
    /// The room; may be empty where there is a link.
    pub place: String,
    /// The address of a video call; may be empty.
    pub link: String,
    /// Who was called: all parties, or one apart.
    pub parties: Vec<Party>,
    /// When they were called, or told last that it is at another time or place.
    pub called_at: Timestamp,
    /// How often it was moved.
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub moved: u32,
    /// It does not take place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_off: Option<CalledOff>,
    /// What was written down.
    pub record: Option<SittingRecord>,
}

impl Sitting {
    /// It is still waited for: neither recorded nor called off.
    #[must_use]
    pub const fn is_awaited(&self) -> bool {
        self.record.is_none() && self.called_off.is_none()
    }
}

/// 取消调解: a session that does not take place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledOff {
    /// Why.
    pub reason: String,
    /// When it was called off.
    pub at: Timestamp,
}

/// 调解笔录: what was written down of a session, read back to those who were there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SittingRecord {
    /// Who was there; nobody where none of the parties came.
    pub present: Vec<Party>,
    /// The record.
    pub text: String,
    /// When it was written down.
    pub at: Timestamp,
}

/// What a court said of the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationOutcome {
    /// 确认有效.
    Confirmed,
    /// 驳回.
    Rejected,
    /// 撤回申请.
    Withdrawn,
}

/// 司法确认: asked for by all parties together (art. 33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The court.
    pub court: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// What came of it, the number of the ruling or what was said, and when.
    pub decided: Option<(ConfirmationOutcome, String, Timestamp)>,
}

/// 不申请司法确认: parties who do not want a court to confirm the agreement. They can change their minds while there is time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmationDeclined {
    /// Which.
    pub parties: Vec<Party>,
    /// What was said.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// Why mediation ended without an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// A party did not want it, or no more (art. 17 and 23).
    Refused,
    /// No agreement was reached (art. 26).
    Failed,
    /// The one who asked for it took that back.
    TakenBack,
}

/// 终止调解.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Why.
    pub why: Ended,
    /// Which party refused it; none where nobody did.
    pub party: Option<Party>,
    /// What was said.
    pub reason: String,
    /// The other routes that the parties were told (art. 26), as the pack names them.
    pub routes: Vec<String>,
    /// When.
    pub at: Timestamp,
}

/// 移交: given on to another route with the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The route, as the pack names it.
    pub route: String,
    /// To which body.
    pub to: String,
    /// A word with it.
    pub note: String,
    /// SHA-256 of the file with the dossier; empty only in what older versions wrote.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dossier: String,
    /// When.
    pub at: Timestamp,
}

/// What there is of a dispute's mediation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mediation {
    /// The court that has given it to the committee; none where the parties came, or were found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<Referral>,
    /// Whether the parties mediate online; none where nobody was invited to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online: Option<Online>,
    /// Who wants it.
    pub consents: BTreeMap<Party, Consent>,
    /// Who was told the rights and duties.
    pub notices: BTreeMap<Party, Notice>,
    /// The mediator whom the committee proposes.
    pub proposed: Option<PostSlug>,
    /// The mediator whom each party chooses.
    pub choices: BTreeMap<Party, PostSlug>,
    /// Mediators whom a party does not want.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
    /// What parties said of records by their own links, the first first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub record_words: Vec<RecordWord>,
    /// What parties said of promises by their own links, the first first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub term_words: Vec<TermWord>,
    /// Sessions, in the order called.
    pub sittings: Vec<Sitting>,
    /// What was agreed, as a draft until it is in force.
    pub agreement: Option<Agreement>,
    /// How many drafts of an agreement there were, those before the parties were asked anew among them.
    #[serde(skip_serializing_if = "is_none_yet")]
    pub drafts: u32,
    /// Signatures.
    pub signatures: Vec<Signature>,
    /// Since when the agreement is in force.
    pub in_force: Option<Timestamp>,
    /// Judicial confirmation.
    pub confirmation: Option<Confirmation>,
    /// Who does not want it; nothing more once it has been asked for.
    pub confirmation_declined: Option<ConfirmationDeclined>,
    /// How it ended without an agreement.
    pub ended: Option<Ending>,
    /// SHA-256 of the file with the dossier that was made last; empty where none was.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dossier: String,
    /// The case's version that this dossier shows.
    #[serde(skip_serializing_if = "is_zero")]
    pub dossier_of: u64,
    /// The case's version with the last of which a dossier tells.
    #[serde(skip_serializing_if = "is_zero")]
    pub told_at: u64,
    /// To whom it was given on.
    pub handed_over: Vec<HandOver>,
    /// Under which part of the dossier a file belongs, by its SHA-256.
    pub filed: BTreeMap<String, crate::pack::DossierPart>,
    /// What there was before the case was opened again.
    pub before: Vec<Mediation>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_zero(version: &u64) -> bool {
    *version == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
pub(super) const fn is_none_yet(number: &u32) -> bool {
    *number == 0
}

impl Mediation {
    /// Everything that people wrote in it.
    pub(super) fn each_word(&mut self, change: &mut impl FnMut(&mut String)) {
        if let Some(referral) = &mut self.referral {
            change(&mut referral.court);
            change(&mut referral.number);
        }
        self.objections.iter_mut().for_each(|said| change(&mut said.note));
        self.record_words.iter_mut().for_each(|said| change(&mut said.note));
        self.term_words.iter_mut().for_each(|said| change(&mut said.note));
        self.consents.values_mut().for_each(|consent| change(&mut consent.note));
        for sitting in &mut self.sittings {
            change(&mut sitting.place);
            change(&mut sitting.link);
            sitting.called_off.iter_mut().for_each(|off| change(&mut off.reason));
            sitting.record.iter_mut().for_each(|record| change(&mut record.text));
        }
        self.agreement
            .iter_mut()
            .for_each(|agreement| agreement.each_word(change));
        self.signatures
            .iter_mut()
            .for_each(|signature| change(&mut signature.sha256));
        if let Some(confirmation) = &mut self.confirmation {
            change(&mut confirmation.court);
            confirmation.decided.iter_mut().for_each(|(_, note, _)| change(note));
        }
        self.confirmation_declined
            .iter_mut()
            .for_each(|declined| change(&mut declined.note));
        self.ended.iter_mut().for_each(|ended| change(&mut ended.reason));
        for handed in &mut self.handed_over {
            change(&mut handed.to);
            change(&mut handed.note);
            change(&mut handed.dossier);
        }
        change(&mut self.dossier);
        self.before.iter_mut().for_each(|before| before.each_word(change));
    }

    /// Nothing of it is left but what happened and when.
    pub(super) fn erase(&mut self) {
        self.each_word(&mut String::clear);
        self.unfile();
    }

    /// A file's hash is the name of what is gone.
    fn unfile(&mut self) {
        self.filed.clear();
        self.before.iter_mut().for_each(Self::unfile);
    }
}
