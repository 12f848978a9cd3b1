//! Fair generation of duty rosters: who keeps which turn, so that load, nights, weekends and holidays are spread evenly over those who
//! can keep them, counted with what each carried before; leave, rest, nights within a week, skills and pairs are kept, wishes heard
//! where they can be.
//!
//! Even is: the sum over people of the squares of what they carry, which is least when nobody carries more than one unit more than
//! another who could have taken it. [`Found::bound`] is that least sum for the load there is, spread over those who are there, who
//! rest between turns, and of whom those with a turn's skill keep one of its seats. Pairs, wishes and nights within a week it does not
//! look at, so it may be lower than any roster can be, and never higher: what is within 1 % of it is within 1 % of the best.
//!
//! **Why so.** Three ways were looked at. `HiGHS` (`highs`, `good_lp`) wants `CMake` and libclang to be built, which a fresh Debian
//! has not. `pumpkin` (constraint programming with lazy clause generation) is Rust alone and answers with a core of the rules that
//! clash: it decides whether there is a roster at all and names the clash ([`possible`] is that alone; the example prints how even
//! its rosters are). The even roster is found by a walk through exchanges ([`solve`]) and held against the bound; people who are planned
//! together are moved together.
//!
//! Measured with `cargo run --release -p roster --example quarter`: 60 people × 92 days, two tiers, days and nights, double watch on
//! holidays and in a heightened week; every night wants somebody who drives (two in five do), every day somebody who has learnt first
//! aid (one in three); five pairs together and five apart; leave, wishes, past load and settled turns drawn. Five such
//! quarters came to 0.10 to 0.20 % above the bound, every wish heard, in 7.5 to 14.3 s by the clock on two cores that compiled other
//! programs meanwhile (some 4 s of one core's own time each; `roster` is built at `-O3` for tests as for release). The constraint solver alone is 25 % above the bound. Ten people for whom there is no roster: the five rules that clash after half a
//! second. The example looks at every rule of each roster again and ends with 1 where one is more than 1 % above the bound or took
//! more than 60 seconds.
//!
//! Nothing is drawn by chance and nothing is measured by the clock: equal problems have equal outcomes.

mod bound;
mod explain;
mod problem;
mod search;

use explain::{Answer, explain};
pub use problem::{MEASURES, Pair, Person, Problem, Rule, Turn};
use search::Search;

/// How hard to think: counted in steps, so that the same problem has the same roster on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Steps of the search for each seat that has to be kept.
    pub search: u64,
    /// Steps of the proof that there is no roster.
    pub proof: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            search: 20_000,
            proof: 2_000_000,
        }
    }
}

/// A roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Who keeps each turn: places in the list of people, as many as are needed.
    pub people: Vec<Vec<usize>>,
    /// How uneven it is, wishes that were not heard among it; the less, the better.
    pub objective: u64,
    /// No roster has less.
    pub bound: u64,
    /// No roster has less than this one.
    pub proven: bool,
    /// Turns that somebody keeps against a wish.
    pub unheard: u32,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A roster that keeps all rules.
    Found(Found),
    /// There is none: these rules clash, and without any of them the others do not.
    Clash(Vec<Rule>),
    /// Neither was found within the effort.
    Open,
}

/// A roster that keeps all rules, however uneven, as the constraint solver finds it by itself, or the rules that clash.
#[must_use]
pub fn possible(problem: &Problem, effort: Effort) -> Outcome {
    let mut search = Search::new(problem);
    match explain(problem, effort.proof) {
        Answer::Clash(rules) => Outcome::Clash(rules),
        Answer::Open => Outcome::Open,
        Answer::Roster(who) => {
            search.set(&who);
            let (objective, _) = search.objective();
            Outcome::Found(found(&search, objective, bound::bound(problem)))
        }
    }
}

fn found(search: &Search<'_>, objective: u64, bound: u64) -> Found {
    let (people, unheard) = search.roster();
    Found {
        people,
        objective,
        bound,
        proven: objective == bound,
        unheard,
    }
}

/// Looks for the most even roster that keeps all rules. Equal problems have equal outcomes.
#[must_use]
pub fn solve(problem: &Problem, effort: Effort) -> Outcome {
    let bound = bound::bound(problem);
    let mut search = Search::new(problem);
    search.fill();
    let steps = effort.search.saturating_mul(search.who.len() as u64);
    search.anneal(steps, bound);
    let (mut objective, mut broken) = search.objective();
    if broken > 0 {
        match explain(problem, effort.proof) {
            Answer::Roster(who) => {
                search.set(&who);
                search.anneal(steps, bound);
                (objective, broken) = search.objective();
                debug_assert_eq!(broken, 0, "the solver's roster keeps all rules");
            }
            Answer::Clash(rules) => return Outcome::Clash(rules),
            Answer::Open => return Outcome::Open,
        }
    }
    if broken > 0 {
        return Outcome::Open;
    }
    Outcome::Found(found(&search, objective, bound))
}
