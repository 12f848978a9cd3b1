//! A quarter of a year of duty, simulated: 92 days in Los Angeles, where the clocks go back, by the Chinese calendar, with leave, swaps,
//! overrides, levels, ways that fail and a program that is stopped, begun again and dies. What has to come of it is counted by another
//! arithmetic than the program's: every minute is covered or in a gap that was told, and every step of every call is on time.

mod almanac;
mod climbing;
mod cover;
mod deeds;
mod outside;
mod script;
mod world;

use almanac::{FIRST, LAST, wall};
use climbing::Kept;
use deeds::plan;
use domain::call::CallEvent;
use domain::duty::watch::WatchEvent;
use domain::duty::{Staff, Tier};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use script::{Deed, agenda, beats_at, incident_at, told_of_silences};
use std::collections::{BTreeMap, BTreeSet};
use store::ChannelKind;
use world::{OFFICE, World};

/// Minutes after which the people who are called take it, one after the other; none: it is over by itself after 25.
const TAKEN_AFTER: [Option<i64>; 4] = [Some(2), Some(8), Some(47), None];

#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_of_a_year_of_duty_is_covered_or_told_and_every_call_is_on_time() {
    let mut world = World::new().await;
    plan(&mut world).await;
    let mut all = agenda(&world);
    let mut seen = BTreeSet::new();
    let end = wall(LAST.tomorrow().unwrap(), 8, 30);
    loop {
        let due = world.office.store.next_call().await.unwrap();
        let next = [all.next(), due].into_iter().flatten().min();
        let Some(next) = next.filter(|next| *next < end) else {
            break;
        };
        world.set_time(next.max(world.now));
        while let Some(deed) = all.take(world.now) {
            world.do_it(deed, &mut all).await;
        }
        world.rounds().await;
        react(&world, &mut seen, &mut all).await;
    }
    let counted = world
        .cover
        .check(&world.gaps(FIRST, LAST).await, FIRST, LAST, world.now);
    assert_eq!(counted.minutes, 92 * 24 * 60 + 60, "the clocks go back: an hour more");
    assert!(
        counted.short > 0 && counted.unskilled > 0 && world.cover.swapped > 3,
        "{counted:?}"
    );
    // As the rules have it, and all the same where that is said.
    for done in [&world.swaps, &world.overrides] {
        assert!(done.kept > 0 && done.despite > 0, "{done:?}");
    }
    let calls = calls(&world).await;
    let climbed = climbing::check(&world, &calls, &broken());
    climbing::check_told_of_failures(&calls);
    assert!(climbed.failed > 10 && world.down.len() > 12, "{climbed:?}");
    check_raised(&world, &calls);
    check_gaps(&world, &calls);
    assert_eq!(world.outside.alive(), beats_at());
    check_watch(&world).await;
    eprintln!("{counted:?} {climbed:?}, {} rounds", world.rounds);
}

/// Whoever is called does something about it some time later.
async fn react(world: &World, seen: &mut BTreeSet<String>, all: &mut script::Agenda) {
    for (id, call) in office::open_calls(&world.office).await.unwrap() {
        if call.called.is_empty() || !seen.insert(id.clone()) {
            continue;
        }
        let after = match call.about.reason.as_str() {
            // They come, or send the report: that ends it.
            "watch" | "report-due" | "report-late" => continue,
            "channel" => Some(3),
            "level" | "level-over" => Some(10),
            "roster-gap" => Some(20),
            "heartbeat" => Some(70),
            _ => TAKEN_AFTER[seen.len() % TAKEN_AFTER.len()],
        };
        let at = |minutes| world.now + SignedDuration::from_mins(minutes);
        match after {
            Some(minutes) => all.add(at(minutes), Deed::Take { call: id }),
            None => all.add(
                at(25),
                Deed::Over {
                    name: world.names[&id].clone(),
                },
            ),
        }
    }
}

