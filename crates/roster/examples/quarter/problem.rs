//! A bureau's quarter of a year, drawn from a number: what the measurement and the tests are about.

use roster::{MEASURES, Pair, Person, Problem, Turn};

/// Can drive: one of those who keep a night of the watch.
const DRIVES: u32 = 1;
/// Has learnt first aid: one of those who keep a day of the watch.
const FIRST_AID: u32 = 2;

/// Numbers that look drawn by chance and are always the same.
struct Draw(u64);

impl Draw {
    fn below(&mut self, below: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // Below 2^31, so nothing is cut off.
        u32::try_from(self.0 >> 33).map_or(0, |drawn| drawn % below)
    }
}

/// Leaders around the clock; a watch by day and by night, of whom one has the day's skill and the night's; double watch on holidays
/// and in a week of heightened level; of the people some have the skills, all have leave, wishes, past load and turns before that
/// are settled as they are drawn, some learn from another and are planned with them, and some are kept apart.
pub(crate) fn quarter(people: usize, days: u32, seed: u64) -> Problem {
    let mut draw = Draw(seed);
    let list: Vec<Person> = (0..people).map(|place| person(place, days, &mut draw)).collect();
    Problem {
        turns: (0..i64::from(days)).flat_map(turns).collect(),
        pairs: pairs(&list),
        people: list,
        rest: 12 * 60,
        nights_in_week: 3,
        weights: [2, 3, 3, 3],
        wish: 20,
    }
}

/// The turns of a day of the second quarter of a year: three short holidays, weekends.
fn turns(day: i64) -> [Turn; 3] {
    let holiday = matches!(day, 3..=5 | 30..=34 | 79..=81);
    let weekend = !holiday && day % 7 >= 5;
    let start = day * 1440;
    let watch = if holiday || (50..57).contains(&day) { 3 } else { 2 };
    let more = if holiday {
        5
    } else if weekend {
        2
    } else {
        0
    };
    let turn = |from: i64, until: i64, need, tier, skill, night, weight: u32| Turn {
        from: start + from,
        until: start + until,
        day,
        need,
        tier,
        skill,
        night,
        counts: [weight + more, u32::from(night), u32::from(weekend), u32::from(holiday)],
    };
    [
        turn(510, 1950, 1, 0, None, false, 2),
        turn(510, 1050, watch, 1, Some(FIRST_AID), false, 2),
        turn(1050, 1950, watch, 1, Some(DRIVES), true, 3),
    ]
}

/// One in four leads; of the others two in five drive and one in three has learnt first aid.
fn person(place: usize, days: u32, draw: &mut Draw) -> Person {
    let mut leave = Vec::new();
    let mut wishes = Vec::new();
    for (most, spans) in [(10, &mut leave), (3, &mut wishes)] {
        for _ in 0..draw.below(3) {
            let (from, length) = (draw.below(days), draw.below(most) + 1);
            let from = i64::from(from) * 1440;
            spans.push((from, from + i64::from(length) * 1440));
        }
    }
    let carried: [u32; MEASURES] = [draw.below(7), draw.below(2), draw.below(2), draw.below(2)];
    let mut skills = Vec::new();
    if draw.below(5) < 2 {
        skills.push(DRIVES);
    }
    if draw.below(3) == 0 {
        skills.push(FIRST_AID);
    }
    // The night before the quarter begins.
    let settled = draw.below(10) == 0;
    Person {
        tiers: vec![u32::from(!place.is_multiple_of(4))],
        skills,
        leave,
        wishes,
        settled: if settled { vec![(-390, 510)] } else { Vec::new() },
        settled_nights: if settled { vec![-1] } else { Vec::new() },
        carried,
    }
}

/// Of those who keep the watch, one in eight learns from another, and as many are kept apart from another.
fn pairs(people: &[Person]) -> Vec<Pair> {
    let watch: Vec<usize> = (0..people.len()).filter(|place| people[*place].tiers == [1]).collect();
    let mut pairs = Vec::new();
    for some in watch.chunks_exact(8) {
        pairs.push(Pair {
            a: some[0],
            b: some[3],
            together: true,
        });
        pairs.push(Pair {
            a: some[1],
            b: some[5],
            together: false,
        });
    }
    pairs
}
