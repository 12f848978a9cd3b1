//! The desk's actions: one file each, named for what it does.

pub(crate) mod change_password;
pub(crate) mod choose_language;
pub(crate) mod keep_accounts;
pub(crate) mod list_accounts;
pub(crate) mod new_account;
pub(crate) mod set_up;
pub(crate) mod show_today;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
