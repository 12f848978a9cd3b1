//! An incident 突发事件: what was known when, its level, who was told within what time, and what was done.
//!
//! Nothing of it is ever put right in the past: numbers, levels and reports are kept as they were at each moment, and what
//! was late or missing stays so.

mod command;
mod event;
mod level;
mod operating;
mod reports;
mod sent;

pub use command::Respond;
pub use event::IncidentEvent;
pub use level::{Criterion, Grade, grade, grade_asked};
pub use operating::{OperatingHeld, Shorter};
pub use reports::{DueState, ReportDue, minutes_left, reports, reports_due};
pub use sent::{HandedOn, Receipt, Receiver, ReceiverWay, Report, ReportSort, ReportText, SentReport};

use super::Case;
use crate::{CaseId, PostSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What stands before the title of every drill, in both languages: on every page, list and paper there is.
pub const DRILL_MARK: &str = "【演练 DRILL】";

/// What is known at a moment. Numbers alone: no name of anybody is among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Dead.
    pub dead: u32,
    /// Missing: nobody knows where they are.
    pub missing: u32,
    /// Seriously injured.
    pub seriously_injured: u32,
    /// Slightly injured.
    pub injured: u32,
    /// Direct loss in yuan, as estimated; none where nobody can say yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss: Option<u64>,
}

/// Numbers with when they were known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresKnown {
    /// Since when.
    pub at: Timestamp,
    /// What.
    pub figures: Figures,
    /// From whom.
    pub note: String,
}

/// A level as it was reached: by its place too, so that no pack is needed to compare two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelReached {
    /// Its slug in the pack.
    pub slug: String,
    /// Its place, 0 for the lowest.
    pub place: u32,
    /// By which number; none for the lowest, and where somebody set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Reached>,
}

/// The number that reached a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// Which.
    pub criterion: Criterion,
    /// How many.
    pub value: u64,
    /// From how many on.
    pub least: u64,
}

/// A level with since when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelHeld {
    /// Since when.
    pub at: Timestamp,
    /// Which.
    pub level: LevelReached,
    /// Who set it, and why; none where the numbers did.
    pub set: Option<(Option<PostSlug>, String)>,
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When it happened.
    pub happened_at: Timestamp,
    /// When it was written down.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

/// Who has a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleHeld {
    /// The role's slug.
    pub role: String,
    /// The post.
    pub post: PostSlug,
    /// Since when.
    pub at: Timestamp,
}

/// Where resources went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// They are there.
    Arrived,
    /// They are not needed any more.
    Released,
}

/// Resources 力量和物资.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// What.
    pub what: String,
    /// How many.
    pub count: u32,
    /// From whom.
    pub from: String,
    /// When they were called.
    pub called_at: Timestamp,
    /// When they arrived.
    pub arrived_at: Option<Timestamp>,
    /// When they were released.
    pub released_at: Option<Timestamp>,
}

/// An item of a checklist that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// Which.
    pub item: String,
    /// By which post.
    pub post: Option<PostSlug>,
    /// When.
    pub at: Timestamp,
}

/// Patients handed to a hospital.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientsHandedOver {
    /// Which hospital.
    pub hospital: String,
    /// In danger of their lives.
    pub critical: u32,
    /// Badly hurt.
    pub serious: u32,
    /// Slightly hurt.
    pub slight: u32,
    /// What they need.
    pub needs: String,
    /// When.
    pub at: Timestamp,
}

/// What was found afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The words.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// The task that it became, and its number.
    pub task: Option<(CaseId, String)>,
}

/// What there is of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Nothing has happened: it is practised.
    pub drill: bool,
    /// When it was registered.
    pub begun_at: Timestamp,
    /// What was known when, the first first.
    pub figures: Vec<FiguresKnown>,
    /// The levels that held, the first first.
    pub levels: Vec<LevelHeld>,
    /// The operating levels that bound the unit that deals with it, the first first; none where it was routine always.
    #[serde(default)]
    pub operating: Vec<OperatingHeld>,
    /// Reports that went out.
    pub reports: Vec<SentReport>,
    /// What happened, as it was written down.
    pub timeline: Vec<TimelineEntry>,
    /// Who has had which role.
    pub roles: Vec<RoleHeld>,
    /// Resources.
    pub resources: Vec<Resource>,
    /// The plan that is followed, by its slug.
    pub plan: Option<String>,
    /// What of its checklist is done.
    pub ticks: Vec<Tick>,
    /// Patients.
    pub patients: Vec<PatientsHandedOver>,
    /// Warnings to the public, by id.
    pub warnings: Vec<String>,
    /// What was found afterwards.
    pub findings: Vec<Finding>,
    /// Days by which the inquiry has more time.
    pub inquiry_more: u32,
    /// When personal data taken in the emergency was destroyed, the last time.
    pub personal_erased_at: Option<Timestamp>,
}

