//! What another party of a dispute is told: what happens in the mediation that is its own as well, and nothing that is between the
//! first party and those who handle the case. Whatever is not named here is not told.

use super::{Actor, Event, Opening, Party, Registration, SealedValues, Signer, Told};

impl Event {
    /// What of it `reader` is told, a party that is not the first. Its own messages and files, and what it said of a danger, are its
    /// own; those of the others are not told to it, nor that there are any.
    #[must_use]
    pub fn told_to(&self, reader: Party, by: &Actor) -> Told<'_> {
        let own = |party: Party| party == reader;
        match self {
            Self::Messaged { .. } | Self::EvidenceAttached(_) | Self::DangerRaised { .. }
                if by.party() == Some(reader) =>
            {
                Told::Whole(self)
            }
            Self::Messaged { to: Some(to), .. } if own(*to) => Told::Whole(self),
            Self::Accepted { .. }
            | Self::Closed { .. }
            | Self::TakenOver { .. }
            | Self::ClockStarted { .. }
            | Self::ClockResumed { .. }
            | Self::ClockStopped { .. }
            | Self::ClockCancelled { .. }
            | Self::CourtReferred(_)
            | Self::OnlineInvited { .. }
            | Self::OnlineAnswered { .. }
            | Self::NoticeGiven { .. }
            | Self::MediatorChosen { .. }
            | Self::AgreementSealed { .. }
            | Self::OralAgreementRecorded { .. }
            | Self::ConfirmationApplied { .. }
            | Self::ConfirmationDecided { .. }
            | Self::MediationEnded { .. }
            | Self::Erased { .. } => Told::Whole(self),
            Self::SessionCalled { parties, .. }
            | Self::SessionMoved { parties, .. }
            | Self::SessionCalledOff { parties, .. }
            | Self::SessionRecorded { present: parties, .. } => {
                if parties.contains(&reader) {
                    Told::Whole(self)
                } else {
                    Told::Nothing
                }
            }
            Self::LinkGiven { party, .. } if *party == Some(reader) => Told::Whole(self),
            Self::NoticesChosen { party: Some(party), .. } if own(*party) => Told::Whole(self),
            Self::ClockExtended { agreed, .. } if agreed.contains(&reader) => Told::Whole(self),
            Self::ConsentRecorded { party, .. }
            | Self::MediatorObjected { party, .. }
            | Self::RecordConfirmed { party, .. }
            | Self::PerformanceConfirmed { party, .. }
                if own(*party) =>
            {
                Told::Whole(self)
            }
            Self::PaperSigned { signer, .. } if *signer == Signer::from(reader) => Told::Whole(self),
            Self::Registered { .. }
            | Self::Opened { .. }
            | Self::ClockExtended { .. }
            | Self::ConsentRecorded { .. }
            | Self::MediatorObjected { .. }
            | Self::RecordConfirmed { .. }
            | Self::PerformanceConfirmed { .. }
            | Self::PaperSigned { .. }
            | Self::AgreementDrafted { .. }
            | Self::ConfirmationDeclined { .. }
            | Self::PerformanceVisited { .. }
            | Self::MediationAnew { .. }
            | Self::HandedOver { .. }
            | Self::Recused { .. }
            | Self::Refused { .. }
            | Self::Withdrawn { .. }
            | Self::Reopened { .. } => self
                .less_for(reader)
                .map_or(Told::Nothing, |less| Told::Less(Box::new(less))),
            _ => Told::Nothing,
        }
    }

    /// That it happened, without what others wrote; none where even that is not theirs.
    fn less_for(&self, reader: Party) -> Option<Self> {
        let mut event = self.clone();
        match &mut event {
            Self::Registered { registration, .. } => **registration = without_words(registration),
            // Who opened what is sealed of the reader's own. Why, may speak of the others.
            Self::Opened { what, reason } => {
                match what {
                    Opening::Sealed { fields } => {
                        fields.retain(|field| *field == reader.field());
                        if fields.is_empty() {
                            return None;
                        }
                    }
                    Opening::Dossier { .. } => {}
                    _ => return None,
                }
                reason.written.clear();
            }
            Self::AgreementDrafted { agreement } => agreement.each_word(&mut String::clear),
            Self::ClockExtended { reason: word, .. }
            | Self::ConsentRecorded { note: word, .. }
            | Self::MediatorObjected { note: word, .. }
            | Self::RecordConfirmed { note: word, .. }
            | Self::PerformanceConfirmed { note: word, .. }
            | Self::PaperSigned { sha256: word, .. }
            | Self::ConfirmationDeclined { note: word, .. }
            | Self::PerformanceVisited { note: word, .. }
            | Self::MediationAnew { reason: word, .. }
            | Self::HandedOver { note: word, .. }
            | Self::Recused { reason: word, .. }
            | Self::Refused { reason: word, .. }
            | Self::Withdrawn { reason: word, .. }
            | Self::Reopened { reason: word, .. } => word.clear(),
            _ => return None,
        }
        Some(event)
    }
}

/// A dispute's title, type and committee: how it came, where, and what the first party said of it is not in it.
fn without_words(registration: &Registration) -> Registration {
    let mut less = registration.clone();
    less.description.clear();
    less.source.clear();
    less.place = super::Place::default();
    less.external = None;
    less.origin = None;
    less.about = super::About::default();
    less.sealed_fields.clear();
    less.sealed = SealedValues::default();
    less
}
