//! What the person who asked is told of an event: the one rule behind their page, their receipts and every message to them.

use super::{Actor, Event, Evidence, Party, Role, Signer};

/// What of an event is for the person who asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Told<'a> {
    /// All of it: its receipt may say what was written.
    Whole(&'a Event),
    /// That it happened, without the words that the office wrote for itself. Its receipt proves that it was logged and says
    /// no word of it, nor gives the salt with which a word could be guessed.
    Less(Box<Event>),
    /// Nothing: offices among themselves, and marks on the clock.
    Nothing,
}

impl Told<'_> {
    /// The event as it is told; none where nothing is.
    #[must_use]
    pub fn event(&self) -> Option<&Event> {
        match self {
            Self::Whole(event) => Some(event),
            Self::Less(event) => Some(event),
            Self::Nothing => None,
        }
    }

    /// Whether every word of it is told.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }
}

impl Event {
    /// What of it a party of the dispute is told, the requester as the first.
    #[must_use]
    pub fn told_as(&self, reader: Party, by: &Actor) -> Told<'_> {
        match reader {
            Party::A => self.told(by),
            other => self.told_to(other, by),
        }
    }

    /// What of it the person who asked is told. What is done for them, to them and with their data is told, and who looked;
    /// what offices write to each other is not. A file is theirs to see where they brought it.
    #[must_use]
    #[expect(
        clippy::too_many_lines,
        reason = "a line for each event, so that none is told without a thought"
    )]
    pub fn told(&self, by: &Actor) -> Told<'_> {
        match self {
            Self::Registered { .. }
            | Self::Accepted { .. }
            | Self::Refused { .. }
            | Self::Acknowledged { .. }
            | Self::Answered { .. }
            | Self::Closed { .. }
            | Self::Confirmed { .. }
            | Self::Unreached { .. }
            | Self::Reopened { .. }
            | Self::Withdrawn { .. }
            | Self::RepeatRecorded
            | Self::ClockStarted { .. }
            | Self::ClockPaused { .. }
            | Self::ClockResumed { .. }
            | Self::ClockExtended { .. }
            | Self::ClockStopped { .. }
            | Self::ClockCancelled { .. }
            | Self::Opened { .. }
            | Self::Published(_)
            | Self::Unpublished { .. }
            | Self::ReviewAsked { .. }
            | Self::Simplified { .. }
            | Self::PassProposed { .. }
            | Self::TakenOver { .. }
            | Self::LinkGiven { .. }
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
            | Self::NoticesChosen { party: None, .. }
            | Self::SourceHidden { .. }
            | Self::GuestInvited { .. }
            // The requester is the first party: what is between the mediator and another one is theirs.
            | Self::ConsentRecorded { party: Party::A, .. }
            | Self::PaperSigned { signer: Signer::A, .. }
            | Self::MediatorObjected { party: Party::A, .. }
            | Self::RecordConfirmed { party: Party::A, .. }
            | Self::PerformanceConfirmed { party: Party::A, .. }
            | Self::Erased { .. } => Told::Whole(self),
            Self::SessionCalled { parties, .. }
            | Self::SessionMoved { parties, .. }
            | Self::SessionCalledOff { parties, .. }
            | Self::SessionRecorded { present: parties, .. } => {
                if parties.contains(&Party::A) { Told::Whole(self) } else { Told::Nothing }
            }
            // What is between another party of a dispute and those who handle it is theirs, and that there is something, too.
            Self::Messaged { .. } | Self::EvidenceAttached(_) if by.role == Role::OtherParty => Told::Nothing,
            Self::Messaged { to, .. } => {
                if to.is_none() { Told::Whole(self) } else { Told::Nothing }
            }
            // Whoever looks over the requester's shoulder may be the danger: what others said of it is not on their page.
            Self::EvidenceAttached(_) | Self::DangerRaised { .. } if by.role == Role::Requester => Told::Whole(self),
            // That there is another answer to wait for; why, is between the offices.
            Self::Returned { claim: false, .. }
            | Self::Corrected { .. }
            | Self::Dispatched { .. }
            | Self::EvidenceAttached(_)
            | Self::SealedKept { .. }
            | Self::AboutRecorded { .. }
            | Self::AboutLifted { .. }
            | Self::Recused { .. }
            | Self::UnitJoined { .. }
            | Self::UnitReleased { .. }
            | Self::PassDeclined { .. }
            | Self::ConsentRecorded { .. }
            | Self::MediatorObjected { .. }
            | Self::RecordConfirmed { .. }
            | Self::PerformanceConfirmed { .. }
            | Self::AgreementDrafted { .. }
            | Self::PaperSigned { .. }
            | Self::ConfirmationDeclined { .. }
            | Self::PerformanceVisited { .. }
            | Self::MediationAnew { .. }
            | Self::HandedOver { .. }
            | Self::EvidenceFiled { .. }
            | Self::RepeatOf { .. }
            | Self::SplitFrom { .. }
            | Self::SourceHandedOn { .. }
            | Self::GuestEnded { .. }
            | Self::SealedShared { .. } => Told::Less(Box::new(self.without_office_words())),
            // No answer is waited for that was not waited for before.
            Self::Returned { .. }
            | Self::ProgressReported { .. }
            // How another party of a dispute is reached is its own.
            | Self::NoticesChosen { .. }
            // Who was told what, and who was called, is the offices' own.
            | Self::Incident(_)
            | Self::SignedOff { .. }
            | Self::Supervised { .. }
            | Self::Commented { .. }
            // The opinion is given as a paper when it has been answered with.
            | Self::OpinionRecorded { .. }
            | Self::RepeatedBy { .. }
            | Self::SplitOff { .. }
            // It would tell of a case that is somebody else's.
            | Self::Related { .. }
            | Self::Unrelated { .. }
            | Self::SourceFileCleared { .. }
            | Self::DangerRaised { .. }
            | Self::DangerAcknowledged
            | Self::DangerEnded { .. }
            // What those who handle it are told by other bodies.
            | Self::GuestStated { .. }
            | Self::MarkReached { .. } => Told::Nothing,
        }
    }

    fn without_office_words(&self) -> Self {
        let mut event = self.clone();
        match &mut event {
            Self::Dispatched { note: word, .. }
            | Self::Corrected { reason: word, .. }
            | Self::Returned { reason: word, .. }
            | Self::SealedKept { reason: word, .. }
            | Self::AboutRecorded { reason: word, .. }
            | Self::AboutLifted { reason: word, .. }
            | Self::Recused { reason: word, .. }
            | Self::UnitJoined { note: word, .. }
            | Self::UnitReleased { reason: word, .. }
            | Self::PassDeclined { reason: word, .. }
            | Self::SourceHandedOn { reason: word, .. }
            | Self::GuestEnded { reason: word, .. }
            | Self::SealedShared { reason: word, .. }
            | Self::ConsentRecorded { note: word, .. }
            | Self::MediatorObjected { note: word, .. }
            | Self::RecordConfirmed { note: word, .. }
            | Self::PerformanceConfirmed { note: word, .. }
            | Self::PaperSigned { sha256: word, .. }
            | Self::ConfirmationDeclined { note: word, .. }
            | Self::PerformanceVisited { note: word, .. }
            | Self::MediationAnew { reason: word, .. }
            | Self::HandedOver { note: word, .. }
            | Self::EvidenceFiled { sha256: word, .. } => word.clear(),
            // It is read when it is in force; until then it is a proposal at the table.
            Self::AgreementDrafted { agreement } => agreement.each_word(&mut String::clear),
            Self::RepeatOf { link } | Self::SplitFrom { link } => link.reason.clear(),
            Self::EvidenceAttached(evidence) => {
                *evidence = Evidence {
                    name: String::new(),
                    media_type: String::new(),
                    bytes: 0,
                    sha256: String::new(),
                };
            }
            _ => {}
        }
        event
    }
}
