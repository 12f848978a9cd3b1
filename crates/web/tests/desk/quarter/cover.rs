//! Who is to be there, counted minute by minute from what happened to the roster: nothing of how the program counts is used.

use super::almanac::{day_of_duty, need, on_the_wall, wall};
use domain::duty::{Gap, RosterEvent, Settled, Staff, Tier};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use std::collections::{BTreeMap, BTreeSet};
use store::Recorded;

struct Seat {
    id: String,
    tier: Tier,
    from: Timestamp,
    until: Timestamp,
    who: Staff,
}

struct Swap {
    mine: (String, Staff),
    theirs: (String, Staff),
}

/// The roster as its events tell it.
#[derive(Default)]
pub(super) struct Cover {
    seats: BTreeMap<Date, Vec<Seat>>,
    overrides: Vec<(String, Staff, Timestamp, Timestamp)>,
    leaves: BTreeMap<String, (Staff, Date, Date, bool)>,
    swaps: BTreeMap<String, Swap>,
    able: BTreeSet<Staff>,
    pub(super) swapped: usize,
}

/// What was counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) minutes: usize,
    /// Minutes with too few, and nights with nobody who can give first aid.
    pub(super) short: usize,
    pub(super) unskilled: usize,
}

impl Cover {
    pub(super) fn of(events: &[Recorded<RosterEvent>]) -> Self {
        let mut cover = Self::default();
        for recorded in events {
            cover.add(&recorded.event);
        }
        cover
    }

    fn add(&mut self, event: &RosterEvent) {
        match event {
            RosterEvent::Planned { shifts, .. } => {
                assert!(self.seats.is_empty(), "it is planned once, and changed after that");
                for shift in shifts {
                    self.put(shift);
                }
            }
            RosterEvent::Put { shift, .. } => self.put(shift),
            RosterEvent::Overridden { over, .. } => {
                let over = over.clone();
                self.overrides.push((over.shift, over.staff, over.from, over.until));
            }
            RosterEvent::LeaveAsked { id, staff, from, until } => {
                self.leaves.insert(id.clone(), (staff.clone(), *from, *until, false));
            }
            RosterEvent::LeaveSettled { id, settled } => {
                self.leaves.get_mut(id).unwrap().3 = *settled == Settled::Granted;
            }
            RosterEvent::SwapAsked {
                id,
                asked_by,
                mine,
                other,
                theirs,
            } => {
                let swap = Swap {
                    mine: (mine.clone(), asked_by.clone()),
                    theirs: (theirs.clone(), other.clone()),
                };
                self.swaps.insert(id.clone(), swap);
            }
            RosterEvent::SwapSettled { id, settled, .. } if *settled == Settled::Granted => {
                let Swap { mine, theirs } = self.swaps.remove(id).unwrap();
                for seat in self.seats.values_mut().flatten() {
                    if seat.id == mine.0 {
                        seat.who = theirs.1.clone();
                    } else if seat.id == theirs.0 {
                        seat.who = mine.1.clone();
                    }
                }
                self.swapped += 1;
            }
            RosterEvent::Skilled { staff, skills } if skills.contains("first-aid") => {
                self.able.insert(staff.clone());
            }
            _ => {}
        }
    }

    fn put(&mut self, shift: &domain::duty::Shift) {
        // A turn lasts as long as the clocks on the wall say.
        let (from, until) = match shift.turn.as_deref() {
            Some("lead") => (wall(shift.date, 8, 30), wall(shift.date.tomorrow().unwrap(), 8, 30)),
            Some("day") => (wall(shift.date, 8, 30), wall(shift.date, 17, 30)),
            _ => (wall(shift.date, 17, 30), wall(shift.date.tomorrow().unwrap(), 8, 30)),
        };
        assert_eq!((shift.from, shift.until), (from, until), "{}", shift.id);
        self.seats.entry(shift.date).or_default().push(Seat {
            id: shift.id.clone(),
            tier: shift.tier,
            from,
            until,
            who: shift.staff.clone(),
        });
    }

    /// Who is there by the roster.
    pub(super) fn there(&self, tier: Tier, at: Timestamp) -> BTreeSet<&Staff> {
        let (date, _) = on_the_wall(at);
        let mut there = BTreeSet::new();
        for seat in self.seats.get(&day_of_duty(at)).into_iter().flatten() {
            if seat.tier != tier || at < seat.from || seat.until <= at {
                continue;
            }
            let last = self
                .overrides
                .iter()
                .rfind(|(id, _, from, until)| *id == seat.id && *from <= at && at < *until);
            let who = last.map_or(&seat.who, |(_, staff, ..)| staff);
            let mut leaves = self.leaves.values();
            let away =
                leaves.any(|(staff, from, until, granted)| *granted && staff == who && *from <= date && date <= *until);
            if !away {
                there.insert(who);
            }
        }
        there
    }

