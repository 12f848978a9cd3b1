//! Finding a roster: everybody's turns are moved and exchanged, at first freely and then only for the better. The same problem is
//! always walked through in the same way.

mod together;

use crate::problem::{MEASURES, Problem};

/// Nobody keeps the seat.
pub(crate) const EMPTY: u32 = u32::MAX;
/// What a seat that nobody keeps, or a rule that is broken, counts: more than any load.
const BROKEN: i64 = 1 << 40;

/// Where a search stands.
pub(crate) struct Search<'a> {
    problem: &'a Problem,
    /// The turn of each seat.
    turn_of: Vec<usize>,
    /// The seats of each turn.
    seats_of: Vec<Vec<usize>>,
    /// Who keeps each seat.
    pub(crate) who: Vec<u32>,
    /// Who can keep each turn, leave and settled turns looked at.
    can: Vec<Vec<u32>>,
    allowed: Vec<bool>,
    /// Turns that one person cannot keep beside a turn.
    clashes: Vec<Vec<u32>>,
    /// Turns that meet it, itself among them.
    meets: Vec<Vec<u32>>,
    unwished: Vec<bool>,
    /// How many seats of a turn a person keeps.
    on: Vec<u8>,
    counts: Vec<[u32; MEASURES]>,
    nights: Vec<Vec<i64>>,
    /// Turns by person.
    turns_of: Vec<Vec<u32>>,
    /// Pairs by person.
    pairs_of: Vec<Vec<usize>>,
    /// Pairs that are planned together.
    together: Vec<usize>,
    random: u64,
}

impl<'a> Search<'a> {
    pub(crate) fn new(problem: &'a Problem) -> Self {
        let (turns, people) = (problem.turns.len(), problem.people.len());
        let mut turn_of = Vec::new();
        let mut seats_of = Vec::new();
        for (place, turn) in problem.turns.iter().enumerate() {
            let first = turn_of.len();
            turn_of.extend(std::iter::repeat_n(place, turn.need as usize));
            seats_of.push((first..turn_of.len()).collect());
        }
        let mut allowed = vec![false; turns * people];
        let mut unwished = vec![false; turns * people];
        let mut can = vec![Vec::new(); turns];
        for (turn, can) in can.iter_mut().enumerate() {
            for person in 0..people {
                let place = turn * people + person;
                let may =
                    problem.can(turn, person) && !problem.on_leave(turn, person) && !problem.too_near(turn, person);
                allowed[place] = may;
                unwished[place] = problem.unwished(turn, person);
                if may {
                    can.push(index(person));
                }
            }
        }
        let with = |test: &dyn Fn(usize, usize) -> bool| -> Vec<Vec<u32>> {
            let of = |a: usize| (0..turns).filter(|b| test(a, *b)).map(index).collect();
            (0..turns).map(of).collect()
        };
        let mut pairs_of = vec![Vec::new(); people];
        for (place, pair) in problem.pairs.iter().enumerate() {
            pairs_of[pair.a].push(place);
            pairs_of[pair.b].push(place);
        }
        let nights = problem.people.iter().map(|person| person.settled_nights.clone());
        Self {
            who: vec![EMPTY; turn_of.len()],
            turn_of,
            seats_of,
            can,
            allowed,
            clashes: with(&|a, b| a != b && problem.clash(a, b)),
            meets: with(&|a, b| problem.meet(a, b)),
            unwished,
            on: vec![0; turns * people],
            counts: problem.people.iter().map(|person| person.carried).collect(),
            nights: nights.collect(),
            turns_of: vec![Vec::new(); people],
            pairs_of,
            together: (0..problem.pairs.len())
                .filter(|pair| problem.pairs[*pair].together)
                .collect(),
            random: 0x9E37_79B9_7F4A_7C15,
            problem,
        }
    }

    /// The objective without what is broken, and how much is broken.
    pub(crate) fn objective(&self) -> (u64, u64) {
        let (mut cost, mut broken) = (0, 0);
        for counts in &self.counts {
            cost += self.problem.cost(counts);
        }
        for (seat, who) in self.who.iter().enumerate() {
            if *who == EMPTY {
                broken += 1;
            } else if self.unwished[self.place(self.turn_of[seat], *who)] {
                cost += u64::from(self.problem.wish);
            }
        }
        for turn in 0..self.problem.turns.len() {
            broken += u64::from(self.lacks_skill(turn));
        }
        for pair in 0..self.problem.pairs.len() {
            broken += self.broken_pair(pair);
        }
        (cost, broken)
    }

    /// Who keeps each turn, and how many do so against a wish.
    pub(crate) fn roster(&self) -> (Vec<Vec<usize>>, u32) {
        let mut unheard = 0;
        let mut of_turn = |(turn, seats): (usize, &Vec<usize>)| {
            let who = seats.iter().map(|seat| self.who[*seat]).filter(|who| *who != EMPTY);
            let mut people: Vec<usize> = who.map(|who| who as usize).collect();
            unheard += index(
                people
                    .iter()
                    .filter(|who| self.unwished[turn * self.problem.people.len() + **who])
                    .count(),
            );
            people.sort_unstable();
            people
        };
        let people = self.seats_of.iter().enumerate().map(&mut of_turn).collect();
        (people, unheard)
    }

