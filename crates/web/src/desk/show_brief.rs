//! A day's brief 专报 as a page: one version, what can be done with it, and the paper it is.

use super::days;
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use documents::brief::html_fragment;
use domain::daily::Brief;
use jiff::civil::Date;
use office::DayState;

#[derive(Template)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether one thing is on the page"
)]
#[template(path = "desk/brief.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    date: Date,
    version: u32,
    versions: Vec<(u32, bool)>,
    signed: bool,
    newest: bool,
    may_judge: bool,
    may_sign: bool,
    /// Somebody else has to sign.
    own_draft: bool,
    items: Vec<Item>,
    may_assign: bool,
    /// What `html_fragment` wrote: escaped there.
    paper: String,
}

/// An item of the brief and what was decided on it.
struct Item {
    place: usize,
    said: days::Said,
    whole: String,
    tasks: Vec<String>,
}

/// `GET /briefs/{date}?version=`
pub(crate) async fn show(Path(date): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeDay)?;
    page(&visit, days::parse(&date)?, &Draft::default()).await
}

/// The page, with a step that was refused.
pub(super) async fn page(visit: &Visit, date: Date, draft: &Draft) -> Result<Response, Fault> {
    let day = office::read_day(&visit.desk.office, date, visit.now).await?;
    let brief = version(visit, &day).ok_or(Fault::NotFound)?;
    let signed = brief.issue.is_some();
    let drafter = day
        .drafted_by
        .get(brief.version.saturating_sub(1) as usize)
        .cloned()
        .flatten();
    let own_draft = match drafter {
        Some(drafter) => office::is_same_person(&visit.desk.office, visit.actor(), &drafter).await?,
        None => false,
    };
    let title = visit.words().with("brief-title", &[("date", date.to_string().into())]);
    let page = Page {
        f: Frame::new(visit, "/briefs", title),
        draft,
        date,
        version: brief.version,
        versions: day
            .briefs
            .iter()
            .map(|brief| (brief.version, brief.issue.is_some()))
            .collect(),
        signed,
        newest: day.briefs.last().is_some_and(|last| last.version == brief.version),
        may_judge: visit.person.may(Right::Judge),
        may_sign: visit.person.may(Right::SignBrief),
        own_draft,
        items: items(visit, &day, brief),
        may_assign: signed && visit.person.may(Right::Assign),
        paper: html_fragment(brief, visit.locale),
    };
    frame::form_page(&draft.problems, &page)
}

/// The version of `?version=`; the newest where none is given.
pub(crate) fn version<'a>(visit: &Visit, day: &'a DayState) -> Option<&'a Brief> {
    numbered(day, asked(visit).ok()?)
}

/// What `?version=` asks for, where it is given; one that is no number is not there.
pub(crate) fn asked(visit: &Visit) -> Result<Option<u32>, Fault> {
    let query = visit.query();
    let asked = query.given("version").map(str::parse);
    asked.transpose().map_err(|_| Fault::NotFound)
}

/// That version; the newest where none is asked for.
pub(crate) fn numbered(day: &DayState, version: Option<u32>) -> Option<&Brief> {
    match version {
        Some(asked) => day.briefs.iter().find(|brief| brief.version == asked),
        None => day.briefs.last(),
    }
}

fn items(visit: &Visit, day: &DayState, brief: &Brief) -> Vec<Item> {
    brief
        .attention
        .iter()
        .enumerate()
        .map(|(place, item)| {
            let said = days::subject(visit, &item.subject, day.date);
            let decided = day
                .decided
                .iter()
                .filter(|(subject, _, _)| subject.is_same(&item.subject));
            Item {
                place,
                whole: said.whole(),
                said,
                tasks: decided.map(|(_, _, number)| number.clone()).collect(),
            }
        })
        .collect()
}
