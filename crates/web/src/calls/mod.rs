//! Calls to the body's own people 呼叫: who is called is decided by the pack (`domain::call`), here they are reached. Every timer is in
//! the database: a program that starts takes up what another had begun. A message is sent at least once; sent again, it has the same id,
//! by which its receiver knows it (`docs/escalation.md`).

pub(crate) mod answer_call;
pub(crate) mod hear_beat;
mod heart;
pub(crate) mod keep_channels;
pub(crate) mod list_calls;
pub(crate) mod push;
mod raise;
mod robots;
mod settings;
pub(crate) mod show_call;
pub(crate) mod take_receipt;
pub(crate) mod words;

use crate::boxed;
pub use heart::sign_of_life;
use settings::Settings;

use crate::notices::{self, Failed, send_mail, send_text};
use crate::secrets;
use jiff::{SignedDuration, Timestamp};
use office::Office;
use push::{Subscription, Vapid};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use store::{ChannelKind, NewSend, Send, SendState};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often it is looked for what is due.
const EVERY: Duration = Duration::from_millis(200);
/// How often it is looked for what calls somebody: dangers, watches that nobody took, silence from outside.
const RAISE_EVERY: Duration = Duration::from_secs(3);
/// Messages that are sent at the same time.
const PLACES: usize = 200;
/// How long it is waited for more places that become free, so that several messages are taken in one write.
const GATHER: Duration = Duration::from_millis(10);
/// How long a message is whoever's who sends it: longer than an attempt may take.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// By what people are reached.
pub struct Ways {
    settings: Settings,
    notices: Arc<notices::Settings>,
    vapid: Option<Vapid>,
    /// Until when the program before this one listened to those who say that they live, once that was looked up.
    stopped: OnceLock<Option<Timestamp>>,
}

impl Ways {
    /// Of a data directory. What is wrong with it stands in the operator's log, and what is right is used.
    #[must_use]
    pub fn read(office: &Office, notices: Arc<notices::Settings>) -> Self {
        let dir = office.store.dir();
        let settings = Settings::read(dir).unwrap_or_else(|refusal| {
            tracing::error!(%refusal, "no robots, no spoken calls and no signs of life");
            Settings::default()
        });
        let mail = notices.mail.as_ref().map(|mail| format!("mailto:{}", mail.from));
        let subject = mail.or_else(|| notices.public_url.clone());
        let subject = subject.unwrap_or_else(|| String::from("mailto:nobody@localhost"));
        let vapid = Vapid::read(dir, subject);
        let vapid = vapid.inspect_err(|error| tracing::error!(error, "no browser is told"));
        Self {
            settings,
            notices,
            vapid: vapid.ok(),
            stopped: OnceLock::new(),
        }
    }

    /// The ways that somebody can choose.
    pub(crate) fn kinds(&self) -> Vec<ChannelKind> {
        let ways = [
            (ChannelKind::Push, self.vapid.is_some()),
            (ChannelKind::Mail, self.notices.mail.is_some()),
            (ChannelKind::Text, self.notices.text.is_some()),
            (ChannelKind::Voice, self.settings.voice.is_some()),
        ];
        ways.into_iter().filter_map(|(kind, is)| is.then_some(kind)).collect()
    }

    /// The key that a browser asks with; none where no browser can be told.
    pub(crate) fn push_key(&self) -> Option<String> {
        self.vapid.as_ref().map(Vapid::public)
    }
}

/// A fresh token with its hash.
fn draw() -> (String, String) {
    let token = secrets::token();
    let hash = secrets::sha256(&token);
    (token, hash)
}

/// Calls and sends until the stop is asked for.
pub(crate) async fn run(office: Office, ways: Arc<Ways>, stopped: watch::Receiver<()>) {
    tokio::join!(
        call(&office, &ways, stopped.clone()),
        sending(&office, &ways, stopped.clone()),
        raise::run(&office, &ways, stopped.clone()),
        heart::run(&office, &ways, stopped),
    );
}

/// One round of everything, for whoever keeps their own time: looks for what calls somebody, calls those whose step is due, and sends
/// what is due. `started`: since when this program runs. Answers whether there was anything to call or to send.
///
/// # Errors
/// What the store says; what mail servers, gateways and robots do is none.
#[boxed]
pub async fn call_round(office: &Office, ways: &Arc<Ways>, started: Timestamp) -> Result<bool, office::Error> {
    if let Some(rules) = &office.pack.calls {
        raise::look(office, ways, rules, started, office.clock.now()).await?;
    }
    let called = office::run_due_calls(office, &ways.settings.told(), draw, office.clock.now()).await?;
    let sent = send_due(office, ways).await?;
    Ok(called > 0 || sent > 0)
}

