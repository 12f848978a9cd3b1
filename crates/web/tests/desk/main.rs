//! The desk over a real store: one file for each thing that must hold.

mod access;
mod access_record;
mod accounts;
mod assignments;
mod briefs;
mod browser;
mod cases;
mod erasing;
mod headers;
mod import_files;
mod imports;
mod judgement;
mod log;
mod pages;
mod petition;
mod portal;
mod reports;
mod sealed;
mod set_up;
mod sign_in;
mod steps;
mod today;
mod withheld;
mod witnesses;
