//! The daily loop: report 日报, judgement 研判, brief 专报, assignment 交办.

mod brief;
mod judgement;
mod names;
mod report;

pub use brief::*;
pub use judgement::*;
pub use names::Names;
pub use report::*;
