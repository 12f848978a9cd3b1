//! Whether there is a roster at all, and if not, which rules clash: asked of a constraint solver that learns from its conflicts.

use crate::problem::{Problem, Rule};
use crate::search::{EMPTY, index};
use pumpkin_conflict_resolvers::resolvers::ResolutionResolver;
use pumpkin_core::Solver;
use pumpkin_core::predicates::Predicate;
use pumpkin_core::proof::ConstraintTag;
use pumpkin_core::results::{ProblemSolution as _, SatisfactionResultUnderAssumptions};
use pumpkin_core::termination::TerminationCondition;
use pumpkin_core::variables::{Literal, TransformableVariable as _};
use std::collections::BTreeMap;

/// What was found.
pub(crate) enum Answer {
    /// Who keeps each seat, by turn.
    Roster(Vec<u32>),
    /// These rules clash; without any of them the others would not, as far as was looked.
    Clash(Vec<Rule>),
    /// Neither within the effort.
    Open,
}

/// The solver asks after each of its steps: counted, so that the same question has the same answer on every machine.
struct Steps(u64);

impl TerminationCondition for Steps {
    fn should_stop(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 == 0
    }
}

struct Model<'a> {
    problem: &'a Problem,
    solver: Solver,
    tag: ConstraintTag,
    /// Whether somebody keeps a turn; none where they never can.
    keeps: Vec<Option<Literal>>,
    /// A rule holds where its literal does.
    rules: BTreeMap<Rule, Literal>,
}

/// Answers with a roster that keeps all rules, or with those that clash.
pub(crate) fn explain(problem: &Problem, steps: u64) -> Answer {
    let mut model = Model::new(problem);
    model.add_rules();
    let all: Vec<Rule> = model.rules.keys().copied().collect();
    let mut core = match model.ask(&all, steps) {
        Found::Roster(who) => return Answer::Roster(who),
        Found::Open => return Answer::Open,
        Found::Core(core) => core,
    };
    // Rule by rule: what can be left out is. Turns first, so that few are left to look at.
    let mut place = 0;
    while place < core.len() {
        let mut without = core.clone();
        without.remove(place);
        match model.ask(&without, steps / 10) {
            Found::Core(smaller) => core = smaller,
            Found::Roster(_) | Found::Open => place += 1,
        }
    }
    Answer::Clash(core)
}

enum Found {
    Roster(Vec<u32>),
    Core(Vec<Rule>),
    Open,
}

impl<'a> Model<'a> {
    fn new(problem: &'a Problem) -> Self {
        let mut solver = Solver::default();
        let tag = solver.new_constraint_tag();
        let people = problem.people.len();
        let keeps = (0..problem.turns.len() * people)
            .map(|place| {
                problem
                    .can(place / people, place % people)
                    .then(|| solver.new_literal())
            })
            .collect();
        Self {
            problem,
            solver,
            tag,
            keeps,
            rules: BTreeMap::new(),
        }
    }

    fn keeps(&self, turn: usize, person: usize) -> Option<Literal> {
        self.keeps[turn * self.problem.people.len() + person]
    }

    fn rule(&mut self, rule: Rule) -> Literal {
        let solver = &mut self.solver;
        *self.rules.entry(rule).or_insert_with(|| solver.new_literal())
    }

    /// Not all of these at once.
    fn not_all(&mut self, literals: &[Literal]) {
        let clause: Vec<Predicate> = literals
            .iter()
            .map(|literal| (!*literal).get_true_predicate())
            .collect();
        self.solver.add_clause(clause, self.tag);
    }

    fn add_rules(&mut self) {
        for turn in 0..self.problem.turns.len() {
            self.add_cover(turn);
            self.add_skill(turn);
        }
        for person in 0..self.problem.people.len() {
            self.add_leave(person);
            self.add_rest(person);
            self.add_nights(person);
        }
        for pair in 0..self.problem.pairs.len() {
            self.add_pair(pair);
        }
    }

    fn add_cover(&mut self, turn: usize) {
        let need = i32::try_from(self.problem.turns[turn].need).unwrap_or(i32::MAX);
        let rule = self.rule(Rule::Cover(turn));
        let literals: Vec<Literal> = (0..self.problem.people.len())
            .filter_map(|person| self.keeps(turn, person))
            .collect();
        let most: Vec<_> = literals.iter().map(|literal| literal.scaled(1)).collect();
        let least: Vec<_> = literals.iter().map(|literal| literal.scaled(-1)).collect();
        if i32::try_from(literals.len()).unwrap_or(i32::MAX) < need {
            self.not_all(&[rule]);
            return;
        }
        let least = pumpkin_constraints::less_than_or_equals(least, -need, self.tag);
        self.solver.add_constraint(least).implied_by(rule);
        let most = pumpkin_constraints::less_than_or_equals(most, need, self.tag);
        self.solver.add_constraint(most).post();
    }

    fn add_skill(&mut self, turn: usize) {
        let Some(skill) = self.problem.turns[turn].skill else {
            return;
        };
        let rule = self.rule(Rule::Skill(turn));
        let mut clause = vec![(!rule).get_true_predicate()];
        for (person, of) in self.problem.people.iter().enumerate() {
            if of.skills.contains(&skill) {
                clause.extend(self.keeps(turn, person).map(|literal| literal.get_true_predicate()));
            }
        }
        self.solver.add_clause(clause, self.tag);
    }

