//! What a pack says once it has been read and checked.

use super::{IncidentRules, Ladder, MediationRules, Reporting, Route, Step, StepName};
use crate::case::{ReferralWay, Role};
use crate::clock::{Allowance, Calendar};
use crate::{AreaSlug, CategorySlug, ClockSlug, KindSlug, Locale, PostSlug, StatusSlug, Text, UnitSlug};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A value with where it comes from. An unverified one is shown so on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule<T> {
    /// The value.
    pub value: T,
    /// Law and article, or who set it.
    pub source: String,
    /// Read in the text of the law itself.
    pub verified: bool,
}

/// A pack, with what it extends folded in.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Slug, e.g. `cn`.
    pub id: String,
    /// Version, e.g. `2026.1`; a running case keeps the one it began with.
    pub version: String,
    /// Name.
    pub name: Text,
    /// Name of the body that uses it, as the brief's issuer and the page's heading.
    pub body: Text,
    /// Language of documents and of pages when the reader has chosen none.
    pub locale: Locale,
    /// Where its days begin and end.
    pub zone: TimeZone,
    /// Working days.
    pub calendar: Calendar,
    /// Where each year of the calendar comes from; the value is the year.
    pub calendar_sources: Vec<Rule<i16>>,
    /// Whether a last calendar day that is not worked rolls to the next working day.
    pub roll_to_working_day: Rule<bool>,
    /// Units in the order the pack lists them.
    pub units: Vec<Unit>,
    /// Posts.
    pub posts: Vec<Post>,
    /// Areas.
    pub areas: Vec<Area>,
    /// Invented people of a demonstration pack; empty in a real one.
    pub people: Vec<Person>,
    /// Kinds of case.
    pub kinds: BTreeMap<KindSlug, Kind>,
    /// Reasons for opening what is sealed, a file or an export, from which a person can choose.
    pub opening_reasons: Vec<OpeningReason>,
    /// What whoever asked is told of who looked; see `looked.rs`.
    pub tells_who_looked: Option<Rule<super::ToldAs>>,
    /// Kinds of danger to a person, with the numbers to call at once.
    pub dangers: Vec<super::DangerRule>,
    /// Kinds of event that the public is warned of.
    pub hazards: Vec<super::Hazard>,
    /// How spreadsheets of requests are read.
    pub import: ImportRules,
    /// Daily reporting 日报.
    pub reporting: Reporting,
    /// Judgement 研判.
    pub judgement: JudgementRules,
    /// Invitations of people of other bodies.
    pub invitations: InvitationRules,
    /// How long warnings that are over are still told, and those of other bodies without an end looked at.
    pub warnings: WarningRules,
    /// The brief 专报.
    pub brief: BriefRules,
    /// How people ask without an account 我的事项; none where the body does not take requests there.
    pub portal: Option<super::PortalRules>,
    /// How watch is kept 值班; none where nobody is on duty by this program.
    pub duty: Option<crate::duty::DutyRules>,
    /// Who is called for what 呼叫; none where nobody is called by this program.
    pub calls: Option<crate::call::CallRules>,
    /// Plans and drills 预案和演练; none where none are kept by this program.
    pub plans: Option<crate::plan::PlanRules>,
    /// Published positions are told to a square of so many metres, and without the address; as they are kept where none is
    /// said.
    pub position_metres: Option<Rule<u32>>,
    /// Positions by slug and name; see `lookup.rs`.
    pub(super) index: super::lookup::Index,
}

/// A unit 单位.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Slug.
    pub slug: UnitSlug,
    /// Name.
    pub name: Text,
    /// Other names under which files call it.
    pub aliases: Vec<String>,
    /// The unit above it.
    pub parent: Option<UnitSlug>,
    /// The post of its responsible leader.
    pub leader: PostSlug,
    /// Whether a daily report is expected of it.
    pub reports_daily: bool,
    /// Areas that it serves; none where it serves no one more than another. An operating level for an area binds it.
    pub serves: Vec<AreaSlug>,
}

