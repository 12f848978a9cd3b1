//! What comes of problems of which the answer is known, and of a quarter of a year.

#[path = "../examples/quarter/check.rs"]
mod check;
#[path = "../examples/quarter/problem.rs"]
mod quarter;

use check::check;
use roster::{Effort, Found, Outcome, Pair, Person, Problem, Rule, Turn, solve};

const DAY: i64 = 1440;

fn turn(day: i64, night: bool, need: u32) -> Turn {
    let (from, until) = if night { (17 * 60, 32 * 60) } else { (8 * 60, 17 * 60) };
    Turn {
        from: day * DAY + from,
        until: day * DAY + until,
        day,
        need,
        tier: 0,
        skill: None,
        night,
        counts: [if night { 3 } else { 2 }, u32::from(night), u32::from(day % 7 >= 5), 0],
    }
}

fn problem(people: usize, days: i64) -> Problem {
    Problem {
        turns: (0..days)
            .flat_map(|day| [turn(day, false, 1), turn(day, true, 1)])
            .collect(),
        people: vec![
            Person {
                tiers: vec![0],
                ..Person::default()
            };
            people
        ],
        rest: 12 * 60,
        nights_in_week: 3,
        pairs: Vec::new(),
        weights: [2, 3, 3, 3],
        wish: 20,
    }
}

fn effort() -> Effort {
    Effort {
        search: 10_000,
        proof: 200_000,
    }
}

fn found(problem: &Problem) -> Found {
    match solve(problem, effort()) {
        Outcome::Found(found) => {
            check(problem, &found);
            found
        }
        other => panic!("{other:?}"),
    }
}

fn clash(problem: &Problem) -> Vec<Rule> {
    match solve(problem, effort()) {
        Outcome::Clash(rules) => rules,
        other => panic!("{other:?}"),
    }
}

#[test]
fn equal_people_carry_equal_loads() {
    let problem = problem(7, 28);
    let found = found(&problem);
    assert!(
        found.objective * 100 <= found.bound * 101,
        "{} {}",
        found.objective,
        found.bound
    );
    assert_eq!(solve(&problem, effort()), Outcome::Found(found));
}

#[test]
fn whoever_carried_more_before_carries_less_now() {
    let mut problem = problem(6, 28);
    problem.people[0].carried = [20, 6, 2, 0];
    let found = found(&problem);
    let load = |person: usize| {
        found
            .people
            .iter()
            .zip(&problem.turns)
            .filter(|(people, _)| people.contains(&person))
            .map(|(_, turn)| turn.counts[0])
            .sum::<u32>()
    };
    assert!(load(0) + 10 < load(1), "{} {}", load(0), load(1));
}

#[test]
fn wishes_are_heard_where_they_can_be() {
    let mut problem = problem(8, 21);
    problem.people[0].wishes = vec![(0, 6 * DAY)];
    problem.people[1].wishes = vec![(10 * DAY, 14 * DAY)];
    assert_eq!(found(&problem).unheard, 0);
}

#[test]
fn skills_pairs_leave_and_settled_turns_are_kept() {
    let mut problem = problem(9, 21);
    for turn in &mut problem.turns {
        turn.need = 2;
        turn.skill = turn.night.then_some(7);
    }
    for person in &mut problem.people[..5] {
        person.skills = vec![7];
    }
    problem.people[6].leave = vec![(3 * DAY, 9 * DAY)];
    problem.people[5].settled = vec![(-7 * 60, 8 * 60)];
    problem.people[5].settled_nights = vec![-1];
    problem.pairs = vec![
        Pair {
            a: 7,
            b: 2,
            together: true,
        },
        Pair {
            a: 0,
            b: 1,
            together: false,
        },
    ];
    problem.nights_in_week = 4;
    let found = found(&problem);
    for people in &found.people {
        assert!(!(people.contains(&0) && people.contains(&1)));
        assert!(!people.contains(&7) || people.contains(&2));
    }
}

/// As the example measures it, with a tenth of the thinking.
#[test]
fn a_quarter_with_skills_and_pairs_is_spread_to_within_one_percent() {
    let problem = quarter::quarter(60, 92, 1);
    let skills = problem.turns.iter().filter(|turn| turn.skill.is_some()).count();
    assert!(skills > 100 && problem.pairs.iter().filter(|pair| pair.together).count() > 3);
    let effort = Effort {
        search: 2_000,
        proof: 200_000,
    };
    let Outcome::Found(found) = solve(&problem, effort) else {
        panic!("there is a roster");
    };
    check(&problem, &found);
    assert!(
        found.objective * 100 <= found.bound * 101,
        "{} {}",
        found.objective,
        found.bound
    );
}

#[test]
fn what_clashes_is_named() {
    // Nobody is left on a day when all are away.
    let mut all_away = problem(4, 7);
    for person in &mut all_away.people {
        person.leave = vec![(2 * DAY, 3 * DAY)];
    }
    let rules = clash(&all_away);
    let leaves = rules.iter().filter(|rule| matches!(rule, Rule::Leave(_))).count();
    let covers = rules.iter().filter(|rule| matches!(rule, Rule::Cover(_))).count();
    assert_eq!((leaves, covers, rules.len()), (4, 1, 5), "{rules:?}");

    // Two people cannot keep seven nights with three each.
    let mut nights = problem(2, 7);
    nights.turns.retain(|turn| turn.night);
    let rules = clash(&nights);
    assert!(
        rules.contains(&Rule::Nights) && !rules.iter().any(|rule| matches!(rule, Rule::Leave(_))),
        "{rules:?}"
    );
    // Without any one of them there would be a roster.
    nights.nights_in_week = 7;
    found(&nights);

    // One person cannot keep day and night.
    let mut rest = problem(1, 1);
    rest.nights_in_week = 7;
    let rules = clash(&rest);
    assert_eq!(
        rules.iter().filter(|rule| matches!(rule, Rule::Cover(_))).count(),
        2,
        "{rules:?}"
    );
    assert!(rules.contains(&Rule::Rest), "{rules:?}");
}

#[test]
fn nothing_asked_is_nothing_found() {
    assert_eq!(found(&Problem::default()).people, Vec::<Vec<usize>>::new());
    let rules = clash(&problem(0, 1));
    assert_eq!(rules.len(), 1, "{rules:?}");
}
