//! What a pack says of mediation (人民调解法; 人民调解工作若干规定).

use super::Rule;
use crate::case::AgreementPart;
use crate::{CategorySlug, Text};

/// How disputes of a kind are mediated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediationRules {
    /// The number of an agreement; `{year}` and `{number}` stand for the year and the case's number.
    pub number: String,
    /// The rights and duties that parties are told, a paragraph a line (art. 23 and 24).
    pub notice: Rule<Text>,
    /// What an agreement has to say (art. 29).
    pub required: Rule<Vec<AgreementPart>>,
    /// The most promises of an agreement; any number where none is said.
    pub promises: Option<Rule<u32>>,
    /// The most days that all extensions to which the parties agree add together; none where the body sets no limit. What a court
    /// has given has its own rule: none.
    pub extension: Option<Rule<u32>>,
    /// The other routes that parties are told when mediation ends (art. 26).
    pub routes: Vec<OtherRoute>,
    /// How what was promised and not kept by its day is pursued (art. 32 and 33).
    pub remedies: Vec<Rule<Remedy>>,
    /// Agreements to begin with.
    pub templates: Vec<AgreementTemplate>,
    /// The dossier's parts in their order, and whether each has to be there.
    pub dossier: Rule<Vec<(DossierPart, bool)>>,
}

/// Another way to settle a dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherRoute {
    /// Slug.
    pub slug: String,
    /// As parties are told it.
    pub name: Text,
}

/// A way to pursue what was promised and not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// Slug.
    pub slug: String,
    /// As it is written down.
    pub name: Text,
    /// Only of an agreement that a court has confirmed.
    pub confirmed: bool,
}

/// An agreement to begin with: what is not in it is left to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementTemplate {
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: Text,
    /// Categories that it is meant for; none for any.
    pub categories: Vec<CategorySlug>,
    /// What is in dispute.
    pub dispute: Text,
    /// Who answers for what.
    pub responsibility: Text,
    /// What is agreed.
    pub content: Text,
    /// How it is performed.
    pub manner: Text,
}

/// A part of the dossier 卷宗.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DossierPart {
    /// 卷宗封面.
    Cover,
    /// 卷内目录.
    Contents,
    /// 调解申请书或者受理登记表.
    Application,
    /// 权利义务告知书.
    Notice,
    /// 当事人身份证明.
    Identity,
    /// 授权委托书.
    PowerOfAttorney,
    /// 调查笔录.
    Investigation,
    /// 证据材料.
    Evidence,
    /// 调解笔录.
    Record,
    /// 调解协议书或者口头协议登记表.
    Agreement,
    /// 履行凭证.
    Performance,
    /// 回访记录.
    FollowUp,
    /// 司法确认.
    Confirmation,
    /// 卷内备考表.
    Notes,
    /// 封底.
    BackCover,
}

impl DossierPart {
    /// The parts that are made of files alone, and under which files can be put.
    pub const OF_FILES: [Self; 7] = [
        Self::Application,
        Self::Identity,
        Self::PowerOfAttorney,
        Self::Investigation,
        Self::Evidence,
        Self::Performance,
        Self::Confirmation,
    ];

    /// Its name in message keys and file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::Contents => "contents",
            Self::Application => "application",
            Self::Notice => "notice",
            Self::Identity => "identity",
            Self::PowerOfAttorney => "power-of-attorney",
            Self::Investigation => "investigation",
            Self::Evidence => "evidence",
            Self::Record => "record",
            Self::Agreement => "agreement",
            Self::Performance => "performance",
            Self::FollowUp => "follow-up",
            Self::Confirmation => "confirmation",
            Self::Notes => "notes",
            Self::BackCover => "back-cover",
        }
    }
}
