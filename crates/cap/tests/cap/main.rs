//! Alerts as others publish them, as we write them, and as nobody should.
#![expect(
    clippy::disallowed_methods,
    reason = "the examples are files, and xmllint reads files"
)]

mod examples;
mod fuzzed;
mod hostile;
mod judging;
mod mutations;
mod overlap;
mod sample;
mod schema;
mod signing;
