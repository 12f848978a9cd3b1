//! A quarter of a year of duty with the clocks going back, leave, swaps, overrides and a heightened level. A check that knows
//! nothing of how gaps are found looks at every minute.

use super::sample::{Bureau, actor, chief, staff};
use domain::case::Role;
use domain::duty::{Ahead, Override, Pairing, RosterCommand, Settled, Shift, Staff, Tier, gaps, presences};
use domain::pack::OperatingLevel;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use std::collections::{BTreeMap, BTreeSet};

const FROM: Date = date(2026, 9, 15);
const UNTIL: Date = date(2026, 12, 15);

/// The day of duty of a minute, by the clock on the wall.
fn day_of_duty(at: Timestamp, bureau: &Bureau) -> Date {
    let local = bureau.zone.to_datetime(at);
    if (local.hour(), local.minute()) < (8, 30) {
        return local.date().yesterday().unwrap();
    }
    local.date()
}

fn at_local(bureau: &Bureau, day: Date, hour: i8, minute: i8) -> Timestamp {
    bureau
        .zone
        .to_ambiguous_timestamp(day.at(hour, minute, 0, 0))
        .compatible()
        .unwrap()
}

/// How many are needed at a minute, by hand: two officers on holidays and while the level is heightened, one of each at other times.
fn need(at: Timestamp, bureau: &Bureau) -> [(Tier, u32); 2] {
    let heightened =
        at_local(bureau, date(2026, 11, 20), 2, 10) <= at && at < at_local(bureau, date(2026, 11, 24), 0, 0);
    let holiday = [date(2026, 10, 1), date(2026, 10, 2), date(2026, 12, 25)].contains(&day_of_duty(at, bureau));
    let officers = if heightened || holiday { 2 } else { 1 };
    [(Tier::Leader, 1), (Tier::Officer, officers)]
}

fn every_minute_is_covered_or_told(bureau: &Bureau) -> (usize, usize) {
    let told = gaps(
        &bureau.roster,
        &bureau.members,
        &bureau.rules,
        bureau.days(),
        Ahead {
            from: FROM,
            until: UNTIL,
        },
    );
    for gap in &told {
        assert!(gap.from < gap.until && gap.present < gap.needed, "{gap:?}");
    }
    let start = at_local(bureau, FROM, 8, 30);
    let end = at_local(bureau, UNTIL.tomorrow().unwrap(), 8, 30);
    let (mut at, mut minutes, mut short) = (start, 0, 0);
    while at < end {
        let date = bureau.zone.to_datetime(at).date();
        for (tier, needed) in need(at, bureau) {
            // Counted from the events' own fields, person by person.
            let mut there = BTreeSet::new();
            for shift in bureau
                .roster
                .shifts
                .values()
                .filter(|s| s.tier == tier && s.from <= at && at < s.until)
            {
                let last = bureau
                    .roster
                    .overrides
                    .iter()
                    .rfind(|o| o.shift == shift.id && o.from <= at && at < o.until);
                let who = last.map_or(&shift.staff, |over| &over.staff);
                let leaves = bureau.roster.leaves.values();
                let away = leaves.filter(|l| l.staff == *who && l.settled == Settled::Granted);
                if !away.into_iter().any(|l| l.from <= date && date <= l.until) {
                    there.insert(who.clone());
                }
            }
            let present = u32::try_from(there.len()).unwrap();
            let gap = told
                .iter()
                .find(|gap| gap.tier == tier && gap.from <= at && at < gap.until);
            if present < needed {
                let gap = gap.unwrap_or_else(|| panic!("{at}: {present} of {tier:?}, and no gap is told"));
                assert_eq!((gap.present, gap.needed), (present, needed), "{at}");
                short += 1;
            } else {
                assert_eq!(gap, None, "{at}");
            }
        }
        minutes += 1;
        at += SignedDuration::from_mins(1);
    }
    (minutes, short)
}

