//! What no roster can be better than: the load that has to be carried, spread as evenly as those who can carry it allow.

use crate::problem::{MEASURES, Problem};

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
            let total: u64 = turns
                .iter()
                .map(|turn| {
                    let turn = &problem.turns[*turn];
                    u64::from(turn.counts[measure]) * u64::from(turn.need)
                })
                .sum();
            let carried = |person: &usize| u64::from(problem.people[*person].carried[measure]);
            let carried: Vec<(u64, u64)> = people
                .iter()
                .map(|person| (carried(person), most(problem, *person, measure)))
                .collect();
            least += weight * spread(&carried, total);
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

/// The least sum of squares when `total` more is spread over people who carry so much already and can take so much more.
fn spread(people: &[(u64, u64)], total: u64) -> u64 {
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
    for (carried, most) in people {
        let takes = low.saturating_sub(*carried).min(*most);
        let mut value = carried + takes;
        if left > 0 && takes < *most && value == low {
            left -= 1;
            value += 1;
        }
        sum += value * value;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::spread;

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
}
