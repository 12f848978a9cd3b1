//! The log's watch, for the auditor and the administrator: who witnesses it and how far, alarms, the last audit.

use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use store::{AlarmKind, LastAudit, WitnessState};

#[derive(Template)]
#[template(path = "desk/watch_log.html")]
struct Page<'a> {
    f: Frame<'a>,
    size: u64,
    witnesses: Vec<Line>,
    quorum: String,
    audit: Option<Audit>,
}

/// A witness.
struct Line {
    name: String,
    size: u64,
    signed: String,
    alarm: Option<String>,
    alarmed: bool,
    error: Option<String>,
}

/// The last audit.
struct Audit {
    said: String,
    whole: bool,
    /// Files and sealed values that it could not look into.
    unopened: u64,
}

/// `GET /log-watch`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::WatchLog)?;
    let store = &visit.desk.office.store;
    let f = Frame::new(&visit, "/log-watch", visit.words().text("watch-title"));
    let states = store.witnesses().await?;
    let witnesses = states.iter().map(|state| line(&f, state)).collect();
    let audit = store.last_audit()?.map(|last| audit(&f, &last));
    let page = Page {
        size: store.log_size(),
        witnesses,
        quorum: quorum(&visit)?,
        audit,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

fn line(f: &Frame<'_>, state: &WitnessState) -> Line {
    let alarm = state.alarm.as_ref().map(|alarm| {
        let at = f.moment(&alarm.at);
        match alarm.kind {
            AlarmKind::Longer { size } => f.t2("watch-alarm-longer", "size", size, "at", at),
            AlarmKind::OtherHistory => f.t1("watch-alarm-history", "at", at),
        }
    });
    Line {
        name: state.witness.name.clone(),
        size: state.signed_size,
        signed: state.signed_at.map_or_else(|| "–".to_owned(), |at| f.moment(&at)),
        alarmed: state.is_alarmed(),
        // What an alarm says is said already.
        error: state.error.clone().filter(|_| !state.is_alarmed()),
        alarm,
    }
}

fn quorum(visit: &Visit) -> Result<String, Fault> {
    let words = visit.words();
    Ok(match visit.desk.office.store.witnessed()? {
        Some(found) => {
            let args = [
                ("size", found.checkpoint.size.into()),
                ("signed", found.witnesses.len().into()),
                ("of", found.of.into()),
            ];
            let key = if found.quorum {
                "watch-quorum"
            } else {
                "watch-no-quorum"
            };
            words.with(key, &args)
        }
        None => words.text("watch-never-signed").to_owned(),
    })
}

fn audit(f: &Frame<'_>, last: &LastAudit) -> Audit {
    let at = f.moment(&last.at);
    let whole = last.found.is_none();
    let said = match (last.leaf, whole) {
        (_, true) => f.t2("watch-audit-whole", "at", at, "size", last.size),
        (Some(leaf), false) => f.t2("watch-audit-entry", "at", at, "leaf", leaf),
        (None, false) => f.t1("watch-audit-log", "at", at),
    };
    let unopened = last.unopened;
    Audit { said, whole, unopened }
}
