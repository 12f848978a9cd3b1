//! The watch 值守: who is there in fact, what the watch writes down, and the handover 交接班. A stream of its own for each desk.
//!
//! Nobody ends a watch that nobody has taken. What is handed over is written down first; the next one reads it and takes it, and with
//! that the watch is theirs. Whoever forgot to hand over is taken off it by whoever keeps the roster, with a reason.

mod decide;
mod due;

use super::{Staff, Tier};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use decide::{WatchCommand, WatchGround, decide, may_leave};
pub use due::{Awaited, Due};

/// Somebody who is on watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnWatch {
    /// Who.
    pub staff: Staff,
    /// In what capacity.
    pub tier: Tier,
    /// Since when.
    pub since: Timestamp,
    /// A handover was read and taken by them since they came.
    #[serde(default)]
    pub took: bool,
}

/// A line of the log of the watch 值班日志.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Identity, made by the caller.
    pub id: String,
    /// Who wrote it.
    pub by: Staff,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
    /// Something is still to be done about it: it is handed over until somebody says that it is done.
    pub open: bool,
}

/// What is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Identity: what was read is what is taken.
    pub id: String,
    /// Who hands over.
    pub by: Staff,
    /// In what capacity.
    pub tier: Tier,
    /// When it was written.
    pub at: Timestamp,
    /// What to mind, in words.
    pub note: String,
    /// Entries of the log that were open.
    pub entries: Vec<String>,
    /// Numbers of the cases that were open, the most pressing first. What is in a case is in the case.
    pub cases: Vec<String>,
    /// How many cases were open altogether.
    pub open_cases: u64,
    /// When the first of what is due is due.
    pub next_due: Option<Timestamp>,
    /// What was due, the first first; empty in one that was written before this was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub due: Vec<Due>,
}

/// What happened on a watch. Who and when are beside it in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields repeat those of the state")]
pub enum WatchEvent {
    /// Somebody came on watch. Nothing was handed to them: the tier had nobody, or is doubled.
    Joined { staff: Staff, tier: Tier },
    /// Something was written down.
    Noted { id: String, text: String, open: bool },
    /// What was open is done.
    Done { entry: String },
    /// What is handed over was written.
    Offered(Handover),
    /// The next one has read it and taken the watch: whoever handed over is no longer on it.
    Taken { handover: String, staff: Staff },
    /// Somebody left a watch on which others of the tier remain.
    Left { staff: Staff },
    /// Whoever keeps the roster took somebody off the watch.
    Ended { staff: Staff, reason: String },
}

/// The watch of a desk as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Watch {
    /// Who is on it, the longest first.
    pub on: Vec<OnWatch>,
    /// Open entries, oldest first.
    pub open: Vec<Entry>,
    /// Handovers that are written and not yet taken: at most one of each person.
    pub offers: Vec<Handover>,
    /// The last handover that was taken, and by whom.
    pub taken: Option<(Handover, Staff)>,
    /// Number of events so far.
    pub version: u64,
}

impl Watch {
    /// Somebody's place on the watch.
    #[must_use]
    pub fn of(&self, staff: &Staff) -> Option<&OnWatch> {
        self.on.iter().find(|on| on.staff == *staff)
    }

    /// Whoever is on watch in a tier.
    pub fn in_tier(&self, tier: Tier) -> impl Iterator<Item = &OnWatch> {
        self.on.iter().filter(move |on| on.tier == tier)
    }
}

/// The state after `event`; an event that does not fit leaves it as it was.
#[must_use]
pub fn evolve(mut watch: Watch, event: &WatchEvent, by: Option<&str>, at: Timestamp) -> Watch {
    watch.version = watch.version.saturating_add(1);
    match event {
        WatchEvent::Joined { staff, tier } => {
            if watch.of(staff).is_none() {
                watch.on.push(OnWatch {
                    staff: staff.clone(),
                    tier: *tier,
                    since: at,
                    took: false,
                });
            }
        }
        WatchEvent::Noted { id, text, open: true } => watch.open.push(Entry {
            id: id.clone(),
            by: Staff(by.unwrap_or_default().to_owned()),
            at,
            text: text.clone(),
            open: true,
        }),
        WatchEvent::Noted { .. } => {}
        WatchEvent::Done { entry } => watch.open.retain(|kept| kept.id != *entry),
        WatchEvent::Offered(handover) => {
            watch.offers.retain(|offer| offer.by != handover.by);
            watch.offers.push(handover.clone());
        }
        WatchEvent::Taken { handover, staff } => {
            let Some(place) = watch.offers.iter().position(|offer| offer.id == *handover) else {
                return watch;
            };
            let offer = watch.offers.remove(place);
            watch.on.retain(|on| on.staff != offer.by);
            match watch.on.iter_mut().find(|on| on.staff == *staff) {
                Some(on) => on.took = true,
                None => watch.on.push(OnWatch {
                    staff: staff.clone(),
                    tier: offer.tier,
                    since: at,
                    took: true,
                }),
            }
            watch.taken = Some((offer, staff.clone()));
        }
        WatchEvent::Left { staff } | WatchEvent::Ended { staff, .. } => {
            watch.on.retain(|on| on.staff != *staff);
            watch.offers.retain(|offer| offer.by != *staff);
        }
    }
    watch
}
