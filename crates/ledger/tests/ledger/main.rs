//! The ledger from outside: what specifications and other programs say of it, and what hostile input does to it.
#![expect(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::similar_names,
    reason = "short texts, written to be read"
)]

mod audit;
mod fixture;
mod fuzzed;
mod go;
mod hostile;
mod leaf;
mod naive;
mod note;
mod others;
mod policy;
mod python;
mod refused;
mod rfc6962;
mod rotation;
mod story;
mod tile;
mod tree;
mod vectors;
mod verify;
mod witness;
