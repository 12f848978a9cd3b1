//! Notices to the people who asked, and to each other party of a dispute: by e-mail or by text message, as they chose, at least once, tried again for two days.
//!
//! A notice is made of each event that the person is told of ([`domain::case::Event::notice`]). What waits holds no
//! address; it is opened when the notice is sent, shown to nobody, and that a notice was sent stands where the person reads
//! it. What does not arrive three times in a row is stopped, with an event that says so.

pub(crate) mod follow;
mod handed_on;
pub(crate) mod mark;
pub(crate) mod send_mail;
pub(crate) mod send_text;
pub(crate) mod settings;
mod words;

pub use follow::tell_followers;
pub(crate) use send_mail::LOOP;
pub use settings::{FILE, Settings};

use crate::boxed;
use domain::case::{Actor, Case, Command, NoticesBy, Party, SealedValues};
use handed_on::{HandedOn, judge};
use jiff::{SignedDuration, Timestamp};
use office::Office;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use store::{Happened, NewNotice, Notice, NoticeState};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often it is looked for what happened.
const EVERY: Duration = Duration::from_secs(2);
/// Notices that are sent at the same time.
const TOGETHER: u32 = 4;
/// How long a notice is whoever's who sends it: longer than an attempt may take.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
/// How long after each attempt the next one comes; after the last, it is given up.
const AGAIN: [SignedDuration; 7] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(6),
    SignedDuration::from_hours(12),
    SignedDuration::from_hours(24),
];
/// Notices in a row that may fail to reach somebody before no more are sent.
pub(crate) const MOST_FAILURES: u64 = 3;

/// Why a notice was not handed on. There is no address in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    /// Nobody can be reached there, however often it is tried.
    recipient: bool,
    /// Message key.
    why: &'static str,
    /// The answer's numbers, where there was one.
    said: Option<String>,
}

impl Failed {
    pub(crate) const fn here(why: &'static str) -> Self {
        Self {
            recipient: false,
            why,
            said: None,
        }
    }

    pub(crate) const fn recipient(why: &'static str) -> Self {
        Self {
            recipient: true,
            why,
            said: None,
        }
    }

    /// An answer that is none of those that mean taken.
    pub(crate) fn answered(why: &'static str, status: u16) -> Self {
        Self {
            recipient: false,
            why,
            said: Some(status.to_string()),
        }
    }

    /// As it is kept: the message key, and the numbers behind a space.
    pub(crate) fn kept(&self) -> String {
        match &self.said {
            Some(said) => format!("{} {said}", self.why),
            None => self.why.to_owned(),
        }
    }
}

/// Sends notices until the stop is asked for.
pub(crate) async fn run(office: Office, settings: Arc<Settings>, mut stopped: watch::Receiver<()>) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = every.tick() => {}
        }
        let round = async {
            send_notices(&office, &settings).await?;
            tell_followers(&office, &settings).await
        };
        tokio::select! {
            _ = stopped.changed() => return,
            done = round => if let Err(error) = done {
                // What was not sent is still there at the next round.
                tracing::warn!(%error, "notices could not be sent");
            },
        }
    }
}

/// One round: makes notices of what has happened, and sends those that are due.
///
/// # Errors
/// What the store says; what mail servers and gateways do is none.
#[boxed]
pub async fn send_notices(office: &Office, settings: &Arc<Settings>) -> Result<(), store::Error> {
    while let Some((upto, happened)) = office.store.notice_news().await? {
        queue(office, upto, &happened).await?;
    }
    loop {
        let now = office.clock.now();
        let notices = office.store.lease_notices(now, LEASE, TOGETHER).await?;
        if notices.is_empty() {
            return Ok(());
        }
        let mut sending = JoinSet::new();
        for notice in notices {
            let (office, settings) = (office.clone(), settings.clone());
            sending.spawn(async move { attempt(&office, &settings, notice).await });
        }
        while let Some(done) = sending.join_next().await {
            done.unwrap_or(Err(store::Error::Stopping))?;
        }
    }
}

/// Makes notices of what has happened: of what happened to a case together, to each party the one that says most.
async fn queue(office: &Office, upto: i64, happened: &[Happened]) -> Result<(), store::Error> {
    let ids: Vec<_> = happened.iter().map(|happened| happened.case).collect();
    let cases = office.store.cases(&ids).await?;
    let chosen = happened
        .iter()
        .filter(|happened| happened.event.name() == "notices_chosen");
    let chosen = chosen.map(|happened| happened.case).collect();
    let mut notices: HashMap<_, NewNotice> = HashMap::new();
    for happened in happened {
        let Some(case) = cases.get(&happened.case) else {
            continue;
        };
        for party in Party::ALL {
            let by = case.notices_of(party).and_then(|notices| notices.by);
            let (Some(by), Some(what)) = (by, happened.event.notice_to(party, &happened.actor)) else {
                continue;
            };
            let new = NewNotice {
                case: happened.case,
                party,
                version: happened.version,
                by,
                what,
            };
            let kept = notices.entry((happened.case, party)).or_insert_with(|| new.clone());
            if weight(what) >= weight(kept.what) {
                *kept = new;
            }
        }
    }
    let notices = notices.into_values().collect();
    office
        .store
        .queue_notices(upto, chosen, notices, office.clock.now())
        .await
}

