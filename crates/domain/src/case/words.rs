//! Every word of an event that people wrote: what erasing takes, and what a backup seals.

use super::{Case, Event, Opening, Place};
use crate::import::is_derived;
use jiff::Timestamp;

impl Event {
    /// The event without what people wrote in it: texts, names of files, the exact place. What is left says that it
    /// happened, when, to which category, unit and area, and what became of it. Replaying an erased stream of such
    /// events gives the state that the live one had after it was erased.
    #[must_use]
    pub fn without_words(&self) -> Self {
        let mut event = self.clone();
        event.each_word(&mut String::clear);
        if let Self::Registered { registration, .. } = &mut event {
            unplace(&mut registration.place);
            forget_derived(&mut registration.external);
            registration.sealed_fields.clear();
            registration.sealed = super::SealedValues::default();
        }
        if let Self::Corrected { changes, .. } = &mut event {
            changes.place.iter_mut().for_each(unplace);
        }
        if let Self::SealedKept { fields, values, .. } = &mut event {
            fields.clear();
            *values = super::SealedValues::default();
        }
        if let Self::NoticesChosen {
            with_address, address, ..
        } = &mut event
        {
            *with_address = false;
            *address = super::SealedValues::default();
        }
        if let Self::SealedShared { fields, .. } = &mut event {
            fields.clear();
        }
        event
    }

    /// Whether anything was written in it that erasing takes.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.without_words() != *self
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each event, read as a table")]
    fn each_word(&mut self, change: &mut impl FnMut(&mut String)) {
        match self {
            Self::Registered { registration, .. } => {
                change(&mut registration.title);
                change(&mut registration.description);
                change(&mut registration.place.address);
                change(&mut registration.source);
            }
            Self::Corrected { changes, reason } => {
                changes.each_word(change);
                change(reason);
            }
            Self::EvidenceAttached(evidence) => {
                change(&mut evidence.name);
                change(&mut evidence.sha256);
            }
            Self::Answered { answer, .. } => change(&mut answer.text),
            Self::Published(publication) => change(&mut publication.text),
            Self::OpinionRecorded { opinion, .. } => opinion.each_word(change),
            Self::Opened { what, reason } => {
                if let Opening::Evidence { sha256 } | Opening::Dossier { sha256, .. } = what {
                    change(sha256);
                }
                change(&mut reason.written);
            }
            Self::SourceFileCleared { sha256, reason } => [sha256, reason].into_iter().for_each(change),
            Self::GuestInvited { who, purpose, .. } => [who, purpose].into_iter().for_each(change),
            Self::Dispatched { note: word, .. }
            | Self::ProgressReported { note: word, .. }
            | Self::SignedOff { note: word, .. }
            | Self::Supervised { note: word }
            | Self::Unreached { note: word }
            | Self::Commented { text: word }
            | Self::Messaged { text: word, .. }
            | Self::Refused { reason: word, .. }
            | Self::Returned { reason: word, .. }
            | Self::Reopened { reason: word, .. }
            | Self::Withdrawn { reason: word, .. }
            | Self::SealedKept { reason: word, .. }
            | Self::AboutRecorded { reason: word, .. }
            | Self::AboutLifted { reason: word, .. }
            | Self::Unpublished { reason: word }
            | Self::ClockPaused { reason: word, .. }
            | Self::ReviewAsked { reason: word, .. }
            | Self::Recused { reason: word, .. }
            | Self::UnitJoined { note: word, .. }
            | Self::UnitReleased { reason: word, .. }
            | Self::PassProposed { reason: word, .. }
            | Self::PassDeclined { reason: word, .. }
            | Self::NoticesChosen { reason: word, .. }
            | Self::SourceHandedOn { reason: word, .. }
            | Self::DangerRaised { situation: word, .. }
            | Self::DangerEnded { reason: word }
            | Self::GuestEnded { reason: word, .. }
            | Self::GuestStated { text: word, .. }
            | Self::SealedShared { reason: word, .. }
            | Self::ClockExtended { reason: word, .. }
            | Self::ConsentRecorded { note: word, .. }
            | Self::MediatorObjected { note: word, .. }
            | Self::RecordConfirmed { note: word, .. }
            | Self::PerformanceConfirmed { note: word, .. }
            | Self::SessionRecorded { text: word, .. }
            | Self::PaperSigned { sha256: word, .. }
            | Self::ConfirmationApplied { court: word }
            | Self::ConfirmationDeclined { note: word, .. }
            | Self::ConfirmationDecided { note: word, .. }
            | Self::PerformanceVisited { note: word, .. }
            | Self::EvidenceFiled { sha256: word, .. }
            | Self::SessionCalledOff { reason: word, .. }
            | Self::MediationAnew { reason: word, .. }
            | Self::MediationEnded { reason: word, .. } => change(word),
            Self::Incident(event) => event.each_word(change),
            Self::SessionCalled { place, link, .. } => [place, link].into_iter().for_each(change),
            Self::SessionMoved {
                place, link, reason, ..
            } => [place, link, reason].into_iter().for_each(change),
            Self::CourtReferred(referral) => [&mut referral.court, &mut referral.number].into_iter().for_each(change),
            Self::HandedOver { to, note, dossier, .. } => [to, note, dossier].into_iter().for_each(change),
            Self::AgreementDrafted { agreement } | Self::OralAgreementRecorded { agreement, .. } => {
                agreement.each_word(change);
            }
            Self::RepeatOf { link }
            | Self::RepeatedBy { link }
            | Self::SplitFrom { link }
            | Self::SplitOff { link }
            | Self::Related { link }
            | Self::Unrelated { link } => {
                change(&mut link.reason);
            }
            // The reason for erasing is said of the erasing, not of the case, and stays.
            Self::Erased { .. }
            | Self::Accepted { .. }
            | Self::Acknowledged { .. }
            | Self::Closed { .. }
            | Self::Confirmed { .. }
            | Self::RepeatRecorded
            | Self::Simplified { .. }
            | Self::TakenOver { .. }
            | Self::LinkGiven { .. }
            | Self::OnlineInvited { .. }
            | Self::OnlineAnswered { .. }
            | Self::NoticeGiven { .. }
            | Self::MediatorChosen { .. }
            | Self::AgreementSealed { .. }
            | Self::SourceHidden { .. }
            | Self::DangerAcknowledged
            | Self::ClockStarted { .. }
            | Self::ClockResumed { .. }
            | Self::MarkReached { .. }
            | Self::ClockStopped { .. }
            | Self::ClockCancelled { .. } => {}
        }
    }
}

