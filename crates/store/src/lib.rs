//! Append, read models, search, jobs, files: everything that is kept, behind one portable SQL (sqlx `Any`).
//!
//! One writer gathers the writes that wait into one durable commit (group commit, WAL, `synchronous=FULL`) and answers
//! each only after it. Events are the truth; read models can be rebuilt from them at any time. Row structs stay here.
//! This crate never decides anything about a case: that is `domain::case::decide`.

mod accounts;
mod api_keys;
mod call_sends;
mod calls;
mod calls_gone;
mod contacts;
mod day;
mod done_once;
mod duty;
mod erase;
mod error;
mod files;
mod followers;
mod guests;
mod imports;
mod jobs;
mod keep;
mod leases;
mod levels;
mod links;
mod lock;
mod log;
mod marks;
mod migrate;
mod model;
mod notices;
mod openings;
mod passing;
mod persons;
mod read;
mod readers;
mod received;
mod report_sends;
mod reports;
mod rounds;
mod seal;
mod secret_file;
mod sessions;
mod settings;
mod spool;
mod sql;
mod sqlite;
mod staff_channels;
mod store;
mod streams;
mod warnings;
mod webhooks;
mod words;
mod write;

/// On each public `async fn`: its future is boxed, so that what it awaits is compiled here. Otherwise every crate that awaits it, and
/// every test, compiles the whole of it again.
pub(crate) use async_recursion::async_recursion as boxed;

pub use accounts::{Account, NewAccount};
pub use api_keys::{ApiKey, asked_key, asked_under};
pub use call_sends::{NewSend, Send, SendState, Tried};
pub use calls::CallAppend;
pub use calls_gone::{CallGone, CallsGone};
pub use day::{DayVersion, DecidedOn};
pub use duty::DutyProposal;
pub use error::Error;
pub use followers::{FollowMessage, FollowSent, Follower, NewFollower};
pub use imports::ImportRun;
pub use jobs::{Job, NewJob};
pub use keep::{BackupReport, CaseKeys, DueMark, RebuildReport, RestoreReport, Told};
pub use log::{
    Alarm, AlarmKind, Asked, Difference, Held, KeyWrong, LastAudit, LogAudit, Logged, SignedHead, WitnessState, Wrong,
    write_secret,
};
pub use notices::{Happened, NewNotice, Notice, NoticeChannel, NoticeState};
pub use openings::{AccessFilter, AccessLine};
pub use passing::Passing;
pub use persons::{Parting, PersonAct, PersonLine, SaidBy};
pub use read::{
    Base, Beside, Candidates, CaseRow, Changed, Cursor, DayCaseNumbers, Filter, Made, Page, PublicFilter, Published,
    Sort, Story, Viewer, Wanted, words_in_order,
};
pub use read::{LateClock, OpenDanger, Owes};
pub use received::{Kept, ReceivedAlert};
pub use report_sends::{ReportSend, ReportTry};
pub use reports::NewReport;
pub use seal::Rotated;
pub use sessions::Session;
pub use spool::{HEAD, MOST_HEAD, RECIPIENT, Spooled, WHOLE, spool};
pub use staff_channels::{Channel, ChannelKind};
pub use store::Store;
pub use streams::{EventsOfStreams, StreamEvent};
pub use warnings::WarningAppend;
pub use webhooks::{Message, MessageState, NewMessage, News, Webhook};
pub use words::of_text as search_words;
pub use write::{Append, Appended, Recorded};
