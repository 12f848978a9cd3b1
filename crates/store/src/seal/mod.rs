//! What is said in confidence, kept so that it can be destroyed: a key for each case, wrapped by a key that is in no
//! database and no backup. Whoever has the database alone reads none of it; whoever destroys a case's key takes it out
//! of every copy that was ever made.

mod boxed;
mod case_keys;
pub(crate) mod emergency;
mod keyring;
mod rotate;
pub(crate) mod rows;
mod values;

pub(crate) use boxed::Key;
pub(crate) use case_keys::{DESTROYED, catch_up, of_case, of_cases, one, use_key, use_no_key};
pub(crate) use keyring::Keyring;
pub use rotate::Rotated;
pub(crate) use values::{Sealed, open, open_by, seal};
