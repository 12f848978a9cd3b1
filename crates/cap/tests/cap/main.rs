//! Alerts as others publish them, as we write them, and as nobody should.

mod examples;
mod hostile;
mod mutations;
mod sample;
mod schema;
mod signing;
