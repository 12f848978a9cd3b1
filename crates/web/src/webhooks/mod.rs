//! News of cases to other programs, in the form of Standard Webhooks (<https://www.standardwebhooks.com>): signed, at least
//! once, tried again for a day and a half, with a log on the desk.
//!
//! A message says which case changed and how it stands, and not a word of what people wrote; who wants more asks for the
//! case with a key. A receiver hears of the cases that its post may see, and of none beside.

mod send;
mod sign;

pub(crate) use sign::{headers as signed, new_secret};

use crate::access::Right;
use crate::boxed;
use crate::visit::Person;
use domain::access::Standing;
use domain::case::{Case, logged_name};
use jiff::{SignedDuration, Timestamp};
use office::Office;
use serde_json::json;
use std::collections::HashSet;
use std::time::Duration;
use store::{Message, MessageState, NewMessage, News, Store, Webhook};
use tokio::sync::watch;
use tokio::task::JoinSet;
use words::Words;

/// How often it is looked for news.
const EVERY: Duration = Duration::from_secs(2);
/// Events that are looked at together.
const AT_ONCE: u32 = 200;
/// Messages that are sent to one receiver at the same time: each has its own, so that one that is dead holds up nobody else.
const TOGETHER: u32 = 4;
/// How long a message is whoever's who sends it: longer than an attempt may take.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How long after each attempt the next one comes; after the last, it is given up.
const AGAIN: [SignedDuration; 8] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(10),
];
/// The receiver's answer that it wants nothing more.
const GONE: u16 = 410;

/// Events of which no news is sent: that somebody looked changes nothing, and what belongs together with a case may be one that the
/// receiver may not see.
const NO_NEWS: [&str; 3] = ["opened", "related", "unrelated"];

/// Message key of what is said of a message that was given up without an answer. It is one for all of them: whoever keeps accounts is not
/// told that a case is withheld from a receiver's post.
const GIVEN_UP: &str = "webhook-no-more-tries";

/// Sends news until the stop is asked for.
pub(crate) async fn run(office: Office, mut stopped: watch::Receiver<()>) {
    let mut every = tokio::time::interval(EVERY);
    let mut sending: JoinSet<String> = JoinSet::new();
    // Those who are being sent to.
    let mut busy: HashSet<String> = HashSet::new();
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = every.tick() => {}
        }
        while let Some(done) = sending.try_join_next() {
            if let Ok(id) = done {
                busy.remove(&id);
            } else {
                // Whose it was is not known any more: all are looked at again, and what is leased is nobody else's.
                busy.clear();
            }
        }
        tokio::select! {
            _ = stopped.changed() => return,
            hooks = queue_all(&office) => match hooks {
                Ok(hooks) => for hook in hooks {
                    if busy.insert(hook.id.clone()) {
                        let office = office.clone();
                        sending.spawn(async move {
                            send_to(&office, &hook.id).await;
                            hook.id
                        });
                    }
                },
                // What was not made a message of is still there at the next round.
                Err(error) => tracing::warn!(%error, "news could not be looked for"),
            },
        }
    }
}

/// Whether a message was given up and its receiver has not answered: neither why nor after how many attempts is told, since a case that is
/// withheld by now is given up at once.
pub(crate) fn is_unanswered(message: &Message) -> bool {
    message.state == MessageState::GivenUp && message.last_status.is_none()
}

/// Why there is no answer to a message, as it is told.
pub(crate) fn no_answer<'a>(message: &'a Message, words: &'a Words) -> Option<&'a str> {
    if is_unanswered(message) {
        return Some(words.text(GIVEN_UP));
    }
    message.last_error.as_deref()
}

/// One round: makes messages of what has happened, and sends those that are due.
///
/// # Errors
/// What the store says of what has happened; what receivers do is none.
#[boxed]
pub async fn send_news(office: &Office) -> Result<(), store::Error> {
    let hooks = queue_all(office).await?;
    let sending = hooks.iter().map(|hook| send_to(office, &hook.id));
    futures_util::future::join_all(sending).await;
    Ok(())
}

/// Makes messages of what has happened for all receivers. Answers with all of them: one that has ended may have something left to be
/// given up.
async fn queue_all(office: &Office) -> Result<Vec<Webhook>, store::Error> {
    let hooks = office.store.webhooks().await?;
    for hook in &hooks {
        if hook.ended_at.is_none() {
            queue(office, hook).await?;
        }
    }
    Ok(hooks)
}

/// Sends one receiver what is due, a few at a time, until nothing is.
async fn send_to(office: &Office, hook: &str) {
    loop {
        let now = office.clock.now();
        let messages = match office.store.lease_messages(hook, now, LEASE, TOGETHER).await {
            Ok(messages) if messages.is_empty() => return,
            Ok(messages) => messages,
            Err(error) => {
                tracing::warn!(%error, "news could not be sent");
                return;
            }
        };
        let sending = messages.into_iter().map(|message| attempt(office, message));
        for done in futures_util::future::join_all(sending).await {
            if let Err(error) = done {
                // It is tried again when its lease is over.
                tracing::warn!(%error, "what became of news could not be written down");
            }
        }
    }
}

