//! Letters that come in: a reply to a notice becomes the word of the party whose notice it was, in the case, with its files, through the same
//! doors as on the portal; everything else is counted and thrown away.
//!
//! Who wrote a letter its header cannot prove. A reply is known by the mark that its notice carried, and by nothing else;
//! nobody is answered at an address that a letter names: what has to be said goes, as a notice, to where notices go.

mod fetch;
mod letter;
mod quoted;

pub use fetch::fetch_mail;
pub(crate) use fetch::run as fetch;

use crate::boxed;
use crate::evidence_types;
use crate::notices::{Settings, mark, not_arrived};
use crate::portal::{Taken, attach, take};
use crate::secrets;
use domain::Locale;
use domain::case::{Actor, Case, Command, NoticesBy, Party, SealedValues};
use jiff::SignedDuration;
use letter::{Letter, Sort};
use office::Office;
use std::time::Duration;
use store::{HEAD, NewNotice, Passing, RECIPIENT, WHOLE};
use tokio::sync::watch;
use words::words;

/// How often it is looked for letters that a mail server handed over.
const EVERY: Duration = Duration::from_secs(2);
/// Seconds after which a letter that is being written down was cut off.
const CUT_OFF: i64 = 3600;
/// Notices of one sort that answer letters to one case within a day, so that two programs never write to each other for ever.
const MOST_ANSWERS: u64 = 3;

/// What became of a letter; its name is what the desk counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the case.
    Recorded,
    /// It was already there.
    Repeated,
    /// It asked for no more notices.
    Stopped,
    /// It carries no mark that a notice of ours carried.
    Unknown,
    /// A program wrote it.
    Automatic,
    /// It is one of our own.
    Own,
    /// It said that a notice did not arrive.
    Bounced,
    /// It was too large; whoever wrote it is told.
    TooLarge,
    /// There was nothing in it.
    Empty,
    /// The case takes nothing more; whoever wrote it is told.
    Refused,
    /// It was no letter.
    Unreadable,
}

impl Outcome {
    /// All of them.
    pub(crate) const ALL: [Self; 11] = [
        Self::Recorded,
        Self::Repeated,
        Self::Stopped,
        Self::Unknown,
        Self::Automatic,
        Self::Own,
        Self::Bounced,
        Self::TooLarge,
        Self::Empty,
        Self::Refused,
        Self::Unreadable,
    ];

    /// Its name in tables and message keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Repeated => "repeated",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
            Self::Automatic => "automatic",
            Self::Own => "own",
            Self::Bounced => "bounced",
            Self::TooLarge => "too-large",
            Self::Empty => "empty",
            Self::Refused => "refused",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Takes what a mail server handed over, until the stop is asked for.
pub(crate) async fn run(office: Office, mut stopped: watch::Receiver<()>) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = every.tick() => {}
        }
        if let Err(error) = take_mail(&office).await {
            // What was not taken lies there still.
            tracing::warn!(%error, "mail could not be taken in");
        }
    }
}

/// One round: takes every letter that lies there, and erases it.
///
/// # Errors
/// What the store says; the letter then lies there still, and taken once more it is the same one.
#[boxed]
pub async fn take_mail(office: &Office) -> Result<(), store::Error> {
    let store = &office.store;
    let mut first = Ok(());
    for id in store.passing_ids(Passing::Mail).await? {
        let taken = take_one(office, &id).await;
        // One letter that cannot be taken holds up no other.
        first = first.and(taken);
    }
    sweep(office).await?;
    first
}

async fn take_one(office: &Office, id: &str) -> Result<(), store::Error> {
    let store = &office.store;
    let recipient = store.passing(Passing::Mail, id, RECIPIENT).await?;
    let recipient = recipient.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let whole = store.passing(Passing::Mail, id, WHOLE).await?;
    let (bytes, is_whole) = match whole {
        Some(bytes) => (bytes, true),
        None => (store.passing(Passing::Mail, id, HEAD).await?.unwrap_or_default(), false),
    };
    deliver(office, &bytes, is_whole, recipient.as_deref()).await?;
    store.erase_passing(Passing::Mail, id).await
}

