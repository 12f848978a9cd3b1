//! `[duty]`: desks, turns, how many at once, and what weighs how much.

use super::check::must_be_in;
use super::draft::{DraftDuty, DraftPost, DraftUnit};
use super::section::Section;
use super::source::{At, Problems};
use super::{OperatingLevel, Pack, Rule};
use crate::case::Role;
use crate::duty::{Desk, DutyRules, Evenness, Need, Skill, Tier, Turn, Weights};
use jiff::civil::Time;
use std::collections::{BTreeMap, BTreeSet};

/// The most on watch at once.
const MOST_AT_ONCE: u32 = 100;
/// The heaviest that a turn can weigh.
const HEAVIEST: u32 = 1_000;
/// The most that unevenness, and a turn against a wish, can count.
const MOST_COUNTED: u32 = 100;
/// The longest time before their shift, in minutes, from which people can sign in.
const MOST_EARLY: u32 = 240;
/// The most days, and hours, ahead for which gaps are told.
const MOST_AHEAD: u32 = 366;
/// The most days that are looked back on.
const MOST_CARRIED: u32 = 366;

/// A turn with where it stands.
pub(super) struct DraftTurn {
    at: At<String>,
    skill: Option<At<String>>,
    turn: Option<Turn>,
}

/// A skill with where it stands.
pub(super) struct DraftSkill {
    at: At<String>,
    skill: Skill,
}

/// A desk with where it stands.
pub(super) struct DraftDesk {
    unit: At<String>,
    from: Vec<At<String>>,
    officer_post: Option<At<String>>,
    leader_post: Option<At<String>>,
}

pub(super) fn read_duty(section: &Section<'_>) -> DraftDuty {
    let duty = DraftDuty {
        desks: section
            .sections("desks")
            .map(|desks| desks.iter().map(read_desk).collect()),
        turns: section
            .sections("turns")
            .map(|turns| turns.iter().map(read_turn).collect()),
        skills: section
            .sections("skills")
            .map(|skills| skills.iter().map(read_skill).collect()),
        watch: section
            .section("watch")
            .map(|watch| read_levels(&watch))
            .unwrap_or_default(),
        holiday: section.section("holiday").and_then(|rule| read_need(&rule)),
        weights: section.section("weights").and_then(|rule| {
            let weights = rule.rule(|rule| {
                let weight = |key| rule.whole(key, 0, HEAVIEST).map(|number| number.value);
                let (day, night, weekend, holiday) =
                    (weight("day"), weight("night"), weight("weekend"), weight("holiday"));
                Some(Weights {
                    day: day?,
                    night: night?,
                    weekend: weekend?,
                    holiday: holiday?,
                })
            });
            rule.end();
            weights
        }),
        rest_hours: whole(section, "rest_hours", 0, 72),
        nights_in_week: whole(section, "nights_in_week", 1, 7),
        early_minutes: whole(section, "early_minutes", 0, MOST_EARLY),
        gap_days: whole(section, "gap_days", 1, MOST_AHEAD),
        gap_hours: whole(section, "gap_hours", 1, MOST_AHEAD),
        carried_days: whole(section, "carried_days", 0, MOST_CARRIED),
        evenness: section.section("evenness").and_then(|rule| {
            let evenness = rule.rule(|rule| {
                let counts = |key| rule.whole(key, 0, MOST_COUNTED).map(|number| number.value);
                let (load, nights) = (counts("load"), counts("nights"));
                let (weekends, holidays) = (counts("weekends"), counts("holidays"));
                Some(Evenness {
                    load: load?,
                    nights: nights?,
                    weekends: weekends?,
                    holidays: holidays?,
                })
            });
            rule.end();
            evenness
        }),
        wish: whole(section, "wish", 0, MOST_COUNTED),
        leader_roles: roles(section, "leader_roles"),
        officer_roles: roles(section, "officer_roles"),
    };
    section.end();
    duty
}

fn whole(section: &Section<'_>, key: &str, low: u32, high: u32) -> Option<Rule<u32>> {
    let rule = section.section(key)?;
    let read = rule.rule(|rule| rule.whole("value", low, high).map(|number| number.value));
    rule.end();
    read
}

fn roles(section: &Section<'_>, key: &str) -> Option<Vec<Role>> {
    let words = section.optional_strings(key)?;
    let role = |word: &At<String>| section.known::<Role>(word, "pack-unknown-role").map(|role| role.value);
    Some(words.iter().filter_map(role).collect())
}

fn read_desk(section: &Section<'_>) -> DraftDesk {
    let desk = DraftDesk {
        unit: section.string("unit"),
        from: section.strings("from"),
        officer_post: section.optional_string("officer_post"),
        leader_post: section.optional_string("leader_post"),
    };
    section.end();
    desk
}

fn read_skill(section: &Section<'_>) -> DraftSkill {
    let at = section.slug("slug");
    let name = section.text("name");
    section.end();
    let slug = at.value.clone();
    DraftSkill {
        at,
        skill: Skill { slug, name },
    }
}

