//! What a try has said so far: a later file of the same try is told by it, as one that is brought in is by the store.

use super::papers::{Fate, ReadPaper};
use crate::numbers::Known;
use domain::case::{Registration, evolve};
use std::collections::{HashMap, HashSet};
use store::Append;

/// Cases as they would be after the files before, by their number in the source system. Empty where all is written.
#[derive(Default)]
pub(super) struct Tried {
    /// Numbers that stand in several files: no others are asked for again, since a file has a number once.
    shared: HashSet<String>,
    cases: HashMap<String, Known>,
}

impl Tried {
    /// For a try of these files.
    pub(super) fn of(papers: &[ReadPaper]) -> Self {
        let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
        for paper in papers {
            let numbers = paper.rows.iter().filter_map(|row| match &row.fate {
                Fate::Case(registration) => registration.external.as_deref(),
                _ => None,
            });
            let numbers: HashSet<&str> = numbers.collect();
            shared.extend(numbers.intersection(&seen).map(|number| (*number).to_owned()));
            seen.extend(numbers);
        }
        Self {
            shared,
            cases: HashMap::new(),
        }
    }

    /// The case of a row's number, where a file before would have brought or changed it.
    pub(super) fn known(&self, registration: &Registration) -> Option<&Known> {
        self.cases.get(registration.external.as_deref()?)
    }

    /// Keeps what this would have done.
    pub(super) fn keep(&mut self, registration: &Registration, append: &Append, by_source: bool) {
        let Some(number) = registration
            .external
            .as_deref()
            .filter(|number| self.shared.contains(*number))
        else {
            return;
        };
        let state = append.state.as_deref().cloned();
        let after = append.events.iter();
        let after = after.fold(state, |case, event| evolve(case, event, &append.actor, append.at));
        if let Some(mut case) = after {
            // It has no number of its own, since it was never registered: words about it name the source system's.
            if case.number.is_empty() {
                number.clone_into(&mut case.number);
            }
            self.cases.insert(number.to_owned(), Known { case, by_source });
        }
    }
}
