//! The words of a mediation, as JSON and as its description.

use super::bodies::Seen;
use domain::case::{ConfirmationOutcome, Ended, NoticeHow, Party, PerformanceResult, ReferralWay, SignedPaper, Signer};
use domain::pack::DossierPart;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// A party by its letter.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Party)]
pub(crate) enum PartyBody {
    A,
    B,
    C,
    D,
}

impl PartyBody {
    /// As the rules have it.
    pub(super) const fn party(self) -> Party {
        match self {
            Self::A => Party::A,
            Self::B => Party::B,
            Self::C => Party::C,
            Self::D => Party::D,
        }
    }

    pub(super) fn parties(bodies: &[Self]) -> Vec<Party> {
        bodies.iter().map(|body| body.party()).collect()
    }
}

/// How a court gave a dispute to the committee.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReferralWay)]
pub(crate) enum WayBody {
    Appointed,
    EntrustedOrdinary,
    EntrustedSummary,
}

impl WayBody {
    /// As the rules have it.
    pub(super) const fn way(self) -> ReferralWay {
        match self {
            Self::Appointed => ReferralWay::Appointed,
            Self::EntrustedOrdinary => ReferralWay::EntrustedOrdinary,
            Self::EntrustedSummary => ReferralWay::EntrustedSummary,
        }
    }
}

/// How a party was told.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeHow)]
pub(crate) enum HowBody {
    Written,
    ReadOut,
}

impl HowBody {
    /// As the rules have it.
    pub(super) const fn how(self) -> NoticeHow {
        match self {
            Self::Written => NoticeHow::Written,
            Self::ReadOut => NoticeHow::ReadOut,
        }
    }
}

/// A paper that is signed.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SignedPaper)]
pub(crate) enum PaperBody {
    Notice,
    Record,
    Agreement,
    Application,
}

impl PaperBody {
    /// As the rules have it; the record of a session that nobody named is of none that there is.
    pub(super) fn paper(self, session: Option<u32>) -> SignedPaper {
        match self {
            Self::Notice => SignedPaper::Notice,
            Self::Record => SignedPaper::Record {
                session: session.unwrap_or(0),
            },
            Self::Agreement => SignedPaper::Agreement,
            Self::Application => SignedPaper::Application,
        }
    }
}

/// Who signs.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Signer)]
pub(crate) enum SignerBody {
    A,
    B,
    C,
    D,
    Mediator,
}

impl SignerBody {
    /// As the rules have it.
    pub(super) const fn signer(self) -> Signer {
        match self {
            Self::A => Signer::A,
            Self::B => Signer::B,
            Self::C => Signer::C,
            Self::D => Signer::D,
            Self::Mediator => Signer::Mediator,
        }
    }
}

/// What a court said.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ConfirmationOutcome)]
pub(crate) enum RulingBody {
    Confirmed,
    Rejected,
    Withdrawn,
}

impl RulingBody {
    /// As the rules have it.
    pub(super) const fn outcome(self) -> ConfirmationOutcome {
        match self {
            Self::Confirmed => ConfirmationOutcome::Confirmed,
            Self::Rejected => ConfirmationOutcome::Rejected,
            Self::Withdrawn => ConfirmationOutcome::Withdrawn,
        }
    }
}

/// Whether what was promised was done.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PerformanceResult)]
pub(crate) enum ResultBody {
    Performed,
    Partly,
    NotPerformed,
}

impl ResultBody {
    /// As the rules have it.
    pub(super) const fn result(self) -> PerformanceResult {
        match self {
            Self::Performed => PerformanceResult::Performed,
            Self::Partly => PerformanceResult::Partly,
            Self::NotPerformed => PerformanceResult::NotPerformed,
        }
    }
}

/// Why mediation ended.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MediationEnded)]
pub(crate) enum EndedBody {
    Refused,
    Failed,
    TakenBack,
}

impl EndedBody {
    /// As the rules have it.
    pub(super) const fn ended(self) -> Ended {
        match self {
            Self::Refused => Ended::Refused,
            Self::Failed => Ended::Failed,
            Self::TakenBack => Ended::TakenBack,
        }
    }
}

/// A part of the dossier under which files are put.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DossierFilePart)]
pub(crate) enum FilePart {
    Application,
    Identity,
    PowerOfAttorney,
    Investigation,
    Evidence,
    Performance,
    Confirmation,
}

impl FilePart {
    /// As the rules have it.
    pub(super) const fn part(self) -> DossierPart {
        match self {
            Self::Application => DossierPart::Application,
            Self::Identity => DossierPart::Identity,
            Self::PowerOfAttorney => DossierPart::PowerOfAttorney,
            Self::Investigation => DossierPart::Investigation,
            Self::Evidence => DossierPart::Evidence,
            Self::Performance => DossierPart::Performance,
            Self::Confirmation => DossierPart::Confirmation,
        }
    }
}

/// A promise.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Term {
    /// Who.
    party: PartyBody,
    /// What.
    #[schema(value_type = String)]
    what: Seen,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    due: Date,
}

impl Term {
    /// As the rules have it.
    pub(super) fn term(self) -> domain::case::Term {
        domain::case::Term {
            party: self.party.party(),
            what: self.what.0,
            due: self.due,
            visits: Vec::new(),
        }
    }
}
