//! The program as somebody starts it: one file for each thing that must hold.

mod commands;
mod crowd;
mod day;
mod desk;
mod erase;
mod import;
mod keys;
mod kill_calls;
mod kill_nine;
mod kill_reports;
mod mail_in;
mod pack_check;
mod readme;
mod receipts;
mod tamper;
mod tampered;
mod tidy;
mod verify;
mod whole_log;
