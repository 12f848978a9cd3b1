//! What a desk has to keep: turns, how many at once, and what weighs how much. All of it is the pack's.

use crate::case::Role;
use crate::clock::Calendar;
use crate::level::Levels;
use crate::pack::{OperatingLevel, Rule};
use crate::{PostSlug, Text, UnitSlug};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// In what capacity somebody is on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Leader on duty 带班.
    Leader,
    /// Officer on watch 值班.
    Officer,
}

impl Tier {
    /// Both, the leader first.
    pub const ALL: [Self; 2] = [Self::Leader, Self::Officer];

    /// As in forms and in what the duty stream keeps.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leader => "leader",
            Self::Officer => "officer",
        }
    }
}

/// A turn 班次 of the pack: `day`, `night`.
pub type TurnSlug = String;

/// A skill 专长 of the pack: `first-aid`, `boat`.
pub type SkillSlug = String;

/// What somebody on duty is able to do, and a turn can ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skill {
    /// Slug.
    pub slug: SkillSlug,
    /// Name.
    pub name: Text,
}

/// A turn that has to be kept each day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Slug.
    pub slug: TurnSlug,
    /// Name.
    pub name: Text,
    /// Who keeps it.
    pub tier: Tier,
    /// Local time at which it begins.
    pub from: Time,
    /// Local time at which it ends: of the next day where it is not after [`Self::from`].
    pub until: Time,
    /// It is a night for the load and for rest.
    pub night: bool,
    /// At least one of those who keep it has this skill.
    pub skill: Option<SkillSlug>,
}

impl Turn {
    /// The turn of that day. Where the clocks are put forward or back in between, it is an hour shorter or longer; where the
    /// local time is skipped, it begins as much later, and where there are two, at the first.
    #[must_use]
    pub fn span(&self, date: Date, zone: &TimeZone) -> (Timestamp, Timestamp) {
        let last = if self.until > self.from {
            date
        } else {
            date.saturating_add(1.day())
        };
        (moment(date, self.from, zone), moment(last, self.until, zone))
    }
}

/// A local time as a moment.
pub(super) fn moment(date: Date, time: Time, zone: &TimeZone) -> Timestamp {
    let at = zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible();
    at.unwrap_or(Timestamp::MAX)
}

/// How many are on duty at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Need {
    /// Leaders.
    pub leaders: u32,
    /// Officers.
    pub officers: u32,
}

impl Need {
    /// Of a tier.
    #[must_use]
    pub const fn of(self, tier: Tier) -> u32 {
        match tier {
            Tier::Leader => self.leaders,
            Tier::Officer => self.officers,
        }
    }

    /// The greater of each.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            leaders: self.leaders.max(other.leaders),
            officers: self.officers.max(other.officers),
        }
    }
}

/// What a turn weighs for the one who keeps it. Of a night on a holiday both count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    /// Any turn by day.
    pub day: u32,
    /// Any turn by night.
    pub night: u32,
    /// More, on a weekend.
    pub weekend: u32,
    /// More, on a holiday.
    pub holiday: u32,
}

/// How much it counts that people are unevenly loaded, when a roster is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evenness {
    /// By what their turns weigh.
    pub load: u32,
    /// By their nights.
    pub nights: u32,
    /// By their weekends.
    pub weekends: u32,
    /// By their holidays.
    pub holidays: u32,
}

/// A desk: the unit that keeps a watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Its unit, by which its roster and its watch are known.
    pub unit: UnitSlug,
    /// Units whose staff serve there beside its own.
    pub from: Vec<UnitSlug>,
    /// Units above its own, the nearest first: what nobody there can settle themselves is settled there.
    pub above: Vec<UnitSlug>,
    /// The post in which its officer on watch acts, once signed in to it; none where that is the officer's own.
    pub officer_post: Option<PostSlug>,
    /// The same of its leader on duty.
    pub leader_post: Option<PostSlug>,
}