/// Erases what lies there of letters whose handing over was cut off: the mail server has them still.
async fn sweep(office: &Office) -> Result<(), store::Error> {
    let now = office.clock.now();
    for id in office.store.passing_ids(Passing::MailPart).await? {
        let begun = uuid::Uuid::parse_str(&id).ok().and_then(|id| id.get_timestamp());
        let begun = begun.and_then(|begun| i64::try_from(begun.to_unix().0).ok());
        if begun.is_none_or(|begun| now.as_second() - begun > CUT_OFF) {
            office.store.erase_passing(Passing::MailPart, &id).await?;
        }
    }
    Ok(())
}

/// Takes one letter in, and counts it. `is_whole`: these are all of its bytes, and not the beginning of one that was too
/// large.
///
/// # Errors
/// What the store says.
#[boxed]
pub async fn deliver(
    office: &Office,
    bytes: &[u8],
    is_whole: bool,
    recipient: Option<&str>,
) -> Result<Outcome, store::Error> {
    let outcome = match letter::read(bytes, recipient) {
        Some(letter) => taken(office, letter, is_whole).await?,
        None => Outcome::Unreadable,
    };
    tracing::info!(outcome = outcome.name(), "a letter came in");
    office.store.count_mail(outcome.name(), office.clock.now()).await?;
    Ok(outcome)
}

async fn taken(office: &Office, letter: Letter, is_whole: bool) -> Result<Outcome, store::Error> {
    if letter.sort == Sort::Own {
        return Ok(Outcome::Own);
    }
    let mut found = None;
    for mark in &letter.marks {
        if let Some((case, party)) = mark::leads_to(office, mark).await? {
            found = Some((case, party, mark.rest.clone()));
            break;
        }
    }
    match (letter.sort, found) {
        (Sort::Automatic | Sort::Delay, _) => Ok(Outcome::Automatic),
        (_, None) => Ok(Outcome::Unknown),
        (Sort::Bounce, Some((case, party, rest))) => {
            let version = rest.split('.').next().and_then(|version| version.parse().ok());
            not_arrived(office, &case, party, version).await?;
            Ok(Outcome::Bounced)
        }
        (_, Some((case, party, _))) if !is_whole => {
            answer(office, &case, party, "notice-mail-too-large").await?;
            Ok(Outcome::TooLarge)
        }
        (_, Some((case, party, _))) => written(office, &case, party, letter).await,
    }
}

/// What somebody wrote who has a notice of this case.
async fn written(office: &Office, case: &Case, party: Party, letter: Letter) -> Result<Outcome, store::Error> {
    // Somebody reads there.
    office.store.notice_reached(case.id, party).await?;
    let asked = if letter.words.is_empty() {
        &letter.subject
    } else {
        &letter.words
    };
    if is_stop(asked) && letter.files.is_empty() {
        return stop(office, case, party).await;
    }
    if letter.words.is_empty() && letter.files.is_empty() {
        return Ok(Outcome::Empty);
    }
    let (files, left) = look_at(office, letter.files);
    let key = |what: &str| {
        let of = format!("{} {} {what}", case.id, letter.id);
        Some(format!("mail {}", secrets::sha256(&of)))
    };
    let mut outcome = Outcome::Recorded;
    if !letter.words.is_empty() {
        match take_words(office, case, (party, letter.words), key("words")).await {
            Ok(done) if done.appended.repeated => outcome = Outcome::Repeated,
            Ok(_) => {}
            Err(office::Error::Store(error)) => return Err(error),
            Err(_) => {
                answer(office, case, party, "notice-mail-refused").await?;
                return Ok(Outcome::Refused);
            }
        }
    }
    let mut left = left;
    for (n, file) in files.into_iter().enumerate() {
        match attach(
            office,
            case.id,
            file,
            &Actor::of_party(party),
            key(&format!("file {n}")),
        )
        .await
        {
            Ok(_) => {}
            Err(office::Error::Store(error)) => return Err(error),
            Err(_) => left = true,
        }
    }
    if left && outcome != Outcome::Repeated {
        answer(office, case, party, "notice-mail-files").await?;
    }
    Ok(outcome)
}

