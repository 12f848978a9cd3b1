//! The agreement 调解协议: what it has to say (art. 29), and what was performed of it (art. 31).

use super::Party;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Part of an agreement, as art. 29 lists them and as a pack requires them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementPart {
    /// 当事人基本情况: their names are sealed in the case.
    Parties,
    /// 纠纷主要事实.
    Facts,
    /// 争议事项.
    Dispute,
    /// 各方责任.
    Responsibility,
    /// 协议内容.
    Content,
    /// 履行方式.
    Manner,
    /// 履行地点.
    Place,
    /// 履行期限: what each party does, by when.
    Terms,
}

impl AgreementPart {
    /// Its name in message keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parties => "parties",
            Self::Facts => "facts",
            Self::Dispute => "dispute",
            Self::Responsibility => "responsibility",
            Self::Content => "content",
            Self::Manner => "manner",
            Self::Place => "place",
            Self::Terms => "terms",
        }
    }
}

/// Whether what was promised was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PerformanceResult {
    /// 已履行.
    Performed,
    /// 部分履行.
    Partly,
    /// 未履行.
    NotPerformed,
}

/// A follow-up visit 回访 on one promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Performance {
    /// What was found.
    pub result: PerformanceResult,
    /// The words.
    pub note: String,
    /// The way of the pack by which what was not kept by its day is pursued; empty where none was stated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub route: String,
    /// When.
    pub at: Timestamp,
}

/// A promise: who does what by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Who.
    pub party: Party,
    /// What.
    pub what: String,
    /// The last day.
    pub due: Date,
    /// What was found at follow-up visits, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<Performance>,
}

impl Term {
    /// It has been done in full.
    #[must_use]
    pub fn is_performed(&self) -> bool {
        self.visits
            .last()
            .is_some_and(|visit| visit.result == PerformanceResult::Performed)
    }

    /// Nothing more is waited for here: it has been done in full, or its day is past and how it is pursued was stated.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let stated = self.visits.last().is_some_and(|visit| !visit.route.is_empty());
        self.is_performed() || stated
    }
}

/// What the parties agree on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Agreed by word of mouth, and written down by the mediator (art. 28); then `content` says it all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub oral: bool,
    /// The pack's template; empty where none was used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub template: String,
    /// What happened.
    pub facts: String,
    /// What is in dispute.
    pub dispute: String,
    /// Who answers for what.
    pub responsibility: String,
    /// What is agreed.
    pub content: String,
    /// How it is performed.
    pub manner: String,
    /// Where it is performed.
    pub place: String,
    /// Who does what by when.
    pub terms: Vec<Term>,
}

impl Agreement {
    /// Everything that people wrote in it.
    pub(in crate::case) fn each_word(&mut self, change: &mut impl FnMut(&mut String)) {
        let Self {
            facts,
            dispute,
            responsibility,
            content,
            manner,
            place,
            terms,
            ..
        } = self;
        for part in [facts, dispute, responsibility, content, manner, place] {
            change(part);
        }
        for term in terms {
            change(&mut term.what);
            term.visits.iter_mut().for_each(|visit| change(&mut visit.note));
        }
    }

    /// Whether a part says something; who the parties are is not in it.
    #[must_use]
    pub fn says(&self, part: AgreementPart) -> bool {
        let said = |text: &str| !text.trim().is_empty();
        match part {
            AgreementPart::Parties => true,
            AgreementPart::Facts => said(&self.facts),
            AgreementPart::Dispute => said(&self.dispute),
            AgreementPart::Responsibility => said(&self.responsibility),
            AgreementPart::Content => said(&self.content),
            AgreementPart::Manner => said(&self.manner),
            AgreementPart::Place => said(&self.place),
            AgreementPart::Terms => !self.terms.is_empty(),
        }
    }
}