fn read_turn(section: &Section<'_>) -> DraftTurn {
    let at = section.slug("slug");
    let name = section.text("name");
    let tier = section.string("tier");
    let tier = section.known::<Tier>(&tier, "pack-unknown-tier").map(|tier| tier.value);
    let (from, until) = (read_time(section, "from"), read_time(section, "until"));
    let night = section.flag("night").is_some_and(|flag| flag.value);
    let skill = section.optional_string("skill");
    section.end();
    let turn = || {
        Some(Turn {
            slug: at.value.clone(),
            name,
            tier: tier?,
            from: from?,
            until: until?,
            night,
            skill: skill.as_ref().map(|skill| skill.value.clone()),
        })
    };
    let turn = turn();
    DraftTurn { at, skill, turn }
}

fn read_time(section: &Section<'_>, key: &str) -> Option<Time> {
    let text = section.string(key);
    let time = Time::strptime("%H:%M", &text.value).ok();
    if time.is_none() && !text.value.is_empty() {
        section.report(&text.at, "pack-bad-time", &[("time", &text.value)]);
    }
    time
}

fn read_levels(section: &Section<'_>) -> BTreeMap<OperatingLevel, Rule<Need>> {
    let mut levels = BTreeMap::new();
    for name in section.keys() {
        let level = section.known::<OperatingLevel>(&name, "pack-unknown-level");
        let need = section.section(&name.value).and_then(|rule| read_need(&rule));
        if let (Some(level), Some(need)) = (level, need) {
            levels.insert(level.value, need);
        }
    }
    levels
}

fn read_need(section: &Section<'_>) -> Option<Rule<Need>> {
    let need = section.rule(|rule| {
        let many = |key| rule.whole(key, 0, MOST_AT_ONCE).map(|number| number.value);
        let (leaders, officers) = (many("leaders"), many("officers"));
        Some(Need {
            leaders: leaders?,
            officers: officers?,
        })
    });
    section.end();
    need
}

/// Who sets one of these sets all of them; no rule of the country says any.
pub(super) fn report_first_missing(all: &[(&str, bool)], at: &At<String>, problems: &Problems) {
    let missing = all.iter().find(|(key, there)| !there && !problems.is_written(key));
    if let Some((key, _)) = missing {
        problems.report(&at.at, "pack-missing-key", &[("key", key)]);
    }
}

/// Units are the pack's, and the turns of a tier follow each other around the clock. Where a desk keeps watch, all is said that it needs.
pub(super) fn check_duty(
    duty: &DraftDuty,
    units: &BTreeSet<&str>,
    (bodys_units, posts): (&[DraftUnit], &[DraftPost]),
    problems: &Problems,
) {
    if let Some(desk) = duty.desks.iter().flatten().next() {
        let missing = duty
            .said()
            .into_iter()
            .filter(|(key, said)| !said && !problems.is_written(key));
        for (key, _) in missing {
            problems.report(&desk.unit.at, "pack-missing-key", &[("key", key)]);
        }
    } else if let Some(turn) = duty.turns.iter().flatten().next() {
        report_first_missing(&duty.said(), &turn.at, problems);
    }
    for desk in duty.desks.iter().flatten() {
        must_be_in(units, &desk.unit, "pack-unknown-unit", problems);
        desk.from
            .iter()
            .for_each(|unit| must_be_in(units, unit, "pack-unknown-unit", problems));
        let named = desk.officer_post.iter().chain(&desk.leader_post);
        named.for_each(|post| check_post(desk, post, (bodys_units, posts), problems));
    }
    let turns = duty.turns.as_deref().unwrap_or_default();
    super::check::slugs("duty.turns", turns.iter().map(|turn| &turn.at), problems);
    let skills = duty.skills.as_deref().unwrap_or_default();
    super::check::slugs("duty.skills", skills.iter().map(|skill| &skill.at), problems);
    let known: BTreeSet<&str> = skills.iter().map(|skill| skill.at.value.as_str()).collect();
    let asked = turns.iter().filter_map(|turn| turn.skill.as_ref());
    asked.for_each(|skill| must_be_in(&known, skill, "pack-unknown-skill", problems));
    for tier in Tier::ALL {
        let of_tier: Vec<(&At<String>, &Turn)> = turns
            .iter()
            .filter_map(|draft| Some((&draft.at, draft.turn.as_ref()?)))
            .filter(|(_, turn)| turn.tier == tier)
            .collect();
        let next = of_tier.iter().cycle().skip(1);
        for ((at, turn), (_, next)) in of_tier.iter().zip(next) {
            if turn.until != next.from {
                problems.report(&at.at, "pack-duty-turns", &[("turn", &turn.slug), ("next", &next.slug)]);
            }
        }
    }
}

