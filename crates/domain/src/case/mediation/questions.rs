//! What may be asked of a mediation.

use super::{ConfirmationOutcome, Mediation, Party, SignedPaper, Signer, Term};
use crate::PostSlug;
use crate::case::Case;
use crate::clock::due;
use crate::pack::{ClockRule, Pack, StepName};
use jiff::Timestamp;

impl Case {
    /// The parties of a dispute: two, and those of the others whose names are there.
    #[must_use]
    pub fn parties(&self) -> Vec<Party> {
        let there = |party: &Party| matches!(party, Party::A | Party::B) || self.sealed_fields.contains(&party.field());
        Party::ALL.into_iter().filter(there).collect()
    }

    /// The mediation; none where nothing of it has begun.
    #[must_use]
    pub fn mediation(&self) -> Option<&Mediation> {
        self.mediation.as_deref()
    }

    /// How a court gave it to the committee; none where none did.
    #[must_use]
    pub fn referral_way(&self) -> Option<super::ReferralWay> {
        self.mediation()?.referral.as_ref().map(|referral| referral.way)
    }

    /// The mediator: whom every party has chosen or accepted, and who does not stand aside.
    #[must_use]
    pub fn mediator(&self) -> Option<&PostSlug> {
        let choices = &self.mediation()?.choices;
        let chosen = choices.get(&Party::A)?;
        let agreed = self.parties().iter().all(|party| choices.get(party) == Some(chosen));
        (agreed && !self.stands_aside(chosen)).then_some(chosen)
    }

    /// Parties who have not said that they want mediation.
    #[must_use]
    pub fn without_consent(&self) -> Vec<Party> {
        let mut parties = self.parties();
        parties.retain(|party| {
            let consent = self.mediation().and_then(|mediation| mediation.consents.get(party));
            !consent.is_some_and(|consent| consent.agrees)
        });
        parties
    }

    /// Who has to sign a paper; nobody where there is no such paper.
    #[must_use]
    pub fn signers(&self, paper: SignedPaper) -> Vec<Signer> {
        let Some(mediation) = self.mediation() else {
            return Vec::new();
        };
        let all = || self.parties().into_iter().map(Signer::from);
        match paper {
            SignedPaper::Notice => {
                let told = self
                    .parties()
                    .into_iter()
                    .filter(|party| mediation.notices.contains_key(party));
                told.map(Signer::from).collect()
            }
            SignedPaper::Record { session } => {
                let record = mediation.sitting(session).and_then(|sitting| sitting.record.as_ref());
                let present = record.map(|record| record.present.iter().copied().map(Signer::from));
                present.map_or_else(Vec::new, |present| present.chain([Signer::Mediator]).collect())
            }
            SignedPaper::Agreement if mediation.agreement.as_ref().is_some_and(|agreement| !agreement.oral) => {
                all().chain([Signer::Mediator]).collect()
            }
            // Signed before it is handed in: who signs it are those who ask (art. 33).
            SignedPaper::Application if mediation.is_written_in_force() => all().collect(),
            SignedPaper::Agreement | SignedPaper::Application => Vec::new(),
        }
    }

    /// Those of them who have not.
    #[must_use]
    pub fn unsigned(&self, paper: SignedPaper) -> Vec<Signer> {
        let mut signers = self.signers(paper);
        let signed = self.mediation().map_or(&[][..], |mediation| &mediation.signatures);
        signers.retain(|signer| {
            !signed
                .iter()
                .any(|known| known.paper == paper && known.signer == *signer)
        });
        signers
    }

