//! Gaps of a watch before they come: whoever makes the roster is called for each that begins within the pack's hours, until it is
//! filled or over.

use super::{end_over, raise_call, read_call};
use crate::boxed;
use crate::duty::{Colleague, duty_days};
use crate::{Error, Office};
use domain::UnitSlug;
use domain::call::About;
use domain::case::Actor;
use domain::duty::{Ahead, DutyRules, Member, Roster, SkillSlug, Tier, gaps};
use domain::level::Levels;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashSet};

/// Why somebody is called.
const GAP: &str = "roster-gap";

/// A desk with its roster and those who serve there.
#[derive(Debug)]
pub struct MannedDesk {
    /// Its unit.
    pub unit: UnitSlug,
    /// Its roster.
    pub roster: Roster,
    /// Who serves there.
    pub people: Vec<Colleague>,
}

/// A time without enough people, whether more or fewer are missing within it.
struct Short {
    tier: Tier,
    skill: Option<SkillSlug>,
    from: Timestamp,
    until: Timestamp,
}

/// Calls for the gaps at these desks, once each, and ends the calls for those that were filled or are over. One that was filled and is
/// there again is called for again. A desk at which no shift was ever planned keeps no roster yet, and nobody is called for it.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn call_gaps(office: &Office, desks: &[MannedDesk], now: Timestamp) -> Result<(), Error> {
    let calls = office.pack.calls.as_ref();
    let calls = calls.filter(|rules| rules.policy_for(GAP).is_some());
    let Some(rules) = office.pack.duty.as_ref().filter(|_| calls.is_some()) else {
        return Ok(());
    };
    let soon = SignedDuration::from_hours(i64::from(rules.gap_hours.value));
    let levels = crate::levels(office).await?;
    let begins = format!("{GAP} ");
    let open = office.store.open_calls_under(&begins).await?;
    let mut kept: HashSet<String> = HashSet::new();
    for desk in desks {
        for short in short(office, rules, desk, &levels, (now, soon)) {
            let head = head(&desk.unit, &short);
            // Of one that has gone on since before the days that are looked at, the beginning is no longer seen.
            let same = open.iter().find(|(_, under)| {
                let began = under.strip_prefix(&head).and_then(|began| began.split(' ').next());
                let began = began.and_then(|began| began.parse::<Timestamp>().ok());
                began.is_some_and(|began| began == short.from || (began < short.from && short.from <= now))
            });
            let under = match same {
                Some((_, under)) => under.clone(),
                None => {
                    call(
                        office,
                        about(office, &desk.unit, &short),
                        &format!("{head}{}", short.from),
                        now,
                    )
                    .await?
                }
            };
            kept.insert(under);
        }
    }
    // What somebody has in hand is over, too, when the gap is: so that it is called for where it comes again. Whoever has one in hand for
    // longer than this has been called for it anew.
    let since = now
        .checked_sub(soon + SignedDuration::from_hours(48))
        .unwrap_or(Timestamp::MIN);
    let closed = office.store.closed_calls_under(&begins, since).await?;
    for (id, under) in open.iter().chain(&closed) {
        if !kept.contains(under) {
            end_over(office, id, now).await?;
        }
    }
    Ok(())
}

/// Calls for a gap for which nobody is called now, unless somebody has it in hand. Answers under what.
async fn call(office: &Office, about: About, first: &str, now: Timestamp) -> Result<String, Error> {
    let (mut under, mut n) = (first.to_owned(), 1_u32);
    while let Some(id) = office.store.call_of(&under).await? {
        let call = read_call(office, &id).await?;
        if call.is_some_and(|call| call.over_at.is_none()) {
            return Ok(under);
        }
        n = n.saturating_add(1);
        under = format!("{first} {n}");
    }
    raise_call(office, about, &under, &Actor::program(), now).await?;
    Ok(under)
}

/// Under what it is called for, but for its beginning.
fn head(unit: &UnitSlug, short: &Short) -> String {
    let skill = short.skill.as_deref().unwrap_or("-");
    format!("{GAP} {unit} {} {skill} ", short.tier.name())
}

/// The gaps that are now or begin within the pack's hours, those that follow each other as one.
fn short(
    office: &Office,
    rules: &DutyRules,
    desk: &MannedDesk,
    levels: &Levels,
    (now, soon): (Timestamp, SignedDuration),
) -> Vec<Short> {
    if desk.roster.shifts.is_empty() {
        return Vec::new();
    }
    let zone = &office.pack.zone;
    let until = now.checked_add(soon).unwrap_or(Timestamp::MAX);
    let ahead = Ahead {
        from: rules.day_at(now, zone),
        until: zone.to_datetime(until).date(),
    };
    let members: Vec<Member> = desk.people.iter().map(|one| one.member.clone()).collect();
    let days = duty_days(office, levels, &desk.unit);
    let mut found: Vec<Short> = Vec::new();
    for gap in gaps(&desk.roster, &members, rules, days, ahead) {
        match found.last_mut() {
            Some(last) if last.tier == gap.tier && last.skill == gap.skill && last.until == gap.from => {
                last.until = gap.until;
            }
            _ => found.push(Short {
                tier: gap.tier,
                skill: gap.skill,
                from: gap.from,
                until: gap.until,
            }),
        }
    }
    found.retain(|short| short.until > now && short.from <= until);
    found
}

fn about(office: &Office, unit: &UnitSlug, short: &Short) -> About {
    let wall = |at: Timestamp| {
        let at = office.pack.zone.to_datetime(at);
        at.strftime("%Y-%m-%d %H:%M").to_string()
    };
    let mut args = BTreeMap::from([
        (String::from("unit"), unit.to_string()),
        (String::from("tier"), short.tier.name().to_owned()),
        (String::from("from"), wall(short.from)),
    ]);
    args.extend(short.skill.iter().map(|skill| (String::from("skill"), skill.clone())));
    About {
        reason: GAP.to_owned(),
        args,
        link: format!("/duty?desk={unit}"),
        case: None,
        drill: false,
        post: None,
        unit: Some(unit.clone()),
    }
}
