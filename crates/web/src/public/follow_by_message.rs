//! Following a published case by e-mail or text message, without having asked it: the wish, its confirmation by the link in the one message
//! that is sent before it, and its end. Nobody sees who follows; whoever has the same matter leaves an address and no name.

use super::show_case;
use crate::fault::Fault;
use crate::fields::{Fields, GuestPosted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::guest::Guest;
use crate::notices::follow::CONFIRM_WITHIN;
use crate::portal::notices::{self, FIELDS, Way};
use crate::secrets;
use crate::state::Desk;
use crate::throttle::masked;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::SignedDuration;
use store::{Follower, NewFollower};

/// How often a message that asks to confirm goes to one address within a day, whatever cases it is about. No rule, but a guard: nobody
/// fills somebody else's mailbox by this form.
const MOST_TO_ADDRESS: u32 = 3;
/// How many wishes come from one network address within an hour.
const MOST_FROM: u32 = 20;

/// The ways that are set up. Without the portal's own address there is none: a message could name no link.
pub(crate) fn ways(desk: &Desk) -> Vec<Way> {
    if desk.notices.public_url.is_none() {
        return Vec::new();
    }
    notices::ways(desk)
}

/// `POST /public/{number}/follow`: the same answer whatever there was before, so that nobody learns who follows.
pub(crate) async fn ask(
    Path(number): Path<String>,
    GuestPosted { guest, fields }: GuestPosted,
) -> Result<Response, Fault> {
    let (story, item) = show_case::find(&guest, &number).await?;
    let chosen = match notices::chosen(&guest.desk, &fields) {
        Ok(Some(chosen)) if !ways(&guest.desk).is_empty() => chosen,
        Ok(_) => return wrong(&guest, &number, fields, (FIELDS[0], "follow-choose")).await,
        Err(why) => return wrong(&guest, &number, fields, why).await,
    };
    let (by, address) = chosen;
    let store = &guest.desk.office.store;
    let from = guest.address.map_or_else(String::new, |address| address.to_string());
    let from = format!("follow from {}", masked(&from));
    if store
        .count_attempt(&from, guest.now, SignedDuration::from_hours(1))
        .await?
        > MOST_FROM
    {
        return Err(Fault::TooMany);
    }
    let to = format!("follow to {}", masked(&format!("{} {address}", by.name())));
    if store
        .count_attempt(&to, guest.now, SignedDuration::from_hours(24))
        .await?
        <= MOST_TO_ADDRESS
    {
        let new = NewFollower {
            id: secrets::number(),
            case: story.case.id,
            by,
            language: guest.locale,
            address,
        };
        store.ask_to_follow(new, guest.now).await?;
    }
    Ok(frame::see_other(&format!("/public/{}?asked=1#follow", item.number)))
}

async fn wrong(guest: &Guest, number: &str, fields: Fields, (field, why): notices::Wrong) -> Result<Response, Fault> {
    let mut problems = Problems::default();
    problems.add(field, guest.words().text(why));
    show_case::page(guest, number, &Draft { fields, problems }).await
}

#[derive(Template)]
#[template(path = "public/follow.html")]
struct Page<'a> {
    f: Frame<'a>,
    secret: &'a str,
    /// Number and head of the case, while it is public.
    case: Option<(String, String)>,
    state: State,
    hours: i64,
}

impl Page<'_> {
    /// There is something to be confirmed.
    fn asks(&self) -> bool {
        self.state == State::Asked && self.case.is_some()
    }

    fn is_over(&self) -> bool {
        self.state == State::Ended
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Asked,
    Follows,
    Ended,
}

impl State {
    /// Message key of what the page says first.
    const fn lead(self) -> &'static str {
        match self {
            Self::Asked => "follow-asked",
            Self::Follows => "follow-follows",
            Self::Ended => "follow-ended",
        }
    }
}

/// `GET /follow/{secret}`: nothing happens by looking, since some programs look at every link in a letter.
pub(crate) async fn show(Path(secret): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let follower = found(&guest, &secret).await?;
    let state = if follower.confirmed_at.is_some() {
        State::Follows
    } else {
        State::Asked
    };
    page(&guest, &secret, &follower, state).await
}

/// `POST /follow/{secret}`: confirms, or ends.
pub(crate) async fn answer(
    Path(secret): Path<String>,
    GuestPosted { guest, fields }: GuestPosted,
) -> Result<Response, Fault> {
    let follower = found(&guest, &secret).await?;
    let store = &guest.desk.office.store;
    if fields.get("do") == "confirm" {
        store.confirm_following(&follower.id, guest.now).await?;
        return Ok(frame::see_other(&format!("/follow/{secret}")));
    }
    store.end_following(&follower.id).await?;
    page(&guest, &secret, &follower, State::Ended).await
}

async fn found(guest: &Guest, secret: &str) -> Result<Follower, Fault> {
    let found = guest.desk.office.store.follower_by_link(secret).await?;
    let old = |follower: &Follower| {
        let asked = follower.confirmed_at.is_none();
        asked && guest.now.duration_since(follower.asked_at) > CONFIRM_WITHIN
    };
    found.filter(|follower| !old(follower)).ok_or(Fault::NotFound)
}

async fn page(guest: &Guest, secret: &str, follower: &Follower, state: State) -> Result<Response, Fault> {
    let case = guest.desk.office.store.case(follower.case).await?;
    let case = match case {
        Some(case) => show_case::find(guest, &case.number).await.ok(),
        None => None,
    };
    let page = Page {
        f: Frame::for_guest(guest, guest.words().text("follow-title")),
        secret,
        case: case.map(|(_, item)| (item.number, item.head)),
        state,
        hours: CONFIRM_WITHIN.as_hours(),
    };
    Ok(guest.with_token(frame::form_page(&Problems::default(), &page)?))
}