    /// The papers that somebody still has to sign, in the order in which they are made. The application to the court is
    /// one as long as it can be made, and the only one once the case has ended.
    #[must_use]
    pub fn papers_to_sign(&self, pack: &Pack, now: Timestamp) -> Vec<SignedPaper> {
        let sittings = self.mediation().map_or(0, |mediation| mediation.sittings.len());
        let sittings = u32::try_from(sittings).unwrap_or(u32::MAX);
        let records = (1..=sittings).map(|session| SignedPaper::Record { session });
        let papers = [SignedPaper::Notice].into_iter().chain(records);
        let papers = papers.chain([SignedPaper::Agreement, SignedPaper::Application]);
        let can_be_signed = |paper: &SignedPaper| match paper {
            SignedPaper::Application => {
                let handed_in = self
                    .mediation()
                    .is_some_and(|mediation| mediation.confirmation.is_some());
                let until = confirm_until(self, pack);
                handed_in || until.is_some_and(|until| now.as_second() <= until.as_second())
            }
            _ => !self.is_ended(),
        };
        papers
            .filter(|paper| can_be_signed(paper) && !self.unsigned(*paper).is_empty())
            .collect()
    }
}

impl Mediation {
    /// There is an agreement in writing, and it is in force.
    #[must_use]
    pub fn is_written_in_force(&self) -> bool {
        self.in_force.is_some() && self.agreement.as_ref().is_some_and(|agreement| !agreement.oral)
    }

    /// There is a dossier that was made as the case stands now.
    #[must_use]
    pub const fn has_dossier(&self) -> bool {
        !self.dossier.is_empty() && self.dossier_of >= self.told_at
    }

    /// A session by its number, 1 first.
    #[must_use]
    pub fn sitting(&self, number: u32) -> Option<&super::Sitting> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        self.sittings.get(at)
    }

    /// What the parties promised each other, once it is in force.
    #[must_use]
    pub fn promises(&self) -> &[Term] {
        let agreement = self.agreement.as_ref().filter(|_| self.in_force.is_some());
        agreement.map_or(&[][..], |agreement| &agreement.terms)
    }

    /// The numbers of the promises on which nobody has followed up yet, 1 first.
    #[must_use]
    pub fn unvisited(&self) -> Vec<usize> {
        self.those(|term| term.visits.is_empty())
    }

    /// The numbers of the promises that are neither performed nor pursued in another way, 1 first.
    #[must_use]
    pub fn unsettled(&self) -> Vec<usize> {
        self.those(|term| !term.is_settled())
    }

    fn those(&self, fit: impl Fn(&Term) -> bool) -> Vec<usize> {
        let promises = self.promises().iter().enumerate();
        let fitting = promises.filter(|(_, term)| fit(term));
        fitting.map(|(at, _)| at + 1).collect()
    }

    /// A court has confirmed the agreement, so that it can be enforced 强制执行 (art. 33).
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        let decided = self.confirmation.as_ref().and_then(|asked| asked.decided.as_ref());
        decided.is_some_and(|(outcome, ..)| *outcome == ConfirmationOutcome::Confirmed)
    }
}

/// Until when all parties together can ask a court to confirm the agreement (art. 33); none where there is none in
/// writing that is in force, and where no clock of the pack waits for it. Reckoned from the rule and not read off the clock,
/// so that it is told of cases that are older than the clock.
#[must_use]
pub fn confirm_until(case: &Case, pack: &Pack) -> Option<Timestamp> {
    let waits = |rule: &&ClockRule| rule.stops.contains(&StepName::ApplyConfirmation);
    let rule = pack.kind(&case.kind)?.clocks.iter().find(waits)?;
    let allowance = rule.by_category.get(&case.category).or(rule.allowance.as_ref())?;
    let mediation = case.mediation()?;
    mediation.agreement.as_ref().filter(|agreement| !agreement.oral)?;
    let since = mediation.in_force?;
    let roll = pack.roll_to_working_day.value;
    Some(due(since, allowance.value, &pack.zone, &pack.calendar, roll).at)
}

/// The end of the last day of the earliest promise that is neither performed nor pursued in another way.
#[must_use]
pub fn earliest_term(mediation: &Mediation, pack: &Pack) -> Option<Timestamp> {
    let open = mediation.promises().iter().filter(|term| !term.is_settled());
    let day = open.map(|term| term.due).min()?;
    let last = day.at(23, 59, 59, 0);
    pack.zone.to_ambiguous_timestamp(last).compatible().ok()
}
