//! The case engine: command → events → state.
//!
//! A case 事项 is an event stream. [`decide`] answers a command with events or a [`Refusal`]; [`evolve`] applies an
//! event. Both are total: any input gives an answer, never a panic. A replayed stream gives the state that the live
//! one had.

mod about;
mod coarse;
mod command;
mod correction;
mod danger;
mod decide;
mod event;
mod evolve;
mod first_asked;
pub mod incident;
mod invitation;
mod ladder;
mod logged;
mod mediation;
mod notices;
mod questions;
mod refusal;
mod sealed;
mod source;
mod state;
mod together;
mod told;
mod told_party;
mod words;

pub use about::{About, Proposal, leader_for, route};
pub use coarse::{public_address, public_point};
pub use command::{Actor, Command, Registration, Role};
pub use correction::Correction;
pub use danger::Danger;
pub use decide::{
    MOST_CHARS, MOST_PUBLIC_CHARS, MOST_SITUATION_CHARS, MOST_TITLE_CHARS, check_other_post, check_reason, decide,
    done_before, may_take, open_steps, reopen_until, source_receiver,
};
pub(crate) use decide::{can_ever, is_ahead};
pub use event::Event;
pub use evolve::evolve;
pub use first_asked::first_asked;
pub use incident::{
    DRILL_MARK, Figures, Incident, IncidentEvent, Movement, Receiver, ReceiverWay, Report, ReportSort, ReportText,
    Respond,
};
pub use invitation::{Invitation, invited_actor};
pub use ladder::{Opinion, Round, RoundDone, Verdict, ask_until, not_ours_until, reviewer};
pub use logged::{NOTED, logged_name};
pub use mediation::{
    Agreement, AgreementPart, CalledOff, Confirmation, ConfirmationDeclined, ConfirmationOutcome, Consent, Ended,
    Ending, HandOver, Mediate, Mediation, Notice, NoticeHow, Objection, Online, Party, Performance, PerformanceResult,
    RecordWord, Referral, ReferralWay, Signature, SignedBy, SignedPaper, Signer, Sitting, SittingRecord, Term,
    TermWord, confirm_until, earliest_term, online_until,
};
pub use notices::{Notices, NoticesBy};
pub use refusal::Refusal;
pub use sealed::{Ground, Opening, Reason, SealedValues};
pub use source::SourceShield;
pub use state::{
    Answer, Case, Evidence, Extension, FinishClaim, Note, Outcome, Pause, Place, Publication, RunningClock,
};
pub use together::{CaseLink, MOST_RELATED, Passing, Recusal};
pub use told::Told;
