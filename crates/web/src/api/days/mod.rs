//! What people decide on a day, and the day as its first page has it. Deciding is a person's, with a key of their own.

pub(super) mod change_judgement;
pub(super) mod give_assignment;
pub(super) mod show_today;
pub(super) mod sign_brief;