#[test]
fn a_quarter_of_a_year_is_covered_to_the_minute() {
    let mut bureau = Bureau::new("America/Los_Angeles", "2026-09-14T12:00:00-07:00");
    let (from, until) = (
        at_local(&bureau, date(2026, 11, 20), 2, 10),
        at_local(&bureau, date(2026, 11, 24), 0, 0),
    );
    bureau.set_level_between(OperatingLevel::Heightened, from, until);
    bureau.plan(FROM, UNTIL);
    let (minutes, short) = every_minute_is_covered_or_told(&bureau);
    // The clocks go back on 1 November: an hour more.
    assert_eq!((minutes, short), (92 * 24 * 60 + 60, 0));
    // They are not to be at night without each other: a night of one that comes to lie elsewhere is against it.
    let pair = RosterCommand::Pair {
        staff: staff("officer-1"),
        with: staff("officer-3"),
        pairing: Some(Pairing::Together),
    };
    bureau.act(&chief(), &pair).unwrap();

    // Day after day something changes, and after each the cover is told to the minute.
    let mut day = FROM;
    let mut n = 0;
    let (mut swaps, mut overrides) = (Done::default(), Done::default());
    while day < UNTIL {
        bureau.now = at_local(&bureau, day, 9, 0);
        n += 1;
        let who = format!("officer-{}", n % 6 + 1);
        let own = actor(&who, Role::DutyOfficer, "office");
        if n % 7 == 0 {
            let id = format!("leave-{n}");
            let (from, until) = (day.saturating_add(10.days()), day.saturating_add(12.days()));
            bureau
                .act(
                    &own,
                    &RosterCommand::AskLeave {
                        id: id.clone(),
                        from,
                        until,
                    },
                )
                .unwrap();
            let granted = n % 2 == 0;
            bureau
                .act(&chief(), &RosterCommand::SettleLeave { id, granted })
                .unwrap();
        }
        if n % 5 == 0 {
            swaps.add(swap(&mut bureau, &format!("swap-{n}"), day));
        }
        if n % 11 == 0 {
            overrides.add(override_half_a_night(&mut bureau, day, n % 2 == 1));
        }
        day = day.tomorrow().unwrap();
    }
    let (minutes, short) = every_minute_is_covered_or_told(&bureau);
    assert_eq!(minutes, 92 * 24 * 60 + 60);
    assert!(short > 0, "leave left gaps");
    // As the rules have it, and all the same where that is said.
    assert!(swaps.kept > 0 && swaps.despite > 0, "{swaps:?}");
    assert!(overrides.kept > 0 && overrides.despite > 0, "{overrides:?}");
    assert!(bureau.roster.overrides.len() > 3);
    nobody_is_in_two_places(&bureau);
}

/// How often something was done as the rules have it, and how often all the same.
#[derive(Debug, Default)]
struct Done {
    kept: usize,
    despite: usize,
}

impl Done {
    fn add(&mut self, despite: Option<bool>) {
        match despite {
            Some(false) => self.kept += 1,
            Some(true) => self.despite += 1,
            None => {}
        }
    }
}

/// Does it without saying that it is to be all the same: nobody has less rest or more nights by it than is allowed.
fn keeping(bureau: &mut Bureau, command: &RosterCommand) -> bool {
    let before = strains(bureau);
    let done = bureau.act(&chief(), command).is_ok();
    let more: Vec<String> = strains(bureau).difference(&before).cloned().collect();
    assert!(more.is_empty(), "{command:?}: {more:?}");
    done
}

/// What is more than the demonstration's rules allow, counted from the events' own fields: less than twelve hours between two shifts of
/// somebody, and more than three nights in seven days, by the first of them.
fn strains(bureau: &Bureau) -> BTreeSet<String> {
    let roster = &bureau.roster;
    let mut of_staff: BTreeMap<&Staff, Vec<(Timestamp, Timestamp, &Shift)>> = BTreeMap::new();
    for shift in roster.shifts.values() {
        let overs = roster.overrides.iter().filter(|over| over.shift == shift.id);
        let mut cuts: BTreeSet<Timestamp> = overs.flat_map(|over| [over.from, over.until]).collect();
        // Leave begins and ends at midnight.
        cuts.extend((0..3_i64).map(|n| at_local(bureau, shift.date.saturating_add(n.days()), 0, 0)));
        cuts.extend([shift.from, shift.until]);
        cuts.retain(|at| shift.from <= *at && *at <= shift.until);
        for (from, until) in cuts.iter().zip(cuts.iter().skip(1)) {
            let mut overs = roster.overrides.iter();
            let last = overs.rfind(|over| over.shift == shift.id && over.from <= *from && *from < over.until);
            let who = last.map_or(&shift.staff, |over| &over.staff);
            let date = bureau.zone.to_datetime(*from).date();
            let mut leaves = roster.leaves.values();
            let away = leaves.any(|leave| {
                leave.staff == *who && leave.settled == Settled::Granted && leave.from <= date && date <= leave.until
            });
            if !away {
                of_staff.entry(who).or_default().push((*from, *until, shift));
            }
        }
    }
    let mut found = BTreeSet::new();
    for (who, mut there) in of_staff {
        there.sort_by_key(|(from, ..)| *from);
        for (place, (_, until, one)) in there.iter().enumerate() {
            let rested = *until + SignedDuration::from_hours(12);
            let soon = there[place + 1..].iter().take_while(|(from, ..)| *from < rested);
            for (.., other) in soon.filter(|(.., other)| other.id != one.id) {
                found.insert(format!("{who:?}: no rest between {} and {}", one.id, other.id));
            }
        }
        let nights = there.iter().map(|(.., shift)| *shift);
        let nights = nights.filter(|shift| shift.turn.as_deref() == Some("night"));
        let nights: BTreeSet<Date> = nights.map(|shift| shift.date).collect();
        for first in &nights {
            if nights.range(*first..=first.saturating_add(6.days())).count() > 3 {
                found.insert(format!("{who:?}: too many nights from {first}"));
            }
        }
    }
    found
}

