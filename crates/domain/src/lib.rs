//! The rules of the field, pure.
//!
//! This crate never does I/O, never asks for the time and never draws a random number: time, ids and packs come from
//! the caller (`clippy.toml` refuses the rest). Everything that happens to a case is decided here by
//! [`case::decide`] and remembered by [`case::evolve`]; everything else in the workspace only makes commands.

pub mod access;
pub mod alike;
pub mod call;
pub mod case;
pub mod clock;
pub mod daily;
pub mod drill;
pub mod duty;
mod ids;
pub mod import;
pub mod level;
pub mod pack;
pub mod plan;
pub mod round;
mod seen;
mod text;
mod texts;
pub mod warning;

pub use ids::{AreaSlug, CaseId, CategorySlug, ClockSlug, KindSlug, PostSlug, StatusSlug, UnitSlug};
pub use seen::{is_hidden, seen};
pub use text::{Locale, Text};
