//! The store as its callers see it, each test in a data directory of its own.

mod about;
mod access;
mod append;
mod before;
mod beside;
mod calls;
mod keep;
mod list;
mod migrate;
mod numbers;
mod owing;
mod passing;
mod people;
mod reached;
mod rotate;
mod sealing;
mod shield;
mod streams;
mod support;
mod visibility;