impl Desk {
    /// The post in which whoever has its watch in a tier can act until they hand over; none where that is their own.
    #[must_use]
    pub const fn post(&self, tier: Tier) -> Option<&PostSlug> {
        match tier {
            Tier::Leader => self.leader_post.as_ref(),
            Tier::Officer => self.officer_post.as_ref(),
        }
    }
}

/// The pack's rules of duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRules {
    /// Desks.
    pub desks: Vec<Desk>,
    /// Turns; those of a tier go around the clock.
    pub turns: Vec<Turn>,
    /// Skills that a turn can ask for.
    pub skills: Vec<Skill>,
    /// How many by operating level; a level that is not here is as in routine.
    pub watch: BTreeMap<OperatingLevel, Rule<Need>>,
    /// At least so many on a holiday.
    pub holiday: Rule<Need>,
    /// What a turn weighs.
    pub weights: Rule<Weights>,
    /// The least hours between two turns of one person.
    pub rest_hours: Rule<u32>,
    /// The most nights of one person within seven days.
    pub nights_in_week: Rule<u32>,
    /// Minutes before their shift from which people can sign in to the post.
    pub early_minutes: Rule<u32>,
    /// Days ahead for which the roster tells its gaps.
    pub gap_days: Rule<u32>,
    /// Hours ahead for which gaps are told where the watch is kept, and on the first page.
    pub gap_hours: Rule<u32>,
    /// Days before a proposed roster that are looked at for what people carried.
    pub carried_days: Rule<u32>,
    /// What a proposed roster makes even.
    pub evenness: Rule<Evenness>,
    /// How much a turn against a wish counts, in the measure of [`Evenness`].
    pub wish: Rule<u32>,
    /// Roles whose posts lead.
    pub leader_roles: Vec<Role>,
    /// Roles whose posts are officers on watch.
    pub officer_roles: Vec<Role>,
}

impl DutyRules {
    /// The desk of a unit.
    #[must_use]
    pub fn desk(&self, unit: &UnitSlug) -> Option<&Desk> {
        self.desks.iter().find(|desk| desk.unit == *unit)
    }

    /// The turn of that slug.
    #[must_use]
    pub fn turn(&self, slug: &str) -> Option<&Turn> {
        self.turns.iter().find(|turn| turn.slug == slug)
    }

    /// The skill of that slug.
    #[must_use]
    pub fn skill(&self, slug: &str) -> Option<&Skill> {
        self.skills.iter().find(|skill| skill.slug == slug)
    }

    /// The turns of a tier, as they follow each other.
    pub fn turns_of(&self, tier: Tier) -> impl Iterator<Item = &Turn> {
        self.turns.iter().filter(move |turn| turn.tier == tier)
    }

    /// Roles that serve in a tier.
    #[must_use]
    pub fn roles(&self, tier: Tier) -> &[Role] {
        match tier {
            Tier::Leader => &self.leader_roles,
            Tier::Officer => &self.officer_roles,
        }
    }

    /// The first day of duty that is not over at a moment: before the first turn of the morning it is yesterday's.
    #[must_use]
    pub fn day_at(&self, at: Timestamp, zone: &TimeZone) -> Date {
        let local = zone.to_datetime(at);
        let begun = Tier::ALL.iter().all(|tier| self.day_begins(*tier) <= local.time());
        if begun {
            local.date()
        } else {
            local.date().saturating_sub(1.day())
        }
    }

    /// From when until when a day of duty runs, of both tiers together.
    #[must_use]
    pub fn day_span(&self, date: Date, zone: &TimeZone) -> (Timestamp, Timestamp) {
        let begins = Tier::ALL.map(|tier| self.day_begins(tier));
        let (first, last) = (begins.into_iter().min(), begins.into_iter().max());
        let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
        (
            moment(date, first, zone),
            moment(date.saturating_add(1.day()), last, zone),
        )
    }

