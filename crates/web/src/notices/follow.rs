//! Messages to those who follow a published case without having asked it: one that asks them to confirm it, and after that what
//! everybody reads on the case's public page, when it happens; never more. Each has the link by which they follow no more.

use super::handed_on::{HandedOn, judge};
use super::settings::Settings;
use super::{Failed, LEASE, MOST_FAILURES, TOGETHER, send_mail, send_text};
use crate::boxed;
use crate::public::show_case::step_words;
use domain::CaseId;
use domain::case::{Case, Event, NoticesBy};
use jiff::{SignedDuration, Timestamp};
use office::Office;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::{FollowMessage, FollowSent, Follower, Recorded, Story};
use tokio::task::JoinSet;
use words::words;

/// How long somebody has to confirm that they follow; then nothing is left of the wish.
pub(crate) const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(48);
/// Followers that are looked at together.
const AT_ONCE: u32 = 500;

/// One round: forgets who has not confirmed, looks at what has happened, and sends what is due.
///
/// # Errors
/// What the store says; what mail servers and gateways do is none.
#[boxed]
pub async fn tell_followers(office: &Office, settings: &Arc<Settings>) -> Result<(), store::Error> {
    let now = office.clock.now();
    let before = now.checked_sub(CONFIRM_WITHIN).unwrap_or(Timestamp::MIN);
    office.store.forget_unconfirmed(before).await?;
    while look(office, now).await? {}
    loop {
        let now = office.clock.now();
        let followers = office.store.lease_followers(now, LEASE, TOGETHER).await?;
        if followers.is_empty() {
            return Ok(());
        }
        let mut sending = JoinSet::new();
        for follower in followers {
            let (office, settings) = (office.clone(), settings.clone());
            sending.spawn(async move { attempt(&office, &settings, &follower).await });
        }
        while let Some(done) = sending.join_next().await {
            done.unwrap_or(Err(store::Error::Stopping))?;
        }
    }
}

/// Makes messages of what has happened since; says whether there may be more to look at.
async fn look(office: &Office, now: Timestamp) -> Result<bool, store::Error> {
    let store = &office.store;
    let news = store.follow_news(AT_ONCE).await?;
    let cases: HashSet<CaseId> = news.iter().map(|(_, case, _)| *case).collect();
    let mut stories: HashMap<CaseId, Option<Published>> = HashMap::new();
    for case in cases {
        stories.insert(case, published(office, case).await?);
    }
    for (id, case, told) in &news {
        let Some(Some(known)) = stories.get(case) else {
            store.end_following(id).await?;
            continue;
        };
        let message = if known.is_public {
            // Of several, the last says how it stands.
            let newest = known.steps.iter().rev().find(|version| *version > told);
            newest.map(|version| (FollowMessage::Step, *version))
        } else {
            Some((FollowMessage::Over, 0))
        };
        store.tell_follower(id, known.version, message, now).await?;
    }
    Ok(news.len() == AT_ONCE as usize)
}

/// What everybody may know of a case.
struct Published {
    is_public: bool,
    version: u64,
    /// Versions of the events that are on its page.
    steps: Vec<u64>,
}

/// None where there is no such case.
async fn published(office: &Office, case: CaseId) -> Result<Option<Published>, store::Error> {
    let Some((story, is_public)) = story(office, case).await? else {
        return Ok(None);
    };
    let words = words(office.pack.locale);
    let told = |recorded: &&Recorded<Event>| step_words(&office.pack, words, &recorded.event).is_some();
    Ok(Some(Published {
        is_public,
        version: story.case.version,
        steps: story
            .events
            .iter()
            .filter(told)
            .map(|recorded| recorded.version)
            .collect(),
    }))
}

/// A case, and whether it is public now.
async fn story(office: &Office, case: CaseId) -> Result<Option<(Arc<Story>, bool)>, store::Error> {
    let Some(case) = office.store.case(case).await? else {
        return Ok(None);
    };
    let is_public = office.store.public_case(&case.number).await?.is_some();
    let story = office.store.story(&case.number).await?;
    Ok(story.map(|story| (story, is_public)))
}

