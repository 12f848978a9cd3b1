//! One command, one file: `Args` with what can be typed, `run` with what it does.

pub(crate) mod backup;
pub(crate) mod bench;
pub(crate) mod day;
pub(crate) mod demo;
pub(crate) mod erase;
pub(crate) mod import;
pub(crate) mod keys;
pub(crate) mod log;
pub(crate) mod mail_in;
pub(crate) mod pack;
pub(crate) mod rebuild;
pub(crate) mod restore;
pub(crate) mod serve;
pub(crate) mod verify;