/// The post of a desk is of its unit or of one beneath it, and one that serves on duty: whoever acts in it has to hand over in it.
fn check_post(desk: &DraftDesk, named: &At<String>, (units, posts): (&[DraftUnit], &[DraftPost]), problems: &Problems) {
    let Some(post) = posts.iter().find(|post| post.slug.value == named.value) else {
        problems.report(&named.at, "pack-unknown-post", &[("slug", &named.value)]);
        return;
    };
    if matches!(post.role, Some(Role::Auditor | Role::Administrator)) {
        problems.report(&named.at, "pack-duty-post-role", &[("slug", &named.value)]);
    }
    let above = |unit: &&str| {
        let unit = units.iter().find(|known| known.named.slug.value == **unit)?;
        Some(unit.parent.as_ref()?.value.as_str())
    };
    let own = Some(post.unit.value.as_str());
    // No unit has more above it than there are units.
    let mut chain = std::iter::successors(own, above).take(units.len());
    if !chain.any(|unit| unit == desk.unit.value) {
        let unit = desk.unit.value.as_str();
        problems.report(
            &named.at,
            "pack-duty-post-unit",
            &[("slug", &named.value), ("unit", unit)],
        );
    }
}

/// The rules; none where no turns are said.
pub(super) fn assemble(duty: DraftDuty) -> Option<DutyRules> {
    let desk = |desk: DraftDesk| Desk {
        unit: desk.unit.value.as_str().into(),
        from: desk.from.iter().map(|unit| unit.value.as_str().into()).collect(),
        // Known when the units are put together.
        above: Vec::new(),
        officer_post: desk.officer_post.map(|post| post.value.as_str().into()),
        leader_post: desk.leader_post.map(|post| post.value.as_str().into()),
    };
    Some(DutyRules {
        desks: duty.desks.unwrap_or_default().into_iter().map(desk).collect(),
        turns: duty.turns?.into_iter().map(|draft| draft.turn).collect::<Option<_>>()?,
        skills: duty
            .skills
            .unwrap_or_default()
            .into_iter()
            .map(|draft| draft.skill)
            .collect(),
        watch: duty.watch,
        holiday: duty.holiday?,
        weights: duty.weights?,
        rest_hours: duty.rest_hours?,
        nights_in_week: duty.nights_in_week?,
        early_minutes: duty.early_minutes?,
        gap_days: duty.gap_days?,
        gap_hours: duty.gap_hours?,
        carried_days: duty.carried_days?,
        evenness: duty.evenness?,
        wish: duty.wish?,
        leader_roles: duty.leader_roles.unwrap_or_default(),
        officer_roles: duty.officer_roles.unwrap_or_default(),
    })
}

impl DraftDuty {
    /// What a desk needs, and whether it is said.
    fn said(&self) -> [(&'static str, bool); 12] {
        [
            ("duty.turns", self.turns.is_some()),
            ("duty.watch.routine", self.watch.contains_key(&OperatingLevel::Routine)),
            ("duty.holiday", self.holiday.is_some()),
            ("duty.weights", self.weights.is_some()),
            ("duty.rest_hours", self.rest_hours.is_some()),
            ("duty.nights_in_week", self.nights_in_week.is_some()),
            ("duty.early_minutes", self.early_minutes.is_some()),
            ("duty.gap_days", self.gap_days.is_some()),
            ("duty.gap_hours", self.gap_hours.is_some()),
            ("duty.carried_days", self.carried_days.is_some()),
            ("duty.evenness", self.evenness.is_some()),
            ("duty.wish", self.wish.is_some()),
        ]
    }

    pub(super) fn over(mut self, base: Self) -> Self {
        let mut watch = base.watch;
        watch.append(&mut self.watch);
        Self {
            desks: self.desks.or(base.desks),
            turns: self.turns.or(base.turns),
            skills: self.skills.or(base.skills),
            watch,
            holiday: self.holiday.or(base.holiday),
            weights: self.weights.or(base.weights),
            rest_hours: self.rest_hours.or(base.rest_hours),
            nights_in_week: self.nights_in_week.or(base.nights_in_week),
            early_minutes: self.early_minutes.or(base.early_minutes),
            gap_days: self.gap_days.or(base.gap_days),
            gap_hours: self.gap_hours.or(base.gap_hours),
            carried_days: self.carried_days.or(base.carried_days),
            evenness: self.evenness.or(base.evenness),
            wish: self.wish.or(base.wish),
            leader_roles: self.leader_roles.or(base.leader_roles),
            officer_roles: self.officer_roles.or(base.officer_roles),
        }
    }
}

impl Pack {
    /// Says of each desk which units are above its own.
    pub(super) fn place_desks(&mut self) {
        let Some(mut duty) = self.duty.take() else { return };
        for desk in &mut duty.desks {
            desk.above = self.with_those_above(&desk.unit).skip(1).cloned().collect();
        }
        self.duty = Some(duty);
    }

    /// The rules of duty with the desk of a unit; none where no watch is kept there.
    #[must_use]
    pub fn duty_desk(&self, unit: &crate::UnitSlug) -> Option<(&DutyRules, &Desk)> {
        let rules = self.duty.as_ref()?;
        Some((rules, rules.desk(unit)?))
    }
}
