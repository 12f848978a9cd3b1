//! Choices of a mediation's forms with their message keys, and what pages call them.

use domain::case::{ConfirmationOutcome, Consent, Ended, NoticeHow, Party, PerformanceResult, ReferralWay};
use domain::pack::DossierPart;

/// Ticks for parties: party, name in forms, message key.
pub(super) const PARTIES: [(Party, &str, &str); 4] = [
    (Party::A, "party_a", "party-a"),
    (Party::B, "party_b", "party-b"),
    (Party::C, "party_c", "party-c"),
    (Party::D, "party_d", "party-d"),
];

/// Ways in which a court gives a dispute to the committee.
pub(super) const WAYS: [(ReferralWay, &str, &str); 3] = [
    (ReferralWay::Appointed, "appointed", "referral-appointed"),
    (
        ReferralWay::EntrustedOrdinary,
        "entrusted_ordinary",
        "referral-entrusted-ordinary",
    ),
    (
        ReferralWay::EntrustedSummary,
        "entrusted_summary",
        "referral-entrusted-summary",
    ),
];
/// Whether a party mediates online.
pub(super) const TAKES_PART: [(bool, &str, &str); 2] = [
    (true, "yes", "online-takes-part"),
    (false, "no", "online-takes-no-part"),
];

pub(super) const HOW: [(NoticeHow, &str, &str); 2] = [
    (NoticeHow::Written, "written", "notice-written"),
    (NoticeHow::ReadOut, "read-out", "notice-read-out"),
];
pub(super) const WHY: [(Ended, &str, &str); 3] = [
    (Ended::Failed, "failed", "ended-failed"),
    (Ended::Refused, "refused", "ended-refused"),
    (Ended::TakenBack, "taken-back", "ended-taken-back"),
];
pub(super) const OUTCOMES: [(ConfirmationOutcome, &str, &str); 3] = [
    (ConfirmationOutcome::Confirmed, "confirmed", "confirmation-confirmed"),
    (ConfirmationOutcome::Rejected, "rejected", "confirmation-rejected"),
    (ConfirmationOutcome::Withdrawn, "withdrawn", "confirmation-withdrawn"),
];
pub(crate) const RESULTS: [(PerformanceResult, &str, &str); 3] = [
    (PerformanceResult::Performed, "performed", "performance-performed"),
    (PerformanceResult::Partly, "partly", "performance-partly"),
    (PerformanceResult::NotPerformed, "not", "performance-not"),
];

/// Message key of how a court gave a dispute.
pub(crate) fn way_key(way: ReferralWay) -> &'static str {
    key_of(&WAYS, way, "referral-appointed")
}

/// Message key of whether a party mediates online.
pub(crate) fn takes_part_key(takes_part: bool) -> &'static str {
    key_of(&TAKES_PART, takes_part, "online-takes-no-part")
}

/// Message key of a reason for which mediation ended.
pub(crate) fn why_key(why: Ended) -> &'static str {
    key_of(&WHY, why, "ended-failed")
}

/// Message key of what a court said.
pub(crate) fn outcome_key(outcome: ConfirmationOutcome) -> &'static str {
    key_of(&OUTCOMES, outcome, "confirmation-confirmed")
}

/// Message key of what was found of a promise.
pub(crate) fn result_key(result: PerformanceResult) -> &'static str {
    key_of(&RESULTS, result, "performance-not")
}

/// Message key of how a party was told its rights.
pub(crate) fn how_key(how: NoticeHow) -> &'static str {
    key_of(&HOW, how, "notice-written")
}

/// Message key of a party.
pub(crate) fn party_key(party: Party) -> &'static str {
    let known = PARTIES.iter().find(|(known, ..)| *known == party);
    known.map_or("party-a", |(_, _, key)| key)
}

/// Message key of whether a party wants mediation, and the class of its mark.
pub(crate) fn consent_key(consent: Option<&Consent>) -> (&'static str, &'static str) {
    match consent {
        Some(consent) if consent.agrees => ("consent-agrees", "good"),
        Some(_) => ("consent-refuses", "late"),
        None => ("mediation-unasked", "near"),
    }
}

/// Message key of a part of the dossier.
pub(crate) const fn part_key(part: DossierPart) -> &'static str {
    match part {
        DossierPart::Cover => "dossier-part-cover",
        DossierPart::Contents => "dossier-part-contents",
        DossierPart::Application => "dossier-part-application",
        DossierPart::Notice => "dossier-part-notice",
        DossierPart::Identity => "dossier-part-identity",
        DossierPart::PowerOfAttorney => "dossier-part-power-of-attorney",
        DossierPart::Investigation => "dossier-part-investigation",
        DossierPart::Evidence => "dossier-part-evidence",
        DossierPart::Record => "dossier-part-record",
        DossierPart::Agreement => "dossier-part-agreement",
        DossierPart::Performance => "dossier-part-performance",
        DossierPart::FollowUp => "dossier-part-follow-up",
        DossierPart::Confirmation => "dossier-part-confirmation",
        DossierPart::Notes => "dossier-part-notes",
        DossierPart::BackCover => "dossier-part-back-cover",
    }
}

fn key_of<T: Copy + PartialEq>(
    list: &'static [(T, &'static str, &'static str)],
    value: T,
    otherwise: &'static str,
) -> &'static str {
    let known = list.iter().find(|(known, ..)| *known == value);
    known.map_or(otherwise, |(_, _, key)| key)
}
