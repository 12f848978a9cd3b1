//! Briefs 专报: the days that have one, newest first.

use super::days;
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

/// Days on a page.
const PAGE: u32 = 30;

#[derive(Template)]
#[template(path = "desk/briefs.html")]
struct Page<'a> {
    f: Frame<'a>,
    may_judge: bool,
    lines: Vec<Line>,
    earlier: Option<Date>,
}

struct Line {
    date: Date,
    versions: usize,
    signed: Option<(u32, u32)>,
    received: u64,
    attention: usize,
    decided: usize,
}

/// `GET /briefs?before=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeDay)?;
    let before = visit.query().given("before").map(days::parse).transpose()?;
    let store = &visit.desk.office.store;
    let dates = store.days(before, PAGE).await?;
    let earlier = (dates.len() == PAGE as usize).then(|| dates.last().copied()).flatten();
    let mut lines = Vec::with_capacity(dates.len());
    for date in dates {
        let day = office::read_day(&visit.desk.office, date, visit.now).await?;
        let Some(last) = day.briefs.last() else { continue };
        let signed = day.briefs.iter().rev().find_map(|brief| brief.issue.zip(brief.running));
        lines.push(Line {
            date,
            versions: day.briefs.len(),
            signed,
            received: last.received.today,
            attention: last.attention.len(),
            decided: day.decided.len(),
        });
    }
    let page = Page {
        f: Frame::new(&visit, "/briefs", visit.words().text("briefs-title")),
        may_judge: visit.person.may(Right::Judge),
        lines,
        earlier,
    };
    frame::page(StatusCode::OK, &page)
}