/// A post 岗位.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Slug.
    pub slug: PostSlug,
    /// Name.
    pub name: Text,
    /// Its unit.
    pub unit: UnitSlug,
    /// In what capacity its holder acts.
    pub role: Role,
}

/// An area 片区.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Slug.
    pub slug: AreaSlug,
    /// Name.
    pub name: Text,
    /// Other names under which files call it.
    pub aliases: Vec<String>,
    /// Codes under which other bodies know it.
    pub codes: Vec<super::AreaCode>,
    /// Its outline: corners in degrees north and east (WGS 84), the last one the first; empty where it has none.
    pub polygon: Vec<[f64; 2]>,
}

/// An invented person who holds a post in the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Sign-in name.
    pub user: String,
    /// Shown name.
    pub name: String,
    /// The post held.
    pub post: PostSlug,
}

/// A kind of case 事项.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Slug.
    pub slug: KindSlug,
    /// Name.
    pub name: Text,
    /// Categories.
    pub categories: Vec<Category>,
    /// Statuses; the first is where a case begins.
    pub statuses: Vec<Status>,
    /// Steps of its lifecycle.
    pub steps: Vec<Step>,
    /// Fields of its form.
    pub fields: Vec<Field>,
    /// Clocks.
    pub clocks: Vec<ClockRule>,
    /// Days after its end for which what people wrote in a case is kept; none where the bureau has to set it.
    pub retention: Option<Rule<u32>>,
    /// Review and re-review of its answers; none where nobody but the unit looks at them again.
    pub ladder: Option<Ladder>,
    /// How its disputes are mediated; none where nobody mediates.
    pub mediation: Option<MediationRules>,
    /// How its incidents are graded and reported; none where they are none.
    pub incident: Option<IncidentRules>,
    /// Time in which a unit says that a case is not its own, where no clock of the kind runs for it; none where the bureau
    /// has to set it.
    pub not_ours: Option<Rule<Allowance>>,
    /// The most representatives that a group may have; none where the bureau has to set it.
    pub representatives: Option<Rule<u32>>,
    /// To which unit a case goes, by category and area.
    pub routes: Vec<Route>,
    /// The post that receives what comes without a post and hides its source; none leaves it to the responsible leader.
    pub source_post: Option<PostSlug>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Slug.
    pub slug: CategorySlug,
    /// Name.
    pub name: Text,
    /// Other names under which files call it.
    pub aliases: Vec<String>,
    /// Its cases may be published, each after the office has reviewed it.
    pub public: bool,
    /// Who reported is hidden from everybody but the post that received it.
    pub hides_source: bool,
}

/// A status in a lifecycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Slug.
    pub slug: StatusSlug,
    /// Name.
    pub name: Text,
    /// The case has ended there.
    pub ended: bool,
}

/// Who may see a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Anyone.
    Public,
    /// Those who work with the case.
    Internal,
    /// Names and contacts: opened by those who work on the case, with a reason that the requester reads.
    Sealed,
}

/// A field of a kind's form or of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Which.
    pub name: FieldName,
    /// Label.
    pub label: Text,
    /// Who may see it.
    pub visibility: Visibility,
    /// Must be filled.
    pub required: bool,
    /// Longest text, in characters.
    pub max_chars: u32,
}

