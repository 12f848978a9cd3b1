//! What no roster can be better than: the load that has to be carried, spread as evenly as those who can carry it allow. Looked at are
//! tiers, leave, settled turns, rest between turns, and that those who have a turn's skill keep at least one of its seats; pairs,
//! wishes and nights within a week are not, which can only make it lower than it might be.

use crate::problem::{MEASURES, Problem};
use std::collections::BTreeSet;

/// The least that the objective can be.
pub(crate) fn bound(problem: &Problem) -> u64 {
    let groups = groups(problem);
    let mut least = 0;
    for measure in 0..MEASURES {
        let weight = u64::from(problem.weights[measure]);
        if weight == 0 {
            continue;
        }
        for (people, turns) in &groups {
            let load = |turn: &usize, need: u32| u64::from(problem.turns[*turn].counts[measure]) * u64::from(need);
            let total: u64 = turns.iter().map(|turn| load(turn, problem.turns[*turn].need)).sum();
            let can_take = |person: &usize| {
                let carried = u64::from(problem.people[*person].carried[measure]);
                (carried, most(problem, *person, measure))
            };
            let taking: Vec<(usize, (u64, u64))> = people.iter().map(|person| (*person, can_take(person))).collect();
            let all: Vec<(u64, u64)> = taking.iter().map(|(_, taking)| *taking).collect();
            let mut best = spread(&all, total).0;
            let skills: BTreeSet<u32> = turns.iter().filter_map(|turn| problem.turns[*turn].skill).collect();
            for skill in skills {
                let asks = |turn: &&usize| problem.turns[**turn].skill == Some(skill);
                let theirs = turns.iter().filter(asks).map(|turn| load(turn, 1)).sum();
                let (skilled, others): (Vec<_>, Vec<_>) = taking
                    .iter()
                    .partition(|(person, _)| problem.people[*person].skills.contains(&skill));
                best = best.max(spread_apart(&bare(&skilled), &bare(&others), total, theirs));
            }
            least += weight * best;
        }
    }
    least
}

/// People and turns that have nothing to do with those of another group: no person can keep turns of two.
fn groups(problem: &Problem) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut of_tier: Vec<(Vec<u32>, Vec<usize>)> = Vec::new();
    for (place, person) in problem.people.iter().enumerate() {
        let (mut tiers, mut people) = (person.tiers.clone(), vec![place]);
        let (same, other): (Vec<_>, Vec<_>) = of_tier
            .into_iter()
            .partition(|(known, _)| known.iter().any(|tier| tiers.contains(tier)));
        for (more, others) in same {
            tiers.extend(more);
            people.extend(others);
        }
        of_tier = other;
        of_tier.push((tiers, people));
    }
    let group = |(tiers, people): (Vec<u32>, Vec<usize>)| {
        let turns = problem
            .turns
            .iter()
            .enumerate()
            .filter(|(_, turn)| tiers.contains(&turn.tier));
        (people, turns.map(|(place, _)| place).collect())
    };
    of_tier.into_iter().map(group).collect()
}

/// The most of a measure that one person can take: the heaviest turns that leave rest between them.
fn most(problem: &Problem, person: usize, measure: usize) -> u64 {
    let can = |turn: &usize| {
        problem.can(*turn, person) && !problem.on_leave(*turn, person) && !problem.too_near(*turn, person)
    };
    let mut turns: Vec<usize> = (0..problem.turns.len()).filter(can).collect();
    turns.sort_by_key(|turn| problem.turns[*turn].until);
    // The best of the first so many, by their ends.
    let mut best = vec![0_u64; turns.len() + 1];
    for (place, turn) in turns.iter().enumerate() {
        let of = &problem.turns[*turn];
        let before = turns[..place].partition_point(|other| problem.turns[*other].until + problem.rest <= of.from);
        best[place + 1] = best[place].max(best[before] + u64::from(of.counts[measure]));
    }
    best[turns.len()]
}

fn bare(people: &[(usize, (u64, u64))]) -> Vec<(u64, u64)> {
    people.iter().map(|(_, taking)| *taking).collect()
}

