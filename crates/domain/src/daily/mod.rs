//! The daily loop: report 日报, judgement 研判, brief 专报, assignment 交办.

mod brief;
mod compose;
mod day;
mod judge;
mod judgement;
mod names;
mod report;
mod rising;
mod words;

pub use brief::*;
pub use compose::{BriefInput, MOST_JUDGED, UnitNumbers, compose_brief, keep_judged};
pub use day::{Day, DayItem, MOST_WHY_CHARS, decide_day, evolve_day};
pub use judge::{judge, weeks_of_history};
pub use judgement::*;
pub use names::Names;
pub use report::*;
pub use rising::{comparable_days, rises};