/// The ways that do not work, as the script has it.
fn broken() -> climbing::Broken {
    let night = (wall(date(2026, 12, 1), 20, 0), wall(date(2026, 12, 2), 4, 0));
    vec![
        (
            ChannelKind::Mail,
            wall(date(2026, 10, 12), 0, 0),
            wall(date(2026, 10, 13), 0, 0),
        ),
        (
            ChannelKind::Bot,
            wall(date(2026, 9, 29), 0, 0),
            wall(date(2026, 9, 30), 0, 0),
        ),
        (
            ChannelKind::Text,
            wall(date(2026, 11, 5), 6, 0),
            wall(date(2026, 11, 5), 12, 0),
        ),
        (ChannelKind::Mail, night.0, night.1),
        (ChannelKind::Text, night.0, night.1),
    ]
}

/// Every call that there is.
async fn calls(world: &World) -> Vec<Kept> {
    let store = &world.office.store;
    let mut calls = Vec::new();
    for id in store.calls(10_000).await.unwrap() {
        let events = store.stream_events::<CallEvent>(&id, 0).await.unwrap();
        let CallEvent::Raised { about, .. } = &events[0].event else {
            panic!("a call begins with why");
        };
        let over = events.iter().find(|one| matches!(one.event, CallEvent::Over));
        calls.push(Kept {
            reason: about.reason.clone(),
            raised: events[0].at,
            ended: world.ended.get(&id).copied().or(over.map(|over| over.at)),
            case: about.case.is_some(),
            drill: about.drill,
            arg: about.args.values().next().cloned().unwrap_or_default(),
            args: about.args.clone(),
            sends: store.sends_of(&id).await.unwrap(),
            events,
        });
    }
    calls
}

/// What the program had to raise by itself, and when it had to be over.
fn check_raised(world: &World, calls: &[Kept]) {
    let of = |reason: &str| -> BTreeSet<(Timestamp, Option<Timestamp>)> {
        let of = calls.iter().filter(|call| call.reason == reason);
        of.map(|call| (call.raised, call.ended)).collect()
    };
    let count = |reason: &str| calls.iter().filter(|call| call.reason == reason).count();
    // A quarter of an hour after the shift began, for leader and officer, until they came.
    // And so on each later morning on which they come late.
    let came = (wall(FIRST, 8, 45), wall(FIRST, 9, 5));
    assert_eq!((world.missed[0], world.missed[1]), (came, came));
    let missed: BTreeSet<_> = world.missed.iter().map(|(from, until)| (*from, Some(*until))).collect();
    assert!(missed.len() > 10, "{missed:?}");
    assert_eq!((of("watch"), count("watch")), (missed, world.missed.len()));
    // A quarter of an hour before each report's time, and after it; the government and the city have the same.
    let after = |minutes| incident_at() + SignedDuration::from_mins(minutes);
    let due = [(after(15), Some(after(31))), (after(85), Some(after(90)))];
    assert_eq!(of("report-due"), BTreeSet::from(due));
    assert_eq!(of("report-late"), BTreeSet::from([(after(31), Some(after(40)))]));
    // The monitor fell silent, to the minute; more than an hour later, in working hours, somebody has it.
    let silent: BTreeSet<Timestamp> = of("heartbeat").into_iter().map(|(raised, _)| raised).collect();
    assert_eq!(
        (silent, count("heartbeat")),
        (told_of_silences().into_iter().collect(), 10)
    );
    // Each level, from its first moment: of one all have said ten minutes later that they have it, of the other one never does, and
    // is called until it is over.
    let (at, until) = (wall(date(2026, 11, 20), 2, 10), wall(date(2026, 11, 24), 20, 0));
    let (short, after) = (wall(date(2026, 10, 20), 9, 0), SignedDuration::from_mins(10));
    let levels = [(at, Some(until)), (short, Some(short + after))];
    assert_eq!(of("level"), BTreeSet::from(levels));
    let heightened = calls.iter().find(|call| call.reason == "level" && call.raised == at);
    let rings = heightened.unwrap().events.iter();
    let alone = |event: &CallEvent| matches!(event, CallEvent::Rang { to, .. } if to.len() == 1);
    assert!(rings.filter(|one| alone(&one.event)).count() > 20);
    // And that it is over, from its last moment.
    let over = [wall(date(2026, 11, 24), 20, 0), wall(date(2026, 10, 20), 20, 0)];
    let taken = over.map(|at| (at, Some(at + SignedDuration::from_mins(10))));
    assert_eq!((of("level-over"), count("level-over")), (BTreeSet::from(taken), 2));
}

