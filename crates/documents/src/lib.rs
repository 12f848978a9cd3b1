//! Papers: spreadsheets in (XLSX, XLS, ODS, CSV in any Chinese encoding), XLSX out, the brief as DOCX, PDF and page, a
//! petition's written opinion, reports of incidents and the papers and dossier of a mediation as DOCX and PDF.
//!
//! Deterministic: the same data gives the same bytes. This crate never asks for the time and never reads the store.

pub mod brief;
pub mod calendar;
pub mod incident;
pub mod mediation;
pub mod opinion;
pub mod report;
pub mod sheet;
pub mod table;
