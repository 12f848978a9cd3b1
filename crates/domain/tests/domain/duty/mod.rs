//! Duty: every minute covered or told as a gap, what people ask for themselves, and a watch that is never nobody's.

mod anew;
mod by_hand;
mod hours;
mod kept;
mod parts;
mod quarter;
mod roster;
mod sample;
mod team;
mod watch;
