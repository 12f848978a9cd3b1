//! Policy packs: the rules, words, categories and deadlines of a place, as data with their sources.

mod model;

pub use model::*;
