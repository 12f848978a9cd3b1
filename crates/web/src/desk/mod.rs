//! The desk's actions: one file each, named for what it does.

pub(crate) mod attach_evidence;
pub(crate) mod change_password;
pub(crate) mod choose_language;
pub(crate) mod download_evidence;
pub(crate) mod export_cases;
pub(crate) mod keep_accounts;
pub(crate) mod list_accounts;
pub(crate) mod list_cases;
pub(crate) mod list_units;
pub(crate) mod new_account;
pub(crate) mod register_case;
pub(crate) mod set_up;
pub(crate) mod show_case;
pub(crate) mod show_today;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod take_step;

mod cases_query;
mod step_forms;
mod story;
