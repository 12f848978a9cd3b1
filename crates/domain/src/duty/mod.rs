//! Duty 值班: who is to be there, who is there, and what one watch hands to the next.
//!
//! A desk of a unit keeps a roster: a leader on duty 带班 and officers on watch 值班, in turns that go around the clock.
//! Roster and watch are streams of their own beside the cases, by the desk's unit. Staff are accounts; of one there are only hours
//! and the load that is spread evenly: no mark, no rank, and no reason for a leave.

mod clash;
mod coverage;
mod load;
mod member;
mod planned;
mod roster;
mod rotation;
mod rules;
mod shift;
mod undone;
pub mod watch;

pub use clash::{ClashRule, PlannedClash, clashes};
pub use coverage::{Ahead, Gap, gaps};
pub use load::{Load, load_of};
pub use member::{Member, Staff, serves};
pub use planned::{Broken, broken_by, broken_by_swap, outdated};
pub use roster::{
    Despite, Ground, How, Leave, Override, Pairing, Roster, RosterCommand, RosterEvent, Settled, Swap, Wish, decide,
    evolve, keeps, settles,
};
pub use rotation::Rotation;
pub use rules::{Days, Desk, DutyRules, Evenness, Kind, Need, Skill, SkillSlug, Tier, Turn, TurnSlug, Weights};
pub use shift::{Presence, Shift, ShiftId, presences};
pub use undone::{Undone, undone_by};
