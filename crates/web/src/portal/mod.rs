//! What people see who have no account: asking, and following what they asked under a secret link 我的事项.

pub(crate) mod add_file;
pub(crate) mod ask;
mod doors;
pub(crate) mod download_receipt;
pub(crate) mod find_request;
pub(crate) mod send_request;
pub(crate) mod show_mediation;
pub(crate) mod show_opinion;
pub(crate) mod show_receipt;
pub(crate) mod show_request;
pub(crate) mod start;
pub(crate) mod take_step;

pub(crate) mod notices;
pub(crate) mod party_page;
pub(crate) mod questions;
pub(crate) mod raise_danger;

pub(crate) use questions::{title_chars, title_of};
pub(crate) use send_request::{Taken, attach, take};
pub(crate) use show_request::next_words;

use crate::fault::Fault;
use crate::guest::Guest;
use crate::secrets;
use domain::CaseId;
use domain::access::{self, CaseFacts, Decision};
use domain::case::{Actor, Case, Danger, Event, Party, Place, Role, may_take};
use domain::pack::{Pack, StepName};
use jiff::Timestamp;
use std::sync::Arc;
use store::{Made, Recorded, Story};

/// The person who is owed the answer: no account, no name.
pub(crate) const fn requester() -> Actor {
    Actor {
        role: Role::Requester,
        post: None,
        unit: None,
        account: None,
    }
}

/// Who reads and acts by a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reader {
    /// The party of a dispute whose word is what is said by it; none where the link is nobody's in particular, and of other cases
    /// than disputes the first, which is the requester.
    pub(super) party: Option<Party>,
}

impl Reader {
    /// Whoever has the secret of a link to this case.
    pub(super) fn of(story: &Story, secret: &str) -> Self {
        Self {
            party: party_of(story, secret),
        }
    }

    /// A party of a dispute that is not the requester.
    pub(super) fn is_other(self) -> bool {
        self.party.is_some_and(|party| party != Party::A)
    }

    /// As what they act.
    pub(super) fn actor(self) -> Actor {
        Actor::of_party(self.reads_as())
    }

    /// As which party they read.
    pub(super) fn reads_as(self) -> Party {
        self.party.unwrap_or(Party::A)
    }

    /// Whether a step is theirs to take now.
    pub(super) fn may(self, case: &Case, step: StepName, pack: &Pack, now: Timestamp) -> bool {
        may_take(case, step, &self.actor(), pack, now).is_ok()
    }
}

/// The case that a requester's secret link leads to. One that leads nowhere looks like any address that is not there, and so does
/// what is the requester's alone to another party.
async fn followed(guest: &Guest, secret: &str) -> Result<Arc<Story>, Fault> {
    let (story, reader) = reached(guest, secret).await?;
    if reader.is_other() {
        Err(Fault::NotFound)
    } else {
        Ok(story)
    }
}

/// The case that a secret link leads to, the requester's or another party's, and who reads it.
async fn reached(guest: &Guest, secret: &str) -> Result<(Arc<Story>, Reader), Fault> {
    let store = &guest.desk.office.store;
    let leads_to = store.linked_case(&secrets::sha256(secret)).await?;
    let leads_to = leads_to.ok_or(Fault::NotFound)?;
    let case = store.case(leads_to).await?;
    let found = store.story(&case.ok_or(Fault::NotFound)?.number).await?;
    let found = found.ok_or(Fault::NotFound)?;
    let reader = Reader::of(&found, secret);
    if may_follow(secret, leads_to, &found.case, reader).allowed {
        Ok((found, reader))
    } else {
        Err(Fault::NotFound)
    }
}

/// Whether whoever holds the secret of a link that leads to a case may follow `case`, as its requester or as another party, and
/// why.
fn may_follow(secret: &str, leads_to: CaseId, case: &Case, reader: Reader) -> Decision {
    let (link, facts) = (secrets::sha256(secret), CaseFacts::of(case));
    if reader.is_other() {
        access::join(&link, Some(leads_to), &facts)
    } else {
        access::follow(&link, Some(leads_to), &facts)
    }
}

/// The party whose word is what is said by a link: the one for whom it was given, or the first where whoever asked for
/// mediation got it from the portal. None where it was given to nobody in particular.
fn party_of(story: &Story, secret: &str) -> Option<Party> {
    let hash = secrets::sha256(secret);
    let given = || {
        story.events.iter().filter_map(|recorded| match &recorded.event {
            Event::LinkGiven { link, party } => Some((link, *party)),
            _ => None,
        })
    };
    if let Some((_, party)) = given().find(|(link, _)| **link == hash) {
        return party;
    }
    let own = story
        .events
        .first()
        .is_some_and(|first| first.actor.role == Role::Requester);
    // Older versions did not write down which link they gave.
    let unknown = given().any(|(link, _)| link.is_empty());
    (own && !unknown).then_some(Party::A)
}

/// What whoever reads is told of a case: the events, as far as they are told ([`Event::told_as`]), and of the files
/// the reader's own.
fn told(story: &Story, reader: Reader) -> Story {
    let events = story.events.iter().filter_map(|recorded| {
        let told = recorded.event.told_as(reader.reads_as(), &recorded.actor);
        let event = told.event()?.clone();
        Some(Recorded {
            event,
            ..recorded.clone()
        })
    });
    let events: Vec<Recorded<Event>> = events.collect();
    let mut case = story.case.clone();
    let own = case
        .danger
        .as_ref()
        .and_then(|danger| danger.said_by(reader.reads_as()));
    // What kind the others said is theirs.
    case.danger = own.map(str::to_owned).and_then(|own| {
        let danger = case.danger.take()?;
        Some(Danger { danger: own, ..danger })
    });
    // The same file can have come from somebody else too, who has it for themselves.
    let own = events.iter().filter_map(|told| match &told.event {
        Event::EvidenceAttached(own) if case.evidence.contains(own) => Some(own.clone()),
        _ => None,
    });
    let own: Vec<_> = own.collect();
    case.evidence = own;
    if reader.is_other() {
        // What the requester and those who handle it say to each other.
        case.description.clear();
        case.place = Place::default();
        case.source.clear();
        case.external = None;
        case.answer = None;
    }
    // How the others are told is theirs.
    case.notices = case.notices_of(reader.reads_as());
    case.party_notices.clear();
    Story {
        case,
        events,
        made: Made::default(),
    }
}

/// The address of a followed case.
fn address(secret: &str) -> String {
    format!("/portal/mine/{secret}")
}