/// What a letter says: a message to whoever handles the case. Where its source is hidden it is a file, since a letter ends with a name and
/// a telephone: it waits for the receiving post, as files do, until that says that it does not tell who wrote it.
async fn take_words(
    office: &Office,
    case: &Case,
    (party, text): (Party, String),
    key: Option<String>,
) -> Result<office::Done, office::Error> {
    let actor = Actor::of_party(party);
    if case.source_shield.is_some() {
        let name = words(office.pack.locale).text("mail-letter-file");
        return attach(office, case.id, Taken::words(name, text), &actor, key).await;
    }
    let command = Command::Message { text, to: None };
    office::act(office, case.id, &command, &actor, office.clock.now(), key).await
}

/// The files that are taken, as the portal takes them, and whether one was left.
fn look_at(office: &Office, files: Vec<office::Paper>) -> (Vec<Taken>, bool) {
    let most = office
        .pack
        .portal
        .as_ref()
        .map_or(0, domain::pack::PortalRules::most_files);
    let many = files.len() > most as usize;
    let (taken, left): (Vec<_>, Vec<_>) = files
        .into_iter()
        .take(most as usize)
        .map(|file| Some(file).filter(|file| file.bytes.len() <= evidence_types::MOST_BYTES))
        .map(|file| file.and_then(|file| take(file).ok()))
        .partition(Option::is_some);
    (taken.into_iter().flatten().collect(), many || !left.is_empty())
}

/// Whether a letter asks for nothing but that there be no more.
fn is_stop(words: &str) -> bool {
    const STOPS: [&str; 8] = ["stop", "unsubscribe", "td", "t", "停止", "退订", "停止通知", "不再接收"];
    let words: String = words
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_punctuation() && !"。！，".contains(*c))
        .collect();
    STOPS.contains(&words.to_lowercase().as_str())
}

async fn stop(office: &Office, case: &Case, party: Party) -> Result<Outcome, store::Error> {
    let command = Command::ChooseNotices {
        by: None,
        language: language_of(office, case, party),
        address: SealedValues::default(),
        reason: None,
        party: Some(party),
    };
    let now = office.clock.now();
    match office::act(office, case.id, &command, &Actor::of_party(party), now, None).await {
        Ok(_) => Ok(Outcome::Stopped),
        Err(office::Error::Store(error)) => Err(error),
        Err(_) => Ok(Outcome::Refused),
    }
}

/// In which language a party is told.
fn language_of(office: &Office, case: &Case, party: Party) -> Locale {
    let notices = case.notices_of(party);
    notices.map_or(office.pack.locale, |notices| notices.language)
}

/// Tells the party whose letter it is what became of a letter: at the address that was chosen, never at one that the
/// letter names.
async fn answer(office: &Office, case: &Case, party: Party, what: &'static str) -> Result<(), store::Error> {
    let now = office.clock.now();
    let since = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(now);
    let notice = NewNotice {
        case: case.id,
        party,
        version: case.version,
        by: case
            .notices_of(party)
            .and_then(|notices| notices.by)
            .unwrap_or(NoticesBy::Email),
        what,
    };
    office.store.queue_notice(notice, now, since, MOST_ANSWERS).await
}

/// The largest letter that is taken in, in bytes.
pub(crate) fn most_bytes(settings: &Settings) -> u64 {
    settings.most_bytes()
}
