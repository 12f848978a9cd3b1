//! Calls: those to whoever reads, those that are open, and those that were; and which ways fail.

use super::words;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::call::{Call, Stage};
use domain::duty::Staff;
use jiff::Timestamp;
use store::Channel;

#[derive(Template)]
#[template(path = "calls/list.html")]
struct Page<'a> {
    f: Frame<'a>,
    problems: &'a Problems,
    mine: Vec<Line>,
    others: Vec<Line>,
    failing: Vec<(String, String, String)>,
    /// Months of which calls are gone, with how many there were.
    gone: Vec<(String, String)>,
}

/// A call in one line.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) sentence: String,
    pub(crate) link: String,
    pub(crate) at: String,
    pub(crate) stage: &'static str,
    pub(crate) mark: &'static str,
    pub(crate) next: Option<String>,
}

/// Message key and class of the mark of a call's stage, for whoever reads.
pub(super) fn stage_mark(call: &Call, reader: &Staff) -> (&'static str, &'static str) {
    if call.is_open() && call.heard.contains(reader) {
        return ("call-stage-heard", "good");
    }
    match call.stage() {
        Stage::Calling => ("call-stage-calling", "near"),
        Stage::Unanswered => ("call-stage-unanswered", "late"),
        Stage::Acknowledged => ("call-stage-acknowledged", "good"),
        Stage::Over => ("call-stage-over", ""),
    }
}

/// `GET /calls`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeCalls)?;
    page(&visit, &Problems::default()).await
}

