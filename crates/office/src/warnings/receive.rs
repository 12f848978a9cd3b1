//! Warnings of other bodies. Nobody vouches for them: they are read within caps, checked by every rule, kept as they came, and
//! shown as somebody else's word.

use super::places::{is_drawn, is_named, outline};
use super::supersede::{Signatures, named, superseded};
use crate::boxed;
use crate::{Error, Office};
use cap::words::{MsgType, Status};
use cap::{Alert, Fault, Info};
use domain::case::{DRILL_MARK, Refusal};
use domain::{AreaSlug, Locale};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;
use store::{Kept, ReceivedAlert};

/// Those that came last and are looked through.
pub const MOST_SHOWN: u32 = 200;
/// Those that still matter and are looked through besides: more at one time are no warnings any more.
const MOST_LASTING: u32 = 1_000;

/// A warning of another body.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// What it says.
    pub alert: Alert,
    /// As it came.
    pub xml: String,
    /// Where it came from.
    pub source: String,
    /// When.
    pub received_at: Timestamp,
    /// A later message of the same sender supersedes it or takes it back.
    pub superseded: bool,
}

impl Received {
    /// What it says in the reader's language, or else first.
    #[must_use]
    pub fn info(&self, locale: Locale) -> Option<&Info> {
        let wanted = match locale {
            Locale::ZhCn => "zh",
            Locale::En => "en",
        };
        let speaks = |info: &&Info| info.language().to_ascii_lowercase().starts_with(wanted);
        let infos = &self.alert.infos;
        infos.iter().find(speaks).or(infos.first())
    }

    /// Its headline, or else what it is about. One of an exercise says so first, whatever its sender wrote.
    #[must_use]
    pub fn headline(&self, locale: Locale) -> Option<String> {
        let info = self.info(locale)?;
        let headline = info.headline.as_deref().unwrap_or(&info.event);
        let drill = self.alert.status == Status::Exercise && !headline.starts_with(DRILL_MARK);
        Some(format!("{}{headline}", if drill { DRILL_MARK } else { "" }))
    }

    /// It holds now: neither superseded nor taken back nor over.
    #[must_use]
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        let holds = matches!(self.alert.msg_type, MsgType::Alert | MsgType::Update);
        let over = |info: &Info| info.expires.is_some_and(|expires| expires.at() <= now);
        holds && !self.superseded && !self.alert.infos.is_empty() && !self.alert.infos.iter().all(over)
    }

    fn places(&self) -> impl Iterator<Item = &cap::Area> {
        self.alert.infos.iter().flat_map(|info| &info.areas)
    }

    /// Areas of the body that it is for: those that it has by code or by name, and those whose outlines its shapes overlap.
    #[must_use]
    pub fn areas(&self, office: &Office) -> Vec<AreaSlug> {
        let shapes = |place: &cap::Area| place.polygons.len() + place.circles.len() > 0;
        let drawn = self.places().any(shapes);
        let is_for = |area: &&domain::pack::Area| {
            let overlaps = |outline| self.places().any(|place| is_drawn(place, &outline));
            self.places().any(|place| is_named(place, area)) || drawn && outline(area).is_some_and(overlaps)
        };
        let areas = office.pack.areas.iter().filter(is_for);
        areas.map(|area| area.slug.clone()).collect()
    }

    /// Whether it is for an area, or may be, as far as can be told: it is for none of the body's areas, or it is told by its shapes
    /// alone, and the area has no outline.
    #[must_use]
    pub fn may_be_for(&self, office: &Office, area: &AreaSlug) -> bool {
        let areas = self.areas(office);
        let named = |area| self.places().any(|place| is_named(place, area));
        let hidden = || {
            let outlined = office.pack.area(area).is_none_or(|area| !area.polygon.is_empty());
            !outlined && !office.pack.areas.iter().any(named)
        };
        areas.is_empty() || areas.contains(area) || hidden()
    }
}

