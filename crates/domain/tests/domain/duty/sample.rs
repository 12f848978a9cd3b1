//! A desk with people, at a time that the test says.

use domain::case::{Actor, Refusal, Role};
use domain::clock::{Calendar, CalendarYear};
use domain::duty::{
    Days, Desk, DutyRules, Ground, How, Member, Presence, Roster, RosterCommand, Shift, Staff, Tier, decide, evolve,
};
use domain::level::{self, LevelEvent, Levels, Plan};
use domain::pack::{OperatingLevel, builtin};
use jiff::civil::{Date, Time, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

pub(crate) struct Bureau {
    pub(crate) rules: DutyRules,
    pub(crate) desk: Desk,
    pub(crate) members: Vec<Member>,
    pub(crate) elsewhere: Vec<Presence>,
    pub(crate) zone: TimeZone,
    pub(crate) calendar: Calendar,
    pub(crate) levels: Levels,
    pub(crate) roster: Roster,
    pub(crate) now: Timestamp,
}

pub(crate) fn staff(name: &str) -> Staff {
    Staff(name.to_owned())
}

pub(crate) fn actor(name: &str, role: Role, unit: &str) -> Actor {
    Actor {
        role,
        post: Some("post".into()),
        unit: Some(unit.into()),
        account: Some(name.to_owned()),
    }
}

pub(crate) fn chief() -> Actor {
    actor("chief", Role::SpecialOffice, "office")
}

impl Bureau {
    /// Three leaders and six officers, where the clocks change.
    pub(crate) fn new(zone: &str, now: &str) -> Self {
        let pack = builtin("demo-bureau").unwrap();
        let mut rules = pack.duty.clone().unwrap();
        // Those who serve here have no skills; whoever tests skills asks for them.
        rules.turns.iter_mut().for_each(|turn| turn.skill = None);
        let desk = rules.desk(&"office".into()).unwrap().clone();
        let mut members: Vec<Member> = Vec::new();
        for (prefix, n, tier) in [("leader", 3, Tier::Leader), ("officer", 6, Tier::Officer)] {
            members.extend((1..=n).map(|i| Member {
                staff: staff(&format!("{prefix}-{i}")),
                unit: if i % 2 == 0 { "housing".into() } else { "office".into() },
                tiers: vec![tier],
            }));
        }
        let off = [date(2026, 10, 1), date(2026, 10, 2), date(2026, 12, 25)].into();
        let year = CalendarYear {
            off,
            shifted_workdays: [date(2026, 10, 10)].into(),
        };
        let mut calendar = Calendar::default();
        calendar.years.insert(2026, year);
        Self {
            rules,
            desk,
            members,
            elsewhere: Vec::new(),
            zone: TimeZone::get(zone).unwrap(),
            calendar,
            levels: Levels::default(),
            roster: Roster::default(),
            now: now.parse().unwrap(),
        }
    }

    /// A level of these units, of the whole body where none is said, from the beginning of one date to that of another.
    pub(crate) fn set_level_of(&mut self, units: &[&str], level: OperatingLevel, from: Date, until: Date) {
        let midnight = |date: Date| self.zone.to_timestamp(date.to_datetime(Time::midnight())).unwrap();
        let (from, until) = (midnight(from), midnight(until));
        self.set(units, level, from, until);
    }

    /// A level of the whole body, from one moment to another.
    pub(crate) fn set_level_between(&mut self, level: OperatingLevel, from: Timestamp, until: Timestamp) {
        self.set(&[], level, from, until);
    }

    fn set(&mut self, units: &[&str], level: OperatingLevel, from: Timestamp, until: Timestamp) {
        let plan = Plan {
            level,
            area: None,
            units: units.iter().map(|unit| (*unit).into()).collect(),
            bound: Vec::new(),
            reason: "flood".to_owned(),
            from,
            until,
        };
        let levels = std::mem::take(&mut self.levels);
        self.levels = level::evolve(levels, &LevelEvent::Set(plan), &chief(), self.now);
    }

    pub(crate) fn days(&self) -> Days<'_> {
        Days {
            calendar: &self.calendar,
            levels: &self.levels,
            unit: &self.desk.unit,
            zone: &self.zone,
        }
    }

    pub(crate) fn act(&mut self, actor: &Actor, command: &RosterCommand) -> Result<bool, Refusal> {
        let ground = Ground {
            rules: &self.rules,
            desk: &self.desk,
            members: &self.members,
            elsewhere: &self.elsewhere,
            zone: &self.zone,
            now: self.now,
        };
        let Some(event) = decide(&self.roster, command, actor, ground)? else {
            return Ok(false);
        };
        // What is kept is what was said.
        let kept = serde_json::to_string(&event).unwrap();
        let event = serde_json::from_str(&kept).unwrap();
        self.roster = evolve(std::mem::take(&mut self.roster), &event, self.now);
        Ok(true)
    }

    pub(crate) fn shift(&self, day: Date, turn: &str, seat: u32, who: &str) -> Shift {
        Shift::of_turn(self.rules.turn(turn).unwrap(), day, seat, staff(who), &self.zone)
    }

    /// Everybody after each other, as many as are needed each day.
    pub(crate) fn plan(&mut self, from: Date, until: Date) {
        let (mut shifts, mut leader, mut officer) = (Vec::new(), 0, 0);
        let mut day = from;
        while day <= until {
            let need = self.days().need(&self.rules, day);
            for seat in 1..=need.leaders {
                leader += 1;
                shifts.push(self.shift(day, "lead", seat, &format!("leader-{}", leader % 3 + 1)));
            }
            for turn in ["day", "night"] {
                for seat in 1..=need.officers {
                    officer += 1;
                    shifts.push(self.shift(day, turn, seat, &format!("officer-{}", officer % 6 + 1)));
                }
            }
            day = day.saturating_add(1.day());
        }
        let plan = RosterCommand::Plan {
            from,
            until,
            how: How::Hand,
            turn: None,
            shifts,
            despite: String::new(),
        };
        self.act(&chief(), &plan).unwrap();
    }
}
