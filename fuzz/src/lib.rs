//! What is done with each input. It stands apart from the targets, which want a nightly compiler: `crates/ledger/tests/ledger/fuzzed.rs`
//! and `crates/cap/tests/cap/fuzzed.rs` bring the same functions in and try them on every run of the tests (`tried.rs` says with
//! what).

mod of_cap;
mod of_ledger;

pub use of_cap::*;
pub use of_ledger::*;
