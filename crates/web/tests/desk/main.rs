//! The desk over a real store: one file for each thing that must hold.

mod access;
mod accounts;
mod browser;
mod cases;
mod headers;
mod pages;
mod set_up;
mod sign_in;
mod steps;