    /// The local time at which a tier's day of duty begins: with its first turn.
    #[must_use]
    pub fn day_begins(&self, tier: Tier) -> Time {
        self.turns_of(tier).next().map_or(Time::midnight(), |turn| turn.from)
    }
}

/// What kind of day it is for duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Worked.
    Ordinary,
    /// A weekend.
    Weekend,
    /// A statutory holiday, weekends that fall in it among them.
    Holiday,
}

/// What a date is and what is asked on it.
#[derive(Debug, Clone, Copy)]
pub struct Days<'a> {
    /// Holidays.
    pub calendar: &'a Calendar,
    /// Operating levels, of the whole body and of parts of it.
    pub levels: &'a Levels,
    /// The desk's unit: its strength is that of the levels that bind it.
    pub unit: &'a UnitSlug,
    /// Where days begin and end.
    pub zone: &'a TimeZone,
}

impl Days<'_> {
    /// What kind of day it is. Of a year without data only the weekends are known.
    #[must_use]
    pub fn kind(&self, date: Date) -> Kind {
        let off = self
            .calendar
            .years
            .get(&date.year())
            .is_some_and(|year| year.off.contains(&date));
        match (off, self.calendar.is_working_day(date).0) {
            (true, _) => Kind::Holiday,
            (false, true) => Kind::Ordinary,
            (false, false) => Kind::Weekend,
        }
    }

    /// The operating level of the desk on that day: the highest at any moment of it that binds its unit.
    #[must_use]
    pub fn level(&self, date: Date) -> OperatingLevel {
        let midnight = |date: Date| {
            let at = self.zone.to_timestamp(date.to_datetime(Time::midnight()));
            at.unwrap_or(Timestamp::MAX)
        };
        self.levels
            .of_unit(self.unit, midnight(date), midnight(date.saturating_add(1.day())))
    }

    /// How many are needed at most on the day of duty that begins on that date.
    #[must_use]
    pub fn need(&self, rules: &DutyRules, date: Date) -> Need {
        let of = |tier| {
            let begins = rules.day_begins(tier);
            let start = |date| moment(date, begins, self.zone);
            let (from, until) = (start(date), start(date.saturating_add(1.day())));
            self.need_within(rules, date, from, until).of(tier)
        };
        Need {
            leaders: of(Tier::Leader),
            officers: of(Tier::Officer),
        }
    }

    /// How many are needed at most at any moment of a span, which lies in the day of duty that begins on that date.
    #[must_use]
    pub fn need_within(&self, rules: &DutyRules, date: Date, from: Timestamp, until: Timestamp) -> Need {
        let needs = self.needs(rules, date, from, until).into_iter();
        needs.fold(Need::default(), |most, (.., need)| most.max(need))
    }

    /// How many are needed from when until when in such a span: a level begins and ends in the middle of a day of duty, and of a night.
    #[must_use]
    pub fn needs(
        &self,
        rules: &DutyRules,
        date: Date,
        from: Timestamp,
        until: Timestamp,
    ) -> Vec<(Timestamp, Timestamp, Need)> {
        let routine = rules.watch.get(&OperatingLevel::Routine);
        let is_holiday = self.kind(date) == Kind::Holiday;
        let need = |start, end| {
            let level = self.levels.of_unit(self.unit, start, end);
            let of_level = rules.watch.get(&level).or(routine);
            let need = of_level.map_or_else(Need::default, |rule| rule.value);
            if is_holiday {
                need.max(rules.holiday.value)
            } else {
                need
            }
        };
        let mut edges = self.levels.edges(self.unit, from, until);
        edges.extend([from, until]);
        edges.sort_unstable();
        edges.dedup();
        let parts = edges.windows(2).filter_map(|pair| match *pair {
            [start, end] => Some((start, end, need(start, end))),
            _ => None,
        });
        parts.collect()
    }
}