/// The first two shifts, two to four days on, that their people can change. Answers whether it had to be said that it is to be all the
/// same; none where none could be changed.
fn swap(bureau: &mut Bureau, id: &str, day: Date) -> Option<bool> {
    let ahead = |n: i32| bureau.shift(day.saturating_add(n.days()), "night", 1, "").id;
    for (mine, theirs) in [(ahead(2), ahead(3)), (ahead(2), ahead(4)), (ahead(3), ahead(5))] {
        let (Some(one), Some(two)) = (bureau.roster.shifts.get(&mine), bureau.roster.shifts.get(&theirs)) else {
            continue;
        };
        let (one, two) = (one.staff.0.clone(), two.staff.0.clone());
        let ask = RosterCommand::AskSwap {
            id: id.to_owned(),
            mine,
            theirs,
        };
        if bureau.act(&actor(&one, Role::DutyOfficer, "office"), &ask).is_err() {
            continue;
        }
        let answer = RosterCommand::AnswerSwap {
            id: id.to_owned(),
            agreed: true,
        };
        bureau.act(&actor(&two, Role::Handler, "housing"), &answer).unwrap();
        let settle = |despite| RosterCommand::SettleSwap {
            id: id.to_owned(),
            approved: true,
            despite,
        };
        if keeping(bureau, &settle(false)) {
            return Some(false);
        }
        bureau.act(&chief(), &settle(true)).unwrap();
        return Some(true);
    }
    None
}

/// Somebody else comes for the second half of the next night: whoever can, or first of all whoever has been there all day, which is against the
/// rules. Answers as a swap does.
fn override_half_a_night(bureau: &mut Bureau, day: Date, insists: bool) -> Option<bool> {
    let next = day.tomorrow().unwrap();
    let shift = |turn: &str| bureau.roster.shifts.get(&bureau.shift(next, turn, 1, "").id).cloned();
    let (night, by_day) = (shift("night")?, shift("day")?);
    let over = |staff: Staff| Override {
        shift: night.id.clone(),
        staff,
        from: night.from + SignedDuration::from_hours(4),
        until: night.until,
    };
    if insists && by_day.staff != night.staff {
        let over = over(by_day.staff.clone());
        assert!(
            !keeping(
                bureau,
                &RosterCommand::Override {
                    over: over.clone(),
                    despite: false
                }
            ),
            "{over:?} leaves four hours of rest"
        );
        let despite = RosterCommand::Override { over, despite: true };
        if bureau.act(&chief(), &despite).is_ok() {
            return Some(true);
        }
    }
    for i in 1..=6 {
        let over = over(staff(&format!("officer-{i}")));
        let keeps = over.staff != night.staff && keeping(bureau, &RosterCommand::Override { over, despite: false });
        if keeps {
            return Some(false);
        }
    }
    None
}

fn nobody_is_in_two_places(bureau: &Bureau) {
    let there = presences(&bureau.roster, Timestamp::MIN, Timestamp::MAX, &bureau.zone);
    for (i, one) in there.iter().enumerate() {
        let others = there[i + 1..].iter().take_while(|other| other.from < one.until);
        for other in others {
            assert!(other.staff != one.staff, "{one:?} {other:?}");
        }
    }
}

#[test]
fn a_night_is_as_long_as_the_clocks_make_it() {
    let bureau = Bureau::new("America/Los_Angeles", "2026-09-14T12:00:00-07:00");
    let hours = |day| {
        let shift = bureau.shift(day, "night", 1, "officer-1");
        shift.until.duration_since(shift.from).as_hours()
    };
    assert_eq!(hours(date(2026, 10, 30)), 15);
    assert_eq!(hours(date(2026, 10, 31)), 16);
    assert_eq!(hours(date(2027, 3, 13)), 14);
}