/// Whoever makes the roster was called for each time in which there are too few, or nobody who can give first aid: at the earliest a day
/// before its first minute, and never after it.
fn check_gaps(world: &World, calls: &[Kept]) {
    let mut told: BTreeMap<(String, bool, String), Timestamp> = BTreeMap::new();
    for call in calls.iter().filter(|call| call.reason == "roster-gap") {
        let of = |name: &str| call.args.get(name).cloned();
        let key = (of("tier").unwrap(), of("skill").is_some(), of("from").unwrap());
        let first = told.entry(key).or_insert(call.raised);
        *first = call.raised.min(*first);
    }
    let begins = world.cover.begins(FIRST, LAST, world.now);
    assert!(begins.len() > 10, "{begins:?}");
    for (tier, skill, at) in begins {
        let there = world.office.pack.zone.to_datetime(at);
        let key = (
            tier.name().to_owned(),
            skill,
            there.strftime("%Y-%m-%d %H:%M").to_string(),
        );
        let raised = *told.get(&key).unwrap_or_else(|| panic!("nobody is called for {key:?}"));
        let before = at.duration_since(raised);
        assert!(
            before >= SignedDuration::ZERO && before <= SignedDuration::from_hours(24),
            "{key:?}, {raised}"
        );
    }
}

/// The watch as its log tells it is as people came and went: in every minute since the first came somebody of each tier was there.
async fn check_watch(world: &World) {
    let events = world.office.store.stream_events::<WatchEvent>(OFFICE, 0).await.unwrap();
    let mut on: BTreeMap<Staff, Tier> = BTreeMap::new();
    let mut offers: BTreeMap<String, (Staff, Tier)> = BTreeMap::new();
    let mut told: BTreeMap<(Timestamp, Tier), BTreeSet<Staff>> = BTreeMap::new();
    for recorded in &events {
        let tier = match &recorded.event {
            WatchEvent::Joined { staff, tier } => {
                on.insert(staff.clone(), *tier);
                *tier
            }
            WatchEvent::Offered(offer) => {
                offers.insert(offer.id.clone(), (offer.by.clone(), offer.tier));
                continue;
            }
            WatchEvent::Taken { handover, staff } => {
                let (by, tier) = offers.remove(handover).unwrap();
                on.remove(&by);
                on.insert(staff.clone(), tier);
                tier
            }
            WatchEvent::Left { staff } => on.remove(staff).unwrap(),
            other => panic!("{other:?}"),
        };
        let of_tier: BTreeSet<Staff> = on
            .iter()
            .filter(|(_, of)| **of == tier)
            .map(|(who, _)| who.clone())
            .collect();
        assert!(!of_tier.is_empty(), "{}: nobody is there", recorded.at);
        told.insert((recorded.at, tier), of_tier);
    }
    let came: BTreeMap<_, _> = world
        .watch
        .iter()
        .map(|(at, tier, on)| ((*at, *tier), on.clone()))
        .collect();
    assert_eq!(told, came);
    for tier in Tier::ALL {
        let first = came.keys().find(|(_, of)| *of == tier).unwrap().0;
        assert_eq!(first, wall(FIRST, 9, 5), "until then the watch was called for");
    }
}