/// The least sum of squares when of `total` those who have a skill take at least so much.
///
/// Either share costs the more for each unit the more there is of it, so where those with the skill would take less of their own
/// accord the least is where they take just what they have to.
fn spread_apart(skilled: &[(u64, u64)], others: &[(u64, u64)], total: u64, theirs: u64) -> u64 {
    // Those with the skill first: of equals the first take what is left over.
    let all: Vec<(u64, u64)> = skilled.iter().chain(others).copied().collect();
    let (sum, taken) = spread(&all, total);
    let of_their_own: u64 = taken[..skilled.len()].iter().sum();
    if of_their_own >= theirs {
        return sum;
    }
    spread(skilled, theirs).0 + spread(others, total.saturating_sub(theirs)).0
}

/// The least sum of squares when `total` more is spread over people who carry so much already and can take so much more; and
/// what each takes then.
fn spread(people: &[(u64, u64)], total: u64) -> (u64, Vec<u64>) {
    let filled = |level: u64| -> u64 {
        people
            .iter()
            .map(|(carried, most)| level.saturating_sub(*carried).min(*most))
            .sum()
    };
    let top = people.iter().map(|(carried, most)| carried + most).max().unwrap_or(0);
    // The highest level to which all can be filled with no more than there is.
    let (mut low, mut high) = (0, top);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if filled(middle) <= total {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let mut left = total - filled(low).min(total);
    let mut sum = 0;
    let mut taken = Vec::with_capacity(people.len());
    for (carried, most) in people {
        let mut turns = low.saturating_sub(*carried).min(*most);
        if left > 0 && turns < *most && carried + turns == low {
            left -= 1;
            turns += 1;
        }
        sum += (carried + turns) * (carried + turns);
        taken.push(turns);
    }
    (sum, taken)
}

#[cfg(test)]
mod tests {
    use super::spread_apart;

    fn spread(people: &[(u64, u64)], total: u64) -> u64 {
        super::spread(people, total).0
    }

    #[test]
    fn load_is_spread_from_the_lowest() {
        const FREE: u64 = 1_000;
        assert_eq!(spread(&[(0, FREE), (0, FREE), (0, FREE)], 7), 3 * 3 + 2 * 2 + 2 * 2);
        assert_eq!(spread(&[(5, FREE), (0, FREE)], 3), 25 + 9);
        assert_eq!(spread(&[(5, FREE), (0, FREE)], 7), 36 + 36);
        // Whoever is away takes nothing.
        assert_eq!(spread(&[(0, 0), (0, FREE)], 4), 16);
        assert_eq!(spread(&[(0, 2), (0, FREE), (0, FREE)], 9), 4 + 16 + 9);
        assert_eq!(spread(&[], 0), 0);
    }

    #[test]
    fn no_other_way_is_better() {
        // All ways to spread up to eight over three people.
        for (carried, total) in [([0, 1, 4], 8), ([2, 2, 0], 5), ([3, 0, 3], 0)] {
            let mut best = u64::MAX;
            for a in 0..=total {
                for b in 0..=total - a {
                    let values = [carried[0] + a, carried[1] + b, carried[2] + total - a - b];
                    best = best.min(values.iter().map(|value| value * value).sum());
                }
            }
            assert_eq!(spread(&carried.map(|c| (c, 100)), total), best);
        }
    }

    #[test]
    fn a_skill_draws_load_to_those_who_have_it() {
        // All ways to spread it in which the first two take at least so much.
        for (carried, total, theirs) in [
            ([0, 1, 4, 0], 9, 7),
            ([2, 2, 0, 1], 6, 6),
            ([3, 0, 3, 0], 5, 1),
            ([0, 0, 0, 0], 7, 4),
        ] {
            let mut best = u64::MAX;
            for a in 0..=total {
                for b in 0..=total - a {
                    for c in 0..=total - a - b {
                        if a + b < theirs {
                            continue;
                        }
                        let takes = [a, b, c, total - a - b - c];
                        let values = carried.iter().zip(takes).map(|(carried, takes)| carried + takes);
                        best = best.min(values.map(|value: u64| value * value).sum());
                    }
                }
            }
            let people = carried.map(|carried| (carried, 100));
            assert_eq!(spread_apart(&people[..2], &people[2..], total, theirs), best);
        }
    }
}
