//! A roster that the program proposes. A person looks at it and takes it, or not.

use crate::boxed;
use crate::duty::{Colleague, colleagues, duty_days, duty_desk, elsewhere_within, other_rosters, read_roster};
use crate::{Error, Office};
use domain::UnitSlug;
use domain::case::Refusal;
use domain::duty::{Days, DutyRules, Load, Member, Pairing, Presence, Roster, Shift, Staff, Tier, load_of, presences};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, Unit};
use roster::{Effort, MEASURES, Outcome, Pair, Person, Problem, Rule, Turn, solve};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most days that are proposed at once: a quarter of a year and a week.
pub const MOST_PROPOSED_DAYS: i32 = 100;
/// Days around the time in which settled shifts want rest.
const AROUND_DAYS: i64 = 8;

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The shifts; empty where there is no roster that keeps the rules.
    pub shifts: Vec<Shift>,
    /// How uneven it is: the less, the better.
    pub objective: u64,
    /// No roster is better than this.
    pub bound: u64,
    /// No roster is better than this one.
    pub proven: bool,
    /// Turns that somebody keeps against a wish.
    pub unheard: u32,
    /// Rules that clash: without any of them there would be a roster.
    pub clash: Vec<Clash>,
    /// Neither a roster nor a clash was found within the time.
    pub open: bool,
}

/// What came of asking for a roster, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Proposed {
    /// Nothing: why, and for which days, so that it can be asked for again. No days of one that was lost.
    Failed {
        /// Why, and what to do next.
        failed: Refusal,
        /// First and last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<(Date, Date)>,
    },
    /// A proposal, or the rules that clash.
    Made(Proposal),
}

/// A rule that clashes with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Clash {
    /// So many are needed on that turn.
    Cover { date: Date, turn: String, needed: u32 },
    /// Somebody with that skill keeps that turn.
    Skill { date: Date, turn: String, skill: String },
    /// How two people are planned.
    Pair {
        staff: Staff,
        with: Staff,
        pairing: Pairing,
    },
    /// Somebody's leave.
    Leave { staff: Staff },
    /// Rest.
    Rest { hours: u32 },
    /// Nights within seven days.
    Nights { most: u32 },
}

/// Checks what is asked for, before anybody waits for it.
///
/// # Errors
/// A refusal; the store's.
#[boxed]
pub async fn check_proposal(
    office: &Office,
    unit: &UnitSlug,
    from: Date,
    until: Date,
    now: Timestamp,
) -> Result<(), Error> {
    let (rules, _) = duty_desk(office, unit)?;
    let today = office.pack.zone.to_datetime(now).date();
    let days = from.until((Unit::Day, until)).map_or(i32::MAX, |span| span.get_days());
    if from <= today {
        return Err(Refusal::new("refusal-duty-ahead").into());
    }
    if until < from || days >= MOST_PROPOSED_DAYS {
        return Err(Refusal::new("refusal-duty-long")
            .with("most", MOST_PROPOSED_DAYS)
            .into());
    }
    let people = colleagues(office, unit).await?;
    for tier in Tier::ALL {
        let serves = |one: &&Colleague| one.member.tiers.contains(&tier);
        if rules.turns_of(tier).next().is_some() && people.iter().filter(serves).count() == 0 {
            return Err(Refusal::new("refusal-duty-no-people").with("tier", tier.name()).into());
        }
    }
    Ok(())
}

/// Proposes a roster for these days. It thinks for up to a minute, on a thread of its own.
///
/// # Errors
/// A refusal; the store's.
#[boxed]
pub async fn propose(office: &Office, unit: &UnitSlug, from: Date, until: Date) -> Result<Proposal, Error> {
    let (rules, _) = duty_desk(office, unit)?;
    let roster = read_roster(office, unit).await?;
    let people = colleagues(office, unit).await?;
    let levels = crate::levels(office).await?;
    let members: Vec<Member> = people.iter().map(|one| one.member.clone()).collect();
    let around = [
        from.saturating_sub(AROUND_DAYS.days()),
        until.saturating_add(AROUND_DAYS.days()),
    ];
    let around = around.map(|date| rules.day_span(date, &office.pack.zone));
    let others = other_rosters(office, unit).await?;
    let elsewhere = elsewhere_within(office, &others, &members, (around[0].0, around[1].1)).await?;
    let asked = Asked {
        rules,
        days: duty_days(office, &levels, unit),
        roster: &roster,
        beside: &others,
        people: &people,
        elsewhere: &elsewhere,
        from,
        until,
    };
    let seats = asked.turns();
    let problem = asked.problem(&seats);
    let (problem, outcome) = tokio::task::spawn_blocking(move || {
        let outcome = solve(&problem, Effort::default());
        (problem, outcome)
    })
    .await
    .map_err(|error| store::Error::Corrupt(error.to_string()))?;
    Ok(asked.proposal(&seats, &problem, outcome))
}