/// `POST /calls/{id}/acknowledge`
pub(crate) async fn acknowledge(Path(id): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    visit.may(Right::SeeCalls)?;
    known(&visit, &id).await?;
    let staff = Staff(visit.person.account.id.clone());
    match office::acknowledge_call(&visit.desk.office, &id, &staff, visit.now).await {
        Ok(()) => Ok(frame::see_other(&format!("/calls/{id}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The call of that id, where whoever asks may know of it.
pub(crate) async fn known(visit: &Visit, id: &str) -> Result<Call, Fault> {
    let call = office::read_call(&visit.desk.office, id)
        .await?
        .ok_or(Fault::NotFound)?;
    if may_know(visit, &call).await? {
        return Ok(call);
    }
    Err(Fault::NotFound)
}

/// Who was called may look at a call, and beside them those who have the body's watch; of one about a case only who may see that.
async fn may_know(visit: &Visit, call: &Call) -> Result<bool, Fault> {
    let (office, own) = (&visit.desk.office, Staff(visit.person.account.id.clone()));
    let called = call.called.contains(&own);
    if called && visit.person.watch.is_some() {
        // They were called as who has the watch, in whichever of their two posts they read.
        return Ok(office::may_staff_know_call(office, call, &own).await?);
    }
    let watches = visit.person.may(Right::ServeDuty) || visit.person.may(Right::SeeDay);
    let concerned = watches || called;
    Ok(concerned && office::may_know_call(office, call, &visit.person.standing).await?)
}

/// The calls that somebody still has to take and whoever reads may know of, with their ids.
pub(crate) async fn open(visit: &Visit) -> Result<Vec<(String, Call)>, Fault> {
    let mut open = Vec::new();
    for (id, call) in office::open_calls(&visit.desk.office).await? {
        if may_know(visit, &call).await? {
            open.push((id, call));
        }
    }
    Ok(open)
}

/// The open calls and the newest of the others that whoever reads may know of, with their ids.
pub(crate) async fn all(visit: &Visit) -> Result<Vec<(String, Call)>, Fault> {
    let mut all = Vec::new();
    for (id, call) in office::calls(&visit.desk.office).await? {
        if may_know(visit, &call).await? {
            all.push((id, call));
        }
    }
    Ok(all)
}

/// What each of the calls says that wait for whoever reads.
pub(crate) async fn waiting(visit: &Visit) -> Result<Vec<String>, Fault> {
    let own = Staff(visit.person.account.id.clone());
    let open = open(visit).await?;
    let own = open
        .iter()
        .filter(|(_, call)| call.called.contains(&own) && call.waits_for(&own));
    Ok(own
        .map(|(_, call)| words::sentence(&visit.desk.office, visit.locale, &call.about))
        .collect())
}

/// A call as a line, in the reader's language.
pub(super) fn line(f: &Frame<'_>, visit: &Visit, id: &str, call: &Call) -> Line {
    let (stage, mark) = stage_mark(call, &Staff(visit.person.account.id.clone()));
    Line {
        id: id.to_owned(),
        sentence: words::sentence(&visit.desk.office, visit.locale, &call.about),
        link: call.about.link.clone(),
        at: f.moment(&call.raised_at),
        stage,
        mark,
        next: call.next_at.filter(|next| *next > visit.now).map(|next| f.until(&next)),
    }
}

async fn page(visit: &Visit, problems: &Problems) -> Result<Response, Fault> {
    let f = Frame::new(visit, "/calls", visit.words().text("calls-title"));
    let own = Staff(visit.person.account.id.clone());
    let (mut mine, mut others) = (Vec::new(), Vec::new());
    for (id, call) in all(visit).await? {
        let line = line(&f, visit, &id, &call);
        if call.waits_for(&own) && call.called.contains(&own) {
            read(visit, &id, visit.now).await?;
            mine.push(line);
        } else {
            others.push(line);
        }
    }
    let failing = failing(visit).await?.into_iter().map(|(name, channel)| {
        let since = channel.failed_at.map(|at| f.moment(&at)).unwrap_or_default();
        (name, format!("call-way-{}", channel.kind.name()), since)
    });
    let failing = failing.collect();
    let words = |(month, n, unanswered)| (month, f.t2("calls-gone-n", "n", n, "unanswered", unanswered));
    let gone = gone(visit).await?.into_iter().map(words).collect();
    let page = Page {
        f,
        problems,
        mine,
        others,
        failing,
        gone,
    };
    frame::form_page(problems, &page)
}

/// The ways that failed the last time, with whose they are: for those who have the body's watch or the operator's pages.
pub(crate) async fn failing(visit: &Visit) -> Result<Vec<(String, Channel)>, Fault> {
    if !(visit.person.may(Right::ServeDuty) || visit.person.may(Right::WatchNotices)) {
        return Ok(Vec::new());
    }
    let store = &visit.desk.office.store;
    let accounts = store.accounts().await?;
    let whose = |channel: Channel| {
        let owner = accounts.iter().find(|account| account.id == channel.account);
        (owner.map_or(String::new(), |account| account.name.clone()), channel)
    };
    Ok(store.failing_channels().await?.into_iter().map(whose).collect())
}

/// Of how many calls the records are gone, by months: how many there were, and how often nobody had them. For those who have the
/// body's watch.
pub(crate) async fn gone(visit: &Visit) -> Result<Vec<(String, u64, u64)>, Fault> {
    if !(visit.person.may(Right::ServeDuty) || visit.person.may(Right::SeeDay)) {
        return Ok(Vec::new());
    }
    let mut months: Vec<(String, u64, u64)> = Vec::new();
    for of in visit.desk.office.store.calls_gone().await? {
        match months.last_mut().filter(|(month, ..)| *month == of.month) {
            Some((_, n, unanswered)) => {
                *n += of.n;
                *unanswered += of.unanswered;
            }
            None => months.push((of.month, of.n, of.unanswered)),
        }
    }
    Ok(months)
}

/// Whoever reads has seen what was sent to the desk's page.
pub(super) async fn read(visit: &Visit, id: &str, now: Timestamp) -> Result<(), Fault> {
    let store = &visit.desk.office.store;
    let own = Some(&visit.person.account.id);
    for send in store.sends_of(id).await? {
        let on_page = send.kind == Some(store::ChannelKind::Page);
        if on_page && send.staff.as_ref() == own && send.read_at.is_none() {
            store.mark_send(&send.id, true, now).await?;
        }
    }
    Ok(())
}