/// The fields that a form or a file of cases can have. There is none for religion, ethnicity, politics or petition
/// history; names, contacts and identity numbers are always sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// The number in the source system.
    External,
    /// When it was first said.
    ReceivedAt,
    /// When it was finished in the source system.
    FinishedAt,
    /// Unit.
    Unit,
    /// Category.
    Category,
    /// One line.
    Title,
    /// In full.
    Description,
    /// How it came in.
    Source,
    /// Area.
    Area,
    /// Address.
    Address,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// State in the source system; read, not kept.
    Status,
    /// Row number in the file; read, not kept.
    RowNumber,
    /// People affected.
    PeopleAffected,
    /// Casualties.
    Casualties,
    /// How often it was asked before.
    Repeats,
    /// Requester's name: sealed.
    RequesterName,
    /// Requester's telephone or address: sealed.
    RequesterContact,
    /// Number of an identity card or passport: sealed, and asked for only where a rule needs it.
    IdentityNumber,
    /// What was said in confidence: sealed.
    SealedNote,
    /// Who speaks for a group, one a line: sealed. How many people they speak for is another field.
    Representatives,
    /// The second party 乙方 of a dispute, with what tells who it is: sealed. The first is the requester.
    PartyB,
    /// The third: sealed.
    PartyC,
    /// The fourth: sealed.
    PartyD,
    /// Where notices go to: sealed, in no form of a pack, and opened by the program alone, to send them.
    NoticeAddress,
}

impl FieldName {
    /// Those of a pack's form that are sealed whatever the pack says.
    pub const SEALED: [Self; 8] = [
        Self::RequesterName,
        Self::RequesterContact,
        Self::IdentityNumber,
        Self::SealedNote,
        Self::Representatives,
        Self::PartyB,
        Self::PartyC,
        Self::PartyD,
    ];

    /// Whether the field is sealed: its value is in no event, list, search, export, paper or address.
    #[must_use]
    pub fn is_sealed(self) -> bool {
        Self::SEALED.contains(&self) || self == Self::NoticeAddress
    }
}

/// A reason for opening what is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningReason {
    /// Slug, which the access record keeps.
    pub slug: String,
    /// As people read it.
    pub name: Text,
}

/// A clock of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRule {
    /// Slug.
    pub slug: ClockSlug,
    /// Name.
    pub name: Text,
    /// What it is to the person who asked, in a sentence; without one it is the office's own, and not on their page.
    pub told: Option<Text>,
    /// The step that starts it.
    pub starts: StepName,
    /// Steps that stop it (met or late).
    pub stops: Vec<StepName>,
    /// Steps after which it makes no sense any more.
    pub cancels: Vec<StepName>,
    /// Time allowed; none where the bureau has to set one, or where the due time comes with the case.
    pub allowance: Option<Rule<Allowance>>,
    /// The most that all extensions together may add.
    pub extension: Option<Rule<Allowance>>,
    /// May be paused.
    pub pausable: bool,
    /// The time in which something may be said or asked for, and need not be: once it is over nobody is late, and the clock
    /// ends without a verdict.
    pub lapses: bool,
    /// Categories with a time of their own.
    pub by_category: BTreeMap<CategorySlug, Rule<Allowance>>,
    /// What a court has given, with a time of its own whatever the category.
    pub by_referral: BTreeMap<ReferralWay, Rule<Allowance>>,
}

impl ClockRule {
    /// The time that a case of that category has, given by a court in that way or by none.
    #[must_use]
    pub fn allowance_for(&self, category: &CategorySlug, referral: Option<ReferralWay>) -> Option<&Rule<Allowance>> {
        let of_court = referral.and_then(|way| self.by_referral.get(&way));
        let own = of_court.or_else(|| self.by_category.get(category));
        own.or(self.allowance.as_ref())
    }
}

/// How files of requests are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRules {
    /// The kind that rows become.
    pub kind: KindSlug,
    /// Name of the system that the numbers come from.
    pub source_system: String,
    /// Header texts of each column, compared without case, spaces and punctuation.
    pub columns: BTreeMap<FieldName, Vec<String>>,
    /// Texts in the first cells that mark a total row.
    pub totals: Vec<String>,
    /// Ways to say that there is nothing to report 零报告: a cell that says just this.
    pub zero: Vec<String>,
    /// Beginnings of what people write under a table 填报人, 备注.
    pub notes: Vec<String>,
    /// Files name their unit in the title rows or the file name when there is no unit column.
    pub unit_from_title: bool,
    /// Where a row's category is not in the pack: the category it gets, or none to reject the row.
    pub unknown_category: Option<CategorySlug>,
    /// Where a row's unit is not in the pack: the unit it gets, or none to reject the row.
    pub unknown_unit: Option<UnitSlug>,
}