/// Sends a message and writes down what became of it.
async fn attempt(office: &Office, settings: &Settings, follower: &Follower) -> Result<(), store::Error> {
    let store = &office.store;
    let reached = store.follower_reached_at(follower).await?;
    let (Some((address, secret)), Some((told, is_public))) = (reached, story(office, follower.case).await?) else {
        // Erased meanwhile.
        return store.end_following(&follower.id).await;
    };
    if !is_public && follower.message != FollowMessage::Over {
        // What was taken back before it was told is not told, and nobody is asked to confirm what nobody can follow; those who do
        // are told so in the next round.
        return match follower.confirmed_at {
            Some(_) => store.record_follower(follower, FollowSent::Sent, most()).await,
            None => store.end_following(&follower.id).await,
        };
    }
    let sent = send(office, settings, follower, &told, (&address, &secret)).await;
    let sent = match judge(office, follower.by, follower.attempts, sent).await? {
        HandedOn::Taken => FollowSent::Sent,
        HandedOn::Again(_, at) => FollowSent::Again(at),
        HandedOn::NobodyThere(_) | HandedOn::GivenUp(_) => FollowSent::Lost,
    };
    store.record_follower(follower, sent, most()).await
}

/// Messages in a row that may be lost before somebody follows no more.
fn most() -> u32 {
    u32::try_from(MOST_FAILURES).unwrap_or(u32::MAX)
}

/// Hands a message on.
async fn send(
    office: &Office,
    settings: &Settings,
    follower: &Follower,
    story: &Story,
    (address, secret): (&str, &str),
) -> Result<(), Failed> {
    let not_set_up = Failed::here("notice-error-not-set-up");
    let url = settings.public_url.as_deref().ok_or_else(|| not_set_up.clone())?;
    let said = said(office, follower, story, url, secret);
    let id = format!("follow-{}-{}", follower.id, follower.about);
    match follower.by {
        NoticesBy::Email => {
            let mail = settings.mail.as_ref().ok_or(not_set_up)?;
            let body = office.pack.body.get(follower.language);
            let stop = format!("{url}/follow/{secret}");
            let text = (said.subject.as_str(), said.letter);
            let letter = send_mail::short(mail, body, address, &id, text, Some(&stop))?;
            send_mail::send(mail, &letter).await
        }
        NoticesBy::Text => {
            let gateway = settings.text.as_ref().ok_or(not_set_up)?;
            send_text::send(gateway, address, &said.text, &id).await
        }
    }
}

/// A message in words.
struct Said {
    subject: String,
    letter: String,
    text: String,
}

fn said(office: &Office, follower: &Follower, story: &Story, url: &str, secret: &str) -> Said {
    let words = words(follower.language);
    let case: &Case = &story.case;
    let head = case.publication.as_ref().map_or_else(String::new, |(publication, _)| {
        crate::portal::title_of(&publication.text, HEAD_CHARS)
    });
    let event = story.events.iter().find(|recorded| recorded.version == follower.about);
    let what = event.and_then(|recorded| step_words(&office.pack, words, &recorded.event));
    let args = [
        ("body", office.pack.body.get(follower.language).into()),
        ("number", case.number.as_str().into()),
        ("head", head.into()),
        ("what", what.unwrap_or_default().into()),
        ("page", format!("{url}/public/{}", case.number).into()),
        ("link", format!("{url}/follow/{secret}").into()),
        ("hours", CONFIRM_WITHIN.as_hours().into()),
    ];
    let of = |part: &str| {
        let message = match follower.message {
            FollowMessage::Confirm => "confirm",
            FollowMessage::Step => "step",
            FollowMessage::Over => "over",
        };
        words.with(&format!("follow-{message}-{part}"), &args)
    };
    Said {
        subject: of("subject"),
        letter: of("letter"),
        text: of("text"),
    }
}

/// Characters of the published words that stand for the case.
const HEAD_CHARS: usize = 60;
