//! The rules from outside, as the other crates meet them: one file for each thing that must hold.

mod access;
mod area_codes;
mod builtin_packs;
mod calls;
mod case_engine;
mod day_fold;
mod deadlines;
mod duty;
mod judgement_rates;
mod levels;
mod pack_mistakes;
mod plans;
mod rounds;
mod warnings;