/// Makes messages of what has happened since the last time.
async fn queue(office: &Office, hook: &Webhook) -> Result<(), store::Error> {
    let mut standing = None;
    let mut upto = hook.upto;
    loop {
        let news = office.store.news(upto, AT_ONCE).await?;
        let Some(last) = news.last().map(|news| news.position) else {
            return Ok(());
        };
        if standing.is_none() {
            standing = Some(standing_of(office, hook).await?);
        }
        let ids: Vec<_> = news.iter().map(|news| news.case).collect();
        let cases = office.store.cases(&ids).await?;
        let messages = news.iter().filter_map(|news| {
            let case = cases.get(&news.case)?;
            hears(standing.as_ref().and_then(Option::as_ref), case).then(|| message(news, case))?
        });
        let messages = messages.collect();
        office
            .store
            .queue_messages(&hook.id, last, messages, office.clock.now())
            .await?;
        upto = last;
    }
}

/// What the receiver's post may see; none where there is no such post.
async fn standing_of(office: &Office, hook: &Webhook) -> Result<Option<Standing>, store::Error> {
    let holders = office::holders(office, &hook.post).await?;
    let actor = Person::in_post(&office.pack, &hook.post);
    Ok(actor.map(|actor| Standing::held_by(&office.pack, &actor, holders)))
}

/// Whether the receiver's post may see the case of a message still: it may have been named in a complaint since that was made.
async fn hears_still(office: &Office, hook: &Webhook, message: &Message) -> Result<bool, store::Error> {
    let news = office.store.news(message.position.saturating_sub(1), 1).await?;
    let Some(news) = news.first().filter(|news| news.position == message.position) else {
        return Ok(false);
    };
    let Some(case) = office.store.case(news.case).await? else {
        return Ok(false);
    };
    Ok(hears(standing_of(office, hook).await?.as_ref(), &case))
}

/// Whether the receiver's post may see the case, as it is now.
fn hears(standing: Option<&Standing>, case: &Case) -> bool {
    standing.is_some_and(|standing| standing.may_with(Right::SeeCases, case).allowed)
}

/// Events that tell whether whoever reported gave a name, which is hidden where their case hides its source.
const OF_SOURCE: [&str; 4] = ["sealed_kept", "sealed_shared", "link_given", "notices_chosen"];

/// What is said of an event; nothing of who looked.
fn message(news: &News, case: &Case) -> Option<NewMessage> {
    let quiet = NO_NEWS.contains(&news.event.as_str());
    if quiet || (case.source_shield.is_some() && OF_SOURCE.contains(&news.event.as_str())) {
        return None;
    }
    // What everybody who reads the log is not told by name, another program is not told either.
    let kind = format!("case.{}", logged_name(&news.event));
    let payload = json!({
        "type": kind,
        "timestamp": news.at,
        "data": {
            "number": case.number,
            "version": news.version,
            "kind": case.kind,
            "category": case.category,
            "unit": case.unit,
            "status": case.status,
        },
    });
    Some(NewMessage {
        position: news.position,
        kind,
        payload: payload.to_string(),
    })
}

/// Sends a message and writes down what became of it.
async fn attempt(office: &Office, message: Message) -> Result<(), store::Error> {
    let store: &Store = &office.store;
    let Some(hook) = store
        .webhook(&message.webhook)
        .await?
        .filter(|hook| hook.ended_at.is_none())
    else {
        let now = office.clock.now();
        return give_up(store, &message, now).await;
    };
    let now = office.clock.now();
    if !hears_still(office, &hook, &message).await? {
        return give_up(store, &message, now).await;
    }
    let id = format!("msg_{}_{}", hook.id, message.position);
    let headers = sign::headers(&hook.secret, &id, now, &message.payload);
    let outcome = send::post(&hook.url, headers, message.payload).await;
    let now: Timestamp = office.clock.now();
    if outcome == Ok(GONE) {
        store
            .record_attempt(message.id, now, outcome, MessageState::GivenUp, now)
            .await?;
        return store.end_webhook(&hook.id, now).await;
    }
    let taken = matches!(outcome, Ok(200..=299));
    let wait = usize::try_from(message.attempts)
        .ok()
        .and_then(|tried| AGAIN.get(tried.saturating_sub(1)));
    let (state, again) = match wait {
        _ if taken => (MessageState::Sent, now),
        Some(wait) => (MessageState::Waiting, now.checked_add(*wait).unwrap_or(now)),
        None => (MessageState::GivenUp, now),
    };
    store.record_attempt(message.id, now, outcome, state, again).await
}

/// Nothing is sent of it, nor why written down.
async fn give_up(store: &Store, message: &Message, now: Timestamp) -> Result<(), store::Error> {
    let no_more = Err(GIVEN_UP.to_owned());
    store
        .record_attempt(message.id, now, no_more, MessageState::GivenUp, now)
        .await
}