/// Takes every word out of a case that has been erased.
pub(super) fn erase(case: &mut Case, at: Timestamp) {
    case.erased_at = Some(at);
    case.title.clear();
    case.description.clear();
    case.source.clear();
    case.place.address.clear();
    unplace(&mut case.place);
    forget_derived(&mut case.external);
    case.sealed_fields.clear();
    case.notices = None;
    case.party_notices.clear();
    case.publication = None;
    case.danger = None;
    case.invitations.clear();
    if let Some(shield) = &mut case.source_shield {
        shield.files.clear();
    }
    let earlier = case.rounds.iter_mut();
    let (answers, opinions): (Vec<_>, Vec<_>) = earlier.map(|done| (&mut done.answer, &mut done.opinion)).unzip();
    for answer in case.answer.iter_mut().chain(answers) {
        answer.text.clear();
    }
    for opinion in opinions.into_iter().chain([&mut case.opinion]).flatten() {
        opinion.each_word(&mut String::clear);
    }
    if let Some(passing) = &mut case.passing {
        passing.reason.clear();
    }
    if let Some(mediation) = &mut case.mediation {
        mediation.erase();
    }
    if let Some(incident) = &mut case.incident {
        incident.erase();
    }
    let links = case.repeat_of.iter_mut().chain(&mut case.repeated_by);
    for link in links.chain(&mut case.related) {
        link.reason.clear();
    }
    for recusal in &mut case.recusals {
        recusal.reason.clear();
    }
    for note in case
        .supervised
        .iter_mut()
        .chain(&mut case.progress)
        .chain(&mut case.comments)
        .chain(&mut case.unreached)
    {
        note.text.clear();
    }
    for evidence in &mut case.evidence {
        evidence.name.clear();
        evidence.sha256.clear();
    }
    case.brought.iter_mut().for_each(|(sha256, _)| sha256.clear());
    for clock in &mut case.clocks {
        clock.pauses.iter_mut().for_each(|pause| pause.reason.clear());
        clock
            .extensions
            .iter_mut()
            .for_each(|extension| extension.reason.clear());
    }
}

/// A number that was made of the words tells whether somebody has guessed them.
fn forget_derived(external: &mut Option<String>) {
    if external.as_deref().is_some_and(is_derived) {
        *external = None;
    }
}

/// An exact place can be a person's door.
fn unplace(place: &mut Place) {
    place.latitude = None;
    place.longitude = None;
}