    /// What is more than the demonstration's rules allow: less than twelve hours between two shifts of somebody, and more than three nights
    /// in seven days, by the first of them.
    pub(super) fn strains(&self) -> BTreeSet<String> {
        let mut of_staff: BTreeMap<&Staff, Vec<(Timestamp, Timestamp, Date, &str)>> = BTreeMap::new();
        for (date, seat) in self
            .seats
            .iter()
            .flat_map(|(date, seats)| seats.iter().map(move |seat| (date, seat)))
        {
            for (who, from, until) in self.parts(*date, seat) {
                of_staff
                    .entry(who)
                    .or_default()
                    .push((from, until, *date, seat.id.as_str()));
            }
        }
        let mut found = BTreeSet::new();
        for (who, mut there) in of_staff {
            there.sort_unstable();
            for (place, (_, until, _, one)) in there.iter().enumerate() {
                let rested = *until + SignedDuration::from_hours(12);
                let soon = there[place + 1..].iter().take_while(|(from, ..)| *from < rested);
                for (.., other) in soon.filter(|(.., other)| other != one) {
                    found.insert(format!("{who:?}: no rest between {one} and {other}"));
                }
            }
            let nights = there.iter().filter(|(.., id)| id.contains("-night-"));
            let nights: BTreeSet<Date> = nights.map(|(_, _, date, _)| *date).collect();
            for first in &nights {
                if nights.range(*first..=first.saturating_add(6.days())).count() > 3 {
                    found.insert(format!("{who:?}: too many nights from {first}"));
                }
            }
        }
        found
    }

    /// Who is there in which part of a seat.
    fn parts<'a>(&'a self, date: Date, seat: &'a Seat) -> Vec<(&'a Staff, Timestamp, Timestamp)> {
        let overs = self.overrides.iter().filter(|(id, ..)| *id == seat.id);
        let mut cuts: BTreeSet<Timestamp> = overs.flat_map(|(_, _, from, until)| [*from, *until]).collect();
        // Leave begins and ends at midnight.
        cuts.extend((0..3_i64).map(|n| wall(date.saturating_add(n.days()), 0, 0)));
        cuts.extend([seat.from, seat.until]);
        cuts.retain(|at| seat.from <= *at && *at <= seat.until);
        let parts = cuts.iter().zip(cuts.iter().skip(1)).filter_map(|(from, until)| {
            let mut overs = self.overrides.iter();
            let last = overs.rfind(|(id, _, begins, ends)| *id == seat.id && begins <= from && from < ends);
            let who = last.map_or(&seat.who, |(_, staff, ..)| staff);
            let (date, _) = on_the_wall(*from);
            let mut leaves = self.leaves.values();
            let away =
                leaves.any(|(staff, first, last, granted)| *granted && staff == who && *first <= date && date <= *last);
            (!away).then_some((who, *from, *until))
        });
        parts.collect()
    }

    /// The first minute of each time with too few, and of each with nobody who can give first aid, of these days of duty but what has gone
    /// on since before them.
    pub(super) fn begins(&self, first: Date, last: Date, now: Timestamp) -> Vec<(Tier, bool, Timestamp)> {
        let (mut at, end) = (wall(first, 8, 30), wall(last.tomorrow().unwrap(), 8, 30));
        let (mut before, mut found) = (None, Vec::new());
        while at < end {
            let (leaders, officers) = need(at, now);
            let there = self.there(Tier::Officer, at);
            let (_, minute) = on_the_wall(at);
            let able = there.iter().any(|who| self.able.contains(*who));
            let short = [
                self.there(Tier::Leader, at).len() < usize::try_from(leaders).unwrap(),
                there.len() < usize::try_from(officers).unwrap(),
                !(510..1050).contains(&minute) && !there.is_empty() && !able,
            ];
            let of = [(Tier::Leader, false), (Tier::Officer, false), (Tier::Officer, true)];
            let was = before.unwrap_or(short);
            let begun = (0..short.len()).filter(|n| short[*n] && !was[*n]);
            found.extend(begun.map(|n| (of[n].0, of[n].1, at)));
            before = Some(short);
            at += SignedDuration::from_mins(1);
        }
        found
    }

    /// Every minute of these days of duty has as many as are needed or is in a gap that was told, and no gap is told beside.
    pub(super) fn check(&self, told: &[Gap], first: Date, last: Date, now: Timestamp) -> Counted {
        let (mut at, end) = (wall(first, 8, 30), wall(last.tomorrow().unwrap(), 8, 30));
        let mut counted = Counted::default();
        while at < end {
            let (leaders, officers) = need(at, now);
            for (tier, needed) in [(Tier::Leader, leaders), (Tier::Officer, officers)] {
                let there = self.there(tier, at);
                let present = u32::try_from(there.len()).unwrap();
                let of = |skill: bool| {
                    let mut told = told
                        .iter()
                        .filter(|gap| gap.tier == tier && gap.skill.is_some() == skill);
                    told.find(|gap| gap.from <= at && at < gap.until)
                };
                let gap = of(false).map(|gap| (gap.present, gap.needed));
                let short = (present < needed).then_some((present, needed));
                assert_eq!(gap, short, "{at}, {tier:?}");
                counted.short += usize::from(gap.is_some());
                let (_, minute) = on_the_wall(at);
                let night = tier == Tier::Officer && !(510..1050).contains(&minute);
                let unskilled = night && present > 0 && !there.iter().any(|who| self.able.contains(*who));
                assert_eq!(of(true).is_some(), unskilled, "{at}: somebody who can give first aid");
                counted.unskilled += usize::from(unskilled);
            }
            counted.minutes += 1;
            at += SignedDuration::from_mins(1);
        }
        counted
    }
}
