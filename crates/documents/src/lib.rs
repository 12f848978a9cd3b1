//! Papers: spreadsheets in (XLSX, XLS, ODS, CSV in any Chinese encoding), XLSX out, and the brief as DOCX, PDF and page.
//!
//! Deterministic: the same data gives the same bytes. This crate never asks for the time and never reads the store.

pub mod brief;
pub mod sheet;
pub mod table;
