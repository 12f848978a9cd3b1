//! Fair generation of duty rosters: who keeps which turn, so that load, nights, weekends and holidays are spread evenly over those who
//! can keep them, counted with what each carried before; leave, rest, nights within a week, skills and pairs are kept, wishes heard
//! where they can be.
//!
//! Even is: the sum over people of the squares of what they carry, which is least when nobody carries more than one unit more than
//! another who could have taken it. [`Found::bound`] is that least sum for the load there is, spread over those who are there, with
//! no other rule looked at: no roster can be below it.
//!
//! **Why so.** Three ways were looked at. `HiGHS` (`highs`, `good_lp`) wants `CMake` and libclang to be built, which a fresh Debian
//! has not. `pumpkin` (constraint programming with lazy clause generation) is Rust alone and answers with a core of the rules that
//! clash: it decides whether there is a roster at all and names the clash ([`possible`] is that alone; the example prints how even
//! its rosters are). The even roster is found by a walk through exchanges ([`solve`]) and held against the bound.
//!
//! Measured with `cargo run --release -p roster --example quarter` on two cores that others used too, 60 people × 92 days, two tiers,
//! days and nights, double watch on holidays, leave and wishes drawn: 1.8 to 2.8 s, 0.03 to 0.05 % above the bound, every wish heard.
//! Ten people for whom there is no roster: the four rules that clash after 0.3 s.
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
