//! What everybody may read: cases that the office published after review, as pages, CSV, `GeoJSON` and Atom. One file an action.
//!
//! Nothing here but the words that were written for everybody, and what the body itself decided: no word of the requester's,
//! none of an answer, no file, nothing sealed. What is asked for is found by the same words, so that no search tells more
//! than a page.

pub(crate) mod follow_by_message;
pub(crate) mod follow_case;
pub(crate) mod follow_list;
pub(crate) mod follow_received;
pub(crate) mod follow_warnings;
pub(crate) mod list_cases;
pub(crate) mod list_warnings;
pub(crate) mod save_csv;
pub(crate) mod save_geojson;
pub(crate) mod show_alert;
pub(crate) mod show_case;
pub(crate) mod show_map;

mod asked;
mod atom;
mod fresh;
mod item;
