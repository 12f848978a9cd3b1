//! The rules of a watch.

use super::{Handover, Watch, WatchEvent};
use crate::case::Refusal;
use crate::duty::{Staff, Tier};
use crate::texts;

/// The longest text, in characters.
const MOST_CHARS: usize = 2_000;
/// Entries that are open at once.
const MOST_OPEN: usize = 200;

/// What may be asked of a watch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields repeat those of the events")]
pub enum WatchCommand {
    /// Sign in to the post.
    Join,
    /// Write something down.
    Note { id: String, text: String, open: bool },
    /// Say that something is done.
    Done { entry: String },
    /// Write what is handed over. Who, in what capacity and when are filled in here.
    Offer(Handover),
    /// Take what was read.
    Take { handover: String },
    /// Leave a watch that nobody takes, because others remain.
    Leave,
}

/// Answers a command with the event it makes, or says why not. None: it is so already.
///
/// `shift` is the tier in which whoever acts is on shift at this moment, or will be so shortly: the roster says so.
///
/// # Errors
/// A [`Refusal`] whose key is in `locales/*/duty.ftl`.
pub fn decide(
    watch: &Watch,
    command: &WatchCommand,
    own: &Staff,
    shift: Option<Tier>,
    now: jiff::Timestamp,
) -> Result<Option<WatchEvent>, Refusal> {
    match command {
        WatchCommand::Join => join(watch, own, shift),
        WatchCommand::Note { id, text, open } => {
            check_on(watch, own)?;
            texts::filled("watch-entry", text, MOST_CHARS)?;
            if *open && watch.open.len() >= MOST_OPEN {
                return Err(Refusal::new("refusal-watch-many").with("most", MOST_OPEN));
            }
            if watch.open.iter().any(|entry| entry.id == *id) {
                return Ok(None);
            }
            Ok(Some(WatchEvent::Noted {
                id: id.clone(),
                text: text.clone(),
                open: *open,
            }))
        }
        WatchCommand::Done { entry } => {
            check_on(watch, own)?;
            let known = watch.open.iter().any(|kept| kept.id == *entry);
            Ok(known.then(|| WatchEvent::Done { entry: entry.clone() }))
        }
        WatchCommand::Offer(handover) => offer(watch, handover, own, now),
        WatchCommand::Take { handover } => take(watch, handover, own, shift),
        WatchCommand::Leave => leave(watch, own),
    }
}

fn join(watch: &Watch, own: &Staff, shift: Option<Tier>) -> Result<Option<WatchEvent>, Refusal> {
    if watch.of(own).is_some() {
        return Ok(None);
    }
    let Some(tier) = shift else {
        return Err(Refusal::new("refusal-watch-shift"));
    };
    // What was written for the next one is read first.
    if watch.offers.iter().any(|offer| offer.tier == tier) {
        return Err(Refusal::new("refusal-watch-take"));
    }
    Ok(Some(WatchEvent::Joined {
        staff: own.clone(),
        tier,
    }))
}

fn offer(watch: &Watch, handover: &Handover, own: &Staff, now: jiff::Timestamp) -> Result<Option<WatchEvent>, Refusal> {
    let on = check_on(watch, own)?;
    texts::fits("watch-note", &handover.note, MOST_CHARS)?;
    if watch.offers.iter().any(|offer| offer.id == handover.id) {
        return Ok(None);
    }
    Ok(Some(WatchEvent::Offered(Handover {
        by: own.clone(),
        tier: on,
        at: now,
        // All that is open goes with it, whatever was chosen.
        entries: watch.open.iter().map(|entry| entry.id.clone()).collect(),
        ..handover.clone()
    })))
}

fn take(watch: &Watch, handover: &str, own: &Staff, shift: Option<Tier>) -> Result<Option<WatchEvent>, Refusal> {
    if watch
        .taken
        .as_ref()
        .is_some_and(|(taken, by)| taken.id == handover && by == own)
    {
        return Ok(None);
    }
    let Some(offer) = watch.offers.iter().find(|offer| offer.id == handover) else {
        return Err(Refusal::new("refusal-watch-changed"));
    };
    if offer.by == *own {
        return Err(Refusal::new("refusal-watch-own"));
    }
    // Whoever is on watch beside the one who goes takes it as well as the next one does.
    let tier = shift.or_else(|| watch.of(own).map(|on| on.tier));
    if tier != Some(offer.tier) {
        return Err(Refusal::new("refusal-watch-shift"));
    }
    let written_since = watch.open.iter().any(|entry| !offer.entries.contains(&entry.id));
    if written_since {
        return Err(Refusal::new("refusal-watch-more"));
    }
    Ok(Some(WatchEvent::Taken {
        handover: handover.to_owned(),
        staff: own.clone(),
    }))
}

fn leave(watch: &Watch, own: &Staff) -> Result<Option<WatchEvent>, Refusal> {
    let Some(on) = watch.of(own) else { return Ok(None) };
    if watch.in_tier(on.tier).all(|other| other.staff == *own) {
        return Err(Refusal::new("refusal-watch-nobody"));
    }
    Ok(Some(WatchEvent::Left { staff: own.clone() }))
}

fn check_on(watch: &Watch, own: &Staff) -> Result<Tier, Refusal> {
    let on = watch.of(own).map(|on| on.tier);
    on.ok_or_else(|| Refusal::new("refusal-watch-not-on"))
}