#[test]
fn a_level_that_begins_at_night_doubles_that_night_and_ends_to_the_minute() {
    let mut bureau = Bureau::new("Asia/Shanghai", "2026-11-09T12:00:00+08:00");
    bureau.plan(date(2026, 11, 9), date(2026, 11, 13));
    let (from, until) = (
        at_local(&bureau, date(2026, 11, 11), 2, 10),
        at_local(&bureau, date(2026, 11, 12), 20, 0),
    );
    bureau.set_level_between(OperatingLevel::Heightened, from, until);
    let ahead = Ahead {
        from: date(2026, 11, 9),
        until: date(2026, 11, 13),
    };
    let told = gaps(&bureau.roster, &bureau.members, &bureau.rules, bureau.days(), ahead);
    let told: Vec<_> = told.iter().map(|gap| (gap.from, gap.until, gap.needed)).collect();
    assert_eq!(told, [(from, until, 2)]);
    // A turn gets as many as are needed at any moment of it: the day before the night does not.
    let need = |turn: &str, day| {
        let (from, until) = bureau.rules.turn(turn).unwrap().span(day, &bureau.zone);
        bureau.days().need_within(&bureau.rules, day, from, until).officers
    };
    let (tenth, twelfth) = (date(2026, 11, 10), date(2026, 11, 12));
    assert_eq!((need("day", tenth), need("night", tenth)), (1, 2));
    assert_eq!((need("day", twelfth), need("night", twelfth)), (2, 2));
    assert_eq!(need("day", date(2026, 11, 13)), 1);
}

#[test]
fn whoever_has_left_covers_nothing() {
    let mut bureau = Bureau::new("Asia/Shanghai", "2026-11-01T09:00:00+08:00");
    let (from, until) = (date(2026, 11, 2), date(2026, 11, 8));
    bureau.plan(from, until);
    let ahead = Ahead { from, until };
    let told = |bureau: &Bureau| gaps(&bureau.roster, &bureau.members, &bureau.rules, bureau.days(), ahead);
    assert_eq!(told(&bureau), []);
    let gone = staff("officer-2");
    let own = bureau.roster.shifts.values().filter(|shift| shift.staff == gone);
    let mut own: Vec<_> = own.map(|shift| (shift.from, shift.until)).collect();
    own.sort_unstable();
    assert!(!own.is_empty());
    // In another post, and then not there any more.
    for member in &mut bureau.members {
        if member.staff == gone {
            member.tiers = vec![Tier::Leader];
        }
    }
    let spans = |bureau: &Bureau| -> Vec<_> { told(bureau).iter().map(|gap| (gap.from, gap.until)).collect() };
    assert_eq!(spans(&bureau), own);
    bureau.members.retain(|member| member.staff != gone);
    assert_eq!(spans(&bureau), own);
}

#[test]
fn before_the_first_turn_it_is_still_yesterdays_day_of_duty() {
    let bureau = Bureau::new("Asia/Shanghai", "2026-11-01T09:00:00+08:00");
    let day = |hour, minute| {
        let at = at_local(&bureau, date(2026, 11, 5), hour, minute);
        bureau.rules.day_at(at, &bureau.zone)
    };
    assert_eq!((day(0, 0), day(8, 29)), (date(2026, 11, 4), date(2026, 11, 4)));
    assert_eq!((day(8, 30), day(23, 59)), (date(2026, 11, 5), date(2026, 11, 5)));
}

#[test]
fn a_roster_that_ends_is_told_before_it_ends() {
    let mut bureau = Bureau::new("Asia/Shanghai", "2026-10-01T09:00:00+08:00");
    bureau.plan(date(2026, 10, 1), date(2026, 10, 5));
    let found = gaps(
        &bureau.roster,
        &bureau.members,
        &bureau.rules,
        bureau.days(),
        Ahead {
            from: date(2026, 10, 3),
            until: date(2026, 10, 7),
        },
    );
    let told: Vec<String> = found
        .iter()
        .map(|gap| {
            format!(
                "{:?} {} – {} {}/{}",
                gap.tier, gap.from, gap.until, gap.present, gap.needed
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "Leader 2026-10-06T00:30:00Z – 2026-10-08T00:30:00Z 0/1",
            "Officer 2026-10-06T00:30:00Z – 2026-10-08T00:30:00Z 0/1",
        ]
    );
}