/// How much a notice says, against others of the same moment.
fn weight(what: &str) -> u8 {
    match what {
        "notice-changed" | "notice-published" | "notice-party-changed" => 0,
        "notice-time" | "notice-file" => 1,
        "notice-chosen" | "notice-party-chosen" => 4,
        "notice-answered" | "notice-refused" => 3,
        _ => 2,
    }
}

/// Sends a notice and writes down what became of it.
async fn attempt(office: &Office, settings: &Settings, notice: Notice) -> Result<(), store::Error> {
    let store = &office.store;
    let now = office.clock.now();
    let case = store.case(notice.case).await?;
    let wanted = case.and_then(|case| {
        let notices = case.notices_of(notice.party)?;
        Some((notices.by?, notices.address_at, case))
    });
    let Some((by, address_at, case)) = wanted else {
        return store
            .record_notice(notice.id, now, NoticeState::Dropped, None, now)
            .await;
    };
    let Some(sent) = send(office, settings, &case, &notice, by, address_at).await? else {
        // Erased in between.
        return store
            .record_notice(notice.id, now, NoticeState::Dropped, None, now)
            .await;
    };
    let handed_on = judge(office, by, notice.attempts, sent).await?;
    let now = office.clock.now();
    let (state, why, again) = match &handed_on {
        HandedOn::Taken => (NoticeState::Sent, None, now),
        HandedOn::Again(failed, at) => (NoticeState::Waiting, Some(failed.kept()), *at),
        HandedOn::NobodyThere(failed) | HandedOn::GivenUp(failed) => (NoticeState::GivenUp, Some(failed.kept()), now),
    };
    store.record_notice(notice.id, now, state, why, again).await?;
    match handed_on {
        HandedOn::NobodyThere(_) => not_arrived(office, &case, notice.party, None).await,
        _ => Ok(()),
    }
}

/// Opens the address and hands the notice on; none where there is no address any more.
async fn send(
    office: &Office,
    settings: &Settings,
    case: &Case,
    notice: &Notice,
    by: NoticesBy,
    address_at: u64,
) -> Result<Option<Result<(), Failed>>, store::Error> {
    let now = office.clock.now();
    let own = mark::of_case(office, case, notice.party).await?;
    let address = office.store.notice_address(case.id, address_at).await?;
    let (Some(own), Some(address)) = (own, address) else {
        return Ok(None);
    };
    let not_set_up = Err(Failed::here("notice-error-not-set-up"));
    Ok(Some(match by {
        NoticesBy::Email => match &settings.mail {
            None => not_set_up,
            Some(mail) => {
                let said = words::said(office, case, (notice.party, &notice.what), now);
                let letter = send_mail::write(office, settings, mail, case, notice, &said, (&address, &own));
                match letter {
                    Ok(letter) => send_mail::send(mail, &letter).await,
                    Err(failed) => Err(failed),
                }
            }
        },
        NoticesBy::Text => match &settings.text {
            None => not_set_up,
            Some(gateway) => {
                let text = words::text(office, case, (notice.party, &notice.what), now);
                let id = format!("{}-{}-{}", case.number, notice.version, notice.id);
                send_text::send(gateway, &address, &text, &id).await
            }
        },
    }))
}

/// Writes down that a notice did not reach a party, and stops theirs where it was one too many; `version` is that of the event that
/// the notice told of, where that is known.
///
/// # Errors
/// What the store says.
pub(crate) async fn not_arrived(
    office: &Office,
    case: &Case,
    party: Party,
    version: Option<u64>,
) -> Result<(), store::Error> {
    let Some(notices) = case.notices_of(party) else {
        return Ok(());
    };
    let now: Timestamp = office.clock.now();
    let failures = office
        .store
        .notice_failed((case.id, party), notices.address_at, version, now)
        .await?;
    if failures < MOST_FAILURES {
        return Ok(());
    }
    let stop = Command::ChooseNotices {
        by: None,
        language: notices.language,
        address: SealedValues::default(),
        reason: None,
        party: Some(party),
    };
    match office::act(office, case.id, &stop, &Actor::program(), now, None).await {
        Ok(_) | Err(office::Error::Refused(_) | office::Error::Document(_)) => Ok(()),
        Err(office::Error::Store(error)) => Err(error),
    }
}
