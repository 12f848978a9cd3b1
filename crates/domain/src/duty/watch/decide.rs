//! The rules of a watch.

use super::{Handover, OnWatch, Watch, WatchEvent};
use crate::case::Refusal;
use crate::duty::{Member, Need, Presence, Staff, Tier};
use crate::texts;
use jiff::Timestamp;
use std::collections::BTreeSet;

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
    /// End the place of somebody else, who forgot to hand over or does not serve any more.
    End { staff: Staff, reason: String },
}

/// What a decision rests on.
#[derive(Clone, Copy)]
pub struct WatchGround<'a> {
    /// The tier in which whoever acts is on shift at this moment, or will be so shortly: the roster says so.
    pub shift: Option<Tier>,
    /// Who is to be there by the roster, from before this moment until now.
    pub there: &'a [Presence],
    /// Who serves at the desk today.
    pub members: &'a [Member],
    /// How many are needed now.
    pub need: Need,
    /// Whoever acts keeps the desk's roster, or is of a unit above.
    pub keeps: bool,
    /// The moment.
    pub now: Timestamp,
}

impl WatchGround<'_> {
    /// Somebody who is on watch still serves in their tier.
    fn serves(&self, on: &OnWatch) -> bool {
        let mut same = self.members.iter().filter(|member| member.staff == on.staff);
        same.any(|member| member.tiers.contains(&on.tier))
    }

    /// The times at which somebody is to be there in a tier.
    fn times(&self, staff: &Staff, tier: Tier) -> impl Iterator<Item = &Presence> {
        let own = move |one: &&Presence| one.staff == *staff && one.tier == tier;
        self.there.iter().filter(own)
    }

    /// Somebody stays when another one goes: they serve and are on shift now, and they were on it together with the one who goes, or
    /// the watch was handed to them. Whoever came for the next shift has read nothing yet.
    fn stays(&self, on: &OnWatch, goes: &OnWatch) -> bool {
        let own_end = self.times(&goes.staff, goes.tier).map(|one| one.until).max();
        let mut times = self.times(&on.staff, on.tier);
        self.serves(on)
            && times.any(|one| {
                let now = one.from <= self.now && self.now < one.until;
                now && (on.took || own_end.is_some_and(|end| one.from < end))
            })
    }
}

/// Answers a command with the event it makes, or says why not. None: it is so already.
///
/// # Errors
/// A [`Refusal`] whose key is in `locales/*/duty.ftl`.
pub fn decide(
    watch: &Watch,
    command: &WatchCommand,
    own: &Staff,
    ground: WatchGround<'_>,
) -> Result<Option<WatchEvent>, Refusal> {
    match command {
        WatchCommand::Join => join(watch, own, ground.shift),
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
        WatchCommand::Offer(handover) => offer(watch, handover, own, ground.now),
        WatchCommand::Take { handover } => take(watch, handover, own, ground.shift),
        WatchCommand::Leave => leave(watch, own, ground),
        WatchCommand::End { staff, reason } => end(watch, (own, staff), reason, ground),
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

fn offer(watch: &Watch, handover: &Handover, own: &Staff, now: Timestamp) -> Result<Option<WatchEvent>, Refusal> {
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

fn leave(watch: &Watch, own: &Staff, ground: WatchGround<'_>) -> Result<Option<WatchEvent>, Refusal> {
    let Some(on) = watch.of(own) else { return Ok(None) };
    if !may_leave(watch, on, ground) {
        return Err(Refusal::new("refusal-watch-nobody"));
    }
    Ok(Some(WatchEvent::Left { staff: own.clone() }))
}

/// Whether enough stay of the tier of somebody who goes without handing over; never nobody.
#[must_use]
pub fn may_leave(watch: &Watch, goes: &OnWatch, ground: WatchGround<'_>) -> bool {
    let others = watch.in_tier(goes.tier).filter(|other| other.staff != goes.staff);
    let stay: BTreeSet<&Staff> = others
        .filter(|other| ground.stays(other, goes))
        .map(|other| &other.staff)
        .collect();
    let needed = usize::try_from(ground.need.of(goes.tier)).unwrap_or(usize::MAX);
    stay.len() >= needed.max(1)
}

/// Their place ends with the reason of whoever keeps the roster; what was open stays open, and where nobody is left the watch is called.
fn end(
    watch: &Watch,
    (own, staff): (&Staff, &Staff),
    reason: &str,
    ground: WatchGround<'_>,
) -> Result<Option<WatchEvent>, Refusal> {
    if !ground.keeps {
        return Err(Refusal::new("refusal-duty-keeper"));
    }
    // One's own watch is handed over.
    if own == staff {
        return Err(Refusal::new("refusal-watch-nobody"));
    }
    texts::filled("reason", reason, MOST_CHARS)?;
    let on = watch.of(staff);
    Ok(on.map(|on| WatchEvent::Ended {
        staff: on.staff.clone(),
        reason: reason.to_owned(),
    }))
}

fn check_on(watch: &Watch, own: &Staff) -> Result<Tier, Refusal> {
    let on = watch.of(own).map(|on| on.tier);
    on.ok_or_else(|| Refusal::new("refusal-watch-not-on"))
}