    /// Takes what somebody else found.
    pub(crate) fn set(&mut self, who: &[u32]) {
        for seat in 0..self.who.len() {
            self.clear(seat);
        }
        for (seat, who) in who.iter().enumerate() {
            if *who != EMPTY {
                self.put(seat, *who);
            }
        }
    }

    /// Fills the seats one after the other, those first for whom the fewest come into question, each with whoever carries least.
    pub(crate) fn fill(&mut self) {
        let mut seats: Vec<usize> = (0..self.who.len()).collect();
        seats.sort_by_key(|seat| {
            let turn = self.turn_of[*seat];
            (
                self.can[turn].len(),
                std::cmp::Reverse(self.problem.turns[turn].counts[0]),
                turn,
            )
        });
        for seat in seats {
            let turn = self.turn_of[seat];
            let free = self.can[turn].iter().copied().filter(|who| self.is_free(turn, *who));
            let best = free.min_by_key(|who| (self.takes(turn, *who), *who));
            if let Some(who) = best {
                self.put(seat, who);
            }
        }
    }

    /// So many steps from hot to cold, or until nothing can be better.
    pub(crate) fn anneal(&mut self, steps: u64, bound: u64) {
        let hot = self
            .problem
            .weights
            .iter()
            .map(|weight| i64::from(*weight))
            .max()
            .unwrap_or(1)
            * 24;
        let (mut cost, mut broken) = self.objective();
        let (mut best, mut kept) = ((broken, cost), self.who.clone());
        for step in 0..steps {
            if best == (0, bound) {
                break;
            }
            // Hundredths of a unit, from hot to nearly nothing.
            let left = i64::try_from((steps - step) * 1000 / steps).unwrap_or(0);
            let heat = hot * left * left / 10_000;
            let change = if self.has_together() && self.draw(8) == 0 {
                self.move_together(heat)
            } else if self.draw(2) == 0 {
                self.hand_over(heat)
            } else {
                self.exchange(heat)
            };
            let Some(change) = change else { continue };
            let whole = change.div_euclid(BROKEN);
            // What is broken is told apart from what is uneven: both are whole numbers.
            let (breaks, rest) = if change - whole * BROKEN > BROKEN / 2 {
                (whole + 1, change - (whole + 1) * BROKEN)
            } else {
                (whole, change - whole * BROKEN)
            };
            broken = broken.saturating_add_signed(breaks);
            cost = cost.saturating_add_signed(rest);
            if (broken, cost) < best {
                best = (broken, cost);
                kept.clone_from(&self.who);
            }
        }
        self.set(&kept);
    }

    /// Gives a seat to somebody else.
    fn hand_over(&mut self, heat: i64) -> Option<i64> {
        let seat = self.draw(self.who.len());
        let turn = self.turn_of[seat];
        if self.can[turn].is_empty() {
            return None;
        }
        let place = self.draw(self.can[turn].len());
        let new = self.can[turn][place];
        let old = self.who[seat];
        if new == old || !self.is_free(turn, new) {
            return None;
        }
        let before = self.local(&[old, new], &[turn]);
        self.clear(seat);
        self.put(seat, new);
        let change = self.local(&[old, new], &[turn]) - before;
        if self.takes_step(change, heat) {
            return Some(change);
        }
        self.clear(seat);
        if old != EMPTY {
            self.put(seat, old);
        }
        None
    }

    /// Exchanges the people of two seats.
    fn exchange(&mut self, heat: i64) -> Option<i64> {
        let (a, b) = (self.draw(self.who.len()), self.draw(self.who.len()));
        let (turn_a, turn_b) = (self.turn_of[a], self.turn_of[b]);
        let (one, two) = (self.who[a], self.who[b]);
        if turn_a == turn_b || one == two || one == EMPTY || two == EMPTY {
            return None;
        }
        if !self.allowed[self.place(turn_b, one)] || !self.allowed[self.place(turn_a, two)] {
            return None;
        }
        let before = self.local(&[one, two], &[turn_a, turn_b]);
        self.clear(a);
        self.clear(b);
        if self.is_free(turn_b, one) && self.is_free(turn_a, two) {
            self.put(a, two);
            self.put(b, one);
            let change = self.local(&[one, two], &[turn_a, turn_b]) - before;
            if self.takes_step(change, heat) {
                return Some(change);
            }
            self.clear(a);
            self.clear(b);
        }
        self.put(a, one);
        self.put(b, two);
        None
    }

