//! Cover around the clock: every moment has as many as are needed, or is a gap that is told before it comes.

use super::rules::moment;
use super::{Days, DutyRules, Member, Presence, Roster, SkillSlug, Tier, presences};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

/// A time with fewer than are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Of whom.
    pub tier: Tier,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
    /// How many are needed.
    pub needed: u32,
    /// How many there are.
    pub present: u32,
    /// Of those who have this skill, which the turn asks for; none where it is about how many there are at all.
    pub skill: Option<SkillSlug>,
}

/// The days of duty that are looked at, the last one among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// First.
    pub from: Date,
    /// Last.
    pub until: Date,
}

/// The gaps of those days of duty, by tier and beginning; behind them those of turns that ask for a skill which nobody there has.
/// A day of duty runs from its first turn to the next day's, and how many are needed changes within it where a level begins or ends.
/// Nobody covers anything but `members` in the tiers in which they serve: whoever has left or has another post by now does not come.
#[must_use]
pub fn gaps(roster: &Roster, members: &[Member], rules: &DutyRules, days: Days<'_>, ahead: Ahead) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    for tier in Tier::ALL {
        let begins = rules.day_begins(tier);
        let start = |date| moment(date, begins, days.zone);
        let end = start(ahead.until.saturating_add(1.day()));
        let there = presences(roster, start(ahead.from), end, days.zone);
        let of_tier = |presence: &&Presence| presence.tier == tier && comes(members, presence);
        let there: Vec<&Presence> = there.iter().filter(of_tier).collect();
        // By their beginning, so that each day looks only at what may meet it.
        let longest = there
            .iter()
            .map(|presence| presence.until.duration_since(presence.from))
            .max();
        let mut date = ahead.from;
        while date <= ahead.until {
            let next = date.saturating_add(1.day());
            let (from, until) = (start(date), start(next));
            let reach = longest
                .and_then(|longest| from.checked_sub(longest).ok())
                .unwrap_or(from);
            let first = there.partition_point(|presence| presence.from < reach);
            let meets = |presence: &&&Presence| presence.until > from;
            let of_day: Vec<&Presence> = there[first..]
                .iter()
                .take_while(|presence| presence.from < until)
                .filter(meets)
                .copied()
                .collect();
            for (from, until, need) in days.needs(rules, date, from, until) {
                for gap in of_span((tier, None), from, until, need.of(tier), &of_day) {
                    add(&mut found, gap);
                }
            }
            if next == date {
                break;
            }
            date = next;
        }
    }
    found.extend(unskilled(roster, members, rules, days, ahead));
    found
}

/// Whoever is planned still serves in that tier.
fn comes(members: &[Member], presence: &Presence) -> bool {
    let mut same = members.iter().filter(|member| member.staff == presence.staff);
    same.any(|member| member.tiers.contains(&presence.tier))
}

/// The times of turns with nobody who has the skill that they ask for. Where nobody at all is there, that is told already.
fn unskilled(roster: &Roster, members: &[Member], rules: &DutyRules, days: Days<'_>, ahead: Ahead) -> Vec<Gap> {
    let mut found = Vec::new();
    let asking = || rules.turns.iter().filter(|turn| turn.skill.is_some());
    let mut date = ahead.from;
    while asking().next().is_some() && date <= ahead.until {
        for turn in asking().filter(|turn| days.need(rules, date).of(turn.tier) > 0) {
            let Some(skill) = &turn.skill else { continue };
            let (from, until) = turn.span(date, days.zone);
            let there = presences(roster, from, until, days.zone);
            let of_tier = |one: &&Presence| one.tier == turn.tier && comes(members, one);
            let there: Vec<&Presence> = there.iter().filter(of_tier).collect();
            let able: Vec<&Presence> = there
                .iter()
                .filter(|one| roster.has_skill(&one.staff, skill))
                .copied()
                .collect();
            let manned = |gap: &Gap| there.iter().any(|one| one.from < gap.until && gap.from < one.until);
            found.extend(
                of_span((turn.tier, Some(skill)), from, until, 1, &able)
                    .into_iter()
                    .filter(manned),
            );
        }
        let next = date.saturating_add(1.day());
        if next == date {
            break;
        }
        date = next;
    }
    found
}

/// The gaps of a span in which as many are needed all the time.
fn of_span(
    (tier, skill): (Tier, Option<&SkillSlug>),
    from: Timestamp,
    until: Timestamp,
    needed: u32,
    there: &[&Presence],
) -> Vec<Gap> {
    let inside = |at: &Timestamp| from < *at && *at < until;
    let mut edges: Vec<Timestamp> = there
        .iter()
        .flat_map(|one| [one.from, one.until])
        .filter(inside)
        .collect();
    edges.extend([from, until]);
    edges.sort_unstable();
    edges.dedup();
    let mut found = Vec::new();
    for pair in edges.windows(2) {
        let &[start, end] = pair else { continue };
        let mut staff: Vec<_> = there
            .iter()
            .filter(|one| one.from <= start && end <= one.until)
            .map(|one| &one.staff)
            .collect();
        // Somebody who stands twice in the roster is still one.
        staff.sort_unstable();
        staff.dedup();
        let present = u32::try_from(staff.len()).unwrap_or(u32::MAX);
        if present < needed {
            let gap = Gap {
                tier,
                from: start,
                until: end,
                needed,
                present,
                skill: skill.cloned(),
            };
            add(&mut found, gap);
        }
    }
    found
}

/// Adds a gap; one that goes on where the last one ends is the same.
fn add(found: &mut Vec<Gap>, gap: Gap) {
    match found.last_mut() {
        Some(last)
            if last.tier == gap.tier
                && last.skill == gap.skill
                && last.until == gap.from
                && last.needed == gap.needed
                && last.present == gap.present =>
        {
            last.until = gap.until;
        }
        _ => found.push(gap),
    }
}
