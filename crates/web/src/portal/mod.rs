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
mod photos;
pub(crate) mod questions;
pub(crate) mod raise_danger;

pub(crate) use photos::without_position;
pub(crate) use questions::{title_chars, title_of};
pub(crate) use send_request::{Taken, attach, take};
pub(crate) use show_request::next_words;

use crate::fault::Fault;
use crate::guest::Guest;
use crate::secrets;
use domain::CaseId;
use domain::access::{self, CaseFacts, Decision};
use domain::case::{Actor, Case, Event, Party, Role};
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

/// The case that a secret link leads to. One that leads nowhere looks like any address that is not there.
async fn followed(guest: &Guest, secret: &str) -> Result<Arc<Story>, Fault> {
    let store = &guest.desk.office.store;
    let leads_to = store.linked_case(&secrets::sha256(secret)).await?;
    let leads_to = leads_to.ok_or(Fault::NotFound)?;
    let case = store.case(leads_to).await?;
    let found = store.story(&case.ok_or(Fault::NotFound)?.number).await?;
    let found = found.ok_or(Fault::NotFound)?;
    if may_follow(secret, leads_to, &found.case).allowed {
        Ok(found)
    } else {
        Err(Fault::NotFound)
    }
}

/// Whether whoever holds the secret of a link that leads to a case may follow `case`, and why.
fn may_follow(secret: &str, leads_to: CaseId, case: &Case) -> Decision {
    access::follow(&secrets::sha256(secret), Some(leads_to), &CaseFacts::of(case))
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

/// What the requester is told of a case: the events, as far as they are told ([`Event::told`]), and of the files the
/// requester's own.
fn told(story: &Story) -> Story {
    let events = story.events.iter().filter_map(|recorded| {
        let event = recorded.event.told(&recorded.actor).event()?.clone();
        Some(Recorded {
            event,
            ..recorded.clone()
        })
    });
    let events: Vec<Recorded<Event>> = events.collect();
    let mut case = story.case.clone();
    case.evidence.retain(|evidence| {
        events
            .iter()
            .any(|told| matches!(&told.event, Event::EvidenceAttached(own) if own == evidence))
    });
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
