//! What happens in the quarter, by its times: people plan, fall out, change and come; things go wrong; the program is stopped and dies.

use super::almanac::{EMERGENCY, FIRST, HEIGHTENED, LAST, emergency, heightened, set_at, wall};
use super::outside::SILENT_HOURS;
use super::world::World;
use domain::case::ReportSort;
use domain::duty::{Staff, Tier};
use domain::pack::OperatingLevel;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use std::collections::BTreeMap;
use store::ChannelKind;

/// Something that happens.
pub(super) enum Deed {
    /// The program runs at this moment; nobody does anything.
    Look,
    /// The machine room's monitor says that it lives, and so does the program.
    Beat,
    HandOver(Tier),
    AskLeave {
        who: Staff,
        from: Date,
        until: Date,
        granted: bool,
    },
    Swap {
        day: Date,
    },
    Override {
        day: Date,
    },
    Second {
        day: Date,
        turn: &'static str,
    },
    Level {
        level: OperatingLevel,
        from: Timestamp,
        until: Timestamp,
    },
    Raise {
        reason: &'static str,
        name: String,
    },
    Take {
        call: String,
    },
    Over {
        name: String,
    },
    Fails {
        way: ChannelKind,
        fails: bool,
    },
    Restart {
        minutes: i64,
    },
    Die {
        minutes: i64,
        name: String,
    },
    Register,
    Report {
        sort: ReportSort,
    },
    EndIncident,
    CheckAhead,
}

/// Deeds by their time, those of the same moment in the order in which they were written down.
#[derive(Default)]
pub(super) struct Agenda {
    deeds: BTreeMap<(Timestamp, u32), Deed>,
    n: u32,
}

impl Agenda {
    pub(super) fn add(&mut self, at: Timestamp, deed: Deed) {
        self.n += 1;
        self.deeds.insert((at, self.n), deed);
    }

    pub(super) fn next(&self) -> Option<Timestamp> {
        self.deeds.first_key_value().map(|((at, _), _)| *at)
    }

    /// The deeds of a moment, and those that waited until then.
    pub(super) fn take(&mut self, now: Timestamp) -> Option<Deed> {
        let first = self.deeds.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }
}

/// When the incident is told: at ten past two on a holiday.
pub(super) fn incident_at() -> Timestamp {
    wall(date(2026, 10, 3), 2, 10)
}

fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

/// The whole quarter.
pub(super) fn agenda(world: &World) -> Agenda {
    let mut all = Agenda::default();
    // Nobody comes in time on the first morning: the program calls a quarter of an hour after the beginning.
    for minute in [30, 45] {
        all.add(wall(FIRST, 8, minute), Deed::Look);
    }
    let mut day = FIRST;
    let mut n = 0;
    while day <= LAST {
        n += 1;
        let late = if day == FIRST {
            35
        } else if n % 5 == 0 {
            20
        } else {
            0
        };
        let morning = wall(day, 8, 30) + minutes(late);
        all.add(morning, Deed::HandOver(Tier::Leader));
        all.add(morning, Deed::HandOver(Tier::Officer));
        if late == 20 {
            // Who stays is not who is to be there: a quarter of an hour after the beginning the watch is called.
            all.add(wall(day, 8, 45), Deed::Look);
        }
        all.add(wall(day, 17, 30), Deed::HandOver(Tier::Officer));
        // Leave begins and ends at midnight.
        for tier in Tier::ALL {
            all.add(wall(day.tomorrow().unwrap(), 0, 0), Deed::HandOver(tier));
        }
        people(world, &mut all, day, n);
        day = day.tomorrow().unwrap();
    }
    troubles(&mut all);
    all
}

/// What people ask for and plan on a day.
fn people(world: &World, all: &mut Agenda, day: Date, n: i32) {
    let at = wall(day, 10, 0);
    if n % 7 == 0 {
        let tier = if n % 21 == 0 { Tier::Leader } else { Tier::Officer };
        let of_tier = world.tier(tier);
        let who = of_tier[usize::try_from(n).unwrap() / 7 % of_tier.len()].clone();
        let (from, until) = (day.saturating_add(10.days()), day.saturating_add(12.days()));
        all.add(
            at,
            Deed::AskLeave {
                who,
                from,
                until,
                granted: n % 2 == 1,
            },
        );
    }
    if n % 5 == 0 {
        all.add(at, Deed::Swap { day });
    }
    if n % 11 == 0 {
        all.add(at, Deed::Override { day });
    }
    if day.weekday() == jiff::civil::Weekday::Monday {
        all.add(wall(day, 12, 0), Deed::CheckAhead);
    }
}

