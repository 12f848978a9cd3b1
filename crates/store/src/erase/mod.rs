//! Erasing what people wrote in a case: from the tables in the transaction of the event that says so, and then from
//! wherever else the machine still has it: files, the full-text index's segments, free places of the database, the
//! write-ahead log. What is not done when the program is cut off is written down, and done at the next opening.

mod beside;
mod due;
mod finish;
mod script;

pub(crate) use finish::finish_at_opening;
pub(crate) use script::{key_rows, script, sealed_script};