async fn call(office: &Office, ways: &Ways, mut stopped: watch::Receiver<()>) {
    let robots = ways.settings.told();
    loop {
        match office::run_due_calls(office, &robots, draw, office.clock.now()).await {
            // More may wait.
            Ok(looked) if looked > 0 => continue,
            Ok(_) => {}
            // What is due is due still at the next round.
            Err(error) => tracing::warn!(%error, "calls could not be looked at"),
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Sends what is due, as many at the same time as have a place; one that takes long holds up none but its own place. What is in hand
/// when the stop is asked for is sent to its end.
async fn sending(office: &Office, ways: &Arc<Ways>, mut stopped: watch::Receiver<()>) {
    let mut in_hand = JoinSet::new();
    loop {
        while in_hand.try_join_next().is_some() {}
        let begun = begin_due(office, ways, &mut in_hand).await;
        let begun = begun.unwrap_or_else(|error| {
            tracing::warn!(%error, "messages of calls could not be sent");
            0
        });
        // Where nothing waits any more, or no place is free, it is looked again when something has changed, or in a moment.
        let is_full = in_hand.len() >= PLACES;
        if begun > 0 && !is_full {
            continue;
        }
        tokio::select! {
            _ = stopped.changed() => break,
            Some(_) = in_hand.join_next(), if is_full => tokio::time::sleep(GATHER).await,
            () = tokio::time::sleep(EVERY), if !is_full => {}
        }
    }
    while in_hand.join_next().await.is_some() {}
}

/// One round: sends what is due. Answers how many.
///
/// # Errors
/// What the store says when it is asked what is due; what mail servers, gateways and robots do is none.
async fn send_due(office: &Office, ways: &Arc<Ways>) -> Result<usize, store::Error> {
    let mut in_hand = JoinSet::new();
    let sent = begin_due(office, ways, &mut in_hand).await?;
    while in_hand.join_next().await.is_some() {}
    Ok(sent)
}

/// Begins to send what is due, as much as has a place beside what is in hand. Answers how many.
///
/// # Errors
/// What the store says when it is asked what is due.
async fn begin_due(office: &Office, ways: &Arc<Ways>, in_hand: &mut JoinSet<()>) -> Result<usize, store::Error> {
    let free = PLACES.saturating_sub(in_hand.len());
    let free = u32::try_from(free).unwrap_or(u32::MAX);
    if free == 0 {
        return Ok(0);
    }
    let sends = office.store.lease_sends(office.clock.now(), LEASE, free).await?;
    let begun = sends.len();
    for send in sends {
        let (office, ways) = (office.clone(), ways.clone());
        in_hand.spawn(async move {
            // Nobody else waits for this one: it is tried again when its lease is over.
            if let Err(error) = attempt(&office, &ways, send).await {
                tracing::warn!(%error, "what became of a call's message could not be written down");
            }
        });
    }
    Ok(begun)
}

/// Sends a message and writes down what became of it. One that could not be handed on goes by the next way at once.
async fn attempt(office: &Office, ways: &Ways, send: Send) -> Result<(), store::Error> {
    let store = &office.store;
    if is_withheld(office, &send).await? {
        let now = office.clock.now();
        return store
            .record_send((&send.id, &send.channel), SendState::Dropped, now, None, None)
            .await;
    }
    let handed = hand_on(office, ways, &send).await;
    let handed = handed.unwrap_or_else(|error| {
        // An address that cannot be opened, a call that cannot be read: this way does not work now, and another may.
        tracing::warn!(%error, "a call's message could not be made");
        Err(Failed::here("notice-error-letter"))
    });
    let now = office.clock.now();
    let Err(failed) = handed else {
        return store
            .record_send((&send.id, &send.channel), SendState::Sent, now, None, None)
            .await;
    };
    tracing::warn!(
        way = send.kind.map_or("", ChannelKind::name),
        why = failed.kept(),
        "a call was not handed on"
    );
    raise::channel_fails(office, &send, now).await;
    let next = next_way(office, &send).await?;
    store
        .record_send(
            (&send.id, &send.channel),
            SendState::Failed,
            now,
            Some(failed.kept()),
            next,
        )
        .await
}

/// Whether a group must not be told of what has been withheld from somebody since its message was written down.
async fn is_withheld(office: &Office, send: &Send) -> Result<bool, store::Error> {
    if send.kind != Some(ChannelKind::Bot) {
        return Ok(false);
    }
    match office::read_call(office, &send.call).await.map_err(stored)? {
        Some(call) => Ok(!office::may_groups_know_call(office, &call).await.map_err(stored)?),
        None => Ok(true),
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
async fn next_way(office: &Office, send: &Send) -> Result<Option<(String, NewSend)>, store::Error> {
    let next = office::next_way(office, send, draw).await.map_err(stored)?;
    Ok(next.map(|next| (send.call.clone(), next)))
}

async fn hand_on(office: &Office, ways: &Ways, send: &Send) -> Result<Result<(), Failed>, store::Error> {
    let call = office::read_call(office, &send.call).await.map_err(stored)?;
    let Some(call) = call else {
        return Ok(Err(Failed::here("notice-error-letter")));
    };
    let now = office.clock.now();
    let language = words::language_of(office, send).await?;
    let link = words::link(ways.notices.public_url.as_deref(), send);
    let says = words::message(office, language, &call.about, link.as_deref());
    if send.kind == Some(ChannelKind::Bot) {
        let robot = ways.settings.robots.iter().find(|robot| robot.name == send.channel);
        return Ok(match robot {
            Some(robot) => robots::send(robot, &send.id, &says, now).await,
            None => Err(Failed::here("notice-error-address")),
        });
    }
    let Some(address) = office.store.channel_address(&send.channel).await? else {
        return Ok(Err(Failed::recipient("notice-error-address")));
    };
    Ok(reach(office, ways, send, (&address, &says), language, now).await)
}

async fn reach(
    office: &Office,
    ways: &Ways,
    send: &Send,
    (address, says): (&str, &str),
    language: domain::Locale,
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