/// Calls, levels, failures, restarts, and the incident.
fn troubles(all: &mut Agenda) {
    // Calls at any hour, nights, holidays and the hour that comes twice among them.
    let reasons = ["danger", "", "report-failed", "danger"];
    for n in (0..34).filter(|n| n % 4 != SILENCE) {
        let reason = reasons[usize::try_from(n).unwrap() % reasons.len()];
        raise(all, call_at(n), reason, &format!("call {n}"));
    }
    beats(all);
    raise(
        all,
        wall(date(2026, 11, 1), 1, 40),
        "danger",
        "the hour that comes twice",
    );
    for (level, first, (from, until)) in [
        (OperatingLevel::Heightened, HEIGHTENED[0], heightened()),
        (OperatingLevel::Emergency, EMERGENCY, emergency()),
    ] {
        all.add(set_at(first), Deed::Level { level, from, until });
        all.add(from, Deed::Look);
        all.add(until, Deed::Look);
    }
    // For two of the heightened days a second officer is found, for the others there are gaps.
    for day in &HEIGHTENED[..2] {
        for turn in ["day", "night"] {
            all.add(wall(date(2026, 11, 19), 11, 30), Deed::Second { day: *day, turn });
        }
    }
    for (way, from, until) in [
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
        (
            ChannelKind::Mail,
            wall(date(2026, 12, 1), 20, 0),
            wall(date(2026, 12, 2), 4, 0),
        ),
        (
            ChannelKind::Text,
            wall(date(2026, 12, 1), 20, 0),
            wall(date(2026, 12, 2), 4, 0),
        ),
    ] {
        all.add(from, Deed::Fails { way, fails: true });
        all.add(until, Deed::Fails { way, fails: false });
    }
    for (name, at) in [
        ("while mail fails", wall(date(2026, 10, 12), 3, 3)),
        ("while robots fail", wall(date(2026, 9, 29), 13, 7)),
        ("while texts fail", wall(date(2026, 11, 5), 7, 9)),
        ("while nothing works", wall(date(2026, 12, 1), 23, 11)),
    ] {
        raise(all, at, "danger", name);
    }
    restarts(all);
    incident(all);
}

/// Every fourth of the calls at any hour is one for silence, which the program itself hears.
const SILENCE: i64 = 1;

/// When the calls come: at every hour, through the quarter.
fn call_at(n: i64) -> Timestamp {
    let day = FIRST.saturating_add((1 + n * 5 / 2).days());
    wall(day, n * 7 % 24, n * 13 % 60)
}

/// On which days the program is stopped, and dies, for how many minutes.
const STOPS: [(Date, i64); 3] = [
    (date(2026, 9, 22), 20),
    (date(2026, 11, 9), 45),
    (date(2026, 12, 7), 360),
];
const DEATHS: [(Date, i64); 3] = [
    (date(2026, 10, 8), 5),
    (date(2026, 11, 17), 0),
    (date(2026, 11, 28), 30),
];

/// When the monitor has been silent for too long; the last one is held over the change of the clocks.
pub(super) fn silences() -> Vec<Timestamp> {
    let mut all: Vec<Timestamp> = (0..34).filter(|n| n % 4 == SILENCE).map(call_at).collect();
    all.push(wall(date(2026, 10, 31), 12, 0));
    all
}

/// When somebody is called for that: what could not be heard while no program ran is no silence.
pub(super) fn told_of_silences() -> Vec<Timestamp> {
    let may = SignedDuration::from_hours(SILENT_HOURS);
    let down = |at: Timestamp| {
        let stops = STOPS.iter().map(|(day, minutes)| (wall(*day, 0, 2), minutes));
        let deaths = DEATHS.iter().map(|(day, minutes)| (wall(*day, 4, 44), minutes));
        let within = stops.chain(deaths).filter(|(from, _)| at - may <= *from && *from <= at);
        minutes(within.map(|(_, minutes)| *minutes).sum())
    };
    silences().into_iter().map(|at| at + down(at)).collect()
}

/// When the monitor says that it lives: each noon, but not before it is to have been silent for as long as it may be.
pub(super) fn beats_at() -> Vec<Timestamp> {
    let may = SignedDuration::from_hours(SILENT_HOURS);
    let silences = silences();
    let mut all: Vec<Timestamp> = silences.iter().map(|at| *at - may).collect();
    let mut day = FIRST;
    while day <= LAST {
        let noon = wall(day, 12, 0);
        if !silences.iter().any(|at| *at - may <= noon && noon <= *at) {
            all.push(noon);
        }
        day = day.tomorrow().unwrap();
    }
    all.sort_unstable();
    all
}

fn beats(all: &mut Agenda) {
    for at in beats_at() {
        all.add(at, Deed::Beat);
    }
    for at in told_of_silences() {
        all.add(at, Deed::Look);
    }
}

/// Programs that stop and die.
fn restarts(all: &mut Agenda) {
    // Stopped for a moment, for a while in the middle of a call, for a night; and dead with messages in its hands.
    for week in 0..10_i64 {
        all.add(
            wall(FIRST.saturating_add((3 + 9 * week).days()), 14, 5),
            Deed::Restart { minutes: 0 },
        );
    }
    for (day, down) in STOPS {
        raise(
            all,
            wall(day, 0, 1),
            "danger",
            &format!("before {down} minutes without a program"),
        );
        all.add(wall(day, 0, 2), Deed::Restart { minutes: down });
    }
    for (day, down) in DEATHS {
        let name = format!("in the hands of a program that dies for {down} minutes");
        all.add(wall(day, 4, 44), Deed::Die { minutes: down, name });
    }
}

/// The incident: the head is told late, the others in time.
fn incident(all: &mut Agenda) {
    let begins = incident_at();
    all.add(begins, Deed::Register);
    for after in [15, 31, 85] {
        all.add(begins + minutes(after), Deed::Look);
    }
    let first = |rung: &str| ReportSort::First { rung: rung.to_owned() };
    all.add(begins + minutes(40), Deed::Report { sort: first("head") });
    all.add(
        begins + minutes(90),
        Deed::Report {
            sort: first("government"),
        },
    );
    all.add(begins + minutes(90), Deed::Report { sort: first("city") });
    all.add(
        begins + minutes(200),
        Deed::Report {
            sort: ReportSort::Final,
        },
    );
    all.add(begins + minutes(205), Deed::EndIncident);
}

fn raise(all: &mut Agenda, at: Timestamp, reason: &'static str, name: &str) {
    let name = name.to_owned();
    all.add(at, Deed::Raise { reason, name });
}