    fn add_leave(&mut self, person: usize) {
        for turn in 0..self.problem.turns.len() {
            if let Some(keeps) = self.keeps(turn, person).filter(|_| self.problem.on_leave(turn, person)) {
                let rule = self.rule(Rule::Leave(person));
                self.not_all(&[rule, keeps]);
            }
        }
    }

    fn add_rest(&mut self, person: usize) {
        let rule = self.rule(Rule::Rest);
        let turns: Vec<(usize, Literal)> = (0..self.problem.turns.len())
            .filter_map(|turn| Some((turn, self.keeps(turn, person)?)))
            .collect();
        for (at, (turn, keeps)) in turns.iter().enumerate() {
            if self.problem.too_near(*turn, person) {
                self.not_all(&[rule, *keeps]);
            }
            for (other, also) in &turns[at + 1..] {
                if self.problem.meet(*turn, *other) {
                    self.not_all(&[*keeps, *also]);
                } else if self.problem.clash(*turn, *other) {
                    self.not_all(&[rule, *keeps, *also]);
                }
            }
        }
    }

    fn add_nights(&mut self, person: usize) {
        let rule = self.rule(Rule::Nights);
        let nights: Vec<(i64, Literal)> = self
            .problem
            .turns
            .iter()
            .enumerate()
            .filter(|(_, turn)| turn.night)
            .filter_map(|(place, turn)| Some((turn.day, self.keeps(place, person)?)))
            .collect();
        let settled = &self.problem.people[person].settled_nights;
        let first = nights.iter().map(|(day, _)| *day).min();
        let last = nights.iter().map(|(day, _)| *day).max();
        let (Some(first), Some(last)) = (first, last) else {
            return;
        };
        for start in first - 6..=last {
            let within = start..start + 7;
            let kept = settled.iter().filter(|day| within.contains(day)).count();
            let most =
                i32::try_from(self.problem.nights_in_week).unwrap_or(i32::MAX) - i32::try_from(kept).unwrap_or(0);
            let week: Vec<_> = nights
                .iter()
                .filter(|(day, _)| within.contains(day))
                .map(|(_, literal)| literal.scaled(1))
                .collect();
            if i32::try_from(week.len()).unwrap_or(i32::MAX) <= most || (start < first && kept == 0) {
                continue;
            }
            let constraint = pumpkin_constraints::less_than_or_equals(week, most.max(0), self.tag);
            self.solver.add_constraint(constraint).implied_by(rule);
        }
    }

    fn add_pair(&mut self, pair: usize) {
        let of = self.problem.pairs[pair];
        let rule = self.rule(Rule::Pair(pair));
        for turn in 0..self.problem.turns.len() {
            let Some(first) = self.keeps(turn, of.a) else { continue };
            let meets = |other: &usize| self.problem.meet(turn, *other);
            let others: Vec<Literal> = (0..self.problem.turns.len())
                .filter(meets)
                .filter_map(|other| self.keeps(other, of.b))
                .collect();
            if of.together {
                let mut clause = vec![(!rule).get_true_predicate(), (!first).get_true_predicate()];
                clause.extend(others.iter().map(Literal::get_true_predicate));
                self.solver.add_clause(clause, self.tag);
            } else {
                for other in others {
                    self.not_all(&[rule, first, other]);
                }
            }
        }
    }

    /// Whether there is a roster that keeps these rules.
    fn ask(&mut self, rules: &[Rule], steps: u64) -> Found {
        let wanted: Vec<(Rule, Predicate)> = rules
            .iter()
            .filter_map(|rule| Some((*rule, self.rules.get(rule)?.get_true_predicate())))
            .collect();
        let assumed: Vec<Predicate> = wanted.iter().map(|(_, predicate)| *predicate).collect();
        let mut brancher = self.solver.default_brancher();
        let mut resolver = ResolutionResolver::default();
        let mut steps = Steps(steps);
        let result = self
            .solver
            .satisfy_under_assumptions(&mut brancher, &mut steps, &mut resolver, &assumed);
        match result {
            SatisfactionResultUnderAssumptions::Satisfiable(found) => {
                let solution = found.solution();
                let mut who = Vec::new();
                let people = self.problem.people.len();
                for (turn, of) in self.problem.turns.iter().enumerate() {
                    let on = (0..people).filter(|person| {
                        self.keeps[turn * people + person].is_some_and(|literal| solution.get_literal_value(literal))
                    });
                    let seats: Vec<u32> = on.map(index).collect();
                    let empty = (of.need as usize).saturating_sub(seats.len());
                    who.extend(seats);
                    who.extend(std::iter::repeat_n(EMPTY, empty));
                }
                Found::Roster(who)
            }
            SatisfactionResultUnderAssumptions::UnsatisfiableUnderAssumptions(mut unsatisfiable) => {
                let core = unsatisfiable.extract_core();
                let in_core = wanted
                    .iter()
                    .filter(|(_, predicate)| core.contains(predicate) || core.contains(&!*predicate));
                Found::Core(in_core.map(|(rule, _)| *rule).collect())
            }
            SatisfactionResultUnderAssumptions::Unsatisfiable(_) => Found::Core(Vec::new()),
            SatisfactionResultUnderAssumptions::Unknown(_) => Found::Open,
        }
    }
}