/// 平战状态: changes how often units report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatingLevel {
    /// 平时.
    Routine,
    /// 加强.
    Heightened,
    /// 应急.
    Emergency,
}

impl OperatingLevel {
    /// As packs and events have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Heightened => "heightened",
            Self::Emergency => "emergency",
        }
    }
}

/// What the judgement looks at. No rule of the country says these numbers: each body sets its own.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgementRules {
    /// Share of a clock's time, in percent, from which it is near its deadline; without it none is before it is late.
    pub near_percent: Option<Rule<u8>>,
    /// Repeats from which a case is put before the office; without it none is for them.
    pub repeats: Option<Rule<u32>>,
    /// People affected from which a case is put before the office; without it none is for them.
    pub people: Option<Rule<u32>>,
    /// False discovery rate of the rising test, 0–1; without it, or one of the two below, the test says nothing.
    pub false_discovery_rate: Option<Rule<f64>>,
    /// How many past same weekdays the test looks at.
    pub history_weeks: Option<Rule<u32>>,
    /// The fewest past same weekdays with which the test says anything.
    pub least_weeks: Option<Rule<u32>>,
    /// Likeness, in percent, from which a case is proposed as perhaps the same; the house's where none is said.
    pub alike_percent: Option<Rule<u32>>,
    /// Days beyond which it is another time; the house's where none are said.
    pub alike_days: Option<Rule<u32>>,
    /// Metres within which it is one place; the house's where none are said.
    pub alike_here_metres: Option<Rule<u32>>,
    /// Metres beyond which it is another place; the house's where none are said.
    pub alike_elsewhere_metres: Option<Rule<u32>>,
}

/// How people of other bodies are invited to one case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvitationRules {
    /// The longest time, in days, for which an invitation holds; as long as whoever invites says where none is said.
    pub days: Option<Rule<u32>>,
    /// The most who are invited to one case at a time; any number where none is said.
    pub most: Option<Rule<u32>>,
}

/// How long warnings 预警信息 that are over are still told to everybody, and how long those of other bodies are looked at that say no end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WarningRules {
    /// Days in the feed, so that whoever asks seldom learns of an end; as long as there is room where none is said.
    pub feed_days: Option<Rule<u32>>,
    /// Days on the public page; not at all where none is said.
    pub list_days: Option<Rule<u32>>,
    /// Days for which a warning of another body that says no end is looked at, counted from when it came, and at least so long an update or
    /// cancel, since what it is about may come after it. Where none is said: without an end, and a cancel as long as what it takes back.
    pub no_end_days: Option<Rule<u32>>,
}

/// How the brief is headed and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefRules {
    /// Name in red, e.g. 每日专报.
    pub title: Text,
    /// Issuer under it.
    pub issuer: Text,
    /// 报: to the leaders.
    pub report_to: Vec<Text>,
    /// 送: to bodies of the same level.
    pub send_to: Vec<Text>,
    /// 发: to the units.
    pub issue_to: Vec<Text>,
    /// Number of copies printed; none is named on it where the body says none.
    pub copies: Option<u32>,
    /// 公开, 内部 or 工作秘密; nothing higher is offered (保密法 2024, art. 31).
    pub level: BriefLevel,
    /// How many attention items the brief prints in full; all where none is said.
    pub most_items: Option<u32>,
}

/// Levels that a brief may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BriefLevel {
    /// 公开.
    Public,
    /// 内部.
    Internal,
    /// 工作秘密.
    WorkSecret,
}
