//! Messages of calls on their way: taken with a lease, handed on many at the same time, and what became of them written down together.
//! A commit costs more than a message: one for each would be the longest of the way from a call's time to its first message.

use super::push::{self, Subscription};
use super::{EVERY, Ways, draw, raise, robots, words};
use crate::notices::{Failed, send_mail, send_text};
use domain::Locale;
use domain::call::Call;
use jiff::{SignedDuration, Timestamp};
use office::Office;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use store::{ChannelKind, NewSend, Send, SendState, Tried};
use tokio::sync::{Notify, watch};
use tokio::task::{JoinError, JoinSet};

/// Messages that are in hand at the same time: sent, and not yet written down as sent.
const PLACES: usize = 200;
/// Messages that are begun together: a server lets so many that it has not accepted yet wait (often 128), and a connection that finds no
/// place among them is tried again only after a second.
const BEGUN_TOGETHER: usize = 100;
/// How long it is waited for more that have ended, so that several are written down, and taken, in one commit.
const GATHER: Duration = Duration::from_millis(10);
/// How long a message is whoever's who sends it: longer than an attempt may take.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// After how long messages are taken again that could not be begun because what they need could not be read.
const AGAIN: SignedDuration = SignedDuration::from_secs(3);

/// Sends what is due, as many at the same time as have a place; one that takes long holds up none but its own place. What is in hand
/// when the stop is asked for is sent to its end. `rang`: something may have become due.
pub(super) async fn run(office: &Office, ways: &Arc<Ways>, rang: &Notify, mut stopped: watch::Receiver<()>) {
    let mut in_hand = JoinSet::new();
    loop {
        let begun = round(office, ways, &mut in_hand).await;
        let begun = begun.unwrap_or_else(|error| {
            tracing::warn!(%error, "messages of calls could not be sent");
            0
        });
        if begun > 0 && in_hand.len() < PLACES {
            // More may wait.
            tokio::time::sleep(GATHER).await;
            continue;
        }
        tokio::select! {
            _ = stopped.changed() => break,
            ended = in_hand.join_next(), if !in_hand.is_empty() => {
                let mut all = Vec::from_iter(ended.and_then(tried));
                tokio::time::sleep(GATHER).await;
                all.extend(ended_by_now(&mut in_hand));
                write_down(office, all).await;
            }
            () = rang.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
    finish(office, &mut in_hand).await;
}

/// One round: sends what is due, to its end. Answers how many.
///
/// # Errors
/// What the store says when it is asked what is due; what mail servers, gateways and robots do is none.
pub(super) async fn send_due(office: &Office, ways: &Arc<Ways>) -> Result<usize, store::Error> {
    let mut in_hand = JoinSet::new();
    let sent = round(office, ways, &mut in_hand).await?;
    finish(office, &mut in_hand).await;
    Ok(sent)
}

/// Writes down what has ended, and begins to send what is due, as much as has a place beside what is in hand. Answers how many.
///
/// # Errors
/// What the store says when it is asked what is due.
async fn round(office: &Office, ways: &Arc<Ways>, in_hand: &mut JoinSet<Option<Tried>>) -> Result<usize, store::Error> {
    write_down(office, ended_by_now(in_hand)).await;
    let free = PLACES.saturating_sub(in_hand.len()).min(BEGUN_TOGETHER);
    if free == 0 {
        return Ok(0);
    }
    let free = u32::try_from(free).unwrap_or(u32::MAX);
    let sends = office.store.lease_sends(office.clock.now(), LEASE, free).await?;
    if sends.is_empty() {
        return Ok(0);
    }
    let begun = sends.len();
    let known = match Known::read(office, &sends).await {
        Ok(known) => known,
        Err(error) => {
            give_back(office, &sends).await;
            return Err(error);
        }
    };
    for send in sends {
        let letter = known.letter(&send);
        let (office, ways) = (office.clone(), ways.clone());
        in_hand.spawn(async move { attempt(&office, &ways, send, letter).await });
    }
    Ok(begun)
}

async fn give_back(office: &Office, sends: &[Send]) {
    let again = office.clock.now().checked_add(AGAIN).unwrap_or(Timestamp::MAX);
    if let Err(error) = office.store.give_back_sends(sends, again).await {
        tracing::warn!(%error, "messages of calls wait until their leases are over");
    }
}

/// Waits for all that is in hand.
async fn finish(office: &Office, in_hand: &mut JoinSet<Option<Tried>>) {
    let mut all = Vec::new();
    while let Some(ended) = in_hand.join_next().await {
        all.extend(tried(ended));
    }
    write_down(office, all).await;
}

fn ended_by_now(in_hand: &mut JoinSet<Option<Tried>>) -> Vec<Tried> {
    std::iter::from_fn(|| in_hand.try_join_next())
        .filter_map(tried)
        .collect()
}

/// What became of an attempt; of one that broke off nothing is known, and it is made again when its lease is over.
fn tried(ended: Result<Option<Tried>, JoinError>) -> Option<Tried> {
    let ended = ended.inspect_err(|error| tracing::error!(%error, "sending a call's message broke off"));
    ended.ok().flatten()
}

async fn write_down(office: &Office, tried: Vec<Tried>) {
    // Nobody else waits for these: they are tried again when their lease is over.
    if let Err(error) = office.store.record_sends(tried).await {
        tracing::warn!(%error, "what became of calls' messages could not be written down");
    }
}

/// What messages that are taken together need, read once for all of them.
struct Known {
    calls: HashMap<String, Call>,
    languages: HashMap<String, Locale>,
    /// Where the ways lead, by their ids; none where a way was ended, and an error where its address cannot be opened.
    addresses: HashMap<String, Result<Option<Arc<str>>, Arc<store::Error>>>,
}

/// What one message needs.
struct Letter {
    /// None where it cannot be read.
    call: Option<Call>,
    /// Its receiver's; none where they chose none.
    language: Option<Locale>,
    address: Result<Option<Arc<str>>, Arc<store::Error>>,
}

impl Known {
    async fn read(office: &Office, sends: &[Send]) -> Result<Self, store::Error> {
        let mut ids: Vec<String> = sends.iter().map(|send| send.call.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut calls = HashMap::with_capacity(ids.len());
        for (id, call) in office::read_calls(office, &ids).await.map_err(stored)? {
            // The message of one that cannot be read fails, and is said there.
            calls.extend(call.ok().map(|call| (id, call)));
        }
        let accounts = office.store.accounts().await?;
        let languages = accounts
            .into_iter()
            .filter_map(|account| Some((account.id, account.locale?)));
        let mut addresses = HashMap::new();
        for send in sends.iter().filter(|send| send.kind != Some(ChannelKind::Bot)) {
            if !addresses.contains_key(&send.channel) {
                let address = office.store.channel_address(&send.channel).await;
                let address = address.map(|address| address.map(Arc::from)).map_err(Arc::new);
                addresses.insert(send.channel.clone(), address);
            }
        }
        Ok(Self {
            calls,
            languages: languages.collect(),
            addresses,
        })
    }

    fn letter(&self, send: &Send) -> Letter {
        Letter {
            call: self.calls.get(&send.call).cloned(),
            language: send.staff.as_ref().and_then(|staff| self.languages.get(staff).copied()),
            address: self.addresses.get(&send.channel).cloned().unwrap_or(Ok(None)),
        }
    }
}

/// Sends a message. One that could not be handed on goes by the next way at once. None where that cannot be known now: it is tried again
/// when its lease is over.
async fn attempt(office: &Office, ways: &Ways, send: Send, letter: Letter) -> Option<Tried> {
    let tried = try_to_send(office, ways, send, letter).await;
    tried
        .inspect_err(|error| tracing::warn!(%error, "a call's message waits"))
        .ok()
}

async fn try_to_send(office: &Office, ways: &Ways, send: Send, letter: Letter) -> Result<Tried, store::Error> {
    let handed = hand_on(office, ways, &send, letter).await?;
    let at = office.clock.now();
    let (state, error, next) = match handed {
        Ok(state) => (state, None, None),
        Err(failed) => {
            let way = send.kind.map_or("", ChannelKind::name);
            tracing::warn!(way, why = failed.kept(), "a call was not handed on");
            raise::channel_fails(office, &send, at).await;
            (SendState::Failed, Some(failed.kept()), next_way(office, &send).await?)
        }
    };
    let Send { id, channel, .. } = send;
    Ok(Tried {
        id,
        channel,
        state,
        at,
        error,
        next,
    })
}

async fn hand_on(
    office: &Office,
    ways: &Ways,
    send: &Send,
    letter: Letter,
) -> Result<Result<SendState, Failed>, store::Error> {
    let is_of_a_group = send.kind == Some(ChannelKind::Bot);
    let Some(call) = letter.call else {
        let failed = Failed::here("notice-error-letter");
        return Ok(if is_of_a_group {
            Ok(SendState::Dropped)
        } else {
            Err(failed)
        });
    };
    // A group must not be told of what has been withheld from somebody since its message was written down.
    if is_of_a_group && !office::may_groups_know_call(office, &call).await.map_err(stored)? {
        return Ok(Ok(SendState::Dropped));
    }
    let now = office.clock.now();
    let language = letter.language.unwrap_or(office.pack.locale);
    let link = words::link(ways.notices.public_url.as_deref(), send);
    let says = words::message(office, language, &call.about, link.as_deref());
    let handed = if is_of_a_group {
        let robot = ways.settings.robots.iter().find(|robot| robot.name == send.channel);
        match robot {
            Some(robot) => robots::send(robot, &send.id, &says, now).await,
            None => Err(Failed::here("notice-error-address")),
        }
    } else {
        match letter.address {
            Ok(Some(address)) => reach(office, ways, send, (&address, &says), language, now).await,
            Ok(None) => Err(Failed::recipient("notice-error-address")),
            Err(error) => {
                // This way does not work now, and another may.
                tracing::warn!(%error, "the address of a call's message could not be opened");
                Err(Failed::here("notice-error-letter"))
            }
        }
    };
    Ok(handed.map(|()| SendState::Sent))
}

async fn reach(
    office: &Office,
    ways: &Ways,
    send: &Send,
    (address, says): (&str, &str),
    language: Locale,
    now: Timestamp,
) -> Result<(), Failed> {
    let none = || Failed::here("notice-error-address");
    match send.kind {
        Some(ChannelKind::Push) => {
            let vapid = ways.vapid.as_ref().ok_or_else(none)?;
            let to: Subscription = serde_json::from_str(address).map_err(|_| none())?;
            push::send(vapid, &to, &send.id, says, now).await
        }
        Some(ChannelKind::Mail) => {
            let mail = ways.notices.mail.as_ref().ok_or_else(none)?;
            let subject = says.lines().next().unwrap_or_default();
            let body = office.pack.body.get(language);
            let letter = send_mail::short(mail, body, address, &send.id, (subject, says.to_owned()), None)?;
            send_mail::send(mail, &letter).await
        }
        Some(ChannelKind::Text) => {
            let gateway = ways.notices.text.as_ref().ok_or_else(none)?;
            send_text::send(gateway, address, says, &send.id).await
        }
        Some(ChannelKind::Voice) => {
            let gateway = ways.settings.voice.as_ref().ok_or_else(none)?;
            send_text::send(gateway, address, says, &send.id).await
        }
        // The page has it already, and a robot is no member of staff.
        Some(ChannelKind::Page | ChannelKind::Bot) | None => Err(none()),
    }
}

/// The store's error, which is all that reading calls ends with.
fn stored(error: office::Error) -> store::Error {
    match error {
        office::Error::Store(error) => error,
        other => store::Error::Corrupt(other.to_string()),
    }
}

/// The same message by the next way of whoever it goes to, with its call.
pub(super) async fn next_way(office: &Office, send: &Send) -> Result<Option<(String, NewSend)>, store::Error> {
    let next = office::next_way(office, send, draw).await.map_err(stored)?;
    Ok(next.map(|next| (send.call.clone(), next)))
}
