//! One command, one file: `Args` with what can be typed, `run` with what it does.

pub mod backup;
pub mod bench;
pub mod day;
pub mod demo;
pub mod import;
pub mod pack;
pub mod rebuild;
pub mod restore;
pub mod serve;