struct Asked<'a> {
    rules: &'a DutyRules,
    days: Days<'a>,
    roster: &'a Roster,
    /// The rosters of the other desks, for what people carried there.
    beside: &'a [(UnitSlug, Roster)],
    people: &'a [Colleague],
    /// Where they are planned at other desks around the time: that stays.
    elsewhere: &'a [Presence],
    from: Date,
    until: Date,
}

/// A turn of a day.
struct Seat<'a> {
    date: Date,
    turn: &'a domain::duty::Turn,
    needed: u32,
}

impl<'a> Asked<'a> {
    fn turns(&self) -> Vec<Seat<'a>> {
        let mut seats = Vec::new();
        let mut date = self.from;
        while date <= self.until {
            // A level that begins in the night asks for more in that night, and not in the day before it.
            let of_day = self.rules.turns.iter().map(|turn| {
                let (from, until) = turn.span(date, self.days.zone);
                let need = self.days.need_within(self.rules, date, from, until);
                Seat {
                    date,
                    turn,
                    needed: need.of(turn.tier),
                }
            });
            seats.extend(of_day);
            date = date.saturating_add(1.day());
        }
        seats
    }

    fn problem(&self, seats: &[Seat<'_>]) -> Problem {
        let turn = |seat: &Seat<'_>| {
            let (from, until) = seat.turn.span(seat.date, self.days.zone);
            let kind = self.days.kind(seat.date);
            Turn {
                from: minutes(from),
                until: minutes(until),
                day: day(seat.date),
                need: seat.needed,
                tier: tier(seat.turn.tier),
                skill: seat.turn.skill.as_ref().and_then(|skill| self.skill(skill)),
                night: seat.turn.night,
                counts: [
                    self.rules.weight(seat.turn.night, kind),
                    u32::from(seat.turn.night),
                    u32::from(kind == domain::duty::Kind::Weekend),
                    u32::from(kind == domain::duty::Kind::Holiday),
                ],
            }
        };
        let carried = self.carried();
        let even = self.rules.evenness.value;
        let person = |(one, carried): (&Colleague, [u32; MEASURES])| self.person(one, carried);
        Problem {
            turns: seats.iter().map(turn).collect(),
            people: self.people.iter().zip(carried).map(person).collect(),
            rest: i64::from(self.rules.rest_hours.value) * 60,
            nights_in_week: self.rules.nights_in_week.value,
            pairs: self.pairs().map(|(pair, _)| pair).collect(),
            weights: [even.load, even.nights, even.weekends, even.holidays],
            wish: self.rules.wish.value,
        }
    }

    /// A skill as the problem knows it: by its place among the pack's.
    fn skill(&self, slug: &str) -> Option<u32> {
        let place = self.rules.skills.iter().position(|skill| skill.slug == slug)?;
        u32::try_from(place).ok()
    }

    /// Pairs of people who both serve today, with whom they are.
    fn pairs(&self) -> impl Iterator<Item = (Pair, Clash)> {
        let place = |staff: &Staff| self.people.iter().position(|one| one.member.staff == *staff);
        self.roster.pairs.iter().filter_map(move |((staff, with), pairing)| {
            let pair = Pair {
                a: place(staff)?,
                b: place(with)?,
                together: *pairing == Pairing::Together,
            };
            let (staff, with, pairing) = (staff.clone(), with.clone(), *pairing);
            Some((pair, Clash::Pair { staff, with, pairing }))
        })
    }

    fn person(&self, one: &Colleague, carried: [u32; MEASURES]) -> Person {
        let staff = &one.member.staff;
        let span = |(from, until): (Timestamp, Timestamp)| (minutes(from), minutes_begun(until));
        let leaves = self
            .roster
            .leaves
            .values()
            .filter(|leave| leave.is_granted() && leave.staff == *staff);
        let wishes = self.roster.wishes.values().filter(|wish| wish.staff == *staff);
        let of_wish = |wish: &domain::duty::Wish| {
            let leave = domain::duty::Leave {
                staff: wish.staff.clone(),
                from: wish.from,
                until: wish.until,
                settled: domain::duty::Settled::Open,
            };
            span(leave.span(self.days.zone))
        };
        let there = self.there(staff);
        // An override can cut a night in two parts, which are one.
        let nights = there.iter().filter(|there| there.is_night(self.rules, self.days.zone));
        let nights: BTreeSet<i64> = nights.map(|there| day(there.date)).collect();
        let skills = self.roster.skills.get(staff).into_iter().flatten();
        Person {
            tiers: one.member.tiers.iter().map(|one| tier(*one)).collect(),
            skills: skills.filter_map(|skill| self.skill(skill)).collect(),
            leave: leaves.map(|leave| span(leave.span(self.days.zone))).collect(),
            settled: there.iter().map(|there| span((there.from, there.until))).collect(),
            settled_nights: nights.into_iter().collect(),
            wishes: wishes.map(of_wish).collect(),
            carried,
        }
    }

    /// When somebody is there whatever is proposed, at other desks too.
    fn there(&self, staff: &Staff) -> Vec<Presence> {
        let mut found = Vec::new();
        for shift in self.settled() {
            let there = presences(self.roster, shift.from, shift.until, self.days.zone);
            found.extend(there.into_iter().filter(|there| there.shift == shift.id));
        }
        found.extend_from_slice(self.elsewhere);
        found.retain(|there| there.staff == *staff);
        found
    }

    /// Shifts around the time, and those within it that were put in by hand with times of their own: they stay.
    fn settled(&self) -> impl Iterator<Item = &'a Shift> {
        let (from, until) = (self.from, self.until);
        let (first, last) = (
            from.saturating_sub(AROUND_DAYS.days()),
            until.saturating_add(AROUND_DAYS.days()),
        );
        let outside = move |shift: &&Shift| {
            let inside = from <= shift.date && shift.date <= until;
            (first <= shift.date && shift.date <= last) && (!inside || shift.turn.is_none())
        };
        self.roster.shifts.values().filter(outside)
    }

    /// What each carried before, at whichever desk. Whoever had no turn at all, as somebody new, begins with the average; and since only
    /// differences matter, the least is taken off.
    fn carried(&self) -> Vec<[u32; MEASURES]> {
        let days = i64::from(self.rules.carried_days.value);
        let first = self.from.saturating_sub(days.days());
        let before = self.from.saturating_sub(1.day());
        let load = |one: &Colleague| -> Load {
            let rosters = std::iter::once(self.roster).chain(self.beside.iter().map(|(_, roster)| roster));
            let staff = &one.member.staff;
            rosters
                .map(|roster| load_of(roster, staff, self.rules, self.days, first, before))
                .sum()
        };
        let loads: Vec<Load> = self.people.iter().map(load).collect();
        let measures = |load: &Load| [load.weighed, load.nights, load.weekends, load.holidays];
        let served: Vec<[u32; MEASURES]> = loads.iter().filter(|load| load.turns > 0).map(measures).collect();
        let many = u32::try_from(served.len()).unwrap_or(u32::MAX).max(1);
        let mean: [u32; MEASURES] = std::array::from_fn(|at| served.iter().map(|one| one[at]).sum::<u32>() / many);
        let of = |load: &Load| if load.turns > 0 { measures(load) } else { mean };
        let carried: Vec<[u32; MEASURES]> = loads.iter().map(of).collect();
        let least: [u32; MEASURES] = std::array::from_fn(|at| carried.iter().map(|one| one[at]).min().unwrap_or(0));
        let without = |one: [u32; MEASURES]| std::array::from_fn(|at| one[at] - least[at]);
        carried.into_iter().map(without).collect()
    }

    fn proposal(&self, seats: &[Seat<'_>], problem: &Problem, outcome: Outcome) -> Proposal {
        let mut proposal = Proposal {
            from: self.from,
            until: self.until,
            shifts: Vec::new(),
            objective: 0,
            bound: 0,
            proven: false,
            unheard: 0,
            clash: Vec::new(),
            open: false,
        };
        match outcome {
            Outcome::Found(found) => {
                for (seat, people) in seats.iter().zip(&found.people) {
                    let numbered = (1..).zip(people);
                    let shift = |(number, person): (u32, &usize)| {
                        let staff = self.people[*person].member.staff.clone();
                        Shift::of_turn(seat.turn, seat.date, number, staff, self.days.zone)
                    };
                    proposal.shifts.extend(numbered.map(shift));
                }
                proposal.objective = found.objective;
                proposal.bound = found.bound;
                proposal.proven = found.proven;
                proposal.unheard = found.unheard;
            }
            Outcome::Clash(rules) => {
                let pairs: Vec<Clash> = self.pairs().map(|(_, clash)| clash).collect();
                let clash = |rule: &Rule| match rule {
                    Rule::Cover(turn) => Clash::Cover {
                        date: seats[*turn].date,
                        turn: seats[*turn].turn.slug.clone(),
                        needed: problem.turns[*turn].need,
                    },
                    Rule::Skill(turn) => Clash::Skill {
                        date: seats[*turn].date,
                        turn: seats[*turn].turn.slug.clone(),
                        skill: seats[*turn].turn.skill.clone().unwrap_or_default(),
                    },
                    Rule::Pair(pair) => pairs[*pair].clone(),
                    Rule::Leave(person) => Clash::Leave {
                        staff: self.people[*person].member.staff.clone(),
                    },
                    Rule::Nights => Clash::Nights {
                        most: self.rules.nights_in_week.value,
                    },
                    Rule::Rest => Clash::Rest {
                        hours: self.rules.rest_hours.value,
                    },
                };
                proposal.clash = rules.iter().map(clash).collect();
            }
            Outcome::Open => proposal.open = true,
        }
        proposal
    }
}

fn minutes(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}

/// The end of something: a minute that has begun counts, so that rest after it is none too short.
fn minutes_begun(at: Timestamp) -> i64 {
    at.as_millisecond().saturating_add(59_999).div_euclid(60_000)
}

fn day(date: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch
        .until((Unit::Day, date))
        .map_or(0, |span| i64::from(span.get_days()))
}

fn tier(tier: Tier) -> u32 {
    match tier {
        Tier::Leader => 0,
        Tier::Officer => 1,
    }
}
