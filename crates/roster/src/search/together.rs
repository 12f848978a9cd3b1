//! Moving two who are planned together. One of them alone can hardly be moved: the other would stay behind and the pair be broken.

use super::{EMPTY, Search, index};

impl Search<'_> {
    /// Whether anybody is planned together.
    pub(super) fn has_together(&self) -> bool {
        !self.together.is_empty()
    }

    /// Two who are planned together give up a turn, take one, or exchange theirs with two of another.
    pub(super) fn move_together(&mut self, heat: i64) -> Option<i64> {
        let drawn = self.draw(self.together.len());
        let pair = self.problem.pairs[self.together[drawn]];
        let (a, b) = (index(pair.a), index(pair.b));
        let way = self.draw(3);
        let theirs = if way == 1 {
            None
        } else {
            Some(self.seats_together(a, b)?)
        };
        let others = if way == 0 { None } else { Some(self.two_seats(a, b)?) };
        match (theirs, others) {
            (Some((of_a, of_b)), Some((first, second))) => {
                let (one, two) = (self.who[first], self.who[second]);
                self.replace(&[(of_a, one), (of_b, two), (first, a), (second, b)], heat)
            }
            (Some((of_a, of_b)), None) => {
                let (one, two) = (self.drawn_for(of_a)?, self.drawn_for(of_b)?);
                self.replace(&[(of_a, one), (of_b, two)], heat)
            }
            (None, Some((first, second))) => self.replace(&[(first, a), (second, b)], heat),
            (None, None) => None,
        }
    }

    /// The seats of both on a turn of the first, drawn.
    fn seats_together(&mut self, a: u32, b: u32) -> Option<(usize, usize)> {
        let count = self.turns_of[a as usize].len();
        if count == 0 {
            return None;
        }
        let drawn = self.draw(count);
        let turn = self.turns_of[a as usize][drawn];
        let seat = |turn: u32, who: u32| {
            let mut seats = self.seats_of[turn as usize].iter();
            seats.find(|seat| self.who[**seat] == who).copied()
        };
        let of_b = self.meets[turn as usize].iter().find_map(|other| seat(*other, b))?;
        Some((seat(turn, a)?, of_b))
    }

    /// Two seats of one turn on which neither of the two is, drawn.
    fn two_seats(&mut self, a: u32, b: u32) -> Option<(usize, usize)> {
        let turn = self.draw(self.seats_of.len());
        let count = self.seats_of[turn].len();
        if count < 2 {
            return None;
        }
        let first = self.draw(count);
        let second = (first + 1 + self.draw(count - 1)) % count;
        let (first, second) = (self.seats_of[turn][first], self.seats_of[turn][second]);
        let free = |seat: usize| ![a, b, EMPTY].contains(&self.who[seat]);
        (free(first) && free(second)).then_some((first, second))
    }

    /// Somebody who can keep a seat's turn, drawn.
    fn drawn_for(&mut self, seat: usize) -> Option<u32> {
        let turn = self.turn_of[seat];
        let count = self.can[turn].len();
        if count == 0 {
            return None;
        }
        let drawn = self.draw(count);
        Some(self.can[turn][drawn])
    }

    /// Gives seats to other people, all at once or none.
    fn replace(&mut self, news: &[(usize, u32)], heat: i64) -> Option<i64> {
        let olds: Vec<(usize, u32)> = news.iter().map(|(seat, _)| (*seat, self.who[*seat])).collect();
        let people: Vec<u32> = news.iter().chain(&olds).map(|(_, who)| *who).collect();
        let mut turns: Vec<usize> = news.iter().map(|(seat, _)| self.turn_of[*seat]).collect();
        turns.sort_unstable();
        turns.dedup();
        let before = self.local(&people, &turns);
        for (seat, _) in news {
            self.clear(*seat);
        }
        let mut all = true;
        for (seat, who) in news {
            let turn = self.turn_of[*seat];
            if !self.allowed[self.place(turn, *who)] || !self.is_free(turn, *who) {
                all = false;
                break;
            }
            self.put(*seat, *who);
        }
        if all {
            let change = self.local(&people, &turns) - before;
            if self.takes_step(change, heat) {
                return Some(change);
            }
        }
        for (seat, _) in news {
            self.clear(*seat);
        }
        for (seat, who) in olds {
            if who != EMPTY {
                self.put(seat, who);
            }
        }
        None
    }
}
