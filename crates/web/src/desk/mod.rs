//! The desk's actions: one file each, named for what it does.

pub(crate) mod attach_evidence;
pub(crate) mod change_judgement;
pub(crate) mod change_password;
pub(crate) mod choose_language;
pub(crate) mod download_brief;
pub(crate) mod download_evidence;
pub(crate) mod draft_brief;
pub(crate) mod export_cases;
pub(crate) mod judge_day;
pub(crate) mod keep_accounts;
pub(crate) mod list_accounts;
pub(crate) mod list_assignments;
pub(crate) mod list_briefs;
pub(crate) mod list_cases;
pub(crate) mod list_units;
pub(crate) mod new_account;
pub(crate) mod new_assignment;
pub(crate) mod register_case;
pub(crate) mod report_day;
pub(crate) mod set_up;
pub(crate) mod show_brief;
pub(crate) mod show_case;
pub(crate) mod show_import;
pub(crate) mod show_judgement;
pub(crate) mod show_reports;
pub(crate) mod show_today;
pub(crate) mod sign_brief;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod start_import;
pub(crate) mod take_step;

mod cases_query;
mod days;
mod reporting;
mod step_forms;
mod story;
