//! Append, read models, search, jobs, files: everything that is kept, behind one portable SQL (sqlx `Any`).
//!
//! One writer gathers the writes that wait into one durable commit (group commit, WAL, `synchronous=FULL`) and answers
//! each only after it. Events are the truth; read models can be rebuilt from them at any time. Row structs stay here.
//! This crate never decides anything about a case: that is `domain::case::decide`.

mod accounts;
mod api;
mod cases;
mod day;
mod error;
mod keep;

pub use accounts::{Account, NewAccount, Session};
pub use api::{Append, Appended, DayCaseNumbers, Job, NewJob, Recorded, Store};
pub use cases::{CaseRow, Cursor, Filter, Page, Sort};
pub use day::{DayVersion, NewReport};
pub use error::Error;
pub use keep::{BackupReport, DueMark, RebuildReport, RestoreReport};