/// Takes a warning of another body. Answers whether it was not here before from this source.
///
/// # Errors
/// A refusal: it is not a warning that can be read, it is one of the body's own, or another one of the same name is here from this source;
/// the store's.
#[boxed]
pub async fn take_alert(office: &Office, bytes: &[u8], source: &str, now: Timestamp) -> Result<bool, Error> {
    let alert = cap::read(bytes).map_err(|faults| refused(&faults))?;
    if alert.sender == super::sender(office) {
        return Err(Refusal::new("refusal-alert-own").into());
    }
    let supersedes = named(&alert).map(|of| of.identifier.clone()).collect();
    let kept = ReceivedAlert {
        matters_until: matters_until(&alert, now, no_end(office, now)),
        sender: alert.sender,
        identifier: alert.identifier,
        source: source.to_owned(),
        received_at: now,
        xml: String::from_utf8_lossy(bytes).into_owned(),
    };
    match office.store.keep_received(kept, supersedes).await? {
        Kept::New => Ok(true),
        Kept::Same => Ok(false),
        Kept::Other => Err(Refusal::new("refusal-alert-other").into()),
    }
}

/// Until when is looked at what says no end, and what supersedes a message that is not here, or not yet: as the pack says
/// (`warnings.no_end_days`).
fn no_end(office: &Office, now: Timestamp) -> Option<Timestamp> {
    let days = office.pack.warnings.no_end_days.as_ref()?;
    now.checked_add(SignedDuration::from_hours(24 * i64::from(days.value)))
        .ok()
}

/// Until when a message is looked at by what it says itself. Where the pack has no number, a warning that says no end is looked at without
/// one, so that nothing in force is lost; what takes one back, as long as that (`Store::keep_received`).
fn matters_until(alert: &Alert, now: Timestamp, no_end: Option<Timestamp>) -> Timestamp {
    let ends = alert.infos.iter().map(|info| info.expires.map(|expires| expires.at()));
    let said: Option<Timestamp> = ends.collect::<Option<Vec<_>>>().and_then(|ends| ends.into_iter().max());
    // The last whole second: moments are kept in milliseconds, and the very last one cannot be.
    let always = Timestamp::from_second(Timestamp::MAX.as_second()).unwrap_or(now);
    let in_force = said.or(no_end).unwrap_or(always);
    match alert.msg_type {
        MsgType::Alert => in_force,
        MsgType::Update => in_force.max(no_end.unwrap_or(now)),
        MsgType::Cancel => said.unwrap_or(now).max(no_end.unwrap_or(now)),
        MsgType::Ack | MsgType::Error => now,
    }
}

fn refused(faults: &[Fault]) -> Refusal {
    let refusal = Refusal::new("refusal-alert-unreadable");
    match faults.first() {
        Some(fault) => refusal
            .with("rule", fault.rule.key())
            .with("place", &fault.place)
            .with("section", fault.rule.section().unwrap_or("-")),
        None => refusal,
    }
}

/// The warnings of other bodies that came last, the newest first; and behind them those before that still matter, however many came
/// after them.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn received(office: &Office, keys: &dyn Signatures) -> Result<Vec<Received>, Error> {
    let mut rows = office.store.received_alerts(MOST_SHOWN).await?;
    let lasting = office
        .store
        .alerts_that_matter(office.clock.now(), MOST_LASTING)
        .await?;
    let names: HashSet<[String; 3]> = rows.iter().map(name).collect();
    rows.extend(lasting.into_iter().filter(|row| !names.contains(&name(row))));
    let read = |row: ReceivedAlert| {
        // What an earlier program took and this one would not, is not shown.
        let alert = cap::read(row.xml.as_bytes()).ok()?;
        Some(Received {
            alert,
            xml: row.xml,
            source: row.source,
            received_at: row.received_at,
            superseded: false,
        })
    };
    let mut found: Vec<Received> = rows.into_iter().filter_map(read).collect();
    for over in superseded(&found, keys) {
        found[over].superseded = true;
    }
    Ok(found)
}

/// What tells it from every other: its own name, and whose word it is that it came.
fn name(row: &ReceivedAlert) -> [String; 3] {
    [row.source.clone(), row.sender.clone(), row.identifier.clone()]
}
