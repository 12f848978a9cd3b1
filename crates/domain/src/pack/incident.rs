//! What a pack says of incidents 突发事件: levels, who reports to whom within what time, what a report has to say.

use super::{OperatingLevel, Rule};
use crate::{CategorySlug, Text};
use std::collections::BTreeMap;

/// How incidents of a kind are graded and reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRules {
    /// The kind is one of drills 演练: made from the kind of incidents, with everything that it has.
    pub drill: bool,
    /// Slug and name of the kind of drills that is made from this one.
    pub drills: Option<(String, Text)>,
    /// Levels, the lowest first.
    pub levels: Vec<IncidentLevel>,
    /// The categories for which the table of levels is law; for others it is read by analogy.
    pub table: Rule<Vec<CategorySlug>>,
    /// The first reports, in their order.
    pub rungs: Vec<ReportRung>,
    /// How often is reported again until it is over, the lowest level first.
    pub continuing: Vec<ContinuingReports>,
    /// What changes afterwards.
    pub supplement: SupplementRules,
    /// Times that hold while an operating level 平战状态 binds the unit that deals with it: never longer than the usual ones.
    pub operating: BTreeMap<OperatingLevel, LevelTimes>,
    /// Inquiry 事故调查; none where the pack says nothing of one.
    pub inquiry: Option<InquiryRules>,
    /// Days after the end at which personal data taken in the emergency is destroyed, where nobody has done it before; none
    /// where that waits for somebody, or for the case.
    pub personal_data: Option<Rule<u32>>,
    /// What a report has to say.
    pub parts: Rule<Vec<ReportPart>>,
    /// Who does what: commander, liaison, recorder.
    pub roles: Vec<IncidentRole>,
    /// What is said of patients who are handed over 伤员移交; none where the pack lets none of it be sent.
    pub hand_off: Option<Rule<Vec<ReportPart>>>,
    /// Health authorities and hospitals to whom that can be sent.
    pub health: Vec<Rule<HealthReceiver>>,
}

/// A health authority 卫生健康部门 or a hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthReceiver {
    /// Slug.
    pub slug: String,
    /// Name, as hand-overs have it.
    pub name: Text,
    /// Told of every hand-over, to whichever hospital.
    pub every: bool,
}

/// A level 等级, reached when any one number is reached; the lowest has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentLevel {
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: Text,
    /// Deaths from which it is reached.
    pub dead: Option<u32>,
    /// Seriously injured from which it is reached.
    pub seriously_injured: Option<u32>,
    /// Direct loss from which it is reached, in yuan.
    pub loss: Option<u64>,
}

/// A first report to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRung {
    /// Slug.
    pub slug: String,
    /// Who reports.
    pub name: Text,
    /// To whom.
    pub to: Text,
    /// The place of the lowest level for which it is due, 0 for the lowest.
    pub from: usize,
    /// The rung whose report starts its time; none where the incident itself does.
    pub after: Option<String>,
    /// Minutes.
    pub within: Rule<u32>,
}

/// Reports until an incident is over 续报.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContinuingReports {
    /// The place of the lowest level for which it holds.
    pub from: usize,
    /// At least so many a day.
    pub per_day: Rule<u32>,
}

/// Times of reports at an operating level. What a level does not say is as at the level beneath it, and at last as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LevelTimes {
    /// Minutes of first reports, by rung.
    pub within: BTreeMap<String, Rule<u32>>,
    /// How often is reported again until it is over, the lowest level first.
    pub continuing: Vec<ContinuingReports>,
    /// Minutes after a change.
    pub supplement: Option<Rule<u32>>,
}

impl IncidentRules {
    /// Whoever is told of patients that are handed to whoever has this name: they themselves, in either language, and those who are told
    /// of every hand-over.
    pub fn told_of_patients<'a>(&'a self, hospital: &'a str) -> impl Iterator<Item = &'a HealthReceiver> {
        let named =
            move |known: &HealthReceiver| [&known.name.zh, &known.name.en].iter().any(|name| **name == hospital);
        let health = self.health.iter().map(|rule| &rule.value);
        health.filter(move |known| known.every || named(known))
    }

    /// What an operating level says itself, or else the nearest beneath it that does.
    pub fn at_level<'a, T>(
        &'a self,
        level: OperatingLevel,
        said: impl Fn(&'a LevelTimes) -> Option<&'a Rule<T>>,
    ) -> Option<&'a Rule<T>> {
        let mut levels = self.operating.range(..=level).rev();
        levels.find_map(|(_, times)| said(times))
    }
}

/// How often an incident of a level is reported again.
#[must_use]
pub fn per_day(continuing: &[ContinuingReports], place: usize) -> Option<&Rule<u32>> {
    let rule = continuing.iter().rev().find(|rule| rule.from <= place);
    rule.map(|rule| &rule.per_day)
}

/// Reports of what has changed 补报.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementRules {
    /// Minutes after the change.
    pub within: Option<Rule<u32>>,
    /// Days after the incident in which changed numbers are reported.
    pub days: Rule<u32>,
    /// Categories with days of their own.
    pub by_category: BTreeMap<CategorySlug, Rule<u32>>,
}

impl SupplementRules {
    /// The days for a category.
    #[must_use]
    pub fn days_of(&self, category: &CategorySlug) -> u32 {
        self.by_category.get(category).unwrap_or(&self.days).value
    }
}

/// Inquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquiryRules {
    /// Days after the incident in which its report is due.
    pub days: Rule<u32>,
    /// The most by which that can be extended, in days.
    pub extension: Rule<u32>,
    /// Categories that have one.
    pub categories: Vec<CategorySlug>,
}

/// Who does what in an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRole {
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: Text,
}

/// A part of a report (生产安全事故报告和调查处理条例, art. 12), or of what is sent of patients who are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportPart {
    /// 事故发生单位概况.
    Unit,
    /// 发生的时间、地点以及事故现场情况.
    Scene,
    /// 简要经过.
    Course,
    /// 已经造成或者可能造成的伤亡人数（包括下落不明的人数）和初步估计的直接经济损失.
    Casualties,
    /// 已经采取的措施.
    Measures,
    /// 其他应当报告的情况.
    Other,
    /// Of patients: where they are fetched from.
    Place,
    /// How many, by degree.
    Patients,
    /// What they need.
    Needs,
}

impl ReportPart {
    /// Those of the article, in its order.
    pub const ALL: [Self; 6] = [
        Self::Unit,
        Self::Scene,
        Self::Course,
        Self::Casualties,
        Self::Measures,
        Self::Other,
    ];

    /// What can be said of patients who are handed over: numbers and needs, and nobody's name.
    pub const OF_PATIENTS: [Self; 3] = [Self::Place, Self::Patients, Self::Needs];

    /// Its name in forms and message keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Scene => "scene",
            Self::Course => "course",
            Self::Casualties => "casualties",
            Self::Measures => "measures",
            Self::Other => "other",
            Self::Place => "place",
            Self::Patients => "patients",
            Self::Needs => "needs",
        }
    }
}
