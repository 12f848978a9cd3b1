//! The Common Alerting Protocol, version 1.2, of OASIS
//! (<https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html>): warnings that other bodies' programs read, pure.
//!
//! This crate never does I/O and never asks for the time; it knows nothing of who uses it. Sections in its texts are the
//! standard's.
//!
//! | module | what it is | section |
//! |---|---|---|
//! | [`message`] | an alert, its infos, resources and areas | 3.1, 3.2 |
//! | [`words`] | the words that the standard allows | 3.2.1, 3.2.2 |
//! | [`moment`] | times with a zone offset | 3.3.2 |
//! | [`geo`] | points, polygons, circles, and whether they overlap | 3.2.4, 3.3.1 |
//! | [`check()`] | the rules, those which the schema misses among them | 3.2, 4.2 |
//! | [`read()`] | an alert out of bytes that nobody vouches for | 3.3.3, 3.4 |
//! | [`write()`] | an alert as XML | 3.4 |
//! | [`signature`] | the signature inside | 3.3.4.1 |

mod check;
mod fault;
pub mod geo;
pub mod message;
pub mod moment;
mod read;
pub mod signature;
pub mod words;
mod write;

pub use check::check;
pub use fault::{Fault, Rule, Weight};
pub use message::{Alert, Area, Info, Pair, Reference, Resource};
pub use moment::Moment;
pub use read::{MOST_BYTES, MOST_DEPTH, MOST_ELEMENTS, read};
pub use write::write;

/// The namespace of an alert (3.4).
pub const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";

/// The media type of an alert (3.4, as registered with IANA).
pub const MEDIA_TYPE: &str = "application/cap+xml";
