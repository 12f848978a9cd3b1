//! Sixty people, a quarter of a year, two tiers, days and nights, double watch on holidays: how long it takes and how near to the
//! bound it comes. `cargo run --release -p roster --example quarter`

use roster::{Effort, MEASURES, Outcome, Person, Problem, Turn, possible, solve};
use std::time::Instant;

/// A bureau's quarter, drawn from a number.
fn quarter(people: usize, days: u32, seed: u64) -> Problem {
    let mut random = seed;
    let mut draw = |below: u32| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // Below 2^31, so nothing is cut off.
        u32::try_from(random >> 33).map_or(0, |drawn| drawn % below)
    };
    let mut turns = Vec::new();
    for day in 0..i64::from(days) {
        // The second quarter of a year: three short holidays; weekends.
        let holiday = matches!(day, 3..=5 | 30..=34 | 79..=81);
        let weekend = !holiday && day % 7 >= 5;
        let start = day * 1440;
        let officers = if holiday || (50..54).contains(&day) { 2 } else { 1 };
        let more = if holiday {
            5
        } else if weekend {
            2
        } else {
            0
        };
        let counts =
            |weight: u32, night: bool| [weight + more, u32::from(night), u32::from(weekend), u32::from(holiday)];
        let turn = |from: i64, until: i64, need, tier, night, weight| Turn {
            from: start + from,
            until: start + until,
            day,
            need,
            tier,
            skill: None,
            night,
            counts: counts(weight, night),
        };
        turns.push(turn(510, 1950, 1, 0, false, 2));
        turns.push(turn(510, 1050, officers + 1, 1, false, 2));
        turns.push(turn(1050, 1950, officers + 1, 1, true, 3));
    }
    let mut list = Vec::new();
    for place in 0..people {
        let mut leave = Vec::new();
        let mut wishes = Vec::new();
        for (most, spans) in [(10, &mut leave), (3, &mut wishes)] {
            for _ in 0..draw(3) {
                let (from, length) = (draw(days), draw(most) + 1);
                let from = i64::from(from) * 1440;
                spans.push((from, from + i64::from(length) * 1440));
            }
        }
        let carried: [u32; MEASURES] = [draw(7), draw(2), draw(2), draw(2)];
        list.push(Person {
            tiers: vec![u32::from(place % 4 != 0)],
            leave,
            wishes,
            carried,
            ..Person::default()
        });
    }
    Problem {
        turns,
        people: list,
        rest: 12 * 60,
        nights_in_week: 3,
        pairs: Vec::new(),
        weights: [2, 3, 3, 3],
        wish: 20,
    }
}

fn main() {
    for seed in 1..=3 {
        let problem = quarter(60, 92, seed);
        let begun = Instant::now();
        let told = match possible(&problem, Effort::default()) {
            Outcome::Found(found) => format!("{} of at least {}", found.objective, found.bound),
            other => format!("{other:?}"),
        };
        println!("constraint solver alone: {told}, {:.1?}", begun.elapsed());
    }
    for (people, days, seed) in [(60, 92, 1), (60, 92, 2), (60, 92, 3), (10, 28, 4), (7, 92, 5)] {
        let problem = quarter(people, days, seed);
        let begun = Instant::now();
        let outcome = solve(&problem, Effort::default());
        let took = begun.elapsed();
        match outcome {
            Outcome::Found(found) => {
                let load = |person: usize| -> u32 {
                    let kept = problem
                        .turns
                        .iter()
                        .zip(&found.people)
                        .filter(|(_, people)| people.contains(&person));
                    problem.people[person].carried[0] + kept.map(|(turn, _)| turn.counts[0]).sum::<u32>()
                };
                let loads = |tier: u32| {
                    let of: Vec<u32> = (0..people)
                        .filter(|one| problem.people[*one].tiers == [tier])
                        .map(load)
                        .collect();
                    (
                        of.iter().min().copied().unwrap_or(0),
                        of.iter().max().copied().unwrap_or(0),
                    )
                };
                println!(
                    "{people} people, {days} days: {} of at least {} (proven: {}), loads {:?} and {:?}, {} wishes unheard, {took:.1?}",
                    found.objective,
                    found.bound,
                    found.proven,
                    loads(0),
                    loads(1),
                    found.unheard
                );
            }
            Outcome::Clash(rules) => println!("{people} people, {days} days: {rules:?} clash, {took:.1?}"),
            Outcome::Open => println!("{people} people, {days} days: open, {took:.1?}"),
        }
    }
}
