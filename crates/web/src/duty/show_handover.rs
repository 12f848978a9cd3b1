//! Handovers that wait: the next one reads what is handed over, and what has become due since, and takes the watch.

use super::show_due::{DueLine, Waits, handed_lines};
use super::show_watch::{EntryLine, entry_line};
use super::{name, oneself};
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use crate::frame::Frame;
use crate::visit::Visit;
use domain::duty::Tier;
use domain::duty::watch::{Handover, Watch};
use office::Colleague;

/// A handover that waits.
pub(super) struct OfferLine {
    pub(super) id: String,
    pub(super) head: String,
    pub(super) note: String,
    pub(super) entries: Vec<EntryLine>,
    pub(super) cases: Vec<String>,
    pub(super) cases_words: String,
    /// What was due when it was written.
    pub(super) due: Vec<DueLine>,
    /// What has become due since.
    pub(super) since: Vec<DueLine>,
    /// Of a handover that was written before the list was kept: when the first was due.
    pub(super) first_due: String,
    pub(super) may_take: bool,
}

/// The handovers of others.
pub(super) async fn offer_lines(
    visit: &Visit,
    f: &Frame<'_>,
    (people, watch): (&[Colleague], &Watch),
    waits: &[Waits<'_>],
    shift: Option<Tier>,
) -> Result<Vec<OfferLine>, Fault> {
    let own = oneself(visit);
    let tier = shift.or_else(|| watch.of(&own).map(|on| on.tier));
    let mut lines = Vec::new();
    for offer in watch.offers.iter().filter(|offer| offer.by != own) {
        let may_take = tier == Some(offer.tier);
        lines.push(offer_line(visit, f, (people, watch), waits, offer, may_take).await?);
    }
    Ok(lines)
}

/// The cases that were handed over and whoever reads may see.
pub(crate) async fn seen_cases(visit: &Visit, offer: &Handover) -> Result<Vec<String>, Fault> {
    let mut seen = Vec::new();
    if visit.may(Right::SeeCases).is_err() {
        return Ok(seen);
    }
    for number in &offer.cases {
        match show_case::find(visit, number).await {
            Ok(_) => seen.push(number.clone()),
            Err(Fault::NotFound) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(seen)
}

async fn offer_line(
    visit: &Visit,
    f: &Frame<'_>,
    (people, watch): (&[Colleague], &Watch),
    waits: &[Waits<'_>],
    offer: &Handover,
    may_take: bool,
) -> Result<OfferLine, Fault> {
    let entries = watch.open.iter().filter(|entry| offer.entries.contains(&entry.id));
    let (due, since) = handed_lines(visit, f, &offer.due, waits).await?;
    let first_due = offer.next_due.filter(|_| offer.due.is_empty());
    Ok(OfferLine {
        id: offer.id.clone(),
        head: f.t2(
            "desk-watch-offered",
            "who",
            name(visit, people, &offer.by),
            "time",
            f.moment(&offer.at),
        ),
        note: offer.note.clone(),
        entries: entries.map(|entry| entry_line(visit, f, people, entry)).collect(),
        cases: seen_cases(visit, offer).await?,
        cases_words: f.t1("desk-watch-offered-cases", "n", offer.open_cases),
        due,
        since,
        first_due: first_due.map_or_else(String::new, |due| {
            f.t2("desk-watch-due-in", "time", f.moment(&due), "words", f.until(&due))
        }),
        may_take,
    })
}
