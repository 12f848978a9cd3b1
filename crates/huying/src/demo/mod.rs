//! The demonstration: twelve weeks of an invented county, the last days through the units' own files.
//!
//! The story is the same on every run for the same day; ids and passwords are made anew.

mod accounts;
mod calls;
mod days;
mod directory;
mod disputes;
mod duty;
mod incidents;
mod plans;
mod reports;
mod rng;
mod stories;
mod texts;
mod town;
mod warnings;

pub(crate) use accounts::{Access, make_accounts};
pub(crate) use calls::call;
pub(crate) use days::fill;
pub(crate) use directory::prepare;
pub(crate) use duty::plan;
