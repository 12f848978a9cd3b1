//! Reading cases: one, a worklist, what the day's judgement and brief are made from.

mod alike;
mod by_words;
mod case;
mod changed;
mod count;
mod dangers;
mod items;
mod late_clocks;
mod list;
mod numbers;
mod owing;
mod public_list;
mod published;
mod rows;
mod story;
mod terms;
mod usual;
mod viewer;

pub use alike::{Candidates, Wanted, words_in_order};
pub(crate) use case::fold_events;
pub use changed::Changed;
pub use dangers::OpenDanger;
pub use late_clocks::LateClock;
pub(crate) use list::{cursor, read_cursor};
pub use numbers::{Base, DayCaseNumbers};
pub(crate) use owing::KeptOwing;
pub use owing::Owes;
pub use public_list::PublicFilter;
pub use published::Published;
pub use rows::{Beside, CaseRow, Cursor, Filter, Page, Sort};
pub(crate) use rows::{COLUMNS, case_row};
pub(crate) use story::KeptStories;
pub use story::{Made, Story};
pub(crate) use usual::Usual;
pub use viewer::Viewer;
pub(crate) use viewer::Withheld;