    /// The part of the objective that hangs on these people and turns.
    fn local(&self, people: &[u32], turns: &[usize]) -> i64 {
        let mut cost = 0_i64;
        for (at, who) in people.iter().enumerate() {
            if *who == EMPTY || people[..at].contains(who) {
                continue;
            }
            cost += self.problem.cost(&self.counts[*who as usize]).cast_signed();
            for pair in &self.pairs_of[*who as usize] {
                // A pair of two who are both looked at is looked at once.
                let other = self.problem.pairs[*pair];
                let other = if other.a == *who as usize { other.b } else { other.a };
                if !people[..at].contains(&index(other)) {
                    cost += self.broken_pair(*pair).cast_signed() * BROKEN;
                }
            }
        }
        for turn in turns {
            cost += i64::from(self.lacks_skill(*turn)) * BROKEN;
            for seat in &self.seats_of[*turn] {
                let who = self.who[*seat];
                if who == EMPTY {
                    cost += BROKEN;
                } else if self.unwished[self.place(*turn, who)] {
                    cost += i64::from(self.problem.wish);
                }
            }
        }
        cost
    }

    /// What makes nothing worse is taken, and what makes it worse by less than a share of the heat.
    fn takes_step(&mut self, change: i64, heat: i64) -> bool {
        change <= 0 || change * 100 <= (heat * i64::from(index(self.draw(1 << 16)))) >> 16
    }

    fn broken_pair(&self, pair: usize) -> u64 {
        let pair = self.problem.pairs[pair];
        let other = index(pair.b);
        let there = |turn: &&u32| {
            let mut meets = self.meets[**turn as usize].iter();
            meets.any(|meets| self.on[self.place(*meets as usize, other)] > 0)
        };
        let turns = self.turns_of[pair.a].iter();
        turns.filter(|turn| there(turn) != pair.together).count() as u64
    }

    fn lacks_skill(&self, turn: usize) -> bool {
        let Some(skill) = self.problem.turns[turn].skill else {
            return false;
        };
        let has = |seat: &usize| {
            let who = self.who[*seat];
            who != EMPTY && self.problem.people[who as usize].skills.contains(&skill)
        };
        !self.seats_of[turn].iter().any(has)
    }

    /// Whether somebody can keep a turn beside what they keep.
    fn is_free(&self, turn: usize, who: u32) -> bool {
        if self.on[self.place(turn, who)] > 0 {
            return false;
        }
        if self.clashes[turn]
            .iter()
            .any(|other| self.on[self.place(*other as usize, who)] > 0)
        {
            return false;
        }
        !self.problem.turns[turn].night || self.nights_fit(self.problem.turns[turn].day, who)
    }

    /// Whether another night on that day leaves no seven days with too many.
    fn nights_fit(&self, day: i64, who: u32) -> bool {
        let near: Vec<i64> = self.nights[who as usize]
            .iter()
            .copied()
            .filter(|night| (night - day).abs() < 7)
            .collect();
        if near.len() < self.problem.nights_in_week as usize {
            return true;
        }
        (day - 6..=day).all(|first| {
            let within = near.iter().filter(|night| (first..first + 7).contains(*night)).count();
            within < self.problem.nights_in_week as usize
        })
    }

    /// What the objective grows by when somebody takes a turn.
    fn takes(&self, turn: usize, who: u32) -> i64 {
        let before = self.counts[who as usize];
        let mut after = before;
        for (count, more) in after.iter_mut().zip(self.problem.turns[turn].counts) {
            *count += more;
        }
        let wish = if self.unwished[self.place(turn, who)] {
            i64::from(self.problem.wish)
        } else {
            0
        };
        self.problem.cost(&after).cast_signed() - self.problem.cost(&before).cast_signed() + wish
    }

    fn put(&mut self, seat: usize, who: u32) {
        let turn = self.turn_of[seat];
        let place = self.place(turn, who);
        self.who[seat] = who;
        self.on[place] += 1;
        self.turns_of[who as usize].push(index(turn));
        for (count, more) in self.counts[who as usize]
            .iter_mut()
            .zip(self.problem.turns[turn].counts)
        {
            *count += more;
        }
        if self.problem.turns[turn].night {
            self.nights[who as usize].push(self.problem.turns[turn].day);
        }
    }

    fn clear(&mut self, seat: usize) {
        let who = std::mem::replace(&mut self.who[seat], EMPTY);
        if who == EMPTY {
            return;
        }
        let turn = self.turn_of[seat];
        let place = self.place(turn, who);
        self.on[place] -= 1;
        let turns = &mut self.turns_of[who as usize];
        if let Some(at) = turns.iter().rposition(|kept| *kept == index(turn)) {
            turns.swap_remove(at);
        }
        for (count, less) in self.counts[who as usize]
            .iter_mut()
            .zip(self.problem.turns[turn].counts)
        {
            *count -= less;
        }
        if self.problem.turns[turn].night {
            let day = self.problem.turns[turn].day;
            let nights = &mut self.nights[who as usize];
            if let Some(at) = nights.iter().rposition(|night| *night == day) {
                nights.swap_remove(at);
            }
        }
    }

    fn place(&self, turn: usize, who: u32) -> usize {
        turn * self.problem.people.len() + who as usize
    }

    fn draw(&mut self, below: usize) -> usize {
        let drawn = ((self.next() >> 32) * below as u64) >> 32;
        usize::try_from(drawn).unwrap_or(0)
    }

    /// `SplitMix64`: a fixed walk through the numbers, so that the same problem has the same roster.
    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// Places are few.
pub(crate) fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
