//! How the ways stand by which people are told, and what became of letters that came in. No case and no address is in it.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::desk::list_notices::{self, Way};
use crate::fault::Fault;
use crate::mail_in::Outcome;
use axum::Json;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// How it stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticesState {
    ways: Vec<WayLine>,
    /// Letters that came in.
    letters: Vec<LetterCount>,
    /// The largest letter that is taken in, in bytes.
    most_bytes: u64,
    /// Whoever is told by e-mail can answer by it.
    takes_replies: bool,
}

/// A way.
#[derive(Serialize, ToSchema)]
#[schema(as = NoticeWay)]
pub(crate) struct WayLine {
    /// `email`, `text`, or `imap` for letters that come in.
    way: &'static str,
    /// The operator has set it up.
    set_up: bool,
    waiting: u64,
    /// Given up, or come back.
    lost: u64,
    /// Failures in a row.
    failures: u64,
    #[schema(value_type = Option<String>, format = DateTime)]
    good_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    failed_at: Option<Timestamp>,
    /// Why it fails, in words.
    error: Option<String>,
}

/// Letters of which the same became.
#[derive(Serialize, ToSchema)]
pub(crate) struct LetterCount {
    /// E.g. `recorded`, `unknown`, `bounced`.
    what: &'static str,
    n: u64,
    #[schema(value_type = String, format = DateTime)]
    last_at: Timestamp,
}

/// `GET /api/v1/notices`
#[utoipa::path(
    get, path = "/api/v1/notices", operation_id = "listNotices", tag = "body",
    summary = "How the ways stand by which people are told",
    responses((status = 200, body = NoticesState), Problems),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<NoticesState>, Fault> {
    caller.may(Scope::BodyRead, Right::WatchNotices)?;
    let visit = &caller.visit;
    let settings = &visit.desk.notices;
    let words = visit.words();
    let line = |way: Way| {
        let failing = way.known.as_ref().filter(|known| known.failures > 0);
        let error = failing.and_then(|known| known.error.as_deref());
        let known = way.known.as_ref();
        WayLine {
            way: way.channel,
            set_up: way.set_up,
            waiting: known.map_or(0, |known| known.waiting),
            lost: known.map_or(0, |known| known.lost),
            failures: known.map_or(0, |known| known.failures),
            good_at: known.and_then(|known| known.good_at),
            failed_at: known.and_then(|known| known.failed_at),
            error: error.map(|kept| list_notices::why(words, kept)),
        }
    };
    let counts = visit.desk.office.store.mail_counts().await?;
    let letters = Outcome::ALL.iter().filter_map(|outcome| {
        let (_, n, last) = counts.iter().find(|(what, ..)| what == outcome.name())?;
        Some(LetterCount {
            what: outcome.name(),
            n: *n,
            last_at: *last,
        })
    });
    Ok(Json(NoticesState {
        ways: list_notices::ways(visit).await?.into_iter().map(line).collect(),
        letters: letters.collect(),
        most_bytes: settings.most_bytes(),
        takes_replies: settings.takes_replies(),
    }))
}
