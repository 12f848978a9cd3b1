//! Looks at a roster with other eyes: every rule, turn by turn and person by person.

use roster::{Found, MEASURES, Pair, Problem, Turn};

/// Panics where a rule is not kept, or the objective is not what it comes to.
pub(crate) fn check(problem: &Problem, found: &Found) {
    assert!(found.bound <= found.objective);
    let mut of = vec![Vec::new(); problem.people.len()];
    for (turn, people) in problem.turns.iter().zip(&found.people) {
        check_turn(problem, turn, people);
        for person in people {
            of[*person].push(turn);
        }
    }
    for pair in &problem.pairs {
        check_pair(*pair, &of);
    }
    let mut objective = 0;
    for (spec, turns) in problem.people.iter().zip(&of) {
        let mut spans: Vec<(i64, i64)> = turns
            .iter()
            .map(|turn| (turn.from, turn.until))
            .chain(spec.settled.iter().copied())
            .collect();
        spans.sort_unstable();
        for pair in spans.windows(2) {
            assert!(pair[1].0 - pair[0].1 >= problem.rest, "{pair:?}");
        }
        let nights: Vec<i64> = turns
            .iter()
            .filter(|turn| turn.night)
            .map(|turn| turn.day)
            .chain(spec.settled_nights.iter().copied())
            .collect();
        for first in &nights {
            let week = nights
                .iter()
                .filter(|night| (*first..first + 7).contains(*night))
                .count();
            assert!(week <= problem.nights_in_week as usize);
        }
        for measure in 0..MEASURES {
            let sum = spec.carried[measure] + turns.iter().map(|turn| turn.counts[measure]).sum::<u32>();
            objective += u64::from(problem.weights[measure]) * u64::from(sum) * u64::from(sum);
        }
        let against = |turn: &&&Turn| {
            spec.wishes
                .iter()
                .any(|(from, until)| *from < turn.until && turn.from < *until)
        };
        objective += u64::from(problem.wish) * turns.iter().filter(against).count() as u64;
    }
    assert_eq!(objective, found.objective);
}

fn check_turn(problem: &Problem, turn: &Turn, people: &[usize]) {
    assert_eq!(people.len(), turn.need as usize);
    for (at, person) in people.iter().enumerate() {
        assert!(!people[..at].contains(person));
        let spec = &problem.people[*person];
        assert!(spec.tiers.contains(&turn.tier));
        let away = |(from, until): &(i64, i64)| *from < turn.until && turn.from < *until;
        assert!(!spec.leave.iter().any(away));
    }
    if let Some(skill) = turn.skill {
        let has = |person: &usize| problem.people[*person].skills.contains(&skill);
        assert!(people.iter().any(has), "nobody has the skill on day {}", turn.day);
    }
}

fn check_pair(pair: Pair, of: &[Vec<&Turn>]) {
    for turn in &of[pair.a] {
        let meets = of[pair.b]
            .iter()
            .any(|other| other.from < turn.until && turn.from < other.until);
        assert_eq!(meets, pair.together, "{pair:?} on day {}", turn.day);
    }
}
