//! What events are called, and what a leaf of the log calls them. Everybody reads the log, and some events' names alone would tell of
//! people: that somebody came to a counter and was given a link, how they are reached, that somebody is in danger, whom a case is about.

use super::Event;

/// What the log calls all whose names would tell of somebody.
pub const NOTED: &str = "noted";

/// The one table of names: of events that the log calls by theirs, and of those that it calls [`NOTED`].
macro_rules! names {
    (open { $($open:pat => $open_name:literal,)+ } quiet { $($quiet:pat => $quiet_name:literal,)+ }) => {
        /// Events that the log calls [`NOTED`]. In leaves of older versions they have their own names.
        const QUIET: &[&str] = &[$($quiet_name),+];

        impl Event {
            /// Every name that an event has.
            pub const NAMES: &'static [&'static str] = &[$($open_name,)+ $($quiet_name),+];

            /// The event's name, as its text has it under `event`: lower-case letters and underscores.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self {
                    $($open => $open_name,)+
                    $($quiet => $quiet_name,)+
                }
            }
        }
    };
}

names! {
    open {
        Event::Registered { .. } => "registered",
        Event::Corrected { .. } => "corrected",
        Event::Accepted { .. } => "accepted",
        Event::Refused { .. } => "refused",
        Event::Dispatched { .. } => "dispatched",
        Event::Acknowledged { .. } => "acknowledged",
        Event::ProgressReported { .. } => "progress_reported",
        Event::EvidenceAttached(_) => "evidence_attached",
        Event::Answered { .. } => "answered",
        Event::SignedOff { .. } => "signed_off",
        Event::Returned { .. } => "returned",
        Event::Closed { .. } => "closed",
        Event::Confirmed { .. } => "confirmed",
        Event::Unreached { .. } => "unreached",
        Event::Reopened { .. } => "reopened",
        Event::Withdrawn { .. } => "withdrawn",
        Event::Supervised { .. } => "supervised",
        Event::Commented { .. } => "commented",
        Event::Messaged { .. } => "messaged",
        Event::RepeatRecorded => "repeat_recorded",
        Event::ClockStarted { .. } => "clock_started",
        Event::ClockPaused { .. } => "clock_paused",
        Event::ClockResumed { .. } => "clock_resumed",
        Event::ClockExtended { .. } => "clock_extended",
        Event::MarkReached { .. } => "mark_reached",
        Event::ClockStopped { .. } => "clock_stopped",
        Event::ClockCancelled { .. } => "clock_cancelled",
        Event::Opened { .. } => "opened",
        Event::Published(_) => "published",
        Event::Unpublished { .. } => "unpublished",
        Event::Erased { .. } => "erased",
        Event::OpinionRecorded { .. } => "opinion_recorded",
        Event::ReviewAsked { .. } => "review_asked",
        Event::Recused { .. } => "recused",
        Event::Simplified { .. } => "simplified",
        Event::UnitJoined { .. } => "unit_joined",
        Event::UnitReleased { .. } => "unit_released",
        Event::PassProposed { .. } => "pass_proposed",
        Event::TakenOver { .. } => "taken_over",
        Event::PassDeclined { .. } => "pass_declined",
        Event::RepeatOf { .. } => "repeat_of",
        Event::RepeatedBy { .. } => "repeated_by",
        Event::SplitFrom { .. } => "split_from",
        Event::SplitOff { .. } => "split_off",
        Event::CourtReferred(_) => "court_referred",
        Event::OnlineInvited { .. } => "online_invited",
        Event::OnlineAnswered { .. } => "online_answered",
        Event::ConsentRecorded { .. } => "consent_recorded",
        Event::NoticeGiven { .. } => "notice_given",
        Event::MediatorChosen { .. } => "mediator_chosen",
        Event::MediatorObjected { .. } => "mediator_objected",
        Event::RecordConfirmed { .. } => "record_confirmed",
        Event::PerformanceConfirmed { .. } => "performance_confirmed",
        Event::SessionCalled { .. } => "session_called",
        Event::SessionRecorded { .. } => "session_recorded",
        Event::SessionMoved { .. } => "session_moved",
        Event::SessionCalledOff { .. } => "session_called_off",
        Event::AgreementDrafted { .. } => "agreement_drafted",
        Event::PaperSigned { .. } => "paper_signed",
        Event::AgreementSealed { .. } => "agreement_sealed",
        Event::OralAgreementRecorded { .. } => "oral_agreement_recorded",
        Event::ConfirmationApplied { .. } => "confirmation_applied",
        Event::ConfirmationDeclined { .. } => "confirmation_declined",
        Event::ConfirmationDecided { .. } => "confirmation_decided",
        Event::PerformanceVisited { .. } => "performance_visited",
        Event::MediationAnew { .. } => "mediation_anew",
        Event::MediationEnded { .. } => "mediation_ended",
        Event::HandedOver { .. } => "handed_over",
        Event::EvidenceFiled { .. } => "evidence_filed",
        Event::Incident(_) => "incident",
    }
    quiet {
        Event::SealedKept { .. } => "sealed_kept",
        Event::AboutRecorded { .. } => "about_recorded",
        Event::AboutLifted { .. } => "about_lifted",
        Event::LinkGiven { .. } => "link_given",
        Event::NoticesChosen { .. } => "notices_chosen",
        Event::SourceHidden { .. } => "source_hidden",
        Event::SourceHandedOn { .. } => "source_handed_on",
        Event::SourceFileCleared { .. } => "source_file_cleared",
        Event::DangerRaised { .. } => "danger_raised",
        Event::DangerAcknowledged => "danger_acknowledged",
        Event::DangerEnded { .. } => "danger_ended",
        Event::GuestInvited { .. } => "guest_invited",
        Event::GuestEnded { .. } => "guest_ended",
        Event::GuestStated { .. } => "guest_stated",
        Event::SealedShared { .. } => "sealed_shared",
        // They lie side by side, and would tell of the other case whoever may see one of them alone.
        Event::Related { .. } => "related",
        Event::Unrelated { .. } => "unrelated",
    }
}

/// What a leaf calls an event of that name: its own name, or one that says nothing.
#[must_use]
pub fn logged_name(name: &str) -> &str {
    if QUIET.contains(&name) { NOTED } else { name }
}

impl Event {
    /// What its leaf calls it.
    #[must_use]
    pub fn logged_name(&self) -> &'static str {
        logged_name(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_that_would_tell_of_somebody_is_called_as_the_others() {
        let given = Event::LinkGiven {
            link: "a".repeat(64),
            party: None,
        };
        let chosen = Event::DangerAcknowledged;
        assert_eq!((given.logged_name(), chosen.logged_name()), (NOTED, NOTED));
        assert_eq!(Event::RepeatRecorded.logged_name(), "repeat_recorded");
    }
}
