//! The desk: server-rendered pages over the office; and the same as data.
//!
//! `router.rs` is the table of contents, `access.rs` says where it is written which post may open what, and `desk/` and
//! `api/` hold one file per action. Every page works without scripts, in Chinese and English; every answer, errors among them, carries the
//! security headers of `headers.rs`. This crate keeps nothing itself: what it knows between two requests is a short
//! memory of sessions (`sessions.rs`) that the store can always give again.

mod access;
pub mod alerts_in;
mod api;
mod assets;
mod calls;
mod clients;
mod connections;
mod cookies;
mod dangers;
mod desk;
mod devices;
mod duty;
mod evidence_types;
mod fault;
mod fields;
mod frame;
mod guard;
mod guest;
mod headers;
mod imports;
mod incidents;
mod inputs;
mod invited;
mod log;
mod mail_in;
mod metering;
mod moments;
mod notices;
mod open311;
pub mod outgoing;
mod passwords;
mod photos;
mod plans;
mod portal;
mod public;
mod router;
mod sealed_fields;
mod secrets;
mod server;
mod sessions;
mod set_up;
mod state;
mod steps;
mod throttle;
mod tiles;
mod upload;
mod visit;
mod webhooks;
mod witnesses;

/// On each public `async fn`: its future is boxed, so that what it awaits is compiled here, and not again wherever it is awaited.
pub(crate) use async_recursion::async_recursion as boxed;

pub use access::Right;
pub use api::caller::{new_secret, own_scopes, scopes};
pub use calls::{Ways as CallWays, call_round, sign_of_life};
pub use incidents::handing::{ReportWays, send_reports};
pub use mail_in::{Outcome, deliver, fetch_mail, take_mail};
pub use notices::{FILE as NOTICES_FILE, Settings, send_notices, tell_followers};
pub use passwords::hash_password;
pub use router::router;
pub use server::serve;
pub use sessions::session_cookie;
pub use set_up::{SetUpLink, set_up_link};
pub use state::{Desk, MetricsToken, Options};
pub use tiles::Tiles;
pub use webhooks::send_news;
pub use witnesses::show_witnesses;
