//! The words of both languages.

mod parity;
mod refusals;
