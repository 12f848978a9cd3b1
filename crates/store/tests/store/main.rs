//! The store as its callers see it, each test in a data directory of its own.

mod append;
mod support;