impl Incident {
    /// One that begins.
    pub(super) fn begun(drill: bool, level: LevelReached, at: Timestamp) -> Self {
        Self {
            drill,
            begun_at: at,
            figures: Vec::new(),
            levels: vec![LevelHeld { at, level, set: None }],
            operating: Vec::new(),
            reports: Vec::new(),
            timeline: Vec::new(),
            roles: Vec::new(),
            resources: Vec::new(),
            plan: None,
            ticks: Vec::new(),
            patients: Vec::new(),
            warnings: Vec::new(),
            findings: Vec::new(),
            inquiry_more: 0,
            personal_erased_at: None,
        }
    }

    /// What is known now; nothing at first.
    #[must_use]
    pub fn known(&self) -> Figures {
        self.figures.last().map(|known| known.figures).unwrap_or_default()
    }

    /// A mark of what is known now, figures and level: another one where either has changed since.
    #[must_use]
    pub fn known_mark(&self) -> String {
        format!("{}-{}", self.figures.len(), self.levels.len())
    }

    /// Figures and level as they were at a mark; none of what is no mark of this incident.
    #[must_use]
    pub fn known_at(&self, mark: &str) -> Option<(Figures, Option<&LevelReached>)> {
        let (figures, levels) = mark.split_once('-')?;
        let (figures, levels): (usize, usize) = (figures.parse().ok()?, levels.parse().ok()?);
        if figures > self.figures.len() || levels > self.levels.len() {
            return None;
        }
        let known = self.figures.get(..figures)?.last();
        let level = self.levels.get(..levels)?.last();
        Some((
            known.map(|known| known.figures).unwrap_or_default(),
            level.map(|held| &held.level),
        ))
    }

    /// The level that holds.
    #[must_use]
    pub fn level(&self) -> Option<&LevelReached> {
        self.levels.last().map(|held| &held.level)
    }

    /// Its place among the pack's levels.
    #[must_use]
    pub fn place(&self) -> usize {
        self.level().map_or(0, |level| place_of(level.place))
    }

    /// Resources that are still out there.
    pub fn out_there(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(|resource| resource.released_at.is_none())
    }

    /// Of which place a report is among those of its sort, 1 for the first: 续报第2号. `report`: 1 for the first of all. One that
    /// has not gone out yet comes after all that have.
    #[must_use]
    pub fn place_in_sort(&self, sort: &ReportSort, report: Option<u32>) -> u32 {
        let before = report.map_or(self.reports.len(), |report| place_of(report.saturating_sub(1)));
        let same = self
            .reports
            .iter()
            .take(before)
            .filter(|sent| sent.report.sort == *sort);
        u32::try_from(same.count()).map_or(u32::MAX, |n| n.saturating_add(1))
    }

    /// The post that has a role now.
    #[must_use]
    pub fn role(&self, role: &str) -> Option<&RoleHeld> {
        self.roles.iter().rev().find(|held| held.role == role)
    }

    /// A hand-over of patients, 1 for the first.
    #[must_use]
    pub fn hand_over(&self, n: u32) -> Option<&PatientsHandedOver> {
        let at = usize::try_from(n).ok()?.checked_sub(1)?;
        self.patients.get(at)
    }

    /// The last report has gone out, since the incident was last opened again.
    #[must_use]
    pub fn has_final(&self, reopened_at: Option<Timestamp>) -> bool {
        self.reports
            .iter()
            .filter(|sent| sent.report.sort == ReportSort::Final)
            .filter_map(SentReport::told_at)
            .any(|told| reopened_at.is_none_or(|reopened| told >= reopened))
    }

    /// Takes every word out of it.
    pub(super) fn erase(&mut self) {
        let clear = &mut String::clear;
        self.figures.iter_mut().for_each(|known| clear(&mut known.note));
        for held in &mut self.levels {
            held.set.iter_mut().for_each(|(_, reason)| clear(reason));
        }
        for sent in &mut self.reports {
            sent.report.each_word(&mut *clear);
            sent.receipts.iter_mut().for_each(|receipt| clear(&mut receipt.by));
            let by_hand = sent.handed_on.iter_mut().filter_map(|handed| handed.by_hand.as_mut());
            by_hand.for_each(&mut *clear);
        }
        self.timeline.iter_mut().for_each(|entry| clear(&mut entry.text));
        for resource in &mut self.resources {
            clear(&mut resource.what);
            clear(&mut resource.from);
        }
        self.ticks.iter_mut().for_each(|tick| clear(&mut tick.item));
        for patients in &mut self.patients {
            clear(&mut patients.hospital);
            clear(&mut patients.needs);
        }
        self.findings.iter_mut().for_each(|finding| clear(&mut finding.text));
    }
}

/// A place as it is kept, as a position in a list.
pub(super) fn place_of(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

impl Case {
    /// What there is of it as an incident.
    #[must_use]
    pub fn incident(&self) -> Option<&Incident> {
        self.incident.as_deref()
    }

    /// Something is sealed in it: names, contacts, where notices go to.
    #[must_use]
    pub fn has_personal_data(&self) -> bool {
        !self.sealed_fields.is_empty() || self.notices.is_some() || !self.party_notices.is_empty()
    }

    /// It is practised, and has not happened.
    #[must_use]
    pub fn is_drill(&self) -> bool {
        self.incident().is_some_and(|incident| incident.drill)
    }
}
