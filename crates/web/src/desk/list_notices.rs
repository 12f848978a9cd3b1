//! How the ways stand by which people are told: what waits, what fails and why, and what became of letters that came in. No
//! case and no address is on this page.

use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::mail_in::Outcome;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use store::NoticeChannel;
use words::Words;

/// Failures in a row after which a way is said to fail.
const FAILS: u64 = 3;

#[derive(Template)]
#[template(path = "desk/notices.html")]
struct Page<'a> {
    f: Frame<'a>,
    ways: Vec<Line>,
    letters: Vec<Counted>,
    /// Largest letter that is taken in, in megabytes.
    most: u64,
    takes_replies: bool,
}

/// A way.
struct Line {
    /// Message key.
    name: &'static str,
    set_up: bool,
    mark: &'static str,
    state: &'static str,
    waiting: u64,
    lost: u64,
    good: String,
    error: Option<String>,
}

/// What a letter can become that is refused, with the sentence that says how many, when last, why and what can be done.
const REFUSED: [(Outcome, &str); 3] = [
    (Outcome::Refused, "watch-notices-refused"),
    (Outcome::TooLarge, "watch-notices-refused-large"),
    (Outcome::Unreadable, "watch-notices-refused-unreadable"),
];

/// Letters of which the same became.
struct Counted {
    /// Message key.
    what: String,
    n: u64,
    last: String,
    /// All of it in words, where they were refused.
    refused: Option<String>,
}

/// `GET /notices`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::WatchNotices)?;
    let store = &visit.desk.office.store;
    let settings = &visit.desk.notices;
    let f = Frame::new(&visit, "/notices", visit.words().text("watch-notices-title"));
    let ways = ways(&visit).await?;
    let counts = store.mail_counts().await?;
    let ways = ways
        .iter()
        .map(|way| line(&f, way.name, way.set_up, way.known.as_ref()));
    let letters = Outcome::ALL.iter().filter_map(|outcome| {
        let (_, n, last) = counts.iter().find(|(what, ..)| what == outcome.name())?;
        Some(Counted {
            what: format!("mail-{}", outcome.name()),
            n: *n,
            last: f.moment(last),
            refused: refused(&f, outcome.name(), *n, last),
        })
    });
    let page = Page {
        letters: letters.collect(),
        ways: ways.collect(),
        most: settings.most_bytes() >> 20,
        takes_replies: settings.takes_replies(),
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// A way by which people are told.
pub(crate) struct Way {
    /// `email`, `text`, `imap`.
    pub(crate) channel: &'static str,
    /// Message key.
    name: &'static str,
    /// The operator has set it up.
    pub(crate) set_up: bool,
    /// What is known of it; none while it was never used.
    pub(crate) known: Option<NoticeChannel>,
}

/// All of them.
///
/// # Errors
/// The store's.
pub(crate) async fn ways(visit: &Visit) -> Result<Vec<Way>, Fault> {
    let settings = &visit.desk.notices;
    let channels = visit.desk.office.store.notice_channels().await?;
    let ways = [
        ("email", "notices-email", settings.mail.is_some()),
        ("text", "notices-text", settings.text.is_some()),
        ("imap", "notices-imap", settings.imap.is_some()),
    ];
    let ways = ways.into_iter().map(|(channel, name, set_up)| Way {
        channel,
        name,
        set_up,
        known: channels.iter().find(|known| known.channel == channel).cloned(),
    });
    Ok(ways.collect())
}

/// Why a way failed, in words: a message key and what was said, as it is kept.
pub(crate) fn why(words: &Words, kept: &str) -> String {
    let (key, said) = kept.split_once(' ').unwrap_or((kept, ""));
    format!("{} {said}", words.text(key))
}

/// Letters that were refused, in words; none of what else became of letters.
fn refused(f: &Frame<'_>, what: &str, n: u64, last: &Timestamp) -> Option<String> {
    let (_, key) = REFUSED.iter().find(|(outcome, _)| outcome.name() == what)?;
    Some(f.t2(key, "n", n, "at", f.moment(last)))
}

fn line(f: &Frame<'_>, name: &'static str, set_up: bool, found: Option<&NoticeChannel>) -> Line {
    let failures = found.map_or(0, |channel| channel.failures);
    let (state, mark) = match (set_up, found, failures) {
        (false, ..) => ("watch-notices-off", ""),
        (true, None, _) => ("watch-notices-unused", ""),
        (true, Some(_), 0) => ("watch-notices-good", "good"),
        (true, Some(_), 1..FAILS) => ("watch-notices-once", "near"),
        (true, Some(_), _) => ("watch-notices-failing", "late"),
    };
    let error = found.filter(|channel| channel.failures > 0).and_then(|channel| {
        let why = why(f.words(), channel.error.as_deref()?);
        let at = channel.failed_at.map_or_else(String::new, |at| f.moment(&at));
        Some(format!("{at} {why}"))
    });
    Line {
        name,
        set_up,
        mark,
        state,
        waiting: found.map_or(0, |channel| channel.waiting),
        lost: found.map_or(0, |channel| channel.lost),
        good: found
            .and_then(|channel| channel.good_at)
            .map_or_else(|| "–".to_owned(), |at| f.moment(&at)),
        error,
    }
}
