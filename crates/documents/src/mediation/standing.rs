//! What stands in a dossier, in its legal order, and what is missing.

use domain::case::{Case, Evidence, Mediation, SignedBy, SignedPaper, Signer, Sitting};
use domain::pack::{DossierPart, Pack};
use std::collections::BTreeSet;

/// A part of the dossier, and whether it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartStanding {
    /// Which.
    pub part: DossierPart,
    /// It is there.
    pub there: bool,
    /// It has to be there, as the case stands.
    pub required: bool,
}

impl PartStanding {
    /// It has to be there and is not.
    #[must_use]
    pub const fn is_missing(self) -> bool {
        self.required && !self.there
    }
}

/// The parts of a case's dossier in the pack's order; none where the kind has no mediation.
#[must_use]
pub fn standing(case: &Case, pack: &Pack) -> Vec<PartStanding> {
    let rules = pack.kind(&case.kind).and_then(|kind| kind.mediation.as_ref());
    let Some(rules) = rules else { return Vec::new() };
    let empty = Mediation::default();
    let mediation = case.mediation().unwrap_or(&empty);
    let parts = rules.dossier.value.iter();
    let parts = parts.map(|(part, required)| PartStanding {
        part: *part,
        there: is_there(case, mediation, *part),
        required: *required && is_due(mediation, *part),
    });
    parts.collect()
}

/// Who still has to sign a paper that is there under a part, each once.
#[must_use]
pub fn unsigned(case: &Case, part: DossierPart) -> Vec<Signer> {
    let Some(mediation) = case.mediation() else {
        return Vec::new();
    };
    let sessions = (1_u32..).zip(&mediation.sittings);
    let papers: Vec<SignedPaper> = match part {
        DossierPart::Notice => vec![SignedPaper::Notice],
        DossierPart::Record => sessions.map(|(session, _)| SignedPaper::Record { session }).collect(),
        DossierPart::Agreement => vec![SignedPaper::Agreement],
        DossierPart::Confirmation if mediation.confirmation.is_some() => vec![SignedPaper::Application],
        _ => Vec::new(),
    };
    let mut signers: Vec<Signer> = Vec::new();
    for signer in papers.into_iter().flat_map(|paper| case.unsigned(paper)) {
        if !signers.contains(&signer) {
            signers.push(signer);
        }
    }
    signers
}

/// The files that stand under a part, in the order in which they came in: those that were put there, and scans of signed
/// pages with the paper that was signed.
#[must_use]
pub fn files_under(case: &Case, part: DossierPart) -> Vec<&Evidence> {
    let Some(mediation) = case.mediation() else {
        return Vec::new();
    };
    let signed = |sha256: &str| {
        let mut scans = mediation.signatures.iter().filter(|known| known.by == SignedBy::Paper);
        scans
            .find(|known| known.sha256 == sha256)
            .map(|known| match known.paper {
                SignedPaper::Notice => DossierPart::Notice,
                SignedPaper::Record { .. } => DossierPart::Record,
                SignedPaper::Agreement => DossierPart::Agreement,
                SignedPaper::Application => DossierPart::Confirmation,
            })
    };
    let of = |evidence: &&Evidence| {
        let filed = mediation.filed.get(&evidence.sha256).copied();
        filed.or_else(|| signed(&evidence.sha256)) == Some(part)
    };
    let mut files: Vec<&Evidence> = case.evidence.iter().filter(of).collect();
    // Brought by two, it is one page.
    let mut seen = BTreeSet::new();
    files.retain(|evidence| seen.insert(&evidence.sha256));
    files
}

fn is_there(case: &Case, mediation: &Mediation, part: DossierPart) -> bool {
    let filed = || mediation.filed.values().any(|known| *known == part);
    match part {
        DossierPart::Cover
        | DossierPart::Contents
        | DossierPart::Application
        | DossierPart::Notes
        | DossierPart::BackCover => true,
        DossierPart::Notice => {
            let mut parties = case.parties().into_iter();
            parties.all(|party| mediation.notices.contains_key(&party))
        }
        DossierPart::Record => mediation.sittings.iter().any(|sitting| sitting.record.is_some()),
        DossierPart::Agreement => mediation.in_force.is_some(),
        DossierPart::FollowUp => !mediation.promises().is_empty() && mediation.unvisited().is_empty(),
        DossierPart::Confirmation => mediation.confirmation.is_some() || filed(),
        DossierPart::Identity
        | DossierPart::PowerOfAttorney
        | DossierPart::Investigation
        | DossierPart::Evidence
        | DossierPart::Performance => filed(),
    }
}

/// Where mediation ended without an agreement there is none to file, nor anything to follow up; where a party refused it,
/// there was no session.
fn is_due(mediation: &Mediation, part: DossierPart) -> bool {
    match part {
        DossierPart::Agreement => mediation.ended.is_none(),
        DossierPart::FollowUp => !mediation.promises().is_empty(),
        DossierPart::Record => {
            let held = |sitting: &Sitting| sitting.called_off.is_none();
            mediation.ended.is_none() || mediation.sittings.iter().any(held)
        }
        _ => true,
    }
}
